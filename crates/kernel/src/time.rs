//! The only place that reads a clock or converts between instants and days.
//!
//! *Now* is the database server's time: shop PCs are often wrong. The offset is
//! measured when the program connects and each minute, and put here.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// The zone of a new location (Indonesia has three, none with daylight saving).
pub const DEFAULT_ZONE: Tz = Tz::Asia__Jakarta;

/// A desk whose clock is further than this from the database server's is told.
pub const DESK_CLOCK_TOLERANCE: TimeDelta = TimeDelta::minutes(2);

/// Tells the time: the desk's clock plus the measured offset to the database
/// server, or a time a test has set.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Microseconds to add to the desk's clock.
    offset_us: AtomicI64,
    /// Microseconds since 1970 when a test holds the clock, else `0`.
    fixed_us: AtomicI64,
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

    /// Takes over the server's time as just read.
    pub fn set_server_time(&self, server_now: DateTime<Utc>) {
        let offset = server_now - desk_now();
        self.inner.offset_us.store(offset.num_microseconds().unwrap_or(0), Ordering::Relaxed);
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

    #[test]
    fn follows_the_servers_clock() {
        let clock = Clock::default();
        clock.set_server_time(desk_now() + TimeDelta::hours(3));
        assert!((clock.now() - desk_now() - TimeDelta::hours(3)).abs() < TimeDelta::seconds(30));
        clock.set_fixed(at("2026-11-21T07:00:00Z"));
        assert_eq!(clock.now(), at("2026-11-21T07:00:00Z"));
    }
}
