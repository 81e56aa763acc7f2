//! Codes that change hands.

use simpul_kernel::ids::{VendorTransferId, VoucherId};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Money, Paged, Permission, Result};

use super::super::error::VendorError;
use super::super::input::{
    VendorPick, VendorStockList, VendorTransferCreate, VendorTransferKind, VendorTransferList, VendorTransferQuery,
};
use super::super::rules::{self, Code, Sum};
use super::super::store::vendor::VendorHeld;
use super::super::store::{code, document, stock, vendor};
use super::super::view::{VendorStockRow, VendorTransferPreview, VendorTransferRow};
use super::{TRANSFER, balance, held, number, person, place_of};
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::ledger::{self, Account, Deed, EntryKind, Posting};
use crate::voucher::handed;

/// What a hand-over or return would be: which codes, what they cost, what the balance
/// becomes. Nothing is changed, and no code is held.
///
/// # Errors
/// `input_invalid`, `vendor_not_found`, `vendor_inactive`, `vendor_price_missing`,
/// `vendor_no_codes`, `vendor_code_unusable`, `vendor_codes_too_many`.
pub async fn vendor_transfer_preview(
    app: &App,
    ctx: &Ctx,
    input: VendorTransferQuery,
) -> Result<VendorTransferPreview> {
    ctx.require(Permission::VendorSettle)?;
    let pick = rules::pick_valid(input.pick, input.kind)?;
    let mut tx = app.db.begin(ctx).await?;
    let held = vendor::vendor_seen(&mut tx, input.vendor_id).await?.ok_or(VendorError::NotFound)?;
    let codes = codes_of(&mut tx, &held, (input.kind, &pick), false).await?;
    let sum = Sum::of(&codes);
    let before = balance(&mut tx, &held).await?;
    let after = match input.kind {
        VendorTransferKind::HandOver => before - sum.charged(),
        VendorTransferKind::Return => before + sum.charged(),
    };
    Ok(VendorTransferPreview {
        quantity: sum.quantity,
        gross_amount: sum.gross,
        commission_amount: sum.commission,
        amount: sum.net(),
        lines: rules::lines(&codes),
        ranges: rules::ranges(&codes),
        charged_amount: sum.charged(),
        balance_before: before,
        balance_after: after,
        is_short: input.kind == VendorTransferKind::HandOver && sum.charged() > Money::ZERO && after.is_negative(),
    })
}

/// Hands codes over: from here on they are the vendor's to sell and not the counter's.
/// A prepaid vendor pays for them now, out of the balance. The same key does it once.
///
/// # Errors
/// As [`vendor_transfer_preview`], and `vendor_transfer_changed`, `vendor_balance_short`,
/// `ledger_key_reused`.
pub async fn vendor_hand_over(app: &App, ctx: &Ctx, input: VendorTransferCreate) -> Result<VendorTransferRow> {
    transfer(app, ctx, input, ("vendor_hand_over", VendorTransferKind::HandOver)).await
}

/// Takes unused codes back: they are the counter's again, and what was paid for them
/// is the vendor's again. The same key does it once.
///
/// # Errors
/// As [`vendor_hand_over`].
pub async fn vendor_return(app: &App, ctx: &Ctx, input: VendorTransferCreate) -> Result<VendorTransferRow> {
    transfer(app, ctx, input, ("vendor_return", VendorTransferKind::Return)).await
}

async fn transfer(
    app: &App,
    ctx: &Ctx,
    mut input: VendorTransferCreate,
    (operation, kind): (&'static str, VendorTransferKind),
) -> Result<VendorTransferRow> {
    ctx.require(Permission::VendorSettle)?;
    person(ctx)?;
    input.pick = rules::pick_valid(input.pick, kind)?;
    let note = input.note.as_deref().map(str::trim).unwrap_or_default().to_owned();
    Validator::new().length(&note, 0, 300, "note").finish()?;
    let mut tx = app.db.begin(ctx).await?;
    let place = place_of(&mut tx, input.vendor_id).await?;
    let request = ledger::request_hash(&input)?;
    let deed = match Deed::begin(&mut tx, ctx, (operation, place), &input.idempotency_key, &request).await? {
        Ok(deed) => deed,
        Err(made) => return row(&mut tx, VendorTransferId(made)).await,
    };
    let held = held(&mut tx, input.vendor_id).await?;
    let codes = codes_of(&mut tx, &held, (kind, &input.pick), true).await?;
    let sum = Sum::of(&codes);
    if (sum.quantity, sum.net()) != (input.expected_quantity, input.expected_amount) {
        return Err(VendorError::TransferChanged { quantity: sum.quantity, amount: sum.net() }.into());
    }
    if kind == VendorTransferKind::HandOver && sum.charged() > Money::ZERO {
        let has = balance(&mut tx, &held).await?;
        if has < sum.charged() {
            return Err(VendorError::BalanceShort { balance: has, needed: sum.charged() }.into());
        }
    }
    let number = number(&mut tx, ctx, place, TRANSFER).await?;
    let id = document::transfer_insert(&mut tx, ctx, (&held, &number), (kind, sum, &note)).await?;
    codes_move(&mut tx, ctx, (&held, &number), (kind, id), &codes).await?;
    let fact = Fact::new(operation).on("vendor", held.id.0).tag("voucher").at(place).detail("name", &held.name);
    let fact = fact.detail("document_number", &number).detail("quantity", sum.quantity);
    tx.record(fact.detail("amount", sum.net()).detail("note", &note)).await?;
    ledger::post(&mut tx, ctx, &postings(&held, (kind, id), sum, &number)).await?;
    deed.done(&mut tx, id.0).await?;
    let made = row(&mut tx, id).await?;
    tx.commit().await?;
    Ok(made)
}

/// The codes that are meant; refused where there are none, or one that was typed is not
/// among them.
async fn codes_of(
    tx: &mut Tx,
    held: &VendorHeld,
    (kind, pick): (VendorTransferKind, &VendorPick),
    is_locked: bool,
) -> Result<Vec<Code>> {
    let codes = match kind {
        VendorTransferKind::HandOver => {
            if !held.is_active {
                return Err(VendorError::Inactive.into());
            }
            let terms = held.terms(&vendor::prices(tx, held.id).await?);
            code::stock(tx, (held.location_id, &terms), pick, is_locked).await?
        }
        VendorTransferKind::Return => code::returnable(tx, held.id, pick, is_locked).await?,
    };
    if let Some(code) = rules::typed_missing(&pick.codes, &codes) {
        return Err(VendorError::CodeUnusable { code }.into());
    }
    if codes.is_empty() {
        return Err(VendorError::NoCodes.into());
    }
    Ok(codes)
}

/// Writes the codes into the other hands. A hand-over is of one kind: all of it prepaid
/// or none.
async fn codes_move(
    tx: &mut Tx,
    ctx: &Ctx,
    (held, number): (&VendorHeld, &str),
    (kind, id): (VendorTransferKind, VendorTransferId),
    codes: &[Code],
) -> Result<()> {
    let ids: Vec<VoucherId> = codes.iter().map(|code| code.voucher_id).collect();
    let vendor = (held.id, held.name.as_str());
    match kind {
        VendorTransferKind::HandOver => {
            code::codes_insert(tx, (held.location_id, held.id, id), codes).await?;
            let is_paid = codes.iter().all(|code| code.is_prepaid);
            handed::hand_over(tx, ctx, &ids, vendor, (number, is_paid)).await
        }
        VendorTransferKind::Return => {
            code::codes_return(tx, id, codes).await?;
            handed::take_back(tx, ctx, &ids, vendor, number).await
        }
    }
}

/// What prepaid codes move: the vendor's account down and the place's revenue up, the
/// commission the other way; a return turns all of it round. The revenue never falls
/// below nothing on the way, so what raises it comes first.
fn postings(
    held: &VendorHeld,
    (kind, id): (VendorTransferKind, VendorTransferId),
    sum: Sum,
    number: &str,
) -> Vec<Posting> {
    let nothing = Money::ZERO;
    let (gross, commission) = sum.prepaid;
    let (gross, commission) = match kind {
        VendorTransferKind::HandOver => (gross, nothing - commission),
        VendorTransferKind::Return => (nothing - gross, commission),
    };
    let subject = Some(("vendor_transfer", id.0));
    let posting = |account, kind, amount| Posting {
        location: held.location_id,
        account,
        kind,
        amount,
        cash_session: None,
        subject,
        note: number.to_owned(),
    };
    let pair = |account, gross, commission| {
        let settled = posting(account, EntryKind::VendorSettlement, gross);
        let share = posting(account, EntryKind::Commission, commission);
        if kind == VendorTransferKind::Return { [share, settled] } else { [settled, share] }
    };
    let theirs = pair(Account::Vendor(held.id), nothing - gross, nothing - commission);
    let ours = pair(Account::VoucherRevenue, gross, commission);
    theirs.into_iter().chain(ours).collect()
}

async fn row(tx: &mut Tx, id: VendorTransferId) -> Result<VendorTransferRow> {
    Ok(document::transfer_row(tx, id).await?.ok_or(VendorError::NotFound)?)
}

/// Lists hand-overs and returns, the newest first.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn vendor_transfer_list(app: &App, ctx: &Ctx, input: VendorTransferList) -> Result<Paged<VendorTransferRow>> {
    ctx.require(Permission::VendorView)?;
    let mut tx = app.db.begin(ctx).await?;
    document::transfer_list(&mut tx, &input).await
}

/// Lists the batches a vendor has codes of, the newest first.
///
/// # Errors
/// `vendor_not_found`, `input_malformed` for a cursor that is none of ours.
pub async fn vendor_stock_list(app: &App, ctx: &Ctx, input: VendorStockList) -> Result<Paged<VendorStockRow>> {
    ctx.require(Permission::VendorView)?;
    let mut tx = app.db.begin(ctx).await?;
    place_of(&mut tx, input.vendor_id).await?;
    stock::stock_list(&mut tx, input.vendor_id, input.in_hand_only, &input.page.unwrap_or_default()).await
}
