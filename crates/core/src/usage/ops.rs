//! Operations of this area.

use simpul_kernel::{Ctx, Paged, Permission, Result};

use super::store;
use super::types::{UsageSessionList, UsageSessionRow};
use crate::app::App;

/// Sessions that run and that ended, the newest first.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn usage_session_list(app: &App, ctx: &Ctx, input: UsageSessionList) -> Result<Paged<UsageSessionRow>> {
    ctx.require(Permission::VoucherView)?;
    let mut tx = app.db.begin(ctx).await?;
    store::session_list(&mut tx, &input).await
}
