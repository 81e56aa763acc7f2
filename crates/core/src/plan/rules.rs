//! Pure rules of plans.

use simpul_kernel::ids::PlanId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Money, Result};

use super::types::PlanTerms;
use crate::provisioning::model::ProfileWish;

/// Characters of a name, as the database's CHECK.
pub const NAME_MOST: usize = 60;
/// Ten years: a longer limit is a slip of the finger, and stays far from what
/// RouterOS and `TIMESTAMPTZ` can hold.
pub const SECONDS_MAX: i64 = 10 * 366 * 86_400;
/// A pebibyte, well inside what JavaScript counts exactly.
pub const BYTES_MAX: i64 = 1 << 50;
/// 100 Gbit/s.
pub const KBPS_MAX: i32 = 100_000_000;
/// As the database's CHECK.
pub const SHARED_USERS_MAX: i32 = 1_000;
/// As the database's CHECK: the largest batch.
pub const LOW_STOCK_MAX: i32 = 100_000;

/// Trims a plan's texts and judges every field of it.
///
/// # Errors
/// `input_invalid` with all fields that do not pass.
pub fn terms_valid(mut terms: PlanTerms) -> Result<PlanTerms> {
    terms.name = terms.name.trim().to_owned();
    terms.profile_name = terms.profile_name.trim().to_owned();
    let mut v = Validator::new();
    v.length(&terms.name, 1, NAME_MOST, "terms.name");
    if terms.profile_name.is_empty() {
        v.check(false, "terms.profile_name", "required");
    } else {
        v.check(profile_name_ok(&terms.profile_name), "terms.profile_name", "bad_format");
    }
    if let Some(key) = terms.shortcut_key {
        v.range(key, 1, 9, "terms.shortcut_key");
    }
    if let Some(seconds) = terms.usage_limit_s {
        v.range(seconds, 1, SECONDS_MAX, "terms.usage_limit_s");
    }
    if let Some(bytes) = terms.data_limit_bytes {
        v.range(bytes, 1, BYTES_MAX, "terms.data_limit_bytes");
    }
    if let Some(seconds) = terms.validity_s {
        v.range(seconds, 1, SECONDS_MAX, "terms.validity_s");
    }
    v.range(terms.shared_users, 1, SHARED_USERS_MAX, "terms.shared_users");
    match (terms.upload_kbps, terms.download_kbps) {
        (None, None) => {}
        (Some(up), Some(down)) => {
            v.range(up, 1, KBPS_MAX, "terms.upload_kbps").range(down, 1, KBPS_MAX, "terms.download_kbps");
        }
        (None, Some(_)) => {
            v.check(false, "terms.upload_kbps", "required");
        }
        (Some(_), None) => {
            v.check(false, "terms.download_kbps", "required");
        }
    }
    if let Some(codes) = terms.low_stock_at {
        v.range(codes, 1, LOW_STOCK_MAX, "terms.low_stock_at");
    }
    v.check(!terms.price_cost.is_negative() && terms.price_cost <= Money::MAX, "terms.price_cost", "out_of_range");
    v.check(!terms.price_sell.is_negative() && terms.price_sell <= Money::MAX, "terms.price_sell", "out_of_range");
    // Money that moves is whole: a price of which a part cannot be paid would never be even.
    v.check(terms.price_cost.round_whole() == terms.price_cost, "terms.price_cost", "not_whole");
    v.check(terms.price_sell.round_whole() == terms.price_sell, "terms.price_sell", "not_whole");
    v.check(terms.price_sell >= terms.price_cost, "terms.price_sell", "below_cost");
    v.finish()?;
    Ok(terms)
}

/// Letters, digits, `-` and `_`, the first no sign: a name RouterOS, its scripts
/// and its comments take without quoting.
#[must_use]
pub fn profile_name_ok(name: &str) -> bool {
    let mut bytes = name.bytes();
    name.len() <= 63
        && bytes.next().is_some_and(|b| b.is_ascii_alphanumeric())
        && bytes.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

/// What a plan's profile on a router should be. Online time, data and validity are
/// on each code's own row; the lock to a device is written there too, once the
/// device is known.
#[must_use]
pub fn profile_wish(plan_id: PlanId, terms: &PlanTerms) -> ProfileWish {
    ProfileWish {
        plan_id,
        name: terms.profile_name.clone(),
        shared_users: terms.shared_users,
        upload_kbps: terms.upload_kbps,
        download_kbps: terms.download_kbps,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use simpul_kernel::Error;

    fn terms() -> PlanTerms {
        PlanTerms {
            name: " Harian 5 rb ".into(),
            shortcut_key: Some(1),
            usage_limit_s: Some(86_400),
            data_limit_bytes: None,
            validity_s: Some(86_400),
            shared_users: 1,
            lock_mac: false,
            upload_kbps: Some(512),
            download_kbps: Some(1_024),
            price_sell: Money::whole(5_000),
            price_cost: Money::whole(3_500),
            profile_name: "harian-5".into(),
            low_stock_at: Some(50),
        }
    }

    fn broken(change: impl FnOnce(&mut PlanTerms)) -> Vec<(String, String)> {
        let mut terms = terms();
        change(&mut terms);
        match terms_valid(terms) {
            Ok(_) => Vec::new(),
            Err(Error::Coded(e)) => {
                assert_eq!(e.code(), "input_invalid");
                let fields = e.params()["fields"].as_array().cloned().unwrap();
                let text = |v: &serde_json::Value| v.as_str().unwrap().to_owned();
                fields.iter().map(|f| (text(&f["field"]), text(&f["rule"]))).collect()
            }
            Err(e) => panic!("{e}"),
        }
    }

    #[test]
    fn a_good_plan_passes_and_is_trimmed() {
        assert_eq!(terms_valid(terms()).unwrap().name, "Harian 5 rb");
        let unlimited = |t: &mut PlanTerms| {
            (t.usage_limit_s, t.validity_s, t.upload_kbps, t.download_kbps) = (None, None, None, None);
            (t.price_sell, t.price_cost) = (Money::ZERO, Money::ZERO);
        };
        assert!(broken(unlimited).is_empty());
    }

    #[test]
    fn every_wrong_field_is_named() {
        let one = |field: &str, rule: &str| vec![(format!("terms.{field}"), rule.to_owned())];
        assert_eq!(broken(|t| t.name = "  ".into()), one("name", "required"));
        let half: Money = serde_json::from_str("\"5000.50\"").unwrap();
        assert_eq!(broken(|t| t.price_sell = half), one("price_sell", "not_whole"));
        assert_eq!(broken(|t| t.price_sell = Money::whole(3_499)), one("price_sell", "below_cost"));
        assert_eq!(broken(|t| t.price_cost = Money::whole(-1)), one("price_cost", "out_of_range"));
        assert_eq!(broken(|t| t.upload_kbps = None), one("upload_kbps", "required"));
        assert_eq!(broken(|t| t.download_kbps = Some(0)), one("download_kbps", "out_of_range"));
        assert_eq!(broken(|t| t.shared_users = 0), one("shared_users", "out_of_range"));
        assert_eq!(broken(|t| t.usage_limit_s = Some(0)), one("usage_limit_s", "out_of_range"));
        assert_eq!(broken(|t| t.validity_s = Some(i64::MAX)), one("validity_s", "out_of_range"));
        assert_eq!(broken(|t| t.data_limit_bytes = Some(-1)), one("data_limit_bytes", "out_of_range"));
        assert_eq!(broken(|t| t.low_stock_at = Some(0)), one("low_stock_at", "out_of_range"));
        assert_eq!(broken(|t| t.shortcut_key = Some(10)), one("shortcut_key", "out_of_range"));
        for name in ["-a", "a b", "é", "a/b", &"x".repeat(64)] {
            assert_eq!(broken(|t| t.profile_name = name.into()), one("profile_name", "bad_format"), "{name}");
        }
    }

    #[test]
    fn the_profile_carries_speed_and_devices() {
        let wish = profile_wish(PlanId(7), &terms());
        assert_eq!((wish.name.as_str(), wish.shared_users), ("harian-5", 1));
        assert_eq!((wish.upload_kbps, wish.download_kbps), (Some(512), Some(1_024)));
    }
}
