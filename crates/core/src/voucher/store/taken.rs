//! SQL of terms taken over from a router.

use simpul_kernel::Result;
use sqlx::PgConnection;

use crate::provisioning::TermsTaken;

/// Writes terms; what is not taken stays.
pub(in crate::voucher) async fn terms_write(conn: &mut PgConnection, all: &[TermsTaken]) -> Result<()> {
    let ids: Vec<i64> = all.iter().map(|t| t.voucher_id.0).collect();
    let (has_usage, usage): (Vec<bool>, Vec<Option<i64>>) =
        all.iter().map(|t| (t.usage_limit_s.is_some(), t.usage_limit_s.flatten())).unzip();
    let (has_data, data): (Vec<bool>, Vec<Option<i64>>) =
        all.iter().map(|t| (t.data_limit_bytes.is_some(), t.data_limit_bytes.flatten())).unzip();
    let (has_mac, mac): (Vec<bool>, Vec<Option<String>>) =
        all.iter().map(|t| (t.locked_mac.is_some(), t.locked_mac.clone().flatten())).unzip();
    sqlx::query!(
        "UPDATE vouchers v SET usage_limit_s = CASE WHEN t.has_usage THEN t.usage ELSE v.usage_limit_s END,
                data_limit_bytes = CASE WHEN t.has_data THEN t.data ELSE v.data_limit_bytes END,
                locked_mac = CASE WHEN t.has_mac THEN t.mac ELSE v.locked_mac END
           FROM UNNEST($1::BIGINT[], $2::BOOLEAN[], $3::BIGINT[], $4::BOOLEAN[], $5::BIGINT[], $6::BOOLEAN[], $7::TEXT[])
                AS t (id, has_usage, usage, has_data, data, has_mac, mac)
          WHERE v.id = t.id",
        &ids,
        &has_usage,
        &usage as &[Option<i64>],
        &has_data,
        &data as &[Option<i64>],
        &has_mac,
        &mac as &[Option<String>]
    )
    .execute(conn)
    .await?;
    Ok(())
}
