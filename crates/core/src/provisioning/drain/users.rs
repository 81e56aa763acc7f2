//! Vouchers' rows: what each should be, against what the router has.

use std::collections::{HashMap, HashSet};

use routeros_api::Resource as _;
use routeros_api::resource::{HotspotUser, HotspotUserProfile};
use simpul_kernel::Result;
use simpul_kernel::ids::VoucherId;

use super::send::Step;
use super::{Account, Drain, Ended};
use crate::provisioning::error::CopyError;
use crate::provisioning::model::{UserWish, Wish};
use crate::provisioning::store::copy::CopyRow;
use crate::provisioning::store::{self, Task, TaskKind};
use crate::provisioning::{kick, look, reconcile, rules, settle};

impl Drain<'_> {
    pub(super) async fn users(&mut self, tasks: &[Task]) -> Result<Option<Ended>> {
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
        let (known, profiles, count) = tokio::join!(self.accounts(&everybody), profiles, self.count_once());
        let (copies, wishes) = known?;
        let profiles: HashSet<String> = match profiles {
            Ok(rows) => rows.into_iter().filter_map(|row| row.name).collect(),
            Err(error) => return self.line_or_refusal(error, tasks).await,
        };
        match count {
            Ok(count) => self.users_before = self.users_before.or(count),
            Err(error) => return self.line_or_refusal(error, tasks).await,
        }
        if self.profiles_remake(&wishes, &profiles).await? {
            // Before the users that need them; these stay on the list for the next round.
            return Ok(None);
        }
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
            // Out in the books first: a kicked phone must find a row that is locked.
            settler.flush();
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

    /// How many users the router has, once before the first is written: with the
    /// router's own answers it tells afterwards whether all came to stand.
    async fn count_once(&self) -> routeros_api::Result<Option<u64>> {
        if self.users_before.is_some() || self.total <= reconcile::FEW {
            return Ok(None);
        }
        self.client.print(HotspotUser::MENU).count().await.map(Some)
    }

    /// Wishes the profiles again that users need and the router lost, where the plan
    /// is one of this router's; whether there are any. A profile it refuses is not
    /// asked for again here.
    async fn profiles_remake(&mut self, wishes: &HashMap<i64, UserWish>, there: &HashSet<String>) -> Result<bool> {
        let missing: HashSet<&str> =
            wishes.values().map(|wish| wish.profile.as_str()).filter(|name| !there.contains(*name)).collect();
        if missing.is_empty() {
            return Ok(false);
        }
        let missing: Vec<String> = missing.into_iter().map(str::to_owned).collect();
        let mut tx = self.begin_tx().await?;
        let mut plans = store::copy::plans_of_profiles(&mut tx, self.access.router_id, &missing).await?;
        plans.retain(|plan| self.remade.insert(*plan));
        if plans.is_empty() {
            return Ok(false);
        }
        store::profiles_wish(&mut tx, self.access.router_id, &plans).await?;
        tx.touch("provisioning");
        tx.commit().await?;
        Ok(true)
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
            let Some(rows) = look::rows_of(&self.client, &wanted).await? else {
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
            // Our own row under another comment: not ours to take away any more, and not gone.
            (Wish::Absent, None) if found.iter().any(|row| is_known(row, account)) => Err(CopyError::RowDiffers),
            (Wish::Absent, None) => Ok(None),
            (Wish::Absent, Some((id, _))) => Ok(Some(Step::Remove(id))),
            (_, None) if found.is_empty() => Ok(Some(Step::Add)),
            (_, None) => Err(CopyError::NameTaken),
            (_, Some((id, row))) => Ok(rules::user_change(row, &self.wanted(&account.user, account.wish))
                .map(|change| Step::Set(id, Box::new(change)))),
        }
    }
}

/// Whether a row has the id that was kept of an account's.
fn is_known(row: &HotspotUser, account: &Account) -> bool {
    account.ros_id.is_some() && row.id.as_ref().map(|id| id.as_str()) == account.ros_id.as_deref()
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
