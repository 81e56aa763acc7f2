//! The router on the network: sockets, sessions, waiting.

mod connection;
mod jobs;
mod login;
mod outgoing;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::board::Rates;
use crate::engine::Router;
use crate::engine::policy::Caller;
use crate::engine::request::Request;
use crate::error::Trap;
use crate::fault::{FaultState, NEW_PASSWORD};
use crate::tls::Certificate;

/// An API session that can be ended from outside.
#[derive(Debug)]
struct Live {
    user: String,
    kill: CancellationToken,
}

/// What all connections share.
#[derive(Debug)]
pub(crate) struct Shared {
    router: Mutex<Router>,
    faults: Mutex<FaultState>,
    rates: Rates,
    /// The router has one processor: when it is free again.
    free_at: Mutex<Instant>,
    /// Until when nothing is answered.
    stalled: Mutex<Instant>,
    /// Until when nobody is let in.
    down: Mutex<Instant>,
    certificate: Mutex<Option<Certificate>>,
    /// A service may have got another port.
    moved: tokio::sync::Notify,
    live: Mutex<HashMap<u64, Live>>,
    next: std::sync::atomic::AtomicU64,
}

/// A poisoned lock means that a test thread panicked elsewhere; the data is
/// still the router's state.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn new(router: Router, faults: FaultState, rates: Rates) -> Self {
        Self {
            router: Mutex::new(router),
            faults: Mutex::new(faults),
            rates,
            free_at: Mutex::new(Instant::now()),
            stalled: Mutex::new(Instant::now()),
            down: Mutex::new(Instant::now()),
            certificate: Mutex::new(None),
            moved: tokio::sync::Notify::new(),
            live: Mutex::new(HashMap::new()),
            next: std::sync::atomic::AtomicU64::new(1),
        }
    }

    pub(crate) fn router(&self) -> MutexGuard<'_, Router> {
        lock(&self.router)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, FaultState> {
        lock(&self.faults)
    }

    /// Occupies the processor; gives when the work is done.
    fn work(&self, micros: u64) -> Instant {
        let now = Instant::now();
        if micros == 0 {
            return now;
        }
        let mut free_at = lock(&self.free_at);
        *free_at = (*free_at).max(now) + Duration::from_micros(micros);
        *free_at
    }

    /// What a command costs because many came before it, microseconds.
    fn clamped(&self) -> u64 {
        u64::try_from(self.faults().clamped().as_micros()).unwrap_or(0)
    }

    fn jump_clock(&self, seconds: i64) {
        let mut router = self.router();
        let utc = router.clock.utc() + seconds;
        router.clock.set_utc(utc);
        router.plan_all();
    }

    /// From the next handshake on `api-ssl` shows another certificate.
    pub(crate) fn renew_certificate(&self) {
        match Certificate::make() {
            Ok(certificate) => *lock(&self.certificate) = Some(certificate),
            Err(error) => tracing::error!(%error, "the certificate stays as it is"),
        }
    }

    /// The certificate of `api-ssl`.
    pub(crate) fn certificate(&self) -> Option<Certificate> {
        lock(&self.certificate).clone()
    }

    pub(crate) fn set_certificate(&self, certificate: Option<Certificate>) {
        *lock(&self.certificate) = certificate;
    }

    /// A row of `/ip/service` was written: listeners look whether they must move.
    pub(crate) fn services_changed(&self) {
        self.moved.notify_waiters();
    }

    /// Somebody else changes a user's password: its sessions end.
    fn change_password(&self, user: &str) {
        let request = Request::new("/user/set", &[("numbers", user), ("password", NEW_PASSWORD)]);
        let mut router = self.router();
        if let Err(trap) = router.set_user(&request) {
            tracing::error!(%trap, "the password stays as it is");
        }
    }

    /// The router restarts after the command at hand and lets nobody in for a while.
    fn go_down(&self, time: Duration) {
        *lock(&self.down) = Instant::now() + time;
        self.router().reboot_wanted = true;
    }

    /// What changing so many rows costs, microseconds.
    fn write_cost(&self, rows: usize) -> u64 {
        u64::try_from(rows).unwrap_or(0) * self.rates.write_us
    }

    /// Half of the round-trip time: what a packet needs one way.
    fn one_way(&self) -> Duration {
        self.faults().one_way()
    }

    fn stall(&self, time: Duration) {
        if !time.is_zero() {
            *lock(&self.stalled) = Instant::now() + time;
        }
    }

    fn stalled_until(&self) -> Instant {
        *lock(&self.stalled)
    }

    fn register(&self, user: &str, kill: CancellationToken) -> u64 {
        let id = self.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        lock(&self.live).insert(id, Live { user: user.to_owned(), kill });
        id
    }

    fn name_session(&self, id: u64, user: &str) {
        if let Some(live) = lock(&self.live).get_mut(&id) {
            user.clone_into(&mut live.user);
        }
    }

    fn forget(&self, id: u64) {
        lock(&self.live).remove(&id);
    }

    /// Ends the sessions of these users.
    fn kick(&self, users: &[String]) {
        for live in lock(&self.live).values().filter(|l| users.contains(&l.user)) {
            live.kill.cancel();
        }
    }

    /// Restarts the router when somebody asked for it; all connections end, the
    /// one that asked after its answer.
    pub(crate) fn reboot_if_wanted(&self, asking: Option<u64>) -> bool {
        let mut router = self.router();
        if !router.reboot_wanted {
            return false;
        }
        router.reboot();
        drop(router);
        for (_, live) in lock(&self.live).iter().filter(|(id, _)| Some(**id) != asking) {
            live.kill.cancel();
        }
        true
    }

    /// Ends all sessions.
    pub(crate) fn kill_connections(&self) {
        for live in lock(&self.live).values() {
            live.kill.cancel();
        }
    }

    pub(crate) fn open_connections(&self) -> usize {
        lock(&self.live).len()
    }

    /// Whether the router lets a connection from `peer` go on.
    pub(crate) fn admits(&self, peer: SocketAddr, via: &str) -> bool {
        if self.faults().faults.refuse || *lock(&self.down) > Instant::now() {
            return false;
        }
        let router = self.router();
        let peer = match peer.ip() {
            std::net::IpAddr::V4(ip) => Some(ip),
            std::net::IpAddr::V6(_) => None,
        };
        let open = self.open_connections();
        router.api_admits(via, peer, open)
    }
}

impl Router {
    /// The port `/ip/service` gives a service.
    fn service_port(&self, via: &str) -> Option<u16> {
        let menu = self.at.service;
        let service = self.table(menu).named(via.as_bytes()).first().and_then(|id| self.table(menu).get(*id))?;
        self.text(menu, service, "port").parse().ok()
    }

    /// Changes an API user.
    fn set_user(&mut self, request: &Request) -> Result<(), Trap> {
        self.set(self.at.user, request, &Caller::internal())
    }

    /// Whether `api-ssl` has a certificate; without one a router offers nothing but
    /// anonymous key exchange, which no current client takes.
    fn has_certificate(&self) -> bool {
        let menu = self.at.service;
        let service = self.table(menu).named(b"api-ssl").first().and_then(|id| self.table(menu).get(*id));
        service.is_some_and(|row| !matches!(self.text(menu, row, "certificate").as_str(), "" | "none"))
    }

    /// Whether `/ip/service` lets one more API connection in. What real routers do
    /// with one session too many is not published; here it is accepted and closed.
    fn api_admits(&self, via: &str, peer: Option<std::net::Ipv4Addr>, open: usize) -> bool {
        let menu = self.at.service;
        let service = self.table(menu).named(via.as_bytes()).first().and_then(|id| self.table(menu).get(*id));
        let Some(service) = service else { return true };
        let most = usize::try_from(self.number(menu, service, "max-sessions")).unwrap_or(usize::MAX);
        let full = self.persona.has_max_sessions && open >= most;
        let name = if self.persona.release >= (7, 24) { "available-from" } else { "address" };
        let from = self.text(menu, service, name);
        !self.flag(menu, service, "disabled") && !full && crate::engine::policy::allowed_from(&from, peer)
    }
}

/// Listens on another port from now on; where that is taken, on the old one.
fn move_listener(listener: &mut TcpListener, port: Option<u16>) {
    let place = listener.local_addr().ok().zip(port).map(|(old, port)| SocketAddr::new(old.ip(), port));
    match place.map(|place| crate::builder::bind(&place.to_string())) {
        Some(Ok(moved)) => *listener = moved,
        failed => tracing::warn!(?failed, "the service stays on its port"),
    }
}

/// Serves a listener until `stop` is cancelled; connections end with it. When
/// `secure` it is the service `api-ssl`, else `api`.
pub(crate) async fn serve(mut listener: TcpListener, secure: bool, shared: Arc<Shared>, stop: CancellationToken) {
    let via = if secure { "api-ssl" } else { "api" };
    let mut tasks = tokio::task::JoinSet::new();
    // The port listened on is not the one in the table, so that many routers fit on
    // one machine; once the table's changes, that one is taken.
    let mut port = shared.router().service_port(via);
    loop {
        // Asked for before it is looked at, so that no change falls in between.
        let moved = shared.moved.notified();
        let wanted = shared.router().service_port(via);
        if wanted != port {
            port = wanted;
            move_listener(&mut listener, wanted);
        }
        let accepted = tokio::select! {
            () = stop.cancelled() => break,
            () = moved => continue,
            accepted = listener.accept() => accepted,
        };
        while tasks.try_join_next().is_some() {}
        match accepted {
            Ok((stream, peer)) => {
                shared.faults().stats.connections += 1;
                if !shared.admits(peer, via) || stream.set_nodelay(true).is_err() {
                    continue;
                }
                let kill = stop.child_token();
                let id = shared.register("", kill.clone());
                let visitor = connection::Visitor { id, peer, via, kill };
                let shared = Arc::clone(&shared);
                if secure {
                    let certificate = shared.certificate().filter(|_| shared.router().has_certificate());
                    tasks.spawn(connection::run_tls(stream, certificate, visitor, shared));
                } else {
                    tasks.spawn(connection::run(stream, visitor, shared));
                }
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }
    drop(listener);
    while tasks.join_next().await.is_some() {}
}
