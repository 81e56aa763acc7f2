//! Logs: to the terminal when there is one, and to a file a day in the data folder.

use simpul_core::boot::DataDir;
use tracing_appender::non_blocking::{NonBlocking, WorkerGuard};
use tracing_appender::rolling::{RollingFileAppender, Rotation};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer as _, fmt};

/// Files kept: a week.
const KEPT: usize = 7;

/// Begins to log; the guard writes the rest when it is dropped. The file begins
/// with the first start that finds the data folder: making it is the database
/// server's, which looks at what it finds there.
pub(crate) fn start(data_dir: &DataDir) -> Option<WorkerGuard> {
    let filter = EnvFilter::try_from_env("SIMPUL_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    let terminal = fmt::layer().with_writer(std::io::stderr).with_target(false).compact().with_filter(filter);
    let (layer, guard) = match data_dir.path().is_dir().then(|| file(data_dir)).flatten() {
        None => (None, None),
        Some((writer, guard)) => {
            let filter = EnvFilter::new("info,sqlx=warn");
            (Some(fmt::layer().with_writer(writer).with_ansi(false).with_filter(filter)), Some(guard))
        }
    };
    tracing_subscriber::registry().with(terminal).with(layer).init();
    guard
}

fn file(data_dir: &DataDir) -> Option<(NonBlocking, WorkerGuard)> {
    let appender = RollingFileAppender::builder()
        .rotation(Rotation::DAILY)
        .filename_prefix("simpul")
        .filename_suffix("log")
        .max_log_files(KEPT)
        .build(data_dir.path().join("logs"))
        .ok()?;
    Some(tracing_appender::non_blocking(appender))
}
