//! The report of a shift on paper.

use simpul_documents::tape;
use simpul_kernel::{Ctx, Permission, Result};

use super::super::input::{CashSessionPrint, CashSessionRender};
use super::super::paper::report_tape;
use super::report::read;
use crate::app::App;
use crate::db::Fact;
use crate::printing::facade::{Ready, printer_for};
use crate::printing::paper::{House, document, drawn};
use crate::printing::{Document, PrintTemplate, Printed};

/// Draws the report of a shift. Of an open shift only for who manages the desk.
///
/// # Errors
/// `cash_session_not_found`, `cash_session_count_first`.
pub async fn cash_session_render(app: &App, ctx: &Ctx, input: CashSessionRender) -> Result<Document> {
    ctx.require(Permission::CashView)?;
    let mut tx = app.db.begin(ctx).await?;
    let report = read(&mut tx, ctx, input.cash_session_id).await?;
    let house = House::read(&mut tx, ctx, Some(report.session.location_id)).await?;
    drop(tx);
    let view = report_tape(&house, &report, input.paper.tape());
    let pdf = drawn(move || tape(&view)).await?;
    Ok(document(pdf, format!("shift-{}.pdf", report.session.number)))
}

/// Prints the report of a shift without a dialogue, and logs it.
///
/// # Errors
/// As [`cash_session_render`], and `printer_none`, `printer_not_found`, `printer_inactive` and
/// what a printer that does not print answers.
pub async fn cash_session_print(app: &App, ctx: &Ctx, input: CashSessionPrint) -> Result<Printed> {
    ctx.require(Permission::CashView)?;
    let mut tx = app.db.begin(ctx).await?;
    let report = read(&mut tx, ctx, input.cash_session_id).await?;
    let place = report.session.location_id;
    let printer =
        printer_for(&mut tx, (place, Some(report.session.cash_drawer_id)), PrintTemplate::Report, input.printer_id)
            .await?;
    let house = House::read(&mut tx, ctx, Some(report.session.location_id)).await?;
    drop(tx);
    let ready = Ready::tape(&printer, false, |paper| report_tape(&house, &report, paper)).await?;
    let mut tx = app.db.begin(ctx).await?;
    let fact = Fact::new("cash_session_print").on("cash_session", input.cash_session_id.0).at(place);
    tx.record(fact.detail("number", report.session.number).detail("printer", &printer.name)).await?;
    tx.commit().await?;
    ready.send().await
}
