//! The router's clock: virtual time that can be set off, jumped and frozen.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::value::time::SECOND;

/// Zones a simulated router can be set to: name and minutes east of UTC. None of
/// them has a summer time, which the simulator does not model.
pub const ZONES: [(&str, i32); 10] = [
    ("Asia/Jakarta", 420),
    ("Asia/Pontianak", 420),
    ("Asia/Makassar", 480),
    ("Asia/Jayapura", 540),
    ("Asia/Singapore", 480),
    ("Asia/Manila", 480),
    ("Asia/Kolkata", 330),
    ("Africa/Lagos", 60),
    ("Etc/UTC", 0),
    ("UTC", 0),
];

/// Virtual time in microseconds.
///
/// Two readings exist: [`Clock::uptime`] only moves forward and is what sessions
/// are measured by; [`Clock::utc`] is the calendar the router believes in.
#[derive(Debug)]
pub struct Clock {
    anchor: Instant,
    base_utc: u64,
    skipped: u64,
    frozen_at: Option<u64>,
    offset: i64,
    booted: u64,
}

impl Clock {
    /// A clock that runs with the machine's.
    #[must_use]
    pub fn start() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self {
            anchor: Instant::now(),
            base_utc: u64::try_from(now.as_micros()).unwrap_or(u64::MAX / 2),
            skipped: 0,
            frozen_at: None,
            offset: 0,
            booted: 0,
        }
    }

    /// Virtual microseconds since the simulator started.
    #[must_use]
    pub fn now(&self) -> u64 {
        let real = u64::try_from(self.anchor.elapsed().as_micros()).unwrap_or(u64::MAX / 2);
        self.frozen_at.unwrap_or(real) + self.skipped
    }

    /// Microseconds since the router last booted.
    #[must_use]
    pub fn uptime(&self) -> u64 {
        self.now().saturating_sub(self.booted)
    }

    /// The router's calendar: seconds since 1970, UTC.
    #[must_use]
    pub fn utc(&self) -> i64 {
        self.utc_at(self.now())
    }

    /// The calendar at a moment of virtual time.
    #[must_use]
    pub fn utc_at(&self, now: u64) -> i64 {
        let seconds = (self.base_utc + now) / SECOND;
        i64::try_from(seconds).unwrap_or(i64::MAX / 2) + self.offset
    }

    /// Sets the calendar off by that many seconds (a router without battery).
    pub fn set_offset(&mut self, seconds: i64) {
        self.offset = seconds;
    }

    /// Sets the calendar to a moment, seconds since 1970 UTC.
    pub fn set_utc(&mut self, utc: i64) {
        self.offset += utc - self.utc();
    }

    /// Sets what the calendar reads now; for repeatable runs.
    pub fn set_base(&mut self, utc: i64) {
        let now = self.now() / SECOND;
        self.base_utc = u64::try_from(utc).unwrap_or(0).saturating_sub(now) * SECOND;
    }

    /// Lets virtual time jump forward.
    pub fn skip(&mut self, by: Duration) {
        self.skipped += u64::try_from(by.as_micros()).unwrap_or(0);
    }

    /// Stops virtual time; from then on only [`Clock::skip`] moves it.
    pub fn freeze(&mut self) {
        if self.frozen_at.is_none() {
            let real = u64::try_from(self.anchor.elapsed().as_micros()).unwrap_or(0);
            self.frozen_at = Some(real);
        }
    }

    /// The router boots now: its uptime begins again.
    pub fn boot(&mut self) {
        self.booted = self.now();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frozen_clock_moves_by_skips_alone() {
        let mut clock = Clock::start();
        clock.freeze();
        clock.set_base(1_000_000);
        let before = clock.now();
        clock.skip(Duration::from_secs(90));
        assert_eq!(clock.now() - before, 90 * SECOND);
        assert_eq!(clock.utc(), 1_000_090);
        clock.set_offset(-3600);
        assert_eq!(clock.utc(), 996_490);
        clock.set_utc(5);
        assert_eq!(clock.utc(), 5);
    }
}
