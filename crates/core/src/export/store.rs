//! Queries of files of lists.

use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::{ExportId, JobId, UserId};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::types::{ExportFormat, ExportRequest};

/// A file as the table has it.
pub(super) struct ExportRecord {
    pub(super) id: ExportId,
    pub(super) list: String,
    pub(super) format: ExportFormat,
    pub(super) file_name: String,
    pub(super) job_id: Option<JobId>,
    pub(super) location_ids: Option<Vec<i64>>,
    pub(super) row_count: Option<i64>,
    pub(super) byte_count: Option<i64>,
    pub(super) part_count: Option<i32>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) ready_at: Option<DateTime<Utc>>,
    pub(super) opened_at: Option<DateTime<Utc>>,
}

/// A file to be asked for.
pub(super) struct NewExport<'a> {
    pub(super) user: UserId,
    pub(super) list: &'a str,
    pub(super) format: ExportFormat,
    pub(super) request: &'a ExportRequest,
    pub(super) file_name: &'a str,
}

pub(super) async fn insert(conn: &mut PgConnection, new: &NewExport<'_>) -> Result<ExportId> {
    Ok(sqlx::query_scalar!(
        r#"INSERT INTO exports (user_id, list, format, request, file_name) VALUES ($1, $2, $3, $4, $5)
           RETURNING id AS "id: ExportId""#,
        new.user.0,
        new.list,
        new.format.as_str(),
        Json(new.request) as _,
        new.file_name
    )
    .fetch_one(conn)
    .await?)
}

pub(super) async fn job_set(conn: &mut PgConnection, id: ExportId, job: JobId) -> Result<()> {
    sqlx::query!("UPDATE exports SET job_id = $2 WHERE id = $1", id.0, job.0).execute(conn).await?;
    Ok(())
}

/// The caller's files, newest first; `only`: one of them.
pub(super) async fn of_person(
    conn: &mut PgConnection,
    user: UserId,
    only: Option<ExportId>,
    most: i64,
) -> Result<Vec<ExportRecord>> {
    Ok(sqlx::query_as!(
        ExportRecord,
        r#"SELECT id AS "id: ExportId", list, format AS "format: ExportFormat", file_name, job_id AS "job_id: JobId",
                  location_ids, row_count, byte_count, part_count, created_at, ready_at, opened_at
             FROM exports WHERE user_id = $1 AND ($2::BIGINT IS NULL OR id = $2) ORDER BY id DESC LIMIT $3"#,
        user.0,
        only.map(|id| id.0),
        most
    )
    .fetch_all(conn)
    .await?)
}

pub(super) async fn delete(conn: &mut PgConnection, id: ExportId) -> Result<()> {
    sqlx::query!("DELETE FROM exports WHERE id = $1", id.0).execute(conn).await?;
    Ok(())
}

pub(super) async fn opened_set(conn: &mut PgConnection, id: ExportId, at: DateTime<Utc>) -> Result<()> {
    sqlx::query!("UPDATE exports SET opened_at = coalesce(opened_at, $2) WHERE id = $1", id.0, at)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn part(conn: &mut PgConnection, id: ExportId, number: i32) -> Result<Option<Vec<u8>>> {
    Ok(sqlx::query_scalar!("SELECT content FROM export_parts WHERE export_id = $1 AND number = $2", id.0, number)
        .fetch_optional(conn)
        .await?)
}

/// What the job is to write.
pub(super) struct Attempt {
    pub(super) user_id: UserId,
    pub(super) list: String,
    pub(super) format: ExportFormat,
    pub(super) request: Json<ExportRequest>,
    pub(super) attempt: i32,
}

/// Begins an attempt: whoever began one before writes nothing more, and what they
/// wrote goes. `None`: the file is whole, or nobody wants it any more.
pub(super) async fn attempt_begin(conn: &mut PgConnection, id: ExportId) -> Result<Option<Attempt>> {
    let attempt = sqlx::query_as!(
        Attempt,
        r#"UPDATE exports SET attempt = attempt + 1 WHERE id = $1 AND ready_at IS NULL
           RETURNING user_id AS "user_id: UserId", list, format AS "format: ExportFormat",
                     request AS "request: Json<ExportRequest>", attempt"#,
        id.0
    )
    .fetch_optional(&mut *conn)
    .await?;
    parts_delete(conn, id).await?;
    Ok(attempt)
}

/// Writes a part, unless the attempt was overtaken; the row stays locked until then.
pub(super) async fn part_insert(
    conn: &mut PgConnection,
    (id, attempt): (ExportId, i32),
    number: i32,
    content: &[u8],
) -> Result<bool> {
    let done = sqlx::query!(
        "WITH own AS (SELECT id FROM exports WHERE id = $1 AND attempt = $2 AND ready_at IS NULL FOR SHARE)
         INSERT INTO export_parts (export_id, number, content) SELECT id, $3, $4 FROM own",
        id.0,
        attempt,
        number,
        content
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

async fn parts_delete(conn: &mut PgConnection, id: ExportId) -> Result<()> {
    sqlx::query!(
        "DELETE FROM export_parts p USING exports e WHERE e.id = p.export_id AND e.id = $1 AND e.ready_at IS NULL",
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends whatever attempt there is, and what it wrote goes; `false`: the file is whole.
pub(super) async fn attempt_stop(conn: &mut PgConnection, id: ExportId) -> Result<bool> {
    let stopped = sqlx::query!("UPDATE exports SET attempt = attempt + 1 WHERE id = $1 AND ready_at IS NULL", id.0)
        .execute(&mut *conn)
        .await?;
    parts_delete(conn, id).await?;
    Ok(stopped.rows_affected() == 1)
}

/// A file that is whole.
pub(super) struct Whole {
    pub(super) rows: i64,
    pub(super) bytes: i64,
    pub(super) parts: i32,
    pub(super) location_ids: Option<Vec<i64>>,
    pub(super) at: DateTime<Utc>,
}

/// Says that it is whole, unless the attempt was overtaken.
pub(super) async fn ready_set(conn: &mut PgConnection, (id, attempt): (ExportId, i32), whole: &Whole) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE exports SET ready_at = $3, row_count = $4, byte_count = $5, part_count = $6, location_ids = $7
          WHERE id = $1 AND attempt = $2 AND ready_at IS NULL",
        id.0,
        attempt,
        whole.at,
        whole.rows,
        whole.bytes,
        whole.parts,
        whole.location_ids.as_deref()
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Waits for whatever else asks for files in this person's name, or makes one whole.
pub(super) async fn person_take(conn: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE", user.0).fetch_optional(conn).await?;
    Ok(())
}

/// Lets go of the oldest whole files beyond so many bytes, of one person or of all; how many.
pub(super) async fn trim_beyond(conn: &mut PgConnection, user: Option<UserId>, most_bytes: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM exports WHERE id IN (
            SELECT id FROM exports WHERE id IN (
                SELECT id FROM (SELECT id, sum(byte_count) OVER (ORDER BY ready_at DESC, id DESC) AS kept FROM exports
                                 WHERE ready_at IS NOT NULL AND ($1::BIGINT IS NULL OR user_id = $1)) f
                 WHERE f.kept > $2::BIGINT)
             ORDER BY id FOR UPDATE)",
        user.map(|user| user.0),
        most_bytes
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// What an attempt wrote that came to no good goes, unless another has begun.
pub(super) async fn attempt_forget(conn: &mut PgConnection, (id, attempt): (ExportId, i32)) -> Result<()> {
    sqlx::query!(
        "DELETE FROM export_parts p USING exports e
          WHERE e.id = p.export_id AND e.id = $1 AND e.attempt = $2 AND e.ready_at IS NULL",
        id.0,
        attempt
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets go of files asked for before then, a few at a time; how many.
pub(super) async fn trim(conn: &mut PgConnection, before: DateTime<Utc>, most: i64) -> Result<u64> {
    let done = sqlx::query!(
        "DELETE FROM exports WHERE id IN (SELECT id FROM exports WHERE created_at < $1 ORDER BY created_at LIMIT $2)",
        before,
        most
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
