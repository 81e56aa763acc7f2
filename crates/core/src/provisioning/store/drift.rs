//! SQL of what was found otherwise on a router than wished.

use chrono::{DateTime, Utc};
use serde::Serialize;
use simpul_kernel::Result;
use simpul_kernel::ids::{LocationId, RouterId};
use sqlx::PgConnection;

use crate::provisioning::props::Props;

/// Something a comparison found.
#[derive(Debug, Clone, Serialize)]
pub struct Found {
    pub kind: &'static str,
    pub voucher_id: Option<i64>,
    pub plan_id: Option<i64>,
    pub name: String,
    pub ros_id: Option<String>,
    /// As wished; `None`: no row is.
    pub ours: Option<Props>,
    /// As it stood when it was last known to be as wished.
    pub seen: Option<Props>,
    /// As the router has it; `None`: not at all.
    pub now: Option<Props>,
    pub fields: Vec<String>,
    pub seen_at: Option<DateTime<Utc>>,
}

/// Writes what was found. What a person left alone stays so until the router's row
/// changes; of a row that changed again it is kept how it was before.
pub async fn items_found(
    conn: &mut PgConnection,
    router_id: RouterId,
    location_id: LocationId,
    found: &[Found],
) -> Result<()> {
    if found.is_empty() {
        return Ok(());
    }
    let found = serde_json::to_value(found).map_err(simpul_kernel::Error::internal)?;
    sqlx::query!(
        "INSERT INTO drift_items AS d (router_id, location_id, voucher_id, plan_id, kind, name, ros_id, ours, seen, now, fields,
                seen_at, found_at, looked_at)
         SELECT $1, $2, i.voucher_id, i.plan_id, i.kind, i.name, i.ros_id, i.ours, i.seen, i.now, i.fields, i.seen_at,
                clock_timestamp(), clock_timestamp()
           FROM jsonb_to_recordset($3) AS i (voucher_id BIGINT, plan_id BIGINT, kind TEXT, name TEXT, ros_id TEXT, ours JSONB,
                seen JSONB, now JSONB, fields TEXT[], seen_at TIMESTAMPTZ)
         ON CONFLICT (router_id, subject) DO UPDATE SET kind = excluded.kind, name = excluded.name, ros_id = excluded.ros_id,
                ours = excluded.ours, fields = excluded.fields, now = excluded.now, looked_at = excluded.looked_at,
                seen = CASE WHEN d.now IS DISTINCT FROM excluded.now THEN d.now ELSE d.seen END,
                seen_at = CASE WHEN d.now IS DISTINCT FROM excluded.now THEN d.looked_at ELSE d.seen_at END,
                found_at = CASE WHEN d.now IS DISTINCT FROM excluded.now THEN excluded.found_at ELSE d.found_at END,
                state = CASE WHEN d.state = 'ignored' AND d.kind = excluded.kind AND d.now IS NOT DISTINCT FROM excluded.now
                             THEN 'ignored'
                             WHEN d.state = 'resolving' AND d.kind = 'stray' AND EXISTS (
                                 SELECT FROM provisioning_tasks t WHERE t.kind = 'stray' AND t.subject_id = d.id AND t.state <> 'failed')
                             THEN 'resolving' ELSE 'open' END",
        router_id.0,
        location_id.0,
        found,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes away what a whole comparison that began then did not find again.
pub async fn items_gone(conn: &mut PgConnection, router_id: RouterId, since: DateTime<Utc>) -> Result<()> {
    sqlx::query!(
        "DELETE FROM drift_items WHERE router_id = $1 AND looked_at < $2 AND (state <> 'resolving' OR kind = 'stray')",
        router_id.0,
        since
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Copies were written as wished, or refused: their items are gone, or open again.
pub async fn items_settled(
    conn: &mut PgConnection,
    router_id: RouterId,
    applied: &[i64],
    failed: &[i64],
) -> Result<()> {
    if !applied.is_empty() {
        sqlx::query!("DELETE FROM drift_items WHERE router_id = $1 AND voucher_id = ANY($2)", router_id.0, applied)
            .execute(&mut *conn)
            .await?;
    }
    if !failed.is_empty() {
        sqlx::query!(
            "UPDATE drift_items SET state = 'open' WHERE router_id = $1 AND voucher_id = ANY($2) AND state = 'resolving'",
            router_id.0,
            failed
        )
        .execute(conn)
        .await?;
    }
    Ok(())
}

/// A plan's profile was written as wished, or refused.
pub async fn profile_settled(conn: &mut PgConnection, router_id: RouterId, plan_id: i64, is_done: bool) -> Result<()> {
    sqlx::query!(
        "WITH gone AS (DELETE FROM drift_items WHERE router_id = $1 AND plan_id = $2 AND $3)
         UPDATE drift_items SET state = 'open' WHERE router_id = $1 AND plan_id = $2 AND state = 'resolving' AND NOT $3",
        router_id.0,
        plan_id,
        is_done
    )
    .execute(conn)
    .await?;
    Ok(())
}
