use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use sqlx::postgres::PgConnectOptions;
use sqlx::{Connection, PgConnection};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::Instant;

use super::beat::Rhythm;
use super::config::WorkerConfig;
use super::hand::{Hand, ProgressBatch};
use super::settle::{Settlement, settle};
use super::slot::Ended;
use super::{Shared, store};
use crate::context::StopReason;
use crate::error::Result;

/// How long a job taken in advance may wait for a slot before it goes back to
/// where another worker can have it.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long a handler may take to fall after it was dropped.
const LAST_GRACE: Duration = Duration::from_secs(2);
/// How much work, by the pace of the last batches, is taken in advance.
const AHEAD: f64 = 0.05;

/// Waits for a row somebody holds are short: it is tried again later. And the
/// engine's few statements have one good plan each, by index; the planner, who
/// sees a table that is empty one moment and full the next, must not guess
/// (ten times slower after its statistics were taken from an empty queue).
const SESSION: &str = "SELECT set_config('lock_timeout', '2s', false), set_config('jit', 'off', false),
    set_config('enable_seqscan', 'off', false), set_config('enable_bitmapscan', 'off', false),
    set_config('enable_hashjoin', 'off', false), set_config('enable_mergejoin', 'off', false)";

/// What the engine shares with slots and listener.
pub(crate) struct EngineParts {
    pub(crate) shared: Arc<Shared>,
    pub(crate) hand: Arc<Hand>,
    pub(crate) inbox: UnboundedReceiver<Ended>,
}

/// Claims, settles and keeps the lease, all on one connection and in batches:
/// while one statement runs the slots work, and what they end waits for the next.
pub(crate) struct Engine {
    pub(super) options: PgConnectOptions,
    pub(super) conn: Option<PgConnection>,
    pub(super) kinds: Vec<String>,
    pub(super) config: WorkerConfig,
    pub(super) shared: Arc<Shared>,
    pub(super) hand: Arc<Hand>,
    inbox: UnboundedReceiver<Ended>,
    pub(super) worker: i64,
    pub(super) pending: Vec<Settlement>,
    pub(super) late_progress: ProgressBatch,
    /// There may be more work than was taken.
    pub(super) is_hungry: bool,
    pub(super) rhythm: Rhythm,
    /// Jobs settled a second, smoothed.
    pace: f64,
    settled_at: Instant,
    stopping_since: Option<Instant>,
}

impl Engine {
    pub(crate) async fn register(
        options: PgConnectOptions,
        kinds: Vec<String>,
        config: WorkerConfig,
        parts: EngineParts,
    ) -> Result<Self> {
        let mut engine = Self {
            options,
            conn: None,
            kinds,
            shared: parts.shared,
            hand: parts.hand,
            inbox: parts.inbox,
            worker: 0,
            pending: Vec::new(),
            late_progress: ProgressBatch::default(),
            is_hungry: true,
            rhythm: Rhythm::new(&config),
            pace: 0.0,
            settled_at: Instant::now(),
            stopping_since: None,
            config,
        };
        engine.sign_on().await?;
        Ok(engine)
    }

    pub(crate) async fn run(mut self) {
        loop {
            match self.turn().await {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(())) => break,
                Err(error) => {
                    tracing::warn!(%error, worker_id = self.worker, "the queue's database call failed; trying again");
                    // A half-read connection is of no use; a new one is cheap.
                    self.conn = None;
                    self.is_hungry = true;
                    if self.stopping_since.is_some_and(|since| since.elapsed() > self.config.drain + LAST_GRACE) {
                        break;
                    }
                    tokio::time::sleep(PATIENCE).await;
                }
            }
            self.wait().await;
        }
        if let Err(error) = self.sign_off().await {
            tracing::warn!(%error, worker_id = self.worker, "could not sign off; the lease will run out");
        }
    }

    /// The engine's connection, opened anew after an error.
    pub(super) async fn connect(&mut self) -> Result<&mut PgConnection> {
        if self.conn.is_none() {
            let mut conn = PgConnection::connect_with(&self.options).await?;
            sqlx::query(SESSION).execute(&mut conn).await?;
            self.conn = Some(conn);
        }
        // Just put there.
        self.conn.as_mut().ok_or_else(|| sqlx::Error::PoolClosed.into())
    }

    async fn turn(&mut self) -> Result<ControlFlow<()>> {
        self.collect();
        self.settle().await?;
        self.keep_rhythm().await?;
        self.mark_started().await?;
        if self.shared.stop.is_cancelled() {
            return self.wind_down().await;
        }
        if self.shared.wakes.take_work() {
            self.is_hungry = true;
        }
        let passed = self.shared.wakes.take_passed();
        if !passed.is_empty() {
            self.is_hungry = true;
            // Lost with the connection, they are found after their wait.
            store::hasten(self.connect().await?, &passed).await?;
        }
        let stale = self.hand.take_back(PATIENCE);
        if !stale.is_empty() {
            // Slower than thought: take nothing in advance until the pace is known again.
            self.pace = 0.0;
            self.pending.extend(stale.iter().map(Settlement::untouched));
            self.settle().await?;
        }
        self.claim().await?;
        Ok(ControlFlow::Continue(()))
    }

    /// Takes over what the slots have ended.
    fn collect(&mut self) {
        while let Ok(ended) = self.inbox.try_recv() {
            self.accept(ended);
        }
    }

    fn accept(&mut self, ended: Ended) {
        if let Some(progress) = ended.progress {
            self.late_progress.push(ended.settlement.id, ended.settlement.claims, &progress);
        }
        self.pending.push(ended.settlement);
    }

    async fn settle(&mut self) -> Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.write_late_progress().await?;
        let worker = self.worker;
        // Kept until the database has taken them: a lost connection loses no result.
        let mut batch = std::mem::take(&mut self.pending);
        let before = batch.len();
        let done = match self.connect().await {
            Ok(conn) => settle(conn, worker, &mut batch).await,
            Err(error) => {
                self.pending = batch;
                return Err(error);
            }
        };
        let settled = before - batch.len();
        self.pending = batch;
        done?;
        self.shared.settled.fetch_add(settled as u64, Ordering::Relaxed);
        self.measure(settled);
        // A serial key may be free now, or a unique job wanted once more.
        self.is_hungry |= settled > 0;
        self.rhythm.has_news |= settled > 0;
        Ok(())
    }

    #[allow(clippy::cast_precision_loss, reason = "a pace, not a sum")]
    fn measure(&mut self, settled: usize) {
        let seconds = self.settled_at.elapsed().as_secs_f64().max(0.000_1);
        self.settled_at = Instant::now();
        self.pace = f64::midpoint(self.pace, settled as f64 / seconds);
    }

    /// How many jobs to take beyond the free slots.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a positive pace, bounded by the setting"
    )]
    fn ahead(&self) -> usize {
        ((self.pace * AHEAD) as usize).min(self.config.prefetch)
    }

    async fn claim(&mut self) -> Result<()> {
        let (waiting, running) = self.hand.counts();
        let ahead = self.ahead();
        let free = self.config.concurrency.max(1).saturating_sub(running + waiting);
        let room = (self.config.concurrency.max(1) + ahead).saturating_sub(running + waiting);
        self.shared.is_idle.store(!self.is_hungry && running + waiting + self.pending.len() == 0, Ordering::Relaxed);
        // Half empty before it is filled, else every claim is for one job.
        if !self.is_hungry || room == 0 || waiting > ahead / 2 {
            return Ok(());
        }
        let (queues, kinds) = (self.config.queues.clone(), self.kinds.clone());
        let (take, begin) = (i64::try_from(room).unwrap_or(i64::MAX), i64::try_from(free).unwrap_or(0));
        let limits = store::ClaimLimits { worker: self.worker, queues: &queues, kinds: &kinds, take, begin };
        let conn = self.connect().await?;
        match store::claim(conn, &limits).await {
            Ok(jobs) => {
                self.is_hungry = jobs.len() == room;
                self.rhythm.has_news |= !jobs.is_empty();
                self.hand.put(jobs);
            }
            // Another worker took a job of the same serial key in this very moment.
            Err(error) if is_serial_race(&error) => self.is_hungry = true,
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Closing: nothing new, what waits goes back, what runs is asked to end and
    /// dropped when it takes too long.
    async fn wind_down(&mut self) -> Result<ControlFlow<()>> {
        let since = *self.stopping_since.get_or_insert_with(Instant::now);
        self.pending.extend(self.hand.take_back(Duration::ZERO).iter().map(Settlement::untouched));
        self.hand.stop_all(StopReason::Shutdown);
        if since.elapsed() > self.config.drain {
            self.hand.kill.cancel();
        }
        self.settle().await?;
        let (_, running) = self.hand.counts();
        let is_over = since.elapsed() > self.config.drain + LAST_GRACE;
        if is_over || (running == 0 && self.pending.is_empty() && self.inbox.is_empty()) {
            return Ok(ControlFlow::Break(()));
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Sleeps until there is something to do.
    async fn wait(&mut self) {
        let (waiting, running) = self.hand.counts();
        let has_room = self.ahead() / 2 >= waiting && running + waiting < self.config.concurrency.max(1) + self.ahead();
        let is_stopping = self.shared.stop.is_cancelled();
        if (self.is_hungry && has_room && !is_stopping) || !self.inbox.is_empty() {
            // Let the slots have their turn on a runtime with one thread.
            tokio::task::yield_now().await;
            return;
        }
        let nap = if self.pending.is_empty() { self.rhythm.nap(running > 0) } else { Duration::from_millis(20) };
        let nap = if is_stopping { nap.min(Duration::from_millis(20)) } else { nap };
        let ended = tokio::select! {
            ended = self.inbox.recv() => ended,
            () = self.shared.wakes.wait() => None,
            () = self.shared.stop.cancelled(), if !is_stopping => None,
            () = tokio::time::sleep(nap) => None,
        };
        if let Some(ended) = ended {
            self.accept(ended);
        }
    }
}

/// The index that allows one running job per serial key refused the claim.
fn is_serial_race(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|e| e.constraint()) == Some("jobs_serial_key_running_key")
}
