//! Vouchers: list, sums, look at, find, withdraw.

use serde_json::json;
use simpul_kernel::ids::VoucherId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Locations, Paged, Permission, Result};

use super::super::error::VoucherError;
use super::super::input::{VoucherFilter, VoucherFind, VoucherList, VoucherRef, VoucherTotalsQuery, VoucherVoid};
use super::super::store::{life, totals, void, voucher};
use super::super::view::{VoucherRow, VoucherTotals, VoucherView, VoucherVoided};
use super::super::{codes, model::VoucherStatus};
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::provisioning::{self, Wish};

/// The most vouchers one call withdraws.
const VOID_MAX: usize = 500;

/// Lists vouchers.
///
/// # Errors
/// `permission_denied`, also for what happened where its documents are not to be seen; `input_malformed` for a
/// strange cursor.
pub async fn voucher_list(app: &App, ctx: &Ctx, input: VoucherList) -> Result<Paged<VoucherRow>> {
    ctx.require(Permission::VoucherView)?;
    let filter = filter_seen(ctx, input.filter)?;
    let mut tx = app.db.begin(ctx).await?;
    let page = input.page.unwrap_or_default();
    voucher::voucher_list(&mut tx, &filter, (input.sort, input.descending), &page).await
}

/// Sums over vouchers. Of what happened they are turnover, which who may see reports is told, and are read row by
/// row: of so many days as a report, of a batch or of what was searched for.
///
/// # Errors
/// `permission_denied`, `input_invalid` for more days than that.
pub async fn voucher_totals(app: &App, ctx: &Ctx, input: VoucherTotalsQuery) -> Result<VoucherTotals> {
    ctx.require(Permission::VoucherView)?;
    let filter = filter_seen(ctx, input.filter)?;
    if let Some(happened) = &filter.happened {
        if happened.is_turnover() {
            ctx.require(Permission::ReportView)?;
        }
        let is_searched = filter.search.as_deref().is_some_and(|text| !text.trim().is_empty());
        if happened.what.has_days() && filter.batch_id.is_none() && !is_searched {
            happened.days_valid()?;
        }
    }
    let mut tx = app.db.begin(ctx).await?;
    totals::totals(&mut tx, &filter).await
}

/// How many rows the list has, for who reads them all.
///
/// # Errors
/// Those of the list.
pub async fn voucher_rows_count(app: &App, ctx: &Ctx, filter: VoucherFilter) -> Result<i64> {
    ctx.require(Permission::VoucherView)?;
    let filter = filter_seen(ctx, filter)?;
    let mut tx = app.db.begin(ctx).await?;
    Ok(totals::totals(&mut tx, &filter).await?.count)
}

/// The filter of who may see what it asks for. Who sees one place only has it named in the query: the planner
/// then uses the place's index instead of passing over everybody else's rows.
fn filter_seen(ctx: &Ctx, mut filter: VoucherFilter) -> Result<VoucherFilter> {
    if let Some(needed) = filter.happened.as_ref().and_then(|happened| happened.what.permission()) {
        ctx.require(needed)?;
    }
    if let (None, Locations::Only(ids)) = (filter.location_id, ctx.locations())
        && let [only] = ids.as_slice()
    {
        filter.location_id = Some(*only);
    }
    Ok(filter)
}

/// One voucher.
///
/// # Errors
/// `voucher_not_found`.
pub async fn voucher_get(app: &App, ctx: &Ctx, input: VoucherRef) -> Result<VoucherView> {
    ctx.require(Permission::VoucherView)?;
    let mut tx = app.db.begin(ctx).await?;
    Ok(voucher::voucher_view(&mut tx, input.voucher_id).await?.ok_or(VoucherError::NotFound)?)
}

/// Finds a voucher by what is on the slip, however it is typed.
///
/// # Errors
/// `voucher_not_found`.
pub async fn voucher_find(app: &App, ctx: &Ctx, input: VoucherFind) -> Result<VoucherView> {
    ctx.require(Permission::VoucherView)?;
    let spellings = codes::spellings(&input.code);
    let mut tx = app.db.begin(ctx).await?;
    let id = voucher::id_by_code(&mut tx, &spellings).await?.ok_or(VoucherError::NotFound)?;
    Ok(voucher::voucher_view(&mut tx, id).await?.ok_or(VoucherError::NotFound)?)
}

/// Withdraws vouchers that are unsold and unused; the others are left alone.
///
/// # Errors
/// `input_invalid`, `voucher_not_found` when one of them is not seen.
pub async fn voucher_void(app: &App, ctx: &Ctx, input: VoucherVoid) -> Result<VoucherVoided> {
    ctx.require(Permission::VoucherVoid)?;
    let (reason, mut ids) = (input.reason.trim(), input.voucher_ids);
    ids.sort_unstable();
    ids.dedup();
    let mut v = Validator::new();
    v.length(reason, 3, 300, "reason");
    v.check_with(
        (1..=VOID_MAX).contains(&ids.len()),
        "voucher_ids",
        "out_of_range",
        &[("min", 1.into()), ("max", VOID_MAX.into())],
    );
    v.finish()?;
    let mut tx = app.db.begin(ctx).await?;
    let found = void::voidable(&mut tx, &ids).await?;
    if found.seen != ids.len() {
        return Err(VoucherError::NotFound.into());
    }
    let voided = void_all(&mut tx, ctx, &found.voidable, reason).await?;
    let skipped = i64::try_from(ids.len()).unwrap_or(i64::MAX) - voided;
    // One deed for each place, so that who sees one of them reads of it there.
    for (place, count) in life::count_by_place(&mut tx, &found.voidable).await? {
        let mut fact = Fact::new("voucher_void").tag("voucher").detail("reason", reason).detail("voided", count);
        if let [one] = found.voidable.as_slice() {
            fact = fact.on("voucher", one.0);
        }
        tx.record(fact.at(place)).await?;
    }
    tx.commit().await?;
    Ok(VoucherVoided { voided, skipped })
}

/// Withdraws these vouchers, tells it, and has their rows leave the routers.
pub(in crate::voucher) async fn void_all(tx: &mut Tx, ctx: &Ctx, ids: &[VoucherId], reason: &str) -> Result<i64> {
    if ids.is_empty() {
        return Ok(0);
    }
    let by = (ctx.user_id().map(|id| id.0), ctx.now);
    let voided = void::void(tx, ids, reason, by).await?;
    life::events_write(tx, &voided, VoucherStatus::Void.as_str(), by, &json!({ "reason": reason })).await?;
    provisioning::vouchers_changed(tx, &voided, Wish::Absent).await?;
    tx.touch("voucher");
    Ok(i64::try_from(voided.len()).unwrap_or(i64::MAX))
}
