//! What other areas tell this one.

use chrono::{DateTime, Utc};
use serde_json::json;
use simpul_jobs::NewJob;
use simpul_kernel::Result;
use simpul_kernel::ids::NoticeId;

use super::deliver::{DELIVER_JOB, Deliver};
use super::rules::{Condition, Stage};
use super::store;
use super::types::NoticeKind;
use crate::db::Tx;

/// Raises a notice in the caller's transaction, and asks for it to be brought to
/// people when that commits. `None` when the event has one that is not over.
///
/// # Errors
/// When the database refuses.
pub async fn raise(tx: &mut Tx, condition: &Condition) -> Result<Option<NoticeId>> {
    let Some(notice_id) = store::raise(tx, condition).await? else { return Ok(None) };
    let job = NewJob::new(DELIVER_JOB, &Deliver { notice_id }).unique_key(format!("{DELIVER_JOB}:{notice_id}"));
    simpul_jobs::enqueue(tx, &job).await.map_err(crate::db::from_jobs)?;
    tx.touch("notice");
    Ok(Some(notice_id))
}

/// Lets go of notices that were over before then, at most so many; answers how many went.
///
/// # Errors
/// When the database refuses.
pub async fn trim(tx: &mut Tx, before: DateTime<Utc>, most: i64) -> Result<u64> {
    let gone = store::trim(tx, before, most).await?;
    if gone > 0 {
        tx.touch("notice");
    }
    Ok(gone)
}

/// The event whose notice a failed backup is.
const BACKUP: &str = "backup_failed";

/// A backup did not succeed; told once until one does. Nothing of this version makes backups by itself, so nothing
/// calls it yet: `simpul dump` is run by a person, who sees how it ends.
///
/// # Errors
/// When the database refuses.
pub async fn backup_failed(tx: &mut Tx, error_code: &str) -> Result<Option<NoticeId>> {
    let condition = Condition {
        kind: NoticeKind::BackupFailed,
        event_key: BACKUP.to_owned(),
        location: None,
        params: json!({ "error_code": error_code }),
        link: "/about".to_owned(),
        stage: Stage::Raise,
    };
    raise(tx, &condition).await
}

/// A backup succeeded: what was told of one that did not is over.
///
/// # Errors
/// When the database refuses.
pub async fn backup_worked(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
    if store::clear_event(tx, BACKUP, now).await? {
        tx.touch("notice");
    }
    Ok(())
}
