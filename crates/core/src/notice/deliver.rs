//! Brings a notice to people.

use serde::{Deserialize, Serialize};
use simpul_jobs::{Failure, Handler, JobContext, Outcome, async_trait};
use simpul_kernel::ids::NoticeId;
use simpul_kernel::{Result, Source};

use super::store;
use super::types::NoticeKind;
use crate::app::App;

/// The job that brings a notice to everybody whom it concerns.
pub const DELIVER_JOB: &str = "notice_deliver";

/// What the job is told.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct Deliver {
    pub(super) notice_id: NoticeId,
}

/// The handler of [`DELIVER_JOB`]. Twice is once: a person has a notice once per channel.
#[derive(Debug)]
pub struct NoticeDeliver {
    app: App,
}

impl NoticeDeliver {
    /// The handler.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app }
    }

    async fn work(&self, id: NoticeId) -> Result<()> {
        let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
        // Gone, or of a newer version whose own workers bring it.
        let Some(kind) = store::kind_of(&mut tx, id).await?.as_deref().and_then(NoticeKind::parse) else {
            return Ok(());
        };
        // What is to one person alone was brought as it was written.
        let Some(permission) = kind.permission() else { return Ok(()) };
        if store::deliver(&mut tx, id, permission, kind.is_on_desk()).await? > 0 {
            tx.touch("notice");
        }
        tx.commit().await
    }
}

#[async_trait]
impl Handler for NoticeDeliver {
    fn kind(&self) -> &'static str {
        DELIVER_JOB
    }

    async fn run(&self, job: &JobContext) -> Outcome {
        let told: Deliver = match job.payload() {
            Ok(told) => told,
            Err(why) => return Outcome::Fail(why),
        };
        match self.work(told.notice_id).await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Retry { after: None, why: Failure::new(error.code(), &error) },
        }
    }
}
