//! Batches: list, look at, hold, let go, withdraw.

use simpul_kernel::ids::VoucherBatchId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Paged, Permission, Result};

use super::super::error::VoucherError;
use super::super::input::{VoucherBatchList, VoucherBatchRef, VoucherBatchVoid};
use super::super::model::BatchStatus;
use super::super::store::{batch, void};
use super::super::view::{VoucherBatchRow, VoucherBatchView, VoucherVoided};
use super::voucher::void_all;
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::provisioning;

/// Lists batches, newest first.
///
/// # Errors
/// `permission_denied`.
pub async fn voucher_batch_list(app: &App, ctx: &Ctx, input: VoucherBatchList) -> Result<Paged<VoucherBatchRow>> {
    ctx.require(Permission::VoucherView)?;
    let mut tx = app.db.begin(ctx).await?;
    batch::batch_list(&mut tx, &input).await
}

/// One batch.
///
/// # Errors
/// `voucher_batch_not_found`.
pub async fn voucher_batch_get(app: &App, ctx: &Ctx, input: VoucherBatchRef) -> Result<VoucherBatchView> {
    ctx.require(Permission::VoucherView)?;
    let mut tx = app.db.begin(ctx).await?;
    Ok(batch::batch_view(&mut tx, input.batch_id).await?.ok_or(VoucherError::BatchNotFound)?)
}

/// Holds what is still to do for a batch on its routers.
///
/// # Errors
/// `voucher_batch_not_found`, `voucher_batch_is_void`.
pub async fn voucher_batch_pause(app: &App, ctx: &Ctx, input: VoucherBatchRef) -> Result<VoucherBatchView> {
    ctx.require(Permission::VoucherCreate)?;
    let mut tx = app.db.begin(ctx).await?;
    let row = not_void(&mut tx, input.batch_id).await?;
    if batch::batch_status_set(&mut tx, input.batch_id, &["active"], "paused", None).await? {
        provisioning::batch_hold(&mut tx, input.batch_id).await?;
        tx.record(fact("voucher_batch_pause", &row)).await?;
    }
    finish(tx, input.batch_id).await
}

/// Lets what was held for a batch go on.
///
/// # Errors
/// `voucher_batch_not_found`, `voucher_batch_is_void`.
pub async fn voucher_batch_resume(app: &App, ctx: &Ctx, input: VoucherBatchRef) -> Result<VoucherBatchView> {
    ctx.require(Permission::VoucherCreate)?;
    let mut tx = app.db.begin(ctx).await?;
    let row = not_void(&mut tx, input.batch_id).await?;
    if batch::batch_status_set(&mut tx, input.batch_id, &["paused"], "active", None).await? {
        provisioning::batch_release(&mut tx, input.batch_id).await?;
        tx.record(fact("voucher_batch_resume", &row)).await?;
    }
    finish(tx, input.batch_id).await
}

/// Withdraws what is unsold and unused of a batch; what was sold or used stays as
/// it is. The codes leave the routers.
///
/// # Errors
/// `voucher_batch_not_found`, `voucher_batch_is_void`, `input_invalid`.
pub async fn voucher_batch_void(app: &App, ctx: &Ctx, input: VoucherBatchVoid) -> Result<VoucherVoided> {
    ctx.require(Permission::VoucherVoid)?;
    let reason = input.reason.trim();
    Validator::new().length(reason, 3, 300, "reason").finish()?;
    let mut tx = app.db.begin(ctx).await?;
    let row = not_void(&mut tx, input.batch_id).await?;
    // Codes before their batch, as a sale takes them: it may hold some and wait to let the batch grow.
    void::voidable_of_batch(&mut tx, input.batch_id).await?;
    if !batch::batch_status_set(&mut tx, input.batch_id, &["active", "paused"], "void", Some(reason)).await? {
        // Somebody else withdrew it since it was read.
        return Err(VoucherError::BatchVoid.into());
    }
    // What was held must be able to leave the routers.
    provisioning::batch_release(&mut tx, input.batch_id).await?;
    let ids = void::voidable_of_batch(&mut tx, input.batch_id).await?;
    let voided = void_all(&mut tx, ctx, &ids, reason).await?;
    let skipped = i64::from(row.quantity) - voided;
    tx.record(fact("voucher_batch_void", &row).detail("reason", reason).detail("voided", voided)).await?;
    tx.commit().await?;
    Ok(VoucherVoided { voided, skipped })
}

async fn not_void(tx: &mut Tx, id: VoucherBatchId) -> Result<VoucherBatchRow> {
    let row = batch::batch_get(tx, id).await?.ok_or(VoucherError::BatchNotFound)?;
    if row.status() == BatchStatus::Void {
        return Err(VoucherError::BatchVoid.into());
    }
    Ok(row.row())
}

fn fact(action: &'static str, row: &VoucherBatchRow) -> Fact {
    Fact::new(action)
        .on("voucher_batch", row.batch_id.0)
        .tag("voucher")
        .at(row.location_id)
        .detail("batch_code", &row.batch_code)
}

async fn finish(mut tx: Tx, id: VoucherBatchId) -> Result<VoucherBatchView> {
    let view = batch::batch_view(&mut tx, id).await?.ok_or(VoucherError::BatchNotFound)?;
    tx.commit().await?;
    Ok(view)
}
