//! Pure decisions: whose a row is, what it should say, whether it does.

use std::collections::HashSet;
use std::time::Duration;

use routeros_api::resource::{HotspotUser, HotspotUserProfile};
use simpul_kernel::ids::VoucherId;

use super::fallback::note::{self, Note};
use super::model::{ProfileWish, UserWish};

/// No voucher's id is higher. One that is was typed: ids would go on behind it, and
/// end.
const VOUCHER_ID_MAX: i64 = 1 << 48;

/// The address of no device.
const NO_DEVICE: &str = "00:00:00:00:00:00";

/// What the comment of a row we made says (domain §3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowComment<'a> {
    /// Installation that made the row.
    pub installation: &'a str,
    /// Batch.
    pub batch_code: &'a str,
    /// Voucher.
    pub voucher_id: VoucherId,
}

/// `simpul|v1|<installation>|<batch_code>|<voucher id>`.
#[must_use]
pub fn comment(installation: &str, wish: &UserWish) -> String {
    format!("simpul|v1|{installation}|{}|{}", wish.batch_code, wish.voucher_id)
}

/// Reads a comment of ours; anything else is `None`.
#[must_use]
pub fn parse_comment(text: &str) -> Option<RowComment<'_>> {
    let rest = text.strip_prefix("simpul|v1|")?;
    let mut parts = rest.split('|');
    let (installation, batch_code, id) = (parts.next()?, parts.next()?, parts.next()?);
    let voucher_id = id.parse().ok().filter(|id| (1..=VOUCHER_ID_MAX).contains(id))?;
    (parts.next().is_none() && installation.len() == 8).then_some(RowComment {
        installation,
        batch_code,
        voucher_id: VoucherId(voucher_id),
    })
}

/// Whether a row is the copy of this voucher: made by an installation of this
/// database, and name and id agree.
#[must_use]
pub fn is_copy_of(row: &HotspotUser, wish: &UserWish, installations: &HashSet<String>) -> bool {
    let Some(found) = row.comment.as_deref().and_then(parse_comment) else { return false };
    installations.contains(found.installation)
        && found.voucher_id == wish.voucher_id
        && found.batch_code == wish.batch_code
        && row.name.as_deref() == Some(wish.name.as_str())
}

/// The row a voucher should have. A limit that is absent is written as zero, so
/// that a row which had one loses it.
#[must_use]
pub fn user_row(wish: &UserWish, is_disabled: bool, installation: &str, server: Option<&str>) -> HotspotUser {
    let number = |value: Option<i64>| u64::try_from(value.unwrap_or(0)).unwrap_or(0);
    HotspotUser {
        name: Some(wish.name.clone()),
        password: Some(wish.password.clone()),
        profile: Some(wish.profile.clone()),
        server: server.map(str::to_owned),
        comment: Some(comment(installation, wish)),
        limit_uptime: Some(Duration::from_secs(number(wish.limit_uptime_s))),
        limit_bytes_total: Some(number(wish.limit_bytes_total)),
        mac_address: wish.mac_address.clone(),
        disabled: Some(is_disabled),
        ..HotspotUser::default()
    }
}

/// The device a row is bound to; the address of none is how RouterOS writes and takes "any".
fn device_of(row: &HotspotUser) -> Option<&str> {
    row.mac_address.as_deref().filter(|mac| !mac.is_empty() && *mac != NO_DEVICE)
}

/// What must be written to a row so that it says what it should; `None` when it
/// does. The comment stays as it is: it is what made the row ours. A password
/// the router does not show is taken for right.
#[must_use]
pub fn user_change(row: &HotspotUser, wanted: &HotspotUser) -> Option<HotspotUser> {
    let mut change = HotspotUser::default();
    let shown_password =
        row.password.as_deref().filter(|password| !password.is_empty() && !password.starts_with("***"));
    if shown_password.is_some_and(|shown| Some(shown) != wanted.password.as_deref()) {
        change.password.clone_from(&wanted.password);
    }
    if row.profile != wanted.profile {
        change.profile.clone_from(&wanted.profile);
    }
    let server_of = |row: &HotspotUser| row.server.clone().filter(|server| server != "all");
    if server_of(row) != server_of(wanted) {
        change.server = Some(wanted.server.clone().unwrap_or_else(|| "all".to_owned()));
    }
    if row.limit_uptime.unwrap_or_default() != wanted.limit_uptime.unwrap_or_default() {
        change.limit_uptime = wanted.limit_uptime;
    }
    if row.limit_bytes_total.unwrap_or_default() != wanted.limit_bytes_total.unwrap_or_default() {
        change.limit_bytes_total = wanted.limit_bytes_total;
    }
    if wanted.mac_address.is_some() && device_of(row) != device_of(wanted) {
        change.mac_address.clone_from(&wanted.mac_address);
    }
    if row.disabled.unwrap_or(false) != wanted.disabled.unwrap_or(false) {
        change.disabled = wanted.disabled;
    }
    if wanted.email.is_some() && lacks_note(row, &change) {
        change.email.clone_from(&wanted.email);
    }
    (change != HotspotUser::default()).then_some(change)
}

/// Whether a row says nothing of how long its code lives, or that it is over while the
/// code opens again. What a person wrote there stays.
fn lacks_note(row: &HotspotUser, change: &HotspotUser) -> bool {
    let there = row.email.as_deref().unwrap_or_default();
    there.is_empty() || note::read(there) == Some(Note::Ended) && change.disabled == Some(false)
}

/// The profile a plan should have. The rate is told from the router's side: what
/// it receives from the customer first.
#[must_use]
pub fn profile_row(wish: &ProfileWish) -> HotspotUserProfile {
    let rate = match (wish.upload_kbps, wish.download_kbps) {
        (Some(up), Some(down)) => format!("{}/{}", rate_text(up), rate_text(down)),
        _ => String::new(),
    };
    HotspotUserProfile {
        name: Some(wish.name.clone()),
        shared_users: Some(wish.shared_users.to_string()),
        rate_limit: Some(rate),
        ..HotspotUserProfile::default()
    }
}

/// What must be written to a profile's row; `None` when it is as it should be.
#[must_use]
pub fn profile_change(row: &HotspotUserProfile, wanted: &HotspotUserProfile) -> Option<HotspotUserProfile> {
    let mut change = HotspotUserProfile::default();
    if row.name != wanted.name {
        change.name.clone_from(&wanted.name);
    }
    if row.shared_users.as_deref().unwrap_or("1") != wanted.shared_users.as_deref().unwrap_or("1") {
        change.shared_users.clone_from(&wanted.shared_users);
    }
    let rate = |text: Option<&str>| rate_kbps(text.unwrap_or_default());
    if rate(row.rate_limit.as_deref()) != rate(wanted.rate_limit.as_deref()) {
        change.rate_limit.clone_from(&wanted.rate_limit);
    }
    (change != HotspotUserProfile::default()).then_some(change)
}

/// `512k`, `1M`: whole megabits where they are.
fn rate_text(kbps: i32) -> String {
    if kbps % 1000 == 0 { format!("{}M", kbps / 1000) } else { format!("{kbps}k") }
}

/// A rate pair in kbit/s, as plans hold it: from the customer, to the customer.
///
/// # Errors
/// The text itself, when it is no pair of whole kilobits: bursts and priorities are
/// nothing a plan holds.
pub fn rate_whole_kbps(text: &str) -> Result<Option<(i32, i32)>, String> {
    let Some((up, down)) = rate_kbps(text)? else { return Ok(None) };
    let one = |bits: u64| i32::try_from(bits / 1000).ok().filter(|n| *n > 0 && bits.is_multiple_of(1000));
    match (one(up), one(down)) {
        (Some(up), Some(down)) => Ok(Some((up, down))),
        _ => Err(text.to_owned()),
    }
}

/// A rate pair in bits per second however it is spelt; another text as it is.
fn rate_kbps(text: &str) -> Result<Option<(u64, u64)>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let one = |part: &str| -> Option<u64> {
        let (digits, factor) = match part.strip_suffix(['k', 'K']) {
            Some(digits) => (digits, 1000),
            None => match part.strip_suffix(['m', 'M']) {
                Some(digits) => (digits, 1_000_000),
                None => (part, 1),
            },
        };
        digits.parse::<u64>().ok()?.checked_mul(factor)
    };
    match text.split_once('/') {
        Some((up, down)) => match (one(up), one(down)) {
            (Some(up), Some(down)) => Ok(Some((up, down))),
            _ => Err(text.to_owned()),
        },
        None => Err(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use simpul_kernel::ids::PlanId;

    fn wish() -> UserWish {
        UserWish {
            voucher_id: VoucherId(42),
            batch_code: "B-0001".to_owned(),
            name: "k7mq2p".to_owned(),
            password: "k7mq2p".to_owned(),
            profile: "3jam".to_owned(),
            limit_uptime_s: Some(10_800),
            limit_bytes_total: None,
            mac_address: None,
            validity_s: Some(86_400),
            expires_at: None,
        }
    }

    #[test]
    fn comments_read_back_and_strangers_are_not_ours() {
        let text = comment("0a1b2c3d", &wish());
        assert_eq!(text, "simpul|v1|0a1b2c3d|B-0001|42");
        assert_eq!(parse_comment(&text).unwrap().voucher_id, VoucherId(42));
        for bad in [
            "",
            "simpul|v1|0a1b2c3d|B|9223372036854775807",
            "simpul|v1|0a1b2c3d|B|0",
            "simpul|v1|0a1b2c3d|B|x",
            "simpul|v1|short|B|1",
            "simpul|v1|0a1b2c3d|B|1|2",
            "vc-B",
        ] {
            assert_eq!(parse_comment(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_row_is_ours_only_if_installation_name_and_id_agree() {
        let ours = HashSet::from(["0a1b2c3d".to_owned()]);
        let row = user_row(&wish(), false, "0a1b2c3d", None);
        assert!(is_copy_of(&row, &wish(), &ours));
        let other_name = HotspotUser { name: Some("zzzzzz".to_owned()), ..row.clone() };
        assert!(!is_copy_of(&other_name, &wish(), &ours));
        let other_id = HotspotUser { comment: Some("simpul|v1|0a1b2c3d|B-0001|43".to_owned()), ..row.clone() };
        assert!(!is_copy_of(&other_id, &wish(), &ours));
        let other_desk = HotspotUser { comment: Some("simpul|v1|ffffffff|B-0001|42".to_owned()), ..row };
        assert!(!is_copy_of(&other_desk, &wish(), &ours));
    }

    #[test]
    fn only_what_differs_is_written() {
        let wanted = user_row(&wish(), false, "0a1b2c3d", None);
        let mut row = wanted.clone();
        assert_eq!(user_change(&row, &wanted), None);
        row.password = Some(String::new());
        row.limit_bytes_total = None;
        row.disabled = None;
        row.server = Some("all".to_owned());
        assert_eq!(user_change(&row, &wanted), None, "what the router leaves out or hides is no difference");
        row.disabled = Some(true);
        row.limit_uptime = None;
        let change = user_change(&row, &wanted).unwrap();
        assert_eq!((change.disabled, change.limit_uptime), (Some(false), Some(Duration::from_secs(10_800))));
        assert_eq!((change.name, change.comment), (None, None));
    }

    #[test]
    fn rates_are_compared_by_what_they_mean() {
        let plan = ProfileWish {
            plan_id: PlanId(1),
            name: "3jam".to_owned(),
            shared_users: 1,
            upload_kbps: Some(1500),
            download_kbps: Some(4000),
        };
        let wanted = profile_row(&plan);
        assert_eq!(wanted.rate_limit.as_deref(), Some("1500k/4M"));
        let mut row = wanted.clone();
        row.rate_limit = Some("1500000/4000k".to_owned());
        row.shared_users = None;
        assert_eq!(profile_change(&row, &wanted), None);
        assert_eq!(rate_whole_kbps("1500k/4M"), Ok(Some((1500, 4000))));
        assert_eq!(rate_whole_kbps(""), Ok(None));
        assert!(rate_whole_kbps("1500k/4M 2M/8M").is_err() && rate_whole_kbps("0/0").is_err());
        row.rate_limit = Some("1500k/4M 2M/8M".to_owned());
        assert_eq!(profile_change(&row, &wanted).unwrap().rate_limit, wanted.rate_limit);
    }
}
