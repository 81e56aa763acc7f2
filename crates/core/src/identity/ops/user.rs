//! People, roles, and what was done.

use simpul_kernel::error::InputError;
use simpul_kernel::ids::{LocationId, RoleId};
use simpul_kernel::validate::{Validator, phone_e164};
use simpul_kernel::{Actor, Ctx, Locations, Paged, Permission, Result, Secret};

use super::super::error::IdentityError;
use super::super::input::{ActivityList, UserCreate, UserList, UserUpdate};
use super::super::view::{ActivityRow, RoleRow, UserRow};
use super::super::{rules, store};
use crate::app::App;
use crate::db::{Fact, Tx};
use simpul_kernel::Nothing;

/// Lists people by name.
///
/// # Errors
/// `permission_denied`.
pub async fn user_list(app: &App, ctx: &Ctx, input: UserList) -> Result<Paged<UserRow>> {
    ctx.require(Permission::UserView)?;
    let mut tx = app.db.begin(ctx).await?;
    store::user_list(&mut tx, &seen(ctx), input.search.as_deref(), &input.page.unwrap_or_default()).await
}

/// People are no rows of a place: whom a caller may know of is said here.
fn seen(ctx: &Ctx) -> store::UsersSeen {
    let locations = match ctx.locations() {
        Locations::All => None,
        Locations::Only(ids) => Some(ids.iter().map(|l| l.0).collect()),
    };
    store::UsersSeen { locations, own: ctx.user_id().map(|id| id.0) }
}

/// Makes a person.
///
/// # Errors
/// `username_taken`, `role_not_found`, `above_own_role`, `location_not_found`, `input_invalid`.
pub async fn user_create(app: &App, ctx: &Ctx, input: UserCreate) -> Result<UserRow> {
    ctx.require(Permission::UserEdit)?;
    let username = rules::username_normal(&input.username);
    let mut v = Validator::new();
    v.length(&input.name, 1, 80, "name").check(rules::username_ok(&username), "username", "bad_format");
    rules::check_password(&mut v, &input.password, &username, "password");
    let phone = check_phone(&mut v, input.phone.as_deref());
    v.finish()?;
    let hash = hash(&input.password).await?;
    let mut tx = app.db.begin(ctx).await?;
    check_reach(&mut tx, ctx, input.role_id, input.all_locations, &input.location_ids).await?;
    let user = store::UserWrite {
        name: input.name.trim(),
        username: &username,
        phone: phone.as_deref(),
        role_id: input.role_id,
        has_all_locations: input.all_locations,
        is_active: true,
    };
    let id = store::user_insert(&mut tx, &user, &hash).await?;
    store::user_locations_set(&mut tx, id, &input.location_ids).await?;
    tx.record(Fact::new("user_create").on("user", id.0).detail("name", &input.name)).await?;
    let row = store::user_get(&mut tx, id).await?.ok_or(IdentityError::UserNotFound)?;
    tx.commit().await?;
    Ok(row)
}

/// Changes a person. A new password or a closed account ends their sessions.
///
/// # Errors
/// `user_not_found`, `row_changed_meanwhile`, `last_super_admin`, `above_own_role`, `location_not_found`,
/// `input_invalid`.
pub async fn user_update(app: &App, ctx: &Ctx, input: UserUpdate) -> Result<UserRow> {
    ctx.require(Permission::UserEdit)?;
    let mut v = Validator::new();
    v.length(&input.name, 1, 80, "name");
    let phone = check_phone(&mut v, input.phone.as_deref());
    if let Some(password) = &input.new_password {
        rules::check_password(&mut v, password, "", "new_password");
    }
    v.finish()?;
    let new_hash = match &input.new_password {
        Some(password) => Some(hash(password).await?),
        None => None,
    };
    let mut tx = app.db.begin(ctx).await?;
    let before = store::user_seen(&mut tx, &seen(ctx), input.user_id).await?.ok_or(IdentityError::UserNotFound)?;
    // Whoever may not make such a person may not change one into or out of it either.
    check_reach(&mut tx, ctx, before.role_id, before.all_locations, &before.location_ids).await?;
    check_reach(&mut tx, ctx, input.role_id, input.all_locations, &input.location_ids).await?;
    let stays_super = input.is_active && store::role_is_super(&mut tx, input.role_id).await? == Some(true);
    if before.is_active && !stays_super && store::role_is_super(&mut tx, before.role_id).await? == Some(true) {
        // Two who take the rank from each other at once would both still count the other.
        store::users_lock(&mut tx).await?;
        if store::other_super_admins(&mut tx, input.user_id).await? == 0 {
            return Err(IdentityError::LastSuperAdmin.into());
        }
    }
    let user = store::UserWrite {
        name: input.name.trim(),
        username: &before.username,
        phone: phone.as_deref(),
        role_id: input.role_id,
        has_all_locations: input.all_locations,
        is_active: input.is_active,
    };
    if !store::user_update(&mut tx, input.user_id, input.version, &user, new_hash.as_deref()).await? {
        return Err(InputError::Stale.into());
    }
    store::user_locations_set(&mut tx, input.user_id, &input.location_ids).await?;
    if new_hash.is_some() || !input.is_active {
        store::sessions_end_of(&mut tx, input.user_id).await?;
    }
    tx.record(Fact::new("user_update").on("user", input.user_id.0).detail("name", &input.name)).await?;
    let row = store::user_get(&mut tx, input.user_id).await?.ok_or(IdentityError::UserNotFound)?;
    tx.commit().await?;
    Ok(row)
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

/// What was done, newest first. Who sees some places only reads what was done
/// there, and their own deeds.
///
/// # Errors
/// `permission_denied`.
pub async fn activity_list(app: &App, ctx: &Ctx, input: ActivityList) -> Result<Paged<ActivityRow>> {
    ctx.require(Permission::AuditView)?;
    let mut tx = app.db.begin(ctx).await?;
    let subject = (input.subject_kind, input.subject_id);
    store::activity_list(&mut tx, subject, &seen(ctx), &input.page.unwrap_or_default()).await
}

async fn hash(password: &Secret) -> Result<String> {
    let password = password.clone();
    tokio::task::spawn_blocking(move || rules::password_hash(&password))
        .await
        .map_err(simpul_kernel::Error::internal)?
}

fn check_phone(v: &mut Validator, phone: Option<&str>) -> Option<String> {
    let text = phone.map(str::trim).filter(|t| !t.is_empty())?;
    let normal = phone_e164(text);
    v.check(normal.is_some(), "phone", "bad_format");
    normal
}

/// Nobody makes an account that can do more, or see more, than their own.
async fn check_reach(
    tx: &mut Tx,
    ctx: &Ctx,
    role: RoleId,
    all_locations: bool,
    locations: &[LocationId],
) -> Result<()> {
    let role = store::role_list(tx, &seen(ctx)).await?.into_iter().find(|row| row.role_id == role);
    let role = role.ok_or(IdentityError::RoleNotFound)?;
    let Actor::User { permissions, locations: own, .. } = &ctx.actor else { return Ok(()) };
    if !role.permissions.iter().all(|permission| permissions.has(permission)) {
        return Err(IdentityError::AboveOwnRole.into());
    }
    match own {
        Locations::All => Ok(()),
        Locations::Only(own) if !all_locations && locations.iter().all(|l| own.contains(l)) => Ok(()),
        Locations::Only(_) => Err(IdentityError::LocationNotFound.into()),
    }
}
