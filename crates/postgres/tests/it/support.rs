//! What the tests share: the bundle, folders the server's user can enter, and
//! other processes.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;

use simpul_postgres::bundle::{self, Programs};
use simpul_postgres::cluster::{Cluster, DataDir, Lease, OpenOptions, Settings};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _};

/// The pinned programs; fetched once per computer.
pub fn programs() -> Programs {
    static PROGRAMS: OnceLock<Programs> = OnceLock::new();
    PROGRAMS
        .get_or_init(|| bundle::ensure(&bundle::default_tools_dir(), &mut |_| ()).expect("the pinned programs"))
        .clone()
}

/// A folder that goes away with the test, and that every user may enter.
pub struct Folder(tempfile::TempDir);

impl Folder {
    pub fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("simpul-pg-").tempdir_in("/tmp").unwrap();
        mode(folder.path(), 0o755);
        Self(folder)
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn data(&self) -> DataDir {
        DataDir::new(self.path().join("data"))
    }

    /// PostgreSQL's own directory in [`Folder::data`].
    pub fn cluster(&self) -> PathBuf {
        self.data().cluster(18)
    }
}

pub fn mode(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

pub fn options() -> OpenOptions {
    OpenOptions::new().programs(programs()).settings(Settings::for_tests())
}

pub async fn open(folder: &Folder) -> Lease {
    Cluster::open(folder.data(), options()).await.unwrap()
}

/// The code with which a folder is refused.
pub async fn refusal(dir: DataDir, options: OpenOptions) -> String {
    match Cluster::open(dir, options).await {
        Ok(_) => "opened".to_owned(),
        Err(e) => e.code().to_owned(),
    }
}

/// One text from one query.
pub async fn ask(options: &PgConnectOptions, sql: &str) -> Result<String, sqlx::Error> {
    let mut connection = options.connect().await?;
    sqlx::query_scalar(AssertSqlSafe(sql.to_owned())).fetch_one(&mut connection).await
}

/// Process id of the folder's server, from its pid file.
pub fn server_pid(folder: &Folder) -> Option<u32> {
    let text = std::fs::read_to_string(folder.cluster().join("postmaster.pid")).ok()?;
    text.lines().next()?.parse().ok()
}

pub fn alive(pid: u32) -> bool {
    // A dead child that nobody has waited for still has a folder in /proc.
    std::fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| !stat.contains(") Z "))
}

pub fn kill(pid: u32) {
    assert!(Command::new("kill").args(["-9", &pid.to_string()]).status().unwrap().success());
    while alive(pid) {
        std::thread::yield_now();
    }
}

/// Another process that holds the folder.
pub struct Other {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<std::process::ChildStdout>,
}

impl Other {
    pub fn start(folder: &Folder, flags: &[&str]) -> Self {
        let bundle = programs().server_bin("postgres");
        let root = bundle.ancestors().nth(3).unwrap().to_path_buf();
        let mut child = Command::new(env!("CARGO_BIN_EXE_pg-hold"))
            .arg(folder.data().path())
            .arg("--tests")
            .args(flags)
            .env("SIMPUL_POSTGRES", root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { input: child.stdin.take(), child, output }
    }

    /// The next line it prints.
    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        line.trim().to_owned()
    }

    /// Lets it leave in order.
    pub fn leave(mut self) -> String {
        drop(self.input.take());
        let line = self.line();
        assert!(self.child.wait().unwrap().success(), "{line}");
        line
    }

    /// Kills it (−9).
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}
