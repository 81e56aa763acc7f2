//! The engine's statements. Each is one round trip and one transaction.

use chrono::{DateTime, Utc};
use serde_json::Value;
use simpul_kernel::ids::JobId;
use sqlx::PgConnection;

/// A job in this worker's hands.
#[derive(Debug, Clone)]
pub(crate) struct ClaimedJob {
    pub(crate) id: JobId,
    /// The worker id under which it was claimed.
    pub(crate) worker: i64,
    /// Which claim of the job this is.
    pub(crate) claims: i32,
    pub(crate) kind: String,
    pub(crate) payload: Value,
    /// The number of the attempt about to be made, from 1.
    pub(crate) attempt: i16,
    pub(crate) max_attempts: Option<i16>,
    pub(crate) slot_at: Option<DateTime<Utc>>,
    pub(crate) has_unique_key: bool,
    /// Whether the database already says that the attempt began.
    pub(crate) is_marked_started: bool,
}

/// What a worker says of itself.
pub(crate) struct Registration<'a> {
    pub(crate) host: &'a str,
    pub(crate) pid: i32,
    pub(crate) version: &'a str,
    pub(crate) queues: &'a [String],
    pub(crate) lease_secs: f64,
}

pub(crate) async fn worker_insert(conn: &mut PgConnection, worker: &Registration<'_>) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        "INSERT INTO workers (host, pid, version, queues, lease_until)
         VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5)) RETURNING id",
        worker.host,
        worker.pid,
        worker.version,
        worker.queues,
        worker.lease_secs,
    )
    .fetch_one(conn)
    .await
}

/// Renews the lease and sends itself a sign over NOTIFY; `false` when somebody
/// took this worker for dead and has given its jobs away. (A lease that ran out
/// unnoticed, while the only PC slept, is simply renewed.)
pub(crate) async fn worker_beat(
    conn: &mut PgConnection,
    worker: i64,
    lease_secs: f64,
    is_listening: bool,
) -> sqlx::Result<bool> {
    let renewed = sqlx::query!(
        "WITH beat AS (
            UPDATE workers SET seen_at = now(), lease_until = now() + make_interval(secs => $2), is_listening = $3
            WHERE id = $1 AND state = 'active' RETURNING id
        )
        SELECT pg_notify('simpul_jobs', 'sign:' || id)::TEXT AS sent FROM beat",
        worker,
        lease_secs,
        is_listening,
    )
    .fetch_optional(conn)
    .await?;
    Ok(renewed.is_some())
}

pub(crate) async fn worker_stop(conn: &mut PgConnection, worker: i64) -> sqlx::Result<()> {
    sqlx::query!("UPDATE workers SET state = 'stopped', seen_at = now() WHERE id = $1 AND state = 'active'", worker)
        .execute(conn)
        .await?;
    Ok(())
}

/// What may be claimed, and how much.
pub(crate) struct ClaimLimits<'a> {
    pub(crate) worker: i64,
    pub(crate) queues: &'a [String],
    pub(crate) kinds: &'a [String],
    /// Jobs to take in all.
    pub(crate) take: i64,
    /// How many of them begin at once; the rest wait in hand.
    pub(crate) begin: i64,
}

/// Takes the next due jobs. A job with a serial key is taken only when none with
/// that key runs and it is the first of those waiting. Rows somebody holds are
/// passed over, so workers never wait for each other.
///
/// (`IS NOT DISTINCT FROM` keeps the planner from the index of claiming order
/// where the first of a key is asked for: there it would walk through all that
/// waits.)
pub(crate) async fn claim(conn: &mut PgConnection, limits: &ClaimLimits<'_>) -> sqlx::Result<Vec<ClaimedJob>> {
    let rows = sqlx::query!(
        r#"WITH picked AS (
            SELECT j.id, j.priority, j.run_at
            FROM jobs j
            WHERE j.state = 'available' AND j.run_at <= now() AND j.queue = ANY($2) AND j.kind = ANY($3)
              AND (j.serial_key IS NULL OR (
                    NOT EXISTS (SELECT FROM jobs r WHERE r.serial_key = j.serial_key AND r.state = 'running')
                    AND NOT EXISTS (
                        SELECT FROM jobs e
                        WHERE e.serial_key = j.serial_key AND e.finished_at IS NULL
                          AND e.state IS NOT DISTINCT FROM 'available' AND e.run_at <= now()
                          AND (e.priority, e.run_at, e.id) < (j.priority, j.run_at, j.id))))
              AND (SELECT w.state = 'active' FROM workers w WHERE w.id = $1)
            ORDER BY j.priority, j.run_at, j.id
            LIMIT $4
            FOR UPDATE OF j SKIP LOCKED
        ), placed AS (
            SELECT id, row_number() OVER (ORDER BY priority, run_at, id) <= $5 AS begins FROM picked
        )
        UPDATE jobs j SET
            state = 'running', worker_id = $1, claims = j.claims + 1,
            started_at = CASE WHEN p.begins THEN now() END,
            attempts = j.attempts + p.begins::INT
        FROM placed p WHERE j.id = p.id
        RETURNING j.id, j.claims, j.kind, j.payload, j.attempts, j.max_attempts, j.slot_at,
                  j.unique_key IS NOT NULL AS "has_unique_key!", p.begins AS "begins!", j.priority, j.run_at"#,
        limits.worker,
        limits.queues,
        limits.kinds,
        limits.take,
        limits.begin,
    )
    .fetch_all(conn)
    .await?;
    // UPDATE returns in any order.
    let mut rows: Vec<_> = rows.into_iter().map(|row| ((!row.begins, row.priority, row.run_at, row.id), row)).collect();
    rows.sort_unstable_by_key(|(order, _)| *order);
    Ok(rows
        .into_iter()
        .map(|(_, row)| ClaimedJob {
            id: JobId(row.id),
            worker: limits.worker,
            claims: row.claims,
            kind: row.kind,
            payload: row.payload,
            attempt: if row.begins { row.attempts } else { row.attempts.saturating_add(1) },
            max_attempts: row.max_attempts,
            slot_at: row.slot_at,
            has_unique_key: row.has_unique_key,
            is_marked_started: row.begins,
        })
        .collect())
}

/// Jobs another worker passed on to this one are due at once.
pub(crate) async fn hasten(conn: &mut PgConnection, ids: &[i64]) -> sqlx::Result<()> {
    sqlx::query!(
        "WITH passed AS (
            SELECT id FROM jobs WHERE id = ANY($1) AND (state, run_at > now()) IS NOT DISTINCT FROM ('available', true)
            ORDER BY id FOR UPDATE SKIP LOCKED
        )
        UPDATE jobs j SET run_at = now() FROM passed p WHERE j.id = p.id",
        ids,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Says of jobs taken in advance that their attempt has begun.
pub(crate) async fn mark_started(
    conn: &mut PgConnection,
    worker: i64,
    ids: &[i64],
    claims: &[i32],
) -> sqlx::Result<()> {
    sqlx::query!(
        "WITH mine AS (
            SELECT j.id FROM jobs j JOIN UNNEST($2::BIGINT[], $3::INT[]) AS s (id, claims)
              ON j.id = s.id AND j.claims = s.claims
            WHERE (j.worker_id, j.state) IS NOT DISTINCT FROM ($1, 'running') AND j.started_at IS NULL
            ORDER BY j.id FOR UPDATE OF j SKIP LOCKED
        )
        UPDATE jobs j SET started_at = now(), attempts = j.attempts + 1 FROM mine m WHERE j.id = m.id",
        worker,
        ids,
        claims,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Jobs told to stop by a person: `(id, claims, is_cancel)`.
pub(crate) async fn requests(conn: &mut PgConnection, worker: i64) -> sqlx::Result<Vec<(i64, i32, bool)>> {
    let rows = sqlx::query!(
        r#"SELECT id, claims, request = 'cancel' AS "is_cancel!" FROM jobs
         WHERE worker_id = $1 AND state = 'running' AND request IS NOT NULL"#,
        worker,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.claims, row.is_cancel)).collect())
}

/// Writes progress of running jobs; a row somebody holds is left for next time.
pub(crate) async fn progress_write(
    conn: &mut PgConnection,
    worker: i64,
    ids: &[i64],
    claims: &[i32],
    progress: &[Value],
) -> sqlx::Result<()> {
    sqlx::query!(
        "WITH mine AS (
            SELECT j.id, s.progress FROM jobs j
            JOIN UNNEST($2::BIGINT[], $3::INT[], $4::JSONB[]) AS s (id, claims, progress)
              ON j.id = s.id AND j.claims = s.claims
            WHERE (j.worker_id, j.state) IS NOT DISTINCT FROM ($1, 'running')
            FOR UPDATE OF j SKIP LOCKED
        )
        UPDATE jobs j SET progress = m.progress FROM mine m WHERE j.id = m.id",
        worker,
        ids,
        claims,
        progress,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Finds workers whose lease ran out and puts their jobs back; returns how many.
/// An attempt that had begun counts, a job that only waited in hand does not.
pub(crate) async fn rescue(conn: &mut PgConnection) -> sqlx::Result<u64> {
    sqlx::query!("UPDATE workers SET state = 'lost' WHERE state = 'active' AND lease_until <= now()")
        .execute(&mut *conn)
        .await?;
    let rescued = sqlx::query!(
        "WITH lost AS (
            SELECT j.id, j.worker_id, j.attempts, j.started_at,
                   j.is_rerun_wanted AND j.started_at IS NOT NULL
                       AND j.attempts >= COALESCE(j.max_attempts, 10) AS reruns,
                   CASE WHEN j.request = 'cancel' THEN 'cancelled'
                        WHEN j.started_at IS NOT NULL AND j.attempts >= COALESCE(j.max_attempts, 10)
                             AND NOT j.is_rerun_wanted THEN 'discarded'
                        WHEN j.request = 'pause' THEN 'paused'
                        ELSE 'available' END AS new_state
            FROM jobs j LEFT JOIN workers w ON w.id = j.worker_id
            WHERE j.state = 'running' AND w.state IS DISTINCT FROM 'active'
            ORDER BY j.id LIMIT 5000
            FOR UPDATE OF j SKIP LOCKED
        ), freed AS (
            UPDATE jobs j SET
                state = l.new_state, worker_id = NULL, started_at = NULL, request = NULL, is_rerun_wanted = false,
                attempts = CASE WHEN l.reruns THEN 0 ELSE j.attempts END,
                finished_at = CASE WHEN l.new_state IN ('cancelled', 'discarded') THEN now() END,
                last_error_code = CASE WHEN l.started_at IS NULL THEN j.last_error_code ELSE 'job_worker_lost' END,
                last_error = CASE WHEN l.started_at IS NULL THEN j.last_error ELSE 'worker ' || l.worker_id END
            FROM lost l WHERE j.id = l.id
        )
        INSERT INTO job_attempts (job_id, worker_id, attempt, outcome, error_code, started_at)
        SELECT id, worker_id, attempts, 'lost', 'job_worker_lost', started_at FROM lost WHERE started_at IS NOT NULL",
    )
    .execute(&mut *conn)
    .await?;
    if rescued.rows_affected() > 0 {
        sqlx::query!("SELECT pg_notify('simpul_jobs', '')::TEXT AS done").fetch_one(conn).await?;
    }
    Ok(rescued.rows_affected())
}

/// Whether work of these kinds is due or running anywhere.
pub(crate) async fn any_due(conn: &mut PgConnection, queues: &[String], kinds: &[String]) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"SELECT EXISTS (
            SELECT FROM jobs WHERE queue = ANY($1) AND kind = ANY($2)
             AND (state = 'running' OR (state = 'available' AND run_at <= now()))) AS "any!""#,
        queues,
        kinds,
    )
    .fetch_one(conn)
    .await
}

/// Tells screens that jobs changed. Nothing is stored: what is missed here is
/// seen when the screen is next looked at.
pub(crate) async fn tell_screens(conn: &mut PgConnection) -> sqlx::Result<()> {
    sqlx::query!("SELECT pg_notify('simpul_events', '0:jobs')::TEXT AS done").fetch_one(conn).await?;
    Ok(())
}
