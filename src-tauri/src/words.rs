//! The words that are said outside the page: in the tray and in the system's own
//! notices. They are the page's texts, so that both say a thing alike.

use std::sync::LazyLock;

use chrono::{DateTime, Datelike as _, Utc};
use chrono_tz::Tz;
use serde_json::{Map, Value};
use simpul_core::notice::{NoticeKind, NoticeRow};
use simpul_kernel::Locale;

macro_rules! texts {
    ($language:literal, $($area:literal),+) => {
        [$(($area, include_str!(concat!("../../ui/src/i18n/locales/", $language, "/", $area, ".json")))),+]
    };
}

static TEXTS: LazyLock<[Value; 2]> = LazyLock::new(|| {
    let read = |files: [(&str, &str); 4]| {
        let areas = files.map(|(area, text)| (area.to_owned(), serde_json::from_str(text).unwrap_or_default()));
        Value::Object(Map::from_iter(areas))
    };
    [read(texts!("id", "desk", "notice", "job", "errors")), read(texts!("en", "desk", "notice", "job", "errors"))]
});

/// What fills the gaps of a text, by name.
type Facts<'a> = &'a [(&'a str, String)];

/// The text of `area.key.key`; the key itself where there is none.
#[must_use]
pub fn say(locale: Locale, key: &str, facts: Facts<'_>) -> String {
    filled(locale, key, facts).unwrap_or_else(|| key.to_owned())
}

/// The same with a number in it, in the singular where the language has one.
#[must_use]
pub fn say_count(locale: Locale, key: &str, count: i64) -> String {
    let facts = [("count", number(count))];
    let one = (count == 1).then(|| filled(locale, &format!("{key}_one"), &facts)).flatten();
    one.unwrap_or_else(|| say(locale, key, &facts))
}

fn filled(locale: Locale, key: &str, facts: Facts<'_>) -> Option<String> {
    let start = &TEXTS[usize::from(locale == Locale::En)];
    let found = key.split('.').try_fold(start, |part, step| part.get(step))?.as_str()?;
    let mut parts = found.split("{{");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (gap, rest) = part.split_once("}}").unwrap_or((part, ""));
        // `{{count, n}}`: the second word says how the page writes numbers, as they are here already.
        let name = gap.split(',').next().unwrap_or_default().trim();
        let fact = facts.iter().find(|(known, _)| *known == name).map(|(_, fact)| fact.as_str());
        out.push_str(fact.unwrap_or_default());
        out.push_str(rest);
    }
    Some(out)
}

/// Whether a text has a gap that these facts do not fill.
fn has_other_gaps(locale: Locale, key: &str, facts: Facts<'_>) -> bool {
    const MARK: &str = "\u{1}";
    let start = &TEXTS[usize::from(locale == Locale::En)];
    let text = key.split('.').try_fold(start, |part, step| part.get(step)).and_then(Value::as_str).unwrap_or_default();
    let known: Vec<(&str, String)> = facts.iter().map(|(name, _)| (*name, MARK.to_owned())).collect();
    let marks = filled(locale, key, &known).map_or(0, |text| text.matches(MARK).count());
    marks < text.matches("{{").count()
}

/// The sentence of a notice: what happened, and what is known besides. The same
/// words as on the page (`noticeWords`).
#[must_use]
pub fn notice(locale: Locale, zone: Tz, now: DateTime<Utc>, row: &NoticeRow) -> (String, String) {
    let nothing = Map::new();
    let params = row.params.as_object().unwrap_or(&nothing);
    let facts: Vec<(&str, String)> =
        params.iter().map(|(name, value)| (name.as_str(), fact(locale, zone, now, name, value))).collect();
    let kind = row.kind.as_str();
    let what = params.get("what").and_then(Value::as_str).map(|what| format!("notice.titles.{kind}_{what}"));
    let title = what
        .and_then(|key| filled(locale, &key, &facts))
        .unwrap_or_else(|| say(locale, &format!("notice.titles.{kind}"), &facts));
    let more = detail_context(row.kind, params).map(|context| format!("notice.details.{kind}_{context}"));
    let key = more.unwrap_or_else(|| format!("notice.details.{kind}"));
    let detail = filled(locale, &key, &facts).unwrap_or_default();
    let error = params.get("error_code").and_then(Value::as_str).and_then(|code| {
        let key = format!("errors.{code}");
        let text = filled(locale, &key, &facts)?;
        (!has_other_gaps(locale, &key, &facts)).then(|| first_sentence(&text).to_owned())
    });
    let detail = [Some(detail).filter(|text| !text.is_empty()), error].into_iter().flatten().collect::<Vec<_>>();
    (title, detail.join(" "))
}

/// Which of the details it is, where a kind has several (`detailContext` of the page).
fn detail_context(kind: NoticeKind, params: &Map<String, Value>) -> Option<&'static str> {
    let is_known = |name: &str| params.get(name).is_some_and(|value| !value.is_null());
    match kind {
        NoticeKind::StockLow if is_known("days") => Some("days"),
        NoticeKind::JobDead if is_known("router") => Some("router"),
        NoticeKind::AccessChanged if params.get("is_own") == Some(&Value::Bool(true)) => Some("own"),
        NoticeKind::AccessChanged if !is_known("by") => Some("command"),
        _ => None,
    }
}

/// A fact as a person reads it.
fn fact(locale: Locale, zone: Tz, now: DateTime<Utc>, name: &str, value: &Value) -> String {
    match value {
        Value::Number(count) => count.as_i64().map_or_else(|| count.to_string(), number),
        Value::String(kind) if name == "kind" => {
            filled(locale, &format!("job.kinds.{kind}"), &[]).unwrap_or_else(|| kind.clone())
        }
        Value::String(text) => DateTime::parse_from_rfc3339(text)
            .map_or_else(|_| text.clone(), |at| day_time(locale, zone, now, at.to_utc())),
        _ => String::new(),
    }
}

fn first_sentence(text: &str) -> &str {
    let end = [". ", "! ", "? "].iter().filter_map(|end| text.find(end)).min();
    end.map_or(text, |end| &text[..=end])
}

/// `12.480`: numbers follow Indonesian usage in both languages.
fn number(count: i64) -> String {
    let digits = count.unsigned_abs().to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push('.');
        }
        out.push(digit);
    }
    if count < 0 { format!("−{out}") } else { out }
}

/// `21 Nov 14.32`, with the year where it is another.
fn day_time(locale: Locale, zone: Tz, now: DateTime<Utc>, at: DateTime<Utc>) -> String {
    const ID: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"];
    const EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];
    let (at, now) = (at.with_timezone(&zone), now.with_timezone(&zone));
    let (months, clock) = if locale == Locale::En { (EN, "%H:%M") } else { (ID, "%H.%M") };
    let month = months.get(at.month0() as usize).copied().unwrap_or_default();
    let year = if at.year() == now.year() { String::new() } else { format!(" {}", at.year()) };
    format!("{} {month}{year} {}", at.day(), at.format(clock))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use simpul_core::notice::NoticeSeverity;
    use simpul_kernel::ids::NoticeId;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn row(kind: NoticeKind, params: Value) -> NoticeRow {
        NoticeRow {
            notice_id: NoticeId(1),
            kind,
            severity: NoticeSeverity::Bad,
            params,
            link: "/".into(),
            location_id: None,
            raised_at: at("2026-11-21T07:32:00Z"),
            cleared_at: None,
            read_at: None,
        }
    }

    fn words(locale: Locale, kind: NoticeKind, params: Value) -> (String, String) {
        notice(locale, chrono_tz::Asia::Jakarta, at("2026-11-21T08:00:00Z"), &row(kind, params))
    }

    #[test]
    fn a_notice_says_what_the_page_says() {
        let down = json!({ "router": "RB-Masjid", "since": "2026-11-21T07:32:00Z" });
        let (title, detail) = words(Locale::Id, NoticeKind::RouterDown, down.clone());
        assert_eq!(title, "RB-Masjid tidak menjawab");
        assert_eq!(detail, "Sejak 21 Nov 14.32. Kode yang menunggu tetap disimpan.");
        assert!(words(Locale::En, NoticeKind::RouterDown, down).1.starts_with("Since 21 Nov 14:32."));
        let old = json!({ "router": "x", "since": "2025-05-01T00:00:00Z" });
        assert!(words(Locale::Id, NoticeKind::RouterDown, old).1.starts_with("Sejak 1 Mei 2025 07.00."));

        let stock = json!({ "plan": "1 Hari", "left": 12480, "days": 2 });
        let (title, detail) = words(Locale::Id, NoticeKind::StockLow, stock);
        assert_eq!((title.as_str(), detail.as_str()), ("Stok 1 Hari tinggal 12.480", "Cukup untuk kira-kira 2 hari."));
        let stock = json!({ "plan": "1 Hari", "left": 3, "days": null });
        assert_eq!(words(Locale::Id, NoticeKind::StockLow, stock).1, "Buat batch baru sebelum habis.");

        let dead = json!({ "kind": "router_drain", "error_code": "router_write_refused", "router": "RB-Pasar" });
        let (title, detail) = words(Locale::Id, NoticeKind::JobDead, dead);
        assert_eq!(title, "Pasang ke router menyerah");
        assert!(detail.starts_with("Di RB-Pasar. ") && detail.ends_with('.'), "{detail}");
    }

    #[test]
    fn a_changed_way_in_is_told_by_what_was_changed_and_by_whom() {
        let told = |params: Value| words(Locale::Id, NoticeKind::AccessChanged, params);
        let (title, detail) = told(json!({ "what": "password_reset", "by": "Hendra", "is_own": false }));
        assert_eq!(title, "Sandi Anda diatur ulang");
        assert!(detail.starts_with("Oleh Hendra. "), "{detail}");
        let (title, detail) = told(json!({ "what": "recovery_code", "by": null, "is_own": false }));
        assert_eq!(title, "Kode pemulihan diganti");
        assert!(detail.starts_with("Dengan perintah "), "{detail}");
        assert!(told(json!({ "what": "pin", "by": "Rina", "is_own": true })).1.starts_with("Oleh Anda sendiri."));
        assert_eq!(told(json!({ "what": "passkey", "by": "Rina", "is_own": true })).0, "Akses Anda diubah");
    }

    #[test]
    fn no_kind_leaves_a_gap_or_a_key_in_either_language() {
        let all = json!({ "router": "R", "since": "2026-11-21T07:32:00Z", "plan": "P", "left": 1, "days": 1,
                          "kind": "unknown_kind", "error_code": "postgres_io", "active": 9, "limit": 10,
                          "drawer": "Depan", "user": "Rina" });
        for kind in NoticeKind::ALL {
            for locale in [Locale::Id, Locale::En] {
                let (title, detail) = words(locale, *kind, all.clone());
                for text in [&title, &detail] {
                    let whole = !text.contains("{{") && !text.contains("}}") && !text.contains("notice.");
                    assert!(whole && !text.contains("()") && !text.is_empty(), "{kind:?} {locale:?}: {text}");
                }
            }
        }
    }

    #[test]
    fn everything_the_tray_says_has_its_words() {
        for locale in [Locale::Id, Locale::En] {
            for key in ["open", "sell", "starting", "idle", "busy", "stopped", "quit"] {
                let key = format!("desk.tray.{key}");
                assert_ne!(say(locale, &key, &[]), key);
            }
        }
        assert_eq!(say_count(Locale::En, "desk.tray.busy", 1), "Worker: 1 job");
        assert_eq!(say_count(Locale::En, "desk.tray.busy", 1200), "Worker: 1.200 jobs");
        assert_eq!(say_count(Locale::Id, "desk.tray.busy", 1), "Pekerja: 1 tugas");
        assert_eq!(say(Locale::Id, "desk.no.such", &[]), "desk.no.such");
    }
}
