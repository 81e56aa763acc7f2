//! docs/quality.md: what a whole test run tried, and what it came to.

use std::fmt::Write as _;

use crate::Fallible;
use crate::place::Place;
use crate::shell::Shell;

/// How a test begins a line about how much it tried.
const COUNTED: &str = "counted: ";

/// What tests said they tried, from the text of their runner, each line once.
pub fn counted(text: &str) -> Vec<String> {
    let mut lines: Vec<String> =
        text.lines().filter_map(|line| line.trim().strip_prefix(COUNTED)).map(str::to_owned).collect();
    lines.sort();
    lines.dedup();
    lines
}

/// Writes the page.
pub fn write(place: &Place, steps: &[String], counted: &[String]) -> Fallible {
    let commit = Shell::new("git").args(["log", "-1", "--format=%cs, %h"]).within(&place.root).answer();
    let path = place.root.join("docs/quality.md");
    std::fs::write(&path, page(&commit.unwrap_or_default(), steps, counted))
        .map_err(|cause| format!("cannot write {}: {cause}", path.display()))
}

fn page(commit: &str, steps: &[String], counted: &[String]) -> String {
    let mut page = String::from(
        "# Quality\n\n\
         What `cargo xtask test --all` tried and what it came to: everything, not the sample of a\n\
         day. The command writes this page. Times are those of the machine it ran on.\n",
    );
    // Writing into a String cannot fail.
    let _ = write!(page, "\nThe commit it ran on: {commit}.\n\n## Steps\n\n```text\n");
    for step in steps {
        let _ = writeln!(page, "{step}");
    }
    page.push_str("```\n\n## How much was tried\n\n");
    for line in counted {
        let _ = writeln!(page, "- {line}");
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tests_count_is_found_once_each() {
        let text = "    counted: 9 kills\nnoise counted: no\n\n    counted: 240 pairs\n    counted: 9 kills\n";
        assert_eq!(counted(text), ["240 pairs", "9 kills"]);
    }

    #[test]
    fn the_page_holds_both() {
        let page = page("2026-11-21, abc", &["tests  ok".into()], &["240 pairs".into()]);
        assert!(
            page.contains("2026-11-21, abc.") && page.contains("tests  ok\n```") && page.ends_with("- 240 pairs\n")
        );
    }
}
