//! SQL of sessions.

use chrono::{DateTime, Utc};
use simpul_kernel::ids::{RouterId, VoucherId};
use simpul_kernel::{Paged, Result};
use sqlx::{FromRow, PgConnection};

use super::book::{Ended, Key, Open};
use super::types::{EndCause, UsageSessionList, UsageSessionRow};
use crate::db::list::{KeysetRow, List, SortColumn};
use crate::network::{RouterAccess, SessionKind};

/// Says that this process writes a router's sessions from now on; who did before.
/// The row stays locked until the transaction ends.
pub async fn watch_take(conn: &mut PgConnection, access: &RouterAccess, holder: &str) -> Result<Option<String>> {
    let before =
        sqlx::query_scalar!("SELECT holder FROM usage_watches WHERE router_id = $1 FOR UPDATE", access.router_id.0)
            .fetch_optional(&mut *conn)
            .await?;
    if before.as_deref() != Some(holder) {
        sqlx::query!(
            "INSERT INTO usage_watches (router_id, location_id, holder) VALUES ($1, $2, $3)
             ON CONFLICT (router_id) DO UPDATE SET holder = excluded.holder",
            access.router_id.0,
            access.location_id.0,
            holder,
        )
        .execute(conn)
        .await?;
    }
    Ok(before)
}

/// The sessions of a router that run as far as is known.
pub async fn open_sessions(conn: &mut PgConnection, router_id: RouterId) -> Result<Vec<Open>> {
    let rows = sqlx::query!(
        r#"SELECT id, kind AS "kind: SessionKind", ros_id, username, service, ip_address, mac_address, voucher_id, started_at,
                  seen_at, uptime_s, bytes_in, bytes_out
             FROM usage_open_sessions WHERE router_id = $1"#,
        router_id.0,
    )
    .fetch_all(conn)
    .await?;
    let open = rows.into_iter().map(|row| Open {
        id: Some(row.id),
        kind: row.kind,
        ros_id: row.ros_id,
        username: row.username,
        service: row.service,
        address: row.ip_address,
        mac: row.mac_address,
        voucher_id: row.voucher_id.map(VoucherId),
        started_at: row.started_at,
        seen_at: row.seen_at,
        uptime_s: row.uptime_s,
        bytes_in: row.bytes_in,
        bytes_out: row.bytes_out,
        written_at: row.seen_at,
    });
    Ok(open.collect())
}

fn each<T, U>(rows: &[&Open], of: impl Fn(&Open) -> U) -> T
where
    T: FromIterator<U>,
{
    rows.iter().map(|row| of(row)).collect()
}

/// Writes sessions that began; their rows' ids by key.
pub async fn sessions_open(conn: &mut PgConnection, access: &RouterAccess, begun: &[&Open]) -> Result<Vec<(Key, i64)>> {
    if begun.is_empty() {
        return Ok(Vec::new());
    }
    let kinds: Vec<String> = each(begun, |s| s.kind.as_str().to_owned());
    let ros_ids: Vec<String> = each(begun, |s| s.ros_id.clone());
    let usernames: Vec<String> = each(begun, |s| s.username.clone());
    let vouchers: Vec<Option<i64>> = each(begun, |s| s.voucher_id.map(|id| id.0));
    let services: Vec<Option<String>> = each(begun, |s| s.service.clone());
    let addresses: Vec<Option<String>> = each(begun, |s| s.address.clone());
    let macs: Vec<Option<String>> = each(begun, |s| s.mac.clone());
    let starts: Vec<DateTime<Utc>> = each(begun, |s| s.started_at);
    let seens: Vec<DateTime<Utc>> = each(begun, |s| s.seen_at);
    let uptimes: Vec<i64> = each(begun, |s| s.uptime_s);
    let ins: Vec<i64> = each(begun, |s| s.bytes_in);
    let outs: Vec<i64> = each(begun, |s| s.bytes_out);
    let rows = sqlx::query!(
        r#"INSERT INTO usage_open_sessions (router_id, location_id, kind, ros_id, username, voucher_id, service, ip_address,
                mac_address, started_at, seen_at, uptime_s, bytes_in, bytes_out)
           SELECT $1, $2, s.* FROM UNNEST($3::TEXT[], $4::TEXT[], $5::TEXT[], $6::BIGINT[], $7::TEXT[], $8::TEXT[], $9::TEXT[],
                $10::TIMESTAMPTZ[], $11::TIMESTAMPTZ[], $12::BIGINT[], $13::BIGINT[], $14::BIGINT[]) AS s
           RETURNING id, kind AS "kind: SessionKind", ros_id"#,
        access.router_id.0,
        access.location_id.0,
        &kinds,
        &ros_ids,
        &usernames,
        &vouchers as &[Option<i64>],
        &services as &[Option<String>],
        &addresses as &[Option<String>],
        &macs as &[Option<String>],
        &starts,
        &seens,
        &uptimes,
        &ins,
        &outs,
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| ((row.kind, row.ros_id), row.id)).collect())
}

/// Writes what sessions have used so far.
pub async fn sessions_count(conn: &mut PgConnection, running: &[&Open]) -> Result<()> {
    if running.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = each(running, |s| s.id.unwrap_or_default());
    let vouchers: Vec<Option<i64>> = each(running, |s| s.voucher_id.map(|id| id.0));
    let addresses: Vec<Option<String>> = each(running, |s| s.address.clone());
    let seens: Vec<DateTime<Utc>> = each(running, |s| s.seen_at);
    let uptimes: Vec<i64> = each(running, |s| s.uptime_s);
    let ins: Vec<i64> = each(running, |s| s.bytes_in);
    let outs: Vec<i64> = each(running, |s| s.bytes_out);
    sqlx::query!(
        "UPDATE usage_open_sessions o SET voucher_id = coalesce(s.voucher_id, o.voucher_id),
                ip_address = coalesce(s.address, o.ip_address), seen_at = s.seen_at, uptime_s = s.uptime_s,
                bytes_in = s.bytes_in, bytes_out = s.bytes_out
           FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TEXT[], $4::TIMESTAMPTZ[], $5::BIGINT[], $6::BIGINT[], $7::BIGINT[])
                AS s (id, voucher_id, address, seen_at, uptime_s, bytes_in, bytes_out)
          WHERE o.id = s.id",
        &ids,
        &vouchers as &[Option<i64>],
        &addresses as &[Option<String>],
        &seens,
        &uptimes,
        &ins,
        &outs,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Moves sessions that ended to those that have: in one statement, so that no crash
/// leaves one in both places or in none. All have rows.
pub async fn sessions_end(conn: &mut PgConnection, ended: &[Ended]) -> Result<u64> {
    if ended.is_empty() {
        return Ok(0);
    }
    let ids: Vec<i64> = ended.iter().map(|e| e.session.id.unwrap_or_default()).collect();
    let vouchers: Vec<Option<i64>> = ended.iter().map(|e| e.session.voucher_id.map(|id| id.0)).collect();
    let ends: Vec<DateTime<Utc>> = ended.iter().map(|e| e.ended_at).collect();
    let uptimes: Vec<i64> = ended.iter().map(|e| e.session.uptime_s).collect();
    let ins: Vec<i64> = ended.iter().map(|e| e.session.bytes_in).collect();
    let outs: Vec<i64> = ended.iter().map(|e| e.session.bytes_out).collect();
    let causes: Vec<Option<String>> = ended.iter().map(|e| e.cause.map(|cause| cause.as_str().to_owned())).collect();
    let exacts: Vec<bool> = ended.iter().map(|e| e.is_exact).collect();
    let moved = sqlx::query!(
        "WITH e AS (
            SELECT * FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::TIMESTAMPTZ[], $4::BIGINT[], $5::BIGINT[], $6::BIGINT[],
                $7::TEXT[], $8::BOOLEAN[]) AS e (id, voucher_id, ended_at, uptime_s, bytes_in, bytes_out, cause, is_exact)
        ), gone AS (
            DELETE FROM usage_open_sessions o USING e WHERE o.id = e.id
            RETURNING o.id, o.router_id, o.location_id, o.kind, o.username, o.service, o.ip_address, o.mac_address, o.started_at,
                coalesce(e.voucher_id, o.voucher_id) AS voucher_id, e.ended_at, e.uptime_s, e.bytes_in, e.bytes_out, e.cause,
                e.is_exact
        )
        INSERT INTO usage_sessions (id, router_id, location_id, kind, username, service, ip_address, mac_address, started_at,
                voucher_id, ended_at, uptime_s, bytes_in, bytes_out, end_cause, is_exact)
        SELECT * FROM gone",
        &ids,
        &vouchers as &[Option<i64>],
        &ends,
        &uptimes,
        &ins,
        &outs,
        &causes as &[Option<String>],
        &exacts,
    )
    .execute(conn)
    .await?;
    Ok(moved.rows_affected())
}

/// Drops the months that are older than this many days; how many.
pub async fn partitions_drop(conn: &mut PgConnection, keep_days: i32) -> Result<i32> {
    let dropped = sqlx::query_scalar!(r#"SELECT partitions_drop('usage_sessions', $1) AS "n!""#, keep_days);
    Ok(dropped.fetch_one(conn).await?)
}

const SELECT: &str = "SELECT s.id, s.router_id, r.name AS router_name, s.voucher_id, s.kind, s.username, s.ip_address, \
     s.mac_address, s.started_at, s.ended_at, s.uptime_s, s.bytes_in, s.bytes_out, s.end_cause, s.is_exact \
     FROM (SELECT id, router_id, voucher_id, kind, username, ip_address, mac_address, started_at, NULL::TIMESTAMPTZ AS ended_at, \
                  uptime_s, bytes_in, bytes_out, NULL::TEXT AS end_cause, true AS is_exact FROM usage_open_sessions \
           UNION ALL \
           SELECT id, router_id, voucher_id, kind, username, ip_address, mac_address, started_at, ended_at, uptime_s, bytes_in, \
                  bytes_out, end_cause, is_exact FROM usage_sessions) s \
     JOIN routers r ON r.id = s.router_id";

const BY_ID: SortColumn = SortColumn { expression: "s.id", sql_type: "BIGINT", id: "s.id" };

#[derive(FromRow)]
struct SessionRow {
    id: i64,
    router_id: i64,
    router_name: String,
    voucher_id: Option<i64>,
    kind: SessionKind,
    username: String,
    ip_address: Option<String>,
    mac_address: Option<String>,
    started_at: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    uptime_s: i64,
    bytes_in: i64,
    bytes_out: i64,
    end_cause: Option<EndCause>,
    is_exact: bool,
}

impl KeysetRow for SessionRow {
    fn key(&self) -> (String, i64) {
        (self.id.to_string(), self.id)
    }
}

/// Sessions, the newest first.
pub async fn session_list(conn: &mut PgConnection, input: &UsageSessionList) -> Result<Paged<UsageSessionRow>> {
    let mut list = List::new(SELECT);
    list.and("s.voucher_id =", input.voucher_id.map(|id| id.0))
        .and("s.router_id =", input.router_id.map(|id| id.0))
        .and("s.username =", input.username.clone())
        .and("(s.ended_at IS NULL) =", input.is_open);
    let page = list.fetch::<SessionRow>(conn, BY_ID, true, &input.page.clone().unwrap_or_default()).await?;
    let row = |row: SessionRow| UsageSessionRow {
        session_id: row.id,
        router_id: RouterId(row.router_id),
        router_name: row.router_name,
        voucher_id: row.voucher_id.map(VoucherId),
        kind: row.kind,
        username: row.username,
        address: row.ip_address,
        mac_address: row.mac_address,
        started_at: row.started_at,
        ended_at: row.ended_at,
        uptime_s: row.uptime_s,
        bytes_in: row.bytes_in,
        bytes_out: row.bytes_out,
        end_cause: row.end_cause,
        is_exact: row.is_exact,
    };
    Ok(Paged { rows: page.rows.into_iter().map(row).collect(), next: page.next })
}
