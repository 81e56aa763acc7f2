//! Pure rules: what may be made, the life of a voucher, and what a preview says.

use chrono::{DateTime, Datelike as _, NaiveDate, TimeDelta, Utc};
use simpul_kernel::ids::LocationId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Result, Source};

use super::codes;
use super::error::VoucherError;
use super::input::{CodeSpec, SheetSpec, VoucherBatchDraft};
use super::model::VoucherStatus;
use crate::provisioning::UsageSeen;

/// The most codes of one batch at a screen (domain §3).
pub const QUANTITY_MAX: i32 = 10_000;
/// The most codes of one batch by command line.
pub const QUANTITY_MAX_CLI: i32 = 100_000;
/// A session that began this close to the voucher's whole online time is its first.
const FIRST_SESSION_TOLERANCE_S: i64 = 60;

/// Trims a draft and judges every field of it.
///
/// # Errors
/// `input_invalid` with all fields that do not pass.
pub fn draft_valid(mut draft: VoucherBatchDraft, source: Source) -> Result<VoucherBatchDraft> {
    let most = if source == Source::Cli { QUANTITY_MAX_CLI } else { QUANTITY_MAX };
    draft.code.prefix = draft.code.prefix.trim().to_owned();
    draft.notes = draft.notes.map(|n| n.trim().to_owned()).filter(|n| !n.is_empty());
    let mut v = Validator::new();
    v.range(draft.quantity, 1, most, "quantity").range(draft.code.length, 4, 16, "code.length");
    let prefix = &draft.code.prefix;
    v.check(
        prefix.len() <= 6 && prefix.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()),
        "code.prefix",
        "bad_format",
    );
    v.length(draft.notes.as_deref().unwrap_or_default(), 0, 500, "notes");
    check_sheet(&mut v, &draft.sheet, "sheet.preset");
    v.finish()?;
    Ok(draft)
}

/// What a valid draft asks for, as a SHA-256: the same form sent again has the same,
/// and any other wish under its key another one.
#[must_use]
pub fn draft_hash(draft: &VoucherBatchDraft) -> Vec<u8> {
    use sha2::Digest as _;
    let mut routers: Vec<i64> = draft.router_ids.iter().map(|id| id.0).collect();
    routers.sort_unstable();
    routers.dedup();
    let code = &draft.code;
    let wish = serde_json::json!([
        draft.plan_id.0,
        draft.quantity,
        routers,
        [code.mode.as_str(), code.alphabet.as_str(), &code.prefix],
        code.length,
        draft.sheet.preset,
        draft.sheet.qr,
        draft.notes,
    ]);
    sha2::Sha256::digest(wish.to_string().as_bytes()).to_vec()
}

/// Judges a choice of sheet.
pub fn check_sheet(v: &mut Validator, sheet: &SheetSpec, field: &str) {
    v.check(simpul_documents::preset(&sheet.preset).is_some(), field, "unknown");
}

/// Refuses codes that would fill their space beyond one percent.
///
/// # Errors
/// `voucher_code_space_full`.
pub fn check_space(spec: &CodeSpec, taken: u64, quantity: u64) -> Result<(), VoucherError> {
    let (space, codes) = (codes::space(spec), taken.saturating_add(quantity));
    if codes > space / codes::SPACE_SHARE { Err(VoucherError::CodeSpaceFull { codes, space }) } else { Ok(()) }
}

/// The period of a batch number: year and month of the business day, `2611`.
#[must_use]
pub fn batch_period(day: NaiveDate) -> String {
    format!("{:02}{:02}", day.year().rem_euclid(100), day.month())
}

/// A batch's number, `VB-2611-019`; it grows past 999. Each place counts for
/// itself and every place but the first says which it is, because the number is
/// unique in the database and stands in every comment on the routers.
#[must_use]
pub fn batch_code(location: LocationId, period: &str, n: i64) -> String {
    let place = if location.0 == 1 { String::new() } else { location.to_string() };
    format!("VB{place}-{period}-{n:03}")
}

/// Seconds to have a batch on its routers: they are filled side by side, about
/// five hundred rows a second, after a second of signing in.
#[must_use]
pub fn provisioning_seconds(quantity: i32, routers: usize) -> i32 {
    if routers == 0 { 0 } else { 1 + quantity.div_euclid(500) + i32::from(quantity % 500 != 0) }
}

/// Pages of a sheet and cards on the last.
#[must_use]
pub fn pages(quantity: usize, per_page: usize) -> (usize, usize) {
    let pages = quantity.div_ceil(per_page.max(1));
    (pages, quantity - per_page * pages.saturating_sub(1))
}

impl VoucherStatus {
    /// Whether a voucher may go from here to there: `available → active → used |
    /// expired`; `void` from wherever it is not over yet. A voucher that is used up
    /// when it is first seen passes `active` in the same step.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        matches!(
            (self, next),
            (Self::Available, Self::Active | Self::Used | Self::Expired | Self::Void)
                | (Self::Active, Self::Used | Self::Expired | Self::Void)
        )
    }

    /// Nothing follows.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Used | Self::Expired | Self::Void)
    }
}

/// What decides a voucher's life.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Life {
    /// State.
    pub status: VoucherStatus,
    /// First login, if there was one.
    pub first_login_at: Option<DateTime<Utc>>,
    /// Whether that moment is exact.
    pub first_login_is_exact: bool,
    /// End of life.
    pub expires_at: Option<DateTime<Utc>>,
    /// Online seconds allowed.
    pub usage_limit_s: Option<i64>,
    /// Bytes allowed.
    pub data_limit_bytes: Option<i64>,
    /// Seconds of life after the first login.
    pub validity_s: Option<i64>,
}

/// When a voucher was first used, and whether that is exact; `None` = it was not.
///
/// A running session that holds the whole online time began with the first login.
/// Otherwise the moment we saw it is taken, so that the customer never loses time
/// because no worker was watching.
#[must_use]
pub fn first_login(seen: &UsageSeen, at: DateTime<Utc>) -> Option<(DateTime<Utc>, bool)> {
    match seen.session_uptime_s {
        Some(session) if seen.uptime_s.saturating_sub(session) <= FIRST_SESSION_TOLERANCE_S => {
            // A session longer than time itself is a router's nonsense, not a moment.
            let began = TimeDelta::try_seconds(session.max(0)).and_then(|age| at.checked_sub_signed(age));
            Some(began.map_or((at, false), |began| (began, true)))
        }
        Some(_) => Some((at, false)),
        None if seen.uptime_s > 0 => Some((at, false)),
        None => None,
    }
}

/// What a voucher's life becomes by what a router says; `None` = nothing changes.
#[must_use]
pub fn observe(life: &Life, seen: &UsageSeen, at: DateTime<Utc>) -> Option<Life> {
    let mut next = life.clone();
    match life.status {
        VoucherStatus::Available => {
            let (first, is_exact) = first_login(seen, at)?;
            next.status = VoucherStatus::Active;
            next.first_login_at = Some(first);
            next.first_login_is_exact = is_exact;
            next.expires_at = expires_at(first, life.validity_s);
        }
        VoucherStatus::Active => {}
        VoucherStatus::Used | VoucherStatus::Expired | VoucherStatus::Void => return None,
    }
    let is_used_up = life.usage_limit_s.is_some_and(|limit| seen.uptime_s >= limit)
        || life.data_limit_bytes.is_some_and(|limit| seen.bytes_in.saturating_add(seen.bytes_out) >= limit);
    if is_used_up {
        next.status = VoucherStatus::Used;
    } else if seen.is_ended || next.expires_at.is_some_and(|end| end <= at) {
        next.status = VoucherStatus::Expired;
    }
    (next.status != life.status).then_some(next)
}

/// Whether a running session says to which device a code belongs: not one that began before somebody let the code go.
#[must_use]
pub fn binds(seen: &UsageSeen, released_at: Option<DateTime<Utc>>, at: DateTime<Utc>) -> bool {
    let Some(released) = released_at else { return true };
    let began = seen.session_uptime_s.and_then(|age| at.checked_sub_signed(TimeDelta::try_seconds(age.max(0))?));
    began.is_some_and(|began| began > released)
}

/// More than a code was sold with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct More {
    /// Online seconds.
    pub usage_s: Option<i64>,
    /// Bytes.
    pub data_bytes: Option<i64>,
    /// Seconds of life.
    pub validity_s: Option<i64>,
}

/// What was used of a code.
#[derive(Debug, Clone, Copy)]
pub struct Used {
    /// Online seconds.
    pub uptime_s: i64,
    /// Bytes.
    pub bytes: i64,
}

/// A code's life with more of it. What had ended goes on, if it then is not over still; days are counted from now
/// where the end has passed, so that the customer gets all of them.
///
/// # Errors
/// `voucher_not_extendable`, `voucher_extend_unlimited`, `voucher_extend_too_little`.
pub fn extended(life: &Life, used: Used, more: More, at: DateTime<Utc>) -> Result<Life, VoucherError> {
    if life.status == VoucherStatus::Void {
        return Err(VoucherError::NotExtendable { status: life.status });
    }
    let mut next = life.clone();
    let unlimited = |field: &str| VoucherError::ExtendUnlimited { field: field.to_owned() };
    if let Some(more) = more.usage_s {
        next.usage_limit_s = Some(life.usage_limit_s.ok_or_else(|| unlimited("usage_s"))?.saturating_add(more));
    }
    if let Some(more) = more.data_bytes {
        next.data_limit_bytes =
            Some(life.data_limit_bytes.ok_or_else(|| unlimited("data_bytes"))?.saturating_add(more));
    }
    match (more.validity_s, life.expires_at, life.validity_s) {
        (None, ..) => {}
        (Some(more), Some(end), _) => next.expires_at = expires_at(end.max(at), Some(more)),
        (Some(more), None, Some(span)) if life.first_login_at.is_none() => {
            next.validity_s = Some(span.saturating_add(more));
        }
        (Some(_), None, _) => return Err(unlimited("validity_s")),
    }
    if life.status.is_over() {
        let is_over = next.usage_limit_s.is_some_and(|limit| used.uptime_s >= limit)
            || next.data_limit_bytes.is_some_and(|limit| used.bytes >= limit)
            || next.expires_at.is_some_and(|end| end <= at);
        if is_over {
            return Err(VoucherError::ExtendTooLittle { status: life.status });
        }
        next.status = VoucherStatus::Active;
    }
    Ok(next)
}

/// End of life after a first login; `None` = never.
#[must_use]
pub fn expires_at(first_login: DateTime<Utc>, validity_s: Option<i64>) -> Option<DateTime<Utc>> {
    first_login.checked_add_signed(TimeDelta::try_seconds(validity_s?)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use simpul_kernel::CodedError as _;
    use simpul_kernel::ids::{PlanId, VoucherId};

    use crate::voucher::{CodeAlphabet, CodeMode};

    const HOUR: i64 = 3_600;

    fn now() -> DateTime<Utc> {
        "2026-11-21T07:00:00Z".parse().unwrap()
    }

    fn draft() -> VoucherBatchDraft {
        VoucherBatchDraft {
            plan_id: PlanId(1),
            quantity: 24,
            router_ids: vec![],
            code: CodeSpec { mode: CodeMode::Code, alphabet: CodeAlphabet::Lower, length: 6, prefix: String::new() },
            sheet: SheetSpec { preset: "a4-24".into(), qr: true },
            notes: Some("  ".into()),
        }
    }

    fn life() -> Life {
        Life {
            status: VoucherStatus::Available,
            first_login_at: None,
            first_login_is_exact: true,
            expires_at: None,
            usage_limit_s: Some(24 * HOUR),
            data_limit_bytes: Some(1_000),
            validity_s: Some(48 * HOUR),
        }
    }

    fn seen(uptime_s: i64, session_uptime_s: Option<i64>, bytes: i64) -> UsageSeen {
        UsageSeen {
            voucher_id: VoucherId(1),
            uptime_s,
            bytes_in: bytes,
            bytes_out: 0,
            session_uptime_s,
            mac_address: None,
            is_ended: false,
        }
    }

    #[test]
    fn drafts_are_judged() {
        assert_eq!(draft_valid(draft(), Source::Window).unwrap().notes, None);
        let refuse = |change: &dyn Fn(&mut VoucherBatchDraft), source| {
            let mut d = draft();
            change(&mut d);
            draft_valid(d, source).is_err()
        };
        assert!(refuse(&|d| d.quantity = 0, Source::Window));
        assert!(refuse(&|d| d.quantity = 10_001, Source::Lan));
        assert!(!refuse(&|d| d.quantity = 10_001, Source::Cli));
        assert!(refuse(&|d| d.quantity = 100_001, Source::Cli));
        assert!(refuse(&|d| d.code.length = 3, Source::Window));
        assert!(refuse(&|d| d.code.length = 17, Source::Window));
        assert!(refuse(&|d| d.code.prefix = "SDN".into(), Source::Window));
        assert!(refuse(&|d| d.code.prefix = "sdn-".into(), Source::Window));
        assert!(refuse(&|d| d.code.prefix = "sevenup".into(), Source::Window));
        assert!(refuse(&|d| d.sheet.preset = "a5-1".into(), Source::Window));
    }

    #[test]
    fn a_space_is_filled_to_one_percent_and_no_further() {
        let spec = CodeSpec { alphabet: CodeAlphabet::Digits, length: 4, ..draft().code };
        assert!(check_space(&spec, 0, 40).is_ok());
        assert!(check_space(&spec, 16, 24).is_ok());
        let full = check_space(&spec, 17, 24).unwrap_err();
        assert_eq!((full.code(), full.params()["space"].as_u64()), ("voucher_code_space_full", Some(4_096)));
    }

    #[test]
    fn batch_numbers_read_well() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        assert_eq!(batch_code(LocationId(1), &batch_period(day), 19), "VB-2611-019");
        assert_eq!(batch_code(LocationId(2), &batch_period(day), 1_000), "VB2-2611-1000");
    }

    #[test]
    fn pages_and_the_rest_on_the_last() {
        assert_eq!([pages(24, 24), pages(25, 24), pages(1, 40), pages(80, 40)], [(1, 24), (2, 1), (1, 1), (2, 40)]);
        assert_eq!(
            [provisioning_seconds(30, 1), provisioning_seconds(10_000, 2), provisioning_seconds(5, 0)],
            [2, 21, 0]
        );
    }

    #[test]
    fn only_lawful_steps() {
        use VoucherStatus::{Active, Available, Expired, Used, Void};
        let all = [Available, Active, Used, Expired, Void];
        let lawful: Vec<_> =
            all.iter().flat_map(|a| all.iter().filter(|b| a.may_become(**b)).map(move |b| (*a, *b))).collect();
        assert_eq!(
            lawful,
            [
                (Available, Active),
                (Available, Used),
                (Available, Expired),
                (Available, Void),
                (Active, Used),
                (Active, Expired),
                (Active, Void)
            ]
        );
        assert!(all.iter().all(|s| !s.is_over() || all.iter().all(|t| !s.may_become(*t))));
    }

    #[test]
    fn nothing_decays_before_the_first_login() {
        assert_eq!(observe(&life(), &seen(0, None, 0), now()), None);
    }

    #[test]
    fn the_first_session_tells_the_exact_moment() {
        let next = observe(&life(), &seen(600, Some(590), 5), now()).unwrap();
        assert_eq!(next.status, VoucherStatus::Active);
        assert_eq!(next.first_login_at, Some(now() - TimeDelta::seconds(590)));
        assert!(next.first_login_is_exact);
        assert_eq!(next.expires_at, Some(now() - TimeDelta::seconds(590) + TimeDelta::hours(48)));
    }

    #[test]
    fn a_session_older_than_time_is_no_moment() {
        assert_eq!(first_login(&seen(i64::MAX, Some(i64::MAX), 0), now()), Some((now(), false)));
        assert_eq!(first_login(&seen(i64::MAX, Some(i64::MAX / 1_000), 0), now()), Some((now(), false)));
    }

    #[test]
    fn a_login_nobody_watched_costs_the_customer_nothing() {
        for unwatched in [seen(5 * HOUR, None, 0), seen(5 * HOUR, Some(60), 0)] {
            let next = observe(&life(), &unwatched, now()).unwrap();
            assert_eq!((next.first_login_at, next.first_login_is_exact), (Some(now()), false));
            assert_eq!(next.expires_at, Some(now() + TimeDelta::hours(48)));
        }
    }

    #[test]
    fn used_up_by_time_or_by_data() {
        let active = observe(&life(), &seen(10, Some(10), 0), now()).unwrap();
        assert_eq!(observe(&active, &seen(24 * HOUR - 1, None, 999), now()), None);
        assert_eq!(observe(&active, &seen(24 * HOUR, None, 0), now()).unwrap().status, VoucherStatus::Used);
        assert_eq!(observe(&active, &seen(20, None, 1_000), now()).unwrap().status, VoucherStatus::Used);
        let at_once = observe(&life(), &seen(24 * HOUR, None, 0), now()).unwrap();
        assert_eq!((at_once.status, at_once.first_login_is_exact), (VoucherStatus::Used, false));
    }

    #[test]
    fn over_is_over_and_unlimited_never_ends() {
        let active = observe(&life(), &seen(10, Some(10), 0), now()).unwrap();
        let late = now() + TimeDelta::hours(48);
        let expired = observe(&active, &seen(20, None, 0), late).unwrap();
        assert_eq!(expired.status, VoucherStatus::Expired);
        assert_eq!(observe(&expired, &seen(30, Some(1), 0), late), None);
        let by_router = UsageSeen { is_ended: true, ..seen(20, None, 0) };
        assert_eq!(observe(&active, &by_router, now()).unwrap().status, VoucherStatus::Expired);
        let free = Life { usage_limit_s: None, data_limit_bytes: None, validity_s: None, ..life() };
        let free = observe(&free, &seen(10, Some(10), 0), now()).unwrap();
        assert_eq!(free.expires_at, None);
        assert_eq!(observe(&free, &seen(i64::MAX, None, i64::MAX), late), None);
    }
}
