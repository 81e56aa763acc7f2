//! Every query of this area.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
use simpul_kernel::Result;
use simpul_kernel::ids::{PlanId, RouterId};
use sqlx::PgConnection;

use super::types::RouterBrief;
use crate::network::RouterLink;

/// First logins of one plan on one business day.
pub(super) struct Activation {
    pub(super) day: NaiveDate,
    pub(super) plan_id: PlanId,
    pub(super) count: i64,
    pub(super) value: Decimal,
}

/// First logins since an instant by the places' own business day and plan, from the sums that
/// triggers keep by the quarter of an hour.
pub(super) async fn activations(conn: &mut PgConnection, since: DateTime<Utc>) -> Result<Vec<Activation>> {
    Ok(sqlx::query_as!(
        Activation,
        r#"SELECT (a.at AT TIME ZONE z.time_zone)::DATE AS "day!", a.plan_id AS "plan_id: PlanId", sum(a.n)::BIGINT AS "count!",
                  sum(a.value) AS "value!"
             FROM voucher_activations a JOIN locations z ON z.id = a.location_id WHERE a.at >= $1 GROUP BY 1, 2"#,
        since
    )
    .fetch_all(conn)
    .await?)
}

/// Codes made on a business day, as the places have it. A counter's batch is of the day it was begun on, and
/// grows on that day alone.
pub(super) async fn created_on(conn: &mut PgConnection, day: NaiveDate) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"SELECT coalesce(sum(b.quantity), 0)::BIGINT AS "n!" FROM voucher_batches b JOIN locations z ON z.id = b.location_id
            WHERE b.created_at >= ($1::DATE - 1)::TIMESTAMP AT TIME ZONE 'UTC'
              AND b.created_at < ($1::DATE + 2)::TIMESTAMP AT TIME ZONE 'UTC'
              AND (b.created_at AT TIME ZONE z.time_zone)::DATE = $1"#,
        day
    )
    .fetch_one(conn)
    .await?)
}

/// Codes on hand of a plan that is still sold.
pub(super) struct Stock {
    pub(super) plan_id: PlanId,
    pub(super) name: String,
    pub(super) count: i64,
    pub(super) value: Decimal,
    pub(super) low_stock_at: Option<i32>,
}

pub(super) async fn stocks(conn: &mut PgConnection) -> Result<Vec<Stock>> {
    Ok(sqlx::query_as!(
        Stock,
        r#"SELECT p.id AS "plan_id: PlanId", p.name, coalesce(sum(s.n), 0)::BIGINT AS "count!",
                  coalesce(sum(s.value_sell), 0) AS "value!", p.low_stock_at
             FROM service_plans p LEFT JOIN stock_on_hand s ON s.plan_id = p.id
            GROUP BY p.id, p.name, p.is_active, p.low_stock_at HAVING p.is_active OR coalesce(sum(s.n), 0) > 0
            ORDER BY p.name, p.id"#
    )
    .fetch_all(conn)
    .await?)
}

/// A router and its copies.
pub(super) struct RouterFigures {
    pub(super) brief: RouterBrief,
    pub(super) failed: i64,
    pub(super) drifted: i64,
    pub(super) clock_offset_s: Option<i32>,
    pub(super) license_level: Option<String>,
    /// It knows codes this database does not, and waits for a person.
    pub(super) is_gated: bool,
}

/// A clock further off is too wrong to expire by (domain §5).
const CLOCK_TOLERANCE_S: u32 = 600;

pub(super) async fn routers(conn: &mut PgConnection) -> Result<Vec<RouterFigures>> {
    let rows = sqlx::query!(
        r#"SELECT r.id, r.name, coalesce(s.link, 'unknown') AS "link!", s.last_seen_at AS "last_seen_at?",
                  s.hotspot_active AS "hotspot_active?", s.clock_offset_s AS "clock_offset_s?", s.license_level AS "license_level?",
                  EXISTS (SELECT FROM router_compares g WHERE g.router_id = r.id AND g.gate_since IS NOT NULL) AS "is_gated!",
                  coalesce(c.pending, 0) AS "pending!", coalesce(c.failed, 0) AS "failed!", coalesce(c.drifted, 0) AS "drifted!"
             FROM routers r
             LEFT JOIN router_state s ON s.router_id = r.id
             LEFT JOIN (SELECT router_id, (sum(n) FILTER (WHERE state = 'pending'))::BIGINT AS pending,
                               (sum(n) FILTER (WHERE state = 'failed'))::BIGINT AS failed,
                               (sum(n) FILTER (WHERE state = 'drifted'))::BIGINT AS drifted
                          FROM voucher_router_counts WHERE state IN ('pending', 'failed', 'drifted') GROUP BY router_id) AS c ON c.router_id = r.id
            WHERE r.is_active ORDER BY r.name, r.id"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| RouterFigures {
            brief: RouterBrief {
                router_id: RouterId(r.id),
                name: r.name,
                link: match r.link.as_str() {
                    "up" => RouterLink::Up,
                    "down" => RouterLink::Down,
                    _ => RouterLink::Unknown,
                },
                last_seen_at: r.last_seen_at,
                online: r.hotspot_active.filter(|_| r.link == "up"),
                pending: r.pending,
                clock_wrong: r.clock_offset_s.is_some_and(|s| s.unsigned_abs() > CLOCK_TOLERANCE_S),
            },
            failed: r.failed,
            drifted: r.drifted,
            clock_offset_s: r.clock_offset_s,
            license_level: r.license_level,
            is_gated: r.is_gated,
        })
        .collect())
}
