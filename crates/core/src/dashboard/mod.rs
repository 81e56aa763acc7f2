//! The dashboard area.

pub mod ops;
pub mod types;

pub use types::*;
