//! Pages of a list by keyset: a page starts after a cursor, never at an offset.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The most rows one page may hold.
pub const PAGE_LIMIT_MAX: u16 = 500;

/// Which part of a list is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct Page {
    /// The cursor the page before returned; absent = from the start.
    #[ts(optional)]
    pub after: Option<String>,
    /// Rows wanted, 1 to [`PAGE_LIMIT_MAX`]; absent = 100.
    #[ts(optional)]
    pub limit: Option<u16>,
}

impl Page {
    /// Rows to fetch: the wish, kept inside the limits.
    #[must_use]
    pub fn rows(&self) -> i64 {
        i64::from(self.limit.unwrap_or(100).clamp(1, PAGE_LIMIT_MAX))
    }
}

/// One page of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Paged<T> {
    /// The rows, in the order asked for.
    pub rows: Vec<T>,
    /// The cursor of the next page; absent = this was the last.
    pub next: Option<String>,
}
