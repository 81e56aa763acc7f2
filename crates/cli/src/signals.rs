//! The system's wish that the program ends.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// What comes this soon after the first wish is the same wish: `timeout` and service
/// managers tell the process and then its group.
const SAME_WISH: Duration = Duration::from_secs(2);

/// Hears Ctrl+C and SIGTERM from the moment it is made. The first asks for a
/// clean end; a later one ends at once.
#[derive(Debug)]
pub struct Stop {
    told: CancellationToken,
    task: JoinHandle<()>,
}

impl Stop {
    /// Begins to listen.
    pub fn listen() -> Self {
        let told = CancellationToken::new();
        let heard = told.clone();
        let task = tokio::spawn(async move {
            until_told().await;
            heard.cancel();
            tokio::time::sleep(SAME_WISH).await;
            until_told().await;
            std::process::exit(130);
        });
        Self { told, task }
    }

    /// Waits until the program shall end.
    pub async fn wait(&self) {
        self.told.cancelled().await;
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[cfg(unix)]
async fn until_told() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => (),
        _ = terminate.recv() => (),
    }
}

#[cfg(not(unix))]
async fn until_told() {
    let _ = tokio::signal::ctrl_c().await;
}
