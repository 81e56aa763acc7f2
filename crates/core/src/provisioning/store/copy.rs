//! SQL of the copies: how vouchers and plans stand on a router.

use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::RouterId;
use sqlx::PgConnection;

use crate::provisioning::model::{Truth, Wish};

/// A voucher's copy as it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyRow {
    pub voucher_id: i64,
    pub wish: Wish,
    pub state: Truth,
    pub ros_id: Option<String>,
    /// When it last came to stand as wished.
    pub applied_at: Option<DateTime<Utc>>,
}

/// What was found or done for one voucher; arrays because it is written at once.
#[derive(Debug, Default)]
pub struct CopiesApplied {
    pub vouchers: Vec<i64>,
    pub wishes: Vec<String>,
    /// Empty text: there is no row.
    pub ros_ids: Vec<String>,
    /// The task that was worked off; a later one keeps the copy pending.
    pub tasks: Vec<i64>,
}

pub async fn copies(conn: &mut PgConnection, router_id: RouterId, vouchers: &[i64]) -> Result<Vec<CopyRow>> {
    let rows = sqlx::query_as!(
        CopyRow,
        r#"SELECT voucher_id, wish AS "wish: Wish", state AS "state: Truth", ros_id, applied_at
           FROM voucher_routers
           WHERE router_id = $1 AND voucher_id = ANY($2)"#,
        router_id.0,
        vouchers,
    );
    Ok(rows.fetch_all(conn).await?)
}

/// The next settled copies of a router by voucher, for a comparison of all.
pub async fn copies_after(conn: &mut PgConnection, router_id: RouterId, after: i64, most: i64) -> Result<Vec<CopyRow>> {
    let rows = sqlx::query_as!(
        CopyRow,
        r#"SELECT voucher_id, wish AS "wish: Wish", state AS "state: Truth", ros_id, applied_at
           FROM voucher_routers
           WHERE router_id = $1 AND voucher_id > $2 ORDER BY voucher_id LIMIT $3"#,
        router_id.0,
        after,
        most,
    );
    Ok(rows.fetch_all(conn).await?)
}

/// Writes that copies stand as wished, unless the wish has changed meanwhile, a
/// later task asks to look again or a kick is still to come: a locked account that
/// is online does not stand as wished. Then only the row's id is kept.
pub async fn copies_applied(conn: &mut PgConnection, router_id: RouterId, done: &CopiesApplied) -> Result<()> {
    sqlx::query!(
        "UPDATE voucher_routers c SET ros_id = NULLIF(d.ros_id, ''), seen_at = now(),
                state = CASE WHEN c.wish = d.wish AND l.is_latest THEN 'applied' ELSE c.state END,
                reason = CASE WHEN c.wish = d.wish AND l.is_latest THEN NULL ELSE c.reason END,
                applied_at = CASE WHEN c.wish = d.wish AND l.is_latest THEN now() ELSE c.applied_at END
         FROM UNNEST($2::BIGINT[], $3::TEXT[], $4::TEXT[], $5::BIGINT[]) AS d (voucher_id, wish, ros_id, task_id)
         CROSS JOIN LATERAL (
            SELECT NOT EXISTS (SELECT FROM provisioning_tasks t WHERE t.kind IN ('user', 'kick') AND t.subject_id = d.voucher_id
                               AND t.router_id = $1 AND (t.id > d.task_id OR t.kind = 'kick')) AS is_latest
         ) l
         WHERE c.router_id = $1 AND c.voucher_id = d.voucher_id",
        router_id.0,
        &done.vouchers,
        &done.wishes,
        &done.ros_ids,
        &done.tasks,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes that copies stand as wished whose sessions were ended after their row was
/// written, where nothing else is to do for them.
pub async fn copies_kicked(conn: &mut PgConnection, router_id: RouterId, vouchers: &[i64]) -> Result<()> {
    if vouchers.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "UPDATE voucher_routers c SET state = 'applied', reason = NULL, applied_at = now(), seen_at = now()
         WHERE c.router_id = $1 AND c.voucher_id = ANY($2) AND c.state = 'pending'
           AND NOT EXISTS (SELECT FROM provisioning_tasks t WHERE t.kind IN ('user', 'kick') AND t.subject_id = c.voucher_id
                           AND t.router_id = $1)",
        router_id.0,
        vouchers,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The plans of this router that write one of these profiles, where the router did
/// not refuse it.
pub async fn plans_of_profiles(conn: &mut PgConnection, router_id: RouterId, names: &[String]) -> Result<Vec<i64>> {
    let plans = sqlx::query_scalar!(
        "SELECT x.plan_id FROM plan_routers x JOIN service_plans p ON p.id = x.plan_id
         WHERE x.router_id = $1 AND x.state <> 'failed' AND p.profile_name = ANY($2) ORDER BY x.plan_id",
        router_id.0,
        names,
    );
    Ok(plans.fetch_all(conn).await?)
}

/// Writes how copies stand and why.
pub async fn copies_mark(
    conn: &mut PgConnection,
    router_id: RouterId,
    state: Truth,
    vouchers: &[i64],
    reasons: &[String],
) -> Result<()> {
    sqlx::query!(
        "UPDATE voucher_routers c SET state = $2, reason = NULLIF(m.reason, ''), seen_at = now()
         FROM UNNEST($3::BIGINT[], $4::TEXT[]) AS m (voucher_id, reason)
         WHERE c.router_id = $1 AND c.voucher_id = m.voucher_id",
        router_id.0,
        state.as_str(),
        vouchers,
        reasons,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The row a plan's profile has on a router, if we know one.
pub async fn profile_ros_id(conn: &mut PgConnection, router_id: RouterId, plan_id: i64) -> Result<Option<String>> {
    let id = sqlx::query_scalar!(
        "SELECT ros_id FROM plan_routers WHERE router_id = $1 AND plan_id = $2",
        router_id.0,
        plan_id
    );
    Ok(id.fetch_optional(conn).await?.flatten())
}

/// Writes how a plan's profile stands; what waited for the profile goes on.
pub async fn profile_mark(
    conn: &mut PgConnection,
    router_id: RouterId,
    plan_id: i64,
    outcome: Result<&str, &str>,
    waiting_reason: &str,
) -> Result<()> {
    let (state, reason, ros_id) = match outcome {
        Ok(ros_id) => (Truth::Applied, None, Some(ros_id)),
        Err(reason) => (Truth::Failed, Some(reason), None),
    };
    sqlx::query!(
        "UPDATE plan_routers SET state = $3, reason = $4, ros_id = COALESCE($5, ros_id), seen_at = now(),
                applied_at = CASE WHEN $3 = 'applied' THEN now() ELSE applied_at END
         WHERE router_id = $1 AND plan_id = $2",
        router_id.0,
        plan_id,
        state.as_str(),
        reason,
        ros_id,
    )
    .execute(&mut *conn)
    .await?;
    if state == Truth::Applied {
        sqlx::query!(
            "WITH again AS (
                UPDATE provisioning_tasks t SET reason = NULL,
                       state = CASE WHEN EXISTS (SELECT FROM voucher_batches b WHERE b.id = t.batch_id AND b.status = 'paused')
                                    THEN 'held' ELSE 'pending' END
                WHERE router_id = $1 AND kind = 'user' AND state = 'failed' AND reason = $2 RETURNING subject_id
            ) UPDATE voucher_routers c SET state = 'pending', reason = NULL FROM again
              WHERE c.router_id = $1 AND c.voucher_id = again.subject_id AND c.state = 'failed'",
            router_id.0,
            waiting_reason,
        )
        .execute(conn)
        .await?;
    }
    Ok(())
}

/// Writes what a comparison found about copies that were settled and still are.
pub async fn copies_compared(
    conn: &mut PgConnection,
    router_id: RouterId,
    state: Truth,
    vouchers: &[i64],
    reasons: &[String],
) -> Result<()> {
    sqlx::query!(
        "UPDATE voucher_routers c SET state = $2, reason = NULLIF(m.reason, ''), seen_at = now()
         FROM UNNEST($3::BIGINT[], $4::TEXT[]) AS m (voucher_id, reason)
         WHERE c.router_id = $1 AND c.voucher_id = m.voucher_id AND c.state IN ('applied', 'drifted')",
        router_id.0,
        state.as_str(),
        vouchers,
        reasons,
    )
    .execute(conn)
    .await?;
    Ok(())
}
