//! Operations of this area.

use simpul_kernel::{Ctx, Nothing, Permission, Result};

use super::store;
use super::types::BooksReport;
use crate::app::App;

/// Computes the books anew, at the places the caller sees, from one moment's state of
/// the database, and says what does not agree. Nothing is changed.
///
/// # Errors
/// `database_busy` when it takes longer than a statement may.
pub async fn books_verify(app: &App, ctx: &Ctx, _input: Nothing) -> Result<BooksReport> {
    ctx.require(Permission::LedgerView)?;
    let mut tx = app.db.begin(ctx).await?;
    let counts = store::counts(&mut tx).await?;
    let findings = store::findings(&mut tx).await?;
    Ok(BooksReport { is_clean: findings.is_empty(), findings, ..counts })
}
