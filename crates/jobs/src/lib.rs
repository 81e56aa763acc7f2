//! A durable job queue on PostgreSQL: claim, lease, retry, rescue, schedule, and
//! the outbox that tells screens what changed. Knows no business.
//!
//! - **Enqueue in the transaction that causes the work** ([`enqueue`],
//!   [`enqueue_many`]): work and cause commit together or not at all.
//! - **Claim, commit, run, settle.** No transaction is open while a handler runs.
//!   A worker's lease is renewed by its heartbeat; the jobs of a worker that died
//!   go back, and only an attempt that had begun counts.
//! - **Handlers are reconcilers**: they may run twice, late, or after a power cut.
//! - **One at a time** by serial key, **once** by unique key. A unique job asked
//!   for again while it runs is run once more, so a wish is never lost.
//! - **The clock is the database's.** Nothing here reads the desk's.
//!
//! A [`Worker`] holds two connections of its own: one that listens, one on which
//! the engine claims and settles in batches. Handlers bring their own.
//!
//! Tables owned: `jobs`, `job_attempts`, `job_schedules`, `workers`,
//! `outbox_events`.

mod back_off;
mod context;
mod enqueue;
mod error;
mod events;
mod handler;
mod listen;
mod outbox;
mod outcome;
mod retention;
mod schedule;
mod screen;
mod spec;
mod worker;

pub use async_trait::async_trait;
pub use back_off::BackOff;
pub use context::{JobContext, StopReason};
pub use enqueue::{Enqueued, NewJob, enqueue, enqueue_many};
pub use error::{Error, Result};
pub use events::Events;
pub use handler::{Handler, Registry};
pub use outbox::{EventPayload, OutboxReader, Tags, notify};
pub use outcome::{Failure, Outcome, Progress};
pub use retention::{Retention, retention_trim};
pub use schedule::{NewSchedule, ScheduleView, schedule_enable, schedule_list, schedule_set, schedules_fire};
pub use screen::{
    AttemptView, JobCounts, JobFilter, JobScope, JobState, JobView, WorkerView, job_attempts, job_cancel, job_dismiss,
    job_find, job_pause, job_resume, job_retry, jobs_count, jobs_list, workers_list,
};
pub use spec::Spec;
pub use worker::{Worker, WorkerConfig, drain};

/// The NOTIFY channel that wakes workers.
pub const JOBS_CHANNEL: &str = "simpul_jobs";
/// The NOTIFY channel that tells screens what changed.
pub const EVENTS_CHANNEL: &str = "simpul_events";
