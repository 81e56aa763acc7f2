//! Codes that leave the counter into a vendor's hands, come back, or are paid for.

use serde_json::json;
use simpul_kernel::ids::{VendorId, VoucherId};
use simpul_kernel::{Ctx, Error, Result};

use super::stock;
use super::store::{handed, life};
use crate::db::Tx;

/// Marks codes as in a vendor's hands, paid for already or not, and tells it.
///
/// # Errors
/// When one of them is not stock any more: the caller holds their locks, so that is a defect.
pub async fn hand_over(
    tx: &mut Tx,
    ctx: &Ctx,
    ids: &[VoucherId],
    (vendor, name): (VendorId, &str),
    (document_number, is_paid): (&str, bool),
) -> Result<()> {
    all(handed::hand_over(tx, ids, vendor, (ctx.now, is_paid)).await?, ids)?;
    tell(tx, ctx, ids, "handed_over", &json!({ "document_number": document_number, "vendor": name })).await
}

/// Marks codes as stock again, and tells it; those of a withdrawn batch are withdrawn.
///
/// # Errors
/// As [`hand_over`].
pub async fn take_back(
    tx: &mut Tx,
    ctx: &Ctx,
    ids: &[VoucherId],
    (vendor, name): (VendorId, &str),
    document_number: &str,
) -> Result<()> {
    all(handed::take_back(tx, ids, vendor).await?, ids)?;
    tell(tx, ctx, ids, "handed_back", &json!({ "document_number": document_number, "vendor": name })).await?;
    stock::void_with_batch(tx, ctx, ids).await
}

/// Marks codes in a vendor's hands as paid for, and tells it.
///
/// # Errors
/// As [`hand_over`].
pub async fn settle(
    tx: &mut Tx,
    ctx: &Ctx,
    ids: &[VoucherId],
    (vendor, name): (VendorId, &str),
    document_number: &str,
) -> Result<()> {
    all(handed::settle(tx, ids, vendor, ctx.now).await?, ids)?;
    tell(tx, ctx, ids, "settled", &json!({ "document_number": document_number, "vendor": name })).await
}

fn all(done: u64, ids: &[VoucherId]) -> Result<()> {
    if done == ids.len() as u64 { Ok(()) } else { Err(Error::internal("a code that was locked changed otherwise")) }
}

async fn tell(tx: &mut Tx, ctx: &Ctx, ids: &[VoucherId], kind: &str, details: &serde_json::Value) -> Result<()> {
    let by = (ctx.user_id().map(|id| id.0), ctx.now);
    life::events_write(tx, ids, kind, by, details).await?;
    tx.touch("voucher");
    Ok(())
}
