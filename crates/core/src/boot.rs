//! From nothing to a running program: database server, schema, installation, key.
//!
//! Every door starts here, so that window, server, worker and command line meet
//! the same database in the same state.

mod keeper;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use simpul_kernel::{Clock, CodedError, Result, Secret};
use simpul_postgres::choice::{self, Choice};
use simpul_postgres::cluster::{self, Cluster, Lease, OpenOptions, Settings};
pub use simpul_postgres::cluster::{DataDir, Progress as ServerProgress};
use sqlx::postgres::PgConnectOptions;

use crate::app::{App, AppInfo, AppState, DemoLauncher};
use crate::db::{Db, POOL_SIZE_WINDOW, migrate};
use crate::identity::installation;
use crate::identity::keys::WrappingKeyFile;
use crate::identity::strangers::Strangers;
use crate::network::links::RouterLinks;
use crate::network::live::LiveFeeds;
use keeper::Keeper;

/// What lines to the database are given to be closed in order.
const CLOSING: Duration = Duration::from_secs(10);

/// Which database.
#[derive(Debug, Clone)]
pub enum Database {
    /// The embedded server of the data folder.
    Embedded,
    /// A server the owner brings.
    Outside {
        /// As this installation's login.
        app: Box<PgConnectOptions>,
        /// As the owner role, to migrate; without it the schema must fit already.
        owner: Option<Box<PgConnectOptions>>,
    },
}

/// What is happening while the program starts.
#[derive(Debug, Clone)]
pub enum BootStep {
    /// The database server.
    Server(cluster::Progress),
    /// A migration: its number, how many in all, its name.
    Migrating(usize, usize, String),
    /// Done.
    Ready,
}

/// How to start.
pub struct BootOptions {
    /// Where this installation keeps its files.
    pub data_dir: DataDir,
    /// Which database.
    pub database: Database,
    /// Whether it was named at start rather than chosen in the folder.
    pub database_is_fixed: bool,
    /// Connections of the pool.
    pub pool_size: u32,
    /// Settings of the embedded server, if this process starts it.
    pub server_settings: Settings,
    /// The wrapping key elsewhere than in the data folder.
    pub key_file: Option<PathBuf>,
    /// Starts a simulated router, where the program knows how.
    pub demo: Option<Box<dyn DemoLauncher>>,
    /// Hears what is happening.
    pub progress: Arc<dyn Fn(BootStep) + Send + Sync>,
}

impl std::fmt::Debug for BootOptions {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BootOptions").field("data_dir", &self.data_dir.path()).finish_non_exhaustive()
    }
}

impl BootOptions {
    /// The embedded server of a data folder, with a window's pool.
    #[must_use]
    pub fn embedded(data_dir: DataDir) -> Self {
        Self {
            data_dir,
            database: Database::Embedded,
            database_is_fixed: false,
            pool_size: POOL_SIZE_WINDOW,
            server_settings: Settings::default(),
            key_file: None,
            demo: None,
            progress: Arc::new(|_| ()),
        }
    }
}

/// A failure of the database server as an operation's error.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct ServerError(#[from] pub simpul_postgres::Error);

impl CodedError for ServerError {
    fn code(&self) -> &'static str {
        self.0.code()
    }
    fn params(&self) -> Value {
        json!({ "detail": self.0.to_string() })
    }
}

/// A running program.
#[derive(Debug)]
pub struct Running {
    /// Its state.
    pub app: App,
    server: Option<Keeper>,
    /// Keeps the clock in step; ended with the program.
    clock: AbortOnDrop,
}

/// A task that ends with whoever holds this.
#[derive(Debug)]
struct AbortOnDrop(tokio::task::AbortHandle);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Running {
    /// The hold on the embedded server.
    #[must_use]
    pub fn lease(&self) -> Option<&Lease> {
        self.server.as_ref().map(Keeper::lease)
    }

    /// Lets go of everything; the last to leave stops the embedded server.
    ///
    /// # Errors
    /// When the server does not stop.
    pub async fn close(self) -> Result<()> {
        drop(self.clock);
        // A line that is dead is not waited for: what was committed is, and the rest never was.
        if tokio::time::timeout(CLOSING, self.app.db.pool().close()).await.is_err() {
            tracing::warn!("the database does not answer; the program ends without its goodbye");
        }
        if let Some(server) = self.server
            && let Some(lease) = server.stop().await
        {
            lease.close().await.map_err(ServerError)?;
        }
        Ok(())
    }
}

/// Starts.
///
/// # Errors
/// By code: what is wrong with the server (`postgres_…`), the schema
/// (`schema_…`), the connection (`database_…`) or the key file.
pub async fn boot(options: BootOptions) -> Result<Running> {
    let BootOptions { data_dir, database, database_is_fixed, pool_size, server_settings, key_file, demo, progress } =
        options;
    let hear = Arc::clone(&progress);
    let (lease, app_options, owner_options, kind, place) = match database {
        Database::Embedded => {
            let open = OpenOptions::new()
                .settings(server_settings)
                .progress(Arc::new(move |step| hear(BootStep::Server(step))));
            let lease = Cluster::open(data_dir.clone(), open).await.map_err(ServerError)?;
            let (app, owner) = (lease.app_options(), lease.owner_options());
            (Some(lease), app, Some(owner), "embedded", data_dir.path().display().to_string())
        }
        Database::Outside { app, owner } => {
            let place = format!("{}:{}", app.get_host(), app.get_port());
            (None, *app, owner.map(|o| *o), "outside", place)
        }
    };
    if let Some(owner) = &owner_options {
        let step = |i: usize, n: usize, name: &str| progress(BootStep::Migrating(i, n, name.to_owned()));
        migrate::bring_up(owner, &step).await?;
    }
    let clock = Clock::default();
    let db = Db::connect(app_options, pool_size, clock.clone()).await?;
    if owner_options.is_none() {
        migrate::check(&mut *db.pool().acquire().await?).await?;
    }
    db.ensure_partitions().await?;
    let code = match &lease {
        Some(lease) => lease.installation(),
        None => installation_code(&data_dir)?,
    };
    let installation = installation::installation_register(&db, &code).await?;
    let key_file = key_file.map_or_else(|| WrappingKeyFile::in_folder(data_dir.path()), WrappingKeyFile::at);
    let keys = installation::keys_load(&db, installation.id, &key_file).await?;
    let app = App::new(AppState {
        db,
        clock,
        keys,
        strangers: Strangers::default(),
        links: RouterLinks::default(),
        live: LiveFeeds::default(),
        installation,
        books: crate::worker::books(),
        info: AppInfo {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            database_kind: kind,
            database_place: place,
            data_dir,
            database_is_fixed,
            key_file,
        },
        demo,
    });
    let server = lease.map(|lease| Keeper::start(lease, app.db.pool().clone()));
    progress(BootStep::Ready);
    let clock = AbortOnDrop(tokio::spawn(app.db.clone().follow_clock()).abort_handle());
    Ok(Running { app, server, clock })
}

/// The database a program uses: the one it was told at start, else the one that was
/// chosen in its folder or made there. `None` where nobody has decided yet.
///
/// # Errors
/// `database_url_invalid`, `postgres_choice_damaged`.
pub fn database_of(dir: &DataDir, url: Option<&Secret>, owner_url: Option<&Secret>) -> Result<Option<Database>> {
    if let Some(url) = url {
        let owner = owner_url.map(outside_options).transpose()?;
        return Ok(Some(Database::Outside { app: outside_options(url)?, owner }));
    }
    Ok(match choice::read(dir).map_err(ServerError)? {
        Some(Choice::Embedded) => Some(Database::Embedded),
        Some(Choice::Outside(chosen)) => Some(Database::Outside {
            app: Box::new(chosen.app.connect_options()),
            owner: chosen.owner.as_ref().map(|owner| Box::new(owner.connect_options())),
        }),
        None => dir.has_cluster().then_some(Database::Embedded),
    })
}

/// The installation's code where no embedded server keeps one: eight hex signs in
/// the data folder, made once.
pub(crate) fn installation_code(data_dir: &DataDir) -> Result<String> {
    use rand::RngCore as _;
    let path = data_dir.path().join("installation");
    if let Ok(text) = std::fs::read_to_string(&path) {
        return Ok(text.trim().to_owned());
    }
    let mut bytes = [0; 4];
    rand::rng().fill_bytes(&mut bytes);
    let code = hex::encode(bytes);
    choice::make_folder(data_dir).map_err(ServerError)?;
    std::fs::write(&path, &code).map_err(simpul_kernel::Error::internal)?;
    Ok(code)
}

/// An outside server by URL, TLS verified fully unless the URL says otherwise.
///
/// # Errors
/// `database_url_invalid`.
pub fn outside_options(url: &Secret) -> Result<Box<PgConnectOptions>> {
    let options: PgConnectOptions = url.expose().parse().map_err(|_| BootError::UrlInvalid)?;
    let says_tls = url.expose().contains("sslmode=");
    let is_local = options.get_host().starts_with('/') || options.get_socket().is_some();
    let options = if says_tls || is_local { options } else { options.ssl_mode(sqlx::postgres::PgSslMode::VerifyFull) };
    Ok(Box::new(options))
}

simpul_kernel::area_errors! {
    /// What can go wrong before there is a database.
    pub enum BootError {
        /// Not a PostgreSQL URL.
        UrlInvalid => "database_url_invalid",
    }
}
