//! What changed, told to every screen of this process: one listener on the
//! database, many receivers.

use simpul_jobs::{Events, Tags};
use simpul_kernel::Result;
use sqlx::PgPool;
use tokio::sync::broadcast;
use tokio::task::JoinHandle;

/// Changes a slow receiver may lag behind before it is told "everything".
const BACKLOG: usize = 256;

/// Tags of what changed; `None` = anything may have.
pub type Change = Option<Vec<String>>;

/// Hands changes on.
#[derive(Debug)]
pub struct EventHub {
    sender: broadcast::Sender<Change>,
    listener: JoinHandle<()>,
}

impl EventHub {
    /// Begins to listen.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn start(pool: &PgPool) -> Result<Self> {
        let mut events = Events::start(pool).await.map_err(crate::db::from_jobs)?;
        let (sender, _) = broadcast::channel(BACKLOG);
        let out = sender.clone();
        let listener = tokio::spawn(async move {
            loop {
                let change = match events.next().await {
                    Tags::All => None,
                    Tags::Some(tags) => Some(tags),
                };
                // No receiver is fine: no screen is open.
                let _ = out.send(change);
            }
        });
        Ok(Self { sender, listener })
    }

    /// A receiver of everything from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.sender.subscribe()
    }
}

impl Drop for EventHub {
    fn drop(&mut self) {
        self.listener.abort();
    }
}
