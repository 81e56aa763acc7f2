//! Plans' profiles: made, changed, renamed; never somebody else's.

use std::collections::HashMap;

use routeros_api::Query;
use routeros_api::resource::HotspotUserProfile;
use simpul_kernel::Result;
use simpul_kernel::ids::PlanId;

use super::{Drain, Ended};
use crate::provisioning::error::CopyError;
use crate::provisioning::model::ProfileWish;
use crate::provisioning::store::{self, Task};
use crate::provisioning::{rules, settle};

impl Drain<'_> {
    pub(super) async fn profiles(&mut self, tasks: &[Task]) -> Result<Option<Ended>> {
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
        if let (Some(ours), Some(named)) = (by_id, by_name)
            && ours.id != named.id
        {
            // The plan was renamed to a name somebody else's profile has: its users
            // would be on one, its next codes on the other.
            return Ok(Err(CopyError::ProfileTaken));
        }
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
}
