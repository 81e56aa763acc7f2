//! The card designs. Each draws one card into its area and nowhere else.

mod harga;
mod rapat;
mod tenang;

use crate::canvas::{Align, Area, Canvas, Ink};
use crate::error::DocumentError;
use crate::font::Face;
use crate::preset::Design;
use crate::qr::{LEAST_MODULE_MM, Symbol, on_dots};
use crate::text::{Fitted, fit, fit_code};
use crate::view::{Company, VoucherCard};
use crate::words::Words;

/// What a design draws.
pub(crate) struct CardView<'a> {
    pub(crate) company: &'a Company,
    pub(crate) card: &'a VoucherCard,
    pub(crate) words: &'static Words,
    pub(crate) symbol: Option<&'a Symbol>,
}

/// Draws a card in its design.
pub(crate) fn draw(canvas: &mut Canvas, area: Area, design: Design, view: &CardView<'_>) -> Result<(), DocumentError> {
    let (width, height) = design.least_card_mm();
    if area.width < width || area.height < height {
        return Err(DocumentError::CardTooSmall { width_mm: area.width, height_mm: area.height });
    }
    match design {
        Design::Tenang => tenang::draw(canvas, area, view),
        Design::Harga => harga::draw(canvas, area, view),
        Design::Rapat => rapat::draw(canvas, area, view),
    }
}

/// A line of text in one face: its size, and how small it may become.
#[derive(Clone, Copy)]
pub(crate) struct Line {
    pub(crate) face: Face,
    pub(crate) size: f64,
    pub(crate) least: f64,
    pub(crate) ink: Ink,
}

impl Line {
    pub(crate) const fn new(face: Face, size: f64, ink: Ink) -> Self {
        Self { face, size, least: size * 0.8, ink }
    }

    /// Fits a text into this line.
    pub(crate) fn fit(&self, canvas: &Canvas, text: &str, room: f64) -> Fitted {
        fit(canvas.fonts, self.face, text, self.size, self.least.min(self.size), room)
    }

    /// Draws a text that keeps within `room` and returns the width it took.
    pub(crate) fn draw(&self, canvas: &mut Canvas, text: &str, room: f64, align: Align, at: (f64, f64)) -> f64 {
        let fitted = self.fit(canvas, text, room);
        canvas.fill(self.ink);
        canvas.text(self.face, &fitted, align, at.0, at.1);
        fitted.width
    }
}

/// Smallest size of a code that is still read at arm's length.
const LEAST_CODE: f64 = 3.0;

/// The code of a card, or its user name and password, ready to be placed.
pub(crate) struct CodeBlock {
    rows: Vec<(&'static str, Fitted)>,
    label_width: f64,
    caption: Line,
    line_height: f64,
    centred: bool,
}

impl CodeBlock {
    /// Fits the code at up to `size`; a password takes a second row, both smaller.
    pub(crate) fn new(canvas: &Canvas, view: &CardView<'_>, size: f64, room: f64) -> Result<Self, DocumentError> {
        let caption = Line::new(Face::Regular, (size * 0.32).clamp(1.9, 3.0), Ink::QUIET);
        let Some(password) = &view.card.password else {
            let fitted = fit_code(canvas.fonts, &view.card.username, size, LEAST_CODE, room)?;
            let line_height = fitted.size;
            let rows = vec![("", fitted)];
            return Ok(Self { rows, label_width: 0.0, caption, line_height, centred: false });
        };
        let size = (size * 0.68).max(LEAST_CODE);
        let labels = [view.words.username, view.words.password];
        let label_width =
            labels.iter().map(|label| canvas.fonts.width(caption.face, caption.size, label)).fold(0.0, f64::max) + 1.0;
        let least = LEAST_CODE * 0.8;
        let mut rows = Vec::with_capacity(2);
        for (label, code) in labels.into_iter().zip([&view.card.username, password]) {
            rows.push((label, fit_code(canvas.fonts, code, size, least, room - label_width)?));
        }
        let same = rows.iter().map(|(_, fitted)| fitted.size).fold(size, f64::min);
        for (_, fitted) in &mut rows {
            fitted.width *= same / fitted.size;
            fitted.size = same;
        }
        Ok(Self { rows, label_width, caption, line_height: same * 1.15, centred: false })
    }

    /// Sets the block in the middle of its room instead of at its left.
    pub(crate) fn centred(mut self) -> Self {
        self.centred = true;
        self
    }

    /// Whether the rows name themselves, so that no caption is needed above.
    pub(crate) fn is_labelled(&self) -> bool {
        self.rows.len() > 1
    }

    /// From the top of the first row's capitals to the last baseline.
    pub(crate) fn height(&self, canvas: &Canvas) -> f64 {
        let cap = self.rows.first().map_or(0.0, |(_, row)| canvas.fonts.cap_height(Face::Mono, row.size));
        cap + self.line_height * (self.rows.len().saturating_sub(1)) as f64
    }

    /// Draws the block with the top of its capitals at `y`, in the room from `x`.
    pub(crate) fn draw(&self, canvas: &mut Canvas, x: f64, y: f64, room: f64) {
        for (index, (label, row)) in self.rows.iter().enumerate() {
            let cap = canvas.fonts.cap_height(Face::Mono, row.size);
            let baseline = y + cap + self.line_height * index as f64;
            let widest = self.rows.iter().map(|(_, row)| row.width).fold(0.0, f64::max);
            let left = if self.centred { x + (room - self.label_width - widest) / 2.0 } else { x };
            if !label.is_empty() {
                self.caption.draw(canvas, label, self.label_width, Align::Left, (left, baseline));
            }
            canvas.fill(Ink::BLACK);
            canvas.text(Face::Mono, row, Align::Left, left + self.label_width, baseline);
        }
    }
}

/// Least space between the text of a card and the quiet zone of its QR.
const GUTTER_MM: f64 = 0.3;

/// A QR placed in a square: its module, and the side it takes.
pub(crate) struct Placed<'a> {
    symbol: &'a Symbol,
    module: f64,
    pub(crate) side: f64,
}

impl<'a> Placed<'a> {
    /// Sizes the card's QR, if it has one, for a square of `room` millimetres; where the code
    /// would not be readable beside it (`fits`, of a side), as fine as a QR may be.
    pub(crate) fn new(
        view: &CardView<'a>,
        room: f64,
        fits: impl Fn(f64) -> bool,
    ) -> Result<Option<Self>, DocumentError> {
        let Some(symbol) = view.symbol else { return Ok(None) };
        let of = |module: f64| Self { symbol, module, side: module * symbol.side_with_quiet_zone() as f64 };
        let placed = of(symbol.module_in(room)?);
        Ok(Some(if fits(placed.side) { placed } else { of(LEAST_MODULE_MM) }))
    }

    /// Draws it with its corner on the dot nearest to `x`, `y`.
    pub(crate) fn draw(&self, canvas: &mut Canvas, x: f64, y: f64) {
        canvas.qr(self.symbol, on_dots(x), on_dots(y), self.module);
    }
}

/// `parts` joined by a middle dot, leaving out what is empty.
pub(crate) fn joined(parts: &[Option<&str>]) -> String {
    let parts: Vec<&str> = parts.iter().flatten().copied().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

#[cfg(test)]
mod tests;
