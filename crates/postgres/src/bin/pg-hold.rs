//! Holds the server of a data folder open: `pg-hold DIR [--tests] [--port]`.
//!
//! For tests of several processes, and for looking into a folder's database by
//! psql while the program is not running. Prints one line when the server is
//! ready and leaves when its input ends.
#![allow(clippy::print_stdout, reason = "its lines are what the caller waits for")]

use std::io::Read as _;
use std::process::ExitCode;

use simpul_postgres::bundle;
use simpul_postgres::cluster::{Cluster, DataDir, OpenOptions, Settings, Transport};

#[tokio::main]
async fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let Some(folder) = arguments.first() else {
        println!("usage: pg-hold DIR [--tests] [--port]");
        return ExitCode::FAILURE;
    };
    match hold(folder, &arguments).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            println!("error {} {e}", e.code());
            ExitCode::FAILURE
        }
    }
}

async fn hold(folder: &str, arguments: &[String]) -> Result<(), simpul_postgres::Error> {
    let has = |flag: &str| arguments.iter().any(|a| a == flag);
    let mut options = OpenOptions::new().programs(bundle::locate(None)?);
    if has("--tests") {
        options = options.settings(Settings::for_tests());
    }
    if has("--port") {
        options = options.transport(Transport::FreePort);
    }
    let lease = Cluster::open(DataDir::new(folder), options).await?;
    println!("ready {:?} {}", lease.address(), lease.app_role());
    // Whoever started this closes the pipe, or dies and the system closes it.
    let ended = tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new()));
    let _ = ended.await;
    lease.close().await?;
    println!("left");
    Ok(())
}
