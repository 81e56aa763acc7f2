//! The signed-in person.

use simpul_kernel::error::AccessError;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Actor, Ctx, Hold, Locale, Permission, PermissionSet, Result};

use super::super::input::MePreferencesSet;
use super::super::view::{Me, SessionState};
use super::super::{rules, store};
use crate::app::App;
use crate::db::Tx;
use simpul_kernel::Nothing;

/// Who is signed in, and what they may do.
///
/// # Errors
/// `sign_in_required`.
pub async fn me_get(app: &App, ctx: &Ctx, _input: Nothing) -> Result<Me> {
    ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    me(&mut tx, ctx).await
}

/// Where the caller's session stands; answered while it is locked too, for the
/// screen that asks for the PIN.
///
/// # Errors
/// `sign_in_required`.
pub async fn session_get(app: &App, ctx: &Ctx, _input: Nothing) -> Result<SessionState> {
    let user_id = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    let row = store::me_find(&mut tx, user_id).await?.ok_or(AccessError::SignInRequired)?;
    Ok(SessionState {
        session_id: ctx.session,
        user_id,
        name: row.name,
        username: row.username,
        is_locked: ctx.hold == Some(Hold::Locked),
        is_quick: match ctx.session {
            Some(session) => store::quick_is(&mut tx, session).await?,
            None => false,
        },
        may_switch: ctx.require(Permission::DeskSwitch).is_ok(),
        must_change_password: row.is_one_time,
        has_pin: row.has_pin,
        pin_tries_left: if row.has_pin { (rules::PIN_TRIES - row.pin_failures).max(0) } else { 0 },
        idle_lock_minutes: crate::settings::idle_lock_minutes(&mut tx).await?,
    })
}

/// Changes the person's own preferences.
///
/// # Errors
/// `sign_in_required`, `input_invalid`.
pub async fn me_preferences_set(app: &App, ctx: &Ctx, input: MePreferencesSet) -> Result<Me> {
    let user = ctx.require_user()?;
    let mut v = Validator::new();
    let scheme = input.color_scheme.as_deref();
    v.check(scheme.is_none_or(|s| ["auto", "light", "dark"].contains(&s)), "color_scheme", "unknown");
    v.finish()?;
    let mut tx = app.db.begin(ctx).await?;
    store::preferences_set(&mut tx, user, input.locale, scheme).await?;
    let me = me(&mut tx, ctx).await?;
    tx.touch("me");
    tx.commit().await?;
    Ok(me)
}

/// The view of whoever the context belongs to.
pub(super) async fn me(tx: &mut Tx, ctx: &Ctx) -> Result<Me> {
    let user_id = ctx.require_user()?;
    let row = store::me_find(tx, user_id).await?.ok_or(AccessError::SignInRequired)?;
    let locations = store::locations_of(tx, user_id, row.has_all_locations).await?;
    let permissions = match &ctx.actor {
        Actor::User { permissions, .. } => permissions.clone(),
        _ => PermissionSet::default(),
    };
    Ok(Me {
        user_id,
        name: row.name,
        username: row.username,
        role_code: row.role_code,
        role_name: row.role_name,
        permissions,
        locale: Locale::parse(&row.locale),
        color_scheme: row.color_scheme,
        locations,
        has_pin: row.has_pin,
        must_change_password: row.is_one_time,
        idle_lock_minutes: crate::settings::idle_lock_minutes(tx).await?,
    })
}
