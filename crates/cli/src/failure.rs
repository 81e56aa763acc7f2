//! What a command fails with: a code, what its text needs, and for support the
//! English cause. Never a secret.

use serde_json::{Value, json};
use simpul_kernel::{CodedError as _, WireError};

/// Why a command did not succeed.
#[derive(Debug)]
pub struct Failure {
    /// Stable code.
    pub code: String,
    /// What the text needs.
    pub params: Value,
    /// Ties to the log.
    pub incident: Option<String>,
    /// Cause in English.
    pub cause: Option<String>,
}

impl Failure {
    /// One of the command line's own codes.
    pub fn new(code: &str, cause: impl std::fmt::Display) -> Self {
        let cause = cause.to_string();
        Self { code: code.to_owned(), params: json!({ "detail": cause }), incident: None, cause: Some(cause) }
    }

    /// Something nobody can react to.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::new(simpul_kernel::error::INTERNAL, cause)
    }

    /// As a page gets it.
    pub fn into_wire(self) -> WireError {
        let incident = self.incident.unwrap_or_else(simpul_kernel::ctx::request_id);
        WireError { code: self.code, params: self.params, incident }
    }
}

impl From<simpul_kernel::Error> for Failure {
    fn from(error: simpul_kernel::Error) -> Self {
        let cause = match &error {
            simpul_kernel::Error::Internal(cause) => Some(cause.to_string()),
            simpul_kernel::Error::Coded(_) => None,
        };
        let WireError { code, params, .. } = error.wire("");
        Self { code, params, incident: None, cause }
    }
}

impl From<WireError> for Failure {
    fn from(error: WireError) -> Self {
        Self { code: error.code, params: error.params, incident: Some(error.incident), cause: None }
    }
}

impl From<simpul_postgres::Error> for Failure {
    fn from(error: simpul_postgres::Error) -> Self {
        let error = simpul_core::boot::ServerError(error);
        Self { code: error.code().to_owned(), params: error.params(), incident: None, cause: Some(error.to_string()) }
    }
}
