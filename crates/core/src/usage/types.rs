//! What comes in and goes out about sessions.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use simpul_kernel::Page;
use simpul_kernel::ids::{RouterId, VoucherId};
use ts_rs::TS;

use crate::network::SessionKind;

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum EndCause {
    /// The customer logged out or hung up.
    Logout,
    /// Silence.
    Idle,
    /// The device was not reached any more.
    Lost,
    /// The longest session was over.
    SessionLimit,
    /// The time online was used up.
    UptimeLimit,
    /// The data was used up.
    BytesLimit,
    /// Somebody ended it on the router.
    Kicked,
    /// The router started anew.
    Reboot,
    /// The router named a reason that is none of these.
    Other,
}

impl EndCause {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Logout => "logout",
            Self::Idle => "idle",
            Self::Lost => "lost",
            Self::SessionLimit => "session_limit",
            Self::UptimeLimit => "uptime_limit",
            Self::BytesLimit => "bytes_limit",
            Self::Kicked => "kicked",
            Self::Reboot => "reboot",
            Self::Other => "other",
        }
    }

    /// What a router's log says about it.
    #[must_use]
    pub fn of(reason: &str) -> Self {
        let reason = reason.trim();
        let has = |part: &str| reason.contains(part);
        match () {
            () if has("uptime limit") => Self::UptimeLimit,
            () if has("traffic limit") || has("bytes limit") => Self::BytesLimit,
            () if has("session timeout") => Self::SessionLimit,
            () if has("idle timeout") => Self::Idle,
            () if has("keepalive timeout") || has("not responding") || has("lost") || has("host removed") => Self::Lost,
            () if has("admin") || has("removed") => Self::Kicked,
            () if has("user request") || has("hungup") || has("hung up") || has("hung-up") => Self::Logout,
            () => Self::Other,
        }
    }
}

/// Lists sessions, the newest first.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct UsageSessionList {
    /// Only of this voucher.
    #[ts(optional)]
    pub voucher_id: Option<VoucherId>,
    /// Only on this router.
    #[ts(optional)]
    pub router_id: Option<RouterId>,
    /// Only of this name, exactly.
    #[ts(optional)]
    pub username: Option<String>,
    /// Only those that run, or only those that ended.
    #[ts(optional)]
    pub is_open: Option<bool>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// A session.
#[derive(Debug, Clone, Serialize, TS)]
pub struct UsageSessionRow {
    /// Which.
    pub session_id: i64,
    /// Where.
    pub router_id: RouterId,
    /// Where, by name.
    pub router_name: String,
    /// Whose, when it was one of our codes.
    pub voucher_id: Option<VoucherId>,
    /// How they came in.
    pub kind: SessionKind,
    /// Who.
    pub username: String,
    /// Address.
    pub address: Option<String>,
    /// The device, or what a dial-in calls itself.
    pub mac_address: Option<String>,
    /// Begin.
    pub started_at: DateTime<Utc>,
    /// End; absent = it runs.
    pub ended_at: Option<DateTime<Utc>>,
    /// Seconds online.
    pub uptime_s: i64,
    /// Bytes from the customer.
    pub bytes_in: i64,
    /// Bytes to the customer.
    pub bytes_out: i64,
    /// Why it ended, where that is known.
    pub end_cause: Option<EndCause>,
    /// Whether its end was seen as it happened; a session that runs is.
    pub is_exact: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logs_words_are_understood() {
        for (said, meant) in [
            ("user request", EndCause::Logout),
            ("keepalive timeout", EndCause::Lost),
            ("idle timeout", EndCause::Idle),
            ("session timeout", EndCause::SessionLimit),
            ("uptime limit reached", EndCause::UptimeLimit),
            ("traffic limit reached", EndCause::BytesLimit),
            ("admin reset", EndCause::Kicked),
            ("peer is not responding", EndCause::Lost),
            ("hungup", EndCause::Logout),
            ("something new", EndCause::Other),
        ] {
            assert_eq!(EndCause::of(said), meant, "{said}");
        }
    }
}
