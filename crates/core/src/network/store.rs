//! SQL of routers, their state, leases and sync runs.

use chrono::{DateTime, Utc};
use serde_json::Value;
use simpul_kernel::ids::{LocationId, RouterId};
use simpul_kernel::{Error, Result};
use sqlx::PgConnection;

use super::error::RouterError;
use super::facade::RouterSeen;
use super::fallback::ExpiryFallback;
use super::input::RouterTransport;
use super::links::RouterAccess;
use crate::app::Installation;
use crate::identity::IdentityError;
use crate::identity::keys::Sealed;

pub mod fallback;
pub mod view;

/// What a person may set of a router.
#[derive(Debug)]
pub struct RouterRow<'a> {
    pub name: &'a str,
    pub host: &'a str,
    pub port: u16,
    pub transport: RouterTransport,
    pub username: &'a str,
    pub hotspot_dns_name: Option<&'a str>,
    pub hotspot_server: Option<&'a str>,
    /// Absent: as it is, at first off.
    pub expiry_fallback: Option<ExpiryFallback>,
}

/// Stores a router without its password, which is sealed for the id this gives:
/// [`router_password`] follows in the same transaction.
pub async fn router_insert(
    conn: &mut PgConnection,
    location_id: LocationId,
    row: &RouterRow<'_>,
    key_id: uuid::Uuid,
) -> Result<RouterId> {
    let id = sqlx::query_scalar!(
        "INSERT INTO routers (location_id, name, host, port, transport, username, password_sealed, key_id,
                              hotspot_dns_name, hotspot_server, expiry_fallback)
         VALUES ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, $10) RETURNING id",
        location_id.0,
        row.name,
        row.host,
        i32::from(row.port),
        row.transport.as_str(),
        row.username,
        key_id,
        row.hotspot_dns_name,
        row.hotspot_server,
        row.expiry_fallback.unwrap_or(ExpiryFallback::Off).as_str(),
    )
    .fetch_one(&mut *conn)
    .await
    .map_err(known_constraint)?;
    sqlx::query!("INSERT INTO router_state (router_id, location_id) VALUES ($1, $2)", id, location_id.0)
        .execute(conn)
        .await?;
    Ok(RouterId(id))
}

pub async fn router_password(conn: &mut PgConnection, id: RouterId, password: &Sealed) -> Result<()> {
    sqlx::query!(
        "UPDATE routers SET password_sealed = $2, key_id = $3 WHERE id = $1",
        id.0,
        password.bytes,
        password.key_id
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn known_constraint(error: sqlx::Error) -> Error {
    let (constraint, state) = match &error {
        sqlx::Error::Database(cause) => (cause.constraint().unwrap_or_default(), cause.code()),
        _ => ("", None),
    };
    // Row security lets nobody write into a place they do not see.
    if state.as_deref() == Some("42501") {
        return IdentityError::LocationNotFound.into();
    }
    match constraint {
        "routers_location_id_fkey" => IdentityError::LocationNotFound.into(),
        "routers_location_id_name_key" => RouterError::NameInUse.into(),
        "routers_host_port_key" => RouterError::AddressInUse.into(),
        _ => error.into(),
    }
}

/// Changes a router if it still has this version; `false` when it has not.
pub async fn router_update(
    conn: &mut PgConnection,
    id: RouterId,
    version: i32,
    row: &RouterRow<'_>,
    password: Option<&Sealed>,
    forget_pin: bool,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE routers SET name = $3, host = $4, port = $5, transport = $6, username = $7,
                password_sealed = COALESCE($8, password_sealed), key_id = COALESCE($9, key_id),
                hotspot_dns_name = $10, hotspot_server = $11,
                tls_pin = CASE WHEN $12 THEN NULL ELSE tls_pin END, expiry_fallback = COALESCE($13, expiry_fallback)
         WHERE id = $1 AND version = $2",
        id.0,
        version,
        row.name,
        row.host,
        i32::from(row.port),
        row.transport.as_str(),
        row.username,
        password.map(|p| p.bytes.as_slice()),
        password.map(|p| p.key_id),
        row.hotspot_dns_name,
        row.hotspot_server,
        forget_pin,
        row.expiry_fallback.map(ExpiryFallback::as_str),
    )
    .execute(conn)
    .await
    .map_err(known_constraint)?;
    Ok(done.rows_affected() == 1)
}

pub async fn router_deactivate(conn: &mut PgConnection, id: RouterId) -> Result<()> {
    sqlx::query!("UPDATE routers SET is_active = false WHERE id = $1 AND is_active", id.0).execute(&mut *conn).await?;
    sqlx::query!("DELETE FROM router_leases WHERE router_id = $1", id.0).execute(conn).await?;
    Ok(())
}

/// Keeps the key a router showed first; a key that is kept already stays.
pub async fn pin_keep(conn: &mut PgConnection, id: RouterId, pin: &[u8]) -> Result<()> {
    sqlx::query!("UPDATE routers SET tls_pin = $2 WHERE id = $1 AND tls_pin IS NULL", id.0, pin).execute(conn).await?;
    Ok(())
}

pub async fn routers_in_use(conn: &mut PgConnection) -> Result<Vec<RouterId>> {
    let ids = sqlx::query_scalar!("SELECT id FROM routers WHERE is_active ORDER BY id").fetch_all(conn).await?;
    Ok(ids.into_iter().map(RouterId).collect())
}

pub async fn access(conn: &mut PgConnection, id: RouterId) -> Result<Option<RouterAccess>> {
    let row = sqlx::query!(
        "SELECT location_id, name, host, port, transport, tls_pin, username, password_sealed, key_id,
                hotspot_server, is_active, expiry_fallback
         FROM routers WHERE id = $1",
        id.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| RouterAccess {
        router_id: id,
        location_id: LocationId(row.location_id),
        name: row.name,
        host: row.host,
        port: u16::try_from(row.port).unwrap_or_default(),
        transport: RouterTransport::parse(&row.transport),
        tls_pin: row.tls_pin.and_then(|pin| pin.try_into().ok()),
        username: row.username,
        password: Sealed { key_id: row.key_id, bytes: row.password_sealed },
        hotspot_server: row.hotspot_server,
        is_active: row.is_active,
        expiry_fallback: ExpiryFallback::parse(&row.expiry_fallback),
    }))
}

pub async fn lease_take(
    conn: &mut PgConnection,
    access: &RouterAccess,
    installation: &Installation,
    seconds: f64,
) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO router_leases AS l (router_id, location_id, installation_id, holder, leased_until)
         VALUES ($1, $2, $3, $4, now() + make_interval(secs => $5))
         ON CONFLICT (router_id) DO UPDATE SET installation_id = excluded.installation_id, holder = excluded.holder,
                leased_until = excluded.leased_until
         WHERE l.holder = excluded.holder OR l.leased_until < now()",
        access.router_id.0,
        access.location_id.0,
        installation.id.0,
        installation.holder,
        seconds,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Locks the lease while it is looked at: it cannot change hands meanwhile.
pub async fn lease_holds(conn: &mut PgConnection, id: RouterId, holder: &str) -> Result<bool> {
    let held = sqlx::query_scalar!(
        r#"SELECT true AS "held!" FROM router_leases WHERE router_id = $1 AND holder = $2 AND leased_until > now() FOR UPDATE"#,
        id.0,
        holder,
    );
    Ok(held.fetch_optional(conn).await?.is_some())
}

pub async fn lease_holder(conn: &mut PgConnection, id: RouterId) -> Result<Option<String>> {
    let holder =
        sqlx::query_scalar!("SELECT holder FROM router_leases WHERE router_id = $1 AND leased_until > now()", id.0);
    Ok(holder.fetch_optional(conn).await?)
}

pub async fn lease_release(conn: &mut PgConnection, id: RouterId, holder: &str) -> Result<()> {
    sqlx::query!("DELETE FROM router_leases WHERE router_id = $1 AND holder = $2", id.0, holder).execute(conn).await?;
    Ok(())
}

pub async fn leases_release(conn: &mut PgConnection, holder: &str) -> Result<()> {
    sqlx::query!("DELETE FROM router_leases WHERE holder = $1", holder).execute(conn).await?;
    Ok(())
}

/// `true` when it was not up before. What was not read now stays as it was.
pub async fn state_up(conn: &mut PgConnection, access: &RouterAccess, seen: &RouterSeen) -> Result<bool> {
    let before = sqlx::query_scalar!("SELECT link FROM router_state WHERE router_id = $1", access.router_id.0)
        .fetch_optional(&mut *conn)
        .await?;
    sqlx::query!(
        "INSERT INTO router_state AS s (router_id, location_id, link, last_seen_at, ros_version, board_name, identity,
                cpu_load, free_memory, total_memory, uptime_s, clock_offset_s, license_level, hotspot_active, has_http_pap)
         VALUES ($1, $2, 'up', now(), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
         ON CONFLICT (router_id) DO UPDATE SET link = 'up', last_seen_at = now(), error_code = NULL, error_params = NULL,
                updated_at = now(), ros_version = COALESCE($3, s.ros_version), board_name = COALESCE($4, s.board_name),
                identity = COALESCE($5, s.identity), cpu_load = COALESCE($6, s.cpu_load),
                free_memory = COALESCE($7, s.free_memory), total_memory = COALESCE($8, s.total_memory),
                uptime_s = COALESCE($9, s.uptime_s), clock_offset_s = COALESCE($10, s.clock_offset_s),
                license_level = COALESCE($11, s.license_level), hotspot_active = COALESCE($12, s.hotspot_active),
                has_http_pap = COALESCE($13, s.has_http_pap)",
        access.router_id.0,
        access.location_id.0,
        seen.ros_version,
        seen.board_name,
        seen.identity,
        seen.cpu_load,
        seen.free_memory,
        seen.total_memory,
        seen.uptime_s,
        seen.clock_offset_s,
        seen.license_level,
        seen.hotspot_active,
        seen.has_http_pap,
    )
    .execute(conn)
    .await?;
    Ok(before.as_deref() != Some("up"))
}

/// `true` when that is news.
pub async fn state_down(conn: &mut PgConnection, access: &RouterAccess, code: &str, params: &Value) -> Result<bool> {
    let done = sqlx::query!(
        "INSERT INTO router_state AS s (router_id, location_id, link, error_code, error_params)
         VALUES ($1, $2, 'down', $3, $4)
         ON CONFLICT (router_id) DO UPDATE SET link = 'down', error_code = $3, error_params = $4, updated_at = now(),
                hotspot_active = NULL, cpu_load = NULL
         WHERE s.link <> 'down' OR s.error_code IS DISTINCT FROM $3",
        access.router_id.0,
        access.location_id.0,
        code,
        params,
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub async fn last_seen(conn: &mut PgConnection, id: RouterId) -> Result<Option<DateTime<Utc>>> {
    let at = sqlx::query_scalar!("SELECT last_seen_at FROM router_state WHERE router_id = $1", id.0);
    Ok(at.fetch_optional(conn).await?.flatten())
}
