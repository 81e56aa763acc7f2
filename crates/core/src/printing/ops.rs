//! Operations of this area.

use simpul_documents::{ruler_escpos, ruler_page};
use simpul_kernel::error::InputError;
use simpul_kernel::ids::PrinterId;
use simpul_kernel::{Ctx, Paged, Permission, Result};

use super::error::PrintingError;
use super::line::Line;
use super::paper::{House, document, drawn};
use super::types::{Document, Printed, PrinterCreate, PrinterList, PrinterRef, PrinterUpdate, PrinterView};
use super::{rules, store, texts};
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::identity::facade::location_seen;

/// Lists printers, by name.
///
/// # Errors
/// `input_malformed` for a cursor that is none of ours.
pub async fn printer_list(app: &App, ctx: &Ctx, input: PrinterList) -> Result<Paged<PrinterView>> {
    ctx.require(Permission::VoucherPrint)?;
    let mut tx = app.db.begin(ctx).await?;
    store::printer_list(&mut tx, &input).await
}

/// Adds a printer. What it prints by itself, no other of its drawer or place does any more.
///
/// # Errors
/// `input_invalid`, `printer_location_unusable`, `printer_drawer_unusable`, `printer_name_taken`.
pub async fn printer_create(app: &App, ctx: &Ctx, input: PrinterCreate) -> Result<PrinterView> {
    ctx.require(Permission::PrinterManage)?;
    let spec = rules::spec_valid(input.printer)?;
    let mut tx = app.db.begin(ctx).await?;
    if !location_seen(&mut tx, input.location_id).await? {
        return Err(PrintingError::LocationUnusable.into());
    }
    store::printers_relieve(&mut tx, input.location_id, None, &spec).await?;
    let id = store::printer_insert(&mut tx, input.location_id, &spec).await?;
    let fact = Fact::new("printer_create").on("printer", id.0).at(input.location_id).detail("name", &spec.name);
    tx.record(fact.detail("kind", spec.kind).detail("drawer_id", spec.cash_drawer_id)).await?;
    finish(tx, id).await
}

/// Changes a printer, or puts it away.
///
/// # Errors
/// `input_invalid`, `printer_not_found`, `row_changed_meanwhile`, `printer_drawer_unusable`, `printer_name_taken`.
pub async fn printer_update(app: &App, ctx: &Ctx, input: PrinterUpdate) -> Result<PrinterView> {
    ctx.require(Permission::PrinterManage)?;
    let spec = rules::spec_valid(input.printer)?;
    let id = input.printer_id;
    let mut tx = app.db.begin(ctx).await?;
    let before = store::printer_get(&mut tx, id).await?.ok_or(PrintingError::NotFound)?;
    if input.is_active {
        store::printers_relieve(&mut tx, before.location_id, Some(id), &spec).await?;
    }
    if !store::printer_update(&mut tx, (id, input.version), &spec, input.is_active).await? {
        return Err(InputError::Stale.into());
    }
    let fact = Fact::new("printer_update").on("printer", id.0).at(before.location_id).detail("name", &spec.name);
    tx.record(fact.detail("is_active", input.is_active).detail("drawer_id", spec.cash_drawer_id)).await?;
    finish(tx, id).await
}

async fn finish(mut tx: Tx, id: PrinterId) -> Result<PrinterView> {
    let view = store::printer_get(&mut tx, id).await?.ok_or(PrintingError::NotFound)?;
    tx.commit().await?;
    Ok(view)
}

/// Prints a page to try a printer by: its name, rulers in millimetres, a QR.
///
/// # Errors
/// `printer_not_found`, `printer_inactive`, and what [`Line::send`] answers.
pub async fn printer_test(app: &App, ctx: &Ctx, input: PrinterRef) -> Result<Printed> {
    ctx.require(Permission::PrinterManage)?;
    let mut tx = app.db.begin(ctx).await?;
    let printer = store::printer_get(&mut tx, input.printer_id).await?.ok_or(PrintingError::NotFound)?;
    if !printer.is_active {
        return Err(PrintingError::Inactive { printer: printer.name }.into());
    }
    let house = House::read(&mut tx, ctx, Some(printer.location_id)).await?;
    drop(tx);
    let (heading, words) =
        (texts::test_heading(house.locale), texts::test_words(house.locale, &printer, &house.moment));
    let described = printer.clone();
    let bytes = drawn(move || match described.head(true) {
        Some(head) => ruler_escpos(heading, &words, &head),
        None => Ok(ruler_page(heading, &words, (described.offset_x_mm, described.offset_y_mm))?.bytes),
    })
    .await?;
    let line = Line::open(&printer).await?;
    let mut tx = app.db.begin(ctx).await?;
    let fact = Fact::new("printer_test").on("printer", printer.printer_id.0).at(printer.location_id);
    tx.record(fact.detail("name", &printer.name)).await?;
    tx.commit().await?;
    line.send(bytes).await?;
    Ok(Printed { printer_id: printer.printer_id, printer_name: printer.name, pieces: 1 })
}

/// The ruler page as a PDF, moved by the printer's offset: to be printed by hand.
///
/// # Errors
/// `printer_not_found`.
pub async fn printer_ruler_render(app: &App, ctx: &Ctx, input: PrinterRef) -> Result<Document> {
    ctx.require(Permission::PrinterManage)?;
    let mut tx = app.db.begin(ctx).await?;
    let printer = store::printer_get(&mut tx, input.printer_id).await?.ok_or(PrintingError::NotFound)?;
    let house = House::read(&mut tx, ctx, Some(printer.location_id)).await?;
    drop(tx);
    let (heading, words) =
        (texts::test_heading(house.locale), texts::test_words(house.locale, &printer, &house.moment));
    let pdf = drawn(move || ruler_page(heading, &words, (printer.offset_x_mm, printer.offset_y_mm))).await?;
    Ok(document(pdf, "ruler.pdf".to_owned()))
}
