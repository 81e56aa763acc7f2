//! Looks at each router every few seconds while a worker runs, and at once when it
//! tells of somebody who came or went: how it is, who is online, what our codes
//! have used.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use routeros_api::Client;
use simpul_kernel::ids::{RouterId, VoucherId};
use simpul_kernel::{Result, Source};
use tokio::sync::mpsc;
use tokio::task::JoinSet;

use super::book::{Book, Changes, Since};
use super::follow::Follower;
use super::inbox::Event;
use super::names::{self, UserRow};
use super::rows::{self, Depth, Seen};
use super::state;
use super::vouchers::{self, Account};
use crate::app::App;
use crate::network::{self, RouterAccess, RouterError, RouterSeen, SessionKind};
use crate::provisioning::{self, Books};

/// How often a router is looked at.
const PERIOD: Duration = Duration::from_secs(10);
/// How long a look that is due waits for one that is under way. Most are over by then;
/// behind a router that answers slowly no looks pile up.
const PATIENCE: Duration = Duration::from_millis(2500);
/// How long a router's news may gather before it is looked at.
const GATHER: Duration = Duration::from_millis(500);
/// How often the whole table is read, to find what was used while nobody looked.
const SWEEP: Duration = Duration::from_secs(600);
/// A table that takes long to print is read the more rarely: at most this part of
/// the router's time.
const SWEEP_SHARE: u32 = 50;
/// Rows read by name at each look; more wait for the next.
const NAMES_MOST: usize = 200;

/// What is remembered of a router from one look to the next.
#[derive(Debug, Default)]
pub(super) struct Memory {
    follower: Option<Follower>,
    /// The running sessions; `None` = to be read from the table.
    pub(super) book: Option<Book>,
    /// Our codes that are online, by name.
    pub(super) accounts: HashMap<String, Account>,
    /// What was last told of codes that are not online.
    pub(super) told: HashMap<VoucherId, (i64, i64, i64)>,
    /// Names whose rows are to be read: they came or went.
    names_due: BTreeSet<String>,
    /// When the whole table is due; `None` = now.
    sweep_at: Option<Instant>,
}

/// Looks at all routers.
pub struct Watch {
    pub(super) app: App,
    pub(super) books: Arc<dyn Books>,
    memories: Mutex<HashMap<RouterId, Arc<tokio::sync::Mutex<Memory>>>>,
    wakes: mpsc::UnboundedSender<RouterId>,
    woken: tokio::sync::Mutex<mpsc::UnboundedReceiver<RouterId>>,
}

impl std::fmt::Debug for Watch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Watch")
    }
}

/// What a look came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looked {
    /// It answered; this many of our codes were told of.
    Up {
        /// How many.
        in_use: usize,
    },
    /// It was not reached; the reason stands in its state.
    Down,
    /// Another worker holds it, an earlier look still waits, or it was retired.
    NotOurs,
}

/// Why a router is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    /// It is time.
    Time,
    /// It told of somebody who came or went.
    News,
}

/// What one look read from the router.
pub(super) struct Look {
    /// When, by our clock.
    pub(super) at: DateTime<Utc>,
    /// Who came and went.
    pub(super) changes: Changes,
    /// Rows of codes that were read.
    pub(super) rows: Vec<UserRow>,
}

impl Look {
    /// Why sessions ended, as far as the log has said so by now.
    fn causes(&mut self, follower: Option<&Follower>) {
        for ended in &mut self.changes.ended {
            let said = follower.and_then(|f| f.inbox.cause(ended.session.kind, &ended.session.username));
            ended.cause = ended.cause.or(said);
        }
    }
}

impl Watch {
    /// A watch over the routers of this database.
    #[must_use]
    pub fn new(app: App, books: Arc<dyn Books>) -> Self {
        let (wakes, woken) = mpsc::unbounded_channel();
        Self { app, books, memories: Mutex::default(), wakes, woken: tokio::sync::Mutex::new(woken) }
    }

    /// Looks at every router every few seconds, until dropped. A slow one keeps
    /// no other waiting, and they are not all looked at in the same moment.
    pub async fn run(self: Arc<Self>) {
        let mut looks = JoinSet::new();
        let mut ticker = tokio::time::interval(PERIOD);
        ticker.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut woken = self.woken.lock().await;
        loop {
            tokio::select! {
                _ = ticker.tick() => match network::routers_in_use(&self.app).await {
                    Ok(routers) => {
                        self.forget_others(&routers);
                        let share = PERIOD / u32::try_from(routers.len().max(1)).unwrap_or(u32::MAX);
                        for (place, router) in (0_u32..).zip(routers) {
                            looks.spawn(Arc::clone(&self).look_later(router, share * place, Why::Time));
                        }
                    }
                    Err(error) => tracing::warn!(%error, "routers could not be listed"),
                },
                Some(router) = woken.recv() => {
                    looks.spawn(Arc::clone(&self).look_later(router, GATHER, Why::News));
                }
            }
            while looks.try_join_next().is_some() {}
        }
    }

    async fn look_later(self: Arc<Self>, router: RouterId, wait: Duration, why: Why) {
        tokio::time::sleep(wait).await;
        if let Err(error) = self.look_because(router, why).await {
            tracing::warn!(router_id = router.0, %error, "looking at the router failed");
        }
    }

    /// Routers that were taken out of use are listened to no longer.
    fn forget_others(&self, routers: &[RouterId]) {
        let mut memories = self.memories.lock().unwrap_or_else(PoisonError::into_inner);
        memories.retain(|id, _| routers.contains(id));
    }

    /// Looks at one router once.
    ///
    /// # Errors
    /// The database's; a router that is not reached is no error.
    pub async fn look(&self, router_id: RouterId) -> Result<Looked> {
        self.look_because(router_id, Why::Time).await
    }

    async fn look_because(&self, router_id: RouterId, why: Why) -> Result<Looked> {
        let memory = {
            let mut memories = self.memories.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(memories.entry(router_id).or_default())
        };
        let free = match why {
            Why::Time => tokio::time::timeout(PATIENCE, memory.lock()).await.ok(),
            // Whoever looks now finds the news in the inbox, or the next look does.
            Why::News => memory.try_lock().ok(),
        };
        let Some(mut memory) = free else { return Ok(Looked::NotOurs) };
        let access = network::router_access(&self.app, router_id).await?;
        if !access.is_active || !network::lease_take(&self.app, &access).await? {
            // Whoever holds it writes; what is remembered here grows old.
            *memory = Memory::default();
            return Ok(Looked::NotOurs);
        }
        let mut read = self.over_line(&access, &mut memory, why).await;
        if matches!(read, Ok(Looked::NotOurs)) {
            // Another process wrote since: what is remembered is thrown away.
            *memory = Memory::default();
            read = self.over_line(&access, &mut memory, why).await;
        }
        match read {
            Ok(looked) => Ok(looked),
            Err(error) => {
                // What happens until it is back is found by the next snapshot.
                *memory = Memory::default();
                if !network::is_router_failure(&error) {
                    return Err(error);
                }
                network::router_is_down(&self.app, &access, &error).await?;
                network::lease_release(&self.app, router_id).await?;
                Ok(Looked::Down)
            }
        }
    }

    async fn over_line(&self, access: &RouterAccess, memory: &mut Memory, why: Why) -> Result<Looked> {
        let client = network::router_line(&self.app, access).await?;
        self.read(access, &client, memory, why).await
    }

    async fn read(&self, access: &RouterAccess, client: &Client, memory: &mut Memory, why: Why) -> Result<Looked> {
        let failed = |error: routeros_api::Error| RouterError::of(&error, &access.host, access.port, &access.username);
        let is_new_line = memory.follower.as_ref().is_none_or(|follower| !follower.serves(access));
        if is_new_line {
            let (wakes, router) = (self.wakes.clone(), access.router_id);
            let wake = Arc::new(move || {
                // Nobody receives once the watch is gone, and then nobody needs to.
                let _ = wakes.send(router);
            });
            memory.follower = Some(Follower::begin(access, client, &self.app.clock, wake));
            memory.sweep_at = None;
        }
        let is_unread = memory.book.is_none();
        if is_unread && !self.stored(access, memory).await? {
            return Ok(Looked::NotOurs);
        }
        let is_first = is_new_line || is_unread;
        let is_whole = why == Why::Time || is_first;
        let is_sweep = is_whole && memory.sweep_at.is_none_or(|at| Instant::now() >= at);
        let mut router = if is_whole {
            state::read(&self.app, client, is_sweep).await.map_err(failed)?
        } else {
            RouterSeen::default()
        };
        let now = self.app.clock.now();
        let booted_at = router.uptime_s.and_then(TimeDelta::try_seconds).and_then(|up| now.checked_sub_signed(up));
        let since = if is_first { Since::NewLine { booted_at } } else { Since::SameLine };

        let (at, changes) = self.sessions(client, memory, since, is_whole).await.map_err(failed)?;
        let book = memory.book.get_or_insert_default();
        if is_whole {
            router.hotspot_active = i32::try_from(book.count(SessionKind::Hotspot)).ok();
            if network::router_is_up(&self.app, access, &router).await? {
                let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
                provisioning::router_wake(&mut tx, access.router_id).await?;
                tx.commit().await?;
            }
        }
        let opened = changes.opened.iter().filter_map(|key| book.get(key));
        let moved = opened.chain(changes.ended.iter().map(|ended| &ended.session));
        let moved = moved.filter(|s| s.kind == SessionKind::Hotspot).map(|s| s.username.clone());
        memory.names_due.extend(moved);
        let rows = if is_sweep {
            let began = Instant::now();
            let rows = names::rows_used(client, &vouchers::names_online(book)).await.map_err(failed)?;
            memory.sweep_at = Some(Instant::now() + SWEEP.max(began.elapsed() * SWEEP_SHARE));
            memory.names_due.clear();
            rows
        } else {
            let most = memory.names_due.iter().take(NAMES_MOST).cloned().collect::<Vec<_>>();
            let rows = names::rows_of(client, &most).await.map_err(failed)?;
            memory.names_due.retain(|name| !most.contains(name));
            rows
        };
        let mut look = Look { at, changes, rows };
        look.causes(memory.follower.as_ref());
        let Some(in_use) = self.keep(access, memory, look).await? else { return Ok(Looked::NotOurs) };
        self.known(access, memory);
        Ok(Looked::Up { in_use })
    }

    /// What is new since the listeners of the line heard of nothing new.
    fn known(&self, access: &RouterAccess, memory: &Memory) {
        if let (Some(follower), Some(book)) = (&memory.follower, &memory.book) {
            follower.inbox.know(book.iter().map(|open| (open.kind, open.ros_id.clone())));
            if follower.inbox.has_news() || !memory.names_due.is_empty() {
                // Nobody receives once the watch is gone, and then nobody needs to.
                let _ = self.wakes.send(access.router_id);
            }
        }
    }

    /// Brings the book up to date by what was told and, where it is due, by what the
    /// router shows now.
    async fn sessions(
        &self,
        client: &Client,
        memory: &mut Memory,
        since: Since,
        is_whole: bool,
    ) -> routeros_api::Result<(DateTime<Utc>, Changes)> {
        let mut changes = Changes::default();
        let book = memory.book.get_or_insert_default();
        let Some(follower) = &mut memory.follower else { return Ok((self.app.clock.now(), changes)) };
        let (events, is_holey) = follower.inbox.take();
        // Over a new line the snapshot says it all, and by which ids.
        if since == Since::SameLine {
            for (at, event) in events {
                match event {
                    Event::Seen(kind, seen) => book.see(kind, seen, at, since, &mut changes),
                    Event::Gone(key) => book.end(&key, at, &mut changes),
                }
            }
        }
        if is_whole || is_holey {
            let wants_details = follower.wants_details() || is_holey || since != Since::SameLine;
            let depth = if wants_details { Depth::Details } else { Depth::Counters };
            let (hotspot, mut ppp) = tokio::try_join!(
                snapshot(client, book, SessionKind::Hotspot, depth),
                snapshot(client, book, SessionKind::Ppp, depth)
            )?;
            if !ppp.is_empty() && follower.wants_ppp_bytes() {
                rows::ppp_bytes(client, &mut ppp, |seen| {
                    let known =
                        book.get(&(SessionKind::Ppp, seen.ros_id.clone())).and_then(|open| open.service.clone());
                    seen.service.clone().or(known).unwrap_or_else(|| "pppoe".to_owned())
                })
                .await?;
            }
            let at = self.app.clock.now();
            book.see_all(SessionKind::Hotspot, hotspot, at, since, &mut changes);
            book.see_all(SessionKind::Ppp, ppp, at, since, &mut changes);
        }
        Ok((self.app.clock.now(), changes))
    }

    /// Reads the running sessions from the table; `false` when the lease is lost.
    async fn stored(&self, access: &RouterAccess, memory: &mut Memory) -> Result<bool> {
        let mut tx = self.app.db.begin(&self.app.machine_ctx(Source::Job)).await?;
        if !network::lease_holds(&mut tx, access.router_id, &self.app.installation.holder).await? {
            return Ok(false);
        }
        super::store::watch_take(&mut tx, access, &self.app.installation.holder).await?;
        let open = super::store::open_sessions(&mut tx, access.router_id).await?;
        tx.commit().await?;
        memory.book = Some(Book::of(open));
        memory.accounts.clear();
        Ok(true)
    }
}

/// Every session of a kind; with counters alone where all of them are known.
async fn snapshot(client: &Client, book: &Book, kind: SessionKind, depth: Depth) -> routeros_api::Result<Vec<Seen>> {
    let seen = rows::sessions(client, kind, depth).await?;
    if depth == Depth::Counters && book.is_any_unknown(kind, &seen) {
        return rows::sessions(client, kind, Depth::Details).await;
    }
    Ok(seen)
}
