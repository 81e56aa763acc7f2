//! Sums over vouchers.

use rust_decimal::Decimal;
use simpul_kernel::{Money, Result};
use sqlx::{FromRow, PgConnection};

use super::happened::{self, Source};
use super::search::{Search, search};
use super::voucher::Filter;
use crate::db::list::List;
use crate::voucher::input::{StockPart, VoucherFilter};
use crate::voucher::model::VoucherStatus;
use crate::voucher::view::{VoucherCounts, VoucherTotals};

#[derive(FromRow)]
struct Sum {
    status: VoucherStatus,
    count: i64,
    back: i64,
    sell: Decimal,
    cost: Decimal,
}

/// Sums over a filter. Without a search for codes and without router trouble they
/// come from the sums that triggers keep per batch, whose codes share one price: a
/// million vouchers cost as much as their few hundred batches.
pub(in crate::voucher) async fn totals(conn: &mut PgConnection, filter: &VoucherFilter) -> Result<VoucherTotals> {
    let sums = if let Some(happened) = &filter.happened {
        over_deeds(conn, filter, Source::of(happened.what)).await?
    } else {
        match search(conn, filter.search.as_deref()).await? {
            Search::All if filter.router_trouble => over_vouchers(conn, filter, None, None).await?,
            Search::All => over_batches(conn, filter, None).await?,
            Search::Batches(ids) if filter.router_trouble => over_vouchers(conn, filter, None, Some(&ids)).await?,
            Search::Batches(ids) => over_batches(conn, filter, Some(&ids)).await?,
            Search::Vouchers(ids) => over_vouchers(conn, filter, Some(&ids), None).await?,
        }
    };
    let mut totals = VoucherTotals {
        count: 0,
        back: 0,
        counts: VoucherCounts::default(),
        value_sell: Money::ZERO,
        value_cost: Money::ZERO,
    };
    for sum in sums {
        let counts = &mut totals.counts;
        let place = match sum.status {
            VoucherStatus::Available => &mut counts.available,
            VoucherStatus::Active => &mut counts.active,
            VoucherStatus::Used => &mut counts.used,
            VoucherStatus::Expired => &mut counts.expired,
            VoucherStatus::Void => &mut counts.void,
        };
        *place += sum.count;
        totals.count += sum.count;
        totals.back += sum.back;
        totals.value_sell = totals.value_sell + Money::from_decimal(sum.sell);
        totals.value_cost = totals.value_cost + Money::from_decimal(sum.cost);
    }
    Ok(totals)
}

/// What a column of the stock page counts, as the name by which the queries know it.
const fn part(filter: &VoucherFilter) -> Option<&'static str> {
    match filter.stock {
        None => None,
        Some(StockPart::Printed) => Some("printed"),
        Some(StockPart::Plain) => Some("plain"),
        Some(StockPart::Card) => Some("card"),
        Some(StockPart::OnHand) => Some("on_hand"),
        Some(StockPart::Handed) => Some("handed"),
        Some(StockPart::Sold) => Some("sold"),
        Some(StockPart::Activated) => Some("activated"),
        Some(StockPart::Ended) => Some("ended"),
    }
}

fn names(filter: &VoucherFilter) -> Vec<String> {
    filter.status.iter().map(|s| s.as_str().to_owned()).collect()
}

/// One row for each time it happened, counted as they stand in the list.
async fn over_deeds(conn: &mut PgConnection, filter: &VoucherFilter, source: &Source) -> Result<Vec<Sum>> {
    let filter = Filter::new(conn, filter).await?;
    let mut list = List::new(source.queries(filter.is_few()).sums);
    filter.narrow(&mut list);
    list.grouped(conn, happened::GROUP).await
}

async fn over_batches(conn: &mut PgConnection, filter: &VoucherFilter, batches: Option<&[i64]>) -> Result<Vec<Sum>> {
    Ok(sqlx::query_as!(
        Sum,
        r#"SELECT c.status AS "status: VoucherStatus", sum(c.n)::BIGINT AS "count!", 0::BIGINT AS "back!", sum(c.n * b.price_sell) AS "sell!",
                  sum(c.n * b.price_cost) AS "cost!"
             FROM voucher_counts c JOIN voucher_batches b ON b.id = c.batch_id
            WHERE ($1::BIGINT IS NULL OR c.location_id = $1) AND ($2::BIGINT IS NULL OR c.batch_id = $2)
              AND ($3::BIGINT IS NULL OR b.plan_id = $3) AND (cardinality($4::TEXT[]) = 0 OR c.status = ANY ($4))
              AND ($5::BIGINT[] IS NULL OR c.batch_id = ANY ($5)) AND ($6::BIGINT IS NULL OR c.vendor_id = $6)
              AND (NOT $8 OR c.vendor_id IS NULL)
              AND ($7::TEXT IS NULL OR CASE $7 WHEN 'printed' THEN c.is_printed WHEN 'sold' THEN c.is_sold
                       WHEN 'activated' THEN c.status IN ('active', 'used', 'expired') WHEN 'ended' THEN c.status IN ('used', 'expired')
                       WHEN 'handed' THEN c.status = 'available' AND NOT c.is_sold AND c.vendor_id IS NOT NULL
                       ELSE c.status = 'available' AND NOT c.is_sold AND c.vendor_id IS NULL AND ($7 = 'on_hand' OR c.is_printed = ($7 = 'card'))
                            AND b.status = 'active' AND NOT starts_with(b.idempotency_key, 'adopt-') END)
            GROUP BY c.status"#,
        filter.location_id.map(|l| l.0),
        filter.batch_id.map(|b| b.0),
        filter.plan_id.map(|p| p.0),
        &names(filter),
        batches,
        filter.vendor_id.map(|v| v.0),
        part(filter),
        filter.no_vendor
    )
    .fetch_all(conn)
    .await?)
}

/// Few vouchers, one by one: those of a search, or those with a copy that is
/// pending, failed or drifted.
async fn over_vouchers(
    conn: &mut PgConnection,
    filter: &VoucherFilter,
    vouchers: Option<&[i64]>,
    batches: Option<&[i64]>,
) -> Result<Vec<Sum>> {
    Ok(sqlx::query_as!(
        Sum,
        r#"SELECT v.status AS "status: VoucherStatus", count(*) AS "count!", 0::BIGINT AS "back!", sum(v.price_sell) AS "sell!",
                  sum(v.price_cost) AS "cost!"
             FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id
            WHERE v.id IN (SELECT unnest($1::BIGINT[]) WHERE $1 IS NOT NULL
                           UNION ALL SELECT x.voucher_id FROM voucher_routers x WHERE $1 IS NULL AND x.state <> 'applied')
              AND (NOT $2 OR EXISTS (SELECT FROM voucher_routers x WHERE x.voucher_id = v.id AND x.state <> 'applied'))
              AND ($3::BIGINT IS NULL OR v.location_id = $3) AND ($4::BIGINT IS NULL OR v.batch_id = $4)
              AND ($5::BIGINT IS NULL OR v.plan_id = $5) AND (cardinality($6::TEXT[]) = 0 OR v.status = ANY ($6))
              AND ($7::BIGINT[] IS NULL OR v.batch_id = ANY ($7)) AND ($8::BIGINT IS NULL OR v.vendor_id = $8)
              AND (NOT $10 OR v.vendor_id IS NULL)
              AND ($9::TEXT IS NULL OR CASE $9 WHEN 'printed' THEN (v.printed_at IS NOT NULL) WHEN 'sold' THEN (v.sold_at IS NOT NULL)
                       WHEN 'activated' THEN v.status IN ('active', 'used', 'expired') WHEN 'ended' THEN v.status IN ('used', 'expired')
                       WHEN 'handed' THEN v.status = 'available' AND NOT (v.sold_at IS NOT NULL) AND v.vendor_id IS NOT NULL
                       ELSE v.status = 'available' AND NOT (v.sold_at IS NOT NULL) AND v.vendor_id IS NULL AND ($9 = 'on_hand' OR (v.printed_at IS NOT NULL) = ($9 = 'card'))
                            AND b.status = 'active' AND NOT starts_with(b.idempotency_key, 'adopt-') END)
            GROUP BY v.status"#,
        vouchers,
        filter.router_trouble,
        filter.location_id.map(|l| l.0),
        filter.batch_id.map(|b| b.0),
        filter.plan_id.map(|p| p.0),
        &names(filter),
        batches,
        filter.vendor_id.map(|v| v.0),
        part(filter),
        filter.no_vendor
    )
    .fetch_all(conn)
    .await?)
}
