//! The worker: an engine that claims and settles in batches on one connection,
//! slots that run handlers, and a listener that wakes the engine.

mod beat;
mod config;
mod engine;
mod hand;
mod settle;
mod slot;
mod store;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use sqlx::PgPool;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use config::WorkerConfig;
pub(crate) use store::ClaimedJob;

use crate::error::Result;
use crate::handler::Registry;
use crate::listen::{self, Wakes};
use engine::{Engine, EngineParts};
use hand::Hand;

/// What the engine is given beyond the draining to sign off.
const SIGN_OFF: Duration = Duration::from_secs(7);

/// What the engine lets the outside see and ask.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    pub(crate) worker_id: AtomicI64,
    pub(crate) settled: AtomicU64,
    pub(crate) wakes: Wakes,
    /// Finish what runs, take nothing new.
    pub(crate) stop: CancellationToken,
    pub(crate) is_idle: AtomicBool,
}

/// A running worker. Dropping it without [`Worker::shutdown`] is like a crash:
/// its jobs are rescued when the lease runs out.
#[derive(Debug)]
pub struct Worker {
    shared: Arc<Shared>,
    tasks: Vec<JoinHandle<()>>,
    drain: Duration,
}

impl Worker {
    /// Registers a worker and starts it. Opens up to two connections of its own
    /// with the options of `pool`, from which it takes none.
    ///
    /// # Errors
    /// The database's, while registering.
    pub async fn start(pool: &PgPool, registry: Registry, config: WorkerConfig) -> Result<Self> {
        let shared = Arc::new(Shared::default());
        let hand = Arc::new(Hand::default());
        let (results, inbox) = tokio::sync::mpsc::unbounded_channel();
        let options = (*pool.connect_options()).clone();
        let parts = EngineParts { shared: Arc::clone(&shared), hand: Arc::clone(&hand), inbox };
        let engine = Engine::register(options.clone(), registry.kinds(), config.clone(), parts).await?;
        let mut tasks = vec![tokio::spawn(engine.run())];
        if config.listen {
            tasks.push(tokio::spawn(listen::wake_by_notify(options, config.name, config.lease, Arc::clone(&shared))));
        }
        for _ in 0..config.concurrency.max(1) {
            let slot = slot::Slot {
                registry: registry.clone(),
                hand: Arc::clone(&hand),
                results: results.clone(),
                stop: shared.stop.clone(),
            };
            tasks.push(tokio::spawn(slot.run()));
        }
        Ok(Self { shared, tasks, drain: config.drain })
    }

    /// Its row in `workers`. Changes when it was taken for dead and came back.
    #[must_use]
    pub fn id(&self) -> i64 {
        self.shared.worker_id.load(Ordering::Relaxed)
    }

    /// Whether NOTIFY reaches it; otherwise it polls.
    #[must_use]
    pub fn is_listening(&self) -> bool {
        self.shared.wakes.is_listening()
    }

    /// Nothing runs here and nothing was due when it last looked.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.shared.is_idle.load(Ordering::Relaxed)
    }

    /// How many attempts it has brought to an end.
    #[must_use]
    pub fn settled(&self) -> u64 {
        self.shared.settled.load(Ordering::Relaxed)
    }

    /// Looks for work now.
    pub fn wake(&self) {
        self.shared.wakes.work();
    }

    /// Takes nothing new, tells running jobs to stop, waits for them (at most
    /// [`WorkerConfig::drain`]), gives back what did not end, and signs off.
    pub async fn shutdown(mut self) {
        self.shared.stop.cancel();
        // The engine signs off last; the others have nothing left to lose. A line that is dead may keep it for as
        // long as the system believes in it: then the lease runs out by itself.
        let most = self.drain + SIGN_OFF;
        if let Some(engine) = self.tasks.first_mut()
            && tokio::time::timeout(most, engine).await.is_err()
        {
            tracing::warn!("the database does not answer; jobs in hand are found again when their lease is over");
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Runs all work that is due, and what it enqueues, until nothing is due or
/// running; returns how many attempts were made. For tests and for commands that
/// do their work in the foreground.
///
/// # Errors
/// The database's.
pub async fn drain(pool: &PgPool, registry: Registry) -> Result<u64> {
    let config = WorkerConfig { poll: Duration::from_millis(20), listen: false, ..WorkerConfig::default() };
    let (queues, kinds) = (config.queues.clone(), registry.kinds());
    let worker = Worker::start(pool, registry, config).await?;
    loop {
        let any = {
            let mut conn = pool.acquire().await?;
            store::any_due(&mut conn, &queues, &kinds).await?
        };
        if !any {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let settled = worker.settled();
    worker.shutdown().await;
    Ok(settled)
}
