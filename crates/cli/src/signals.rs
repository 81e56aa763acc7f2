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

/// A console that is closed, a log-off and a shutdown are told by events of their own; unheard they are kills.
#[cfg(windows)]
async fn until_told() {
    use tokio::signal::windows::{ctrl_break, ctrl_close, ctrl_logoff, ctrl_shutdown};
    let (Ok(mut close), Ok(mut logoff), Ok(mut shutdown), Ok(mut pause)) =
        (ctrl_close(), ctrl_logoff(), ctrl_shutdown(), ctrl_break())
    else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => (),
        _ = close.recv() => (),
        _ = logoff.recv() => (),
        _ = shutdown.recv() => (),
        _ = pause.recv() => (),
    }
}
