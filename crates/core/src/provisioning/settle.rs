//! Writes what became of tasks and copies, set-based and beside the sending.

use std::collections::{HashMap, HashSet};

use simpul_kernel::ids::{PlanId, RouterId};
use simpul_kernel::{CodedError as _, Error, Result, Source};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use super::drain::Account;
use super::error::CopyError;
use super::model::Truth;
use super::store::copy::CopiesApplied;
use super::store::{self, Task, TaskKind};
use crate::app::App;
use crate::db::Tx;

/// What is written in one transaction.
#[derive(Debug, Default)]
struct Results {
    applied: CopiesApplied,
    tasks_done: Vec<i64>,
    kicked: Vec<i64>,
    failed: Vec<i64>,
    failed_reasons: Vec<String>,
    tasks_failed: Vec<i64>,
    tasks_failed_reasons: Vec<String>,
}

impl Results {
    fn len(&self) -> usize {
        self.applied.vouchers.len() + self.failed.len() + self.tasks_done.len()
    }
}

/// Gathers results of one chunk and has them written in order by a task of its own.
pub struct Settler {
    tasks_of: HashMap<i64, Vec<i64>>,
    results: Results,
    settled: HashSet<i64>,
    done: i64,
    failed: i64,
    sender: mpsc::UnboundedSender<Results>,
    writer: JoinHandle<Result<()>>,
}

impl Settler {
    pub fn new(app: &App, router_id: RouterId, tasks: &[Task]) -> Self {
        let mut tasks_of: HashMap<i64, Vec<i64>> = HashMap::new();
        for task in tasks.iter().filter(|t| t.kind == TaskKind::User) {
            tasks_of.entry(task.subject_id).or_default().push(task.id);
        }
        let (sender, receiver) = mpsc::unbounded_channel();
        let writer = tokio::spawn(write(app.clone(), router_id, receiver));
        Self { tasks_of, results: Results::default(), settled: HashSet::new(), done: 0, failed: 0, sender, writer }
    }

    /// The account stands as its wish says, with this row.
    pub fn applied(&mut self, voucher: i64, account: &Account, ros_id: Option<String>) {
        let applied = &mut self.results.applied;
        applied.vouchers.push(voucher);
        applied.wishes.push(account.wish.as_str().to_owned());
        applied.ros_ids.push(ros_id.unwrap_or_default());
        applied.tasks.push(account.task);
        self.results.tasks_done.extend(self.tasks_of.get(&voucher).into_iter().flatten());
        self.settled.insert(voucher);
        self.done += 1;
    }

    /// The router does not take it.
    pub fn failed(&mut self, voucher: i64, reason: &CopyError) {
        self.results.failed.push(voucher);
        self.results.failed_reasons.push(reason.code().to_owned());
        // The latest task keeps the reason; earlier ones are about the same copy.
        if let Some((last, earlier)) = self.tasks_of.get(&voucher).and_then(|tasks| tasks.split_last()) {
            self.results.tasks_failed.push(*last);
            self.results.tasks_failed_reasons.push(reason.code().to_owned());
            self.results.tasks_done.extend(earlier);
        }
        self.settled.insert(voucher);
        self.failed += 1;
    }

    /// There is nothing to do for it (any more).
    pub fn dropped(&mut self, voucher: i64) {
        self.results.tasks_done.extend(self.tasks_of.get(&voucher).into_iter().flatten());
        self.settled.insert(voucher);
    }

    /// Its sessions and cookies are gone.
    pub fn kicked(&mut self, task: &Task) {
        self.results.tasks_done.push(task.id);
        self.results.kicked.push(task.subject_id);
        self.done += 1;
    }

    /// It is locked or withdrawn and still online.
    pub fn kick_failed(&mut self, task: &Task, reason: &CopyError) {
        self.results.failed.push(task.subject_id);
        self.results.failed_reasons.push(reason.code().to_owned());
        self.results.tasks_failed.push(task.id);
        self.results.tasks_failed_reasons.push(reason.code().to_owned());
        self.failed += 1;
    }

    /// Vouchers with a task whose end is not known.
    pub fn unsettled(&self) -> HashSet<i64> {
        self.tasks_of.keys().copied().filter(|id| !self.settled.contains(id)).collect()
    }

    /// Results that wait to be written.
    pub fn waiting(&self) -> usize {
        self.results.len()
    }

    /// Accounts done and refused so far.
    pub fn counts(&self) -> (i64, i64) {
        (self.done, self.failed)
    }

    /// Has the gathered results written.
    pub fn flush(&mut self) {
        if self.results.len() > 0 {
            // The writer ends early only with an error, which `finish` returns.
            let _ = self.sender.send(std::mem::take(&mut self.results));
        }
    }

    /// Writes the rest and waits until all is written; how many were done and refused.
    pub async fn finish(mut self) -> Result<(i64, i64)> {
        self.flush();
        drop(self.sender);
        self.writer.await.map_err(Error::internal)??;
        Ok((self.done, self.failed))
    }
}

async fn write(app: App, router_id: RouterId, mut results: mpsc::UnboundedReceiver<Results>) -> Result<()> {
    while let Some(part) = results.recv().await {
        let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
        store::copy::copies_applied(&mut tx, router_id, &part.applied).await?;
        store::copy::copies_mark(&mut tx, router_id, Truth::Failed, &part.failed, &part.failed_reasons).await?;
        store::tasks_failed(&mut tx, &part.tasks_failed, &part.tasks_failed_reasons).await?;
        store::tasks_done(&mut tx, &part.tasks_done).await?;
        store::copy::copies_kicked(&mut tx, router_id, &part.kicked).await?;
        store::drift::items_settled(&mut tx, router_id, &part.applied.vouchers, &part.failed).await?;
        tx.touch("provisioning");
        tx.commit().await?;
    }
    Ok(())
}

/// Writes what became of a plan's profile.
pub async fn profile(
    tx: &mut Tx,
    router_id: RouterId,
    plan: PlanId,
    tasks: &[i64],
    outcome: Result<&String, &CopyError>,
) -> Result<()> {
    store::drift::profile_settled(tx, router_id, plan.0, outcome.is_ok()).await?;
    let told = outcome.map(String::as_str).map_err(|reason| reason.code());
    store::copy::profile_mark(tx, router_id, plan.0, told, CopyError::ProfileMissing.code()).await?;
    match outcome {
        Ok(_) => store::tasks_done(tx, tasks).await?,
        Err(reason) => store::tasks_failed(tx, tasks, &vec![reason.code().to_owned(); tasks.len()]).await?,
    }
    tx.touch("provisioning");
    tx.touch("plan");
    Ok(())
}

/// Takes those of these profile tasks off the list that nothing was written about.
pub async fn profile_tasks_drop(tx: &mut Tx, tasks: &[i64]) -> Result<()> {
    store::tasks_drop_pending(tx, tasks).await
}

/// Writes that a router refuses to be read, so that none of these can be done.
pub async fn tasks_refused(tx: &mut Tx, router_id: RouterId, tasks: &[Task], reason: &CopyError) -> Result<()> {
    let ids: Vec<i64> = tasks.iter().map(|t| t.id).collect();
    let vouchers: Vec<i64> = tasks.iter().filter(|t| t.kind == TaskKind::User).map(|t| t.subject_id).collect();
    let reasons = |n: usize| vec![reason.code().to_owned(); n];
    store::tasks_failed(tx, &ids, &reasons(ids.len())).await?;
    store::copy::copies_mark(tx, router_id, Truth::Failed, &vouchers, &reasons(vouchers.len())).await?;
    for task in tasks.iter().filter(|t| t.kind == TaskKind::Profile) {
        store::copy::profile_mark(tx, router_id, task.subject_id, Err(reason.code()), "").await?;
    }
    tx.touch("provisioning");
    Ok(())
}
