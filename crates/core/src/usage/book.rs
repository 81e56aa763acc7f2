//! The sessions of one router as they were last seen, and what a new look changes.
//! Pure: what time it is and what was seen are arguments.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use simpul_kernel::ids::VoucherId;

use super::rows::Seen;
use super::types::EndCause;
use crate::network::SessionKind;

/// A gap between looks within which an end counts as seen.
const EXACT_GAP: TimeDelta = TimeDelta::seconds(30);
/// How much later a session may seem to have begun and still be the one we knew:
/// looks take time and clocks drift.
const START_TOLERANCE: TimeDelta = TimeDelta::seconds(30);
/// How often the counters of a session are written.
const WRITE_EVERY: TimeDelta = TimeDelta::seconds(60);

/// A session's key on its router.
pub type Key = (SessionKind, String);

/// A session that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// Its row; `None` until it was written.
    pub id: Option<i64>,
    /// How they came in.
    pub kind: SessionKind,
    /// The row's id on the router.
    pub ros_id: String,
    /// Who.
    pub username: String,
    /// Hotspot server, or kind of dial-in.
    pub service: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Device.
    pub mac: Option<String>,
    /// Whose code it is, once that was found out.
    pub voucher_id: Option<VoucherId>,
    /// Begin, by our clock.
    pub started_at: DateTime<Utc>,
    /// When it was last seen.
    pub seen_at: DateTime<Utc>,
    /// Seconds online.
    pub uptime_s: i64,
    /// Bytes from the customer.
    pub bytes_in: i64,
    /// Bytes to the customer.
    pub bytes_out: i64,
    /// When its counters were last written.
    pub written_at: DateTime<Utc>,
}

impl Open {
    fn of(kind: SessionKind, seen: Seen, at: DateTime<Utc>) -> Self {
        Self {
            id: None,
            kind,
            started_at: began(&seen, at),
            ros_id: seen.ros_id,
            username: seen.username,
            service: seen.service,
            address: seen.address,
            mac: seen.mac,
            voucher_id: None,
            seen_at: at,
            uptime_s: seen.uptime_s.max(0),
            bytes_in: seen.bytes_in.unwrap_or(0).max(0),
            bytes_out: seen.bytes_out.unwrap_or(0).max(0),
            written_at: at,
        }
    }

    fn take(&mut self, seen: Seen, at: DateTime<Utc>) {
        self.seen_at = at;
        self.uptime_s = self.uptime_s.max(seen.uptime_s);
        self.bytes_in = self.bytes_in.max(seen.bytes_in.unwrap_or(0));
        self.bytes_out = self.bytes_out.max(seen.bytes_out.unwrap_or(0));
        // Counters alone say nothing of the rest; an address may come later.
        self.service = seen.service.or(self.service.take());
        self.address = seen.address.or(self.address.take());
        self.mac = seen.mac.or(self.mac.take());
    }
}

/// A session longer than time itself is a router's nonsense, not a moment.
fn began(seen: &Seen, at: DateTime<Utc>) -> DateTime<Utc> {
    let age = TimeDelta::try_seconds(seen.uptime_s.max(0));
    age.filter(|age| age.num_days() < 36_500).and_then(|age| at.checked_sub_signed(age)).unwrap_or(at)
}

/// A session that ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// As it was last seen.
    pub session: Open,
    /// When.
    pub ended_at: DateTime<Utc>,
    /// Whether that was seen as it happened.
    pub is_exact: bool,
    /// Why, where that is known.
    pub cause: Option<EndCause>,
}

/// What a look changed.
#[derive(Debug, Default)]
pub struct Changes {
    /// Began; they stand in the book.
    pub opened: Vec<Key>,
    /// Ended; they left the book.
    pub ended: Vec<Ended>,
}

/// How what is seen now hangs together with what was seen before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Over the same line: an id is still the same session.
    SameLine,
    /// Over another line, or by another worker: ids may have been given again. When
    /// the router last started, where that is known.
    NewLine {
        /// When.
        booted_at: Option<DateTime<Utc>>,
    },
}

/// The running sessions of a router.
#[derive(Debug, Default)]
pub struct Book {
    open: HashMap<Key, Open>,
}

impl Book {
    /// A book of what is stored.
    pub fn of(stored: Vec<Open>) -> Self {
        Self { open: stored.into_iter().map(|open| ((open.kind, open.ros_id.clone()), open)).collect() }
    }

    /// A session.
    pub fn get(&self, key: &Key) -> Option<&Open> {
        self.open.get(key)
    }

    /// A session, to write into it.
    pub fn get_mut(&mut self, key: &Key) -> Option<&mut Open> {
        self.open.get_mut(key)
    }

    /// Every session.
    pub fn iter(&self) -> impl Iterator<Item = &Open> {
        self.open.values()
    }

    /// How many there are of a kind.
    pub fn count(&self, kind: SessionKind) -> usize {
        self.open.keys().filter(|(k, _)| *k == kind).count()
    }

    /// Whether one of these is not in the book.
    pub fn is_any_unknown(&self, kind: SessionKind, seen: &[Seen]) -> bool {
        seen.iter().any(|s| self.open.get(&(kind, s.ros_id.clone())).is_none_or(|open| open.username != s.username))
    }

    /// One session was seen.
    pub fn see(&mut self, kind: SessionKind, seen: Seen, at: DateTime<Utc>, since: Since, changes: &mut Changes) {
        let key = (kind, seen.ros_id.clone());
        match self.open.get_mut(&key) {
            Some(open) if is_same(open, &seen, at, since) => return open.take(seen, at),
            Some(_) => self.lose(&key, at, Since::NewLine { booted_at: booted_at(since) }, changes),
            None => {}
        }
        self.open.insert(key.clone(), Open::of(kind, seen, at));
        changes.opened.push(key);
    }

    /// All sessions of a kind were seen; those that are missing have ended.
    pub fn see_all(
        &mut self,
        kind: SessionKind,
        seen: Vec<Seen>,
        at: DateTime<Utc>,
        since: Since,
        changes: &mut Changes,
    ) {
        let there: HashSet<String> = seen.iter().map(|s| s.ros_id.clone()).collect();
        let missing: Vec<Key> = self.open.keys().filter(|(k, id)| *k == kind && !there.contains(id)).cloned().collect();
        for key in missing {
            self.lose(&key, at, since, changes);
        }
        for session in seen {
            self.see(kind, session, at, since, changes);
        }
    }

    /// The router said that a session ended.
    pub fn end(&mut self, key: &Key, at: DateTime<Utc>, changes: &mut Changes) {
        if let Some(session) = self.open.remove(key) {
            let ended_at = at.max(session.started_at);
            changes.ended.push(Ended { session, ended_at, is_exact: true, cause: None });
        }
        changes.opened.retain(|opened| opened != key);
    }

    /// A session is not there any more; nobody saw it go.
    fn lose(&mut self, key: &Key, at: DateTime<Utc>, since: Since, changes: &mut Changes) {
        let Some(session) = self.open.remove(key) else { return };
        changes.opened.retain(|opened| opened != key);
        let is_exact = since == Since::SameLine && at - session.seen_at <= EXACT_GAP;
        let ended_at = if is_exact { at } else { session.seen_at }.max(session.started_at);
        let rebooted = booted_at(since).is_some_and(|booted| session.seen_at < booted);
        let cause = rebooted.then_some(EndCause::Reboot);
        changes.ended.push(Ended { session, ended_at, is_exact, cause });
    }

    /// The sessions whose counters are due to be written; they count as written.
    pub fn due(&mut self, at: DateTime<Utc>) -> Vec<Key> {
        let mut due = Vec::new();
        for (key, open) in &mut self.open {
            if open.id.is_some() && at - open.written_at >= WRITE_EVERY {
                open.written_at = at;
                due.push(key.clone());
            }
        }
        due
    }
}

fn booted_at(since: Since) -> Option<DateTime<Utc>> {
    match since {
        Since::SameLine => None,
        Since::NewLine { booted_at } => booted_at,
    }
}

/// Whether a row is the session we knew by its id. An id that was given again
/// belongs to a session that began later than ours.
fn is_same(open: &Open, seen: &Seen, at: DateTime<Utc>, since: Since) -> bool {
    if open.username != seen.username {
        return false;
    }
    match since {
        Since::SameLine => true,
        Since::NewLine { .. } => {
            let drift = TimeDelta::seconds(seen.uptime_s.max(0) / 1000);
            seen.uptime_s + 2 >= open.uptime_s && began(seen, at) <= open.started_at + START_TOLERANCE + drift
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOTSPOT: SessionKind = SessionKind::Hotspot;

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_000_000 + seconds, 0).unwrap()
    }

    fn seen(ros_id: &str, username: &str, uptime_s: i64) -> Seen {
        Seen {
            ros_id: ros_id.to_owned(),
            username: username.to_owned(),
            service: None,
            address: None,
            mac: Some("AA".to_owned()),
            uptime_s,
            bytes_in: Some(uptime_s * 10),
            bytes_out: Some(uptime_s * 100),
        }
    }

    fn look(book: &mut Book, sessions: &[Seen], now: i64, since: Since) -> Changes {
        let mut changes = Changes::default();
        book.see_all(HOTSPOT, sessions.to_vec(), at(now), since, &mut changes);
        changes
    }

    #[test]
    fn a_session_is_opened_once_counted_and_ended_once() {
        let mut book = Book::default();
        let first = look(&mut book, &[seen("*1", "ani", 60)], 60, Since::SameLine);
        assert_eq!((first.opened.len(), first.ended.len()), (1, 0));
        assert_eq!(book.iter().next().unwrap().started_at, at(0));
        let again = look(&mut book, &[seen("*1", "ani", 70)], 70, Since::SameLine);
        assert_eq!((again.opened.len(), again.ended.len()), (0, 0));
        let over = look(&mut book, &[], 80, Since::SameLine);
        let ended = &over.ended[0];
        assert_eq!((ended.session.uptime_s, ended.ended_at, ended.is_exact), (70, at(80), true));
        assert_eq!(look(&mut book, &[], 90, Since::SameLine).ended.len(), 0);
    }

    #[test]
    fn what_ended_unseen_ends_when_it_was_last_seen() {
        let mut book = Book::default();
        look(&mut book, &[seen("*1", "ani", 60)], 60, Since::SameLine);
        let over = look(&mut book, &[], 4000, Since::NewLine { booted_at: None });
        assert_eq!((over.ended[0].ended_at, over.ended[0].is_exact, over.ended[0].cause), (at(60), false, None));
    }

    #[test]
    fn an_id_that_was_given_again_is_another_session() {
        let mut book = Book::default();
        look(&mut book, &[seen("*1", "ani", 600), seen("*2", "budi", 600)], 600, Since::SameLine);
        // The router started anew at 700; ani came back and got the same id.
        let since = Since::NewLine { booted_at: Some(at(700)) };
        let changes = look(&mut book, &[seen("*1", "ani", 50), seen("*2", "citra", 40)], 800, since);
        assert_eq!((changes.opened.len(), changes.ended.len()), (2, 2));
        assert!(changes.ended.iter().all(|e| e.cause == Some(EndCause::Reboot) && e.ended_at == at(600)));
        // A long session over a new line is still the same one.
        let since = Since::NewLine { booted_at: Some(at(700)) };
        let same = look(&mut book, &[seen("*1", "ani", 5_050), seen("*2", "citra", 5_041)], 5800, since);
        assert_eq!((same.opened.len(), same.ended.len()), (0, 0));
        // Longer than before, but it began later than ours: another one.
        let since = Since::NewLine { booted_at: None };
        let other = look(&mut book, &[seen("*1", "ani", 6_000), seen("*2", "citra", 14_240)], 15_000, since);
        assert_eq!((other.opened.len(), other.ended.len()), (1, 1));
    }

    #[test]
    fn an_end_the_router_tells_is_exact_and_tells_only_once() {
        let mut book = Book::default();
        let mut changes = Changes::default();
        book.see(HOTSPOT, seen("*1", "ani", 0), at(0), Since::SameLine, &mut changes);
        book.end(&(HOTSPOT, "*1".to_owned()), at(7), &mut changes);
        book.end(&(HOTSPOT, "*1".to_owned()), at(8), &mut changes);
        assert_eq!((changes.opened.len(), changes.ended.len()), (0, 1));
        assert_eq!((changes.ended[0].ended_at, changes.ended[0].is_exact), (at(7), true));
    }

    #[test]
    fn counters_are_written_once_a_minute() {
        let mut book = Book::default();
        look(&mut book, &[seen("*1", "ani", 0)], 0, Since::SameLine);
        let key = (HOTSPOT, "*1".to_owned());
        assert_eq!(book.due(at(100)).len(), 0, "a session without a row is written when it is opened");
        book.get_mut(&key).unwrap().id = Some(1);
        assert_eq!(book.due(at(59)).len(), 0);
        assert_eq!(book.due(at(60)), [key]);
        assert_eq!(book.due(at(61)).len(), 0);
    }
}
