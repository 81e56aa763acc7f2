//! Brings script, scheduler and notes onto a router, or takes them off; and looks
//! whether they still stand.

use std::collections::HashMap;
use std::ops::ControlFlow;

use routeros_api::resource::{HotspotUser, Scheduler, Script};
use routeros_api::{BulkItem, BulkOptions, BulkOutcome, Client, Error, Id, Query, Resource, Trap, TrapKind};
use simpul_kernel::{CodedError as _, Result};

use super::{note, script};
use crate::network::{self, FallbackError};
use crate::provisioning::drain::{Drain, Ended};
use crate::provisioning::model::Wish;
use crate::provisioning::{reconcile, rules};

/// What is read of the users' rows.
const USER: &[&str] = &[".id", "name", "comment", "email"];
/// Rows judged in one transaction.
const CHUNK: usize = 5000;

/// Why it does not stand: the line broke, the router refuses, or the database does.
enum Stop {
    Line(Error),
    Refused(FallbackError),
    Ours(simpul_kernel::Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        match error {
            Error::Trap(trap) => Self::Refused(refusal(&trap)),
            error => Self::Line(error),
        }
    }
}

impl From<simpul_kernel::Error> for Stop {
    fn from(error: simpul_kernel::Error) -> Self {
        Self::Ours(error)
    }
}

/// What a router's refusal means. Releases that know device-mode say so in the text.
fn refusal(trap: &Trap) -> FallbackError {
    if trap.message.contains("device-mode") {
        return FallbackError::DeviceMode;
    }
    match trap.kind {
        TrapKind::Permission => FallbackError::Policy { policies: script::POLICIES.join(",") },
        TrapKind::Duplicate => FallbackError::Taken,
        _ => FallbackError::Refused,
    }
}

impl Drain<'_> {
    /// Brings about what is wished of the router's own expiry, when that is to do.
    pub(in crate::provisioning) async fn fallback(&mut self) -> Result<Option<Ended>> {
        let Some(is_on) = network::fallback_due(self.app, self.access.router_id).await? else { return Ok(None) };
        let outcome = if is_on { self.fallback_on().await } else { self.fallback_off().await };
        let refused = match outcome {
            Ok(()) => None,
            Err(Stop::Line(error)) => {
                tracing::info!(router_id = self.access.router_id.0, %error, "line lost while seeing to the expiry script");
                return Ok(Some(Ended::LineLost));
            }
            Err(Stop::Refused(why)) => Some(why),
            Err(Stop::Ours(error)) => return Err(error),
        };
        let mut tx = self.begin_tx().await?;
        network::fallback_settled(&mut tx, self.access.router_id, is_on, refused.as_ref()).await?;
        tx.touch("router");
        tx.commit().await?;
        Ok(None)
    }

    async fn fallback_on(&self) -> Result<(), Stop> {
        may(&self.client).map_err(Stop::Refused)?;
        if network::device_mode_forbids_scheduler(&self.client).await? {
            return Err(Stop::Refused(FallbackError::DeviceMode));
        }
        // The notes first: from its first run on the script goes by them.
        self.notes_write().await?;
        let code = &self.app.installation.code;
        let (scripts, schedulers) = self.rows().await?;
        match scripts.as_ref().and_then(|row| Some((row.id.clone()?, row))) {
            None => drop(self.client.add(&script::script(code)).await?),
            Some((id, row)) => {
                if let Some(change) = script::script_change(row, code) {
                    self.client.set(&id, &change).await?;
                }
            }
        }
        match schedulers.as_ref().and_then(|row| Some((row.id.clone()?, row))) {
            None => drop(self.client.add(&script::scheduler(code)).await?),
            Some((id, row)) => {
                if let Some(change) = script::scheduler_change(row, code) {
                    self.client.set(&id, &change).await?;
                }
            }
        }
        Ok(())
    }

    /// Scheduler before script, so that it never runs what is no more; somebody
    /// else's of the same name stay.
    async fn fallback_off(&self) -> Result<(), Stop> {
        let (script, scheduler) = match self.rows().await {
            Err(Stop::Refused(FallbackError::Taken)) => (None, None),
            rows => rows?,
        };
        gone(self.client.remove::<Scheduler>(&ids(scheduler.and_then(|row| row.id))).await)?;
        gone(self.client.remove::<Script>(&ids(script.and_then(|row| row.id))).await)?;
        self.notes_clear().await
    }

    /// Our script and our scheduler.
    async fn rows(&self) -> Result<(Option<Script>, Option<Scheduler>), Stop> {
        let query = || Query::eq("name", script::NAME);
        let (scripts, schedulers) =
            tokio::try_join!(self.client.list::<Script>(query()), self.client.list::<Scheduler>(query()))?;
        let (script, scheduler) = (scripts.into_iter().next(), schedulers.into_iter().next());
        let is_ours = |comment: Option<&Option<String>>| {
            comment.is_none_or(|comment| script::is_ours(comment.as_deref(), &self.installations))
        };
        if is_ours(script.as_ref().map(|row| &row.comment)) && is_ours(scheduler.as_ref().map(|row| &row.comment)) {
            Ok((script, scheduler))
        } else {
            Err(Stop::Refused(FallbackError::Taken))
        }
    }

    /// Rows marked as ours, by the voucher their comment names.
    async fn marked(&self) -> Result<Vec<(i64, HotspotUser)>, Stop> {
        let rows = self.client.print(HotspotUser::MENU).proplist(USER).typed::<HotspotUser>().await?;
        let voucher = |row: &HotspotUser| {
            let comment = row.comment.as_deref().and_then(rules::parse_comment)?;
            self.installations.contains(comment.installation).then_some(comment.voucher_id.0)
        };
        Ok(rows.into_iter().filter_map(|row| Some((voucher(&row)?, row))).collect())
    }

    /// Writes onto the row of each code what it has left. Of a code that is in use this
    /// is read anew: the router may have counted from another beginning.
    async fn notes_write(&self) -> Result<(), Stop> {
        let marked = self.marked().await?;
        let now = self.app.clock.now();
        for part in marked.chunks(CHUNK) {
            let vouchers: Vec<i64> = part.iter().map(|(voucher, _)| *voucher).collect();
            let (copies, wishes) = reconcile::read(self, &vouchers).await?;
            let open: HashMap<i64, Wish> = copies.iter().map(|copy| (copy.voucher_id, copy.wish)).collect();
            let mut items = Vec::new();
            for (voucher, row) in part {
                let Some(wish) = wishes.get(voucher) else { continue };
                let is_open = open.get(voucher) == Some(&Wish::Present);
                if !is_open || !rules::is_copy_of(row, wish, &self.installations) {
                    continue;
                }
                let there = row.email.as_deref().unwrap_or_default();
                let wanted = note::wanted(wish, now).unwrap_or_default();
                // What a person wrote there stays; that code then ends in the morning.
                if there != wanted && (there.is_empty() || note::read(there).is_some()) {
                    items.extend(note_set(*voucher, row, wanted));
                }
            }
            self.notes_send(items).await?;
        }
        Ok(())
    }

    async fn notes_clear(&self) -> Result<(), Stop> {
        let noted = |row: &HotspotUser| row.email.as_deref().is_some_and(|text| note::read(text).is_some());
        let marked = self.marked().await?;
        let marked = marked.iter().filter(|(_, row)| noted(row));
        self.notes_send(marked.filter_map(|(voucher, row)| note_set(*voucher, row, String::new())).collect()).await
    }

    async fn notes_send(&self, items: Vec<BulkItem>) -> Result<(), Stop> {
        for outcome in self.client.bulk(items, BulkOptions::default(), |_, _| ControlFlow::Continue(())).await {
            match outcome {
                BulkOutcome::NotSent(error) | BulkOutcome::Unknown(error) => return Err(error.into()),
                BulkOutcome::Trap(trap) if !trap.is_no_such_item() => return Err(Stop::Refused(refusal(&trap))),
                _ => {}
            }
        }
        Ok(())
    }
}

fn note_set(voucher: i64, row: &HotspotUser, note: String) -> Option<BulkItem> {
    let change = HotspotUser { email: Some(note), ..HotspotUser::default() };
    Some(BulkItem { lane: voucher.unsigned_abs(), command: change.to_set(row.id.as_ref()?) })
}

fn ids(id: Option<Id>) -> Vec<Id> {
    id.into_iter().collect()
}

/// A row that is gone already is as good as one that was removed.
fn gone(answer: routeros_api::Result<()>) -> Result<(), Stop> {
    match answer {
        Err(Error::Trap(trap)) if trap.is_no_such_item() => Ok(()),
        answer => Ok(answer?),
    }
}

/// Whether the user may do what the script is to do. What a user of RADIUS may is
/// seen when it is refused.
fn may(client: &Client) -> Result<(), FallbackError> {
    let missing = network::fallback_policies_missing(client.capabilities().as_deref());
    if missing.is_empty() { Ok(()) } else { Err(FallbackError::Policy { policies: missing.join(",") }) }
}

/// Looks whether what was brought onto a router still stands as it was; `None` when
/// the line broke. Nothing is changed. `is_unnoted`: a row lost its note.
pub async fn check(drain: &Drain<'_>, is_unnoted: bool) -> Result<Option<()>> {
    if !network::fallback_stands(drain.app, drain.access.router_id).await? {
        return Ok(Some(()));
    }
    let code = &drain.app.installation.code;
    let found = match drain.rows().await {
        Ok((Some(script), Some(scheduler))) => {
            let is_same =
                script::script_change(&script, code).is_none() && script::scheduler_change(&scheduler, code).is_none();
            (!is_same || is_unnoted).then_some(FallbackError::Differs)
        }
        Ok(_) => Some(FallbackError::Missing),
        Err(Stop::Refused(why)) => Some(why),
        Err(Stop::Line(_)) => return Ok(None),
        Err(Stop::Ours(error)) => return Err(error),
    };
    let found = match network::device_mode_forbids_scheduler(&drain.client).await {
        Ok(true) => Some(FallbackError::DeviceMode),
        Ok(false) => found,
        Err(_) => return Ok(None),
    };
    if let Some(why) = &found {
        tracing::info!(router_id = drain.access.router_id.0, code = why.code(), "the expiry script is not as it was");
    }
    let mut tx = drain.begin_tx().await?;
    network::fallback_found(&mut tx, drain.access.router_id, found.as_ref()).await?;
    tx.touch("router");
    tx.commit().await?;
    Ok(Some(()))
}
