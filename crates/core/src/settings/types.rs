//! Settings as they come in and go out.

use serde::{Deserialize, Serialize};
use simpul_kernel::Locale;
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
    /// Language of everything printed, whoever prints it, and of the program before anybody has signed in.
    pub locale: Locale,
    /// Whether the worker compares every router whole once a day. What is changed is brought to routers either way.
    pub auto_sync_mikrotik: bool,
    /// Days after which used and expired codes leave the router.
    pub voucher_router_retention_days: i32,
    /// Days for which sessions of customers that have ended are kept; then whole months leave.
    pub usage_retention_days: i32,
    /// Days for which sign-ins that have ended are kept.
    pub session_retention_days: i32,
    /// Days for which notices that are over are kept.
    pub notice_retention_days: i32,
    /// Days for which finished jobs are kept; those given up wait for a person.
    pub job_retention_days: i32,
    /// Days for which files of lists are kept.
    pub export_retention_days: i32,
    /// Minutes without input after which a session is locked; 0 = never.
    pub idle_lock_minutes: i32,
    /// What was read: a change is refused where another came between. It only grows.
    pub version: i32,
}

/// The company's logo.
#[derive(Debug, Clone, Default, Serialize, TS)]
pub struct CompanyLogo {
    /// A PNG; absent where there is none.
    pub png_base64: Option<String>,
    /// Pixels across.
    pub width: Option<i32>,
    /// Pixels down.
    pub height: Option<i32>,
}

/// A logo to be kept.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CompanyLogoSet {
    /// The file, a PNG or a JPEG of 700 KB at most.
    pub content_base64: String,
}

/// What is printed unless somebody chooses otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct Printing {
    /// Layout of sheets: paper, cards on it, design.
    pub preset: String,
    /// Whether cards carry a QR, where there is room for one.
    pub has_qr: bool,
    /// Width of a slip's roll, millimetres: 58 or 80.
    pub slip_mm: i32,
    /// Name of the wireless network that cards and slips say to join, at most 32 bytes (IEEE 802.11); empty = none.
    #[serde(default)]
    pub ssid: String,
    /// One line of terms on cards and slips, such as that money does not go back; empty = none.
    #[serde(default)]
    pub terms: String,
    /// Whether each price has a colour of its own, on designs that have a place for it.
    #[serde(default)]
    pub has_tints: bool,
}

impl Default for Printing {
    fn default() -> Self {
        Self {
            preset: "a4-24".to_owned(),
            has_qr: true,
            slip_mm: 58,
            ssid: String::new(),
            terms: String::new(),
            has_tints: false,
        }
    }
}
