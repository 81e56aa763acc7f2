//! Roles, and what there is to be allowed.

use simpul_kernel::error::InputError;
use simpul_kernel::ids::RoleId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Actor, Ctx, Locations, Nothing, Permission, PermissionSet, Result};

use super::super::error::IdentityError;
use super::super::input::{RoleCreate, RoleDeactivate, RoleUpdate};
use super::super::view::{PermissionRow, RoleRow};
use super::super::{rules, store};
use super::user::seen;
use crate::app::App;
use crate::db::{Fact, Tx};

/// Every permission there is, and whether the caller could give it.
///
/// # Errors
/// `permission_denied`.
pub async fn permission_list(_app: &App, ctx: &Ctx, _input: Nothing) -> Result<Vec<PermissionRow>> {
    ctx.require(Permission::UserView)?;
    let rows = Permission::ALL.iter().map(|permission| {
        let (area, action) = permission.parts();
        PermissionRow { permission: *permission, area, action, is_held: ctx.require(*permission).is_ok() }
    });
    Ok(rows.collect())
}

/// The roles and what each may do.
///
/// # Errors
/// `permission_denied`.
pub async fn role_list(app: &App, ctx: &Ctx, _input: Nothing) -> Result<Vec<RoleRow>> {
    ctx.require(Permission::UserView)?;
    let mut tx = app.db.begin(ctx).await?;
    store::role_list(&mut tx, &seen(ctx)).await
}

/// Makes a role that may do nothing the caller may not.
///
/// # Errors
/// `role_name_taken`, `above_own_role`, `all_locations_needed`, `input_invalid`.
pub async fn role_create(app: &App, ctx: &Ctx, input: RoleCreate) -> Result<RoleRow> {
    ctx.require(Permission::UserEdit)?;
    let description = input.description.unwrap_or_default();
    check_texts(&input.name, &description)?;
    let mut tx = app.db.begin(ctx).await?;
    check_own(ctx, &[&input.permissions])?;
    let taken: Vec<String> = store::role_list(&mut tx, &seen(ctx)).await?.into_iter().map(|role| role.code).collect();
    let (name, code) = (input.name.trim(), rules::role_code(&input.name, &taken));
    let id = store::role_insert(&mut tx, &code, name, description.trim(), &input.permissions).await?;
    tx.record(Fact::new("role_create").on("role", id.0).detail("name", name)).await?;
    let row = find(&mut tx, ctx, id).await?;
    tx.commit().await?;
    Ok(row)
}

/// Changes a role. What its people may do changes with their next call.
///
/// # Errors
/// `role_not_found`, `role_built_in`, `role_in_use`, `role_name_taken`, `above_own_role`,
/// `all_locations_needed`, `row_changed_meanwhile`, `input_invalid`.
pub async fn role_update(app: &App, ctx: &Ctx, input: RoleUpdate) -> Result<RoleRow> {
    ctx.require(Permission::UserEdit)?;
    let mut tx = app.db.begin(ctx).await?;
    let before = find(&mut tx, ctx, input.role_id).await?;
    let description = input.description.unwrap_or_else(|| before.description.clone());
    // The names of built-in roles are texts of the screens.
    let name = if before.is_system { before.name.clone() } else { input.name.trim().to_owned() };
    check_texts(&name, &description)?;
    check_own(ctx, &[&before.permissions, &input.permissions])?;
    check_away(&mut tx, &before, input.is_active).await?;
    let role = store::RoleWrite {
        name: &name,
        description: description.trim(),
        permissions: &input.permissions,
        is_active: input.is_active,
    };
    write(tx, ctx, "role_update", &before, input.version, &role).await
}

/// Puts a role away that nobody has.
///
/// # Errors
/// `role_not_found`, `role_built_in`, `role_in_use`, `above_own_role`, `all_locations_needed`,
/// `row_changed_meanwhile`.
pub async fn role_deactivate(app: &App, ctx: &Ctx, input: RoleDeactivate) -> Result<RoleRow> {
    ctx.require(Permission::UserEdit)?;
    let mut tx = app.db.begin(ctx).await?;
    let before = find(&mut tx, ctx, input.role_id).await?;
    check_own(ctx, &[&before.permissions])?;
    check_away(&mut tx, &before, false).await?;
    let role = store::RoleWrite {
        name: &before.name,
        description: &before.description,
        permissions: &before.permissions,
        is_active: false,
    };
    write(tx, ctx, "role_deactivate", &before, input.version, &role).await
}

async fn write(
    mut tx: Tx,
    ctx: &Ctx,
    action: &'static str,
    before: &RoleRow,
    version: i32,
    role: &store::RoleWrite<'_>,
) -> Result<RoleRow> {
    if !store::role_update(&mut tx, before.role_id, version, role).await? {
        return Err(InputError::Stale.into());
    }
    // Whoever has it sees and does other things from now on.
    tx.record(Fact::new(action).on("role", before.role_id.0).detail("name", role.name).tag("me")).await?;
    let row = find(&mut tx, ctx, before.role_id).await?;
    tx.commit().await?;
    Ok(row)
}

async fn find(tx: &mut Tx, ctx: &Ctx, id: RoleId) -> Result<RoleRow> {
    let role = store::role_list(tx, &seen(ctx)).await?.into_iter().find(|role| role.role_id == id);
    role.ok_or_else(|| IdentityError::RoleNotFound.into())
}

fn check_texts(name: &str, description: &str) -> Result<()> {
    let mut v = Validator::new();
    v.length(name, 1, 60, "name").length(description, 0, 300, "description");
    Ok(v.finish()?)
}

/// A role is of every place, so only who sees every place decides; and nobody gives
/// or takes what they have not themselves.
fn check_own(ctx: &Ctx, sets: &[&PermissionSet]) -> Result<()> {
    if ctx.locations() != Locations::All {
        return Err(IdentityError::AllLocationsNeeded.into());
    }
    let Actor::User { permissions, .. } = &ctx.actor else { return Ok(()) };
    if sets.iter().all(|set| permissions.holds_all(set)) { Ok(()) } else { Err(IdentityError::AboveOwnRole.into()) }
}

/// What may do everything is never changed, what came with the program never put
/// away, and what people have stays as long as they have it.
async fn check_away(tx: &mut Tx, before: &RoleRow, stays: bool) -> Result<()> {
    if before.is_super || (before.is_system && !stays) {
        return Err(IdentityError::RoleBuiltIn.into());
    }
    if before.is_active && !stays {
        let user_count = store::role_people(tx, before.role_id).await?;
        if user_count > 0 {
            return Err(IdentityError::RoleInUse { user_count }.into());
        }
    }
    Ok(())
}

/// Whether the caller's own role may do everything.
pub(super) async fn is_super(tx: &mut Tx, ctx: &Ctx) -> Result<bool> {
    match ctx.user_id() {
        None => Ok(true),
        Some(user) => {
            let row = store::user_get(tx, user).await?.ok_or(IdentityError::UserNotFound)?;
            Ok(store::role_is_super(tx, row.role_id).await? == Some(true))
        }
    }
}
