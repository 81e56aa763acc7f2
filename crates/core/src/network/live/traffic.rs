//! The traffic of a router's interfaces: one `monitor-traffic` for all who ask.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use routeros_api::{Client, Command, Error, Overflow, Row};
use simpul_kernel::Clock;
use tokio::sync::Notify;

use super::locked;
use super::ring::Ring;
use crate::network::live_types::TrafficSample;

/// Samples kept of an interface: two minutes.
const SAMPLES: usize = 120;

/// One router's traffic.
#[derive(Debug)]
pub struct TrafficFeed {
    /// Changes when the feed is begun anew.
    pub id: i64,
    keep: Duration,
    state: Mutex<State>,
    /// A sample came, an interface was asked for, or the feed is over.
    changed: Notify,
}

#[derive(Debug, Default)]
struct State {
    interfaces: HashMap<String, Watched>,
    last_seq: i64,
    over: Option<Option<Error>>,
}

#[derive(Debug)]
struct Watched {
    asked_at: Instant,
    samples: Ring<TrafficSample>,
}

impl TrafficFeed {
    pub(super) fn new(id: i64, keep: Duration) -> Self {
        Self { id, keep, state: Mutex::default(), changed: Notify::new() }
    }

    /// It has ended.
    #[must_use]
    pub fn is_over(&self) -> bool {
        locked(&self.state).over.is_some()
    }

    /// Ends it.
    pub fn end(&self, why: Option<Error>) {
        locked(&self.state).over.get_or_insert(why);
        self.changed.notify_waiters();
    }

    /// Those of these names it does not follow yet.
    #[must_use]
    pub fn unknown(&self, names: &[String]) -> Vec<String> {
        let state = locked(&self.state);
        names.iter().filter(|name| !state.interfaces.contains_key(*name)).cloned().collect()
    }

    /// Says that these are looked at now.
    pub fn ask(&self, names: &[String]) {
        let now = Instant::now();
        let mut state = locked(&self.state);
        for name in names {
            state
                .interfaces
                .entry(name.clone())
                .and_modify(|watched| watched.asked_at = now)
                .or_insert_with(|| Watched { asked_at: now, samples: Ring::new(SAMPLES) });
        }
    }

    /// What came after `after`, per interface in the order asked.
    ///
    /// # Errors
    /// What ended the feed.
    pub fn samples(&self, names: &[String], after: Option<i64>) -> Result<Vec<Vec<TrafficSample>>, Error> {
        let state = locked(&self.state);
        if let Some(Some(error)) = &state.over {
            return Err(error.clone());
        }
        let of = |name: &String| {
            let watched = state.interfaces.get(name)?;
            Some(watched.samples.since(after, SAMPLES).into_iter().map(|(_, sample)| sample).collect())
        };
        Ok(names.iter().map(|name| of(name).unwrap_or_default()).collect())
    }

    /// Waits until every one of these has a sample, or the feed is over.
    pub async fn first_sample(&self, names: &[String]) {
        loop {
            let changed = self.changed.notified();
            {
                let state = locked(&self.state);
                let has = |name: &String| state.interfaces.get(name).is_some_and(|w| w.samples.last().is_some());
                if state.over.is_some() || names.iter().all(has) {
                    return;
                }
            }
            changed.await;
        }
    }

    /// Follows the router until nobody asks any more.
    pub async fn run(self: Arc<Self>, client: Client, clock: Clock) {
        let ended = self.follow(&client, &clock).await;
        self.end(ended.err());
    }

    async fn follow(&self, client: &Client, clock: &Clock) -> Result<(), Error> {
        let mut tick = tokio::time::interval(Duration::from_millis(250));
        loop {
            let names = self.asked();
            if names.is_empty() {
                return Ok(());
            }
            let list: Vec<&str> = names.iter().map(String::as_str).collect();
            let command = Command::in_menu("/interface", "monitor-traffic")
                .arg("interface", list.join(","))
                .proplist(["name", "rx-bits-per-second", "tx-bits-per-second"]);
            let mut rows = client.stream(command, Overflow::DropOldest).await?;
            loop {
                tokio::select! {
                    row = rows.next() => match row {
                        Some(row) => self.take(&row?, clock),
                        // It never ends by itself, unless it was cancelled from outside.
                        None => return Err(Error::NotConnected),
                    },
                    // The one stream is for what is asked for now: more, or less.
                    _ = tick.tick() => if self.asked() != names { break },
                }
            }
        }
    }

    /// The names still looked at; the others are forgotten.
    fn asked(&self) -> BTreeSet<String> {
        let mut state = locked(&self.state);
        state.interfaces.retain(|_, watched| watched.asked_at.elapsed() < self.keep);
        let names: BTreeSet<String> = state.interfaces.keys().cloned().collect();
        if names.is_empty() {
            // Under the same lock: whoever asks next begins a new feed.
            state.over.get_or_insert(None);
        }
        names
    }

    fn take(&self, row: &Row, clock: &Clock) {
        let Some(name) = row.get_str("name") else { return };
        let rate = |property| row.get_str(property).and_then(|text| text.parse().ok());
        let (Some(rx_bps), Some(tx_bps)) = (rate("rx-bits-per-second"), rate("tx-bits-per-second")) else { return };
        {
            let mut state = locked(&self.state);
            state.last_seq += 1;
            let seq = state.last_seq;
            let Some(watched) = state.interfaces.get_mut(name.as_ref()) else { return };
            watched.samples.push(seq, TrafficSample { seq, at: clock.now(), rx_bps, tx_bps });
        }
        self.changed.notify_waiters();
    }
}
