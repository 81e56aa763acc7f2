//! What the window itself fails with: a code that both languages hold a text for,
//! and the detail that the text shows.

use serde_json::{Value, json};
use simpul_kernel::CodedError;

/// A failure of the window's own.
#[derive(Debug)]
pub struct Failure {
    code: &'static str,
    detail: String,
}

impl Failure {
    /// One of the window's own codes.
    #[must_use]
    pub fn new(code: &'static str, detail: impl std::fmt::Display) -> Self {
        Self { code, detail: detail.to_string() }
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code, self.detail)
    }
}

impl std::error::Error for Failure {}

impl CodedError for Failure {
    fn code(&self) -> &'static str {
        self.code
    }

    fn params(&self) -> Value {
        json!({ "detail": self.detail })
    }
}
