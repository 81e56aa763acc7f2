use chrono::{DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveTime, TimeDelta, Utc, Weekday};
use chrono_tz::Tz;

use crate::error::{Error, Result};

/// When a schedule has its slots. Written as
/// `every 300s` (s, m, h), `daily 00:05 Asia/Jakarta`,
/// `weekly mon 08:00 Asia/Jakarta` or `monthly 31 23:00 Asia/Jakarta`
/// (a day the month lacks is its last).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    text: String,
    rule: Rule,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    Every(TimeDelta),
    Daily(NaiveTime, Tz),
    Weekly(Weekday, NaiveTime, Tz),
    Monthly(u32, NaiveTime, Tz),
}

impl Spec {
    /// Reads a schedule.
    ///
    /// # Errors
    /// [`Error::Spec`].
    pub fn parse(text: &str) -> Result<Self> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let rule = match words.as_slice() {
            ["every", span] => span_of(span).map(Rule::Every),
            ["daily", at, zone] => time_of(at).zip(zone.parse().ok()).map(|(at, zone)| Rule::Daily(at, zone)),
            ["weekly", day, at, zone] => {
                let parts = day.parse().ok().zip(time_of(at)).zip(zone.parse().ok());
                parts.map(|((day, at), zone)| Rule::Weekly(day, at, zone))
            }
            ["monthly", day, at, zone] => {
                let day = day.parse().ok().filter(|day| (1..=31).contains(day));
                let parts = day.zip(time_of(at)).zip(zone.parse().ok());
                parts.map(|((day, at), zone)| Rule::Monthly(day, at, zone))
            }
            _ => None,
        };
        let rule = rule.ok_or_else(|| Error::Spec(text.into()))?;
        Ok(Self { text: words.join(" "), rule })
    }

    /// As it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The first slot after an instant.
    #[must_use]
    pub fn next_after(&self, after: DateTime<Utc>) -> DateTime<Utc> {
        match self.rule {
            Rule::Every(span) => {
                // Slots lie on whole multiples since 1970, so that every desk agrees.
                let span = span.num_seconds();
                let slot = (after.timestamp().div_euclid(span) + 1).saturating_mul(span);
                DateTime::from_timestamp(slot, 0).unwrap_or(DateTime::<Utc>::MAX_UTC)
            }
            Rule::Daily(at, zone) => first_day(after, zone, at, |_| true),
            Rule::Weekly(day, at, zone) => first_day(after, zone, at, |date| date.weekday() == day),
            Rule::Monthly(day, at, zone) => {
                first_day(after, zone, at, |date| date.day() == day || (date.day() < day && is_last_of_month(date)))
            }
        }
    }

    /// Of slots missed since `due` (itself a slot not after `now`), the latest.
    #[must_use]
    pub fn latest_missed(&self, due: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
        let mut slot = due;
        if let Rule::Every(span) = self.rule {
            // A year of seconds need not be walked through.
            slot = slot.max(self.next_after(now - span - TimeDelta::seconds(1)).min(now));
        }
        loop {
            let next = self.next_after(slot);
            if next > now || next <= slot {
                return slot;
            }
            slot = next;
        }
    }
}

/// The first instant after `after` at a time of day on a day that is wanted.
fn first_day(after: DateTime<Utc>, zone: Tz, at: NaiveTime, is_wanted: impl Fn(NaiveDate) -> bool) -> DateTime<Utc> {
    let today = after.with_timezone(&zone).date_naive();
    // Every rule has a day within two months.
    (0..63)
        .filter_map(|days| today.checked_add_days(Days::new(days)))
        .filter(|date| is_wanted(*date))
        .map(|date| instant(date, at, zone))
        .find(|slot| *slot > after)
        .unwrap_or(DateTime::<Utc>::MAX_UTC)
}

/// A local time as an instant: the earlier of two, and an hour later where the
/// clocks skip it.
fn instant(date: NaiveDate, at: NaiveTime, zone: Tz) -> DateTime<Utc> {
    let local = date.and_time(at);
    match local.and_local_timezone(zone) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => at.with_timezone(&Utc),
        LocalResult::None => (local + TimeDelta::hours(1))
            .and_local_timezone(zone)
            .earliest()
            .map_or_else(|| local.and_utc(), |at| at.with_timezone(&Utc)),
    }
}

fn is_last_of_month(date: NaiveDate) -> bool {
    date.succ_opt().is_none_or(|next| next.day() == 1)
}

fn time_of(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}

fn span_of(text: &str) -> Option<TimeDelta> {
    let unit = text.chars().last()?;
    let number: i64 = text.strip_suffix(unit)?.parse().ok()?;
    let seconds = match unit {
        's' => Some(number),
        'm' => number.checked_mul(60),
        'h' => number.checked_mul(3600),
        _ => None,
    }?;
    // A year is long enough, and keeps the arithmetic far from its ends.
    (1..=31_536_000).contains(&seconds).then(|| TimeDelta::seconds(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn slots_are_local() {
        for (spec, after, next) in [
            ("daily 00:05 Asia/Jakarta", "2026-11-20T17:04:59Z", "2026-11-20T17:05:00Z"),
            ("daily 00:05 Asia/Jakarta", "2026-11-20T17:05:00Z", "2026-11-21T17:05:00Z"),
            ("daily 00:05 Asia/Jayapura", "2026-11-20T17:05:00Z", "2026-11-21T15:05:00Z"),
            ("weekly mon 08:00 Asia/Jakarta", "2026-11-21T00:00:00Z", "2026-11-23T01:00:00Z"),
            ("monthly 31 23:00 Asia/Jakarta", "2026-01-31T16:00:00Z", "2026-02-28T16:00:00Z"),
            ("monthly 31 23:00 Asia/Jakarta", "2026-02-28T16:00:00Z", "2026-03-31T16:00:00Z"),
            ("monthly 1 00:05 Asia/Jakarta", "2026-11-21T00:00:00Z", "2026-11-30T17:05:00Z"),
            ("every 5m", "2026-11-21T00:04:59Z", "2026-11-21T00:05:00Z"),
            ("every 5m", "2026-11-21T00:05:00Z", "2026-11-21T00:10:00Z"),
            // Clocks that jump: 02:30 is skipped, then there twice.
            ("daily 02:30 Europe/Berlin", "2026-03-28T12:00:00Z", "2026-03-29T01:30:00Z"),
            ("daily 02:30 Europe/Berlin", "2026-10-24T12:00:00Z", "2026-10-25T00:30:00Z"),
        ] {
            assert_eq!(Spec::parse(spec).unwrap().next_after(at(after)), at(next), "{spec} after {after}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in [
            "",
            "daily",
            "daily 25:00 Asia/Jakarta",
            "daily 00:05 Asia/Nowhere",
            "every 0s",
            "every 5x",
            "every ö",
            "every s",
            "monthly 0 00:05 UTC",
            "monthly 32 00:05 UTC",
            "weekly someday 00:05 UTC",
            "every 99999999999h",
            "daily 00:05 UTC again",
        ] {
            assert!(Spec::parse(text).is_err(), "{text:?} was taken");
        }
    }

    #[test]
    fn the_latest_of_many_missed_slots() {
        let daily = Spec::parse("daily 00:05 Asia/Jakarta").unwrap();
        let missed = daily.latest_missed(at("2026-11-01T17:05:00Z"), at("2026-11-21T01:00:00Z"));
        assert_eq!(missed, at("2026-11-20T17:05:00Z"));
        let often = Spec::parse("every 1s").unwrap();
        let missed = often.latest_missed(at("2020-01-01T00:00:00Z"), at("2026-11-21T01:00:00Z"));
        assert_eq!(missed, at("2026-11-21T01:00:00Z"));
    }

    proptest! {
        #[test]
        fn the_next_slot_is_later_and_never_passes_over_one(
            seconds in 0_i64..4_000_000_000, ahead in 0_i64..90_000, which in 0_usize..4,
        ) {
            let specs = ["every 7m", "daily 00:05 Asia/Jakarta", "weekly sun 12:00 Asia/Makassar", "monthly 30 09:00 UTC"];
            let spec = Spec::parse(specs[which]).unwrap();
            let now = DateTime::from_timestamp(seconds, 0).unwrap();
            let next = spec.next_after(now);
            prop_assert!(next > now);
            let between = now + TimeDelta::seconds(ahead);
            if between < next {
                prop_assert_eq!(spec.next_after(between), next);
            }
            prop_assert_eq!(spec.latest_missed(next, next), next);
        }
    }
}
