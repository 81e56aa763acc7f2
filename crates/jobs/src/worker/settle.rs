//! Settling: what became of the jobs this worker ran.

use std::time::Duration;

use rand::Rng;
use sqlx::PgConnection;

use crate::outcome::{Failure, Outcome};
use crate::{BackOff, worker::store::ClaimedJob};

/// How long a job that was passed on waits where the other worker does not hear of
/// it. By chance, and longer than a poll: else the same worker, whose poll comes
/// first after a fixed wait, would find it each time, and the other one never.
const UNHEARD: (Duration, Duration) = (Duration::from_secs(1), Duration::from_secs(6));

/// One job that has ended, waiting to be written.
#[derive(Debug)]
pub(crate) struct Settlement {
    pub(crate) id: i64,
    pub(crate) claims: i32,
    /// Who claimed it. A worker that was taken for dead signs on under a new id,
    /// so that a result of its former life can settle nothing.
    pub(crate) worker: i64,
    pub(crate) verdict: Verdict,
}

#[derive(Debug)]
pub(crate) enum Verdict {
    /// Done, and nobody can be holding the row.
    Done,
    /// Done; an enqueuer with the same unique key may be holding the row.
    DoneUnique,
    Other {
        outcome: &'static str,
        after: Duration,
        why: Failure,
        /// The worker that is told to take it at once.
        to: Option<String>,
    },
}

impl Settlement {
    /// Turns a handler's outcome into what will be written. Whether attempts are
    /// used up is decided here; a cancel or pause asked for is applied in SQL.
    pub(crate) fn new(job: &ClaimedJob, max_attempts: i16, back_off: BackOff, outcome: Outcome) -> Self {
        let other = |outcome, after, why| Verdict::Other { outcome, after, why, to: None };
        let verdict = match outcome {
            Outcome::Done if job.has_unique_key => Verdict::DoneUnique,
            Outcome::Done => Verdict::Done,
            Outcome::Retry { why, .. } if job.attempt >= max_attempts => other("fail", Duration::ZERO, why),
            Outcome::Retry { after, why } => {
                let attempt = u16::try_from(job.attempt).unwrap_or(1);
                other("retry", after.unwrap_or_else(|| back_off.wait(attempt, rand::rng().random())), why)
            }
            Outcome::GiveBack { after, why } => other("give_back", after, why),
            Outcome::PassOn { to, why } => {
                let after = UNHEARD.0 + (UNHEARD.1 - UNHEARD.0).mul_f64(rand::rng().random());
                Verdict::Other { outcome: "give_back", after, why, to: Some(to) }
            }
            Outcome::Fail(why) => other("fail", Duration::ZERO, why),
            Outcome::Cancelled => other("cancel", Duration::ZERO, Failure::new("job_cancelled", "")),
        };
        Self { id: job.id.0, claims: job.claims, worker: job.worker, verdict }
    }

    /// A job taken in advance that goes back untouched.
    pub(crate) fn untouched(job: &ClaimedJob) -> Self {
        let verdict = Verdict::Other {
            outcome: "untouched",
            after: Duration::ZERO,
            why: Failure { code: String::new(), detail: String::new() },
            to: None,
        };
        Self { id: job.id.0, claims: job.claims, worker: job.worker, verdict }
    }
}

/// Writes a batch and leaves in it what has to be tried again: rows held by
/// somebody at the moment. What another worker has taken over is dropped.
pub(crate) async fn settle(conn: &mut PgConnection, worker: i64, pending: &mut Vec<Settlement>) -> sqlx::Result<()> {
    pending.retain(|s| s.worker == worker || taken_over(s));
    let done = ids_of(pending, |verdict| matches!(verdict, Verdict::Done));
    if !done.is_empty() {
        let settled = settle_done(conn, worker, &done).await?;
        forget(pending, settled);
    }
    let unique = ids_of(pending, |verdict| matches!(verdict, Verdict::DoneUnique));
    if !unique.is_empty() {
        let settled = settle_done_unique(conn, worker, &unique).await?;
        forget(pending, settled);
    }
    if pending.iter().any(|s| matches!(s.verdict, Verdict::Other { .. })) {
        let settled = settle_other(conn, worker, pending).await?;
        pass_on(conn, pending, &settled).await?;
        forget(pending, settled);
    }
    if pending.is_empty() {
        return Ok(());
    }
    let rest = ids_of(pending, |_| true);
    let mut held = still_mine(conn, worker, &rest).await?;
    held.sort_unstable();
    pending.retain(|s| held.binary_search(&s.id).is_ok() || taken_over(s));
    Ok(())
}

/// Says so; the answer is always "do not keep it".
fn taken_over(s: &Settlement) -> bool {
    tracing::warn!(job_id = s.id, worker_id = s.worker, "job {} was taken over; its result is dropped", s.id);
    false
}

/// Takes out what is written.
fn forget(pending: &mut Vec<Settlement>, mut settled: Vec<i64>) {
    if settled.len() == pending.len() {
        pending.clear();
        return;
    }
    settled.sort_unstable();
    pending.retain(|s| settled.binary_search(&s.id).is_err());
}

/// Ids in order, so that two statements lock rows alike.
fn ids_of(pending: &[Settlement], wanted: impl Fn(&Verdict) -> bool) -> Vec<i64> {
    let mut ids: Vec<i64> = pending.iter().filter(|s| wanted(&s.verdict)).map(|s| s.id).collect();
    ids.sort_unstable();
    ids
}

// "Mine and running" is written so that only the primary key can serve it. The
// planner, who often takes the running jobs for none at all, would else walk
// through every job of this worker for each one it settles.

async fn settle_done(conn: &mut PgConnection, worker: i64, ids: &[i64]) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        "UPDATE jobs j SET
            state = 'completed', finished_at = now(), request = NULL,
            attempts = j.attempts + (j.started_at IS NULL)::INT, started_at = COALESCE(j.started_at, now())
         WHERE j.id = ANY($2) AND (j.worker_id, j.state) IS NOT DISTINCT FROM ($1, 'running')
         RETURNING j.id",
        worker,
        ids,
    )
    .fetch_all(conn)
    .await
}

async fn settle_done_unique(conn: &mut PgConnection, worker: i64, ids: &[i64]) -> sqlx::Result<Vec<i64>> {
    let rows = sqlx::query!(
        r#"WITH mine AS (
            SELECT j.id FROM jobs j
            WHERE j.id = ANY($2) AND (j.worker_id, j.state) IS NOT DISTINCT FROM ($1, 'running')
            ORDER BY j.id FOR UPDATE OF j SKIP LOCKED
        )
        UPDATE jobs j SET
            state = CASE WHEN j.is_rerun_wanted THEN 'available' ELSE 'completed' END,
            finished_at = CASE WHEN j.is_rerun_wanted THEN NULL ELSE now() END,
            attempts = CASE WHEN j.is_rerun_wanted THEN 0 ELSE j.attempts + (j.started_at IS NULL)::INT END,
            started_at = CASE WHEN j.is_rerun_wanted THEN NULL ELSE COALESCE(j.started_at, now()) END,
            worker_id = CASE WHEN j.is_rerun_wanted THEN NULL ELSE j.worker_id END,
            request = NULL, is_rerun_wanted = false
        FROM mine m WHERE j.id = m.id
        RETURNING j.id"#,
        worker,
        ids,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

async fn settle_other(conn: &mut PgConnection, worker: i64, pending: &[Settlement]) -> sqlx::Result<Vec<i64>> {
    let mut ids = Vec::new();
    let (mut outcomes, mut afters, mut codes, mut details) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for s in pending {
        if let Verdict::Other { outcome, after, why, .. } = &s.verdict {
            ids.push(s.id);
            outcomes.push(*outcome);
            afters.push(after.as_secs_f64());
            codes.push(why.code.as_str());
            details.push(why.detail.as_str());
        }
    }
    sqlx::query_scalar!(
        r#"WITH mine AS (
            SELECT j.id, s.outcome, s.after, NULLIF(s.code, '') AS code, NULLIF(s.detail, '') AS detail,
                   j.started_at, j.is_rerun_wanted AND s.outcome = 'fail' AND j.request IS NULL AS reruns,
                   j.attempts + (j.started_at IS NULL)::INT AS attempt,
                   CASE WHEN j.request = 'cancel' OR s.outcome = 'cancel' THEN 'cancelled'
                        WHEN s.outcome = 'fail' AND NOT j.is_rerun_wanted THEN 'discarded'
                        WHEN j.request = 'pause' THEN 'paused'
                        ELSE 'available' END AS new_state
            FROM jobs j
            JOIN UNNEST($2::BIGINT[], $3::TEXT[], $4::FLOAT8[], $5::TEXT[], $6::TEXT[])
              AS s (id, outcome, after, code, detail) ON j.id = s.id
            WHERE (j.worker_id, j.state) IS NOT DISTINCT FROM ($1, 'running')
            ORDER BY j.id FOR UPDATE OF j SKIP LOCKED
        ), changed AS (
            UPDATE jobs j SET
                state = m.new_state, request = NULL, is_rerun_wanted = false,
                finished_at = CASE WHEN m.new_state IN ('cancelled', 'discarded') THEN now() END,
                run_at = CASE WHEN m.new_state = 'available' AND NOT m.reruns AND m.outcome <> 'untouched'
                              THEN now() + make_interval(secs => m.after) ELSE j.run_at END,
                attempts = CASE WHEN m.reruns THEN 0
                                WHEN m.outcome IN ('give_back', 'untouched') THEN m.attempt - 1
                                ELSE m.attempt END,
                started_at = CASE WHEN m.new_state IN ('cancelled', 'discarded') THEN j.started_at END,
                worker_id = CASE WHEN m.new_state IN ('cancelled', 'discarded') THEN j.worker_id END,
                last_error_code = COALESCE(m.code, j.last_error_code),
                last_error = CASE WHEN m.code IS NULL THEN j.last_error ELSE m.detail END
            FROM mine m WHERE j.id = m.id
        ), history AS (
            INSERT INTO job_attempts (job_id, worker_id, attempt, outcome, error_code, error, started_at)
            SELECT id, $1, attempt, outcome, code, detail, COALESCE(started_at, now())
            FROM mine WHERE outcome IN ('retry', 'fail', 'cancel')
        )
        SELECT id FROM mine"#,
        worker,
        &ids,
        &outcomes as &[&str],
        &afters,
        &codes as &[&str],
        &details as &[&str],
    )
    .fetch_all(conn)
    .await
}

/// Tells the workers that jobs were passed on to.
async fn pass_on(conn: &mut PgConnection, pending: &[Settlement], settled: &[i64]) -> sqlx::Result<()> {
    let told = pending.iter().filter(|s| settled.contains(&s.id)).filter_map(|s| match &s.verdict {
        Verdict::Other { to: Some(to), .. } => Some(format!("for:{to}:{}", s.id)),
        _ => None,
    });
    let told: Vec<String> = told.collect();
    if !told.is_empty() {
        sqlx::query!("SELECT pg_notify('simpul_jobs', said)::TEXT AS done FROM UNNEST($1::TEXT[]) AS t (said)", &told)
            .fetch_all(conn)
            .await?;
    }
    Ok(())
}

async fn still_mine(conn: &mut PgConnection, worker: i64, ids: &[i64]) -> sqlx::Result<Vec<i64>> {
    sqlx::query_scalar!(
        "SELECT j.id FROM jobs j
         WHERE j.id = ANY($2) AND (j.worker_id, j.state) IS NOT DISTINCT FROM ($1, 'running')",
        worker,
        ids,
    )
    .fetch_all(conn)
    .await
}
