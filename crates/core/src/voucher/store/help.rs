//! One code as it is held while somebody does something for its customer.

use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::{LocationId, RouterId, VoucherId};
use sqlx::PgConnection;

use crate::voucher::model::VoucherStatus;
use crate::voucher::rules::Life;

/// A code, locked, with what was used of it.
#[derive(Debug)]
pub(in crate::voucher) struct Held {
    pub(in crate::voucher) id: VoucherId,
    pub(in crate::voucher) version: i32,
    pub(in crate::voucher) location_id: LocationId,
    pub(in crate::voucher) life: Life,
    pub(in crate::voucher) locked_mac: Option<String>,
    pub(in crate::voucher) uptime_s: i64,
    pub(in crate::voucher) bytes_used: i64,
    /// Where it is used; absent while it was not.
    pub(in crate::voucher) router_id: Option<RouterId>,
}

pub(in crate::voucher) async fn held(conn: &mut PgConnection, id: VoucherId) -> Result<Option<Held>> {
    let row = sqlx::query!(
        r#"SELECT v.version, v.location_id AS "location_id: LocationId", v.status AS "status: VoucherStatus", v.first_login_at,
                  v.first_login_is_exact, v.expires_at, v.usage_limit_s, v.data_limit_bytes, v.validity_s, v.locked_mac,
                  coalesce(u.uptime_s, 0) AS "uptime_s!", coalesce(u.bytes_in + u.bytes_out, 0) AS "bytes_used!",
                  u.router_id AS "router_id?: RouterId"
             FROM vouchers v LEFT JOIN voucher_usage_state u ON u.voucher_id = v.id WHERE v.id = $1 FOR UPDATE OF v"#,
        id.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|r| Held {
        id,
        version: r.version,
        location_id: r.location_id,
        life: Life {
            status: r.status,
            first_login_at: r.first_login_at,
            first_login_is_exact: r.first_login_is_exact,
            expires_at: r.expires_at,
            usage_limit_s: r.usage_limit_s,
            data_limit_bytes: r.data_limit_bytes,
            validity_s: r.validity_s,
        },
        locked_mac: r.locked_mac,
        uptime_s: r.uptime_s,
        bytes_used: r.bytes_used,
        router_id: r.router_id,
    }))
}

/// Writes what a code may now; one that goes on has no end any more.
pub(in crate::voucher) async fn life_write(conn: &mut PgConnection, id: VoucherId, life: &Life) -> Result<()> {
    sqlx::query!(
        "UPDATE vouchers SET status = $2, expires_at = $3, usage_limit_s = $4, data_limit_bytes = $5, validity_s = $6,
                ended_at = CASE WHEN $2 IN ('available', 'active') THEN NULL ELSE ended_at END WHERE id = $1",
        id.0,
        life.status.as_str(),
        life.expires_at,
        life.usage_limit_s,
        life.data_limit_bytes,
        life.validity_s
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets a code go of its device: sessions begun before `at` bind it to none.
pub(in crate::voucher) async fn mac_release(conn: &mut PgConnection, id: VoucherId, at: DateTime<Utc>) -> Result<()> {
    sqlx::query!("UPDATE vouchers SET locked_mac = NULL, mac_released_at = $2 WHERE id = $1", id.0, at)
        .execute(conn)
        .await?;
    Ok(())
}
