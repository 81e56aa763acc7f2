//! Rows of words and amounts under a heading, as a till prints them: the receipt of a
//! sale and the report of a shift, on a roll or on A4.

use crate::canvas::{Canvas, Ink};
use crate::design::Line;
use crate::error::DocumentError;
use crate::pdf::{Embedded, Info, Page, Pdf, assemble};
use crate::preset::Paper;
use crate::strip::{PITCH, STRONG, Strip, TEXT, head};
use crate::view::{Company, Created, Roll};

/// What a tape is printed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TapePaper {
    /// A roll; the paper is as long as its content.
    Roll(Roll),
    /// A4, as many pages as it takes.
    A4,
}

/// A tape: everything on it is ready to print.
#[derive(Debug, Clone, PartialEq)]
pub struct Tape {
    /// Roll or A4.
    pub paper: TapePaper,
    /// The shop.
    pub company: Company,
    /// Title of the file.
    pub title: String,
    /// Date of the file; without one the file carries none.
    pub created: Option<Created>,
    /// What it is, in large letters.
    pub heading: String,
    /// Number, time, names: label and value.
    pub facts: Vec<(String, String)>,
    /// The rows.
    pub sections: Vec<TapeSection>,
    /// Sentences at the foot.
    pub notes: Vec<String>,
    /// Who signs below; each has a line of its own.
    pub signatures: Vec<String>,
}

/// Rows that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TapeSection {
    /// Heading; may be empty.
    pub title: String,
    /// Its rows.
    pub rows: Vec<TapeRow>,
}

/// A row of words and an amount.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TapeRow {
    /// What.
    pub label: String,
    /// How much.
    pub value: String,
    /// A sum: strong letters.
    pub is_total: bool,
}

/// Upper and lower margin of A4, millimetres.
const MARGIN_MM: f64 = 18.0;
/// A column wider than this is hard to read across.
const A4_COLUMN_MM: f64 = 130.0;
/// Room for a hand above the line it signs on.
const SIGNATURE_MM: f64 = 16.0;

/// Draws a tape.
///
/// # Errors
/// When a file cannot be written; long words shrink and are cut.
pub fn tape(tape: &Tape) -> Result<Pdf, DocumentError> {
    let (size, drawn) = match tape.paper {
        TapePaper::Roll(roll) => {
            // The length is known only once all is drawn, and the origin depends on it.
            let height = (Drawing::on_roll(roll, 0.0)?.fill(tape)?.strip.y + 5.0).ceil();
            ((roll.width_mm(), height), Drawing::on_roll(roll, height)?.fill(tape)?)
        }
        TapePaper::A4 => ((Paper::A4.width_mm, Paper::A4.height_mm), Drawing::on_a4()?.fill(tape)?),
    };
    let pages = drawn.pages()?;
    let count = pages.len();
    let picture = tape.company.picture.as_deref();
    let picture = picture.map(|picture| match tape.paper {
        TapePaper::Roll(_) => Embedded::Dots(picture),
        TapePaper::A4 => Embedded::Colours(picture),
    });
    let info = Info { title: &tape.title, created: tape.created, picture };
    let bytes = assemble(size, pages, &info)?;
    Ok(Pdf { bytes, pages: count, total_pages: count })
}

/// Pages being filled one after the other.
struct Drawing {
    strip: Strip,
    full: Vec<Canvas>,
    is_a4: bool,
}

impl Drawing {
    fn on_roll(roll: Roll, height: f64) -> Result<Self, DocumentError> {
        let left = (roll.width_mm() - roll.printable_mm()) / 2.0;
        let canvas = Canvas::new(height, (0.0, 0.0))?;
        let strip = Strip { canvas, left, right: left + roll.printable_mm(), y: 4.0 };
        Ok(Self { strip, full: Vec::new(), is_a4: false })
    }

    fn on_a4() -> Result<Self, DocumentError> {
        Ok(Self { strip: a4_page()?, full: Vec::new(), is_a4: true })
    }

    /// Begins another page when `height` millimetres do not fit this one any more.
    fn make_room(&mut self, height: f64) -> Result<(), DocumentError> {
        if self.is_a4 && self.strip.y + height > Paper::A4.height_mm - MARGIN_MM {
            let before = std::mem::replace(&mut self.strip, a4_page()?);
            self.full.push(before.canvas);
        }
        Ok(())
    }

    fn fill(mut self, tape: &Tape) -> Result<Self, DocumentError> {
        let (text, strong) = if self.is_a4 { (larger(TEXT), larger(STRONG)) } else { (TEXT, STRONG) };
        let line = text.size * PITCH;
        head(&mut self.strip, &tape.company);
        self.strip.rule();
        let heading = Line { size: 4.2, least: 3.0, ..STRONG };
        self.strip.centred(&heading, &tape.heading);
        self.strip.y += 1.0;
        for (label, value) in &tape.facts {
            self.make_room(line)?;
            self.strip.pair(&text, label, value);
        }
        for section in &tape.sections {
            // A heading is never the last line of a page.
            self.make_room(3.0 * line + 4.0)?;
            self.strip.rule();
            if !section.title.is_empty() {
                self.strip.pair(&strong, &section.title, "");
            }
            for row in &section.rows {
                self.make_room(line)?;
                self.strip.pair(if row.is_total { &strong } else { &text }, &row.label, &row.value);
            }
        }
        if !tape.notes.is_empty() {
            self.make_room(4.0 + line * tape.notes.len() as f64)?;
            self.strip.rule();
        }
        for note in &tape.notes {
            self.strip.centred(&text, note);
        }
        for name in &tape.signatures {
            self.make_room(SIGNATURE_MM + line)?;
            self.strip.y += SIGNATURE_MM;
            let strip = &mut self.strip;
            strip.canvas.stroke(Ink::BLACK, 0.25);
            strip.canvas.line((strip.left, strip.y), (strip.left + strip.room() * 0.6, strip.y));
            strip.pair(&text, name, "");
        }
        Ok(self)
    }

    fn pages(mut self) -> Result<Vec<Page>, DocumentError> {
        self.full.push(self.strip.canvas);
        self.full.into_iter().map(|canvas| Page::new(canvas.finish())).collect()
    }
}

fn a4_page() -> Result<Strip, DocumentError> {
    let left = (Paper::A4.width_mm - A4_COLUMN_MM) / 2.0;
    let canvas = Canvas::new(Paper::A4.height_mm, (0.0, 0.0))?;
    Ok(Strip { canvas, left, right: left + A4_COLUMN_MM, y: MARGIN_MM })
}

/// A sheet is read at a desk, with room to spare.
fn larger(line: Line) -> Line {
    Line { size: 3.5, least: 2.6, ..line }
}
