//! Operations of this area.

use super::Dashboard;
use crate::app::App;
use crate::system::Nothing;
use simpul_kernel::{Ctx, Error, Result};

/// `dashboard_get`.
///
/// # Errors
/// Not built yet.
pub async fn dashboard_get(_app: &App, _ctx: &Ctx, _input: Nothing) -> Result<Dashboard> {
    Err(Error::internal("dashboard_get is not built yet"))
}
