//! What a user would pick instead, run beside us.

use std::path::PathBuf;

use serde_json::Value;
use tokio::process::Command;

use crate::figures::{Outcome, Samples};

/// Runs a script of benches/peers by the Python that has the packages it needs.
pub async fn python(script: &str, args: &[String]) -> Outcome<Value> {
    let program = variable("SIMPUL_BENCH_PYTHON", "Python with its packages")?;
    run(Command::new(program), script, args).await
}

/// Runs a script of benches/peers by Node.js with the queues installed.
pub async fn node(script: &str, args: &[String], url: &str) -> Outcome<Value> {
    let modules = variable("SIMPUL_BENCH_NODE_MODULES", "the Node.js queues")?;
    let mut command = Command::new("node");
    command.env("NODE_PATH", modules).env("DATABASE_URL", url);
    run(command, script, args).await
}

/// Has Node.js open the window on a display of its own, several times.
pub async fn window(quick: bool) -> Outcome<Value> {
    let programs = variable("SIMPUL_BENCH_WINDOW", "what the window is built and driven with")?;
    let mut command = Command::new("node");
    command.env("SIMPUL_BUILT", programs);
    let args: &[String] = if quick { &["--quick".to_owned()] } else { &[] };
    run(command, "../../tests/e2e/window-start.mjs", args).await
}

/// Has Chromium show and scroll the list of a program that runs.
pub async fn list(address: &str, username: &str, password: &str, quick: bool) -> Outcome<Value> {
    let more: &[String] = if quick { &["--quick".into()] } else { &[] };
    browser("scroll.mjs", address, username, password, more).await
}

/// Has Chromium sell `sales` codes of the plan on key 1 at the counter of a program that runs.
pub async fn till(address: &str, username: &str, password: &str, sales: usize) -> Outcome<Value> {
    browser("till.mjs", address, username, password, &["--sales".into(), sales.to_string()]).await
}

/// Runs a script of tests/e2e over a program that runs.
async fn browser(script: &str, address: &str, username: &str, password: &str, more: &[String]) -> Outcome<Value> {
    variable("SIMPUL_BENCH_BROWSER", "what the screens are shown with")?;
    let args = ["--json", "--at", address, "--username", username, "--password", password];
    let args: Vec<String> = args.into_iter().map(str::to_owned).chain(more.iter().cloned()).collect();
    run(Command::new("node"), &format!("../../tests/e2e/{script}"), &args).await
}

fn variable(name: &str, what: &str) -> Outcome<PathBuf> {
    match std::env::var_os(name) {
        Some(path) if !path.is_empty() => Ok(path.into()),
        _ => Err(format!("{what} is not installed (cargo xtask bench does it)").into()),
    }
}

async fn run(mut command: Command, script: &str, args: &[String]) -> Outcome<Value> {
    let path = std::path::Path::new("benches/peers").join(script);
    let output = command.arg(&path).args(args).kill_on_drop(true).output().await?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let last = said.trim_end().lines().next_back().unwrap_or("it said nothing");
        return Err(format!("{script} failed: {last}").into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// The times a script answered with under a name, seconds.
pub fn seconds(answer: &Value, name: &str) -> Outcome<Samples> {
    let times: Option<Vec<f64>> =
        answer.get(name).and_then(Value::as_array).map(|all| all.iter().filter_map(Value::as_f64).collect());
    match times {
        Some(times) if !times.is_empty() => Ok(Samples::of(times)),
        _ => Err(format!("the script said nothing about {name}").into()),
    }
}
