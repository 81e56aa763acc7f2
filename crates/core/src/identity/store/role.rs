//! Queries of roles.

use simpul_kernel::ids::{RoleId, UserId};
use simpul_kernel::{OnConstraint as _, Permission, PermissionSet, Result};
use sqlx::PgConnection;

use super::UsersSeen;
use crate::identity::error::IdentityError;
use crate::identity::view::RoleRow;

/// Every role; people are counted as far as the caller may know of them.
pub(in crate::identity) async fn role_list(conn: &mut PgConnection, seen: &UsersSeen) -> Result<Vec<RoleRow>> {
    let rows = sqlx::query!(
        r#"SELECT r.id, r.version, r.code, r.name, r.description, r.is_system, r.is_active, r.permissions,
                  (SELECT count(*) FROM users u WHERE u.role_id = r.id AND ($1::BIGINT[] IS NULL OR u.id = $2
                      OR NOT u.has_all_locations AND EXISTS (SELECT FROM location_users x
                            WHERE x.user_id = u.id AND x.location_id = ANY ($1))))::INTEGER AS "user_count!"
             FROM roles r ORDER BY r.id"#,
        seen.locations.as_deref(),
        seen.own
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|r| RoleRow {
            role_id: RoleId(r.id),
            version: r.version,
            code: r.code,
            name: r.name,
            description: r.description,
            is_system: r.is_system,
            is_super: r.permissions.is_none(),
            is_active: r.is_active,
            permissions: r
                .permissions
                .map_or_else(PermissionSet::all, |names| PermissionSet::from_names(names.iter().map(String::as_str))),
            user_count: r.user_count,
        })
        .collect())
}

/// Whether a role may do everything; `None` when there is no such role.
pub(in crate::identity) async fn role_is_super(conn: &mut PgConnection, id: RoleId) -> Result<Option<bool>> {
    Ok(sqlx::query_scalar!(r#"SELECT permissions IS NULL AS "is_super!" FROM roles WHERE id = $1"#, id.0)
        .fetch_optional(conn)
        .await?)
}

pub(in crate::identity) async fn role_id_by_code(conn: &mut PgConnection, code: &str) -> Result<Option<RoleId>> {
    Ok(sqlx::query_scalar!(r#"SELECT id AS "id: RoleId" FROM roles WHERE code = $1"#, code)
        .fetch_optional(conn)
        .await?)
}

/// Names of what a set holds, as the database keeps them.
fn names(permissions: &PermissionSet) -> Vec<String> {
    permissions.iter().map(|p| p.to_string()).collect()
}

/// Makes a role of people's own.
pub(in crate::identity) async fn role_insert(
    conn: &mut PgConnection,
    code: &str,
    name: &str,
    description: &str,
    permissions: &PermissionSet,
) -> Result<RoleId> {
    sqlx::query_scalar!(
        r#"INSERT INTO roles (code, name, description, permissions) VALUES ($1, $2, $3, $4) RETURNING id AS "id: RoleId""#,
        code,
        name,
        description,
        &names(permissions)
    )
    .fetch_one(conn)
    .await
    .on_constraint("roles_name_key", || IdentityError::RoleNameTaken)
}

/// A role to be written.
pub(in crate::identity) struct RoleWrite<'a> {
    pub(in crate::identity) name: &'a str,
    pub(in crate::identity) description: &'a str,
    pub(in crate::identity) permissions: &'a PermissionSet,
    pub(in crate::identity) is_active: bool,
}

/// Whether the role was still at this version. A permission of a newer version,
/// which this program does not know, stays.
pub(in crate::identity) async fn role_update(
    conn: &mut PgConnection,
    id: RoleId,
    version: i32,
    role: &RoleWrite<'_>,
) -> Result<bool> {
    let known: Vec<String> = Permission::ALL.iter().map(ToString::to_string).collect();
    let done = sqlx::query!(
        "UPDATE roles SET name = $3, description = $4, is_active = $6,
                permissions = $5::TEXT[] || ARRAY(SELECT p FROM unnest(permissions) AS p WHERE p <> ALL ($7))
          WHERE id = $1 AND version = $2 AND permissions IS NOT NULL",
        id.0,
        version,
        role.name,
        role.description,
        &names(role.permissions),
        role.is_active,
        &known
    )
    .execute(conn)
    .await
    .on_constraint("roles_name_key", || IdentityError::RoleNameTaken)?;
    Ok(done.rows_affected() == 1)
}

/// People who have a role and may sign in.
pub(in crate::identity) async fn role_people(conn: &mut PgConnection, id: RoleId) -> Result<i64> {
    Ok(sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM users WHERE role_id = $1 AND is_active"#, id.0)
        .fetch_one(conn)
        .await?)
}

/// Sets what somebody may do beyond their role. What this program does not know stays.
pub(in crate::identity) async fn grants_set(
    conn: &mut PgConnection,
    user: UserId,
    grants: &PermissionSet,
    by: Option<UserId>,
) -> Result<()> {
    let (wanted, known) = (names(grants), Permission::ALL.iter().map(ToString::to_string).collect::<Vec<_>>());
    sqlx::query!(
        "DELETE FROM user_permissions WHERE user_id = $1 AND permission <> ALL ($2) AND permission = ANY ($3)",
        user.0,
        &wanted,
        &known
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "INSERT INTO user_permissions (user_id, permission, granted_by) SELECT $1, unnest($2::TEXT[]), $3
         ON CONFLICT (user_id, permission) DO NOTHING",
        user.0,
        &wanted,
        by.map(|id| id.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Who may do a thing: roles in use that allow it, by code and name.
pub(in crate::identity) async fn roles_that_may(
    conn: &mut PgConnection,
    permission: Permission,
) -> Result<Vec<(String, String)>> {
    let rows = sqlx::query!(
        "SELECT code, name FROM roles WHERE is_active AND (permissions IS NULL OR $1 = ANY (permissions)) ORDER BY id",
        permission.as_str()
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| (r.code, r.name)).collect())
}

/// Names of a few people who may do a thing, of those the caller may know of.
pub(in crate::identity) async fn people_who_may(
    conn: &mut PgConnection,
    permission: Permission,
    seen: &UsersSeen,
    most: i64,
) -> Result<Vec<String>> {
    Ok(sqlx::query_scalar!(
        "SELECT u.name FROM users u JOIN roles r ON r.id = u.role_id
          WHERE u.is_active AND (r.permissions IS NULL OR $1 = ANY (r.permissions)
                 OR EXISTS (SELECT FROM user_permissions p WHERE p.user_id = u.id AND p.permission = $1))
            AND ($2::BIGINT[] IS NULL OR u.id = $3 OR NOT u.has_all_locations AND EXISTS (SELECT FROM location_users x
                    WHERE x.user_id = u.id AND x.location_id = ANY ($2)))
          ORDER BY lower(u.name), u.id LIMIT $4",
        permission.as_str(),
        seen.locations.as_deref(),
        seen.own,
        most
    )
    .fetch_all(conn)
    .await?)
}

/// Makes a role that came with the program, or gives it those permissions it was
/// never given: one that a person took away stays away.
pub(in crate::identity) async fn role_ensure(
    conn: &mut PgConnection,
    code: &str,
    permissions: Option<&'static [Permission]>,
) -> Result<()> {
    let names: Option<Vec<String>> = permissions.map(|p| p.iter().map(ToString::to_string).collect());
    sqlx::query!(
        "INSERT INTO roles AS r (code, name, is_system, permissions, permissions_given)
         VALUES ($1, $1, true, $2, coalesce($2::TEXT[], '{}'))
         ON CONFLICT (code) DO UPDATE SET
             permissions = r.permissions || ARRAY(SELECT p FROM unnest(excluded.permissions_given) AS p
                 WHERE p <> ALL (r.permissions_given) AND p <> ALL (r.permissions)),
             permissions_given = r.permissions_given || ARRAY(SELECT p FROM unnest(excluded.permissions_given) AS p
                 WHERE p <> ALL (r.permissions_given))
         WHERE r.is_system AND r.permissions IS NOT NULL AND NOT excluded.permissions_given <@ r.permissions_given",
        code,
        names.as_deref()
    )
    .execute(conn)
    .await?;
    Ok(())
}
