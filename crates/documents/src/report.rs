//! A table on A4: the company's head, what it is about, rows, totals, page numbers.

use crate::canvas::{Align, Area, Canvas, Ink};
use crate::design::Line;
use crate::error::DocumentError;
use crate::font::Face;
use crate::pdf::{Embedded, Info, Page, Pdf, assemble};
use crate::preset::Paper;
use crate::view::{Company, Created, Locale, Logo};

/// From the edge of the paper to what is printed.
const MARGIN: f64 = 14.0;
/// More columns than this lie on the long side of the paper.
const UPRIGHT_COLUMNS: usize = 7;
const ROW: f64 = 5.6;
const HEAD_ROW: f64 = 7.0;
/// Room of the company's head and of the sentence of figures below it.
const HEAD: f64 = 17.0;
const FIGURES: f64 = 13.0;
const FOOT: f64 = 8.0;
/// Between a cell's edge and its text.
const PAD: f64 = 1.2;
const TEXT: Line = Line { face: Face::Regular, size: 2.9, least: 2.1, ink: Ink::BLACK };
const STRONG: Line = Line { face: Face::SemiBold, ..TEXT };
const QUIET: Line = Line { face: Face::Regular, size: 2.6, least: 2.0, ink: Ink::QUIET };
const NAME: Line = Line { face: Face::SemiBold, size: 4.6, least: 3.2, ink: Ink::BLACK };
const FIGURE: Line = Line { face: Face::SemiBold, size: 4.0, least: 2.8, ink: Ink::BLACK };

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportColumn {
    /// Its title.
    pub title: String,
    /// Set to the right.
    pub is_number: bool,
    /// Its share of the width, beside the other columns' shares.
    pub share: f64,
}

/// A table ready to print.
#[derive(Debug, Clone, PartialEq)]
pub struct TableReport {
    /// Language of the fixed words.
    pub locale: Locale,
    /// The shop; its place stands below its name.
    pub company: Company,
    /// What it is.
    pub title: String,
    /// Of which time and place.
    pub subtitle: String,
    /// A few figures above the table: caption and value.
    pub figures: Vec<(String, String)>,
    /// Columns.
    pub columns: Vec<ReportColumn>,
    /// Rows, a text for each column.
    pub rows: Vec<Vec<String>>,
    /// The last row, set off; empty = none.
    pub totals: Vec<String>,
    /// At the foot of every page: who printed it and when.
    pub foot: String,
    /// Date of the file.
    pub created: Option<Created>,
}

/// Draws a table on as many pages as it takes.
///
/// # Errors
/// `NoCards` without a row or a column.
pub fn table_report(report: &TableReport) -> Result<Pdf, DocumentError> {
    if report.rows.is_empty() || report.columns.is_empty() {
        return Err(DocumentError::NoCards);
    }
    let sheet = Sheet::of(report);
    let lines = report.rows.len() + usize::from(!report.totals.is_empty());
    let total = sheet.pages(lines);
    let mut pages = Vec::with_capacity(total);
    let mut from = 0;
    for number in 0..total {
        let to = (from + sheet.room(number)).min(lines);
        pages.push(Page::new(sheet.page(number, total, from..to)?.finish())?);
        from = to;
    }
    let picture = report.company.picture.as_deref().map(Embedded::Colours);
    let info = Info { title: &report.title, created: report.created, picture };
    let bytes = assemble((sheet.width, sheet.height), pages, &info)?;
    Ok(Pdf { bytes, pages: total, total_pages: total })
}

/// The paper, and where the columns lie on it.
struct Sheet<'a> {
    report: &'a TableReport,
    width: f64,
    height: f64,
    /// Left edge and width of each column.
    columns: Vec<(f64, f64)>,
}

impl<'a> Sheet<'a> {
    fn of(report: &'a TableReport) -> Self {
        let paper = Paper::A4;
        let (width, height) = if report.columns.len() > UPRIGHT_COLUMNS {
            (paper.height_mm, paper.width_mm)
        } else {
            (paper.width_mm, paper.height_mm)
        };
        let shares: f64 = report.columns.iter().map(|column| column.share).sum();
        let mut left = MARGIN;
        let columns = report
            .columns
            .iter()
            .map(|column| {
                let own = (width - 2.0 * MARGIN) * column.share / shares;
                left += own;
                (left - own, own)
            })
            .collect();
        Self { report, width, height, columns }
    }

    /// Where the table begins on a page.
    fn top(&self, number: usize) -> f64 {
        let figures = if self.report.figures.is_empty() { 0.0 } else { FIGURES };
        if number == 0 { MARGIN + HEAD + figures } else { MARGIN }
    }

    /// Rows of a page.
    fn room(&self, number: usize) -> usize {
        let free = self.height - MARGIN - FOOT - self.top(number) - HEAD_ROW;
        ((free / ROW).floor() as usize).max(1)
    }

    fn pages(&self, lines: usize) -> usize {
        let first = self.room(0);
        1 + lines.saturating_sub(first).div_ceil(self.room(1))
    }

    fn right(&self) -> f64 {
        self.width - MARGIN
    }

    fn page(&self, number: usize, total: usize, lines: std::ops::Range<usize>) -> Result<Canvas, DocumentError> {
        let mut canvas = Canvas::new(self.height, (0.0, 0.0))?;
        if number == 0 {
            self.head(&mut canvas);
            self.figures(&mut canvas);
        }
        let mut y = self.top(number);
        let titles: Vec<&str> = self.report.columns.iter().map(|column| column.title.as_str()).collect();
        self.row(&mut canvas, &STRONG, &titles, y + HEAD_ROW - 2.4);
        y += HEAD_ROW;
        canvas.stroke(Ink::Gray(0.35), 0.3);
        canvas.line((MARGIN, y - 0.6), (self.right(), y - 0.6));
        for line in lines {
            let baseline = y + ROW - 1.8;
            match self.report.rows.get(line) {
                Some(cells) => {
                    let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
                    self.row(&mut canvas, &TEXT, &cells, baseline);
                    canvas.stroke(Ink::Gray(0.86), 0.12);
                    canvas.line((MARGIN, y + ROW), (self.right(), y + ROW));
                }
                None => {
                    canvas.stroke(Ink::Gray(0.35), 0.3);
                    canvas.line((MARGIN, y), (self.right(), y));
                    let cells: Vec<&str> = self.report.totals.iter().map(String::as_str).collect();
                    self.row(&mut canvas, &STRONG, &cells, baseline);
                }
            }
            y += ROW;
        }
        self.foot(&mut canvas, number, total);
        Ok(canvas)
    }

    fn row(&self, canvas: &mut Canvas, line: &Line, cells: &[&str], baseline: f64) {
        for ((cell, column), (left, width)) in cells.iter().zip(&self.report.columns).zip(&self.columns) {
            let room = (width - 2.0 * PAD).max(0.0);
            if column.is_number {
                line.draw(canvas, cell, room, Align::Right, (left + width - PAD, baseline));
            } else {
                line.draw(canvas, cell, room, Align::Left, (left + PAD, baseline));
            }
        }
    }

    fn head(&self, canvas: &mut Canvas) {
        let company = &self.report.company;
        let mut left = MARGIN;
        if let Some(picture) = company.picture.as_deref() {
            let width = (10.0 * picture.ratio()).min(50.0);
            let height = width / picture.ratio();
            canvas.picture(Area { x: left, y: MARGIN, width, height });
            left += width + 3.0;
        } else if company.logo == Logo::Mark {
            canvas.mark(Area { x: left, y: MARGIN, width: 10.0, height: 10.0 }, Ink::BLACK);
            left += 13.0;
        }
        let half = (self.right() - left) / 2.0;
        NAME.draw(canvas, &company.name, half - 3.0, Align::Left, (left, MARGIN + 4.2));
        let place = company.place.as_deref().unwrap_or_default();
        QUIET.draw(canvas, place, half - 3.0, Align::Left, (left, MARGIN + 8.8));
        NAME.draw(canvas, &self.report.title, half, Align::Right, (self.right(), MARGIN + 4.2));
        QUIET.draw(canvas, &self.report.subtitle, half, Align::Right, (self.right(), MARGIN + 8.8));
    }

    /// Each caption above its figure, side by side.
    fn figures(&self, canvas: &mut Canvas) {
        let count = self.report.figures.len();
        if count == 0 {
            return;
        }
        let width = (self.right() - MARGIN) / count as f64;
        let top = MARGIN + HEAD - 2.0;
        for (i, (caption, value)) in self.report.figures.iter().enumerate() {
            let left = MARGIN + width * i as f64;
            QUIET.draw(canvas, caption, width - 3.0, Align::Left, (left, top + 2.6));
            FIGURE.draw(canvas, value, width - 3.0, Align::Left, (left, top + 7.6));
        }
    }

    fn foot(&self, canvas: &mut Canvas, number: usize, total: usize) {
        let baseline = self.height - MARGIN;
        let (page, of) = match self.report.locale {
            Locale::Id => ("Halaman", "dari"),
            Locale::En => ("Page", "of"),
        };
        let pages = format!("{page} {} {of} {total}", number + 1);
        let taken = QUIET.draw(canvas, &pages, 60.0, Align::Right, (self.right(), baseline));
        QUIET.draw(canvas, &self.report.foot, self.right() - MARGIN - taken - 4.0, Align::Left, (MARGIN, baseline));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canvas::Kind;

    fn report(rows: usize, columns: usize) -> TableReport {
        TableReport {
            locale: Locale::Id,
            company: Company {
                name: "Koperasi Serba Usaha Sinar Desa Mandiri Sejahtera Bersama".into(),
                place: Some("Jalan Mawar 3, Sleman".into()),
                logo: Logo::Mark,
                picture: None,
            },
            title: "Penjualan per hari".into(),
            subtitle: "1–30 November 2026".into(),
            figures: vec![("Terjual".into(), "1.204".into()), ("Bersih".into(), "Rp 6.020.000".into())],
            columns: (0..columns)
                .map(|i| ReportColumn { title: format!("Kolom {i}"), is_number: i > 0, share: 1.0 })
                .collect(),
            rows: (0..rows).map(|r| (0..columns).map(|c| format!("{r}.{c} {}", "9".repeat(c * 8))).collect()).collect(),
            totals: (0..columns).map(|c| format!("jumlah {c}")).collect(),
            foot: "Dicetak 21 Nov 2026 oleh Hendra".into(),
            created: None,
        }
    }

    #[test]
    fn every_row_and_the_totals_have_a_place_and_nothing_leaves_the_paper() {
        for (rows, columns) in [(1, 3), (38, 6), (39, 6), (40, 6), (41, 6), (200, 8)] {
            let report = report(rows, columns);
            let sheet = Sheet::of(&report);
            let total = sheet.pages(rows + 1);
            let mut from = 0;
            for number in 0..total {
                let to = (from + sheet.room(number)).min(rows + 1);
                assert!(to > from, "page {number} of {total} for {rows} rows is empty");
                let canvas = sheet.page(number, total, from..to).unwrap();
                for (kind, area) in &canvas.drawn {
                    let inside = area.x >= MARGIN - 0.01
                        && area.right() <= sheet.right() + 0.01
                        && area.bottom() <= sheet.height - MARGIN + 2.0;
                    assert!(inside || *kind == Kind::Qr, "{rows} × {columns}, page {number}: {area:?}");
                }
                from = to;
            }
            assert_eq!(from, rows + 1);
        }
    }

    #[test]
    fn nothing_makes_no_paper() {
        assert_eq!(table_report(&report(0, 3)).unwrap_err(), DocumentError::NoCards);
    }
}
