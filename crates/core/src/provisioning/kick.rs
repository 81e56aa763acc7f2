//! Ends the sessions of locked and withdrawn accounts and takes their cookies,
//! with which a phone would come straight back: paced, and looked at again.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use routeros_api::resource::{HotspotActive, HotspotCookie};
use routeros_api::{BulkItem, BulkOptions, BulkOutcome, Client, Error, Id, Query, Resource};

use super::error::CopyError;
use super::settle::Settler;
use super::store::Task;

/// Names asked for in one command.
const NAMES_AT_ONCE: usize = 40;
/// How often it is looked whether somebody came back meanwhile.
const ROUNDS: usize = 3;
/// Rows taken away before the router gets a breath: a hundred phones that log in
/// anew within one second are a storm for a small board.
const AT_ONCE: usize = 20;
/// That breath.
const BREATH: Duration = Duration::from_millis(500);

/// Works kick tasks off; `false` when the line broke, then they stay. An account
/// that is still online, because the router refuses or it comes back again and
/// again, is told as failed.
pub async fn kick(client: &Client, tasks: &[Task], names: &HashMap<i64, String>, settler: &mut Settler) -> bool {
    let wanted: HashSet<&str> = tasks.iter().filter_map(|t| names.get(&t.subject_id)).map(String::as_str).collect();
    let wanted: Vec<&str> = wanted.into_iter().collect();
    let left = match kick_names(client, &wanted).await {
        Ok(left) => left,
        Err(Error::Trap(trap)) => {
            tracing::warn!(message = trap.message, "the router shows no sessions");
            let reason = if trap.kind == routeros_api::TrapKind::Permission {
                CopyError::WriteRefused
            } else {
                CopyError::KickRefused
            };
            for task in tasks {
                settler.kick_failed(task, &reason);
            }
            return true;
        }
        Err(error) => {
            tracing::info!(%error, "kick did not end");
            return false;
        }
    };
    for task in tasks {
        if names.get(&task.subject_id).is_some_and(|name| left.contains(name)) {
            settler.kick_failed(task, &CopyError::KickRefused);
        } else {
            settler.kicked(task);
        }
    }
    true
}

/// Ends every session and takes every cookie of these names; looks again until
/// nothing is left. Answers the names that are still online or could come back.
///
/// # Errors
/// When the line breaks, or the router refuses to show its sessions.
pub async fn kick_names(client: &Client, names: &[&str]) -> routeros_api::Result<HashSet<String>> {
    for _round in 0..ROUNDS {
        // Cookies first: a phone that is put out comes back with its cookie.
        let cookies = rows::<HotspotCookie>(client, names, |row| row.user.clone()).await?;
        remove::<HotspotCookie>(client, &cookies).await?;
        let sessions = rows::<HotspotActive>(client, names, |row| row.user.clone()).await?;
        remove::<HotspotActive>(client, &sessions).await?;
        if cookies.is_empty() && sessions.is_empty() {
            return Ok(HashSet::new());
        }
    }
    let (cookies, sessions) = tokio::try_join!(
        rows::<HotspotCookie>(client, names, |row| row.user.clone()),
        rows::<HotspotActive>(client, names, |row| row.user.clone()),
    )?;
    Ok(cookies.into_iter().chain(sessions).map(|(_, name)| name).collect())
}

/// Ids and names. Ids are given again after a reboot: they are read anew in every
/// round and serve at once.
async fn rows<T: Resource>(
    client: &Client,
    names: &[&str],
    name_of: impl Fn(&T) -> Option<String>,
) -> routeros_api::Result<Vec<(Id, String)>> {
    let prints = names.chunks(NAMES_AT_ONCE).map(|chunk| {
        let query = Query::any_of("user", chunk.iter().copied());
        client.print(T::MENU).proplist([".id", "user"]).query(query).typed::<T>()
    });
    let rows = futures::future::try_join_all(prints).await?;
    Ok(rows.iter().flatten().filter_map(|row| Some((row.id()?.clone(), name_of(row)?))).collect())
}

/// One by one: a list ends at the first row that has gone meanwhile, and ending
/// one session can end others of the same user. A refusal is seen by looking again.
async fn remove<T: Resource>(client: &Client, rows: &[(Id, String)]) -> routeros_api::Result<()> {
    for (n, part) in rows.chunks(AT_ONCE).enumerate() {
        if n > 0 {
            tokio::time::sleep(BREATH).await;
        }
        let items = (0_u64..)
            .zip(part)
            .map(|(lane, (id, _))| BulkItem { lane, command: T::on_rows("remove", std::slice::from_ref(id)) });
        let options = BulkOptions { window_max: 16, ..BulkOptions::default() };
        let outcomes = client.bulk(items.collect(), options, |_, _| std::ops::ControlFlow::Continue(())).await;
        for outcome in outcomes {
            match outcome {
                BulkOutcome::NotSent(error) | BulkOutcome::Unknown(error) => return Err(error),
                BulkOutcome::Trap(trap) if !trap.is_no_such_item() => {
                    tracing::warn!(message = trap.message, "a session or cookie does not go");
                }
                _ => {}
            }
        }
    }
    Ok(())
}
