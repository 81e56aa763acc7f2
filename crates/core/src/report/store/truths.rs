//! What happened to codes, from the sums that triggers keep by the quarter of an hour.

use rust_decimal::Decimal;
use simpul_kernel::Result;
use sqlx::PgConnection;

use super::SalesQuery;
use crate::report::rules::Period;

/// What happened in a period to the codes of a key.
#[derive(Debug, Clone)]
pub(in crate::report) struct TruthFound {
    pub(in crate::report) key: i64,
    pub(in crate::report) name: String,
    pub(in crate::report) printed: i64,
    pub(in crate::report) handed: i64,
    pub(in crate::report) activated: i64,
    pub(in crate::report) activated_value: Decimal,
    pub(in crate::report) ended: i64,
    pub(in crate::report) unsold: i64,
    pub(in crate::report) unsold_value: Decimal,
    pub(in crate::report) unsold_cost: Decimal,
    pub(in crate::report) void: i64,
    pub(in crate::report) void_cost: Decimal,
}

/// What was handed to vendors is told by its documents, less what came back on the day it
/// came back: a day once told stays as it was.
///
/// Of a period by business day, plan, vendor (0 = the shop itself) or place. What a vendor
/// has and did not settle yet is not lost. `OFFSET 0` has each local time computed once
/// instead of wherever it is named.
pub(in crate::report) async fn truths(
    conn: &mut PgConnection,
    q: SalesQuery,
    (from, to): Period,
) -> Result<Vec<TruthFound>> {
    Ok(sqlx::query_as!(
        TruthFound,
        r#"SELECT k.key AS "key!", coalesce(p.name, v.name, l.name, '') AS "name!", k.printed AS "printed!", k.handed AS "handed!",
                  k.activated AS "activated!", k.activated_value AS "activated_value!", k.ended AS "ended!",
                  k.unsold AS "unsold!", k.unsold_value AS "unsold_value!", k.unsold_cost AS "unsold_cost!", k.void AS "void!",
                  k.void_cost AS "void_cost!"
             FROM (SELECT CASE $1 WHEN 'day' THEN (m.local_at::DATE - DATE '1970-01-01')::BIGINT WHEN 'plan' THEN m.plan_id
                                  WHEN 'vendor' THEN coalesce(m.vendor_id, 0) ELSE m.location_id END AS key,
                          coalesce(sum(m.n) FILTER (WHERE m.kind = 'printed'), 0)::BIGINT AS printed,
                          coalesce(sum(m.n) FILTER (WHERE m.kind = 'handed'), 0)::BIGINT AS handed,
                          coalesce(sum(m.n) FILTER (WHERE m.kind = 'activated'), 0)::BIGINT AS activated,
                          coalesce(sum(m.value) FILTER (WHERE m.kind = 'activated'), 0) AS activated_value,
                          coalesce(sum(m.n) FILTER (WHERE m.kind = 'ended'), 0)::BIGINT AS ended,
                          coalesce(sum(m.n) FILTER (WHERE m.is_lost), 0)::BIGINT AS unsold,
                          coalesce(sum(m.value) FILTER (WHERE m.is_lost), 0) AS unsold_value,
                          coalesce(sum(m.cost) FILTER (WHERE m.is_lost), 0) AS unsold_cost,
                          coalesce(sum(m.n) FILTER (WHERE m.kind = 'void'), 0)::BIGINT AS void,
                          coalesce(sum(m.cost) FILTER (WHERE m.kind = 'void'), 0) AS void_cost
                     FROM (SELECT t.*, t.at AT TIME ZONE z.time_zone AS local_at
                             FROM (SELECT location_id, plan_id, vendor_id, kind, n, value, cost, at,
                                          kind = 'ended' AND NOT is_sold AND vendor_id IS NULL AS is_lost
                                     FROM voucher_truths
                                    WHERE kind <> 'handed' AND at >= ($2::DATE - 1)::TIMESTAMP AT TIME ZONE 'UTC'
                                      AND at < ($3::DATE + 2)::TIMESTAMP AT TIME ZONE 'UTC'
                                   UNION ALL
                                   SELECT x.location_id, x.plan_id, x.vendor_id, 'handed', x.sign, 0, 0, d.at, false
                                     FROM vendor_transfers d
                                    CROSS JOIN LATERAL
                                      (SELECT h.location_id, h.plan_id, h.vendor_id, 1 AS sign FROM vendor_codes h WHERE h.handed_id = d.id
                                       UNION ALL
                                       SELECT r.location_id, r.plan_id, r.vendor_id, -1 FROM vendor_codes r WHERE r.returned_id = d.id) AS x
                                    WHERE d.at >= ($2::DATE - 1)::TIMESTAMP AT TIME ZONE 'UTC'
                                      AND d.at < ($3::DATE + 2)::TIMESTAMP AT TIME ZONE 'UTC') AS t
                             JOIN locations z ON z.id = t.location_id
                            WHERE ($4::BIGINT IS NULL OR t.location_id = $4) AND ($5::BIGINT IS NULL OR t.plan_id = $5) OFFSET 0) AS m
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
    .await?)
}

/// What became of the codes a person sold at the counter.
#[derive(Debug, Clone)]
pub(in crate::report) struct CashierFound {
    pub(in crate::report) key: i64,
    pub(in crate::report) name: String,
    pub(in crate::report) activated: i64,
    pub(in crate::report) activated_value: Decimal,
    pub(in crate::report) ended: i64,
}

/// First logins and ends of a period by who had sold the code. No sum knows that: the codes
/// themselves are read, by their moment.
pub(in crate::report) async fn used_by_cashier(
    conn: &mut PgConnection,
    q: SalesQuery,
    (from, to): Period,
) -> Result<Vec<CashierFound>> {
    Ok(sqlx::query_as!(
        CashierFound,
        r#"SELECT k.key AS "key!", coalesce(u.name, '') AS "name!", k.activated AS "activated!", k.activated_value AS "activated_value!",
                  k.ended AS "ended!"
             FROM (SELECT m.sold_by AS key, count(*) FILTER (WHERE m.is_login) AS activated,
                          coalesce(sum(m.price_sell) FILTER (WHERE m.is_login), 0) AS activated_value,
                          count(*) FILTER (WHERE NOT m.is_login) AS ended
                     FROM (SELECT v.sold_by, v.price_sell, v.location_id, v.plan_id, v.first_login_at AS at, true AS is_login
                             FROM vouchers v
                            WHERE v.sold_by IS NOT NULL AND v.first_login_at >= ($1::DATE - 1)::TIMESTAMP AT TIME ZONE 'UTC'
                              AND v.first_login_at < ($2::DATE + 2)::TIMESTAMP AT TIME ZONE 'UTC'
                           UNION ALL
                           SELECT v.sold_by, v.price_sell, v.location_id, v.plan_id, v.ended_at, false
                             FROM vouchers v
                            WHERE v.sold_by IS NOT NULL AND v.status IN ('used', 'expired')
                              AND v.ended_at >= ($1::DATE - 1)::TIMESTAMP AT TIME ZONE 'UTC'
                              AND v.ended_at < ($2::DATE + 2)::TIMESTAMP AT TIME ZONE 'UTC') AS m
                     JOIN locations z ON z.id = m.location_id
                    WHERE m.at >= $1::DATE::TIMESTAMP AT TIME ZONE z.time_zone AND m.at < ($2::DATE + 1)::TIMESTAMP AT TIME ZONE z.time_zone
                      AND ($3::BIGINT IS NULL OR m.location_id = $3) AND ($4::BIGINT IS NULL OR m.plan_id = $4)
                    GROUP BY 1) AS k
             LEFT JOIN users u ON u.id = k.key ORDER BY k.key"#,
        from,
        to,
        q.location,
        q.plan
    )
    .fetch_all(conn)
    .await?)
}
