//! What every operation works with: the database, the clock, the keys, the lines
//! to the routers, and what is known of this installation.

use std::ops::Deref;
use std::sync::Arc;

use async_trait::async_trait;
use simpul_kernel::ids::InstallationId;
use simpul_kernel::{Clock, Ctx, Result, Source};
use simpul_postgres::cluster::DataDir;

use crate::db::Db;
use crate::identity::keys::{Keys, WrappingKeyFile};
use crate::identity::strangers::Strangers;
use crate::network::links::RouterLinks;
use crate::network::live::LiveFeeds;
use crate::provisioning::Books;
use crate::system::DemoRouter;

/// The program's state; cheap to clone.
#[derive(Debug, Clone)]
pub struct App(Arc<AppState>);

/// What [`App`] gives access to.
#[derive(Debug)]
pub struct AppState {
    /// The database.
    pub db: Db,
    /// The clock that follows the database server's.
    pub clock: Clock,
    /// The data key, when this installation has it.
    pub keys: Keys,
    /// Names nobody has that were tried at sign-in.
    pub strangers: Strangers,
    /// Open connections to routers, one per router and process.
    pub links: RouterLinks,
    /// What screens follow on routers now.
    pub live: LiveFeeds,
    /// This installation.
    pub installation: Installation,
    /// Plans and vouchers, for the areas below them.
    pub books: Arc<dyn Books>,
    /// Facts for the status screen.
    pub info: AppInfo,
    /// Starts a simulated router, where the program knows how.
    pub demo: Option<Box<dyn DemoLauncher>>,
}

/// One program on one computer.
#[derive(Debug, Clone)]
pub struct Installation {
    /// Its row.
    pub id: InstallationId,
    /// Eight hex signs; part of the comment of every row we make on a router.
    pub code: String,
    /// Random per process: two programs of one installation hold different leases.
    pub holder: String,
}

/// Facts for the status screen.
#[derive(Debug, Clone)]
pub struct AppInfo {
    /// Program version.
    pub version: String,
    /// `embedded` or `outside`.
    pub database_kind: &'static str,
    /// Folder or host, never user or password.
    pub database_place: String,
    /// Folder of this installation.
    pub data_dir: DataDir,
    /// Whether the database was named at start, so that the folder's choice does not count.
    pub database_is_fixed: bool,
    /// Where this computer's wrapping key lies.
    pub key_file: WrappingKeyFile,
}

/// Starts a simulated router beside the program. To everything else it is a
/// router like any other.
#[async_trait]
pub trait DemoLauncher: Send + Sync + std::fmt::Debug {
    /// Starts it, or finds it running.
    ///
    /// # Errors
    /// When its program is missing or does not start.
    async fn start(&self) -> Result<DemoRouter>;
}

impl App {
    /// Puts the parts together.
    #[must_use]
    pub fn new(state: AppState) -> Self {
        Self(Arc::new(state))
    }

    /// The context of background work, now.
    #[must_use]
    pub fn machine_ctx(&self, source: Source) -> Ctx {
        Ctx::machine(source, Some(self.installation.id), self.clock.now())
    }
}

impl Deref for App {
    type Target = AppState;
    fn deref(&self) -> &AppState {
        &self.0
    }
}
