//! Values that must never be logged, shown or compared by accident.

use std::fmt;

use serde::{Deserialize, Deserializer};
use ts_rs::TS;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A secret text (password, code, token). It can be read in with serde but never
/// written out; `Debug` shows `***`; its memory is wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop, TS)]
#[ts(type = "string")]
pub struct Secret(String);

impl Secret {
    /// Wraps a secret.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself. Every call is a place to look at in a review.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Nothing was given.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Secret::new("hunter2")), "***");
    }
}
