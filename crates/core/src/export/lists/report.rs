//! Stock and reports. A report's name says its kind; its input is that of `report_get`.

use futures::future::BoxFuture;
use simpul_kernel::{Ctx, Paged, Permission, Result};

use crate::app::App;
use crate::export::cell::Cell;
use crate::export::list::{Declared, ExportList, Pair, list};
use crate::report::{
    self, ReportBy, ReportGet, ReportKind, ReportRow, ReportRows, ReportTable, SalesSums, ShiftSums, StockList,
    StockRow, TruthSums, UnsoldSums, VendorSums,
};

pub(super) fn all() -> Vec<ExportList> {
    vec![stock(), sales(), truths(), unsold(), shifts(), vendors()]
}

fn stock() -> ExportList {
    list(
        "stock_list",
        ("Stok", "Stock"),
        |r: &StockRow| r.key,
        |app, ctx, input: StockList| Box::pin(report::ops::stock_list(app, ctx, input)),
    )
    .needs(Permission::VoucherView)
    .col("name", ("Nama", "Name"), |r| {
        if r.name.is_empty() { Cell::word("report.labels", "shop") } else { Cell::Text(r.name.clone()) }
    })
    .col("name.plan", ("Paket", "Plan"), |r| r.detail.clone())
    .col("made", ("Dibuat", "Made"), |r| r.made)
    .col("printed", ("Dicetak", "Printed"), |r| r.printed)
    .col("plain", ("Siap, tanpa kertas", "On hand, no paper"), |r| r.plain)
    .col("card", ("Siap, kartu cetak", "On hand, cards"), |r| r.card)
    .col("handed", ("Di agen", "With vendors"), |r| r.handed)
    .col("sold", ("Terjual", "Sold"), |r| r.sold)
    .col("activated", ("Dipakai", "Activated"), |r| r.activated)
    .col("ended", ("Berakhir", "Ended"), |r| r.ended)
    .col("void", ("Dibatalkan", "Withdrawn"), |r| r.void)
    .col("value", ("Nilai jual", "Value at price"), |r| r.value_sell)
    .col("value.cost", ("Nilai modal", "Value at cost"), |r| r.value_cost)
    .col("low", ("Batas menipis", "Low below"), |r| r.low_stock_at)
    .col("low.is", ("Menipis", "Is low"), |r| r.is_low)
    .col("place", ("Lokasi", "Place"), |r| r.location_id)
    .done()
}

/// A row of a report, with what its rows stand for.
struct Line<S> {
    by: ReportBy,
    row: ReportRow<S>,
}

/// The rows of one kind out of a table.
type Pick<S> = fn(ReportTable) -> Option<ReportRows<S>>;
type Answer<'a, S> = BoxFuture<'a, Result<Paged<Line<S>>>>;

/// The rows of a report of one kind.
fn rows<'a, S: Send + 'a>(
    app: &'a App,
    ctx: &'a Ctx,
    mut input: ReportGet,
    (kind, pick): (ReportKind, Pick<S>),
) -> Answer<'a, S> {
    Box::pin(async move {
        input.kind = kind;
        let by = input.by;
        let table = pick(report::ops::report_get(app, ctx, input).await?.table);
        let rows = table.map(|table| table.rows).unwrap_or_default();
        Ok(Paged { rows: rows.into_iter().map(|row| Line { by, row }).collect(), next: None })
    })
}

/// What a row stands for, as the screen says it.
fn label<S>(line: &Line<S>) -> Cell {
    match (line.by, line.row.day) {
        (_, Some(day)) => Cell::Text(day.to_string()),
        (ReportBy::Hour, None) => Cell::Text(format!("{:02}:00", line.row.key)),
        (ReportBy::Vendor, None) if line.row.key == 0 => Cell::word("report.labels", "shop"),
        (ReportBy::Cashier, None) if line.row.key == 0 => Cell::word("report.labels", "nobody"),
        (ReportBy::Method, None) => Cell::word("report.labels", &line.row.name),
        _ => Cell::Text(line.row.name.clone()),
    }
}

fn declared<S: Send + 'static>(
    name: &'static str,
    title: Pair,
    kind: ReportKind,
    pick: Pick<S>,
) -> Declared<ReportGet, Line<S>> {
    list(name, title, |line: &Line<S>| line.row.key, move |app, ctx, input| rows(app, ctx, input, (kind, pick)))
        .needs(Permission::ReportView)
        .whole()
        .col("name", ("Nama", "Name"), label)
}

fn sales() -> ExportList {
    let pick = |table| match table {
        ReportTable::Sales(rows) => Some(rows),
        _ => None,
    };
    declared::<SalesSums>("report_sales", ("Laporan penjualan", "Sales report"), ReportKind::Sales, pick)
        .col("sold", ("Terjual", "Sold"), |l| l.row.sums.sold)
        .col("sold.amount", ("Penjualan", "Sales"), |l| l.row.sums.sold_amount)
        .col("refunded", ("Dikembalikan", "Taken back"), |l| l.row.sums.refunded)
        .col("refunded.amount", ("Pengembalian", "Refunds"), |l| l.row.sums.refunded_amount)
        .col("net", ("Bersih", "Net"), |l| l.row.sums.net_amount)
        .col("net.before", ("Bersih sebelumnya", "Net before"), |l| l.row.before.net_amount)
        .col("cost", ("Modal", "Cost"), |l| l.row.sums.cost_amount)
        .col("margin", ("Laba", "Margin"), |l| l.row.sums.margin_amount)
        .done()
}

fn truths() -> ExportList {
    let pick = |table| match table {
        ReportTable::Truths(rows) => Some(rows),
        _ => None,
    };
    declared::<TruthSums>("report_truths", ("Empat kebenaran", "Four truths"), ReportKind::Truths, pick)
        .col("printed", ("Dicetak", "Printed"), |l| l.row.sums.printed)
        .col("handed", ("Diserahkan", "Handed over"), |l| l.row.sums.handed)
        .col("sold", ("Terjual", "Sold"), |l| l.row.sums.sold)
        .col("sold.amount", ("Nilai terjual", "Sold for"), |l| l.row.sums.sold_amount)
        .col("vendor_sold", ("Terjual agen", "Sold by vendors"), |l| l.row.sums.vendor_sold)
        .col("activated", ("Dipakai", "Activated"), |l| l.row.sums.activated)
        .col("activated.value", ("Nilai dipakai", "Value used"), |l| l.row.sums.activated_value)
        .col("ended", ("Berakhir", "Ended"), |l| l.row.sums.ended)
        .col("void", ("Dibatalkan", "Withdrawn"), |l| l.row.sums.void)
        .done()
}

fn unsold() -> ExportList {
    let pick = |table| match table {
        ReportTable::Unsold(rows) => Some(rows),
        _ => None,
    };
    declared::<UnsoldSums>("report_unsold", ("Berakhir tak terjual", "Ended unsold"), ReportKind::Unsold, pick)
        .col("ended", ("Berakhir", "Ended"), |l| l.row.sums.ended)
        .col("unsold", ("Tanpa penjualan", "Never sold"), |l| l.row.sums.unsold)
        .col("unsold.value", ("Nilai jual", "At price"), |l| l.row.sums.unsold_value)
        .col("unsold.cost", ("Nilai modal", "At cost"), |l| l.row.sums.unsold_cost)
        .col("void", ("Dibatalkan", "Withdrawn"), |l| l.row.sums.void)
        .col("void.cost", ("Modal batal", "Cost of those"), |l| l.row.sums.void_cost)
        .done()
}

fn shifts() -> ExportList {
    let pick = |table| match table {
        ReportTable::Shifts(rows) => Some(rows),
        _ => None,
    };
    declared::<ShiftSums>("report_shifts", ("Shift dan selisih", "Shifts, differences"), ReportKind::Shifts, pick)
        .col("shifts", ("Shift", "Shifts"), |l| l.row.sums.shifts)
        .col("sold", ("Penjualan", "Sales"), |l| l.row.sums.sold_amount)
        .col("refunded", ("Pengembalian", "Refunds"), |l| l.row.sums.refunded_amount)
        .col("expected", ("Seharusnya", "Expected"), |l| l.row.sums.expected_amount)
        .col("counted", ("Dihitung", "Counted"), |l| l.row.sums.counted_amount)
        .col("difference", ("Selisih", "Difference"), |l| l.row.sums.difference_amount)
        .col("unexplained", ("Belum dijelaskan", "Unexplained"), |l| l.row.sums.unexplained)
        .done()
}

fn vendors() -> ExportList {
    let pick = |table| match table {
        ReportTable::Vendors(rows) => Some(rows),
        _ => None,
    };
    declared::<VendorSums>("report_vendors", ("Penjualan agen", "Sales by vendors"), ReportKind::Vendors, pick)
        .col("codes", ("Kode", "Codes"), |l| l.row.sums.codes)
        .col("gross", ("Nilai jual", "At price"), |l| l.row.sums.gross_amount)
        .col("commission", ("Komisi", "Commission"), |l| l.row.sums.commission_amount)
        .col("net", ("Bersih", "Net"), |l| l.row.sums.net_amount)
        .col("net.before", ("Bersih sebelumnya", "Net before"), |l| l.row.before.net_amount)
        .col("cost", ("Modal", "Cost"), |l| l.row.sums.cost_amount)
        .col("margin", ("Laba", "Margin"), |l| l.row.sums.margin_amount)
        .done()
}
