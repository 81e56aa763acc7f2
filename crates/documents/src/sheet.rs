//! Voucher cards on sheets.

use std::num::NonZero;
use std::thread;

use crate::canvas::{Area, Canvas, Ink};
use crate::design::{self, CardView};
use crate::error::DocumentError;
use crate::pdf::{Embedded, Info, Page, Pdf, assemble};
use crate::preset::{EDGE_MM, MARK_GAP_MM, MARK_LENGTH_MM, Preset};
use crate::qr::{Symbol, on_dots};
use crate::view::{Pages, QrContent, VoucherCard, VoucherSheet};
use crate::words::Words;

/// Width of the grey lines between cards: to be seen when cutting, not when reading.
const GUIDE_WIDTH_MM: f64 = 0.1;
/// Width of the crop marks.
const CUT_WIDTH_MM: f64 = 0.15;
/// More threads than this gain nothing on a thousand vouchers.
const MOST_THREADS: usize = 4;

/// Draws voucher cards on sheets, as many as it takes.
///
/// # Errors
/// When there are no cards, the grid or the offset does not keep 5 mm from the edge of
/// the paper, a code does not fit its card, or a QR would be too fine to be read.
pub fn voucher_sheet(sheet: &VoucherSheet, pages: Pages) -> Result<Pdf, DocumentError> {
    let preset = &sheet.preset;
    check(sheet)?;
    let total_pages = sheet.cards.len().div_ceil(preset.per_page());
    let wanted: Vec<&[VoucherCard]> = match pages {
        Pages::All => sheet.cards.chunks(preset.per_page()).collect(),
        Pages::First => sheet.cards.chunks(preset.per_page()).take(1).collect(),
    };
    let drawn = draw_pages(sheet, &wanted)?;
    let pages = drawn.len();
    let picture = sheet.company.picture.as_deref().map(Embedded::Colours);
    let info = Info { title: &sheet.title, created: sheet.created, picture };
    let bytes = assemble((preset.paper.width_mm, preset.paper.height_mm), drawn, &info)?;
    Ok(Pdf { bytes, pages, total_pages })
}

fn check(sheet: &VoucherSheet) -> Result<(), DocumentError> {
    let preset = &sheet.preset;
    if sheet.cards.is_empty() || preset.per_page() == 0 {
        return Err(DocumentError::NoCards);
    }
    let outside = if sheet.crop_marks { MARK_GAP_MM + MARK_LENGTH_MM } else { 0.0 };
    let room = |margin: f64| margin - outside - EDGE_MM;
    let (x, y) = (room(preset.left_mm()), room(preset.top_mm()));
    // A nanometre for the rounding of binary fractions.
    let slack = 1e-6;
    if x < -slack || y < -slack {
        let (columns, rows) = (preset.columns, preset.rows);
        return Err(DocumentError::PaperTooSmall { columns, rows, paper: preset.paper.name });
    }
    let (x_mm, y_mm) = sheet.offset_mm;
    let reachable = |offset: f64, margin: f64| offset.abs() <= margin - EDGE_MM + slack;
    if !(reachable(x_mm, preset.left_mm()) && reachable(y_mm, preset.top_mm())) {
        return Err(DocumentError::OffsetTooLarge { x_mm, y_mm });
    }
    Ok(())
}

/// Draws pages on a few threads; their order does not depend on which ends first.
fn draw_pages(sheet: &VoucherSheet, pages: &[&[VoucherCard]]) -> Result<Vec<Page>, DocumentError> {
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
    let share = pages.len().div_ceil(threads).max(1);
    thread::scope(|scope| {
        let workers: Vec<_> = pages
            .chunks(share)
            .map(|pages| scope.spawn(move || pages.iter().map(|cards| page(sheet, cards)).collect::<Vec<_>>()))
            .collect();
        let mut drawn = Vec::with_capacity(pages.len());
        for worker in workers {
            for page in worker.join().map_err(|_| DocumentError::Internal("a page could not be drawn"))? {
                drawn.push(page?);
            }
        }
        Ok(drawn)
    })
}

fn page(sheet: &VoucherSheet, cards: &[VoucherCard]) -> Result<Page, DocumentError> {
    Page::new(draw_page(sheet, cards)?.finish())
}

/// Draws one page.
pub(crate) fn draw_page(sheet: &VoucherSheet, cards: &[VoucherCard]) -> Result<Canvas, DocumentError> {
    let preset = &sheet.preset;
    // A printer that is off is off by whole dots: what lies on them stays on them.
    let (x_mm, y_mm) = sheet.offset_mm;
    let mut canvas = Canvas::new(preset.paper.height_mm, (on_dots(x_mm), on_dots(y_mm)))?;
    if sheet.crop_marks {
        cutting_lines(&mut canvas, preset);
    }
    let content = if preset.has_qr() { sheet.qr } else { QrContent::None };
    for (index, card) in cards.iter().enumerate() {
        let (x, y) = preset.card_origin_mm(index);
        let area = Area { x, y, width: preset.card_width_mm, height: preset.card_height_mm };
        let symbol = Symbol::of(card, &sheet.login_url, content)?;
        let view = CardView { company: &sheet.company, card, words: Words::of(sheet.locale), symbol: symbol.as_ref() };
        design::draw(&mut canvas, area, preset.design, &view)?;
    }
    Ok(canvas)
}

/// Fine grey lines between the cards and black marks outside the grid.
fn cutting_lines(canvas: &mut Canvas, preset: &Preset) {
    let (left, top) = (preset.left_mm(), preset.top_mm());
    let (right, bottom) = (left + preset.grid_width_mm(), top + preset.grid_height_mm());
    let columns = cuts(left, preset.columns, preset.card_width_mm, preset.gutter_mm);
    let rows = cuts(top, preset.rows, preset.card_height_mm, preset.gutter_mm);
    canvas.stroke(Ink::Gray(0.8), GUIDE_WIDTH_MM);
    for x in &columns {
        canvas.line((*x, top), (*x, bottom));
    }
    for y in &rows {
        canvas.line((left, *y), (right, *y));
    }
    canvas.stroke(Ink::BLACK, CUT_WIDTH_MM);
    let (near, far) = (MARK_GAP_MM, MARK_GAP_MM + MARK_LENGTH_MM);
    for x in columns {
        canvas.line((x, top - near), (x, top - far));
        canvas.line((x, bottom + near), (x, bottom + far));
    }
    for y in rows {
        canvas.line((left - near, y), (left - far, y));
        canvas.line((right + near, y), (right + far, y));
    }
}

/// Where to cut along one side: both edges of each card, shared edges once.
fn cuts(start: f64, count: u16, size: f64, gutter: f64) -> Vec<f64> {
    let mut cuts = vec![start];
    for index in 0..count {
        let edge = start + f64::from(index) * (size + gutter) + size;
        cuts.push(edge);
        if gutter > 0.0 && index + 1 < count {
            cuts.push(edge + gutter);
        }
    }
    cuts
}
