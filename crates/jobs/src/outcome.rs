use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Why an attempt did not succeed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What a person can react to, a stable name (`router_unreachable`).
    pub code: String,
    /// The cause, for whoever looks into it. Never a secret.
    pub detail: String,
}

impl Failure {
    /// Codes the queue itself stores, beside those of the handlers.
    pub const CODES: &'static [&'static str] =
        &["job_cancelled", "job_panicked", "job_payload_invalid", "job_stopped", "job_timeout", "job_worker_lost"];

    /// A failure with its code and cause.
    #[must_use]
    pub fn new(code: impl Into<String>, detail: impl std::fmt::Display) -> Self {
        Self { code: code.into(), detail: detail.to_string() }
    }
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The work is done.
    Done,
    /// Failed; try again after a while (`None`: the handler's back-off), until
    /// the attempts are used up and the job is discarded.
    Retry {
        /// The wait, or `None` for the handler's back-off.
        after: Option<Duration>,
        /// What went wrong.
        why: Failure,
    },
    /// Could not be tried here and now (router out of reach, stopping): counts
    /// no attempt.
    GiveBack {
        /// How long to leave it.
        after: Duration,
        /// Why it was not tried.
        why: Failure,
    },
    /// Can only be done where something else lies that the work needs (a router's
    /// line): the worker of this name is told and takes it at once; where it does
    /// not, whoever looks next after a few seconds. Counts no attempt.
    PassOn {
        /// [`crate::WorkerConfig::name`] of the other worker.
        to: String,
        /// Why it was not done here.
        why: Failure,
    },
    /// Trying again is useless: discarded at once.
    Fail(Failure),
    /// Stopped because a person cancelled it.
    Cancelled,
}

/// How far a job is, for whoever watches.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Units done.
    pub done: i64,
    /// Units in all; 0 when not known.
    pub total: i64,
    /// A text code for what is being done.
    pub note: Option<String>,
}
