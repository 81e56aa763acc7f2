//! Operations of this area.

use std::collections::{BTreeMap, HashMap, HashSet};

use routeros_api::resource::{HotspotUser, HotspotUserProfile, SystemClock};
use routeros_api::{Client, Query, Resource as _, value};
use simpul_kernel::ids::RouterId;
use simpul_kernel::{CodedError as _, Ctx, Permission, Result};

use super::error::AdoptSkip;
use super::rules::{self, RouterClock};
use super::types::{AdoptOutcome, AdoptProfile, AdoptReport, AdoptSkipped, AdoptUser, RouterAdopt};
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::network::{self, RouterAccess, RouterError, RouterRef};
use crate::plan::PlanTerms;
use crate::plan::facade::{self as plans, PlanSold};
use crate::provisioning::{self, AdoptedRow};
use crate::voucher::facade::{self as vouchers, AdoptedVoucher};

/// Users listed in a report.
const LISTED: usize = 500;
/// Users of one batch; as many as a batch may have.
const BATCH_MOST: usize = 100_000;
/// What is read of a user. Passwords come only to a user with `sensitive`.
const USER: &[&str] = &[
    ".id",
    "name",
    "password",
    "comment",
    "disabled",
    "profile",
    "limit-uptime",
    "limit-bytes-total",
    "mac-address",
    "uptime",
    "bytes-in",
    "bytes-out",
    "dynamic",
    "default",
];
/// What is read of a profile.
const PROFILE: &[&str] = &[".id", "name", "shared-users", "rate-limit", "on-login", "default"];

/// What is on the router, as it was read before anything is written here.
struct Seen {
    users: Vec<HotspotUser>,
    profiles: Vec<HotspotUserProfile>,
    clock: Option<RouterClock>,
}

/// A profile that can be taken over, with its users.
struct Chosen {
    at: usize,
    ros_id: String,
    terms: PlanTerms,
    known: Option<PlanSold>,
    users: Vec<(AdoptedVoucher, String, Option<String>)>,
}

/// What of a router could be taken over; asks the router, changes nothing.
///
/// # Errors
/// `router_not_found`, `router_inactive` and the reasons of not being reached.
pub async fn router_adopt_preview(app: &App, ctx: &Ctx, input: RouterRef) -> Result<AdoptReport> {
    ctx.require(Permission::RouterEdit)?;
    let (access, seen) = look(app, ctx, input.router_id).await?;
    let installations = provisioning::installations(app).await?;
    let mut tx = app.db.begin(ctx).await?;
    let (report, _) = judge(&mut tx, ctx, &access, &seen, &installations, &[]).await?;
    Ok(report)
}

/// Takes profiles over as plans and their users as vouchers, in one transaction. On
/// the router nothing is changed; with `take_comments` its to-do list gets to write
/// our comment onto the users' rows.
///
/// # Errors
/// As [`router_adopt_preview`], and `row_changed_meanwhile` when somebody made one of
/// the codes at the same time.
pub async fn router_adopt(app: &App, ctx: &Ctx, input: RouterAdopt) -> Result<AdoptReport> {
    ctx.require(Permission::RouterEdit)?;
    let (access, seen) = look(app, ctx, input.router_id).await?;
    let installations = provisioning::installations(app).await?;
    let mut tx = app.db.begin(ctx).await?;
    let (mut report, chosen) = judge(&mut tx, ctx, &access, &seen, &installations, &input.profile_names).await?;
    report.done = true;
    for one in chosen {
        take(&mut tx, ctx, &access, &mut report, one, input.with_users).await?;
    }
    let comments = if input.take_comments { provisioning::comments_take(&mut tx, access.router_id).await? } else { 0 };
    let fact = Fact::new("router_adopt").on("router", access.router_id.0).at(access.location_id);
    let made = report.profiles.iter().filter(|p| p.outcome == AdoptOutcome::New && p.plan_id.is_some()).count();
    let fact = fact.detail("name", &access.name).detail("plans", made).detail("users", report.users_adopted);
    tx.record(fact.detail("comments", comments).tag("plan").tag("voucher").tag("provisioning").tag("drift")).await?;
    tx.commit().await?;
    Ok(report)
}

/// Reads the router; nothing is held open meanwhile.
async fn look(app: &App, ctx: &Ctx, router: RouterId) -> Result<(RouterAccess, Seen)> {
    let access = network::router_access_seen(app, ctx, router).await?;
    if !access.is_active {
        return Err(RouterError::Inactive.into());
    }
    let client = network::router_line(app, &access).await?;
    let seen = read(&client).await;
    let seen = seen.map_err(|e| RouterError::of(&e, &access.host, access.port, &access.username))?;
    Ok((access, seen))
}

async fn read(client: &Client) -> routeros_api::Result<Seen> {
    let (users, profiles, clock) = tokio::try_join!(
        client.print(HotspotUser::MENU).proplist(USER).typed::<HotspotUser>(),
        client.print(HotspotUserProfile::MENU).proplist(PROFILE).typed::<HotspotUserProfile>(),
        client.list::<SystemClock>(Query::all()),
    )?;
    let clock = clock.first().and_then(|clock| {
        let wall = value::DateTime::parse_pair(clock.date.as_deref()?, clock.time.as_deref()?)?;
        Some(RouterClock { wall, offset_s: i64::from(clock.gmt_offset?.0) })
    });
    Ok(Seen { users, profiles, clock })
}

/// Sorts what was read into what can be taken over and what not, and why.
async fn judge(
    tx: &mut Tx,
    ctx: &Ctx,
    access: &RouterAccess,
    seen: &Seen,
    installations: &HashSet<String>,
    wanted: &[String],
) -> Result<(AdoptReport, Vec<Chosen>)> {
    let mut by_profile: HashMap<&str, Vec<&HotspotUser>> = HashMap::new();
    for user in &seen.users {
        by_profile.entry(user.profile.as_deref().unwrap_or("default")).or_default().push(user);
    }
    let (mut profiles, mut chosen) = (Vec::new(), Vec::new());
    for row in &seen.profiles {
        let name = row.name.clone().unwrap_or_default();
        let users = by_profile.get(name.as_str()).cloned().unwrap_or_default();
        let limits = rules::limits_of(users.into_iter().filter(|user| rules::user_skip(user).is_none()));
        let judged = rules::plan_of(row, limits);
        let known = plans::plan_of_profile(tx, access.location_id, &name).await?;
        profiles.push(profile_view(row, &judged, known.as_ref()));
        let is_wanted = wanted.is_empty() || wanted.contains(&name);
        if let (Ok(terms), Some(ros_id), true) = (judged, &row.id, is_wanted) {
            chosen.push(Chosen { at: profiles.len() - 1, ros_id: ros_id.to_string(), terms, known, users: Vec::new() });
        }
    }
    let mut report = AdoptReport {
        router_id: access.router_id,
        done: false,
        profiles,
        users_total: 0,
        users_ours: 0,
        users_adoptable: 0,
        users_adopted: 0,
        skipped: Vec::new(),
        rows: Vec::new(),
        more: 0,
    };
    users(tx, ctx, access, seen, installations, &mut report, &mut chosen).await?;
    report.profiles.sort_by(|a, b| a.name.cmp(&b.name));
    // The order changed: find each one again.
    for one in &mut chosen {
        one.at = report.profiles.iter().position(|p| p.name == one.terms.profile_name).unwrap_or(one.at);
    }
    Ok((report, chosen))
}

fn profile_view(
    row: &HotspotUserProfile,
    judged: &Result<PlanTerms, AdoptSkip>,
    known: Option<&PlanSold>,
) -> AdoptProfile {
    let terms = judged.as_ref().ok();
    let zero = simpul_kernel::Money::ZERO;
    AdoptProfile {
        name: row.name.clone().unwrap_or_default(),
        outcome: match (judged, known) {
            (Err(_), _) => AdoptOutcome::Skipped,
            (_, Some(_)) => AdoptOutcome::Known,
            _ => AdoptOutcome::New,
        },
        reason: judged.as_ref().err().map(|why| why.code().to_owned()),
        plan_id: known.map(|plan| plan.plan_id),
        batch_id: None,
        batch_code: None,
        price_sell: terms.map_or(zero, |t| t.price_sell),
        price_cost: terms.map_or(zero, |t| t.price_cost),
        validity_s: terms.and_then(|t| t.validity_s),
        usage_limit_s: terms.and_then(|t| t.usage_limit_s),
        data_limit_bytes: terms.and_then(|t| t.data_limit_bytes),
        shared_users: terms.map_or(1, |t| t.shared_users),
        upload_kbps: terms.and_then(|t| t.upload_kbps),
        download_kbps: terms.and_then(|t| t.download_kbps),
        users: 0,
        has_script: row.on_login.as_deref().is_some_and(|script| !script.trim().is_empty()),
    }
}

/// Sorts the users, each to its profile or to its reason.
async fn users(
    tx: &mut Tx,
    ctx: &Ctx,
    access: &RouterAccess,
    seen: &Seen,
    installations: &HashSet<String>,
    report: &mut AdoptReport,
    chosen: &mut [Chosen],
) -> Result<()> {
    let codes: Vec<String> = seen.users.iter().filter_map(|user| user.name.clone()).collect();
    let known: HashSet<String> = vouchers::codes_known(tx, &codes).await?.into_iter().collect();
    let adopted = provisioning::codes_adopted(tx, access.router_id, &codes).await?;
    let adopted: HashSet<String> = adopted.into_iter().collect();
    let at: HashMap<String, usize> =
        chosen.iter().enumerate().map(|(n, one)| (one.terms.profile_name.clone(), n)).collect();
    let mut skipped: BTreeMap<&'static str, i64> = BTreeMap::new();
    let mut taken: HashSet<&str> = HashSet::new();
    for user in &seen.users {
        report.users_total += 1;
        let name = user.name.as_deref().unwrap_or_default();
        if rules::is_ours(user, installations) {
            report.users_ours += 1;
            continue;
        }
        let place = at.get(user.profile.as_deref().unwrap_or("default")).copied();
        let judged = match (rules::user_skip(user), place) {
            (Some(why), _) => Err(why),
            _ if adopted.contains(name) => Err(AdoptSkip::Known),
            // One name may have a row for each hotspot server: the first is the voucher.
            _ if known.contains(name) || taken.contains(name) => Err(AdoptSkip::CodeInUse),
            (None, None) => Err(AdoptSkip::ProfileSkipped),
            (None, Some(place)) => {
                rules::voucher_of(user, chosen[place].terms.validity_s, seen.clock.as_ref(), ctx.now)
            }
        };
        list(report, user, &judged);
        match (judged, place, &user.id) {
            (Ok(voucher), Some(place), Some(id)) => {
                taken.insert(name);
                report.users_adoptable += 1;
                report.profiles[chosen[place].at].users += 1;
                chosen[place].users.push((voucher, id.to_string(), user.comment.clone()));
            }
            (Err(why), ..) => *skipped.entry(why.code()).or_default() += 1,
            _ => {}
        }
    }
    report.skipped =
        skipped.into_iter().map(|(reason, count)| AdoptSkipped { reason: reason.to_owned(), count }).collect();
    Ok(())
}

fn list(report: &mut AdoptReport, user: &HotspotUser, judged: &Result<AdoptedVoucher, AdoptSkip>) {
    if report.rows.len() >= LISTED {
        report.more += 1;
        return;
    }
    report.rows.push(AdoptUser {
        name: user.name.clone().unwrap_or_default(),
        profile: user.profile.clone().unwrap_or_else(|| "default".to_owned()),
        comment: user.comment.clone(),
        status: judged.as_ref().ok().map(|voucher| voucher.status),
        expires_at: judged.as_ref().ok().and_then(|voucher| voucher.expires_at),
        uptime_s: user.uptime.and_then(|d| i64::try_from(d.as_secs()).ok()).unwrap_or(0),
        reason: judged.as_ref().err().map(|why| why.code().to_owned()),
    });
}

/// Makes the plan, unless there is one, and the batch of its users.
async fn take(
    tx: &mut Tx,
    ctx: &Ctx,
    access: &RouterAccess,
    report: &mut AdoptReport,
    one: Chosen,
    with_users: bool,
) -> Result<()> {
    let plan = match one.known {
        Some(plan) => plan,
        None => plans::plan_adopted(tx, access.location_id, one.terms).await?,
    };
    let here = (access.router_id, access.location_id);
    provisioning::profile_adopted(tx, plan.plan_id, here, &one.ros_id).await?;
    report.profiles[one.at].plan_id = Some(plan.plan_id);
    if !with_users {
        return Ok(());
    }
    for part in one.users.chunks(BATCH_MOST) {
        let all: Vec<AdoptedVoucher> = part.iter().map(|(voucher, ..)| voucher.clone()).collect();
        let (batch_id, batch_code, made) = vouchers::batch_adopted(tx, ctx, &plan, &access.name, &all).await?;
        let ids: HashMap<String, _> = made.into_iter().map(|(id, code)| (code, id)).collect();
        let rows: Vec<AdoptedRow> = part
            .iter()
            .filter_map(|(voucher, ros_id, comment)| {
                let voucher_id = *ids.get(&voucher.code)?;
                Some(AdoptedRow { voucher_id, ros_id: ros_id.clone(), comment: comment.clone() })
            })
            .collect();
        provisioning::users_adopted(tx, access.router_id, &rows).await?;
        report.users_adopted += i64::try_from(rows.len()).unwrap_or(0);
        report.profiles[one.at].batch_id = Some(batch_id);
        report.profiles[one.at].batch_code = Some(batch_code);
    }
    Ok(())
}
