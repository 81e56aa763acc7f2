//! Operations of this area.

mod decide;
mod resolve;

pub use resolve::drift_resolve;

use simpul_kernel::ids::RouterId;
use simpul_kernel::{Ctx, Paged, Permission, Result};

use super::error::DriftError;
use super::store;
use super::store::drift_view;
use super::view::{DriftItem, DriftList, DriftRouter, DriftSummaryQuery};
use super::wish;
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::network::{self, RouterError, RouterRef};

/// How the routers in use stand against the books, by name.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn drift_summary(app: &App, ctx: &Ctx, input: DriftSummaryQuery) -> Result<Paged<DriftRouter>> {
    ctx.require(Permission::RouterView)?;
    let mut tx = app.db.begin(ctx).await?;
    drift_view::summary(&mut tx, &input).await
}

/// What was found otherwise than wished, the newest first.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn drift_list(app: &App, ctx: &Ctx, input: DriftList) -> Result<Paged<DriftItem>> {
    ctx.require(Permission::RouterView)?;
    let mut tx = app.db.begin(ctx).await?;
    let found = drift_view::items(&mut tx, &input).await?;
    Ok(Paged { rows: found.rows.into_iter().map(decide::view).collect(), next: found.next })
}

/// Lets a router be written to again that waited for a person: it knows vouchers
/// this database does not. They stay on it, shown as strays.
///
/// # Errors
/// `router_not_found`, `router_gate_open`.
pub async fn router_reconcile_confirm(app: &App, ctx: &Ctx, input: RouterRef) -> Result<DriftRouter> {
    ctx.require(Permission::RouterSync)?;
    let mut tx = app.db.begin(ctx).await?;
    let before = router(&mut tx, input.router_id).await?;
    if !store::compare::gate_open(&mut tx, input.router_id).await? {
        return Err(DriftError::GateOpen.into());
    }
    wish::router_wake(&mut tx, input.router_id).await?;
    let seen = before.gate.as_ref().map(|gate| gate.highest_seen);
    let fact = Fact::new("router_reconcile_confirm").on("router", input.router_id.0).at(before.location_id);
    tx.record(fact.detail("name", &before.router_name).detail("highest_seen", seen).tag("drift")).await?;
    let after = router(&mut tx, input.router_id).await?;
    tx.commit().await?;
    Ok(after)
}

/// Has both sides of a router compared whole; nothing is changed on it.
///
/// # Errors
/// `router_not_found`, `router_inactive`.
pub async fn router_compare(app: &App, ctx: &Ctx, input: RouterRef) -> Result<DriftRouter> {
    ctx.require(Permission::RouterSync)?;
    let mut tx = app.db.begin(ctx).await?;
    let known = router_in_use(&mut tx, input.router_id).await?;
    network::compare_enqueue(&mut tx, input.router_id).await?;
    let fact = Fact::new("router_compare").on("router", input.router_id.0).at(known.location_id);
    tx.record(fact.detail("name", &known.router_name).tag("drift").tag("job")).await?;
    tx.commit().await?;
    Ok(known)
}

async fn router(tx: &mut Tx, id: RouterId) -> Result<DriftRouter> {
    Ok(drift_view::summary_of(tx, id).await?.ok_or(RouterError::NotFound)?)
}

async fn router_in_use(tx: &mut Tx, id: RouterId) -> Result<DriftRouter> {
    let known = router(tx, id).await?;
    if !store::router_is_active(tx, id).await? {
        return Err(RouterError::Inactive.into());
    }
    Ok(known)
}
