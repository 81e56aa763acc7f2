use std::borrow::Cow;
use std::fmt;

use bytes::{BufMut, Bytes, BytesMut};

use super::{ProtoError, Query, Sentence, Word, encode_len, encode_word, is_sensitive};

/// A value that can be written into a word. Booleans are written `yes`/`no`,
/// numbers in decimal, bytes as they are.
pub trait WordValue {
    /// Appends the value's bytes.
    fn write_to(&self, out: &mut Vec<u8>);
}

macro_rules! bytes_values {
    ($($type:ty),+) => {$(
        impl WordValue for $type {
            fn write_to(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(self.as_ref());
            }
        }
    )+};
}
bytes_values!(str, String, [u8], Vec<u8>, Bytes);

impl WordValue for Cow<'_, str> {
    fn write_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.as_bytes());
    }
}

macro_rules! number_values {
    ($($type:ty),+) => {$(
        impl WordValue for $type {
            fn write_to(&self, out: &mut Vec<u8>) {
                out.extend_from_slice(self.to_string().as_bytes());
            }
        }
    )+};
}
number_values!(u8, u16, u32, u64, usize, i16, i32, i64);

impl WordValue for bool {
    fn write_to(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(if *self { b"yes" } else { b"no" });
    }
}

impl<T: WordValue + ?Sized> WordValue for &T {
    fn write_to(&self, out: &mut Vec<u8>) {
        (**self).write_to(out);
    }
}

/// One `=name=value`, or `=name` when there is no value.
#[derive(Clone, PartialEq, Eq)]
pub struct Argument {
    /// The property's name.
    pub name: Cow<'static, str>,
    /// Its value; `None` for a bare flag.
    pub value: Option<Bytes>,
}

/// What repeating a command would mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CommandKind {
    /// Changes nothing; may be repeated, and cancelled when nobody waits.
    Read,
    /// May have changed something even if no answer came.
    Write,
}

/// A command to the router: path, arguments, query, property list.
///
/// ```
/// use routeros_api::protocol::Command;
/// let command = Command::new("/ip/hotspot/user/add")
///     .arg("name", "anna")
///     .arg("limit-bytes-total", 5_368_709_120_u64)
///     .arg("disabled", false);
/// assert_eq!(
///     command.to_sentence(Some(3)).words(),
///     ["/ip/hotspot/user/add", "=name=anna", "=limit-bytes-total=5368709120", "=disabled=no", ".tag=3"],
/// );
/// ```
///
/// `Debug` hides sensitive values.
#[derive(Clone, PartialEq, Eq)]
pub struct Command {
    path: Cow<'static, str>,
    arguments: Vec<Argument>,
    query: Query,
    kind: Option<CommandKind>,
}

impl Command {
    /// A command by its full path, such as `/ip/hotspot/user/print`. A missing
    /// leading slash is added.
    pub fn new(path: impl Into<Cow<'static, str>>) -> Self {
        let mut path = path.into();
        if !path.starts_with('/') {
            path.to_mut().insert(0, '/');
        }
        Self { path, arguments: Vec::new(), query: Query::all(), kind: None }
    }

    /// A command of a menu: `in_menu("/ip/hotspot/user", "add")`.
    #[must_use]
    pub fn in_menu(menu: &str, verb: &str) -> Self {
        Self::new(format!("{}/{verb}", menu.trim_end_matches('/')))
    }

    /// Adds `=name=value`.
    #[must_use]
    pub fn arg(mut self, name: impl Into<Cow<'static, str>>, value: impl WordValue) -> Self {
        let mut bytes = Vec::new();
        value.write_to(&mut bytes);
        self.arguments.push(Argument { name: name.into(), value: Some(bytes.into()) });
        self
    }

    /// Adds `=name=value` when there is a value.
    #[must_use]
    pub fn arg_opt(self, name: impl Into<Cow<'static, str>>, value: Option<impl WordValue>) -> Self {
        match value {
            Some(value) => self.arg(name, value),
            None => self,
        }
    }

    /// Adds a bare flag, `=count-only`.
    #[must_use]
    pub fn flag(mut self, name: impl Into<Cow<'static, str>>) -> Self {
        self.arguments.push(Argument { name: name.into(), value: None });
        self
    }

    /// Asks for these properties only. Always worth it: a full row costs the
    /// router several times as much.
    #[must_use]
    pub fn proplist<P: AsRef<str>>(self, properties: impl IntoIterator<Item = P>) -> Self {
        let mut list = String::new();
        for property in properties {
            if !list.is_empty() {
                list.push(',');
            }
            list.push_str(property.as_ref());
        }
        self.arg(".proplist", list)
    }

    /// Narrows to the rows of a query; several are joined by *and*.
    #[must_use]
    pub fn query(mut self, query: Query) -> Self {
        self.query = self.query.and(query);
        self
    }

    /// Overrides what [`kind`](Command::kind) would guess from the verb.
    #[must_use]
    pub fn with_kind(mut self, kind: CommandKind) -> Self {
        self.kind = Some(kind);
        self
    }

    /// The full path.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The last part of the path.
    #[must_use]
    pub fn verb(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The arguments in order.
    #[must_use]
    pub fn arguments(&self) -> &[Argument] {
        &self.arguments
    }

    /// The query; [`Query::all`] when there is none.
    #[must_use]
    pub fn query_words(&self) -> &[Bytes] {
        self.query.words()
    }

    /// Whether repeating the command is harmless: known reading verbs are
    /// reads, everything else counts as a write.
    #[must_use]
    pub fn kind(&self) -> CommandKind {
        self.kind.unwrap_or(match self.verb() {
            "print" | "getall" | "get" | "find" | "listen" | "monitor" | "monitor-traffic" | "ping" | "torch"
            | "cancel" => CommandKind::Read,
            _ => CommandKind::Write,
        })
    }

    /// Whether the command goes on by itself until it is cancelled.
    #[must_use]
    pub fn is_endless(&self) -> bool {
        let has = |name: &str| self.arguments.iter().any(|argument| argument.name == name);
        match self.verb() {
            "listen" => true,
            "print" | "getall" => has("follow") || has("follow-only") || has("interval"),
            "monitor" | "monitor-traffic" | "torch" => !has("once") && !has("duration"),
            "ping" => !has("count"),
            _ => false,
        }
    }

    /// The words that travel, with a decimal tag when one is given.
    #[must_use]
    pub fn to_sentence(&self, tag: Option<u64>) -> Sentence {
        let mut sentence = Sentence::new([self.path.as_bytes().to_vec()]);
        for argument in &self.arguments {
            let mut word = vec![b'='];
            word.extend_from_slice(argument.name.as_bytes());
            if let Some(value) = &argument.value {
                word.push(b'=');
                word.extend_from_slice(value);
            }
            sentence.push(word);
        }
        for word in self.query.words() {
            sentence.push(word.clone());
        }
        if let Some(tag) = tag {
            sentence.push(format!(".tag={tag}"));
        }
        sentence
    }

    /// Writes the command as [`to_sentence`](Command::to_sentence) would have
    /// it, without building the sentence.
    pub fn encode(&self, tag: Option<u64>, out: &mut BytesMut) {
        encode_word(self.path.as_bytes(), out);
        for argument in &self.arguments {
            let value = argument.value.as_deref();
            let size = 1 + argument.name.len() + value.map_or(0, |value| value.len() + 1);
            encode_len(u32::try_from(size).unwrap_or(u32::MAX), out);
            out.put_u8(b'=');
            out.put_slice(argument.name.as_bytes());
            if let Some(value) = value {
                out.put_u8(b'=');
                out.put_slice(value);
            }
        }
        for word in self.query.words() {
            encode_word(word, out);
        }
        if let Some(tag) = tag {
            encode_word(format!(".tag={tag}").as_bytes(), out);
        }
        out.put_u8(0);
    }

    /// Reads a command back from its words, with its tag as sent: what a
    /// simulator or a recorder needs.
    ///
    /// # Errors
    /// [`ProtoError::NotACommand`] if the first word is not a path.
    pub fn parse(sentence: &Sentence) -> Result<(Self, Option<Bytes>), ProtoError> {
        let first = sentence.words().first().map(|word| &word[..]).unwrap_or_default();
        let Word::Command(path) = Word::parse(first) else {
            return Err(ProtoError::NotACommand(first.escape_ascii().to_string()));
        };
        let mut command = Self::new(String::from_utf8_lossy(path).into_owned());
        let mut tag = None;
        for word in &sentence.words()[1..] {
            match Word::parse(word) {
                Word::Attribute { name, value } => command.arguments.push(Argument {
                    name: String::from_utf8_lossy(name).into_owned().into(),
                    value: value.map(|value| word.slice_ref(value)),
                }),
                Word::Query(_) => command.query.push_raw(word.clone()),
                Word::Tag(value) if !value.is_empty() => tag = Some(word.slice_ref(value)),
                _ => {}
            }
        }
        Ok((command, tag))
    }
}

impl fmt::Debug for Argument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            None => f.write_str(&self.name),
            Some(_) if is_sensitive(self.name.as_bytes()) => write!(f, "{}=***", self.name),
            Some(value) => write!(f, "{}={}", self.name, value.escape_ascii()),
        }
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.path, self.arguments)?;
        if !self.query.words().is_empty() {
            write!(f, " {:?}", self.query)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::encode_sentence;
    use super::*;

    fn sample() -> Command {
        Command::new("ip/hotspot/user/print")
            .flag("count-only")
            .arg("comment", "a=b\r\n")
            .arg("empty", "")
            .query(Query::eq("name", "x").or(Query::has("comment")))
            .query(Query::lacks("disabled"))
            .query(Query::raw(""))
            .proplist([".id", "name"])
    }

    #[test]
    fn the_words_of_a_command() {
        assert_eq!(
            sample().to_sentence(Some(42)).words(),
            [
                "/ip/hotspot/user/print",
                "=count-only",
                "=comment=a=b\r\n",
                "=empty=",
                "=.proplist=.id,name",
                "?name=x",
                "?comment",
                "?#|",
                "?-disabled",
                "?#&",
                ".tag=42",
            ]
        );
    }

    #[test]
    fn both_ways_to_write_agree() {
        for tag in [None, Some(1), Some(u64::MAX)] {
            let mut direct = BytesMut::new();
            sample().encode(tag, &mut direct);
            let mut through = BytesMut::new();
            encode_sentence(&sample().to_sentence(tag), &mut through);
            assert_eq!(direct, through);
        }
    }

    #[test]
    fn a_command_is_read_back() {
        let (command, tag) = Command::parse(&sample().to_sentence(Some(9))).unwrap();
        assert_eq!(command.to_sentence(Some(9)), sample().to_sentence(Some(9)));
        assert_eq!(tag.as_deref(), Some(&b"9"[..]));
        assert!(Command::parse(&Sentence::new(["!re"])).is_err());
        assert!(Command::parse(&Sentence::default()).is_err());
    }

    #[test]
    fn an_empty_path_still_makes_a_sentence() {
        assert_eq!(Command::new("").to_sentence(None).words(), ["/"]);
    }

    #[test]
    fn kinds() {
        assert_eq!(Command::new("/ip/address/print").kind(), CommandKind::Read);
        assert_eq!(Command::new("/ip/hotspot/user/add").kind(), CommandKind::Write);
        assert_eq!(Command::new("/import").kind(), CommandKind::Write);
        assert_eq!(Command::new("/x/y").with_kind(CommandKind::Read).kind(), CommandKind::Read);
        assert!(Command::new("/log/listen").is_endless());
        assert!(Command::new("/log/print").flag("follow-only").is_endless());
        assert!(!Command::new("/log/print").is_endless());
        assert!(!Command::new("/interface/monitor-traffic").flag("once").is_endless());
    }

    #[test]
    fn debug_hides_secrets() {
        let shown = format!("{:?}", Command::new("/login").arg("name", "a").arg("password", "pw"));
        assert_eq!(shown, "/login [name=a, password=***]");
    }
}
