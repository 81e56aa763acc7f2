//! One value of a list on its way into a file.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDateTime, Utc};
use chrono_tz::Tz;
use rust_decimal::Decimal;
use serde::Serialize;
use simpul_kernel::ids::LocationId;
use simpul_kernel::{Locale, Money};

use super::words;

/// A value as its list has it; how it is written is for the file's format to say.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A state or kind, said in the person's language: group of words, name.
    Word(&'static str, String),
    /// A whole number.
    Whole(i64),
    /// An amount of money.
    Money(Decimal),
    /// An instant.
    At(DateTime<Utc>),
    /// Yes or no.
    YesNo(bool),
    /// A place, by its name.
    Place(LocationId),
    /// Several places.
    Places(Vec<LocationId>),
}

impl Cell {
    /// A state or kind by its name on the wire.
    pub(super) fn word(group: &'static str, name: impl Serialize) -> Self {
        match serde_json::to_value(name) {
            Ok(serde_json::Value::String(name)) => Self::Word(group, name),
            _ => Self::Empty,
        }
    }

    /// JSON as people read it: a text without its quotes, nothing for null.
    pub(super) fn json(value: &serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Empty,
            serde_json::Value::String(text) => Self::Text(text.clone()),
            serde_json::Value::Object(fields) if fields.is_empty() => Self::Empty,
            other => Self::Text(other.to_string()),
        }
    }
}

/// What is needed to say a value: language, zone, names of places.
#[derive(Debug, Clone)]
pub(super) struct Say {
    pub(super) locale: Locale,
    pub(super) zone: Tz,
    pub(super) places: HashMap<LocationId, String>,
}

/// A value as a file holds it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Said {
    Nothing,
    Text(String),
    Whole(i64),
    Money(Decimal),
    At(NaiveDateTime),
}

impl Say {
    /// One of two spellings.
    pub(super) fn pick<'a>(&self, (id, en): (&'a str, &'a str)) -> &'a str {
        match self.locale {
            Locale::Id => id,
            Locale::En => en,
        }
    }

    /// The value as this person reads it.
    pub(super) fn say(&self, cell: &Cell) -> Said {
        let place = |id: &LocationId| self.places.get(id).cloned().unwrap_or_default();
        match cell {
            Cell::Empty => Said::Nothing,
            Cell::Text(text) => Said::Text(text.clone()),
            Cell::Word(group, name) => Said::Text(words::word(self.locale, group, name).to_owned()),
            Cell::Whole(n) => Said::Whole(*n),
            Cell::Money(amount) => Said::Money(*amount),
            Cell::At(at) => Said::At(at.with_timezone(&self.zone).naive_local()),
            Cell::YesNo(yes) => Said::Text(self.pick(if *yes { ("Ya", "Yes") } else { ("Tidak", "No") }).to_owned()),
            Cell::Place(id) => Said::Text(place(id)),
            Cell::Places(ids) => Said::Text(ids.iter().map(place).collect::<Vec<_>>().join(", ")),
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(n: i64) -> Self {
        Self::Whole(n)
    }
}

impl From<i32> for Cell {
    fn from(n: i32) -> Self {
        Self::Whole(n.into())
    }
}

impl From<Money> for Cell {
    fn from(amount: Money) -> Self {
        Self::Money(amount.decimal())
    }
}

impl From<DateTime<Utc>> for Cell {
    fn from(at: DateTime<Utc>) -> Self {
        Self::At(at)
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self::YesNo(yes)
    }
}

impl From<LocationId> for Cell {
    fn from(place: LocationId) -> Self {
        Self::Place(place)
    }
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}
