//! Today at a glance.
//!
//! - **Tables owned**: none. Stock, copies and days are read from the sums that
//!   triggers keep: the cost does not grow with the stock.
//! - **Invariant**: a figure that cannot be known is absent or zero, never guessed.
//! - **Permissions**: `dashboard.view`; what was sold needs `report.view` besides.

pub mod ops;
mod store;
pub mod types;

pub use types::*;
