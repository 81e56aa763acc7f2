//! Background work as people see it: jobs, their progress, the workers.

pub mod ops;
pub mod types;

use simpul_kernel::Error;

pub use types::*;

/// An error of the job engine as an operation's error.
pub fn from_jobs(error: simpul_jobs::Error) -> Error {
    match error {
        simpul_jobs::Error::Database(cause) => cause.into(),
        other => Error::internal(other),
    }
}
