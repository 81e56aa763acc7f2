//! Background work as people see it: jobs, their progress, the workers.
//!
//! - **Tables owned**: none; jobs belong to the engine (`simpul-jobs`), how far a
//!   batch is comes from the sums over its copies.
//! - **Invariant**: a job about a router the caller does not see is not shown.
//! - **Permissions**: `job.view`, `job.manage`. **Tags**: `job`.

pub mod error;
pub mod ops;
mod store;
pub mod types;

pub use error::WorkError;
pub use types::*;
