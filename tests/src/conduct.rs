//! Rules for every file: its length, nothing left undone, no silenced
//! warning without a reason, no test left out, no crate outside the lints.

use crate::rust_code::{Strings, attributes, line_of, strip};
use crate::{Breach, SourceFile};

/// A file longer than this has more than one purpose.
pub const MAX_LINES: usize = 500;

/// Words that stand for work not done. Put together here, so that this file does not break its own rule.
const UNDONE: &[&str] = &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("HA", "CK")];

/// Ways in Rust to compile what does not work yet.
const UNDONE_MACROS: &[&str] = &["todo!", "unimplemented!"];

/// Ways in the front end to leave a test out, or all others.
const LEFT_OUT: &[&str] = &[".skip(", ".only(", ".todo(", ".fixme(", ".skipIf(", "xit(", "xdescribe("];

/// Files of code longer than [`MAX_LINES`].
pub fn too_long(files: &[SourceFile]) -> Vec<Breach> {
    let counted = ["rs", "ts", "tsx", "mjs", "sql", "css"];
    let files = files.iter().filter(|file| counted.contains(&file.kind()) && !file.is_generated());
    files
        .filter_map(|file| {
            let lines = file.text.lines().count();
            (lines > MAX_LINES).then(|| format!("{}: {lines} lines, at most {MAX_LINES}", file.path))
        })
        .collect()
}

/// Words and macros that say that something is not done.
pub fn unfinished(files: &[SourceFile]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in files.iter().filter(|file| !file.is_generated()) {
        for (number, line) in file.text.lines().enumerate() {
            for word in UNDONE.iter().filter(|word| has_word(line, word)) {
                breaches.push(format!("{}:{}: {word}: do it, or say what is so and why", file.path, number + 1));
            }
        }
        if file.kind() == "rs" {
            let code = strip(&file.text, Strings::Blank);
            for name in UNDONE_MACROS {
                breaches.extend(
                    code.match_indices(name)
                        .map(|(at, _)| format!("{}:{}: {name} is not a way to finish", file.path, line_of(&code, at))),
                );
            }
        }
    }
    breaches
}

fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        [before, after].into_iter().all(|c| c.is_none_or(|c| !c.is_alphanumeric() && c != '_'))
    })
}

/// Warnings silenced without saying why.
pub fn silenced_without_reason(files: &[SourceFile]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in files {
        match file.kind() {
            "rs" => {
                // The reason itself is a string, so strings stay; a sample in a test is one too and must not count.
                let (code, bare) = (strip(&file.text, Strings::Keep), strip(&file.text, Strings::Blank));
                let real: Vec<usize> = attributes(&bare).into_iter().map(|(line, _)| line).collect();
                for (line, text) in attributes(&code).into_iter().filter(|(line, _)| real.contains(line)) {
                    let silences =
                        text.starts_with("allow(") || text.starts_with("expect(") || text.contains(", allow(");
                    if silences && !text.contains("reason =") {
                        breaches.push(format!("{}:{line}: #[{text}] needs a reason", file.path));
                    }
                }
            }
            "ts" | "tsx" | "mjs" | "js" => {
                for (number, line) in file.text.lines().enumerate() {
                    let silences =
                        ["oxlint-disable", "eslint-disable", "@ts-expect-error"].iter().any(|word| line.contains(word));
                    if line.contains(concat!("@ts-", "ignore")) || (silences && !line.contains("-- ")) {
                        breaches.push(format!(
                            "{}:{}: a silenced warning needs ` -- ` and a reason",
                            file.path,
                            number + 1
                        ));
                    }
                }
            }
            _ => {}
        }
    }
    breaches
}

/// Tests that are written and not run.
pub fn left_out_tests(files: &[SourceFile]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in files {
        match file.kind() {
            "rs" => {
                let code = strip(&file.text, Strings::Blank);
                for (line, text) in attributes(&code) {
                    if text == "ignore" || text.starts_with("ignore ") || text.contains(", ignore") {
                        breaches.push(format!("{}:{line}: a test that is not run", file.path));
                    }
                }
            }
            "ts" | "tsx" | "mjs" if is_test(&file.path) => {
                for (number, line) in file.text.lines().enumerate() {
                    if LEFT_OUT.iter().any(|call| line.contains(call)) {
                        breaches.push(format!("{}:{}: a test that is not run", file.path, number + 1));
                    }
                }
            }
            _ => {}
        }
    }
    breaches
}

fn is_test(path: &str) -> bool {
    path.contains(".test.") || path.contains(".spec.") || path.contains("/e2e/") || path.contains("/testing/")
}

/// The manifest of the fuzz targets: cargo-fuzz builds them with flags of its own, so they are no member.
const NO_MEMBER: &str = "fuzz/Cargo.toml";

/// Crates that do not take the lints, the licence and the edition of the workspace.
pub fn outside_the_workspace(manifests: &[SourceFile]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    let crates = manifests.iter().filter(|file| file.path.ends_with("Cargo.toml") && file.text.contains("[package]"));
    for file in crates.filter(|file| file.path != NO_MEMBER) {
        let lines: Vec<String> = file.text.lines().map(|line| line.split_whitespace().collect()).collect();
        let lints = lines.windows(2).any(|pair| pair[0] == "[lints]" && pair[1] == "workspace=true");
        if !lints {
            breaches.push(format!("{}: [lints] workspace = true is missing", file.path));
        }
        for field in ["version", "edition", "rust-version", "license"] {
            let shared = format!("{field}.workspace=true");
            let table = format!("{field}={{workspace=true}}");
            if !lines.iter().any(|line| *line == shared || *line == table) {
                breaches.push(format!("{}: {field}.workspace = true is missing", file.path));
            }
        }
    }
    breaches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(path: &str, text: &str) -> Vec<SourceFile> {
        vec![SourceFile::sample(path, text)]
    }

    #[test]
    fn a_long_file_is_seen_and_a_generated_one_is_not() {
        let long = "x\n".repeat(MAX_LINES + 1);
        assert_eq!(too_long(&one("crates/a/src/lib.rs", &long)).len(), 1);
        assert!(too_long(&one("ui/src/ipc/contract.gen.ts", &long)).is_empty());
        assert!(too_long(&one("crates/a/src/lib.rs", &"x\n".repeat(MAX_LINES))).is_empty());
    }

    #[test]
    fn undone_work_is_seen() {
        let comment = format!("// {}: later", concat!("TO", "DO"));
        assert_eq!(unfinished(&one("ui/src/a.ts", &comment)).len(), 1);
        assert_eq!(unfinished(&one("a.rs", "fn f() { todo!() }")).len(), 1);
        assert!(unfinished(&one("a.rs", "// a mastodon\nlet s = \"todo!\"; let todos = 1;")).is_empty());
    }

    #[test]
    fn a_silenced_warning_needs_a_reason() {
        assert_eq!(silenced_without_reason(&one("a.rs", "#[allow(dead_code)]\nfn f() {}")).len(), 1);
        assert_eq!(silenced_without_reason(&one("a.rs", "#![cfg_attr(test, allow(dead_code))]")).len(), 1);
        assert!(silenced_without_reason(&one("a.rs", "#[allow(dead_code, reason = \"because\")]")).is_empty());
        assert!(silenced_without_reason(&one("a.rs", "let sample = \"#[allow(dead_code)]\";")).is_empty());
        assert_eq!(silenced_without_reason(&one("a.ts", "// oxlint-disable-next-line no-console")).len(), 1);
        assert!(
            silenced_without_reason(&one("a.ts", "// oxlint-disable-next-line no-console -- a program")).is_empty()
        );
    }

    #[test]
    fn a_test_that_is_not_run_is_seen() {
        assert_eq!(left_out_tests(&one("a.rs", "#[test]\n#[ignore = \"slow\"]\nfn f() {}")).len(), 1);
        assert!(left_out_tests(&one("a.rs", "let s = \"#[ignore]\";")).is_empty());
        let skipped = format!("it{}'a', () => {{}})", ".skip(");
        assert_eq!(left_out_tests(&one("ui/src/a.test.ts", &skipped)).len(), 1);
        assert!(left_out_tests(&one("ui/src/a.ts", "rows.skip(2)")).is_empty());
    }

    #[test]
    fn a_crate_outside_the_workspace_rules_is_seen() {
        let good = "[package]\nversion.workspace = true\nedition.workspace = true\nrust-version.workspace = true\nlicense.workspace = true\n\n[lints]\nworkspace = true\n";
        assert!(outside_the_workspace(&one("crates/a/Cargo.toml", good)).is_empty());
        let bad = good.replace("license.workspace = true", "license = \"MIT\"").replace("workspace = true\n", "");
        assert!(outside_the_workspace(&one("crates/a/Cargo.toml", &bad)).len() >= 2);
        assert!(outside_the_workspace(&one("Cargo.toml", "[workspace]\n")).is_empty());
    }
}
