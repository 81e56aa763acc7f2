//! Queries of saved views.

use serde_json::{Map, Value};
use simpul_kernel::ids::{SavedViewId, UserId};
use simpul_kernel::{OnConstraint as _, Result};
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::settings::views::SavedViewError;

/// A view as the table has it.
pub(in crate::settings) struct ViewRecord {
    pub(in crate::settings) id: SavedViewId,
    pub(in crate::settings) user_id: UserId,
    pub(in crate::settings) screen: String,
    pub(in crate::settings) name: String,
    pub(in crate::settings) definition: Json<Map<String, Value>>,
    pub(in crate::settings) is_shared: bool,
    pub(in crate::settings) owner_name: String,
}

/// The caller's views of a list and those shared with them, their own first.
pub(in crate::settings) async fn of_screen(
    conn: &mut PgConnection,
    user: UserId,
    screen: &str,
) -> Result<Vec<ViewRecord>> {
    Ok(sqlx::query_as!(
        ViewRecord,
        r#"SELECT v.id AS "id: SavedViewId", v.user_id AS "user_id: UserId", v.screen, v.name,
                  v.definition AS "definition: Json<Map<String, Value>>", v.is_shared, u.name AS owner_name
             FROM saved_views v JOIN users u ON u.id = v.user_id
            WHERE v.screen = $2 AND (v.user_id = $1 OR v.is_shared) ORDER BY v.user_id <> $1, v.id LIMIT 100"#,
        user.0,
        screen
    )
    .fetch_all(conn)
    .await?)
}

/// One view, whoever's.
pub(in crate::settings) async fn find(conn: &mut PgConnection, id: SavedViewId) -> Result<Option<ViewRecord>> {
    Ok(sqlx::query_as!(
        ViewRecord,
        r#"SELECT v.id AS "id: SavedViewId", v.user_id AS "user_id: UserId", v.screen, v.name,
                  v.definition AS "definition: Json<Map<String, Value>>", v.is_shared, u.name AS owner_name
             FROM saved_views v JOIN users u ON u.id = v.user_id WHERE v.id = $1"#,
        id.0
    )
    .fetch_optional(conn)
    .await?)
}

/// A view to be kept.
pub(in crate::settings) struct NewView<'a> {
    pub(in crate::settings) user: UserId,
    pub(in crate::settings) screen: &'a str,
    pub(in crate::settings) name: &'a str,
    pub(in crate::settings) search: &'a Map<String, Value>,
    pub(in crate::settings) is_shared: bool,
}

pub(in crate::settings) async fn insert(conn: &mut PgConnection, view: &NewView<'_>) -> Result<SavedViewId> {
    sqlx::query_scalar!(
        r#"INSERT INTO saved_views (user_id, screen, name, definition, is_shared) VALUES ($1, $2, $3, $4, $5)
           RETURNING id AS "id: SavedViewId""#,
        view.user.0,
        view.screen,
        view.name,
        Json(view.search) as _,
        view.is_shared
    )
    .fetch_one(conn)
    .await
    .on_constraint("saved_views_user_id_screen_name_key", || SavedViewError::NameTaken)
}

pub(in crate::settings) async fn share_set(conn: &mut PgConnection, id: SavedViewId, is_shared: bool) -> Result<()> {
    sqlx::query!("UPDATE saved_views SET is_shared = $2 WHERE id = $1", id.0, is_shared).execute(conn).await?;
    Ok(())
}

pub(in crate::settings) async fn delete(conn: &mut PgConnection, id: SavedViewId) -> Result<()> {
    sqlx::query!("DELETE FROM saved_views WHERE id = $1", id.0).execute(conn).await?;
    Ok(())
}
