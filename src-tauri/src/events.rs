//! What changed, told to the page by tags. Names only, no data: what may be read
//! is decided when it is read.

use serde_json::json;
use simpul_core::events::{Change, EventHub};
use tauri::{AppHandle, Emitter as _, Runtime};
use tokio::sync::broadcast::error::RecvError;
use tokio::task::AbortHandle;

/// Its name, as the page listens for it.
pub const NAME: &str = "simpul://events";

/// Hands changes on until it is aborted.
pub fn forward<R: Runtime>(app: AppHandle<R>, hub: EventHub) -> AbortHandle {
    let task = tokio::spawn(async move {
        let mut receiver = hub.subscribe();
        loop {
            let change: Change = match receiver.recv().await {
                Ok(change) => change,
                // A receiver that lagged behind is told that anything may have changed.
                Err(RecvError::Lagged(_)) => None,
                Err(RecvError::Closed) => return,
            };
            let tags = change.unwrap_or_else(|| vec!["*".to_owned()]);
            if let Err(error) = app.emit(NAME, json!({ "tags": tags })) {
                tracing::debug!(%error, "no page heard what changed");
            }
        }
    });
    task.abort_handle()
}
