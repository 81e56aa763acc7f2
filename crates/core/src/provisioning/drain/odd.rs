//! Rows that only look like ours, taken away on asking; and rows that were adopted,
//! which get our comment and nothing else. Each is looked at first: it is touched
//! only if it still says what the person who decided saw.

use std::collections::HashMap;

use routeros_api::resource::HotspotUser;
use routeros_api::{BulkItem, BulkOptions, BulkOutcome, Id, Resource as _};
use simpul_kernel::Result;

use super::{Drain, Ended};
use crate::provisioning::error::CopyError;
use crate::provisioning::store::odd::{self, OddRow};
use crate::provisioning::store::{self, Task};
use crate::provisioning::{look, rules};

/// What became of one task.
enum Settled {
    Done,
    Failed(CopyError),
}

impl Drain<'_> {
    pub(super) async fn odd(&mut self, tasks: &[Task]) -> Result<Option<Ended>> {
        let rows = {
            let mut tx = self.begin_tx().await?;
            odd::odd_rows(&mut tx, self.access.router_id, tasks).await?
        };
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        let found = match look::rows_named(&self.client, &names).await {
            Ok(found) => found,
            Err(error) => return self.line_or_refusal(error, tasks).await,
        };
        let (mut settled, mut items, mut index) = (HashMap::new(), Vec::new(), Vec::new());
        for (lane, row) in (0_u64..).zip(&rows) {
            match decide(row, found.get(&row.name).map_or(&[][..], Vec::as_slice), &self.app.installation.code) {
                Next::Settled(how) => {
                    settled.insert(row.task, how);
                }
                Next::Send(command) => {
                    items.push(BulkItem { lane, command });
                    index.push(row);
                }
            }
        }
        let outcomes =
            self.client.bulk(items, BulkOptions::default(), |_, _| std::ops::ControlFlow::Continue(())).await;
        let mut lost = false;
        for (row, outcome) in index.iter().zip(outcomes) {
            let how = match outcome {
                BulkOutcome::Done(_) => Settled::Done,
                BulkOutcome::Trap(trap) if trap.is_no_such_item() && row.is_stray => Settled::Done,
                BulkOutcome::Trap(trap) if trap.is_no_such_item() => Settled::Failed(CopyError::RowMissing),
                BulkOutcome::Trap(trap) => Settled::Failed(CopyError::of(&trap)),
                BulkOutcome::Skipped => continue,
                BulkOutcome::NotSent(_) | BulkOutcome::Unknown(_) => {
                    lost = true;
                    continue;
                }
            };
            if row.is_stray && matches!(how, Settled::Done) {
                self.users_more -= 1;
            }
            settled.insert(row.task, how);
        }
        self.odd_settle(tasks, &rows, &settled, lost).await?;
        Ok(lost.then_some(Ended::LineLost))
    }

    async fn odd_settle(
        &mut self,
        tasks: &[Task],
        rows: &[OddRow],
        settled: &HashMap<i64, Settled>,
        lost: bool,
    ) -> Result<()> {
        let router = self.access.router_id;
        let done: Vec<&OddRow> = rows.iter().filter(|r| matches!(settled.get(&r.task), Some(Settled::Done))).collect();
        let failed: Vec<(i64, String)> = settled
            .iter()
            .filter_map(|(task, how)| match how {
                Settled::Failed(reason) => Some((*task, simpul_kernel::CodedError::code(reason).to_owned())),
                Settled::Done => None,
            })
            .collect();
        let strays: Vec<i64> = done.iter().filter(|r| r.is_stray).map(|r| r.subject_id).collect();
        let adopted: Vec<&&OddRow> = done.iter().filter(|r| !r.is_stray).collect();
        let mut tx = self.begin_tx().await?;
        odd::strays_gone(&mut tx, &strays).await?;
        odd::adopted(
            &mut tx,
            router,
            &adopted.iter().map(|r| r.subject_id).collect::<Vec<_>>(),
            &adopted.iter().map(|r| r.ros_id.clone()).collect::<Vec<_>>(),
        )
        .await?;
        let (ids, reasons): (Vec<i64>, Vec<String>) = failed.into_iter().unzip();
        store::tasks_failed(&mut tx, &ids, &reasons).await?;
        odd::odd_failed(&mut tx, router, &ids, &reasons).await?;
        let mut over: Vec<i64> = done.iter().map(|r| r.task).collect();
        if !lost {
            // Tasks whose item or voucher is no more.
            over.extend(tasks.iter().map(|t| t.id).filter(|id| rows.iter().all(|r| r.task != *id)));
        }
        store::tasks_done(&mut tx, &over).await?;
        tx.touch("provisioning");
        tx.touch("drift");
        tx.commit().await?;
        self.done += i64::try_from(done.len()).unwrap_or(0);
        self.failed += i64::try_from(ids.len()).unwrap_or(0);
        self.tell();
        Ok(())
    }
}

/// What comes next for a row.
enum Next {
    Settled(Settled),
    Send(routeros_api::Command),
}

fn decide(row: &OddRow, found: &[HotspotUser], installation: &str) -> Next {
    let same = found.iter().find(|r| r.id.as_ref().is_some_and(|id| id.as_str() == row.ros_id));
    let Some(there) = same else {
        return Next::Settled(if row.is_stray { Settled::Done } else { Settled::Failed(CopyError::RowMissing) });
    };
    let id: Id = row.ros_id.as_str().into();
    let says = there.comment.as_deref().unwrap_or_default();
    if row.is_stray {
        // Changed since it was decided on: the next comparison shows it anew.
        return if says == row.comment {
            Next::Send(HotspotUser::on_rows("remove", &[id]))
        } else {
            Next::Settled(Settled::Failed(CopyError::RowDiffers))
        };
    }
    let ours = format!("simpul|v1|{installation}|{}|{}", row.batch_code, row.subject_id);
    if rules::parse_comment(says).is_some_and(|c| c.voucher_id.0 == row.subject_id && c.batch_code == row.batch_code) {
        return Next::Settled(Settled::Done);
    }
    if says != row.comment {
        return Next::Settled(Settled::Failed(CopyError::RowDiffers));
    }
    let change = HotspotUser { comment: Some(ours), ..HotspotUser::default() };
    Next::Send(change.to_set(&id))
}
