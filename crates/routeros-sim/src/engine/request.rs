//! One command as it arrived.

use bytes::Bytes;

use crate::query::Query;

/// A command: its path, arguments and query words.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The whole path, `/ip/hotspot/user/print`.
    pub path: String,
    /// `=name=value` words; a bare `=name` has no value.
    pub args: Vec<(String, Option<Bytes>)>,
    /// The query words.
    pub query: Query,
    /// `.tag=`, when not empty.
    pub tag: Option<Bytes>,
    /// A query word that is none.
    pub bad_query: bool,
}

impl Request {
    /// Reads the words of one sentence.
    #[must_use]
    pub fn parse(words: &[Bytes]) -> Self {
        let mut request = Self::default();
        let mut queries: Vec<&[u8]> = Vec::new();
        for (index, word) in words.iter().enumerate() {
            match word.first() {
                _ if index == 0 => request.path = String::from_utf8_lossy(word).into_owned(),
                Some(b'?') => queries.push(&word[1..]),
                Some(b'=') => request.args.push(attribute(word)),
                Some(b'.') => {
                    if let Some(tag) = word.strip_prefix(b".tag=")
                        && !tag.is_empty()
                    {
                        request.tag = Some(word.slice_ref(tag));
                    } else if word.starts_with(b".proplist=") {
                        let value = word.slice(b".proplist=".len()..);
                        request.args.push((".proplist".to_owned(), Some(value)));
                    }
                }
                _ => {}
            }
        }
        match Query::parse(queries.into_iter()) {
            Some(query) => request.query = query,
            None => request.bad_query = true,
        }
        request
    }

    /// A request made by hand.
    #[must_use]
    pub fn new(path: &str, args: &[(&str, &str)]) -> Self {
        let args = args.iter().map(|(n, v)| ((*n).to_owned(), Some(Bytes::copy_from_slice(v.as_bytes())))).collect();
        Self { path: path.to_owned(), args, ..Self::default() }
    }

    /// The menu and the command: the path split at its last slash.
    #[must_use]
    pub fn split(&self) -> (&str, &str) {
        self.path.rsplit_once('/').unwrap_or(("", &self.path))
    }

    /// The value of an argument.
    #[must_use]
    pub fn arg(&self, name: &str) -> Option<&Bytes> {
        self.args.iter().find(|(n, _)| n == name).and_then(|(_, v)| v.as_ref())
    }

    /// The value of an argument as text.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.arg(name).and_then(|v| std::str::from_utf8(v).ok())
    }

    /// Whether an argument is there, with or without a value, and not `no`.
    /// (`once=false` still counts as absent on real routers.)
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.args.iter().any(|(n, v)| n == name && !matches!(v.as_deref(), Some(b"no" | b"false")))
    }
}

/// Splits `=name=value` at its second `=` only; a value may hold more of them.
fn attribute(word: &Bytes) -> (String, Option<Bytes>) {
    let body = &word[1..];
    match body.iter().position(|b| *b == b'=') {
        Some(cut) => {
            let name = String::from_utf8_lossy(&body[..cut]).into_owned();
            (name, Some(word.slice(cut + 2..)))
        }
        None => (String::from_utf8_lossy(body).into_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_a_request() {
        let words = [
            "/ip/hotspot/user/print",
            "=.proplist=name",
            "=comment=a=b=c",
            "=empty=",
            "=count-only",
            "?name=x",
            ".tag=7",
            "",
        ]
        .map(|w| Bytes::copy_from_slice(w.as_bytes()));
        let request = Request::parse(&words);
        assert_eq!(request.split(), ("/ip/hotspot/user", "print"));
        assert_eq!(request.text("comment"), Some("a=b=c"));
        assert_eq!(request.text("empty"), Some(""));
        assert!(request.has("count-only") && request.arg("count-only").is_none());
        assert_eq!(request.tag.as_deref(), Some(b"7".as_slice()));
        assert_eq!(request.query.must_equal("name"), Some(b"x".as_slice()));
    }

    #[test]
    fn an_empty_tag_is_no_tag() {
        let words = ["/x/print", ".tag="].map(|w| Bytes::copy_from_slice(w.as_bytes()));
        assert_eq!(Request::parse(&words).tag, None);
    }
}
