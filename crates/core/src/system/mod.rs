//! The system area.

pub mod ops;
pub mod types;

pub use types::*;
