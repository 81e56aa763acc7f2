//! Collects everything that is wrong with an input, field by field, so that a
//! form can mark all of it at once.

use serde::Serialize;
use serde_json::Value;

use crate::error::{InputError, params_object};

/// One field that does not pass.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FieldError {
    /// The field's name as the input has it; nested with dots.
    pub field: String,
    /// Which rule: the key of the text under `field.` in the locales.
    pub rule: &'static str,
    /// What the text needs.
    pub params: Value,
}

/// The rules a field can break; each has a text in both languages.
pub const RULES: &[&str] = &[
    "required",
    "too_short",
    "too_long",
    "out_of_range",
    "bad_format",
    "too_weak",
    "not_whole",
    "below_cost",
    "mismatch",
    "unknown",
    "taken",
    "unchanged",
];

/// Gathers field errors.
#[derive(Debug, Default)]
pub struct Validator {
    fields: Vec<FieldError>,
}

impl Validator {
    /// Nothing wrong yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records that `field` breaks `rule`, unless `ok`.
    pub fn check(&mut self, ok: bool, field: &str, rule: &'static str) -> &mut Self {
        self.check_with(ok, field, rule, &[])
    }

    /// As [`Self::check`], with parameters for the text.
    pub fn check_with(&mut self, ok: bool, field: &str, rule: &'static str, params: &[(&str, Value)]) -> &mut Self {
        debug_assert!(RULES.contains(&rule), "rule {rule} has no text");
        if !ok {
            self.fields.push(FieldError { field: field.to_owned(), rule, params: params_object(params) });
        }
        self
    }

    /// Length in characters after trimming, both ends included.
    pub fn length(&mut self, text: &str, min: usize, max: usize, field: &str) -> &mut Self {
        let n = text.trim().chars().count();
        if n == 0 && min > 0 {
            return self.check(false, field, "required");
        }
        self.check_with(n >= min, field, "too_short", &[("min", min.into())]);
        self.check_with(n <= max, field, "too_long", &[("max", max.into())])
    }

    /// A number between two bounds, both included.
    pub fn range<N: PartialOrd + Into<Value> + Copy>(&mut self, n: N, min: N, max: N, field: &str) -> &mut Self {
        self.check_with(n >= min && n <= max, field, "out_of_range", &[("min", min.into()), ("max", max.into())])
    }

    /// The verdict.
    ///
    /// # Errors
    /// `input_invalid` with every field that failed.
    pub fn finish(&mut self) -> Result<(), InputError> {
        if self.fields.is_empty() {
            Ok(())
        } else {
            Err(InputError::Invalid { fields: std::mem::take(&mut self.fields) })
        }
    }
}

/// Brings an Indonesian or international phone number to `+62…` form
/// (`08…`, `62…` and `+62…` are accepted; other countries with `+`).
#[must_use]
pub fn phone_e164(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')')).collect();
    let number = if let Some(rest) = digits.strip_prefix("08") {
        format!("+628{rest}")
    } else if digits.starts_with("62") {
        format!("+{digits}")
    } else {
        digits
    };
    let rest = number.strip_prefix('+')?;
    let ok = (8..=15).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit()) && !rest.starts_with('0');
    ok.then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::CodedError;

    #[test]
    fn all_fields_are_named_at_once() {
        let mut v = Validator::new();
        v.length("", 1, 10, "name").range(0, 1, 5, "count");
        let error = v.finish().unwrap_err();
        assert_eq!(error.code(), "input_invalid");
        let fields = error.params()["fields"].clone();
        assert_eq!(fields[0]["rule"], "required");
        assert_eq!(fields[1]["params"]["max"], 5);
    }

    #[test]
    fn phones_come_in_three_spellings() {
        for text in ["0812-3456-7890", "62812 3456 7890", "+6281234567890"] {
            assert_eq!(phone_e164(text).as_deref(), Some("+6281234567890"), "{text}");
        }
        for text in ["", "12", "+0812345678", "08abc", "+62812345678901234"] {
            assert_eq!(phone_e164(text), None, "{text}");
        }
    }
}
