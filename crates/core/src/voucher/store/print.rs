//! What is printed, and the log of it.

use chrono::{DateTime, Utc};
use simpul_kernel::ids::{LocationId, PrinterId, VoucherBatchId, VoucherId};
use simpul_kernel::{Money, Result};
use sqlx::PgConnection;

use crate::voucher::model::VoucherStatus;

/// A voucher as it is printed.
#[derive(Debug, Clone)]
pub(in crate::voucher) struct Printable {
    pub(in crate::voucher) id: VoucherId,
    pub(in crate::voucher) batch_id: VoucherBatchId,
    pub(in crate::voucher) batch_code: String,
    pub(in crate::voucher) location_id: LocationId,
    pub(in crate::voucher) status: VoucherStatus,
    pub(in crate::voucher) printed_at: Option<DateTime<Utc>>,
    /// There was paper of it before, also where that came back.
    pub(in crate::voucher) was_on_paper: bool,
    pub(in crate::voucher) number: i32,
    pub(in crate::voucher) code: String,
    pub(in crate::voucher) password: Option<String>,
    pub(in crate::voucher) plan_name: String,
    pub(in crate::voucher) price_sell: Money,
    pub(in crate::voucher) usage_limit_s: Option<i64>,
    pub(in crate::voucher) data_limit_bytes: Option<i64>,
    pub(in crate::voucher) validity_s: Option<i64>,
    pub(in crate::voucher) shared_users: i32,
    pub(in crate::voucher) vendor: Option<String>,
}

/// What batches of a place cost, each price once, in the order in which they first came up.
pub(in crate::voucher) async fn prices(conn: &mut PgConnection, location: LocationId) -> Result<Vec<Money>> {
    Ok(sqlx::query_scalar!(
        r#"SELECT price_sell AS "price: Money" FROM voucher_batches WHERE location_id = $1 GROUP BY price_sell ORDER BY min(id)"#,
        location.0
    )
    .fetch_all(conn)
    .await?)
}

/// The unused and unsold codes of a batch in their order (one that was sold is in
/// somebody's pocket already), or one voucher whatever its state.
pub(in crate::voucher) async fn printables(
    conn: &mut PgConnection,
    batch: Option<VoucherBatchId>,
    voucher: Option<VoucherId>,
) -> Result<Vec<Printable>> {
    Ok(sqlx::query_as!(
        Printable,
        r#"SELECT v.id AS "id: VoucherId", v.batch_id AS "batch_id: VoucherBatchId", b.batch_code,
                  v.location_id AS "location_id: LocationId", v.status AS "status: VoucherStatus", v.printed_at,
                  num_nonnulls(v.printed_at, v.was_printed_at) > 0 AS "was_on_paper!", v.number, v.code, v.password, b.plan_name, v.price_sell AS "price_sell: Money", v.usage_limit_s, v.data_limit_bytes,
                  v.validity_s, p.shared_users, d.name AS "vendor?"
             FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id JOIN service_plans p ON p.id = v.plan_id
             LEFT JOIN vendors d ON d.id = v.vendor_id
            WHERE ($1::BIGINT IS NULL OR (v.batch_id = $1 AND v.status = 'available' AND v.sold_at IS NULL)) AND ($2::BIGINT IS NULL OR v.id = $2)
              AND num_nonnulls($1, $2) = 1
            ORDER BY v.number"#,
        batch.map(|b| b.0),
        voucher.map(|v| v.0)
    )
    .fetch_all(conn)
    .await?)
}

/// One entry of the log of prints.
pub(in crate::voucher) struct PrintEntry<'a> {
    pub(in crate::voucher) location: LocationId,
    pub(in crate::voucher) batch: Option<VoucherBatchId>,
    pub(in crate::voucher) voucher: Option<VoucherId>,
    pub(in crate::voucher) preset: &'a str,
    pub(in crate::voucher) is_reprint: bool,
    pub(in crate::voucher) reason: Option<&'a str>,
    pub(in crate::voucher) printer: Option<PrinterId>,
    pub(in crate::voucher) by: Option<i64>,
    pub(in crate::voucher) at: DateTime<Utc>,
}

/// How many of these are still unused, and unsold where that matters; they stay so to
/// the end of the transaction.
pub(in crate::voucher) async fn still_printable(
    conn: &mut PgConnection,
    vouchers: &[VoucherId],
    unsold_only: bool,
) -> Result<u64> {
    let ids: Vec<i64> = vouchers.iter().map(|id| id.0).collect();
    let kept = sqlx::query_scalar!(
        "SELECT id FROM vouchers WHERE id = ANY ($1) AND status = 'available' AND (sold_at IS NULL OR NOT $2)
          ORDER BY id FOR UPDATE",
        &ids,
        unsold_only
    )
    .fetch_all(conn)
    .await?;
    Ok(kept.len() as u64)
}

/// Logs a print and marks what was printed for the first time; returns how many
/// vouchers that were.
pub(in crate::voucher) async fn print_keep(
    conn: &mut PgConnection,
    entry: &PrintEntry<'_>,
    vouchers: &[VoucherId],
) -> Result<u64> {
    let ids: Vec<i64> = vouchers.iter().map(|id| id.0).collect();
    sqlx::query!(
        "INSERT INTO print_log (location_id, at, user_id, batch_id, voucher_id, preset, cards, is_reprint, reason, printer_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        entry.location.0,
        entry.at,
        entry.by,
        entry.batch.map(|b| b.0),
        entry.voucher.map(|v| v.0),
        entry.preset,
        i32::try_from(ids.len()).unwrap_or(i32::MAX),
        entry.is_reprint,
        entry.reason,
        entry.printer.map(|p| p.0)
    )
    .execute(&mut *conn)
    .await?;
    let marked =
        sqlx::query!("UPDATE vouchers SET printed_at = $2 WHERE id = ANY ($1) AND printed_at IS NULL", &ids, entry.at)
            .execute(&mut *conn)
            .await?;
    sqlx::query!(
        "UPDATE voucher_batches SET printed_at = $2 WHERE id = $1 AND printed_at IS NULL",
        entry.batch.map(|b| b.0),
        entry.at
    )
    .execute(conn)
    .await?;
    Ok(marked.rows_affected())
}
