//! The life of a link: connect, run, come back.

use std::hash::{BuildHasher, Hasher};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until, timeout};

use super::Shared;
use super::actor::{self, Message};
use super::wire::{self, Wire};
use crate::caps::{self, Capabilities};
use crate::error::{Error, Result, Sent};
use crate::tls::Tls;

/// The state of the link to a router.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum LinkState {
    /// No link. Commands fail with [`Error::NotConnected`].
    Down {
        /// Why.
        error: Error,
        /// Whether there will be another attempt by itself.
        retrying: bool,
    },
    /// An attempt to come back is under way.
    Connecting {
        /// From 1.
        attempt: u32,
    },
    /// Logged in.
    Up {
        /// 1 for the first link, and one more for each further one: what was
        /// learned in another epoch may have changed.
        epoch: u64,
        /// What was read from the router at the start of this epoch.
        capabilities: Arc<Capabilities>,
    },
}

impl LinkState {
    /// Whether commands can be sent.
    #[must_use]
    pub fn is_up(&self) -> bool {
        matches!(self, Self::Up { .. })
    }
}

/// A link that is logged in.
pub(super) struct Established {
    wire: Wire,
    capabilities: Arc<Capabilities>,
}

/// Connects and logs in once.
pub(super) async fn establish(shared: &Shared) -> Result<Established> {
    let config = &shared.config;
    let limit = config.connect_timeout;
    let late = |_| Error::ConnectTimeout(limit);
    let learned = *shared.pin.lock().unwrap_or_else(PoisonError::into_inner);
    let (mut wire, pin) = timeout(limit, wire::open(config, learned)).await.map_err(late)??;
    if let Some(pin) = pin {
        *shared.pin.lock().unwrap_or_else(PoisonError::into_inner) = Some(pin);
    }
    let work = async {
        wire.login(&config.user, config.password.reveal()).await?;
        let service = if matches!(config.tls, Tls::Off) { "api" } else { "api-ssl" };
        caps::read(&mut wire, &config.user, service, || shared.next_tag()).await
    };
    let capabilities = Arc::new(timeout(limit, work).await.map_err(late)??);
    Ok(Established { wire, capabilities })
}

/// Starts the task that keeps the link.
pub(super) fn spawn(
    shared: Arc<Shared>,
    first: Established,
    inbox: mpsc::UnboundedReceiver<Message>,
) -> watch::Receiver<LinkState> {
    let up = LinkState::Up { epoch: 1, capabilities: Arc::clone(&first.capabilities) };
    let (state, follower) = watch::channel(up);
    tokio::spawn(keep(shared, first.wire, inbox, state));
    follower
}

async fn keep(
    shared: Arc<Shared>,
    mut wire: Wire,
    mut inbox: mpsc::UnboundedReceiver<Message>,
    state: watch::Sender<LinkState>,
) {
    let mut epoch = 1;
    loop {
        let (cause, closed) = actor::run(Arc::clone(&shared), wire, &mut inbox).await;
        let error = Error::Disconnected { sent: Sent::No, cause };
        let retrying = !closed && shared.config.reconnect.is_some();
        state.send_replace(LinkState::Down { error, retrying });
        // These were meant for the link that has ended.
        while let Ok(message) = inbox.try_recv() {
            if refuse(message) {
                return;
            }
        }
        if closed {
            return;
        }
        let Some(established) = come_back(&shared, &mut inbox, &state).await else {
            return;
        };
        epoch += 1;
        let capabilities = Arc::clone(&established.capabilities);
        state.send_replace(LinkState::Up { epoch, capabilities });
        wire = established.wire;
    }
}

/// Tries again and again. `None`: the client was closed.
async fn come_back(
    shared: &Shared,
    inbox: &mut mpsc::UnboundedReceiver<Message>,
    state: &watch::Sender<LinkState>,
) -> Option<Established> {
    let Some(backoff) = shared.config.reconnect else {
        return refuse_all(inbox, std::future::pending()).await;
    };
    let mut attempt: u32 = 0;
    loop {
        attempt = attempt.saturating_add(1);
        let wait = backoff.wait(attempt, chance());
        refuse_all(inbox, sleep(wait)).await?;
        state.send_replace(LinkState::Connecting { attempt });
        let error = match refuse_all(inbox, establish(shared)).await? {
            Ok(established) => return Some(established),
            Err(error) => error,
        };
        // A wrong password or another key does not mend itself, and repeating
        // it locks out, floods logs or shows the password to a stranger.
        let retrying = error.is_transient();
        tracing::debug!(%error, attempt, retrying, "could not come back");
        state.send_replace(LinkState::Down { error, retrying });
        if !retrying {
            return refuse_all(inbox, std::future::pending()).await;
        }
    }
}

async fn sleep(wait: Duration) {
    sleep_until(Instant::now() + wait).await;
}

/// Does some work while refusing commands. `None`: the client was closed.
async fn refuse_all<T>(inbox: &mut mpsc::UnboundedReceiver<Message>, work: impl Future<Output = T>) -> Option<T> {
    tokio::pin!(work);
    loop {
        tokio::select! {
            value = &mut work => return Some(value),
            message = inbox.recv() => {
                if message.is_none_or(refuse) {
                    return None;
                }
            }
        }
    }
}

/// Refuses a message without a link; `true` if it asks to end.
fn refuse(message: Message) -> bool {
    match message {
        Message::Run(job) => job.refuse(Error::NotConnected),
        Message::Abandon(_) => {}
        Message::Close => return true,
    }
    false
}

/// A number between 0 and 1 from the seed of the standard hasher.
fn chance() -> f64 {
    let random = std::collections::hash_map::RandomState::new().build_hasher().finish();
    (random >> 11) as f64 / (1_u64 << 53) as f64
}
