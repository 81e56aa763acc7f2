//! Sentences on their way out.

use bytes::{BufMut, Bytes, BytesMut};
use routeros_api::protocol::{encode_len, encode_word};

use crate::error::Trap;

/// How sentences are written; the default is what routers do today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// `.tag` comes last.
    pub tag_last: bool,
    /// Every refusal comes as two traps.
    pub multi_trap: bool,
    /// Comments end in a byte that is no UTF-8.
    pub wrong_encoding: bool,
}

/// Finished replies of one command: bytes, and where each sentence ends.
#[derive(Debug, Default)]
pub struct Replies {
    tag: Option<Bytes>,
    style: Style,
    buffer: BytesMut,
    ends: Vec<usize>,
}

fn attribute(name: &str, value: &[u8], out: &mut BytesMut) {
    let size = name.len() + value.len() + 2;
    encode_len(u32::try_from(size).unwrap_or(u32::MAX), out);
    out.put_u8(b'=');
    out.put_slice(name.as_bytes());
    out.put_u8(b'=');
    out.put_slice(value);
}

impl Replies {
    /// Replies to a command with that tag.
    #[must_use]
    pub fn new(tag: Option<Bytes>, style: Style) -> Self {
        Self { tag, style, ..Self::default() }
    }

    /// Replies to the same command, none yet.
    #[must_use]
    pub fn fresh(&self) -> Self {
        Self::new(self.tag.clone(), self.style)
    }

    fn tag_word(&mut self) {
        if let Some(tag) = &self.tag {
            let mut word = BytesMut::with_capacity(tag.len() + 5);
            word.put_slice(b".tag=");
            word.put_slice(tag);
            encode_word(&word, &mut self.buffer);
        }
    }

    /// One sentence with these properties.
    pub fn sentence<'a>(&mut self, word: &str, values: impl IntoIterator<Item = (&'a str, &'a [u8])>) {
        encode_word(word.as_bytes(), &mut self.buffer);
        if !self.style.tag_last {
            self.tag_word();
        }
        for (name, value) in values {
            if self.style.wrong_encoding && name == "comment" {
                // `é` of the code page 1252, as WinBox writes it.
                attribute(name, &[value, b"\xe9"].concat(), &mut self.buffer);
            } else {
                attribute(name, value, &mut self.buffer);
            }
        }
        if self.style.tag_last {
            self.tag_word();
        }
        self.buffer.put_u8(0);
        self.ends.push(self.buffer.len());
    }

    /// `!done`.
    pub fn done(&mut self) {
        self.sentence("!done", []);
    }

    /// `!done =ret=…`.
    pub fn ret(&mut self, value: &[u8]) {
        self.sentence("!done", [("ret", value)]);
    }

    /// The traps of one refusal, without the `!done` that follows.
    pub fn trap(&mut self, trap: &Trap) {
        let category = trap.category.map(|c| c.to_string());
        let head = category.as_ref().map(|c| ("category", c.as_bytes()));
        let message = ("message", trap.message.as_bytes());
        self.sentence("!trap", head.into_iter().chain([message]));
        if let Some(also) = trap.also {
            self.sentence("!trap", [("message", also.as_bytes())]);
        } else if self.style.multi_trap {
            self.sentence("!trap", [("message", b"action cancelled".as_slice())]);
        }
    }

    /// A refusal: its traps and the `!done` that follows.
    pub fn refusal(&mut self, trap: &Trap) {
        self.trap(trap);
        self.done();
    }

    /// `!fatal` with its reason as a bare word, as routers send it.
    pub fn fatal(&mut self, reason: &str) {
        encode_word(b"!fatal", &mut self.buffer);
        encode_word(reason.as_bytes(), &mut self.buffer);
        self.buffer.put_u8(0);
        self.ends.push(self.buffer.len());
    }

    /// How many sentences there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The bytes of all sentences and the end of each.
    #[must_use]
    pub fn into_parts(self) -> (Bytes, Vec<usize>) {
        (self.buffer.freeze(), self.ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(replies: Replies) -> Vec<u8> {
        replies.into_parts().0.to_vec()
    }

    #[test]
    fn the_tag_comes_first() {
        let mut replies = Replies::new(Some(Bytes::from_static(b"7")), Style::default());
        replies.sentence("!re", [("name", b"x".as_slice())]);
        assert_eq!(bytes(replies), b"\x03!re\x06.tag=7\x07=name=x\x00");
    }

    #[test]
    fn or_last_when_asked() {
        let mut replies = Replies::new(Some(Bytes::from_static(b"7")), Style { tag_last: true, ..Style::default() });
        replies.sentence("!re", [("name", b"x".as_slice())]);
        assert_eq!(bytes(replies), b"\x03!re\x07=name=x\x06.tag=7\x00");
    }

    #[test]
    fn a_fatal_reason_is_a_bare_word() {
        let mut replies = Replies::default();
        replies.fatal("not logged in");
        assert_eq!(bytes(replies), b"\x06!fatal\x0dnot logged in\x00");
    }

    #[test]
    fn failures_carry_no_category_and_missing_directories_two_traps() {
        let mut replies = Replies::default();
        replies.trap(&Trap::failure("x"));
        assert_eq!(bytes(replies), b"\x05!trap\x13=message=failure: x\x00");
        let mut replies = Replies::default();
        replies.trap(&Trap::no_such_directory("routerboard"));
        assert_eq!(replies.len(), 2);
    }
}
