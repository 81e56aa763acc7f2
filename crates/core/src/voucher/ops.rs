//! Operations of this area.

use super::{
    Document, SheetPreset, VoucherBatchCreate, VoucherBatchDraft, VoucherBatchList, VoucherBatchPreview,
    VoucherBatchRef, VoucherBatchRow, VoucherBatchView, VoucherBatchVoid, VoucherFind, VoucherList, VoucherRef,
    VoucherRow, VoucherSheetRender, VoucherSlipRender, VoucherTotals, VoucherTotalsQuery, VoucherView, VoucherVoid,
    VoucherVoided,
};
use crate::app::App;
use crate::system::Nothing;
use simpul_kernel::Paged;
use simpul_kernel::{Ctx, Error, Result};

/// `voucher_sheet_presets`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_sheet_presets(_app: &App, _ctx: &Ctx, _input: Nothing) -> Result<Vec<SheetPreset>> {
    Err(Error::internal("voucher_sheet_presets is not built yet"))
}

/// `voucher_batch_preview`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_batch_preview(_app: &App, _ctx: &Ctx, _input: VoucherBatchDraft) -> Result<VoucherBatchPreview> {
    Err(Error::internal("voucher_batch_preview is not built yet"))
}

/// `voucher_sheet_preview`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_sheet_preview(_app: &App, _ctx: &Ctx, _input: VoucherBatchDraft) -> Result<Document> {
    Err(Error::internal("voucher_sheet_preview is not built yet"))
}

/// `voucher_batch_create`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_batch_create(_app: &App, _ctx: &Ctx, _input: VoucherBatchCreate) -> Result<VoucherBatchView> {
    Err(Error::internal("voucher_batch_create is not built yet"))
}

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

/// `voucher_sheet_render`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_sheet_render(_app: &App, _ctx: &Ctx, _input: VoucherSheetRender) -> Result<Document> {
    Err(Error::internal("voucher_sheet_render is not built yet"))
}

/// `voucher_slip_render`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_slip_render(_app: &App, _ctx: &Ctx, _input: VoucherSlipRender) -> Result<Document> {
    Err(Error::internal("voucher_slip_render is not built yet"))
}

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
