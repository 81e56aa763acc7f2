//! What listens to a router over one line.

use std::sync::Arc;
use std::time::{Duration, Instant};

use routeros_api::Client;
use simpul_kernel::Clock;
use tokio::task::JoinHandle;

use super::inbox::Inbox;
use crate::network::{RouterAccess, RouterTransport, SessionKind};

/// How often everything is read of the sessions, whatever was told meanwhile.
const DETAILS_EVERY: Duration = Duration::from_secs(600);
/// How often the counters of dial-ins are read: they stand elsewhere.
const PPP_BYTES_EVERY: Duration = Duration::from_secs(30);

/// Where a line leads and as whom.
#[derive(Debug, PartialEq, Eq)]
struct Way {
    host: String,
    port: u16,
    is_tls: bool,
    username: String,
    sealed: Vec<u8>,
}

impl Way {
    fn of(access: &RouterAccess) -> Self {
        Self {
            host: access.host.clone(),
            port: access.port,
            is_tls: access.transport == RouterTransport::Tls,
            username: access.username.clone(),
            sealed: access.password.bytes.clone(),
        }
    }
}

/// The listeners of one line; dropped, they are cancelled on the router.
#[derive(Debug)]
pub struct Follower {
    way: Way,
    /// What they hear.
    pub inbox: Inbox,
    tasks: Vec<JoinHandle<()>>,
    details_at: Option<Instant>,
    ppp_bytes_at: Option<Instant>,
}

impl Follower {
    /// Begins to listen.
    pub fn begin(access: &RouterAccess, client: &Client, clock: &Clock, wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let inbox = Inbox::new(wake);
        let hear = |kind| tokio::spawn(inbox.clone().hear_sessions(client.clone(), kind, clock.clone()));
        let tasks = vec![
            hear(SessionKind::Hotspot),
            hear(SessionKind::Ppp),
            tokio::spawn(inbox.clone().hear_log(client.clone())),
        ];
        Self { way: Way::of(access), inbox, tasks, details_at: None, ppp_bytes_at: None }
    }

    /// Its line lives, and still leads where the router's row says.
    pub fn serves(&self, access: &RouterAccess) -> bool {
        !self.inbox.is_over() && self.way == Way::of(access)
    }

    /// Whether everything is to be read of the sessions now.
    pub fn wants_details(&mut self) -> bool {
        is_due(&mut self.details_at, DETAILS_EVERY)
    }

    /// Whether the counters of dial-ins are to be read now.
    pub fn wants_ppp_bytes(&mut self) -> bool {
        is_due(&mut self.ppp_bytes_at, PPP_BYTES_EVERY)
    }
}

fn is_due(last: &mut Option<Instant>, every: Duration) -> bool {
    let is_due = last.is_none_or(|at| at.elapsed() >= every);
    if is_due {
        *last = Some(Instant::now());
    }
    is_due
}

impl Drop for Follower {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}
