use std::fmt;

use bytes::Bytes;

use super::WordValue;
use super::sentence::ShownWord;

/// A condition on the rows of a `print`, as the router's stack machine reads
/// it. Words alone are joined by *and*; [`or`](Query::or), [`not`](Query::not)
/// and [`and`](Query::and) write the operators, so conditions nest freely.
///
/// ```
/// use routeros_api::protocol::Query;
/// let query = Query::eq("type", "ether").or(Query::has("comment")).not();
/// assert_eq!(query.words(), ["?type=ether", "?comment", "?#|", "?#!"]);
/// ```
///
/// `Debug` hides sensitive values. The router has no regular expressions here, and a filtered print still
/// scans the whole table.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Query {
    words: Vec<Bytes>,
}

impl Query {
    /// Every row: no condition.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// The property has this value. The router compares booleans by meaning,
    /// so `true` and `yes` find the same rows.
    pub fn eq(name: &str, value: impl WordValue) -> Self {
        Self::compare("", name, &value)
    }

    /// The property is greater than this value.
    pub fn gt(name: &str, value: impl WordValue) -> Self {
        Self::compare(">", name, &value)
    }

    /// The property is less than this value.
    pub fn lt(name: &str, value: impl WordValue) -> Self {
        Self::compare("<", name, &value)
    }

    /// The property is present (unset ones are absent, not empty).
    #[must_use]
    pub fn has(name: &str) -> Self {
        Self::leaf(format!("?{name}").into())
    }

    /// The property is absent.
    #[must_use]
    pub fn lacks(name: &str) -> Self {
        Self::leaf(format!("?-{name}").into())
    }

    /// The property has one of these values. No value at all finds no row.
    pub fn any_of<V: WordValue>(name: &str, values: impl IntoIterator<Item = V>) -> Self {
        let mut values = values.into_iter();
        match values.next() {
            Some(first) => values.fold(Self::eq(name, first), |query, value| query.or(Self::eq(name, value))),
            None => Self::all().not(),
        }
    }

    /// A word written by hand, with its question mark. An empty one, which
    /// would end the command in its middle, is no condition.
    pub fn raw(word: impl Into<Bytes>) -> Self {
        Self::leaf(word.into())
    }

    /// Both hold.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        if self.words.is_empty() {
            return other;
        }
        if !other.words.is_empty() {
            self.words.extend(other.words);
            self.words.push(Bytes::from_static(b"?#&"));
        }
        self
    }

    /// At least one holds.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        if self.words.is_empty() || other.words.is_empty() {
            return Self::all();
        }
        self.words.extend(other.words);
        self.words.push(Bytes::from_static(b"?#|"));
        self
    }

    /// Does not hold.
    #[must_use]
    #[expect(clippy::should_implement_trait, reason = "reads in a chain like its siblings")]
    pub fn not(mut self) -> Self {
        self.words.push(Bytes::from_static(b"?#!"));
        self
    }

    /// The query words in order, each with its question mark.
    #[must_use]
    pub fn words(&self) -> &[Bytes] {
        &self.words
    }

    /// Appends a word as it came, operators included.
    pub(super) fn push_raw(&mut self, word: Bytes) {
        self.words.push(word);
    }

    fn compare(operator: &str, name: &str, value: &dyn WordValue) -> Self {
        let mut word = format!("?{operator}{name}=").into_bytes();
        value.write_to(&mut word);
        Self::leaf(word.into())
    }

    fn leaf(word: Bytes) -> Self {
        if word.is_empty() { Self::all() } else { Self { words: vec![word] } }
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.words.iter().map(|word| ShownWord(word))).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves() {
        assert_eq!(Query::eq("name", "x=y").words(), ["?name=x=y"]);
        assert_eq!(Query::eq("disabled", true).words(), ["?disabled=yes"]);
        assert_eq!(Query::gt("actual-mtu", 1000_u32).words(), ["?>actual-mtu=1000"]);
        assert_eq!(Query::lt("bytes-in", 5_u64).words(), ["?<bytes-in=5"]);
        assert_eq!(Query::has("comment").words(), ["?comment"]);
        assert_eq!(Query::lacks("comment").words(), ["?-comment"]);
    }

    #[test]
    fn combinations_are_postfix() {
        let query = Query::eq("a", "1").and(Query::eq("b", "2").or(Query::has("c")).not());
        assert_eq!(query.words(), ["?a=1", "?b=2", "?c", "?#|", "?#!", "?#&"]);
    }

    #[test]
    fn all_is_neutral() {
        assert_eq!(Query::all().and(Query::has("a")).words(), ["?a"]);
        assert_eq!(Query::has("a").and(Query::all()).words(), ["?a"]);
        assert!(Query::has("a").or(Query::all()).words().is_empty());
        assert!(Query::raw("").words().is_empty());
    }

    #[test]
    fn any_of() {
        assert_eq!(Query::any_of("n", ["a", "b", "c"]).words(), ["?n=a", "?n=b", "?#|", "?n=c", "?#|"]);
        assert_eq!(Query::any_of("n", ["a"]).words(), ["?n=a"]);
        assert_eq!(Query::any_of::<&str>("n", []).words(), ["?#!"]);
    }
}
