//! Works a router's to-do list off: in order per account, as many commands on the
//! wire as the router can use, results written while the next commands run.

use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

use routeros_api::resource::{HotspotUser, HotspotUserProfile};
use routeros_api::{BulkItem, BulkOptions, BulkOutcome, Client, Id, Query, Resource as _};
use simpul_jobs::JobContext;
use simpul_kernel::ids::{PlanId, VoucherId};
use simpul_kernel::{Result, Source};

use super::books::Books;
use super::error::CopyError;
use super::model::{ProfileWish, UserWish, Wish};
use super::store::copy::CopyRow;
use super::store::{self, Task, TaskKind};
use super::{kick, look, rules, settle};
use crate::app::App;
use crate::db::Tx;
use crate::network::{self, RouterAccess};

/// Tasks worked off in one go.
const CHUNK: i64 = 2000;
/// Results written together while further commands run.
const FLUSH: usize = 250;
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
    renewed_at: Instant,
    /// The run before was cut short: what it sent without an answer may stand there.
    looks_first: bool,
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
}

/// What is to be done for one voucher.
pub struct Account {
    /// The latest task about it: later ones make the copy pending again.
    pub task: i64,
    pub wish: Wish,
    pub ros_id: Option<String>,
    pub user: UserWish,
}

/// The row each account should have, and the commands on the way there.
pub enum Step {
    Add,
    Set(Id, Box<HotspotUser>),
    Remove(Id),
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
            renewed_at: Instant::now(),
            looks_first,
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
            let profiles: Vec<Task> = tasks.iter().copied().filter(|t| t.kind == TaskKind::Profile).collect();
            let ended = if tasks.is_empty() {
                return Ok(Ended::Empty);
            } else if profiles.is_empty() {
                self.users(&tasks).await?
            } else {
                self.profiles(&profiles).await?
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

    // ------------------------------------------------------------ profiles

    async fn profiles(&mut self, tasks: &[Task]) -> Result<Option<Ended>> {
        let plans: Vec<PlanId> = tasks.iter().map(|t| PlanId(t.subject_id)).collect();
        let (wishes, known) = {
            let mut tx = self.begin_tx().await?;
            let wishes = self.books.profiles(&mut tx, &plans).await?;
            let mut known = HashMap::new();
            for plan in &plans {
                known.insert(*plan, store::copy::profile_ros_id(&mut tx, self.access.router_id, plan.0).await?);
            }
            (wishes, known)
        };
        let rows = match self.client.list::<HotspotUserProfile>(Query::all()).await {
            Ok(rows) => rows,
            Err(error) => return self.line_or_refusal(error, tasks).await,
        };
        for wish in wishes {
            let ros_id = known.get(&wish.plan_id).cloned().flatten();
            let outcome = match self.profile(&wish, ros_id.as_deref(), &rows).await {
                Ok(outcome) => outcome,
                Err(error) => {
                    tracing::info!(router_id = self.access.router_id.0, %error, "line lost while writing profiles");
                    return Ok(Some(Ended::LineLost));
                }
            };
            self.profile_settle(tasks, wish.plan_id, outcome).await?;
        }
        // What is left are tasks of plans that are no more.
        let ids: Vec<i64> = tasks.iter().map(|t| t.id).collect();
        let mut tx = self.begin_tx().await?;
        settle::profile_tasks_drop(&mut tx, &ids).await?;
        tx.commit().await?;
        Ok(None)
    }

    /// Brings one profile about: its id, or why not. `Err` when the line broke.
    async fn profile(
        &self,
        wish: &ProfileWish,
        ros_id: Option<&str>,
        rows: &[HotspotUserProfile],
    ) -> routeros_api::Result<Result<String, CopyError>> {
        let wanted = rules::profile_row(wish);
        let by_id = ros_id.and_then(|id| rows.iter().find(|row| row.id.as_ref().is_some_and(|r| r.as_str() == id)));
        let by_name = rows.iter().find(|row| row.name.as_deref() == Some(wish.name.as_str()));
        let found = by_name.or(by_id);
        let answer = match found.and_then(|row| Some((row.id.clone()?, row))) {
            None => self.client.add(&wanted).await.map(|id| id.to_string()),
            Some((id, row)) => match rules::profile_change(row, &wanted) {
                None => Ok(id.to_string()),
                Some(_) if by_id.is_none() => return Ok(Err(CopyError::ProfileTaken)),
                Some(change) => self.client.set(&id, &change).await.map(|()| id.to_string()),
            },
        };
        match answer {
            Ok(id) => Ok(Ok(id)),
            Err(routeros_api::Error::Trap(trap)) => {
                tracing::warn!(
                    router_id = self.access.router_id.0,
                    profile = wish.name,
                    message = trap.message,
                    "profile refused"
                );
                Ok(Err(if trap.is_duplicate() { CopyError::ProfileTaken } else { CopyError::of(&trap) }))
            }
            Err(error) => Err(error),
        }
    }

    async fn profile_settle(&mut self, tasks: &[Task], plan: PlanId, outcome: Result<String, CopyError>) -> Result<()> {
        let ids: Vec<i64> = tasks.iter().filter(|t| t.subject_id == plan.0).map(|t| t.id).collect();
        let mut tx = self.begin_tx().await?;
        settle::profile(&mut tx, self.access.router_id, plan, &ids, outcome.as_ref()).await?;
        tx.commit().await?;
        match outcome {
            Ok(_) => self.done += 1,
            Err(_) => self.failed += 1,
        }
        self.tell();
        Ok(())
    }

    /// A read that failed: the line, or the router refuses to show its rows.
    async fn line_or_refusal(&mut self, error: routeros_api::Error, tasks: &[Task]) -> Result<Option<Ended>> {
        let routeros_api::Error::Trap(trap) = error else {
            return Ok(Some(Ended::LineLost));
        };
        tracing::warn!(router_id = self.access.router_id.0, message = trap.message, "the router shows nothing");
        let reason = CopyError::of(&trap);
        let mut tx = self.begin_tx().await?;
        settle::tasks_refused(&mut tx, self.access.router_id, tasks, &reason).await?;
        tx.commit().await?;
        self.failed += i64::try_from(tasks.len()).unwrap_or(0);
        Ok(None)
    }

    // ------------------------------------------------------------ users

    async fn users(&mut self, tasks: &[Task]) -> Result<Option<Ended>> {
        let mut latest: HashMap<i64, i64> = HashMap::new();
        for task in tasks.iter().filter(|t| t.kind == TaskKind::User) {
            let id = latest.entry(task.subject_id).or_insert(task.id);
            *id = task.id.max(*id);
        }
        let kicks: Vec<Task> = tasks.iter().copied().filter(|t| t.kind == TaskKind::Kick).collect();
        let everybody: Vec<i64> = {
            let mut ids: Vec<i64> = tasks.iter().map(|t| t.subject_id).collect();
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let profiles =
            self.client.print(HotspotUserProfile::MENU).proplist([".id", "name"]).typed::<HotspotUserProfile>();
        let (known, profiles) = tokio::join!(self.accounts(&everybody), profiles);
        let (copies, wishes) = known?;
        let profiles: HashSet<String> = match profiles {
            Ok(rows) => rows.into_iter().filter_map(|row| row.name).collect(),
            Err(error) => return self.line_or_refusal(error, tasks).await,
        };
        let names: HashMap<i64, String> = wishes.iter().map(|(id, wish)| (*id, wish.name.clone())).collect();
        let mut settler = settle::Settler::new(self.app, self.access.router_id, tasks);
        let accounts = pair(latest, copies, wishes);
        for voucher in latest_without(&accounts, tasks) {
            settler.dropped(voucher);
        }
        self.touched.extend(accounts.keys());
        let ended = self.accounts_settle(accounts, &profiles, &mut settler).await?;
        if ended.is_none() {
            let unsettled = settler.unsettled();
            let due: Vec<Task> = kicks.iter().copied().filter(|t| !unsettled.contains(&t.subject_id)).collect();
            if !due.is_empty() && !kick::kick(&self.client, &due, &names, &mut settler).await {
                settler.finish().await?;
                return Ok(Some(Ended::LineLost));
            }
        }
        if ended.is_none() {
            // Three rounds did not settle them: somebody else writes the same rows.
            for voucher in settler.unsettled() {
                settler.failed(voucher, &CopyError::RowRefused);
            }
        }
        let (done, failed) = settler.finish().await?;
        self.done += done;
        self.failed += failed;
        self.tell();
        Ok(ended)
    }

    async fn accounts(&self, vouchers: &[i64]) -> Result<(Vec<CopyRow>, HashMap<i64, UserWish>)> {
        let mut tx = self.begin_tx().await?;
        let copies = store::copy::copies(&mut tx, self.access.router_id, vouchers).await?;
        let ids: Vec<VoucherId> = vouchers.iter().copied().map(VoucherId).collect();
        let wishes = self.books.users(&mut tx, &ids).await?;
        Ok((copies, wishes.into_iter().map(|wish| (wish.voucher_id.0, wish)).collect()))
    }

    async fn accounts_settle(
        &mut self,
        accounts: HashMap<i64, Account>,
        profiles: &HashSet<String>,
        settler: &mut settle::Settler,
    ) -> Result<Option<Ended>> {
        let mut steps: Vec<(i64, Step)> = Vec::new();
        let mut to_look: Vec<i64> = Vec::new();
        // In the order of the tasks, so that a batch appears as it was made.
        let mut order: Vec<(&i64, &Account)> = accounts.iter().collect();
        order.sort_unstable_by_key(|(_, account)| account.task);
        for (id, account) in order {
            if account.wish != Wish::Absent && !profiles.contains(&account.user.profile) {
                // References resolve by unique beginning: `3jam` would become `3jam-vip`.
                settler.failed(*id, &CopyError::ProfileMissing);
            } else if account.wish != Wish::Absent && account.ros_id.is_none() && !self.looks_first {
                steps.push((*id, Step::Add));
            } else {
                to_look.push(*id);
            }
        }
        // Sent blindly again, a line that breaks every so often would break on the same
        // commands for ever: after a cut the router is asked before anything is added.
        // An account is added, found to be there, looked at, and set: three rounds end it.
        for _round in 0..3 + usize::from(self.looks_first) {
            if !steps.is_empty() {
                let (ended, again) = self.send(std::mem::take(&mut steps), &accounts, settler).await?;
                to_look.extend(again);
                if ended.is_some() {
                    return Ok(ended);
                }
            }
            if to_look.is_empty() {
                return Ok(None);
            }
            let wanted: Vec<&Account> = to_look.iter().filter_map(|id| accounts.get(id)).collect();
            let Some(rows) = look::rows_of(&self.client, &wanted).await else {
                return Ok(Some(Ended::LineLost));
            };
            for id in std::mem::take(&mut to_look) {
                let Some(account) = accounts.get(&id) else { continue };
                match self.decide(account, rows.get(&account.user.name).map_or(&[][..], Vec::as_slice)) {
                    Ok(Some(step)) => steps.push((id, step)),
                    Ok(None) => settler.applied(id, account, self.row_id(account, &rows)),
                    Err(reason) => settler.failed(id, &reason),
                }
            }
        }
        Ok(None)
    }

    /// The id of the account's row among those found, when it should have one.
    fn row_id(&self, account: &Account, rows: &look::Rows) -> Option<String> {
        let row = rows
            .get(&account.user.name)?
            .iter()
            .find(|row| account.wish != Wish::Absent && rules::is_copy_of(row, &account.user, &self.installations))?;
        row.id.as_ref().map(ToString::to_string)
    }

    /// What must be done about an account, having looked: a step, nothing, or it
    /// cannot be.
    fn decide(&self, account: &Account, found: &[HotspotUser]) -> Result<Option<Step>, CopyError> {
        let ours = found.iter().find(|row| rules::is_copy_of(row, &account.user, &self.installations));
        match (account.wish, ours.and_then(|row| Some((row.id.clone()?, row)))) {
            (Wish::Absent, None) => Ok(None),
            (Wish::Absent, Some((id, _))) => Ok(Some(Step::Remove(id))),
            (_, None) if found.is_empty() => Ok(Some(Step::Add)),
            (_, None) => Err(CopyError::NameTaken),
            (_, Some((id, row))) => {
                Ok(rules::user_change(row, &self.wanted(account)).map(|change| Step::Set(id, Box::new(change))))
            }
        }
    }

    fn wanted(&self, account: &Account) -> HotspotUser {
        rules::user_row(
            &account.user,
            account.wish == Wish::Disabled,
            &self.app.installation.code,
            self.access.hotspot_server.as_deref(),
        )
    }

    /// Sends steps; returns what ended the run and which accounts must be looked
    /// at because the router has something else than expected.
    async fn send(
        &mut self,
        steps: Vec<(i64, Step)>,
        accounts: &HashMap<i64, Account>,
        settler: &mut settle::Settler,
    ) -> Result<(Option<Ended>, Vec<i64>)> {
        let steps: Vec<(i64, &Account, Step)> =
            steps.into_iter().filter_map(|(id, step)| Some((id, accounts.get(&id)?, step))).collect();
        let items = steps.iter().map(|(id, account, step)| BulkItem {
            lane: id.unsigned_abs(),
            command: match step {
                Step::Add => self.wanted(account).to_add(),
                Step::Set(row, change) => change.to_set(row),
                Step::Remove(row) => HotspotUser::on_rows("remove", std::slice::from_ref(row)),
            },
        });
        let mut run = self.client.bulk_run(items.collect(), BulkOptions::default());
        let mut again = Vec::new();
        let (mut lost, mut stopped, mut lease_lost) = (false, false, false);
        while let Some((index, outcome)) = run.next().await {
            let (id, account, step) = &steps[index];
            match (outcome, step) {
                (BulkOutcome::Done(answer), Step::Add) => {
                    settler.applied(*id, account, answer.ret().map(std::borrow::Cow::into_owned));
                }
                (BulkOutcome::Done(_), Step::Set(row, _)) => settler.applied(*id, account, Some(row.to_string())),
                (BulkOutcome::Done(_), Step::Remove(_)) => settler.applied(*id, account, None),
                (BulkOutcome::Trap(trap), Step::Remove(_)) if trap.is_no_such_item() => {
                    settler.applied(*id, account, None)
                }
                (BulkOutcome::Trap(trap), Step::Add) if trap.is_duplicate() => again.push(*id),
                (BulkOutcome::Trap(trap), Step::Set(..)) if trap.is_no_such_item() => again.push(*id),
                (BulkOutcome::Trap(trap), _) => {
                    tracing::warn!(
                        router_id = self.access.router_id.0,
                        voucher_id = id,
                        message = trap.message,
                        "row refused"
                    );
                    settler.failed(*id, &CopyError::of(&trap));
                }
                (BulkOutcome::Skipped, _) => {}
                (BulkOutcome::NotSent(_) | BulkOutcome::Unknown(_), _) => lost = true,
            }
            if settler.waiting() >= FLUSH {
                settler.flush();
                let (done, failed) = settler.counts();
                let now = self.done + self.failed + done + failed;
                self.job.progress(now, self.total.max(now), None);
                if !lease_lost && !self.lease_holds().await? {
                    lease_lost = true;
                    run.stop();
                }
            }
            if !stopped && self.job.is_stopping() {
                stopped = true;
                run.stop();
            }
        }
        let ended = match (lease_lost, lost, stopped) {
            (true, ..) => Some(Ended::LeaseLost),
            (_, true, _) => Some(Ended::LineLost),
            (.., true) => Some(Ended::Stopped),
            _ => None,
        };
        Ok((ended, again))
    }
}

/// Brings together what is known of each voucher with a task. A voucher without
/// a copy or without a row in the books is nothing to do.
fn pair(latest: HashMap<i64, i64>, copies: Vec<CopyRow>, mut wishes: HashMap<i64, UserWish>) -> HashMap<i64, Account> {
    copies
        .into_iter()
        .filter_map(|copy| {
            let account = Account {
                task: *latest.get(&copy.voucher_id)?,
                wish: copy.wish,
                ros_id: copy.ros_id,
                user: wishes.remove(&copy.voucher_id)?,
            };
            Some((copy.voucher_id, account))
        })
        .collect()
}

/// Vouchers with a task and without anything to do.
fn latest_without(accounts: &HashMap<i64, Account>, tasks: &[Task]) -> Vec<i64> {
    let users = tasks.iter().filter(|t| t.kind == TaskKind::User);
    users.map(|t| t.subject_id).filter(|id| !accounts.contains_key(id)).collect()
}
