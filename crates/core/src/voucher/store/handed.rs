//! Codes in vendors' hands.

use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::{VendorId, VoucherId};
use sqlx::PgConnection;

fn plain(ids: &[VoucherId]) -> Vec<i64> {
    ids.iter().map(|id| id.0).collect()
}

/// Marks codes as handed over; returns how many were stock.
pub(in crate::voucher) async fn hand_over(
    conn: &mut PgConnection,
    ids: &[VoucherId],
    vendor: VendorId,
    (at, is_paid): (DateTime<Utc>, bool),
) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE vouchers SET vendor_id = $2, handed_at = $3::TIMESTAMPTZ, settled_at = CASE WHEN $4::BOOLEAN THEN $3::TIMESTAMPTZ END
          WHERE id = ANY ($1) AND status = 'available' AND sold_at IS NULL AND handed_at IS NULL AND vendor_id IS NULL",
        &plain(ids),
        vendor.0,
        at,
        is_paid
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Marks codes as stock again; returns how many were in these hands and unused.
pub(in crate::voucher) async fn take_back(conn: &mut PgConnection, ids: &[VoucherId], vendor: VendorId) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE vouchers SET vendor_id = NULL, handed_at = NULL, settled_at = NULL
          WHERE id = ANY ($1) AND status = 'available' AND vendor_id = $2",
        &plain(ids),
        vendor.0
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Marks codes as paid for; returns how many were in these hands and were not.
pub(in crate::voucher) async fn settle(
    conn: &mut PgConnection,
    ids: &[VoucherId],
    vendor: VendorId,
    at: DateTime<Utc>,
) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE vouchers SET settled_at = $3 WHERE id = ANY ($1) AND vendor_id = $2 AND settled_at IS NULL",
        &plain(ids),
        vendor.0,
        at
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
