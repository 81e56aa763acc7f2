//! Stock, from the sums that triggers keep per batch: a million vouchers cost as much
//! as their batches.

use rust_decimal::Decimal;
use simpul_kernel::ids::LocationId;
use simpul_kernel::{Money, Paged, Result};
use sqlx::PgConnection;

use crate::report::types::StockBy;
use crate::report::view::StockRow;

/// What is asked of stock.
pub(in crate::report) struct StockQuery {
    pub(in crate::report) by: StockBy,
    pub(in crate::report) location: Option<i64>,
    pub(in crate::report) plan: Option<i64>,
    pub(in crate::report) vendor: Option<i64>,
    pub(in crate::report) low_only: bool,
    pub(in crate::report) on_hand_only: bool,
    /// Batches before this one.
    pub(in crate::report) before_batch: Option<i64>,
    pub(in crate::report) limit: i64,
}

struct Found {
    key: i64,
    name: String,
    detail: Option<String>,
    location_id: Option<i64>,
    made: i64,
    printed: i64,
    plain: i64,
    card: i64,
    handed: i64,
    sold: i64,
    activated: i64,
    ended: i64,
    void: i64,
    value_sell: Decimal,
    value_cost: Decimal,
    low_stock_at: Option<i32>,
    is_low: bool,
}

impl From<Found> for StockRow {
    fn from(f: Found) -> Self {
        Self {
            key: f.key,
            name: f.name,
            detail: f.detail,
            location_id: f.location_id.map(LocationId),
            made: f.made,
            printed: f.printed,
            plain: f.plain,
            card: f.card,
            handed: f.handed,
            sold: f.sold,
            activated: f.activated,
            ended: f.ended,
            void: f.void,
            value_sell: Money::from_decimal(f.value_sell),
            value_cost: Money::from_decimal(f.value_cost),
            low_stock_at: f.low_stock_at,
            is_low: f.is_low,
        }
    }
}

/// One page of stock. On hand is what the shop itself can sell: not at a vendor, and none
/// of the codes a router had by itself. A plan that is sold has a row without codes too.
pub(in crate::report) async fn stock(conn: &mut PgConnection, q: &StockQuery) -> Result<Paged<StockRow>> {
    let mut found = sqlx::query_as!(
        Found,
        r#"SELECT k.key AS "key!", coalesce(p.name, b.batch_code, v.name, l.name, '') AS "name!", b.plan_name AS "detail?",
                  k.location_id, k.made AS "made!", k.printed AS "printed!", k.plain AS "plain!", k.card AS "card!",
                  k.handed AS "handed!", k.sold AS "sold!", k.activated AS "activated!", k.ended AS "ended!", k.void AS "void!",
                  k.value_sell AS "value_sell!", k.value_cost AS "value_cost!", p.low_stock_at AS "low_stock_at?",
                  coalesce(p.is_active AND k.plain + k.card < p.low_stock_at, false) AS "is_low!"
             FROM (SELECT CASE $1 WHEN 'plan' THEN x.plan_id WHEN 'batch' THEN x.batch_id
                                  WHEN 'vendor' THEN coalesce(x.vendor_id, 0) ELSE x.location_id END AS key,
                          CASE WHEN min(x.location_id) = max(x.location_id) THEN min(x.location_id) END AS location_id,
                          sum(x.n)::BIGINT AS made,
                          coalesce(sum(x.n) FILTER (WHERE x.is_printed), 0)::BIGINT AS printed,
                          coalesce(sum(x.on_hand) FILTER (WHERE NOT x.is_printed), 0)::BIGINT AS plain,
                          coalesce(sum(x.on_hand) FILTER (WHERE x.is_printed), 0)::BIGINT AS card,
                          coalesce(sum(x.n) FILTER (WHERE x.status = 'available' AND NOT x.is_sold AND x.vendor_id IS NOT NULL), 0)::BIGINT
                              AS handed,
                          coalesce(sum(x.n) FILTER (WHERE x.is_sold), 0)::BIGINT AS sold,
                          coalesce(sum(x.n) FILTER (WHERE x.status IN ('active', 'used', 'expired')), 0)::BIGINT AS activated,
                          coalesce(sum(x.n) FILTER (WHERE x.status IN ('used', 'expired')), 0)::BIGINT AS ended,
                          coalesce(sum(x.n) FILTER (WHERE x.status = 'void'), 0)::BIGINT AS void,
                          coalesce(sum(x.value_sell), 0) AS value_sell, coalesce(sum(x.value_cost), 0) AS value_cost
                     FROM (SELECT b.plan_id, b.id AS batch_id, c.vendor_id, b.location_id, c.status, c.is_sold, c.is_printed, c.n,
                                  0::BIGINT AS on_hand, 0::NUMERIC AS value_sell, 0::NUMERIC AS value_cost
                             FROM voucher_counts c JOIN voucher_batches b ON b.id = c.batch_id
                            WHERE ($1 <> 'batch' OR $6::BIGINT IS NULL OR c.batch_id < $6)
                              AND ($4::BIGINT IS NULL OR c.vendor_id = $4)
                            UNION ALL
                           SELECT h.plan_id, h.batch_id, NULL, h.location_id, 'none', false, h.is_printed, 0, h.n, h.value_sell, h.value_cost
                             FROM stock_on_hand h
                            WHERE ($1 <> 'batch' OR $6::BIGINT IS NULL OR h.batch_id < $6) AND $4::BIGINT IS NULL
                            UNION ALL
                           SELECT s.id, NULL, NULL, s.location_id, 'none', false, false, 0, 0, 0, 0
                             FROM service_plans s WHERE $1 = 'plan' AND s.is_active AND $4::BIGINT IS NULL) AS x
                    WHERE ($2::BIGINT IS NULL OR x.location_id = $2) AND ($3::BIGINT IS NULL OR x.plan_id = $3)
                    GROUP BY 1) AS k
             LEFT JOIN service_plans p ON $1 = 'plan' AND p.id = k.key
             LEFT JOIN voucher_batches b ON $1 = 'batch' AND b.id = k.key
             LEFT JOIN vendors v ON $1 = 'vendor' AND v.id = k.key
             LEFT JOIN locations l ON $1 = 'place' AND l.id = k.key
            WHERE (NOT $5 OR (p.is_active AND k.plain + k.card < p.low_stock_at)) AND (NOT $8 OR k.plain + k.card > 0)
            ORDER BY CASE WHEN $1 = 'batch' THEN -k.key END, 2, k.key LIMIT $7"#,
        q.by.as_str(),
        q.location,
        q.plan,
        q.vendor,
        q.low_only,
        q.before_batch,
        q.limit + 1,
        q.on_hand_only
    )
    .fetch_all(conn)
    .await?;
    let has_more = found.len() as i64 > q.limit;
    if has_more {
        found.pop();
    }
    // Only batches have an order that a cursor can go on in.
    let next = found.last().filter(|_| has_more && q.by == StockBy::Batch).map(|last| last.key.to_string());
    Ok(Paged { rows: found.into_iter().map(Into::into).collect(), next })
}
