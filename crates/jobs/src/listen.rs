//! LISTEN: what wakes a worker before its poll would.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use tokio::sync::Notify;

use crate::JOBS_CHANNEL;
use crate::worker::Shared;

/// What wakes the engine.
#[derive(Debug, Default)]
pub(crate) struct Wakes {
    notify: Notify,
    has_work: AtomicBool,
    has_requests: AtomicBool,
    passed: Mutex<Vec<i64>>,
    is_listening: AtomicBool,
    heard_itself: Mutex<Option<Instant>>,
}

impl Wakes {
    /// There may be work.
    pub(crate) fn work(&self) {
        self.has_work.store(true, Ordering::Release);
        self.notify.notify_one();
    }

    /// Somebody cancelled or paused a running job.
    fn requests(&self) {
        self.has_requests.store(true, Ordering::Release);
        self.notify.notify_one();
    }

    /// Another worker passed a job on to this one.
    fn passed(&self, job: i64) {
        self.passed.lock().unwrap_or_else(PoisonError::into_inner).push(job);
        self.notify.notify_one();
    }

    /// Jobs that were passed on since this was last asked.
    pub(crate) fn take_passed(&self) -> Vec<i64> {
        std::mem::take(&mut *self.passed.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether work was announced since this was last asked.
    pub(crate) fn take_work(&self) -> bool {
        self.has_work.swap(false, Ordering::AcqRel)
    }

    /// Whether a stop was announced since this was last asked.
    pub(crate) fn take_requests(&self) -> bool {
        self.has_requests.swap(false, Ordering::AcqRel)
    }

    /// Waits for the next announcement; one made before is not lost.
    pub(crate) async fn wait(&self) {
        self.notify.notified().await;
    }

    /// NOTIFY reaches this worker.
    pub(crate) fn is_listening(&self) -> bool {
        self.is_listening.load(Ordering::Relaxed)
    }

    fn heard_itself(&self) {
        *self.heard_itself.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        self.is_listening.store(true, Ordering::Relaxed);
    }

    /// A LISTEN that was accepted proves nothing behind a transaction pooler:
    /// only hearing its own heartbeat does.
    pub(crate) fn forget_old_signs(&self, longest: Duration) {
        let heard = *self.heard_itself.lock().unwrap_or_else(PoisonError::into_inner);
        if heard.is_none_or(|at| at.elapsed() > longest) {
            self.is_listening.store(false, Ordering::Relaxed);
        }
    }
}

/// Keeps a LISTEN open for as long as the worker lives.
pub(crate) async fn wake_by_notify(options: PgConnectOptions, name: String, pause: Duration, shared: Arc<Shared>) {
    loop {
        if let Err(error) = listen(&options, &name, &shared).await {
            tracing::warn!(%error, "LISTEN failed; polling instead");
        }
        shared.wakes.work();
        tokio::time::sleep(pause.min(Duration::from_secs(5))).await;
    }
}

async fn listen(options: &PgConnectOptions, name: &str, shared: &Shared) -> sqlx::Result<()> {
    let pool = PgPoolOptions::new().max_connections(1).connect_lazy_with(options.clone());
    let mut listener = PgListener::connect_with(&pool).await?;
    listener.listen(JOBS_CHANNEL).await?;
    // What was announced before the LISTEN took hold.
    shared.wakes.work();
    while let Some(notification) = listener.try_recv().await? {
        match notification.payload() {
            "" => shared.wakes.work(),
            "stop" => shared.wakes.requests(),
            said => {
                let own = shared.worker_id.load(Ordering::Relaxed);
                if said.strip_prefix("sign:").and_then(|id| id.parse().ok()) == Some(own) {
                    shared.wakes.heard_itself();
                }
                if let Some((to, job)) = said.strip_prefix("for:").and_then(|rest| rest.split_once(':'))
                    && to == name
                    && let Ok(job) = job.parse()
                {
                    shared.wakes.passed(job);
                }
            }
        }
    }
    // The connection was lost and made again: something may have been missed.
    Ok(())
}
