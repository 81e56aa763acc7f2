//! Whether a router ends codes by itself while no program runs: what is wished, how it
//! stands, and what it needs. The script itself is `provisioning`'s.

use routeros_api::{Capabilities, Client, Error, TrapKind, value};
use serde::{Deserialize, Serialize};
use simpul_kernel::ids::RouterId;
use simpul_kernel::{CodedError as _, Result, Source, area_errors};
use ts_rs::TS;

use super::store::fallback as store;
use crate::app::App;
use crate::db::Tx;

/// Whether the router ends codes by itself whose time is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ExpiryFallback {
    /// Only while a program runs.
    Off,
    /// A script on the router does, while none runs.
    On,
}

impl ExpiryFallback {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::On => "on",
        }
    }

    /// Reads the database's name; a constraint lets no third one in.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text == "on" { Self::On } else { Self::Off }
    }
}

/// How that stands on the router. Never claimed, always seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum FallbackState {
    /// Off, and nothing is on the router.
    None,
    /// Still to be brought there, or taken off.
    Pending,
    /// There, and as it should be.
    Applied,
    /// The router refused it.
    Failed,
    /// It was changed or removed on the router.
    Drifted,
}

impl FallbackState {
    /// Reads the database's name; absent: nothing is there.
    #[must_use]
    pub fn parse(text: Option<&str>) -> Self {
        match text {
            Some("applied") => Self::Applied,
            Some("failed") => Self::Failed,
            Some("drifted") => Self::Drifted,
            Some(_) => Self::Pending,
            None => Self::None,
        }
    }
}

area_errors! {
    /// Why a router does not end codes by itself as wished.
    pub enum FallbackError {
        /// The user's group lacks what the script must be allowed.
        Policy { policies: String } => "router_fallback_policy",
        /// The router's device-mode forbids schedulers.
        DeviceMode => "router_fallback_device_mode",
        /// A script or scheduler of this name is somebody else's.
        Taken => "router_fallback_taken",
        /// The router refused it for another reason; the log has its words.
        Refused => "router_fallback_refused",
        /// Script or scheduler are gone from the router.
        Missing => "router_fallback_missing",
        /// Script or scheduler were changed on the router.
        Differs => "router_fallback_differs",
    }
}

/// Policies the API user's group needs beside the usual ones: nobody can give a script
/// what they have not.
pub const FALLBACK_POLICIES: &[&str] = &["read", "write", "policy", "test"];

/// Of these those a user's group is known to lack.
#[must_use]
pub fn fallback_policies_missing(capabilities: Option<&Capabilities>) -> Vec<String> {
    let Some(policies) = capabilities.and_then(|c| c.policies.as_ref()) else { return Vec::new() };
    FALLBACK_POLICIES.iter().filter(|needed| !policies.allow(needed)).map(|needed| (*needed).to_owned()).collect()
}

/// Whether a router's device-mode forbids schedulers. Releases without device-mode
/// forbid nothing.
///
/// # Errors
/// When the line breaks.
pub async fn device_mode_forbids_scheduler(client: &Client) -> routeros_api::Result<bool> {
    match client.print("/system/device-mode").first().await {
        Ok(row) => {
            let allowed = row.as_ref().and_then(|row| row.get_str("scheduler"));
            Ok(allowed.and_then(|text| value::parse_bool(&text)) == Some(false))
        }
        Err(Error::Trap(trap)) if trap.kind == TrapKind::NoSuchCommand || trap.kind == TrapKind::Permission => {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// What is still to do about it on a router: to have it, or to have it no more.
///
/// # Errors
/// When the database refuses.
pub async fn fallback_due(app: &App, router_id: RouterId) -> Result<Option<bool>> {
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
    store::due(&mut tx, router_id).await
}

/// Whether a router is believed to have it.
///
/// # Errors
/// When the database refuses.
pub async fn fallback_stands(app: &App, router_id: RouterId) -> Result<bool> {
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await?;
    store::stands(&mut tx, router_id).await
}

/// It stands as was wished when it was begun, or the router refuses. A wish that
/// changed meanwhile is still to do.
///
/// # Errors
/// When the database refuses.
pub async fn fallback_settled(
    tx: &mut Tx,
    router_id: RouterId,
    is_on: bool,
    refused: Option<&FallbackError>,
) -> Result<()> {
    store::settled(tx, router_id, is_on, refused.map(|why| why.code())).await
}

/// A comparison found it as it was, or not.
///
/// # Errors
/// When the database refuses.
pub async fn fallback_found(tx: &mut Tx, router_id: RouterId, otherwise: Option<&FallbackError>) -> Result<()> {
    store::found(tx, router_id, otherwise.map(|why| why.code())).await
}

/// Asks again for what a router refused or lost.
///
/// # Errors
/// When the database refuses.
pub async fn fallback_again(tx: &mut Tx, router_id: RouterId) -> Result<()> {
    store::again(tx, router_id, false).await
}

/// Rows on a router became ours that have no note yet: all are looked at again, where
/// the router ends codes by itself.
///
/// # Errors
/// When the database refuses.
pub async fn fallback_renew(tx: &mut Tx, router_id: RouterId) -> Result<()> {
    store::again(tx, router_id, true).await
}
