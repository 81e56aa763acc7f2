use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::store::ClaimedJob;
use crate::context::{Link, StopReason};
use crate::outcome::Progress;

/// The jobs this worker has in hand: waiting for a slot, and running.
#[derive(Debug, Default)]
pub(crate) struct Hand {
    inner: Mutex<Inner>,
    arrived: Notify,
    /// Drops the handlers that still run when draining has taken too long.
    pub(crate) kill: CancellationToken,
}

#[derive(Debug, Default)]
struct Inner {
    waiting: VecDeque<ClaimedJob>,
    /// By id and claim: a job that was lost may come back to this worker.
    running: HashMap<(i64, i32), Running>,
    /// When the first of those waiting was put there.
    waiting_since: Option<Instant>,
}

#[derive(Debug)]
struct Running {
    is_marked_started: bool,
    link: Link,
}

/// Rows to be written: parallel arrays of id, claim and progress.
#[derive(Debug, Default)]
pub(crate) struct ProgressBatch {
    pub(crate) ids: Vec<i64>,
    pub(crate) claims: Vec<i32>,
    pub(crate) progress: Vec<Value>,
}

impl Hand {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts claimed jobs before the slots.
    pub(crate) fn put(&self, jobs: Vec<ClaimedJob>) {
        if jobs.is_empty() {
            return;
        }
        let mut inner = self.lock();
        inner.waiting.extend(jobs);
        inner.waiting_since = Some(Instant::now());
        drop(inner);
        self.arrived.notify_waiters();
    }

    /// The next job for a slot; waits for one.
    pub(crate) async fn take(&self) -> (ClaimedJob, Link) {
        loop {
            // Registered before looking: what is put meanwhile is not missed.
            let arrived = self.arrived.notified();
            if let Some(taken) = self.try_take() {
                return taken;
            }
            arrived.await;
        }
    }

    fn try_take(&self) -> Option<(ClaimedJob, Link)> {
        let mut inner = self.lock();
        let job = inner.waiting.pop_front()?;
        inner.waiting_since = Some(Instant::now());
        let link = Link::default();
        let running = Running { is_marked_started: job.is_marked_started, link: link.clone() };
        inner.running.insert((job.id.0, job.claims), running);
        Some((job, link))
    }

    /// A slot is done with a job; returns progress not yet written.
    pub(crate) fn finished(&self, id: i64, claims: i32) -> Option<Progress> {
        self.lock().running.remove(&(id, claims))?.link.take_progress()
    }

    /// `(waiting, running)`.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let inner = self.lock();
        (inner.waiting.len(), inner.running.len())
    }

    /// Takes back everything that waits, if no slot has come for any of it in
    /// `patience`.
    pub(crate) fn take_back(&self, patience: Duration) -> Vec<ClaimedJob> {
        let mut inner = self.lock();
        if inner.waiting_since.is_some_and(|since| since.elapsed() >= patience) {
            inner.waiting.drain(..).collect()
        } else {
            Vec::new()
        }
    }

    /// Forgets everything that waits: it is another worker's now.
    pub(crate) fn forget_waiting(&self) {
        self.lock().waiting.clear();
    }

    /// Running jobs the database does not yet know to have begun.
    pub(crate) fn take_unmarked(&self) -> (Vec<i64>, Vec<i32>) {
        let mut inner = self.lock();
        let mut unmarked: Vec<(i64, i32)> = Vec::new();
        for (key, running) in &mut inner.running {
            if !running.is_marked_started {
                running.is_marked_started = true;
                unmarked.push(*key);
            }
        }
        unmarked.sort_unstable();
        unmarked.into_iter().unzip()
    }

    /// Progress told since it was last taken.
    pub(crate) fn take_progress(&self) -> ProgressBatch {
        let mut batch = ProgressBatch::default();
        for ((id, claims), running) in &self.lock().running {
            if let Some(progress) = running.link.take_progress() {
                batch.push(*id, *claims, &progress);
            }
        }
        batch
    }

    /// Tells one job to stop, if it is this claim of it.
    pub(crate) fn stop_one(&self, id: i64, claims: i32, reason: StopReason) {
        if let Some(running) = self.lock().running.get(&(id, claims)) {
            running.link.stop.raise(reason);
        }
    }

    /// Tells all running jobs to stop.
    pub(crate) fn stop_all(&self, reason: StopReason) {
        for running in self.lock().running.values() {
            running.link.stop.raise(reason);
        }
    }
}

impl ProgressBatch {
    /// Adds one row.
    pub(crate) fn push(&mut self, id: i64, claims: i32, progress: &Progress) {
        // Three plain fields: cannot fail.
        if let Ok(json) = serde_json::to_value(progress) {
            self.ids.push(id);
            self.claims.push(claims);
            self.progress.push(json);
        }
    }
}
