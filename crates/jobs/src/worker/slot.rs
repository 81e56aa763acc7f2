use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use tokio::sync::mpsc::UnboundedSender;
use tokio_util::sync::CancellationToken;

use super::hand::Hand;
use super::settle::Settlement;
use crate::context::{JobContext, StopReason};
use crate::handler::{Handler, Registry};
use crate::outcome::{Failure, Outcome, Progress};
use crate::worker::ClaimedJob;

/// What a slot tells the engine: the end of a job, and its last progress.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) settlement: Settlement,
    pub(crate) progress: Option<Progress>,
}

/// Runs one handler at a time.
pub(crate) struct Slot {
    pub(crate) registry: Registry,
    pub(crate) hand: Arc<Hand>,
    pub(crate) results: UnboundedSender<Ended>,
    pub(crate) stop: CancellationToken,
}

impl Slot {
    pub(crate) async fn run(self) {
        loop {
            let (job, link) = self.hand.take().await;
            if self.stop.is_cancelled() {
                link.stop.raise(StopReason::Shutdown);
            }
            let settlement = match self.registry.get(&job.kind) {
                Some(handler) => {
                    let max_attempts = job.max_attempts.unwrap_or_else(|| handler.max_attempts());
                    let ctx = JobContext::new(job.clone(), max_attempts, link);
                    let outcome = self.attempt(handler.as_ref(), &ctx).await;
                    log(&job, &outcome);
                    Settlement::new(&job, max_attempts, handler.back_off(), outcome)
                }
                // Claiming asks only for known kinds.
                None => Settlement::untouched(&job),
            };
            let progress = self.hand.finished(job.id.0, job.claims);
            if self.results.send(Ended { settlement, progress }).is_err() {
                return;
            }
        }
    }

    /// One attempt: bounded in time, and a panic is an outcome like any other.
    async fn attempt(&self, handler: &dyn Handler, ctx: &JobContext) -> Outcome {
        let work = AssertUnwindSafe(handler.run(ctx)).catch_unwind();
        let retry = |code, detail: String| Outcome::Retry { after: None, why: Failure::new(code, detail) };
        tokio::select! {
            ended = tokio::time::timeout(handler.timeout(), work) => match ended {
                Ok(Ok(outcome)) => outcome,
                Ok(Err(panic)) => retry("job_panicked", panic_text(panic.as_ref())),
                Err(_) => retry("job_timeout", format!("took longer than {:?}", handler.timeout())),
            },
            () = self.hand.kill.cancelled() => Outcome::GiveBack {
                after: Duration::ZERO,
                why: Failure::new("job_stopped", "the program closed"),
            },
        }
    }
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "panicked".into())
}

fn log(job: &ClaimedJob, outcome: &Outcome) {
    match outcome {
        Outcome::Done | Outcome::Cancelled => {
            tracing::debug!(job_id = job.id.0, kind = job.kind, "job {} ended: {outcome:?}", job.id);
        }
        Outcome::GiveBack { why, .. } => {
            tracing::info!(job_id = job.id.0, kind = job.kind, code = why.code, "job {} given back", job.id);
        }
        Outcome::PassOn { why, .. } => {
            tracing::info!(job_id = job.id.0, kind = job.kind, code = why.code, "job {} passed on", job.id);
        }
        Outcome::Retry { why, .. } | Outcome::Fail(why) => tracing::warn!(
            job_id = job.id.0,
            kind = job.kind,
            attempt = job.attempt,
            code = why.code,
            detail = why.detail,
            "job {} failed",
            job.id
        ),
    }
}
