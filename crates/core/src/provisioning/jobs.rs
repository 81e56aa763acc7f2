//! Background work: a router's list is worked off, a router is brought in step.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use simpul_jobs::{Failure, Handler, JobContext, Outcome};
use simpul_kernel::{Error, Result, Source};

use super::books::Books;
use super::drain::{Drain, Ended};
use super::reconcile::{self, Compared, Gate};
use super::store;
use crate::app::App;
use crate::network::{self, RouterAccess, RouterError, RouterJob, RouterSeen};
use crate::settings::settings_read;

/// The shortest and longest wait for a router that is not reached.
const DOWN: (Duration, Duration) = (Duration::from_secs(5), Duration::from_secs(60));
/// Lines that broke without anything getting done before the job waits.
const FRUITLESS: u32 = 2;

/// What a job does on a router.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Works the list off.
    Drain,
    /// Asks again for what failed or drifted, works the list off and compares whole.
    Sync,
    /// Compares whole and changes nothing.
    Compare,
}

/// Works a router's to-do list off, or compares both sides.
pub struct RouterDrain {
    app: App,
    books: Arc<dyn Books>,
    mode: Mode,
}

impl std::fmt::Debug for RouterDrain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind())
    }
}

impl RouterDrain {
    /// The handler of `router_drain`.
    #[must_use]
    pub fn new(app: App, books: Arc<dyn Books>) -> Self {
        Self { app, books, mode: Mode::Drain }
    }

    /// The handler of `router_sync`.
    #[must_use]
    pub fn sync(app: App, books: Arc<dyn Books>) -> Self {
        Self { app, books, mode: Mode::Sync }
    }

    /// The handler of `router_compare`.
    #[must_use]
    pub fn compare(app: App, books: Arc<dyn Books>) -> Self {
        Self { app, books, mode: Mode::Compare }
    }

    async fn work(&self, job: &JobContext, access: &RouterAccess) -> Result<Outcome> {
        if !access.is_active {
            return Ok(Outcome::Done);
        }
        if !network::lease_take(&self.app, access).await? {
            return self.held_elsewhere(access, "another worker holds it").await;
        }
        if self.mode == Mode::Sync {
            let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
            store::trouble_retry(&mut tx, access.router_id).await?;
            network::fallback_again(&mut tx, access.router_id).await?;
            tx.touch("provisioning");
            tx.commit().await?;
            // What our user may is read at login, and was perhaps given since: that is
            // why people ask for a sync.
            self.app.links.close(access.router_id).await;
        }
        let mut fruitless = 0;
        loop {
            let client = match network::router_line(&self.app, access).await {
                Ok(client) => client,
                Err(error) => return self.not_reached(access, error).await,
            };
            network::router_is_up(&self.app, access, &RouterSeen::default()).await?;
            let mut drain = Drain::begin(&self.app, &*self.books, job, access, client).await?;
            let (ended, compared) = self.run(&mut drain, access).await?;
            match ended {
                Ended::Empty if compared => return Ok(Outcome::Done),
                // Until a person confirmed it; then the list is worked off.
                Ended::Gated => return Ok(Outcome::Done),
                Ended::Stopped => {
                    let why = Failure::new("job_stopped", "told to stop");
                    return Ok(Outcome::GiveBack { after: Duration::ZERO, why });
                }
                Ended::LeaseLost => {
                    return self.held_elsewhere(access, "the lease ran out").await;
                }
                // What was sent without an answer is still on the list: over a new
                // line the router says what it has of it.
                Ended::LineLost | Ended::Empty => {
                    fruitless = if drain.done + drain.failed > 0 { 0 } else { fruitless + 1 };
                    if fruitless >= FRUITLESS {
                        return self.not_reached(access, RouterError::Disconnected.into()).await;
                    }
                }
            }
        }
    }

    /// The list goes to whoever holds the router, who has its line open.
    async fn held_elsewhere(&self, access: &RouterAccess, detail: &str) -> Result<Outcome> {
        let why = Failure::new("router_held_elsewhere", detail);
        Ok(match network::lease_holder(&self.app, access.router_id).await? {
            Some(to) => Outcome::PassOn { to, why },
            // Given up in this very moment.
            None => Outcome::GiveBack { after: Duration::ZERO, why },
        })
    }

    /// One run over one line, recorded; and whether both sides were compared.
    async fn run(&self, drain: &mut Drain<'_>, access: &RouterAccess) -> Result<(Ended, bool)> {
        let run = {
            let mut tx = drain.begin_tx().await?;
            let kind = if self.mode == Mode::Drain { "drain" } else { "reconcile" };
            let run = store::run_begin(&mut tx, access.router_id, access.location_id, kind).await?;
            tx.commit().await?;
            run
        };
        let (ended, compared) = match self.passes(drain).await {
            Ok((ended, compared)) => (Ok(ended), compared),
            Err(error) => (Err(error), None),
        };
        let drifted = compared.map_or(0, |found| found.drifted + found.strays);
        let counts = (small(drain.done), small(drain.failed), i32::try_from(drifted).unwrap_or(i32::MAX));
        let error = match &ended {
            Ok(Ended::LineLost) => Some("router_disconnected"),
            Ok(Ended::LeaseLost) => Some("router_held_elsewhere"),
            Ok(_) => None,
            Err(error) => Some(error.code()),
        };
        let mut tx = drain.begin_tx().await?;
        store::run_end(&mut tx, run, counts, error).await?;
        tx.touch("provisioning");
        tx.commit().await?;
        Ok((ended?, compared.is_some()))
    }

    /// What one run does, in its order; and what the comparison found, when there was one.
    async fn passes(&self, drain: &mut Drain<'_>) -> Result<(Ended, Option<Compared>)> {
        match reconcile::gate(drain).await? {
            Gate::LineLost => return Ok((Ended::LineLost, None)),
            Gate::Open if self.mode == Mode::Compare => return Ok((Ended::Empty, reconcile::whole(drain).await?)),
            Gate::Open => {}
            Gate::Closed if self.mode == Mode::Drain => return Ok((Ended::Gated, None)),
            Gate::Closed => {
                let compared = reconcile::whole(drain).await?;
                return Ok((if compared.is_some() { Ended::Gated } else { Ended::LineLost }, compared));
            }
        }
        let ended = drain.run().await?;
        let compared = match (&ended, self.mode) {
            (Ended::Empty, Mode::Drain) => reconcile::touched(drain).await?,
            (Ended::Empty, _) => reconcile::whole(drain).await?,
            _ => None,
        };
        Ok((ended, compared))
    }

    /// The router is not reached: the lease goes, the reason is shown, the list
    /// stays as it is and no attempt counts.
    async fn not_reached(&self, access: &RouterAccess, error: Error) -> Result<Outcome> {
        network::router_is_down(&self.app, access, &error).await?;
        network::lease_release(&self.app, access.router_id).await?;
        if !network::is_router_failure(&error) {
            return Err(error);
        }
        let seen = network::router_last_seen(&self.app, access.router_id).await?;
        let away = seen.and_then(|at| (self.app.clock.now() - at).to_std().ok());
        // The longer it is away, the less often it is tried; a worker that sees it
        // come back wakes the list at once.
        let after = away.map_or(DOWN.0 * 3, |away| (away / 8).clamp(DOWN.0, DOWN.1));
        Ok(Outcome::GiveBack { after, why: Failure::new(error.code(), &error) })
    }
}

/// Routers that are compared whole when one turn is due: twenty routers take their
/// turns over a day, never all at once.
const COMPARED_AT_ONCE: i64 = 2;

/// Has the routers compared whole that were not for a day, unless the shop does so only by hand.
#[derive(Debug)]
pub struct CompareDue {
    app: App,
}

impl CompareDue {
    /// The handler of `router_compare_due`.
    #[must_use]
    pub fn new(app: App) -> Self {
        Self { app }
    }

    async fn work(&self) -> Result<()> {
        let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
        if !settings_read(&mut tx).await?.auto_sync_mikrotik {
            return Ok(());
        }
        for router_id in store::compare::compare_due(&mut tx, self.app.clock.now(), COMPARED_AT_ONCE).await? {
            network::compare_enqueue(&mut tx, router_id).await?;
        }
        tx.commit().await
    }
}

#[async_trait]
impl Handler for CompareDue {
    fn kind(&self) -> &'static str {
        network::COMPARE_DUE_JOB
    }

    async fn run(&self, _job: &JobContext) -> Outcome {
        match self.work().await {
            Ok(()) => Outcome::Done,
            Err(error) => Outcome::Retry { after: None, why: Failure::new(error.code(), &error) },
        }
    }
}

fn small(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

#[async_trait]
impl Handler for RouterDrain {
    fn kind(&self) -> &'static str {
        match self.mode {
            Mode::Drain => network::DRAIN_JOB,
            Mode::Sync => network::SYNC_JOB,
            Mode::Compare => network::COMPARE_JOB,
        }
    }

    fn timeout(&self) -> Duration {
        // 100,000 codes over a slow router.
        Duration::from_secs(4 * 3600)
    }

    async fn run(&self, job: &JobContext) -> Outcome {
        let input: RouterJob = match job.payload() {
            Ok(input) => input,
            Err(failure) => return Outcome::Fail(failure),
        };
        let access = match network::router_access(&self.app, input.router_id).await {
            Ok(access) => access,
            Err(error) if error.code() == "router_not_found" => {
                return Outcome::Fail(Failure::new(error.code(), &error));
            }
            Err(error) => return Outcome::Retry { after: None, why: Failure::new(error.code(), &error) },
        };
        match self.work(job, &access).await {
            Ok(outcome) => outcome,
            Err(error) => {
                tracing::warn!(router_id = input.router_id.0, %error, "working the list off failed");
                Outcome::Retry { after: None, why: Failure::new(error.code(), &error) }
            }
        }
    }
}
