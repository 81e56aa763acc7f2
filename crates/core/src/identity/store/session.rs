//! Queries of signing in: sessions, failures, preferences.

use chrono::{DateTime, Utc};
use simpul_kernel::ids::{LocationId, SessionId, UserId};
use simpul_kernel::{Locale, Result};
use sqlx::PgConnection;

use crate::identity::view::{LocationBrief, SessionRow as SessionRowView};

/// What sign-in needs to know of a person.
pub(in crate::identity) struct SignInRow {
    pub(in crate::identity) user_id: UserId,
    pub(in crate::identity) password_hash: String,
    pub(in crate::identity) is_active: bool,
    pub(in crate::identity) locked_until: Option<DateTime<Utc>>,
    pub(in crate::identity) one_time_until: Option<DateTime<Utc>>,
}

pub(in crate::identity) async fn sign_in_find(conn: &mut PgConnection, username: &str) -> Result<Option<SignInRow>> {
    Ok(sqlx::query_as!(
        SignInRow,
        r#"SELECT u.id AS "user_id: UserId", u.password_hash, u.is_active,
                  s.locked_until AS "locked_until?", u.one_time_until
             FROM users u LEFT JOIN user_sign_ins s ON s.user_id = u.id WHERE u.username = $1"#,
        username
    )
    .fetch_optional(conn)
    .await?)
}

/// The same of somebody who is signed in already.
pub(in crate::identity) async fn sign_in_of(conn: &mut PgConnection, user: UserId) -> Result<Option<SignInRow>> {
    Ok(sqlx::query_as!(
        SignInRow,
        r#"SELECT u.id AS "user_id: UserId", u.password_hash, u.is_active,
                  s.locked_until AS "locked_until?", u.one_time_until
             FROM users u LEFT JOIN user_sign_ins s ON s.user_id = u.id WHERE u.id = $1"#,
        user.0
    )
    .fetch_optional(conn)
    .await?)
}

/// Counts a failure and returns how many there are in a row. The row stays locked
/// to the end of the transaction: guesses made at once are counted one by one.
pub(in crate::identity) async fn sign_in_failed(conn: &mut PgConnection, user: UserId) -> Result<i32> {
    Ok(sqlx::query_scalar!(
        "INSERT INTO user_sign_ins (user_id, failures) VALUES ($1, 1)
         ON CONFLICT (user_id) DO UPDATE SET failures = user_sign_ins.failures + 1 RETURNING failures",
        user.0
    )
    .fetch_one(conn)
    .await?)
}

pub(in crate::identity) async fn sign_in_lock_until(
    conn: &mut PgConnection,
    user: UserId,
    until: Option<DateTime<Utc>>,
) -> Result<()> {
    sqlx::query!("UPDATE user_sign_ins SET locked_until = $2 WHERE user_id = $1", user.0, until).execute(conn).await?;
    Ok(())
}

/// Takes the row that counts somebody's failures: whoever guesses at the same time
/// waits, and what is read after this is what they left.
pub(in crate::identity) async fn sign_in_take(conn: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("INSERT INTO user_sign_ins (user_id) VALUES ($1) ON CONFLICT (user_id) DO NOTHING", user.0)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("SELECT user_id FROM user_sign_ins WHERE user_id = $1 FOR UPDATE", user.0).fetch_one(conn).await?;
    Ok(())
}

/// Forgets the failures; `at`: signed in then.
pub(in crate::identity) async fn sign_in_worked(
    conn: &mut PgConnection,
    user: UserId,
    at: Option<DateTime<Utc>>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO user_sign_ins (user_id, failures, last_sign_in_at) VALUES ($1, 0, $2)
         ON CONFLICT (user_id) DO UPDATE SET failures = 0, locked_until = NULL,
             last_sign_in_at = coalesce(excluded.last_sign_in_at, user_sign_ins.last_sign_in_at)",
        user.0,
        at
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A live session.
pub(in crate::identity) struct SessionRow {
    pub(in crate::identity) session_id: SessionId,
    pub(in crate::identity) user_id: UserId,
    pub(in crate::identity) seen_at: DateTime<Utc>,
    pub(in crate::identity) is_locked: bool,
    pub(in crate::identity) is_one_time: bool,
    /// A colleague's, at a desk somebody else signed in at.
    pub(in crate::identity) is_quick: bool,
    pub(in crate::identity) reach: Reach,
}

/// Everything a person's context is made of.
pub(in crate::identity) struct Reach {
    pub(in crate::identity) is_super: bool,
    pub(in crate::identity) permissions: Vec<String>,
    pub(in crate::identity) has_all_locations: bool,
    pub(in crate::identity) location_ids: Vec<i64>,
    pub(in crate::identity) locale: String,
    pub(in crate::identity) time_zone: String,
}

pub(in crate::identity) async fn session_find(
    conn: &mut PgConnection,
    token_hash: &[u8],
    now: DateTime<Utc>,
) -> Result<Option<SessionRow>> {
    let row = sqlx::query!(
        r#"SELECT s.id AS "session_id: SessionId", u.id AS "user_id: UserId", s.seen_at,
                  s.locked_at IS NOT NULL AS "is_locked!", u.one_time_until IS NOT NULL AS "is_one_time!",
                  s.desk_session_id IS NOT NULL AS "is_quick!",
                  r.permissions IS NULL AS "is_super!",
                  coalesce(r.permissions, '{}') || coalesce((SELECT array_agg(p.permission) FROM user_permissions p
                      WHERE p.user_id = u.id), '{}') AS "permissions!",
                  u.has_all_locations,
                  coalesce((SELECT array_agg(l.location_id) FROM location_users l WHERE l.user_id = u.id), '{}')
                      AS "location_ids!",
                  coalesce(p.locale, 'id') AS "locale!",
                  coalesce((SELECT l.time_zone FROM locations l
                      WHERE u.has_all_locations OR l.id IN (SELECT x.location_id FROM location_users x WHERE x.user_id = u.id)
                      ORDER BY l.id LIMIT 1), 'Asia/Jakarta') AS "time_zone!"
             FROM sessions d JOIN users o ON o.id = d.user_id AND o.is_active
             LEFT JOIN sessions q ON q.desk_session_id = d.id AND q.ended_at IS NULL AND q.expires_at > $2
                  AND EXISTS (SELECT FROM users c WHERE c.id = q.user_id AND c.is_active)
             JOIN sessions s ON s.id = coalesce(q.id, d.id)
             JOIN users u ON u.id = s.user_id JOIN roles r ON r.id = u.role_id
             LEFT JOIN user_preferences p ON p.user_id = u.id
            WHERE d.token_hash = $1 AND d.ended_at IS NULL AND d.expires_at > $2"#,
        token_hash,
        now
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|r| SessionRow {
        session_id: r.session_id,
        user_id: r.user_id,
        seen_at: r.seen_at,
        is_locked: r.is_locked,
        is_one_time: r.is_one_time,
        is_quick: r.is_quick,
        reach: Reach {
            is_super: r.is_super,
            permissions: r.permissions,
            has_all_locations: r.has_all_locations,
            location_ids: r.location_ids,
            locale: r.locale,
            time_zone: r.time_zone,
        },
    }))
}

/// What somebody who may sign in may do, and where.
pub(in crate::identity) async fn person_reach(conn: &mut PgConnection, user: UserId) -> Result<Option<Reach>> {
    Ok(sqlx::query_as!(
        Reach,
        r#"SELECT r.permissions IS NULL AS "is_super!",
                  coalesce(r.permissions, '{}') || coalesce((SELECT array_agg(p.permission) FROM user_permissions p
                      WHERE p.user_id = u.id), '{}') AS "permissions!",
                  u.has_all_locations,
                  coalesce((SELECT array_agg(l.location_id) FROM location_users l WHERE l.user_id = u.id), '{}')
                      AS "location_ids!",
                  coalesce(p.locale, 'id') AS "locale!",
                  coalesce((SELECT l.time_zone FROM locations l
                      WHERE u.has_all_locations OR l.id IN (SELECT x.location_id FROM location_users x WHERE x.user_id = u.id)
                      ORDER BY l.id LIMIT 1), 'Asia/Jakarta') AS "time_zone!"
             FROM users u JOIN roles r ON r.id = u.role_id LEFT JOIN user_preferences p ON p.user_id = u.id
            WHERE u.id = $1 AND u.is_active"#,
        user.0
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::identity) async fn session_insert(
    conn: &mut PgConnection,
    user: UserId,
    token_hash: &[u8],
    source: &str,
    device_name: Option<&str>,
    expires_at: DateTime<Utc>,
) -> Result<SessionId> {
    Ok(sqlx::query_scalar!(
        r#"INSERT INTO sessions (user_id, token_hash, source, device_name, expires_at)
           VALUES ($1, $2, $3, $4, $5) RETURNING id AS "id: SessionId""#,
        user.0,
        token_hash,
        source,
        device_name,
        expires_at
    )
    .fetch_one(conn)
    .await?)
}

/// Keeps a session that is used, and the desk's under a colleague's.
pub(in crate::identity) async fn session_extend(
    conn: &mut PgConnection,
    id: SessionId,
    now: DateTime<Utc>,
    (until, desk_until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<()> {
    sqlx::query!(
        "UPDATE sessions SET seen_at = $2, expires_at = CASE WHEN id = $1 THEN $3 ELSE $4::TIMESTAMPTZ END
          WHERE id = $1 OR id = (SELECT desk_session_id FROM sessions WHERE id = $1)",
        id.0,
        now,
        until,
        desk_until
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Locks a session; whether it was open before.
pub(in crate::identity) async fn session_lock(
    conn: &mut PgConnection,
    id: SessionId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done =
        sqlx::query!("UPDATE sessions SET locked_at = $2 WHERE id = $1 AND locked_at IS NULL", id.0, now).execute(conn);
    Ok(done.await?.rows_affected() == 1)
}

/// Opens a locked session, which counts as a use; a colleague's lives no longer for it than by any other.
pub(in crate::identity) async fn session_unlock(
    conn: &mut PgConnection,
    id: SessionId,
    now: DateTime<Utc>,
    (until, quick_until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<()> {
    sqlx::query!(
        "UPDATE sessions SET locked_at = NULL, seen_at = $2,
                expires_at = CASE WHEN desk_session_id IS NULL THEN $3 ELSE $4::TIMESTAMPTZ END
          WHERE id = $1 AND ended_at IS NULL",
        id.0,
        now,
        until,
        quick_until
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The open sessions of somebody, the one used last first.
pub(in crate::identity) async fn session_list(
    conn: &mut PgConnection,
    user: UserId,
    own: Option<SessionId>,
    now: DateTime<Utc>,
) -> Result<Vec<SessionRowView>> {
    Ok(sqlx::query_as!(
        SessionRowView,
        r#"SELECT id AS "session_id: SessionId", source, device_name, created_at, seen_at, expires_at,
                  (id = $2) IS TRUE AS "is_current!", locked_at IS NOT NULL AS "is_locked!"
             FROM sessions WHERE user_id = $1 AND ended_at IS NULL AND expires_at > $3 ORDER BY seen_at DESC, id DESC"#,
        user.0,
        own.map(|id| id.0),
        now
    )
    .fetch_all(conn)
    .await?)
}

/// Ends one session of somebody; whether it was open.
pub(in crate::identity) async fn session_end_of(
    conn: &mut PgConnection,
    user: UserId,
    session: SessionId,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE sessions SET ended_at = now() WHERE id = $1 AND user_id = $2 AND ended_at IS NULL",
        session.0,
        user.0
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every session of somebody but this one, and says how many were open.
pub(in crate::identity) async fn sessions_end_others(
    conn: &mut PgConnection,
    user: UserId,
    but: Option<SessionId>,
    now: DateTime<Utc>,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"WITH ended AS (
               UPDATE sessions SET ended_at = now()
                WHERE user_id = $1 AND ended_at IS NULL AND id IS DISTINCT FROM $2 RETURNING expires_at)
           SELECT count(*) FILTER (WHERE expires_at > $3) AS "n!" FROM ended"#,
        user.0,
        but.map(|id| id.0),
        now
    )
    .fetch_one(conn)
    .await?)
}

pub(in crate::identity) async fn session_end(conn: &mut PgConnection, id: SessionId) -> Result<()> {
    // Who leaves a desk for good leaves it signed out, whoever had signed in there.
    sqlx::query!(
        "UPDATE sessions SET ended_at = now()
          WHERE (id = $1 OR id = (SELECT desk_session_id FROM sessions WHERE id = $1)) AND ended_at IS NULL",
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::identity) async fn sessions_end_of(conn: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("UPDATE sessions SET ended_at = now() WHERE user_id = $1 AND ended_at IS NULL", user.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// The signed-in person's own row.
pub(in crate::identity) struct MeRow {
    pub(in crate::identity) name: String,
    pub(in crate::identity) username: String,
    pub(in crate::identity) role_code: String,
    pub(in crate::identity) role_name: String,
    pub(in crate::identity) locale: String,
    pub(in crate::identity) color_scheme: String,
    pub(in crate::identity) has_all_locations: bool,
    pub(in crate::identity) has_pin: bool,
    pub(in crate::identity) pin_failures: i32,
    pub(in crate::identity) is_one_time: bool,
}

pub(in crate::identity) async fn me_find(conn: &mut PgConnection, user: UserId) -> Result<Option<MeRow>> {
    Ok(sqlx::query_as!(
        MeRow,
        r#"SELECT u.name, u.username, r.code AS role_code, r.name AS role_name, coalesce(p.locale, 'id') AS "locale!",
                  coalesce(p.color_scheme, 'auto') AS "color_scheme!", u.has_all_locations,
                  s.pin_hash IS NOT NULL AS "has_pin!", coalesce(s.pin_failures, 0) AS "pin_failures!",
                  u.one_time_until IS NOT NULL AS "is_one_time!"
             FROM users u JOIN roles r ON r.id = u.role_id LEFT JOIN user_preferences p ON p.user_id = u.id
             LEFT JOIN user_sign_ins s ON s.user_id = u.id
            WHERE u.id = $1"#,
        user.0
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::identity) async fn locations_of(
    conn: &mut PgConnection,
    user: UserId,
    all: bool,
) -> Result<Vec<LocationBrief>> {
    Ok(sqlx::query_as!(
        LocationBrief,
        r#"SELECT l.id AS "location_id: LocationId", l.name, l.time_zone FROM locations l
            WHERE l.is_active AND ($2 OR EXISTS (SELECT FROM location_users x WHERE x.location_id = l.id AND x.user_id = $1))
            ORDER BY l.id"#,
        user.0,
        all
    )
    .fetch_all(conn)
    .await?)
}

pub(in crate::identity) async fn preferences_set(
    conn: &mut PgConnection,
    user: UserId,
    locale: Option<Locale>,
    color_scheme: Option<&str>,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO user_preferences (user_id, locale, color_scheme) VALUES ($1, coalesce($2, 'id'), coalesce($3, 'auto'))
         ON CONFLICT (user_id) DO UPDATE SET locale = coalesce($2, user_preferences.locale),
             color_scheme = coalesce($3, user_preferences.color_scheme)",
        user.0,
        locale.map(Locale::as_str),
        color_scheme
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets go of sessions that were over before then; a quick one goes with the desk's.
pub(in crate::identity) async fn sessions_trim(
    conn: &mut PgConnection,
    before: DateTime<Utc>,
    most: i64,
) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE least(ended_at, expires_at) < $1
            ORDER BY least(ended_at, expires_at) LIMIT $2 FOR UPDATE SKIP LOCKED)",
        before,
        most
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
