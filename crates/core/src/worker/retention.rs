//! Lets go, once a night, of what was kept long enough: finished jobs, notices that are over, sign-ins that have
//! ended. Each few thousand rows are a transaction of their own, so that nothing waits for them and a worker that
//! is closed half-way loses nothing; the rest goes with the next night. What customers used leaves by whole months
//! (`usage`), files of lists by the hour (`export`).
//!
//! Only what is named here goes. Money, vouchers, what was printed and the record of acts are append-only: the
//! program has no right to delete from them.

use std::time::Duration;

use simpul_jobs::{Failure, Handler, JobContext, Outcome, Retention, async_trait, retention_trim};
use simpul_kernel::{Result, Source};

use crate::app::App;
use crate::identity::facade::sessions_trim;
use crate::notice;
use crate::settings::{Kept, Settings, settings_read};

/// The job that lets go of what was kept long enough.
pub const RETENTION_JOB: &str = "retention_trim";
/// What a job that waits for a person met with is kept for a month, however soon finished ones go.
const ATTEMPTS_AT_LEAST: Duration = Duration::from_secs(30 * 86_400);
/// Rows of one transaction.
const AT_ONCE: i64 = 2_000;

/// The handler of [`RETENTION_JOB`]. Twice is once.
#[derive(Debug)]
pub struct RetentionTrim {
    app: App,
}

impl RetentionTrim {
    /// The handler.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app }
    }

    /// How many rows went; none by a clock that has just jumped.
    async fn work(&self, job: &JobContext) -> Result<u64> {
        self.app.db.measure_clock().await?;
        if !self.app.clock.is_steady() {
            return Ok(0);
        }
        let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
        let settings = settings_read(&mut tx).await?;
        drop(tx);
        let gone = self.jobs(job, &settings).await?;
        Ok(gone + self.notices(job, &settings).await? + self.sign_ins(job, &settings).await?)
    }

    async fn jobs(&self, job: &JobContext, settings: &Settings) -> Result<u64> {
        let days = u64::try_from(settings.kept_days(Kept::Jobs)).unwrap_or(u64::MAX);
        let kept = Duration::from_secs(days.saturating_mul(86_400));
        let attempts = Some(kept.max(ATTEMPTS_AT_LEAST));
        let keep = Retention { finished: Some(kept), attempts, ..Retention::default() };
        let mut gone = 0;
        loop {
            let mut conn = self.app.db.pool().acquire().await?;
            let went = retention_trim(&mut conn, &keep).await.map_err(crate::db::from_jobs)?;
            gone += went;
            if went == 0 || job.is_stopping() {
                return Ok(gone);
            }
        }
    }

    async fn notices(&self, job: &JobContext, settings: &Settings) -> Result<u64> {
        let before = self.app.clock.now() - settings.kept_for(Kept::Notices);
        let mut gone = 0;
        loop {
            let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
            let went = notice::facade::trim(&mut tx, before, AT_ONCE).await?;
            tx.commit().await?;
            gone += went;
            if went < AT_ONCE.unsigned_abs() || job.is_stopping() {
                return Ok(gone);
            }
        }
    }

    async fn sign_ins(&self, job: &JobContext, settings: &Settings) -> Result<u64> {
        let before = self.app.clock.now() - settings.kept_for(Kept::SignIns);
        let mut gone = 0;
        loop {
            let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
            let went = sessions_trim(&mut tx, before, AT_ONCE).await?;
            tx.commit().await?;
            gone += went;
            if went < AT_ONCE.unsigned_abs() || job.is_stopping() {
                return Ok(gone);
            }
        }
    }
}

#[async_trait]
impl Handler for RetentionTrim {
    fn kind(&self) -> &'static str {
        RETENTION_JOB
    }

    async fn run(&self, job: &JobContext) -> Outcome {
        match self.work(job).await {
            Ok(gone) => {
                if gone > 0 {
                    tracing::info!(gone, "what was kept long enough was let go");
                }
                Outcome::Done
            }
            Err(error) => Outcome::Retry { after: None, why: Failure::new(error.code(), &error) },
        }
    }
}
