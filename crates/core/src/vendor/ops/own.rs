//! A reseller's own account: the vendor the caller is bound to, and nothing else. None
//! of these operations is told whose account it is.

use simpul_kernel::ids::VendorId;
use simpul_kernel::{Ctx, Nothing, Paged, Permission, Result};

use super::super::error::VendorError;
use super::super::input::{ResellerList, ResellerStatementGet, VendorSettlementList, VendorTransferList};
use super::super::store::{document, person as people, stock, vendor};
use super::super::view::{ResellerAccount, VendorSettlementRow, VendorStockRow, VendorTransferRow};
use super::{person, statement};
use crate::app::App;
use crate::db::Tx;
use crate::voucher::Document;

/// The vendor the caller is bound to.
async fn own(tx: &mut Tx, ctx: &Ctx) -> Result<Option<VendorId>> {
    people::vendor_of(tx, person(ctx)?).await
}

/// The caller's own account: balance and what is in hand.
///
/// # Errors
/// `vendor_own_missing`.
pub async fn reseller_account_get(app: &App, ctx: &Ctx, _input: Nothing) -> Result<ResellerAccount> {
    ctx.require(Permission::VendorOwn)?;
    let mut tx = app.db.begin(ctx).await?;
    let id = own(&mut tx, ctx).await?.ok_or(VendorError::OwnMissing)?;
    let row = vendor::vendor_row(&mut tx, id).await?.ok_or(VendorError::OwnMissing)?;
    Ok(ResellerAccount {
        name: row.name,
        mode: row.mode,
        pricing: row.pricing,
        commission_bp: row.commission_bp,
        commission_amount: row.commission_amount,
        balance: row.balance,
        in_hand: row.in_hand,
        to_settle: row.to_settle,
        to_settle_amount: row.to_settle_amount,
        prices: vendor::prices(&mut tx, id).await?,
    })
}

fn none<T>() -> Paged<T> {
    Paged { rows: Vec::new(), next: None }
}

/// The batches the caller has codes of; none for who is bound to no vendor.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn reseller_stock_list(app: &App, ctx: &Ctx, input: ResellerList) -> Result<Paged<VendorStockRow>> {
    ctx.require(Permission::VendorOwn)?;
    let mut tx = app.db.begin(ctx).await?;
    let Some(id) = own(&mut tx, ctx).await? else { return Ok(none()) };
    stock::stock_list(&mut tx, id, false, &input.page.unwrap_or_default()).await
}

/// What the caller was handed and gave back.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn reseller_transfer_list(app: &App, ctx: &Ctx, input: ResellerList) -> Result<Paged<VendorTransferRow>> {
    ctx.require(Permission::VendorOwn)?;
    let mut tx = app.db.begin(ctx).await?;
    let Some(id) = own(&mut tx, ctx).await? else { return Ok(none()) };
    let only = VendorTransferList { vendor_id: Some(id), page: input.page, ..VendorTransferList::default() };
    document::transfer_list(&mut tx, &only).await
}

/// What was settled with the caller, and what they paid.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn reseller_settlement_list(app: &App, ctx: &Ctx, input: ResellerList) -> Result<Paged<VendorSettlementRow>> {
    ctx.require(Permission::VendorOwn)?;
    let mut tx = app.db.begin(ctx).await?;
    let Some(id) = own(&mut tx, ctx).await? else { return Ok(none()) };
    let only = VendorSettlementList { vendor_id: Some(id), page: input.page, ..VendorSettlementList::default() };
    document::settlement_list(&mut tx, &only).await
}

/// The caller's own statement as a PDF.
///
/// # Errors
/// `input_invalid`, `vendor_own_missing`, `vendor_statement_impossible`.
pub async fn reseller_statement_render(app: &App, ctx: &Ctx, input: ResellerStatementGet) -> Result<Document> {
    ctx.require(Permission::VendorOwn)?;
    let mut tx = app.db.begin(ctx).await?;
    let id = own(&mut tx, ctx).await?.ok_or(VendorError::OwnMissing)?;
    drop(tx);
    statement::render(app, ctx, id, (input.from_on, input.to_on), "reseller_statement_render").await
}
