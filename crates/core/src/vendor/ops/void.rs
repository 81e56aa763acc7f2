//! Taking a payment back.

use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Money, Permission, Result};

use super::super::error::VendorError;
use super::super::input::VendorPaymentVoid;
use super::super::rules::Sum;
use super::super::store::document::{self, SettlementInsert};
use super::super::view::{VendorSettlementKind, VendorSettlementRow};
use super::pay::{Paper, fact, money, posted, row, shift_held};
use super::{SETTLEMENT, balance, held, number, person};
use crate::app::App;
use crate::cash::rules::reason_valid;
use crate::ledger::{self, Deed};

/// Takes back what was paid by a document, by one of its own the other way: on the
/// vendor's account, and for cash in the drawer of an open shift. What a settlement
/// settled stays settled and is owed again. The balance may fall below nothing: what was
/// bought with the money is owed. The same key does it once.
///
/// # Errors
/// `input_invalid`, `vendor_settlement_not_found`, `vendor_payment_not_voidable`,
/// `cash_session_not_found`, `cash_session_closed`, `cash_session_not_yours`, `ledger_balance_short` when the drawer
/// does not hold that much, `ledger_key_reused`.
pub async fn vendor_payment_void(app: &App, ctx: &Ctx, input: VendorPaymentVoid) -> Result<VendorSettlementRow> {
    ctx.require(Permission::VendorEdit)?;
    person(ctx)?;
    let reason = reason_valid(&input.reason, "reason")?.to_owned();
    let mut tx = app.db.begin(ctx).await?;
    let id = input.vendor_settlement_id;
    let first = document::settlement_row(&mut tx, id).await?.ok_or(VendorError::SettlementNotFound)?;
    let mut v = Validator::new();
    let paper = Paper::new(&mut v, (first.method, input.cash_session_id), (&None, &Some(reason)), true);
    v.finish()?;
    let request = ledger::request_hash(&input)?;
    let key = input.idempotency_key.as_str();
    let deed = match Deed::begin(&mut tx, ctx, ("vendor_payment_void", first.location_id), key, &request).await? {
        Ok(deed) => deed,
        Err(made) => return row(&mut tx, simpul_kernel::ids::VendorSettlementId(made)).await,
    };
    let shift = shift_held(&mut tx, ctx, first.location_id, paper.cash_session).await?;
    let held = held(&mut tx, first.vendor_id).await?;
    // Read anew under the lock of the vendor: of two who take it back at once one is late.
    let paid = row(&mut tx, id).await?;
    let is_done = paid.reversed_by_number.is_some() || paid.reverses_number.is_some();
    if is_done || paid.paid_amount == Money::ZERO {
        return Err(VendorError::PaymentNotVoidable { document_number: paid.document_number }.into());
    }
    let (kind, moved) = match paid.kind {
        VendorSettlementKind::PayOut => (VendorSettlementKind::TopUp, paid.paid_amount),
        _ => (VendorSettlementKind::PayOut, Money::ZERO - paid.paid_amount),
    };
    let before = balance(&mut tx, &held).await?;
    let number = number(&mut tx, ctx, first.location_id, SETTLEMENT).await?;
    let made = SettlementInsert {
        kind,
        sum: Sum::default(),
        paid: paid.paid_amount,
        balance_before: before,
        balance_after: before + moved,
        method: paid.method,
        cash_session: paper.cash_session,
        reference: &paid.document_number,
        note: &paper.note,
        reverses: Some(id),
    };
    let made = document::settlement_insert(&mut tx, ctx, (&held, &number), &made).await?;
    let fact = fact("vendor_payment_void", &held, &number).detail("of", &paid.document_number);
    tx.record(fact.detail("amount", paid.paid_amount).detail("reason", &paper.note)).await?;
    let all = money(&held, (made, &number), shift.as_ref(), moved);
    let asked = ("vendor_payment_void", shift.as_ref());
    let mut tx = posted(app, ctx, tx, asked, (&all, paid.paid_amount, &paper.note)).await?;
    deed.done(&mut tx, made.0).await?;
    let made = row(&mut tx, made).await?;
    tx.commit().await?;
    Ok(made)
}
