//! The words of states and kinds: the same the screens say, read from the same texts.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde_json::Value;
use simpul_kernel::Locale;

type Words = HashMap<String, String>;

/// Files of words by language. A file that is not there does not compile.
const FILES: [(&str, [&str; 2]); 7] = [
    (
        "states",
        [
            include_str!("../../../../ui/src/i18n/locales/id/states.json"),
            include_str!("../../../../ui/src/i18n/locales/en/states.json"),
        ],
    ),
    (
        "counter",
        [
            include_str!("../../../../ui/src/i18n/locales/id/counter.json"),
            include_str!("../../../../ui/src/i18n/locales/en/counter.json"),
        ],
    ),
    (
        "audit",
        [
            include_str!("../../../../ui/src/i18n/locales/id/audit.json"),
            include_str!("../../../../ui/src/i18n/locales/en/audit.json"),
        ],
    ),
    (
        "job",
        [
            include_str!("../../../../ui/src/i18n/locales/id/job.json"),
            include_str!("../../../../ui/src/i18n/locales/en/job.json"),
        ],
    ),
    (
        "report",
        [
            include_str!("../../../../ui/src/i18n/locales/id/report.json"),
            include_str!("../../../../ui/src/i18n/locales/en/report.json"),
        ],
    ),
    (
        "notice",
        [
            include_str!("../../../../ui/src/i18n/locales/id/notice.json"),
            include_str!("../../../../ui/src/i18n/locales/en/notice.json"),
        ],
    ),
    (
        "vendor",
        [
            include_str!("../../../../ui/src/i18n/locales/id/vendor.json"),
            include_str!("../../../../ui/src/i18n/locales/en/vendor.json"),
        ],
    ),
];

static WORDS: LazyLock<[Words; 2]> = LazyLock::new(|| [read(0), read(1)]);

fn read(language: usize) -> Words {
    let mut words = Words::new();
    for (file, texts) in FILES {
        let content = serde_json::from_str(texts[language]).unwrap_or(Value::Null);
        gather(file, &content, &mut words);
    }
    words
}

fn gather(path: &str, value: &Value, words: &mut Words) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, field)| gather(&format!("{path}.{key}"), field, words)),
        Value::String(text) => {
            words.insert(path.to_owned(), text.clone());
        }
        _ => {}
    }
}

/// The word of `name` in a group such as `states.voucher`; the name itself where the
/// screens have none either.
pub(super) fn word<'a>(locale: Locale, group: &str, name: &'a str) -> &'a str {
    let words = match locale {
        Locale::Id => &WORDS[0],
        Locale::En => &WORDS[1],
    };
    words.get(&format!("{group}.{name}")).map_or(name, String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_screens_words_are_read_in_both_languages() {
        assert_eq!(word(Locale::Id, "states.voucher", "available"), "Siap jual");
        assert_eq!(word(Locale::En, "states.voucher", "available"), "Available");
        assert_eq!(word(Locale::Id, "states.voucher", "kuda"), "kuda");
        for group in ["states.truth.pending", "audit.actions.plan_create", "job.kinds.router_drain"] {
            let (group, name) = group.rsplit_once('.').unwrap();
            assert_ne!(word(Locale::Id, group, name), name, "{group}.{name}");
        }
    }
}
