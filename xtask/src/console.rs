//! Everything xtask prints. Steps are one line each; the noise of the programs
//! they run goes to log files, whose tail is shown when something fails.
#![allow(clippy::print_stdout, reason = "xtask is a program for a terminal: this module is its voice")]

use std::io::{IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

/// Lines of a log shown after a failure.
const TAIL_LINES: usize = 80;

fn coloured() -> bool {
    std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none()
}

fn paint(code: &str, text: &str) -> String {
    if coloured() { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
}

/// One plain line.
pub fn line(text: &str) {
    println!("{text}");
    // A reader through a pipe sees each step when it happens.
    std::io::stdout().flush().ok();
}

/// Several lines, printed as they are.
pub fn block(text: &str) {
    print!("{text}");
    std::io::stdout().flush().ok();
}

/// The start of a step.
pub fn begin(name: &str) {
    line(&paint("1", &format!("── {name}")));
}

/// The end of a step that did well.
pub fn good(name: &str, time: Duration, note: &str) {
    line(&ended(&paint("32", "ok"), name, time, note));
}

/// The end of a step that failed.
pub fn bad(name: &str, time: Duration, note: &str) {
    line(&ended(&paint("31;1", "FAILED"), name, time, note));
}

fn ended(word: &str, name: &str, time: Duration, note: &str) -> String {
    let dash = if note.is_empty() { "" } else { " – " };
    format!("   {word} {name} ({}){dash}{note}", clock(time))
}

/// What xtask cannot do, and what would help.
pub fn complain(text: &str) {
    line(&format!("{} {text}", paint("31;1", "xtask:")));
}

/// The last lines of a log, indented.
pub fn tail(log: &Path) {
    let bytes = std::fs::read(log).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let lines: Vec<&str> = text.lines().collect();
    let skipped = lines.len().saturating_sub(TAIL_LINES);
    if skipped > 0 {
        line(&format!("   │ … {skipped} lines before, see {}", log.display()));
    }
    for text in &lines[skipped..] {
        line(&format!("   │ {text}"));
    }
}

/// Minutes and seconds, as in `3:07`.
pub fn clock(time: Duration) -> String {
    let seconds = time.as_secs();
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_read_as_minutes_and_seconds() {
        assert_eq!(clock(Duration::from_millis(187_900)), "3:07");
        assert_eq!(clock(Duration::from_secs(0)), "0:00");
    }
}
