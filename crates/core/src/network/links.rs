//! Open connections to routers: one per router and process, opened when first
//! needed and anew after it broke.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use routeros_api::{Client, Config, LinkState, SpkiPin, Tls};
use simpul_kernel::ids::{LocationId, RouterId};
use simpul_kernel::{Result, Secret};

use super::error::RouterError;
use super::fallback::ExpiryFallback;
use super::input::RouterTransport;
use crate::identity::keys::{Keys, Sealed};

/// How long connecting may take before a router counts as down.
const CONNECT: Duration = Duration::from_secs(5);
/// The longest silence of one command.
const COMMAND: Duration = Duration::from_secs(30);

/// Where a router is and how to sign in, as its row says.
#[derive(Debug, Clone)]
pub struct RouterAccess {
    /// Which.
    pub router_id: RouterId,
    /// Its place.
    pub location_id: LocationId,
    /// Its name, for logs.
    pub name: String,
    /// Host.
    pub host: String,
    /// Port.
    pub port: u16,
    /// Plain or encrypted.
    pub transport: RouterTransport,
    /// The key taken at the first connection.
    pub tls_pin: Option<[u8; 32]>,
    /// RouterOS user.
    pub username: String,
    /// Its password, sealed under `routers.password:<id>`.
    pub password: Sealed,
    /// Hotspot server its users belong to; absent = all.
    pub hotspot_server: Option<String>,
    /// In use.
    pub is_active: bool,
    /// Whether it is to end codes by itself.
    pub expiry_fallback: ExpiryFallback,
}

/// What a router's password is sealed for: the row alone.
#[must_use]
pub fn password_context(router_id: RouterId) -> String {
    format!("routers.password:{router_id}")
}

/// The lines this process holds.
#[derive(Default)]
pub struct RouterLinks {
    slots: Mutex<HashMap<RouterId, Arc<tokio::sync::Mutex<Option<Line>>>>>,
}

impl fmt::Debug for RouterLinks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RouterLinks")
    }
}

struct Line {
    client: Client,
    host: String,
    port: u16,
    username: String,
    sealed: Vec<u8>,
}

impl Line {
    /// It lives, and still leads where the row says.
    fn serves(&self, access: &RouterAccess) -> bool {
        let pin_holds = access.tls_pin.is_none_or(|pin| self.client.seen_pin() == Some(SpkiPin::from(pin)));
        matches!(self.client.link_state(), LinkState::Up { .. })
            && pin_holds
            && (self.host.as_str(), self.port, self.username.as_str(), self.sealed.as_slice())
                == (access.host.as_str(), access.port, access.username.as_str(), access.password.bytes.as_slice())
    }
}

impl RouterLinks {
    /// The line to a router. A second caller waits while the first connects; no
    /// other router waits.
    ///
    /// # Errors
    /// `key_unavailable`, and [`RouterError`]'s reasons of not being reached.
    pub async fn open(&self, keys: &Keys, access: &RouterAccess) -> Result<Client> {
        let slot = {
            let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(slots.entry(access.router_id).or_default())
        };
        let mut line = slot.lock().await;
        if let Some(line) = line.as_ref().filter(|line| line.serves(access)) {
            return Ok(line.client.clone());
        }
        // The old client says goodbye when its last handle is dropped.
        *line = None;
        let password = keys.open(&access.password, &password_context(access.router_id))?;
        let client = connect(access, &password).await.map_err(|error| {
            tracing::info!(router_id = access.router_id.0, %error, "router not reached");
            RouterError::of(&error, &access.host, access.port, &access.username)
        })?;
        *line = Some(Line {
            client: client.clone(),
            host: access.host.clone(),
            port: access.port,
            username: access.username.clone(),
            sealed: access.password.bytes.clone(),
        });
        Ok(client)
    }

    /// Lets go of a router's line.
    pub async fn close(&self, router_id: RouterId) {
        let slot = self.slots.lock().unwrap_or_else(PoisonError::into_inner).remove(&router_id);
        if let Some(slot) = slot {
            slot.lock().await.take();
        }
    }
}

/// Connects once, without reconnecting by itself: whoever needs the line next
/// opens it anew and learns why it cannot.
async fn connect(access: &RouterAccess, password: &Secret) -> routeros_api::Result<Client> {
    let tls = match (access.transport, access.tls_pin) {
        (RouterTransport::Plain, _) => Tls::Off,
        (RouterTransport::Tls, Some(pin)) => Tls::PinSpki(SpkiPin::from(pin)),
        (RouterTransport::Tls, None) => Tls::TrustOnFirstUse,
    };
    let config = Config::new(&access.host, &access.username, password.expose())
        .port(access.port)
        .tls(tls)
        .timeouts(CONNECT, COMMAND)
        .reconnect(None);
    Client::connect(config).await
}
