//! Pure rules of the cash desk.

use simpul_kernel::validate::Validator;
use simpul_kernel::{Money, Result};

/// Judges an amount that was counted: whole, and not below nothing.
pub fn check_counted(v: &mut Validator, amount: Money, field: &str) {
    check_between(v, amount, Money::ZERO, field);
}

/// Judges an amount that moves: whole, and above nothing.
pub fn check_moved(v: &mut Validator, amount: Money, field: &str) {
    check_between(v, amount, Money::whole(1), field);
}

/// The most that is moved or counted at once, in rupiah: a tenth of what an account can
/// hold, so that what is sold afterwards still fits.
const MOST: i64 = 1_000_000_000_000;

fn check_between(v: &mut Validator, amount: Money, least: Money, field: &str) {
    let most = Money::whole(MOST);
    let bound = |money: Money| serde_json::to_value(money).unwrap_or_default();
    let bounds = [("min", bound(least)), ("max", bound(most))];
    v.check_with(amount >= least && amount <= most, field, "out_of_range", &bounds);
    v.check(amount.round_whole() == amount, field, "not_whole");
}

/// A reason worth keeping.
///
/// # Errors
/// `input_invalid`.
pub fn reason_valid<'a>(text: &'a str, field: &str) -> Result<&'a str> {
    Validator::new().length(text, 3, 300, field).finish()?;
    Ok(text.trim())
}

#[cfg(test)]
mod tests {
    use super::*;
    use simpul_kernel::CodedError as _;

    fn rule(check: impl Fn(&mut Validator)) -> Option<String> {
        let mut v = Validator::new();
        check(&mut v);
        v.finish().err().map(|e| e.params()["fields"][0]["rule"].as_str().unwrap_or_default().to_owned())
    }

    #[test]
    fn a_count_may_be_nothing_and_a_movement_may_not() {
        assert_eq!(rule(|v| check_counted(v, Money::ZERO, "x")), None);
        assert_eq!(rule(|v| check_moved(v, Money::ZERO, "x")).as_deref(), Some("out_of_range"));
        let less = Money::ZERO - Money::whole(1);
        assert_eq!(rule(|v| check_counted(v, less, "x")).as_deref(), Some("out_of_range"));
    }

    #[test]
    fn what_the_books_could_not_hold_is_refused() {
        assert_eq!(rule(|v| check_moved(v, Money::whole(MOST), "x")), None);
        assert_eq!(rule(|v| check_counted(v, Money::whole(MOST + 1), "x")).as_deref(), Some("out_of_range"));
    }

    #[test]
    fn parts_of_a_rupiah_are_refused() {
        let half: Money = serde_json::from_str("\"500.50\"").unwrap();
        assert_eq!(rule(|v| check_counted(v, half, "x")).as_deref(), Some("not_whole"));
        let more = half + Money::whole(500);
        assert_eq!(rule(|v| check_moved(v, more, "x")).as_deref(), Some("not_whole"));
    }
}
