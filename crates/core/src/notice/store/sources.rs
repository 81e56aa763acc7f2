//! What notices are made of: routers, stock, work that was given up.

use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::{CashSessionId, JobId, LocationId, PlanId, RouterId};
use sqlx::PgConnection;

/// Jobs given up at once that are told of: beyond this nobody reads them one by one.
const DEAD_JOBS: i64 = 200;
/// Jobs that were told of and are looked at again, those told of last: what nobody sees to for weeks is not carried along
/// for ever.
const DEAD_JOBS_TOLD: i64 = 2_000;

/// A router as it was seen last.
pub(in crate::notice) struct RouterSeen {
    pub(in crate::notice) router_id: RouterId,
    pub(in crate::notice) location_id: LocationId,
    pub(in crate::notice) name: String,
    pub(in crate::notice) is_down: bool,
    pub(in crate::notice) last_seen_at: DateTime<Utc>,
    pub(in crate::notice) license_level: Option<String>,
    pub(in crate::notice) hotspot_active: Option<i32>,
}

/// Every router in use. One that was never reached counts from when it was added.
pub(in crate::notice) async fn routers(conn: &mut PgConnection) -> Result<Vec<RouterSeen>> {
    Ok(sqlx::query_as!(
        RouterSeen,
        r#"SELECT r.id AS "router_id: RouterId", r.location_id AS "location_id: LocationId", r.name,
                  coalesce(s.link = 'down', false) AS "is_down!", coalesce(s.last_seen_at, r.created_at) AS "last_seen_at!",
                  s.license_level AS "license_level?", s.hotspot_active AS "hotspot_active?"
             FROM routers r LEFT JOIN router_state s ON s.router_id = r.id WHERE r.is_active ORDER BY r.id"#
    )
    .fetch_all(conn)
    .await?)
}

/// A plan that is sold, its codes on hand, and first logins of the last week.
pub(in crate::notice) struct Stock {
    pub(in crate::notice) plan_id: PlanId,
    pub(in crate::notice) location_id: LocationId,
    pub(in crate::notice) name: String,
    pub(in crate::notice) left: i64,
    pub(in crate::notice) used: i64,
    pub(in crate::notice) low_stock_at: Option<i32>,
}

/// Plans that say how many codes are few, and those of which codes were used in the last
/// week, from the sums that triggers keep.
pub(in crate::notice) async fn stocks(conn: &mut PgConnection, since: DateTime<Utc>) -> Result<Vec<Stock>> {
    Ok(sqlx::query_as!(
        Stock,
        r#"SELECT p.id AS "plan_id: PlanId", p.location_id AS "location_id: LocationId", p.name,
                  coalesce(a.used, 0) AS "used!", p.low_stock_at,
                  coalesce((SELECT sum(s.n) FROM stock_on_hand s WHERE s.plan_id = p.id), 0)::BIGINT AS "left!"
             FROM service_plans p
             LEFT JOIN (SELECT plan_id, sum(n)::BIGINT AS used FROM voucher_activations WHERE at >= $1 GROUP BY plan_id) AS a
                    ON a.plan_id = p.id
            WHERE p.is_active AND (a.used > 0 OR p.low_stock_at IS NOT NULL) ORDER BY p.id"#,
        since
    )
    .fetch_all(conn)
    .await?)
}

/// A shift that is open.
pub(in crate::notice) struct Shift {
    pub(in crate::notice) cash_session_id: CashSessionId,
    pub(in crate::notice) location_id: LocationId,
    pub(in crate::notice) drawer_name: String,
    pub(in crate::notice) user_name: String,
    pub(in crate::notice) opened_at: DateTime<Utc>,
    /// The place's next midnight after that.
    pub(in crate::notice) midnight: DateTime<Utc>,
}

/// Every shift that is open.
pub(in crate::notice) async fn shifts(conn: &mut PgConnection) -> Result<Vec<Shift>> {
    Ok(sqlx::query_as!(
        Shift,
        r#"SELECT s.id AS "cash_session_id: CashSessionId", s.location_id AS "location_id: LocationId", d.name AS drawer_name,
                  u.name AS user_name, s.opened_at,
                  (date_trunc('day', s.opened_at AT TIME ZONE l.time_zone) + interval '1 day') AT TIME ZONE l.time_zone AS "midnight!"
             FROM cash_sessions s JOIN cash_drawers d ON d.id = s.drawer_id JOIN users u ON u.id = s.user_id
             JOIN locations l ON l.id = s.location_id WHERE s.closed_at IS NULL ORDER BY s.id"#
    )
    .fetch_all(conn)
    .await?)
}

/// A job that was given up.
pub(in crate::notice) struct DeadJob {
    pub(in crate::notice) job_id: JobId,
    pub(in crate::notice) kind: String,
    pub(in crate::notice) finished_at: DateTime<Utc>,
    pub(in crate::notice) error_code: Option<String>,
    pub(in crate::notice) router_name: Option<String>,
    pub(in crate::notice) location_id: Option<LocationId>,
}

/// Jobs that were given up and wait for a person, in that order: those given up last, and those that were told of and
/// are not over, so that none goes from view or is told of again because others were.
pub(in crate::notice) async fn dead_jobs(conn: &mut PgConnection) -> Result<Vec<DeadJob>> {
    Ok(sqlx::query_as!(
        DeadJob,
        r#"SELECT j.id AS "job_id: JobId", j.kind, j.finished_at AS "finished_at!", j.last_error_code AS error_code,
                  r.name AS "router_name?", r.location_id AS "location_id?: LocationId"
             FROM jobs j LEFT JOIN routers r ON jsonb_typeof(j.payload -> 'router_id') = 'number'
                   AND r.id = CASE WHEN jsonb_typeof(j.payload -> 'router_id') = 'number'
                                   THEN (j.payload ->> 'router_id')::NUMERIC::BIGINT END
            WHERE j.state = 'discarded'
              AND (j.id IN (SELECT id FROM jobs WHERE state = 'discarded' ORDER BY finished_at DESC, id DESC LIMIT $1)
                   OR j.id IN (SELECT split_part(event_key, ':', 2)::BIGINT FROM notices
                                WHERE kind = 'job_dead' AND cleared_at IS NULL ORDER BY notices.id DESC LIMIT $2))
            ORDER BY j.finished_at, j.id"#,
        DEAD_JOBS,
        DEAD_JOBS_TOLD
    )
    .fetch_all(conn)
    .await?)
}
