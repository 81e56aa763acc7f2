//! SQL of strays that are to go and of adopted rows that get our comment.

use simpul_kernel::Result;
use simpul_kernel::ids::RouterId;
use sqlx::PgConnection;

use super::{Task, TaskKind};

/// A row on a router that is none of our copies (yet).
#[derive(Debug, Clone)]
pub struct OddRow {
    pub task: i64,
    /// The drift item, or the adopted voucher.
    pub subject_id: i64,
    pub is_stray: bool,
    pub name: String,
    pub ros_id: String,
    /// What its comment said when it was decided; empty: none.
    pub comment: String,
    /// The adopted voucher's batch.
    pub batch_code: String,
}

/// What these tasks are about; one whose item or voucher is no more is left out.
pub async fn odd_rows(conn: &mut PgConnection, router_id: RouterId, tasks: &[Task]) -> Result<Vec<OddRow>> {
    let of = |kind: TaskKind| -> (Vec<i64>, Vec<i64>) {
        tasks.iter().filter(|t| t.kind == kind).map(|t| (t.id, t.subject_id)).unzip()
    };
    let (stray_tasks, strays) = of(TaskKind::Stray);
    let (adopt_tasks, adopted) = of(TaskKind::Adopt);
    let rows = sqlx::query_as!(
        OddRow,
        r#"SELECT t.task AS "task!", d.id AS "subject_id!", true AS "is_stray!", d.name AS "name!", d.ros_id AS "ros_id!",
                  coalesce(d.now ->> 'comment', '') AS "comment!", '' AS "batch_code!"
             FROM UNNEST($2::BIGINT[], $3::BIGINT[]) AS t (task, id)
             JOIN drift_items d ON d.id = t.id AND d.router_id = $1 AND d.kind = 'stray'
           UNION ALL
           SELECT t.task, v.id, false, v.code, a.ros_id, coalesce(a.comment_before, ''), b.batch_code
             FROM UNNEST($4::BIGINT[], $5::BIGINT[]) AS t (task, id)
             JOIN voucher_adoptions a ON a.voucher_id = t.id AND a.router_id = $1
             JOIN vouchers v ON v.id = a.voucher_id JOIN voucher_batches b ON b.id = v.batch_id
            ORDER BY 1"#,
        router_id.0,
        &stray_tasks,
        &strays,
        &adopt_tasks,
        &adopted
    );
    Ok(rows.fetch_all(conn).await?)
}

/// Strays are gone from the router.
pub async fn strays_gone(conn: &mut PgConnection, items: &[i64]) -> Result<()> {
    sqlx::query!("DELETE FROM drift_items WHERE id = ANY($1)", items).execute(conn).await?;
    Ok(())
}

/// Adopted rows carry our comment: their copies stand.
pub async fn adopted(conn: &mut PgConnection, router_id: RouterId, vouchers: &[i64], ros_ids: &[String]) -> Result<()> {
    sqlx::query!(
        "UPDATE voucher_routers c SET ros_id = m.ros_id, seen_at = now(), state = 'applied', reason = NULL, applied_at = now()
           FROM UNNEST($2::BIGINT[], $3::TEXT[]) AS m (voucher_id, ros_id)
          WHERE c.router_id = $1 AND c.voucher_id = m.voucher_id
            AND NOT EXISTS (SELECT FROM provisioning_tasks t WHERE t.kind IN ('user', 'kick') AND t.subject_id = c.voucher_id
                            AND t.router_id = $1)",
        router_id.0,
        vouchers,
        ros_ids
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// These tasks were refused: the copies show it, the strays are open again.
pub async fn odd_failed(conn: &mut PgConnection, router_id: RouterId, tasks: &[i64], reasons: &[String]) -> Result<()> {
    sqlx::query!(
        "WITH refused AS (
            SELECT t.kind, t.subject_id, m.reason FROM UNNEST($2::BIGINT[], $3::TEXT[]) AS m (id, reason)
              JOIN provisioning_tasks t ON t.id = m.id
        ), opened AS (
            UPDATE drift_items d SET state = 'open' FROM refused r WHERE r.kind = 'stray' AND d.id = r.subject_id
        )
        UPDATE voucher_routers c SET state = 'failed', reason = r.reason, seen_at = now() FROM refused r
         WHERE r.kind = 'adopt' AND c.router_id = $1 AND c.voucher_id = r.subject_id",
        router_id.0,
        tasks,
        reasons
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Wishes that strays go; returns how many.
pub async fn strays_wish(conn: &mut PgConnection, router_id: RouterId, items: &[i64]) -> Result<u64> {
    let done = sqlx::query!(
        "WITH stale AS (
            DELETE FROM provisioning_tasks WHERE kind = 'stray' AND subject_id = ANY($2) AND state = 'failed'
        ), told AS (
            UPDATE drift_items SET state = 'resolving' WHERE id = ANY($2) AND router_id = $1 AND kind = 'stray'
            RETURNING id, location_id
        )
        INSERT INTO provisioning_tasks (router_id, location_id, kind, subject_id)
        SELECT $1, location_id, 'stray', id FROM told ORDER BY id",
        router_id.0,
        items
    );
    Ok(done.execute(conn).await?.rows_affected())
}
