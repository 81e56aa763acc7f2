//! Money that is put into a drawer or taken out of it, for no sale.

use simpul_kernel::ids::LedgerEntryId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Error, Money, Permission, Result};

use super::super::facade::{session_held, session_location, short_keep};
use super::super::input::CashMove;
use super::super::rules;
use super::super::view::CashMoved;
use super::person;
use super::session::{fact, view};
use crate::app::App;
use crate::ledger::{self, Account, Deed, EntryKind, Posting};

/// Puts money into a drawer. The same key does it once.
///
/// # Errors
/// `input_invalid`, `cash_session_not_found`, `cash_session_closed`, `ledger_key_reused`.
pub async fn cash_pay_in(app: &App, ctx: &Ctx, input: CashMove) -> Result<CashMoved> {
    moved(app, ctx, input, ("cash_pay_in", EntryKind::PayIn)).await
}

/// Takes money out of a drawer. One that holds less refuses, and that it was asked stays
/// on record: by asking on and on, what should be in it can be felt out before the count. The same key does it once.
///
/// # Errors
/// As [`cash_pay_in`], and `ledger_balance_short` when there is not that much.
pub async fn cash_pay_out(app: &App, ctx: &Ctx, input: CashMove) -> Result<CashMoved> {
    moved(app, ctx, input, ("cash_pay_out", EntryKind::PayOut)).await
}

async fn moved(
    app: &App,
    ctx: &Ctx,
    input: CashMove,
    (operation, kind): (&'static str, EntryKind),
) -> Result<CashMoved> {
    ctx.require(Permission::CashMove)?;
    person(ctx)?;
    let reason = rules::reason_valid(&input.reason, "reason")?;
    let mut v = Validator::new();
    rules::check_moved(&mut v, input.amount, "amount");
    v.finish()?;
    let id = input.cash_session_id;
    let mut tx = app.db.begin(ctx).await?;
    let place = session_location(&mut tx, id).await?;
    let request = ledger::request_hash(&(id, input.amount, reason))?;
    let deed = match Deed::begin(&mut tx, ctx, (operation, place), &input.idempotency_key, &request).await? {
        Ok(deed) => deed,
        Err(made) => {
            return Ok(CashMoved { ledger_entry_id: LedgerEntryId(made), session: view(&mut tx, ctx, id).await? });
        }
    };
    let held = session_held(&mut tx, id).await?;
    let is_out = kind == EntryKind::PayOut;
    let amount = if is_out { Money::ZERO - input.amount } else { input.amount };
    tx.record(fact(operation, id, place).detail("amount", input.amount).detail("reason", reason)).await?;
    let posting = Posting {
        location: place,
        account: Account::Drawer(held.cash_drawer_id),
        kind,
        amount,
        cash_session: Some(id),
        subject: None,
        note: reason.to_owned(),
    };
    let entries = match ledger::post(&mut tx, ctx, &[posting]).await {
        Err(short) if is_out && ledger::is_short(&short) => {
            tx.rollback().await;
            short_keep(app, ctx, (operation, id, place), (input.amount, reason)).await?;
            return Err(short);
        }
        other => other?,
    };
    let entry = entries.first().copied().ok_or_else(|| Error::internal("a movement left no row"))?;
    deed.done(&mut tx, entry.0).await?;
    let session = view(&mut tx, ctx, id).await?;
    tx.commit().await?;
    Ok(CashMoved { ledger_entry_id: entry, session })
}
