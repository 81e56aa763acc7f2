//! What comes in and goes out about printers and paper.

use serde::{Deserialize, Serialize};
use simpul_documents::{CodePage, Head, Roll, TapePaper};
use simpul_kernel::Page;
use simpul_kernel::ids::{CashDrawerId, LocationId, PrinterId};
use ts_rs::TS;

/// How a printer is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum PrinterKind {
    /// Over the network, raw bytes to a port.
    Network,
    /// A device of the computer, or a printer another computer shares.
    File,
    /// A queue of the computer's own.
    System,
}

impl PrinterKind {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Network => "network",
            Self::File => "file",
            Self::System => "system",
        }
    }
}

/// What lies in a printer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum PrinterPaper {
    /// A roll of 58 mm.
    Mm58,
    /// A roll of 80 mm.
    Mm80,
    /// Sheets.
    Sheet,
}

impl PrinterPaper {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mm58 => "mm58",
            Self::Mm80 => "mm80",
            Self::Sheet => "sheet",
        }
    }
}

/// Characters above ASCII that a thermal printer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum PrinterCodePage {
    /// United States.
    Pc437,
    /// Western Europe with the euro.
    Pc858,
    /// Windows, Western Europe.
    Wpc1252,
}

impl PrinterCodePage {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pc437 => "pc437",
            Self::Pc858 => "pc858",
            Self::Wpc1252 => "wpc1252",
        }
    }
}

/// Kinds of paper a printer may be chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PrintTemplate {
    /// Sheets of voucher cards.
    Sheet,
    /// Slips of vouchers.
    Slip,
    /// Receipts of sales.
    Receipt,
    /// Reports of shifts.
    Report,
}

/// A printer as a person describes it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PrinterSpec {
    /// What people call it.
    pub name: String,
    /// How it is reached.
    pub kind: PrinterKind,
    /// `host` or `host:port` (9100 where none is named), a device or share, or a queue.
    pub target: String,
    /// What lies in it.
    pub paper: PrinterPaper,
    /// Characters of a thermal printer.
    pub code_page: PrinterCodePage,
    /// Whether it cuts.
    pub has_cutter: bool,
    /// Whether a drawer hangs on it, which a cash sale opens.
    pub opens_drawer: bool,
    /// Whether it draws a QR from its text; else the QR is sent as dots.
    pub draws_qr: bool,
    /// To the right, millimetres; on a roll not below zero.
    pub offset_x_mm: f64,
    /// Downwards, millimetres; on a roll not below zero.
    pub offset_y_mm: f64,
    /// The drawer it stands at: for that drawer's shifts it goes before the place's. Absent = the place's.
    #[ts(optional)]
    pub cash_drawer_id: Option<CashDrawerId>,
    /// What it prints by itself at its drawer or place, in another printer's stead.
    pub prints: Vec<PrintTemplate>,
}

/// Adds a printer.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PrinterCreate {
    /// Place.
    pub location_id: LocationId,
    /// What it is.
    pub printer: PrinterSpec,
}

/// Changes a printer.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PrinterUpdate {
    /// Which.
    pub printer_id: PrinterId,
    /// As it was read.
    pub version: i32,
    /// What it is.
    pub printer: PrinterSpec,
    /// In use.
    pub is_active: bool,
}

/// Lists printers, by name.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct PrinterList {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Those that are not in use any more too.
    pub include_inactive: bool,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// What a receipt or a report is drawn on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaperWidth {
    /// A roll of 58 mm.
    Mm58,
    /// A roll of 80 mm.
    Mm80,
    /// A sheet.
    A4,
}

impl PaperWidth {
    /// The same, as documents call it.
    #[must_use]
    pub const fn tape(self) -> TapePaper {
        match self {
            Self::Mm58 => TapePaper::Roll(Roll::Mm58),
            Self::Mm80 => TapePaper::Roll(Roll::Mm80),
            Self::A4 => TapePaper::A4,
        }
    }
}

/// Names one printer.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PrinterRef {
    /// Which.
    pub printer_id: PrinterId,
}

/// A printer.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrinterView {
    /// Which.
    pub printer_id: PrinterId,
    /// Version.
    pub version: i32,
    /// Place.
    pub location_id: LocationId,
    /// Name.
    pub name: String,
    /// How it is reached.
    pub kind: PrinterKind,
    /// Address, device or queue.
    pub target: String,
    /// What lies in it.
    pub paper: PrinterPaper,
    /// Characters.
    pub code_page: PrinterCodePage,
    /// Cuts.
    pub has_cutter: bool,
    /// Has a drawer.
    pub opens_drawer: bool,
    /// Draws a QR from its text.
    pub draws_qr: bool,
    /// To the right, millimetres.
    pub offset_x_mm: f64,
    /// Downwards, millimetres.
    pub offset_y_mm: f64,
    /// The drawer it stands at; none = the place's.
    pub cash_drawer_id: Option<CashDrawerId>,
    /// The drawer's name.
    pub cash_drawer_name: Option<String>,
    /// What it prints by itself at its drawer or place.
    pub prints: Vec<PrintTemplate>,
    /// In use.
    pub is_active: bool,
}

impl PrinterView {
    /// How a thermal printer is spoken to; `None` for one of sheets. The drawer opens
    /// only where there is one and `drawer` asks for it.
    #[must_use]
    pub fn head(&self, drawer: bool) -> Option<Head> {
        let roll = match self.paper {
            PrinterPaper::Mm58 => Roll::Mm58,
            PrinterPaper::Mm80 => Roll::Mm80,
            PrinterPaper::Sheet => return None,
        };
        Some(Head {
            roll,
            code_page: match self.code_page {
                PrinterCodePage::Pc437 => CodePage::Pc437,
                PrinterCodePage::Pc858 => CodePage::Pc858,
                PrinterCodePage::Wpc1252 => CodePage::Wpc1252,
            },
            has_cutter: self.has_cutter,
            draws_qr: self.draws_qr,
            offset_mm: (self.offset_x_mm, self.offset_y_mm),
            opens_drawer: drawer && self.opens_drawer,
        })
    }
}

/// What was handed to a printer.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Printed {
    /// Which printer.
    pub printer_id: PrinterId,
    /// Its name.
    pub printer_name: String,
    /// Slips, sheets or reports.
    pub pieces: i32,
}

/// A finished piece of paper.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Document {
    /// Suggested file name.
    pub file_name: String,
    /// `application/pdf`.
    pub media_type: String,
    /// Pages.
    pub pages: i32,
    /// The file, base64.
    pub content_base64: String,
}
