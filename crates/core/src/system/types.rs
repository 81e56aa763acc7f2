//! What a door tells before anybody is signed in, and the demo router.

use serde::Serialize;
use simpul_kernel::Locale;
use ts_rs::TS;

/// Where the program stands.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SystemStatus {
    /// Program version.
    pub version: String,
    /// `first_owner` (make the owner), `key_unavailable` (join by recovery code), `ready`.
    pub stage: Stage,
    /// Company, once there is one.
    pub company_name: Option<String>,
    /// This installation's code: what a page keeps for a shop is kept under it, for pages of several share a store.
    pub installation: String,
    /// Language to begin with.
    pub locale: Locale,
    /// `embedded` or `outside`.
    pub database_kind: String,
    /// Where it is, without user or password.
    pub database_place: String,
    /// Server version, e.g. `18.4`.
    pub database_version: String,
    /// This desk's clock minus the server's, seconds, when beyond two minutes.
    pub desk_clock_off_s: Option<i64>,
    /// Whether a simulated router can be started here.
    pub has_demo_router: bool,
}

/// What must happen next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// No account yet.
    FirstOwner,
    /// The data key is not on this installation.
    KeyUnavailable,
    /// Sign in.
    Ready,
}

/// A simulated router that has just been started beside the program.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DemoRouter {
    /// Host.
    pub host: String,
    /// Port.
    pub port: u16,
    /// User.
    pub username: String,
    /// Password.
    pub password: String,
}
