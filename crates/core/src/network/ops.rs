//! Operations of this area.

use super::{
    HotspotSession, RouterCreate, RouterList, RouterRef, RouterScript, RouterSessionKick, RouterSetupScript,
    RouterTest, RouterTestReport, RouterUpdate, RouterView,
};
use crate::app::App;
use simpul_kernel::Done;
use simpul_kernel::Paged;
use simpul_kernel::{Ctx, Error, Result};

/// `router_list`.
///
/// # Errors
/// Not built yet.
pub async fn router_list(_app: &App, _ctx: &Ctx, _input: RouterList) -> Result<Paged<RouterView>> {
    Err(Error::internal("router_list is not built yet"))
}

/// `router_get`.
///
/// # Errors
/// Not built yet.
pub async fn router_get(_app: &App, _ctx: &Ctx, _input: RouterRef) -> Result<RouterView> {
    Err(Error::internal("router_get is not built yet"))
}

/// `router_test`.
///
/// # Errors
/// Not built yet.
pub async fn router_test(_app: &App, _ctx: &Ctx, _input: RouterTest) -> Result<RouterTestReport> {
    Err(Error::internal("router_test is not built yet"))
}

/// `router_setup_script`.
///
/// # Errors
/// Not built yet.
pub async fn router_setup_script(_app: &App, _ctx: &Ctx, _input: RouterSetupScript) -> Result<RouterScript> {
    Err(Error::internal("router_setup_script is not built yet"))
}

/// `router_create`.
///
/// # Errors
/// Not built yet.
pub async fn router_create(_app: &App, _ctx: &Ctx, _input: RouterCreate) -> Result<RouterView> {
    Err(Error::internal("router_create is not built yet"))
}

/// `router_update`.
///
/// # Errors
/// Not built yet.
pub async fn router_update(_app: &App, _ctx: &Ctx, _input: RouterUpdate) -> Result<RouterView> {
    Err(Error::internal("router_update is not built yet"))
}

/// `router_deactivate`.
///
/// # Errors
/// Not built yet.
pub async fn router_deactivate(_app: &App, _ctx: &Ctx, _input: RouterRef) -> Result<RouterView> {
    Err(Error::internal("router_deactivate is not built yet"))
}

/// `router_sync`.
///
/// # Errors
/// Not built yet.
pub async fn router_sync(_app: &App, _ctx: &Ctx, _input: RouterRef) -> Result<RouterView> {
    Err(Error::internal("router_sync is not built yet"))
}

/// `router_session_list`.
///
/// # Errors
/// Not built yet.
pub async fn router_session_list(_app: &App, _ctx: &Ctx, _input: RouterRef) -> Result<Vec<HotspotSession>> {
    Err(Error::internal("router_session_list is not built yet"))
}

/// `router_session_kick`.
///
/// # Errors
/// Not built yet.
pub async fn router_session_kick(_app: &App, _ctx: &Ctx, _input: RouterSessionKick) -> Result<Done> {
    Err(Error::internal("router_session_kick is not built yet"))
}
