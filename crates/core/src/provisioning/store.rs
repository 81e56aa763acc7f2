//! SQL of what is wished of routers and of the to-do lists.

use std::collections::HashSet;

use simpul_kernel::Result;
use simpul_kernel::ids::{LocationId, PlanId, RouterId, VoucherBatchId, VoucherId};
use sqlx::PgConnection;

use super::model::Wish;

pub mod adopt;
pub mod compare;
pub mod copy;
pub mod drift;
pub mod drift_view;
pub mod odd;
pub mod take;

/// A task as claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    pub id: i64,
    pub kind: TaskKind,
    /// Plan or voucher.
    pub subject_id: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum TaskKind {
    Profile,
    User,
    Kick,
    Stray,
    Adopt,
}

fn numbers(ids: &[RouterId]) -> Vec<i64> {
    ids.iter().map(|id| id.0).collect()
}

/// A plan's routers: new ones are wished, others leave with what they were still to
/// do for it, all are looked at again.
pub async fn plan_routers_set(
    conn: &mut PgConnection,
    plan_id: PlanId,
    location_id: LocationId,
    routers: &[RouterId],
) -> Result<()> {
    let routers = numbers(routers);
    sqlx::query!("DELETE FROM plan_routers WHERE plan_id = $1 AND router_id <> ALL($2)", plan_id.0, &routers)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "INSERT INTO plan_routers (plan_id, router_id, location_id) SELECT $1, r, $2 FROM UNNEST($3::BIGINT[]) AS r
         ON CONFLICT (plan_id, router_id) DO UPDATE SET state = 'pending', reason = NULL",
        plan_id.0,
        location_id.0,
        &routers,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "DELETE FROM provisioning_tasks
          WHERE kind = 'profile' AND subject_id = $1 AND (state = 'failed' OR router_id <> ALL($2))",
        plan_id.0,
        &routers
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO provisioning_tasks (router_id, location_id, kind, subject_id)
         SELECT r, $2, 'profile', $1 FROM UNNEST($3::BIGINT[]) AS r",
        plan_id.0,
        location_id.0,
        &routers,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Wishes every voucher of a batch on every one of these routers.
pub async fn batch_wish(
    conn: &mut PgConnection,
    (batch_id, from_number): (VoucherBatchId, i32),
    routers: &[RouterId],
) -> Result<u64> {
    let routers = numbers(routers);
    sqlx::query!(
        "INSERT INTO voucher_routers (voucher_id, router_id, location_id, batch_id)
         SELECT v.id, r, v.location_id, v.batch_id FROM vouchers v CROSS JOIN UNNEST($2::BIGINT[]) AS r
         WHERE v.batch_id = $1 AND v.number >= $3",
        batch_id.0,
        &routers,
        from_number,
    )
    .execute(&mut *conn)
    .await?;
    let made = sqlx::query!(
        "INSERT INTO provisioning_tasks (router_id, location_id, kind, subject_id, batch_id)
         SELECT r, v.location_id, 'user', v.id, v.batch_id FROM vouchers v CROSS JOIN UNNEST($2::BIGINT[]) AS r
         WHERE v.batch_id = $1 AND v.number >= $3 ORDER BY r, v.number",
        batch_id.0,
        &routers,
        from_number,
    )
    .execute(conn)
    .await?;
    Ok(made.rows_affected())
}

/// Changes the wish of vouchers' copies and asks for it on every router that
/// holds one, or on all but one; returns those routers. A copy that was removed
/// is never brought back only to be locked.
pub async fn vouchers_wish(
    conn: &mut PgConnection,
    vouchers: &[VoucherId],
    wish: Wish,
    except: Option<RouterId>,
) -> Result<Vec<RouterId>> {
    let vouchers: Vec<i64> = vouchers.iter().map(|id| id.0).collect();
    let routers = sqlx::query_scalar!(
        r#"WITH changed AS (
            UPDATE voucher_routers SET wish = $2, state = 'pending', reason = NULL
            WHERE voucher_id = ANY($1) AND router_id IS DISTINCT FROM $3
              AND NOT (wish = 'absent' AND $2 = 'disabled')
              AND NOT (wish = $2 AND state = 'applied' AND $2 <> 'present')
            RETURNING voucher_id, router_id, location_id, batch_id
        ), stale AS (
            DELETE FROM provisioning_tasks t USING changed c
            WHERE t.kind IN ('user', 'kick') AND t.subject_id = c.voucher_id AND t.router_id = c.router_id AND t.state = 'failed'
        ), told AS (
            INSERT INTO provisioning_tasks (router_id, location_id, kind, subject_id, batch_id)
            SELECT c.router_id, c.location_id, k.kind, c.voucher_id, c.batch_id
            FROM changed c CROSS JOIN (VALUES ('user', 1), ('kick', 2)) AS k (kind, place)
            WHERE k.kind = 'user' OR $2 <> 'present'
            ORDER BY c.router_id, c.voucher_id, k.place
            RETURNING router_id
        )
        SELECT DISTINCT router_id AS "router_id!" FROM told ORDER BY 1"#,
        &vouchers,
        wish.as_str(),
        except.map(|id| id.0),
    )
    .fetch_all(conn)
    .await?;
    Ok(routers.into_iter().map(RouterId).collect())
}

/// Wishes a voucher's copy present on one router, or on all that hold one, and asks for it there, with or without
/// ending its sessions; returns those routers.
pub async fn voucher_again(
    conn: &mut PgConnection,
    voucher: VoucherId,
    router: Option<RouterId>,
    kick: bool,
) -> Result<Vec<RouterId>> {
    let routers = sqlx::query_scalar!(
        r#"WITH changed AS (
            UPDATE voucher_routers SET wish = 'present', state = 'pending', reason = NULL
            WHERE voucher_id = $1 AND ($2::BIGINT IS NULL OR router_id = $2)
            RETURNING voucher_id, router_id, location_id, batch_id
        ), stale AS (
            DELETE FROM provisioning_tasks t USING changed c
            WHERE t.kind IN ('user', 'kick') AND t.subject_id = c.voucher_id AND t.router_id = c.router_id AND t.state = 'failed'
        ), told AS (
            INSERT INTO provisioning_tasks (router_id, location_id, kind, subject_id, batch_id)
            SELECT c.router_id, c.location_id, k.kind, c.voucher_id, c.batch_id
            FROM changed c CROSS JOIN (VALUES ('user', 1), ('kick', 2)) AS k (kind, place)
            WHERE k.kind = 'user' OR $3
            ORDER BY c.router_id, c.voucher_id, k.place
            RETURNING router_id
        )
        SELECT DISTINCT router_id AS "router_id!" FROM told ORDER BY 1"#,
        voucher.0,
        router.map(|id| id.0),
        kick,
    )
    .fetch_all(conn)
    .await?;
    Ok(routers.into_iter().map(RouterId).collect())
}

/// Holds a batch's tasks.
pub async fn batch_hold(conn: &mut PgConnection, batch_id: VoucherBatchId) -> Result<u64> {
    let done = sqlx::query!(
        "UPDATE provisioning_tasks SET state = 'held' WHERE batch_id = $1 AND state = 'pending'",
        batch_id.0
    );
    Ok(done.execute(conn).await?.rows_affected())
}

/// Lets a batch's held tasks go on; returns how many and on which routers.
pub async fn batch_release(conn: &mut PgConnection, batch_id: VoucherBatchId) -> Result<(u64, Vec<RouterId>)> {
    let rows = sqlx::query!(
        r#"WITH released AS (
            UPDATE provisioning_tasks SET state = 'pending' WHERE batch_id = $1 AND state = 'held' RETURNING router_id
        ) SELECT router_id, count(*) AS "tasks!" FROM released GROUP BY router_id ORDER BY router_id"#,
        batch_id.0,
    )
    .fetch_all(conn)
    .await?;
    let count = rows.iter().map(|row| u64::try_from(row.tasks).unwrap_or(0)).sum();
    Ok((count, rows.into_iter().map(|row| RouterId(row.router_id)).collect()))
}

/// Asks again for what a router refused or what was found otherwise there; what a
/// person decided to leave is left, what is held stays held.
pub async fn trouble_retry(conn: &mut PgConnection, router_id: RouterId) -> Result<u64> {
    sqlx::query!(
        "DELETE FROM provisioning_tasks WHERE router_id = $1 AND state = 'failed' AND kind IN ('profile', 'user', 'kick')",
        router_id.0
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "UPDATE provisioning_tasks SET state = 'pending', reason = NULL WHERE router_id = $1 AND state = 'failed'",
        router_id.0
    )
    .execute(&mut *conn)
    .await?;
    let vouchers = sqlx::query_scalar!(
        "SELECT c.voucher_id FROM voucher_routers c
         WHERE c.router_id = $1 AND c.state IN ('failed', 'drifted') AND NOT EXISTS (
            SELECT FROM drift_items d WHERE d.router_id = $1 AND d.voucher_id = c.voucher_id AND d.state = 'ignored')",
        router_id.0
    )
    .fetch_all(&mut *conn)
    .await?;
    let plans = sqlx::query_scalar!(
        "SELECT x.plan_id FROM plan_routers x
         WHERE x.router_id = $1 AND x.state IN ('failed', 'drifted') AND NOT EXISTS (
            SELECT FROM drift_items d WHERE d.router_id = $1 AND d.plan_id = x.plan_id AND d.state = 'ignored')",
        router_id.0
    )
    .fetch_all(&mut *conn)
    .await?;
    Ok(copies_wish(conn, router_id, &vouchers).await? + profiles_wish(conn, router_id, &plans).await?)
}

/// Asks a router again for copies as they are wished; a locked or withdrawn account
/// is put out again too. What belongs to a paused batch is held.
pub async fn copies_wish(conn: &mut PgConnection, router_id: RouterId, vouchers: &[i64]) -> Result<u64> {
    let told = sqlx::query!(
        "WITH again AS (
            UPDATE voucher_routers SET state = 'pending', reason = NULL
            WHERE router_id = $1 AND voucher_id = ANY($2) RETURNING voucher_id, location_id, batch_id, wish
        ), stale AS (
            DELETE FROM provisioning_tasks t USING again c
            WHERE t.kind IN ('user', 'kick') AND t.subject_id = c.voucher_id AND t.router_id = $1 AND t.state = 'failed'
        ) INSERT INTO provisioning_tasks (router_id, location_id, kind, subject_id, batch_id, state)
          SELECT $1, a.location_id, k.kind, a.voucher_id, a.batch_id,
                 CASE WHEN b.status = 'paused' THEN 'held' ELSE 'pending' END
            FROM again a JOIN voucher_batches b ON b.id = a.batch_id
            CROSS JOIN (VALUES ('user', 1), ('kick', 2)) AS k (kind, place)
           WHERE k.kind = 'user' OR a.wish <> 'present'
           ORDER BY a.voucher_id, k.place",
        router_id.0,
        vouchers,
    )
    .execute(conn)
    .await?;
    Ok(told.rows_affected())
}

/// Asks a router again for plans' profiles.
pub async fn profiles_wish(conn: &mut PgConnection, router_id: RouterId, plans: &[i64]) -> Result<u64> {
    let told = sqlx::query!(
        "WITH again AS (
            UPDATE plan_routers SET state = 'pending', reason = NULL
            WHERE router_id = $1 AND plan_id = ANY($2) RETURNING plan_id, location_id
        ), stale AS (
            DELETE FROM provisioning_tasks t USING again a
            WHERE t.kind = 'profile' AND t.subject_id = a.plan_id AND t.router_id = $1 AND t.state = 'failed'
        ) INSERT INTO provisioning_tasks (router_id, location_id, kind, subject_id)
          SELECT $1, location_id, 'profile', plan_id FROM again ORDER BY plan_id",
        router_id.0,
        plans,
    )
    .execute(conn)
    .await?;
    Ok(told.rows_affected())
}

/// The next tasks of a router in their order.
pub async fn tasks_next(conn: &mut PgConnection, router_id: RouterId, most: i64) -> Result<Vec<Task>> {
    let tasks = sqlx::query_as!(
        Task,
        r#"SELECT id, kind AS "kind: TaskKind", subject_id FROM provisioning_tasks
           WHERE router_id = $1 AND state = 'pending' ORDER BY (kind <> 'profile'), id LIMIT $2"#,
        router_id.0,
        most,
    );
    Ok(tasks.fetch_all(conn).await?)
}

/// How much is left to do on a router.
pub async fn tasks_left(conn: &mut PgConnection, router_id: RouterId) -> Result<i64> {
    let left = sqlx::query_scalar!(
        r#"SELECT count(*) AS "left!" FROM provisioning_tasks WHERE router_id = $1 AND state = 'pending'"#,
        router_id.0
    );
    Ok(left.fetch_one(conn).await?)
}

/// Takes tasks off the list.
pub async fn tasks_done(conn: &mut PgConnection, tasks: &[i64]) -> Result<()> {
    sqlx::query!("DELETE FROM provisioning_tasks WHERE id = ANY($1)", tasks).execute(conn).await?;
    Ok(())
}

/// Takes those of these tasks off the list that are still to do.
pub async fn tasks_drop_pending(conn: &mut PgConnection, tasks: &[i64]) -> Result<()> {
    sqlx::query!("DELETE FROM provisioning_tasks WHERE id = ANY($1) AND state = 'pending'", tasks)
        .execute(conn)
        .await?;
    Ok(())
}

/// Leaves tasks on the list with the reason for which the router refused them.
pub async fn tasks_failed(conn: &mut PgConnection, tasks: &[i64], reasons: &[String]) -> Result<()> {
    sqlx::query!(
        "UPDATE provisioning_tasks t SET state = 'failed', reason = f.reason, attempts = t.attempts + 1
         FROM UNNEST($1::BIGINT[], $2::TEXT[]) AS f (id, reason) WHERE t.id = f.id",
        tasks,
        reasons,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Codes of all installations of this database: rows with one of them are ours.
pub async fn installation_codes(conn: &mut PgConnection) -> Result<HashSet<String>> {
    let codes = sqlx::query_scalar!("SELECT code FROM installations").fetch_all(conn).await?;
    Ok(codes.into_iter().collect())
}

/// Whether a router is in use.
pub async fn router_is_active(conn: &mut PgConnection, router_id: RouterId) -> Result<bool> {
    let found = sqlx::query_scalar!("SELECT is_active FROM routers WHERE id = $1", router_id.0);
    Ok(found.fetch_optional(conn).await?.unwrap_or(false))
}

/// Begins the record of a run.
pub async fn run_begin(
    conn: &mut PgConnection,
    router_id: RouterId,
    location_id: LocationId,
    kind: &str,
) -> Result<i64> {
    let id = sqlx::query_scalar!(
        "INSERT INTO router_sync_runs (router_id, location_id, kind) VALUES ($1, $2, $3) RETURNING id",
        router_id.0,
        location_id.0,
        kind,
    );
    Ok(id.fetch_one(conn).await?)
}

/// Whether the last run was cut short: by a line that broke, or with its program.
pub async fn run_was_cut(conn: &mut PgConnection, router_id: RouterId) -> Result<bool> {
    let last = sqlx::query_scalar!(
        r#"SELECT (ended_at IS NULL OR error_code IS NOT NULL) AS "cut!" FROM router_sync_runs
            WHERE router_id = $1 AND kind <> 'usage' ORDER BY id DESC LIMIT 1"#,
        router_id.0,
    );
    Ok(last.fetch_optional(conn).await?.unwrap_or(false))
}

/// Ends the record of a run.
pub async fn run_end(
    conn: &mut PgConnection,
    run: i64,
    (done, failed, drifted): (i32, i32, i32),
    error: Option<&str>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE router_sync_runs SET ended_at = now(), done = $2, failed = $3, drifted = $4, error_code = $5 WHERE id = $1",
        run,
        done,
        failed,
        drifted,
        error,
    )
    .execute(conn)
    .await?;
    Ok(())
}
