//! Tenang: the code first, its QR beside it, everything else quiet.

use super::{CardView, CodeBlock, GUTTER_MM, Line, Placed, joined};
use crate::canvas::{Align, Area, Canvas, Ink};
use crate::error::DocumentError;
use crate::font::Face;
use crate::view::Logo;

/// Least space between the lines in the middle of a card.
const LEAST_AIR: f64 = 1.0;

/// Measures of a card, in millimetres. A large card stands as drawn for 65 × 35, a business
/// card as that enlarged; on a small one the QR takes the right upper corner and the number
/// moves to the foot.
struct Measures {
    small: bool,
    pad: f64,
    top: f64,
    foot: f64,
    /// Side the QR may take.
    qr: f64,
    /// How near the quiet zone comes to the right edge.
    qr_right: f64,
    name: f64,
    logo: f64,
    code: f64,
    plan: f64,
    sentence: f64,
    caption: f64,
    number: f64,
}

impl Measures {
    fn of(area: Area) -> Self {
        let small = area.width < 60.0 || area.height < 32.0;
        if small {
            let narrow = area.width < 45.0;
            Self {
                small,
                pad: if narrow { 2.0 } else { 2.5 },
                top: 2.3,
                foot: 1.9,
                // Above two sentences, however low the card.
                qr: (area.height - 7.0).min(area.width * 0.44).clamp(13.6, 19.1),
                qr_right: 0.5,
                name: if narrow { 2.2 } else { 2.5 },
                logo: if narrow { 0.0 } else { 3.4 },
                code: if narrow { 5.4 } else { 6.4 },
                plan: if narrow { 2.4 } else { 3.0 },
                sentence: 1.95,
                caption: 1.95,
                number: 1.95,
            }
        } else {
            let scale = if area.width < 80.0 { 1.0 } else { (area.width / 65.0).min(area.height / 35.0) };
            Self {
                small,
                pad: 3.0 * scale,
                top: 2.6 * scale,
                foot: 2.2 * scale,
                qr: (area.height - 14.1 * scale).clamp(18.5, 23.0 * scale),
                qr_right: 1.4 * scale,
                name: 2.7 * scale,
                logo: 4.2 * scale,
                code: 7.0 * scale,
                plan: 3.5 * scale,
                sentence: 2.05 * scale,
                caption: 2.1 * scale,
                number: 2.2 * scale,
            }
        }
    }
}

pub(super) fn draw(canvas: &mut Canvas, area: Area, view: &CardView<'_>) -> Result<(), DocumentError> {
    let m = Measures::of(area);
    let left = area.x + m.pad;
    let beside = |side: f64| area.right() - m.qr_right - side - GUTTER_MM - left;
    let qr = Placed::new(view, m.qr, |side| CodeBlock::new(canvas, view, m.code, beside(side)).is_ok())?;
    let column = qr.as_ref().map_or(area.width - 2.0 * m.pad, |qr| beside(qr.side));

    let head_bottom = head(canvas, area, view, &m, column);
    let foot_top = foot(canvas, area, view, &m);
    middle(canvas, view, &m, (left, head_bottom), (column, foot_top - head_bottom))?;
    if let Some(qr) = qr {
        let qr_y = if m.small {
            area.y + ((foot_top - area.y - qr.side) / 2.0).clamp(0.0, 1.0)
        } else {
            (head_bottom + foot_top - qr.side) / 2.0
        };
        qr.draw(canvas, area.right() - m.qr_right - qr.side, qr_y);
    }
    Ok(())
}

/// Logo, name and, on a large card, number. Returns where the head ends.
fn head(canvas: &mut Canvas, area: Area, view: &CardView<'_>, m: &Measures, column: f64) -> f64 {
    let height = m.logo.max(m.name);
    let (top, mut x) = (area.y + m.top, area.x + m.pad);
    let mut room = if m.small { column } else { area.width - 2.0 * m.pad };
    if let Some(picture) = view.company.picture.as_deref().filter(|_| m.logo > 0.0) {
        // As high as the knot would be, and no wider than leaves the name most of the line.
        let width = (m.logo * picture.ratio()).min(room * 0.4);
        let height = width / picture.ratio();
        canvas.picture(Area { x, y: top + (m.logo - height) / 2.0, width, height });
        x += width + 1.5;
        room -= width + 1.5;
    } else if view.company.logo == Logo::Mark && m.logo > 0.0 {
        canvas.mark(Area { x, y: top, width: m.logo, height: m.logo }, Ink::Rgb([0x0b, 0x64, 0x59]));
        x += m.logo + 1.5;
        room -= m.logo + 1.5;
    }
    let name = Line::new(Face::SemiBold, m.name, Ink::BLACK);
    let middle = top + height / 2.0 + canvas.fonts.cap_height(name.face, name.size) / 2.0;
    if !m.small {
        let number = Line::new(Face::Regular, m.number, Ink::QUIET);
        let at = (area.right() - m.pad, middle);
        room -= number.draw(canvas, &view.card.number.to_string(), 12.0, Align::Right, at) + 1.5;
    }
    name.draw(canvas, &view.company.name, room, Align::Left, (x, middle));
    top + height
}

/// The sentences at the foot, in one line where they fit, and on a small card the number.
/// Returns where the foot begins.
fn foot(canvas: &mut Canvas, area: Area, view: &CardView<'_>, m: &Measures) -> f64 {
    let card = view.card;
    let line = Line::new(Face::Regular, m.sentence, Ink::SOFT);
    let room = area.width - 2.0 * m.pad;
    let left = area.x + m.pad;
    let validity = if card.validity.is_empty() { card.limits.as_str() } else { card.validity.as_str() };
    let seller = joined(&[card.support.as_deref(), card.vendor.as_deref(), card.terms.as_deref()]);
    let last = area.bottom() - m.foot - line.size * 0.25;
    let mut number_room = 0.0;
    if m.small {
        let number = Line::new(Face::Regular, m.number, Ink::QUIET);
        let at = (area.right() - m.pad, last);
        number_room = number.draw(canvas, &card.number.to_string(), 8.0, Align::Right, at) + 1.5;
    }
    let whole = joined(&[Some(validity), Some(&seller)]);
    if canvas.fonts.width(line.face, line.size, &whole) <= room - number_room || seller.is_empty() {
        line.draw(canvas, &whole, room - number_room, Align::Left, (left, last));
        return last - line.size;
    }
    let pitch = line.size * 1.32;
    line.draw(canvas, &seller, room - number_room, Align::Left, (left, last));
    line.draw(canvas, validity, room, Align::Left, (left, last - pitch));
    last - pitch - line.size
}

/// Caption, code, plan and price, as one block in the middle of the room left.
fn middle(
    canvas: &mut Canvas,
    view: &CardView<'_>,
    m: &Measures,
    (x, top): (f64, f64),
    (width, height): (f64, f64),
) -> Result<(), DocumentError> {
    let code = CodeBlock::new(canvas, view, m.code, width)?;
    let caption = Line::new(Face::Regular, m.caption, Ink::QUIET);
    let caption_height = canvas.fonts.cap_height(caption.face, caption.size);
    let price_text = view.card.price.as_deref().unwrap_or_default();
    let alone = price_text.is_empty() || view.card.plan.trim().is_empty();
    // Plan and price shrink together before the plan's name is cut.
    let natural = canvas.fonts.width(Face::SemiBold, m.plan, &view.card.plan)
        + canvas.fonts.width(Face::Regular, m.plan, price_text)
        + m.plan * 0.55;
    let size = m.plan * (width / natural).clamp(0.7, 1.0);
    let plan = Line::new(Face::SemiBold, size, Ink::BLACK);
    let price = Line::new(Face::Regular, size, Ink::BLACK);
    let plan_height = canvas.fonts.cap_height(plan.face, plan.size);
    let code_height = code.height(canvas);
    // Where the lines would touch, the caption goes: the code speaks for itself.
    let air = |captioned: bool| {
        let content = code_height + plan_height + if captioned { caption_height } else { 0.0 };
        (content, (height - content) / if captioned { 3.8 } else { 2.8 })
    };
    let captioned = !code.is_labelled() && air(true).1 >= LEAST_AIR;
    let (content, gap) = air(captioned);
    let gap = gap.clamp(0.5, m.code * 0.29);
    let spaces = if captioned { 2.6 } else { 1.6 };
    let mut y = top + (height - content - gap * spaces) / 2.0;
    if captioned {
        caption.draw(canvas, view.words.code, width, Align::Left, (x, y + caption_height));
        y += caption_height + gap;
    }
    code.draw(canvas, x, y, width);
    y += code_height + gap * 1.6 + plan_height;
    let between = if alone { 0.0 } else { size * 0.55 };
    // The price may push the plan's name aside, but not off the card.
    let price_room = if alone { width } else { width * 0.62 - between };
    let price_fitted = price.fit(canvas, price_text, price_room);
    let plan_room = (width - price_fitted.width - between).max(0.0);
    let taken = plan.draw(canvas, &view.card.plan, plan_room, Align::Left, (x, y));
    canvas.fill(price.ink);
    canvas.text(price.face, &price_fitted, Align::Left, x + taken + between, y);
    Ok(())
}
