//! Shifts: begin, look, hand to somebody else, count, explain.

use simpul_kernel::ids::{CashSessionId, LocationId};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Money, Paged, Permission, Result};

use super::super::error::CashError;
use super::super::input::{
    CashSessionClose, CashSessionExplain, CashSessionList, CashSessionOpen, CashSessionRef, CashSessionTakeOver,
};
use super::super::rules;
use super::super::store::drawer;
use super::super::store::session::{self, Closing, Opening, SessionLocked};
use super::super::view::CashSessionView;
use super::{looker, person};
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::identity::facade::location_held;
use crate::ledger::{self, Account, Deed, EntryKind, Posting};
use crate::settings;

/// Lists shifts, the newest first.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn cash_session_list(app: &App, ctx: &Ctx, input: CashSessionList) -> Result<Paged<CashSessionView>> {
    ctx.require(Permission::CashView)?;
    let mut tx = app.db.begin(ctx).await?;
    session::session_list(&mut tx, &input, looker(ctx)).await
}

/// One shift.
///
/// # Errors
/// `cash_session_not_found`.
pub async fn cash_session_get(app: &App, ctx: &Ctx, input: CashSessionRef) -> Result<CashSessionView> {
    ctx.require(Permission::CashView)?;
    let mut tx = app.db.begin(ctx).await?;
    view(&mut tx, ctx, input.cash_session_id).await
}

/// Opens a shift at a drawer, with its float.
///
/// # Errors
/// `input_invalid`, `cash_drawer_not_found`, `cash_drawer_inactive`, `cash_session_already_open`,
/// `cash_location_unusable`.
pub async fn cash_session_open(app: &App, ctx: &Ctx, input: CashSessionOpen) -> Result<CashSessionView> {
    ctx.require(Permission::CashOperate)?;
    let user = person(ctx)?;
    let note = input.note.as_deref().map(str::trim).unwrap_or_default();
    let mut v = Validator::new();
    rules::check_counted(&mut v, input.float_amount, "float_amount");
    v.length(note, 0, 300, "note");
    v.finish()?;
    let mut tx = app.db.begin(ctx).await?;
    // Two who open the same drawer at once wait here for each other.
    let drawer = drawer::drawer_locked(&mut tx, input.cash_drawer_id).await?.ok_or(CashError::DrawerNotFound)?;
    if !drawer.is_active {
        return Err(CashError::DrawerInactive.into());
    }
    if drawer.cash_session_id.is_some() {
        return Err(CashError::SessionOpen { user: drawer.session_user_name.unwrap_or_default() }.into());
    }
    let place = drawer.location_id;
    if !location_held(&mut tx, place).await? {
        return Err(CashError::LocationUnusable.into());
    }
    let number = settings::document_number_take(&mut tx, place, "cash_session", "").await?;
    let opening = Opening { location: place, drawer: drawer.cash_drawer_id, number, user, at: ctx.now };
    let id = session::session_insert(&mut tx, &opening, input.float_amount, note).await?;
    let fact = Fact::new("cash_session_open").on("cash_session", id.0).tag("cash_drawer").at(place);
    tx.record(fact.detail("drawer", &drawer.name).detail("number", number).detail("float", input.float_amount)).await?;
    let float = Posting {
        location: place,
        account: Account::Drawer(drawer.cash_drawer_id),
        kind: EntryKind::Float,
        amount: input.float_amount,
        cash_session: Some(id),
        subject: Some(("cash_session", id.0)),
        note: note.to_owned(),
    };
    ledger::post(&mut tx, ctx, &[float]).await?;
    finish(tx, ctx, id).await
}

/// Makes the caller answer for a shift that somebody else left open.
///
/// # Errors
/// `input_invalid`, `cash_session_not_found`, `cash_session_closed`, `cash_session_yours`.
pub async fn cash_session_take_over(app: &App, ctx: &Ctx, input: CashSessionTakeOver) -> Result<CashSessionView> {
    ctx.require(Permission::CashManage)?;
    let user = person(ctx)?;
    let reason = rules::reason_valid(&input.reason, "reason")?;
    let id = input.cash_session_id;
    let mut tx = app.db.begin(ctx).await?;
    let held = open_alone(&mut tx, id).await?;
    if held.user_id == user {
        return Err(CashError::SessionYours.into());
    }
    session::session_user_set(&mut tx, id, user).await?;
    let fact = Fact::new("cash_session_take_over").on("cash_session", id.0).tag("cash_drawer").at(held.location_id);
    tx.record(fact.detail("number", held.number).detail("from", &held.user_name).detail("reason", reason)).await?;
    finish(tx, ctx, id).await
}

/// Closes a shift by what was counted. The count is blind: what should be there is
/// told by the answer. All that was counted leaves the drawer with it. The same key does it
/// once, and its answer is the same again: whoever did not hear it is told of the difference.
///
/// # Errors
/// `input_invalid`, `cash_session_not_found`, `cash_session_closed`, `cash_session_not_yours`, `ledger_key_reused`.
pub async fn cash_session_close(app: &App, ctx: &Ctx, input: CashSessionClose) -> Result<CashSessionView> {
    ctx.require(Permission::CashOperate)?;
    let user = person(ctx)?;
    let counted = input.counted_amount;
    let mut v = Validator::new();
    rules::check_counted(&mut v, counted, "counted_amount");
    v.finish()?;
    let reason = input.difference_reason.as_deref().map(str::trim).filter(|r| !r.is_empty());
    let reason = reason.map(|r| rules::reason_valid(r, "difference_reason")).transpose()?;
    let id = input.cash_session_id;
    let mut tx = app.db.begin(ctx).await?;
    let held = session::session_locked(&mut tx, id).await?.ok_or(CashError::SessionNotFound)?;
    answers_for(ctx, &held)?;
    let (place, account) = (held.location_id, Account::Drawer(held.drawer_id));
    let request = ledger::request_hash(&(id, counted, reason))?;
    let key = input.idempotency_key.as_str();
    let deed = match Deed::begin(&mut tx, ctx, ("cash_session_close", place), key, &request).await? {
        Ok(deed) => deed,
        Err(_) => return view(&mut tx, ctx, id).await,
    };
    if held.is_closed {
        return Err(CashError::SessionClosed.into());
    }
    let expected = ledger::balance(&mut tx, place, account).await?;
    let difference = counted - expected;
    let closing = Closing { id, by: user, at: ctx.now, counted, expected };
    session::session_close(&mut tx, &closing, reason.filter(|_| difference != Money::ZERO)).await?;
    let fact = Fact::new("cash_session_close").on("cash_session", id.0).tag("cash_drawer").at(place);
    let fact = fact.detail("number", held.number).detail("counted", counted).detail("expected", expected);
    tx.record(fact.detail("difference", difference).detail("of", &held.user_name)).await?;
    let posting = |kind, amount, note: &str| Posting {
        location: place,
        account,
        kind,
        amount,
        cash_session: Some(id),
        subject: Some(("cash_session", id.0)),
        note: note.to_owned(),
    };
    let found = posting(EntryKind::DrawerDifference, difference, reason.unwrap_or_default());
    let handed_over = posting(EntryKind::PayOut, Money::ZERO - counted, "");
    ledger::post(&mut tx, ctx, &[found, handed_over]).await?;
    deed.done(&mut tx, id.0).await?;
    finish(tx, ctx, id).await
}

/// Says why a count differed, once.
///
/// # Errors
/// `input_invalid`, `cash_session_not_found`, `cash_session_not_yours`, `cash_session_nothing_to_explain`.
pub async fn cash_session_explain(app: &App, ctx: &Ctx, input: CashSessionExplain) -> Result<CashSessionView> {
    ctx.require(Permission::CashOperate)?;
    let reason = rules::reason_valid(&input.reason, "reason")?;
    let id = input.cash_session_id;
    let mut tx = app.db.begin(ctx).await?;
    let held = session::session_locked(&mut tx, id).await?.ok_or(CashError::SessionNotFound)?;
    answers_for(ctx, &held)?;
    if !session::session_explain(&mut tx, id, reason).await? {
        return Err(CashError::NothingToExplain.into());
    }
    let fact = Fact::new("cash_session_explain").on("cash_session", id.0).at(held.location_id);
    tx.record(fact.detail("number", held.number).detail("reason", reason)).await?;
    finish(tx, ctx, id).await
}

/// The shift, open and nobody else's to move while this transaction lasts.
async fn open_alone(tx: &mut Tx, id: CashSessionId) -> Result<SessionLocked> {
    let held = session::session_locked(tx, id).await?.ok_or(CashError::SessionNotFound)?;
    if held.is_closed {
        return Err(CashError::SessionClosed.into());
    }
    Ok(held)
}

fn answers_for(ctx: &Ctx, held: &SessionLocked) -> Result<()> {
    if ctx.user_id() == Some(held.user_id) || ctx.require(Permission::CashManage).is_ok() {
        return Ok(());
    }
    Err(CashError::SessionNotYours { user: held.user_name.clone() }.into())
}

pub(super) async fn view(tx: &mut Tx, ctx: &Ctx, id: CashSessionId) -> Result<CashSessionView> {
    Ok(session::session_get(tx, id, looker(ctx)).await?.ok_or(CashError::SessionNotFound)?)
}

async fn finish(mut tx: Tx, ctx: &Ctx, id: CashSessionId) -> Result<CashSessionView> {
    let view = view(&mut tx, ctx, id).await?;
    tx.commit().await?;
    Ok(view)
}

/// The subject and place of a deed at a shift.
pub(in crate::cash) fn fact(action: &'static str, id: CashSessionId, place: LocationId) -> Fact {
    Fact::new(action).on("cash_session", id.0).at(place)
}
