//! The input of an operation that takes nothing, and the output of one that has
//! nothing to say.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// An operation that takes nothing.
#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Nothing to say but that it was done.
#[derive(Debug, Clone, Copy, Default, Serialize, TS)]
pub struct Done {
    /// Always true.
    pub done: bool,
}

impl Done {
    /// It was done.
    pub const OK: Self = Self { done: true };
}
