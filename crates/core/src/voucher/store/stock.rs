//! Codes as stock: what is sold next, what was sold.

use chrono::{DateTime, Utc};
use simpul_kernel::ids::{LocationId, PlanId, VoucherBatchId, VoucherId};
use simpul_kernel::{Money, Result};
use sqlx::PgConnection;

use crate::voucher::input::{CodeAlphabet, CodeSpec};
use crate::voucher::model::CodeMode;
use crate::voucher::stock::StockCode;

/// Up to `count` unsold codes of a plan, the oldest batch first, locked. Slips and cards are a
/// statement each, word for word as the index of each is made: one walks over none of the other. The
/// batches come first, one after the other until there are enough: those that are held, or were a router's own, have
/// codes in that index too, and no PostgreSQL before 17 would read it in order for several batches at once.
pub(in crate::voucher) async fn take(
    conn: &mut PgConnection,
    (location, plan): (LocationId, PlanId),
    count: i64,
    is_card: bool,
) -> Result<Vec<StockCode>> {
    if is_card {
        return Ok(sqlx::query_as!(
            StockCode,
            r#"SELECT v.id AS "voucher_id: VoucherId", v.plan_id AS "plan_id: PlanId", k.plan_name,
                      v.price_sell AS "price_sell: Money", v.price_cost AS "price_cost: Money", true AS "is_printed!"
                 FROM (SELECT DISTINCT s.batch_id, b.plan_name FROM stock_on_hand s JOIN voucher_batches b ON b.id = s.batch_id
                        WHERE s.plan_id = $2 AND s.location_id = $1 AND s.is_printed ORDER BY s.batch_id) AS k
                CROSS JOIN LATERAL (
                      SELECT v.id, v.plan_id, v.price_sell, v.price_cost FROM vouchers v
                       WHERE v.batch_id = k.batch_id AND v.plan_id = $2 AND v.location_id = $1 AND v.status = 'available'
                         AND v.sold_at IS NULL AND v.printed_at IS NOT NULL AND v.handed_at IS NULL AND v.vendor_id IS NULL
                       ORDER BY v.number LIMIT $3 FOR UPDATE SKIP LOCKED) AS v
                LIMIT $3"#,
            location.0,
            plan.0,
            count
        )
        .fetch_all(conn)
        .await?);
    }
    Ok(sqlx::query_as!(
        StockCode,
        r#"SELECT v.id AS "voucher_id: VoucherId", v.plan_id AS "plan_id: PlanId", k.plan_name,
                  v.price_sell AS "price_sell: Money", v.price_cost AS "price_cost: Money", false AS "is_printed!"
             FROM (SELECT DISTINCT s.batch_id, b.plan_name FROM stock_on_hand s JOIN voucher_batches b ON b.id = s.batch_id
                    WHERE s.plan_id = $2 AND s.location_id = $1 AND NOT s.is_printed ORDER BY s.batch_id) AS k
            CROSS JOIN LATERAL (
                  SELECT v.id, v.plan_id, v.price_sell, v.price_cost FROM vouchers v
                   WHERE v.batch_id = k.batch_id AND v.plan_id = $2 AND v.location_id = $1 AND v.status = 'available'
                     AND v.sold_at IS NULL AND v.printed_at IS NULL AND v.handed_at IS NULL AND v.vendor_id IS NULL
                   ORDER BY v.number LIMIT $3 FOR UPDATE SKIP LOCKED) AS v
            LIMIT $3"#,
        location.0,
        plan.0,
        count
    )
    .fetch_all(conn)
    .await?)
}

/// How many codes without paper the counter can sell of each plan of a place, up to `most` of each.
pub(in crate::voucher) async fn counter_stock(
    conn: &mut PgConnection,
    location: LocationId,
    most: i64,
) -> Result<Vec<(PlanId, i64)>> {
    let rows = sqlx::query!(
        r#"SELECT p.id AS "plan_id: PlanId", least(coalesce(sum(s.n), 0)::BIGINT, $2::BIGINT) AS "n!"
             FROM service_plans p LEFT JOIN stock_on_hand s ON s.plan_id = p.id AND NOT s.is_printed
            WHERE p.location_id = $1 AND p.is_active GROUP BY p.id ORDER BY p.id"#,
        location.0,
        most
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.plan_id, row.n)).collect())
}

/// The unsold, unused code of one of these spellings, locked; none that a router had by itself.
pub(in crate::voucher) async fn take_code(
    conn: &mut PgConnection,
    location: LocationId,
    spellings: &[String],
) -> Result<Option<StockCode>> {
    Ok(sqlx::query_as!(
        StockCode,
        r#"SELECT v.id AS "voucher_id: VoucherId", v.plan_id AS "plan_id: PlanId", b.plan_name,
                  v.price_sell AS "price_sell: Money", v.price_cost AS "price_cost: Money",
                  v.printed_at IS NOT NULL AS "is_printed!"
             FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id
            WHERE v.code = ANY ($2) AND v.location_id = $1 AND v.status = 'available' AND v.sold_at IS NULL
              AND v.handed_at IS NULL AND v.vendor_id IS NULL AND b.status = 'active'
              AND NOT starts_with(b.idempotency_key, 'adopt-')
            ORDER BY array_position($2, v.code) LIMIT 1 FOR UPDATE OF v"#,
        location.0,
        spellings
    )
    .fetch_optional(conn)
    .await?)
}

/// The codes of a batch that this transaction made: so many from a number on.
pub(in crate::voucher) async fn of_batch(
    conn: &mut PgConnection,
    (batch, first): (VoucherBatchId, i32),
    count: i32,
) -> Result<Vec<StockCode>> {
    Ok(sqlx::query_as!(
        StockCode,
        r#"SELECT v.id AS "voucher_id: VoucherId", v.plan_id AS "plan_id: PlanId", b.plan_name,
                  v.price_sell AS "price_sell: Money", v.price_cost AS "price_cost: Money", false AS "is_printed!"
             FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id
            WHERE v.batch_id = $1 AND v.number BETWEEN $2 AND $3 ORDER BY v.number"#,
        batch.0,
        first,
        first + count - 1
    )
    .fetch_all(conn)
    .await?)
}

/// How the codes of the plan's newest batch look; none where it was never asked how.
pub(in crate::voucher) async fn newest_spec(conn: &mut PgConnection, plan: PlanId) -> Result<Option<CodeSpec>> {
    let row = sqlx::query!(
        "SELECT code_mode, code_alphabet, code_length, code_prefix FROM voucher_batches
          WHERE plan_id = $1 AND draft_hash IS NOT NULL ORDER BY id DESC LIMIT 1",
        plan.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|r| CodeSpec {
        mode: CodeMode::parse(&r.code_mode),
        alphabet: CodeAlphabet::parse(&r.code_alphabet),
        length: u8::try_from(r.code_length).unwrap_or(6),
        prefix: r.code_prefix,
    }))
}

/// Marks codes as sold for the price they have; returns how many still could be.
pub(in crate::voucher) async fn sold_keep(
    conn: &mut PgConnection,
    ids: &[VoucherId],
    (by, at): (Option<i64>, DateTime<Utc>),
) -> Result<u64> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let done = sqlx::query!(
        "UPDATE vouchers SET sold_at = $2, sold_by = $3, sold_price = price_sell
          WHERE id = ANY ($1) AND status = 'available' AND sold_at IS NULL",
        &ids,
        at,
        by
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Those of these codes whose batch was withdrawn, and why; the batches stay as they are
/// to the end of the transaction.
pub(in crate::voucher) async fn of_void_batches(
    conn: &mut PgConnection,
    ids: &[VoucherId],
) -> Result<Vec<(VoucherId, String)>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    // The status is read from the row as it is once the lock is had, so it is no condition.
    let rows = sqlx::query!(
        r#"SELECT v.id AS "id: VoucherId", b.status = 'void' AS "is_void!", b.void_reason AS "reason?"
             FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id WHERE v.id = ANY ($1) FOR SHARE OF b"#,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().filter(|r| r.is_void).map(|r| (r.id, r.reason.unwrap_or_default())).collect())
}

/// Marks codes as unsold again; returns how many were sold and unused.
pub(in crate::voucher) async fn sold_undo(conn: &mut PgConnection, ids: &[VoucherId]) -> Result<u64> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let done = sqlx::query!(
        "UPDATE vouchers SET sold_at = NULL, sold_by = NULL, sold_price = NULL
          WHERE id = ANY ($1) AND status = 'available' AND sold_at IS NOT NULL",
        &ids
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Makes codes that were sold as slips codes without paper again; when they were printed first is kept: what was told
/// of that day stays told.
pub(in crate::voucher) async fn slips_forget(conn: &mut PgConnection, ids: &[VoucherId]) -> Result<()> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    sqlx::query!(
        "UPDATE vouchers SET was_printed_at = coalesce(was_printed_at, printed_at), printed_at = NULL
          WHERE id = ANY ($1) AND printed_at IS NOT NULL",
        &ids
    )
    .execute(conn)
    .await?;
    Ok(())
}
