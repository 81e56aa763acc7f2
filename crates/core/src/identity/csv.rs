//! Tables as CSV that no spreadsheet takes for formulas.

/// Marks the text as UTF-8, which Excel else takes for the code page of the PC.
const MARK: char = '\u{feff}';

/// A CSV text: every cell quoted, lines ended as spreadsheets expect.
#[derive(Debug)]
pub struct Csv(String);

impl Csv {
    /// Begins with the head line.
    #[must_use]
    pub fn new(head: &[&str]) -> Self {
        let mut csv = Self(MARK.to_string());
        csv.line(head);
        csv
    }

    /// Adds a line.
    pub fn line(&mut self, cells: &[&str]) {
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.0.push(',');
            }
            self.0.push('"');
            if is_formula(cell) {
                self.0.push('\'');
            }
            self.0.push_str(&cell.replace('"', "\"\""));
            self.0.push('"');
        }
        self.0.push_str("\r\n");
    }

    /// The text.
    #[must_use]
    pub fn into_text(self) -> String {
        self.0
    }
}

/// Whether a spreadsheet would calculate the cell (OWASP, CSV injection): it begins
/// like a formula. A number below zero is only a number.
fn is_formula(cell: &str) -> bool {
    match cell.chars().next() {
        Some('-') => !is_number(&cell[1..]),
        Some('=' | '+' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠') => true,
        _ => false,
    }
}

fn is_number(text: &str) -> bool {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    [whole, part].iter().all(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str) -> String {
        let mut csv = Csv(String::new());
        csv.line(&[text]);
        csv.into_text()
    }

    #[test]
    fn cells_are_quoted_and_formulas_are_text() {
        assert_eq!(cell("a,\"b\"\nc"), "\"a,\"\"b\"\"\nc\"\r\n");
        for text in ["=1+1", "@SUM(A1)", "+62812", "-2+3", "-cmd|' /C calc'!A0", "\t=1", "\r=1", "＝1+1"] {
            assert_eq!(cell(text), format!("\"'{text}\"\r\n"), "{text:?}");
        }
        for text in ["-5", "-5.00", "5", "a=b", ""] {
            assert_eq!(cell(text), format!("\"{text}\"\r\n"), "{text:?}");
        }
    }

    #[test]
    fn it_begins_with_its_mark_and_its_head() {
        assert_eq!(Csv::new(&["a", "b"]).into_text(), "\u{feff}\"a\",\"b\"\r\n");
    }
}
