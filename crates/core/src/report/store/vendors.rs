//! What vendors were charged with, code by code.

use rust_decimal::Decimal;
use simpul_kernel::{Money, Result};
use sqlx::PgConnection;

use super::SalesQuery;
use crate::report::rules::{Found, Period};
use crate::report::view::VendorSums;

struct Row {
    key: i64,
    name: String,
    codes: i64,
    gross: Decimal,
    commission: Decimal,
    cost: Decimal,
}

impl From<Row> for Found<VendorSums> {
    fn from(r: Row) -> Self {
        let net = r.gross - r.commission;
        let sums = VendorSums {
            codes: r.codes,
            gross_amount: Money::from_decimal(r.gross),
            commission_amount: Money::from_decimal(r.commission),
            net_amount: Money::from_decimal(net),
            cost_amount: Money::from_decimal(r.cost),
            margin_amount: Money::from_decimal(net - r.cost),
        };
        Self { key: r.key, name: r.name, sums }
    }
}

/// Of a period by business day, plan, vendor or place: consignment on the day it was settled,
/// prepaid codes on the day they were handed over, and those that came back on the day they
/// did. That is what the ledger says was earned by vendors.
pub(in crate::report) async fn vendors(
    conn: &mut PgConnection,
    q: SalesQuery,
    (from, to): Period,
) -> Result<Vec<Found<VendorSums>>> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT k.key AS "key!", coalesce(p.name, v.name, l.name, '') AS "name!", k.codes AS "codes!", k.gross AS "gross!",
                  k.commission AS "commission!", k.cost AS "cost!"
             FROM (SELECT CASE $1 WHEN 'day' THEN (m.local_at::DATE - DATE '1970-01-01')::BIGINT WHEN 'plan' THEN m.plan_id
                                  WHEN 'vendor' THEN m.vendor_id ELSE m.location_id END AS key,
                          sum(m.sign)::BIGINT AS codes, sum(m.sign * m.price) AS gross, sum(m.sign * m.commission) AS commission,
                          sum(m.sign * c.price_cost) AS cost
                     FROM (SELECT x.*, x.at AT TIME ZONE z.time_zone AS local_at
                             FROM (SELECT s.at, s.location_id, s.vendor_id, c.plan_id, c.voucher_id, c.price, c.commission, 1 AS sign
                                     FROM vendor_settlements s JOIN vendor_codes c ON c.settlement_id = s.id
                                    UNION ALL
                                   SELECT t.at, t.location_id, t.vendor_id, c.plan_id, c.voucher_id, c.price, c.commission, 1
                                     FROM vendor_transfers t JOIN vendor_codes c ON c.handed_id = t.id
                                    WHERE t.kind = 'hand_over' AND c.is_prepaid
                                    UNION ALL
                                   SELECT t.at, t.location_id, t.vendor_id, c.plan_id, c.voucher_id, c.price, c.commission, -1
                                     FROM vendor_transfers t JOIN vendor_codes c ON c.returned_id = t.id
                                    WHERE t.kind = 'return' AND c.is_prepaid) AS x
                             JOIN locations z ON z.id = x.location_id
                            WHERE x.at >= ($2::DATE - 1)::TIMESTAMP AT TIME ZONE 'UTC'
                              AND x.at < ($3::DATE + 2)::TIMESTAMP AT TIME ZONE 'UTC'
                              AND ($4::BIGINT IS NULL OR x.location_id = $4) AND ($5::BIGINT IS NULL OR x.plan_id = $5)) AS m
                     JOIN vouchers c ON c.id = m.voucher_id
                    WHERE m.local_at >= $2::DATE AND m.local_at < $3::DATE + 1
                    GROUP BY 1) AS k
             LEFT JOIN service_plans p ON $1 = 'plan' AND p.id = k.key
             LEFT JOIN vendors v ON $1 = 'vendor' AND v.id = k.key
             LEFT JOIN locations l ON $1 = 'place' AND l.id = k.key
            ORDER BY k.key"#,
        q.by.as_str(),
        from,
        to,
        q.location,
        q.plan
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// How many codes vendors were charged with, of the same documents: what the codes cost is not
/// asked, so none of them is read.
pub(in crate::report) async fn vendor_codes(
    conn: &mut PgConnection,
    q: SalesQuery,
    (from, to): Period,
) -> Result<Vec<Found<i64>>> {
    let rows = sqlx::query!(
        r#"SELECT k.key AS "key!", coalesce(p.name, v.name, l.name, '') AS "name!", k.codes AS "codes!"
             FROM (SELECT CASE $1 WHEN 'day' THEN (m.local_at::DATE - DATE '1970-01-01')::BIGINT WHEN 'plan' THEN m.plan_id
                                  WHEN 'vendor' THEN m.vendor_id ELSE m.location_id END AS key, sum(m.sign)::BIGINT AS codes
                     FROM (SELECT x.*, x.at AT TIME ZONE z.time_zone AS local_at
                             FROM (SELECT s.at, s.location_id, s.vendor_id, c.plan_id, 1 AS sign
                                     FROM vendor_settlements s JOIN vendor_codes c ON c.settlement_id = s.id WHERE s.kind = 'settlement'
                                    UNION ALL
                                   SELECT t.at, t.location_id, t.vendor_id, c.plan_id, 1
                                     FROM vendor_transfers t JOIN vendor_codes c ON c.handed_id = t.id
                                    WHERE t.kind = 'hand_over' AND c.is_prepaid
                                    UNION ALL
                                   SELECT t.at, t.location_id, t.vendor_id, c.plan_id, -1
                                     FROM vendor_transfers t JOIN vendor_codes c ON c.returned_id = t.id
                                    WHERE t.kind = 'return' AND c.is_prepaid) AS x
                             JOIN locations z ON z.id = x.location_id
                            WHERE x.at >= ($2::DATE - 1)::TIMESTAMP AT TIME ZONE 'UTC'
                              AND x.at < ($3::DATE + 2)::TIMESTAMP AT TIME ZONE 'UTC'
                              AND ($4::BIGINT IS NULL OR x.location_id = $4) AND ($5::BIGINT IS NULL OR x.plan_id = $5)) AS m
                    WHERE m.local_at >= $2::DATE AND m.local_at < $3::DATE + 1
                    GROUP BY 1) AS k
             LEFT JOIN service_plans p ON $1 = 'plan' AND p.id = k.key
             LEFT JOIN vendors v ON $1 = 'vendor' AND v.id = k.key
             LEFT JOIN locations l ON $1 = 'place' AND l.id = k.key
            ORDER BY k.key"#,
        q.by.as_str(),
        from,
        to,
        q.location,
        q.plan
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| Found { key: r.key, name: r.name, sums: r.codes }).collect())
}
