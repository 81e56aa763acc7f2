//! Operations of this area.

use super::super::*;
use crate::app::App;
use simpul_kernel::{Ctx, Error, Paged, Result};

/// `voucher_list`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_list(_app: &App, _ctx: &Ctx, _input: VoucherList) -> Result<Paged<VoucherRow>> {
    Err(Error::internal("voucher_list is not built yet"))
}

/// `voucher_totals`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_totals(_app: &App, _ctx: &Ctx, _input: VoucherTotalsQuery) -> Result<VoucherTotals> {
    Err(Error::internal("voucher_totals is not built yet"))
}

/// `voucher_get`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_get(_app: &App, _ctx: &Ctx, _input: VoucherRef) -> Result<VoucherView> {
    Err(Error::internal("voucher_get is not built yet"))
}

/// `voucher_find`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_find(_app: &App, _ctx: &Ctx, _input: VoucherFind) -> Result<VoucherView> {
    Err(Error::internal("voucher_find is not built yet"))
}

/// `voucher_void`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_void(_app: &App, _ctx: &Ctx, _input: VoucherVoid) -> Result<VoucherVoided> {
    Err(Error::internal("voucher_void is not built yet"))
}
