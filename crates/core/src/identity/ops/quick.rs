//! A colleague takes a desk over by their PIN, for as long as they use it.

use simpul_kernel::error::AccessError;
use simpul_kernel::{Ctx, Done, Nothing, Permission, Result};

use super::super::error::IdentityError;
use super::super::input::SessionQuickBegin;
use super::super::view::{Me, QuickPerson};
use super::super::{rules, session, store};
use super::lock::pin_check;
use crate::app::App;
use crate::db::Fact;

/// Who may take this desk over by PIN: people with one who work where its person does.
///
/// # Errors
/// `permission_denied`.
pub async fn session_quick_list(app: &App, ctx: &Ctx, _input: Nothing) -> Result<Vec<QuickPerson>> {
    ctx.require(Permission::DeskSwitch)?;
    ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    store::quick_people(&mut tx, &ctx.locations()).await
}

/// Takes the desk over: what is done here is done by this person until they leave it, or leave it unused. The desk's
/// own session is locked meanwhile. Accounts and the database are nothing a PIN opens.
///
/// # Errors
/// `permission_denied`, `user_not_found`, `pin_wrong`, `pin_spent`, `pin_not_set`, `sign_in_required` where the
/// desk's session has ended.
pub async fn session_quick_begin(app: &App, ctx: &Ctx, input: SessionQuickBegin) -> Result<Me> {
    ctx.require(Permission::DeskSwitch)?;
    let before = ctx.require_user()?;
    let desk = ctx.session.ok_or(AccessError::SignInRequired)?;
    let mut tx = app.db.begin(ctx).await?;
    if !store::quick_may(&mut tx, input.user_id, &ctx.locations()).await? {
        return Err(IdentityError::UserNotFound.into());
    }
    let reach = store::person_reach(&mut tx, input.user_id).await?.ok_or(IdentityError::UserNotFound)?;
    // Verifying takes tens of milliseconds: no transaction waits for it.
    drop(tx);
    let hash = pin_check(app, ctx, input.user_id, &input.pin).await?;
    let own = session::of_colleague(Ctx { hold: None, ..ctx.clone() }, input.user_id, reach);
    let mut tx = app.db.begin(&own).await?;
    if !store::pin_worked(&mut tx, input.user_id, &hash).await? {
        return Err(IdentityError::PinNotSet.into());
    }
    // Nobody is given this token: the way in is the desk's own.
    let (_, token_hash) = rules::session_token_new();
    let until = ctx.now + rules::session_life(true);
    if !store::quick_begin(&mut tx, desk, (input.user_id, &token_hash), (ctx.now, until)).await? {
        return Err(AccessError::SignInRequired.into());
    }
    let fact = Fact::new("session_quick_begin").on("user", input.user_id.0).detail("desk_user_id", before.0);
    tx.record(fact.tag("session").tag("me")).await?;
    let me = super::me::me(&mut tx, &own).await?;
    tx.commit().await?;
    Ok(me)
}

/// Leaves the desk: it is locked, as its own person's.
///
/// # Errors
/// `sign_in_required`.
pub async fn session_quick_end(app: &App, ctx: &Ctx, _input: Nothing) -> Result<Done> {
    let user = ctx.require_user()?;
    let mut tx = app.db.begin(ctx).await?;
    if let Some(session) = ctx.session
        && store::quick_end(&mut tx, session, ctx.now).await?
    {
        tx.record(Fact::new("session_quick_end").on("user", user.0).tag("session").tag("me")).await?;
        tx.commit().await?;
    }
    Ok(Done::OK)
}
