//! Looks at what may call for a person, raises what is new and clears what is over.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use simpul_jobs::{Failure, Handler, JobContext, Outcome, async_trait};
use simpul_kernel::{Result, Source};

use super::rules::{self, Condition, Stage};
use super::types::NoticeKind;
use super::{facade, store};
use crate::app::App;
use crate::db::Tx;

/// The job that watches.
pub const WATCH_JOB: &str = "notice_watch";

/// Kinds this watch raises and clears; others belong to who tells of them.
const WATCHED: &[NoticeKind] = &[
    NoticeKind::RouterDown,
    NoticeKind::StockLow,
    NoticeKind::JobDead,
    NoticeKind::LicenseNear,
    NoticeKind::ShiftOpen,
];

/// The handler of [`WATCH_JOB`]. It compares, so twice is once.
#[derive(Debug)]
pub struct NoticeWatch {
    app: App,
}

impl NoticeWatch {
    /// The handler.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app }
    }

    /// One look: what is new is raised and what is over cleared, in one transaction.
    async fn work(&self) -> Result<()> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
        let open = store::open_of(&mut tx, WATCHED).await?;
        let conditions = conditions(&mut tx, now).await?;
        let steps = rules::steps(&open, conditions, now);
        for condition in &steps.raise {
            facade::raise(&mut tx, condition).await?;
        }
        store::calm_set(&mut tx, &steps.calm, Some(now)).await?;
        store::calm_set(&mut tx, &steps.stir, None).await?;
        if !steps.clear.is_empty() {
            store::clear(&mut tx, &steps.clear, now).await?;
            tx.touch("notice");
        }
        tx.commit().await
    }
}

#[async_trait]
impl Handler for NoticeWatch {
    fn kind(&self) -> &'static str {
        WATCH_JOB
    }

    async fn run(&self, _job: &JobContext) -> Outcome {
        match self.work().await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Retry { after: None, why: Failure::new(error.code(), &error) },
        }
    }
}

/// Everything that calls for a person now.
async fn conditions(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<Condition>> {
    let mut all = Vec::new();
    for router in store::routers(tx).await? {
        let (id, location) = (router.router_id, Some(router.location_id));
        let link = format!("/routers/{id}");
        if router.is_down {
            all.push(Condition {
                kind: NoticeKind::RouterDown,
                event_key: format!("router_down:{id}"),
                location,
                params: json!({ "router": router.name, "since": router.last_seen_at }),
                link: link.clone(),
                stage: rules::down_stage(router.last_seen_at, now),
            });
        }
        let most = router.license_level.as_deref().and_then(|level| crate::licence::ceilings(level).0);
        let (Some(most), Some(active)) = (most, router.hotspot_active.map(i64::from)) else { continue };
        if let Some(stage) = rules::licence_stage(active, most) {
            all.push(Condition {
                kind: NoticeKind::LicenseNear,
                event_key: format!("license_near:{id}"),
                location,
                params: json!({ "router": router.name, "active": active, "limit": most }),
                link,
                stage,
            });
        }
    }
    all.extend(stock(tx, now).await?);
    all.extend(jobs(tx).await?);
    all.extend(shifts(tx, now).await?);
    Ok(all)
}

async fn stock(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<Condition>> {
    let stocks = store::stocks(tx, now - TimeDelta::days(7)).await?;
    let low = stocks.into_iter().filter_map(|s| {
        let stage = rules::stock_stage(s.left, s.used, s.low_stock_at.map(i64::from))?;
        Some(Condition {
            kind: NoticeKind::StockLow,
            event_key: format!("stock_low:{}", s.plan_id),
            location: Some(s.location_id),
            params: json!({ "plan": s.name, "left": s.left, "days": rules::stock_days(s.left, s.used) }),
            link: format!("/stock?plan={}", s.plan_id),
            stage,
        })
    });
    Ok(low.collect())
}

async fn shifts(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<Condition>> {
    let open = store::shifts(tx).await?.into_iter();
    let long = open.filter(|shift| rules::is_shift_long((shift.opened_at, shift.midnight), now));
    Ok(long
        .map(|shift| Condition {
            kind: NoticeKind::ShiftOpen,
            event_key: format!("shift_open:{}", shift.cash_session_id),
            location: Some(shift.location_id),
            params: json!({ "drawer": shift.drawer_name, "user": shift.user_name, "since": shift.opened_at }),
            link: format!("/cash?open={}", shift.cash_session_id),
            stage: Stage::Raise,
        })
        .collect())
}

async fn jobs(tx: &mut Tx) -> Result<Vec<Condition>> {
    // Raised in the order in which they were given up.
    let dead = store::dead_jobs(tx).await?.into_iter().map(|job| Condition {
        kind: NoticeKind::JobDead,
        // Given up, retried and given up again is another event.
        event_key: format!("job_dead:{}:{}", job.job_id, job.finished_at.timestamp_micros()),
        location: job.location_id,
        params: json!({ "kind": job.kind, "error_code": job.error_code, "router": job.router_name }),
        link: "/jobs?group=failed".to_owned(),
        stage: Stage::Raise,
    });
    Ok(dead.collect())
}
