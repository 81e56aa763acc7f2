//! Operations of this area: looking. What is written comes from sales and shifts.

use simpul_kernel::{Ctx, Paged, Permission, Result};

use super::store;
use super::types::{LedgerAccountList, LedgerAccountRow, LedgerEntryList, LedgerEntryRow};
use crate::app::App;
use crate::db::list::DaySpan;

/// Lists accounts and what they hold.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn ledger_account_list(app: &App, ctx: &Ctx, input: LedgerAccountList) -> Result<Paged<LedgerAccountRow>> {
    ctx.require(Permission::LedgerView)?;
    let mut tx = app.db.begin(ctx).await?;
    store::account_list(&mut tx, &input).await
}

/// Lists rows of the ledger, the newest first.
///
/// # Errors
/// `input_invalid` for a day nobody means, `input_malformed` for a cursor that is none of ours.
pub async fn ledger_entry_list(app: &App, ctx: &Ctx, input: LedgerEntryList) -> Result<Paged<LedgerEntryRow>> {
    ctx.require(Permission::LedgerView)?;
    let days = DaySpan::new(input.from_on, input.to_on)?;
    let mut tx = app.db.begin(ctx).await?;
    store::entry_list(&mut tx, &input, days).await
}
