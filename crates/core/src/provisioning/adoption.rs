//! Rows of a router that were adopted: how they stand, and that they get our comment.

use simpul_kernel::Result;
use simpul_kernel::ids::{LocationId, PlanId, RouterId, VoucherId};
use sqlx::PgConnection;

use super::{store, wish};
use crate::app::App;
use crate::db::Tx;
use crate::network;

/// A user of the router that became a voucher.
#[derive(Debug, Clone)]
pub struct AdoptedRow {
    /// Its voucher.
    pub voucher_id: VoucherId,
    /// Its id on the router.
    pub ros_id: String,
    /// What its comment said.
    pub comment: Option<String>,
}

/// A profile of the router became a plan's, or is one's already: it counts as written.
///
/// # Errors
/// When the database refuses.
pub async fn profile_adopted(
    tx: &mut Tx,
    plan_id: PlanId,
    (router_id, location_id): (RouterId, LocationId),
    ros_id: &str,
) -> Result<()> {
    tx.touch("plan");
    store::adopt::profile_adopted(tx, plan_id, (router_id, location_id), ros_id).await
}

/// Keeps where adopted vouchers come from.
///
/// # Errors
/// When the database refuses.
pub async fn users_adopted(tx: &mut Tx, router_id: RouterId, rows: &[AdoptedRow]) -> Result<()> {
    store::adopt::users_adopted(tx, router_id, rows).await
}

/// Has our comment written onto the rows of adopted vouchers, those of earlier calls
/// too; from then on they are copies like all others. Answers how many.
///
/// # Errors
/// When the database refuses.
pub async fn comments_take(tx: &mut Tx, router_id: RouterId) -> Result<u64> {
    let told = store::adopt::comments_take(tx, router_id).await?;
    if told > 0 {
        network::fallback_renew(tx, router_id).await?;
        wish::router_wake(tx, router_id).await?;
    }
    Ok(told)
}

/// Of these codes those adopted from this router.
///
/// # Errors
/// When the database refuses.
pub async fn codes_adopted(conn: &mut PgConnection, router_id: RouterId, codes: &[String]) -> Result<Vec<String>> {
    store::adopt::codes_adopted(conn, router_id, codes).await
}

/// Installations of this database: a row with one of their codes is ours.
///
/// # Errors
/// When the database refuses.
pub async fn installations(app: &App) -> Result<std::collections::HashSet<String>> {
    let mut tx = app.db.begin(&app.machine_ctx(simpul_kernel::Source::Job)).await?;
    store::installation_codes(&mut tx).await
}
