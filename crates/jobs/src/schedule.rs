use chrono::{DateTime, Utc};
use serde::Serialize;
use simpul_kernel::ids::JobId;
use sqlx::{Connection, PgConnection};

use crate::enqueue::{NewJob, enqueue};
use crate::error::{Error, Result};
use crate::spec::Spec;

/// Work that comes by the clock.
#[derive(Debug, Clone)]
pub struct NewSchedule {
    name: String,
    spec: Spec,
    job: NewJob,
    counted_from: Option<DateTime<Utc>>,
}

impl NewSchedule {
    /// A schedule with its name, its slots and the kind of job it makes.
    #[must_use]
    pub fn new(name: impl Into<String>, spec: Spec, kind: impl Into<String>) -> Self {
        Self { name: name.into(), spec, job: NewJob::new(kind, &serde_json::json!({})), counted_from: None }
    }

    /// What the job is told; `{}` unless given.
    #[must_use]
    pub fn payload(mut self, payload: &impl Serialize) -> Self {
        self.job.payload = serde_json::to_value(payload).map_err(|error| error.to_string());
        self
    }

    /// The queue, priority, attempts and serial key of its jobs are those of
    /// this job; its kind and payload too.
    #[must_use]
    pub fn job(mut self, job: NewJob) -> Self {
        self.job = job;
        self
    }

    /// The first slot is the first after this instant, not after now.
    #[must_use]
    pub fn counted_from(mut self, from: DateTime<Utc>) -> Self {
        self.counted_from = Some(from);
        self
    }
}

/// A schedule as screens see it.
#[derive(Debug, Clone, Serialize)]
pub struct ScheduleView {
    /// Its name.
    pub name: String,
    /// Its slots, as [`Spec`] writes them.
    pub spec: String,
    /// The kind of job it makes.
    pub kind: String,
    /// Whether it fires.
    pub is_enabled: bool,
    /// The next slot.
    pub next_run_at: DateTime<Utc>,
    /// The last slot for which a job was made.
    pub last_slot_at: Option<DateTime<Utc>>,
}

/// Makes a schedule or brings it up to date; meant for every start of the
/// program. A slot already waited for stays unless the spec has changed, and a
/// schedule a person has switched off stays off.
///
/// # Errors
/// The database's, and [`Error::Payload`].
pub async fn schedule_set(conn: &mut PgConnection, schedule: &NewSchedule) -> Result<()> {
    let job = &schedule.job;
    let payload = job.payload.clone().map_err(|cause| Error::Payload { kind: job.kind.clone(), cause })?;
    let from = match schedule.counted_from {
        Some(from) => from,
        None => sqlx::query_scalar!(r#"SELECT now() AS "now!""#).fetch_one(&mut *conn).await?,
    };
    sqlx::query!(
        "INSERT INTO job_schedules AS s
            (name, spec, queue, kind, payload, priority, max_attempts, serial_key, next_run_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
         ON CONFLICT (name) DO UPDATE SET
            spec = excluded.spec, queue = excluded.queue, kind = excluded.kind, payload = excluded.payload,
            priority = excluded.priority, max_attempts = excluded.max_attempts, serial_key = excluded.serial_key,
            next_run_at = CASE WHEN s.spec = excluded.spec THEN s.next_run_at ELSE excluded.next_run_at END",
        schedule.name,
        schedule.spec.as_str(),
        job.queue,
        job.kind,
        payload,
        job.priority,
        job.max_attempts,
        job.serial_key,
        schedule.spec.next_after(from),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes the jobs whose slots have come and returns them. Slots missed while
/// nobody was on become one job, for the latest of them. Safe to call from every
/// process at once: each schedule is fired by one. `now` is the database's clock
/// unless a test says otherwise.
///
/// # Errors
/// The database's. A spec this version cannot read is logged and passed over.
pub async fn schedules_fire(conn: &mut PgConnection, now: Option<DateTime<Utc>>) -> Result<Vec<JobId>> {
    let is_any = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM job_schedules WHERE is_enabled AND next_run_at <= COALESCE($1, now())) AS "any!""#,
        now,
    )
    .fetch_one(&mut *conn)
    .await?;
    if !is_any {
        return Ok(Vec::new());
    }
    let mut tx = conn.begin().await?;
    let due = sqlx::query!(
        r#"SELECT id, name, spec, queue, kind, payload, priority, max_attempts, serial_key, next_run_at,
                  COALESCE($1, now()) AS "now!"
           FROM job_schedules WHERE is_enabled AND next_run_at <= COALESCE($1, now())
           ORDER BY id FOR UPDATE SKIP LOCKED"#,
        now,
    )
    .fetch_all(&mut *tx)
    .await?;
    let mut made = Vec::with_capacity(due.len());
    for row in due {
        let Ok(spec) = Spec::parse(&row.spec) else {
            tracing::error!(schedule = row.name, spec = row.spec, "schedule {} is not understood", row.name);
            continue;
        };
        let slot = spec.latest_missed(row.next_run_at, row.now);
        let mut job = NewJob::new(row.kind, &row.payload)
            .queue(row.queue)
            .priority(row.priority)
            .unique_key(format!("schedule:{}", row.name))
            .slot_at(slot);
        job.max_attempts = row.max_attempts;
        job.serial_key = row.serial_key;
        made.push(enqueue(&mut tx, &job).await?.id);
        sqlx::query!(
            "UPDATE job_schedules SET last_slot_at = $2, next_run_at = $3 WHERE id = $1",
            row.id,
            slot,
            spec.next_after(row.now),
        )
        .execute(&mut *tx)
        .await?;
    }
    tx.commit().await?;
    Ok(made)
}

/// All schedules by name.
///
/// # Errors
/// The database's.
pub async fn schedule_list(conn: &mut PgConnection) -> Result<Vec<ScheduleView>> {
    let rows = sqlx::query_as!(
        ScheduleView,
        "SELECT name, spec, kind, is_enabled, next_run_at, last_slot_at FROM job_schedules ORDER BY name"
    )
    .fetch_all(conn)
    .await?;
    Ok(rows)
}

/// Switches a schedule on or off; `false` when there is none of that name.
///
/// # Errors
/// The database's.
pub async fn schedule_enable(conn: &mut PgConnection, name: &str, is_enabled: bool) -> Result<bool> {
    let changed = sqlx::query!("UPDATE job_schedules SET is_enabled = $2 WHERE name = $1", name, is_enabled)
        .execute(conn)
        .await?;
    Ok(changed.rows_affected() == 1)
}
