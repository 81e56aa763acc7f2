//! Settings as they come in and go out.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The company and the program-wide choices.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Name printed on every sheet.
    pub company_name: String,
    /// Postal address.
    pub company_address: String,
    /// Support phone in `+62…` form, or empty.
    pub company_phone: String,
    /// E-mail, or empty.
    pub company_email: String,
    /// ISO 4217 code.
    pub currency_code: String,
    /// IANA zone of new places.
    pub timezone: String,
    /// Whether the worker keeps routers in step by itself.
    pub auto_sync_mikrotik: bool,
    /// Days after which used and expired codes leave the router.
    pub voucher_router_retention_days: i32,
    /// Minutes without input after which a session is locked; 0 = never.
    pub idle_lock_minutes: i32,
}
