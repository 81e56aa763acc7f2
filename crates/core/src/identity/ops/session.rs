//! Signing in and out.

use simpul_kernel::{Ctx, Result, Source};

use super::super::error::IdentityError;
use super::super::input::{SessionRef, SessionSignIn};
use super::super::view::{SessionRow, SessionsEnded, SignedIn};
use super::super::{rules, store};
use crate::app::App;
use crate::db::{Fact, Tx};
use simpul_kernel::{Done, Nothing};

/// The door's name in `sessions`.
pub(super) fn door(ctx: &Ctx) -> &'static str {
    match ctx.source {
        Source::Job => Source::Cli.as_str(),
        other => other.as_str(),
    }
}

/// Signs somebody in.
///
/// # Errors
/// `sign_in_failed` for every reason alike, `sign_in_locked`; with the right password also
/// `one_time_password_expired`.
pub async fn session_sign_in(app: &App, ctx: &Ctx, input: SessionSignIn) -> Result<SignedIn> {
    let username = rules::username_normal(&input.username);
    let mut tx = app.db.begin(ctx).await?;
    let found = store::sign_in_find(&mut tx, &username).await?;
    // Verifying takes tens of milliseconds: no transaction waits for it.
    drop(tx);
    if let Some(until) = found.as_ref().and_then(|f| f.locked_until).filter(|until| *until > ctx.now) {
        return Err(IdentityError::SignInLocked { until }.into());
    }
    let hash = found.as_ref().map(|f| f.password_hash.clone());
    let password = input.password.clone();
    let fits = tokio::task::spawn_blocking(move || rules::password_fits(&password, hash.as_deref()))
        .await
        .map_err(simpul_kernel::Error::internal)?;
    let Some(user) = found else { return Err(IdentityError::SignInFailed.into()) };
    let mut tx = app.db.begin(ctx).await?;
    if !fits || !user.is_active {
        let failures = store::sign_in_failed(&mut tx, user.user_id).await?;
        store::sign_in_lock_until(&mut tx, user.user_id, rules::locked_until(failures, ctx.now)).await?;
        tx.record(Fact::new("session_sign_in_fail").on("user", user.user_id.0)).await?;
        tx.commit().await?;
        return Err(IdentityError::SignInFailed.into());
    }
    still_may(&mut tx, ctx, &user, &username).await?;
    if user.one_time_until.is_some_and(|until| until <= ctx.now) {
        return Err(IdentityError::OneTimeExpired.into());
    }
    let (token, token_hash) = rules::session_token_new();
    store::sign_in_worked(&mut tx, user.user_id, Some(ctx.now)).await?;
    store::pin_forgive(&mut tx, user.user_id).await?;
    let expires_at = ctx.now + rules::SESSION_IDLE;
    let device = rules::device_name(input.device_name.as_deref());
    let device = device.as_deref();
    store::session_insert(&mut tx, user.user_id, &token_hash, door(ctx), device, expires_at).await?;
    tx.record(Fact::new("session_sign_in").on("user", user.user_id.0).tag("session")).await?;
    tx.commit().await?;
    super::owner::signed_in(app, ctx, token).await
}

/// What was read before the slow hashing must still be so: one right guess among
/// many made at once would otherwise pass the lock the others brought about, and a
/// password that was just replaced would open one more session.
async fn still_may(tx: &mut Tx, ctx: &Ctx, user: &store::SignInRow, username: &str) -> Result<()> {
    store::sign_in_take(tx, user.user_id).await?;
    let now = store::sign_in_find(tx, username).await?.ok_or(IdentityError::SignInFailed)?;
    if let Some(until) = now.locked_until.filter(|until| *until > ctx.now) {
        return Err(IdentityError::SignInLocked { until }.into());
    }
    if !now.is_active || now.password_hash != user.password_hash {
        return Err(IdentityError::SignInFailed.into());
    }
    Ok(())
}

/// Ends the session the call came with.
///
/// # Errors
/// `sign_in_required`.
pub async fn session_sign_out(app: &App, ctx: &Ctx, _input: Nothing) -> Result<Done> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    if let Some(session) = ctx.session {
        store::session_end(&mut tx, session).await?;
    }
    tx.record(Fact::new("session_sign_out").on("user", user.0).tag("session")).await?;
    tx.commit().await?;
    Ok(Done::OK)
}

/// The caller's own sessions, the one used last first.
///
/// # Errors
/// `sign_in_required`.
pub async fn session_list(app: &App, ctx: &Ctx, _input: Nothing) -> Result<Vec<SessionRow>> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    store::session_list(&mut tx, user, ctx.session, ctx.now).await
}

/// Ends one of the caller's own sessions.
///
/// # Errors
/// `session_not_found`.
pub async fn session_revoke(app: &App, ctx: &Ctx, input: SessionRef) -> Result<Done> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    if !store::session_end_of(&mut tx, user, input.session_id).await? {
        return Err(IdentityError::SessionNotFound.into());
    }
    tx.record(Fact::new("session_revoke").on("user", user.0).tag("session")).await?;
    tx.commit().await?;
    Ok(Done::OK)
}

/// Ends every session of the caller but the one the call came with.
///
/// # Errors
/// `sign_in_required`.
pub async fn session_revoke_others(app: &App, ctx: &Ctx, _input: Nothing) -> Result<SessionsEnded> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    let count = store::sessions_end_others(&mut tx, user, ctx.session, ctx.now).await?;
    tx.record(Fact::new("session_revoke_others").on("user", user.0).detail("count", count).tag("session")).await?;
    tx.commit().await?;
    Ok(SessionsEnded { count })
}
