//! Everything that is written to the terminal. Answers go to standard output,
//! progress and errors to standard error, so that answers can be piped.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the one place that writes to the terminal")]

use serde_json::{Value, json};

use crate::failure::Failure;
use crate::words::Lang;

/// A line of the answer.
pub fn line(text: impl std::fmt::Display) {
    println!("{text}");
}

/// The answer as JSON.
pub fn json(value: &Value) {
    println!("{value:#}");
}

/// What is going on.
pub fn progress(text: impl std::fmt::Display) {
    eprintln!("{text}");
}

/// Why it did not succeed.
pub fn failure(failure: &Failure, lang: Lang, as_json: bool) {
    // For the log file; the terminal is told below.
    tracing::info!(code = failure.code, cause = failure.cause, "the command failed");
    if as_json {
        let error = json!({ "code": failure.code, "params": failure.params, "incident": failure.incident, "cause": failure.cause });
        eprintln!("{}", json!({ "error": error }));
        return;
    }
    eprintln!("simpul: {}", failure.code);
    if let Some(text) = lang.error(&failure.code, &failure.params) {
        eprintln!("  {text}");
    }
    if let Some(cause) = &failure.cause {
        eprintln!("  {cause}");
    } else if !failure.params.is_null() {
        eprintln!("  {}", failure.params);
    }
    if let Some(incident) = &failure.incident {
        eprintln!("  #{incident}");
    }
}
