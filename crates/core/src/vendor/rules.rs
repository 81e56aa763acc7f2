//! Pure rules of vendors.

use std::collections::HashMap;

use rust_decimal::Decimal;
use simpul_kernel::ids::{LocationId, PlanId, VoucherBatchId, VoucherId};
use simpul_kernel::validate::{Validator, phone_e164};
use simpul_kernel::{Money, Result};

use super::input::{VendorMode, VendorPick, VendorPricing, VendorSold, VendorTerms, VendorTransferKind};
use super::view::{VendorLine, VendorRange};
use crate::voucher::codes;

/// The most codes of one document.
pub const CODES_MAX: i64 = 10_000;
/// The most codes typed one by one.
const TYPED_MAX: usize = 500;
/// All of it, in hundredths of a percent.
const WHOLE_BP: i32 = 10_000;

/// A document's number, `ST-2611-0007`. Each place counts for itself, and every place
/// but the first says which it is: the number is unique in the database.
#[must_use]
pub fn document_number(prefix: &str, location: LocationId, period: &str, n: i64) -> String {
    let place = if location.0 == 1 { String::new() } else { location.to_string() };
    format!("{prefix}{place}-{period}-{n:04}")
}

/// What decides what a code costs a vendor.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    pub(super) mode: VendorMode,
    pub(super) pricing: VendorPricing,
    pub(super) commission_bp: i32,
    pub(super) commission_amount: Money,
    pub(super) prices: HashMap<PlanId, Money>,
}

impl Terms {
    /// What a code costs before the commission, and the commission; `None` where a
    /// price of their own is missing. A commission is whole, and never more than the price.
    pub(super) fn of(&self, plan: PlanId, price_sell: Money) -> Option<(Money, Money)> {
        let commission = match self.pricing {
            VendorPricing::OwnPrice => return self.prices.get(&plan).map(|price| (*price, Money::ZERO)),
            VendorPricing::CommissionFixed => self.commission_amount,
            VendorPricing::CommissionPercent => {
                let share = Decimal::from(self.commission_bp) / Decimal::from(WHOLE_BP);
                Money::from_decimal(price_sell.decimal() * share).round_whole()
            }
        };
        Some((price_sell, commission.min(price_sell)))
    }
}

/// A code on its way to a vendor, back, or into a settlement.
#[derive(Debug, Clone)]
pub(super) struct Code {
    /// Row of `vendor_codes`; of one that is to be handed over there is none yet.
    pub(super) row: i64,
    pub(super) voucher_id: VoucherId,
    pub(super) code: String,
    pub(super) number: i32,
    pub(super) batch_id: VoucherBatchId,
    pub(super) batch_code: String,
    pub(super) plan_id: PlanId,
    pub(super) plan_name: String,
    pub(super) price: Money,
    pub(super) commission: Money,
    pub(super) is_prepaid: bool,
    pub(super) is_used: bool,
}

/// What codes come to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) quantity: i64,
    pub(super) gross: Money,
    pub(super) commission: Money,
    /// Of what was paid for when it was handed over: gross and commission.
    pub(super) prepaid: (Money, Money),
}

impl Sum {
    pub(super) fn of(codes: &[Code]) -> Self {
        codes.iter().fold(Self::default(), |sum, code| Self {
            quantity: sum.quantity + 1,
            gross: sum.gross + code.price,
            commission: sum.commission + code.commission,
            prepaid: if code.is_prepaid {
                (sum.prepaid.0 + code.price, sum.prepaid.1 + code.commission)
            } else {
                sum.prepaid
            },
        })
    }

    /// What the vendor pays for them.
    pub(super) fn net(self) -> Money {
        self.gross - self.commission
    }

    /// What moves on the account when they change hands.
    pub(super) fn charged(self) -> Money {
        self.prepaid.0 - self.prepaid.1
    }
}

/// Codes by plan and terms, in the order of their plans' names.
pub(super) fn lines(codes: &[Code]) -> Vec<VendorLine> {
    let mut all: Vec<VendorLine> = Vec::new();
    for code in codes {
        let same = |line: &&mut VendorLine| {
            line.plan_id == code.plan_id && line.price == code.price && line.commission == code.commission
        };
        let net = code.price - code.commission;
        if let Some(line) = all.iter_mut().find(same) {
            line.quantity += 1;
            line.amount = line.amount + net;
        } else {
            all.push(VendorLine {
                plan_id: code.plan_id,
                plan_name: code.plan_name.clone(),
                quantity: 1,
                price: code.price,
                commission: code.commission,
                amount: net,
            });
        }
    }
    all.sort_by(|a, b| (&a.plan_name, a.plan_id, a.price).cmp(&(&b.plan_name, b.plan_id, b.price)));
    all
}

/// Numbers that follow each other, batch by batch.
pub(super) fn ranges(codes: &[Code]) -> Vec<VendorRange> {
    let mut sorted: Vec<&Code> = codes.iter().collect();
    sorted.sort_by_key(|code| (code.batch_id, code.number));
    let mut all: Vec<VendorRange> = Vec::new();
    for code in sorted {
        match all.last_mut() {
            Some(last) if last.batch_id == code.batch_id && last.to_number + 1 == code.number => {
                last.to_number = code.number;
                last.quantity += 1;
            }
            _ => all.push(VendorRange {
                batch_id: code.batch_id,
                batch_code: code.batch_code.clone(),
                plan_name: code.plan_name.clone(),
                from_number: code.number,
                to_number: code.number,
                quantity: 1,
            }),
        }
    }
    all
}

/// The first typed code that none of these is.
pub(super) fn typed_missing(typed: &[String], found: &[Code]) -> Option<String> {
    typed.iter().find(|text| !codes::spellings(text).iter().any(|s| found.iter().any(|code| code.code == *s))).cloned()
}

/// Trims who a vendor is and judges every field.
///
/// # Errors
/// `input_invalid`.
pub fn terms_valid(mut terms: VendorTerms) -> Result<VendorTerms> {
    let trimmed = |text: Option<String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    terms.name = terms.name.trim().to_owned();
    terms.contact_person = trimmed(terms.contact_person);
    terms.phone = trimmed(terms.phone);
    terms.email = trimmed(terms.email);
    terms.address = trimmed(terms.address);
    terms.description = trimmed(terms.description);
    let mut v = Validator::new();
    v.length(&terms.name, 1, 80, "terms.name");
    for (text, most, field) in [
        (&terms.contact_person, 80, "terms.contact_person"),
        (&terms.address, 300, "terms.address"),
        (&terms.description, 500, "terms.description"),
    ] {
        v.length(text.as_deref().unwrap_or_default(), 0, most, field);
    }
    if let Some(phone) = &terms.phone {
        let kept = phone_e164(phone);
        v.check(kept.is_some(), "terms.phone", "bad_format");
        terms.phone = kept;
    }
    if let Some(mail) = &terms.email {
        let is_ok = mail.chars().count() <= 120
            && !mail.contains(char::is_whitespace)
            && mail.split_once('@').is_some_and(|(a, b)| {
                !a.is_empty()
                    && !b.contains('@')
                    && b.split_once('.').is_some_and(|(c, d)| !c.is_empty() && !d.is_empty())
            });
        v.check(is_ok, "terms.email", "bad_format");
    }
    v.range(terms.commission_bp, 0, WHOLE_BP, "terms.commission_bp");
    check_amount(&mut v, terms.commission_amount, "terms.commission_amount");
    for (i, price) in terms.prices.iter().enumerate() {
        check_amount(&mut v, price.price, &format!("terms.prices.{i}.price"));
        let is_first = !terms.prices.iter().take(i).any(|other| other.plan_id == price.plan_id);
        v.check(is_first, &format!("terms.prices.{i}.plan_id"), "taken");
    }
    v.finish()?;
    Ok(terms)
}

fn check_amount(v: &mut Validator, amount: Money, field: &str) {
    v.check(!amount.is_negative() && amount <= Money::MAX, field, "out_of_range");
    v.check(amount.round_whole() == amount, field, "not_whole");
}

/// Judges which codes are meant: exactly one way of saying it.
///
/// # Errors
/// `input_invalid`.
pub fn pick_valid(mut pick: VendorPick, kind: VendorTransferKind) -> Result<VendorPick> {
    pick.codes = pick.codes.iter().map(|code| code.trim().to_owned()).filter(|code| !code.is_empty()).collect();
    pick.codes.sort_unstable();
    pick.codes.dedup();
    let mut v = Validator::new();
    let ways = usize::from(pick.batch_id.is_some()) + usize::from(pick.plan_id.is_some());
    let ways = ways + usize::from(!pick.codes.is_empty());
    v.check(ways == 1, "pick", if ways == 0 { "required" } else { "mismatch" });
    v.check(pick.plan_id.is_none() || kind == VendorTransferKind::HandOver, "pick.plan_id", "unknown");
    match pick.quantity {
        Some(quantity) => {
            v.range(i64::from(quantity), 1, CODES_MAX, "pick.quantity");
            v.check(pick.plan_id.is_some(), "pick.quantity", "unknown");
        }
        None => {
            v.check(pick.plan_id.is_none(), "pick.quantity", "required");
        }
    }
    let (from, to) = (pick.from_number, pick.to_number);
    v.check(pick.batch_id.is_some() || (from.is_none() && to.is_none()), "pick.from_number", "unknown");
    v.check(from.unwrap_or(1) >= 1, "pick.from_number", "out_of_range");
    v.check(to.is_none_or(|to| to >= from.unwrap_or(1)), "pick.to_number", "out_of_range");
    v.check_with(
        pick.codes.len() <= TYPED_MAX,
        "pick.codes",
        "out_of_range",
        &[("min", 1.into()), ("max", TYPED_MAX.into())],
    );
    for (i, code) in pick.codes.iter().enumerate() {
        v.check(!codes::spellings(code).is_empty(), &format!("pick.codes.{i}"), "bad_format");
    }
    v.finish()?;
    Ok(pick)
}

/// Judges the numbers a vendor says are sold.
///
/// # Errors
/// `input_invalid`.
pub fn sold_valid(sold: &[VendorSold]) -> Result<()> {
    let mut v = Validator::new();
    v.check_with(sold.len() <= TYPED_MAX, "sold", "out_of_range", &[("min", 0.into()), ("max", TYPED_MAX.into())]);
    for (i, range) in sold.iter().enumerate() {
        v.check(range.from_number >= 1, &format!("sold.{i}.from_number"), "out_of_range");
        v.check(range.to_number >= range.from_number, &format!("sold.{i}.to_number"), "out_of_range");
    }
    Ok(v.finish()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vendor::input::VendorPrice;

    fn terms(pricing: VendorPricing) -> Terms {
        Terms {
            mode: VendorMode::Prepaid,
            pricing,
            commission_bp: 1_250,
            commission_amount: Money::whole(700),
            prices: HashMap::from([(PlanId(1), Money::whole(3_900))]),
        }
    }

    fn code(batch: i64, number: i32, price: i64, is_prepaid: bool) -> Code {
        Code {
            row: 0,
            voucher_id: VoucherId(i64::from(number)),
            code: format!("kode{number}"),
            number,
            batch_id: VoucherBatchId(batch),
            batch_code: format!("VB-{batch}"),
            plan_id: PlanId(1),
            plan_name: "Harian".into(),
            price: Money::whole(price),
            commission: Money::whole(500),
            is_prepaid,
            is_used: false,
        }
    }

    #[test]
    fn a_commission_is_whole_and_never_more_than_the_price() {
        let of = |pricing, sell| terms(pricing).of(PlanId(1), Money::whole(sell));
        let is = |price, commission| Some((Money::whole(price), Money::whole(commission)));
        assert_eq!(of(VendorPricing::CommissionPercent, 5_000), is(5_000, 625));
        assert_eq!(of(VendorPricing::CommissionPercent, 5_004), is(5_004, 626), "625.5 is rounded up");
        assert_eq!(of(VendorPricing::CommissionFixed, 5_000), is(5_000, 700));
        assert_eq!(of(VendorPricing::CommissionFixed, 500), is(500, 500));
        assert_eq!(of(VendorPricing::OwnPrice, 5_000), is(3_900, 0));
        assert_eq!(terms(VendorPricing::OwnPrice).of(PlanId(2), Money::whole(5_000)), None);
    }

    #[test]
    fn codes_are_summed_by_their_terms() {
        let codes = [code(1, 1, 5_000, true), code(1, 2, 5_000, true), code(2, 9, 4_000, false)];
        let sum = Sum::of(&codes);
        assert_eq!((sum.quantity, sum.net(), sum.charged()), (3, Money::whole(12_500), Money::whole(9_000)));
        let lines = lines(&codes);
        let read: Vec<_> = lines.iter().map(|line| (line.quantity, line.price, line.amount)).collect();
        let expected = [(1, 4_000, 3_500), (2, 5_000, 9_000)];
        assert_eq!(read, expected.map(|(n, price, amount)| (n, Money::whole(price), Money::whole(amount))));
    }

    #[test]
    fn numbers_that_follow_each_other_are_one_range() {
        let numbers = [(2, 7), (1, 3), (1, 1), (1, 2), (1, 5)];
        let codes: Vec<Code> = numbers.iter().map(|(batch, number)| code(*batch, *number, 5_000, true)).collect();
        let read: Vec<_> =
            ranges(&codes).iter().map(|r| (r.batch_id.0, r.from_number, r.to_number, r.quantity)).collect();
        assert_eq!(read, [(1, 1, 3, 3), (1, 5, 5, 1), (2, 7, 7, 1)]);
    }

    #[test]
    fn exactly_one_way_to_say_which_codes() {
        let hand = |pick: VendorPick| pick_valid(pick, VendorTransferKind::HandOver).is_ok();
        let batch = VendorPick { batch_id: Some(VoucherBatchId(1)), ..VendorPick::default() };
        let plan = VendorPick { plan_id: Some(PlanId(1)), quantity: Some(5), ..VendorPick::default() };
        let typed = VendorPick { codes: vec![" k7m4-qx ".into(), "k7m4-qx".into()], ..VendorPick::default() };
        assert!(hand(batch.clone()) && hand(plan.clone()) && hand(typed.clone()));
        assert_eq!(pick_valid(typed.clone(), VendorTransferKind::Return).unwrap().codes, ["k7m4-qx"]);
        assert!(!hand(VendorPick::default()));
        assert!(!hand(VendorPick { plan_id: Some(PlanId(1)), ..batch.clone() }));
        assert!(!hand(VendorPick { quantity: None, ..plan.clone() }));
        assert!(!hand(VendorPick { quantity: Some(0), ..plan.clone() }));
        assert!(!hand(VendorPick { from_number: Some(5), to_number: Some(4), ..batch.clone() }));
        assert!(!hand(VendorPick { from_number: Some(0), ..batch }));
        assert!(!hand(VendorPick { codes: vec!["??".into()], ..VendorPick::default() }));
        assert!(pick_valid(plan, VendorTransferKind::Return).is_err(), "what comes back is these cards and no others");
    }

    #[test]
    fn a_vendor_is_judged_field_by_field() {
        let good = VendorTerms {
            name: " Warung Bu Tini ".into(),
            contact_person: Some(" ".into()),
            phone: Some("0812-3456-7890".into()),
            email: Some("tini@warung.id".into()),
            address: None,
            description: None,
            mode: VendorMode::Prepaid,
            pricing: VendorPricing::OwnPrice,
            commission_bp: 0,
            commission_amount: Money::ZERO,
            prices: vec![VendorPrice { plan_id: PlanId(1), price: Money::whole(4_000) }],
        };
        let kept = terms_valid(good.clone()).unwrap();
        assert_eq!(
            (kept.name.as_str(), kept.contact_person, kept.phone.as_deref()),
            ("Warung Bu Tini", None, Some("+6281234567890"))
        );
        let twice = vec![good.prices[0], good.prices[0]];
        for bad in [
            VendorTerms { name: " ".into(), ..good.clone() },
            VendorTerms { phone: Some("12".into()), ..good.clone() },
            VendorTerms { email: Some("tini@".into()), ..good.clone() },
            VendorTerms { commission_bp: 10_001, ..good.clone() },
            VendorTerms { commission_amount: Money::whole(-1), ..good.clone() },
            VendorTerms { prices: twice, ..good.clone() },
        ] {
            assert!(terms_valid(bad.clone()).is_err(), "{bad:?}");
        }
    }
}
