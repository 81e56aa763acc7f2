//! The batches a vendor has codes of.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use simpul_kernel::ids::{VendorId, VoucherBatchId};
use simpul_kernel::{Money, Page, Paged, Result};
use sqlx::{FromRow, PgConnection};

use crate::db::list::{KeysetRow, List, SortColumn};
use crate::vendor::view::VendorStockRow;

#[derive(FromRow)]
struct Row {
    batch_id: i64,
    batch_code: String,
    plan_name: String,
    handed: i64,
    in_hand: i64,
    from_number: Option<i32>,
    to_number: Option<i32>,
    active: i64,
    ended: i64,
    paid: i64,
    to_settle: i64,
    returned: i64,
    value: Decimal,
    handed_at: DateTime<Utc>,
}

impl KeysetRow for Row {
    fn key(&self) -> (String, i64) {
        (self.batch_id.to_string(), self.batch_id)
    }
}

impl From<Row> for VendorStockRow {
    fn from(r: Row) -> Self {
        Self {
            batch_id: VoucherBatchId(r.batch_id),
            batch_code: r.batch_code,
            plan_name: r.plan_name,
            handed: r.handed,
            in_hand: r.in_hand,
            from_number: r.from_number,
            to_number: r.to_number,
            active: r.active,
            ended: r.ended,
            paid: r.paid,
            to_settle: r.to_settle,
            returned: r.returned,
            value: Money::from_decimal(r.value),
            handed_at: r.handed_at,
        }
    }
}

/// The vendor is a column of the grouping, so its condition reaches the rows before
/// they are counted.
const SELECT: &str = "SELECT x.batch_id, b.batch_code, b.plan_name, x.handed, x.in_hand, x.from_number, x.to_number, x.active, \
     x.ended, x.paid, x.to_settle, x.returned, x.value, x.handed_at \
     FROM (SELECT c.vendor_id, c.batch_id, count(*) FILTER (WHERE NOT o.is_back) AS handed, \
                  count(*) FILTER (WHERE o.is_in_hand) AS in_hand, min(v.number) FILTER (WHERE o.is_in_hand) AS from_number, \
                  max(v.number) FILTER (WHERE o.is_in_hand) AS to_number, \
                  count(*) FILTER (WHERE NOT o.is_back AND v.status = 'active') AS active, \
                  count(*) FILTER (WHERE NOT o.is_back AND v.status IN ('used', 'expired')) AS ended, \
                  count(*) FILTER (WHERE NOT o.is_back AND (c.is_prepaid OR c.settlement_id IS NOT NULL)) AS paid, \
                  count(*) FILTER (WHERE NOT o.is_back AND NOT c.is_prepaid AND c.settlement_id IS NULL \
                                     AND v.first_login_at IS NOT NULL) AS to_settle, \
                  count(*) FILTER (WHERE o.is_back) AS returned, \
                  coalesce(sum(c.price - c.commission) FILTER (WHERE o.is_in_hand), 0) AS value, max(t.at) AS handed_at \
             FROM vendor_codes c JOIN vouchers v ON v.id = c.voucher_id JOIN vendor_transfers t ON t.id = c.handed_id \
             CROSS JOIN LATERAL (SELECT c.returned_id IS NOT NULL AS is_back, \
                    c.returned_id IS NULL AND c.settlement_id IS NULL AND v.first_login_at IS NULL AS is_in_hand) AS o \
            GROUP BY c.vendor_id, c.batch_id) AS x JOIN voucher_batches b ON b.id = x.batch_id";
const BY_BATCH: SortColumn = SortColumn { expression: "x.batch_id", sql_type: "BIGINT", id: "x.batch_id" };

pub(in crate::vendor) async fn stock_list(
    conn: &mut PgConnection,
    vendor: VendorId,
    in_hand_only: bool,
    page: &Page,
) -> Result<Paged<VendorStockRow>> {
    let mut list = List::new(SELECT);
    list.and("x.vendor_id =", Some(vendor.0)).and_if(in_hand_only, "x.in_hand > 0");
    let found: Paged<Row> = list.fetch(conn, BY_BATCH, true, page).await?;
    Ok(Paged { rows: found.rows.into_iter().map(Into::into).collect(), next: found.next })
}
