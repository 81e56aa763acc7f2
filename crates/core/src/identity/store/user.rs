//! Queries of people and roles.

use chrono::{DateTime, Utc};
use simpul_kernel::ids::{LocationId, RoleId, UserId};
use simpul_kernel::{OnConstraint as _, Page, Paged, PermissionSet, Result};
use sqlx::{FromRow, PgConnection};

use crate::db::list::{KeysetRow, List, SortColumn};
use crate::identity::error::IdentityError;
use crate::identity::input::UserSort;
use crate::identity::view::UserRow;

/// Locks the table of people against every other change to the end of the
/// transaction: how many there are of a kind then stays true.
pub(in crate::identity) async fn users_lock(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!("LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE").execute(conn).await?;
    Ok(())
}

pub(in crate::identity) async fn users_count(conn: &mut PgConnection) -> Result<i64> {
    Ok(sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM users"#).fetch_one(conn).await?)
}

/// A person to be written.
pub(in crate::identity) struct UserWrite<'a> {
    pub(in crate::identity) name: &'a str,
    pub(in crate::identity) username: &'a str,
    pub(in crate::identity) phone: Option<&'a str>,
    pub(in crate::identity) role_id: RoleId,
    pub(in crate::identity) has_all_locations: bool,
    pub(in crate::identity) is_active: bool,
    /// The password written with it is for one sign-in, until then.
    pub(in crate::identity) one_time_until: Option<DateTime<Utc>>,
}

pub(in crate::identity) async fn user_insert(
    conn: &mut PgConnection,
    user: &UserWrite<'_>,
    password_hash: &str,
) -> Result<UserId> {
    sqlx::query_scalar!(
        r#"INSERT INTO users (name, username, phone, password_hash, role_id, has_all_locations, one_time_until)
           VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id AS "id: UserId""#,
        user.name,
        user.username,
        user.phone,
        password_hash,
        user.role_id.0,
        user.has_all_locations,
        user.one_time_until
    )
    .fetch_one(conn)
    .await
    .on_constraint("users_username_key", || IdentityError::UsernameTaken)
}

/// Whether the row was still at this version.
pub(in crate::identity) async fn user_update(
    conn: &mut PgConnection,
    id: UserId,
    version: i32,
    user: &UserWrite<'_>,
    password_hash: Option<&str>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE users SET name = $3, phone = $4, role_id = $5, has_all_locations = $6, is_active = $7,
                password_hash = coalesce($8, password_hash),
                one_time_until = CASE WHEN $8::TEXT IS NULL THEN one_time_until ELSE $9 END
          WHERE id = $1 AND version = $2",
        id.0,
        version,
        user.name,
        user.phone,
        user.role_id.0,
        user.has_all_locations,
        user.is_active,
        password_hash,
        user.one_time_until
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::identity) async fn user_locations_set(
    conn: &mut PgConnection,
    user: UserId,
    locations: &[LocationId],
) -> Result<()> {
    let ids: Vec<i64> = locations.iter().map(|l| l.0).collect();
    sqlx::query!("DELETE FROM location_users WHERE user_id = $1 AND location_id <> ALL ($2)", user.0, &ids)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "INSERT INTO location_users (user_id, location_id) SELECT $1, unnest($2::BIGINT[]) ON CONFLICT DO NOTHING",
        user.0,
        &ids
    )
    .execute(conn)
    .await
    .on_constraint("location_users_location_id_fkey", || IdentityError::LocationNotFound)?;
    Ok(())
}

/// People who may do everything: id, username, whether they may sign in.
pub(in crate::identity) async fn super_admins(conn: &mut PgConnection) -> Result<Vec<(UserId, String, bool)>> {
    let rows = sqlx::query!(
        r#"SELECT u.id AS "id: UserId", u.username, u.is_active FROM users u JOIN roles r ON r.id = u.role_id
            WHERE r.permissions IS NULL ORDER BY u.id"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|r| (r.id, r.username, r.is_active)).collect())
}

/// Gives somebody a new password and lets them sign in again.
pub(in crate::identity) async fn user_recover(conn: &mut PgConnection, id: UserId, hash: &str) -> Result<()> {
    sqlx::query!(
        "UPDATE users SET password_hash = $2, one_time_until = NULL, is_active = true WHERE id = $1",
        id.0,
        hash
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Active people who may do everything, other than this one.
pub(in crate::identity) async fn other_super_admins(conn: &mut PgConnection, user: UserId) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM users u JOIN roles r ON r.id = u.role_id
            WHERE u.is_active AND r.permissions IS NULL AND u.id <> $1"#,
        user.0
    )
    .fetch_one(conn)
    .await?)
}

#[derive(FromRow)]
struct UserListRow {
    id: i64,
    version: i32,
    name: String,
    username: String,
    phone: Option<String>,
    role_id: i64,
    role_code: String,
    role_name: String,
    grants: Vec<String>,
    is_active: bool,
    has_all_locations: bool,
    location_ids: Vec<i64>,
    last_sign_in_at: Option<DateTime<Utc>>,
    failures: i32,
    locked_until: Option<DateTime<Utc>>,
    is_one_time: bool,
    has_pin: bool,
    session_count: i32,
    created_at: DateTime<Utc>,
    sort_key: String,
}

impl KeysetRow for UserListRow {
    fn key(&self) -> (String, i64) {
        (self.sort_key.clone(), self.id)
    }
}

impl From<UserListRow> for UserRow {
    fn from(row: UserListRow) -> Self {
        Self {
            user_id: UserId(row.id),
            version: row.version,
            name: row.name,
            username: row.username,
            phone: row.phone,
            role_id: RoleId(row.role_id),
            role_code: row.role_code,
            role_name: row.role_name,
            grants: PermissionSet::from_names(row.grants.iter().map(String::as_str)),
            is_active: row.is_active,
            all_locations: row.has_all_locations,
            location_ids: row.location_ids.into_iter().map(LocationId).collect(),
            last_sign_in_at: row.last_sign_in_at,
            failures: row.failures,
            locked_until: row.locked_until,
            must_change_password: row.is_one_time,
            has_pin: row.has_pin,
            session_count: row.session_count,
            created_at: row.created_at,
        }
    }
}

/// The list's query with the text of its sort key.
macro_rules! select {
    ($sort_key:literal) => {
        concat!(
            "SELECT u.id, u.version, u.name, u.username, u.phone, u.role_id, r.code AS role_code, r.name AS role_name, ",
            "u.is_active, u.has_all_locations, u.created_at, s.last_sign_in_at, ",
            $sort_key,
            "::TEXT AS sort_key, ",
            "coalesce(s.failures, 0) AS failures, s.locked_until, u.one_time_until IS NOT NULL AS is_one_time, ",
            "s.pin_hash IS NOT NULL AS has_pin, ",
            "(SELECT count(*)::INTEGER FROM sessions o WHERE o.user_id = u.id AND o.ended_at IS NULL ",
            "AND o.expires_at > now()) AS session_count, ",
            "coalesce((SELECT array_agg(g.permission ORDER BY g.permission) FROM user_permissions g ",
            "WHERE g.user_id = u.id), '{}') AS grants, ",
            "coalesce((SELECT array_agg(x.location_id ORDER BY x.location_id) FROM location_users x ",
            "WHERE x.user_id = u.id), '{}') AS location_ids ",
            "FROM users u JOIN roles r ON r.id = u.role_id LEFT JOIN user_sign_ins s ON s.user_id = u.id"
        )
    };
}

/// An order: its query and the column that is compared.
const fn order(sort: UserSort) -> (&'static str, SortColumn) {
    const fn column(expression: &'static str, sql_type: &'static str) -> SortColumn {
        SortColumn { expression, sql_type, id: "u.id" }
    }
    match sort {
        UserSort::Name => (select!("lower(u.name)"), column("lower(u.name)", "TEXT")),
        UserSort::Username => (select!("u.username"), column("u.username", "TEXT")),
        UserSort::LastSignInAt => (
            select!("coalesce(s.last_sign_in_at, '-infinity')"),
            column("coalesce(s.last_sign_in_at, '-infinity')", "TIMESTAMPTZ"),
        ),
    }
}

/// Whom a caller may know of: absent = everybody; else who works at one of these
/// places, and themselves. Who sees every place is of none, and not shown.
#[derive(Debug, Clone)]
pub(in crate::identity) struct UsersSeen {
    pub(in crate::identity) locations: Option<Vec<i64>>,
    pub(in crate::identity) own: Option<i64>,
}

impl UsersSeen {
    fn narrow(&self, list: &mut List) {
        if let Some(ids) = self.locations.clone() {
            let query = list.condition();
            query.push("(u.id = ").push_bind(self.own);
            query.push(
                " OR NOT u.has_all_locations AND EXISTS (SELECT FROM location_users x WHERE x.user_id = u.id AND x.location_id = ANY (",
            );
            query.push_bind(ids).push(")))");
        }
    }
}

pub(in crate::identity) async fn user_list(
    conn: &mut PgConnection,
    seen: &UsersSeen,
    search: Option<&str>,
    (sort, descending): (UserSort, bool),
    page: &Page,
) -> Result<Paged<UserRow>> {
    let (select, column) = order(sort);
    let mut list = List::new(select);
    seen.narrow(&mut list);
    if let Some(text) = search.map(str::trim).filter(|t| !t.is_empty()) {
        let fragment = format!("%{}%", like_escape(&text.to_lowercase()));
        let query = list.condition();
        query
            .push("(lower(u.name) LIKE ")
            .push_bind(fragment.clone())
            .push(" OR u.username LIKE ")
            .push_bind(fragment)
            .push(")");
    }
    let rows: Paged<UserListRow> = list.fetch(conn, column, descending, page).await?;
    Ok(Paged { rows: rows.rows.into_iter().map(Into::into).collect(), next: rows.next })
}

/// A person the caller may know of.
pub(in crate::identity) async fn user_seen(
    conn: &mut PgConnection,
    seen: &UsersSeen,
    id: UserId,
) -> Result<Option<UserRow>> {
    let (select, column) = order(UserSort::Name);
    let mut list = List::new(select);
    seen.narrow(&mut list);
    list.and("u.id =", Some(id.0));
    let found: Paged<UserListRow> = list.fetch(conn, column, false, &Page::default()).await?;
    Ok(found.rows.into_iter().next().map(Into::into))
}

/// A person, whoever asks.
pub(in crate::identity) async fn user_get(conn: &mut PgConnection, id: UserId) -> Result<Option<UserRow>> {
    user_seen(conn, &UsersSeen { locations: None, own: None }, id).await
}

/// A text as a LIKE pattern that means itself.
fn like_escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_")
}
