//! SQL of whether routers end codes by themselves.

use simpul_kernel::Result;
use simpul_kernel::ids::{LocationId, RouterId};
use sqlx::PgConnection;

/// A wish was written: what is new, or failed before, is to be done.
pub async fn wished(conn: &mut PgConnection, id: RouterId, location_id: LocationId, is_new: bool) -> Result<()> {
    if !is_new {
        return again(conn, id, false).await;
    }
    sqlx::query!(
        "INSERT INTO router_fallbacks (router_id, location_id) VALUES ($1, $2)
         ON CONFLICT (router_id) DO UPDATE SET state = 'pending', reason = NULL",
        id.0,
        location_id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What is to do: `true` to have it, `false` to have it no more.
pub async fn due(conn: &mut PgConnection, id: RouterId) -> Result<Option<bool>> {
    let due = sqlx::query_scalar!(
        r#"SELECT r.expiry_fallback = 'on' AS "is_on!" FROM router_fallbacks f JOIN routers r ON r.id = f.router_id
            WHERE f.router_id = $1 AND f.state = 'pending'"#,
        id.0
    );
    Ok(due.fetch_optional(conn).await?)
}

/// Whether it is believed to be there.
pub async fn stands(conn: &mut PgConnection, id: RouterId) -> Result<bool> {
    let stands = sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM router_fallbacks f JOIN routers r ON r.id = f.router_id
            WHERE f.router_id = $1 AND f.state IN ('applied', 'drifted') AND r.expiry_fallback = 'on') AS "stands!""#,
        id.0
    );
    Ok(stands.fetch_one(conn).await?)
}

/// Writes what became of it; nothing when the wish changed meanwhile.
pub async fn settled(conn: &mut PgConnection, id: RouterId, is_on: bool, refused: Option<&str>) -> Result<()> {
    let wish = if is_on { "on" } else { "off" };
    if !is_on && refused.is_none() {
        sqlx::query!(
            "DELETE FROM router_fallbacks f USING routers r WHERE r.id = f.router_id AND r.id = $1 AND r.expiry_fallback = $2",
            id.0,
            wish
        )
        .execute(conn)
        .await?;
        return Ok(());
    }
    sqlx::query!(
        "UPDATE router_fallbacks f SET state = CASE WHEN $3::TEXT IS NULL THEN 'applied' ELSE 'failed' END, reason = $3,
                seen_at = now()
           FROM routers r WHERE r.id = f.router_id AND r.id = $1 AND r.expiry_fallback = $2",
        id.0,
        wish,
        refused
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes how it was found.
pub async fn found(conn: &mut PgConnection, id: RouterId, otherwise: Option<&str>) -> Result<()> {
    sqlx::query!(
        "UPDATE router_fallbacks SET state = CASE WHEN $2::TEXT IS NULL THEN 'applied' ELSE 'drifted' END, reason = $2,
                seen_at = now()
          WHERE router_id = $1 AND state IN ('applied', 'drifted')",
        id.0,
        otherwise
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Asks again: where it failed or was found otherwise, or, for `all`, where it stands too.
pub async fn again(conn: &mut PgConnection, id: RouterId, all: bool) -> Result<()> {
    sqlx::query!(
        "UPDATE router_fallbacks f SET state = 'pending', reason = NULL FROM routers r
          WHERE r.id = f.router_id AND f.router_id = $1 AND (f.state IN ('failed', 'drifted') OR $2 AND r.expiry_fallback = 'on')",
        id.0,
        all
    )
    .execute(conn)
    .await?;
    Ok(())
}
