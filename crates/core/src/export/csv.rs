//! Tables as CSV that no spreadsheet takes for formulas.

use std::fmt::Write as _;

use super::cell::Said;
use super::types::CsvSeparator;

/// Marks the text as UTF-8, which Excel else takes for the code page of the PC.
const MARK: char = '\u{feff}';

/// A CSV text as it grows.
#[derive(Debug)]
pub(super) struct CsvFile {
    text: String,
    separator: CsvSeparator,
}

impl CsvFile {
    /// Begins with the head line.
    pub(super) fn new(separator: CsvSeparator, with_mark: bool, head: &[&str]) -> Self {
        let mut csv = Self { text: String::new(), separator };
        if with_mark {
            csv.text.push(MARK);
        }
        let head: Vec<Said> = head.iter().map(|text| Said::Text((*text).to_owned())).collect();
        csv.line(&head);
        csv
    }

    /// Adds a line, ended as spreadsheets expect.
    pub(super) fn line(&mut self, cells: &[Said]) {
        let (separator, point) = match self.separator {
            CsvSeparator::Comma => (',', '.'),
            // Where `;` separates, the comma is the decimal sign.
            CsvSeparator::Semicolon => (';', ','),
        };
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.text.push(separator);
            }
            // Writing into a text cannot fail.
            let _ = match cell {
                Said::Nothing => Ok(()),
                Said::Text(text) => {
                    quoted(&mut self.text, text);
                    Ok(())
                }
                Said::Whole(n) => write!(self.text, "{n}"),
                Said::Money(amount) => {
                    let plain = format!("{amount:.2}");
                    self.text.push_str(&plain.replace('.', point.encode_utf8(&mut [0; 4])));
                    Ok(())
                }
                Said::At(at) => write!(self.text, "{}", at.format("%Y-%m-%d %H:%M:%S")),
            };
        }
        self.text.push_str("\r\n");
    }

    /// Takes what was written so far, once it fills a part.
    pub(super) fn take(&mut self, at_least: usize) -> Option<Vec<u8>> {
        (self.text.len() >= at_least).then(|| std::mem::take(&mut self.text).into_bytes())
    }

    /// What is left.
    pub(super) fn rest(self) -> Vec<u8> {
        self.text.into_bytes()
    }
}

fn quoted(out: &mut String, text: &str) {
    out.push('"');
    if is_formula(text) {
        out.push('\'');
    }
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

/// Whether a spreadsheet would calculate the cell (OWASP, CSV injection): it begins
/// like a formula. A number below zero is only a number.
fn is_formula(text: &str) -> bool {
    match text.chars().next() {
        Some('-') => !is_number(&text[1..]),
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
    use chrono::NaiveDate;
    use rust_decimal::Decimal;

    use super::*;

    fn text_of(separator: CsvSeparator, cells: &[Said]) -> String {
        let mut csv = CsvFile { text: String::new(), separator };
        csv.line(cells);
        csv.text
    }

    fn cell(text: &str) -> String {
        text_of(CsvSeparator::Comma, &[Said::Text(text.to_owned())])
    }

    #[test]
    fn texts_are_quoted_and_formulas_are_text() {
        assert_eq!(cell("a,\"b\"\nc"), "\"a,\"\"b\"\"\nc\"\r\n");
        for text in ["=1+1", "@SUM(A1)", "+62812", "-2+3", "-cmd|' /C calc'!A0", "\t=1", "\r=1", "＝1+1"] {
            assert_eq!(cell(text), format!("\"'{text}\"\r\n"), "{text:?}");
        }
        for text in ["-5", "-5.00", "5", "a=b", ""] {
            assert_eq!(cell(text), format!("\"{text}\"\r\n"), "{text:?}");
        }
    }

    #[test]
    fn the_decimal_sign_is_never_the_separator() {
        let at = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap().and_hms_opt(14, 32, 5).unwrap();
        let cells = [Said::Money(Decimal::new(-500_050, 2)), Said::Whole(7), Said::Nothing, Said::At(at)];
        assert_eq!(text_of(CsvSeparator::Comma, &cells), "-5000.50,7,,2026-11-21 14:32:05\r\n");
        assert_eq!(text_of(CsvSeparator::Semicolon, &cells), "-5000,50;7;;2026-11-21 14:32:05\r\n");
    }

    #[test]
    fn it_begins_with_its_head_and_with_its_mark_where_wished() {
        let with = CsvFile::new(CsvSeparator::Semicolon, true, &["a", "b"]).rest();
        assert_eq!(String::from_utf8(with).unwrap(), "\u{feff}\"a\";\"b\"\r\n");
        let without = CsvFile::new(CsvSeparator::Comma, false, &["a"]).rest();
        assert_eq!(String::from_utf8(without).unwrap(), "\"a\"\r\n");
    }

    #[test]
    fn what_was_taken_is_not_there_twice() {
        let mut csv = CsvFile::new(CsvSeparator::Comma, false, &["a"]);
        assert_eq!(csv.take(100), None);
        assert_eq!(csv.take(3).unwrap(), b"\"a\"\r\n");
        csv.line(&[Said::Whole(1)]);
        assert_eq!(csv.rest(), b"1\r\n");
    }
}
