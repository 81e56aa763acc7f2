//! A strip of paper being filled from the top: what slips and tapes are drawn with.

use crate::canvas::{Align, Area, Canvas, Ink};
use crate::design::Line;
use crate::error::DocumentError;
use crate::font::Face;
use crate::qr::{Symbol, on_dots};
use crate::view::{Company, Logo};

/// Side the QR may take, quiet zone included.
pub(crate) const QR_MM: f64 = 32.0;
pub(crate) const TEXT: Line = Line { face: Face::Regular, size: 2.9, least: 2.4, ink: Ink::BLACK };
pub(crate) const STRONG: Line = Line { face: Face::SemiBold, ..TEXT };
/// From the tallest accent to the deepest tail of a line, in sizes.
pub(crate) const PITCH: f64 = 1.4;

/// A strip being filled from the top.
pub(crate) struct Strip {
    pub(crate) canvas: Canvas,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) y: f64,
}

impl Strip {
    pub(crate) fn room(&self) -> f64 {
        self.right - self.left
    }

    pub(crate) fn centre(&self) -> f64 {
        (self.left + self.right) / 2.0
    }

    pub(crate) fn centred(&mut self, line: &Line, text: &str) {
        if text.is_empty() {
            return;
        }
        self.y += line.size * PITCH;
        let (room, at) = (self.room(), (self.centre(), self.y - line.size * 0.35));
        line.draw(&mut self.canvas, text, room, Align::Centre, at);
    }

    pub(crate) fn rule(&mut self) {
        self.y += 2.0;
        self.canvas.stroke(Ink::BLACK, 0.375);
        self.canvas.dashes((self.left, self.y), (self.right, self.y), 1.0);
        self.y += 2.0;
    }

    /// Two texts on one line, the right one whole before the left one.
    pub(crate) fn pair(&mut self, line: &Line, left: &str, right: &str) {
        self.y += line.size * PITCH;
        let baseline = self.y - line.size * 0.35;
        let room = self.room();
        let share = if left.is_empty() { 1.0 } else { 0.72 };
        let at = (self.right, baseline);
        let taken = line.draw(&mut self.canvas, right, room * share, Align::Right, at);
        let at = (self.left, baseline);
        line.draw(&mut self.canvas, left, (room - taken - 1.5).max(0.0), Align::Left, at);
    }

    /// Places the QR on whole dots: each module an equal number of them.
    pub(crate) fn qr(&mut self, symbol: &Symbol) -> Result<(), DocumentError> {
        let room = QR_MM.min(self.room());
        let module = symbol.module_in(room)?;
        let side = symbol.side_with_quiet_zone() as f64 * module;
        let (x, y) = (on_dots(self.centre() - side / 2.0), on_dots(self.y));
        self.canvas.qr(symbol, x, y, module);
        self.y = y + side;
        Ok(())
    }
}

/// The shop above everything else: its picture or the knot, its name and place.
pub(crate) fn head(strip: &mut Strip, company: &Company) {
    if let Some(picture) = company.picture.as_deref() {
        let width = (10.0 * picture.ratio()).min(strip.room() * 0.8);
        let height = width / picture.ratio();
        strip.canvas.picture(Area { x: strip.centre() - width / 2.0, y: strip.y, width, height });
        strip.y += height + 0.4;
    } else if company.logo == Logo::Mark {
        let area = Area { x: strip.centre() - 4.0, y: strip.y, width: 8.0, height: 8.0 };
        strip.canvas.mark(area, Ink::BLACK);
        strip.y += 8.4;
    }
    let name = Line { size: 4.0, least: 3.0, ..STRONG };
    strip.centred(&name, &company.name);
    strip.centred(&TEXT, company.place.as_deref().unwrap_or_default());
}
