//! Logs: to the terminal for people, and to a file a day in the data folder.

use tracing_appender::non_blocking::WorkerGuard;
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

use crate::args::Global;

/// Files kept: a week.
const KEPT: usize = 7;

/// Begins to log; the guard writes the rest when it is dropped. The file begins
/// with the first run that finds the data folder: a command that only looks makes
/// no folder.
pub fn start(global: &Global) -> Option<WorkerGuard> {
    let level = match global.verbose {
        0 => "warn",
        1 => "info,sqlx=warn",
        _ => "debug,sqlx=info",
    };
    let filter = EnvFilter::try_from_env("SIMPUL_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    let terminal = fmt::layer().with_writer(std::io::stderr).with_target(false).compact().with_filter(filter);
    let data_dir = global.data_dir();
    let file = data_dir.path().is_dir().then(|| file(data_dir.path())).flatten();
    let (layer, guard) = file.map_or((None, None), |(writer, guard)| {
        let filter = EnvFilter::new("info,sqlx=warn");
        (Some(fmt::layer().with_writer(writer).with_ansi(false).with_filter(filter)), Some(guard))
    });
    tracing_subscriber::registry().with(terminal).with(layer).init();
    guard
}

fn file(data_dir: &std::path::Path) -> Option<(tracing_appender::non_blocking::NonBlocking, WorkerGuard)> {
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("simpul")
        .filename_suffix("log")
        .max_log_files(KEPT)
        .build(data_dir.join("logs"))
        .ok()?;
    Some(tracing_appender::non_blocking(appender))
}
