//! Starts `simpul` and speaks with it.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use simpul_postgres::bundle;
use simpul_testkit::{TestDb, TestServer};

/// Longest wait for anything.
pub const PATIENCE: Duration = Duration::from_secs(200);

/// `simpul`, free of this process's settings.
pub fn simpul() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_simpul"));
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("SIMPUL_") && name != "SIMPUL_TOOLS") {
        command.env_remove(name);
    }
    command.env("LANG", "en_US.UTF-8").env_remove("LC_ALL").env("SIMPUL_ROUTEROS_SIM", sim_program());
    command.stdin(Stdio::null());
    command
}

/// What a command answered.
#[derive(Debug)]
pub struct Answer {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Answer {
    /// The answer as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e} in {self:?}"))
    }

    /// Panics unless it succeeded.
    pub fn ok(self) -> Self {
        assert_eq!(self.code, 0, "{}\n{}", self.out, self.err);
        self
    }

    /// The code it failed with.
    pub fn failure(&self) -> String {
        assert_eq!(self.code, 1, "{self:?}");
        self.err.lines().find_map(|line| line.strip_prefix("simpul: ")).unwrap_or_default().to_owned()
    }
}

/// Runs a command to its end.
pub fn run(command: &mut Command) -> Answer {
    let output = command.output().expect("simpul starts");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Answer { code: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// A folder for an installation, with PostgreSQL's programs at hand.
pub fn folder() -> tempfile::TempDir {
    bundle::ensure(&bundle::default_tools_dir(), &mut |_| ()).expect("PostgreSQL's programs");
    tempfile::Builder::new().prefix("simpul-cli-").tempdir().expect("a folder")
}

/// The simulator's program; built first where only this crate was.
fn sim_program() -> PathBuf {
    let beside = Path::new(env!("CARGO_BIN_EXE_simpul")).with_file_name("routeros-sim");
    if !beside.is_file() {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
        let built = Command::new(cargo).args(["build", "--quiet", "--package", "routeros-sim"]).status();
        assert!(built.expect("cargo runs").success());
    }
    beside
}

/// The URL of a test database as the application's login, and as the owner.
pub async fn urls(db: &TestDb) -> (String, String) {
    let lease = TestServer::shared().await.lease();
    let text = std::fs::read(lease.data_dir().path().join("postgres/secrets.json")).expect("the passwords");
    let secrets: Value = serde_json::from_slice(&text).expect("JSON");
    let target = lease.dump_target(db.name());
    let url = |user: &str, password: &Value| {
        let password = password.as_str().expect("a password");
        let at = if target.host.starts_with('/') {
            format!("localhost:{}/{}?host={}&sslmode=disable", target.port, db.name(), target.host)
        } else {
            format!("{}:{}/{}?sslmode=disable", target.host, target.port, db.name())
        };
        format!("postgresql://{user}:{password}@{at}")
    };
    (url(&lease.app_role(), &secrets["app"]), url("simpul_owner", &secrets["owner"]))
}

/// A running `simpul serve`.
#[derive(Debug)]
pub struct Serve {
    child: Child,
    addr: String,
    cookie: Option<String>,
}

impl Serve {
    /// Starts it on a folder.
    pub fn start(data_dir: &Path) -> Self {
        Self::spawn(simpul().arg("--data-dir").arg(data_dir).args(["serve", "--embedded", "--listen", "127.0.0.1:0"]))
    }

    /// Starts it by a command, and waits for its address.
    pub fn spawn(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("simpul serves");
        let mut line = String::new();
        let stdout = child.stdout.take().expect("its output");
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let addr = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        assert!(addr.starts_with("127.0.0.1:"), "no address but {line:?}");
        Self { child, addr, cookie: None }
    }

    /// Its host and port.
    pub fn addr(&self) -> &str {
        &self.addr
    }

    /// One request; status, head and body.
    pub fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.addr).expect("it listens");
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", self.addr);
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str(&format!("Content-Length: {}\r\n\r\n", body.len()));
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head");
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        (status, head.to_owned(), body.to_owned())
    }

    /// Calls an operation with the session it has; takes a new session over.
    pub fn call(&mut self, name: &str, input: Value) -> Value {
        let cookie = self.cookie.clone().unwrap_or_default();
        let headers = [("Content-Type", "application/json"), ("Cookie", cookie.as_str())];
        let (status, head, body) = self.request("POST", &format!("/rpc/{name}"), &headers, &input.to_string());
        assert_eq!(status, 200, "{name}: {body}");
        let set = head.lines().find_map(|line| line.strip_prefix("set-cookie: "));
        if let Some(set) = set {
            assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
            self.cookie = set.split(';').next().map(str::to_owned);
        }
        serde_json::from_str(&body).expect("JSON")
    }

    /// Makes the first owner, who is signed in then; returns the place.
    pub fn owner_create(&mut self) -> Value {
        let made = self.call("owner_create", owner());
        assert!(self.cookie.is_some(), "the owner is signed in");
        assert!(made["signed_in"]["token"].is_null(), "the token stays out of the page");
        made["signed_in"]["me"]["locations"][0]["location_id"].clone()
    }

    /// Signs the owner in again.
    pub fn sign_in(&mut self) {
        self.call("session_sign_in", json!({ "username": "hendra", "password": PASSWORD }));
    }

    /// Tells it to end, and waits for it; its exit code.
    pub fn terminate(mut self) -> i32 {
        // Twice, as `timeout` and service managers do: still one wish.
        for _ in 0..2 {
            let told = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
            assert!(told.expect("kill runs").success());
            std::thread::sleep(Duration::from_millis(20));
        }
        let began = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("its state") {
                return status.code().unwrap_or(-1);
            }
            assert!(began.elapsed() < PATIENCE, "it does not end");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// Ends it as a power cut would.
    pub fn kill_hard(mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it is gone");
    }
}

impl Drop for Serve {
    fn drop(&mut self) {
        // Only what a test left behind by failing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The owner's password.
pub const PASSWORD: &str = "kuda-terbang-7";

/// The first owner.
pub fn owner() -> Value {
    json!({ "company_name": "Sinar Desa Net", "time_zone": "Asia/Jakarta", "locale": "id", "name": "Hendra",
            "username": "hendra", "password": PASSWORD })
}

/// The terms of a plan.
pub fn terms(name: &str) -> Value {
    json!({ "name": name, "shortcut_key": null, "usage_limit_s": 86_400, "data_limit_bytes": null,
            "validity_s": 86_400, "shared_users": 1, "lock_mac": false, "upload_kbps": 5_000,
            "download_kbps": 10_000, "price_sell": "5000.00", "price_cost": "3500.00", "profile_name": "satu-hari" })
}
