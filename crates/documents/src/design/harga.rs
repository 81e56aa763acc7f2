//! Harga: the price in a dark band, for shops that sort vouchers by price.

use super::{CardView, CodeBlock, GUTTER_MM, Line, Placed};
use crate::canvas::{Align, Area, Canvas, Ink};
use crate::error::DocumentError;
use crate::font::Face;

/// Ground of the band when the card names none.
const GROUND: [u8; 3] = [0x0b, 0x4a, 0x42];
/// Relative luminance up to which white letters keep a contrast of 7 : 1.
const DARKEST_LUMINANCE: f64 = 0.1;

/// Side the QR may take on a card of the usual height.
const MOST_QR: f64 = 19.1;
/// Size of the code where it has the room.
const CODE: f64 = 5.6;
/// Height of the shop's own picture, beside its name.
const LOGO: f64 = 3.2;

pub(super) fn draw(canvas: &mut Canvas, area: Area, view: &CardView<'_>) -> Result<(), DocumentError> {
    let inset = 1.8;
    // On a narrow card the band leaves the code its room beside the QR.
    let share = if area.width < 60.0 { 0.22 } else { 0.2615 };
    let band =
        Area { x: area.x + inset, y: area.y + inset, width: area.width * share, height: area.height - 2.0 * inset };
    price_band(canvas, band, view);
    let body = Area {
        x: band.right() + 2.2,
        y: area.y + 2.2,
        width: area.right() - band.right() - 2.8,
        height: area.height - 3.6,
    };
    let head = head(canvas, body, view);
    let room = (body.bottom() - head - 0.2).min(MOST_QR.max(area.height * 0.45));
    let beside = |side: f64| body.width - side - GUTTER_MM;
    let qr = Placed::new(view, room, |side| CodeBlock::new(canvas, view, CODE, beside(side)).is_ok())?;
    let column = qr.as_ref().map_or(body.width, |qr| beside(qr.side));
    if let Some(qr) = qr {
        qr.draw(canvas, body.right() - qr.side, head + (body.bottom() - head - qr.side) / 2.0 + 0.2);
    }
    let code = CodeBlock::new(canvas, view, CODE, column)?;
    let small = Line { face: Face::Regular, size: 2.05, least: 1.7, ink: Ink::Gray(0.133) };
    let limits = if view.card.limits.is_empty() { &view.card.validity } else { &view.card.limits };
    let below = [Some(limits.as_str()), view.card.vendor.as_deref()];
    let rows = below.iter().flatten().count() as f64 + f64::from(u8::from(view.card.ssid.is_some()));
    let pitch = small.size * 1.4;
    let code_height = code.height(canvas);
    let height = code_height + 1.2 + pitch * rows;
    let top = head + (body.bottom() - head - height) / 2.0;
    code.draw(canvas, body.x, top, column);
    let mut y = top + code_height + 1.2 + pitch * 0.85;
    if let Some(ssid) = &view.card.ssid {
        join_line(canvas, &small, view.words.join, ssid, column, (body.x, y));
        y += pitch;
    }
    for text in below.into_iter().flatten() {
        small.draw(canvas, text, column, Align::Left, (body.x, y));
        y += pitch;
    }
    Ok(())
}

/// The shop's own picture, its name and the number; returns the baseline.
fn head(canvas: &mut Canvas, body: Area, view: &CardView<'_>) -> f64 {
    let cap = canvas.fonts.cap_height(Face::SemiBold, 2.3);
    let baseline = body.y + cap;
    let number = Line::new(Face::Regular, 2.2, Ink::QUIET);
    let taken = number.draw(canvas, &view.card.number.to_string(), 10.0, Align::Right, (body.right() - 1.6, baseline));
    let (mut x, mut room) = (body.x, body.width - taken - 3.1);
    if let Some(picture) = view.company.picture.as_deref() {
        let width = (LOGO * picture.ratio()).min(room * 0.35);
        let height = width / picture.ratio();
        canvas.picture(Area { x, y: baseline - (cap + height) / 2.0, width, height });
        x += width + 1.2;
        room -= width + 1.2;
    }
    Line::new(Face::SemiBold, 2.3, Ink::BLACK).draw(canvas, &view.company.name, room, Align::Left, (x, baseline));
    baseline
}

/// "Sambung ke **NAME**", the name giving way first.
fn join_line(canvas: &mut Canvas, line: &Line, join: &str, ssid: &str, room: f64, at: (f64, f64)) {
    let words = format!("{join} ");
    let taken = line.draw(canvas, &words, room, Align::Left, at) + canvas.fonts.width(line.face, line.size, " ");
    let name = Line { face: Face::SemiBold, ..*line };
    name.draw(canvas, ssid, (room - taken).max(0.0), Align::Left, (at.0 + taken, at.1));
}

/// Currency, amount and plan in white on the card's ground.
fn price_band(canvas: &mut Canvas, band: Area, view: &CardView<'_>) {
    canvas.fill(Ink::Rgb(readable(view.card.tint.unwrap_or(GROUND))));
    canvas.round_rectangle(band, 1.2);
    let price = view.card.price.as_deref().unwrap_or_default().trim();
    let (currency, amount) = price.split_once([' ', '\u{a0}']).unwrap_or(("", price));
    let room = band.width - 2.0;
    let centre = band.x + band.width / 2.0;
    let small = Line { face: Face::Regular, size: 2.6, least: 1.8, ink: Ink::WHITE };
    let large = Line { face: Face::ExtraBold, size: 4.4, least: 2.6, ink: Ink::WHITE };
    let plan = Line { face: Face::SemiBold, size: 2.9, least: 1.7, ink: Ink::WHITE };
    let plan_text = plan.fit(canvas, &view.card.plan, room - 2.8);
    let (small_cap, large_cap) =
        (canvas.fonts.cap_height(small.face, small.size), canvas.fonts.cap_height(large.face, large.size));
    let frame_height = 4.3;
    let has_price = !amount.is_empty();
    let currency_height = if currency.is_empty() { 0.0 } else { small_cap + 1.2 };
    let price_height = if has_price { currency_height + large_cap + 2.0 } else { 0.0 };
    let mut y = band.y + (band.height - price_height - frame_height) / 2.0;
    if has_price {
        small.draw(canvas, currency, room, Align::Centre, (centre, y + small_cap));
        y += currency_height;
        large.draw(canvas, amount, room, Align::Centre, (centre, y + large_cap));
        y += large_cap + 2.0;
    }
    if plan_text.text.is_empty() {
        return;
    }
    canvas.stroke(Ink::WHITE, 0.25);
    let width = plan_text.width + 2.8;
    canvas.round_frame(Area { x: centre - width / 2.0, y, width, height: frame_height }, 0.8);
    let baseline = y + frame_height / 2.0 + canvas.fonts.cap_height(plan.face, plan_text.size) / 2.0;
    canvas.fill(Ink::WHITE);
    canvas.text(plan.face, &plan_text, Align::Centre, centre, baseline);
}

/// The colour, darkened until white letters on it are readable in colour and in grey.
fn readable(mut colour: [u8; 3]) -> [u8; 3] {
    while luminance(colour) > DARKEST_LUMINANCE {
        colour = colour.map(|part| (f64::from(part) * 0.95) as u8);
    }
    colour
}

/// Relative luminance as WCAG 2 defines it.
fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|part| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_stays_readable_on_any_ground() {
        for colour in [[255, 255, 0], [255, 255, 255], [0x0b, 0x4a, 0x42], [250, 120, 10]] {
            let contrast = 1.05 / (luminance(readable(colour)) + 0.05);
            assert!(contrast >= 7.0, "{colour:?}: {contrast}");
        }
        assert_eq!(readable(GROUND), GROUND);
    }
}
