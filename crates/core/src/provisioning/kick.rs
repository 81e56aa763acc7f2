//! Ends the sessions of locked and withdrawn accounts and takes their cookies,
//! with which a phone would come straight back.

use std::collections::{HashMap, HashSet};

use routeros_api::resource::{HotspotActive, HotspotCookie};
use routeros_api::{BulkItem, BulkOptions, BulkOutcome, Client, Id, Query, Resource};

use super::settle::Settler;
use super::store::Task;

/// Names asked for in one command.
const NAMES_AT_ONCE: usize = 40;
/// How often it is looked whether somebody came back meanwhile.
const ROUNDS: usize = 3;

/// Works kick tasks off; `false` when the line broke, then they stay.
pub async fn kick(client: &Client, tasks: &[Task], names: &HashMap<i64, String>, settler: &mut Settler) -> bool {
    let wanted: HashSet<&str> = tasks.iter().filter_map(|t| names.get(&t.subject_id)).map(String::as_str).collect();
    let wanted: Vec<&str> = wanted.into_iter().collect();
    match kick_names(client, &wanted).await {
        Ok(()) => {
            for task in tasks {
                settler.kicked(task.id);
            }
            true
        }
        Err(error) => {
            tracing::info!(%error, "kick did not end");
            false
        }
    }
}

/// Ends every session and takes every cookie of these names; looks again until
/// nothing is left.
///
/// # Errors
/// When the line breaks, or the router refuses to show its sessions.
pub async fn kick_names(client: &Client, names: &[&str]) -> routeros_api::Result<()> {
    for _round in 0..ROUNDS {
        // Cookies first: a phone that is put out comes back with its cookie.
        let cookies = ids::<HotspotCookie>(client, names).await?;
        remove::<HotspotCookie>(client, &cookies).await?;
        let sessions = ids::<HotspotActive>(client, names).await?;
        remove::<HotspotActive>(client, &sessions).await?;
        if cookies.is_empty() && sessions.is_empty() {
            break;
        }
    }
    Ok(())
}

async fn ids<T: Resource>(client: &Client, names: &[&str]) -> routeros_api::Result<Vec<Id>> {
    let prints = names.chunks(NAMES_AT_ONCE).map(|chunk| {
        let query = Query::any_of("user", chunk.iter().copied());
        client.print(T::MENU).proplist([".id", "user"]).query(query).typed::<T>()
    });
    let rows = futures::future::try_join_all(prints).await?;
    Ok(rows.iter().flatten().filter_map(|row| row.id().cloned()).collect())
}

/// One by one: a list ends at the first row that has gone meanwhile, and ending
/// one session can end others of the same user.
async fn remove<T: Resource>(client: &Client, ids: &[Id]) -> routeros_api::Result<()> {
    let items =
        (0_u64..).zip(ids).map(|(lane, id)| BulkItem { lane, command: T::on_rows("remove", std::slice::from_ref(id)) });
    let options = BulkOptions { window_max: 16, ..BulkOptions::default() };
    let outcomes = client.bulk(items.collect(), options, |_, _| std::ops::ControlFlow::Continue(())).await;
    for outcome in outcomes {
        match outcome {
            BulkOutcome::NotSent(error) | BulkOutcome::Unknown(error) => return Err(error),
            BulkOutcome::Trap(trap) if !trap.is_no_such_item() => {
                tracing::info!(message = trap.message, "a session or cookie did not go");
            }
            _ => {}
        }
    }
    Ok(())
}
