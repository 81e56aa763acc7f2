//! Codes on their way: what can be handed over, what can come back, what is to be settled.

use rust_decimal::Decimal;
use simpul_kernel::ids::{
    LocationId, PlanId, VendorId, VendorSettlementId, VendorTransferId, VoucherBatchId, VoucherId,
};
use simpul_kernel::{Error, Money, Result};
use sqlx::{FromRow, PgConnection, Postgres, QueryBuilder};

use crate::vendor::error::VendorError;
use crate::vendor::input::{VendorPick, VendorSold};
use crate::vendor::rules::{CODES_MAX, Code, Terms};
use crate::voucher::codes;

#[derive(FromRow)]
struct Row {
    id: i64,
    voucher_id: i64,
    code: String,
    number: i32,
    batch_id: i64,
    batch_code: String,
    plan_id: i64,
    plan_name: String,
    price: Decimal,
    commission: Decimal,
    is_prepaid: bool,
    is_used: bool,
}

impl From<Row> for Code {
    fn from(r: Row) -> Self {
        Self {
            row: r.id,
            voucher_id: VoucherId(r.voucher_id),
            code: r.code,
            number: r.number,
            batch_id: VoucherBatchId(r.batch_id),
            batch_code: r.batch_code,
            plan_id: PlanId(r.plan_id),
            plan_name: r.plan_name,
            price: Money::from_decimal(r.price),
            commission: Money::from_decimal(r.commission),
            is_prepaid: r.is_prepaid,
            is_used: r.is_used,
        }
    }
}

const STOCK: &str = "SELECT 0::BIGINT AS id, v.id AS voucher_id, v.code, v.number, v.batch_id, b.batch_code, v.plan_id, b.plan_name, \
     v.price_sell AS price, 0::NUMERIC AS commission, false AS is_prepaid, false AS is_used \
     FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id \
     WHERE v.status = 'available' AND v.sold_at IS NULL AND v.handed_at IS NULL AND v.vendor_id IS NULL \
       AND b.status = 'active' AND NOT starts_with(b.idempotency_key, 'adopt-') AND v.location_id = ";
const HELD: &str = "SELECT c.id, v.id AS voucher_id, v.code, v.number, v.batch_id, b.batch_code, c.plan_id, b.plan_name, c.price, \
     c.commission, c.is_prepaid, v.first_login_at IS NOT NULL AS is_used \
     FROM vendor_codes c JOIN vouchers v ON v.id = c.voucher_id JOIN voucher_batches b ON b.id = c.batch_id \
     WHERE c.returned_id IS NULL AND c.settlement_id IS NULL AND c.vendor_id = ";

/// Adds which codes are meant.
fn only(query: &mut QueryBuilder<Postgres>, pick: &VendorPick) {
    if let Some(batch) = pick.batch_id {
        query.push(" AND v.batch_id = ").push_bind(batch.0);
    }
    if let Some(from) = pick.from_number {
        query.push(" AND v.number >= ").push_bind(from);
    }
    if let Some(to) = pick.to_number {
        query.push(" AND v.number <= ").push_bind(to);
    }
    if let Some(plan) = pick.plan_id {
        query.push(" AND v.printed_at IS NOT NULL AND v.plan_id = ").push_bind(plan.0);
    }
    if !pick.codes.is_empty() {
        let all: Vec<String> = pick.codes.iter().flat_map(|typed| codes::spellings(typed)).collect();
        query.push(" AND v.code = ANY (").push_bind(all).push(")");
    }
}

async fn fetch(
    mut query: QueryBuilder<Postgres>,
    conn: &mut PgConnection,
    (first, most, lock): (&'static str, i64, Option<&'static str>),
) -> Result<Vec<Code>> {
    query.push(" ORDER BY ").push(first).push("v.batch_id, v.number LIMIT ").push_bind(most);
    if let Some(lock) = lock {
        query.push(lock);
    }
    let rows: Vec<Row> = query.build_query_as().fetch_all(conn).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Stock that is meant, on these terms, the oldest batch first; locked where it is to
/// be handed over.
///
/// # Errors
/// `vendor_price_missing`, `vendor_codes_too_many`.
pub(in crate::vendor) async fn stock(
    conn: &mut PgConnection,
    (location, terms): (LocationId, &Terms),
    pick: &VendorPick,
    is_locked: bool,
) -> Result<Vec<Code>> {
    let mut query = QueryBuilder::new(STOCK);
    query.push_bind(location.0);
    only(&mut query, pick);
    let most = pick.quantity.map_or(CODES_MAX + 1, i64::from);
    // A sale that has cards in its hands just now takes them; by plan any others do.
    let lock = if pick.plan_id.is_some() { " FOR UPDATE OF v SKIP LOCKED" } else { " FOR UPDATE OF v" };
    let mut found = fetch(query, conn, ("", most, is_locked.then_some(lock))).await?;
    counted(&found)?;
    for code in &mut found {
        let (price, commission) = terms
            .of(code.plan_id, code.price)
            .ok_or_else(|| VendorError::PriceMissing { plan: code.plan_name.clone() })?;
        (code.price, code.commission) = (price, commission);
        code.is_prepaid = terms.mode == crate::vendor::input::VendorMode::Prepaid;
    }
    Ok(found)
}

/// Codes in a vendor's hands that are meant, unused; locked where they are to come back.
///
/// # Errors
/// `vendor_codes_too_many`.
pub(in crate::vendor) async fn returnable(
    conn: &mut PgConnection,
    vendor: VendorId,
    pick: &VendorPick,
    is_locked: bool,
) -> Result<Vec<Code>> {
    let mut query = QueryBuilder::new(HELD);
    query.push_bind(vendor.0);
    query.push(" AND v.status = 'available' AND v.first_login_at IS NULL");
    only(&mut query, pick);
    let found = fetch(query, conn, ("", CODES_MAX + 1, is_locked.then_some(" FOR UPDATE OF v, c"))).await?;
    counted(&found)?;
    Ok(found)
}

/// Codes on consignment that were used, and those the vendor says are sold; locked
/// where they are to be settled. Of more than one settlement holds, those that were said
/// first, then the oldest batch first.
pub(in crate::vendor) async fn settleable(
    conn: &mut PgConnection,
    vendor: VendorId,
    sold: &[VendorSold],
    is_locked: bool,
) -> Result<Vec<Code>> {
    let mut query = QueryBuilder::new(HELD);
    query.push_bind(vendor.0);
    let batches: Vec<i64> = sold.iter().map(|range| range.batch_id.0).collect();
    let from: Vec<i32> = sold.iter().map(|range| range.from_number).collect();
    let to: Vec<i32> = sold.iter().map(|range| range.to_number).collect();
    query.push(" AND NOT c.is_prepaid AND (v.first_login_at IS NOT NULL OR EXISTS (SELECT FROM UNNEST(");
    query.push_bind(batches).push("::BIGINT[], ").push_bind(from).push("::INTEGER[], ").push_bind(to);
    query.push(
        "::INTEGER[]) AS r (batch, low, high) WHERE r.batch = c.batch_id AND v.number BETWEEN r.low AND r.high))",
    );
    // What was said comes first: what was used is found again at the next settlement.
    fetch(query, conn, ("v.first_login_at IS NOT NULL, ", CODES_MAX, is_locked.then_some(" FOR UPDATE OF v, c"))).await
}

fn counted(found: &[Code]) -> Result<()> {
    if i64::try_from(found.len()).is_ok_and(|n| n <= CODES_MAX) {
        Ok(())
    } else {
        Err(VendorError::TooMany { most: CODES_MAX }.into())
    }
}

/// Writes codes into a vendor's hands, with the terms they have.
pub(in crate::vendor) async fn codes_insert(
    conn: &mut PgConnection,
    (location, vendor, document): (LocationId, VendorId, VendorTransferId),
    all: &[Code],
) -> Result<()> {
    let vouchers: Vec<i64> = all.iter().map(|code| code.voucher_id.0).collect();
    let batches: Vec<i64> = all.iter().map(|code| code.batch_id.0).collect();
    let plans: Vec<i64> = all.iter().map(|code| code.plan_id.0).collect();
    let prices: Vec<Decimal> = all.iter().map(|code| code.price.decimal()).collect();
    let commissions: Vec<Decimal> = all.iter().map(|code| code.commission.decimal()).collect();
    let prepaid: Vec<bool> = all.iter().map(|code| code.is_prepaid).collect();
    let done = sqlx::query!(
        "INSERT INTO vendor_codes (location_id, vendor_id, handed_id, voucher_id, batch_id, plan_id, price, commission, is_prepaid)
         SELECT $1, $2, $3, x.voucher, x.batch, x.plan, x.price, x.commission, x.prepaid
           FROM UNNEST($4::BIGINT[], $5::BIGINT[], $6::BIGINT[], $7::NUMERIC[], $8::NUMERIC[], $9::BOOLEAN[])
                AS x (voucher, batch, plan, price, commission, prepaid)",
        location.0,
        vendor.0,
        document.0,
        &vouchers,
        &batches,
        &plans,
        &prices,
        &commissions,
        &prepaid
    )
    .execute(conn)
    .await?;
    whole(done.rows_affected(), all)
}

/// Marks codes as come back by a document.
pub(in crate::vendor) async fn codes_return(
    conn: &mut PgConnection,
    document: VendorTransferId,
    all: &[Code],
) -> Result<()> {
    let rows: Vec<i64> = all.iter().map(|code| code.row).collect();
    let done = sqlx::query!(
        "UPDATE vendor_codes SET returned_id = $1 WHERE id = ANY ($2) AND returned_id IS NULL AND settlement_id IS NULL",
        document.0,
        &rows
    )
    .execute(conn)
    .await?;
    whole(done.rows_affected(), all)
}

/// Marks codes as settled by a document.
pub(in crate::vendor) async fn codes_settle(
    conn: &mut PgConnection,
    document: VendorSettlementId,
    all: &[Code],
) -> Result<()> {
    let rows: Vec<i64> = all.iter().map(|code| code.row).collect();
    let done = sqlx::query!(
        "UPDATE vendor_codes SET settlement_id = $1
          WHERE id = ANY ($2) AND returned_id IS NULL AND settlement_id IS NULL AND NOT is_prepaid",
        document.0,
        &rows
    )
    .execute(conn)
    .await?;
    whole(done.rows_affected(), all)
}

fn whole(done: u64, all: &[Code]) -> Result<()> {
    if done == all.len() as u64 { Ok(()) } else { Err(Error::internal("a code of a vendor's document is missing")) }
}
