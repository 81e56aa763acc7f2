//! Lets go of files that were kept long enough.

use simpul_jobs::{Failure, Handler, JobContext, Outcome, async_trait};
use simpul_kernel::{Result, Source};

use super::store;
use crate::app::App;
use crate::settings::{Kept, settings_read};

/// The job that lets go of old files.
pub const TRIM_JOB: &str = "export_trim";
/// Files let go of in one transaction: each may be hundreds of parts.
const AT_ONCE: i64 = 10;

/// The handler of [`TRIM_JOB`]. Twice is once.
#[derive(Debug)]
pub struct ExportTrim {
    app: App,
}

impl ExportTrim {
    /// The handler.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app }
    }

    async fn work(&self) -> Result<()> {
        loop {
            let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
            let kept = settings_read(&mut tx).await?.kept_for(Kept::Files);
            let gone = store::trim(&mut tx, self.app.clock.now() - kept, AT_ONCE).await?;
            if gone > 0 {
                tx.touch("export");
            }
            tx.commit().await?;
            if gone < AT_ONCE.unsigned_abs() {
                return Ok(());
            }
        }
    }
}

#[async_trait]
impl Handler for ExportTrim {
    fn kind(&self) -> &'static str {
        TRIM_JOB
    }

    async fn run(&self, _job: &JobContext) -> Outcome {
        match self.work().await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Retry { after: None, why: Failure::new(error.code(), &error) },
        }
    }
}
