//! Background work as screens see it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use simpul_kernel::Page;
use simpul_kernel::ids::{JobId, RouterId};
use ts_rs::TS;

/// Lists jobs, newest first.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct JobList {
    /// `running`, `waiting`, `failed` or `done`; absent = all.
    #[ts(optional)]
    pub group: Option<JobGroup>,
    /// Only of this kind, e.g. `router_drain`.
    #[ts(optional)]
    pub kind: Option<String>,
    /// Also what schedules make and what gives no trouble; absent = no.
    #[ts(optional)]
    pub include_routine: Option<bool>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Work at a glance.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct JobSummaryGet {
    /// Counts also what schedules make and what gives no trouble; absent = no.
    #[ts(optional)]
    pub include_routine: Option<bool>,
}

/// Groups of job states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum JobGroup {
    /// Being worked on.
    Running,
    /// Due or waiting for a retry.
    Waiting,
    /// Given up; needs a person.
    Failed,
    /// Finished or cancelled.
    Done,
}

/// Names one job.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct JobRef {
    /// Which.
    pub job_id: JobId,
}

/// A job.
#[derive(Debug, Clone, Serialize, TS)]
pub struct JobRow {
    /// Which.
    pub job_id: JobId,
    /// Kind, e.g. `router_drain`.
    pub kind: String,
    /// Group of its state.
    pub group: JobGroup,
    /// Exact state.
    pub state: String,
    /// What it is about, e.g. a router's name.
    pub subject: Option<String>,
    /// Router it works on.
    pub router_id: Option<RouterId>,
    /// Done so far.
    pub progress_done: Option<i64>,
    /// Of.
    pub progress_total: Option<i64>,
    /// Attempts.
    pub attempts: i32,
    /// At most.
    pub max_attempts: i32,
    /// Code of the last error.
    pub error_code: Option<String>,
    /// Its parameters.
    #[ts(type = "Record<string, unknown> | null")]
    pub error_params: Option<serde_json::Value>,
    /// Due.
    pub run_at: DateTime<Utc>,
    /// Made.
    pub created_at: DateTime<Utc>,
    /// Ended.
    pub finished_at: Option<DateTime<Utc>>,
}

/// A worker that lives, or did.
#[derive(Debug, Clone, Serialize, TS)]
pub struct WorkerRow {
    /// Computer; absent where the caller sees no router it holds.
    pub host: Option<String>,
    /// Program version.
    pub version: String,
    /// Last sign of life.
    pub seen_at: DateTime<Utc>,
    /// Seen within the last minute.
    pub is_alive: bool,
}

/// Work at a glance, for the top bar.
#[derive(Debug, Clone, Serialize, TS)]
pub struct JobSummary {
    /// Being worked on.
    pub running: i64,
    /// Waiting.
    pub waiting: i64,
    /// Given up.
    pub failed: i64,
    /// The jobs with progress, for the cards.
    pub cards: Vec<BatchProgress>,
    /// Workers.
    pub workers: Vec<WorkerRow>,
}

/// A batch on its way to the routers.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BatchProgress {
    /// Batch.
    pub batch_id: simpul_kernel::ids::VoucherBatchId,
    /// Its code.
    pub batch_code: String,
    /// Copies done.
    pub done: i64,
    /// Copies in all.
    pub total: i64,
    /// Copies refused.
    pub failed: i64,
    /// Copies a second over the last half minute; absent = nothing moves.
    pub per_second: Option<f64>,
    /// Routers it waits for, by name.
    pub waiting_for: Vec<String>,
    /// Held by a person.
    pub is_paused: bool,
}
