//! Operations of this area.

use super::{DemoRouter, Nothing, SystemStatus};
use crate::app::App;
use simpul_kernel::{Ctx, Error, Result};

/// `system_status`.
///
/// # Errors
/// Not built yet.
pub async fn system_status(_app: &App, _ctx: &Ctx, _input: Nothing) -> Result<SystemStatus> {
    Err(Error::internal("system_status is not built yet"))
}

/// `demo_router_start`.
///
/// # Errors
/// Not built yet.
pub async fn demo_router_start(_app: &App, _ctx: &Ctx, _input: Nothing) -> Result<DemoRouter> {
    Err(Error::internal("demo_router_start is not built yet"))
}
