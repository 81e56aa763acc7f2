//! Durations and dates as RouterOS writes them.
//!
//! A duration is read in every shape the releases use (`1w2d3h4m5s`, `500ms`,
//! `1d02:15:30`, `01:22:53`, plain seconds) and written in one (`1w2d3h4m5s`).

/// Microseconds in one second.
pub const SECOND: u64 = 1_000_000;
const MINUTE: u64 = 60 * SECOND;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
const WEEK: u64 = 7 * DAY;
/// Longest duration accepted; more is a typing error, not a time.
const MAX: u64 = 5000 * 52 * WEEK;

/// Reads a duration in microseconds, or `None` when the text is not one.
#[must_use]
pub fn parse_duration(text: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(text).ok()?;
    if text.is_empty() || !text.is_ascii() {
        return None;
    }
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return in_range(text.parse::<u64>().ok()?.checked_mul(SECOND)?);
    }
    let (head, clock) = split_clock(text);
    let mut total: u64 = parse_units(head)?;
    if let Some(clock) = clock {
        total = total.checked_add(parse_clock(clock)?)?;
    }
    in_range(total)
}

fn in_range(micros: u64) -> Option<u64> {
    (micros <= MAX).then_some(micros)
}

/// Splits `1d02:15:30` into `1d` and `02:15:30`.
fn split_clock(text: &str) -> (&str, Option<&str>) {
    if !text.contains(':') {
        return (text, None);
    }
    let cut = text.rfind(|c: char| c.is_ascii_alphabetic() || c == ' ').map_or(0, |i| i + 1);
    (text[..cut].trim_end(), Some(&text[cut..]))
}

fn parse_units(text: &str) -> Option<u64> {
    let bytes = text.as_bytes();
    let (mut i, mut total) = (0, 0_u64);
    while i < bytes.len() {
        let start = i;
        while i < bytes.len() && bytes[i].is_ascii_digit() {
            i += 1;
        }
        let number: u64 = text[start..i].parse().ok()?;
        let unit_start = i;
        while i < bytes.len() && bytes[i].is_ascii_alphabetic() {
            i += 1;
        }
        let unit = match &text[unit_start..i] {
            "w" => WEEK,
            "d" => DAY,
            "h" => HOUR,
            "m" => MINUTE,
            "s" => SECOND,
            "ms" => 1000,
            "us" => 1,
            _ => return None,
        };
        total = total.checked_add(number.checked_mul(unit)?)?;
        while i < bytes.len() && bytes[i] == b' ' {
            i += 1;
        }
    }
    Some(total)
}

fn parse_clock(text: &str) -> Option<u64> {
    let (main, fraction) = text.split_once('.').unwrap_or((text, ""));
    let parts: Vec<&str> = main.split(':').collect();
    let (h, m, s) = match parts.as_slice() {
        [h, m] => (*h, *m, "0"),
        [h, m, s] => (*h, *m, *s),
        _ => return None,
    };
    let digits =
        |t: &str| (!t.is_empty() && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse::<u64>().ok()).flatten();
    let (m, s) = (digits(m)?, digits(s)?);
    if m > 59 || s > 59 {
        return None;
    }
    let micros = if fraction.is_empty() { 0 } else { digits(&format!("{fraction:0<6}")[..6])? };
    digits(h)?.checked_mul(HOUR)?.checked_add(m * MINUTE + s * SECOND + micros)
}

/// Writes a duration given in microseconds: `1w2d3h4m5s`, `1s500ms`, `114us`, `0s`.
#[must_use]
pub fn format_duration(micros: u64) -> String {
    if micros == 0 {
        return "0s".to_owned();
    }
    let mut rest = micros;
    let mut out = String::new();
    for (unit, name) in [(WEEK, "w"), (DAY, "d"), (HOUR, "h"), (MINUTE, "m"), (SECOND, "s"), (1000, "ms"), (1, "us")] {
        if rest >= unit {
            out.push_str(&(rest / unit).to_string());
            out.push_str(name);
            rest %= unit;
        }
    }
    out
}

/// How a release writes dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateShape {
    /// `jan/02/2026` (6.x and 7.x before 7.10).
    MonthName,
    /// `2026-01-02` (7.10 and later).
    Iso,
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Year, month (1–12) and day of a day counted from 1970-01-01.
#[must_use]
pub fn civil(days: i64) -> (i64, u32, u32) {
    // Howard Hinnant's civil_from_days: exact for every proleptic Gregorian day.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z.rem_euclid(146_097);
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = u32::try_from(doy - (153 * mp + 2) / 5 + 1).unwrap_or(1);
    let month = u32::try_from(if mp < 10 { mp + 3 } else { mp - 9 }).unwrap_or(1);
    let year = yoe + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

/// Days from 1970-01-01 to a date; the inverse of [`civil`].
#[must_use]
pub fn days_from_civil(year: i64, month: u32, day: u32) -> i64 {
    let y = year - i64::from(month <= 2);
    let era = y.div_euclid(400);
    let yoe = y.rem_euclid(400);
    let mp = i64::from((month + 9) % 12);
    let doy = (153 * mp + 2) / 5 + i64::from(day) - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    era * 146_097 + doe - 719_468
}

/// The date part of local seconds since 1970, in the release's shape.
#[must_use]
pub fn format_date(local: i64, shape: DateShape) -> String {
    let (y, m, d) = civil(local.div_euclid(86_400));
    match shape {
        DateShape::Iso => format!("{y:04}-{m:02}-{d:02}"),
        DateShape::MonthName => {
            let name = MONTHS[(m.clamp(1, 12) - 1) as usize];
            format!("{name}/{d:02}/{y:04}")
        }
    }
}

/// The time of day of local seconds since 1970: `15:04:05`.
#[must_use]
pub fn format_time(local: i64) -> String {
    let s = local.rem_euclid(86_400);
    format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

/// Reads a date in either shape as days since 1970.
#[must_use]
pub fn parse_date(text: &str) -> Option<i64> {
    let (y, m, d) = if let [y, m, d] = text.split('-').collect::<Vec<_>>()[..] {
        (y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)
    } else if let [m, d, y] = text.split('/').collect::<Vec<_>>()[..] {
        let month = MONTHS.iter().position(|n| n.eq_ignore_ascii_case(m))? + 1;
        (y.parse().ok()?, u32::try_from(month).ok()?, d.parse().ok()?)
    } else {
        return None;
    };
    let days = days_from_civil(y, m, d);
    (civil(days) == (y, m, d)).then_some(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shape_reads_to_one() {
        for (text, want) in [
            ("1w2d3h4m5s", "1w2d3h4m5s"),
            ("86400", "1d"),
            ("24:00:00", "1d"),
            ("1d", "1d"),
            ("1d02:15:30", "1d2h15m30s"),
            ("2d 03:15:00", "2d3h15m"),
            ("01:22:53", "1h22m53s"),
            ("90m", "1h30m"),
            ("114us", "114us"),
            ("1s500ms", "1s500ms"),
            ("00:00:01.5", "1s500ms"),
            ("0", "0s"),
        ] {
            let parsed = parse_duration(text.as_bytes()).unwrap();
            assert_eq!(format_duration(parsed), want, "{text}");
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for text in ["", "x", "1x", "h", "1:2:3:4", "12:70:00", "-1s", "99999999999999999999"] {
            assert_eq!(parse_duration(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn dates_in_both_shapes() {
        let noon = days_from_civil(2026, 2, 28) * 86_400 + 43_200;
        assert_eq!(format_date(noon, DateShape::Iso), "2026-02-28");
        assert_eq!(format_date(noon, DateShape::MonthName), "feb/28/2026");
        assert_eq!(format_time(noon), "12:00:00");
        assert_eq!(parse_date("feb/28/2026"), Some(noon / 86_400));
        assert_eq!(parse_date("2026-02-28"), Some(noon / 86_400));
        assert_eq!(parse_date("2026-02-30"), None);
        for day in (-200_000..200_000).step_by(97) {
            let (y, m, d) = civil(day);
            assert_eq!(days_from_civil(y, m, d), day);
        }
    }
}
