//! Operations of this area.

use simpul_kernel::error::InputError;
use simpul_kernel::ids::{LocationId, RouterId};
use simpul_kernel::{Ctx, Paged, Permission, Result};

use super::error::PlanError;
use super::{PlanCreate, PlanList, PlanRef, PlanUpdate, PlanView, rules, store};
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::identity::facade::location_seen;
use crate::provisioning;

/// Lists plans by name.
///
/// # Errors
/// `permission_denied`.
pub async fn plan_list(app: &App, ctx: &Ctx, input: PlanList) -> Result<Paged<PlanView>> {
    ctx.require(Permission::PlanView)?;
    let mut tx = app.db.begin(ctx).await?;
    store::plan_list(&mut tx, &input).await
}

/// One plan.
///
/// # Errors
/// `plan_not_found`.
pub async fn plan_get(app: &App, ctx: &Ctx, input: PlanRef) -> Result<PlanView> {
    ctx.require(Permission::PlanView)?;
    let mut tx = app.db.begin(ctx).await?;
    Ok(store::plan_view(&mut tx, input.plan_id).await?.ok_or(PlanError::NotFound)?)
}

/// Makes a plan; its profile goes to its routers.
///
/// # Errors
/// `input_invalid`, `plan_name_taken`, `plan_profile_name_taken`,
/// `plan_shortcut_key_taken`, `plan_router_unusable`, `plan_location_unusable`.
pub async fn plan_create(app: &App, ctx: &Ctx, input: PlanCreate) -> Result<PlanView> {
    ctx.require(Permission::PlanEdit)?;
    let terms = rules::terms_valid(input.terms)?;
    let mut tx = app.db.begin(ctx).await?;
    if !location_seen(&mut tx, input.location_id).await? {
        return Err(PlanError::LocationUnusable.into());
    }
    let routers = routers_checked(&mut tx, input.location_id, input.router_ids).await?;
    let id = store::plan_insert(&mut tx, input.location_id, &terms).await?;
    provisioning::plan_changed(&mut tx, id, input.location_id, &routers).await?;
    let fact = Fact::new("plan_create").on("plan", id.0).at(input.location_id).detail("name", &terms.name);
    tx.record(fact).await?;
    let view = store::plan_view(&mut tx, id).await?.ok_or(PlanError::NotFound)?;
    tx.commit().await?;
    Ok(view)
}

/// Changes a plan. Codes already made keep the terms they were made with; the
/// profile on the routers follows.
///
/// # Errors
/// As [`plan_create`], and `plan_not_found`, `row_changed_meanwhile`.
pub async fn plan_update(app: &App, ctx: &Ctx, input: PlanUpdate) -> Result<PlanView> {
    ctx.require(Permission::PlanEdit)?;
    let terms = rules::terms_valid(input.terms)?;
    let mut tx = app.db.begin(ctx).await?;
    let before = store::plan_get(&mut tx, input.plan_id).await?.ok_or(PlanError::NotFound)?;
    let location = before.location_id();
    let routers = routers_checked(&mut tx, location, input.router_ids).await?;
    if !store::plan_update(&mut tx, (input.plan_id, input.version), &terms, input.is_active).await? {
        return Err(InputError::Stale.into());
    }
    provisioning::plan_changed(&mut tx, input.plan_id, location, &routers).await?;
    let fact = Fact::new("plan_update").on("plan", input.plan_id.0).at(location).detail("name", &terms.name);
    tx.record(fact).await?;
    let view = store::plan_view(&mut tx, input.plan_id).await?.ok_or(PlanError::NotFound)?;
    tx.commit().await?;
    Ok(view)
}

/// Each router once, all of them in use at the place.
async fn routers_checked(tx: &mut Tx, location: LocationId, mut routers: Vec<RouterId>) -> Result<Vec<RouterId>> {
    routers.sort_unstable();
    routers.dedup();
    if store::routers_usable(tx, location, &routers).await? == routers.len() {
        Ok(routers)
    } else {
        Err(PlanError::RouterUnusable.into())
    }
}
