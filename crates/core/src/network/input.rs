//! What comes in about routers.

use serde::{Deserialize, Serialize};
use simpul_kernel::ids::{LocationId, RouterId};
use simpul_kernel::{Page, Secret};
use ts_rs::TS;

use super::fallback::ExpiryFallback;

/// How the API connection is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RouterTransport {
    /// api-ssl; the certificate's key is pinned at the first connection.
    Tls,
    /// Plain API; for a LAN or a tunnel that is already encrypted.
    Plain,
}

impl RouterTransport {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::Plain => "plain",
        }
    }

    /// Reads the database's name; a constraint lets no third one in.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text == "plain" { Self::Plain } else { Self::Tls }
    }
}

/// Where a router is and how to sign in to it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RouterAddress {
    /// Host name or address, e.g. `10.10.0.1` or `idn5.tunnel.id`.
    pub host: String,
    /// 8729 for TLS, 8728 plain, or a tunnel's port.
    pub port: u16,
    /// How.
    pub transport: RouterTransport,
    /// RouterOS user.
    pub username: String,
    /// Its password; absent when testing a stored router = the stored one.
    #[ts(optional)]
    pub password: Option<Secret>,
}

/// Tests a connection step by step, before or after the router is stored.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RouterTest {
    /// A stored router whose password and pin to use.
    #[ts(optional)]
    pub router_id: Option<RouterId>,
    /// The address to try.
    pub address: RouterAddress,
    /// Accept another certificate than the pinned one, for this test only.
    #[ts(optional)]
    pub forget_pin: Option<bool>,
    /// Whether it is to end codes by itself while no program runs; absent = as stored, else not.
    #[ts(optional)]
    pub expiry_fallback: Option<ExpiryFallback>,
}

/// Stores a router.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RouterCreate {
    /// Place it stands at.
    pub location_id: LocationId,
    /// Name, unique in the place.
    pub name: String,
    /// Where and how.
    pub address: RouterAddress,
    /// Name customers' devices open to log in, e.g. `sdn.net`; in every QR.
    #[ts(optional)]
    pub hotspot_dns_name: Option<String>,
    /// Hotspot server whose users these are; absent = `all`.
    #[ts(optional)]
    pub hotspot_server: Option<String>,
    /// Whether it is to end codes by itself while no program runs; absent = not.
    #[ts(optional)]
    pub expiry_fallback: Option<ExpiryFallback>,
}

/// Changes a router.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RouterUpdate {
    /// Which.
    pub router_id: RouterId,
    /// Version the form was filled from.
    pub version: i32,
    /// Name.
    pub name: String,
    /// Where and how; without a password the stored one stays.
    pub address: RouterAddress,
    /// Login name for QR.
    #[ts(optional)]
    pub hotspot_dns_name: Option<String>,
    /// Hotspot server.
    #[ts(optional)]
    pub hotspot_server: Option<String>,
    /// Accept another certificate than the pinned one.
    pub forget_pin: bool,
    /// Whether it is to end codes by itself while no program runs; absent = as it is.
    #[ts(optional)]
    pub expiry_fallback: Option<ExpiryFallback>,
}

/// Names one router.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RouterRef {
    /// Which.
    pub router_id: RouterId,
}

/// Lists routers.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct RouterList {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only what has exactly this name, in any case.
    #[ts(optional)]
    pub name: Option<String>,
    /// Removed ones too.
    pub include_inactive: bool,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Asks for the commands that make a least-privilege user on a router.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RouterSetupScript {
    /// RouterOS user to make.
    pub username: String,
    /// Whether to make a certificate and turn api-ssl on.
    pub transport: RouterTransport,
    /// Whether it is to end codes by itself while no program runs; absent = not.
    #[ts(optional)]
    pub expiry_fallback: Option<ExpiryFallback>,
}
