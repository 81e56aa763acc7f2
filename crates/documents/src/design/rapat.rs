//! Rapat: many to a page. Code and price, no QR.

use super::{CardView, CodeBlock, Line};
use crate::canvas::{Align, Area, Canvas, Ink};
use crate::error::DocumentError;
use crate::font::Face;

pub(super) fn draw(canvas: &mut Canvas, area: Area, view: &CardView<'_>) -> Result<(), DocumentError> {
    // Drawn for 39 × 20; smaller cards shrink all but the smallest text.
    let scale = (area.height / 20.0).min(area.width / 39.0).min(1.1);
    let (pad_x, pad_y) = (2.2 * scale.max(0.85), 1.7 * scale.max(0.75));
    let room = area.width - 2.0 * pad_x;
    let (left, right) = (area.x + pad_x, area.right() - pad_x);
    let small = (2.1 * scale).max(1.75);

    let number = Line::new(Face::Regular, small, Ink::QUIET);
    let name = Line::new(Face::SemiBold, small, Ink::BLACK);
    let head = area.y + pad_y + canvas.fonts.cap_height(name.face, name.size);
    let taken = number.draw(canvas, &view.card.number.to_string(), 8.0, Align::Right, (right, head));
    name.draw(canvas, &view.company.name, room - taken - 1.5, Align::Left, (left, head));

    let price = Line::new(Face::SemiBold, (3.0 * scale).max(2.2), Ink::BLACK);
    let limits = Line { face: Face::Regular, size: small, least: 1.6, ink: Ink::SOFT };
    let foot = area.bottom() - pad_y - 0.2;
    let first = view.card.price.as_deref().unwrap_or(&view.card.plan);
    let taken = price.draw(canvas, first, room * 0.6, Align::Left, (left, foot));
    let second = if view.card.limits.is_empty() { &view.card.plan } else { &view.card.limits };
    limits.draw(canvas, second, room - taken - 1.5, Align::Right, (right, foot));

    let code = CodeBlock::new(canvas, view, 6.5 * scale, room)?.centred();
    let top = head + 0.4;
    let mut bottom = foot - canvas.fonts.cap_height(price.face, price.size) - 0.4;
    if let Some(vendor) = &view.card.vendor {
        let line = Line { face: Face::Regular, size: small, least: 1.6, ink: Ink::SOFT };
        let high = canvas.fonts.cap_height(line.face, line.size) + 0.6;
        // Only where the code keeps air around itself.
        if bottom - top - code.height(canvas) - high >= 2.0 {
            line.draw(canvas, vendor, room, Align::Centre, (area.x + area.width / 2.0, bottom - 0.4));
            bottom -= high;
        }
    }
    let y = top + (bottom - top - code.height(canvas)) / 2.0;
    code.draw(canvas, left, y, room);
    Ok(())
}
