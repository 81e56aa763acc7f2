//! Commands and lines, one after the other.

use super::Head;
use crate::error::DocumentError;
use crate::picture::{PRINTED_DOTS, Picture};
use crate::qr::{LEAST_MODULE_MM, Symbol};
use crate::text::groups;

const ESC: u8 = 0x1B;
const GS: u8 = 0x1D;
const FS: u8 = 0x1C;
/// Dots of a letter of font A, across and down with the space below it.
const LETTER: (usize, usize) = (12, 30);
/// What a code may be enlarged to.
const CODE_MOST: usize = 3;
/// Dots between the groups of a code, before it is enlarged.
const CODE_GAP: usize = 6;
/// Side a QR may take, quiet zone included, in dots.
const QR_DOTS: usize = 256;
/// Modules around a QR that stay white.
const QUIET: usize = 4;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left = 0,
    Centre = 1,
    Right = 2,
}

/// How letters look: enlarged so many times across and down, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) bold: bool,
    pub(super) across: usize,
    pub(super) down: usize,
}

impl Style {
    pub(super) const PLAIN: Self = Self { bold: false, across: 1, down: 1 };
    pub(super) const BOLD: Self = Self { bold: true, across: 1, down: 1 };
    pub(super) const TALL: Self = Self { bold: true, across: 1, down: 2 };
    pub(super) const LARGE: Self = Self { bold: true, across: 2, down: 2 };
}

/// What is sent to a printer.
pub(super) struct Job {
    out: Vec<u8>,
    head: Head,
    side: Side,
    style: Style,
}

impl Job {
    /// Sets the printer up: nothing of the job before it holds any more.
    pub(super) fn new(head: Head) -> Self {
        let mut job = Self { out: Vec::with_capacity(2048), head, side: Side::Left, style: Style::PLAIN };
        job.put(&[ESC, b'@']);
        // Printers made for Chinese read two bytes above ASCII as one sign until told not to.
        job.put(&[FS, b'.']);
        job.put(&[ESC, b'R', 0]);
        job.put(&[ESC, b't', head.code_page.number()]);
        if head.opens_drawer {
            // Pin 2, 50 ms on, 500 ms off.
            job.put(&[ESC, b'p', 0, 25, 250]);
        }
        let (margin, width) = (head.margin(), head.width());
        if margin > 0 {
            job.put(&[GS, b'L', low(margin), high(margin)]);
            job.put(&[GS, b'W', low(width), high(width)]);
        }
        job.down((head.offset_mm.1.clamp(0.0, 20.0) * Head::DOTS_MM).round() as usize);
        job
    }

    /// The bytes.
    pub(super) fn finish(self) -> Vec<u8> {
        self.out
    }

    fn put(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// Letters of font A in a line at this enlargement.
    fn columns(&self, across: usize) -> usize {
        self.head.width() / (LETTER.0 * across)
    }

    /// Feeds dots of paper.
    pub(super) fn down(&mut self, dots: usize) {
        let mut left = dots;
        while left > 0 {
            let now = left.min(255);
            self.put(&[ESC, b'J', now as u8]);
            left -= now;
        }
    }

    fn at(&mut self, side: Side, style: Style) {
        if self.side != side {
            self.side = side;
            self.put(&[ESC, b'a', side as u8]);
        }
        if self.style.bold != style.bold {
            self.put(&[ESC, b'E', u8::from(style.bold)]);
        }
        if (self.style.across, self.style.down) != (style.across, style.down) {
            self.put(&[GS, b'!', ((style.across - 1) << 4 | (style.down - 1)) as u8]);
        }
        self.style = style;
    }

    fn line(&mut self, side: Side, style: Style, bytes: &[u8]) {
        self.at(side, style);
        self.put(bytes);
        self.put(b"\n");
    }

    /// A text in as many lines as it takes.
    pub(super) fn text(&mut self, side: Side, style: Style, text: &str) {
        for line in wrapped(&self.head.code_page.encode(text), self.columns(style.across)) {
            self.line(side, style, &line);
        }
    }

    /// Two texts on one line; where they do not fit, the right one on a line of its own.
    pub(super) fn pair(&mut self, style: Style, left: &str, right: &str) {
        let columns = self.columns(style.across);
        let (left, right) = (self.head.code_page.encode(left), self.head.code_page.encode(right));
        if !right.is_empty() && left.len() + right.len() < columns {
            let mut line = left;
            line.resize(columns - right.len(), b' ');
            line.extend_from_slice(&right);
            self.line(Side::Left, style, &line);
            return;
        }
        for line in wrapped(&left, columns) {
            self.line(Side::Left, style, &line);
        }
        for line in wrapped(&right, columns) {
            self.line(Side::Right, style, &line);
        }
    }

    /// A line across.
    pub(super) fn rule(&mut self) {
        let dashes = vec![b'-'; self.columns(1)];
        self.line(Side::Left, Style::PLAIN, &dashes);
    }

    /// A code as large as the paper allows, in groups parted by half a letter: a space
    /// would be typed.
    ///
    /// # Errors
    /// `CodeTooLong`, `UnprintableCode`.
    pub(super) fn code(&mut self, label: &str, code: &str, most: usize) -> Result<(), DocumentError> {
        if code.is_empty() || !code.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(DocumentError::UnprintableCode { code: code.to_owned() });
        }
        let sizes = groups(code.len());
        let gaps = sizes.len() - 1;
        let mut label = self.head.code_page.encode(label);
        if !label.is_empty() {
            label.push(b' ');
        }
        let room = self.head.width() - label.len() * LETTER.0;
        let fits = |times: &usize| (code.len() * LETTER.0 + gaps * CODE_GAP) * times <= room;
        let times = (1..=most.min(CODE_MOST)).rev().find(fits);
        let times = times.ok_or_else(|| DocumentError::CodeTooLong { code: code.to_owned() })?;
        self.at(Side::Centre, Style::PLAIN);
        self.put(&label);
        self.at(Side::Centre, Style { bold: true, across: times, down: times.max(2) });
        let mut rest = code.as_bytes();
        for (index, size) in sizes.iter().enumerate() {
            let (group, after) = rest.split_at(*size);
            let (last, first) = (&group[size - 1..], &group[..size - 1]);
            self.put(first);
            if index < gaps {
                self.put(&[ESC, b' ', CODE_GAP as u8]);
                self.put(last);
                self.put(&[ESC, b' ', 0]);
            } else {
                self.put(last);
            }
            rest = after;
        }
        self.put(b"\n");
        Ok(())
    }

    /// A QR: drawn by the printer from its text, or sent as dots.
    ///
    /// # Errors
    /// `QrTooLong`, `QrTooDense`.
    pub(super) fn qr(&mut self, text: &str) -> Result<(), DocumentError> {
        let symbol = Symbol::saying(text.to_owned())?;
        let module = self.module(&symbol)?;
        self.at(Side::Centre, Style::PLAIN);
        if !self.head.draws_qr {
            let (row_bytes, dots) = symbol.dots(module);
            self.raster(row_bytes, &dots);
            return Ok(());
        }
        // The printer leaves no quiet zone of its own.
        self.down(QUIET * module);
        self.put(&[GS, b'(', b'k', 4, 0, 49, 65, 50, 0]);
        self.put(&[GS, b'(', b'k', 3, 0, 49, 67, module as u8]);
        self.put(&[GS, b'(', b'k', 3, 0, 49, 69, 49]);
        let length = text.len() + 3;
        self.put(&[GS, b'(', b'k', low(length), high(length), 49, 80, 48]);
        self.put(text.as_bytes());
        self.put(&[GS, b'(', b'k', 3, 0, 49, 81, 48]);
        self.down(QUIET * module);
        Ok(())
    }

    /// Dots of a module: in the room a QR is given, or across the whole roll where it
    /// would be too fine.
    fn module(&self, symbol: &Symbol) -> Result<usize, DocumentError> {
        let modules = symbol.side_with_quiet_zone();
        let least = (LEAST_MODULE_MM * Head::DOTS_MM).ceil() as usize;
        let small = QR_DOTS.min(self.head.width()) / modules;
        let module = if small < least { (self.head.width() / modules).min(least) } else { small };
        if module < least {
            let module_mm = module as f64 / Head::DOTS_MM;
            return Err(DocumentError::QrTooDense {
                modules: modules - 2 * QUIET,
                module_mm,
                minimum_mm: LEAST_MODULE_MM,
            });
        }
        // What `GS ( k` takes.
        Ok(module.min(16))
    }

    /// The shop's picture, in the middle.
    pub(super) fn picture(&mut self, picture: &Picture) {
        let (width, height) = PRINTED_DOTS;
        let small = picture.within((width.min(self.head.width() as u32), height));
        self.at(Side::Centre, Style::PLAIN);
        self.raster((small.width() as usize).div_ceil(8), &small.dots());
    }

    /// Dots, rows of whole bytes.
    pub(super) fn raster(&mut self, row_bytes: usize, dots: &[u8]) {
        let rows = dots.len() / row_bytes.max(1);
        self.put(&[GS, b'v', b'0', 0, low(row_bytes), high(row_bytes), low(rows), high(rows)]);
        self.put(dots);
    }

    /// The end of a piece: cut where there is a knife, else room to tear.
    pub(super) fn cut(&mut self) {
        self.at(Side::Left, Style::PLAIN);
        if self.head.has_cutter {
            // Feeds to the knife, then leaves one point uncut.
            self.put(&[GS, b'V', 66, 0]);
        } else {
            self.put(&[ESC, b'd', 4]);
        }
    }

    /// What follows begins at the left.
    pub(super) fn at_left(&mut self) {
        self.at(Side::Left, Style::PLAIN);
    }

    /// Width of the paper that is printed on, dots.
    pub(super) fn width(&self) -> usize {
        self.head.width()
    }
}

fn low(number: usize) -> u8 {
    (number & 0xFF) as u8
}

fn high(number: usize) -> u8 {
    (number >> 8 & 0xFF) as u8
}

/// Lines of at most so many columns, parted at spaces; a word that is longer is cut.
fn wrapped(text: &[u8], columns: usize) -> Vec<Vec<u8>> {
    let mut lines: Vec<Vec<u8>> = Vec::new();
    for word in text.split(|byte| *byte == b' ').filter(|word| !word.is_empty()) {
        for piece in word.chunks(columns.max(1)) {
            match lines.last_mut() {
                Some(line) if line.len() + 1 + piece.len() <= columns && piece.len() == word.len() => {
                    line.push(b' ');
                    line.extend_from_slice(piece);
                }
                _ => lines.push(piece.to_vec()),
            }
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_whole_where_they_can_be() {
        let lines = |text: &str, columns| {
            wrapped(text.as_bytes(), columns).into_iter().map(|l| String::from_utf8(l).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(lines("Berlaku 24 jam sejak login", 12), ["Berlaku 24", "jam sejak", "login"]);
        assert_eq!(lines("aaaaaaaaaa bb", 4), ["aaaa", "aaaa", "aa", "bb"]);
        assert!(lines("", 10).is_empty());
    }
}
