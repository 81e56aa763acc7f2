//! Drawers.

use simpul_kernel::error::InputError;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Paged, Permission, Result};

use super::super::error::CashError;
use super::super::input::{CashDrawerCreate, CashDrawerList, CashDrawerUpdate};
use super::super::store::drawer;
use super::super::view::CashDrawerView;
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::identity::facade::location_seen;

/// Lists drawers, by name.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn cash_drawer_list(app: &App, ctx: &Ctx, input: CashDrawerList) -> Result<Paged<CashDrawerView>> {
    ctx.require(Permission::CashView)?;
    let mut tx = app.db.begin(ctx).await?;
    drawer::drawer_list(&mut tx, &input).await
}

/// Makes a drawer.
///
/// # Errors
/// `input_invalid`, `cash_location_unusable`, `cash_drawer_name_taken`.
pub async fn cash_drawer_create(app: &App, ctx: &Ctx, input: CashDrawerCreate) -> Result<CashDrawerView> {
    ctx.require(Permission::CashManage)?;
    let name = name_valid(&input.name)?;
    let mut tx = app.db.begin(ctx).await?;
    if !location_seen(&mut tx, input.location_id).await? {
        return Err(CashError::LocationUnusable.into());
    }
    let id = drawer::drawer_insert(&mut tx, input.location_id, name).await?;
    let fact = Fact::new("cash_drawer_create").on("cash_drawer", id.0).at(input.location_id).detail("name", name);
    tx.record(fact).await?;
    let made = drawer::drawer_get(&mut tx, id).await?.ok_or(CashError::DrawerNotFound)?;
    tx.commit().await?;
    Ok(made)
}

/// Changes a drawer; one whose shift is open cannot be put away.
///
/// # Errors
/// `input_invalid`, `cash_drawer_not_found`, `row_changed_meanwhile`, `cash_drawer_name_taken`, `cash_drawer_in_use`.
pub async fn cash_drawer_update(app: &App, ctx: &Ctx, input: CashDrawerUpdate) -> Result<CashDrawerView> {
    ctx.require(Permission::CashManage)?;
    let name = name_valid(&input.name)?;
    let mut tx = app.db.begin(ctx).await?;
    let id = input.cash_drawer_id;
    let before = drawer::drawer_locked(&mut tx, id).await?.ok_or(CashError::DrawerNotFound)?;
    if before.cash_session_id.is_some() && !input.is_active {
        return Err(CashError::DrawerInUse.into());
    }
    if !drawer::drawer_update(&mut tx, (id, input.version), name, input.is_active).await? {
        return Err(InputError::Stale.into());
    }
    let fact = Fact::new("cash_drawer_update").on("cash_drawer", id.0).at(before.location_id).detail("name", name);
    tx.record(fact.detail("is_active", input.is_active)).await?;
    finish(tx, id).await
}

async fn finish(mut tx: Tx, id: simpul_kernel::ids::CashDrawerId) -> Result<CashDrawerView> {
    let view = drawer::drawer_get(&mut tx, id).await?.ok_or(CashError::DrawerNotFound)?;
    tx.commit().await?;
    Ok(view)
}

fn name_valid(name: &str) -> Result<&str> {
    Validator::new().length(name, 1, 60, "name").finish()?;
    Ok(name.trim())
}
