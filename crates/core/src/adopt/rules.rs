//! What a row of the router becomes. Pure.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use routeros_api::resource::{HotspotUser, HotspotUserProfile};
use routeros_api::value;
use simpul_kernel::Money;

use super::error::AdoptSkip;
use super::mikhmon;
use crate::plan::PlanTerms;
use crate::plan::rules::profile_name_ok;
use crate::provisioning::rules::{parse_comment, rate_whole_kbps};
use crate::voucher::VoucherStatus;
use crate::voucher::facade::AdoptedVoucher;

/// The router's wall clock and what it adds to UTC, seconds; absent where it cannot
/// be read, then comments tell no end.
#[derive(Debug, Clone, Copy)]
pub struct RouterClock {
    pub wall: value::DateTime,
    pub offset_s: i64,
}

/// A profile as a plan.
pub fn plan_of(row: &HotspotUserProfile, limits: (Option<i64>, Option<i64>)) -> Result<PlanTerms, AdoptSkip> {
    if row.default == Some(true) {
        return Err(AdoptSkip::BuiltIn);
    }
    let name = row.name.clone().unwrap_or_default();
    if !profile_name_ok(&name) || name.chars().count() > 60 {
        return Err(AdoptSkip::ProfileNameUnusable);
    }
    let rate = row.rate_limit.as_deref().unwrap_or_default();
    let kbps = rate_whole_kbps(rate).map_err(|_| AdoptSkip::RateUnreadable)?;
    let shared = row.shared_users.as_deref().unwrap_or("1");
    let shared_users =
        shared.parse().ok().filter(|n| (1..=1000).contains(n)).ok_or(AdoptSkip::SharedUsersUnreadable)?;
    let meta = row.on_login.as_deref().and_then(mikhmon::meta);
    let (mut sell, mut cost) =
        meta.as_ref().map_or((Money::ZERO, Money::ZERO), |m| (m.price_sell.round_whole(), m.price.round_whole()));
    if sell == Money::ZERO {
        sell = cost;
    }
    cost = cost.min(sell);
    Ok(PlanTerms {
        profile_name: name.clone(),
        name,
        shortcut_key: None,
        usage_limit_s: limits.0,
        data_limit_bytes: limits.1,
        validity_s: meta.as_ref().and_then(|m| m.validity_s),
        shared_users,
        lock_mac: meta.is_some_and(|m| m.has_lock),
        upload_kbps: kbps.map(|(up, _)| up),
        download_kbps: kbps.map(|(_, down)| down),
        price_sell: sell,
        price_cost: cost,
        low_stock_at: None,
    })
}

/// The limits most users of a profile have.
pub fn limits_of<'r>(users: impl Iterator<Item = &'r HotspotUser>) -> (Option<i64>, Option<i64>) {
    let mut counts: HashMap<(Option<i64>, Option<i64>), usize> = HashMap::new();
    for user in users {
        *counts.entry((uptime_limit(user), bytes_limit(user))).or_default() += 1;
    }
    // Of two that are as frequent the smaller: the same answer each time.
    counts
        .into_iter()
        .max_by_key(|(limits, n)| (*n, std::cmp::Reverse(*limits)))
        .map_or((None, None), |(limits, _)| limits)
}

fn uptime_limit(user: &HotspotUser) -> Option<i64> {
    seconds(user.limit_uptime).filter(|s| *s > 0)
}

fn bytes_limit(user: &HotspotUser) -> Option<i64> {
    user.limit_bytes_total.and_then(|b| i64::try_from(b).ok()).filter(|b| *b > 0)
}

fn seconds(duration: Option<Duration>) -> Option<i64> {
    duration.and_then(|d| i64::try_from(d.as_secs()).ok())
}

/// Whether a row is one of ours.
pub fn is_ours(row: &HotspotUser, installations: &HashSet<String>) -> bool {
    let comment = row.comment.as_deref().and_then(parse_comment);
    comment.is_some_and(|comment| installations.contains(comment.installation))
}

/// What keeps a user from being taken over, whatever its profile is.
pub fn user_skip(row: &HotspotUser) -> Option<AdoptSkip> {
    let name = row.name.as_deref().unwrap_or_default();
    if row.dynamic == Some(true) {
        return Some(AdoptSkip::Dynamic);
    }
    if name == "default-trial" || name.starts_with("T-") {
        return Some(AdoptSkip::Trial);
    }
    if row.default == Some(true) {
        return Some(AdoptSkip::BuiltIn);
    }
    if row.disabled == Some(true) {
        return Some(AdoptSkip::Disabled);
    }
    let is_code = (4..=22).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
    (!is_code).then_some(AdoptSkip::NameUnusable)
}

/// A user as a voucher, with its terms from its own row and its plan's validity.
pub fn voucher_of(
    row: &HotspotUser,
    validity_s: Option<i64>,
    clock: Option<&RouterClock>,
    now: DateTime<Utc>,
) -> Result<AdoptedVoucher, AdoptSkip> {
    let code = row.name.clone().unwrap_or_default();
    let comment = row.comment.as_deref().unwrap_or_default();
    let shown = row.password.as_deref().filter(|text| !text.is_empty() && !text.starts_with("***"));
    let password = match shown {
        Some(shown) if shown == code => None,
        Some(shown) => Some(shown.to_owned()),
        None if mikhmon::is_code_alone(comment) => None,
        None => return Err(AdoptSkip::PasswordHidden),
    };
    let (usage_limit_s, data_limit_bytes) = (uptime_limit(row), bytes_limit(row));
    let uptime_s = seconds(row.uptime).unwrap_or(0);
    let bytes = row.bytes_in.unwrap_or(0).saturating_add(row.bytes_out.unwrap_or(0));
    let told = clock.and_then(|clock| Some(mikhmon::expiry(comment, &clock.wall)? - clock.offset_s));
    let told = told.and_then(|at| DateTime::from_timestamp(at, 0));
    let is_begun = uptime_s > 0 || told.is_some();
    // Nobody watched: where nothing tells the end, its life begins when we first see it,
    // so that the customer loses no time.
    let validity = validity_s.and_then(TimeDelta::try_seconds);
    let expires_at = if is_begun { told.or_else(|| validity.map(|validity| now + validity)) } else { None };
    let first_login_at = is_begun.then(|| match (told, validity) {
        (Some(end), Some(validity)) => (end - validity).min(now),
        _ => now,
    });
    let is_used = usage_limit_s.is_some_and(|limit| uptime_s >= limit)
        || data_limit_bytes.is_some_and(|limit| i64::try_from(bytes).unwrap_or(i64::MAX) >= limit);
    let status = match (is_begun, expires_at.is_some_and(|at| at <= now), is_used) {
        (false, ..) => VoucherStatus::Available,
        (_, true, _) => VoucherStatus::Expired,
        (_, _, true) => VoucherStatus::Used,
        _ => VoucherStatus::Active,
    };
    Ok(AdoptedVoucher {
        ended_at: status.is_over().then(|| expires_at.filter(|at| *at <= now).unwrap_or(now)),
        code,
        password,
        usage_limit_s,
        data_limit_bytes,
        validity_s,
        status,
        first_login_at,
        expires_at,
        locked_mac: row.mac_address.clone().filter(|mac| mac != "00:00:00:00:00:00"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(name: &str, comment: &str) -> HotspotUser {
        HotspotUser {
            name: Some(name.into()),
            password: Some(name.into()),
            comment: Some(comment.into()),
            limit_uptime: Some(Duration::from_secs(3600)),
            ..HotspotUser::default()
        }
    }

    fn clock() -> RouterClock {
        // 12:00 in Jakarta is 05:00 in UTC.
        RouterClock { wall: value::DateTime::parse("2026-03-18 12:00:00").unwrap(), offset_s: 7 * 3600 }
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(clock().wall.to_unix() - clock().offset_s, 0).unwrap()
    }

    #[test]
    fn a_fresh_code_is_available_and_one_in_use_keeps_its_end() {
        let fresh = voucher_of(&user("abcd12", "vc-123-03.18.26-toko"), Some(86_400), Some(&clock()), now()).unwrap();
        assert_eq!((fresh.status, fresh.first_login_at, fresh.expires_at), (VoucherStatus::Available, None, None));
        let mut used = user("abcd12", "mar/19/2026 10:00:00");
        used.uptime = Some(Duration::from_secs(60));
        let active = voucher_of(&used, Some(86_400), Some(&clock()), now()).unwrap();
        assert_eq!(active.status, VoucherStatus::Active);
        assert_eq!(active.expires_at.unwrap().to_rfc3339(), "2026-03-19T03:00:00+00:00");
        assert_eq!(active.first_login_at.unwrap().to_rfc3339(), "2026-03-18T03:00:00+00:00");
        used.comment = Some("2026-03-18 11:00:00".into());
        let over = voucher_of(&used, Some(86_400), Some(&clock()), now()).unwrap();
        assert_eq!((over.status, over.ended_at), (VoucherStatus::Expired, over.expires_at));
        used.comment = Some("up-1".into());
        used.uptime = Some(Duration::from_secs(3600));
        let used_up = voucher_of(&used, None, None, now()).unwrap();
        assert_eq!((used_up.status, used_up.first_login_at), (VoucherStatus::Used, Some(now())));
    }

    #[test]
    fn hidden_passwords_and_odd_names_are_skipped() {
        let mut hidden = user("abcd12", "up-1");
        hidden.password = None;
        assert_eq!(voucher_of(&hidden, None, None, now()).unwrap_err(), AdoptSkip::PasswordHidden);
        hidden.comment = Some("vc-100-01.01.26-".into());
        assert_eq!(voucher_of(&hidden, None, None, now()).unwrap().password, None);
        assert_eq!(user_skip(&user("bu ani", "")), Some(AdoptSkip::NameUnusable));
        assert_eq!(user_skip(&user("T-00:11:22:33:44:55", "")), Some(AdoptSkip::Trial));
        assert_eq!(user_skip(&user("abcd", "")), None);
    }

    #[test]
    fn a_profile_becomes_a_plan_and_bursts_do_not() {
        let mut row = HotspotUserProfile {
            name: Some("3rb".into()),
            rate_limit: Some("1M/2M".into()),
            on_login: Some(":put (\",rem,2500,1d,3000,,Disable,\")".into()),
            ..HotspotUserProfile::default()
        };
        let terms = plan_of(&row, (Some(3600), None)).unwrap();
        assert_eq!((terms.price_sell, terms.price_cost), (Money::whole(3000), Money::whole(2500)));
        assert_eq!((terms.upload_kbps, terms.validity_s, terms.shared_users), (Some(1000), Some(86_400), 1));
        row.rate_limit = Some("1M/2M 2M/4M".into());
        assert_eq!(plan_of(&row, (None, None)).unwrap_err(), AdoptSkip::RateUnreadable);
        row.shared_users = Some("unlimited".into());
        row.rate_limit = None;
        assert_eq!(plan_of(&row, (None, None)).unwrap_err(), AdoptSkip::SharedUsersUnreadable);
    }
}
