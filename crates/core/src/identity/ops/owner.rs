//! The first start: the owner's account, the data key, joining by recovery code.

use chrono_tz::Tz;
use simpul_kernel::error::AccessError;
use simpul_kernel::ids::UserId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Actor, Ctx, Permission, Result, Secret};

use super::super::error::IdentityError;
use super::super::input::{InstallationJoin, InstallationRecoveryRenew, OwnerCreate};
use super::super::installation::{self, NewDataKey, RenewedRecovery};
use super::super::view::{OwnerCreated, RecoveryCode, SignedIn};
use super::super::{rules, session, store};
use super::password::{access_changed, password_hash};
use crate::app::App;
use crate::db::Fact;
use crate::notice::facade::AccessChange;
use simpul_kernel::Done;

/// Makes the first account, the data key and its recovery code.
///
/// # Errors
/// `owner_already_exists`, `input_invalid`.
pub async fn owner_create(app: &App, ctx: &Ctx, input: OwnerCreate) -> Result<OwnerCreated> {
    let username = rules::username_normal(&input.username);
    validate(&input, &username)?;
    if !installation::owner_is_missing(app, ctx).await? {
        return Err(IdentityError::OwnerExists.into());
    }
    let hash = password_hash(&input.password).await?;
    let data_key = NewDataKey::make(app.info.key_file.clone()).await?;
    let (token, token_hash) = rules::session_token_new();

    let mut tx = app.db.begin(ctx).await?;
    store::users_lock(&mut tx).await?;
    if store::users_count(&mut tx).await? > 0 {
        return Err(IdentityError::OwnerExists.into());
    }
    let role_id = store::role_id_by_code(&mut tx, "super_admin").await?.ok_or(IdentityError::RoleNotFound)?;
    let owner = store::UserWrite {
        name: input.name.trim(),
        username: &username,
        phone: None,
        role_id,
        has_all_locations: true,
        is_active: true,
        one_time_until: None,
    };
    let user = store::user_insert(&mut tx, &owner, &hash).await?;
    store::preferences_set(&mut tx, user, Some(input.locale), None).await?;
    let expires_at = ctx.now + rules::SESSION_IDLE;
    store::session_insert(&mut tx, user, &token_hash, super::session::door(ctx), None, expires_at).await?;
    data_key.store(&mut tx, app.installation.id).await?;
    crate::settings::first_set(&mut tx, input.company_name.trim(), &input.time_zone, input.locale).await?;
    tx.record(Fact::new("owner_create").on("user", user.0).detail("name", &input.name)).await?;
    tx.commit().await?;
    app.keys.set(data_key.key_id, data_key.key.clone());

    let signed_in = signed_in(app, ctx, token).await?;
    Ok(OwnerCreated { signed_in, recovery_code: data_key.recovery_code.expose().to_owned() })
}

fn validate(input: &OwnerCreate, username: &str) -> Result<()> {
    let mut v = Validator::new();
    v.length(&input.company_name, 1, 80, "company_name").length(&input.name, 1, 80, "name");
    v.check(input.time_zone.parse::<Tz>().is_ok(), "time_zone", "unknown");
    v.check(rules::username_ok(username), "username", "bad_format");
    rules::check_password(&mut v, &input.password, username, "password");
    Ok(v.finish()?)
}

/// The answer to a sign-in: the token for the door, the person for the page.
pub(super) async fn signed_in(app: &App, ctx: &Ctx, token: Secret) -> Result<SignedIn> {
    let own = session::session_ctx(&app.db, &app.clock, ctx.source, Some(&token)).await?;
    let mut tx = app.db.begin(&own).await?;
    let me = super::me::me(&mut tx, &own).await?;
    Ok(SignedIn { token: Some(token.expose().to_owned()), me })
}

/// What [`owner_password_reset`] is told.
#[derive(Debug)]
pub struct OwnerPasswordReset {
    /// Who; absent = the only one who may do everything.
    pub username: Option<String>,
    /// The new password.
    pub password: Secret,
}

/// Gives an owner who is locked out a new password, ends their sessions, and returns
/// their username. No door offers it: whoever calls it reads the installation's
/// folder, or has the outside server's owner role, and could change the rows anyway.
///
/// # Errors
/// `permission_denied` to everybody but the installation itself, `user_not_found`,
/// `owner_ambiguous`, `input_invalid`.
pub async fn owner_password_reset(app: &App, ctx: &Ctx, input: OwnerPasswordReset) -> Result<String> {
    if !matches!(ctx.actor, Actor::Machine { .. }) {
        return Err(AccessError::PermissionDenied { permission: Permission::DatabaseManage }.into());
    }
    let wanted = input.username.as_deref().map(rules::username_normal);
    let mut v = Validator::new();
    rules::check_password(&mut v, &input.password, wanted.as_deref().unwrap_or_default(), "password");
    v.finish()?;
    let hash = password_hash(&input.password).await?;
    let mut tx = app.db.begin(ctx).await?;
    let owners = store::super_admins(&mut tx).await?;
    let (user, username) = owner_meant(owners, wanted.as_deref())?;
    store::user_recover(&mut tx, user, &hash).await?;
    store::pin_drop(&mut tx, user).await?;
    store::sessions_end_of(&mut tx, user).await?;
    store::sign_in_worked(&mut tx, user, None).await?;
    tx.record(Fact::new("owner_password_reset").on("user", user.0).detail("username", &username)).await?;
    access_changed(&mut tx, ctx, user, AccessChange::PasswordReset).await?;
    tx.commit().await?;
    Ok(username)
}

/// The one named; else the only active one; else the only one.
fn owner_meant(owners: Vec<(UserId, String, bool)>, wanted: Option<&str>) -> Result<(UserId, String), IdentityError> {
    let active: Vec<_> = owners.iter().filter(|(_, _, is_active)| *is_active).cloned().collect();
    let candidates = match wanted {
        Some(name) => owners.into_iter().filter(|(_, username, _)| username == name).collect(),
        None if active.is_empty() => owners,
        None => active,
    };
    match candidates.as_slice() {
        [] => Err(IdentityError::UserNotFound),
        [(id, username, _)] => Ok((*id, username.clone())),
        many => {
            let usernames: Vec<&str> = many.iter().map(|(_, username, _)| username.as_str()).collect();
            Err(IdentityError::OwnerAmbiguous { usernames: usernames.join(", ") })
        }
    }
}

/// Joins this installation to the database by the recovery code.
///
/// # Errors
/// `recovery_code_wrong`, `program_busy`.
pub async fn installation_join(app: &App, ctx: &Ctx, input: InstallationJoin) -> Result<Done> {
    if app.keys.is_available() {
        return Ok(Done::OK);
    }
    installation::join(app, ctx, input.recovery_code).await?;
    Ok(Done::OK)
}

/// Makes a new recovery code and shows it this once; the old one opens nothing any
/// more. Computers that joined already are not touched.
///
/// # Errors
/// `permission_denied`, `password_wrong`, `sign_in_locked`, `key_unavailable`.
pub async fn installation_recovery_renew(
    app: &App,
    ctx: &Ctx,
    input: InstallationRecoveryRenew,
) -> Result<RecoveryCode> {
    ctx.require(Permission::DatabaseManage)?;
    let user = ctx.require_user()?;
    let shown = super::password::password_check(app, ctx, user, &input.password).await?;
    let renewed = RenewedRecovery::make(&app.keys).await?;
    let mut tx = app.db.begin(ctx).await?;
    shown.still(&mut tx, ctx).await?;
    renewed.store(&mut tx).await?;
    store::sign_in_worked(&mut tx, user, None).await?;
    tx.record(Fact::new("installation_recovery_renew").on("installation", app.installation.id.0)).await?;
    for (owner, _, is_active) in store::super_admins(&mut tx).await? {
        if is_active {
            access_changed(&mut tx, ctx, owner, AccessChange::RecoveryCode).await?;
        }
    }
    tx.commit().await?;
    Ok(RecoveryCode { recovery_code: renewed.recovery_code.expose().to_owned() })
}
