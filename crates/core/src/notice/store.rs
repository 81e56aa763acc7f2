//! Every query of this area.

mod mine;
mod sources;

use chrono::{DateTime, Utc};
use serde_json::Value;
use simpul_kernel::ids::{NoticeId, UserId};
use simpul_kernel::{Permission, Result};
use sqlx::PgConnection;

use super::rules::{Condition, Open};
use super::types::NoticeKind;

pub(super) use mine::*;
pub(super) use sources::*;

/// Notices of these kinds that are not over, locked to the end of the transaction:
/// two who watch at once take turns.
pub(super) async fn open_of(conn: &mut PgConnection, kinds: &[NoticeKind]) -> Result<Vec<Open>> {
    let names: Vec<&str> = kinds.iter().map(|kind| kind.as_str()).collect();
    Ok(sqlx::query_as!(
        Open,
        r#"SELECT id AS "id: NoticeId", event_key, calm_since FROM notices
            WHERE cleared_at IS NULL AND kind = ANY ($1::TEXT[]) ORDER BY id FOR UPDATE"#,
        &names as &[&str]
    )
    .fetch_all(conn)
    .await?)
}

/// Raises a notice; `None` when the event has one that is not over.
pub(super) async fn raise(conn: &mut PgConnection, condition: &Condition) -> Result<Option<NoticeId>> {
    Ok(sqlx::query_scalar!(
        r#"INSERT INTO notices (kind, event_key, location_id, severity, params, link) VALUES ($1, $2, $3, $4, $5, $6)
           ON CONFLICT (event_key) WHERE cleared_at IS NULL DO NOTHING RETURNING id AS "id: NoticeId""#,
        condition.kind.as_str(),
        condition.event_key,
        condition.location.map(|id| id.0),
        condition.kind.severity().as_str(),
        condition.params,
        condition.link
    )
    .fetch_optional(conn)
    .await?)
}

/// Tells one person alone, and brings it to them by these channels at once: there is nobody else to be found.
pub(super) async fn tell(
    conn: &mut PgConnection,
    user: UserId,
    event_key: &str,
    params: &Value,
    link: &str,
    channels: &[&str],
) -> Result<()> {
    let kind = NoticeKind::AccessChanged;
    sqlx::query!(
        "WITH told AS (
             INSERT INTO notices (kind, event_key, user_id, severity, params, link, delivered_at)
             VALUES ($1, $2, $3, $4, $5, $6, now()) RETURNING id, user_id)
         INSERT INTO notice_deliveries (notice_id, user_id, channel)
         SELECT told.id, told.user_id, c.channel FROM told CROSS JOIN unnest($7::TEXT[]) AS c (channel)",
        kind.as_str(),
        event_key,
        user.0,
        kind.severity().as_str(),
        params,
        link,
        channels as &[&str]
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// These seem over since then; `None`: they do not.
pub(super) async fn calm_set(conn: &mut PgConnection, ids: &[NoticeId], since: Option<DateTime<Utc>>) -> Result<()> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    sqlx::query!("UPDATE notices SET calm_since = $2 WHERE id = ANY ($1)", &ids, since).execute(conn).await?;
    Ok(())
}

/// These are over.
pub(super) async fn clear(conn: &mut PgConnection, ids: &[NoticeId], now: DateTime<Utc>) -> Result<()> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    sqlx::query!("UPDATE notices SET cleared_at = $2 WHERE id = ANY ($1) AND cleared_at IS NULL", &ids, now)
        .execute(conn)
        .await?;
    Ok(())
}

/// The notice of this event is over; whether there was one.
pub(super) async fn clear_event(conn: &mut PgConnection, event_key: &str, now: DateTime<Utc>) -> Result<bool> {
    let done =
        sqlx::query!("UPDATE notices SET cleared_at = $2 WHERE event_key = $1 AND cleared_at IS NULL", event_key, now)
            .execute(conn)
            .await?;
    Ok(done.rows_affected() > 0)
}

/// Lets go of what was over before then, a part at a time; of what was told to one person alone also where they never
/// read it.
pub(super) async fn trim(conn: &mut PgConnection, before: DateTime<Utc>, most: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM notices WHERE id IN (SELECT id FROM notices WHERE cleared_at < $1
            OR (user_id IS NOT NULL AND raised_at < $1) ORDER BY cleared_at LIMIT $2)",
        before,
        most
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The kind of a notice; `None` when it is gone.
pub(super) async fn kind_of(conn: &mut PgConnection, id: NoticeId) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("SELECT kind FROM notices WHERE id = $1", id.0).fetch_optional(conn).await?)
}

/// Brings a notice to everybody whom it concerns and who wants it, once per person
/// and channel; says how many deliveries are new.
pub(super) async fn deliver(
    conn: &mut PgConnection,
    id: NoticeId,
    permission: Permission,
    is_on_desk: bool,
) -> Result<u64> {
    let done = sqlx::query!(
        r#"INSERT INTO notice_deliveries (notice_id, user_id, channel)
           SELECT n.id, u.id, c.channel
             FROM notices n
             JOIN users u ON u.is_active AND (u.has_all_locations OR EXISTS (SELECT FROM location_users x
                    WHERE x.user_id = u.id AND x.location_id = n.location_id))
             JOIN roles r ON r.id = u.role_id AND (r.permissions IS NULL OR $2 = ANY (r.permissions)
                    OR EXISTS (SELECT FROM user_permissions g WHERE g.user_id = u.id AND g.permission = $2))
            CROSS JOIN (VALUES ('program', true), ('system', $3::BOOLEAN)) AS c (channel, is_usual)
             LEFT JOIN notice_preferences f ON f.user_id = u.id AND f.kind = n.kind AND f.channel = c.channel
            WHERE n.id = $1 AND coalesce(f.is_enabled, c.is_usual)
           ON CONFLICT (notice_id, user_id, channel) DO NOTHING"#,
        id.0,
        permission.as_str(),
        is_on_desk
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("UPDATE notices SET delivered_at = now() WHERE id = $1 AND delivered_at IS NULL", id.0)
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}
