//! PostgreSQL for whoever builds the program:
//!
//! * `simpul-pg ensure --tools DIR`: fetch the pinned programs into `DIR`.
//! * `simpul-pg scratch --tools DIR -- COMMAND…`: run a command beside a
//!   throw-away server. It finds the URL of an empty database, owned by the
//!   role that migrates, in `DATABASE_URL`, the server as its superuser in
//!   `SIMPUL_TEST_DATABASE_URL`, and psql in `SIMPUL_PSQL`.
//! * `simpul-pg stop --tools DIR --data DIR`: stop the server of a data folder that
//!   ended processes left running; does nothing where there is no such folder.
#![allow(clippy::print_stdout, reason = "its lines are what the caller waits for")]

use std::path::{Path, PathBuf};
use std::process::{ExitCode, ExitStatus};

use simpul_postgres::bundle::{self, Programs};
use simpul_postgres::cluster::{Cluster, DataDir, OpenOptions, Settings, Transport};
use sqlx::ConnectOptions as _;

const USAGE: &str = "usage: simpul-pg ensure --tools DIR | simpul-pg scratch --tools DIR -- COMMAND… | \
                     simpul-pg stop --tools DIR --data DIR";

/// What the caller asked for.
enum Wish {
    Ensure { tools: PathBuf },
    Scratch { tools: PathBuf, command: Vec<String> },
    Stop { tools: PathBuf, data: PathBuf },
}

#[tokio::main]
async fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let result = match parse(&words) {
        Some(Wish::Ensure { tools }) => ensure(&tools).map(|programs| {
            println!("PostgreSQL {}", programs.version());
            ExitCode::SUCCESS
        }),
        Some(Wish::Scratch { tools, command }) => scratch(&tools, &command).await,
        Some(Wish::Stop { tools, data }) => stop(&tools, data).await.map(|()| ExitCode::SUCCESS),
        None => Err(USAGE.to_owned()),
    };
    result.unwrap_or_else(|complaint| {
        println!("{complaint}");
        ExitCode::FAILURE
    })
}

fn parse(words: &[String]) -> Option<Wish> {
    match words {
        [verb, flag, tools] if verb == "ensure" && flag == "--tools" => Some(Wish::Ensure { tools: tools.into() }),
        [verb, flag, tools, dashes, command @ ..] if verb == "scratch" && flag == "--tools" && dashes == "--" => {
            (!command.is_empty()).then(|| Wish::Scratch { tools: tools.into(), command: command.to_vec() })
        }
        [verb, flag, tools, data_flag, data] if verb == "stop" && flag == "--tools" && data_flag == "--data" => {
            Some(Wish::Stop { tools: tools.into(), data: data.into() })
        }
        _ => None,
    }
}

async fn stop(tools: &Path, data: PathBuf) -> Result<(), String> {
    if !data.is_dir() {
        return Ok(());
    }
    let options = OpenOptions::new().programs(ensure(tools)?).settings(Settings::for_tests());
    let lease = Cluster::open(DataDir::new(data), options).await.map_err(|e| format!("{}: {e}", e.code()))?;
    // The last to leave stops the server; whoever held it before has ended.
    lease.close().await.map_err(|e| format!("{}: {e}", e.code()))
}

fn ensure(tools: &Path) -> Result<Programs, String> {
    bundle::ensure(tools, &mut |text| println!("{text}")).map_err(|e| format!("{}: {e}", e.code()))
}

async fn scratch(tools: &Path, command: &[String]) -> Result<ExitCode, String> {
    let programs = ensure(tools)?;
    let folder = tempfile::tempdir().map_err(|e| e.to_string())?;
    let options = OpenOptions::new()
        .programs(programs.clone())
        .settings(Settings::for_tests())
        // A URL with a port is understood by psql and by the macros alike.
        .transport(Transport::FreePort);
    let lease = Cluster::open(DataDir::new(folder.path()), options).await.map_err(|e| format!("{}: {e}", e.code()))?;
    let status =
        run(command, [plain_url(lease.owner_options()), plain_url(lease.superuser_options())], &programs).await;
    lease.close().await.map_err(|e| format!("{}: {e}", e.code()))?;
    let code = status.map_err(|e| format!("{}: {e}", command.join(" ")))?.code();
    Ok(ExitCode::from(code.and_then(|code| u8::try_from(code).ok()).unwrap_or(1)))
}

/// psql refuses the parameters that only sqlx knows.
fn plain_url(options: sqlx::postgres::PgConnectOptions) -> String {
    let mut url = options.to_url_lossy();
    url.set_query(Some("sslmode=disable"));
    url.into()
}

async fn run(command: &[String], [owner, superuser]: [String; 2], programs: &Programs) -> std::io::Result<ExitStatus> {
    let mut child = tokio::process::Command::new(&command[0])
        .args(&command[1..])
        .env("DATABASE_URL", owner)
        .env("SIMPUL_TEST_DATABASE_URL", superuser)
        .env("SIMPUL_PSQL", programs.psql())
        .spawn()?;
    tokio::select! {
        status = child.wait() => status,
        // The command hears Ctrl+C too; the server is stopped after it has gone.
        _ = tokio::signal::ctrl_c() => child.wait().await,
        () = terminated() => {
            child.start_kill()?;
            child.wait().await
        }
    }
}

/// Ends when this process is asked to end; never where there is no such signal.
async fn terminated() {
    #[cfg(unix)]
    if let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        signal.recv().await;
        return;
    }
    std::future::pending::<()>().await;
}
