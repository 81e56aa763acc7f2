//! The simulator as a program: a RouterOS router to try things on.
#![allow(clippy::print_stdout, reason = "the ready line is this program's output")]

use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;
use routeros_sim::{Faults, Sim, SimHandle};

/// A simulated MikroTik router: the RouterOS API without the hardware.
#[derive(Debug, Parser)]
#[command(name = "routeros-sim", version)]
struct Options {
    /// The release to play: 6.42, 6.49, 7.9, 7.16, 7.22, 7.24
    #[arg(long, default_value = "7.22")]
    persona: String,
    /// The hardware to play: chr, hex, rb5009
    #[arg(long, default_value = "chr")]
    board: String,
    /// Where to listen; port 0 takes a free one
    #[arg(long, default_value = "127.0.0.1:8728")]
    listen: String,
    /// Where to listen for api-ssl, with a self-signed certificate
    #[arg(long)]
    tls_listen: Option<String>,
    /// Where to listen for REST over plain HTTP
    #[arg(long)]
    rest_listen: Option<String>,
    /// API user with all rights
    #[arg(long, default_value = "admin")]
    user: String,
    /// Its password
    #[arg(long, default_value = "", env = "ROUTEROS_SIM_PASSWORD", hide_env_values = true)]
    password: String,
    /// Keep the rows in this file
    #[arg(long)]
    state: Option<PathBuf>,
    /// End when standard input closes: with the program that started this one
    #[arg(long)]
    with_parent: bool,
    /// Plans, traffic, and phones that come and go
    #[arg(long)]
    demo: bool,
    /// Commands take the time they take on the board
    #[arg(long)]
    rates: bool,
    /// Round-trip time, milliseconds
    #[arg(long, default_value_t = 0)]
    latency_ms: u64,
    /// What every row sent costs, microseconds
    #[arg(long)]
    row_cost_us: Option<u64>,
    /// The same seed gives the same traffic and arrivals
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Generated hotspot users
    #[arg(long, default_value_t = 0)]
    hotspot_users: usize,
    /// What is to go wrong, for example reset-every-writes=50 (may be repeated)
    #[arg(long = "fault", value_name = "NAME=VALUE")]
    faults: Vec<String>,
}

async fn start(options: Options) -> Result<SimHandle, String> {
    let mut faults = Faults::none();
    faults.latency_ms = options.latency_ms;
    for flag in &options.faults {
        faults.apply(flag)?;
    }
    let mut builder = Sim::builder()
        .persona(&options.persona)
        .board(&options.board)
        .listen(&options.listen)
        .user(&options.user, &options.password)
        .faults(faults)
        .hotspot_users(options.hotspot_users)
        .rates(options.rates)
        .demo(options.demo)
        .seed(options.seed);
    if let Some(address) = &options.tls_listen {
        builder = builder.tls_listen(address);
    }
    if let Some(address) = &options.rest_listen {
        builder = builder.rest_listen(address);
    }
    if let Some(path) = options.state {
        builder = builder.state_file(path);
    }
    if let Some(cost) = options.row_cost_us {
        builder = builder.row_cost(Duration::from_micros(cost));
    }
    builder.start().await.map_err(|error| error.to_string())
}

#[cfg(unix)]
async fn until_told() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn until_told() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// Waits until nobody holds the other end of standard input.
async fn until_orphaned() {
    let (gone, heard) = tokio::sync::oneshot::channel();
    // A thread of its own: a pending read of standard input would keep the runtime
    // from ending.
    std::thread::spawn(move || {
        let ended = std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink());
        // The program may be ending already.
        let _ = gone.send(ended);
    });
    // Whatever ended the reading, the parent is not there any more.
    let _ = heard.await;
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let options = Options::parse();
    let with_parent = options.with_parent;
    let sim = match start(options).await {
        Ok(sim) => sim,
        Err(error) => {
            tracing::error!("{error}");
            return std::process::ExitCode::FAILURE;
        }
    };
    println!("listening on {}", sim.addr());
    if let Some(address) = sim.tls_addr() {
        println!("listening on {address} with TLS");
    }
    if let Some(address) = sim.rest_addr() {
        println!("listening on {address} with REST");
    }
    let told = tokio::select! {
        told = until_told() => told,
        () = until_orphaned(), if with_parent => Ok(()),
    };
    sim.stop().await;
    match told {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "signals cannot be received");
            std::process::ExitCode::FAILURE
        }
    }
}
