//! A vendor's statement as the drawing crate is told it, off the async threads.

use chrono::{DateTime, NaiveDate};
use chrono_tz::Tz;
use simpul_documents as documents;
use simpul_kernel::{Error, Locale, Money, Result};

use super::error::VendorError;
use super::view::{VendorRow, VendorStatement, VendorStatementKind, VendorStatementLine};
use crate::printing::Document;
use crate::printing::paper::{House, document};
use crate::voucher::texts;

/// Draws it.
pub(super) async fn statement(
    house: House,
    (row, address): (VendorRow, Option<String>),
    statement: VendorStatement,
) -> Result<Document> {
    let file_name = format!("{}-{}-{}.pdf", file_word(&row.name), statement.from_on, statement.to_on);
    let sheet = sheet(&house, (&row, address), &statement);
    let drawn = tokio::task::spawn_blocking(move || documents::statement(&sheet)).await.map_err(Error::internal)?;
    let pdf = drawn.map_err(|error| VendorError::StatementImpossible { reason: error.code().to_owned() })?;
    Ok(document(pdf, file_name))
}

/// A name as a part of a file's name.
fn file_word(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let word = plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    if word.is_empty() { "vendor".to_owned() } else { word }
}

fn sheet(
    house: &House,
    (row, address): (&VendorRow, Option<String>),
    statement: &VendorStatement,
) -> documents::Statement {
    let (locale, currency) = (house.locale, house.settings.currency_code.as_str());
    let money = |amount: Money| texts::money(locale, currency, amount);
    let id = |indonesian: &'static str, english: &'static str| match locale {
        Locale::Id => indonesian.to_owned(),
        Locale::En => english.to_owned(),
    };
    let period = format!("{} – {}", day(locale, statement.from_on), day(locale, statement.to_on));
    let of = |kinds: &[VendorStatementKind]| {
        let lines = statement.lines.iter().filter(|line| kinds.contains(&line.kind));
        lines.fold(Money::ZERO, |sum, line| sum + line.amount)
    };
    let codes = of(&[VendorStatementKind::HandOver, VendorStatementKind::Return, VendorStatementKind::Settlement]);
    let paid = of(&[VendorStatementKind::PaidIn, VendorStatementKind::PaidOut]);
    documents::Statement {
        company: house.company(),
        company_lines: [house.address.trim(), house.phone.trim()]
            .into_iter()
            .filter(|line| !line.is_empty())
            .map(ToOwned::to_owned)
            .collect(),
        title: id("Rekening agen", "Vendor statement"),
        facts: vec![
            (id("Agen", "Vendor"), row.name.clone()),
            (id("Alamat", "Address"), address.unwrap_or_else(|| "–".to_owned())),
            (id("Periode", "Period"), period.clone()),
            (id("Dicetak", "Printed"), house.moment.clone()),
        ],
        columns: [
            id("Tanggal", "Date"),
            id("Nomor", "Number"),
            id("Keterangan", "What"),
            id("Jumlah", "Amount"),
            id("Saldo", "Balance"),
        ],
        opening: (id("Saldo awal", "Opening balance"), money(statement.opening_balance)),
        lines: statement.lines.iter().map(|line| written(house, currency, line)).collect(),
        closing: (id("Saldo akhir", "Closing balance"), money(statement.closing_balance)),
        sums: vec![
            (id("Voucher, setelah yang kembali", "Vouchers, less returns"), money(codes)),
            (id("Komisi", "Commission"), money(of(&[VendorStatementKind::Commission]))),
            (id("Pembayaran", "Payments"), money(paid)),
        ],
        note: said(locale, &money, statement.closing_balance),
        signatures: [house.settings.company_name.clone(), row.name.clone()],
        page: id("Halaman", "Page"),
        of: id("dari", "of"),
        file_title: format!("{} · {period}", row.name),
        created: Some(house.created),
    }
}

/// What the balance means, in a sentence.
fn said(locale: Locale, money: &impl Fn(Money) -> String, balance: Money) -> String {
    let amount = money(if balance.is_negative() { Money::ZERO - balance } else { balance });
    match (locale, balance.is_negative(), balance == Money::ZERO) {
        (Locale::Id, _, true) => "Tidak ada tagihan dan tidak ada simpanan.".to_owned(),
        (Locale::En, _, true) => "Nothing is owed and nothing is held.".to_owned(),
        (Locale::Id, true, _) => format!("Agen masih harus membayar {amount}."),
        (Locale::En, true, _) => format!("The vendor owes {amount}."),
        (Locale::Id, false, _) => format!("Simpanan agen {amount}."),
        (Locale::En, false, _) => format!("The vendor has {amount} with us."),
    }
}

fn written(house: &House, currency: &str, line: &VendorStatementLine) -> documents::StatementLine {
    let locale = house.locale;
    let money = |amount: Money| texts::money(locale, currency, amount);
    let n = line.quantity;
    let codes = match locale {
        Locale::Id => format!("{n} kode"),
        Locale::En if n == 1 => "1 code".to_owned(),
        Locale::En => format!("{n} codes"),
    };
    let value = line.value.map(|value| match locale {
        Locale::Id => format!(", titip, nilai {}", money(value)),
        Locale::En => format!(", on consignment, worth {}", money(value)),
    });
    let value = value.unwrap_or_default();
    let what = match (line.kind, locale) {
        (VendorStatementKind::HandOver, Locale::Id) => format!("Serah {codes}{value}"),
        (VendorStatementKind::HandOver, Locale::En) => format!("Handed over {codes}{value}"),
        (VendorStatementKind::Return, Locale::Id) => format!("Kembali {codes}{value}"),
        (VendorStatementKind::Return, Locale::En) => format!("Returned {codes}{value}"),
        (VendorStatementKind::Settlement, Locale::Id) => format!("Terjual {codes}"),
        (VendorStatementKind::Settlement, Locale::En) => format!("Sold {codes}"),
        (VendorStatementKind::Commission, Locale::Id) => "Komisi".to_owned(),
        (VendorStatementKind::Commission, Locale::En) => "Commission".to_owned(),
        (VendorStatementKind::PaidIn, Locale::Id) => "Setoran".to_owned(),
        (VendorStatementKind::PaidIn, Locale::En) => "Paid in".to_owned(),
        (VendorStatementKind::PaidOut, Locale::Id) => "Dikembalikan ke agen".to_owned(),
        (VendorStatementKind::PaidOut, Locale::En) => "Given back".to_owned(),
    };
    documents::StatementLine {
        date: moment(locale, line.at.with_timezone(&house.zone)),
        number: line.document_number.clone(),
        what,
        amount: if line.amount == Money::ZERO { "–".to_owned() } else { money(line.amount) },
        balance: money(line.balance),
    }
}

/// The day and the hour of a line, without its zone: the sheet's head has it.
fn moment(locale: Locale, at: DateTime<Tz>) -> String {
    let whole = texts::moment(locale, at);
    whole.rsplit_once(' ').map_or(whole.clone(), |(text, _)| text.to_owned())
}

fn day(locale: Locale, on: NaiveDate) -> String {
    let noon = on.and_time(chrono::NaiveTime::MIN).and_utc().with_timezone(&Tz::UTC);
    let whole = texts::moment(locale, noon);
    whole.splitn(4, ' ').take(3).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_files_read_well() {
        let on = NaiveDate::from_ymd_opt(2026, 11, 5).unwrap();
        assert_eq!((day(Locale::Id, on), day(Locale::En, on)), ("5 Nov 2026".to_owned(), "5 Nov 2026".to_owned()));
        assert_eq!(file_word(" Warung Bu Tini / 2 "), "Warung-Bu-Tini-2");
        assert_eq!(file_word("??"), "vendor");
    }

    #[test]
    fn a_balance_is_said_as_what_it_means() {
        let money = |amount: Money| texts::money(Locale::Id, "IDR", amount);
        assert_eq!(said(Locale::Id, &money, Money::whole(-5_000)), "Agen masih harus membayar Rp 5.000.");
        assert_eq!(said(Locale::En, &money, Money::ZERO), "Nothing is owed and nothing is held.");
    }
}
