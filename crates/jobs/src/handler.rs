use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;

use crate::{BackOff, JobContext, Outcome};

/// What does one kind of work. The handler itself holds whatever it needs (the
/// application, a pool); the queue passes nothing but the job.
///
/// It must be a reconciler: it may run twice, late, or after a power cut.
#[async_trait]
pub trait Handler: Send + Sync + 'static {
    /// The kind of job it does, as enqueued.
    fn kind(&self) -> &'static str;

    /// Attempts of a job that was enqueued without its own number (1–1000).
    fn max_attempts(&self) -> i16 {
        10
    }

    /// How long one attempt may take; after that it is dropped at its next await
    /// and retried as `job_timeout`.
    fn timeout(&self) -> Duration {
        Duration::from_secs(15 * 60)
    }

    /// The waits between attempts.
    fn back_off(&self) -> BackOff {
        BackOff::default()
    }

    /// Does the work once.
    async fn run(&self, ctx: &JobContext) -> Outcome;
}

/// The kinds of work a worker knows. It never claims any other, so an older
/// program on a shared database leaves alone what it does not understand.
#[derive(Clone, Default)]
pub struct Registry {
    handlers: BTreeMap<&'static str, Arc<dyn Handler>>,
}

impl Registry {
    /// Knows nothing yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a handler; a later one of the same kind takes the place of the earlier.
    #[must_use]
    pub fn with(mut self, handler: impl Handler) -> Self {
        self.handlers.insert(handler.kind(), Arc::new(handler));
        self
    }

    /// Adds a handler that is already shared.
    pub fn add(&mut self, handler: Arc<dyn Handler>) {
        self.handlers.insert(handler.kind(), handler);
    }

    /// The kinds it knows, in order.
    #[must_use]
    pub fn kinds(&self) -> Vec<String> {
        self.handlers.keys().map(|kind| (*kind).to_owned()).collect()
    }

    pub(crate) fn get(&self, kind: &str) -> Option<Arc<dyn Handler>> {
        self.handlers.get(kind).cloned()
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.handlers.keys()).finish()
    }
}
