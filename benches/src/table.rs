//! Tables: on the terminal, and in docs/performance.md between two marks.
#![allow(clippy::print_stdout, reason = "its tables are what the caller asked for")]

use std::path::Path;

use crate::figures::{Outcome, Row, Section};

const HEADINGS: [&str; 6] = ["what", "Simpul", "against", "which needs", "ratio", "wanted"];

fn cells(row: &Row) -> [&str; 6] {
    [&row.what, &row.ours, &row.rival, &row.theirs, &row.ratio, &row.goal]
}

/// Prints a line of progress.
pub fn say(text: &str) {
    println!("{text}");
}

/// Prints a table.
pub fn print(section: &Section) {
    println!("\n{}\n", section.title);
    let mut widths = HEADINGS.map(|heading| heading.chars().count());
    for row in &section.rows {
        for (width, cell) in widths.iter_mut().zip(cells(row)) {
            // A reason for not running is a sentence: it does not widen its column.
            if !cell.starts_with("not run") {
                *width = (*width).max(cell.chars().count());
            }
        }
    }
    print_line(&HEADINGS, &widths);
    for row in &section.rows {
        print_line(&cells(row), &widths);
    }
    println!("\n{}", section.note);
}

fn print_line(cells: &[&str; 6], widths: &[usize; 6]) {
    let mut line = String::new();
    for (cell, width) in cells.iter().zip(widths) {
        line.push_str(&format!("{cell:width$}  "));
    }
    println!("  {}", line.trim_end());
}

/// The table as a page shows it.
fn markdown(section: &Section, made: &str) -> String {
    let mut text = format!("### {}\n\n| {} |\n|{}\n", section.title, HEADINGS.join(" | "), "---|".repeat(6));
    for row in &section.rows {
        text.push_str(&format!("| {} |\n", cells(row).join(" | ")));
    }
    text.push_str(&format!("\n{}\n\n_{made}_\n", section.note));
    text
}

/// Puts a table between its marks, `<!-- bench:NAME -->` and `<!-- /bench:NAME -->`.
pub fn write(page: &Path, name: &str, section: &Section, made: &str) -> Outcome<()> {
    let text = std::fs::read_to_string(page).map_err(|e| format!("{}: {e}", page.display()))?;
    let text = replaced(&text, name, &markdown(section, made))
        .ok_or_else(|| format!("{} has no marks for {name}", page.display()))?;
    std::fs::write(page, text)?;
    Ok(())
}

fn replaced(page: &str, name: &str, table: &str) -> Option<String> {
    let (open, close) = (format!("<!-- bench:{name} -->"), format!("<!-- /bench:{name} -->"));
    let (before, rest) = page.split_once(&open)?;
    let (_, after) = rest.split_once(&close)?;
    Some(format!("{before}{open}\n{table}{close}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_between_the_marks_is_replaced() {
        let page = "a\n<!-- bench:one -->\nold\n<!-- /bench:one -->\nb\n<!-- bench:two -->\n<!-- /bench:two -->\n";
        let new = replaced(page, "one", "new\n").unwrap();
        assert_eq!(
            new,
            "a\n<!-- bench:one -->\nnew\n<!-- /bench:one -->\nb\n<!-- bench:two -->\n<!-- /bench:two -->\n"
        );
        assert_eq!(replaced(&new, "one", "new\n").unwrap(), new);
        assert!(replaced(page, "three", "").is_none());
    }

    #[test]
    fn every_row_has_as_many_cells_as_there_are_headings() {
        let section = Section { title: "T".into(), note: "n".into(), rows: vec![Row::not_run("x", "no peer\nat all")] };
        let text = markdown(&section, "today");
        let widths: Vec<usize> = text.lines().filter(|l| l.starts_with('|')).map(|l| l.matches('|').count()).collect();
        assert_eq!(widths, [7, 7, 7]);
        assert!(text.contains("| x | not run: no peer |"));
    }
}
