//! Sessions of colleagues at a desk somebody else signed in at.

use chrono::{DateTime, Utc};
use simpul_kernel::ids::{SessionId, UserId};
use simpul_kernel::{Locations, Result};
use sqlx::PgConnection;

use crate::identity::view::QuickPerson;

/// The ids of places, or none for every place.
fn places(locations: &Locations) -> Option<Vec<i64>> {
    match locations {
        Locations::All => None,
        Locations::Only(ids) => Some(ids.iter().map(|id| id.0).collect()),
    }
}

/// People with a PIN who work at one of these places.
pub(in crate::identity) async fn quick_people(
    conn: &mut PgConnection,
    locations: &Locations,
) -> Result<Vec<QuickPerson>> {
    let places = places(locations);
    Ok(sqlx::query_as!(
        QuickPerson,
        r#"SELECT u.id AS "user_id: UserId", u.name, r.code AS role_code, r.name AS role_name
             FROM users u JOIN roles r ON r.id = u.role_id JOIN user_sign_ins s ON s.user_id = u.id
            WHERE u.is_active AND s.pin_hash IS NOT NULL AND u.one_time_until IS NULL
              AND ($1::BIGINT[] IS NULL OR u.has_all_locations
                   OR EXISTS (SELECT FROM location_users l WHERE l.user_id = u.id AND l.location_id = ANY ($1)))
            ORDER BY u.name, u.id LIMIT 100"#,
        places.as_deref()
    )
    .fetch_all(conn)
    .await?)
}

/// Whether somebody works at one of these places and may sign in.
pub(in crate::identity) async fn quick_may(
    conn: &mut PgConnection,
    user: UserId,
    locations: &Locations,
) -> Result<bool> {
    let places = places(locations);
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM users u
            WHERE u.id = $2 AND u.is_active AND u.one_time_until IS NULL
              AND ($1::BIGINT[] IS NULL OR u.has_all_locations
                   OR EXISTS (SELECT FROM location_users l WHERE l.user_id = u.id AND l.location_id = ANY ($1)))) AS "may!""#,
        places.as_deref(),
        user.0
    )
    .fetch_one(conn)
    .await?)
}

/// Begins a session at the desk of this session, which is locked; whoever was there before is not any more. `false`: the
/// desk's session has ended meanwhile, and nothing began.
pub(in crate::identity) async fn quick_begin(
    conn: &mut PgConnection,
    session: SessionId,
    (user, token_hash): (UserId, &[u8]),
    (now, until): (DateTime<Utc>, DateTime<Utc>),
) -> Result<bool> {
    let desk = sqlx::query_scalar!(
        r#"UPDATE sessions d SET locked_at = coalesce(d.locked_at, $2)
            WHERE d.id = (SELECT coalesce(s.desk_session_id, s.id) FROM sessions s WHERE s.id = $1) AND d.ended_at IS NULL
           RETURNING d.id"#,
        session.0,
        now
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(desk) = desk else { return Ok(false) };
    sqlx::query!("UPDATE sessions SET ended_at = $2 WHERE desk_session_id = $1 AND ended_at IS NULL", desk, now)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "INSERT INTO sessions (user_id, token_hash, source, device_name, expires_at, desk_session_id)
         SELECT $2, $3, source, device_name, $4, id FROM sessions WHERE id = $1",
        desk,
        user.0,
        token_hash,
        until
    )
    .execute(conn)
    .await?;
    Ok(true)
}

/// Ends a colleague's session; `false` when it is a desk's own.
pub(in crate::identity) async fn quick_end(
    conn: &mut PgConnection,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE sessions SET ended_at = $2 WHERE id = $1 AND desk_session_id IS NOT NULL AND ended_at IS NULL",
        session.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether a session is a colleague's at somebody else's desk.
pub(in crate::identity) async fn quick_is(conn: &mut PgConnection, session: SessionId) -> Result<bool> {
    let found = sqlx::query_scalar!(
        r#"SELECT desk_session_id IS NOT NULL AS "is_quick!" FROM sessions WHERE id = $1"#,
        session.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.unwrap_or(false))
}
