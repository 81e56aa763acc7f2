use std::time::Duration;

use sqlx::PgConnection;

use crate::error::Result;

/// How long what is finished is kept. What waits, runs, is paused or was
/// discarded is never trimmed: a person looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Completed and cancelled jobs, with the history of their attempts; `None`: whoever runs the engine lets go
    /// of them. 30 days.
    pub finished: Option<Duration>,
    /// Completed jobs of schedules that went well at once, where `finished` is not less: they are most of all jobs, and
    /// only say that a schedule kept its hour. 2 days.
    pub routine: Duration,
    /// The history of attempts that did not succeed; `None` likewise. 30 days.
    pub attempts: Option<Duration>,
    /// The outbox: longer than any screen stays without the database. 2 days.
    pub outbox: Duration,
    /// Workers that have signed off or were lost. 1 day.
    pub workers: Duration,
}

const DAY: Duration = Duration::from_secs(86_400);

impl Default for Retention {
    fn default() -> Self {
        Self { finished: Some(30 * DAY), routine: 2 * DAY, attempts: Some(30 * DAY), outbox: 2 * DAY, workers: DAY }
    }
}

/// Rows per statement: short locks, and an interruption loses little.
const BATCH: u64 = 5000;
/// Batches per table and call: the rest comes with the next hour, so that the
/// engine is not kept from its lease by a mountain.
const BATCHES_AT_MOST: u32 = 20;

/// Deletes what is older than `keep` allows, in batches of 5,000, at most
/// 100,000 rows of a table per call; returns how many rows went.
///
/// # Errors
/// The database's; batches done before stay done.
pub async fn retention_trim(conn: &mut PgConnection, keep: &Retention) -> Result<u64> {
    let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
    let mut total = 0;
    macro_rules! trim {
        ($age:expr, $sql:literal) => {{
            for _ in 0..BATCHES_AT_MOST {
                let gone = sqlx::query!($sql, $age.as_secs_f64(), limit).execute(&mut *conn).await?.rows_affected();
                total += gone;
                if gone < BATCH {
                    break;
                }
            }
        }};
    }
    if let Some(age) = keep.attempts {
        trim!(
            age,
            "DELETE FROM job_attempts WHERE id IN (
            SELECT id FROM job_attempts WHERE finished_at < now() - make_interval(secs => $1)
            ORDER BY finished_at LIMIT $2 FOR UPDATE SKIP LOCKED)"
        );
    }
    if let Some(age) = keep.finished {
        trim!(
            age,
            "DELETE FROM jobs WHERE id IN (
            SELECT id FROM jobs
            WHERE finished_at < now() - make_interval(secs => $1) AND state IN ('completed', 'cancelled')
            ORDER BY finished_at LIMIT $2 FOR UPDATE SKIP LOCKED)"
        );
    }
    trim!(
        keep.finished.map_or(keep.routine, |finished| finished.min(keep.routine)),
        "DELETE FROM jobs WHERE id IN (
            SELECT id FROM jobs
            WHERE finished_at < now() - make_interval(secs => $1) AND slot_at IS NOT NULL AND state = 'completed' AND attempts <= 1
            ORDER BY finished_at LIMIT $2 FOR UPDATE SKIP LOCKED)"
    );
    trim!(
        keep.outbox,
        "DELETE FROM outbox_events WHERE id IN (
            SELECT id FROM outbox_events WHERE at < now() - make_interval(secs => $1)
            ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED)"
    );
    trim!(
        keep.workers,
        "DELETE FROM workers WHERE id IN (
            SELECT id FROM workers WHERE state <> 'active' AND seen_at < now() - make_interval(secs => $1)
            LIMIT $2 FOR UPDATE SKIP LOCKED)"
    );
    Ok(total)
}
