//! The system area.

pub mod database;
pub mod database_types;
pub mod demo;
pub mod ops;
pub mod types;

pub use database_types::*;
pub use types::*;
