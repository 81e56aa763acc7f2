//! What a shift did.

use simpul_kernel::ids::CashSessionId;
use simpul_kernel::{Ctx, Permission, Result};

use super::super::error::CashError;
use super::super::input::CashSessionRef;
use super::super::store::report;
use super::super::view::CashSessionReport;
use super::looker;
use super::session::view;
use crate::app::App;
use crate::db::Tx;

/// What a shift did: the Z-report. Of an open shift only for who manages the desk,
/// since the count is blind.
///
/// # Errors
/// `cash_session_not_found`, `cash_session_count_first`.
pub async fn cash_session_report(app: &App, ctx: &Ctx, input: CashSessionRef) -> Result<CashSessionReport> {
    ctx.require(Permission::CashView)?;
    let mut tx = app.db.begin(ctx).await?;
    read(&mut tx, ctx, input.cash_session_id).await
}

/// The report, for whoever is told of it.
pub(super) async fn read(tx: &mut Tx, ctx: &Ctx, id: CashSessionId) -> Result<CashSessionReport> {
    let session = view(tx, ctx, id).await?;
    if session.closed_at.is_none() && !looker(ctx).manages {
        return Err(CashError::CountFirst.into());
    }
    report::report(tx, session).await
}
