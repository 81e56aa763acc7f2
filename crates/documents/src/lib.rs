//! Paper: view structs in, PDF or ESC/POS bytes out.
//!
//! The caller gives text that is ready to print (money, dates, limits in the user's
//! language); this crate owns its place on the paper, the few fixed words on a card and
//! nothing else: no database, no clock, no files. The same view gives the same bytes.
//!
//! Lengths are millimetres, measured from the top left of the paper.

mod canvas;
mod design;
mod error;
mod escpos;
mod font;
mod pdf;
mod picture;
mod preset;
mod qr;
mod report;
mod ruler;
mod sheet;
mod slip;
mod statement;
mod strip;
mod tape;
mod text;
mod truetype;
mod view;
mod words;

pub use error::DocumentError;
pub use escpos::{CodePage, Head, drawer_escpos, ruler_escpos, slips_escpos, tape_escpos};
pub use pdf::Pdf;
pub use picture::{LEAST_SIDE, MOST_BYTES, MOST_SIDE, Picture};
pub use preset::{Design, Paper, Preset, preset, presets};
pub use report::{ReportColumn, TableReport, table_report};
pub use ruler::ruler_page;
pub use sheet::voucher_sheet;
pub use slip::{voucher_slip, voucher_slips};
pub use statement::{Statement, StatementLine, statement};
pub use tape::{Tape, TapePaper, TapeRow, TapeSection, tape};
pub use view::{Company, Created, Locale, Logo, Pages, QrContent, Roll, VoucherCard, VoucherSheet, VoucherSlip};
