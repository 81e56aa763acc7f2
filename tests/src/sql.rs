//! Where SQL may be written: in the stores, in the ground they stand on, and
//! in tests.

use crate::repository::is_below;
use crate::rust_code::{Strings, line_of, strip};
use crate::{Breach, SourceFile};

/// Folders whose business is SQL.
const AT_HOME: &[&str] = &[
    "crates/core/src/db",
    "crates/jobs",
    "crates/testkit",
    // Roles, dumps and the doctor: statements about the server, never about our tables.
    "crates/postgres",
    "benches",
    "tests",
];

/// What only a store calls.
const CALLS: &[&str] = &["sqlx::query", "query!(", "query_as!(", "query_scalar!(", "query_file!(", "QueryBuilder"];

/// How a statement begins, inside a string.
const BEGINNINGS: &[&str] = &["SELECT ", "INSERT INTO ", "DELETE FROM ", "UPDATE ", "WITH ", "TRUNCATE ", "COPY "];

/// SQL outside its home.
pub fn away_from_home(files: &[SourceFile]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in files.iter().filter(|file| file.kind() == "rs" && !is_home(&file.path)) {
        let code = strip(&file.text, Strings::Keep);
        let bare = strip(&file.text, Strings::Blank);
        for call in CALLS {
            breaches.extend(bare.match_indices(call).map(|(at, _)| breach(file, line_of(&bare, at), call)));
        }
        for line in statements(&code, &bare) {
            breaches.push(breach(file, line, "a statement"));
        }
    }
    breaches
}

/// Crates whose queries `cargo xtask sqlx` describes; the list there is the same.
const DESCRIBED: &[&str] = &["crates/core/src", "crates/jobs/src"];

/// Queries checked by the compiler where `.sqlx` does not describe them: in tests, and in other crates.
pub fn checked_queries_in_tests(files: &[SourceFile]) -> Vec<Breach> {
    let mut breaches = Vec::new();
    for file in files.iter().filter(|file| file.kind() == "rs") {
        let (bare, outside) =
            (strip(&file.text, Strings::Blank), !DESCRIBED.iter().any(|home| is_below(&file.path, home)));
        for call in ["query!(", "query_as!(", "query_scalar!("] {
            breaches.extend(bare.match_indices(call).filter(|(at, _)| outside || in_tests(&bare, *at)).map(
                |(at, _)| {
                    format!(
                        "{}:{}: {call}: use sqlx::query(…) here, which needs no description",
                        file.path,
                        line_of(&bare, at)
                    )
                },
            ));
        }
    }
    breaches
}

fn in_tests(code: &str, at: usize) -> bool {
    code.find("#[cfg(test)]\nmod tests").is_some_and(|start| start < at)
}

fn is_home(path: &str) -> bool {
    let in_core = path.strip_prefix("crates/core/src/").and_then(|rest| rest.split_once('/'));
    let is_store = in_core.is_some_and(|(_, file)| file == "store.rs" || file.starts_with("store/"));
    let is_ground = path.starts_with("crates/core/src/db");
    let is_test = path.starts_with("crates/") && path.split('/').nth(2) == Some("tests");
    is_store || is_ground || is_test || AT_HOME.iter().any(|home| is_below(path, home))
}

fn breach(file: &SourceFile, line: usize, what: &str) -> Breach {
    format!("{}:{line}: {what}: SQL lives in store.rs", file.path)
}

/// Lines on which a string begins, after blanks, like a statement. `bare` is `code` without the insides of strings.
fn statements(code: &str, bare: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    for beginning in BEGINNINGS {
        for (at, _) in code.match_indices(beginning) {
            let before = code[..at].trim_end_matches(|c: char| c.is_whitespace() || c == '\\');
            let opens = before.ends_with('"') || before.ends_with('#');
            let inside_a_string = !bare_has(code, bare, at);
            let rest = &code[at + beginning.len()..];
            // "UPDATE available" and "WITH love" are English.
            let is_sql = match *beginning {
                "UPDATE " => rest.contains(" SET ") || rest.contains("SET\n"),
                "WITH " => rest.split_whitespace().take(3).any(|word| word.eq_ignore_ascii_case("as")),
                "COPY " => rest.split_whitespace().take(12).any(|word| word == "FROM" || word == "TO"),
                _ => true,
            };
            if opens && inside_a_string && is_sql {
                lines.push(line_of(code, at));
            }
        }
    }
    lines
}

/// Whether the character at byte `at` of `code` is still there in `bare`, whose blanks are one byte each.
fn bare_has(code: &str, bare: &str, at: usize) -> bool {
    let index = code[..at].chars().count();
    bare.chars().nth(index).is_some_and(|c| !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_file(path: &str, text: &str) -> usize {
        away_from_home(&[SourceFile::sample(path, text)]).len()
    }

    #[test]
    fn sql_outside_a_store_is_seen() {
        for text in [
            "sqlx::query(text)",
            "let text = \"SELECT 1\";",
            "let text = r#\"\n    SELECT id\n    FROM routers\"#;",
            "let text = \"UPDATE routers SET name = $1\";",
            "query_as!(Router, \"…\")",
            "QueryBuilder::new(x)",
        ] {
            assert!(in_file("crates/core/src/network/ops.rs", text) > 0, "{text}");
            assert_eq!(in_file("crates/core/src/network/store.rs", text), 0, "{text}");
            assert_eq!(in_file("crates/core/src/network/store/routers.rs", text), 0, "{text}");
            assert_eq!(in_file("crates/jobs/src/claim.rs", text), 0, "{text}");
        }
    }

    #[test]
    fn english_is_not_sql() {
        for text in
            ["// SELECT 1", "let a = \"UPDATE available\";", "let a = \"please SELECT one\";", "let SELECT = \"\";"]
        {
            assert_eq!(in_file("crates/api/src/lib.rs", text), 0, "{text}");
        }
    }

    #[test]
    fn checked_queries_belong_to_libraries() {
        let checked = |path: &str, text: &str| checked_queries_in_tests(&[SourceFile::sample(path, text)]).len();
        assert_eq!(checked("crates/core/tests/it/main.rs", "sqlx::query!(\"x\")"), 1);
        assert_eq!(checked("crates/testkit/src/lib.rs", "sqlx::query!(\"x\")"), 1);
        assert_eq!(checked("crates/core/src/a/store.rs", "sqlx::query!(\"x\");"), 0);
        assert_eq!(checked("crates/core/src/a/store.rs", "#[cfg(test)]\nmod tests { sqlx::query!(\"x\"); }"), 1);
    }
}
