//! A report on paper: what the drawing crate is told, off the async threads and never
//! inside a transaction.

use chrono::{Datelike as _, NaiveDate};
use simpul_documents as documents;
use simpul_kernel::{Error, Locale, Money, Result};

use super::error::ReportError;
use super::types::{ReportBy, ReportKind};
use super::view::{
    ReportRow, ReportRows, ReportTable, ReportView, SalesSums, ShiftSums, TruthSums, UnsoldSums, VendorSums,
};
use crate::printing::Document;
use crate::printing::paper::{House, document};
use crate::voucher::texts;

/// Indonesian and English.
pub(super) type Pair = (&'static str, &'static str);

/// A value of a column, before it is written.
pub(super) enum Value {
    Count(i64),
    Amount(Money),
}

/// A column over sums.
pub(super) struct Column<S> {
    pub(super) title: Pair,
    pub(super) value: fn(&S) -> Value,
    /// Above the table too.
    pub(super) is_figure: bool,
}

pub(super) const fn column<S>(title: Pair, is_figure: bool, value: fn(&S) -> Value) -> Column<S> {
    Column { title, value, is_figure }
}

fn sales() -> Vec<Column<SalesSums>> {
    vec![
        column(("Terjual", "Sold"), true, |s| Value::Count(s.sold)),
        column(("Penjualan", "Sales"), false, |s| Value::Amount(s.sold_amount)),
        column(("Dibatalkan", "Taken back"), false, |s| Value::Amount(s.refunded_amount)),
        column(("Bersih", "Net"), true, |s| Value::Amount(s.net_amount)),
        column(("Modal", "Cost"), true, |s| Value::Amount(s.cost_amount)),
        column(("Laba", "Margin"), true, |s| Value::Amount(s.margin_amount)),
    ]
}

fn truths() -> Vec<Column<TruthSums>> {
    vec![
        column(("Dicetak", "Printed"), true, |s| Value::Count(s.printed)),
        column(("Diserahkan", "Handed over"), false, |s| Value::Count(s.handed)),
        column(("Terjual", "Sold"), true, |s| Value::Count(s.sold)),
        column(("Terjual agen", "By vendors"), true, |s| Value::Count(s.vendor_sold)),
        column(("Dipakai", "Activated"), true, |s| Value::Count(s.activated)),
        column(("Berakhir", "Ended"), true, |s| Value::Count(s.ended)),
        column(("Dibatalkan", "Withdrawn"), false, |s| Value::Count(s.void)),
        column(("Nilai terjual", "Sold for"), false, |s| Value::Amount(s.sold_amount)),
        column(("Nilai dipakai", "Value used"), false, |s| Value::Amount(s.activated_value)),
    ]
}

fn unsold() -> Vec<Column<UnsoldSums>> {
    vec![
        column(("Berakhir", "Ended"), true, |s| Value::Count(s.ended)),
        column(("Tanpa penjualan", "Never sold"), true, |s| Value::Count(s.unsold)),
        column(("Nilai jual", "At price"), true, |s| Value::Amount(s.unsold_value)),
        column(("Nilai modal", "At cost"), false, |s| Value::Amount(s.unsold_cost)),
        column(("Dibatalkan", "Withdrawn"), true, |s| Value::Count(s.void)),
        column(("Modal batal", "Cost of those"), false, |s| Value::Amount(s.void_cost)),
    ]
}

fn shifts() -> Vec<Column<ShiftSums>> {
    vec![
        column(("Shift", "Shifts"), true, |s| Value::Count(s.shifts)),
        column(("Penjualan", "Sales"), true, |s| Value::Amount(s.sold_amount)),
        column(("Dibatalkan", "Taken back"), false, |s| Value::Amount(s.refunded_amount)),
        column(("Seharusnya", "Expected"), false, |s| Value::Amount(s.expected_amount)),
        column(("Dihitung", "Counted"), false, |s| Value::Amount(s.counted_amount)),
        column(("Selisih", "Difference"), true, |s| Value::Amount(s.difference_amount)),
        column(("Belum dijelaskan", "Unexplained"), true, |s| Value::Count(s.unexplained)),
    ]
}

fn vendors() -> Vec<Column<VendorSums>> {
    vec![
        column(("Kode", "Codes"), true, |s| Value::Count(s.codes)),
        column(("Nilai jual", "At price"), false, |s| Value::Amount(s.gross_amount)),
        column(("Komisi", "Commission"), true, |s| Value::Amount(s.commission_amount)),
        column(("Bersih", "Net"), true, |s| Value::Amount(s.net_amount)),
        column(("Modal", "Cost"), false, |s| Value::Amount(s.cost_amount)),
        column(("Laba", "Margin"), true, |s| Value::Amount(s.margin_amount)),
    ]
}

const fn kind_name(kind: ReportKind) -> Pair {
    match kind {
        ReportKind::Sales => ("Penjualan", "Sales"),
        ReportKind::Truths => ("Dicetak, terjual, dipakai", "Printed, sold, used"),
        ReportKind::Unsold => ("Berakhir tanpa penjualan", "Ended unsold"),
        ReportKind::Shifts => ("Shift dan selisih", "Shifts and differences"),
        ReportKind::Vendors => ("Penjualan agen", "Sales by vendors"),
    }
}

const fn by_name(by: ReportBy) -> Pair {
    match by {
        ReportBy::Day => ("Hari", "Day"),
        ReportBy::Hour => ("Jam", "Hour"),
        ReportBy::Plan => ("Paket", "Plan"),
        ReportBy::Cashier => ("Kasir", "Cashier"),
        ReportBy::Place => ("Lokasi", "Place"),
        ReportBy::Vendor => ("Agen", "Vendor"),
        ReportBy::Method => ("Cara bayar", "Method"),
        ReportBy::Shift => ("Shift", "Shift"),
    }
}

/// What the program itself calls a row without a name.
fn unnamed(by: ReportBy, name: &str, key: i64) -> Pair {
    match (by, name) {
        (ReportBy::Vendor, _) if key == 0 => ("Toko sendiri", "The shop itself"),
        (ReportBy::Cashier, _) if key == 0 => ("Bukan di loket", "Not at the counter"),
        (ReportBy::Method, "cash") => ("Tunai", "Cash"),
        (ReportBy::Method, "qris") => ("QRIS", "QRIS"),
        (ReportBy::Method, "transfer") => ("Transfer", "Transfer"),
        _ => ("–", "–"),
    }
}

/// How things are said on this paper.
pub(super) struct Words {
    pub(super) locale: Locale,
    pub(super) currency: String,
}

impl Words {
    pub(super) fn pick(&self, (id, en): Pair) -> &'static str {
        match self.locale {
            Locale::Id => id,
            Locale::En => en,
        }
    }

    pub(super) fn count(&self, n: i64) -> String {
        let digits = n.unsigned_abs().to_string();
        let mut grouped = String::new();
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                grouped.push(if self.locale == Locale::Id { '.' } else { ',' });
            }
            grouped.push(digit);
        }
        if n < 0 { format!("-{grouped}") } else { grouped }
    }

    pub(super) fn value(&self, value: &Value) -> String {
        match value {
            Value::Count(n) => self.count(*n),
            Value::Amount(amount) => texts::money(self.locale, &self.currency, *amount),
        }
    }

    pub(super) fn day(&self, day: NaiveDate) -> String {
        const ID: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];
        const EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let months = if self.locale == Locale::Id { ID } else { EN };
        let month = usize::try_from(day.month0()).ok().and_then(|m| months.get(m)).copied().unwrap_or_default();
        format!("{} {month} {}", day.day(), day.year())
    }

    fn label<S>(&self, by: ReportBy, row: &ReportRow<S>) -> String {
        match (row.day, by) {
            (Some(day), _) => self.day(day),
            (None, ReportBy::Hour) => format!("{:02}.00–{:02}.59", row.key, row.key),
            (None, ReportBy::Plan | ReportBy::Place | ReportBy::Shift) => row.name.clone(),
            (None, ReportBy::Vendor | ReportBy::Cashier) if row.key != 0 => row.name.clone(),
            _ => self.pick(unnamed(by, &row.name, row.key)).to_owned(),
        }
    }
}

/// Columns, rows, totals and figures of any kind.
pub(super) struct Table {
    columns: Vec<documents::ReportColumn>,
    rows: Vec<Vec<String>>,
    totals: Vec<String>,
    figures: Vec<(String, String)>,
}

fn table<S>(words: &Words, by: ReportBy, columns: &[Column<S>], rows: &ReportRows<S>) -> Table {
    let lines = rows.rows.iter().map(|row| (words.label(by, row), &row.sums));
    table_of(words, by_name(by), columns, (lines, &rows.total))
}

/// A table of named sums and what they come to.
pub(super) fn table_of<'a, S: 'a>(
    words: &Words,
    first: Pair,
    columns: &[Column<S>],
    (lines, total): (impl Iterator<Item = (String, &'a S)>, &S),
) -> Table {
    let first = documents::ReportColumn { title: words.pick(first).to_owned(), is_number: false, share: 1.7 };
    let heads = columns.iter().map(|c| documents::ReportColumn {
        title: words.pick(c.title).to_owned(),
        is_number: true,
        share: 1.0,
    });
    let line = |label: String, sums: &S| -> Vec<String> {
        std::iter::once(label).chain(columns.iter().map(|c| words.value(&(c.value)(sums)))).collect()
    };
    Table {
        columns: std::iter::once(first).chain(heads).collect(),
        rows: lines.map(|(label, sums)| line(label, sums)).collect(),
        totals: line(words.pick(("Jumlah", "Total")).to_owned(), total),
        figures: columns
            .iter()
            .filter(|c| c.is_figure)
            .map(|c| (words.pick(c.title).to_owned(), words.value(&(c.value)(total))))
            .collect(),
    }
}

/// Draws a report.
///
/// # Errors
/// `report_empty` where nothing happened.
pub(super) async fn draw(house: House, view: ReportView, place: Option<String>) -> Result<Document> {
    let words = Words { locale: house.locale, currency: house.settings.currency_code.clone() };
    let by = view.by;
    let table = match &view.table {
        ReportTable::Sales(rows) => table(&words, by, &sales(), rows),
        ReportTable::Truths(rows) => table(&words, by, &truths(), rows),
        ReportTable::Unsold(rows) => table(&words, by, &unsold(), rows),
        ReportTable::Shifts(rows) => table(&words, by, &shifts(), rows),
        ReportTable::Vendors(rows) => table(&words, by, &vendors(), rows),
    };
    let period = span(&words, view.from_on, view.to_on);
    let subtitle = place.map_or_else(|| period.clone(), |place| format!("{period} · {place}"));
    let file_name = format!("{}-{}-{}.pdf", view.kind.as_str(), view.from_on, view.to_on);
    table_draw(house, (words.pick(kind_name(view.kind)).to_owned(), subtitle), table, file_name).await
}

/// Draws a table with a title and what stands below it.
///
/// # Errors
/// `report_empty` without a row.
pub(super) async fn table_draw(
    house: House,
    (title, subtitle): (String, String),
    table: Table,
    file_name: String,
) -> Result<Document> {
    if table.rows.is_empty() {
        return Err(ReportError::Empty.into());
    }
    let address = Some(house.address.clone()).filter(|text| !text.is_empty());
    let printed = if house.locale == Locale::Id { "Dicetak" } else { "Printed" };
    let report = documents::TableReport {
        locale: house.words(),
        company: documents::Company { place: address, ..house.company() },
        title,
        subtitle,
        figures: table.figures,
        columns: table.columns,
        rows: table.rows,
        totals: table.totals,
        foot: format!("{printed} {}", house.moment),
        created: Some(house.created),
    };
    let drawn = tokio::task::spawn_blocking(move || documents::table_report(&report)).await.map_err(Error::internal)?;
    Ok(document(drawn.map_err(Error::internal)?, file_name))
}

fn span(words: &Words, from: NaiveDate, to: NaiveDate) -> String {
    if from == to { words.day(from) } else { format!("{} – {}", words.day(from), words.day(to)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_are_written_as_on_the_screen() {
        let id = Words { locale: Locale::Id, currency: "IDR".into() };
        let en = Words { locale: Locale::En, currency: "IDR".into() };
        assert_eq!((id.count(1_204_000), en.count(-1_204)), ("1.204.000".to_owned(), "-1,204".to_owned()));
        assert_eq!(id.value(&Value::Amount(Money::whole(-25_000))), "-Rp 25.000");
        let day: NaiveDate = "2026-08-09".parse().unwrap();
        assert_eq!((id.day(day), span(&en, day, day)), ("9 Agu 2026".to_owned(), "9 Aug 2026".to_owned()));
    }
}
