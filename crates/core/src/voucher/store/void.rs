//! Codes that are withdrawn.

use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::{VoucherBatchId, VoucherId};
use sqlx::PgConnection;

/// Which of these vouchers the caller sees, and which are unsold, unused and in no
/// vendor's hands: those come back first, so that nobody pays for a code that is gone.
pub(in crate::voucher) struct Voidable {
    pub(in crate::voucher) seen: usize,
    pub(in crate::voucher) voidable: Vec<VoucherId>,
}

/// Looks at vouchers that are to be withdrawn, and locks them in id order.
pub(in crate::voucher) async fn voidable(conn: &mut PgConnection, ids: &[VoucherId]) -> Result<Voidable> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT id AS "id: VoucherId", (status = 'available' AND sold_at IS NULL AND handed_at IS NULL) AS "is_voidable!"
             FROM vouchers WHERE id = ANY ($1) ORDER BY id FOR UPDATE"#,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(Voidable { seen: rows.len(), voidable: rows.into_iter().filter(|r| r.is_voidable).map(|r| r.id).collect() })
}

/// The unsold and unused vouchers of a batch, locked in id order.
pub(in crate::voucher) async fn voidable_of_batch(
    conn: &mut PgConnection,
    batch: VoucherBatchId,
) -> Result<Vec<VoucherId>> {
    Ok(sqlx::query_scalar!(
        r#"SELECT id AS "id: VoucherId" FROM vouchers
            WHERE batch_id = $1 AND status = 'available' AND sold_at IS NULL AND handed_at IS NULL ORDER BY id FOR UPDATE"#,
        batch.0
    )
    .fetch_all(conn)
    .await?)
}

/// Withdraws vouchers; returns those that were still unsold and unused.
pub(in crate::voucher) async fn void(
    conn: &mut PgConnection,
    ids: &[VoucherId],
    reason: &str,
    (by, at): (Option<i64>, DateTime<Utc>),
) -> Result<Vec<VoucherId>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    Ok(sqlx::query_scalar!(
        r#"UPDATE vouchers SET status = 'void', voided_at = $2, voided_by = $3, void_reason = $4, ended_at = $2
            WHERE id = ANY ($1) AND status = 'available' AND sold_at IS NULL AND handed_at IS NULL RETURNING id AS "id: VoucherId""#,
        &ids,
        at,
        by,
        reason
    )
    .fetch_all(conn)
    .await?)
}
