//! The life of vouchers as routers report it, set by set.

use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::{LocationId, RouterId, VoucherId};
use sqlx::PgConnection;

use crate::provisioning::{UsageSeen, UserWish};
use crate::voucher::model::VoucherStatus;
use crate::voucher::rules::Life;

/// Vouchers as rows of `/ip/hotspot/user` should show them.
pub(in crate::voucher) async fn hotspot_users(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<UserWish>> {
    let rows = sqlx::query!(
        r#"SELECT v.id, b.batch_code, v.code, coalesce(v.password, v.code) AS "password!", p.profile_name, v.usage_limit_s,
                  v.data_limit_bytes, v.validity_s, v.expires_at,
                  coalesce(v.locked_mac, CASE WHEN v.mac_released_at IS NOT NULL THEN '00:00:00:00:00:00' END) AS mac
             FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id JOIN service_plans p ON p.id = v.plan_id
            WHERE v.id = ANY ($1)"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| UserWish {
            voucher_id: VoucherId(r.id),
            batch_code: r.batch_code,
            name: r.code,
            password: r.password,
            profile: r.profile_name,
            limit_uptime_s: r.usage_limit_s,
            limit_bytes_total: r.data_limit_bytes,
            mac_address: r.mac,
            validity_s: r.validity_s,
            expires_at: r.expires_at,
        })
        .collect())
}

/// Keeps the counters as last read; they never go down. A row that says nothing
/// new is not written.
pub(in crate::voucher) async fn usage_keep(
    conn: &mut PgConnection,
    router: RouterId,
    seen: &[UsageSeen],
    at: DateTime<Utc>,
) -> Result<()> {
    let ids: Vec<i64> = seen.iter().map(|s| s.voucher_id.0).collect();
    let uptimes: Vec<i64> = seen.iter().map(|s| s.uptime_s.max(0)).collect();
    let ins: Vec<i64> = seen.iter().map(|s| s.bytes_in.max(0)).collect();
    let outs: Vec<i64> = seen.iter().map(|s| s.bytes_out.max(0)).collect();
    let macs: Vec<Option<String>> = seen.iter().map(|s| s.mac_address.clone()).collect();
    let online: Vec<bool> = seen.iter().map(|s| s.session_uptime_s.is_some()).collect();
    sqlx::query!(
        "INSERT INTO voucher_usage_state AS u (voucher_id, location_id, router_id, uptime_s, bytes_in, bytes_out, mac_address,
                last_seen_at)
         SELECT v.id, v.location_id, $1, s.uptime_s, s.bytes_in, s.bytes_out, s.mac, CASE WHEN s.is_online THEN $8::TIMESTAMPTZ END
           FROM (SELECT DISTINCT ON (id) * FROM UNNEST($2::BIGINT[], $3::BIGINT[], $4::BIGINT[], $5::BIGINT[], $6::TEXT[],
                        $7::BOOLEAN[]) AS s (id, uptime_s, bytes_in, bytes_out, mac, is_online)
                  ORDER BY id, uptime_s DESC) AS s
           JOIN vouchers v ON v.id = s.id
          ORDER BY v.id
         ON CONFLICT (voucher_id) DO UPDATE SET router_id = excluded.router_id,
                uptime_s = greatest(u.uptime_s, excluded.uptime_s), bytes_in = greatest(u.bytes_in, excluded.bytes_in),
                bytes_out = greatest(u.bytes_out, excluded.bytes_out),
                mac_address = coalesce(excluded.mac_address, u.mac_address),
                last_seen_at = coalesce(excluded.last_seen_at, u.last_seen_at)
          WHERE excluded.last_seen_at IS NOT NULL OR excluded.uptime_s > u.uptime_s OR excluded.bytes_in > u.bytes_in
             OR excluded.bytes_out > u.bytes_out",
        router.0,
        &ids,
        &uptimes,
        &ins,
        &outs,
        &macs as &[Option<String>],
        &online,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A voucher that is not over, as a router's report meets it.
#[derive(Debug, Clone)]
pub(in crate::voucher) struct LifeRow {
    pub(in crate::voucher) id: VoucherId,
    pub(in crate::voucher) life: Life,
    /// Its plan binds it to the first device, and none is written yet.
    pub(in crate::voucher) wants_mac: bool,
    /// When it was let go of one.
    pub(in crate::voucher) mac_released_at: Option<DateTime<Utc>>,
}

/// Those of these vouchers that are not over. They are not locked: a step is written
/// only from the state it was decided in.
pub(in crate::voucher) async fn lives(conn: &mut PgConnection, ids: &[i64]) -> Result<Vec<LifeRow>> {
    let rows = sqlx::query!(
        r#"SELECT v.id, v.status AS "status: VoucherStatus", v.first_login_at, v.first_login_is_exact, v.expires_at,
                  v.usage_limit_s, v.data_limit_bytes, v.validity_s, v.mac_released_at,
                  (p.has_mac_lock AND v.locked_mac IS NULL) AS "wants_mac!"
             FROM vouchers v JOIN service_plans p ON p.id = v.plan_id
            WHERE v.id = ANY ($1) AND v.status IN ('available', 'active')"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| LifeRow {
            id: VoucherId(r.id),
            life: Life {
                status: r.status,
                first_login_at: r.first_login_at,
                first_login_is_exact: r.first_login_is_exact,
                expires_at: r.expires_at,
                usage_limit_s: r.usage_limit_s,
                data_limit_bytes: r.data_limit_bytes,
                validity_s: r.validity_s,
            },
            wants_mac: r.wants_mac,
            mac_released_at: r.mac_released_at,
        })
        .collect())
}

/// A step of a voucher's life to be written.
#[derive(Debug, Clone)]
pub(in crate::voucher) struct Step {
    pub(in crate::voucher) id: VoucherId,
    /// State it was read in; a voucher somebody changed meanwhile is left alone.
    pub(in crate::voucher) was: VoucherStatus,
    pub(in crate::voucher) next: Life,
}

/// Writes steps; returns the vouchers that took theirs.
pub(in crate::voucher) async fn steps_write(
    conn: &mut PgConnection,
    steps: &[Step],
    at: DateTime<Utc>,
) -> Result<Vec<VoucherId>> {
    let ids: Vec<i64> = steps.iter().map(|s| s.id.0).collect();
    let was: Vec<String> = steps.iter().map(|s| s.was.as_str().to_owned()).collect();
    let next: Vec<String> = steps.iter().map(|s| s.next.status.as_str().to_owned()).collect();
    let firsts: Vec<Option<DateTime<Utc>>> = steps.iter().map(|s| s.next.first_login_at).collect();
    let exacts: Vec<bool> = steps.iter().map(|s| s.next.first_login_is_exact).collect();
    let ends: Vec<Option<DateTime<Utc>>> = steps.iter().map(|s| s.next.expires_at).collect();
    let done = sqlx::query_scalar!(
        r#"UPDATE vouchers v SET status = s.next, first_login_at = s.first, first_login_is_exact = s.is_exact,
                  expires_at = s.ends, ended_at = CASE WHEN s.next = 'active' THEN NULL ELSE $7::TIMESTAMPTZ END
             FROM (SELECT * FROM UNNEST($1::BIGINT[], $2::TEXT[], $3::TEXT[], $4::TIMESTAMPTZ[], $5::BOOLEAN[],
                                        $6::TIMESTAMPTZ[]) AS s (id, was, next, first, is_exact, ends)) AS s
            WHERE v.id = s.id AND v.status = s.was RETURNING v.id AS "id: VoucherId""#,
        &ids,
        &was,
        &next,
        &firsts as &[Option<DateTime<Utc>>],
        &exacts,
        &ends as &[Option<DateTime<Utc>>],
        at
    )
    .fetch_all(conn)
    .await?;
    Ok(done)
}

/// Binds vouchers to the device they were first used on; returns those bound now.
pub(in crate::voucher) async fn macs_lock(
    conn: &mut PgConnection,
    ids: &[i64],
    macs: &[String],
) -> Result<Vec<VoucherId>> {
    Ok(sqlx::query_scalar!(
        r#"UPDATE vouchers v SET locked_mac = s.mac FROM UNNEST($1::BIGINT[], $2::TEXT[]) AS s (id, mac)
            WHERE v.id = s.id AND v.locked_mac IS NULL AND v.status IN ('available', 'active')
           RETURNING v.id AS "id: VoucherId""#,
        ids,
        macs
    )
    .fetch_all(conn)
    .await?)
}

/// Tells what happened to vouchers, one entry each.
pub(in crate::voucher) async fn events_write(
    conn: &mut PgConnection,
    ids: &[VoucherId],
    kind: &str,
    (by, at): (Option<i64>, DateTime<Utc>),
    details: &serde_json::Value,
) -> Result<()> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    sqlx::query!(
        "INSERT INTO voucher_events (voucher_id, location_id, at, kind, user_id, details)
         SELECT v.id, v.location_id, $3, $2, $4, $5 FROM vouchers v WHERE v.id = ANY ($1) ORDER BY v.id",
        &ids,
        kind,
        at,
        by,
        details
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends what is due; returns it. Rows another worker has in hand are left to it.
pub(in crate::voucher) async fn expire_due(
    conn: &mut PgConnection,
    at: DateTime<Utc>,
    most: i64,
) -> Result<Vec<VoucherId>> {
    Ok(sqlx::query_scalar!(
        r#"UPDATE vouchers SET status = 'expired', ended_at = $1
            WHERE id IN (SELECT id FROM vouchers WHERE status = 'active' AND expires_at <= $1
                          ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)
           RETURNING id AS "id: VoucherId""#,
        at,
        most
    )
    .fetch_all(conn)
    .await?)
}

/// Vouchers that ended before `cutoff` and still have a row on a router.
pub(in crate::voucher) async fn retire_due(
    conn: &mut PgConnection,
    cutoff: DateTime<Utc>,
    most: i64,
) -> Result<Vec<VoucherId>> {
    Ok(sqlx::query_scalar!(
        r#"SELECT DISTINCT v.id AS "id: VoucherId"
             FROM voucher_routers x JOIN vouchers v ON v.id = x.voucher_id
            WHERE x.wish = 'disabled' AND v.ended_at <= $1 AND v.status IN ('used', 'expired', 'void') LIMIT $2"#,
        cutoff,
        most
    )
    .fetch_all(conn)
    .await?)
}

/// Folds the appended sums together, so that what cancels is gone, and those of the counter's last days.
pub(in crate::voucher) async fn counts_fold(conn: &mut PgConnection) -> Result<i64> {
    Ok(sqlx::query_scalar!(r#"SELECT voucher_counts_fold() + sale_sums_fold() AS "n!""#).fetch_one(conn).await?)
}

/// The places of vouchers, for the log.
pub(in crate::voucher) async fn count_by_place(
    conn: &mut PgConnection,
    ids: &[VoucherId],
) -> Result<Vec<(LocationId, i64)>> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rows = sqlx::query!(
        r#"SELECT location_id, count(*) AS "n!" FROM vouchers WHERE id = ANY ($1) GROUP BY location_id ORDER BY location_id"#,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| (LocationId(r.location_id), r.n)).collect())
}
