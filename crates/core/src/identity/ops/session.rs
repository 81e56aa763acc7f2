//! Signing in and out.

use simpul_kernel::{Ctx, Result, Source};

use super::super::error::IdentityError;
use super::super::input::{SessionRef, SessionSignIn};
use super::super::slowly::slowly_at_the_door;
use super::super::tries::Tell;
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
/// `sign_in_failed` for every reason alike; `sign_in_locked` after too many failures, whether somebody has the name or
/// not; with the right password also `one_time_password_expired`; `program_busy`.
pub async fn session_sign_in(app: &App, ctx: &Ctx, input: SessionSignIn) -> Result<SignedIn> {
    let username = rules::username_normal(&input.username);
    let mut tx = app.db.begin(ctx).await?;
    let found = store::sign_in_find(&mut tx, &username).await?;
    // Verifying takes tens of milliseconds: no transaction waits for it.
    drop(tx);
    let locked_until = match &found {
        Some(user) => user.locked_until.filter(|until| *until > ctx.now),
        None => app.strangers.locked_until(&username, ctx.now),
    };
    let hash = found.as_ref().map(|f| f.password_hash.clone());
    let password = input.password.clone();
    // A try while locked takes its time as any other: nobody learns from it, or fills the trail faster.
    let fits = slowly_at_the_door(move || rules::password_fits(&password, hash.as_deref())).await?;
    let mut tx = app.db.begin(ctx).await?;
    let is_known = found.is_some();
    let tell = || app.strangers.tell(&username, is_known, ctx.now);
    let Some(user) = found else {
        let fact = Fact::new("session_sign_in_fail").detail("name_hash", app.strangers.kept(&username));
        if let Some(until) = locked_until {
            return refuse(tx, (tell(), fact.detail("locked", true)), IdentityError::SignInLocked { until }).await;
        }
        app.strangers.failed(&username, ctx.now);
        return refuse(tx, (tell(), fact), IdentityError::SignInFailed).await;
    };
    let fact = Fact::new("session_sign_in_fail").on("user", user.user_id.0);
    if let Some(until) = locked_until {
        return refuse(tx, (tell(), fact.detail("locked", true)), IdentityError::SignInLocked { until }).await;
    }
    if !fits || !user.is_active {
        let failures = store::sign_in_failed(&mut tx, user.user_id).await?;
        store::sign_in_lock_until(&mut tx, user.user_id, rules::locked_until(failures, ctx.now)).await?;
        return refuse(tx, (tell(), fact), IdentityError::SignInFailed).await;
    }
    if let Some(why) = refusal(&mut tx, ctx, &user, &username).await? {
        let is_locked = matches!(why, IdentityError::SignInLocked { .. });
        let fact = if is_locked { fact.detail("locked", true) } else { fact };
        return refuse(tx, (tell(), fact), why).await;
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

/// Why somebody with the right password is not let in. What was read before the slow hashing must still be so: one
/// right guess among many made at once would otherwise pass the lock the others brought about, and a password that
/// was just replaced would open one more session.
async fn refusal(tx: &mut Tx, ctx: &Ctx, user: &store::SignInRow, username: &str) -> Result<Option<IdentityError>> {
    store::sign_in_take(tx, user.user_id).await?;
    let Some(now) = store::sign_in_find(tx, username).await? else { return Ok(Some(IdentityError::SignInFailed)) };
    if let Some(until) = now.locked_until.filter(|until| *until > ctx.now) {
        return Ok(Some(IdentityError::SignInLocked { until }));
    }
    if !now.is_active || now.password_hash != user.password_hash {
        return Ok(Some(IdentityError::SignInFailed));
    }
    Ok(now.one_time_until.is_some_and(|until| until <= ctx.now).then_some(IdentityError::OneTimeExpired))
}

/// Leaves an entry of a try that did not let anybody in, or of many.
async fn refuse(mut tx: Tx, (tell, fact): (Tell, Fact), why: IdentityError) -> Result<SignedIn> {
    if let Some(count) = tell.left_out {
        tx.record(Fact::new("session_sign_in_fail").detail("left_out", count)).await?;
    }
    if tell.it {
        tx.record(fact).await?;
    }
    tx.commit().await?;
    Err(why.into())
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
