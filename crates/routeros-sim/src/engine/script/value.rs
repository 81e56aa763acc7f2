//! Values of scripts.

use std::cmp::Ordering;

use crate::value::time::{SECOND, format_duration, parse_duration};
use crate::value::{net, parse_bool};

/// One value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Val {
    /// Nothing at all: an unset property, a command without a result.
    #[default]
    Nothing,
    /// A text, in the bytes it was written in.
    Text(Vec<u8>),
    /// A whole number.
    Number(i64),
    /// `true` or `false`.
    Bool(bool),
    /// A duration, microseconds.
    Time(u64),
    /// A row's id.
    Id(String),
    /// Values in order, some under a key.
    List(Vec<(Option<String>, Val)>),
}

impl Val {
    /// A text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::Text(text.as_bytes().to_vec())
    }

    /// A list of values without keys.
    #[must_use]
    pub fn list(values: impl IntoIterator<Item = Self>) -> Self {
        Self::List(values.into_iter().map(|v| (None, v)).collect())
    }

    /// The value a word outside quotes has.
    #[must_use]
    pub fn word(word: &str) -> Self {
        if let Ok(number) = word.parse() {
            return Self::Number(number);
        }
        if let Some(bool) = parse_bool(word.as_bytes()) {
            return Self::Bool(bool);
        }
        if crate::table::parse_id(word.as_bytes()).is_some() || word.starts_with("**") {
            return Self::Id(word.to_owned());
        }
        match parse_duration(word.as_bytes()) {
            Some(micros) => Self::Time(micros),
            None => Self::text(word),
        }
    }

    /// As bytes, the way `:put` shows it.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Nothing => Vec::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string().into_bytes(),
            Self::Bool(bool) => if *bool { "true" } else { "false" }.into(),
            Self::Time(micros) => clock_text(*micros).into_bytes(),
            Self::Id(id) => id.clone().into_bytes(),
            Self::List(values) => {
                let shown = values.iter().map(|(key, value)| match key {
                    Some(key) => [key.as_bytes(), b"=", &value.bytes()].concat(),
                    None => value.bytes(),
                });
                shown.collect::<Vec<_>>().join(&b';')
            }
        }
    }

    /// As the value of a command's argument: durations as rows show them, lists
    /// with commas.
    #[must_use]
    pub fn argument(&self) -> Vec<u8> {
        match self {
            Self::Time(micros) => format_duration(*micros).into_bytes(),
            Self::List(values) => values.iter().map(|(_, v)| v.argument()).collect::<Vec<_>>().join(&b','),
            other => other.bytes(),
        }
    }

    /// As text.
    #[must_use]
    pub fn shown(&self) -> String {
        String::from_utf8_lossy(&self.bytes()).into_owned()
    }

    /// As a number, when it is one.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => std::str::from_utf8(text).ok()?.trim().parse().ok(),
            Self::Bool(bool) => Some(i64::from(*bool)),
            Self::Time(micros) => i64::try_from(micros / SECOND).ok(),
            _ => None,
        }
    }

    /// As a duration in microseconds, when it is one.
    #[must_use]
    pub fn micros(&self) -> Option<u64> {
        match self {
            Self::Time(micros) => Some(*micros),
            Self::Number(seconds) => u64::try_from(*seconds).ok()?.checked_mul(SECOND),
            Self::Text(text) => parse_duration(text),
            _ => None,
        }
    }

    /// Whether a condition of this value holds.
    #[must_use]
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(bool) => Some(*bool),
            Self::Text(text) => parse_bool(text),
            Self::Nothing => Some(false),
            Self::Number(number) => Some(*number != 0),
            _ => None,
        }
    }

    /// How many characters or values.
    #[must_use]
    pub fn length(&self) -> usize {
        match self {
            Self::List(values) => values.len(),
            Self::Nothing => 0,
            other => other.bytes().len(),
        }
    }

    /// `:typeof`.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Text(_) => "str",
            Self::Number(_) => "num",
            Self::Bool(_) => "bool",
            Self::Time(_) => "time",
            Self::Id(_) => "id",
            Self::List(_) => "array",
        }
    }

    /// Compares by meaning where both have one, else as text.
    #[must_use]
    pub fn compare(&self, other: &Self) -> Ordering {
        let by_meaning = match (self, other) {
            (Self::Number(a), Self::Number(b)) => Some(a.cmp(b)),
            (Self::Time(_), _) | (_, Self::Time(_)) => self.micros().zip(other.micros()).map(|(a, b)| a.cmp(&b)),
            (Self::Number(_), Self::Text(_)) | (Self::Text(_), Self::Number(_)) => {
                self.number().zip(other.number()).map(|(a, b)| a.cmp(&b))
            }
            (Self::Bool(a), _) => other.truth().map(|b| a.cmp(&b)),
            (_, Self::Bool(b)) => self.truth().map(|a| a.cmp(b)),
            _ => None,
        };
        by_meaning.unwrap_or_else(|| self.bytes().cmp(&other.bytes()))
    }

    /// Whether an address lies in a prefix or range.
    #[must_use]
    pub fn within(&self, range: &Self) -> bool {
        let ip = net::parse_ip(&self.shown()).map(u32::from);
        let range = net::parse_range(&range.shown());
        ip.zip(range).is_some_and(|(ip, (low, high))| (low..=high).contains(&ip))
    }
}

/// A duration as scripts show it: `1d02:03:04`, and below a day `02:03:04`.
fn clock_text(micros: u64) -> String {
    let seconds = micros / SECOND;
    let (weeks, days) = (seconds / 604_800, seconds / 86_400 % 7);
    let mut out = String::new();
    if weeks > 0 {
        out.push_str(&format!("{weeks}w"));
    }
    if days > 0 {
        out.push_str(&format!("{days}d"));
    }
    out.push_str(&format!("{:02}:{:02}:{:02}", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60));
    if !micros.is_multiple_of(SECOND) {
        out.push_str(&format!(".{:06}", micros % SECOND));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_the_type_they_look_like() {
        assert_eq!(Val::word("12"), Val::Number(12));
        assert_eq!(Val::word("yes"), Val::Bool(true));
        assert_eq!(Val::word("*1A"), Val::Id("*1A".to_owned()));
        assert_eq!(Val::word("1d"), Val::Time(86_400 * SECOND));
        assert_eq!(Val::word("vc-1"), Val::text("vc-1"));
    }

    #[test]
    fn values_are_compared_by_meaning() {
        assert_eq!(Val::Number(5).compare(&Val::text("5")), Ordering::Equal);
        assert_eq!(Val::word("90m").compare(&Val::word("1h")), Ordering::Greater);
        assert_eq!(Val::Nothing.compare(&Val::text("")), Ordering::Equal);
        assert_eq!(Val::text("b").compare(&Val::text("a")), Ordering::Greater);
        assert!(Val::text("10.0.0.5").within(&Val::text("10.0.0.0/24")));
    }

    #[test]
    fn they_are_shown_as_the_console_does() {
        assert_eq!(Val::word("1d2h").shown(), "1d02:00:00");
        assert_eq!(Val::Time(86_400 * SECOND).argument(), b"1d");
        assert_eq!(Val::list([Val::Number(1), Val::text("b")]).shown(), "1;b");
    }
}
