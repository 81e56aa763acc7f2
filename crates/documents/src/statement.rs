//! A statement of account on A4: the company's head, whom it is for, every line with the
//! balance after it, the sums, and room to sign.

use crate::canvas::{Align, Area, Canvas, Ink};
use crate::design::Line;
use crate::error::DocumentError;
use crate::font::Face;
use crate::pdf::{Embedded, Info, Page, Pdf, assemble};
use crate::view::{Company, Created, Logo};

const WIDTH: f64 = 210.0;
const HEIGHT: f64 = 297.0;
const LEFT: f64 = 18.0;
const RIGHT: f64 = WIDTH - 18.0;
const TOP: f64 = 18.0;
/// Where lines end and the foot begins.
const FOOT: f64 = HEIGHT - 20.0;
/// From one line's baseline to the next.
const ROW: f64 = 5.8;
/// Lines that come along with the end onto a page of its own.
const KEPT: usize = 4;
/// What the closing balance, the sums, the sentence and the signatures need together.
const CLOSING: f64 = 70.0;

const NAME: Line = Line { face: Face::SemiBold, size: 5.2, least: 3.6, ink: Ink::BLACK };
const TITLE: Line = Line { face: Face::SemiBold, size: 4.4, least: 3.2, ink: Ink::BLACK };
const TEXT: Line = Line { face: Face::Regular, size: 3.0, least: 2.3, ink: Ink::BLACK };
const STRONG: Line = Line { face: Face::SemiBold, ..TEXT };
const QUIET: Line = Line { face: Face::Regular, size: 2.7, least: 2.2, ink: Ink::QUIET };

/// Left edge and width of each column but the two of money, which end at their right edge.
const DATE: (f64, f64) = (LEFT, 31.0);
const NUMBER: (f64, f64) = (LEFT + 33.0, 27.0);
const WHAT: (f64, f64) = (LEFT + 62.0, 54.0);
const AMOUNT: (f64, f64) = (RIGHT - 30.0, 28.0);
const BALANCE: (f64, f64) = (RIGHT, 28.0);

/// A line of a statement, ready to print.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatementLine {
    /// When.
    pub date: String,
    /// The document.
    pub number: String,
    /// What it was.
    pub what: String,
    /// What it moved.
    pub amount: String,
    /// The balance after it.
    pub balance: String,
}

/// A statement of account, in words that are ready to print.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The shop.
    pub company: Company,
    /// Address and phone, a line each.
    pub company_lines: Vec<String>,
    /// What it is.
    pub title: String,
    /// Whom it is for, and of which time: label and value.
    pub facts: Vec<(String, String)>,
    /// Names of the columns: date, number, what, amount, balance.
    pub columns: [String; 5],
    /// What it begins with.
    pub opening: (String, String),
    /// What happened, in order.
    pub lines: Vec<StatementLine>,
    /// What it ends with.
    pub closing: (String, String),
    /// Sums by kind.
    pub sums: Vec<(String, String)>,
    /// What the balance means.
    pub note: String,
    /// Who signs: the shop, and whom it is for.
    pub signatures: [String; 2],
    /// "Page" of the foot.
    pub page: String,
    /// "of" of the foot.
    pub of: String,
    /// Title of the file.
    pub file_title: String,
    /// Date of the file; without one the file carries none.
    pub created: Option<Created>,
}

/// Draws a statement on as many pages of A4 as it takes. The end of it (balance, sums,
/// signatures) is never parted.
///
/// # Errors
/// When the faces cannot be read.
pub fn statement(sheet: &Statement) -> Result<Pdf, DocumentError> {
    let parts = pages(sheet);
    let count = parts.len();
    let mut drawn = Vec::with_capacity(count);
    for (index, lines) in parts.iter().enumerate() {
        let canvas = page(sheet, lines, (index, count))?;
        drawn.push(Page::new(canvas.finish())?);
    }
    let picture = sheet.company.picture.as_deref().map(Embedded::Colours);
    let info = Info { title: &sheet.file_title, created: sheet.created, picture };
    Ok(Pdf { bytes: assemble((WIDTH, HEIGHT), drawn, &info)?, pages: count, total_pages: count })
}

/// Where the first page's lines begin, below head and facts.
fn first_top(sheet: &Statement) -> f64 {
    TOP + 34.0 + sheet.facts.len() as f64 * 5.2
}

/// Lines by page: the last page has room for the end, which never stands there alone.
fn pages(sheet: &Statement) -> Vec<&[StatementLine]> {
    // Below the names of the columns; the first also has the opening balance.
    let room = |top: f64| ((FOOT - top - ROW * 1.6) / ROW).floor().max(1.0) as usize;
    let closing = (CLOSING / ROW).ceil() as usize;
    let mut parts = Vec::new();
    let mut left = sheet.lines.as_slice();
    loop {
        let space = if parts.is_empty() { room(first_top(sheet)) - 1 } else { room(TOP + 12.0) };
        if left.len() + closing <= space {
            parts.push(left);
            return parts;
        }
        let take = space.min(left.len().saturating_sub(KEPT)).max(1).min(left.len());
        let (now, rest) = left.split_at(take);
        parts.push(now);
        left = rest;
    }
}

fn page(sheet: &Statement, lines: &[StatementLine], (index, count): (usize, usize)) -> Result<Canvas, DocumentError> {
    let mut canvas = Canvas::new(HEIGHT, (0.0, 0.0))?;
    let mut y = if index == 0 { head(&mut canvas, sheet) } else { again(&mut canvas, sheet) };
    y = columns(&mut canvas, sheet, y);
    if index == 0 {
        y = total(&mut canvas, &sheet.opening, y);
    }
    for line in lines {
        row(&mut canvas, line, y);
        y += ROW;
    }
    if index + 1 == count {
        end(&mut canvas, sheet, y);
    }
    let foot = format!("{} {} {} {count}", sheet.page, index + 1, sheet.of);
    QUIET.draw(&mut canvas, &sheet.company.name, 120.0, Align::Left, (LEFT, HEIGHT - 11.0));
    QUIET.draw(&mut canvas, &foot, 50.0, Align::Right, (RIGHT, HEIGHT - 11.0));
    Ok(canvas)
}

/// The company on the left, what it is on the right, whom it is for below.
fn head(canvas: &mut Canvas, sheet: &Statement) -> f64 {
    let mut left = LEFT;
    if let Some(picture) = sheet.company.picture.as_deref() {
        let width = (13.0 * picture.ratio()).min(45.0);
        let height = width / picture.ratio();
        canvas.picture(Area { x: left, y: TOP, width, height });
        left += width + 4.0;
    } else if sheet.company.logo == Logo::Mark {
        canvas.mark(Area { x: left, y: TOP, width: 12.0, height: 12.0 }, Ink::BLACK);
        left += 16.0;
    }
    let room = RIGHT - left - 62.0;
    NAME.draw(canvas, &sheet.company.name, room, Align::Left, (left, TOP + 4.6));
    for (at, line) in sheet.company_lines.iter().take(2).enumerate() {
        QUIET.draw(canvas, line, room, Align::Left, (left, TOP + 9.0 + at as f64 * 4.0));
    }
    TITLE.draw(canvas, &sheet.title, 58.0, Align::Right, (RIGHT, TOP + 4.6));
    canvas.stroke(Ink::Gray(0.75), 0.25);
    canvas.line((LEFT, TOP + 18.0), (RIGHT, TOP + 18.0));
    let mut y = TOP + 25.0;
    for (label, value) in &sheet.facts {
        QUIET.draw(canvas, label, 30.0, Align::Left, (LEFT, y));
        TEXT.draw(canvas, value, RIGHT - LEFT - 34.0, Align::Left, (LEFT + 33.0, y));
        y += 5.2;
    }
    first_top(sheet)
}

/// The head of further pages.
fn again(canvas: &mut Canvas, sheet: &Statement) -> f64 {
    let whom = sheet.facts.first().map_or("", |(_, value)| value.as_str());
    STRONG.draw(canvas, &sheet.title, 60.0, Align::Left, (LEFT, TOP + 3.0));
    QUIET.draw(canvas, whom, 100.0, Align::Right, (RIGHT, TOP + 3.0));
    TOP + 12.0
}

fn columns(canvas: &mut Canvas, sheet: &Statement, y: f64) -> f64 {
    let [date, number, what, amount, balance] = &sheet.columns;
    canvas.fill(Ink::Gray(0.94));
    canvas.round_rectangle(Area { x: LEFT - 2.0, y: y - 4.6, width: RIGHT - LEFT + 4.0, height: 6.8 }, 1.0);
    let label = Line { face: Face::SemiBold, ..QUIET };
    for (text, (x, room)) in [(date, DATE), (number, NUMBER), (what, WHAT)] {
        label.draw(canvas, text, room, Align::Left, (x, y));
    }
    for (text, (x, room)) in [(amount, AMOUNT), (balance, BALANCE)] {
        label.draw(canvas, text, room, Align::Right, (x, y));
    }
    y + ROW * 1.3
}

fn row(canvas: &mut Canvas, line: &StatementLine, y: f64) {
    for (text, (x, room)) in [(&line.date, DATE), (&line.number, NUMBER), (&line.what, WHAT)] {
        TEXT.draw(canvas, text, room, Align::Left, (x, y));
    }
    for (text, (x, room)) in [(&line.amount, AMOUNT), (&line.balance, BALANCE)] {
        TEXT.draw(canvas, text, room, Align::Right, (x, y));
    }
    canvas.stroke(Ink::Gray(0.88), 0.15);
    canvas.line((LEFT, y + 1.9), (RIGHT, y + 1.9));
}

/// A balance that stands for itself.
fn total(canvas: &mut Canvas, (label, amount): &(String, String), y: f64) -> f64 {
    STRONG.draw(canvas, label, 100.0, Align::Left, (LEFT, y));
    STRONG.draw(canvas, amount, 60.0, Align::Right, (RIGHT, y));
    y + ROW
}

fn end(canvas: &mut Canvas, sheet: &Statement, y: f64) {
    canvas.stroke(Ink::BLACK, 0.3);
    canvas.line((LEFT, y - 3.4), (RIGHT, y - 3.4));
    let mut y = total(canvas, &sheet.closing, y + 1.2) + 3.0;
    for (label, amount) in &sheet.sums {
        QUIET.draw(canvas, label, 70.0, Align::Left, (RIGHT - 104.0, y));
        TEXT.draw(canvas, amount, 30.0, Align::Right, (RIGHT, y));
        y += 5.0;
    }
    y += 3.0;
    TEXT.draw(canvas, &sheet.note, RIGHT - LEFT, Align::Left, (LEFT, y));
    let [ours, theirs] = &sheet.signatures;
    let base = y + 28.0;
    canvas.stroke(Ink::Gray(0.4), 0.2);
    for (x, name) in [(LEFT, ours), (RIGHT - 60.0, theirs)] {
        canvas.line((x, base), (x + 60.0, base));
        QUIET.draw(canvas, name, 60.0, Align::Centre, (x + 30.0, base + 4.4));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::Kind;

    fn sheet(lines: usize) -> Statement {
        let line = |n: usize| StatementLine {
            date: "21 Nov 2026 14.33".into(),
            number: format!("ST-2611-{n:04}"),
            what: "Serah 48 kode, titip, nilai Rp 1.234.567.890, dan keterangan yang panjang sekali".into(),
            amount: "-Rp 9.999.999.999".into(),
            balance: "Rp 99.999.999.999".into(),
        };
        Statement {
            company: Company { name: "Sinar Desa Net".into(), logo: Logo::Mark, ..Company::default() },
            company_lines: vec!["Jalan Mawar 3, Sleman".into(), "0812-3456-7890".into()],
            title: "Rekening agen".into(),
            facts: vec![("Agen".into(), "Warung Bu Tini".into()), ("Periode".into(), "1 – 30 Nov 2026".into())],
            columns: ["Tanggal", "Nomor", "Keterangan", "Jumlah", "Saldo"].map(Into::into),
            opening: ("Saldo awal".into(), "Rp 0".into()),
            lines: (1..=lines).map(line).collect(),
            closing: ("Saldo akhir".into(), "Rp 99.999.999.999".into()),
            sums: vec![("Voucher".into(), "Rp 1".into()), ("Komisi".into(), "Rp 2".into())],
            note: "Agen masih harus membayar Rp 5.000.".into(),
            signatures: ["Sinar Desa Net".into(), "Warung Bu Tini".into()],
            page: "Halaman".into(),
            of: "dari".into(),
            file_title: "Rekening".into(),
            created: None,
        }
    }

    #[test]
    fn every_line_stands_once_and_the_end_is_not_parted() {
        for count in 0..200 {
            let sheet = sheet(count);
            let parts = pages(&sheet);
            assert_eq!(parts.iter().map(|part| part.len()).sum::<usize>(), count);
            let numbers: Vec<&String> = parts.iter().flat_map(|part| part.iter().map(|line| &line.number)).collect();
            assert!(numbers.is_sorted(), "{count} lines lose their order");
            if let [.., last] = parts.as_slice()
                && parts.len() > 1
            {
                assert!(last.len() >= KEPT, "of {count} lines {} stand on the last page", last.len());
            }
        }
    }

    #[test]
    fn nothing_leaves_the_paper_and_texts_do_not_touch() {
        for count in [0, 1, 20, 26, 27, 33, 34, 35, 80] {
            let sheet = sheet(count);
            let parts = pages(&sheet);
            for (index, lines) in parts.iter().enumerate() {
                let canvas = page(&sheet, lines, (index, parts.len())).unwrap();
                let texts: Vec<Area> =
                    canvas.drawn.iter().filter(|(kind, _)| *kind == Kind::Text).map(|(_, a)| *a).collect();
                for (_, area) in &canvas.drawn {
                    assert!(area.x >= 5.0 && area.right() <= WIDTH - 5.0, "{count} lines, page {index}: {area:?}");
                    assert!(area.y >= 5.0 && area.bottom() <= HEIGHT - 5.0, "{count} lines, page {index}: {area:?}");
                }
                for (at, one) in texts.iter().enumerate() {
                    for other in &texts[at + 1..] {
                        let apart = one.right() <= other.x + 0.01
                            || other.right() <= one.x + 0.01
                            || one.bottom() <= other.y + 0.01
                            || other.bottom() <= one.y + 0.01;
                        assert!(apart, "{count} lines, page {index}: {one:?} touches {other:?}");
                    }
                }
            }
        }
    }
}
