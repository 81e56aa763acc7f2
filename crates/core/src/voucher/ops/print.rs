//! Operations of this area.

use super::super::*;
use crate::app::App;
use simpul_kernel::{Ctx, Error, Nothing, Result};

/// `voucher_sheet_presets`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_sheet_presets(_app: &App, _ctx: &Ctx, _input: Nothing) -> Result<Vec<SheetPreset>> {
    Err(Error::internal("voucher_sheet_presets is not built yet"))
}

/// `voucher_sheet_preview`.
///
/// # Errors
/// Not built yet.
pub async fn voucher_sheet_preview(_app: &App, _ctx: &Ctx, _input: VoucherBatchDraft) -> Result<Document> {
    Err(Error::internal("voucher_sheet_preview is not built yet"))
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
