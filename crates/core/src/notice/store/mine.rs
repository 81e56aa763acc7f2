//! Queries of what was brought to one person, and how they want to be told.

use chrono::{DateTime, NaiveTime, Utc};
use serde_json::Value;
use simpul_kernel::ids::{LocationId, NoticeId, UserId};
use simpul_kernel::{Page, Paged, Result};
use sqlx::{FromRow, PgConnection};

use crate::db::list::{KeysetRow, List, SortColumn};
use crate::notice::types::{NoticeKind, NoticeRow, NoticeSeverity, NoticeSummary};

/// Names of kinds, as the database has them.
fn names(kinds: &[NoticeKind]) -> Vec<String> {
    kinds.iter().map(|kind| kind.as_str().to_owned()).collect()
}

#[derive(FromRow)]
struct MineRow {
    id: i64,
    kind: String,
    severity: String,
    params: Value,
    link: String,
    location_id: Option<i64>,
    raised_at: DateTime<Utc>,
    cleared_at: Option<DateTime<Utc>>,
    read_at: Option<DateTime<Utc>>,
}

impl KeysetRow for MineRow {
    fn key(&self) -> (String, i64) {
        (self.id.to_string(), self.id)
    }
}

impl MineRow {
    /// `None` for a kind of a newer version.
    fn view(self) -> Option<NoticeRow> {
        Some(NoticeRow {
            notice_id: NoticeId(self.id),
            kind: NoticeKind::parse(&self.kind)?,
            severity: if self.severity == "bad" { NoticeSeverity::Bad } else { NoticeSeverity::Warn },
            params: self.params,
            link: self.link,
            location_id: self.location_id.map(LocationId),
            raised_at: self.raised_at,
            cleared_at: self.cleared_at,
            read_at: self.read_at,
        })
    }
}

/// Which of one's own notices are wanted.
#[derive(Debug)]
pub(in crate::notice) struct Only {
    pub(in crate::notice) user: UserId,
    pub(in crate::notice) kinds: Vec<NoticeKind>,
    pub(in crate::notice) unread: bool,
    pub(in crate::notice) open: bool,
    pub(in crate::notice) newest_first: bool,
}

/// One's own notices; row security hides those of places not seen any more.
pub(in crate::notice) async fn list(conn: &mut PgConnection, only: &Only, page: &Page) -> Result<Paged<NoticeRow>> {
    let mut list = List::new(
        "SELECT n.id, n.kind, n.severity, n.params, n.link, n.location_id, n.raised_at, n.cleared_at, d.read_at \
         FROM notice_deliveries d JOIN notices n ON n.id = d.notice_id",
    );
    list.and("d.user_id =", Some(only.user.0)).and_if(true, "d.channel = 'program'");
    list.condition().push("n.kind = ANY (").push_bind(names(&only.kinds)).push(")");
    list.and_if(only.unread, "d.read_at IS NULL").and_if(only.open, "n.cleared_at IS NULL");
    let sort = SortColumn { expression: "d.notice_id", sql_type: "BIGINT", id: "d.notice_id" };
    let found: Paged<MineRow> = list.fetch(conn, sort, only.newest_first, page).await?;
    Ok(Paged { rows: found.rows.into_iter().filter_map(MineRow::view).collect(), next: found.next })
}

/// How many of one's own are unread, and not over.
pub(in crate::notice) async fn summary(
    conn: &mut PgConnection,
    user: UserId,
    kinds: &[NoticeKind],
) -> Result<NoticeSummary> {
    Ok(sqlx::query_as!(
        NoticeSummary,
        r#"SELECT count(*) FILTER (WHERE d.read_at IS NULL) AS "unread!", count(*) FILTER (WHERE n.cleared_at IS NULL) AS "open!",
                  max(n.id) AS "newest: NoticeId"
             FROM notice_deliveries d JOIN notices n ON n.id = d.notice_id
            WHERE d.user_id = $1 AND d.channel = 'program' AND n.kind = ANY ($2)"#,
        user.0,
        &names(kinds)
    )
    .fetch_one(conn)
    .await?)
}

/// Marks one's own as read: these, and all up to one.
pub(in crate::notice) async fn read_set(
    conn: &mut PgConnection,
    user: UserId,
    ids: &[NoticeId],
    up_to: Option<NoticeId>,
    now: DateTime<Utc>,
) -> Result<u64> {
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let done = sqlx::query!(
        "UPDATE notice_deliveries SET read_at = $4
          WHERE user_id = $1 AND channel = 'program' AND read_at IS NULL AND (notice_id = ANY ($2) OR notice_id <= $3)",
        user.0,
        &ids,
        up_to.map(|id| id.0),
        now
    )
    .execute(&mut *conn)
    .await?;
    // What was told to one person alone happened once, and is over when they know.
    sqlx::query!(
        "UPDATE notices n SET cleared_at = $2
          WHERE n.user_id = $1 AND n.cleared_at IS NULL AND EXISTS (SELECT FROM notice_deliveries d
                WHERE d.notice_id = n.id AND d.user_id = $1 AND d.channel = 'program' AND d.read_at IS NOT NULL)",
        user.0,
        now
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Takes what no desk of the person has shown yet: each is taken once, by whichever
/// desk asks first. What is over meanwhile is taken and not told.
pub(in crate::notice) async fn take(
    conn: &mut PgConnection,
    user: UserId,
    kinds: &[NoticeKind],
    now: DateTime<Utc>,
) -> Result<Vec<NoticeRow>> {
    let rows = sqlx::query_as!(
        MineRow,
        r#"WITH taken AS (
               UPDATE notice_deliveries SET shown_at = $3
                WHERE user_id = $1 AND channel = 'system' AND shown_at IS NULL RETURNING notice_id)
           SELECT n.id, n.kind, n.severity, n.params, n.link, n.location_id, n.raised_at, n.cleared_at,
                  (SELECT d.read_at FROM notice_deliveries d
                    WHERE d.notice_id = n.id AND d.user_id = $1 AND d.channel = 'program') AS read_at
             FROM taken t JOIN notices n ON n.id = t.notice_id
            WHERE n.cleared_at IS NULL AND n.kind = ANY ($2) ORDER BY n.id"#,
        user.0,
        &names(kinds),
        now
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().filter(|row| row.read_at.is_none()).filter_map(MineRow::view).collect())
}

/// What somebody has chosen: kind, channel, whether.
pub(in crate::notice) async fn preferences(
    conn: &mut PgConnection,
    user: UserId,
) -> Result<Vec<(String, String, bool)>> {
    let rows = sqlx::query!("SELECT kind, channel, is_enabled FROM notice_preferences WHERE user_id = $1", user.0)
        .fetch_all(conn);
    Ok(rows.await?.into_iter().map(|r| (r.kind, r.channel, r.is_enabled)).collect())
}

pub(in crate::notice) async fn preference_set(
    conn: &mut PgConnection,
    user: UserId,
    kind: NoticeKind,
    channel: &str,
    is_enabled: bool,
) -> Result<()> {
    sqlx::query!(
        "INSERT INTO notice_preferences (user_id, kind, channel, is_enabled) VALUES ($1, $2, $3, $4)
         ON CONFLICT (user_id, kind, channel) DO UPDATE SET is_enabled = excluded.is_enabled",
        user.0,
        kind.as_str(),
        channel,
        is_enabled
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Somebody's quiet hours.
pub(in crate::notice) async fn quiet_hours(
    conn: &mut PgConnection,
    user: UserId,
) -> Result<Option<(NaiveTime, NaiveTime)>> {
    let row = sqlx::query!(
        r#"SELECT quiet_from AS "from!", quiet_until AS "until!" FROM user_preferences
            WHERE user_id = $1 AND quiet_from IS NOT NULL"#,
        user.0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|r| (r.from, r.until)))
}

pub(in crate::notice) async fn quiet_hours_set(
    conn: &mut PgConnection,
    user: UserId,
    hours: Option<(NaiveTime, NaiveTime)>,
) -> Result<()> {
    let (from, until) = hours.map_or((None, None), |(from, until)| (Some(from), Some(until)));
    sqlx::query!(
        "INSERT INTO user_preferences (user_id, quiet_from, quiet_until) VALUES ($1, $2, $3)
         ON CONFLICT (user_id) DO UPDATE SET quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until",
        user.0,
        from,
        until
    )
    .execute(conn)
    .await?;
    Ok(())
}
