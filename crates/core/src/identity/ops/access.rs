//! What an administrator does to somebody's way in: sessions, lock-out, a new password.

use simpul_kernel::error::InputError;
use simpul_kernel::{Ctx, Permission, Result};

use super::super::error::IdentityError;
use super::super::input::{UserPasswordReset, UserRef, UserSessionRevoke};
use super::super::view::{OneTimePassword, SessionRow, SessionsEnded, UserRow};
use super::super::{rules, store};
use super::password::{access_changed, password_hash};
use super::user::{Reach, check_reach, seen};
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::notice::facade::AccessChange;

/// Sessions of somebody, the one used last first.
///
/// # Errors
/// `permission_denied`, `user_not_found`.
pub async fn user_session_list(app: &App, ctx: &Ctx, input: UserRef) -> Result<Vec<SessionRow>> {
    ctx.require(Permission::UserEdit)?;
    let mut tx = app.db.begin(ctx).await?;
    store::user_seen(&mut tx, &seen(ctx), input.user_id).await?.ok_or(IdentityError::UserNotFound)?;
    store::session_list(&mut tx, input.user_id, ctx.session, ctx.now).await
}

/// Ends a session of somebody, or all of them.
///
/// # Errors
/// `user_not_found`, `session_not_found`, `above_own_role`, `location_not_found`.
pub async fn user_session_revoke(app: &App, ctx: &Ctx, input: UserSessionRevoke) -> Result<SessionsEnded> {
    ctx.require(Permission::UserEdit)?;
    let mut tx = app.db.begin(ctx).await?;
    let user = beneath(&mut tx, ctx, UserRef { user_id: input.user_id }).await?;
    let count = match input.session_id {
        Some(session) if store::session_end_of(&mut tx, user.user_id, session).await? => 1,
        Some(_) => return Err(IdentityError::SessionNotFound.into()),
        None => store::sessions_end_others(&mut tx, user.user_id, None, ctx.now).await?,
    };
    let fact = Fact::new("user_session_revoke").on("user", user.user_id.0).detail("name", &user.name);
    tx.record(fact.detail("count", count).tag("session")).await?;
    tx.commit().await?;
    Ok(SessionsEnded { count })
}

/// Draws a one-time password for somebody, ends their sessions, takes their PIN and lifts
/// their lock-out. It is shown this once, and must be changed at the next sign-in.
///
/// # Errors
/// `user_not_found`, `row_changed_meanwhile`, `above_own_role`, `location_not_found`, `password_reset_own`.
pub async fn user_password_reset(app: &App, ctx: &Ctx, input: UserPasswordReset) -> Result<OneTimePassword> {
    ctx.require(Permission::UserEdit)?;
    if ctx.user_id() == Some(input.user_id) {
        return Err(IdentityError::PasswordResetOwn.into());
    }
    let password = rules::password_new();
    let hash = password_hash(&password).await?;
    let until = ctx.now + rules::ONE_TIME_LIFE;
    let mut tx = app.db.begin(ctx).await?;
    let user = beneath(&mut tx, ctx, UserRef { user_id: input.user_id }).await?;
    if user.version != input.version {
        return Err(InputError::Stale.into());
    }
    store::password_set(&mut tx, user.user_id, &hash, Some(until)).await?;
    store::pin_drop(&mut tx, user.user_id).await?;
    store::sessions_end_of(&mut tx, user.user_id).await?;
    store::sign_in_worked(&mut tx, user.user_id, None).await?;
    let fact = Fact::new("user_password_reset").on("user", user.user_id.0).detail("name", &user.name);
    tx.record(fact.tag("session")).await?;
    access_changed(&mut tx, ctx, user.user_id, AccessChange::PasswordReset).await?;
    tx.commit().await?;
    Ok(OneTimePassword { username: user.username, password: password.expose().to_owned(), until })
}

/// Lifts the lock-out that wrong passwords brought about. Tries with a PIN are given back by the password only.
///
/// # Errors
/// `user_not_found`, `user_unlock_own`, `above_own_role`, `location_not_found`.
pub async fn user_unlock(app: &App, ctx: &Ctx, input: UserRef) -> Result<UserRow> {
    ctx.require(Permission::UserEdit)?;
    // A screen left open would else be a way to guess its person's password without end.
    if ctx.user_id() == Some(input.user_id) {
        return Err(IdentityError::UnlockOwn.into());
    }
    let mut tx = app.db.begin(ctx).await?;
    let user = beneath(&mut tx, ctx, input).await?;
    store::sign_in_worked(&mut tx, user.user_id, None).await?;
    tx.record(Fact::new("user_unlock").on("user", user.user_id.0).detail("name", &user.name)).await?;
    let row = store::user_get(&mut tx, user.user_id).await?.ok_or(IdentityError::UserNotFound)?;
    tx.commit().await?;
    Ok(row)
}

/// Somebody the caller sees, and whose rights do not go beyond the caller's.
async fn beneath(tx: &mut Tx, ctx: &Ctx, user: UserRef) -> Result<UserRow> {
    let row = store::user_seen(tx, &seen(ctx), user.user_id).await?.ok_or(IdentityError::UserNotFound)?;
    check_reach(tx, ctx, &Reach::of(&row)).await?;
    Ok(row)
}
