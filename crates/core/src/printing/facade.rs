//! What other areas ask of printers.

use simpul_documents::{Tape, TapePaper, drawer_escpos, tape, tape_escpos};
use simpul_kernel::Result;
use simpul_kernel::ids::{CashDrawerId, LocationId, PrinterId};

use super::error::PrintingError;
use super::line::Line;
use super::paper::drawn;
use super::store;
use super::types::{PrintTemplate, Printed, PrinterView};
use crate::db::Tx;

/// The printer that was chosen, or the one the drawer has for this, or the place.
///
/// # Errors
/// `printer_not_found`, `printer_inactive`, `printer_none`.
pub async fn printer_for(
    tx: &mut Tx,
    (location, drawer): (LocationId, Option<CashDrawerId>),
    template: PrintTemplate,
    chosen: Option<PrinterId>,
) -> Result<PrinterView> {
    let Some(id) = chosen else {
        let found = store::printer_chosen(tx, (location, drawer), template).await?;
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
    let printer = store::printer_chosen(tx, (location, None), PrintTemplate::Sheet).await?;
    Ok(printer.map_or((0.0, 0.0), |printer| (printer.offset_x_mm, printer.offset_y_mm)))
}

/// The printer by which a drawer of the place is opened, if it hangs on one.
///
/// # Errors
/// When the database does not answer.
pub async fn printer_opening(tx: &mut Tx, location: LocationId, drawer: CashDrawerId) -> Result<Option<PrinterView>> {
    store::printer_opening(tx, location, drawer).await
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

    /// The drawer's pulse alone, for a printer that has answered.
    ///
    /// # Errors
    /// As [`Line::open`]; `printer_wrong_paper` where there is no roll.
    pub async fn pulse(printer: &PrinterView) -> Result<Self> {
        let head = printer.head(true).ok_or_else(|| PrintingError::WrongPaper { printer: printer.name.clone() })?;
        let line = Line::open(printer).await?;
        let printed = Printed { printer_id: printer.printer_id, printer_name: printer.name.clone(), pieces: 0 };
        Ok(Self { line, bytes: drawer_escpos(&head), printed })
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
