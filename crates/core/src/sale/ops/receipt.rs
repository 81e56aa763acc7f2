//! The receipt of a sale, a refund or a void.

use simpul_documents::tape;
use simpul_kernel::{Ctx, Permission, Result};

use super::super::input::{SaleReceiptPrint, SaleReceiptRender};
use super::super::paper::receipt_tape;
use super::view_of;
use crate::app::App;
use crate::cash::facade::session_drawer;
use crate::db::Fact;
use crate::printing::facade::{Ready, printer_for};
use crate::printing::paper::{House, document, drawn};
use crate::printing::{Document, PrintTemplate, Printed};

/// Draws the receipt of a document. It names what was sold and what was paid, no codes.
///
/// # Errors
/// `sale_not_found`.
pub async fn sale_receipt_render(app: &App, ctx: &Ctx, input: SaleReceiptRender) -> Result<Document> {
    ctx.require(Permission::SaleView)?;
    let mut tx = app.db.begin(ctx).await?;
    let sale = view_of(&mut tx, input.sale_id).await?;
    let house = House::read(&mut tx, ctx, Some(sale.row.location_id)).await?;
    drop(tx);
    let view = receipt_tape(&house, &sale, input.paper.tape());
    let pdf = drawn(move || tape(&view)).await?;
    Ok(document(pdf, format!("{}.pdf", sale.row.document_number)))
}

/// Prints the receipt of a document without a dialogue, and logs it.
///
/// # Errors
/// `sale_not_found`, `printer_none`, `printer_not_found`, `printer_inactive` and what a printer
/// that does not print answers.
pub async fn sale_receipt_print(app: &App, ctx: &Ctx, input: SaleReceiptPrint) -> Result<Printed> {
    ctx.require(Permission::SaleView)?;
    let mut tx = app.db.begin(ctx).await?;
    let sale = view_of(&mut tx, input.sale_id).await?;
    let place = sale.row.location_id;
    let drawer = session_drawer(&mut tx, sale.row.cash_session_id).await?;
    let printer = printer_for(&mut tx, (place, Some(drawer)), PrintTemplate::Receipt, input.printer_id).await?;
    let house = House::read(&mut tx, ctx, Some(sale.row.location_id)).await?;
    drop(tx);
    let ready = Ready::tape(&printer, false, |paper| receipt_tape(&house, &sale, paper)).await?;
    let mut tx = app.db.begin(ctx).await?;
    let fact = Fact::new("sale_receipt_print").on("sale", input.sale_id.0).at(place);
    tx.record(fact.detail("number", &sale.row.document_number).detail("printer", &printer.name)).await?;
    tx.commit().await?;
    ready.send().await
}
