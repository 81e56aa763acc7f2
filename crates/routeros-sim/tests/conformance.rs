//! Other people's clients talk to the simulator, each in a process of its own.
//!
//! librouteros and RouterOS-api come from the Python package index. `SIMPUL_PYTHON`
//! names a Python that has both; without it one is set up once in the cache folder.
//! With `ROS_ADDR` (and `ROS_USER`, `ROS_PASSWORD`, `ROS_PERSONA`) the same checks
//! run against a real router.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::path::{Path, PathBuf};
use std::process::Command;

use routeros_sim::Sim;

const PACKAGES: [&str; 2] = ["librouteros==4.2.2", "RouterOS-api==0.21.0"];

fn run(command: &mut Command) -> String {
    let shown = format!("{command:?}");
    let output = command.output().unwrap_or_else(|error| panic!("{shown} cannot be run: {error}"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{shown} failed:\n{text}{errors}");
    text
}

fn cache() -> PathBuf {
    let home = || std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".cache/simpul"));
    std::env::var_os("SIMPUL_TOOLS")
        .map(PathBuf::from)
        .or_else(home)
        .expect("SIMPUL_TOOLS or HOME names the folder for tools")
}

/// A Python that has the clients.
fn python() -> PathBuf {
    if let Some(python) = std::env::var_os("SIMPUL_PYTHON") {
        return PathBuf::from(python);
    }
    let home = cache().join("routeros-clients-4.2.2-0.21.0");
    let python = home.join("bin/python");
    let ready = home.join("ready");
    if ready.exists() {
        return python;
    }
    // Tests run side by side: the folder is made under another name and then moved.
    std::fs::create_dir_all(cache()).expect("the cache folder can be made");
    let lock = std::fs::File::create(cache().join("routeros-clients.lock")).expect("a lock file");
    lock.lock().expect("the lock");
    if !ready.exists() {
        run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&home));
        run(Command::new(&python).args(["-m", "pip", "install", "--quiet"]).args(PACKAGES));
        std::fs::write(&ready, "").expect("the mark");
    }
    python
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance").join(name)
}

/// Runs a script of checks and sees to it that it checked something.
async fn checks(name: &'static str, args: Vec<String>, least: usize) {
    let run = tokio::task::spawn_blocking(move || run(Command::new(python()).arg(script(name)).args(args)));
    let output = run.await.expect("the checks");
    let good = output.lines().filter(|line| line.starts_with("ok ")).count();
    assert!(good >= least, "only {good} checks ran:\n{output}");
}

async fn librouteros(persona: &str) {
    let sim = Sim::builder().persona(persona).user("admin", "secret").start().await.expect("a simulator");
    let args = [sim.addr().to_string(), "admin".into(), "secret".into(), persona.into()];
    checks("librouteros_check.py", args.into(), 41).await;
}

#[tokio::test]
async fn librouteros_on_7_22() {
    librouteros("7.22").await;
}

#[tokio::test]
async fn librouteros_on_7_16() {
    librouteros("7.16").await;
}

#[tokio::test]
async fn librouteros_on_6_49() {
    librouteros("6.49").await;
}

#[tokio::test]
async fn librouteros_on_6_42() {
    librouteros("6.42").await;
}

#[tokio::test]
async fn routeros_api_on_7_22() {
    let sim = Sim::builder().user("admin", "secret").start().await.expect("a simulator");
    let args = [sim.addr().to_string(), "admin".into(), "secret".into()];
    checks("routeros_api_check.py", args.into(), 8).await;
}

#[tokio::test]
async fn a_real_router_when_one_is_named() {
    let Ok(address) = std::env::var("ROS_ADDR") else {
        println!("no real router checked: ROS_ADDR is not set");
        return;
    };
    let given = |name: &str, otherwise: &str| std::env::var(name).unwrap_or_else(|_| otherwise.into());
    let persona = given("ROS_PERSONA", "7.22");
    let args = [address, given("ROS_USER", "admin"), given("ROS_PASSWORD", ""), persona];
    checks("librouteros_check.py", args.into(), 40).await;
}
