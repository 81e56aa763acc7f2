//! SQL of what the books take over from a router.

use simpul_kernel::Result;
use simpul_kernel::ids::RouterId;
use sqlx::PgConnection;

/// Copies stand on this router as wished from now on: as `wishes` says where it says
/// so, away where the row is gone. A copy that was wished otherwise since the
/// comparison is left to its task.
pub async fn copies_taken(
    conn: &mut PgConnection,
    router_id: RouterId,
    vouchers: &[i64],
    wishes: &[Option<String>],
) -> Result<()> {
    sqlx::query!(
        "UPDATE voucher_routers c SET wish = coalesce(m.wish, c.wish), state = 'applied', reason = NULL, applied_at = now(),
                seen_at = now(), ros_id = CASE WHEN m.wish = 'absent' THEN NULL ELSE c.ros_id END
           FROM UNNEST($2::BIGINT[], $3::TEXT[]) AS m (voucher_id, wish)
          WHERE c.router_id = $1 AND c.voucher_id = m.voucher_id AND c.state = 'drifted'",
        router_id.0,
        vouchers,
        wishes as &[Option<String>]
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A plan's profile stands on this router as wished from now on.
pub async fn profile_taken(conn: &mut PgConnection, router_id: RouterId, plan_id: i64) -> Result<()> {
    sqlx::query!(
        "UPDATE plan_routers SET state = 'applied', reason = NULL, applied_at = now(), seen_at = now()
          WHERE router_id = $1 AND plan_id = $2",
        router_id.0,
        plan_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The other routers that hold copies of these vouchers.
pub async fn routers_besides(conn: &mut PgConnection, router_id: RouterId, vouchers: &[i64]) -> Result<Vec<RouterId>> {
    let ids = sqlx::query_scalar!(
        "SELECT DISTINCT router_id FROM voucher_routers
          WHERE voucher_id = ANY($2) AND router_id <> $1 AND wish <> 'absent' ORDER BY 1",
        router_id.0,
        vouchers
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(RouterId).collect())
}

/// The other routers of a plan.
pub async fn plan_routers_besides(conn: &mut PgConnection, router_id: RouterId, plan: i64) -> Result<Vec<RouterId>> {
    let ids = sqlx::query_scalar!(
        "SELECT router_id FROM plan_routers WHERE plan_id = $2 AND router_id <> $1 ORDER BY 1",
        router_id.0,
        plan
    );
    Ok(ids.fetch_all(conn).await?.into_iter().map(RouterId).collect())
}

/// Takes items away: the books agree with the router.
pub async fn items_taken(conn: &mut PgConnection, ids: &[i64]) -> Result<()> {
    sqlx::query!("DELETE FROM drift_items WHERE id = ANY($1)", ids).execute(conn).await?;
    Ok(())
}
