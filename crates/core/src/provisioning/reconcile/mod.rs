//! Compares both sides: what was just written, cheaply; everything once a day and on
//! asking; and before anything is written, whether this database is older than the
//! router's rows.

mod judge;
mod whole;

use std::collections::HashMap;

use routeros_api::Resource as _;
use routeros_api::resource::HotspotUser;
use simpul_kernel::Result;
use simpul_kernel::ids::VoucherId;

use super::drain::Drain;
use super::look;
use super::model::{Truth, UserWish};
use super::store;
use super::store::copy::CopyRow;
use super::store::drift::Found;
pub use whole::whole;

/// With at most this many vouchers touched each of their rows is read again.
pub const FEW: i64 = 200;
/// Of more than that so many are read, and the rest is told by the number of rows:
/// the router answered each write, and a filtered print goes through its whole table.
const SAMPLE: usize = 40;

/// What a comparison found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compared {
    /// Copies and profiles looked at.
    pub copies: usize,
    /// Those that differ.
    pub drifted: usize,
    /// Rows that look like ours and belong to no copy of ours: shown, never touched
    /// unless a person says so.
    pub strays: usize,
}

/// What stands before the first write of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Nothing does.
    Open,
    /// A person must confirm first: the router knows vouchers this database does not.
    Closed,
    /// The line broke while looking.
    LineLost,
}

/// Whether a router may be written to. One that was never compared in this life of
/// the database is compared first: a dump may have been restored since.
pub async fn gate(drain: &mut Drain<'_>) -> Result<Gate> {
    let known = compare_get(drain).await?;
    if known.is_none_or(|row| !row.is_of_this_life) && whole(drain).await?.is_none() {
        return Ok(Gate::LineLost);
    }
    let is_gated = compare_get(drain).await?.is_some_and(|row| row.is_gated);
    Ok(if is_gated { Gate::Closed } else { Gate::Open })
}

async fn compare_get(drain: &Drain<'_>) -> Result<Option<store::compare::CompareRow>> {
    let mut tx = drain.begin_tx().await?;
    store::compare::compare_get(&mut tx, drain.access.router_id).await
}

/// Compares what a run touched; `None` when the line broke.
///
/// Many rows are not read again: each was confirmed by the router, so it is enough
/// that their number is right and a sample of them as wished. If either is not, all
/// of them are read.
pub async fn touched(drain: &Drain<'_>) -> Result<Option<Compared>> {
    let vouchers = &drain.touched;
    if i64::try_from(vouchers.len()).unwrap_or(i64::MAX) <= FEW {
        return named(drain, vouchers).await;
    }
    let step = vouchers.len().div_ceil(SAMPLE).max(1);
    let sample: Vec<i64> = vouchers.iter().copied().step_by(step).collect();
    let (count, found) = tokio::join!(drain.client.print(HotspotUser::MENU).count(), named(drain, &sample));
    let (Some(count), Some(found)) = (look::read(count)?, found?) else { return Ok(None) };
    let expected = drain.users_before.and_then(|before| i64::try_from(before).ok()).map(|n| n + drain.users_more);
    if found.drifted == 0 && expected == i64::try_from(count).ok() {
        return Ok(Some(found));
    }
    tracing::info!(router_id = drain.access.router_id.0, count, ?expected, "not as many rows as written: all are read");
    named(drain, vouchers).await
}

async fn named(drain: &Drain<'_>, vouchers: &[i64]) -> Result<Option<Compared>> {
    let mut found = Compared::default();
    let (copies, wishes) = read(drain, vouchers).await?;
    let names: Vec<&str> = wishes.values().map(|wish| wish.name.as_str()).collect();
    if names.is_empty() {
        return Ok(Some(found));
    }
    let Some(rows) = look::read(look::rows_named(&drain.client, &names).await)? else { return Ok(None) };
    settle(drain, &copies, &wishes, &rows, &mut found).await?;
    Ok(Some(found))
}

/// Copies and wishes of these vouchers.
pub async fn read(drain: &Drain<'_>, vouchers: &[i64]) -> Result<(Vec<CopyRow>, HashMap<i64, UserWish>)> {
    let mut tx = drain.begin_tx().await?;
    let copies = store::copy::copies(&mut tx, drain.access.router_id, vouchers).await?;
    let ids: Vec<VoucherId> = vouchers.iter().copied().map(VoucherId).collect();
    let wishes = drain.books.users(&mut tx, &ids).await?;
    Ok((copies, wishes.into_iter().map(|wish| (wish.voucher_id.0, wish)).collect()))
}

/// Writes how copies that count as done or drifted stand now.
async fn settle(
    drain: &Drain<'_>,
    copies: &[CopyRow],
    wishes: &HashMap<i64, UserWish>,
    rows: &look::Rows,
    found: &mut Compared,
) -> Result<()> {
    let (mut items, mut healed): (Vec<Found>, Vec<i64>) = (Vec::new(), Vec::new());
    for copy in copies.iter().filter(|copy| matches!(copy.state, Truth::Applied | Truth::Drifted)) {
        let Some(wish) = wishes.get(&copy.voucher_id) else { continue };
        found.copies += 1;
        match judge::user(drain, copy, wish, rows.get(&wish.name).map_or(&[][..], Vec::as_slice)) {
            Some(item) => items.push(item),
            None if copy.state == Truth::Drifted => healed.push(copy.voucher_id),
            None => {}
        }
    }
    found.drifted += items.len();
    if items.is_empty() && healed.is_empty() {
        return Ok(());
    }
    let router = drain.access.router_id;
    let drifted: Vec<i64> = items.iter().filter_map(|item| item.voucher_id).collect();
    let reasons: Vec<String> = items.iter().map(|item| judge::reason(item.kind).to_owned()).collect();
    let mut tx = drain.begin_tx().await?;
    store::copy::copies_compared(&mut tx, router, Truth::Drifted, &drifted, &reasons).await?;
    let none = vec![String::new(); healed.len()];
    store::copy::copies_compared(&mut tx, router, Truth::Applied, &healed, &none).await?;
    store::drift::items_found(&mut tx, router, drain.access.location_id, &items).await?;
    store::drift::items_settled(&mut tx, router, &healed, &[]).await?;
    tx.touch("provisioning");
    tx.touch("drift");
    tx.commit().await
}
