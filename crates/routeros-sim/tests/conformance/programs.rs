//! The independent programs, and what to do when one is missing.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PACKAGES: [&str; 3] = ["librouteros==4.2.2", "RouterOS-api==0.21.0", "mktxp==2.1.0"];

fn run(command: &mut Command, advice: &str) -> Output {
    let shown = format!("{command:?}");
    command.output().unwrap_or_else(|error| panic!("{shown} cannot be run: {error}. {advice}"))
}

fn run_well(command: &mut Command, advice: &str) {
    let output = run(command, advice);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{command:?} failed: {said}{advice}");
}

fn cache() -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/simpul"));
    let folder = std::env::var_os("SIMPUL_TOOLS").map(PathBuf::from).or_else(home);
    folder.expect("SIMPUL_TOOLS or HOME names the folder for tools")
}

/// Makes something in the cache once, although tests run side by side.
fn once(folder: &Path, make: impl FnOnce()) {
    let ready = folder.join("ready");
    if ready.exists() {
        return;
    }
    std::fs::create_dir_all(folder).expect("the cache folder can be made");
    let lock = std::fs::File::create(folder.with_extension("lock")).expect("a lock file");
    lock.lock().expect("the lock");
    if !ready.exists() {
        make();
        std::fs::write(&ready, "").expect("the mark");
    }
}

/// A Python that has the clients: the one `SIMPUL_PYTHON` names, or one set up once.
fn python() -> PathBuf {
    let advice = "Install Python 3 with its module venv, or run `cargo xtask tools`, which sets the clients up.";
    if let Some(python) = std::env::var_os("SIMPUL_PYTHON") {
        return PathBuf::from(python);
    }
    let home = cache().join("routeros-clients-4.2.2-0.21.0-2.1.0");
    let python = home.join("bin/python");
    once(&home, || {
        run_well(Command::new("python3").args(["-m", "venv"]).arg(&home), advice);
        run_well(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES), advice);
    });
    python
}

/// The `node_modules` with the clients: what `SIMPUL_NODE_CLIENTS` names, or a
/// folder set up once.
fn node_modules() -> PathBuf {
    let advice = "Install Node.js 20 or newer with npm, or run `cargo xtask tools`, which sets the clients up.";
    if let Some(folder) = std::env::var_os("SIMPUL_NODE_CLIENTS") {
        return PathBuf::from(folder);
    }
    let home = cache().join("node-clients-1.6.9-1.1.2");
    once(&home, || {
        for list in ["package.json", "package-lock.json"] {
            std::fs::copy(here("node").join(list), home.join(list)).expect("the list of packages");
        }
        let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
        let args = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
        run_well(Command::new(npm).args(args).current_dir(&home), advice);
    });
    home.join("node_modules")
}

fn here(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance").join(name)
}

/// What a program of checks said.
pub struct Said {
    /// Everything it printed.
    pub text: String,
    /// Whether it found nothing wrong.
    pub good: bool,
}

impl Said {
    fn of(output: &Output) -> Self {
        let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        Self { text, good: output.status.success() }
    }

    /// All went well, and at least so many checks were made.
    pub fn expect(&self, least: usize) {
        let made = self.text.lines().filter(|line| line.starts_with("ok ")).count();
        assert!(self.good && made >= least, "{made} checks of at least {least} went well:\n{}", self.text);
    }
}

async fn blocking(act: impl FnOnce() -> Said + Send + 'static) -> Said {
    tokio::task::spawn_blocking(act).await.expect("the program")
}

/// Runs a script with the Python that has the clients.
pub async fn python_script(name: &'static str, args: Vec<String>) -> Said {
    let advice = "`cargo xtask tools` sets the Python clients up.";
    blocking(move || Said::of(&run(Command::new(python()).arg(here(name)).args(args), advice))).await
}

/// Runs the script for Node.js.
pub async fn node_script(args: Vec<String>) -> Said {
    let advice = "Install Node.js 20 or newer.";
    blocking(move || {
        let modules = node_modules();
        assert!(
            modules.join("node-routeros").exists(),
            "node-routeros is not in {}; `cargo xtask tools` installs it",
            modules.display()
        );
        Said::of(&run(Command::new("node").arg(here("node/check.js")).arg(modules).args(args), advice))
    })
    .await
}

/// What `openssl s_client` finds out about a server.
pub async fn openssl(address: String, more: &'static [&'static str]) -> Said {
    let advice = "Install the package `openssl`; `cargo xtask test` does.";
    blocking(move || {
        let mut command = Command::new("openssl");
        command.args(["s_client", "-connect", &address]).args(more).stdin(std::process::Stdio::null());
        Said::of(&run(&mut command, advice))
    })
    .await
}
