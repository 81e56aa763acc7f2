//! Queries of the log of acts.

use chrono::{DateTime, Utc};
use simpul_kernel::ids::{ActivityId, UserId};
use simpul_kernel::{Page, Paged, Result};
use sqlx::{FromRow, PgConnection};

use super::UsersSeen;
use crate::db::list::{KeysetRow, List, SortColumn};
use crate::identity::view::ActivityRow;

#[derive(FromRow)]
struct ActivityListRow {
    id: i64,
    at: DateTime<Utc>,
    user_id: Option<i64>,
    user_name: Option<String>,
    action: String,
    subject_kind: Option<String>,
    subject_id: Option<i64>,
    source: String,
    details: serde_json::Value,
}

impl KeysetRow for ActivityListRow {
    fn key(&self) -> (String, i64) {
        (self.id.to_string(), self.id)
    }
}

/// Which deeds are wanted; absent = all.
#[derive(Debug, Default)]
pub(in crate::identity) struct ActivityOnly {
    pub(in crate::identity) subject_kind: Option<String>,
    pub(in crate::identity) subject_id: Option<i64>,
    pub(in crate::identity) user_id: Option<UserId>,
    pub(in crate::identity) action: Option<String>,
    pub(in crate::identity) from: Option<DateTime<Utc>>,
    pub(in crate::identity) until: Option<DateTime<Utc>>,
    pub(in crate::identity) newest_first: bool,
}

pub(in crate::identity) async fn activity_list(
    conn: &mut PgConnection,
    only: &ActivityOnly,
    seen: &UsersSeen,
    page: &Page,
) -> Result<Paged<ActivityRow>> {
    let mut list = List::new(
        "SELECT a.id, a.at, a.user_id, u.name AS user_name, a.action, a.subject_kind, a.subject_id, a.source, a.details \
         FROM activity_logs a LEFT JOIN users u ON u.id = a.user_id",
    );
    list.and("a.subject_kind =", only.subject_kind.clone()).and("a.subject_id =", only.subject_id);
    list.and("a.user_id =", only.user_id.map(|id| id.0)).and("a.action =", only.action.clone());
    list.and("a.at >=", only.from).and("a.at <", only.until);
    if let Some(ids) = seen.locations.clone() {
        let query = list.condition();
        query.push("(a.location_id = ANY(").push_bind(ids).push(") OR a.user_id = ").push_bind(seen.own).push(")");
    }
    let sort = SortColumn { expression: "a.id", sql_type: "BIGINT", id: "a.id" };
    let found: Paged<ActivityListRow> = list.fetch(conn, sort, only.newest_first, page).await?;
    let rows = found.rows.into_iter().map(|r| ActivityRow {
        activity_id: ActivityId(r.id),
        at: r.at,
        user_id: r.user_id.map(UserId),
        user_name: r.user_name,
        action: r.action,
        subject_kind: r.subject_kind,
        subject_id: r.subject_id,
        source: r.source,
        details: r.details,
    });
    Ok(Paged { rows: rows.collect(), next: found.next })
}
