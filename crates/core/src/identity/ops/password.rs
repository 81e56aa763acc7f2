//! One's own password and PIN.

use simpul_kernel::ids::UserId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Hold, Result, Secret};

use super::super::error::IdentityError;
use super::super::input::{MePasswordChange, MePinSet};
use super::super::slowly::slowly;
use super::super::view::{Me, SessionsEnded};
use super::super::{rules, store};
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::notice;
use crate::notice::facade::AccessChange;

/// Changes one's own password: the old one is asked for, every other session ends.
///
/// # Errors
/// `password_wrong`, `sign_in_locked`, `input_invalid`.
pub async fn me_password_change(app: &App, ctx: &Ctx, input: MePasswordChange) -> Result<SessionsEnded> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    let username = store::me_find(&mut tx, user).await?.ok_or(IdentityError::UserNotFound)?.username;
    drop(tx);
    let mut v = Validator::new();
    rules::check_password(&mut v, &input.new_password, &username, "new_password");
    v.check(input.new_password.expose() != input.old_password.expose(), "new_password", "unchanged");
    v.finish()?;
    let shown = password_check(app, ctx, user, &input.old_password).await?;
    let hash = password_hash(&input.new_password).await?;
    let mut tx = app.db.begin(ctx).await?;
    shown.still(&mut tx, ctx).await?;
    store::password_set(&mut tx, user, &hash, None).await?;
    store::sign_in_worked(&mut tx, user, None).await?;
    let count = store::sessions_end_others(&mut tx, user, ctx.session, ctx.now).await?;
    let fact = Fact::new("me_password_change").on("user", user.0).detail("sessions_ended", count);
    tx.record(fact.tag("me").tag("session")).await?;
    // Who was made to choose one has just been told why.
    if ctx.hold != Some(Hold::OneTimePassword) {
        access_changed(&mut tx, ctx, user, AccessChange::Password).await?;
    }
    tx.commit().await?;
    Ok(SessionsEnded { count })
}

/// Sets one's own PIN, or takes it away; the password is asked for.
///
/// # Errors
/// `password_wrong`, `sign_in_locked`, `input_invalid`.
pub async fn me_pin_set(app: &App, ctx: &Ctx, input: MePinSet) -> Result<Me> {
    let user = ctx.require_user()?;
    let mut v = Validator::new();
    if let Some(pin) = &input.pin {
        rules::check_pin(&mut v, pin, "pin");
    }
    v.finish()?;
    let shown = password_check(app, ctx, user, &input.password).await?;
    let hash = match &input.pin {
        Some(pin) => Some(password_hash(pin).await?),
        None => None,
    };
    let mut tx = app.db.begin(ctx).await?;
    shown.still(&mut tx, ctx).await?;
    store::pin_set(&mut tx, user, hash.as_deref()).await?;
    store::sign_in_worked(&mut tx, user, None).await?;
    tx.record(Fact::new("me_pin_set").on("user", user.0).detail("has_pin", hash.is_some()).tag("me")).await?;
    let change = if hash.is_some() { AccessChange::Pin } else { AccessChange::PinRemoved };
    access_changed(&mut tx, ctx, user, change).await?;
    let me = super::me::me(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(me)
}

/// Tells somebody that their way in was changed, and by whom.
pub(super) async fn access_changed(tx: &mut Tx, ctx: &Ctx, user: UserId, change: AccessChange) -> Result<()> {
    let by = match ctx.user_id() {
        Some(by) => store::me_find(tx, by).await?.map(|row| row.name),
        None => None,
    };
    notice::facade::access_changed(tx, ctx, user, change, by.as_deref()).await
}

/// A password that was shown to be right, as it stood then.
#[derive(Debug)]
pub(super) struct Shown {
    user: UserId,
    hash: String,
}

impl Shown {
    /// What was read before the slow hashing must still be so.
    pub(super) async fn still(&self, tx: &mut Tx, ctx: &Ctx) -> Result<()> {
        store::sign_in_take(tx, self.user).await?;
        let now = store::sign_in_of(tx, self.user).await?.ok_or(IdentityError::PasswordWrong)?;
        if let Some(until) = now.locked_until.filter(|until| *until > ctx.now) {
            return Err(IdentityError::SignInLocked { until }.into());
        }
        if now.password_hash != self.hash || !now.is_active {
            return Err(IdentityError::PasswordWrong.into());
        }
        Ok(())
    }
}

/// Whether this is the password of whoever is signed in. Wrong ones count as at
/// sign-in: a session left open is no way to guess without end.
pub(super) async fn password_check(app: &App, ctx: &Ctx, user: UserId, password: &Secret) -> Result<Shown> {
    let mut tx = app.db.begin(ctx).await?;
    let found = store::sign_in_of(&mut tx, user).await?.ok_or(IdentityError::PasswordWrong)?;
    if let Some(until) = found.locked_until.filter(|until| *until > ctx.now) {
        tx.record(Fact::new("password_check_fail").on("user", user.0).detail("locked", true)).await?;
        tx.commit().await?;
        return Err(IdentityError::SignInLocked { until }.into());
    }
    drop(tx);
    let (typed, hash) = (password.clone(), found.password_hash.clone());
    let fits = slowly(move || rules::password_fits(&typed, Some(&hash))).await?;
    if fits {
        return Ok(Shown { user, hash: found.password_hash });
    }
    let mut tx = app.db.begin(ctx).await?;
    let failures = store::sign_in_failed(&mut tx, user).await?;
    store::sign_in_lock_until(&mut tx, user, rules::locked_until(failures, ctx.now)).await?;
    tx.record(Fact::new("password_check_fail").on("user", user.0)).await?;
    tx.commit().await?;
    Err(IdentityError::PasswordWrong.into())
}

/// Hashes, in its turn.
pub(super) async fn password_hash(password: &Secret) -> Result<String> {
    let password = password.clone();
    slowly(move || rules::password_hash(&password)).await?
}
