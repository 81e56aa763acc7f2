//! What background work is about, and how far batches are.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use serde_json::Value;
use simpul_kernel::Result;
use simpul_kernel::ids::{LocationId, RouterId, VoucherBatchId};
use sqlx::PgConnection;

use super::types::BatchProgress;

/// The most batches on their way that are shown at once.
const CARDS: i64 = 20;
/// The rate is that of this many seconds.
const RATE_SECONDS: f64 = 30.0;

/// A router a job is about.
#[derive(Debug, Clone)]
pub(super) struct JobRouter {
    pub(super) name: String,
    /// Why it does not answer, as it was last found, and what the text of that needs.
    error: Option<(String, Value)>,
}

impl JobRouter {
    /// What the text of a job's code needs: a job keeps its code alone, its router what came with it.
    pub(super) fn params(&self, code: &str) -> Option<Value> {
        self.error.as_ref().filter(|(own, _)| own == code).map(|(_, params)| params.clone())
    }
}

/// Those of these routers that the caller sees.
pub(super) async fn routers(conn: &mut PgConnection, ids: &[i64]) -> Result<HashMap<RouterId, JobRouter>> {
    let rows = sqlx::query!(
        r#"SELECT r.id AS "id!", r.name AS "name!", s.error_code AS "error_code?", s.error_params AS "error_params?"
             FROM routers r LEFT JOIN router_state s ON s.router_id = r.id WHERE r.id = ANY ($1)"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| (RouterId(r.id), JobRouter { name: r.name, error: r.error_code.zip(r.error_params) }))
        .collect())
}

/// Every router the caller sees.
pub(super) async fn routers_seen(conn: &mut PgConnection) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!("SELECT id FROM routers ORDER BY id").fetch_all(conn).await?)
}

/// Where a router stands, as far as the caller sees it.
pub(super) async fn router_place(conn: &mut PgConnection, id: RouterId) -> Result<Option<LocationId>> {
    Ok(sqlx::query_scalar!(r#"SELECT location_id AS "id: LocationId" FROM routers WHERE id = $1"#, id.0)
        .fetch_optional(conn)
        .await?)
}

/// The computers that hold a router the caller sees.
pub(super) async fn hosts_that_hold_routers(conn: &mut PgConnection) -> Result<HashSet<String>> {
    let names = sqlx::query_scalar!(
        "SELECT DISTINCT i.name FROM router_leases l JOIN installations i ON i.id = l.installation_id"
    )
    .fetch_all(conn)
    .await?;
    Ok(names.into_iter().collect())
}

/// Batches with copies still to bring, newest first; read from the sums that triggers keep, of
/// those alone that have something pending: this is asked every few seconds by every open page.
/// Copies that were brought and only wait to be shut off again count as done.
pub(super) async fn batches_on_their_way(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<Vec<BatchProgress>> {
    let rows = sqlx::query!(
        r#"SELECT b.id AS "id: VoucherBatchId", b.batch_code, (b.status = 'paused') AS "is_paused!", s.applied + l.leaving AS "applied!",
                  s.pending - l.leaving AS "pending!", s.failed AS "failed!", s.drifted AS "drifted!", s.recent AS "recent!",
                  coalesce((SELECT array_agg(r.name ORDER BY r.name)
                              FROM routers r LEFT JOIN router_state t ON t.router_id = r.id
                             WHERE t.link IS DISTINCT FROM 'up'
                               AND r.id IN (SELECT w.router_id FROM voucher_router_counts w
                                             WHERE w.batch_id = b.id AND w.state = 'pending'
                                             GROUP BY w.router_id HAVING sum(w.n) > 0)), '{}') AS "waiting_for!"
             FROM (SELECT c.batch_id FROM voucher_router_counts c WHERE c.state = 'pending'
                    GROUP BY c.batch_id HAVING sum(c.n) > 0) AS o
             JOIN voucher_batches b ON b.id = o.batch_id
             CROSS JOIN LATERAL (SELECT coalesce(sum(c.n) FILTER (WHERE c.state = 'applied'), 0)::BIGINT AS applied,
                          coalesce(sum(c.n) FILTER (WHERE c.state = 'pending'), 0)::BIGINT AS pending,
                          coalesce(sum(c.n) FILTER (WHERE c.state = 'failed'), 0)::BIGINT AS failed,
                          coalesce(sum(c.n) FILTER (WHERE c.state = 'drifted'), 0)::BIGINT AS drifted,
                          coalesce(sum(c.n) FILTER (WHERE c.state = 'applied' AND c.n > 0 AND c.at > $1), 0)::BIGINT AS recent
                     FROM voucher_router_counts c WHERE c.batch_id = b.id) AS s
             CROSS JOIN LATERAL (SELECT CASE WHEN s.pending > 0 THEN (SELECT count(*) FROM voucher_routers c WHERE c.batch_id = b.id
                          AND c.state = 'pending' AND c.wish <> 'present' AND c.applied_at IS NOT NULL) ELSE 0 END AS leaving) AS l
            WHERE s.pending - l.leaving > 0 ORDER BY b.id DESC LIMIT $2"#,
        now - chrono::TimeDelta::seconds(30),
        CARDS
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| BatchProgress {
            batch_id: r.id,
            batch_code: r.batch_code,
            done: r.applied,
            total: r.applied + r.pending + r.failed + r.drifted,
            failed: r.failed + r.drifted,
            per_second: (r.recent > 0).then(|| r.recent as f64 / RATE_SECONDS),
            waiting_for: r.waiting_for,
            is_paused: r.is_paused,
        })
        .collect())
}
