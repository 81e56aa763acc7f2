//! The only place that reads a clock or converts between instants and days.
//!
//! *Now* is the database server's time: shop PCs are often wrong. The offset is
//! measured when the program connects, each minute, and at once where the desk's clock
//! no longer goes with the time that passed (it was set, or the computer slept).

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// The zone of a new location (Indonesia has three, none with daylight saving).
pub const DEFAULT_ZONE: Tz = Tz::Asia__Jakarta;

/// A desk whose clock is further than this from the database server's is told.
pub const DESK_CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(2);

/// A desk's clock that goes differently from the time that passed by more than this was set.
const DRIFT_TOLERANCE: TimeDelta = TimeDelta::seconds(5);
/// A server whose clock went differently by more than this was set, or slept.
const JUMP_TOLERANCE: TimeDelta = TimeDelta::minutes(5);
/// After a jump the server's time is believed by what cannot be undone once it went evenly for this long.
const STEADY_AFTER: TimeDelta = TimeDelta::minutes(10);

/// Three clocks read at once.
#[derive(Debug, Clone, Copy)]
struct Measure {
    /// Passed since the program began; nobody can set it.
    passed: TimeDelta,
    /// The desk's.
    desk: DateTime<Utc>,
    /// The database server's.
    server: DateTime<Utc>,
}

impl Measure {
    /// Whether the desk's clock was set since, or the computer slept.
    fn is_left_by(&self, passed: TimeDelta, desk: DateTime<Utc>) -> bool {
        ((desk - self.desk) - (passed - self.passed)).abs() > DRIFT_TOLERANCE
    }

    /// How far the server's clock went from the time that passed.
    fn jump_to(&self, later: &Self) -> TimeDelta {
        (later.server - self.server) - (later.passed - self.passed)
    }
}

/// What was measured, and since when the server's clock goes evenly.
#[derive(Debug, Default)]
struct Measured {
    last: Option<Measure>,
    jumped: Option<TimeDelta>,
}

impl Measured {
    /// Takes a measure over; answers a jump of the server's clock.
    fn take(&mut self, now: Measure) -> Option<TimeDelta> {
        let jump = self.last.map(|last| last.jump_to(&now)).filter(|jump| jump.abs() > JUMP_TOLERANCE);
        if jump.is_some() {
            self.jumped = Some(now.passed);
        }
        self.last = Some(now);
        jump
    }

    fn is_steady(&self, passed: TimeDelta) -> bool {
        self.jumped.is_none_or(|at| passed - at >= STEADY_AFTER)
    }
}

/// Tells the time: the desk's clock plus the measured offset to the database
/// server, or a time a test has set.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    began: Instant,
    measured: Mutex<Measured>,
    /// Microseconds to add to the desk's clock.
    offset_us: AtomicI64,
    /// Microseconds since 1970 when a test holds the clock, else `0`.
    fixed_us: AtomicI64,
}

impl Default for Inner {
    fn default() -> Self {
        Self {
            began: Instant::now(),
            measured: Mutex::default(),
            offset_us: AtomicI64::default(),
            fixed_us: AtomicI64::default(),
        }
    }
}

impl Inner {
    fn passed(&self) -> TimeDelta {
        TimeDelta::from_std(self.began.elapsed()).unwrap_or(TimeDelta::MAX)
    }

    fn is_fixed(&self) -> bool {
        self.fixed_us.load(Ordering::Relaxed) != 0
    }
}

impl Clock {
    /// The time now, as the database server has it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let fixed = self.inner.fixed_us.load(Ordering::Relaxed);
        if fixed != 0 {
            return DateTime::from_timestamp_micros(fixed).unwrap_or_default();
        }
        desk_now() + TimeDelta::microseconds(self.inner.offset_us.load(Ordering::Relaxed))
    }

    /// Takes over the server's time as just read. Answers by how much the server's clock jumped since it
    /// was read last, if it did.
    pub fn set_server_time(&self, server_now: DateTime<Utc>) -> Option<TimeDelta> {
        let now = Measure { passed: self.inner.passed(), desk: desk_now(), server: server_now };
        let offset = now.server - now.desk;
        self.inner.offset_us.store(offset.num_microseconds().unwrap_or(0), Ordering::Relaxed);
        self.inner.measured.lock().unwrap_or_else(PoisonError::into_inner).take(now)
    }

    /// Whether the desk's clock was set since the server's was read, or the computer slept: then *now* is
    /// wrong until it is read again.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        let measured = self.inner.measured.lock().unwrap_or_else(PoisonError::into_inner);
        !self.inner.is_fixed() && measured.last.is_some_and(|last| last.is_left_by(self.inner.passed(), desk_now()))
    }

    /// Whether the server's clock has gone evenly for a while: what cannot be undone waits for that.
    #[must_use]
    pub fn is_steady(&self) -> bool {
        let measured = self.inner.measured.lock().unwrap_or_else(PoisonError::into_inner);
        self.inner.is_fixed() || measured.is_steady(self.inner.passed())
    }

    /// How far the database server's clock is ahead of this desk's.
    #[must_use]
    pub fn offset(&self) -> TimeDelta {
        TimeDelta::microseconds(self.inner.offset_us.load(Ordering::Relaxed))
    }

    /// A clock that stands still, for tests.
    #[must_use]
    pub fn fixed(at: DateTime<Utc>) -> Self {
        let clock = Self::default();
        clock.set_fixed(at);
        clock
    }

    /// Moves a standing clock.
    pub fn set_fixed(&self, at: DateTime<Utc>) {
        self.inner.fixed_us.store(at.timestamp_micros(), Ordering::Relaxed);
    }
}

/// This desk's own clock; only to measure offsets and durations against it.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "the one place that may read the desk's clock")]
pub fn desk_now() -> DateTime<Utc> {
    Utc::now()
}

/// The business day an instant falls on in a location's zone.
#[must_use]
pub fn business_day(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The first instant of a business day in a zone, in UTC.
#[must_use]
pub fn day_start(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    match midnight.and_local_timezone(zone) {
        chrono::LocalResult::Single(at) | chrono::LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        // A zone that skips midnight starts its day an hour later.
        chrono::LocalResult::None => (midnight + TimeDelta::hours(1)).and_utc(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn the_day_is_the_locations_day() {
        // 23:30 UTC on the 14th is already the 15th in Jakarta: the classic "a day early" bug.
        assert_eq!(business_day(at("2026-04-14T23:30:00Z"), Tz::Asia__Jakarta).to_string(), "2026-04-15");
        assert_eq!(business_day(at("2026-04-14T16:30:00Z"), Tz::Asia__Jakarta).to_string(), "2026-04-14");
        assert_eq!(business_day(at("2026-04-14T16:30:00Z"), Tz::Asia__Jayapura).to_string(), "2026-04-15");
    }

    #[test]
    fn day_start_is_the_inverse() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        assert_eq!(day_start(day, Tz::Asia__Makassar), at("2026-11-20T16:00:00Z"));
    }

    fn measure(minutes: i64, desk: &str, server: &str) -> Measure {
        Measure { passed: TimeDelta::minutes(minutes), desk: at(desk), server: at(server) }
    }

    #[test]
    fn a_desk_clock_that_is_set_makes_now_doubtful() {
        let dead_battery = measure(0, "2020-01-01T00:00:00Z", "2026-11-21T07:00:00Z");
        assert!(!dead_battery.is_left_by(TimeDelta::minutes(1), at("2020-01-01T00:01:03Z")));
        assert!(dead_battery.is_left_by(TimeDelta::minutes(1), at("2026-11-21T07:01:00Z")), "set forward");
        assert!(dead_battery.is_left_by(TimeDelta::minutes(1), at("2019-12-31T23:00:00Z")), "or back");
    }

    #[test]
    fn a_server_whose_clock_jumped_is_believed_again_after_going_evenly() {
        let mut measured = Measured::default();
        assert_eq!(measured.take(measure(0, "2020-01-01T00:00:00Z", "2026-11-21T07:00:00Z")), None, "the first");
        assert_eq!(measured.take(measure(1, "2026-11-21T07:01:00Z", "2026-11-21T07:01:01Z")), None, "the desk's only");
        assert!(measured.is_steady(TimeDelta::minutes(1)));
        let jump = measured.take(measure(2, "2032-11-21T07:02:00Z", "2032-11-21T07:02:01Z"));
        assert!(jump.is_some_and(|jump| jump > TimeDelta::days(2000)), "{jump:?}");
        assert!(!measured.is_steady(TimeDelta::minutes(11)));
        assert_eq!(measured.take(measure(3, "2032-11-21T07:03:00Z", "2032-11-21T07:03:01Z")), None);
        assert!(measured.is_steady(TimeDelta::minutes(12)));
        assert!(measured.take(measure(13, "2026-11-21T07:13:00Z", "2026-11-21T07:13:00Z")).is_some(), "back again");
        assert!(!measured.is_steady(TimeDelta::minutes(13)));
    }

    #[test]
    fn follows_the_servers_clock() {
        let clock = Clock::default();
        clock.set_server_time(desk_now() + TimeDelta::hours(3));
        assert!((clock.now() - desk_now() - TimeDelta::hours(3)).abs() < TimeDelta::seconds(30));
        clock.set_fixed(at("2026-11-21T07:00:00Z"));
        assert_eq!(clock.now(), at("2026-11-21T07:00:00Z"));
    }
}
