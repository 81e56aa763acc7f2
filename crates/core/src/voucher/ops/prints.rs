//! What was printed, when and by whom.

use simpul_kernel::{Ctx, Paged, Permission, Result};

use super::super::input::VoucherPrintList;
use super::super::store::prints;
use super::super::view::VoucherPrintRow;
use crate::app::App;

/// Lists sheets and slips that were printed, the newest first.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn voucher_print_list(app: &App, ctx: &Ctx, input: VoucherPrintList) -> Result<Paged<VoucherPrintRow>> {
    ctx.require(Permission::VoucherView)?;
    let mut tx = app.db.begin(ctx).await?;
    prints::print_list(&mut tx, &input).await
}
