//! Queries about drawers.

use simpul_kernel::error::OnConstraint as _;
use simpul_kernel::ids::{CashDrawerId, CashSessionId, LocationId};
use simpul_kernel::{Page, Paged, Result};
use sqlx::{FromRow, PgConnection};

use crate::cash::error::CashError;
use crate::cash::input::CashDrawerList;
use crate::cash::view::CashDrawerView;
use crate::db::list::{KeysetRow, List, SortColumn};

#[derive(FromRow)]
struct Row {
    id: i64,
    version: i32,
    location_id: i64,
    name: String,
    is_active: bool,
    session_id: Option<i64>,
    session_user_name: Option<String>,
}

impl KeysetRow for Row {
    fn key(&self) -> (String, i64) {
        (self.name.clone(), self.id)
    }
}

impl From<Row> for CashDrawerView {
    fn from(r: Row) -> Self {
        Self {
            cash_drawer_id: CashDrawerId(r.id),
            version: r.version,
            location_id: LocationId(r.location_id),
            name: r.name,
            is_active: r.is_active,
            cash_session_id: r.session_id.map(CashSessionId),
            session_user_name: r.session_user_name,
        }
    }
}

const SELECT: &str = "SELECT d.id, d.version, d.location_id, d.name, d.is_active, s.id AS session_id, \
     u.name AS session_user_name FROM cash_drawers d \
     LEFT JOIN cash_sessions s ON s.drawer_id = d.id AND s.closed_at IS NULL LEFT JOIN users u ON u.id = s.user_id";
const BY_NAME: SortColumn = SortColumn { expression: "d.name", sql_type: "TEXT", id: "d.id" };

pub(in crate::cash) async fn drawer_list(
    conn: &mut PgConnection,
    input: &CashDrawerList,
) -> Result<Paged<CashDrawerView>> {
    let mut list = List::new(SELECT);
    list.and("d.location_id =", input.location_id.map(|l| l.0)).and_if(!input.include_inactive, "d.is_active");
    let found: Paged<Row> = list.fetch(conn, BY_NAME, false, &input.page.clone().unwrap_or_default()).await?;
    Ok(Paged { rows: found.rows.into_iter().map(Into::into).collect(), next: found.next })
}

pub(in crate::cash) async fn drawer_get(conn: &mut PgConnection, id: CashDrawerId) -> Result<Option<CashDrawerView>> {
    let mut list = List::new(SELECT);
    list.and("d.id =", Some(id.0));
    let found: Paged<Row> = list.fetch(conn, BY_NAME, false, &Page::default()).await?;
    Ok(found.rows.into_iter().next().map(Into::into))
}

/// The drawer, its row locked: nobody opens a shift there meanwhile.
pub(in crate::cash) async fn drawer_locked(
    conn: &mut PgConnection,
    id: CashDrawerId,
) -> Result<Option<CashDrawerView>> {
    let locked = sqlx::query_scalar!("SELECT id FROM cash_drawers WHERE id = $1 FOR NO KEY UPDATE", id.0)
        .fetch_optional(&mut *conn)
        .await?;
    if locked.is_none() {
        return Ok(None);
    }
    drawer_get(conn, id).await
}

pub(in crate::cash) async fn drawer_insert(
    conn: &mut PgConnection,
    location: LocationId,
    name: &str,
) -> Result<CashDrawerId> {
    sqlx::query_scalar!(
        r#"INSERT INTO cash_drawers (location_id, name) VALUES ($1, $2) RETURNING id AS "id: CashDrawerId""#,
        location.0,
        name
    )
    .fetch_one(conn)
    .await
    .on_constraint("cash_drawers_location_id_name_key", || CashError::DrawerNameTaken)
}

/// Whether the row was still at this version.
pub(in crate::cash) async fn drawer_update(
    conn: &mut PgConnection,
    (id, version): (CashDrawerId, i32),
    name: &str,
    is_active: bool,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE cash_drawers SET name = $3, is_active = $4 WHERE id = $1 AND version = $2",
        id.0,
        version,
        name,
        is_active
    )
    .execute(conn)
    .await
    .on_constraint("cash_drawers_location_id_name_key", || CashError::DrawerNameTaken)?;
    Ok(done.rows_affected() == 1)
}
