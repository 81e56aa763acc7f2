//! Notices as they come in and go out.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use simpul_kernel::ids::{LocationId, NoticeId};
use simpul_kernel::{Page, Permission};
use ts_rs::TS;

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A router does not answer: `router`, `since`.
    RouterDown,
    /// A plan's codes will not last: `plan`, `left`, `days`.
    StockLow,
    /// A job was given up: `kind`, `error_code`, `router`.
    JobDead,
    /// A backup did not succeed: `error_code`.
    BackupFailed,
    /// A router is near the sessions its licence allows: `router`, `active`, `limit`.
    LicenseNear,
    /// A shift is open too long: `drawer`, `user`, `since`.
    ShiftOpen,
    /// One's own way in was changed: `what` (`password`, `password_reset`, `pin`, `pin_removed`, `recovery_code`), `by`.
    AccessChanged,
}

impl NoticeKind {
    /// Every kind there is.
    pub const ALL: &'static [Self] = &[
        Self::RouterDown,
        Self::StockLow,
        Self::JobDead,
        Self::BackupFailed,
        Self::LicenseNear,
        Self::ShiftOpen,
        Self::AccessChanged,
    ];

    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RouterDown => "router_down",
            Self::StockLow => "stock_low",
            Self::JobDead => "job_dead",
            Self::BackupFailed => "backup_failed",
            Self::LicenseNear => "license_near",
            Self::ShiftOpen => "shift_open",
            Self::AccessChanged => "access_changed",
        }
    }

    /// Who is told: whoever may look at what it is about; `None`: the one person it concerns, whatever they may.
    #[must_use]
    pub const fn permission(self) -> Option<Permission> {
        match self {
            Self::RouterDown | Self::LicenseNear => Some(Permission::RouterView),
            Self::StockLow => Some(Permission::VoucherView),
            Self::JobDead => Some(Permission::JobView),
            Self::BackupFailed => Some(Permission::DatabaseManage),
            Self::ShiftOpen => Some(Permission::CashView),
            Self::AccessChanged => None,
        }
    }

    /// How bad it is.
    #[must_use]
    pub const fn severity(self) -> NoticeSeverity {
        match self {
            Self::StockLow | Self::LicenseNear | Self::ShiftOpen | Self::AccessChanged => NoticeSeverity::Warn,
            Self::RouterDown | Self::JobDead | Self::BackupFailed => NoticeSeverity::Bad,
        }
    }

    /// Whether people are offered it. Nothing of this version makes backups by itself, so nothing would ever tell of
    /// one that failed: who could switch it on would believe that backups are watched. That one's own way in was
    /// changed is always told (OWASP ASVS 2.2.3): who took it over would switch that off first.
    #[must_use]
    pub const fn is_offered(self) -> bool {
        !matches!(self, Self::BackupFailed | Self::AccessChanged)
    }

    /// Whether somebody who has chosen nothing is told by the desk itself too.
    #[must_use]
    pub const fn is_on_desk(self) -> bool {
        matches!(self.severity(), NoticeSeverity::Bad)
    }

    /// Reads a name of the database.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }
}

/// How bad something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum NoticeSeverity {
    /// It will become bad.
    Warn,
    /// Something does not work.
    Bad,
}

impl NoticeSeverity {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Warn => "warn",
            Self::Bad => "bad",
        }
    }
}

/// Lists one's own notices.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct NoticeList {
    /// Only what was not read.
    #[ts(optional)]
    pub unread_only: Option<bool>,
    /// Only what is not over.
    #[ts(optional)]
    pub open_only: Option<bool>,
    /// Only of this kind.
    #[ts(optional)]
    pub kind: Option<NoticeKind>,
    /// Newest first; absent = yes.
    #[ts(optional)]
    pub descending: Option<bool>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Marks notices as read.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct NoticeRead {
    /// These.
    #[ts(optional)]
    pub notice_ids: Option<Vec<NoticeId>>,
    /// All up to this one, itself included.
    #[ts(optional)]
    pub up_to: Option<NoticeId>,
}

/// A notice to somebody.
#[derive(Debug, Clone, Serialize, TS)]
pub struct NoticeRow {
    /// Which.
    pub notice_id: NoticeId,
    /// What it is about.
    pub kind: NoticeKind,
    /// How bad it is.
    pub severity: NoticeSeverity,
    /// Facts for the sentence.
    #[ts(type = "Record<string, unknown>")]
    pub params: serde_json::Value,
    /// Screen to open, e.g. `/routers/3`.
    pub link: String,
    /// Where; absent = the whole program.
    pub location_id: Option<LocationId>,
    /// Since when.
    pub raised_at: DateTime<Utc>,
    /// It is over since then.
    pub cleared_at: Option<DateTime<Utc>>,
    /// The caller read it then.
    pub read_at: Option<DateTime<Utc>>,
}

/// Numbers for the bell.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub struct NoticeSummary {
    /// Not read yet.
    pub unread: i64,
    /// Not over yet.
    pub open: i64,
    /// The one brought last, read or not.
    pub newest: Option<NoticeId>,
}

/// How somebody wants to be told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NoticePreferences {
    /// By kind; only those they can get.
    pub kinds: Vec<NoticePreference>,
    /// From `HH:MM` on the desk shows nothing by itself, in the person's zone.
    pub quiet_from: Option<String>,
    /// Until `HH:MM`; both or none; may pass midnight.
    pub quiet_until: Option<String>,
}

/// How somebody wants to be told of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct NoticePreference {
    /// Which kind.
    pub kind: NoticeKind,
    /// In the program: bell and page.
    pub program: bool,
    /// By the desk's own notifications.
    pub system: bool,
}
