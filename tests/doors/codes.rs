//! Every code the program can say has its words, and every word its code.

use std::collections::BTreeSet;

use simpul_api::error_codes;
use simpul_kernel::validate::RULES;
use simpul_tests::{Repository, SourceFile, locales};

/// Keys of a file of texts that are no codes.
const OTHER_KEYS: &[&str] = &["action.open"];

/// What needs a person and is put together on the dashboard's screen, from another list.
const SAID_BY_THE_DASHBOARD: &[&str] = &["router_gate"];

#[test]
fn codes_are_snake_case_and_listed_once() {
    let codes = error_codes();
    let distinct: BTreeSet<&str> = codes.iter().copied().collect();
    let twice: Vec<&&str> =
        codes.iter().filter(|code| codes.iter().filter(|other| other == code).count() > 1).collect();
    assert_eq!(distinct.len(), codes.len(), "listed twice: {twice:?}");
    for code in distinct {
        let snake = code.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        assert!(snake, "{code} is not snake_case");
    }
}

#[test]
fn what_a_job_fails_by_is_a_listed_code() {
    let repository = Repository::open();
    let codes: BTreeSet<&str> = error_codes().into_iter().collect();
    let mut breaches = Vec::new();
    let mut found = 0;
    for file in repository.below("crates").filter(|file| {
        file.path.contains("/src/") && ["crates/jobs", "crates/core"].iter().any(|of| file.path.starts_with(of))
    }) {
        for code in literals_after(file, "Failure::new(\"", '"').chain(literals_after(file, "ELSE 'job_", '\'')) {
            let code = if file.text.contains(&format!("'job_{code}'")) { format!("job_{code}") } else { code };
            found += 1;
            if !codes.contains(code.as_str()) {
                breaches.push(format!("{}: {code} is in no list of codes", file.path));
            }
        }
    }
    assert!(found >= 5, "only {found} codes of jobs were found");
    simpul_tests::assert_kept("codes of jobs", &breaches);
}

/// What stands between a text and the next `end`, at every place of a file.
fn literals_after<'a>(file: &'a SourceFile, text: &'a str, end: char) -> impl Iterator<Item = String> + 'a {
    file.text.split(text).skip(1).filter_map(move |rest| rest.split(end).next().map(str::to_owned))
}

#[test]
fn rules_reasons_warnings_deeds_and_steps_have_their_words() {
    let repository = Repository::open();
    let core = |path: &str, owner: &str, field: &str| {
        let file = repository.below(path).next().unwrap_or_else(|| panic!("{path} is missing"));
        documented(&file.text, owner, field)
    };
    let warnings = core("crates/core/src/voucher/view.rs", "PreviewWarning", "code");
    let mut actions = core("crates/core/src/dashboard/types.rs", "NeedsAction", "code");
    actions.extend(SAID_BY_THE_DASHBOARD.iter().map(|code| (*code).to_owned()));
    let steps = core("crates/core/src/network/view.rs", "RouterTestStep", "step");
    assert!(warnings.len() >= 5 && actions.len() >= 5 && steps.len() >= 5, "{warnings:?} {actions:?} {steps:?}");
    let mut findings = owned(simpul_postgres::outside::STEP_CODES);
    findings.extend(owned(simpul_core::system::database::STEP_CODES));
    let reasons = owned(simpul_core::provisioning::CopyError::CODES);
    let mut breaches = Vec::new();
    for language in [locales::DEFAULT, locales::OTHER] {
        let texts: BTreeSet<String> = locales::texts(&repository.files, language).into_keys().collect();
        let mut check = |prefix: &str, codes: &BTreeSet<String>| {
            let stems = texts.iter().filter_map(|key| key.strip_prefix(prefix)).filter(|key| !key.contains('.'));
            let spoken: BTreeSet<String> =
                stems.filter(|key| !OTHER_KEYS.contains(&format!("{prefix}{key}").as_str())).map(stem).collect();
            breaches.extend(codes.difference(&spoken).map(|code| format!("{language}: {prefix}{code} has no text")));
            breaches.extend(spoken.difference(codes).map(|code| format!("{language}: {prefix}{code} is of no code")));
        };
        check("field.", &owned(RULES));
        check("reason.", &reasons);
        check("warning.", &warnings);
        check("action.", &actions);
        check("router.steps.", &steps);
        check("database.found.", &findings);
    }
    simpul_tests::assert_kept("codes and words", &breaches);
}

fn owned(codes: &[&str]) -> BTreeSet<String> {
    codes.iter().map(|code| (*code).to_owned()).collect()
}

/// A key without its plural and without the part of a card it names.
fn stem(key: &str) -> String {
    let endings = ["_one", "_other", "_detail", "_verb", "_since", "_ahead", "_behind"];
    let mut key = key;
    while let Some(shorter) = endings.iter().find_map(|ending| key.strip_suffix(ending)) {
        key = shorter;
    }
    key.to_owned()
}

/// The words between backticks in the comment of a field of a struct.
fn documented(source: &str, owner: &str, field: &str) -> BTreeSet<String> {
    let body = source.split_once(&format!("pub struct {owner} {{")).map_or("", |(_, rest)| rest);
    let before = body.split(&format!("pub {field}:")).next().unwrap_or_default();
    // The line of the field itself has only its indent left.
    let lines = before.lines().rev().skip(1).take_while(|line| line.trim().starts_with("///"));
    let mut comment: Vec<&str> = lines.collect();
    comment.reverse();
    comment.join(" ").split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn comments_of_fields_are_read() {
    let source = "pub struct A {\n    /// No.\n    pub x: i32,\n    /// `one`, `two`,\n    /// `three`.\n    pub code: String,\n}";
    let words = documented(source, "A", "code");
    assert_eq!(words, owned(&["one", "two", "three"]));
    assert_eq!(stem("copies_failed_detail_other"), "copies_failed");
}
