//! Pure rules of a sale.

use chrono::{Months, NaiveDate};
use simpul_kernel::Result;
use simpul_kernel::ids::LocationId;
use simpul_kernel::validate::Validator;

use super::input::{SaleCreate, SaleMethod};
use crate::cash::rules::check_counted;
use crate::voucher::codes::{of_login, spellings};
use crate::voucher::rules::batch_period;

/// The most codes of one line.
const LINE_MAX: i32 = 100;
/// The most codes of one sale.
const SALE_MAX: i64 = 200;
/// The months in which a number without its month is looked for.
const NUMBERS_OF_MONTHS: u32 = 24;

/// A document's number, `N-2611-0187`; it grows past 9999. Each place counts for itself
/// and every place but the first says which it is: the number is unique in the database.
#[must_use]
pub fn document_number(location: LocationId, period: &str, n: i64) -> String {
    let place = if location.0 == 1 { String::new() } else { location.to_string() };
    format!("N{place}-{period}-{n:04}")
}

/// What the text of a search may be.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// Whole numbers of documents.
    pub numbers: Vec<String>,
    /// What a document's number begins with.
    pub beginning: Option<String>,
    /// Ways to write a code.
    pub codes: Vec<String>,
}

/// Reads what was typed: `N-2611-01` is the beginning of a number, `187` the document 187 of any
/// place in one of the last two years, and each of them may be a code as well.
#[must_use]
pub fn sought(typed: &str, places: &[LocationId], today: NaiveDate) -> Sought {
    let text = typed.trim().to_ascii_uppercase();
    let mut found = Sought { codes: spellings(typed), ..Sought::default() };
    let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if let Some((place, rest)) = text.strip_prefix('N').and_then(|rest| rest.split_once('-'))
        && digits(place)
        && rest.split('-').all(digits)
    {
        found.beginning = Some(text);
    } else if (1..=6).contains(&text.len())
        && digits(&text)
        && let Ok(n) = text.parse()
    {
        let periods = (0..NUMBERS_OF_MONTHS).filter_map(|back| today.checked_sub_months(Months::new(back)));
        found.numbers = periods
            .map(batch_period)
            .flat_map(|period| places.iter().map(move |place| document_number(*place, &period, n)))
            .collect();
    }
    found
}

/// Judges what is to be sold, before anything is looked up.
///
/// # Errors
/// `input_invalid`.
pub fn sale_valid(mut input: SaleCreate) -> Result<SaleCreate> {
    input.reference = input.reference.map(|r| r.trim().to_owned()).filter(|r| !r.is_empty());
    input.codes = input.codes.into_iter().map(|code| of_login(&code).trim().to_owned()).collect();
    input.codes.sort_unstable();
    input.codes.dedup();
    let mut v = Validator::new();
    let by_plan: i64 = input.lines.iter().map(|line| i64::from(line.quantity)).sum();
    let count = by_plan + i64::try_from(input.codes.len()).unwrap_or(SALE_MAX + 1);
    v.check_with(
        (1..=SALE_MAX).contains(&count),
        "lines",
        "out_of_range",
        &[("min", 1.into()), ("max", SALE_MAX.into())],
    );
    for (i, line) in input.lines.iter().enumerate() {
        v.range(line.quantity, 1, LINE_MAX, &format!("lines.{i}.quantity"));
    }
    for (i, code) in input.codes.iter().enumerate() {
        v.length(code, 4, 40, &format!("codes.{i}"));
    }
    v.length(input.reference.as_deref().unwrap_or_default(), 0, 100, "reference");
    match (input.method, input.tendered_amount) {
        (SaleMethod::Cash, None) => {
            v.check(false, "tendered_amount", "required");
        }
        (SaleMethod::Cash, Some(given)) => {
            check_counted(&mut v, given, "tendered_amount");
        }
        (_, given) => {
            v.check(given.is_none(), "tendered_amount", "unknown");
        }
    }
    v.finish()?;
    Ok(input)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sale::input::{SaleFrom, SaleLineDraft};
    use simpul_kernel::Money;
    use simpul_kernel::ids::{CashSessionId, PlanId};

    #[test]
    fn a_scanned_card_is_its_code() {
        let scanned = sale(&[], &["http://hotspot.example.net/login?username=uq6rka&password=uq6rka", "uq6rka "]);
        assert_eq!(sale_valid(scanned).unwrap().codes, ["uq6rka"], "and one code, however often it was read");
    }

    fn sale(lines: &[i32], codes: &[&str]) -> SaleCreate {
        let line = |quantity: &i32| SaleLineDraft { plan_id: PlanId(1), quantity: *quantity, from: SaleFrom::Slip };
        SaleCreate {
            cash_session_id: CashSessionId(1),
            lines: lines.iter().map(line).collect(),
            codes: codes.iter().map(|code| (*code).to_owned()).collect(),
            method: SaleMethod::Cash,
            expected_total: Money::whole(5000),
            tendered_amount: Some(Money::whole(5000)),
            reference: None,
            idempotency_key: "kunci-uji".into(),
        }
    }

    #[test]
    fn numbers_name_their_place_but_the_first() {
        assert_eq!(document_number(LocationId(1), "2611", 187), "N-2611-0187");
        assert_eq!(document_number(LocationId(4), "2611", 12_345), "N4-2611-12345");
    }

    #[test]
    fn what_is_typed_is_a_number_its_digits_or_a_code() {
        let (places, today) = ([LocationId(1), LocationId(4)], NaiveDate::from_ymd_opt(2026, 11, 30).unwrap());
        let read = |text: &str| sought(text, &places, today);
        for (text, beginning) in [(" n-2611-01", "N-2611-01"), ("N4-", "N4-"), ("N-2611-0187", "N-2611-0187")] {
            assert_eq!(read(text).beginning.as_deref(), Some(beginning));
        }
        let digits = read("187");
        assert_eq!(digits.numbers.len(), 48);
        for number in ["N-2611-0187", "N4-2611-0187", "N-2602-0187", "N-2412-0187"] {
            assert!(digits.numbers.contains(&number.to_owned()), "{number}");
        }
        assert!(read("0187").codes.contains(&"0187".to_owned()), "digits may be a code");
        assert!(read("n7k-m4q").codes.contains(&"n7km4q".to_owned()) && read("n7k-m4q").beginning.is_none());
        for nothing in ["", "?", "x y z", "é", "12345678901234567890123"] {
            assert_eq!(read(nothing), Sought::default(), "{nothing}");
        }
    }

    #[test]
    fn a_sale_has_something_and_not_too_much() {
        for (lines, codes) in
            [(&[][..], &[][..]), (&[0], &[]), (&[-1, 2], &[]), (&[101], &[]), (&[100, 100], &["abcd"])]
        {
            assert!(sale_valid(sale(lines, codes)).is_err(), "{lines:?} {codes:?}");
        }
        assert!(sale_valid(sale(&[1], &[])).is_ok());
        let both = sale_valid(sale(&[100], &["k7m4qx", " k7m4qx "])).unwrap();
        assert_eq!(both.codes, ["k7m4qx"], "a code typed twice is one code");
    }

    #[test]
    fn only_cash_is_given() {
        let none = SaleCreate { tendered_amount: None, ..sale(&[1], &[]) };
        assert!(sale_valid(none).is_err());
        let given = SaleCreate { method: SaleMethod::Qris, ..sale(&[1], &[]) };
        assert!(sale_valid(given).is_err());
        let shown = SaleCreate { method: SaleMethod::Qris, tendered_amount: None, ..sale(&[1], &[]) };
        assert!(sale_valid(shown).is_ok());
    }
}
