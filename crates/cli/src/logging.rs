//! Logs: to the terminal for people, and to a file a day in the data folder.

use std::path::{Path, PathBuf};

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

use crate::args::{Cli, Command};

/// Files kept: a week.
const KEPT: usize = 7;

/// Begins to log; the guard writes the rest when it is dropped. A command that only
/// looks makes no folder, and the self-test leaves the shop's alone.
pub fn start(cli: &Cli) -> Option<WorkerGuard> {
    let level = match cli.global.verbose {
        0 => "warn",
        1 => "info,sqlx=warn",
        _ => "debug,sqlx=info",
    };
    let filter = EnvFilter::try_from_env("SIMPUL_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    let terminal = fmt::layer().with_writer(std::io::stderr).with_target(false).compact().with_filter(filter);
    let file = folder(cli).and_then(|folder| file(&folder));
    let (layer, guard) = file.map_or((None, None), |(writer, guard)| {
        let filter = EnvFilter::new("info,sqlx=warn");
        (Some(fmt::layer().with_writer(writer).with_ansi(false).with_filter(filter)), Some(guard))
    });
    tracing_subscriber::registry().with(terminal).with(layer).init();
    guard
}

/// The data folder, if the log belongs there.
fn folder(cli: &Cli) -> Option<PathBuf> {
    let usual = cli.global.data_dir();
    match &cli.command {
        Command::Selftest(_) => None,
        Command::Serve(args) if args.demo => made(&simpul_core::demo::data_dir(usual.path())),
        Command::Serve(_) | Command::Worker => made(usual.path()),
        _ => usual.path().is_dir().then(|| usual.path().to_path_buf()),
    }
}

/// The folder, made for nobody else to read. Where it cannot be made the start says
/// why, by code.
fn made(path: &Path) -> Option<PathBuf> {
    if !path.is_dir() {
        std::fs::create_dir_all(path.parent()?).ok()?;
        create_private(path).ok()?;
    }
    Some(path.to_path_buf())
}

#[cfg(unix)]
fn create_private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().mode(0o700).create(path)
}

/// A person's own folder is nobody else's there.
#[cfg(not(unix))]
fn create_private(path: &Path) -> std::io::Result<()> {
    std::fs::create_dir(path)
}

fn file(data_dir: &Path) -> Option<(tracing_appender::non_blocking::NonBlocking, WorkerGuard)> {
    std::fs::create_dir_all(data_dir.join("logs")).ok()?;
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("simpul")
        .filename_suffix("log")
        .max_log_files(KEPT)
        .build(data_dir.join("logs"))
        .ok()?;
    Some(tracing_appender::non_blocking(appender))
}
