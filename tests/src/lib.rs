//! What the tests of the whole house share: a view of the repository, and the
//! rules over it as pure functions that take files and answer breaches.
//!
//! A rule is tested twice: here with a sample that breaks it, and in
//! `tests/architecture.rs` with the repository itself.

pub mod conduct;
pub mod documents;
pub mod layers;
pub mod locales;
pub mod repository;
pub mod rust_code;
pub mod screens;
pub mod sql;

pub use repository::{Repository, SourceFile};

/// One place where a rule is broken: file, line where there is one, and what to do.
pub type Breach = String;

/// Fails a test with every breach on a line of its own.
///
/// # Panics
/// When there is a breach.
#[track_caller]
pub fn assert_kept(rule: &str, breaches: &[Breach]) {
    assert!(breaches.is_empty(), "{rule}:\n  {}\n", breaches.join("\n  "));
}
