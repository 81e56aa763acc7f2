use std::borrow::Cow;
use std::fmt;

use bytes::Bytes;

use super::{ProtoError, Sentence, Word, is_sensitive};

/// The properties of one reply, in the order they came, as bytes.
///
/// The router does not promise order or presence: an unset property is absent.
/// All bytes lie in one block, so a table of 50,000 rows stays small. `Debug`
/// hides sensitive values.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Names and values one after the other.
    data: Vec<u8>,
    /// Where each name and each value ends in `data`.
    ends: Vec<(u32, u32)>,
}

impl Row {
    /// An empty row.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn with_capacity(fields: usize, bytes: usize) -> Self {
        Self { data: Vec::with_capacity(bytes), ends: Vec::with_capacity(fields) }
    }

    /// Appends a property.
    pub fn push(&mut self, name: impl AsRef<[u8]>, value: impl AsRef<[u8]>) {
        let mut append = |bytes: &[u8]| {
            self.data.extend_from_slice(bytes);
            // A row is bounded by the sentence it came in, far below 4 GiB.
            u32::try_from(self.data.len()).unwrap_or(u32::MAX)
        };
        let ends = (append(name.as_ref()), append(value.as_ref()));
        self.ends.push(ends);
    }

    /// The value of a property, as it came. The first one if it came twice.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.iter().find(|(key, _)| *key == name.as_bytes()).map(|(_, value)| value)
    }

    /// The value of a property as text: UTF-8, and bytes that are not are read
    /// as windows-1252 so that nothing is lost from sight. Use
    /// [`Encoding::decode`](crate::Encoding::decode) for another code page.
    #[must_use]
    pub fn get_str(&self, name: &str) -> Option<Cow<'_, str>> {
        self.get(name).map(|value| crate::Encoding::default().decode(value))
    }

    /// The row's `.id`.
    #[must_use]
    pub fn id(&self) -> Option<Cow<'_, str>> {
        self.get_str(".id")
    }

    /// All properties in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&[u8], &[u8])> {
        let mut start = 0;
        self.ends.iter().map(move |&(name_end, value_end)| {
            let (name_end, value_end) = (name_end as usize, value_end as usize);
            let field = (&self.data[start..name_end], &self.data[name_end..value_end]);
            start = value_end;
            field
        })
    }

    /// How many properties there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is no property (a bare `!re`).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (name, value) in self.iter() {
            let shown = if is_sensitive(name) { "***".to_owned() } else { value.escape_ascii().to_string() };
            map.entry(&format_args!("{}", name.escape_ascii()), &shown);
        }
        map.finish()
    }
}

impl<N: AsRef<[u8]>, V: AsRef<[u8]>> FromIterator<(N, V)> for Row {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(fields: I) -> Self {
        let mut row = Self::new();
        for (name, value) in fields {
            row.push(name, value);
        }
        row
    }
}

/// One reply sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reply {
    /// `!re`: a row.
    Re(Row),
    /// `!done`: the command is over; may carry `=ret=`.
    Done(Row),
    /// `!trap`: an error; `!done` follows.
    Trap(Row),
    /// `!empty`: no row matched (RouterOS 7.18 and newer); `!done` follows.
    Empty,
    /// `!fatal`: the router closes the connection. The reason comes as a bare
    /// word or as `=message=`.
    Fatal(Bytes),
    /// A reply word this crate does not know. Later releases may add some;
    /// they are not an error.
    Other(Bytes, Row),
}

/// A reply and the tag of the command it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaggedReply {
    /// The tag as sent with the command; `None` for an absent or empty one.
    pub tag: Option<Bytes>,
    /// The reply itself.
    pub reply: Reply,
}

impl TaggedReply {
    /// Reads a reply from its words. The tag may stand anywhere: routers put
    /// it right after the reply word, old ones at the end.
    ///
    /// # Errors
    /// [`ProtoError::NotAReply`] if the first word does not start with `!`.
    pub fn parse(sentence: Sentence) -> Result<Self, ProtoError> {
        let mut words = sentence.into_words().into_iter();
        let first = words.next().unwrap_or_default();
        if first.first() != Some(&b'!') {
            return Err(ProtoError::NotAReply(first.escape_ascii().to_string()));
        }
        let mut tag = None;
        let words = words.as_slice();
        let mut row = Row::with_capacity(words.len(), words.iter().map(Bytes::len).sum());
        let mut bare = None;
        for word in words {
            match Word::parse(word) {
                Word::Attribute { name, value } => row.push(name, value.unwrap_or_default()),
                Word::Tag([]) => {}
                Word::Tag(value) => tag = Some(word.slice_ref(value)),
                Word::Bare(_) | Word::Command(_) | Word::Query(_) | Word::Reply(_) => {
                    bare.get_or_insert(word);
                }
            }
        }
        let reply = match &first[..] {
            b"!re" => Reply::Re(row),
            b"!done" => Reply::Done(row),
            b"!trap" => Reply::Trap(row),
            b"!empty" => Reply::Empty,
            b"!fatal" => {
                let message = row.get("message").map(Bytes::copy_from_slice);
                Reply::Fatal(message.or_else(|| bare.cloned()).unwrap_or_default())
            }
            _ => Reply::Other(first, row),
        };
        Ok(Self { tag, reply })
    }

    /// The words of this reply, the tag right after the reply word as current
    /// routers send it.
    #[must_use]
    pub fn to_sentence(&self) -> Sentence {
        let (word, row, bare) = match &self.reply {
            Reply::Re(row) => (&b"!re"[..], Some(row), None),
            Reply::Done(row) => (&b"!done"[..], Some(row), None),
            Reply::Trap(row) => (&b"!trap"[..], Some(row), None),
            Reply::Empty => (&b"!empty"[..], None, None),
            Reply::Fatal(reason) => (&b"!fatal"[..], None, Some(reason)),
            Reply::Other(word, row) => (&word[..], Some(row), None),
        };
        let mut sentence = Sentence::new([word.to_vec()]);
        if let Some(tag) = &self.tag {
            sentence.push([b".tag=", &tag[..]].concat());
        }
        for (name, value) in row.iter().flat_map(|row| row.iter()) {
            sentence.push([b"=", name, b"=", value].concat());
        }
        match bare {
            // A reason that looks like a word of another kind needs a name.
            Some(reason) if !matches!(Word::parse(reason), Word::Attribute { .. } | Word::Tag(_)) => {
                sentence.push(reason.clone());
            }
            Some(reason) => sentence.push([b"=message=", &reason[..]].concat()),
            None => {}
        }
        sentence
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(words: &[&'static str]) -> TaggedReply {
        TaggedReply::parse(Sentence::new(words.iter().copied())).unwrap()
    }

    fn row(fields: &[(&'static str, &'static str)]) -> Row {
        fields.iter().copied().collect()
    }

    #[test]
    fn the_tag_may_stand_anywhere() {
        let expected = TaggedReply { tag: Some("7".into()), reply: Reply::Re(row(&[(".id", "*1"), ("name", "a")])) };
        assert_eq!(parse(&["!re", ".tag=7", "=.id=*1", "=name=a"]), expected);
        assert_eq!(parse(&["!re", "=.id=*1", ".tag=7", "=name=a"]), expected);
        assert_eq!(parse(&["!re", "=.id=*1", "=name=a", ".tag=7"]), expected);
        assert_eq!(parse(&["!done", ".tag="]).tag, None);
    }

    #[test]
    fn every_reply_word() {
        assert_eq!(parse(&["!done", "=ret=*9"]).reply, Reply::Done(row(&[("ret", "*9")])));
        assert_eq!(parse(&["!empty"]).reply, Reply::Empty);
        assert_eq!(parse(&["!re"]).reply, Reply::Re(Row::new()));
        assert_eq!(
            parse(&["!trap", "=category=2", "=message=interrupted"]).reply,
            Reply::Trap(row(&[("category", "2"), ("message", "interrupted")]))
        );
        assert_eq!(parse(&["!new", "=a=b"]).reply, Reply::Other("!new".into(), row(&[("a", "b")])));
    }

    #[test]
    fn a_fatal_reason_in_both_shapes() {
        let reason = Reply::Fatal("session terminated on request".into());
        assert_eq!(parse(&["!fatal", "session terminated on request"]).reply, reason);
        assert_eq!(parse(&["!fatal", "=message=session terminated on request"]).reply, reason);
        assert_eq!(parse(&["!fatal"]).reply, Reply::Fatal(Bytes::new()));
    }

    #[test]
    fn not_a_reply() {
        let error = TaggedReply::parse(Sentence::new(["HTTP/1.1 400"])).unwrap_err();
        assert_eq!(error, ProtoError::NotAReply("HTTP/1.1 400".into()));
        assert!(TaggedReply::parse(Sentence::default()).is_err());
    }

    #[test]
    fn written_as_read() {
        for words in [
            &["!re", ".tag=5", "=.id=*1", "=comment=a=b"][..],
            &["!done", "=ret=*1"],
            &["!empty", ".tag=5"],
            &["!fatal", "not logged in"],
            &["!fatal", "=message=.tag=5"],
            &["!fatal", "=message==a=b"],
        ] {
            assert_eq!(parse(words).to_sentence(), Sentence::new(words.iter().copied()));
        }
    }

    #[test]
    fn debug_hides_secrets() {
        let shown = format!("{:?}", row(&[("name", "a"), ("password", "hunter2")]));
        assert_eq!(shown, r#"{name: "a", password: "***"}"#);
    }
}
