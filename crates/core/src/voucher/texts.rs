//! The words of vouchers on paper, in both languages. Paper is drawn here and not
//! in the screens, so its sentences are too.

use simpul_kernel::Locale;

pub use crate::printing::texts::{moment, money};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

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

/// Who sells a slip's code.
#[must_use]
pub fn vendor_label(locale: Locale) -> &'static str {
    match locale {
        Locale::Id => "Agen",
        Locale::En => "Vendor",
    }
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
}
