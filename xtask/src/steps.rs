//! Steps of a test run: each is timed, a failing one does not stop the next,
//! and the table at the end says what happened.

use std::time::{Duration, Instant};

use crate::counts::{self, Counts};
use crate::shell::Ended;
use crate::{Fallible, console, quality};

/// What one step came to.
#[derive(Debug)]
struct Outcome {
    name: String,
    time: Duration,
    counts: Option<Counts>,
    failure: Option<String>,
    /// Why it could not be done; then it neither passed nor failed.
    left_out: Option<String>,
}

/// The steps so far.
#[derive(Debug, Default)]
pub struct Steps {
    outcomes: Vec<Outcome>,
    counted: Vec<String>,
}

impl Steps {
    /// Runs one step that either works or says why not.
    pub fn plain(&mut self, name: &str, work: impl FnOnce() -> Fallible) -> bool {
        self.step(name, || work().map(|()| None))
    }

    /// Runs one step that is a program; its log is shown when it fails.
    pub fn program(&mut self, name: &str, work: impl FnOnce() -> Fallible<Ended>) -> bool {
        self.step(name, || ran(work()?).map(|_| None))
    }

    /// Runs one step that is a program, where it can be done: `None` says that it cannot
    /// here, for `why`.
    pub fn where_possible(&mut self, name: &str, why: &str, work: impl FnOnce() -> Fallible<Option<Ended>>) {
        let mut is_left_out = false;
        self.step(name, || {
            if let Some(ended) = work()? {
                return ran(ended).map(|()| None);
            }
            is_left_out = true;
            Ok(None)
        });
        if let (true, Some(outcome)) = (is_left_out, self.outcomes.last_mut()) {
            console::line(&format!("   left out: {why}"));
            outcome.left_out = Some(why.to_owned());
        }
    }

    /// Runs one step that is a test runner; its closing lines are counted.
    pub fn tests(&mut self, name: &str, work: impl FnOnce() -> Fallible<Ended>) -> bool {
        let mut counted = Vec::new();
        let ok = self.step(name, || {
            let ended = work()?;
            let counts = counts::read(&ended.text);
            counted.extend(quality::counted(&ended.text));
            match ran(ended) {
                Ok(()) if counts.is_none_or(|counts| counts.passed == 0) => Err("no test ran".into()),
                Ok(()) => Ok(counts),
                Err(cause) => Err(counts.map_or(cause.clone(), |counts| failed_tests(counts, &cause))),
            }
        });
        self.counted.append(&mut counted);
        ok
    }

    /// The table, its closing line, and what tests said they tried.
    pub fn report(&self) -> (Vec<String>, &[String]) {
        let mut rows = table(&self.outcomes);
        rows.push(String::new());
        rows.push(closing(self.total()));
        (rows, &self.counted)
    }

    fn total(&self) -> Counts {
        self.outcomes.iter().filter_map(|outcome| outcome.counts).fold(Counts::default(), Counts::plus)
    }

    fn step(&mut self, name: &str, work: impl FnOnce() -> Fallible<Option<Counts>>) -> bool {
        console::begin(name);
        let start = Instant::now();
        let result = work();
        let time = start.elapsed();
        let (counts, failure) = match result {
            Ok(counts) => {
                console::good(name, time, &counts.map_or(String::new(), sentence));
                (counts, None)
            }
            Err(cause) => {
                console::bad(name, time, &cause);
                (counted(&cause), Some(cause))
            }
        };
        let ok = failure.is_none();
        self.outcomes.push(Outcome { name: name.into(), time, counts, failure, left_out: None });
        ok
    }

    /// Prints the table and the closing line; an error when anything failed.
    pub fn finish(self) -> Fallible {
        console::line("");
        for row in table(&self.outcomes) {
            console::line(&row);
        }
        let total = self.total();
        let failed: Vec<&str> = self
            .outcomes
            .iter()
            .filter(|outcome| outcome.failure.is_some())
            .map(|outcome| outcome.name.as_str())
            .collect();
        console::line("");
        console::line(&closing(total));
        if failed.is_empty() { Ok(()) } else { Err(format!("failed: {}", failed.join(", "))) }
    }
}

fn ran(ended: Ended) -> Fallible {
    if ended.ok {
        return Ok(());
    }
    console::tail(&ended.log);
    Err(format!("see {}", ended.log.display()))
}

/// The failing tests travel in the message, so that the table can count them.
fn failed_tests(counts: Counts, cause: &str) -> String {
    format!("{}; {cause}", sentence(counts))
}

fn counted(cause: &str) -> Option<Counts> {
    let numbers = cause.split_once(';')?.0;
    counts::read(&format!("test result: {numbers}")).filter(|counts| counts.passed + counts.failed > 0)
}

fn sentence(counts: Counts) -> String {
    let mut text = format!("{} passed, {} failed", counts.passed, counts.failed);
    if counts.skipped > 0 {
        text.push_str(&format!(", {} skipped", counts.skipped));
    }
    text
}

fn closing(total: Counts) -> String {
    sentence(total)
}

fn table(outcomes: &[Outcome]) -> Vec<String> {
    let width = outcomes.iter().map(|outcome| outcome.name.chars().count()).max().unwrap_or(0).max(4);
    let mut rows = vec![format!("{:width$}  {:6}  {:>6}  tests", "step", "result", "time")];
    for outcome in outcomes {
        let result = match outcome {
            Outcome { failure: Some(_), .. } => "FAILED",
            Outcome { left_out: Some(_), .. } => "–",
            _ => "ok",
        };
        let tests = outcome.counts.map(sentence).or_else(|| outcome.left_out.clone()).unwrap_or_default();
        let row = format!("{:width$}  {result:6}  {:>6}  {tests}", outcome.name, console::clock(outcome.time));
        rows.push(row.trim_end().to_owned());
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ended(ok: bool, text: &str) -> Fallible<Ended> {
        Ok(Ended { ok, text: text.into(), log: std::env::temp_dir().join("simpul-xtask-no-such.log") })
    }

    #[test]
    fn a_failing_step_fails_the_whole_but_the_next_still_runs() {
        let mut steps = Steps::default();
        assert!(!steps.plain("format", || Err("not formatted".into())));
        assert!(steps.tests("rust", || ended(true, "test result: ok. 3 passed; 0 failed")));
        assert!(!steps.tests("screens", || ended(false, "Tests  1 failed | 11 passed (12)")));
        assert_eq!(closing(steps.total()), "14 passed, 1 failed");
        let rows = table(&steps.outcomes);
        assert_eq!(rows.len(), 4);
        assert!(rows[1].contains("FAILED") && rows[2].contains("ok"), "{rows:?}");
        assert_eq!(steps.finish(), Err("failed: format, screens".into()));
    }

    #[test]
    fn what_cannot_be_done_here_has_neither_passed_nor_failed() {
        let mut steps = Steps::default();
        steps.where_possible("online", "no network", || Ok(None));
        assert!(table(&steps.outcomes)[1].ends_with("no network"), "{:?}", table(&steps.outcomes));
        steps.where_possible("online", "no network", || ended(false, "found").map(Some));
        assert_eq!(steps.finish(), Err("failed: online".into()));
    }

    #[test]
    fn a_runner_that_ran_nothing_has_not_passed() {
        let mut steps = Steps::default();
        assert!(!steps.tests("rust", || ended(true, "Finished")));
        assert!(!steps.tests("rust", || ended(true, "test result: ok. 0 passed; 0 failed")));
    }
}
