//! The log of prints as it is read.

use chrono::{DateTime, Utc};
use simpul_kernel::ids::{LocationId, PrintId, VoucherBatchId, VoucherId};
use simpul_kernel::{Paged, Result};
use sqlx::{FromRow, PgConnection};

use crate::db::list::{KeysetRow, List, SortColumn};
use crate::voucher::input::VoucherPrintList;
use crate::voucher::view::VoucherPrintRow;

#[derive(FromRow)]
struct Row {
    id: i64,
    at: DateTime<Utc>,
    user_name: Option<String>,
    location_id: i64,
    batch_id: i64,
    batch_code: String,
    voucher_id: Option<i64>,
    code: Option<String>,
    preset: String,
    cards: i32,
    is_reprint: bool,
    reason: Option<String>,
    printer_name: Option<String>,
}

impl KeysetRow for Row {
    fn key(&self) -> (String, i64) {
        (self.id.to_string(), self.id)
    }
}

impl From<Row> for VoucherPrintRow {
    fn from(r: Row) -> Self {
        Self {
            print_id: PrintId(r.id),
            at: r.at,
            user_name: r.user_name,
            location_id: LocationId(r.location_id),
            batch_id: VoucherBatchId(r.batch_id),
            batch_code: r.batch_code,
            voucher_id: r.voucher_id.map(VoucherId),
            code: r.code,
            preset: r.preset,
            cards: r.cards,
            is_reprint: r.is_reprint,
            reason: r.reason,
            printer_name: r.printer_name,
        }
    }
}

const SELECT: &str = "SELECT l.id, l.at, u.name AS user_name, l.location_id, b.id AS batch_id, b.batch_code, l.voucher_id, \
     v.code, l.preset, l.cards, l.is_reprint, l.reason, p.name AS printer_name FROM print_log l \
     LEFT JOIN vouchers v ON v.id = l.voucher_id JOIN voucher_batches b ON b.id = coalesce(l.batch_id, v.batch_id) \
     LEFT JOIN users u ON u.id = l.user_id LEFT JOIN printers p ON p.id = l.printer_id";
const BY_ID: SortColumn = SortColumn { expression: "l.id", sql_type: "BIGINT", id: "l.id" };

pub(in crate::voucher) async fn print_list(
    conn: &mut PgConnection,
    input: &VoucherPrintList,
) -> Result<Paged<VoucherPrintRow>> {
    let mut list = List::new(SELECT);
    list.and("l.location_id =", input.location_id.map(|l| l.0))
        .and("b.id =", input.batch_id.map(|b| b.0))
        .and_if(input.reprints_only, "l.is_reprint");
    let found: Paged<Row> =
        list.fetch(conn, BY_ID, input.descending.unwrap_or(true), &input.page.clone().unwrap_or_default()).await?;
    Ok(Paged { rows: found.rows.into_iter().map(Into::into).collect(), next: found.next })
}
