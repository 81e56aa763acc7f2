//! Operations of this area.

mod edit;
mod feed;
mod live;
mod session;

pub use edit::{router_create, router_deactivate, router_sync, router_update};
pub use feed::{router_interface_list, router_log_list, router_ping, router_traffic_get};
pub use live::{router_setup_script, router_test};
pub use session::{router_session_kick, router_session_list};

use simpul_kernel::ids::RouterId;
use simpul_kernel::{Ctx, Paged, Permission, Result};
use sqlx::PgConnection;

use super::error::RouterError;
use super::store;
use super::{RouterList, RouterRef, RouterView};
use crate::app::App;

/// Routers by name, with their state and how accounts stand on them.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn router_list(app: &App, ctx: &Ctx, input: RouterList) -> Result<Paged<RouterView>> {
    ctx.require(Permission::RouterView)?;
    let mut tx = app.db.begin(ctx).await?;
    store::view::router_list(&mut tx, &input).await
}

/// One router.
///
/// # Errors
/// `router_not_found`.
pub async fn router_get(app: &App, ctx: &Ctx, input: RouterRef) -> Result<RouterView> {
    ctx.require(Permission::RouterView)?;
    let mut tx = app.db.begin(ctx).await?;
    view(&mut tx, input.router_id).await
}

async fn view(conn: &mut PgConnection, id: RouterId) -> Result<RouterView> {
    Ok(store::view::router_view(conn, id).await?.ok_or(RouterError::NotFound)?)
}
