//! Starting, steering and stopping a simulated router.

use std::collections::BTreeMap;
use std::net::{SocketAddr, ToSocketAddrs};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::{TcpListener, TcpSocket};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::board::{Board, Rates};
use crate::engine::hotspot::{Knock, Session};
use crate::engine::policy::Caller;
use crate::engine::request::Request;
use crate::engine::{Router, Version};
use crate::error::Trap;
use crate::fault::{FaultState, Faults, Stats};
use crate::persona::Persona;
use crate::server::{Shared, serve};
use crate::state::StateError;

/// How long after a change the state is saved, at most twice this.
const SAVE_AFTER: Duration = Duration::from_millis(400);
/// How long running counters may stay unsaved.
const SAVE_COUNTERS_AFTER: Duration = Duration::from_secs(10);
/// How often the router looks at its clock by itself.
const TICK: Duration = Duration::from_millis(250);

/// Why a simulator could not start.
#[derive(Debug, thiserror::Error)]
pub enum SimError {
    /// No persona of that name.
    #[error("there is no persona `{0}`")]
    Persona(String),
    /// No board of that name.
    #[error("there is no board `{0}`")]
    Board(String),
    /// A user could not be made.
    #[error("user `{0}`: {1}")]
    User(String, Trap),
    /// The state file.
    #[error(transparent)]
    State(#[from] StateError),
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address.
        address: String,
        /// Why.
        source: std::io::Error,
    },
}

/// A simulated router; see [`Sim::builder`].
#[derive(Debug)]
pub struct Sim;

impl Sim {
    /// A router to be described and started.
    #[must_use]
    pub fn builder() -> SimBuilder {
        SimBuilder::default()
    }
}

/// What a simulated router is to be like.
#[derive(Clone, Debug)]
pub struct SimBuilder {
    persona: String,
    board: String,
    users: Vec<(String, String, String)>,
    listen: String,
    faults: Faults,
    state: Option<PathBuf>,
    hotspot_users: usize,
    board_rates: bool,
    row_cost: Option<Duration>,
    frozen: bool,
    demo: bool,
    seed: u64,
}

impl Default for SimBuilder {
    fn default() -> Self {
        Self {
            persona: Persona::standard().name.to_owned(),
            board: Board::standard().name.to_owned(),
            users: Vec::new(),
            listen: "127.0.0.1:0".to_owned(),
            faults: Faults::none(),
            state: None,
            hotspot_users: 0,
            board_rates: false,
            row_cost: None,
            frozen: false,
            demo: false,
            seed: 1,
        }
    }
}

impl SimBuilder {
    /// The release: `6.42`, `6.49`, `7.9`, `7.16`, `7.22` (the default), `7.24`.
    #[must_use]
    pub fn persona(mut self, name: &str) -> Self {
        name.clone_into(&mut self.persona);
        self
    }

    /// The hardware: `chr` (the default), `hex`, `rb5009`.
    #[must_use]
    pub fn board(mut self, name: &str) -> Self {
        name.clone_into(&mut self.board);
        self
    }

    /// An API user with all rights. Without any there is `admin` with no password.
    #[must_use]
    pub fn user(self, name: &str, password: &str) -> Self {
        self.user_in_group(name, password, "full")
    }

    /// An API user of the group `full`, `write` or `read`.
    #[must_use]
    pub fn user_in_group(mut self, name: &str, password: &str, group: &str) -> Self {
        self.users.push((name.to_owned(), password.to_owned(), group.to_owned()));
        self
    }

    /// Where to listen; a free port of 127.0.0.1 by default.
    #[must_use]
    pub fn listen(mut self, address: &str) -> Self {
        address.clone_into(&mut self.listen);
        self
    }

    /// What is to go wrong.
    #[must_use]
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Rows are restored from this file and saved to it within a second of a change.
    #[must_use]
    pub fn state_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.state = Some(path.into());
        self
    }

    /// Generated hotspot users, unless a state file already has rows.
    #[must_use]
    pub fn hotspot_users(mut self, count: usize) -> Self {
        self.hotspot_users = count;
        self
    }

    /// Whether commands take the time they take on the board.
    #[must_use]
    pub fn rates(mut self, on: bool) -> Self {
        self.board_rates = on;
        self
    }

    /// What every row sent costs the router.
    #[must_use]
    pub fn row_cost(mut self, cost: Duration) -> Self {
        self.row_cost = Some(cost);
        self
    }

    /// Virtual time stands still except for [`SimHandle::advance`].
    #[must_use]
    pub fn frozen(mut self) -> Self {
        self.frozen = true;
        self
    }

    /// Plans, traffic, and phones that come and go.
    #[must_use]
    pub fn demo(mut self, on: bool) -> Self {
        self.demo = on;
        self
    }

    /// The same seed gives the same traffic, addresses and arrivals.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    fn router(&self) -> Result<Router, SimError> {
        let persona = Persona::named(&self.persona).ok_or_else(|| SimError::Persona(self.persona.clone()))?;
        let board = Board::named(&self.board).ok_or_else(|| SimError::Board(self.board.clone()))?;
        let mut router = Router::new(persona, board, self.seed);
        if self.frozen {
            router.clock.freeze();
        }
        let saved = match self.state.as_deref().map(std::fs::read) {
            Some(Ok(json)) => Some(json),
            Some(Err(error)) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StateError::Io(error).into());
            }
            _ => None,
        };
        match saved {
            Some(json) => router.restore(&json)?,
            None => router.add_hotspot_users(self.hotspot_users),
        }
        let standard = [("admin".to_owned(), String::new(), "full".to_owned())];
        let users = if self.users.is_empty() { &standard[..] } else { &self.users[..] };
        for (name, password, group) in users {
            router.put_user(name, password, group).map_err(|trap| SimError::User(name.clone(), trap))?;
        }
        router.take_kicked();
        if self.demo {
            router.make_demo();
        }
        router.clock.set_offset(self.faults.clock_offset_s);
        Ok(router)
    }

    fn rates_in_effect(&self) -> Rates {
        let board = Board::named(&self.board).unwrap_or(Board::standard());
        let mut rates = if self.board_rates { board.rates } else { Rates::default() };
        if let Some(cost) = self.row_cost {
            rates.row_us = u64::try_from(cost.as_micros()).unwrap_or(u64::MAX);
        }
        rates
    }

    /// Starts the router. Needs a tokio runtime.
    ///
    /// # Errors
    /// [`SimError`]: an unknown persona or board, a state file that is none, an
    /// address in use.
    pub async fn start(self) -> Result<SimHandle, SimError> {
        let router = self.router()?;
        let mut faults = FaultState::default();
        faults.set(self.faults.clone());
        let shared = Arc::new(Shared::new(router, faults, self.rates_in_effect()));
        let listen_error = |source| SimError::Listen { address: self.listen.clone(), source };
        let listener = bind(&self.listen).map_err(listen_error)?;
        let address = listener.local_addr().map_err(listen_error)?;
        let keeper = tokio::spawn(keep(Arc::clone(&shared), self.state.clone()));
        let running = Running::start(listener, Arc::clone(&shared));
        Ok(SimHandle {
            inner: Arc::new(Inner {
                shared,
                address,
                state: self.state,
                running: tokio::sync::Mutex::new(Some(running)),
                keeper,
            }),
        })
    }
}

fn bind(address: &str) -> std::io::Result<TcpListener> {
    let address = address.to_socket_addrs()?.next().ok_or(std::io::ErrorKind::AddrNotAvailable)?;
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(1024)
}

#[derive(Debug)]
struct Running {
    stop: CancellationToken,
    task: JoinHandle<()>,
}

impl Running {
    fn start(listener: TcpListener, shared: Arc<Shared>) -> Self {
        let stop = CancellationToken::new();
        let task = tokio::spawn(serve(listener, shared, stop.clone()));
        Self { stop, task }
    }
}

/// Lets the router's time pass and keeps its state file up to date.
async fn keep(shared: Arc<Shared>, state: Option<PathBuf>) {
    // Nothing is saved yet: whatever the router starts with is written soon.
    let mut saved = Version::default();
    let mut last = Instant::now();
    loop {
        tokio::time::sleep(TICK).await;
        shared.router().advance();
        let Some(path) = &state else { continue };
        let version = shared.router().version();
        let changed = version.changes != saved.changes && last.elapsed() >= SAVE_AFTER;
        let counted = version != saved && last.elapsed() >= SAVE_COUNTERS_AFTER;
        if changed || counted {
            saved = version;
            save(&shared, path.clone()).await;
            last = Instant::now();
        }
    }
}

async fn save(shared: &Arc<Shared>, path: PathBuf) {
    let snapshot = shared.router().snapshot();
    let written = tokio::task::spawn_blocking(move || snapshot.write(&path)).await;
    match written {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::error!(%error, "the state was not saved"),
        Err(error) => tracing::error!(%error, "the state was not saved"),
    }
}

#[derive(Debug)]
struct Inner {
    shared: Arc<Shared>,
    address: SocketAddr,
    state: Option<PathBuf>,
    running: tokio::sync::Mutex<Option<Running>>,
    keeper: JoinHandle<()>,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.keeper.abort();
        if let Some(running) = self.running.get_mut() {
            running.stop.cancel();
        }
    }
}

/// A running router. Clones steer the same one; when the last is dropped it stops
/// without saving.
#[derive(Clone, Debug)]
pub struct SimHandle {
    inner: Arc<Inner>,
}

impl SimHandle {
    /// Where the router listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.inner.address
    }

    fn router<T>(&self, act: impl FnOnce(&mut Router) -> T) -> T {
        act(&mut self.inner.shared.router())
    }

    /// Closes the listener and all connections, and saves the state.
    pub async fn stop(&self) {
        if let Some(running) = self.inner.running.lock().await.take() {
            running.stop.cancel();
            // A panicked connection task has nothing left to close.
            let _closed = running.task.await;
        }
        if let Some(path) = &self.inner.state {
            save(&self.inner.shared, path.clone()).await;
        }
    }

    /// Restarts the router on the same port: rows stay, sessions and dynamic rows
    /// are gone.
    ///
    /// # Errors
    /// [`SimError::Listen`] when the port was taken meanwhile.
    pub async fn restart(&self) -> Result<(), SimError> {
        self.stop().await;
        self.router(Router::reboot);
        let address = self.inner.address.to_string();
        let listener = bind(&address).map_err(|source| SimError::Listen { address, source })?;
        let running = Running::start(listener, Arc::clone(&self.inner.shared));
        *self.inner.running.lock().await = Some(running);
        Ok(())
    }

    /// Ends all connections; the router goes on.
    pub fn kill_connections(&self) {
        self.inner.shared.kill_connections();
    }

    /// How many connections are open.
    #[must_use]
    pub fn open_connections(&self) -> usize {
        self.inner.shared.open_connections()
    }

    /// The state file, when there is one.
    #[must_use]
    pub fn state_file(&self) -> Option<&Path> {
        self.inner.state.as_deref()
    }

    /// The rows of a menu as print shows them, `.id` included; empty for a menu
    /// that is not there.
    #[must_use]
    pub fn rows(&self, menu: &str) -> Vec<BTreeMap<String, String>> {
        self.router(|router| {
            router.advance();
            let Some(at) = router.menu_at(menu) else { return Vec::new() };
            router.refresh(at);
            router.table(at).iter().map(|row| router.as_text(at, row)).collect()
        })
    }

    /// How many rows a menu has.
    #[must_use]
    pub fn count(&self, menu: &str) -> usize {
        self.router(|router| router.menu_at(menu).map_or(0, |at| router.table(at).len()))
    }

    /// The first row whose property has that value.
    #[must_use]
    pub fn find(&self, menu: &str, name: &str, value: &str) -> Option<BTreeMap<String, String>> {
        self.rows(menu).into_iter().find(|row| row.get(name).is_some_and(|v| v == value))
    }

    /// Adds a row by the same rules as the wire; gives its id.
    ///
    /// # Errors
    /// The router's refusal.
    pub fn add(&self, menu: &str, values: &[(&str, &str)]) -> Result<String, Trap> {
        self.router(|router| {
            let at = router.require(menu)?;
            let id = router.add(at, &Request::new(menu, values), &Caller::internal())?;
            Ok(crate::table::id_text(id))
        })
    }

    /// Changes a row, given by id or name.
    ///
    /// # Errors
    /// The router's refusal.
    pub fn set(&self, menu: &str, row: &str, values: &[(&str, &str)]) -> Result<(), Trap> {
        self.router(|router| {
            let at = router.require(menu)?;
            let mut args = values.to_vec();
            if !router.menu(at).single {
                args.push((".id", row));
            }
            router.set(at, &Request::new(menu, &args), &Caller::internal())
        })
    }

    /// Removes a row, given by id or name.
    ///
    /// # Errors
    /// The router's refusal.
    pub fn remove(&self, menu: &str, row: &str) -> Result<(), Trap> {
        self.router(|router| {
            let at = router.require(menu)?;
            router.remove(at, &Request::new(menu, &[(".id", row)]))
        })
    }

    /// A phone logs in at the hotspot, with made-up addresses.
    ///
    /// # Errors
    /// What the login page would show, as `failure: …`.
    pub fn login_user(&self, user: &str, password: &str) -> Result<Session, Trap> {
        self.knock(user, password, None)
    }

    /// A phone of that hardware address logs in at the hotspot.
    ///
    /// # Errors
    /// What the login page would show, as `failure: …`.
    pub fn login_user_from(&self, user: &str, password: &str, mac: &str) -> Result<Session, Trap> {
        let mac = crate::value::net::canonical_mac(mac).ok_or_else(|| Trap::bad_value("mac-address"))?;
        self.knock(user, password, Some(mac))
    }

    fn knock(&self, user: &str, password: &str, mac: Option<String>) -> Result<Session, Trap> {
        let knock = Knock { user: user.to_owned(), password: Some(password.to_owned()), mac, ..Knock::default() };
        self.router(|router| router.hotspot_login(knock))
    }

    /// The user leaves the hotspot; gives how many sessions ended.
    pub fn logout_user(&self, user: &str) -> usize {
        self.router(|router| router.hotspot_logout(user))
    }

    /// The traffic of a user's sessions, bits per second.
    pub fn set_user_rate(&self, user: &str, up: u64, down: u64) {
        self.router(|router| router.set_user_rate(user, up, down));
    }

    /// Whether kicked phones that hold a cookie log themselves back in after three
    /// seconds.
    pub fn set_devices_return(&self, on: bool) {
        self.router(|router| router.hotspot.devices_return = on);
    }

    /// A PPPoE subscriber dials in.
    ///
    /// # Errors
    /// `no such item` without an enabled secret of that name.
    pub fn dial_in(&self, name: &str, caller_id: &str, address: &str) -> Result<String, Trap> {
        self.router(|router| router.dial_in(name, caller_id, address)).map(crate::table::id_text)
    }

    /// Lets virtual time jump: uptime, limits and cut-offs follow at once.
    pub fn advance(&self, by: Duration) {
        self.router(|router| {
            router.advance();
            router.clock.skip(by);
            router.advance();
        });
    }

    /// Sets the router's calendar off by seconds.
    pub fn set_clock_offset(&self, seconds: i64) {
        self.router(|router| router.clock.set_offset(seconds));
    }

    /// From now on this goes wrong; the counters behind the faults begin again.
    pub fn set_faults(&self, faults: Faults) {
        self.set_clock_offset(faults.clock_offset_s);
        self.inner.shared.faults().set(faults);
    }

    /// What happened so far.
    #[must_use]
    pub fn stats(&self) -> Stats {
        self.inner.shared.faults().stats
    }
}
