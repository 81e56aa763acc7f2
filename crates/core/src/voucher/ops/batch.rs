//! Operations of this area.

use super::super::*;
use crate::app::App;
use simpul_kernel::{Ctx, Error, Paged, Result};

/// `voucher_batch_list`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_batch_list(_app: &App, _ctx: &Ctx, _input: VoucherBatchList) -> Result<Paged<VoucherBatchRow>> {
    Err(Error::internal("voucher_batch_list is not built yet"))
}

/// `voucher_batch_get`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_batch_get(_app: &App, _ctx: &Ctx, _input: VoucherBatchRef) -> Result<VoucherBatchView> {
    Err(Error::internal("voucher_batch_get is not built yet"))
}

/// `voucher_batch_pause`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_batch_pause(_app: &App, _ctx: &Ctx, _input: VoucherBatchRef) -> Result<VoucherBatchView> {
    Err(Error::internal("voucher_batch_pause is not built yet"))
}

/// `voucher_batch_resume`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_batch_resume(_app: &App, _ctx: &Ctx, _input: VoucherBatchRef) -> Result<VoucherBatchView> {
    Err(Error::internal("voucher_batch_resume is not built yet"))
}

/// `voucher_batch_void`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_batch_void(_app: &App, _ctx: &Ctx, _input: VoucherBatchVoid) -> Result<VoucherVoided> {
    Err(Error::internal("voucher_batch_void is not built yet"))
}
