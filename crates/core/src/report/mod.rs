//! Stock in whose hands it is, and what was sold, used and lost over time.
//!
//! - **Tables owned**: `voucher_truths` and `sale_sums`, written by triggers alone; it reads
//!   `voucher_counts`, `sales`, `cash_sessions` and the documents of vendors.
//! - **Invariants**: printed, sold, activated and ended are four truths and never added
//!   to each other; a day is the place's business day; what was taken back counts on the
//!   day it was; sold less taken back is what the ledger says was earned at the counter, and
//!   what vendors are charged with what it says was earned by them.
//! - **Permissions**: `voucher.view` for stock, `report.view` for reports.
//! - **Tags**: none of its own; it is made of `voucher`, `sale`, `cash_session`, `plan`.

mod error;
pub mod facade;
pub mod ops;
mod paper;
pub mod rules;
mod stock_paper;
mod store;
pub mod types;
pub mod view;

pub use error::ReportError;
pub use types::*;
pub use view::*;
