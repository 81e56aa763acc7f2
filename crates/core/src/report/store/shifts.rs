//! Shifts that were counted. One that is open is nobody's report yet: its count is blind.

use rust_decimal::Decimal;
use simpul_kernel::{Money, Result};
use sqlx::PgConnection;

use super::SalesQuery;
use crate::report::rules::{Found, Period};
use crate::report::view::ShiftSums;

struct Row {
    key: i64,
    name: String,
    shifts: i64,
    sold_amount: Decimal,
    refunded_amount: Decimal,
    expected_amount: Decimal,
    counted_amount: Decimal,
    difference_amount: Decimal,
    unexplained: i64,
}

impl From<Row> for Found<ShiftSums> {
    fn from(r: Row) -> Self {
        let sums = ShiftSums {
            shifts: r.shifts,
            sold_amount: Money::from_decimal(r.sold_amount),
            refunded_amount: Money::from_decimal(r.refunded_amount),
            expected_amount: Money::from_decimal(r.expected_amount),
            counted_amount: Money::from_decimal(r.counted_amount),
            difference_amount: Money::from_decimal(r.difference_amount),
            unexplained: r.unexplained,
        };
        Self { key: r.key, name: r.name, sums }
    }
}

/// Shifts counted in a period, by the business day of the count.
pub(in crate::report) async fn shifts(
    conn: &mut PgConnection,
    q: SalesQuery,
    (from, to): Period,
) -> Result<Vec<Found<ShiftSums>>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT k.key AS "key!",
                  CASE $1 WHEN 'shift' THEN k.label WHEN 'cashier' THEN k.person WHEN 'place' THEN k.place ELSE '' END AS "name!",
                  k.shifts AS "shifts!", k.sold_amount AS "sold_amount!", k.refunded_amount AS "refunded_amount!",
                  k.expected_amount AS "expected_amount!", k.counted_amount AS "counted_amount!",
                  k.difference_amount AS "difference_amount!", k.unexplained AS "unexplained!"
             FROM (SELECT CASE $1 WHEN 'shift' THEN c.id WHEN 'day' THEN (c.local_at::DATE - DATE '1970-01-01')::BIGINT
                                  WHEN 'cashier' THEN c.user_id ELSE c.location_id END AS key,
                          min('#' || c.number || ' ' || c.drawer_name || ' · ' || c.user_name) AS label,
                          min(c.user_name) AS person, min(c.place_name) AS place, count(*) AS shifts,
                          coalesce(sum(s.sold), 0) AS sold_amount, coalesce(sum(s.back), 0) AS refunded_amount,
                          sum(c.expected_amount) AS expected_amount, sum(c.counted_amount) AS counted_amount,
                          sum(c.difference_amount) AS difference_amount,
                          count(*) FILTER (WHERE c.difference_amount <> 0 AND c.difference_reason IS NULL) AS unexplained
                     FROM (SELECT x.*, d.name AS drawer_name, u.name AS user_name, z.name AS place_name,
                                  x.closed_at AT TIME ZONE z.time_zone AS local_at
                             FROM cash_sessions x JOIN cash_drawers d ON d.id = x.drawer_id JOIN users u ON u.id = x.user_id
                             JOIN locations z ON z.id = x.location_id
                            WHERE x.closed_at IS NOT NULL AND ($4::BIGINT IS NULL OR x.location_id = $4)
                              AND ($5::BIGINT IS NULL OR x.user_id = $5)
                              AND (NOT $6 OR (x.difference_amount <> 0 AND x.difference_reason IS NULL))) AS c
                     LEFT JOIN LATERAL (SELECT sum(y.total_amount) FILTER (WHERE y.kind = 'sale') AS sold,
                                               -sum(y.total_amount) FILTER (WHERE y.kind <> 'sale') AS back
                                          FROM sales y WHERE y.cash_session_id = c.id) AS s ON true
                    WHERE c.local_at >= $2::DATE AND c.local_at < $3::DATE + 1
                    GROUP BY 1) AS k
            ORDER BY k.key"#,
        q.by.as_str(),
        from,
        to,
        q.location,
        q.user,
        q.unexplained
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
