//! One voucher on a strip of thermal paper. Black only: the head knows no grey.

use crate::canvas::{Align, Canvas};
use crate::design::{CardView, CodeBlock, Line};
use crate::error::DocumentError;
use crate::pdf::{Embedded, Info, Page, Pdf, assemble};
use crate::qr::Symbol;
use crate::strip::{PITCH, STRONG, Strip, TEXT, head};
use crate::view::VoucherSlip;
use crate::words::Words;

/// Draws a voucher on a strip as long as it needs.
///
/// # Errors
/// When the code does not fit the strip or the QR would be too fine to be read.
pub fn voucher_slip(slip: &VoucherSlip) -> Result<Pdf, DocumentError> {
    voucher_slips(std::slice::from_ref(slip))
}

/// Draws several vouchers, each on a page of its own, all as long as the longest needs:
/// a printer cuts between pages.
///
/// # Errors
/// As [`voucher_slip`]; `NoCards` for none. The first says how wide the roll is.
pub fn voucher_slips(slips: &[VoucherSlip]) -> Result<Pdf, DocumentError> {
    let first = slips.first().ok_or(DocumentError::NoCards)?;
    let mut symbols = Vec::with_capacity(slips.len());
    // The length is known only once all is drawn, and the origin depends on it.
    let mut height: f64 = 0.0;
    for slip in slips {
        let symbol = Symbol::of(&slip.card, &slip.login_url, slip.qr)?;
        height = height.max(draw(slip, symbol.as_ref(), 0.0)?.1.ceil());
        symbols.push(symbol);
    }
    let mut pages = Vec::with_capacity(slips.len());
    for (slip, symbol) in slips.iter().zip(&symbols) {
        pages.push(Page::new(draw(slip, symbol.as_ref(), height)?.0.finish())?);
    }
    let count = pages.len();
    let picture = first.company.picture.as_deref().map(Embedded::Dots);
    let info = Info { title: &first.title, created: first.created, picture };
    let bytes = assemble((first.roll.width_mm(), height), pages, &info)?;
    Ok(Pdf { bytes, pages: count, total_pages: count })
}

fn draw(slip: &VoucherSlip, symbol: Option<&Symbol>, height: f64) -> Result<(Canvas, f64), DocumentError> {
    let left = (slip.roll.width_mm() - slip.roll.printable_mm()) / 2.0;
    let canvas = Canvas::new(height, (0.0, 0.0))?;
    let mut strip = Strip { canvas, left, right: left + slip.roll.printable_mm(), y: 4.0 };
    let view = CardView { company: &slip.company, card: &slip.card, words: Words::of(slip.locale), symbol };
    head(&mut strip, &slip.company);
    strip.rule();
    voucher(&mut strip, &view)?;
    if let Some(symbol) = symbol {
        strip.qr(symbol)?;
    } else {
        strip.y += 1.0;
    }
    directions(&mut strip, &view, &slip.login_url);
    if let Some(terms) = &slip.card.terms {
        strip.centred(&TEXT, terms);
    }
    strip.rule();
    let has_support =
        slip.card.support.as_ref().filter(|support| !slip.lines.iter().any(|(_, value)| value == *support));
    for (label, value) in &slip.lines {
        strip.pair(&TEXT, label, value);
    }
    if let Some(support) = has_support {
        strip.centred(&TEXT, support);
    }
    // Room to tear below the last line.
    Ok((strip.canvas, strip.y + 5.0))
}

fn voucher(strip: &mut Strip, view: &CardView<'_>) -> Result<(), DocumentError> {
    let code = CodeBlock::new(&strip.canvas, view, 10.4, strip.room())?.centred();
    if !code.is_labelled() {
        strip.centred(&TEXT, view.words.code);
    }
    strip.y += 1.4;
    let room = strip.room();
    code.draw(&mut strip.canvas, strip.left, strip.y, room);
    strip.y += code.height(&strip.canvas) + 2.6;
    let big = Line { size: 4.4, least: 3.0, ..STRONG };
    strip.pair(&big, &view.card.plan, view.card.price.as_deref().unwrap_or_default());
    strip.y += 0.4;
    let sentence = if view.card.validity.is_empty() { &view.card.limits } else { &view.card.validity };
    strip.centred(&TEXT, sentence);
    Ok(())
}

/// How to use the voucher: join, then scan or open the page.
fn directions(strip: &mut Strip, view: &CardView<'_>, login_url: &str) {
    let words = view.words;
    if let Some(ssid) = &view.card.ssid {
        strip.y += TEXT.size * PITCH;
        let baseline = strip.y - TEXT.size * 0.35;
        let join = format!("{} ", words.join_wifi);
        let fonts = strip.canvas.fonts;
        let space = fonts.width(TEXT.face, TEXT.size, " ");
        let joined = fonts.width(TEXT.face, TEXT.size, words.join_wifi) + space;
        let name = STRONG.fit(&strip.canvas, ssid, strip.room() - joined - space);
        let left = strip.centre() - (joined + name.width) / 2.0;
        TEXT.draw(&mut strip.canvas, &join, joined + space, Align::Left, (left, baseline));
        strip.canvas.text(STRONG.face, &name, Align::Left, left + joined, baseline);
    }
    let begin = if view.card.ssid.is_some() { words.then_scan_or_open } else { words.scan_or_open };
    strip.centred(&TEXT, &format!("{begin} {}", host(login_url)));
}

/// What a customer types: the address without scheme and path.
pub(crate) fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?']).next().unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_host_is_what_one_types() {
        assert_eq!(host("http://hotspot.lan/login"), "hotspot.lan");
        assert_eq!(host("sdn.net"), "sdn.net");
        assert_eq!(host("http://10.5.50.1:8080/login?x=1"), "10.5.50.1:8080");
    }
}
