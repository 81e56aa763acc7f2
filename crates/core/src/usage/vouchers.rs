//! What sessions mean for our codes: how much each has used over all sessions.

use std::collections::{HashMap, HashSet};

use simpul_kernel::ids::VoucherId;

use super::book::{Book, Ended, Open};
use super::names::UserRow;
use super::types::EndCause;
use crate::network::SessionKind;
use crate::provisioning::UsageSeen;

/// An account that is one of our codes, as its row was last read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Whose.
    pub voucher_id: VoucherId,
    row: Used,
    /// What sessions before those that ran then had used, at least: releases differ
    /// in whether a row counts a session that still runs.
    base: Used,
    is_ended: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Used {
    uptime_s: i64,
    bytes_in: i64,
    bytes_out: i64,
}

impl Used {
    fn of(row: &UserRow) -> Self {
        Self { uptime_s: row.uptime_s, bytes_in: row.bytes_in, bytes_out: row.bytes_out }
    }

    /// What sessions that run have used: time runs once, however many there are.
    fn by(sessions: &[&Open]) -> Self {
        sessions.iter().fold(Self::default(), |sum, session| Self {
            uptime_s: sum.uptime_s.max(session.uptime_s),
            bytes_in: sum.bytes_in.saturating_add(session.bytes_in),
            bytes_out: sum.bytes_out.saturating_add(session.bytes_out),
        })
    }

    fn each(self, other: Self, with: fn(i64, i64) -> i64) -> Self {
        Self {
            uptime_s: with(self.uptime_s, other.uptime_s),
            bytes_in: with(self.bytes_in, other.bytes_in),
            bytes_out: with(self.bytes_out, other.bytes_out),
        }
    }

    fn less(self, other: Self) -> Self {
        self.each(other, |a, b| a.saturating_sub(b).max(0))
    }
}

impl Account {
    /// An account whose row was read while these sessions of it ran.
    pub fn read(row: &UserRow, sessions: &[&Open]) -> Self {
        let used = Used::of(row);
        Self { voucher_id: row.voucher_id, row: used, base: used.less(Used::by(sessions)), is_ended: row.is_ended }
    }

    /// What it has used with the sessions that run now: never more than it truly
    /// has, so that nobody is put out early.
    pub fn usage(&self, sessions: &[&Open]) -> UsageSeen {
        let running = Used::by(sessions);
        let total = self.row.each(self.base.each(running, i64::saturating_add), i64::max);
        let longest = sessions.iter().max_by_key(|session| session.uptime_s);
        UsageSeen {
            voucher_id: self.voucher_id,
            uptime_s: total.uptime_s,
            bytes_in: total.bytes_in,
            bytes_out: total.bytes_out,
            session_uptime_s: longest.map(|session| session.uptime_s),
            mac_address: longest.and_then(|session| session.mac.clone()),
            is_ended: self.is_ended,
        }
    }

    /// What a row read after the last session's end says about that session beyond
    /// what was seen of it.
    pub fn complete(&self, row: &UserRow, session: &mut Open) {
        let rest = Used::of(row).less(self.base);
        session.uptime_s = session.uptime_s.max(rest.uptime_s);
        session.bytes_in = session.bytes_in.max(rest.bytes_in);
        session.bytes_out = session.bytes_out.max(rest.bytes_out);
    }
}

/// The running hotspot sessions by name.
pub fn by_name(book: &Book) -> HashMap<&str, Vec<&Open>> {
    let mut by_name: HashMap<&str, Vec<&Open>> = HashMap::new();
    for open in book.iter().filter(|open| open.kind == SessionKind::Hotspot) {
        by_name.entry(&open.username).or_default().push(open);
    }
    by_name
}

/// The names online by the hotspot.
pub fn names_online(book: &Book) -> HashSet<String> {
    book.iter().filter(|open| open.kind == SessionKind::Hotspot).map(|open| open.username.clone()).collect()
}

/// Fills in what an account's row, read after the end, says about a session that
/// ended; only where no other session of it ran beside.
pub fn complete(ended: &mut Ended, row: &UserRow, account: Option<&Account>, is_only: bool) {
    if let Some(account) = account.filter(|_| is_only && ended.is_exact) {
        account.complete(row, &mut ended.session);
    }
    if ended.cause.is_none() {
        ended.cause = inferred(row);
    }
}

/// Why a session of an account with this row must have ended, where nobody said so.
fn inferred(row: &UserRow) -> Option<EndCause> {
    let is_over = |limit: i64, used: i64| limit > 0 && used >= limit;
    match () {
        () if is_over(row.limit_uptime_s, row.uptime_s) => Some(EndCause::UptimeLimit),
        () if is_over(row.limit_bytes, row.bytes_in.saturating_add(row.bytes_out)) => Some(EndCause::BytesLimit),
        () if row.is_disabled => Some(EndCause::Kicked),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::usage::book::{Changes, Since};
    use crate::usage::rows::Seen;
    use chrono::DateTime;

    fn row(uptime_s: i64, bytes: i64) -> UserRow {
        UserRow {
            voucher_id: VoucherId(7),
            name: "k7mq2p".to_owned(),
            comment: String::new(),
            uptime_s,
            bytes_in: bytes,
            bytes_out: 0,
            is_disabled: false,
            is_ended: false,
            limit_uptime_s: 10_800,
            limit_bytes: 0,
        }
    }

    fn session(uptime_s: i64, bytes: i64) -> Open {
        let mut book = Book::default();
        let seen = Seen {
            ros_id: "*1".to_owned(),
            username: "k7mq2p".to_owned(),
            service: None,
            address: None,
            mac: Some("AA".to_owned()),
            uptime_s,
            bytes_in: Some(bytes),
            bytes_out: Some(0),
        };
        book.see(SessionKind::Hotspot, seen, DateTime::UNIX_EPOCH, Since::SameLine, &mut Changes::default());
        book.iter().next().unwrap().clone()
    }

    #[test]
    fn a_running_session_is_counted_once_whether_the_row_has_it_or_not() {
        // 1000 s before; the session ran 20 s when the row was read, 120 s now.
        let (then, now) = (session(20, 2), session(120, 12));
        let with = Account::read(&row(1020, 102), &[&then]);
        assert_eq!((with.usage(&[&now]).uptime_s, with.usage(&[&now]).bytes_in), (1120, 112));
        let without = Account::read(&row(1000, 100), &[&then]);
        let seen = without.usage(&[&now]);
        assert!((1100..=1120).contains(&seen.uptime_s), "never more than truly: {}", seen.uptime_s);
        assert_eq!(seen.session_uptime_s, Some(120));
        assert_eq!(without.usage(&[]).session_uptime_s, None);
        assert_eq!(without.usage(&[]).uptime_s, 1000);
    }

    #[test]
    fn two_devices_share_time_and_add_their_bytes() {
        let (a, b) = (session(20, 4), session(120, 5));
        let account = Account::read(&row(0, 0), &[]);
        assert_eq!((account.usage(&[&a, &b]).uptime_s, account.usage(&[&a, &b]).bytes_in), (120, 9));
        let endless = session(1, i64::MAX);
        assert_eq!(account.usage(&[&endless, &endless]).bytes_in, i64::MAX);
    }

    #[test]
    fn what_was_used_between_the_last_look_and_the_end_is_read_from_the_row() {
        let started = session(0, 0);
        let account = Account::read(&row(1000, 100), &[&started]);
        let at = DateTime::UNIX_EPOCH;
        let mut ended = Ended { session: session(50, 5), ended_at: at, is_exact: true, cause: None };
        complete(&mut ended, &row(1058, 106), Some(&account), true);
        assert_eq!((ended.session.uptime_s, ended.session.bytes_in, ended.cause), (58, 6, None));
        complete(&mut ended, &row(10_800, 106), Some(&account), true);
        assert_eq!(ended.cause, Some(EndCause::UptimeLimit));
        let mut beside = Ended { session: session(50, 5), ended_at: at, is_exact: true, cause: None };
        complete(&mut beside, &row(1058, 106), Some(&account), false);
        assert_eq!(beside.session.uptime_s, 50);
    }
}
