use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use serde::Serialize;
use simpul_kernel::ids::JobId;
use sqlx::PgConnection;

use crate::error::{Error, Result};

/// Work to be enqueued.
#[derive(Debug, Clone)]
pub struct NewJob {
    pub(crate) kind: String,
    /// `Err` holds what serde said until the job is enqueued, so that building
    /// a job stays a chain.
    pub(crate) payload: std::result::Result<serde_json::Value, String>,
    pub(crate) queue: String,
    pub(crate) priority: i16,
    pub(crate) at: Option<DateTime<Utc>>,
    pub(crate) delay: Duration,
    pub(crate) max_attempts: Option<i16>,
    pub(crate) serial_key: Option<String>,
    pub(crate) unique_key: Option<String>,
    pub(crate) slot_at: Option<DateTime<Utc>>,
}

impl NewJob {
    /// Work of a kind, due at once, in queue `default`.
    #[must_use]
    pub fn new(kind: impl Into<String>, payload: &impl Serialize) -> Self {
        Self {
            kind: kind.into(),
            payload: serde_json::to_value(payload).map_err(|error| error.to_string()),
            queue: "default".into(),
            priority: 0,
            at: None,
            delay: Duration::ZERO,
            max_attempts: None,
            serial_key: None,
            unique_key: None,
            slot_at: None,
        }
    }

    /// The queue it waits in.
    #[must_use]
    pub fn queue(mut self, queue: impl Into<String>) -> Self {
        self.queue = queue.into();
        self
    }

    /// Lower runs first; 0 unless told.
    #[must_use]
    pub fn priority(mut self, priority: i16) -> Self {
        self.priority = priority;
        self
    }

    /// Not before this instant of the database's clock.
    #[must_use]
    pub fn at(mut self, at: DateTime<Utc>) -> Self {
        self.at = Some(at);
        self
    }

    /// Not before this long after the transaction began.
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// How often it may be attempted (1–1000); the handler's number unless told.
    #[must_use]
    pub fn max_attempts(mut self, attempts: i16) -> Self {
        self.max_attempts = Some(attempts);
        self
    }

    /// At most one job with this key runs at a time, in order of priority, due
    /// time and id.
    #[must_use]
    pub fn serial_key(mut self, key: impl Into<String>) -> Self {
        self.serial_key = Some(key.into());
        self
    }

    /// At most one unfinished job with this key. Asking again while it waits
    /// changes nothing but may hasten it (the first payload stays); asking while
    /// it runs makes it run once more.
    #[must_use]
    pub fn unique_key(mut self, key: impl Into<String>) -> Self {
        self.unique_key = Some(key.into());
        self
    }

    /// The slot of a schedule it fills.
    pub(crate) fn slot_at(mut self, slot: DateTime<Utc>) -> Self {
        self.slot_at = Some(slot);
        self
    }

    fn payload_json(&self) -> Result<serde_json::Value> {
        self.payload.clone().map_err(|cause| Error::Payload { kind: self.kind.clone(), cause })
    }
}

/// What enqueueing did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Enqueued {
    /// The job that will do the work.
    pub id: JobId,
    /// Whether it was made now; `false` when its unique key was taken.
    pub is_new: bool,
}

/// Adds a job in the caller's transaction. Workers are woken when it commits.
///
/// With a unique key that is taken the job's row stays locked until the caller
/// commits. That is what makes it safe: the job cannot begin, nor end, between
/// the caller's writes and their becoming visible.
///
/// # Errors
/// The database's, and [`Error::Payload`].
pub async fn enqueue(conn: &mut PgConnection, job: &NewJob) -> Result<Enqueued> {
    let payload = job.payload_json()?;
    let row = sqlx::query!(
        r#"WITH new AS (
            INSERT INTO jobs (queue, kind, payload, priority, run_at, max_attempts, serial_key, unique_key, slot_at)
            VALUES ($1, $2, $3, $4, COALESCE($5, now() + make_interval(secs => $6)), $7, $8, $9, $10)
            ON CONFLICT (unique_key) WHERE unique_key IS NOT NULL AND state IN ('available', 'running', 'paused')
            DO UPDATE SET
                run_at = CASE WHEN jobs.state = 'running' AND NOT jobs.is_rerun_wanted THEN excluded.run_at
                              ELSE LEAST(jobs.run_at, excluded.run_at) END,
                priority = LEAST(jobs.priority, excluded.priority),
                slot_at = COALESCE(excluded.slot_at, jobs.slot_at),
                is_rerun_wanted = jobs.state = 'running'
            RETURNING id, xmax = 0 AS is_new, run_at
        )
        SELECT id, is_new AS "is_new!",
               CASE WHEN run_at <= now() THEN pg_notify('simpul_jobs', '')::TEXT END AS notified
        FROM new"#,
        job.queue,
        job.kind,
        payload,
        job.priority,
        job.at,
        job.delay.as_secs_f64(),
        job.max_attempts,
        job.serial_key,
        job.unique_key,
        job.slot_at,
    )
    .fetch_one(conn)
    .await?;
    Ok(Enqueued { id: JobId(row.id), is_new: row.is_new })
}

/// Adds many jobs by one statement in the caller's transaction and returns how
/// many are new. Of several with one unique key in the list the first is taken.
///
/// # Errors
/// The database's, and [`Error::Payload`]; then none was added.
pub async fn enqueue_many(conn: &mut PgConnection, jobs: &[NewJob]) -> Result<u64> {
    if jobs.is_empty() {
        return Ok(0);
    }
    let columns = Columns::of(jobs)?;
    let row = sqlx::query!(
        r#"WITH new AS (
            INSERT INTO jobs (queue, kind, payload, priority, run_at, max_attempts, serial_key, unique_key, slot_at)
            SELECT n.queue, n.kind, n.payload, n.priority, COALESCE(n.at, now() + make_interval(secs => n.delay)),
                   n.max_attempts, n.serial_key, n.unique_key, n.slot_at
            FROM UNNEST($1::TEXT[], $2::TEXT[], $3::JSONB[], $4::SMALLINT[], $5::TIMESTAMPTZ[], $6::FLOAT8[],
                        $7::SMALLINT[], $8::TEXT[], $9::TEXT[], $10::TIMESTAMPTZ[])
                 AS n (queue, kind, payload, priority, at, delay, max_attempts, serial_key, unique_key, slot_at)
            ON CONFLICT (unique_key) WHERE unique_key IS NOT NULL AND state IN ('available', 'running', 'paused')
            DO UPDATE SET
                run_at = CASE WHEN jobs.state = 'running' AND NOT jobs.is_rerun_wanted THEN excluded.run_at
                              ELSE LEAST(jobs.run_at, excluded.run_at) END,
                priority = LEAST(jobs.priority, excluded.priority),
                slot_at = COALESCE(excluded.slot_at, jobs.slot_at),
                is_rerun_wanted = jobs.state = 'running'
            RETURNING xmax = 0 AS is_new, run_at
        ), counted AS (
            SELECT count(*) FILTER (WHERE is_new) AS created, bool_or(run_at <= now()) AS any_due FROM new
        )
        SELECT created AS "created!", CASE WHEN any_due THEN pg_notify('simpul_jobs', '')::TEXT END AS notified
        FROM counted"#,
        &columns.queue as &[&str],
        &columns.kind as &[&str],
        &columns.payload,
        &columns.priority,
        &columns.at as &[Option<DateTime<Utc>>],
        &columns.delay,
        &columns.max_attempts as &[Option<i16>],
        &columns.serial_key as &[Option<&str>],
        &columns.unique_key as &[Option<&str>],
        &columns.slot_at as &[Option<DateTime<Utc>>],
    )
    .fetch_one(conn)
    .await?;
    Ok(u64::try_from(row.created).unwrap_or(0))
}

/// A list of jobs turned into one array per column.
#[derive(Default)]
struct Columns<'a> {
    queue: Vec<&'a str>,
    kind: Vec<&'a str>,
    payload: Vec<serde_json::Value>,
    priority: Vec<i16>,
    at: Vec<Option<DateTime<Utc>>>,
    delay: Vec<f64>,
    max_attempts: Vec<Option<i16>>,
    serial_key: Vec<Option<&'a str>>,
    unique_key: Vec<Option<&'a str>>,
    slot_at: Vec<Option<DateTime<Utc>>>,
}

impl<'a> Columns<'a> {
    fn of(jobs: &'a [NewJob]) -> Result<Self> {
        let mut columns = Self::default();
        // Keyed jobs last and in key order: two callers then lock rows alike.
        let mut keyed = BTreeMap::new();
        for job in jobs {
            match &job.unique_key {
                Some(key) => {
                    keyed.entry(key).or_insert(job);
                }
                None => columns.push(job)?,
            }
        }
        for job in keyed.into_values() {
            columns.push(job)?;
        }
        Ok(columns)
    }

    fn push(&mut self, job: &'a NewJob) -> Result<()> {
        self.payload.push(job.payload_json()?);
        self.queue.push(&job.queue);
        self.kind.push(&job.kind);
        self.priority.push(job.priority);
        self.at.push(job.at);
        self.delay.push(job.delay.as_secs_f64());
        self.max_attempts.push(job.max_attempts);
        self.serial_key.push(job.serial_key.as_deref());
        self.unique_key.push(job.unique_key.as_deref());
        self.slot_at.push(job.slot_at);
        Ok(())
    }
}
