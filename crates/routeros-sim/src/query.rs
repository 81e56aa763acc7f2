//! Query words of `print`: `?name=value` and the stack they work on.

use std::cmp::Ordering;

use crate::schema::Kind;
use crate::value::{parse_bool, time};

#[derive(Clone, Debug, PartialEq, Eq)]
enum Test {
    Has,
    Lacks,
    Equal(Vec<u8>),
    Less(Vec<u8>),
    More(Vec<u8>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Test(String, Test),
    Copy(usize),
    KeepOnly(usize),
    Not,
    And,
    Or,
    Duplicate,
}

/// The query words of one command.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    steps: Vec<Step>,
}

impl Query {
    /// Reads query words without their leading `?`; `None` when one is no query.
    #[must_use]
    pub fn parse<'a>(words: impl Iterator<Item = &'a [u8]>) -> Option<Self> {
        let mut query = Self::default();
        for word in words {
            match word {
                [b'#', ops @ ..] => parse_operations(ops, &mut query.steps)?,
                [b'-', name @ ..] => query.test(name, Test::Lacks)?,
                [b'<', rest @ ..] => query.compare(rest, Test::Less)?,
                [b'>', rest @ ..] => query.compare(rest, Test::More)?,
                [b'=', rest @ ..] => query.compare(rest, Test::Equal)?,
                _ if word.contains(&b'=') => query.compare(word, Test::Equal)?,
                _ => query.test(word, Test::Has)?,
            }
        }
        Some(query)
    }

    fn test(&mut self, name: &[u8], test: Test) -> Option<()> {
        let name = std::str::from_utf8(name).ok()?;
        self.steps.push(Step::Test(name.to_owned(), test));
        Some(())
    }

    fn compare(&mut self, word: &[u8], test: fn(Vec<u8>) -> Test) -> Option<()> {
        let cut = word.iter().position(|b| *b == b'=')?;
        self.test(&word[..cut], test(word[cut + 1..].to_vec()))
    }

    /// Whether there are no words.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// The value `name` must equal for a row to pass, when the words are joined
    /// by "and" alone: the table can then be looked up instead of scanned.
    #[must_use]
    pub fn must_equal(&self, name: &str) -> Option<&[u8]> {
        if !self.steps.iter().all(|s| matches!(s, Step::Test(..) | Step::And)) {
            return None;
        }
        self.steps.iter().find_map(|step| match step {
            Step::Test(n, Test::Equal(value)) if n == name => Some(value.as_slice()),
            _ => None,
        })
    }

    /// Whether a row passes. `get` gives a property as the row shows it, with
    /// its kind; comparisons go by the kind.
    pub fn matches<V: AsRef<[u8]>>(&self, get: impl Fn(&str) -> Option<(V, Kind)>) -> bool {
        let mut stack: Vec<bool> = Vec::new();
        // The stack begins with endless "true": a row passes when no "false" is left.
        let pop = |stack: &mut Vec<bool>| stack.pop().unwrap_or(true);
        let peek = |stack: &[bool], index: usize| stack.len().checked_sub(index + 1).is_none_or(|i| stack[i]);
        for step in &self.steps {
            let pushed = match step {
                Step::Test(name, test) => evaluate(test, get(name)),
                Step::Copy(index) => peek(&stack, *index),
                Step::Duplicate => peek(&stack, 0),
                Step::Not => !pop(&mut stack),
                Step::And => {
                    let (a, b) = (pop(&mut stack), pop(&mut stack));
                    a && b
                }
                Step::Or => {
                    let (a, b) = (pop(&mut stack), pop(&mut stack));
                    a || b
                }
                Step::KeepOnly(index) => {
                    let value = peek(&stack, *index);
                    stack.clear();
                    value
                }
            };
            stack.push(pushed);
        }
        stack.iter().all(|value| *value)
    }
}

fn parse_operations(ops: &[u8], steps: &mut Vec<Step>) -> Option<()> {
    let mut i = 0;
    while i < ops.len() {
        if ops[i].is_ascii_digit() {
            let start = i;
            while i < ops.len() && ops[i].is_ascii_digit() {
                i += 1;
            }
            let index: usize = std::str::from_utf8(&ops[start..i]).ok()?.parse().ok()?;
            if i == ops.len() {
                steps.push(Step::KeepOnly(index));
            } else {
                steps.push(Step::Copy(index));
                // A dot after an index only ends the index.
                i += usize::from(ops[i] == b'.');
            }
            continue;
        }
        steps.push(match ops[i] {
            b'!' => Step::Not,
            b'&' => Step::And,
            b'|' => Step::Or,
            b'.' => Step::Duplicate,
            _ => return None,
        });
        i += 1;
    }
    Some(())
}

fn evaluate<V: AsRef<[u8]>>(test: &Test, found: Option<(V, Kind)>) -> bool {
    match (test, found) {
        (Test::Has, found) => found.is_some(),
        (Test::Lacks, found) => found.is_none(),
        (_, None) => false,
        (Test::Equal(want), Some((have, kind))) => compare(have.as_ref(), want, &kind) == Ordering::Equal,
        (Test::Less(want), Some((have, kind))) => compare(have.as_ref(), want, &kind) == Ordering::Less,
        (Test::More(want), Some((have, kind))) => compare(have.as_ref(), want, &kind) == Ordering::Greater,
    }
}

/// Compares by meaning where the kind has one, and byte by byte otherwise:
/// clients write `yes` where rows show `true`, and `1h` where they show `1h`.
fn compare(have: &[u8], want: &[u8], kind: &Kind) -> Ordering {
    let by_meaning = match kind {
        Kind::Bool => parse_bool(have).zip(parse_bool(want)).map(|(a, b)| a.cmp(&b)),
        Kind::Time { .. } => time::parse_duration(have).zip(time::parse_duration(want)).map(|(a, b)| a.cmp(&b)),
        Kind::Int { .. } | Kind::Bytes | Kind::Rate | Kind::Str => {
            number(have).zip(number(want)).map(|(a, b)| a.cmp(&b))
        }
        Kind::Mac => Some(have.to_ascii_uppercase().cmp(&want.to_ascii_uppercase())),
        _ => None,
    };
    by_meaning.unwrap_or_else(|| have.cmp(want))
}

/// A number without leading zeros: `007` is a name, not seven.
fn number(text: &[u8]) -> Option<u64> {
    let plain = text == b"0" || text.first().is_some_and(|b| (b'1'..=b'9').contains(b));
    plain.then(|| std::str::from_utf8(text).ok()?.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROW: [(&str, &str, Kind); 6] = [
        ("type", "ether", Kind::Str),
        ("name", "ether1", Kind::Str),
        ("actual-mtu", "1500", Kind::Str),
        ("running", "true", Kind::Bool),
        ("code", "007", Kind::Str),
        ("uptime", "1h30m", Kind::Time { words: Vec::new(), range: None }),
    ];

    fn passes(words: &[&str]) -> bool {
        let query = Query::parse(words.iter().map(|w| w.as_bytes())).expect("a query");
        query.matches(|name| ROW.iter().find(|(n, ..)| *n == name).map(|(_, v, k)| (v.as_bytes(), k.clone())))
    }

    #[test]
    fn words_alone_are_joined_by_and() {
        assert!(passes(&[]));
        assert!(passes(&["type=ether"]));
        assert!(passes(&["=type=ether", "name=ether1"]));
        assert!(!passes(&["type=ether", "name=ether2"]));
        assert!(!passes(&["type=vlan", "name=ether1"]));
    }

    #[test]
    fn presence_and_comparison() {
        assert!(passes(&["running"]) && !passes(&["-running"]));
        assert!(passes(&["-comment"]) && !passes(&["comment"]));
        assert!(passes(&[">actual-mtu=1000"]) && !passes(&[">actual-mtu=1500"]));
        assert!(passes(&["<actual-mtu=9000"]) && !passes(&["<actual-mtu=200"]));
        assert!(passes(&[">name="]) && !passes(&[">comment="]));
        assert!(passes(&[">uptime=45m"]) && passes(&["uptime=01:30:00"]));
        assert!(passes(&["code=007"]) && !passes(&["code=7"]));
    }

    #[test]
    fn booleans_are_compared_by_meaning() {
        assert!(passes(&["=running=yes"]) && passes(&["running=true"]));
        assert!(!passes(&["running=no"]) && !passes(&["running=false"]));
    }

    #[test]
    fn stack_operations() {
        assert!(!passes(&["type=ether", "#!"]));
        assert!(passes(&["type=vlan", "#!"]));
        assert!(passes(&["type=vlan", "name=ether1", "#|"]));
        assert!(!passes(&["type=vlan", "name=ether2", "#|"]));
        assert!(!passes(&["type=ether", "name=ether2", "#&"]));
        assert!(passes(&["type=vlan", "type=l2tp", "type=ether", "#||"]));
        // An index at the end keeps that value alone; before another it is copied.
        assert!(passes(&["name=ether1", "type=vlan", "#1"]));
        assert!(!passes(&["name=ether1", "type=vlan", "#0"]));
        assert!(passes(&["type=ether", "name=ether2", "#1.|"]) == passes(&["type=ether", "name=ether2", "#1|"]));
        assert!(passes(&["type=vlan", "#.!|"]));
        // Operators on an empty stack find "true".
        assert!(passes(&["#&"]) && passes(&["#|"]) && !passes(&["#!"]));
    }

    #[test]
    fn unknown_operators_are_no_query() {
        assert_eq!(Query::parse([b"#x".as_slice()].into_iter()), None);
        assert_eq!(Query::parse([b"#1x".as_slice()].into_iter()), None);
    }

    #[test]
    fn lookups_are_recognised_only_where_they_are_sound() {
        let parse = |words: &[&'static str]| Query::parse(words.iter().map(|w| w.as_bytes())).expect("a query");
        assert_eq!(parse(&["name=x", "type=y"]).must_equal("name"), Some(b"x".as_slice()));
        assert_eq!(parse(&["name=x", "type=y", "#|"]).must_equal("name"), None);
        assert_eq!(parse(&["name=x", "#!"]).must_equal("name"), None);
    }
}
