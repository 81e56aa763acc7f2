//! SQL of whole comparisons: when each router's was, and whether it waits for a
//! person because it knows vouchers this database does not.

use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::{LocationId, RouterId};
use sqlx::PgConnection;

/// What is known of a router's last whole comparison.
#[derive(Debug, Clone, Copy)]
pub struct CompareRow {
    /// Made in this life of the database: no dump was restored since.
    pub is_of_this_life: bool,
    /// It waits for a person.
    pub is_gated: bool,
    /// Vouchers up to this id are confirmed to be of an earlier life.
    pub confirmed_id: i64,
}

/// The last whole comparison; `None`: never.
pub async fn compare_get(conn: &mut PgConnection, router_id: RouterId) -> Result<Option<CompareRow>> {
    let row = sqlx::query_as!(
        CompareRow,
        r#"SELECT database_life = database_life() AS "is_of_this_life!", gate_since IS NOT NULL AS "is_gated!", confirmed_id
             FROM router_compares WHERE router_id = $1"#,
        router_id.0
    );
    Ok(row.fetch_optional(conn).await?)
}

/// The database's clock now.
pub async fn clock(conn: &mut PgConnection) -> Result<DateTime<Utc>> {
    Ok(sqlx::query_scalar!(r#"SELECT clock_timestamp() AS "at!""#).fetch_one(conn).await?)
}

/// Writes that a whole comparison was made.
pub async fn compared(
    conn: &mut PgConnection,
    router_id: RouterId,
    location_id: LocationId,
    (foreign_users, foreign_profiles): (i32, i32),
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO router_compares (router_id, location_id, compared_at, database_life, foreign_users, foreign_profiles)
         VALUES ($1, $2, now(), database_life(), $3, $4)
         ON CONFLICT (router_id) DO UPDATE SET compared_at = now(), database_life = excluded.database_life,
                foreign_users = excluded.foreign_users, foreign_profiles = excluded.foreign_profiles",
        router_id.0,
        location_id.0,
        foreign_users,
        foreign_profiles
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How far past the ids given out a row's id may lie to be of another life of this
/// database. Between a dump and its restoring no shop makes more vouchers; what lies
/// beyond was typed by somebody, and ids must not be used up by it.
const LIFE: i64 = 1_000_000_000;

/// Of these rows, by voucher id and name, those that tell of vouchers of another life
/// of the database, above `confirmed`: it never gave the id out, or, right after a
/// dump was restored, it gave it out anew to another code.
pub async fn ids_unknown(
    conn: &mut PgConnection,
    (ids, names): (&[i64], &[String]),
    confirmed: i64,
    is_new_life: bool,
) -> Result<Vec<i64>> {
    Ok(sqlx::query_scalar!(
        r#"SELECT i.id AS "id!" FROM UNNEST($1::BIGINT[], $2::TEXT[]) AS i (id, name) LEFT JOIN vouchers v ON v.id = i.id
            WHERE i.id > $3 AND i.id <= voucher_ids_top() + $5::BIGINT
              AND (v.id IS NULL OR ($4 AND v.code <> i.name))"#,
        ids,
        names,
        confirmed,
        is_new_life,
        LIFE
    )
    .fetch_all(conn)
    .await?)
}

/// Closes the gate: ids and batch numbers go on past what was seen, and the router
/// waits for a person.
pub async fn gate_close(conn: &mut PgConnection, router_id: RouterId, seen: i64, batches: &[String]) -> Result<()> {
    sqlx::query!(
        "UPDATE router_compares SET gate_since = coalesce(gate_since, now()), gate_seen = $2,
                gate_ours = coalesce(gate_ours, (SELECT coalesce(max(id), 0) FROM vouchers))
          WHERE router_id = $1",
        router_id.0,
        seen
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("SELECT voucher_ids_past($1)", seen).fetch_one(&mut *conn).await?;
    sqlx::query!(
        "INSERT INTO document_sequences AS s (location_id, kind, period, last_value)
         SELECT l.id, 'voucher_batch', m.parts[2], max(m.parts[3]::BIGINT)
           FROM (SELECT regexp_match(b, '^VB([0-9]{0,9})-([0-9]{4})-([0-9]{3,9})$') AS parts FROM UNNEST($1::TEXT[]) AS b) AS m
           JOIN locations l ON l.id = coalesce(nullif(m.parts[1], ''), '1')::BIGINT
          WHERE m.parts IS NOT NULL GROUP BY l.id, m.parts[2]
         ON CONFLICT (location_id, kind, period) DO UPDATE SET last_value = greatest(s.last_value, excluded.last_value)",
        batches
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Opens the gate; `false` when it was open.
pub async fn gate_open(conn: &mut PgConnection, router_id: RouterId) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE router_compares SET confirmed_id = greatest(confirmed_id, gate_seen), gate_since = NULL, gate_seen = NULL,
                gate_ours = NULL
          WHERE router_id = $1 AND gate_since IS NOT NULL",
        router_id.0
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Routers in use whose last whole comparison is older than a day, the oldest first.
/// One that is away waits until it is seen again: it would stay the oldest, and keep
/// all others from their turn.
pub async fn compare_due(conn: &mut PgConnection, at: DateTime<Utc>, most: i64) -> Result<Vec<RouterId>> {
    let due = sqlx::query_scalar!(
        "SELECT r.id FROM routers r LEFT JOIN router_compares c ON c.router_id = r.id LEFT JOIN router_state s ON s.router_id = r.id
          WHERE r.is_active AND s.link IS DISTINCT FROM 'down' AND (c.compared_at IS NULL OR c.compared_at < $1::TIMESTAMPTZ - INTERVAL '1 day')
          ORDER BY c.compared_at NULLS FIRST, r.id LIMIT $2",
        at,
        most
    );
    Ok(due.fetch_all(conn).await?.into_iter().map(RouterId).collect())
}

/// A plan on a router, for a comparison.
#[derive(Debug, Clone)]
pub struct PlanCopy {
    pub plan_id: i64,
    pub ros_id: Option<String>,
    /// Neither to do nor refused.
    pub is_settled: bool,
    pub is_drifted: bool,
    pub applied_at: Option<DateTime<Utc>>,
}

/// The plans wished on a router.
pub async fn plan_copies(conn: &mut PgConnection, router_id: RouterId) -> Result<Vec<PlanCopy>> {
    let rows = sqlx::query_as!(
        PlanCopy,
        r#"SELECT plan_id, ros_id, state IN ('applied', 'drifted') AS "is_settled!", state = 'drifted' AS "is_drifted!", applied_at
             FROM plan_routers WHERE router_id = $1 ORDER BY plan_id"#,
        router_id.0
    );
    Ok(rows.fetch_all(conn).await?)
}

/// Writes how settled profiles were found; an empty reason: as wished.
pub async fn plans_compared(
    conn: &mut PgConnection,
    router_id: RouterId,
    plans: &[i64],
    reasons: &[String],
) -> Result<()> {
    sqlx::query!(
        "UPDATE plan_routers x SET state = CASE WHEN m.reason = '' THEN 'applied' ELSE 'drifted' END,
                reason = NULLIF(m.reason, ''), seen_at = now()
           FROM UNNEST($2::BIGINT[], $3::TEXT[]) AS m (plan_id, reason)
          WHERE x.router_id = $1 AND x.plan_id = m.plan_id AND x.state IN ('applied', 'drifted')",
        router_id.0,
        plans,
        reasons
    )
    .execute(conn)
    .await?;
    Ok(())
}
