//! Months of sessions go; those to come are made with all other partitions, by the
//! job `partition_maintain`.

use simpul_jobs::{Failure, Handler, JobContext, Outcome, async_trait};
use simpul_kernel::{Result, Source};

use super::store;
use crate::app::App;
use crate::settings::{self, Kept};

/// The job that drops the months that are too old.
pub const TIDY_JOB: &str = "usage_tidy";

/// The handler of [`TIDY_JOB`]. Twice is once.
#[derive(Debug)]
pub struct UsageTidy {
    app: App,
}

impl UsageTidy {
    /// The handler.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app }
    }

    async fn work(&self) -> Result<i32> {
        let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
        let days = settings::settings_read(&mut tx).await?.kept_days(Kept::Usage);
        let dropped = store::partitions_drop(&mut tx, days).await?;
        tx.commit().await?;
        Ok(dropped)
    }
}

#[async_trait]
impl Handler for UsageTidy {
    fn kind(&self) -> &'static str {
        TIDY_JOB
    }

    async fn run(&self, _job: &JobContext) -> Outcome {
        match self.work().await {
            Ok(dropped) => {
                if dropped > 0 {
                    tracing::info!(dropped, "months of sessions were let go");
                }
                Outcome::Done
            }
            Err(error) => Outcome::Retry { after: None, why: Failure::new(error.code(), &error) },
        }
    }
}
