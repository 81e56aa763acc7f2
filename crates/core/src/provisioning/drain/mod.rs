//! Works a router's to-do list off: in order per account, as many commands on the
//! wire as the router can use, results written while the next commands run.

mod odd;
mod profiles;
mod send;
mod users;

use std::collections::HashSet;
use std::time::{Duration, Instant};

use routeros_api::Client;
use simpul_jobs::JobContext;
use simpul_kernel::{Result, Source};

use super::books::Books;
use super::fallback::note;
use super::model::{UserWish, Wish};
use super::store::{self, Task, TaskKind};
use super::{rules, settle};
use crate::app::App;
use crate::db::Tx;
use crate::network::{self, RouterAccess};

/// Tasks worked off in one go.
const CHUNK: i64 = 2000;
/// A lease is renewed this often; it lasts three times as long.
const RENEW: Duration = Duration::from_secs(10);

/// One run over a router's list.
pub struct Drain<'a> {
    pub app: &'a App,
    pub books: &'a dyn Books,
    pub job: &'a JobContext,
    pub access: &'a RouterAccess,
    pub client: Client,
    /// Installations of this database; rows with one of their codes are ours.
    pub installations: HashSet<String>,
    /// Vouchers and plans done, refused.
    pub done: i64,
    pub failed: i64,
    pub total: i64,
    /// Vouchers touched, for the comparison afterwards.
    pub touched: Vec<i64>,
    /// How many users the router had before the first was written, and how many
    /// more it must have by its own answers.
    pub users_before: Option<u64>,
    pub users_more: i64,
    renewed_at: Instant,
    /// The run before was cut short: what it sent without an answer may stand there.
    looks_first: bool,
    /// Plans whose missing profile was wished again; each once a run.
    remade: HashSet<i64>,
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ended {
    /// Nothing is left to do.
    Empty,
    /// The job was told to stop.
    Stopped,
    /// The line broke; what was sent without an answer stays on the list.
    LineLost,
    /// Another worker has the router now.
    LeaseLost,
    /// Nothing was written: a person must confirm first what the router holds.
    Gated,
}

/// What is to be done for one voucher.
pub struct Account {
    /// The latest task about it: later ones make the copy pending again.
    pub task: i64,
    pub wish: Wish,
    pub ros_id: Option<String>,
    pub user: UserWish,
}

impl<'a> Drain<'a> {
    /// A run that begins now, with a line and the lease.
    pub async fn begin(
        app: &'a App,
        books: &'a dyn Books,
        job: &'a JobContext,
        access: &'a RouterAccess,
        client: Client,
    ) -> Result<Self> {
        let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
        let installations = store::installation_codes(&mut tx).await?;
        let total = store::tasks_left(&mut tx, access.router_id).await?;
        let looks_first = store::run_was_cut(&mut tx, access.router_id).await?;
        Ok(Self {
            app,
            books,
            job,
            access,
            client,
            installations,
            done: 0,
            failed: 0,
            total,
            touched: Vec::new(),
            users_before: None,
            users_more: 0,
            renewed_at: Instant::now(),
            looks_first,
            remade: HashSet::new(),
        })
    }

    /// Works until the list is empty or something ends the run.
    pub async fn run(&mut self) -> Result<Ended> {
        loop {
            if self.job.is_stopping() {
                return Ok(Ended::Stopped);
            }
            if !self.lease_holds().await? {
                return Ok(Ended::LeaseLost);
            }
            let tasks = {
                let mut tx = self.begin_tx().await?;
                store::tasks_next(&mut tx, self.access.router_id, CHUNK).await?
            };
            let of = |kinds: &[TaskKind]| -> Vec<Task> {
                tasks.iter().copied().filter(|t| kinds.contains(&t.kind)).collect()
            };
            let (profiles, odd) = (of(&[TaskKind::Profile]), of(&[TaskKind::Stray, TaskKind::Adopt]));
            let ended = if tasks.is_empty() {
                // After the rows it is about.
                return Ok(self.fallback().await?.unwrap_or(Ended::Empty));
            } else if !profiles.is_empty() {
                self.profiles(&profiles).await?
            } else if !odd.is_empty() {
                self.odd(&odd).await?
            } else {
                self.users(&tasks).await?
            };
            if let Some(ended) = ended {
                return Ok(ended);
            }
        }
    }

    pub async fn begin_tx(&self) -> Result<Tx> {
        self.app.db.begin(&self.app.machine_ctx(Source::Job)).await
    }

    /// Renews the lease when it is time to.
    async fn lease_holds(&mut self) -> Result<bool> {
        if self.renewed_at.elapsed() < RENEW {
            return Ok(true);
        }
        self.renewed_at = Instant::now();
        network::lease_take(self.app, self.access).await
    }

    pub fn tell(&self) {
        self.job.progress(self.done + self.failed, self.total.max(self.done + self.failed), None);
    }

    /// A read that failed: the line, or the router refuses to show its rows.
    async fn line_or_refusal(&mut self, error: routeros_api::Error, tasks: &[Task]) -> Result<Option<Ended>> {
        let routeros_api::Error::Trap(trap) = error else {
            tracing::info!(router_id = self.access.router_id.0, %error, "line lost while reading");
            return Ok(Some(Ended::LineLost));
        };
        tracing::warn!(router_id = self.access.router_id.0, message = trap.message, "the router shows nothing");
        let reason = super::CopyError::of(&trap);
        let mut tx = self.begin_tx().await?;
        settle::tasks_refused(&mut tx, self.access.router_id, tasks, &reason).await?;
        tx.commit().await?;
        self.failed += i64::try_from(tasks.len()).unwrap_or(0);
        Ok(None)
    }

    /// The row an account should have.
    pub fn wanted(&self, user: &UserWish, wish: Wish) -> routeros_api::resource::HotspotUser {
        let row = rules::user_row(
            user,
            wish == Wish::Disabled,
            &self.app.installation.code,
            self.access.hotspot_server.as_deref(),
        );
        let is_noted = self.access.expiry_fallback == network::ExpiryFallback::On && wish == Wish::Present;
        let email = if is_noted { note::wanted(user, self.app.clock.now()) } else { None };
        routeros_api::resource::HotspotUser { email, ..row }
    }
}
