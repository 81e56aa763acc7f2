//! Describing a simulated router before it starts.

use std::net::ToSocketAddrs;
use std::path::PathBuf;
use std::time::Duration;

use tokio::net::{TcpListener, TcpSocket};

use crate::board::{Board, Rates};
use crate::engine::Router;
use crate::error::Trap;
use crate::fault::{FaultState, Faults};
use crate::persona::Persona;
use crate::server::Shared;
use crate::sim::{Door, Kind, SimHandle};
use crate::state::StateError;
use crate::tls::Certificate;

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
    /// A certificate could not be made.
    #[error("no certificate: {0}")]
    Certificate(String),
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
    tls_listen: Option<String>,
    rest_listen: Option<String>,
    rest_patience: Duration,
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
            tls_listen: None,
            rest_listen: None,
            rest_patience: crate::rest::PATIENCE,
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

    /// Where to listen for `api-ssl`, with a certificate the router signs itself.
    /// Nowhere by default. (Real routers without a certificate use anonymous
    /// Diffie-Hellman, which this does not model.)
    #[must_use]
    pub fn tls_listen(mut self, address: &str) -> Self {
        self.tls_listen = Some(address.to_owned());
        self
    }

    /// Where to listen for REST over plain HTTP (7.1 and later). Nowhere by default.
    #[must_use]
    pub fn rest_listen(mut self, address: &str) -> Self {
        self.rest_listen = Some(address.to_owned());
        self
    }

    /// How long a REST command may take: 60 s on routers, and by default.
    #[must_use]
    pub fn rest_patience(mut self, time: Duration) -> Self {
        self.rest_patience = time;
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

    /// The faults, with the clamp that the board itself has.
    fn faults_in_effect(&self) -> Faults {
        let mut faults = self.faults.clone();
        if let Some(clamp) = self.rates_in_effect().clamp.filter(|_| faults.clamp_burst.is_none()) {
            (faults.clamp_burst, faults.clamp_ms) = (Some(clamp.burst), clamp.slow_ms);
        }
        faults
    }

    /// Starts the router. Needs a tokio runtime.
    ///
    /// # Errors
    /// [`SimError`]: an unknown persona or board, a state file that is none, an
    /// address in use.
    pub async fn start(self) -> Result<SimHandle, SimError> {
        let router = self.router()?;
        let mut faults = FaultState::default();
        faults.set(self.faults_in_effect());
        let shared = Shared::new(router, faults, self.rates_in_effect());
        let mut doors = vec![Door::open(&self.listen, Kind::Api)?];
        if let Some(address) = &self.tls_listen {
            shared.set_certificate(Some(Certificate::make()?));
            shared.router().enable_api_ssl();
            doors.push(Door::open(address, Kind::ApiSsl)?);
        }
        if let Some(address) = &self.rest_listen {
            doors.push(Door::open(address, Kind::Rest(self.rest_patience))?);
        }
        Ok(SimHandle::launch(shared, doors, self.state))
    }
}

pub(crate) fn bind(address: &str) -> std::io::Result<TcpListener> {
    let address = address.to_socket_addrs()?.next().ok_or(std::io::ErrorKind::AddrNotAvailable)?;
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(1024)
}
