use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use simpul_kernel::ids::JobId;
use tokio_util::sync::CancellationToken;

use crate::outcome::{Failure, Progress};
use crate::worker::ClaimedJob;

/// Why a handler should come to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StopReason {
    /// A person cancelled the job.
    Cancel,
    /// A person paused the job: give it back, it will not run until resumed.
    Pause,
    /// The program is closing: give it back, another worker goes on.
    Shutdown,
    /// This worker was taken for dead (the PC slept) and another has the job:
    /// change nothing more.
    LeaseLost,
}

/// The flag by which a running job is told to stop; the first reason stays.
#[derive(Debug, Clone, Default)]
pub(crate) struct StopFlag {
    token: CancellationToken,
    reason: Arc<Mutex<Option<StopReason>>>,
}

impl StopFlag {
    pub(crate) fn raise(&self, reason: StopReason) {
        self.reason.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(reason);
        self.token.cancel();
    }

    fn reason(&self) -> Option<StopReason> {
        *self.reason.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is shared between a running job and the engine.
#[derive(Debug, Clone, Default)]
pub(crate) struct Link {
    pub(crate) stop: StopFlag,
    /// Progress told and not yet written.
    pub(crate) progress: Arc<Mutex<Option<Progress>>>,
}

impl Link {
    pub(crate) fn take_progress(&self) -> Option<Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// One attempt at a job, as its handler sees it.
#[derive(Debug)]
pub struct JobContext {
    job: ClaimedJob,
    max_attempts: i16,
    link: Link,
}

impl JobContext {
    pub(crate) fn new(job: ClaimedJob, max_attempts: i16, link: Link) -> Self {
        Self { job, max_attempts, link }
    }

    /// The job's id.
    #[must_use]
    pub fn id(&self) -> JobId {
        self.job.id
    }

    /// The job's kind.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.job.kind
    }

    /// Which attempt this is, from 1. Attempts given back do not count.
    #[must_use]
    pub fn attempt(&self) -> i16 {
        self.job.attempt
    }

    /// The last attempt there will be.
    #[must_use]
    pub fn max_attempts(&self) -> i16 {
        self.max_attempts
    }

    /// The slot of the schedule this job fills: after a night without power the
    /// latest one missed, not the time it runs at last.
    #[must_use]
    pub fn slot_at(&self) -> Option<DateTime<Utc>> {
        self.job.slot_at
    }

    /// The payload as the handler's own type.
    ///
    /// # Errors
    /// `job_payload_invalid`, meant for [`crate::Outcome::Fail`].
    pub fn payload<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        T::deserialize(&self.job.payload).map_err(|error| Failure::new("job_payload_invalid", error))
    }

    /// Tells how far it is; written for the watchers at most every 200 ms, so it
    /// may be called for every item.
    pub fn progress(&self, done: i64, total: i64, note: Option<&str>) {
        let progress = Progress { done, total, note: note.map(Into::into) };
        *self.link.progress.lock().unwrap_or_else(PoisonError::into_inner) = Some(progress);
    }

    /// A person cancelled the job.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.stop_reason() == Some(StopReason::Cancel)
    }

    /// The handler should end soon, for any reason.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.link.stop.token.is_cancelled()
    }

    /// Why it should end, if it should.
    #[must_use]
    pub fn stop_reason(&self) -> Option<StopReason> {
        self.link.stop.reason()
    }

    /// Waits until the handler should end; for `select!`.
    pub async fn stopped(&self) -> StopReason {
        self.link.stop.token.cancelled().await;
        self.stop_reason().unwrap_or(StopReason::Shutdown)
    }
}
