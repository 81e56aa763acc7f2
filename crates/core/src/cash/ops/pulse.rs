//! The drawer's pulse, for cash that no paper goes with.

use simpul_kernel::{Ctx, Permission, Result};

use super::super::error::CashError;
use super::super::facade::session_held;
use super::super::input::CashDrawerOpen;
use super::super::view::CashDrawerOpened;
use super::person;
use super::session::fact;
use crate::app::App;
use crate::ledger;
use crate::printing::facade::{Ready, printer_opening};

/// Opens a shift's drawer for a cash document of it: whoever answers for the shift, or made the document. A drawer that
/// opens is money within reach, so each opening is a deed. A drawer that hangs on no printer stays shut, and the answer
/// says so.
///
/// # Errors
/// `cash_session_not_found`, `cash_session_closed`, `cash_session_not_yours`, `cash_document_not_found`, and what a
/// printer that does not print answers.
pub async fn cash_drawer_open(app: &App, ctx: &Ctx, input: CashDrawerOpen) -> Result<CashDrawerOpened> {
    ctx.require(Permission::CashOperate)?;
    let user = person(ctx)?;
    let id = input.cash_session_id;
    let mut tx = app.db.begin(ctx).await?;
    let held = session_held(&mut tx, id).await?;
    let by = ledger::cash_entry_by(&mut tx, id, (input.document.subject(), input.number)).await?;
    let by = by.ok_or(CashError::DocumentNotFound)?;
    if held.user_id != user && by != Some(user) {
        return Err(CashError::SessionNotYours { user: held.user_name }.into());
    }
    let Some(printer) = printer_opening(&mut tx, held.location_id, held.cash_drawer_id).await? else {
        return Ok(CashDrawerOpened { printer_name: None });
    };
    // Nobody waits for a printer inside a transaction.
    drop(tx);
    let ready = Ready::pulse(&printer).await?;
    let mut tx = app.db.begin(ctx).await?;
    let fact = fact("cash_drawer_open", id, held.location_id).detail("document", input.document);
    tx.record(fact.detail("number", input.number).detail("printer", &printer.name)).await?;
    tx.commit().await?;
    ready.send().await?;
    Ok(CashDrawerOpened { printer_name: Some(printer.name) })
}
