//! Slips, tapes and rulers on a thermal roll.

use super::Head;
use super::job::{Job, Side, Style};
use crate::error::DocumentError;
use crate::qr::said;
use crate::slip::host;
use crate::tape::Tape;
use crate::view::{Company, VoucherSlip};
use crate::words::Words;

/// What a code is enlarged to where it stands alone, and where name and password share
/// the paper.
const CODE_TIMES: usize = 3;
const PAIR_TIMES: usize = 2;
/// Room for a hand above the line it signs on, dots.
const SIGNATURE_DOTS: usize = 100;

/// Vouchers as ESC/POS, each cut off. The drawer is opened once.
///
/// # Errors
/// As [`crate::voucher_slips`].
pub fn slips_escpos(slips: &[VoucherSlip], head: &Head) -> Result<Vec<u8>, DocumentError> {
    if slips.is_empty() {
        return Err(DocumentError::NoCards);
    }
    let mut job = Job::new(*head);
    for slip in slips {
        voucher(&mut job, slip)?;
        job.cut();
    }
    Ok(job.finish())
}

fn voucher(job: &mut Job, slip: &VoucherSlip) -> Result<(), DocumentError> {
    let (card, words) = (&slip.card, Words::of(slip.locale));
    shop(job, &slip.company);
    job.rule();
    match &card.password {
        None => {
            job.text(Side::Centre, Style::PLAIN, words.code);
            job.code("", &card.username, CODE_TIMES)?;
        }
        Some(password) => {
            job.code(words.username, &card.username, PAIR_TIMES)?;
            job.code(words.password, password, PAIR_TIMES)?;
        }
    }
    job.pair(Style::TALL, &card.plan, card.price.as_deref().unwrap_or_default());
    let sentence = if card.validity.is_empty() { &card.limits } else { &card.validity };
    job.text(Side::Centre, Style::PLAIN, sentence);
    if let Some(text) = said(card, &slip.login_url, slip.qr) {
        job.qr(&text)?;
    }
    if let Some(ssid) = &card.ssid {
        job.text(Side::Centre, Style::BOLD, &format!("{} {ssid}", words.join_wifi));
    }
    let begin = if card.ssid.is_some() { words.then_scan_or_open } else { words.scan_or_open };
    job.text(Side::Centre, Style::PLAIN, &format!("{begin} {}", host(&slip.login_url)));
    if let Some(terms) = &card.terms {
        job.text(Side::Centre, Style::PLAIN, terms);
    }
    job.rule();
    for (label, value) in &slip.lines {
        job.pair(Style::PLAIN, label, value);
    }
    if let Some(support) = card.support.as_ref().filter(|one| !slip.lines.iter().any(|(_, value)| value == *one)) {
        job.text(Side::Centre, Style::PLAIN, support);
    }
    Ok(())
}

fn shop(job: &mut Job, company: &Company) {
    if let Some(picture) = company.picture.as_deref() {
        job.picture(picture);
    }
    job.text(Side::Centre, Style::LARGE, &company.name);
    if let Some(place) = &company.place {
        job.text(Side::Centre, Style::PLAIN, place);
    }
}

/// A tape as ESC/POS, whatever paper it names: the head says how wide it is.
///
/// # Errors
/// None today; drawing may come to refuse what a roll cannot hold.
pub fn tape_escpos(tape: &Tape, head: &Head) -> Result<Vec<u8>, DocumentError> {
    let mut job = Job::new(*head);
    shop(&mut job, &tape.company);
    job.rule();
    job.text(Side::Centre, Style::TALL, &tape.heading);
    for (label, value) in &tape.facts {
        job.pair(Style::PLAIN, label, value);
    }
    for section in &tape.sections {
        job.rule();
        job.text(Side::Left, Style::BOLD, &section.title);
        for row in &section.rows {
            job.pair(if row.is_total { Style::BOLD } else { Style::PLAIN }, &row.label, &row.value);
        }
    }
    if !tape.notes.is_empty() {
        job.rule();
    }
    for note in &tape.notes {
        job.text(Side::Centre, Style::PLAIN, note);
    }
    for name in &tape.signatures {
        job.down(SIGNATURE_DOTS);
        job.rule();
        job.text(Side::Left, Style::PLAIN, name);
    }
    job.cut();
    Ok(job.finish())
}

/// The drawer's pulse alone: nothing is printed and no paper moves.
#[must_use]
pub fn drawer_escpos(head: &Head) -> Vec<u8> {
    Job::new(Head { opens_drawer: true, offset_mm: (0.0, 0.0), ..*head }).finish()
}

/// A ruler across the roll, a line a millimetre, and a QR to try: what a printer prints of
/// it says how wide it prints and whether the QR can be read.
///
/// # Errors
/// None that this text can raise.
pub fn ruler_escpos(heading: &str, words: &[String], head: &Head) -> Result<Vec<u8>, DocumentError> {
    let mut job = Job::new(*head);
    job.text(Side::Centre, Style::TALL, heading);
    for sentence in words {
        job.text(Side::Left, Style::PLAIN, sentence);
    }
    let (row_bytes, dots) = ruler(job.width());
    job.at_left();
    job.raster(row_bytes, &dots);
    job.rule();
    job.qr("SIMPUL 0123456789")?;
    job.cut();
    Ok(job.finish())
}

/// Height of the ruler, dots.
const RULER_DOTS: usize = 48;

/// Ticks every millimetre, longer at fives and tens, above a line.
fn ruler(width: usize) -> (usize, Vec<u8>) {
    let row_bytes = width.div_ceil(8);
    let mut dots = vec![0u8; row_bytes * RULER_DOTS];
    let mut black = |x: usize, y: usize| dots[y * row_bytes + x / 8] |= 0x80 >> (x % 8);
    for x in 0..width {
        black(x, RULER_DOTS - 1);
        if x.is_multiple_of(8) {
            let length = match x / 8 {
                mm if mm.is_multiple_of(10) => RULER_DOTS,
                mm if mm.is_multiple_of(5) => RULER_DOTS * 2 / 3,
                _ => RULER_DOTS / 3,
            };
            for y in RULER_DOTS - length..RULER_DOTS {
                black(x, y);
            }
        }
    }
    (row_bytes, dots)
}
