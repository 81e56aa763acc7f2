//! Compares both sides once the list is empty: what we hold for applied against
//! what the router has.

use std::collections::HashMap;

use routeros_api::resource::HotspotUser;
use routeros_api::{Client, Resource as _};
use simpul_kernel::ids::VoucherId;
use simpul_kernel::{CodedError as _, Result};

use super::drain::Drain;
use super::error::CopyError;
use super::look;
use super::model::{Truth, UserWish, Wish};
use super::rules;
use super::store;
use super::store::copy::CopyRow;

/// With at most this many vouchers touched only their rows are read; a router
/// needs seconds to print a whole table.
const FEW: usize = 200;
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
];

/// What a comparison found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Compared {
    /// Copies looked at.
    pub copies: usize,
    /// Copies that differ.
    pub drifted: usize,
    /// Rows that look like ours and belong to no copy of ours: shown, never touched.
    pub strays: usize,
}

/// Compares the touched vouchers, or all; `None` when the line broke.
pub async fn compare(drain: &Drain<'_>, everything: bool) -> Result<Option<Compared>> {
    if everything || drain.touched.len() > FEW {
        return all(drain).await;
    }
    let mut found = Compared::default();
    let (copies, wishes) = read(drain, &drain.touched).await?;
    let names: Vec<&str> = wishes.values().map(|wish| wish.name.as_str()).collect();
    if names.is_empty() {
        return Ok(Some(found));
    }
    let Ok(rows) = look::rows_named(&drain.client, &names).await else { return Ok(None) };
    settle(drain, &copies, &wishes, &rows, &mut found).await?;
    Ok(Some(found))
}

async fn all(drain: &Drain<'_>) -> Result<Option<Compared>> {
    let Ok(mut rows) = table(&drain.client).await else { return Ok(None) };
    rows.retain(|_, rows| {
        rows.retain(|row| row.comment.as_deref().and_then(rules::parse_comment).is_some());
        !rows.is_empty()
    });
    let mut found = Compared::default();
    let mut last = 0;
    let mut claimed = 0;
    loop {
        let copies = {
            let mut tx = drain.begin_tx().await?;
            store::copy::copies_after(&mut tx, drain.access.router_id, last, CHUNK).await?
        };
        let Some(end) = copies.last() else { break };
        last = end.voucher_id;
        let ids: Vec<i64> = copies.iter().map(|copy| copy.voucher_id).collect();
        let (_, wishes) = read(drain, &ids).await?;
        claimed += wishes
            .values()
            .filter(|wish| rows.get(&wish.name).is_some_and(|rows| ours(drain, rows, wish).is_some()))
            .count();
        settle(drain, &copies, &wishes, &rows, &mut found).await?;
    }
    let marked: usize = rows.values().map(Vec::len).sum();
    found.strays = marked.saturating_sub(claimed);
    Ok(Some(found))
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

async fn read(drain: &Drain<'_>, vouchers: &[i64]) -> Result<(Vec<CopyRow>, HashMap<i64, UserWish>)> {
    let mut tx = drain.begin_tx().await?;
    let copies = store::copy::copies(&mut tx, drain.access.router_id, vouchers).await?;
    let ids: Vec<VoucherId> = vouchers.iter().copied().map(VoucherId).collect();
    let wishes = drain.books.users(&mut tx, &ids).await?;
    Ok((copies, wishes.into_iter().map(|wish| (wish.voucher_id.0, wish)).collect()))
}

fn ours<'r>(drain: &Drain<'_>, rows: &'r [HotspotUser], wish: &UserWish) -> Option<&'r HotspotUser> {
    rows.iter().find(|row| rules::is_copy_of(row, wish, &drain.installations))
}

/// How a copy that counts as done or drifted stands now; `None`: as wished.
fn judge(drain: &Drain<'_>, copy: &CopyRow, wish: &UserWish, rows: &[HotspotUser]) -> Option<CopyError> {
    match (copy.wish, ours(drain, rows, wish)) {
        (Wish::Absent, None) => None,
        (Wish::Absent, Some(_)) => Some(CopyError::RowUnwanted),
        (_, None) => Some(CopyError::RowMissing),
        (_, Some(row)) => {
            let server = drain.access.hotspot_server.as_deref();
            let wanted = rules::user_row(wish, copy.wish == Wish::Disabled, &drain.app.installation.code, server);
            rules::user_change(row, &wanted).map(|_| CopyError::RowDiffers)
        }
    }
}

async fn settle(
    drain: &Drain<'_>,
    copies: &[CopyRow],
    wishes: &HashMap<i64, UserWish>,
    rows: &look::Rows,
    found: &mut Compared,
) -> Result<()> {
    let (mut drifted, mut reasons, mut healed) = (Vec::new(), Vec::new(), Vec::new());
    for copy in copies.iter().filter(|copy| matches!(copy.state, Truth::Applied | Truth::Drifted)) {
        let Some(wish) = wishes.get(&copy.voucher_id) else { continue };
        found.copies += 1;
        match judge(drain, copy, wish, rows.get(&wish.name).map_or(&[][..], Vec::as_slice)) {
            Some(reason) => {
                found.drifted += 1;
                drifted.push(copy.voucher_id);
                reasons.push(reason.code().to_owned());
            }
            None if copy.state == Truth::Drifted => healed.push(copy.voucher_id),
            None => {}
        }
    }
    if drifted.is_empty() && healed.is_empty() {
        return Ok(());
    }
    let router = drain.access.router_id;
    let mut tx = drain.begin_tx().await?;
    store::copy::copies_compared(&mut tx, router, Truth::Drifted, &drifted, &reasons).await?;
    let none = vec![String::new(); healed.len()];
    store::copy::copies_compared(&mut tx, router, Truth::Applied, &healed, &none).await?;
    tx.touch("provisioning");
    tx.commit().await
}
