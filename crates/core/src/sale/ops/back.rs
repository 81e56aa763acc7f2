//! Taking back: a void within the shift, a refund later.

use simpul_kernel::ids::{SaleId, VoucherId};
use simpul_kernel::{Ctx, Money, Permission, Result};

use super::super::error::SaleError;
use super::super::input::{SaleCodes, SaleRefund, SaleVoid};
use super::super::store::make::{self, LineHeld, SaleHeld, SaleInsert};
use super::super::view::{SaleKind, SaleView};
use super::create::{document_number, fact, money};
use super::{person, view_of};
use crate::app::App;
use crate::cash::CashError;
use crate::cash::facade::{OpenSession, session_held, short_keep};
use crate::cash::rules::reason_valid;
use crate::db::Tx;
use crate::ledger::{self, Deed, EntryKind};
use crate::voucher::stock::{self, TakenBack};

/// Undoes a whole sale while its shift is open: the money goes back out of the same
/// drawer. The same key does it once.
///
/// # Errors
/// `input_invalid`, `sale_not_found`, `sale_is_no_sale`, `sale_void_too_late`,
/// `sale_taken_back`, `sale_code_used`, `ledger_balance_short`, `ledger_key_reused`.
pub async fn sale_void(app: &App, ctx: &Ctx, input: SaleVoid) -> Result<SaleView> {
    ctx.require(Permission::SaleVoid)?;
    person(ctx)?;
    let reason = reason_valid(&input.reason, "reason")?;
    let mut tx = app.db.begin(ctx).await?;
    let sale = sale_held(&mut tx, input.sale_id).await?;
    let request = ledger::request_hash(&(input.sale_id, input.codes, reason))?;
    let key = input.idempotency_key.as_str();
    let deed = match Deed::begin(&mut tx, ctx, ("sale_void", sale.location_id), key, &request).await? {
        Ok(deed) => deed,
        Err(made) => return view_of(&mut tx, SaleId(made)).await,
    };
    let held = match session_held(&mut tx, sale.cash_session_id).await {
        Err(error) if error.code() == "cash_session_closed" => return Err(SaleError::VoidTooLate.into()),
        other => other?,
    };
    let lines = make::lines_held(&mut tx, input.sale_id).await?;
    if lines.iter().any(|line| line.is_taken_back) {
        return Err(SaleError::TakenBack.into());
    }
    let back = Back { kind: SaleKind::Void, action: "sale_void", codes: input.codes, reason };
    finish(app, ctx, (tx, deed), (&sale, &held), (&lines, &back)).await
}

/// Gives money back for codes of a sale, out of any open shift of its place. The same
/// key does it once.
///
/// # Errors
/// `input_invalid`, `sale_not_found`, `sale_is_no_sale`, `cash_session_not_found`,
/// `cash_session_closed`, `sale_taken_back`, `sale_code_used`, `ledger_balance_short`, `ledger_key_reused`.
pub async fn sale_refund(app: &App, ctx: &Ctx, input: SaleRefund) -> Result<SaleView> {
    ctx.require(Permission::SaleRefund)?;
    person(ctx)?;
    let reason = reason_valid(&input.reason, "reason")?;
    let mut ids = input.voucher_ids.clone();
    ids.sort_unstable();
    ids.dedup();
    let mut tx = app.db.begin(ctx).await?;
    let sale = sale_held(&mut tx, input.sale_id).await?;
    let request = ledger::request_hash(&(input.sale_id, &ids, input.cash_session_id, input.codes, reason))?;
    let key = input.idempotency_key.as_str();
    let deed = match Deed::begin(&mut tx, ctx, ("sale_refund", sale.location_id), key, &request).await? {
        Ok(deed) => deed,
        Err(made) => return view_of(&mut tx, SaleId(made)).await,
    };
    let held = session_held(&mut tx, input.cash_session_id).await?;
    if held.location_id != sale.location_id {
        return Err(CashError::SessionNotFound.into());
    }
    let mut lines = make::lines_held(&mut tx, input.sale_id).await?;
    lines.retain(|line| !line.is_taken_back && (ids.is_empty() || ids.contains(&line.voucher_id)));
    if lines.is_empty() || (!ids.is_empty() && lines.len() != ids.len()) {
        return Err(SaleError::TakenBack.into());
    }
    let back = Back { kind: SaleKind::Refund, action: "sale_refund", codes: input.codes, reason };
    finish(app, ctx, (tx, deed), (&sale, &held), (&lines, &back)).await
}

async fn sale_held(tx: &mut Tx, id: SaleId) -> Result<SaleHeld> {
    let sale = make::sale_held(tx, id).await?.ok_or(SaleError::NotFound)?;
    if sale.kind != SaleKind::Sale {
        return Err(SaleError::NotASale.into());
    }
    Ok(sale)
}

/// How something is taken back.
struct Back<'a> {
    kind: SaleKind,
    action: &'static str,
    codes: SaleCodes,
    reason: &'a str,
}

async fn take_back(
    tx: &mut Tx,
    ctx: &Ctx,
    (sale, held): (&SaleHeld, &OpenSession),
    lines: &[LineHeld],
    back: &Back<'_>,
) -> Result<SaleId> {
    let ids: Vec<VoucherId> = lines.iter().map(|line| line.voucher_id).collect();
    let how = if back.codes == SaleCodes::Restock { TakenBack::Stock } else { TakenBack::Withdrawn };
    let slips: Vec<VoucherId> = lines.iter().filter(|line| !line.is_card).map(|line| line.voucher_id).collect();
    if !stock::sold_undo(tx, ctx, (&ids, &slips), (&sale.document_number, back.reason), how).await? {
        return Err(SaleError::CodeUsed.into());
    }
    let total = lines.iter().fold(Money::ZERO, |sum, line| sum - line.price);
    let number = document_number(tx, ctx, held).await?;
    let row = SaleInsert {
        kind: back.kind,
        refund_of: Some(sale.id),
        method: sale.method,
        total,
        tendered: None,
        reference: "",
        reason: Some(back.reason),
    };
    let id = make::sale_insert(tx, ctx, (held, &number), &row).await?;
    make::lines_take_back(tx, id, (sale.id, &ids)).await?;
    let fact = fact(back.action, id, held).detail("document_number", &number).detail("of", &sale.document_number);
    tx.record(fact.detail("total", total).detail("quantity", ids.len()).detail("reason", back.reason)).await?;
    money(tx, ctx, (id, held), sale.method, (EntryKind::VoucherRefund, total, back.reason)).await?;
    Ok(id)
}

async fn finish(
    app: &App,
    ctx: &Ctx,
    (mut tx, deed): (Tx, Deed),
    (sale, held): (&SaleHeld, &OpenSession),
    (lines, back): (&[LineHeld], &Back<'_>),
) -> Result<SaleView> {
    let id = match take_back(&mut tx, ctx, (sale, held), lines, back).await {
        Err(short) if ledger::is_short(&short) => {
            tx.rollback().await;
            let asked = lines.iter().fold(Money::ZERO, |sum, line| sum + line.price);
            let of = (back.action, held.cash_session_id, held.location_id);
            short_keep(app, ctx, of, (asked, back.reason)).await?;
            return Err(short);
        }
        other => other?,
    };
    deed.done(&mut tx, id.0).await?;
    let view = view_of(&mut tx, id).await?;
    tx.commit().await?;
    Ok(view)
}
