//! The words of vouchers on paper, in both languages. Paper is drawn here and not
//! in the screens, so its sentences are too.

use chrono::DateTime;
use chrono_tz::Tz;
use simpul_kernel::{Locale, Money};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// An amount as it is printed: `Rp 5.000` in both languages, because notes, banks and
/// customers write it so; other currencies by their code, with two decimals.
#[must_use]
pub fn money(locale: Locale, currency: &str, amount: Money) -> String {
    let (thousands, point) = match locale {
        Locale::En if currency != "IDR" => (',', '.'),
        Locale::Id | Locale::En => ('.', ','),
    };
    let text = format!("{:.2}", amount.decimal().abs());
    let (whole, cents) = text.split_once('.').unwrap_or((&text, "00"));
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            grouped.push(thousands);
        }
        grouped.push(digit);
    }
    let sign = if amount.is_negative() { "-" } else { "" };
    let symbol = if currency == "IDR" { "Rp" } else { currency };
    if currency == "IDR" && cents == "00" {
        format!("{sign}{symbol} {grouped}")
    } else {
        format!("{sign}{symbol} {grouped}{point}{cents}")
    }
}

/// A span of time in its largest whole units: `24 jam`, `7 hari`, `1 jam 30 menit`.
/// One day is said as 24 hours, so that nobody reads it as "until midnight".
#[must_use]
pub fn duration(locale: Locale, seconds: i64) -> String {
    let unit = |n: i64, id: &str, one: &str, many: &str| match locale {
        Locale::Id => format!("{n} {id}"),
        Locale::En if n == 1 => format!("1 {one}"),
        Locale::En => format!("{n} {many}"),
    };
    let hours = |n| unit(n, "jam", "hour", "hours");
    let minutes = |n| unit(n, "menit", "minute", "minutes");
    match seconds {
        s if s >= 2 * DAY && s % DAY == 0 => unit(s / DAY, "hari", "day", "days"),
        s if s >= HOUR && s % HOUR == 0 => hours(s / HOUR),
        s if s >= HOUR => format!("{} {}", hours(s / HOUR), minutes(s % HOUR / MINUTE)),
        s if s >= MINUTE => minutes(s / MINUTE),
        s => unit(s, "detik", "second", "seconds"),
    }
}

/// An amount of data in its largest whole unit: `2 GB`, `500 MB`.
#[must_use]
pub fn data(locale: Locale, bytes: i64) -> String {
    for (unit, name) in [(1_i64 << 40, "TB"), (1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB")] {
        if bytes >= unit {
            let tenths = i128::from(bytes) * 10 / i128::from(unit);
            let point = if locale == Locale::Id { ',' } else { '.' };
            return match (tenths / 10, tenths % 10) {
                (whole, 0) => format!("{whole} {name}"),
                (whole, rest) => format!("{whole}{point}{rest} {name}"),
            };
        }
    }
    format!("{bytes} B")
}

/// How long a voucher lives, as a sentence.
#[must_use]
pub fn validity(locale: Locale, validity_s: Option<i64>) -> String {
    match (locale, validity_s) {
        (Locale::Id, Some(s)) => format!("Berlaku {} sejak login pertama", duration(locale, s)),
        (Locale::Id, None) => "Berlaku tanpa batas waktu".to_owned(),
        (Locale::En, Some(s)) => format!("Valid for {} from the first login", duration(locale, s)),
        (Locale::En, None) => "Never expires".to_owned(),
    }
}

/// What a voucher allows, in short: `24 jam · 2 GB · 1 HP`.
#[must_use]
pub fn limits(locale: Locale, usage_limit_s: Option<i64>, data_limit_bytes: Option<i64>, devices: i32) -> String {
    let mut parts = Vec::new();
    parts.extend(usage_limit_s.map(|s| duration(locale, s)));
    parts.extend(data_limit_bytes.map(|b| data(locale, b)));
    if parts.is_empty() {
        parts.push(if locale == Locale::Id { "Tanpa batas" } else { "Unlimited" }.to_owned());
    }
    parts.push(match locale {
        Locale::Id => format!("{devices} HP"),
        Locale::En if devices == 1 => "1 device".to_owned(),
        Locale::En => format!("{devices} devices"),
    });
    parts.join(" · ")
}

/// The support line: `WA 0812-3456-7890`; a number of another country as it is.
#[must_use]
pub fn support(phone: &str) -> Option<String> {
    let phone = phone.trim();
    if phone.is_empty() {
        return None;
    }
    let Some(rest) = phone.strip_prefix("+62") else { return Some(format!("WA {phone}")) };
    let digits = format!("0{rest}");
    let mut groups = Vec::new();
    let mut left = digits.as_str();
    while left.len() > 5 && left.is_ascii() {
        let (group, rest) = left.split_at(4);
        groups.push(group);
        left = rest;
    }
    groups.push(left);
    Some(format!("WA {}", groups.join("-")))
}

/// A moment as it is printed: `21 Nov 2026 14.33 WIB`.
#[must_use]
pub fn moment(locale: Locale, at: DateTime<Tz>) -> String {
    use chrono::{Datelike as _, Timelike as _};
    const ID: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];
    const EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (months, point) = match locale {
        Locale::Id => (ID, '.'),
        Locale::En => (EN, ':'),
    };
    let month = usize::try_from(at.month0()).ok().and_then(|m| months.get(m)).copied().unwrap_or_default();
    format!("{} {month} {} {:02}{point}{:02} {}", at.day(), at.year(), at.hour(), at.minute(), at.format("%Z"))
}

/// Labels of a slip's rows: batch, printed.
#[must_use]
pub fn slip_labels(locale: Locale) -> (&'static str, &'static str) {
    match locale {
        Locale::Id => ("Batch", "Dicetak"),
        Locale::En => ("Batch", "Printed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Locale::{En, Id};

    #[test]
    fn money_is_written_as_people_write_it() {
        assert_eq!(money(Id, "IDR", Money::whole(5_000)), "Rp 5.000");
        assert_eq!(money(En, "IDR", Money::whole(1_250_000)), "Rp 1.250.000");
        assert_eq!(money(Id, "IDR", Money::whole(500)), "Rp 500");
        assert_eq!(money(Id, "IDR", Money::ZERO), "Rp 0");
        assert_eq!(money(En, "USD", Money::whole(1_005)), "USD 1,005.00");
        assert_eq!(money(Id, "IDR", Money::whole(-100_000)), "-Rp 100.000");
    }

    #[test]
    fn spans_of_time() {
        let cases = [
            (30, "30 detik"),
            (90, "1 menit"),
            (1_800, "30 menit"),
            (HOUR, "1 jam"),
            (5_400, "1 jam 30 menit"),
            (DAY, "24 jam"),
            (7 * DAY, "7 hari"),
            (36 * HOUR, "36 jam"),
        ];
        for (seconds, text) in cases {
            assert_eq!(duration(Id, seconds), text);
        }
        assert_eq!([duration(En, HOUR), duration(En, 30 * DAY)], ["1 hour", "30 days"]);
    }

    #[test]
    fn sentences() {
        assert_eq!(validity(Id, Some(DAY)), "Berlaku 24 jam sejak login pertama");
        assert_eq!(validity(En, None), "Never expires");
        assert_eq!(limits(Id, Some(DAY), Some(3 << 29), 1), "24 jam · 1,5 GB · 1 HP");
        assert_eq!(limits(En, None, None, 2), "Unlimited · 2 devices");
        assert_eq!(support("+6281234567890").as_deref(), Some("WA 0812-3456-7890"));
        assert_eq!(support("+6281234567").as_deref(), Some("WA 0812-34567"));
        assert_eq!(support(" "), None);
    }

    #[test]
    fn moments_carry_their_zone() {
        let at: chrono::DateTime<chrono::Utc> = "2026-11-21T07:33:00Z".parse().unwrap();
        assert_eq!(moment(Id, at.with_timezone(&Tz::Asia__Jakarta)), "21 Nov 2026 14.33 WIB");
        assert_eq!(moment(En, at.with_timezone(&Tz::Asia__Jayapura)), "21 Nov 2026 16:33 WIT");
    }
}
