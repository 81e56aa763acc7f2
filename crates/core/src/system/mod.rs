//! The system area.

pub mod demo;
pub mod ops;
pub mod types;

pub use types::*;
