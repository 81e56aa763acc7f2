//! Locking a session without ending it, and opening it again.

use simpul_kernel::ids::UserId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Done, Nothing, Result, Secret};

use super::super::error::IdentityError;
use super::super::input::SessionUnlock;
use super::super::slowly::slowly;
use super::super::view::Me;
use super::super::{rules, store};
use super::password::password_check;
use crate::app::App;
use crate::db::Fact;

/// Locks the session the call came with.
///
/// # Errors
/// `sign_in_required`.
pub async fn session_lock(app: &App, ctx: &Ctx, _input: Nothing) -> Result<Done> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    if let Some(session) = ctx.session {
        store::session_lock(&mut tx, session, ctx.now).await?;
    }
    tx.record(Fact::new("session_lock").on("user", user.0).tag("session")).await?;
    tx.commit().await?;
    Ok(Done::OK)
}

/// Says that somebody sits before the page. What keeps the session is the door, as for every write; reads a page
/// makes by itself do not.
///
/// # Errors
/// `sign_in_required`.
pub async fn session_touch(_app: &App, ctx: &Ctx, _input: Nothing) -> Result<Done> {
    ctx.require_user()?;
    Ok(Done::OK)
}

/// Opens a locked session, by PIN or by password.
///
/// # Errors
/// `pin_wrong`, `pin_spent`, `pin_not_set`, `password_wrong`, `sign_in_locked`, `input_invalid` unless
/// exactly one of them is given.
pub async fn session_unlock(app: &App, ctx: &Ctx, input: SessionUnlock) -> Result<Me> {
    let user = ctx.require_user()?;
    let (by, mut tx) = match (&input.pin, &input.password) {
        (Some(pin), None) => {
            let hash = pin_check(app, ctx, user, pin).await?;
            let mut tx = app.db.begin(ctx).await?;
            if !store::pin_worked(&mut tx, user, &hash).await? {
                return Err(IdentityError::PinNotSet.into());
            }
            ("pin", tx)
        }
        (None, Some(password)) => {
            let shown = password_check(app, ctx, user, password).await?;
            let mut tx = app.db.begin(ctx).await?;
            shown.still(&mut tx, ctx).await?;
            store::sign_in_worked(&mut tx, user, None).await?;
            store::pin_forgive(&mut tx, user).await?;
            ("password", tx)
        }
        _ => {
            let mut v = Validator::new();
            v.check(false, "pin", if input.pin.is_some() { "mismatch" } else { "required" });
            v.finish()?;
            return Err(IdentityError::PinNotSet.into());
        }
    };
    if let Some(session) = ctx.session {
        let until = (ctx.now + rules::session_life(false), ctx.now + rules::session_life(true));
        store::session_unlock(&mut tx, session, ctx.now, until).await?;
    }
    tx.record(Fact::new("session_unlock").on("user", user.0).detail("by", by).tag("session").tag("me")).await?;
    let me = super::me::me(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(me)
}

/// The PIN's hash when it is the right one. A try is taken before it is looked at.
pub(super) async fn pin_check(app: &App, ctx: &Ctx, user: UserId, pin: &Secret) -> Result<String> {
    let mut tx = app.db.begin(ctx).await?;
    let Some((hash, failures)) = store::pin_try_take(&mut tx, user, rules::PIN_TRIES).await? else {
        if !store::me_find(&mut tx, user).await?.is_some_and(|me| me.has_pin) {
            return Err(IdentityError::PinNotSet.into());
        }
        tx.record(Fact::new("pin_check_fail").on("user", user.0).detail("spent", true)).await?;
        tx.commit().await?;
        return Err(IdentityError::PinSpent.into());
    };
    tx.commit().await?;
    let (typed, kept) = (pin.clone(), hash.clone());
    let fits = match slowly(move || rules::password_fits(&typed, Some(&kept))).await {
        Ok(fits) => fits,
        Err(error) => {
            // It was never looked at: the try is given back.
            let mut tx = app.db.begin(ctx).await?;
            store::pin_try_return(&mut tx, user, &hash).await?;
            tx.commit().await?;
            return Err(error);
        }
    };
    if fits {
        return Ok(hash);
    }
    let mut tx = app.db.begin(ctx).await?;
    tx.record(Fact::new("pin_check_fail").on("user", user.0)).await?;
    tx.commit().await?;
    Err(IdentityError::PinWrong { tries_left: rules::PIN_TRIES - failures }.into())
}
