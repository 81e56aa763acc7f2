//! Steering and stopping a simulated router.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::builder::{SimError, bind};
use crate::engine::policy::Caller;
use crate::engine::request::Request;
use crate::engine::{Router, Version};
use crate::error::Trap;
use crate::fault::{Faults, Stats};
use crate::server::{Shared, serve};
use crate::tls::Certificate;

/// How long after a change the state is saved, at most twice this.
const SAVE_AFTER: Duration = Duration::from_millis(400);
/// How long running counters may stay unsaved.
const SAVE_COUNTERS_AFTER: Duration = Duration::from_secs(10);
/// How often the router looks at its clock by itself.
const TICK: Duration = Duration::from_millis(250);

/// What is behind a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The service `api`.
    Api,
    /// The service `api-ssl`.
    ApiSsl,
    /// The service `www`, of which there is REST only; how long a command may take.
    Rest(Duration),
}

/// One address the router listens on.
#[derive(Debug)]
pub(crate) struct Door {
    address: SocketAddr,
    kind: Kind,
    listener: Option<TcpListener>,
}

impl Door {
    pub(crate) fn open(address: &str, kind: Kind) -> Result<Self, SimError> {
        let failed = |source| SimError::Listen { address: address.to_owned(), source };
        let listener = bind(address).map_err(failed)?;
        let bound = listener.local_addr().map_err(failed)?;
        Ok(Self { address: bound, kind, listener: Some(listener) })
    }
}

#[derive(Debug)]
struct Running {
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
}

impl Running {
    fn start(doors: &mut [Door], shared: &Arc<Shared>) -> Self {
        let stop = CancellationToken::new();
        let tasks = doors
            .iter_mut()
            .filter_map(|door| {
                let (listener, shared, stop) = (door.listener.take()?, Arc::clone(shared), stop.clone());
                Some(match door.kind {
                    Kind::Rest(patience) => tokio::spawn(crate::rest::serve(listener, shared, patience, stop)),
                    kind => tokio::spawn(serve(listener, kind == Kind::ApiSsl, shared, stop)),
                })
            })
            .collect();
        Self { stop, tasks }
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
        shared.reboot_if_wanted(None);
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
    /// Every address, to be opened again after a restart.
    doors: Vec<(SocketAddr, Kind)>,
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
    pub(crate) fn launch(shared: Shared, mut doors: Vec<Door>, state: Option<PathBuf>) -> Self {
        let shared = Arc::new(shared);
        let keeper = tokio::spawn(keep(Arc::clone(&shared), state.clone()));
        let running = tokio::sync::Mutex::new(Some(Running::start(&mut doors, &shared)));
        let doors: Vec<(SocketAddr, Kind)> = doors.into_iter().map(|door| (door.address, door.kind)).collect();
        let unset = SocketAddr::from(([127, 0, 0, 1], 0));
        let address = doors.iter().find(|(_, kind)| *kind == Kind::Api).map_or(unset, |(address, _)| *address);
        Self { inner: Arc::new(Inner { shared, address, doors, state, running, keeper }) }
    }

    /// Where the router listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.inner.address
    }

    /// Where the router listens for `api-ssl`, if it does.
    #[must_use]
    pub fn tls_addr(&self) -> Option<SocketAddr> {
        self.inner.doors.iter().find(|(_, kind)| *kind == Kind::ApiSsl).map(|(address, _)| *address)
    }

    /// Where the router listens for REST, if it does.
    #[must_use]
    pub fn rest_addr(&self) -> Option<SocketAddr> {
        self.inner.doors.iter().find(|(_, kind)| matches!(kind, Kind::Rest(_))).map(|(address, _)| *address)
    }

    /// The certificate of `api-ssl`, DER.
    #[must_use]
    pub fn tls_certificate(&self) -> Option<Vec<u8>> {
        self.inner.shared.certificate().map(|certificate| certificate.der.as_ref().to_vec())
    }

    /// Gives `api-ssl` another certificate, or none: then no handshake succeeds.
    /// Sessions that are open go on.
    ///
    /// # Errors
    /// [`SimError::Certificate`].
    pub fn set_certificate(&self, has_one: bool) -> Result<(), SimError> {
        let certificate = if has_one { Some(Certificate::make()?) } else { None };
        self.inner.shared.set_certificate(certificate);
        Ok(())
    }

    pub(crate) fn router<T>(&self, act: impl FnOnce(&mut Router) -> T) -> T {
        act(&mut self.inner.shared.router())
    }

    /// Closes the listener and all connections, and saves the state.
    pub async fn stop(&self) {
        if let Some(running) = self.inner.running.lock().await.take() {
            running.stop.cancel();
            // A panicked connection task has nothing left to close.
            for task in running.tasks {
                let _closed = task.await;
            }
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
        let mut doors = Vec::new();
        for (address, kind) in &self.inner.doors {
            doors.push(Door::open(&address.to_string(), *kind)?);
        }
        let running = Running::start(&mut doors, &self.inner.shared);
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
        let done = self.router(|router| {
            let at = router.require(menu)?;
            let mut args = values.to_vec();
            if !router.menu(at).single {
                args.push((".id", row));
            }
            router.set(at, &Request::new(menu, &args), &Caller::internal())
        });
        self.inner.shared.services_changed();
        done
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

    /// Lets virtual time jump: uptime, limits and cut-offs follow at once.
    pub fn advance(&self, by: Duration) {
        self.router(|router| router.skip(by));
    }

    /// Starts a script with these variables, as a profile's `on-login` is started.
    pub fn run_script(&self, source: &str, variables: &[(&str, &str)]) {
        let variables: Vec<(&str, String)> = variables.iter().map(|(n, v)| (*n, (*v).to_owned())).collect();
        self.router(|router| {
            router.start_background(source.as_bytes(), &Caller::internal(), &variables, "test", None);
            router.advance();
        });
    }

    /// Puts a host out of the router's reach, or back within it: `/ping` and
    /// netwatch notice.
    pub fn set_host(&self, host: &str, up: bool) {
        self.router(|router| {
            router.advance();
            router.set_host(host, up);
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
