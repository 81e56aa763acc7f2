//! Stock on paper: where every code is, at the moment it is printed.

use simpul_kernel::{Ctx, Money, Paged, Result};

use super::paper::{Column, Pair, Value, Words, column, table_draw, table_of};
use super::types::StockBy;
use super::view::StockRow;
use crate::printing::Document;
use crate::printing::paper::House;

/// The most batches on paper, the newest.
pub(super) const BATCHES: i64 = 1_000;

/// What is added up of a row.
#[derive(Default)]
struct Sums {
    made: i64,
    printed: i64,
    plain: i64,
    card: i64,
    handed: i64,
    sold: i64,
    activated: i64,
    ended: i64,
    void: i64,
    value: Money,
}

impl Sums {
    fn of(row: &StockRow) -> Self {
        Self {
            made: row.made,
            printed: row.printed,
            plain: row.plain,
            card: row.card,
            handed: row.handed,
            sold: row.sold,
            activated: row.activated,
            ended: row.ended,
            void: row.void,
            value: row.value_sell,
        }
    }

    fn plus(self, o: &Self) -> Self {
        Self {
            made: self.made + o.made,
            printed: self.printed + o.printed,
            plain: self.plain + o.plain,
            card: self.card + o.card,
            handed: self.handed + o.handed,
            sold: self.sold + o.sold,
            activated: self.activated + o.activated,
            ended: self.ended + o.ended,
            void: self.void + o.void,
            value: self.value + o.value,
        }
    }
}

fn columns() -> Vec<Column<Sums>> {
    vec![
        column(("Dibuat", "Made"), false, |s| Value::Count(s.made)),
        column(("Dicetak", "Printed"), false, |s| Value::Count(s.printed)),
        column(("Siap, slip", "Ready, slip"), true, |s| Value::Count(s.plain)),
        column(("Siap, kartu", "Ready, card"), true, |s| Value::Count(s.card)),
        column(("Di agen", "At vendors"), true, |s| Value::Count(s.handed)),
        column(("Terjual", "Sold"), false, |s| Value::Count(s.sold)),
        column(("Dipakai", "Activated"), false, |s| Value::Count(s.activated)),
        column(("Berakhir", "Ended"), false, |s| Value::Count(s.ended)),
        column(("Batal", "Void"), false, |s| Value::Count(s.void)),
        column(("Nilai siap jual", "Value on hand"), true, |s| Value::Amount(s.value)),
    ]
}

const fn by_name(by: StockBy) -> Pair {
    match by {
        StockBy::Plan => ("Paket", "Plan"),
        StockBy::Batch => ("Batch", "Batch"),
        StockBy::Vendor => ("Agen", "Vendor"),
        StockBy::Place => ("Lokasi", "Place"),
    }
}

fn label(words: &Words, row: &StockRow) -> String {
    match &row.detail {
        Some(plan) => format!("{} · {plan}", row.name),
        None if row.key == 0 => words.pick(("Toko sendiri", "The shop itself")).to_owned(),
        None => row.name.clone(),
    }
}

/// Draws stock as it is now.
///
/// # Errors
/// `report_empty` where there is none.
pub(super) async fn draw(
    ctx: &Ctx,
    by: StockBy,
    found: Paged<StockRow>,
    house: House,
    place: Option<String>,
) -> Result<Document> {
    let words = Words { locale: house.locale, currency: house.settings.currency_code.clone() };
    let lines: Vec<(String, Sums)> = found.rows.iter().map(|row| (label(&words, row), Sums::of(row))).collect();
    let total = lines.iter().fold(Sums::default(), |sum, (_, one)| sum.plus(one));
    let rows = lines.iter().map(|(label, sums)| (label.clone(), sums));
    let table = table_of(&words, by_name(by), &columns(), (rows, &total));
    let newest = found.next.map(|_| {
        let count = words.count(BATCHES);
        if words.pick(("id", "en")) == "id" {
            format!("{count} batch terbaru")
        } else {
            format!("the newest {count} batches")
        }
    });
    let parts: Vec<String> = [Some(house.moment.clone()), place, newest].into_iter().flatten().collect();
    let title = words.pick(("Stok voucher", "Voucher stock")).to_owned();
    let file_name = format!("stock-{}-{}.pdf", by.as_str(), ctx.today());
    table_draw(house, (title, parts.join(" · ")), table, file_name).await
}
