//! What other areas ask of printers.

use simpul_documents::{Tape, TapePaper, tape, tape_escpos};
use simpul_kernel::Result;
use simpul_kernel::ids::{LocationId, PrinterId};

use super::error::PrintingError;
use super::line::Line;
use super::paper::drawn;
use super::store;
use super::types::{PrintTemplate, Printed, PrinterView};
use crate::db::Tx;

/// The printer that was chosen, or the one the place has for this.
///
/// # Errors
/// `printer_not_found`, `printer_inactive`, `printer_none`.
pub async fn printer_for(
    tx: &mut Tx,
    location: LocationId,
    template: PrintTemplate,
    chosen: Option<PrinterId>,
) -> Result<PrinterView> {
    let Some(id) = chosen else {
        let found = store::printer_chosen(tx, location, template).await?;
        return Ok(found.ok_or(PrintingError::NoneChosen { template })?);
    };
    let printer = store::printer_get(tx, id).await?.ok_or(PrintingError::NotFound)?;
    if printer.is_active { Ok(printer) } else { Err(PrintingError::Inactive { printer: printer.name }.into()) }
}

/// How far the place's printer of sheets is off, millimetres to the right and downwards.
///
/// # Errors
/// When the database does not answer.
pub async fn sheet_offset(tx: &mut Tx, location: LocationId) -> Result<(f64, f64)> {
    let printer = store::printer_chosen(tx, location, PrintTemplate::Sheet).await?;
    Ok(printer.map_or((0.0, 0.0), |printer| (printer.offset_x_mm, printer.offset_y_mm)))
}

/// A tape that is drawn for a printer, which has answered.
#[derive(Debug)]
pub struct Ready {
    line: Line,
    bytes: Vec<u8>,
    printed: Printed,
}

impl Ready {
    /// Draws a tape for a printer and reaches it; `view` is told what lies in it.
    ///
    /// # Errors
    /// As [`Line::open`].
    pub async fn tape(printer: &PrinterView, drawer: bool, view: impl FnOnce(TapePaper) -> Tape) -> Result<Self> {
        let head = printer.head(drawer);
        let view = view(head.map_or(TapePaper::A4, |head| TapePaper::Roll(head.roll)));
        let bytes = drawn(move || match head {
            Some(head) => tape_escpos(&view, &head),
            None => Ok(tape(&view)?.bytes),
        })
        .await?;
        let line = Line::open(printer).await?;
        let printed = Printed { printer_id: printer.printer_id, printer_name: printer.name.clone(), pieces: 1 };
        Ok(Self { line, bytes, printed })
    }

    /// Hands it over.
    ///
    /// # Errors
    /// As [`Line::send`].
    pub async fn send(self) -> Result<Printed> {
        self.line.send(self.bytes).await?;
        Ok(self.printed)
    }
}
