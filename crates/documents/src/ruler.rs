//! A page with rulers: what is a millimetre on the screen is held against one on paper,
//! and how far a printer is off is read from its edges.

use crate::canvas::{Align, Canvas, Ink};
use crate::design::Line;
use crate::error::DocumentError;
use crate::font::Face;
use crate::pdf::{Info, Page, Pdf, assemble};
use crate::preset::Paper;

/// Where the rulers begin, from the left and the upper edge of the paper, millimetres.
const ORIGIN_MM: f64 = 10.0;
const FIGURE: Line = Line { face: Face::Regular, size: 2.6, least: 2.0, ink: Ink::BLACK };
const SENTENCE: Line = Line { face: Face::Regular, size: 3.6, least: 2.6, ink: Ink::BLACK };

/// Draws the page, moved by a printer's offset: `title` stands in the file, `words` on the page.
///
/// # Errors
/// When a file cannot be written.
pub fn ruler_page(title: &str, words: &[String], offset_mm: (f64, f64)) -> Result<Pdf, DocumentError> {
    let mut canvas = Canvas::new(Paper::A4.height_mm, offset_mm)?;
    let (width, height) = (Paper::A4.width_mm, Paper::A4.height_mm);
    canvas.stroke(Ink::BLACK, 0.15);
    // The ruler says how far from the paper's edge it stands, where nothing is off.
    for mm in whole_mm(width) {
        let length = tick(mm);
        canvas.line((f64::from(mm), ORIGIN_MM), (f64::from(mm), ORIGIN_MM + length));
        // Below the first stands the other ruler; above the corner it counts for both.
        let below = if mm == 10 { -1.5 } else { 8.0 };
        figure(&mut canvas, mm, (f64::from(mm), ORIGIN_MM + below));
    }
    for mm in whole_mm(height) {
        let length = tick(mm);
        canvas.line((ORIGIN_MM, f64::from(mm)), (ORIGIN_MM + length, f64::from(mm)));
        if mm > 20 {
            figure(&mut canvas, mm, (ORIGIN_MM + 8.5, f64::from(mm) + 0.9));
        }
    }
    canvas.line((ORIGIN_MM, ORIGIN_MM), (width - ORIGIN_MM, ORIGIN_MM));
    canvas.line((ORIGIN_MM, ORIGIN_MM), (ORIGIN_MM, height - ORIGIN_MM));
    square(&mut canvas, (55.0, 120.0), 100.0);
    for (index, sentence) in words.iter().enumerate() {
        let at = (30.0, 40.0 + index as f64 * 6.0);
        SENTENCE.draw(&mut canvas, sentence, width - 45.0, Align::Left, at);
    }
    let page = Page::new(canvas.finish())?;
    let bytes = assemble((width, height), vec![page], &Info { title, created: None, picture: None })?;
    Ok(Pdf { bytes, pages: 1, total_pages: 1 })
}

fn whole_mm(side: f64) -> std::ops::RangeInclusive<u16> {
    10..=(side - ORIGIN_MM) as u16
}

/// Long at tens, half at fives.
fn tick(mm: u16) -> f64 {
    match mm {
        mm if mm.is_multiple_of(10) => 5.0,
        mm if mm.is_multiple_of(5) => 3.5,
        _ => 2.0,
    }
}

fn figure(canvas: &mut Canvas, mm: u16, at: (f64, f64)) {
    if mm.is_multiple_of(10) {
        FIGURE.draw(canvas, &mm.to_string(), 9.0, Align::Centre, at);
    }
}

/// Ten centimetres by ten: a page that was scaled shows at once.
fn square(canvas: &mut Canvas, (x, y): (f64, f64), side: f64) {
    canvas.stroke(Ink::BLACK, 0.25);
    for (from, to) in [
        ((x, y), (x + side, y)),
        ((x + side, y), (x + side, y + side)),
        ((x + side, y + side), (x, y + side)),
        ((x, y + side), (x, y)),
    ] {
        canvas.line(from, to);
    }
    FIGURE.draw(canvas, "100 × 100 mm", side, Align::Centre, (x + side / 2.0, y + side / 2.0));
}
