use std::fmt;

use bytes::{BufMut, Bytes, BytesMut};

use super::encode_len;

/// A list of words as they travel: raw bytes, in order, without the closing
/// empty word.
///
/// `Debug` hides the values of sensitive attributes (see [`is_sensitive`]).
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    words: Vec<Bytes>,
}

impl Sentence {
    /// A sentence of the given words. Empty words are left out: on the wire
    /// one of them would end the sentence.
    pub fn new<W: Into<Bytes>>(words: impl IntoIterator<Item = W>) -> Self {
        let mut sentence = Self::default();
        for word in words {
            sentence.push(word);
        }
        sentence
    }

    pub(super) fn from_words(words: Vec<Bytes>) -> Self {
        Self { words }
    }

    /// Appends a word; an empty one is left out.
    pub fn push(&mut self, word: impl Into<Bytes>) {
        let word = word.into();
        if !word.is_empty() {
            self.words.push(word);
        }
    }

    /// The words in order.
    #[must_use]
    pub fn words(&self) -> &[Bytes] {
        &self.words
    }

    /// The words in order, by value.
    #[must_use]
    pub fn into_words(self) -> Vec<Bytes> {
        self.words
    }

    /// Whether there is no word at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

impl fmt::Debug for Sentence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.words.iter().map(|word| ShownWord(word))).finish()
    }
}

/// One word in `Debug` form, its value hidden when the property is sensitive.
pub(super) struct ShownWord<'a>(pub &'a [u8]);

impl fmt::Debug for ShownWord<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match Word::parse(self.0) {
            Word::Attribute { name, value: Some(_) } => name,
            Word::Query(query) => query.split(|&byte| byte == b'=').next().unwrap_or_default(),
            _ => &[],
        };
        if is_sensitive(name) {
            let sign = char::from(self.0[0]);
            return write!(f, "\"{sign}{}=***\"", name.escape_ascii());
        }
        write!(f, "\"{}\"", self.0.escape_ascii())
    }
}

/// What a word is, by its first bytes. Borrowed from the word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Word<'a> {
    /// `/ip/address/print`.
    Command(&'a [u8]),
    /// `!re`, `!done`, `!trap`, …
    Reply(&'a [u8]),
    /// `=name=value`, split at the second `=` only; `=name` is a bare flag
    /// (`value` is `None`), `=name=` an empty value.
    Attribute {
        /// Between the first and the second `=`.
        name: &'a [u8],
        /// After the second `=`; any bytes.
        value: Option<&'a [u8]>,
    },
    /// `.tag=value`.
    Tag(&'a [u8]),
    /// `?…`, without the question mark.
    Query(&'a [u8]),
    /// Anything else, such as the reason after `!fatal`.
    Bare(&'a [u8]),
}

impl<'a> Word<'a> {
    /// Classifies a word.
    #[must_use]
    pub fn parse(word: &'a [u8]) -> Self {
        match word.first() {
            Some(b'/') => Self::Command(word),
            Some(b'!') => Self::Reply(word),
            Some(b'?') => Self::Query(&word[1..]),
            Some(b'=') => {
                let body = &word[1..];
                match body.iter().position(|&byte| byte == b'=') {
                    Some(at) => Self::Attribute { name: &body[..at], value: Some(&body[at + 1..]) },
                    None => Self::Attribute { name: body, value: None },
                }
            }
            _ => match word.strip_prefix(b".tag=") {
                Some(tag) => Self::Tag(tag),
                None => Self::Bare(word),
            },
        }
    }
}

/// Whether an attribute's value must never be shown: passwords, secrets, keys,
/// the login response, and the text of scripts and files, which may hold any of
/// them. Used by every `Debug` of this crate.
#[must_use]
pub fn is_sensitive(name: &[u8]) -> bool {
    const PARTS: [&[u8]; 7] =
        [b"password", b"secret", b"response", b"passphrase", b"private-key", b"shared-key", b"auth-key"];
    const WHOLE: [&[u8]; 3] = [b"script", b"source", b"contents"];
    WHOLE.contains(&name) || PARTS.iter().any(|part| name.windows(part.len()).any(|window| window == *part))
}

/// Writes one word: its length prefix and its bytes.
pub fn encode_word(word: &[u8], out: &mut BytesMut) {
    // A word over 4 GiB cannot be expressed; nothing near that size passes the
    // router's own limits, and cutting it keeps the stream in step.
    let len = u32::try_from(word.len()).unwrap_or(u32::MAX);
    encode_len(len, out);
    out.put_slice(&word[..len as usize]);
}

/// Writes a whole sentence: its words and the closing empty word.
pub fn encode_sentence(sentence: &Sentence, out: &mut BytesMut) {
    for word in sentence.words() {
        encode_word(word, out);
    }
    out.put_u8(0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_may_hold_secrets_are_sensitive() {
        for name in ["password", "radius-secret", "response", "wpa2-pre-shared-key", "script", "source", "contents"] {
            assert!(is_sensitive(name.as_bytes()), "{name}");
        }
        for name in ["name", "comment", "src-address", "script-name", "source-port", "ret"] {
            assert!(!is_sensitive(name.as_bytes()), "{name}");
        }
        let shown = format!("{:?}", Sentence::new(["/execute", "=script=/user add password=x", "?>password=b"]));
        assert_eq!(shown, r#"["/execute", "=script=***", "?>password=***"]"#);
    }

    #[test]
    fn words_are_told_apart() {
        assert_eq!(Word::parse(b"/login"), Word::Command(b"/login"));
        assert_eq!(Word::parse(b"!re"), Word::Reply(b"!re"));
        assert_eq!(Word::parse(b"?name=x"), Word::Query(b"name=x"));
        assert_eq!(Word::parse(b".tag=12"), Word::Tag(b"12"));
        assert_eq!(Word::parse(b"session terminated"), Word::Bare(b"session terminated"));
        assert_eq!(Word::parse(b""), Word::Bare(b""));
    }

    #[test]
    fn attributes_split_at_the_second_equals_sign_only() {
        let parsed = |word| match Word::parse(word) {
            Word::Attribute { name, value } => (name, value),
            other => panic!("{other:?} is not an attribute"),
        };
        assert_eq!(parsed(b"=a=b=c\r\n\0=d"), (&b"a"[..], Some(&b"b=c\r\n\0=d"[..])));
        assert_eq!(parsed(b"=a="), (&b"a"[..], Some(&b""[..])));
        assert_eq!(parsed(b"=count-only"), (&b"count-only"[..], None));
        assert_eq!(parsed(b"=.id=*1"), (&b".id"[..], Some(&b"*1"[..])));
    }

    #[test]
    fn debug_hides_secrets_and_shows_the_rest() {
        let shown = format!(
            "{:?}",
            Sentence::new([
                "/login",
                "=name=admin",
                "=password=hunter2",
                "=otp-secret=JBSW",
                "=response=00ab",
                "?>password=a",
                "?name=b"
            ])
        );
        assert_eq!(
            shown,
            r#"["/login", "=name=admin", "=password=***", "=otp-secret=***", "=response=***", "?>password=***", "?name=b"]"#
        );
    }

    #[test]
    fn an_empty_word_cannot_cut_a_sentence() {
        let sentence = Sentence::new(["/a", "", "=b=c"]);
        let mut out = BytesMut::new();
        encode_sentence(&sentence, &mut out);
        assert_eq!(&out[..], b"\x02/a\x04=b=c\x00");
    }
}
