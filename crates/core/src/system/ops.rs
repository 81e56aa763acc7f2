//! Operations of this area.

use simpul_kernel::time::DESK_CLOCK_TOLERANCE;
use simpul_kernel::{Ctx, Nothing, Permission, Result, area_errors};

use super::{DemoRouter, Stage, SystemStatus};
use crate::app::App;
use crate::identity::installation;

area_errors! {
    /// What can go wrong around the program itself.
    pub enum SystemError {
        /// No simulated router can be started here.
        DemoUnavailable => "demo_router_unavailable",
        /// It was started and does not answer.
        DemoFailed { reason: String } => "demo_router_failed",
    }
}

/// Where the program stands; needs no sign-in.
///
/// # Errors
/// When the database does not answer.
pub async fn system_status(app: &App, ctx: &Ctx, _input: Nothing) -> Result<SystemStatus> {
    let stage = if installation::owner_is_missing(app, ctx).await? {
        Stage::FirstOwner
    } else if installation::key_is_missing(app, ctx).await? {
        Stage::KeyUnavailable
    } else {
        Stage::Ready
    };
    let database_version = app.db.server_version().await?;
    let mut tx = app.db.begin(ctx).await?;
    let (company_name, locale) = crate::settings::greeting_read(&mut tx).await?;
    let offset = app.clock.offset();
    Ok(SystemStatus {
        version: app.info.version.clone(),
        stage,
        company_name,
        locale,
        database_kind: app.info.database_kind.to_owned(),
        database_place: app.info.database_place.clone(),
        database_version,
        desk_clock_off_s: (offset.abs() > DESK_CLOCK_TOLERANCE).then(|| -offset.num_seconds()),
        has_demo_router: app.demo.is_some(),
    })
}

/// Starts a simulated router beside the program, to try everything without
/// hardware. Adding it is the same `router_create` as for any other.
///
/// # Errors
/// `demo_router_unavailable`, `demo_router_failed`.
pub async fn demo_router_start(app: &App, ctx: &Ctx, _input: Nothing) -> Result<DemoRouter> {
    ctx.require(Permission::RouterEdit)?;
    match &app.demo {
        Some(launcher) => launcher.start().await,
        None => Err(SystemError::DemoUnavailable.into()),
    }
}
