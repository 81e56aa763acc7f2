//! What the engine does by the clock rather than by the job.

use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;

use super::config::WorkerConfig;
use super::engine::Engine;
use super::store;
use crate::context::StopReason;
use crate::error::Result;
use crate::{retention, schedule};

/// Progress and news for screens are written no more often than this.
const PROGRESS_EVERY: Duration = Duration::from_millis(200);
const TRIM_EVERY: Duration = Duration::from_secs(3600);

/// When each of the regular duties is next due, by this process's own clock:
/// only distances, never times of day.
pub(crate) struct Rhythm {
    beat: Instant,
    poll: Instant,
    progress: Instant,
    trim: Instant,
    /// Something changed that screens have not been told.
    pub(super) has_news: bool,
}

impl Rhythm {
    pub(crate) fn new(config: &WorkerConfig) -> Self {
        let now = Instant::now();
        // The first trim after a start waits, so that opening the program does not.
        Self { beat: now, poll: now, progress: now, trim: now + config.lease, has_news: false }
    }

    /// How long nothing is due.
    pub(crate) fn nap(&self, has_running: bool) -> Duration {
        let mut next = self.beat.min(self.poll);
        if has_running || self.has_news {
            next = next.min(self.progress);
        }
        next.saturating_duration_since(Instant::now())
    }
}

impl Engine {
    /// Registers this worker and looks after what dead ones have left.
    pub(super) async fn sign_on(&mut self) -> Result<()> {
        let config = self.config.clone();
        let registration = store::Registration {
            host: &config.host,
            pid: i32::try_from(std::process::id()).unwrap_or(i32::MAX),
            version: &config.version,
            queues: &config.queues,
            lease_secs: config.lease.as_secs_f64(),
        };
        let conn = self.connect().await?;
        self.worker = store::worker_insert(conn, &registration).await?;
        self.shared.worker_id.store(self.worker, Ordering::Relaxed);
        tracing::info!(worker_id = self.worker, host = config.host, "worker {} on duty", self.worker);
        Ok(())
    }

    pub(super) async fn sign_off(&mut self) -> Result<()> {
        let worker = self.worker;
        store::worker_stop(self.connect().await?, worker).await?;
        Ok(())
    }

    /// Does what is due by the clock.
    pub(super) async fn keep_rhythm(&mut self) -> Result<()> {
        let now = Instant::now();
        if now >= self.rhythm.beat {
            self.beat().await?;
            self.rhythm.beat = now + self.config.lease / 3;
        }
        let is_poll_due = now >= self.rhythm.poll;
        if is_poll_due || self.shared.wakes.take_requests() {
            self.pass_on_requests().await?;
        }
        if is_poll_due {
            self.rhythm.poll = now + self.config.poll;
            self.is_hungry = true;
            if self.config.housekeeping && !self.shared.stop.is_cancelled() {
                schedule::schedules_fire(self.connect().await?, None).await?;
            }
        }
        if now >= self.rhythm.progress {
            self.rhythm.progress = now + PROGRESS_EVERY;
            self.tell().await?;
        }
        if now >= self.rhythm.trim && self.config.housekeeping {
            self.rhythm.trim = now + TRIM_EVERY;
            let keep = self.config.retention;
            retention::retention_trim(self.connect().await?, &keep).await?;
        }
        Ok(())
    }

    /// Renews the lease, and rescues what others left.
    async fn beat(&mut self) -> Result<()> {
        let lease = self.config.lease;
        // Two heartbeats unheard and one to spare.
        self.shared.wakes.forget_old_signs(lease);
        let (worker, is_listening) = (self.worker, self.shared.wakes.is_listening());
        let conn = self.connect().await?;
        if !store::worker_beat(conn, worker, lease.as_secs_f64(), is_listening).await? {
            tracing::warn!(worker_id = worker, "taken for dead; dropping {} results", self.pending.len());
            self.hand.stop_all(StopReason::LeaseLost);
            self.hand.forget_waiting();
            self.pending.clear();
            self.sign_on().await?;
        }
        let rescued = store::rescue(self.connect().await?).await?;
        if rescued > 0 {
            tracing::warn!(worker_id = self.worker, rescued, "put back {rescued} jobs of dead workers");
            self.is_hungry = true;
        }
        Ok(())
    }

    /// Tells running jobs that a person cancelled or paused them.
    async fn pass_on_requests(&mut self) -> Result<()> {
        if self.hand.counts().1 == 0 {
            return Ok(());
        }
        let worker = self.worker;
        for (id, claims, is_cancel) in store::requests(self.connect().await?, worker).await? {
            let reason = if is_cancel { StopReason::Cancel } else { StopReason::Pause };
            self.hand.stop_one(id, claims, reason);
        }
        Ok(())
    }

    /// Says of jobs taken in advance that they run now.
    pub(super) async fn mark_started(&mut self) -> Result<()> {
        let (ids, claims) = self.hand.take_unmarked();
        if !ids.is_empty() {
            let worker = self.worker;
            store::mark_started(self.connect().await?, worker, &ids, &claims).await?;
        }
        Ok(())
    }

    /// The last progress of jobs about to be settled.
    pub(super) async fn write_late_progress(&mut self) -> Result<()> {
        if self.late_progress.ids.is_empty() {
            return Ok(());
        }
        let batch = std::mem::take(&mut self.late_progress);
        let worker = self.worker;
        store::progress_write(self.connect().await?, worker, &batch.ids, &batch.claims, &batch.progress).await?;
        Ok(())
    }

    /// Writes progress and tells screens that something changed.
    async fn tell(&mut self) -> Result<()> {
        let batch = self.hand.take_progress();
        let worker = self.worker;
        if !batch.ids.is_empty() {
            store::progress_write(self.connect().await?, worker, &batch.ids, &batch.claims, &batch.progress).await?;
            self.rhythm.has_news = true;
        }
        if std::mem::take(&mut self.rhythm.has_news) {
            store::tell_screens(self.connect().await?).await?;
        }
        Ok(())
    }
}
