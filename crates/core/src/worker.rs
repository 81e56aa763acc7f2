//! The worker: the same inside the window, as `simpul worker`, and in a self-test.
//!
//! It runs the job engine with every handler, fires schedules, and looks at the
//! routers. Here the areas meet: plans and vouchers are told to `provisioning`,
//! which stands below them.

mod retention;

use std::sync::Arc;

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use simpul_jobs::{
    Failure, Handler, JobContext, NewSchedule, Outcome, Registry, Retention, Spec, WorkerConfig, schedule_set,
};
use simpul_kernel::ids::{PlanId, RouterId, VoucherId};
use simpul_kernel::{Error, Result, Source};
use sqlx::PgConnection;
use tokio::task::JoinHandle;

use crate::app::App;
use crate::db::Tx;
use crate::export::{self, ExportTrim, ExportWrite};
use crate::notice::{NoticeDeliver, NoticeWatch};
use crate::provisioning::{Books, CompareDue, ProfileWish, RouterDrain, TermsTaken, UsageSeen, UserWish};
use crate::settings::cleanup_seconds;
use crate::usage::{TIDY_JOB, UsageTidy, Watch};
use crate::{network, notice, plan, voucher};

pub use retention::{RETENTION_JOB, RetentionTrim};

/// The job that ends codes whose time is over and has old ones leave the routers.
pub const EXPIRE_JOB: &str = "voucher_expire";
/// The job that looks after the database itself: partitions of the months to come.
pub const CARE_JOB: &str = "partition_maintain";
/// The job that adds up what the sums have gathered.
pub const FOLD_JOB: &str = "sums_fold";
/// Vouchers ended or retired in one transaction.
const EXPIRE_AT_ONCE: i64 = 1000;

/// Plans and vouchers as `provisioning` asks for them.
#[derive(Debug)]
struct Shelves;

#[async_trait]
impl Books for Shelves {
    async fn profiles(&self, conn: &mut PgConnection, plans: &[PlanId]) -> Result<Vec<ProfileWish>> {
        plan::facade::profiles(conn, plans).await
    }

    async fn users(&self, conn: &mut PgConnection, vouchers: &[VoucherId]) -> Result<Vec<UserWish>> {
        voucher::facade::hotspot_users(conn, vouchers).await
    }

    async fn usage_seen(&self, tx: &mut Tx, at: DateTime<Utc>, router: RouterId, seen: &[UsageSeen]) -> Result<()> {
        voucher::facade::usage_seen(tx, at, router, seen).await
    }

    async fn terms_taken(&self, tx: &mut Tx, all: &[TermsTaken]) -> Result<()> {
        voucher::facade::terms_taken(tx, all).await
    }

    async fn profile_taken(
        &self,
        tx: &mut Tx,
        plan: PlanId,
        shared_users: i32,
        kbps: Option<(i32, i32)>,
    ) -> Result<()> {
        plan::facade::profile_taken(tx, plan, shared_users, kbps).await
    }
}

/// Plans and vouchers as routers are told of them.
#[must_use]
pub fn books() -> Arc<dyn Books> {
    Arc::new(Shelves)
}

/// Every handler there is.
#[must_use]
pub fn registry(app: &App) -> Registry {
    Registry::new()
        .with(RouterDrain::new(app.clone(), books()))
        .with(RouterDrain::sync(app.clone(), books()))
        .with(RouterDrain::compare(app.clone(), books()))
        .with(CompareDue::new(app.clone()))
        .with(VoucherExpire { app: app.clone() })
        .with(SumsFold { app: app.clone() })
        .with(UsageTidy::new(app.clone()))
        .with(RetentionTrim::new(app.clone()))
        .with(NoticeWatch::new(app.clone()))
        .with(NoticeDeliver::new(app.clone()))
        .with(ExportWrite::new(app.clone()))
        .with(ExportTrim::new(app.clone()))
        .with(DatabaseCare { app: app.clone() })
}

/// A running worker. Dropped without [`Worker::shutdown`] it is like a crash: its
/// jobs and routers are taken over when their leases run out.
#[derive(Debug)]
pub struct Worker {
    app: App,
    jobs: simpul_jobs::Worker,
    watch: JoinHandle<()>,
}

impl Worker {
    /// Starts working.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn start(app: &App) -> Result<Self> {
        schedules_set(app).await?;
        let (version, name) = (app.info.version.clone(), app.installation.holder.clone());
        // How long finished jobs are kept is a setting: `retention` lets go of them.
        let kept = Retention { finished: None, attempts: None, ..Retention::default() };
        let config = WorkerConfig { version, name, retention: kept, ..WorkerConfig::default() };
        let jobs = simpul_jobs::Worker::start(app.db.pool(), registry(app), config).await;
        let jobs = jobs.map_err(crate::db::from_jobs)?;
        let watch = tokio::spawn(Arc::new(Watch::new(app.clone(), books())).run());
        Ok(Self { app: app.clone(), jobs, watch })
    }

    /// The job engine, to ask how it stands.
    #[must_use]
    pub fn jobs(&self) -> &simpul_jobs::Worker {
        &self.jobs
    }

    /// Takes nothing new, waits for what runs, and gives jobs and routers back.
    ///
    /// # Errors
    /// When the database does not answer; then the leases run out by themselves.
    pub async fn shutdown(self) -> Result<()> {
        self.watch.abort();
        self.jobs.shutdown().await;
        network::leases_release(&self.app).await
    }
}

/// Makes the schedules, or brings them up to date.
async fn schedules_set(app: &App) -> Result<()> {
    // A code whose life is over is shown so within half a minute.
    let often = Spec::parse("every 20s").map_err(Error::internal)?;
    let fold = Spec::parse("every 60s").map_err(Error::internal)?;
    let compare = Spec::parse("every 600s").map_err(Error::internal)?;
    let tidy = Spec::parse("daily 03:40 Asia/Jakarta").map_err(Error::internal)?;
    let night = Spec::parse("daily 03:10 Asia/Jakarta").map_err(Error::internal)?;
    // A program that is never closed would else come to a quarter without a partition.
    let care = Spec::parse("daily 00:20 Asia/Jakarta").map_err(Error::internal)?;
    let look = Spec::parse("every 30s").map_err(Error::internal)?;
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
    let trim = format!("every {}s", cleanup_seconds(&mut tx).await?);
    let trim = Spec::parse(&trim).map_err(Error::internal)?;
    for (job, when) in [
        (EXPIRE_JOB, often),
        (FOLD_JOB, fold),
        (network::COMPARE_DUE_JOB, compare),
        (TIDY_JOB, tidy),
        (RETENTION_JOB, night),
        (CARE_JOB, care),
        (notice::WATCH_JOB, look),
        (export::TRIM_JOB, trim),
    ] {
        schedule_set(&mut tx, &NewSchedule::new(job, when, job)).await.map_err(crate::db::from_jobs)?;
    }
    tx.commit().await
}

/// Ends codes whose life after the first login is over, by our clock and never by a
/// router's, and has codes that ended long ago leave the routers. An end cannot be taken back, so the time is
/// read anew for it, and a clock that has just jumped ends nothing.
#[derive(Debug)]
struct VoucherExpire {
    app: App,
}

impl VoucherExpire {
    async fn work(&self) -> Result<()> {
        self.app.db.measure_clock().await?;
        if !self.app.clock.is_steady() {
            return Ok(());
        }
        loop {
            let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
            let now = self.app.clock.now();
            let ended = voucher::facade::expire_due(&mut tx, now, EXPIRE_AT_ONCE).await?;
            let retired = voucher::facade::retire_due(&mut tx, now, EXPIRE_AT_ONCE).await?;
            tx.commit().await?;
            let most = EXPIRE_AT_ONCE.unsigned_abs();
            if ended < most && retired < most {
                return Ok(());
            }
        }
    }
}

#[async_trait]
impl Handler for VoucherExpire {
    fn kind(&self) -> &'static str {
        EXPIRE_JOB
    }

    async fn run(&self, _job: &JobContext) -> Outcome {
        match self.work().await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Retry { after: None, why: Failure::new(error.code(), &error) },
        }
    }
}

/// Folds the sums of what was sold, printed and brought to routers, apart from the transaction that ends codes: what
/// is only slow then must not keep a code alive.
#[derive(Debug)]
struct SumsFold {
    app: App,
}

impl SumsFold {
    async fn work(&self) -> Result<()> {
        let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
        voucher::facade::sums_fold(&mut tx).await?;
        tx.commit().await
    }
}

#[async_trait]
impl Handler for SumsFold {
    fn kind(&self) -> &'static str {
        FOLD_JOB
    }

    async fn run(&self, _job: &JobContext) -> Outcome {
        match self.work().await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Retry { after: None, why: Failure::new(error.code(), &error) },
        }
    }
}

/// Makes the partitions of the months to come.
#[derive(Debug)]
struct DatabaseCare {
    app: App,
}

#[async_trait]
impl Handler for DatabaseCare {
    fn kind(&self) -> &'static str {
        CARE_JOB
    }

    async fn run(&self, _job: &JobContext) -> Outcome {
        match self.app.db.ensure_partitions().await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Retry { after: None, why: Failure::new(error.code(), &error) },
        }
    }
}
