//! Commands on the wire, and what their answers mean.

use std::collections::HashMap;

use routeros_api::resource::HotspotUser;
use routeros_api::{BulkItem, BulkOptions, BulkOutcome, Id, Resource as _};
use simpul_kernel::Result;

use super::{Account, Drain, Ended};
use crate::provisioning::error::CopyError;
use crate::provisioning::settle;

/// Results written together while further commands run.
const FLUSH: usize = 250;

/// The row each account should have, and the commands on the way there.
pub(super) enum Step {
    Add,
    Set(Id, Box<HotspotUser>),
    Remove(Id),
}

impl Drain<'_> {
    /// Sends steps; returns what ended the run and which accounts must be looked
    /// at because the router has something else than expected.
    pub(super) async fn send(
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
                Step::Add => self.wanted(&account.user, account.wish).to_add(),
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
                    self.users_more += 1;
                    settler.applied(*id, account, answer.ret().map(std::borrow::Cow::into_owned));
                }
                (BulkOutcome::Done(_), Step::Set(row, _)) => settler.applied(*id, account, Some(row.to_string())),
                (BulkOutcome::Done(_), Step::Remove(_)) => {
                    self.users_more -= 1;
                    settler.applied(*id, account, None);
                }
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
