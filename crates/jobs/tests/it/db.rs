//! A database per test, on the server of `SIMPUL_TEST_DATABASE_URL` or one this
//! suite starts for itself and leaves to the tests that follow.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use simpul_jobs::WorkerConfig;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{AssertSqlSafe, Connection, PgConnection, PgPool};

const UP: &str = include_str!("../../../../migrations/0001_jobs.up.sql");
const DOWN: &str = include_str!("../../../../migrations/0001_jobs.down.sql");

/// A database of its own with the queue's tables; dropped with the value.
pub struct TestDb {
    pub pool: PgPool,
    pub name: String,
    server: PgConnectOptions,
}

impl TestDb {
    pub async fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let server = server();
        let name = format!("jobs_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut conn = PgConnection::connect_with(&server).await.unwrap();
        for sql in [format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"), format!("CREATE DATABASE {name}")] {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await.unwrap();
        }
        let options = server.clone().database(&name);
        let pool = PgPoolOptions::new().max_connections(8).connect_with(options).await.unwrap();
        sqlx::raw_sql(UP).execute(&pool).await.unwrap();
        Self { pool, name, server }
    }

    pub async fn conn(&self) -> sqlx::pool::PoolConnection<sqlx::Postgres> {
        self.pool.acquire().await.unwrap()
    }

    /// One number by plain SQL.
    pub async fn number(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }

    pub async fn drop(self) {
        self.pool.close().await;
        let mut conn = PgConnection::connect_with(&self.server).await.unwrap();
        let sql = format!("DROP DATABASE {} WITH (FORCE)", self.name);
        sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut conn).await.unwrap();
    }
}

/// A worker quick enough for tests.
pub fn quick() -> WorkerConfig {
    WorkerConfig {
        poll: Duration::from_millis(30),
        lease: Duration::from_millis(900),
        drain: Duration::from_secs(5),
        housekeeping: false,
        ..WorkerConfig::default()
    }
}

/// Waits for something that must come true; fails when it does not in 30 s.
pub async fn until<F: Future<Output = bool>>(what: &str, mut is_true: impl FnMut() -> F) {
    let patience = tokio::time::timeout(Duration::from_secs(30), async {
        while !is_true().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    assert!(patience.await.is_ok(), "never came true: {what}");
}

#[tokio::test]
async fn up_down_up_leaves_nothing_behind() {
    const COUNT: &str = "SELECT count(*) FROM pg_depend d JOIN pg_namespace n ON d.refobjid = n.oid
                         WHERE n.nspname = 'public' AND d.refclassid = 'pg_namespace'::REGCLASS";
    let db = TestDb::new().await;
    let made = db.number(COUNT).await;
    sqlx::raw_sql(DOWN).execute(&db.pool).await.unwrap();
    assert_eq!(db.number(COUNT).await, 0);
    sqlx::raw_sql(UP).execute(&db.pool).await.unwrap();
    assert_eq!(db.number(COUNT).await, made);
    assert!(made > 0);
    db.drop().await;
}

/// How to reach the server.
pub fn server() -> PgConnectOptions {
    match std::env::var("SIMPUL_TEST_DATABASE_URL") {
        Ok(url) => PgConnectOptions::from_str(&url).unwrap(),
        Err(_) => started_server(),
    }
}

/// Starts a server once for all test processes, under a lock; it lies in a
/// folder of its own and is found again by the next run.
fn started_server() -> PgConnectOptions {
    let bin = server_programs();
    let folder = std::env::temp_dir().join(format!("simpul-jobs-test-{}", whoami()));
    std::fs::create_dir_all(&folder).unwrap();
    let lock = std::fs::File::create(folder.join("lock")).unwrap();
    lock.lock().unwrap();
    let data = folder.join("data");
    if !data.join("PG_VERSION").exists() {
        own(&folder);
        run(&bin, "initdb", &["-D", text(&data), "-A", "trust", "-U", "postgres", "--locale=C", "-E", "UTF8"]);
    }
    if !status(&bin, &data) {
        let options = format!("-k {} -c listen_addresses= -c max_connections=200 -c fsync=off", text(&folder));
        run(&bin, "pg_ctl", &["-D", text(&data), "-w", "-l", text(&folder.join("log")), "-o", &options, "start"]);
    }
    PgConnectOptions::new_without_pgpass().host(text(&folder)).username("postgres").database("postgres")
}

fn server_programs() -> PathBuf {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| entries.flatten().map(|entry| entry.path().join("bin")).collect())
        .unwrap_or_default();
    found.retain(|bin| bin.join("initdb").exists());
    found.sort();
    found.pop().expect("set SIMPUL_TEST_DATABASE_URL, or install postgresql")
}

/// PostgreSQL refuses to run as root; then it runs as `postgres`.
fn as_server_user(program: &Path) -> Command {
    if whoami() == "root" {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
        command
    } else {
        Command::new(program)
    }
}

fn run(bin: &Path, program: &str, args: &[&str]) {
    // Its output goes nowhere: a server that inherits our pipes keeps them open.
    let status = as_server_user(&bin.join(program))
        .args(args)
        .current_dir("/")
        .env("LC_ALL", "C.UTF-8")
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "{program}: {status}");
}

fn status(bin: &Path, data: &Path) -> bool {
    as_server_user(&bin.join("pg_ctl")).args(["-D", text(data), "status"]).output().unwrap().status.success()
}

fn own(folder: &Path) {
    if whoami() == "root" {
        assert!(Command::new("chown").arg("postgres").arg(folder).status().unwrap().success());
    }
}

fn whoami() -> String {
    let out = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(out.stdout).unwrap().trim().to_owned()
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}
