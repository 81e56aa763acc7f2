//! Tables as XLSX: real numbers and dates, a head that stays, widths that fit.
//! Rows go to an unnamed temporary file as they come; memory holds one of them.

use std::fs::File;
use std::io::{Seek as _, SeekFrom};

use chrono::NaiveDateTime;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};
use simpul_kernel::{Error, Result};

use super::cell::Said;

/// Rows of one sheet, the head included; what is more goes on in the next one.
const SHEET_ROWS: u32 = 1_048_576;
/// Characters a cell holds at most.
const CELL_CHARS: usize = 32_767;
/// Rows whose texts decide how wide a column is.
const MEASURED_ROWS: u32 = 500;
/// Narrowest and widest column, characters.
const WIDTHS: (usize, usize) = (8, 60);

/// A workbook as it grows.
pub(super) struct XlsxFile {
    book: Workbook,
    title: String,
    head: Vec<String>,
    widths: Vec<usize>,
    formats: Formats,
    sheets: usize,
    /// The next free row of the last sheet.
    row: u32,
}

struct Formats {
    head: Format,
    whole: Format,
    money: Format,
    cents: Format,
    at: Format,
}

impl std::fmt::Debug for XlsxFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("XlsxFile").field("sheets", &self.sheets).field("row", &self.row).finish_non_exhaustive()
    }
}

impl XlsxFile {
    /// Begins with the head line.
    pub(super) fn new(title: &str, head: &[&str]) -> Result<Self> {
        let formats = Formats {
            head: Format::new().set_bold(),
            whole: Format::new().set_num_format("#,##0"),
            money: Format::new().set_num_format("#,##0"),
            cents: Format::new().set_num_format("#,##0.00"),
            at: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
        };
        let mut file = Self {
            book: Workbook::new(),
            title: title.to_owned(),
            head: head.iter().map(|text| (*text).to_owned()).collect(),
            widths: head.iter().map(|text| text.chars().count()).collect(),
            formats,
            sheets: 0,
            row: 0,
        };
        file.sheet_new().map_err(Error::internal)?;
        Ok(file)
    }

    fn sheet_new(&mut self) -> Result<(), XlsxError> {
        self.sheets += 1;
        let name = if self.sheets == 1 { self.title.clone() } else { format!("{} {}", self.title, self.sheets) };
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        for (column, text) in (0_u16..).zip(&self.head) {
            sheet.write_string_with_format(0, column, text, &self.formats.head)?;
        }
        self.row = 1;
        Ok(())
    }

    /// Adds a line.
    pub(super) fn line(&mut self, cells: &[Said]) -> Result<()> {
        self.write_line(cells).map_err(Error::internal)
    }

    fn write_line(&mut self, cells: &[Said]) -> Result<(), XlsxError> {
        if self.row >= SHEET_ROWS {
            self.sheet_new()?;
        }
        let row = self.row;
        let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
        for (column, cell) in (0_u16..).zip(cells) {
            write(sheet, &self.formats, (row, column), cell)?;
        }
        if self.sheets == 1 && row <= MEASURED_ROWS {
            for (width, cell) in self.widths.iter_mut().zip(cells) {
                *width = (*width).max(chars(cell));
            }
        }
        self.row += 1;
        Ok(())
    }

    /// Packs it; the file has no name and goes when it is closed.
    pub(super) fn finish(mut self) -> Result<File> {
        let mut packed = tempfile::tempfile().map_err(Error::internal)?;
        self.pack(&mut packed).map_err(Error::internal)?;
        packed.seek(SeekFrom::Start(0)).map_err(Error::internal)?;
        Ok(packed)
    }

    fn pack(&mut self, into: &mut File) -> Result<(), XlsxError> {
        for index in 0..self.sheets {
            let sheet = self.book.worksheet_from_index(index)?;
            for (column, width) in (0_u16..).zip(&self.widths) {
                let width = u16::try_from(width.clamp(&WIDTHS.0, &WIDTHS.1) + 2).unwrap_or(u16::MAX);
                sheet.set_column_width(column, f64::from(width))?;
            }
        }
        self.book.save_to_writer(into)
    }
}

fn write(sheet: &mut Worksheet, formats: &Formats, (row, column): (u32, u16), cell: &Said) -> Result<(), XlsxError> {
    match cell {
        Said::Nothing => return Ok(()),
        // Written as a text whatever it begins with: no formula comes of it.
        Said::Text(text) if text.chars().nth(CELL_CHARS).is_some() => {
            sheet.write_string(row, column, text.chars().take(CELL_CHARS).collect::<String>())?
        }
        Said::Text(text) => sheet.write_string(row, column, text)?,
        Said::Whole(n) => sheet.write_number_with_format(row, column, *n as f64, &formats.whole)?,
        Said::Money(amount) => {
            let format = if amount.fract().is_zero() { &formats.money } else { &formats.cents };
            sheet.write_number_with_format(row, column, amount.to_f64().unwrap_or_default(), format)?
        }
        Said::At(at) => sheet.write_number_with_format(row, column, serial(*at), &formats.at)?,
    };
    Ok(())
}

/// Days since the last day of 1899, which is how a sheet counts.
fn serial(at: NaiveDateTime) -> f64 {
    const UNIX_EPOCH: f64 = 25_569.0;
    UNIX_EPOCH + at.and_utc().timestamp() as f64 / 86_400.0
}

fn chars(cell: &Said) -> usize {
    match cell {
        Said::Nothing => 0,
        Said::Text(text) => text.chars().count(),
        Said::Whole(n) => n.to_string().len() + 2,
        Said::Money(amount) => amount.to_string().len() + 3,
        Said::At(_) => 19,
    }
}
