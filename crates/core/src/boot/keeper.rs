//! Keeps the embedded server alive while the program runs: one that was killed, or fell
//! over, is started again, and the pool finds it.

use std::sync::Arc;
use std::time::Duration;

use simpul_kernel::CodedError as _;
use simpul_postgres::cluster::Lease;
use sqlx::PgPool;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// How long nobody notices. A look costs the reading of a file.
const EVERY: Duration = Duration::from_secs(2);

/// The hold on the embedded server, watched.
#[derive(Debug)]
pub(super) struct Keeper {
    lease: Arc<Lease>,
    /// Dropped, it ends the watching.
    end: oneshot::Sender<()>,
    watching: JoinHandle<()>,
}

impl Keeper {
    /// Watches from now on.
    pub(super) fn start(lease: Lease, pool: PgPool) -> Self {
        let lease = Arc::new(lease);
        let (end, ended) = oneshot::channel();
        let watching = tokio::spawn(watch(Arc::clone(&lease), pool, ended));
        Self { lease, end, watching }
    }

    pub(super) fn lease(&self) -> &Lease {
        &self.lease
    }

    /// Ends the watching, a start that is under way included, and gives the lease back.
    pub(super) async fn stop(self) -> Option<Lease> {
        drop(self.end);
        // A task that panicked has let go of its half as well.
        let _ended = self.watching.await;
        Arc::into_inner(self.lease)
    }
}

async fn watch(lease: Arc<Lease>, pool: PgPool, mut ended: oneshot::Receiver<()>) {
    let mut known = lease.address();
    loop {
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            _ = &mut ended => return,
        }
        if let Err(e) = lease.ensure_running().await {
            let e = super::ServerError(e);
            tracing::warn!(code = e.code(), "the database server does not start again: {e}");
            continue;
        }
        let now = lease.address();
        if now != known {
            pool.set_connect_options(lease.app_options());
            known = now;
        }
    }
}
