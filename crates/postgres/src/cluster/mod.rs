//! The embedded server. It belongs to its data folder, not to a process: the
//! first process starts it, others join, the last to leave stops it, and one
//! left alive by a killed process is adopted.

mod control;
mod folder;
mod lease;
mod log;
mod settings;
mod state;
mod users;

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgSslMode};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

pub use folder::DataDir;
pub use lease::Lease;
pub use settings::Settings;
pub use state::Address;

pub(crate) use control::{Pid, Site, pid};
pub(crate) use state::{Secrets, State, read_json, write_json};
pub(crate) use users::{FolderLock, Registration, living, look};

use crate::os::{self, RunAs};
use crate::{Error, Programs, bundle, roles};

/// Number in the socket's name; the socket's folder is private, so any will do.
pub(crate) const SOCKET_NUMBER: u16 = 5432;
/// How long a server that is starting or stopping may take to answer.
const ANSWER: Duration = Duration::from_secs(120);

/// What is happening while a cluster is opened, for a line on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// Another process is starting or stopping the server.
    WaitingForOthers,
    /// The cluster is being created: the first start of a folder.
    Creating,
    /// The server is being started (or recovers from a power cut).
    Starting,
    /// A running server was found.
    Joining,
    /// Roles and the database are being made.
    PreparingDatabase,
    /// The server can be used.
    Ready,
}

/// How clients reach the server.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Transport {
    /// The socket on Linux, a free port of 127.0.0.1 elsewhere.
    #[default]
    Automatic,
    /// A free port of 127.0.0.1, kept in the folder.
    FreePort,
    /// This port of 127.0.0.1, or an error.
    Port(u16),
}

/// How to open a cluster.
#[derive(Clone)]
pub struct OpenOptions {
    programs: Option<Programs>,
    settings: Settings,
    transport: Transport,
    patience: Duration,
    take_over: bool,
    progress: Arc<dyn Fn(Progress) + Send + Sync>,
}

impl std::fmt::Debug for OpenOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OpenOptions").field("programs", &self.programs).field("transport", &self.transport).finish()
    }
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self {
            programs: None,
            settings: Settings::default(),
            transport: Transport::Automatic,
            patience: Duration::from_secs(120),
            take_over: false,
            progress: Arc::new(|_| ()),
        }
    }
}

impl OpenOptions {
    /// The product's ways: programs as [`bundle::locate`] finds them, durable
    /// settings, socket or free port.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Uses these programs.
    #[must_use]
    pub fn programs(mut self, programs: Programs) -> Self {
        self.programs = Some(programs);
        self
    }

    /// Uses these settings if this process is the one that starts the server.
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.settings = settings;
        self
    }

    /// Chooses how clients reach the server, if this process starts it.
    #[must_use]
    pub fn transport(mut self, transport: Transport) -> Self {
        self.transport = transport;
        self
    }

    /// How long to wait while other processes start or stop the server.
    #[must_use]
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// The person has said that no other computer runs this folder's server.
    #[must_use]
    pub fn take_over(mut self, yes: bool) -> Self {
        self.take_over = yes;
        self
    }

    /// Hears what is happening.
    #[must_use]
    pub fn progress(mut self, hear: Arc<dyn Fn(Progress) + Send + Sync>) -> Self {
        self.progress = hear;
        self
    }
}

/// Opens the clusters of data folders.
#[derive(Debug)]
pub struct Cluster;

impl Cluster {
    /// Makes sure the folder's server runs, its roles and its database exist,
    /// and enters this process as a user.
    ///
    /// # Errors
    /// One variant of [`Error`] for each thing a person can do about it.
    pub async fn open(dir: DataDir, options: OpenOptions) -> Result<Lease, Error> {
        let wish = options.clone();
        let (site, lock) = blocking(move || {
            let programs = match wish.programs {
                Some(programs) => programs,
                None => bundle::locate(None)?,
            };
            let run_as = RunAs::current()?;
            run_as.must_reach(programs.server_bin("postgres").parent().unwrap_or(Path::new("/")))?;
            let dir = dir.prepare(&run_as, programs.version().major)?;
            let lock = match FolderLock::take(&dir, Duration::ZERO) {
                Err(Error::FolderBusy { .. }) => {
                    (wish.progress)(Progress::WaitingForOthers);
                    FolderLock::take(&dir, wish.patience)?
                }
                other => other?,
            };
            dir.check_ours(programs.version().major)?;
            Ok((Site { dir, programs, run_as, settings: wish.settings }, lock))
        })
        .await?;
        let secrets = prepare_cluster(&site, &options).await?;
        let mut state = bring_up(&site, &secrets, &options).await?;
        (options.progress)(Progress::PreparingDatabase);
        ensure_roles(&site, &secrets, &mut state).await?;
        let registration = Registration::enter(&site.dir)?;
        drop(lock);
        (options.progress)(Progress::Ready);
        tracing::info!(folder = %site.dir.path().display(), version = %site.programs.version(), "database server ready");
        Ok(Lease::new(site, secrets, state, registration, options))
    }
}

/// Creates the cluster if the folder has none; returns the passwords.
async fn prepare_cluster(site: &Site, options: &OpenOptions) -> Result<Secrets, Error> {
    let site = site.clone();
    let options = options.clone();
    blocking(move || {
        let exists = site.data().join("PG_VERSION").exists();
        let secrets = Secrets::read(&site.dir)?;
        if exists {
            let state = State::read(&site.dir)?;
            check_computer(&site, state.as_ref(), options.take_over)?;
            return secrets.ok_or_else(|| Error::SecretsMissing { path: site.dir.secrets_file() });
        }
        (options.progress)(Progress::Creating);
        let secrets = match secrets {
            Some(secrets) => secrets,
            None => {
                let secrets = Secrets::random();
                secrets.write(&site.dir)?;
                secrets
            }
        };
        let state = State {
            format: 1,
            installation: hex::encode(rand::random::<[u8; 4]>()),
            system_identifier: None,
            address: first_address(options.transport),
            running_on: None,
        };
        state.write(&site.dir)?;
        site.create(&secrets)?;
        Ok(secrets)
    })
    .await
}

/// A folder left running by another computer is not started here: two servers
/// on the same files destroy them, and no lock is reliable over a network.
fn check_computer(site: &Site, state: Option<&State>, take_over: bool) -> Result<(), Error> {
    let Some(host) = state.and_then(|state| state.running_on.clone()) else { return Ok(()) };
    if host == os::computer() || take_over {
        return Ok(());
    }
    Err(Error::FolderInUseElsewhere { path: site.dir.path().to_path_buf(), host })
}

/// The address before the first start; the start fills in the rest.
fn first_address(transport: Transport) -> Address {
    match transport {
        Transport::Automatic if cfg!(target_os = "linux") => Address::Socket(std::path::PathBuf::new()),
        Transport::Port(port) => Address::Port(port),
        Transport::Automatic | Transport::FreePort => Address::Port(0),
    }
}

/// Starts the server, joins it, or adopts it.
pub(crate) async fn bring_up(site: &Site, secrets: &Secrets, options: &OpenOptions) -> Result<State, Error> {
    let data = site.data();
    let missing = || Error::SecretsMissing { path: site.dir.state_file() };
    let mut state = State::read(&site.dir)?.ok_or_else(missing)?;
    let mut started = false;
    for _ in 0..5 {
        if pid(&data) == Pid::Alive {
            if !started {
                (options.progress)(Progress::Joining);
            }
            if join(site, secrets, &mut state).await? {
                return Ok(state);
            }
            continue;
        }
        (options.progress)(Progress::Starting);
        started = true;
        let (site, options, mut next) = (site.clone(), options.clone(), state.clone());
        state = blocking(move || {
            if control::pid(&site.data()) == Pid::Stale {
                tracing::info!("a process id left by a killed server is set aside");
                control::defuse(&site.data())?;
            }
            let fixed = match options.transport {
                Transport::Port(port) => Some(port),
                _ => None,
            };
            match (options.transport, &next.address) {
                (Transport::Automatic, Address::Port(_)) if cfg!(target_os = "linux") => {
                    next.address = first_address(Transport::Automatic);
                }
                (Transport::FreePort | Transport::Port(_), Address::Socket(_)) => next.address = Address::Port(0),
                _ => {}
            }
            site.start(&mut next, fixed)?;
            Ok(next)
        })
        .await?;
    }
    Err(Error::StartFailed { log_tail: crate::text::tail(&log::since(&site.dir.log_file(), 0), 12) })
}

/// Checks a running server: it must accept the folder's password, work in the
/// folder, and be the cluster it was. `false`: it went away meanwhile.
async fn join(site: &Site, secrets: &Secrets, state: &mut State) -> Result<bool, Error> {
    let started = Instant::now();
    let mut connection = loop {
        match superuser(state, secrets).connect().await {
            Ok(connection) => break connection,
            Err(e) => match e.as_database_error().and_then(|e| e.code()).as_deref() {
                Some("28P01" | "28000") => {
                    let role = roles::SUPERUSER.to_owned();
                    return Err(Error::PasswordRejected { path: site.dir.path().to_path_buf(), role });
                }
                _ if pid(&site.data()) != Pid::Alive => return Ok(false),
                _ if started.elapsed() > ANSWER => return Err(e.into()),
                _ => tokio::time::sleep(Duration::from_millis(50)).await,
            },
        }
    };
    let (folder, identity): (String, String) =
        sqlx::query_as("SELECT current_setting('data_directory'), system_identifier::text FROM pg_control_system()")
            .fetch_one(&mut connection)
            .await?;
    connection.close().await?;
    let foreign =
        |detail: &str| Error::ForeignFolder { path: site.dir.path().to_path_buf(), detail: detail.to_owned() };
    if !os::same_folder(Path::new(&folder), &site.data()) {
        return Err(foreign("the server at its address works in another folder"));
    }
    match &state.system_identifier {
        Some(known) if *known != identity => return Err(foreign("its cluster was exchanged for another one")),
        Some(_) => {}
        None => {
            state.system_identifier = Some(identity);
            state.write(&site.dir)?;
        }
    }
    Ok(true)
}

/// Makes roles and database if anything is missing.
async fn ensure_roles(site: &Site, secrets: &Secrets, state: &mut State) -> Result<(), Error> {
    let mut connection = superuser(state, secrets).connect().await?;
    let wanted = roles::Wanted {
        app_role: state.app_role(),
        owner_password: secrets.owner.clone(),
        app_password: secrets.app.clone(),
    };
    roles::ensure(&mut connection, &wanted).await?;
    roles::create_database(&mut connection, roles::DATABASE).await?;
    connection.close().await?;
    tracing::debug!(folder = %site.dir.path().display(), "roles and database are there");
    Ok(())
}

/// Options of a role at an address of this computer.
pub(crate) fn local(address: &Address, role: &str, password: &str, database: &str) -> PgConnectOptions {
    let base = PgConnectOptions::new_without_pgpass()
        .username(role)
        .password(password)
        .database(database)
        .application_name("simpul")
        // It never leaves this computer.
        .ssl_mode(PgSslMode::Disable);
    match address {
        Address::Socket(folder) => base.socket(folder).port(SOCKET_NUMBER),
        Address::Port(port) => base.host("127.0.0.1").port(*port),
    }
}

/// Options of the superuser, for the database `postgres`.
pub(crate) fn superuser(state: &State, secrets: &Secrets) -> PgConnectOptions {
    local(&state.address, roles::SUPERUSER, &secrets.superuser, "postgres")
}

/// Runs file and process work beside the async runtime.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(e) => Err(Error::Io { action: "run", path: "a background task".into(), source: std::io::Error::other(e) }),
    }
}

/// One connection, typed so that callers need no trait.
pub(crate) async fn connect(options: &PgConnectOptions) -> Result<PgConnection, Error> {
    Ok(options.connect().await?)
}
