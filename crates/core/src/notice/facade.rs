//! What other areas tell this one.

use chrono::{DateTime, Utc};
use serde_json::json;
use simpul_jobs::NewJob;
use simpul_kernel::ids::{NoticeId, UserId};
use simpul_kernel::{Ctx, Result};
use uuid::Uuid;

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

/// What of somebody's way in was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessChange {
    /// The password, by themselves.
    Password,
    /// The password, by somebody else; the PIN is gone with it.
    PasswordReset,
    /// The PIN was set.
    Pin,
    /// The PIN was taken away.
    PinRemoved,
    /// The recovery code of the database, which every owner may use.
    RecoveryCode,
}

impl AccessChange {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::PasswordReset => "password_reset",
            Self::Pin => "pin",
            Self::PinRemoved => "pin_removed",
            Self::RecoveryCode => "recovery_code",
        }
    }

    const fn link(self) -> &'static str {
        match self {
            Self::Password | Self::PasswordReset => "/me?part=password",
            Self::Pin | Self::PinRemoved => "/me?part=pin",
            Self::RecoveryCode => "/settings?tab=recovery",
        }
    }
}

/// Tells somebody, in the caller's transaction, that their way in was changed (OWASP ASVS 2.2.3, 2.5.5): in the
/// program, and by the desk too where somebody else did it. `by`: their name, absent = the command at the database's
/// computer.
///
/// # Errors
/// When the database refuses.
pub async fn access_changed(
    tx: &mut Tx,
    ctx: &Ctx,
    user: UserId,
    change: AccessChange,
    by: Option<&str>,
) -> Result<()> {
    let is_own = ctx.user_id() == Some(user);
    let params = json!({ "what": change.as_str(), "by": by, "is_own": is_own });
    // Each time is an event of its own, also a second one in the same call.
    let event_key = format!("access_changed:{}", Uuid::new_v4());
    let channels: &[&str] = if is_own { &["program"] } else { &["program", "system"] };
    store::tell(tx, user, &event_key, &params, change.link(), channels).await?;
    tx.touch("notice");
    Ok(())
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
