//! What screens show of the queue and what a person may do to it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use simpul_kernel::ids::JobId;
use sqlx::PgConnection;

use crate::error::Result;
use crate::outcome::Progress;

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Waits for its time or for a worker.
    Available,
    /// A worker has it.
    Running,
    /// Waits for a person to resume it.
    Paused,
    /// Done.
    Completed,
    /// Ended by a person.
    Cancelled,
    /// Dead: its attempts are used up, or trying again is useless.
    Discarded,
}

impl JobState {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Completed => "completed",
            Self::Cancelled => "cancelled",
            Self::Discarded => "discarded",
        }
    }

    /// Reads a name; the table's CHECK allows no other.
    fn parse(text: &str) -> Self {
        match text {
            "running" => Self::Running,
            "paused" => Self::Paused,
            "completed" => Self::Completed,
            "cancelled" => Self::Cancelled,
            "discarded" => Self::Discarded,
            _ => Self::Available,
        }
    }
}

/// A job as screens see it.
#[derive(Debug, Clone, Serialize)]
pub struct JobView {
    /// Its id.
    pub id: JobId,
    /// What kind of work.
    pub kind: String,
    /// The queue it waits in.
    pub queue: String,
    /// Where it stands.
    pub state: JobState,
    /// What it was told.
    pub payload: serde_json::Value,
    /// Lower runs first.
    pub priority: i16,
    /// Not before this instant.
    pub run_at: DateTime<Utc>,
    /// Attempts that count.
    pub attempts: i16,
    /// Attempts allowed; `None`: as the handler says.
    pub max_attempts: Option<i16>,
    /// When it was enqueued.
    pub created_at: DateTime<Utc>,
    /// When the latest attempt began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it came to its end.
    pub finished_at: Option<DateTime<Utc>>,
    /// `cancel` or `pause`, asked for while it runs.
    pub request: Option<String>,
    /// What it runs one at a time with.
    pub serial_key: Option<String>,
    /// Why the latest attempt did not succeed.
    pub last_error_code: Option<String>,
    /// The cause, for whoever looks into it.
    pub last_error: Option<String>,
    /// How far it is.
    pub progress: Option<Progress>,
    /// The worker that has or had it.
    pub worker_id: Option<i64>,
}

/// Which jobs somebody may know of, and cares for.
#[derive(Debug, Clone, Default)]
pub struct JobScope {
    /// A name in the payload, and the ids behind it that may be known of: a job that
    /// names another one is left out, one that names none is not. `None`: all jobs.
    pub only: Option<(&'static str, Vec<i64>)>,
    /// Leaves out what a schedule makes, while it gives no trouble.
    pub without_routine: bool,
}

impl JobScope {
    fn name_and_ids(&self) -> (Option<&'static str>, Vec<String>) {
        let ids = self.only.iter().flat_map(|(_, ids)| ids).map(ToString::to_string).collect();
        (self.only.as_ref().map(|(name, _)| *name), ids)
    }
}

/// Which jobs to list.
#[derive(Debug, Clone, Default)]
pub struct JobFilter {
    /// Only in these states; empty: all.
    pub states: Vec<JobState>,
    /// Only of this kind.
    pub kind: Option<String>,
    /// Only those somebody may know of and cares for.
    pub scope: JobScope,
    /// Only older than this one: the last of the page before.
    pub before: Option<JobId>,
    /// At most so many (1–500).
    pub limit: i64,
}

/// How many jobs there are of those that a person cares for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct JobCounts {
    /// Waiting, due or not.
    pub available: i64,
    /// Running.
    pub running: i64,
    /// Paused.
    pub paused: i64,
    /// Dead.
    pub discarded: i64,
}

/// An attempt that did not succeed.
#[derive(Debug, Clone, Serialize)]
pub struct AttemptView {
    /// Its number, from 1.
    pub attempt: i16,
    /// `retry`, `fail`, `cancel` or `lost`.
    pub outcome: String,
    /// Why, by code.
    pub error_code: Option<String>,
    /// The cause.
    pub error: Option<String>,
    /// When it began.
    pub started_at: Option<DateTime<Utc>>,
    /// When it ended, or was found to be lost.
    pub finished_at: DateTime<Utc>,
    /// The worker that made it.
    pub worker_id: Option<i64>,
}

/// A worker as screens see it.
#[derive(Debug, Clone, Serialize)]
pub struct WorkerView {
    /// Its id.
    pub id: i64,
    /// The computer it runs on.
    pub host: String,
    /// Its process there.
    pub pid: i32,
    /// The program's version.
    pub version: String,
    /// `active`, `stopped` or `lost`.
    pub state: String,
    /// Whether NOTIFY reaches it; otherwise it polls.
    pub is_listening: bool,
    /// When it came on duty.
    pub started_at: DateTime<Utc>,
    /// Its last heartbeat.
    pub seen_at: DateTime<Utc>,
    /// Jobs in its hands.
    pub running: i64,
}

/// Expands to the query for job rows with the given end, so that both lists have
/// one set of columns.
macro_rules! job_rows {
    ($($tail:literal)+, $($arg:expr),*) => {
        sqlx::query!(
            "SELECT id, kind, queue, state, payload, priority, run_at, attempts, max_attempts, created_at, started_at,
                    finished_at, request, serial_key, last_error_code, last_error, progress, worker_id
             FROM jobs "$( + $tail)+,
            $($arg),*
        )
        .map(|row| JobView {
            id: JobId(row.id),
            kind: row.kind,
            queue: row.queue,
            state: JobState::parse(&row.state),
            payload: row.payload,
            priority: row.priority,
            run_at: row.run_at,
            attempts: row.attempts,
            max_attempts: row.max_attempts,
            created_at: row.created_at,
            started_at: row.started_at,
            finished_at: row.finished_at,
            request: row.request,
            serial_key: row.serial_key,
            last_error_code: row.last_error_code,
            last_error: row.last_error,
            progress: row.progress.and_then(|json| serde_json::from_value(json).ok()),
            worker_id: row.worker_id,
        })
    };
}

/// One job.
///
/// # Errors
/// The database's.
pub async fn job_find(conn: &mut PgConnection, id: JobId) -> Result<Option<JobView>> {
    Ok(job_rows!("WHERE id = $1", id.0).fetch_optional(conn).await?)
}

/// Jobs, newest first.
///
/// # Errors
/// The database's.
pub async fn jobs_list(conn: &mut PgConnection, filter: &JobFilter) -> Result<Vec<JobView>> {
    let (name, ids) = filter.scope.name_and_ids();
    let states: Vec<String> = filter.states.iter().map(|state| state.as_str().to_owned()).collect();
    // A kind that is asked for is a statement of its own, word for word as its index is made.
    macro_rules! listed {
        ($kind:literal $(, $arg:expr)?) => {
            job_rows!(
                "WHERE (cardinality($1::TEXT[]) = 0 OR state = ANY($1)) AND ($2::BIGINT IS NULL OR id < $2)
                   AND ($4::TEXT IS NULL OR payload ->> $4 IS NULL OR payload ->> $4 = ANY($5))
                   AND (NOT $6 OR slot_at IS NULL OR state = 'discarded' OR (finished_at IS NULL AND last_error_code IS NOT NULL))"
                $kind
                "ORDER BY id DESC LIMIT $3",
                &states,
                filter.before.map(|id| id.0),
                filter.limit.clamp(1, 500),
                name,
                &ids,
                filter.scope.without_routine
                $(, $arg)?
            )
            .fetch_all(conn)
            .await?
        };
    }
    Ok(match filter.kind.as_deref() {
        Some(kind) => listed!(" AND kind = $7 ", kind),
        None => listed!(" "),
    })
}

/// How many jobs wait, run, are paused or dead.
///
/// # Errors
/// The database's.
pub async fn jobs_count(conn: &mut PgConnection, scope: &JobScope) -> Result<JobCounts> {
    let (name, ids) = scope.name_and_ids();
    // Each state is read from its own partial index.
    let counts = sqlx::query_as!(
        JobCounts,
        r#"SELECT count(*) FILTER (WHERE state = 'available') AS "available!",
                  count(*) FILTER (WHERE state = 'running') AS "running!",
                  count(*) FILTER (WHERE state = 'paused') AS "paused!",
                  count(*) FILTER (WHERE state = 'discarded') AS "discarded!"
           FROM (SELECT state, payload, slot_at, last_error_code FROM jobs WHERE state = 'available'
                 UNION ALL SELECT state, payload, slot_at, last_error_code FROM jobs WHERE state = 'running'
                 UNION ALL SELECT state, payload, slot_at, last_error_code FROM jobs WHERE state = 'paused'
                 UNION ALL SELECT state, payload, slot_at, last_error_code FROM jobs WHERE state = 'discarded') AS j
           WHERE ($1::TEXT IS NULL OR payload ->> $1 IS NULL OR payload ->> $1 = ANY($2))
             AND (NOT $3 OR slot_at IS NULL OR state = 'discarded' OR last_error_code IS NOT NULL)"#,
        name,
        &ids,
        scope.without_routine
    )
    .fetch_one(conn)
    .await?;
    Ok(counts)
}

/// The attempts of a job that did not succeed, oldest first.
///
/// # Errors
/// The database's.
pub async fn job_attempts(conn: &mut PgConnection, id: JobId) -> Result<Vec<AttemptView>> {
    let rows = sqlx::query_as!(
        AttemptView,
        "SELECT attempt, outcome, error_code, error, started_at, finished_at, worker_id
         FROM job_attempts WHERE job_id = $1 ORDER BY id LIMIT 1000",
        id.0,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// All workers, those on duty first.
///
/// # Errors
/// The database's.
pub async fn workers_list(conn: &mut PgConnection) -> Result<Vec<WorkerView>> {
    let rows = sqlx::query_as!(
        WorkerView,
        r#"SELECT id, host, pid, version, state, is_listening, started_at, seen_at,
                  (SELECT count(*) FROM jobs j WHERE j.worker_id = w.id AND j.state = 'running') AS "running!"
           FROM workers w ORDER BY state <> 'active', id DESC LIMIT 200"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Cancels a job: at once when it waits; when it runs its handler is told, and
/// whatever it answers but "done" ends in `cancelled`. `false`: it has ended.
///
/// # Errors
/// The database's.
pub async fn job_cancel(conn: &mut PgConnection, id: JobId) -> Result<bool> {
    let row = sqlx::query!(
        "WITH changed AS (
            UPDATE jobs SET
                state = CASE WHEN state = 'running' THEN state ELSE 'cancelled' END,
                request = CASE WHEN state = 'running' THEN 'cancel' END,
                finished_at = CASE WHEN state = 'running' THEN NULL ELSE now() END
            WHERE id = $1 AND state IN ('available', 'paused', 'running')
            RETURNING id
        )
        SELECT pg_notify('simpul_jobs', 'stop')::TEXT AS sent FROM changed",
        id.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.is_some())
}

/// Pauses a job: at once when it waits; when it runs its handler is told, and
/// the job rests if it is given back. `false`: not waiting or running, or about
/// to be cancelled.
///
/// # Errors
/// The database's.
pub async fn job_pause(conn: &mut PgConnection, id: JobId) -> Result<bool> {
    let row = sqlx::query!(
        "WITH changed AS (
            UPDATE jobs SET
                state = CASE WHEN state = 'running' THEN state ELSE 'paused' END,
                request = CASE WHEN state = 'running' THEN 'pause' END
            WHERE id = $1 AND state IN ('available', 'running') AND request IS DISTINCT FROM 'cancel'
            RETURNING id
        )
        SELECT pg_notify('simpul_jobs', 'stop')::TEXT AS sent FROM changed",
        id.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.is_some())
}

/// Lets a paused job run, now. A pause that has not yet taken effect is taken
/// back. `false`: neither.
///
/// # Errors
/// The database's.
pub async fn job_resume(conn: &mut PgConnection, id: JobId) -> Result<bool> {
    let row = sqlx::query!(
        "WITH changed AS (
            UPDATE jobs SET
                request = NULL,
                run_at = CASE WHEN state = 'running' THEN run_at ELSE now() END,
                state = CASE WHEN state = 'running' THEN state ELSE 'available' END
            WHERE id = $1 AND (state = 'paused' OR (state = 'running' AND request = 'pause'))
            RETURNING id
        )
        SELECT pg_notify('simpul_jobs', '')::TEXT AS sent FROM changed",
        id.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.is_some())
}

/// Gives a dead or cancelled job a new life with all its attempts, now; lets one
/// that waits for its back-off run at once. `false`: it runs, is paused or done,
/// or another job with its unique key has come since.
///
/// # Errors
/// The database's.
pub async fn job_retry(conn: &mut PgConnection, id: JobId) -> Result<bool> {
    let row = sqlx::query!(
        "WITH changed AS (
            UPDATE jobs j SET
                attempts = CASE WHEN j.state = 'available' THEN j.attempts ELSE 0 END,
                state = 'available', run_at = now(), finished_at = NULL, started_at = NULL, worker_id = NULL,
                progress = NULL
            WHERE j.id = $1 AND j.state IN ('discarded', 'cancelled', 'available')
              AND NOT EXISTS (
                  SELECT FROM jobs o WHERE o.unique_key = j.unique_key AND o.id <> j.id
                    AND o.state IN ('available', 'running', 'paused'))
            RETURNING id
        )
        SELECT pg_notify('simpul_jobs', '')::TEXT AS sent FROM changed",
        id.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.is_some())
}

/// Removes a dead job and its history from sight for good. `false`: not dead.
///
/// # Errors
/// The database's.
pub async fn job_dismiss(conn: &mut PgConnection, id: JobId) -> Result<bool> {
    let gone = sqlx::query!("DELETE FROM jobs WHERE id = $1 AND state = 'discarded'", id.0).execute(conn).await?;
    Ok(gone.rows_affected() == 1)
}
