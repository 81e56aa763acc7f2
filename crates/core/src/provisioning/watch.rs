//! Looks at each router every few seconds while a worker runs: how it is, who is
//! online, what our vouchers have used.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use routeros_api::resource::{
    HotspotActive, HotspotServerProfile, HotspotUser, SystemClock, SystemIdentity, SystemResource,
};
use routeros_api::{Client, Query, Resource as _, value};
use simpul_kernel::ids::{RouterId, VoucherId};
use simpul_kernel::{Result, Source};
use tokio::task::JoinSet;

use super::books::Books;
use super::model::UsageSeen;
use super::{rules, store, wish};
use crate::app::App;
use crate::network::{self, RouterAccess, RouterError, RouterSeen};

/// How often a router is looked at.
const PERIOD: Duration = Duration::from_secs(10);
/// How often the whole table is read, to find what was used while nobody looked.
const SWEEP: Duration = Duration::from_secs(600);
/// A table that takes long to print is read the more rarely: at most this part of
/// the router's time.
const SWEEP_SHARE: u32 = 50;
/// Rows read by name at each look.
const NAMES_MOST: usize = 200;
/// Names asked for in one command.
const NAMES_AT_ONCE: usize = 40;
/// What is read of a row.
const USAGE: &[&str] = &[".id", "name", "comment", "uptime", "bytes-in", "bytes-out"];

/// What is remembered of a router from one look to the next.
#[derive(Debug, Default)]
struct Memory {
    /// Names that were online.
    online: HashSet<String>,
    /// When the whole table is due; `None` = now.
    sweep_at: Option<Instant>,
}

/// Looks at all routers.
pub struct Watch {
    app: App,
    books: Arc<dyn Books>,
    memories: Mutex<HashMap<RouterId, Arc<tokio::sync::Mutex<Memory>>>>,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Watch")
    }
}

/// What a look came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// It answered; this many of our vouchers were seen in use.
    Up {
        /// How many.
        in_use: usize,
    },
    /// It was not reached; the reason stands in its state.
    Down,
    /// Another worker holds it, an earlier look still waits, or it was retired.
    NotOurs,
}

impl Watch {
    /// A watch over the routers of this database.
    #[must_use]
    pub fn new(app: App, books: Arc<dyn Books>) -> Self {
        Self { app, books, memories: Mutex::default() }
    }

    /// Looks at every router every few seconds, until dropped. A slow one keeps
    /// no other waiting.
    pub async fn run(self: Arc<Self>) {
        let mut looks = JoinSet::new();
        let mut ticker = tokio::time::interval(PERIOD);
        ticker.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            ticker.tick().await;
            while looks.try_join_next().is_some() {}
            match network::routers_in_use(&self.app).await {
                Ok(routers) => {
                    for router in routers {
                        let watch = Arc::clone(&self);
                        looks.spawn(async move {
                            if let Err(error) = watch.look(router).await {
                                tracing::warn!(router_id = router.0, %error, "looking at the router failed");
                            }
                        });
                    }
                }
                Err(error) => tracing::warn!(%error, "routers could not be listed"),
            }
        }
    }

    /// Looks at one router once.
    ///
    /// # Errors
    /// The database's; a router that is not reached is no error.
    pub async fn look(&self, router_id: RouterId) -> Result<Looked> {
        let memory = {
            let mut memories = self.memories.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(memories.entry(router_id).or_default())
        };
        // The look before still waits for a slow router.
        let Ok(mut memory) = memory.try_lock() else { return Ok(Looked::NotOurs) };
        let access = network::router_access(&self.app, router_id).await?;
        if !access.is_active || !network::lease_take(&self.app, &access).await? {
            return Ok(Looked::NotOurs);
        }
        let read = match network::router_line(&self.app, &access).await {
            Ok(client) => self.read(&access, &client, &mut memory).await,
            Err(error) => Err(error),
        };
        match read {
            Ok(in_use) => Ok(Looked::Up { in_use }),
            Err(error) if network::is_router_failure(&error) => {
                // What happens until it is back is found by the next sweep.
                memory.sweep_at = None;
                network::router_is_down(&self.app, &access, &error).await?;
                network::lease_release(&self.app, router_id).await?;
                Ok(Looked::Down)
            }
            Err(error) => Err(error),
        }
    }

    async fn read(&self, access: &RouterAccess, client: &Client, memory: &mut Memory) -> Result<usize> {
        let failed = |error: routeros_api::Error| RouterError::of(&error, &access.host, access.port, &access.username);
        let is_sweep = memory.sweep_at.is_none_or(|at| Instant::now() >= at);
        let sessions = client.list::<HotspotActive>(Query::all()).await.map_err(failed)?;
        let mut seen = self.state(client, is_sweep).await.map_err(failed)?;
        seen.hotspot_active = i32::try_from(sessions.len()).ok();
        if network::router_is_up(&self.app, access, &seen).await? {
            let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
            wish::router_wake(&mut tx, access.router_id).await?;
            tx.commit().await?;
        }
        let online: HashSet<String> = sessions.iter().filter_map(|s| s.user.clone()).collect();
        let rows = if is_sweep {
            let began = Instant::now();
            let rows = client.print(HotspotUser::MENU).proplist(USAGE).typed::<HotspotUser>().await.map_err(failed)?;
            memory.sweep_at = Some(Instant::now() + SWEEP.max(began.elapsed() * SWEEP_SHARE));
            rows
        } else {
            rows_by_name(client, &names_due(&memory.online, &online)).await.map_err(failed)?
        };
        let in_use = self.report(access, &rows, &sessions).await?;
        memory.online = online;
        Ok(in_use)
    }

    async fn state(&self, client: &Client, with_login_ways: bool) -> routeros_api::Result<RouterSeen> {
        let (resource, clock, identity) = tokio::try_join!(
            client.list::<SystemResource>(Query::all()),
            client.list::<SystemClock>(Query::all()),
            client.list::<SystemIdentity>(Query::all()),
        )?;
        let resource = resource.into_iter().next().unwrap_or_default();
        let bytes = |n: Option<u64>| n.and_then(|n| i64::try_from(n).ok());
        let has_http_pap = if with_login_ways {
            let profiles = client.list::<HotspotServerProfile>(Query::all()).await?;
            let ways = profiles.iter().filter_map(|profile| profile.login_by.as_deref());
            Some(ways.flat_map(|ways| ways.split(',')).any(|way| way.trim() == "http-pap"))
        } else {
            None
        };
        Ok(RouterSeen {
            ros_version: resource.version,
            board_name: resource.board_name,
            identity: identity.into_iter().next().and_then(|row| row.name),
            cpu_load: resource.cpu_load.and_then(|n| i32::try_from(n).ok()),
            free_memory: bytes(resource.free_memory),
            total_memory: bytes(resource.total_memory),
            uptime_s: resource.uptime.and_then(|d| i64::try_from(d.as_secs()).ok()),
            clock_offset_s: clock.first().and_then(|clock| self.clock_offset(clock)),
            license_level: client.capabilities().and_then(|c| c.license_level.clone()),
            hotspot_active: None,
            has_http_pap,
        })
    }

    fn clock_offset(&self, clock: &SystemClock) -> Option<i32> {
        let local = value::DateTime::parse_pair(clock.date.as_deref()?, clock.time.as_deref()?)?;
        let router = local.to_unix() - i64::from(clock.gmt_offset?.0);
        i32::try_from(router - self.app.clock.now().timestamp()).ok()
    }

    /// Tells the books what our vouchers have used; how many were told.
    async fn report(&self, access: &RouterAccess, rows: &[HotspotUser], sessions: &[HotspotActive]) -> Result<usize> {
        let ids: HashMap<VoucherId, &HotspotUser> = rows
            .iter()
            .filter_map(|row| Some((rules::parse_comment(row.comment.as_deref()?)?.voucher_id, row)))
            .collect();
        let by_name = sessions_by_name(sessions);
        let wanted: Vec<VoucherId> = ids
            .iter()
            .filter(|(_, row)| {
                !row.uptime.unwrap_or_default().is_zero() || name_of(row).is_some_and(|n| by_name.contains_key(n))
            })
            .map(|(id, _)| *id)
            .collect();
        if wanted.is_empty() {
            return Ok(0);
        }
        let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
        let installations = store::installation_codes(&mut tx).await?;
        let mut seen = Vec::new();
        for user in self.books.users(&mut tx, &wanted).await? {
            let Some(row) = ids.get(&user.voucher_id).filter(|row| rules::is_copy_of(row, &user, &installations))
            else {
                continue;
            };
            seen.push(usage(
                user.voucher_id,
                row,
                name_of(row).and_then(|n| by_name.get(n)).map_or(&[][..], Vec::as_slice),
            ));
        }
        if !seen.is_empty() {
            // In id order: two workers then lock the vouchers alike.
            seen.sort_unstable_by_key(|s| s.voucher_id);
            self.books.usage_seen(&mut tx, self.app.clock.now(), access.router_id, &seen).await?;
            tx.commit().await?;
        }
        Ok(seen.len())
    }
}

fn name_of(row: &HotspotUser) -> Option<&str> {
    row.name.as_deref()
}

fn sessions_by_name(sessions: &[HotspotActive]) -> HashMap<&str, Vec<&HotspotActive>> {
    let mut by_name: HashMap<&str, Vec<&HotspotActive>> = HashMap::new();
    for session in sessions {
        if let Some(user) = session.user.as_deref() {
            by_name.entry(user).or_default().push(session);
        }
    }
    by_name
}

/// A row's counters and its sessions together. Whether a row counts a session that
/// still runs differs between releases: the larger is taken, never the sum.
fn usage(voucher_id: VoucherId, row: &HotspotUser, sessions: &[&HotspotActive]) -> UsageSeen {
    let seconds = |d: Option<Duration>| i64::try_from(d.unwrap_or_default().as_secs()).unwrap_or(i64::MAX);
    let number = |n: Option<u64>| i64::try_from(n.unwrap_or(0)).unwrap_or(i64::MAX);
    let total = |of: fn(&HotspotActive) -> Option<u64>| {
        sessions.iter().fold(0_i64, |sum, session| sum.saturating_add(number(of(session))))
    };
    let longest = sessions.iter().max_by_key(|session| session.uptime.unwrap_or_default());
    let session_uptime_s = longest.map(|session| seconds(session.uptime));
    UsageSeen {
        voucher_id,
        uptime_s: seconds(row.uptime).max(session_uptime_s.unwrap_or(0)),
        bytes_in: number(row.bytes_in).max(total(|s| s.bytes_in)),
        bytes_out: number(row.bytes_out).max(total(|s| s.bytes_out)),
        session_uptime_s,
        mac_address: longest.and_then(|session| session.mac_address.clone()),
    }
}

/// The names to read now: first who came or went, then the others, as many as one
/// look may cost the router.
fn names_due(before: &HashSet<String>, now: &HashSet<String>) -> Vec<String> {
    let moved = before.symmetric_difference(now);
    moved.chain(before.intersection(now)).take(NAMES_MOST).cloned().collect()
}

async fn rows_by_name(client: &Client, names: &[String]) -> routeros_api::Result<Vec<HotspotUser>> {
    let prints = names.chunks(NAMES_AT_ONCE).map(|chunk| {
        let query = Query::any_of("name", chunk.iter().map(String::as_str));
        client.print(HotspotUser::MENU).proplist(USAGE).query(query).typed::<HotspotUser>()
    });
    Ok(futures::future::try_join_all(prints).await?.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_came_or_went_is_read_first() {
        let set = |names: &[&str]| -> HashSet<String> { names.iter().map(|n| (*n).to_owned()).collect() };
        let (before, now) = (set(&["a", "b", "c"]), set(&["b", "c", "d"]));
        let names = names_due(&before, &now);
        assert_eq!(names.len(), 4);
        assert_eq!(set(&[&names[0], &names[1]]), set(&["a", "d"]));
    }

    #[test]
    fn a_running_session_is_never_counted_twice() {
        let row = HotspotUser { uptime: Some(Duration::from_secs(100)), bytes_in: Some(10), ..HotspotUser::default() };
        let session = |s, b| HotspotActive {
            uptime: Some(Duration::from_secs(s)),
            bytes_in: Some(b),
            ..HotspotActive::default()
        };
        let (short, long) = (session(20, 4), session(120, 5));
        let seen = usage(VoucherId(1), &row, &[&short, &long]);
        assert_eq!((seen.uptime_s, seen.session_uptime_s, seen.bytes_in), (120, Some(120), 10));
        assert_eq!(usage(VoucherId(1), &row, &[]).session_uptime_s, None);
        let endless = session(1, u64::MAX);
        assert_eq!(usage(VoucherId(1), &row, &[&endless, &endless]).bytes_in, i64::MAX);
    }
}
