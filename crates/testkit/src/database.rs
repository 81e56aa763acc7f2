//! A database per test, cloned from a template named by the hash of the
//! migrations; clones of dead processes are reaped by name.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::atomic::{AtomicU32, Ordering};

use simpul_core::db::migrate;
use simpul_postgres::roles;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};

use crate::server::TestServer;

/// Key of the advisory lock under which the template is built. Such locks are per
/// database, so it is always taken in database `postgres`.
const TEMPLATE_LOCK: i64 = 0x51_4D_50_55_4C;

/// Key of the advisory lock of the process that reaps.
const REAP_LOCK: i64 = TEMPLATE_LOCK + 1;

static NUMBER: AtomicU32 = AtomicU32::new(0);

/// A migrated database of its own.
#[derive(Debug)]
pub struct TestDb {
    name: String,
    server: &'static TestServer,
}

impl TestDb {
    /// Clones the template; builds it first if it is not there.
    pub async fn new() -> Self {
        let server = TestServer::shared().await;
        let mut conn = superuser(server).await;
        let template = ensure_template(server, &mut conn).await;
        let name = Self::free_name();
        run(&mut conn, format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY OWNER {}", roles::OWNER))
            .await;
        roles::grant_database(&mut conn, &name).await.expect("rights on the clone");
        Self { name, server }
    }

    /// A database with nothing in it, owned by the owner role.
    pub async fn empty() -> Self {
        let server = TestServer::shared().await;
        let mut conn = superuser(server).await;
        let name = Self::free_name();
        roles::create_database(&mut conn, &name).await.expect("a database");
        Self { name, server }
    }

    fn free_name() -> String {
        format!("test_{}_{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// As the application's login.
    #[must_use]
    pub fn app_options(&self) -> PgConnectOptions {
        self.server.app().database(&self.name)
    }

    /// As the owner role.
    #[must_use]
    pub fn owner_options(&self) -> PgConnectOptions {
        self.server.owner().database(&self.name)
    }

    /// As the superuser.
    #[must_use]
    pub fn superuser_options(&self) -> PgConnectOptions {
        self.server.superuser().database(&self.name)
    }

    /// One connection as the owner, for looking behind the curtain.
    pub async fn owner(&self) -> PgConnection {
        PgConnection::connect_with(&self.owner_options()).await.expect("a connection as owner")
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let (server, name) = (self.server, self.name.clone());
        // The test's own runtime may be ending: a thread with one of its own drops
        // the database. Where that fails the next process reaps it.
        let _ = std::thread::spawn(move || {
            let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
            runtime.block_on(async {
                if let Ok(mut conn) = PgConnection::connect_with(&server.superuser()).await {
                    let sql = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                    let _ = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await;
                }
            });
        })
        .join();
    }
}

async fn superuser(server: &TestServer) -> PgConnection {
    PgConnection::connect_with(&server.superuser()).await.expect("a connection as superuser")
}

async fn run(conn: &mut PgConnection, sql: String) {
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(conn).await.expect("the statement runs");
}

fn template_name() -> String {
    let mut hasher = DefaultHasher::new();
    for migration in migrate::MIGRATIONS.iter() {
        (migration.version, &migration.checksum).hash(&mut hasher);
    }
    format!("template_{:016x}", hasher.finish())
}

async fn is_template(conn: &mut PgConnection, name: &str) -> bool {
    sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1 AND datistemplate)")
        .bind(name)
        .fetch_one(conn)
        .await
        .expect("pg_database is readable")
}

async fn ensure_template(server: &TestServer, conn: &mut PgConnection) -> String {
    let name = template_name();
    if is_template(conn, &name).await {
        return name;
    }
    sqlx::query("SELECT pg_advisory_lock($1)").bind(TEMPLATE_LOCK).execute(&mut *conn).await.expect("the lock");
    if !is_template(conn, &name).await {
        reap(server).await;
        let building = format!("{name}_new");
        run(conn, format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)")).await;
        roles::create_database(conn, &building).await.expect("a database");
        migrate::bring_up(&server.owner().database(&building), &|_, _, _| ()).await.expect("the migrations run");
        run(conn, format!("ALTER DATABASE {building} RENAME TO {name}")).await;
        run(conn, format!("ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true")).await;
    }
    sqlx::query("SELECT pg_advisory_unlock($1)").bind(TEMPLATE_LOCK).execute(&mut *conn).await.expect("the lock");
    name
}

/// Drops clones whose process is gone, and templates of other migrations; by one
/// process at a time, and over a connection of its own: what another one left
/// half-dropped ends the connection that touches it.
async fn reap(server: &TestServer) {
    let mut conn = superuser(server).await;
    let turn: bool = sqlx::query_scalar("SELECT pg_try_advisory_lock($1)")
        .bind(REAP_LOCK)
        .fetch_one(&mut conn)
        .await
        .expect("the lock");
    if !turn {
        return;
    }
    let names: Vec<String> = sqlx::query_scalar(
        "SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%' OR (datname LIKE 'template\\_%' AND datname <> $1)",
    )
    .bind(template_name())
    .fetch_all(&mut conn)
    .await
    .expect("pg_database is readable");
    for name in names {
        let owner = name.strip_prefix("test_").and_then(|rest| rest.split('_').next()).and_then(|pid| pid.parse().ok());
        if owner.is_some_and(is_alive) || name.ends_with("_new") {
            continue;
        }
        if name.starts_with("template_") {
            let sql = format!("ALTER DATABASE {name} WITH IS_TEMPLATE false");
            let _ = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await;
        }
        // What cannot be dropped now is left to the next process.
        let _ = sqlx::raw_sql(AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")))
            .execute(&mut conn)
            .await;
    }
}

fn is_alive(pid: u32) -> bool {
    // Without /proc a clone is kept until the server's folder is thrown away.
    !cfg!(target_os = "linux") || std::path::Path::new(&format!("/proc/{pid}")).exists()
}
