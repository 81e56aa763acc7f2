//! How many tests ran, read from the closing lines of each runner.

/// Tests that passed, failed and were left out.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts {
    /// Passed.
    pub passed: u64,
    /// Failed.
    pub failed: u64,
    /// Not run.
    pub skipped: u64,
}

impl Counts {
    /// Both together.
    pub fn plus(self, other: Self) -> Self {
        Self {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
            skipped: self.skipped + other.skipped,
        }
    }
}

/// How the closing line of cargo-nextest begins.
const NEXTEST: &str = "Summary [";

/// Adds up every closing line of cargo-nextest, `cargo test`, Vitest and
/// node's runner in `text`; `None` when there is none.
pub fn read(text: &str) -> Option<Counts> {
    let text = without_colour(text);
    let mut found = None;
    // cargo-nextest shows what its tests printed, closing lines of their own among it.
    let is_nextest = text.lines().any(|line| line.trim().starts_with(NEXTEST));
    for line in text.lines().map(str::trim).filter(|line| !is_nextest || line.starts_with(NEXTEST)) {
        if let Some(counts) = closing(line) {
            found = Some(found.unwrap_or_else(Counts::default).plus(counts));
        }
    }
    found
}

fn closing(line: &str) -> Option<Counts> {
    // Summary [   3.100s] 3 tests run: 2 passed (1 slow), 1 failed, 4 skipped
    if line.starts_with(NEXTEST) {
        let (_, numbers) = line.split_once(" run: ").or_else(|| line.split_once("] "))?;
        return Some(words(numbers));
    }
    // test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out
    if let Some(numbers) = line.strip_prefix("test result: ") {
        return Some(words(numbers));
    }
    // Tests  1 failed | 11 passed (12)
    if let Some(numbers) = line.strip_prefix("Tests  ") {
        return Some(words(numbers));
    }
    // node --test: `ℹ pass 3` or `# pass 3`, one line per kind
    let bare = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# "))?;
    let (kind, number) = bare.split_once(' ')?;
    let number = number.parse().ok()?;
    match kind {
        "pass" => Some(Counts { passed: number, ..Counts::default() }),
        "fail" | "cancelled" => Some(Counts { failed: number, ..Counts::default() }),
        "skipped" | "todo" => Some(Counts { skipped: number, ..Counts::default() }),
        _ => None,
    }
}

/// Reads `N passed`, `N failed`, `N skipped` and their like, in any order.
fn words(numbers: &str) -> Counts {
    let mut counts = Counts::default();
    let mut number = None;
    for word in numbers.split(|c: char| !c.is_ascii_alphanumeric() && c != '.').filter(|word| !word.is_empty()) {
        match (number, word) {
            (Some(n), "passed") => counts.passed += n,
            (Some(n), "failed" | "timed") => counts.failed += n,
            (Some(n), "skipped" | "ignored" | "todo") => counts.skipped += n,
            _ => {}
        }
        number = word.parse::<u64>().ok();
    }
    counts
}

fn without_colour(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once(|c: char| c.is_ascii_alphabetic()).map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Option<Counts> {
        Some(Counts { passed, failed, skipped })
    }

    #[test]
    fn what_tests_of_nextest_print_is_not_counted() {
        let text = "    test result: ok. 1 passed; 0 failed\n   Summary [   1.0s] 2 tests run: 2 passed, 0 skipped\n";
        assert_eq!(read(text), Some(Counts { passed: 2, ..Counts::default() }));
    }

    #[test]
    fn every_runner_is_understood() {
        let cases = [
            ("     Summary [   0.031s] 3 tests run: 3 passed, 0 skipped", counts(3, 0, 0)),
            (
                "     Summary [   9.031s] 12/14 tests run: 9 passed (1 slow), 2 failed, 1 timed out, 4 skipped",
                counts(9, 3, 4),
            ),
            (
                "test result: FAILED. 1 passed; 2 failed; 3 ignored; 0 measured; 0 filtered out; finished in 0.00s",
                counts(1, 2, 3),
            ),
            ("      Tests  1 failed | 11 passed | 2 skipped (14)", counts(11, 1, 2)),
            (
                "\u{1b}[2m      Tests \u{1b}[22m \u{1b}[1m\u{1b}[32m7 passed\u{1b}[39m\u{1b}[22m\u{1b}[90m (7)\u{1b}[39m",
                counts(7, 0, 0),
            ),
            (
                "ℹ tests 4\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 0\nℹ skipped 0\nℹ todo 0\nℹ duration_ms 51.5",
                counts(3, 1, 0),
            ),
            ("# pass 2\n# fail 0", counts(2, 0, 0)),
            ("a line that says 3 passed in passing", None),
            ("", None),
        ];
        for (text, wanted) in cases {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn several_binaries_add_up() {
        let text =
            "test result: ok. 1 passed; 0 failed; 0 ignored\nnoise\ntest result: ok. 4 passed; 0 failed; 1 ignored";
        assert_eq!(read(text), counts(5, 0, 1));
    }
}
