//! Operations of this area.

use simpul_kernel::time::DESK_CLOCK_TOLERANCE;
use simpul_kernel::{Ctx, Nothing, Permission, Result, area_errors};

use super::database::{self, DatabaseError};
use super::{
    DatabaseChoose, DatabaseKind, DatabaseOutside, DatabaseScript, DatabaseScriptText, DatabaseState, DatabaseTest,
    DemoRouter, Stage, SystemStatus,
};
use crate::app::App;
use crate::db::Fact;
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
        installation: app.installation.code.clone(),
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

/// Where the data are, and where the next start looks for them.
///
/// # Errors
/// `permission_denied`, `postgres_choice_damaged`.
pub async fn database_get(app: &App, ctx: &Ctx, _input: Nothing) -> Result<DatabaseState> {
    ctx.require(Permission::DatabaseManage)?;
    let now = if app.info.database_kind == "outside" { DatabaseKind::Outside } else { DatabaseKind::Embedded };
    database::state(&app.info.data_dir, Some(now), app.info.database_is_fixed)
}

/// The script that makes roles and database on a server of the owner's.
///
/// # Errors
/// `permission_denied`, `input_invalid`.
pub async fn database_script(app: &App, ctx: &Ctx, input: DatabaseScript) -> Result<DatabaseScriptText> {
    ctx.require(Permission::DatabaseManage)?;
    let made = database::script(&app.info.data_dir, &input)?;
    let mut tx = app.db.begin(ctx).await?;
    tx.record(Fact::new("database_script").detail("database", &input.database).detail("role", &made.role)).await?;
    tx.commit().await?;
    Ok(made)
}

/// Tries a server and names what is wrong with it.
///
/// # Errors
/// `permission_denied`, `input_invalid`.
pub async fn database_test(app: &App, ctx: &Ctx, input: DatabaseOutside) -> Result<DatabaseTest> {
    ctx.require(Permission::DatabaseManage)?;
    database::test(&app.info.data_dir, input).await
}

/// Chooses the database that the next start uses. The data of the one in use stay
/// where they are.
///
/// # Errors
/// `permission_denied`, `input_invalid`, `database_unusable`, `database_named_at_start`.
pub async fn database_choose(app: &App, ctx: &Ctx, input: DatabaseChoose) -> Result<DatabaseState> {
    ctx.require(Permission::DatabaseManage)?;
    if app.info.database_is_fixed {
        return Err(DatabaseError::Fixed.into());
    }
    let place =
        input.outside.as_ref().map_or_else(String::new, |to| format!("{}:{}/{}", to.host, to.port, to.database));
    database::choose(&app.info.data_dir, input).await?;
    let mut tx = app.db.begin(ctx).await?;
    tx.record(Fact::new("database_choose").detail("place", place).tag("system")).await?;
    tx.commit().await?;
    database_get(app, ctx, Nothing {}).await
}
