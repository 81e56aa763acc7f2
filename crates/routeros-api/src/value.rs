//! Reading and writing the router's ways to spell values.
//!
//! Every reader accepts what any release writes, by its shape: the release is
//! never asked for. `None` means that the text is of another kind (`none`,
//! `unlimited`, …), never that it was rounded or guessed.

mod log_time;
mod rate;

use std::fmt;
use std::time::Duration;

pub use log_time::LogTime;
pub use rate::{Both, RateLimit};

/// Reads `true`/`false` and `yes`/`no`.
#[must_use]
pub fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "true" | "yes" => Some(true),
        "false" | "no" => Some(false),
        _ => None,
    }
}

/// Writes `yes`/`no`, which every release takes.
#[must_use]
pub const fn format_bool(value: bool) -> &'static str {
    if value { "yes" } else { "no" }
}

/// Reads `1w2d3h4m5s`, `1s500ms`, `114us`, the clock form `1d02:15:30` or
/// `01:22:53.5`, and a plain number of seconds.
#[must_use]
pub fn parse_duration(text: &str) -> Option<Duration> {
    let mut rest = text;
    let mut total: u128 = 0;
    let mut last_unit = u128::MAX;
    while !rest.is_empty() {
        let digits = rest.find(|character: char| !character.is_ascii_digit());
        let Some(digits) = digits else {
            // Digits to the end: seconds, when there is nothing else.
            return (rest.len() == text.len()).then(|| rest.parse().ok().map(Duration::from_secs))?;
        };
        let number: u128 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        if let Some(clock) = rest.strip_prefix(':') {
            total = total.checked_add(clock_nanos(number, clock)?)?;
            break;
        }
        let (unit, length) = unit_nanos(rest)?;
        if unit >= last_unit {
            return None;
        }
        last_unit = unit;
        total = total.checked_add(number.checked_mul(unit)?)?;
        rest = &rest[length..];
    }
    let seconds = u64::try_from(total / NANOS).ok()?;
    (!text.is_empty()).then(|| Duration::new(seconds, (total % NANOS) as u32))
}

const NANOS: u128 = 1_000_000_000;

/// A unit's size and the length of its name.
fn unit_nanos(text: &str) -> Option<(u128, usize)> {
    let units: [(&str, u128); 8] = [
        ("ms", NANOS / 1000),
        ("us", NANOS / 1_000_000),
        ("ns", 1),
        ("w", 604_800 * NANOS),
        ("d", 86_400 * NANOS),
        ("h", 3600 * NANOS),
        ("m", 60 * NANOS),
        ("s", NANOS),
    ];
    units.into_iter().find(|(name, _)| text.starts_with(name)).map(|(name, size)| (size, name.len()))
}

/// `hours:` was read; the rest is `MM:SS` with an optional fraction.
fn clock_nanos(hours: u128, rest: &str) -> Option<u128> {
    let (minutes, seconds) = rest.split_once(':')?;
    let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, ""));
    let part = |text: &str| text.parse::<u8>().ok().filter(|&part| part < 60).map(u128::from);
    if fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nanos: u128 = format!("{fraction:0<9}").parse().ok()?;
    let whole = hours.checked_mul(3600)? + part(minutes)? * 60 + part(seconds)?;
    whole.checked_mul(NANOS)?.checked_add(nanos)
}

/// Writes a duration in the form with units, as the router prints it: `0s`,
/// `1d2h`, `1s500ms`. Below a microsecond is left out.
#[must_use]
pub fn format_duration(duration: Duration) -> String {
    let mut seconds = duration.as_secs();
    let mut text = String::new();
    for (name, size) in [("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60), ("s", 1)] {
        if seconds >= size {
            text.push_str(&format!("{}{name}", seconds / size));
            seconds %= size;
        }
    }
    let micros = duration.subsec_micros();
    for (name, count) in [("ms", micros / 1000), ("us", micros % 1000)] {
        if count > 0 {
            text.push_str(&format!("{count}{name}"));
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}

/// A duration where the router also takes words, such as `none`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Timeout {
    /// A time.
    After(Duration),
    /// A word in place of one: `none`, `never`, `unlimited`, `immediately`.
    Word(String),
}

impl Timeout {
    /// Reads either.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match parse_duration(text) {
            Some(duration) => Self::After(duration),
            None => Self::Word(text.to_owned()),
        }
    }

    /// The time, when it is one.
    #[must_use]
    pub fn duration(&self) -> Option<Duration> {
        match self {
            Self::After(duration) => Some(*duration),
            Self::Word(_) => None,
        }
    }
}

impl From<Duration> for Timeout {
    fn from(duration: Duration) -> Self {
        Self::After(duration)
    }
}

impl fmt::Display for Timeout {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::After(duration) => f.write_str(&format_duration(*duration)),
            Self::Word(word) => f.write_str(word),
        }
    }
}

/// Reads a number of bytes: plain, or with `KiB`, `MiB`, `GiB`, `TiB` (1024)
/// or `k`, `M`, `G`, `T` (1000), and a fraction before a unit.
#[must_use]
pub fn parse_bytes(text: &str) -> Option<u64> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let units: [(&str, f64); 8] = [
        ("KiB", 1024.0),
        ("MiB", 1_048_576.0),
        ("GiB", 1_073_741_824.0),
        ("TiB", 1_099_511_627_776.0),
        ("k", 1e3),
        ("M", 1e6),
        ("G", 1e9),
        ("T", 1e12),
    ];
    let (number, unit) = units.into_iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?, unit)))?;
    let plain = number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value = number.parse::<f64>().ok().filter(|_| plain)? * unit;
    (value < u64::MAX as f64).then(|| value.round() as u64)
}

/// Reads a pair such as `512000/1000000`, upload first.
#[must_use]
pub fn parse_pair<T>(text: &str, part: impl Fn(&str) -> Option<T>) -> Option<(T, T)> {
    let (up, down) = text.split_once('/')?;
    Some((part(up)?, part(down)?))
}

/// What a clock adds to UTC, in seconds. Written `+07:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UtcOffset(pub i32);

impl UtcOffset {
    /// Reads `+07:00`, `-03:30` and `+07:00:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (sign, rest) = match text.as_bytes().first()? {
            b'+' => (1, &text[1..]),
            b'-' => (-1, &text[1..]),
            _ => (1, text),
        };
        let mut parts = rest.split(':').map(|part| part.parse::<u8>().ok());
        let hours = parts.next()??;
        let minutes = parts.next()??;
        let seconds = parts.next().unwrap_or(Some(0))?;
        (hours < 24 && minutes < 60 && seconds < 60 && parts.next().is_none())
            .then(|| Self(sign * (i32::from(hours) * 3600 + i32::from(minutes) * 60 + i32::from(seconds))))
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { '-' } else { '+' };
        let size = self.0.unsigned_abs();
        write!(f, "{sign}{:02}:{:02}", size / 3600, size / 60 % 60)
    }
}

/// How a router writes dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateStyle {
    /// `jan/02/1970`: before 7.10.
    MonthName,
    /// `1970-01-02`: since 7.10.
    Iso,
}

impl DateStyle {
    /// The style of a date, or of a date and time.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let date = text.split(' ').next()?;
        parse_date(date)?;
        Some(if date.contains('/') { Self::MonthName } else { Self::Iso })
    }
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Reads a date in either style: year, month, day.
#[must_use]
pub fn parse_date(text: &str) -> Option<(u16, u8, u8)> {
    let separator = if text.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = text.split(separator).collect();
    let &[first, second, third] = parts.as_slice() else { return None };
    let (year, month, day) = if separator == '/' {
        let month = MONTHS.iter().position(|month| first.eq_ignore_ascii_case(month))?;
        (third, u8::try_from(month + 1).ok()?, second)
    } else {
        (first, second.parse().ok()?, third)
    };
    let (year, day): (u16, u8) = (year.parse().ok()?, day.parse().ok()?);
    (year >= 1970 && (1..=12).contains(&month) && day >= 1 && day <= days_in(year, month)).then_some((year, month, day))
}

fn days_in(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A wall-clock time as a router shows it, without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateTime {
    /// 1970 and later.
    pub year: u16,
    /// 1–12.
    pub month: u8,
    /// 1–31.
    pub day: u8,
    /// 0–23.
    pub hour: u8,
    /// 0–59.
    pub minute: u8,
    /// 0–59.
    pub second: u8,
}

impl DateTime {
    /// Reads `sep/29/2022 07:09:24` and `2026-01-01 00:00:00`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once(' ')?;
        Self::parse_pair(date, time)
    }

    /// Reads a date and a time that came apart.
    #[must_use]
    pub fn parse_pair(date: &str, time: &str) -> Option<Self> {
        let (year, month, day) = parse_date(date)?;
        let mut parts = time.split(':').map(|part| part.parse::<u8>().ok());
        let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
        (hour < 24 && minute < 60 && second < 60 && parts.next().is_none()).then_some(Self {
            year,
            month,
            day,
            hour,
            minute,
            second,
        })
    }

    /// Seconds since 1970, as if the wall clock showed UTC.
    #[must_use]
    pub fn to_unix(&self) -> i64 {
        // Days from a civil date, counted in years that begin in March so that
        // the leap day is the last one.
        let month = i64::from(self.month);
        let year = i64::from(self.year) - i64::from(month <= 2);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468;
        let clock = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60;
        days * 86_400 + clock + i64::from(self.second)
    }
}

#[cfg(test)]
#[path = "value_tests.rs"]
mod tests;
