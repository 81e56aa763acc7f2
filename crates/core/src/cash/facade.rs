//! What sales, vendors and paper ask of the cash desk.

use simpul_kernel::ids::{CashDrawerId, CashSessionId, LocationId, UserId, VoucherId};
use simpul_kernel::{Ctx, Money, Permission, Result};

use super::error::CashError;
use super::ops::fact;
use super::store;
use crate::app::App;
use crate::db::Tx;

/// A shift that is open and stays so to the end of the transaction.
#[derive(Debug, Clone)]
pub struct OpenSession {
    /// Which.
    pub cash_session_id: CashSessionId,
    /// Its drawer.
    pub cash_drawer_id: CashDrawerId,
    /// Place.
    pub location_id: LocationId,
    /// Who answers for the count.
    pub user_id: UserId,
    /// Their name.
    pub user_name: String,
}

/// The shift, held open.
///
/// # Errors
/// `cash_session_not_found`, `cash_session_closed`.
pub async fn session_held(tx: &mut Tx, id: CashSessionId) -> Result<OpenSession> {
    let row = store::session_shared(tx, id).await?.ok_or(CashError::SessionNotFound)?;
    if row.is_closed {
        return Err(CashError::SessionClosed.into());
    }
    Ok(OpenSession {
        cash_session_id: id,
        cash_drawer_id: row.drawer_id,
        location_id: row.location_id,
        user_id: row.user_id,
        user_name: row.user_name,
    })
}

/// The shift, held open, for cash that is no sale: out of a colleague's drawer it is moved by who may move money
/// there, or whoever answers for the count would be short by another's deed.
///
/// # Errors
/// As [`session_held`], and `cash_session_not_yours`.
pub async fn session_cash_held(tx: &mut Tx, ctx: &Ctx, id: CashSessionId) -> Result<OpenSession> {
    let held = session_held(tx, id).await?;
    if ctx.user_id() != Some(held.user_id) && ctx.require(Permission::CashMove).is_err() {
        return Err(CashError::SessionNotYours { user: held.user_name }.into());
    }
    Ok(held)
}

/// The place of a shift, open or not.
///
/// # Errors
/// `cash_session_not_found`.
pub async fn session_location(tx: &mut Tx, id: CashSessionId) -> Result<LocationId> {
    Ok(store::session_shared(tx, id).await?.ok_or(CashError::SessionNotFound)?.location_id)
}

/// The drawer of a shift, open or not.
///
/// # Errors
/// `cash_session_not_found`.
pub async fn session_drawer(tx: &mut Tx, id: CashSessionId) -> Result<CashDrawerId> {
    Ok(store::session_shared(tx, id).await?.ok_or(CashError::SessionNotFound)?.drawer_id)
}

/// Whether the caller may have the drawer of a shift opened with paper of these codes: the shift is open at that place,
/// one of them was sold into it for cash, and the caller answers for the shift or sold it. The same as
/// `cash_drawer_open` asks, or paper would be the way around it.
///
/// # Errors
/// When the database refuses.
pub async fn session_opens_with(
    tx: &mut Tx,
    ctx: &Ctx,
    (id, place): (CashSessionId, LocationId),
    vouchers: &[VoucherId],
) -> Result<bool> {
    let Some(row) = store::session_shared(tx, id).await? else { return Ok(false) };
    if row.is_closed || row.location_id != place {
        return Ok(false);
    }
    let sold_by = store::sold_for_cash_by(tx, id, vouchers).await?;
    let is_mine = |user: Option<UserId>| user.is_some() && user == ctx.user_id();
    Ok(!sold_by.is_empty() && (is_mine(Some(row.user_id)) || sold_by.into_iter().any(is_mine)))
}

/// Keeps on record that more was asked of a drawer than it holds: by asking on and on, what should be in it can be
/// felt out before the count. To be called when what was asked is rolled back; `of` is the operation.
///
/// # Errors
/// When the database refuses.
pub async fn short_keep(
    app: &App,
    ctx: &Ctx,
    (of, id, place): (&'static str, CashSessionId, LocationId),
    (amount, reason): (Money, &str),
) -> Result<()> {
    let mut tx = app.db.begin(ctx).await?;
    let fact = fact("cash_pay_out_refuse", id, place).detail("of", of);
    tx.record(fact.detail("amount", amount).detail("reason", reason)).await?;
    tx.commit().await
}
