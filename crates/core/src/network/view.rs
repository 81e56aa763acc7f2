//! What goes out about routers.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use simpul_kernel::ids::{LocationId, RouterId};
use ts_rs::TS;

use super::fallback::{ExpiryFallback, FallbackState};
use super::input::RouterTransport;

/// What is known of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum RouterLink {
    /// Never tried.
    Unknown,
    /// A worker is connected.
    Up,
    /// No worker reaches it.
    Down,
}

/// A router with its state.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RouterView {
    /// Which.
    pub router_id: RouterId,
    /// Version for the edit form.
    pub version: i32,
    /// Place.
    pub location_id: LocationId,
    /// Name.
    pub name: String,
    /// Host.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Transport.
    pub transport: RouterTransport,
    /// RouterOS user.
    pub username: String,
    /// Pinned key, SHA-256 in hex.
    pub tls_pin: Option<String>,
    /// Login name for QR.
    pub hotspot_dns_name: Option<String>,
    /// Hotspot server.
    pub hotspot_server: Option<String>,
    /// In use.
    pub is_active: bool,
    /// Whether it is to end codes by itself while no program runs.
    pub expiry_fallback: ExpiryFallback,
    /// How that stands on it.
    pub expiry_fallback_state: FallbackState,
    /// Why it does not stand as wished.
    pub expiry_fallback_reason: Option<String>,
    /// What is known of it.
    pub state: RouterState,
    /// Accounts on it by truth.
    pub truth: RouterTruthCounts,
}

/// The state last seen.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RouterState {
    /// Connection.
    pub link: RouterLink,
    /// Last time a worker spoke with it.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Why it is down.
    pub error_code: Option<String>,
    /// What the text needs.
    #[ts(type = "Record<string, unknown> | null")]
    pub error_params: Option<serde_json::Value>,
    /// `7.22.3`.
    pub ros_version: Option<String>,
    /// `hEX S`.
    pub board_name: Option<String>,
    /// Its own name.
    pub identity: Option<String>,
    /// Percent.
    pub cpu_load: Option<i32>,
    /// Bytes.
    pub free_memory: Option<i64>,
    /// Bytes.
    pub total_memory: Option<i64>,
    /// Seconds.
    pub uptime_s: Option<i64>,
    /// Router clock minus ours, seconds; beyond 600 nothing expires by it.
    pub clock_offset_s: Option<i32>,
    /// `L4`.
    pub license_level: Option<String>,
    /// Hotspot sessions now.
    pub hotspot_active: Option<i32>,
    /// Whether a QR login can work (`login-by` has `http-pap`).
    pub has_http_pap: Option<bool>,
    /// Installation whose worker holds it.
    pub held_by: Option<String>,
}

/// How many accounts stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct RouterTruthCounts {
    /// On the router as wished.
    pub applied: i64,
    /// Still to do.
    pub pending: i64,
    /// Refused by the router.
    pub failed: i64,
    /// Found otherwise than wished.
    pub drifted: i64,
}

/// Outcome of one step of a connection test.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StepStatus {
    /// Fine.
    Passed,
    /// Works, with a shortcoming that is named.
    Warned,
    /// Does not work.
    Failed,
    /// Not reached.
    Skipped,
}

/// One step of a connection test.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RouterTestStep {
    /// `address`, `port`, `certificate`, `sign_in`, `permissions`, `clock`, `hotspot`,
    /// `licence`, `expiry`.
    pub step: String,
    /// Outcome.
    pub status: StepStatus,
    /// Milliseconds it took.
    pub took_ms: i32,
    /// Error or warning code: its text says cause and remedy.
    pub code: Option<String>,
    /// What the text needs.
    #[ts(type = "Record<string, unknown> | null")]
    pub params: Option<serde_json::Value>,
    /// What was found, e.g. `RouterOS 7.22.3, CHR`.
    pub found: Option<String>,
    /// RouterOS commands that mend it, to paste into a terminal.
    pub remedy: Option<String>,
}

/// A whole connection test.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RouterTestReport {
    /// Whether it can be used.
    pub passed: bool,
    /// The steps in order.
    pub steps: Vec<RouterTestStep>,
    /// Key of the certificate seen, SHA-256 in hex.
    pub tls_pin: Option<String>,
}

/// Commands to paste into the router's terminal.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RouterScript {
    /// The commands.
    pub script: String,
    /// The password in them, for the form.
    pub password: String,
}
