//! What a router told between two looks.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, Utc};
use routeros_api::{Change, Client, Error, Row};
use simpul_kernel::Clock;

use super::book::Key;
use super::rows::{self, Seen};
use super::types::EndCause;
use crate::network::SessionKind;

/// Changes that may wait; more mean a new snapshot.
const MOST: usize = 4096;
/// Reasons kept for sessions whose end was not seen yet.
const CAUSES_MOST: usize = 4096;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A session was seen.
    Seen(SessionKind, Seen),
    /// A session ended.
    Gone(Key),
}

/// What waits.
#[derive(Debug, Default)]
pub struct Waiting {
    /// In the order they came.
    pub events: Vec<(DateTime<Utc>, Event)>,
    /// Changes may have been missed.
    pub is_holey: bool,
    /// The line is gone.
    pub is_over: bool,
    /// Sessions known: counters of theirs are no news.
    known: HashSet<Key>,
    causes: HashMap<(SessionKind, String), EndCause>,
    is_woken: bool,
}

/// Where the listeners of a line put what they hear.
#[derive(Clone)]
pub struct Inbox {
    waiting: Arc<Mutex<Waiting>>,
    wake: Arc<dyn Fn() + Send + Sync>,
}

impl std::fmt::Debug for Inbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Inbox")
    }
}

impl Inbox {
    /// An empty one; `wake` is called when there is news.
    pub fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        Self { waiting: Arc::default(), wake }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes out what waits: events, and whether some may be missing.
    pub fn take(&self) -> (Vec<(DateTime<Utc>, Event)>, bool) {
        let mut waiting = self.lock();
        waiting.is_woken = false;
        (std::mem::take(&mut waiting.events), std::mem::take(&mut waiting.is_holey))
    }

    /// Whether something waits.
    pub fn has_news(&self) -> bool {
        let waiting = self.lock();
        waiting.is_holey || !waiting.events.is_empty()
    }

    /// Whether the line is gone.
    pub fn is_over(&self) -> bool {
        self.lock().is_over
    }

    /// Which sessions are known now.
    pub fn know(&self, keys: impl Iterator<Item = Key>) {
        self.lock().known = keys.collect();
    }

    /// Why a session of this name ended, if the log said so; told once.
    pub fn cause(&self, kind: SessionKind, username: &str) -> Option<EndCause> {
        self.lock().causes.remove(&(kind, username.to_owned()))
    }

    fn put(&self, at: DateTime<Utc>, event: Event) {
        let is_news = {
            let mut waiting = self.lock();
            let is_news = match &event {
                Event::Seen(kind, seen) => waiting.known.insert((*kind, seen.ros_id.clone())),
                Event::Gone(key) => {
                    waiting.known.remove(key);
                    true
                }
            };
            if waiting.events.len() >= MOST {
                waiting.events.clear();
                waiting.is_holey = true;
            }
            if is_news {
                waiting.events.push((at, event));
            }
            is_news && !std::mem::replace(&mut waiting.is_woken, true)
        };
        if is_news {
            (self.wake)();
        }
    }

    fn mark(&self, what: impl FnOnce(&mut Waiting)) {
        what(&mut self.lock());
    }

    /// Hears of the sessions of a kind until the line is gone.
    pub async fn hear_sessions(self, client: Client, kind: SessionKind, clock: Clock) {
        let mut changes = match client.listen(rows::menu(kind)).await {
            Ok(changes) => changes,
            Err(_) => return self.mark(|waiting| waiting.is_over = true),
        };
        loop {
            match changes.next().await {
                Some(Ok(Change::Upsert(row))) => {
                    if let Some(seen) = rows::seen(&row) {
                        self.put(clock.now(), Event::Seen(kind, seen));
                    }
                }
                Some(Ok(Change::Dead(id))) => self.put(clock.now(), Event::Gone((kind, id.to_string()))),
                Some(Ok(_)) => self.mark(|waiting| waiting.is_holey = true),
                // A router without the package, or a user who may not listen: the
                // looks still find everything.
                Some(Err(Error::Trap(trap))) => {
                    tracing::debug!(message = trap.message, menu = rows::menu(kind), "no listening");
                    return;
                }
                Some(Err(_)) | None => return self.mark(|waiting| waiting.is_over = true),
            }
        }
    }

    /// Hears of the log, for the reasons sessions end.
    pub async fn hear_log(self, client: Client) {
        let Ok(mut changes) = client.listen("/log").await else { return };
        while let Some(change) = changes.next().await {
            match change {
                Ok(Change::Upsert(row)) => {
                    if let Some((kind, name, cause)) = cause_of(&row) {
                        self.mark(|waiting| {
                            if waiting.causes.len() >= CAUSES_MOST {
                                waiting.causes.clear();
                            }
                            waiting.causes.insert((kind, name), cause);
                        });
                    }
                }
                Ok(_) => {}
                Err(_) => return,
            }
        }
    }
}

/// `ani (10.5.50.9): logged out: idle timeout`, and
/// `<pppoe-ani>: terminating... - peer is not responding`.
fn cause_of(row: &Row) -> Option<(SessionKind, String, EndCause)> {
    let message = row.get_str("message")?;
    if let Some((who, reason)) = message.split_once("): logged out: ") {
        let (name, _) = who.rsplit_once(" (")?;
        // `->: ani (10.5.50.9)` on some releases.
        let name = name.strip_prefix("->: ").unwrap_or(name);
        return Some((SessionKind::Hotspot, name.to_owned(), EndCause::of(reason)));
    }
    let rest = message.strip_prefix('<')?;
    let (interface, said) = rest.split_once(">: ")?;
    let (_, name) = interface.split_once('-')?;
    let reason = said.strip_prefix("terminating...")?.trim_start_matches([' ', '-']);
    // The customer's end asked for it.
    let cause = if reason.is_empty() { EndCause::Logout } else { EndCause::of(reason) };
    Some((SessionKind::Ppp, name.to_owned(), cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_log_name_who_and_why() {
        let of = |message: &str| cause_of(&[("message", message)].into_iter().collect());
        assert_eq!(
            of("ani b (10.5.50.9): logged out: idle timeout"),
            Some((SessionKind::Hotspot, "ani b".to_owned(), EndCause::Idle))
        );
        assert_eq!(of("->: ani (10.5.50.9): logged out: keepalive timeout").map(|c| c.1).as_deref(), Some("ani"));
        assert_eq!(
            of("<pppoe-budi-2>: terminating... - hungup"),
            Some((SessionKind::Ppp, "budi-2".to_owned(), EndCause::Logout))
        );
        assert_eq!(of("<pppoe-budi>: terminating...").map(|c| c.2), Some(EndCause::Logout));
        assert_eq!(of("ani (10.5.50.9): logged in"), None);
        assert_eq!(of("<pppoe-budi>: connected"), None);
    }

    #[test]
    fn counters_of_known_sessions_are_no_news() {
        let woken = Arc::new(Mutex::new(0));
        let count = Arc::clone(&woken);
        let inbox = Inbox::new(Arc::new(move || *count.lock().unwrap() += 1));
        let at = DateTime::from_timestamp(0, 0).unwrap();
        let seen = rows::seen(&[(".id", "*1"), ("user", "ani")].into_iter().collect()).unwrap();
        for _ in 0..3 {
            inbox.put(at, Event::Seen(SessionKind::Hotspot, seen.clone()));
        }
        assert_eq!(*woken.lock().unwrap(), 1);
        assert_eq!(inbox.take().0.len(), 1);
        inbox.put(at, Event::Gone((SessionKind::Hotspot, "*1".to_owned())));
        assert_eq!((*woken.lock().unwrap(), inbox.take().0.len()), (2, 1));
        for n in 0..=MOST {
            inbox.put(at, Event::Gone((SessionKind::Hotspot, format!("*{n}"))));
        }
        assert!(inbox.take().1, "more than can wait is told as a hole");
    }
}
