//! Both languages say the same things: the same files, the same keys, the
//! same gaps to fill.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{Breach, SourceFile};

/// Where the texts of a language are.
const FOLDER: &str = "ui/src/i18n/locales/";

/// The default language, which has every text first.
pub const DEFAULT: &str = "id";
/// The other one.
pub const OTHER: &str = "en";

/// Every text of a language: `file.key.key` → text.
pub fn texts(files: &[SourceFile], language: &str) -> BTreeMap<String, String> {
    let folder = format!("{FOLDER}{language}/");
    let mut texts = BTreeMap::new();
    for file in files {
        if let Some(name) = file.path.strip_prefix(&folder).and_then(|rest| rest.strip_suffix(".json")) {
            // A broken file has no texts, and so every one of them is missing.
            let content = serde_json::from_str(&file.text).unwrap_or(Value::Null);
            flatten(name, &content, &mut texts);
        }
    }
    texts
}

fn flatten(prefix: &str, value: &Value, texts: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                flatten(&format!("{prefix}.{key}"), field, texts);
            }
        }
        Value::String(text) => {
            texts.insert(prefix.to_owned(), text.clone());
        }
        _ => {}
    }
}

/// Texts that one language has and the other has not, or with other gaps, or empty.
pub fn unequal(files: &[SourceFile]) -> Vec<Breach> {
    let (default, other) = (texts(files, DEFAULT), texts(files, OTHER));
    let mut breaches = Vec::new();
    for (language, has, lacks) in [(OTHER, &default, &other), (DEFAULT, &other, &default)] {
        // Indonesian has no plural forms, so `key_one` may be missing there.
        let missing = has.keys().filter(|key| !lacks.contains_key(*key) && !is_plural_of(key, lacks));
        breaches.extend(missing.map(|key| format!("{language}: {key} is missing")));
    }
    for (language, texts) in [(DEFAULT, &default), (OTHER, &other)] {
        let empty = texts.iter().filter(|(_, text)| text.trim().is_empty());
        breaches.extend(empty.map(|(key, _)| format!("{language}: {key} is empty")));
    }
    for (key, text) in &default {
        if let Some(translated) = other.get(key)
            && gaps(text) != gaps(translated)
        {
            breaches.push(format!("{key}: the languages fill different gaps: “{text}” and “{translated}”"));
        }
    }
    breaches
}

/// Codes that the screens themselves raise, before or after the program was asked.
pub const CODES_OF_SCREENS: &[&str] = &["door_unreachable", "interface_fault", "unknown_code"];

/// The codes of the program, from the contract it wrote.
pub fn codes(contract: &str) -> BTreeSet<String> {
    let union = contract.split_once("export type ErrorCode =").map_or("", |(_, rest)| rest);
    let union = union.split(';').next().unwrap_or_default();
    union.split('"').skip(1).step_by(2).map(String::from).collect()
}

/// The codes that the command line, the server and the window fail with themselves,
/// wherever the formatter broke the line.
pub fn codes_of_commands(files: &[SourceFile]) -> BTreeSet<String> {
    const DOORS: &[&str] = &["crates/cli/src/", "crates/server/src/", "src-tauri/src/"];
    let doors = files.iter().filter(|file| DOORS.iter().any(|door| file.path.starts_with(door)));
    let raised = doors.flat_map(|file| file.text.split("Failure::new(").skip(1));
    let literals = raised.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
    literals.map(str::to_owned).collect()
}

/// Codes without a text in `errors.json`, and texts of codes that do not exist.
pub fn codes_and_texts(codes: &BTreeSet<String>, files: &[SourceFile]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for language in [DEFAULT, OTHER] {
        let texts = texts(files, language);
        let spoken: BTreeSet<String> = texts
            .keys()
            .filter_map(|key| key.strip_prefix("errors."))
            .map(|key| code_of(key, codes).to_owned())
            .collect();
        breaches.extend(codes.difference(&spoken).map(|code| format!("{language}: the code {code} has no text")));
        breaches.extend(spoken.difference(codes).map(|code| format!("{language}: {code} is a text of no code")));
    }
    breaches
}

/// The code a key speaks of: itself where there is such a code, though it ends like a plural.
fn code_of<'a>(key: &'a str, codes: &BTreeSet<String>) -> &'a str {
    if codes.contains(key) { key } else { base(key) }
}

/// A key without i18next's plural ending and without a nested part.
fn base(key: &str) -> &str {
    let key = key.split('.').next().unwrap_or(key);
    ["_one", "_other", "_zero"].iter().find_map(|ending| key.strip_suffix(ending)).unwrap_or(key)
}

fn is_plural_of(key: &str, texts: &BTreeMap<String, String>) -> bool {
    let Some((stem, ending)) = key.rsplit_once('_') else {
        return false;
    };
    ["one", "other"].contains(&ending)
        && ["", "_one", "_other"].iter().any(|other| texts.contains_key(&format!("{stem}{other}")))
}

/// The names between `{{` and `}}`.
fn gaps(text: &str) -> BTreeSet<String> {
    let parts = text.split("{{").skip(1).filter_map(|part| part.split_once("}}"));
    parts.map(|(name, _)| name.split(',').next().unwrap_or(name).trim().to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn languages(id: &str, en: &str) -> Vec<SourceFile> {
        let file = |language: &str, text: &str| SourceFile::sample(&format!("{FOLDER}{language}/errors.json"), text);
        vec![file("id", id), file("en", en)]
    }

    #[test]
    fn a_missing_or_different_text_is_seen() {
        assert!(unequal(&languages(r#"{"a":"x {{n}}"}"#, r#"{"a":"y {{ n }}"}"#)).is_empty());
        assert_eq!(unequal(&languages(r#"{"a":"x","b":{"c":"x"}}"#, r#"{"a":"y"}"#)).len(), 1);
        assert_eq!(unequal(&languages(r#"{"a":"x"}"#, r#"{"a":"y","b":"z"}"#)).len(), 1);
        assert_eq!(unequal(&languages(r#"{"a":"x {{n}}"}"#, r#"{"a":"y {{m}}"}"#)).len(), 1);
        assert_eq!(unequal(&languages(r#"{"a":" "}"#, r#"{"a":"y"}"#)).len(), 1);
        assert_eq!(unequal(&languages(r#"{"a":"x"}"#, "not json")).len(), 1);
        assert!(unequal(&languages(r#"{"a_other":"x"}"#, r#"{"a_one":"y","a_other":"y"}"#)).is_empty());
    }

    #[test]
    fn codes_are_read_from_the_contract() {
        let contract =
            "type A = \"x\";\nexport type ErrorCode =\n  | \"plan_in_use\"\n  | \"plan_gone\";\ntype B = \"y\";";
        assert_eq!(codes(contract).into_iter().collect::<Vec<_>>(), ["plan_gone", "plan_in_use"]);
        assert!(codes("type A = 1;").is_empty());
    }

    #[test]
    fn codes_of_commands_are_read_where_they_are_raised() {
        let raising = "fn f() { Failure::new(\"file_not_written\", x); Failure::new(\n    \"name_ambiguous\", e) }";
        let files = [
            SourceFile::sample("crates/cli/src/voucher.rs", raising),
            SourceFile::sample("crates/jobs/src/outcome.rs", r#"Failure::new("job_stopped", "x")"#),
        ];
        assert_eq!(codes_of_commands(&files).into_iter().collect::<Vec<_>>(), ["file_not_written", "name_ambiguous"]);
    }

    #[test]
    fn codes_and_texts_are_held_together_both_ways() {
        let codes = |list: &[&str]| list.iter().map(|code| (*code).to_owned()).collect::<BTreeSet<_>>();
        let files = languages(r#"{"plan_in_use":"x"}"#, r#"{"plan_in_use":"y"}"#);
        assert!(codes_and_texts(&codes(&["plan_in_use"]), &files).is_empty());
        assert_eq!(codes_and_texts(&codes(&["plan_in_use", "plan_gone"]), &files).len(), 2);
        assert_eq!(codes_and_texts(&codes(&[]), &files).len(), 2);
        let files = languages(r#"{"owned_by_other":"x","days_one":"x"}"#, r#"{"owned_by_other":"y","days_one":"y"}"#);
        assert!(codes_and_texts(&codes(&["owned_by_other", "days"]), &files).is_empty());
    }
}
