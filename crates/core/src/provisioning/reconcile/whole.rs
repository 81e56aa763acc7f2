//! Everything on one router against everything we wish there.

use std::collections::HashSet;

use routeros_api::Resource as _;
use routeros_api::resource::{HotspotUser, HotspotUserProfile};
use routeros_api::{Client, Query};
use simpul_kernel::Result;
use simpul_kernel::ids::PlanId;

use super::{Compared, judge, read, settle};
use crate::provisioning::drain::Drain;
use crate::provisioning::fallback;
use crate::provisioning::look;
use crate::provisioning::model::{Truth, Wish};
use crate::provisioning::rules;
use crate::provisioning::store::{compare, copy, drift};

/// Copies compared in one transaction.
const CHUNK: i64 = 5000;
/// Rows are compared without their passwords: hidden or not, they are not read
/// in bulk.
const PROPERTIES: &[&str] = &[
    ".id",
    "name",
    "comment",
    "disabled",
    "profile",
    "server",
    "limit-uptime",
    "limit-bytes-total",
    "mac-address",
    "dynamic",
    "default",
    "email",
];

/// Compares everything; `None` when the line broke. What is found is written down,
/// nothing is changed on the router.
pub async fn whole(drain: &Drain<'_>) -> Result<Option<Compared>> {
    let since = compare::clock(&mut *drain.begin_tx().await?).await?;
    let read = tokio::try_join!(table(&drain.client), drain.client.list::<HotspotUserProfile>(Query::all()));
    let Some((mut rows, profiles)) = look::read(read)? else { return Ok(None) };
    let all: usize = rows.values().map(Vec::len).sum();
    rows.retain(|_, rows| {
        rows.retain(|row| is_marked(drain, row));
        !rows.is_empty()
    });
    let marked: usize = rows.values().map(Vec::len).sum();
    let mut found = Compared::default();
    let mut is_unnoted = false;
    let claimed = copies(drain, &rows, &mut found, &mut is_unnoted).await?;
    let strays: Vec<&HotspotUser> =
        rows.values().flatten().filter(|row| row.id.as_ref().is_none_or(|id| !claimed.contains(id.as_str()))).collect();
    found.strays = strays.len();
    let foreign_profiles = plans(drain, &profiles, &mut found).await?;
    if fallback::check(drain, is_unnoted).await?.is_none() {
        return Ok(None);
    }
    finish(drain, since, &strays, (small(all - marked), small(foreign_profiles))).await?;
    Ok(Some(found))
}

fn small(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

/// Whether a row carries an installation of this database.
fn is_marked(drain: &Drain<'_>, row: &HotspotUser) -> bool {
    let comment = row.comment.as_deref().and_then(rules::parse_comment);
    comment.is_some_and(|comment| drain.installations.contains(comment.installation))
}

/// Judges every copy; the ids of the rows that belong to one, and whether one of them
/// does not say how long its code lives.
async fn copies(
    drain: &Drain<'_>,
    rows: &look::Rows,
    found: &mut Compared,
    is_unnoted: &mut bool,
) -> Result<HashSet<String>> {
    let mut claimed = HashSet::new();
    let mut last = 0;
    loop {
        let copies = {
            let mut tx = drain.begin_tx().await?;
            copy::copies_after(&mut tx, drain.access.router_id, last, CHUNK).await?
        };
        let Some(end) = copies.last() else { return Ok(claimed) };
        last = end.voucher_id;
        let ids: Vec<i64> = copies.iter().map(|copy| copy.voucher_id).collect();
        let (_, wishes) = read(drain, &ids).await?;
        for wish in wishes.values() {
            let row = rows.get(&wish.name).and_then(|rows| judge::ours(drain, rows, wish));
            claimed.extend(row.and_then(|row| row.id.as_ref()).map(ToString::to_string));
        }
        for copy in copies.iter().filter(|copy| copy.wish == Wish::Present && copy.state == Truth::Applied) {
            let row = wishes.get(&copy.voucher_id).and_then(|wish| {
                let row = rows.get(&wish.name).and_then(|rows| judge::ours(drain, rows, wish))?;
                Some((drain.wanted(wish, copy.wish).email?, row))
            });
            *is_unnoted |= row.is_some_and(|(_, row)| row.email.as_deref().unwrap_or_default().is_empty());
        }
        settle(drain, &copies, &wishes, rows, found).await?;
    }
}

/// Judges every plan's profile; how many profiles are somebody else's.
async fn plans(drain: &Drain<'_>, rows: &[HotspotUserProfile], found: &mut Compared) -> Result<usize> {
    let router = drain.access.router_id;
    let mut tx = drain.begin_tx().await?;
    let copies = compare::plan_copies(&mut tx, router).await?;
    let ids: Vec<PlanId> = copies.iter().map(|copy| PlanId(copy.plan_id)).collect();
    let wishes = drain.books.profiles(&mut tx, &ids).await?;
    let (mut items, mut plans, mut reasons) = (Vec::new(), Vec::new(), Vec::new());
    let mut ours: HashSet<&str> = HashSet::new();
    for copy in &copies {
        let Some(wish) = wishes.iter().find(|wish| wish.plan_id.0 == copy.plan_id) else { continue };
        ours.extend(judge::profile_of(copy, wish, rows).and_then(|row| row.id.as_ref()).map(|id| id.as_str()));
        if !copy.is_settled {
            continue;
        }
        found.copies += 1;
        match judge::profile(copy, wish, rows) {
            Some(item) => {
                found.drifted += 1;
                plans.push(copy.plan_id);
                reasons.push(judge::reason(item.kind).to_owned());
                items.push(item);
            }
            None if copy.is_drifted => {
                plans.push(copy.plan_id);
                reasons.push(String::new());
            }
            None => {}
        }
    }
    compare::plans_compared(&mut tx, router, &plans, &reasons).await?;
    drift::items_found(&mut tx, router, drain.access.location_id, &items).await?;
    if !plans.is_empty() {
        tx.touch("plan");
    }
    tx.commit().await?;
    let is_foreign = |row: &&HotspotUserProfile| {
        row.default != Some(true) && row.id.as_ref().is_none_or(|id| !ours.contains(id.as_str()))
    };
    Ok(rows.iter().filter(is_foreign).count())
}

/// Writes strays and sums, takes away what was not found again, and closes the gate
/// where the router knows vouchers that were never given out here.
async fn finish(
    drain: &Drain<'_>,
    since: chrono::DateTime<chrono::Utc>,
    strays: &[&HotspotUser],
    foreign: (i32, i32),
) -> Result<()> {
    let (router, location) = (drain.access.router_id, drain.access.location_id);
    let told: Vec<(i64, &str, String)> = strays
        .iter()
        .filter_map(|row| Some((rules::parse_comment(row.comment.as_deref()?)?, row.name.clone()?)))
        .map(|(comment, name)| (comment.voucher_id.0, comment.batch_code, name))
        .collect();
    let items: Vec<drift::Found> = strays.iter().filter_map(|row| judge::stray(row)).collect();
    let mut tx = drain.begin_tx().await?;
    let before = compare::compare_get(&mut tx, router).await?;
    drift::items_found(&mut tx, router, location, &items).await?;
    drift::items_gone(&mut tx, router, since).await?;
    compare::compared(&mut tx, router, location, foreign).await?;
    let (ids, names): (Vec<i64>, Vec<String>) = told.iter().map(|(id, _, name)| (*id, name.clone())).unzip();
    let confirmed = before.map_or(0, |row| row.confirmed_id);
    let is_new_life = before.is_some_and(|row| !row.is_of_this_life);
    let unknown = compare::ids_unknown(&mut tx, (&ids, &names), confirmed, is_new_life).await?;
    if let Some(highest) = unknown.iter().max() {
        let mut batches: Vec<String> =
            told.iter().filter(|(id, ..)| unknown.contains(id)).map(|(_, batch, _)| (*batch).to_owned()).collect();
        batches.sort_unstable();
        batches.dedup();
        tracing::warn!(router_id = router.0, highest, "the router knows vouchers this database does not: it waits");
        compare::gate_close(&mut tx, router, *highest, &batches).await?;
        tx.touch("router");
    }
    tx.touch("provisioning");
    tx.touch("drift");
    tx.commit().await
}

async fn table(client: &Client) -> routeros_api::Result<look::Rows> {
    let rows = client.print(HotspotUser::MENU).proplist(PROPERTIES).typed::<HotspotUser>().await?;
    let mut by_name = look::Rows::new();
    for row in rows {
        if row.dynamic == Some(true) || row.default == Some(true) {
            continue;
        }
        if let Some(name) = row.name.clone() {
            by_name.entry(name).or_default().push(row);
        }
    }
    Ok(by_name)
}
