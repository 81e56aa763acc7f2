//! SQL of what was adopted from a router.

use simpul_kernel::Result;
use simpul_kernel::ids::{LocationId, PlanId, RouterId};
use sqlx::PgConnection;

use crate::provisioning::adoption::AdoptedRow;

/// A plan's profile stands on the router with this id.
pub async fn profile_adopted(
    conn: &mut PgConnection,
    plan_id: PlanId,
    (router_id, location_id): (RouterId, LocationId),
    ros_id: &str,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO plan_routers (plan_id, router_id, location_id, state, ros_id, applied_at, seen_at)
         VALUES ($1, $2, $3, 'applied', $4, now(), now()) ON CONFLICT (plan_id, router_id) DO NOTHING",
        plan_id.0,
        router_id.0,
        location_id.0,
        ros_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Keeps where vouchers come from.
pub async fn users_adopted(conn: &mut PgConnection, router_id: RouterId, rows: &[AdoptedRow]) -> Result<()> {
    let vouchers: Vec<i64> = rows.iter().map(|row| row.voucher_id.0).collect();
    let ros_ids: Vec<String> = rows.iter().map(|row| row.ros_id.clone()).collect();
    let comments: Vec<Option<String>> = rows.iter().map(|row| row.comment.clone()).collect();
    sqlx::query!(
        "INSERT INTO voucher_adoptions (voucher_id, router_id, location_id, ros_id, comment_before)
         SELECT v.id, $1, v.location_id, a.ros_id, a.comment
           FROM UNNEST($2::BIGINT[], $3::TEXT[], $4::TEXT[]) AS a (voucher_id, ros_id, comment)
           JOIN vouchers v ON v.id = a.voucher_id",
        router_id.0,
        &vouchers,
        &ros_ids,
        &comments as &[Option<String>]
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Wishes our comment on adopted rows that do not have it; what is over is locked as
/// well. Answers how many.
pub async fn comments_take(conn: &mut PgConnection, router_id: RouterId) -> Result<u64> {
    let told = sqlx::query_scalar!(
        r#"WITH due AS (
            SELECT a.voucher_id, a.location_id, a.ros_id, v.batch_id, v.status IN ('available', 'active') AS is_live
              FROM voucher_adoptions a JOIN vouchers v ON v.id = a.voucher_id
             WHERE a.router_id = $1 AND NOT EXISTS (
                SELECT FROM voucher_routers c WHERE c.router_id = $1 AND c.voucher_id = a.voucher_id)
        ), copies AS (
            INSERT INTO voucher_routers (voucher_id, router_id, location_id, batch_id, wish, ros_id)
            SELECT voucher_id, $1, location_id, batch_id, CASE WHEN is_live THEN 'present' ELSE 'disabled' END, ros_id FROM due
        ), told AS (
            INSERT INTO provisioning_tasks (router_id, location_id, kind, subject_id, batch_id)
            SELECT $1, d.location_id, k.kind, d.voucher_id, d.batch_id
              FROM due d CROSS JOIN (VALUES ('adopt', 1), ('user', 2), ('kick', 3)) AS k (kind, place)
             WHERE k.kind = 'adopt' OR NOT d.is_live
             ORDER BY d.voucher_id, k.place
        )
        SELECT count(*) AS "n!" FROM due"#,
        router_id.0
    );
    Ok(u64::try_from(told.fetch_one(conn).await?).unwrap_or_default())
}

/// Of these codes those adopted from this router.
pub async fn codes_adopted(conn: &mut PgConnection, router_id: RouterId, codes: &[String]) -> Result<Vec<String>> {
    let found = sqlx::query_scalar!(
        "SELECT v.code FROM voucher_adoptions a JOIN vouchers v ON v.id = a.voucher_id
          WHERE a.router_id = $1 AND v.code = ANY($2)",
        router_id.0,
        codes
    );
    Ok(found.fetch_all(conn).await?)
}
