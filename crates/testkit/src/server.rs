//! The PostgreSQL server of the tests: one per cache folder, joined by every test
//! process, never run as root.

use std::path::PathBuf;

use simpul_postgres::bundle;
use simpul_postgres::cluster::{Cluster, DataDir, Lease, OpenOptions, Settings};
use sqlx::postgres::PgConnectOptions;
use tokio::sync::OnceCell;

static SERVER: OnceCell<TestServer> = OnceCell::const_new();

/// The server, with its lease held to the end of the process. It outlives the
/// process: the next one adopts it, so a test run starts it once.
#[derive(Debug)]
pub struct TestServer {
    lease: Lease,
}

impl TestServer {
    /// The server of this process.
    pub async fn shared() -> &'static Self {
        SERVER.get_or_init(Self::open).await
    }

    async fn open() -> Self {
        let tools = bundle::default_tools_dir();
        let programs = tokio::task::spawn_blocking(move || bundle::ensure(&tools, &mut |_| ()))
            .await
            .expect("fetching PostgreSQL does not panic")
            .expect("PostgreSQL's programs are there (cargo xtask test fetches them)");
        let options = OpenOptions::new().programs(programs).settings(Settings::for_tests());
        let lease = Cluster::open(DataDir::new(folder()), options).await.expect("the test server starts");
        Self { lease }
    }

    /// As the superuser, in database `postgres`.
    #[must_use]
    pub fn superuser(&self) -> PgConnectOptions {
        self.lease.superuser_options()
    }

    /// As the owner role.
    #[must_use]
    pub fn owner(&self) -> PgConnectOptions {
        self.lease.owner_options()
    }

    /// As the application's login.
    #[must_use]
    pub fn app(&self) -> PgConnectOptions {
        self.lease.app_options()
    }

    /// The hold on the server.
    #[must_use]
    pub fn lease(&self) -> &Lease {
        &self.lease
    }
}

/// Where the server of the tests lives: beside the tools, so that checkouts share it.
fn folder() -> PathBuf {
    let tools = bundle::default_tools_dir();
    tools.parent().map_or_else(|| tools.join("test-server"), |cache| cache.join("test-server"))
}
