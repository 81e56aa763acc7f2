//! What was sold and taken back, from the sums that triggers keep by the quarter of an hour.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use simpul_kernel::{Money, Result};
use sqlx::PgConnection;

use crate::report::rules::{Found, Period};
use crate::report::types::ReportBy;
use crate::report::view::SalesSums;

/// Which lines.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct SalesQuery {
    pub(in crate::report) by: ReportBy,
    pub(in crate::report) location: Option<i64>,
    pub(in crate::report) plan: Option<i64>,
    pub(in crate::report) user: Option<i64>,
    /// Only shifts that nobody has explained.
    pub(in crate::report) unexplained: bool,
}

struct Row {
    key: i64,
    name: String,
    sold: i64,
    sold_amount: Decimal,
    refunded: i64,
    refunded_amount: Decimal,
    cost_amount: Decimal,
}

impl From<Row> for Found<SalesSums> {
    fn from(r: Row) -> Self {
        let net = r.sold_amount - r.refunded_amount;
        let sums = SalesSums {
            sold: r.sold,
            sold_amount: Money::from_decimal(r.sold_amount),
            refunded: r.refunded,
            refunded_amount: Money::from_decimal(r.refunded_amount),
            net_amount: Money::from_decimal(net),
            cost_amount: Money::from_decimal(r.cost_amount),
            margin_amount: Money::from_decimal(net - r.cost_amount),
        };
        Self { key: r.key, name: r.name, sums }
    }
}

/// Sales of a period, what was taken back on the day it was. The days are the places'
/// own; the two instants a day wider on each side are for the index. `OFFSET 0` has each
/// local time computed once instead of wherever it is named.
pub(in crate::report) async fn sales(
    conn: &mut PgConnection,
    q: SalesQuery,
    (from, to): Period,
) -> Result<Vec<Found<SalesSums>>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT k.key AS "key!", coalesce(p.name, u.name, l.name, k.word, '') AS "name!", k.sold AS "sold!",
                  k.sold_amount AS "sold_amount!", k.refunded AS "refunded!", k.refunded_amount AS "refunded_amount!",
                  k.cost_amount AS "cost_amount!"
             FROM (SELECT CASE $1 WHEN 'day' THEN (m.local_at::DATE - DATE '1970-01-01')::BIGINT
                                  WHEN 'hour' THEN extract(hour FROM m.local_at)::BIGINT
                                  WHEN 'plan' THEN m.plan_id WHEN 'cashier' THEN m.user_id
                                  WHEN 'method' THEN array_position(ARRAY['cash', 'qris', 'transfer'], m.method)::BIGINT
                                  ELSE m.location_id END AS key,
                          CASE WHEN $1 = 'method' THEN min(m.method) END AS word,
                          coalesce(sum(m.n) FILTER (WHERE NOT m.is_back), 0)::BIGINT AS sold,
                          coalesce(sum(m.amount) FILTER (WHERE NOT m.is_back), 0) AS sold_amount,
                          coalesce(sum(m.n) FILTER (WHERE m.is_back), 0)::BIGINT AS refunded,
                          coalesce(sum(m.amount) FILTER (WHERE m.is_back), 0) AS refunded_amount,
                          coalesce(sum(CASE WHEN m.is_back THEN -m.cost ELSE m.cost END), 0) AS cost_amount
                     FROM (SELECT x.*, x.at AT TIME ZONE z.time_zone AS local_at
                             FROM sale_sums x JOIN locations z ON z.id = x.location_id
                            WHERE x.at >= ($2::DATE - 1)::TIMESTAMP AT TIME ZONE 'UTC'
                              AND x.at < ($3::DATE + 2)::TIMESTAMP AT TIME ZONE 'UTC'
                              AND ($4::BIGINT IS NULL OR x.location_id = $4) AND ($5::BIGINT IS NULL OR x.plan_id = $5)
                              AND ($6::BIGINT IS NULL OR x.user_id = $6) OFFSET 0) AS m
                    WHERE m.local_at >= $2::DATE AND m.local_at < $3::DATE + 1
                    GROUP BY 1) AS k
             LEFT JOIN service_plans p ON $1 = 'plan' AND p.id = k.key
             LEFT JOIN users u ON $1 = 'cashier' AND u.id = k.key
             LEFT JOIN locations l ON $1 = 'place' AND l.id = k.key
            ORDER BY k.key"#,
        q.by.as_str(),
        from,
        to,
        q.location,
        q.plan,
        q.user
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// What was sold on one business day of the places, less what was taken back on it.
#[derive(Debug)]
pub(in crate::report) struct DaySold {
    pub(in crate::report) day: NaiveDate,
    pub(in crate::report) count: i64,
    pub(in crate::report) amount: Decimal,
}

/// Each of the days once, also one without a sale. It reads the sums of those days and no others.
pub(in crate::report) async fn sold_on(conn: &mut PgConnection, days: &[NaiveDate]) -> Result<Vec<DaySold>> {
    Ok(sqlx::query_as!(
        DaySold,
        r#"SELECT d.day AS "day!", coalesce(sum(x.count), 0)::BIGINT AS "count!", coalesce(sum(x.amount), 0) AS "amount!"
             FROM unnest($1::DATE[]) AS d (day)
             LEFT JOIN locations z ON true
             LEFT JOIN LATERAL (
                  SELECT sum(CASE WHEN s.is_back THEN -s.n ELSE s.n END) AS count,
                         sum(CASE WHEN s.is_back THEN -s.amount ELSE s.amount END) AS amount
                    FROM sale_sums s
                   WHERE s.location_id = z.id AND s.at >= d.day::TIMESTAMP AT TIME ZONE z.time_zone
                     AND s.at < (d.day + 1)::TIMESTAMP AT TIME ZONE z.time_zone) AS x ON true
            GROUP BY d.day"#,
        days
    )
    .fetch_all(conn)
    .await?)
}
