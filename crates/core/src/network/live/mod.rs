//! What screens follow on a router while somebody looks: one stream per router
//! and process, kept as long as it is asked for, however many screens ask.
//!
//! A feed lives from the first ask until nobody has asked for [`KEEP`]; then its
//! command is cancelled on the router. Routers are never blocked by a feed: its
//! rows are bounded, and a feed that breaks says why to the next who asks.

mod log;
mod ring;
mod traffic;

use std::collections::HashMap;
use std::fmt;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use simpul_kernel::ids::RouterId;

pub use log::LogFeed;
pub use traffic::TrafficFeed;

/// How long a feed goes on after the last ask.
pub const KEEP: Duration = Duration::from_secs(15);

/// The feeds of this process.
pub struct LiveFeeds {
    keep: Mutex<Duration>,
    traffic: Mutex<HashMap<RouterId, Arc<TrafficFeed>>>,
    logs: Mutex<HashMap<RouterId, Arc<LogFeed>>>,
    ids: AtomicI64,
}

impl fmt::Debug for LiveFeeds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LiveFeeds")
    }
}

impl Default for LiveFeeds {
    fn default() -> Self {
        Self { keep: Mutex::new(KEEP), traffic: Mutex::default(), logs: Mutex::default(), ids: AtomicI64::default() }
    }
}

impl LiveFeeds {
    /// Feeds that begin from now on are kept this long after the last ask.
    pub fn set_keep(&self, keep: Duration) {
        *locked(&self.keep) = keep;
    }

    /// The traffic feed of a router: the one that runs, or a new one that waits to
    /// be started.
    #[must_use]
    pub fn traffic(&self, router_id: RouterId) -> (Arc<TrafficFeed>, bool) {
        self.feed(&self.traffic, router_id, TrafficFeed::new, TrafficFeed::is_over)
    }

    /// The log feed of a router, likewise.
    #[must_use]
    pub fn log(&self, router_id: RouterId) -> (Arc<LogFeed>, bool) {
        self.feed(&self.logs, router_id, LogFeed::new, LogFeed::is_over)
    }

    /// How many feeds run now, for tests and the status screen.
    #[must_use]
    pub fn running(&self) -> usize {
        locked(&self.traffic).values().filter(|feed| !feed.is_over()).count()
            + locked(&self.logs).values().filter(|feed| !feed.is_over()).count()
    }

    fn feed<T>(
        &self,
        feeds: &Mutex<HashMap<RouterId, Arc<T>>>,
        router_id: RouterId,
        new: fn(i64, Duration) -> T,
        is_over: fn(&T) -> bool,
    ) -> (Arc<T>, bool) {
        let mut feeds = locked(feeds);
        if let Some(feed) = feeds.get(&router_id).filter(|feed| !is_over(feed)) {
            return (Arc::clone(feed), false);
        }
        let feed = Arc::new(new(self.ids.fetch_add(1, Ordering::Relaxed) + 1, *locked(&self.keep)));
        feeds.insert(router_id, Arc::clone(&feed));
        (feed, true)
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
