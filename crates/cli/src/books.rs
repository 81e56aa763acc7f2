//! `simpul books`: whether every rupiah agrees.

use std::process::ExitCode;

use serde_json::{Value, json};

use crate::args::{BooksCommand, Global};
use crate::call::as_machine;
use crate::failure::Failure;
use crate::voucher::{number, text};
use crate::words::Lang;
use crate::{boot, output};

/// Computes the books anew; fails when something does not agree.
///
/// # Errors
/// The operation's, by code.
pub async fn run(global: &Global, command: BooksCommand, lang: Lang) -> Result<ExitCode, Failure> {
    let BooksCommand::Verify = command;
    let running = boot::quiet(global, lang).await?;
    let report = as_machine(&running.app, "books_verify", json!({})).await;
    running.close().await?;
    let report = report?;
    if global.json {
        output::json(&report);
    } else {
        tell(&report, lang);
    }
    let is_clean = report["is_clean"] == Value::Bool(true);
    Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn tell(report: &Value, lang: Lang) {
    let findings = report["findings"].as_array().map(Vec::as_slice).unwrap_or_default();
    for finding in findings {
        output::line(line(finding, lang));
    }
    let count = |name: &str| number(&report[name]);
    let looked = lang.pick("diperiksa", "looked at");
    output::line(format!(
        "{looked}: {} {}, {} {}, {} {}, {} {}, {} {}",
        count("accounts"),
        lang.pick("rekening", "accounts"),
        count("entries"),
        lang.pick("baris buku besar", "rows of the ledger"),
        count("sessions"),
        lang.pick("shift", "shifts"),
        count("sales"),
        lang.pick("nota", "documents"),
        count("vouchers"),
        lang.pick("kode terjual", "codes sold"),
    ));
    output::line(match findings.len() {
        0 => lang.pick("semuanya cocok", "everything agrees").to_owned(),
        n => format!("{n} {}", lang.pick("tidak cocok", "do not agree")),
    });
}

/// One finding: what, about what, and the sums where there are some.
fn line(finding: &Value, lang: Lang) -> String {
    let mut line = format!(
        "{}: {} {} ({})",
        text(&finding["fault"]),
        text(&finding["subject_kind"]),
        number(&finding["subject_id"]),
        text(&finding["subject"])
    );
    if let Some(row) = finding["number"].as_i64() {
        line.push_str(&format!(", {} {row}", lang.pick("baris", "row")));
    }
    if let (Some(expected), Some(found)) = (finding["expected"].as_str(), finding["found"].as_str()) {
        let (should, is) = (lang.pick("seharusnya", "should be"), lang.pick("tercatat", "is"));
        line.push_str(&format!(", {should} {expected}, {is} {found}"));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_says_what_where_and_how_much() {
        let finding = json!({ "fault": "sale_ledger_wrong", "subject_kind": "sale", "subject_id": 7, "subject": "N-2611-0007",
                              "number": null, "expected": "5000.00", "found": "0.00" });
        let said = line(&finding, Lang::En);
        assert_eq!(said, "sale_ledger_wrong: sale 7 (N-2611-0007), should be 5000.00, is 0.00");
    }
}
