//! Queries of installations and the wraps of the data key.

use simpul_kernel::Result;
use simpul_kernel::ids::InstallationId;
use sqlx::PgConnection;
use uuid::Uuid;

pub(in crate::identity) async fn installation_register(
    conn: &mut PgConnection,
    code: &str,
    name: &str,
    platform: &str,
) -> Result<InstallationId> {
    Ok(sqlx::query_scalar!(
        r#"INSERT INTO installations (code, name, platform) VALUES ($1, $2, $3)
           ON CONFLICT (code) DO UPDATE SET name = excluded.name, platform = excluded.platform, seen_at = now()
           RETURNING id AS "id: InstallationId""#,
        code,
        name,
        platform
    )
    .fetch_one(conn)
    .await?)
}

/// A wrapped data key.
pub(in crate::identity) struct WrapRow {
    pub(in crate::identity) key_id: Uuid,
    pub(in crate::identity) wrapped_sealed: Vec<u8>,
    pub(in crate::identity) salt: Option<Vec<u8>>,
}

pub(in crate::identity) async fn wraps_exist(conn: &mut PgConnection) -> Result<bool> {
    Ok(sqlx::query_scalar!(r#"SELECT EXISTS (SELECT FROM key_wraps WHERE revoked_at IS NULL) AS "e!""#)
        .fetch_one(conn)
        .await?)
}

pub(in crate::identity) async fn wrap_of_installation(
    conn: &mut PgConnection,
    id: InstallationId,
) -> Result<Option<WrapRow>> {
    Ok(sqlx::query_as!(
        WrapRow,
        "SELECT key_id, wrapped_sealed, salt FROM key_wraps
          WHERE installation_id = $1 AND revoked_at IS NULL ORDER BY id DESC LIMIT 1",
        id.0
    )
    .fetch_optional(conn)
    .await?)
}

pub(in crate::identity) async fn wrap_of_recovery(conn: &mut PgConnection) -> Result<Option<WrapRow>> {
    Ok(sqlx::query_as!(
        WrapRow,
        "SELECT key_id, wrapped_sealed, salt FROM key_wraps
          WHERE kind = 'recovery' AND revoked_at IS NULL ORDER BY id DESC LIMIT 1"
    )
    .fetch_optional(conn)
    .await?)
}

/// Two people who renew the recovery code at once come one after the other.
pub(in crate::identity) async fn wraps_lock(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!("LOCK TABLE key_wraps IN SHARE ROW EXCLUSIVE MODE").execute(conn).await?;
    Ok(())
}

/// Revokes the wrap of the recovery code and empties it: the old paper must not open
/// a copy of this database either.
pub(in crate::identity) async fn wrap_of_recovery_forget(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!(
        "UPDATE key_wraps SET revoked_at = now(), wrapped_sealed = ''
          WHERE kind = 'recovery' AND revoked_at IS NULL"
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::identity) async fn wrap_insert_installation(
    conn: &mut PgConnection,
    key_id: Uuid,
    installation: InstallationId,
    wrapped: &[u8],
) -> Result<()> {
    sqlx::query!(
        "UPDATE key_wraps SET revoked_at = now() WHERE installation_id = $1 AND revoked_at IS NULL",
        installation.0
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO key_wraps (key_id, kind, installation_id, wrapped_sealed) VALUES ($1, 'installation', $2, $3)",
        key_id,
        installation.0,
        wrapped
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(in crate::identity) async fn wrap_insert_recovery(
    conn: &mut PgConnection,
    key_id: Uuid,
    wrapped: &[u8],
    salt: &[u8],
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO key_wraps (key_id, kind, wrapped_sealed, salt) VALUES ($1, 'recovery', $2, $3)",
        key_id,
        wrapped,
        salt
    )
    .execute(conn)
    .await?;
    Ok(())
}
