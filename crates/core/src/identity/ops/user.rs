//! People.

use chrono::{DateTime, Utc};
use simpul_kernel::error::InputError;
use simpul_kernel::ids::{LocationId, RoleId};
use simpul_kernel::validate::{Validator, phone_e164};
use simpul_kernel::{Actor, Ctx, Locations, Paged, Permission, PermissionSet, Result};

use super::super::error::IdentityError;
use super::super::input::{UserCreate, UserList, UserUpdate};
use super::super::view::UserRow;
use super::super::{rules, store};
use super::password::{access_changed, password_hash};
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::notice::facade::AccessChange;

/// Lists people by name.
///
/// # Errors
/// `permission_denied`.
pub async fn user_list(app: &App, ctx: &Ctx, input: UserList) -> Result<Paged<UserRow>> {
    ctx.require(Permission::UserView)?;
    let mut tx = app.db.begin(ctx).await?;
    let order = (input.sort.unwrap_or_default(), input.descending.unwrap_or(false));
    store::user_list(&mut tx, &seen(ctx), input.search.as_deref(), order, &input.page.unwrap_or_default()).await
}

/// People are no rows of a place: whom a caller may know of is said here.
pub(in crate::identity) fn seen(ctx: &Ctx) -> store::UsersSeen {
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
    let hash = password_hash(&input.password).await?;
    let grants = input.grants.unwrap_or_default();
    let mut tx = app.db.begin(ctx).await?;
    let reach = Reach {
        role: input.role_id,
        role_before: None,
        grants: &grants,
        all_locations: input.all_locations,
        locations: &input.location_ids,
    };
    check_reach(&mut tx, ctx, &reach).await?;
    let user = store::UserWrite {
        name: input.name.trim(),
        username: &username,
        phone: phone.as_deref(),
        role_id: input.role_id,
        has_all_locations: input.all_locations,
        is_active: true,
        one_time_until: one_time(ctx, input.must_change_password),
    };
    let id = store::user_insert(&mut tx, &user, &hash).await?;
    store::user_locations_set(&mut tx, id, &input.location_ids).await?;
    store::grants_set(&mut tx, id, &grants, ctx.user_id()).await?;
    tx.record(Fact::new("user_create").on("user", id.0).detail("name", &input.name)).await?;
    let row = store::user_get(&mut tx, id).await?.ok_or(IdentityError::UserNotFound)?;
    tx.commit().await?;
    Ok(row)
}

/// Changes a person. A new password or a closed account ends their sessions, a new
/// password takes their PIN as well.
///
/// # Errors
/// `user_not_found`, `row_changed_meanwhile`, `last_super_admin`, `above_own_role`, `location_not_found`,
/// `password_reset_own`, `input_invalid`.
pub async fn user_update(app: &App, ctx: &Ctx, input: UserUpdate) -> Result<UserRow> {
    ctx.require(Permission::UserEdit)?;
    let mut v = Validator::new();
    v.length(&input.name, 1, 80, "name");
    let phone = check_phone(&mut v, input.phone.as_deref());
    if let Some(password) = &input.new_password {
        // A screen left open is no way to take the account over.
        if ctx.user_id() == Some(input.user_id) {
            return Err(IdentityError::PasswordResetOwn.into());
        }
        rules::check_password(&mut v, password, "", "new_password");
    }
    v.finish()?;
    let new_hash = match &input.new_password {
        Some(password) => Some(password_hash(password).await?),
        None => None,
    };
    let mut tx = app.db.begin(ctx).await?;
    let before = store::user_seen(&mut tx, &seen(ctx), input.user_id).await?.ok_or(IdentityError::UserNotFound)?;
    // Whoever may not make such a person may not change one into or out of it either.
    check_reach(&mut tx, ctx, &Reach::of(&before)).await?;
    let grants = input.grants.as_ref().unwrap_or(&before.grants);
    let reach = Reach {
        role: input.role_id,
        role_before: Some(before.role_id),
        grants,
        all_locations: input.all_locations,
        locations: &input.location_ids,
    };
    check_reach(&mut tx, ctx, &reach).await?;
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
        one_time_until: one_time(ctx, input.must_change_password),
    };
    if !store::user_update(&mut tx, input.user_id, input.version, &user, new_hash.as_deref()).await? {
        return Err(InputError::Stale.into());
    }
    store::user_locations_set(&mut tx, input.user_id, &input.location_ids).await?;
    if *grants != before.grants {
        store::grants_set(&mut tx, input.user_id, grants, ctx.user_id()).await?;
    }
    if new_hash.is_some() || !input.is_active {
        store::sessions_end_of(&mut tx, input.user_id).await?;
    }
    if new_hash.is_some() {
        store::pin_drop(&mut tx, input.user_id).await?;
        access_changed(&mut tx, ctx, input.user_id, AccessChange::PasswordReset).await?;
    }
    tx.record(Fact::new("user_update").on("user", input.user_id.0).detail("name", &input.name).tag("me")).await?;
    let row = store::user_get(&mut tx, input.user_id).await?.ok_or(IdentityError::UserNotFound)?;
    tx.commit().await?;
    Ok(row)
}

/// Until when a password somebody else has chosen holds, if for one sign-in.
fn one_time(ctx: &Ctx, must_change: Option<bool>) -> Option<DateTime<Utc>> {
    must_change.unwrap_or(false).then(|| ctx.now + rules::ONE_TIME_LIFE)
}

pub(super) fn check_phone(v: &mut Validator, phone: Option<&str>) -> Option<String> {
    let text = phone.map(str::trim).filter(|t| !t.is_empty())?;
    let normal = phone_e164(text);
    v.check(normal.is_some(), "phone", "bad_format");
    normal
}

/// What somebody may do, and where.
pub(super) struct Reach<'a> {
    role: RoleId,
    /// The role they have already: one that was put away may stay.
    role_before: Option<RoleId>,
    grants: &'a PermissionSet,
    all_locations: bool,
    locations: &'a [LocationId],
}

impl<'a> Reach<'a> {
    /// As it stands.
    pub(super) fn of(row: &'a UserRow) -> Self {
        Self {
            role: row.role_id,
            role_before: Some(row.role_id),
            grants: &row.grants,
            all_locations: row.all_locations,
            locations: &row.location_ids,
        }
    }
}

/// Nobody makes or touches an account that can do more, or see more, than their own.
pub(super) async fn check_reach(tx: &mut Tx, ctx: &Ctx, reach: &Reach<'_>) -> Result<()> {
    let role = store::role_list(tx, &seen(ctx)).await?.into_iter().find(|row| row.role_id == reach.role);
    let role = role.filter(|role| role.is_active || reach.role_before == Some(role.role_id));
    let role = role.ok_or(IdentityError::RoleNotFound)?;
    let Actor::User { permissions, locations: own, .. } = &ctx.actor else { return Ok(()) };
    let is_beneath = permissions.holds_all(&role.permissions) && permissions.holds_all(reach.grants);
    // A permission of a later version is in no set: only the role itself tells.
    if !is_beneath || (role.is_super && !super::role::is_super(tx, ctx).await?) {
        return Err(IdentityError::AboveOwnRole.into());
    }
    match own {
        Locations::All => Ok(()),
        Locations::Only(own) if !reach.all_locations && reach.locations.iter().all(|l| own.contains(l)) => Ok(()),
        Locations::Only(_) => Err(IdentityError::LocationNotFound.into()),
    }
}
