//! The same paper as ESC/POS: bytes a thermal printer takes as they are.
//!
//! Only commands of Epson's list that every model of the last twenty years knows, and
//! the clones too. The text is the printer's own letters, so a slip is a kilobyte and
//! comes out at once; the logo, and the QR where a printer draws none, are dots.
//!
//! Nothing that comes from outside can become a command: text passes a table of
//! characters that holds no control byte.

mod code_page;
mod job;
mod paper;

pub use code_page::CodePage;
pub use paper::{drawer_escpos, ruler_escpos, slips_escpos, tape_escpos};

use crate::view::Roll;

/// What is known of a thermal printer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Head {
    /// Its roll.
    pub roll: Roll,
    /// The table of characters above ASCII.
    pub code_page: CodePage,
    /// Whether it cuts.
    pub has_cutter: bool,
    /// Whether it draws a QR from its text; else the QR is sent as dots.
    pub draws_qr: bool,
    /// To the right and downwards, millimetres, never below zero: a head cannot print
    /// left of itself, nor pull paper back.
    pub offset_mm: (f64, f64),
    /// Open the drawer before printing.
    pub opens_drawer: bool,
}

impl Head {
    /// Dots a millimetre of a head of 203 dpi.
    pub(crate) const DOTS_MM: f64 = 8.0;

    /// Dots of the margin on the left.
    pub(crate) fn margin(&self) -> usize {
        let most = self.roll.printable_mm() / 4.0;
        (self.offset_mm.0.clamp(0.0, most) * Self::DOTS_MM).round() as usize
    }

    /// Dots that are left to print on.
    pub(crate) fn width(&self) -> usize {
        (self.roll.printable_mm() * Self::DOTS_MM) as usize - self.margin()
    }
}
