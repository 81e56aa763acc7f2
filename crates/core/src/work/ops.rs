//! Operations of this area.

use super::{JobList, JobRef, JobRow, JobSummary};
use crate::app::App;
use crate::system::Nothing;
use simpul_kernel::Paged;
use simpul_kernel::{Ctx, Error, Result};

/// `job_list`.
///
/// # Errors
/// Not built yet.
pub async fn job_list(_app: &App, _ctx: &Ctx, _input: JobList) -> Result<Paged<JobRow>> {
    Err(Error::internal("job_list is not built yet"))
}

/// `job_summary`.
///
/// # Errors
/// Not built yet.
pub async fn job_summary(_app: &App, _ctx: &Ctx, _input: Nothing) -> Result<JobSummary> {
    Err(Error::internal("job_summary is not built yet"))
}

/// `job_retry`.
///
/// # Errors
/// Not built yet.
pub async fn job_retry(_app: &App, _ctx: &Ctx, _input: JobRef) -> Result<JobRow> {
    Err(Error::internal("job_retry is not built yet"))
}

/// `job_cancel`.
///
/// # Errors
/// Not built yet.
pub async fn job_cancel(_app: &App, _ctx: &Ctx, _input: JobRef) -> Result<JobRow> {
    Err(Error::internal("job_cancel is not built yet"))
}
