//! Settling what was sold on consignment.

use simpul_kernel::ids::{VendorSettlementId, VoucherId};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Money, Paged, Permission, Result};

use super::super::error::VendorError;
use super::super::input::{VendorSettlementCreate, VendorSettlementList, VendorSettlementQuery};
use super::super::rules::{self, Sum};
use super::super::store::document::{self, SettlementInsert};
use super::super::store::vendor::VendorHeld;
use super::super::store::{code, vendor};
use super::super::view::{VendorSettlementKind, VendorSettlementPreview, VendorSettlementRow};
use super::pay::{Paper, fact, money, row, shift_held};
use super::{SETTLEMENT, balance, held, number, person, place_of};
use crate::app::App;
use crate::cash::rules::check_counted;
use crate::ledger::{self, Account, Deed, EntryKind, Posting};
use crate::voucher::handed;

/// What a settlement would be: what was used since the last one, and what the vendor
/// says is sold, line by line. Nothing is changed.
///
/// # Errors
/// `input_invalid`, `vendor_not_found`.
pub async fn vendor_settlement_preview(
    app: &App,
    ctx: &Ctx,
    input: VendorSettlementQuery,
) -> Result<VendorSettlementPreview> {
    ctx.require(Permission::VendorSettle)?;
    rules::sold_valid(&input.sold)?;
    let mut tx = app.db.begin(ctx).await?;
    let held = vendor::vendor_seen(&mut tx, input.vendor_id).await?.ok_or(VendorError::NotFound)?;
    let codes = code::settleable(&mut tx, held.id, &input.sold, false).await?;
    let sum = Sum::of(&codes);
    let before = balance(&mut tx, &held).await?;
    let used = codes.iter().filter(|code| code.is_used).count();
    Ok(VendorSettlementPreview {
        quantity: sum.quantity,
        used: i64::try_from(used).unwrap_or(i64::MAX),
        lines: rules::lines(&codes),
        gross_amount: sum.gross,
        commission_amount: sum.commission,
        amount: sum.net(),
        balance_before: before,
        owed: owed(before, sum),
        settled_at: document::settled_at(&mut tx, held.id).await?,
    })
}

/// What is owed in all, once these codes are settled.
fn owed(before: Money, sum: Sum) -> Money {
    (sum.net() - before).max(Money::ZERO)
}

/// Settles: what was sold is owed, what is paid now is taken off, the rest stays on the
/// account. Cash lands in the drawer of an open shift. The same key does it once.
///
/// # Errors
/// `input_invalid`, `vendor_not_found`, `vendor_nothing_to_settle`,
/// `vendor_settlement_changed`, `vendor_paid_too_much`, `cash_session_not_found`,
/// `cash_session_closed`, `cash_session_not_yours`, `ledger_key_reused`.
pub async fn vendor_settlement_create(
    app: &App,
    ctx: &Ctx,
    input: VendorSettlementCreate,
) -> Result<VendorSettlementRow> {
    ctx.require(Permission::VendorSettle)?;
    person(ctx)?;
    rules::sold_valid(&input.sold)?;
    let paid = input.paid_amount;
    let mut v = Validator::new();
    check_counted(&mut v, paid, "paid_amount");
    let texts = (&input.reference, &input.note);
    let paper = Paper::new(&mut v, (input.method, input.cash_session_id), texts, paid > Money::ZERO);
    v.finish()?;
    let mut tx = app.db.begin(ctx).await?;
    let place = place_of(&mut tx, input.vendor_id).await?;
    let request = ledger::request_hash(&input)?;
    let key = input.idempotency_key.as_str();
    let deed = match Deed::begin(&mut tx, ctx, ("vendor_settlement_create", place), key, &request).await? {
        Ok(deed) => deed,
        Err(made) => return row(&mut tx, VendorSettlementId(made)).await,
    };
    let shift = shift_held(&mut tx, ctx, place, paper.cash_session).await?;
    let held = held(&mut tx, input.vendor_id).await?;
    let codes = code::settleable(&mut tx, held.id, &input.sold, true).await?;
    let sum = Sum::of(&codes);
    if codes.is_empty() {
        return Err(VendorError::NothingToSettle.into());
    }
    if (sum.quantity, sum.net()) != (input.expected_quantity, input.expected_amount) {
        return Err(VendorError::SettlementChanged { quantity: sum.quantity, amount: sum.net() }.into());
    }
    let before = balance(&mut tx, &held).await?;
    if paid > owed(before, sum) {
        return Err(VendorError::PaidTooMuch { owed: owed(before, sum) }.into());
    }
    let number = number(&mut tx, ctx, place, SETTLEMENT).await?;
    let made = SettlementInsert {
        kind: VendorSettlementKind::Settlement,
        sum,
        paid,
        balance_before: before,
        balance_after: before - sum.net() + paid,
        method: input.method,
        cash_session: paper.cash_session,
        reference: &paper.reference,
        note: &paper.note,
        reverses: None,
    };
    let id = document::settlement_insert(&mut tx, ctx, (&held, &number), &made).await?;
    code::codes_settle(&mut tx, id, &codes).await?;
    let ids: Vec<VoucherId> = codes.iter().map(|code| code.voucher_id).collect();
    handed::settle(&mut tx, ctx, &ids, (held.id, &held.name), &number).await?;
    let fact = fact("vendor_settlement_create", &held, &number).tag("voucher").detail("quantity", sum.quantity);
    tx.record(fact.detail("amount", sum.net()).detail("paid", paid).detail("method", input.method)).await?;
    let mut all = owing(&held, (id, &number), sum);
    all.extend(money(&held, (id, &number), shift.as_ref(), paid));
    ledger::post(&mut tx, ctx, &all).await?;
    deed.done(&mut tx, id.0).await?;
    let made = row(&mut tx, id).await?;
    tx.commit().await?;
    Ok(made)
}

/// What was sold: off the vendor's account, into the place's revenue; the commission the
/// other way.
fn owing(held: &VendorHeld, (id, number): (VendorSettlementId, &str), sum: Sum) -> Vec<Posting> {
    let nothing = Money::ZERO;
    let posting = |account, kind, amount| Posting {
        location: held.location_id,
        account,
        kind,
        amount,
        cash_session: None,
        subject: Some(("vendor_settlement", id.0)),
        note: number.to_owned(),
    };
    vec![
        posting(Account::Vendor(held.id), EntryKind::VendorSettlement, nothing - sum.gross),
        posting(Account::Vendor(held.id), EntryKind::Commission, sum.commission),
        posting(Account::VoucherRevenue, EntryKind::VendorSettlement, sum.gross),
        posting(Account::VoucherRevenue, EntryKind::Commission, nothing - sum.commission),
    ]
}

/// Lists settlements and payments, the newest first.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn vendor_settlement_list(
    app: &App,
    ctx: &Ctx,
    input: VendorSettlementList,
) -> Result<Paged<VendorSettlementRow>> {
    ctx.require(Permission::VendorView)?;
    let mut tx = app.db.begin(ctx).await?;
    document::settlement_list(&mut tx, &input).await
}
