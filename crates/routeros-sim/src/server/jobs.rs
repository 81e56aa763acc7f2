//! Commands that go on beside others, and their cancelling.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use tokio::sync::mpsc::Sender;
use tokio::task::AbortHandle;

use super::outgoing::Outgoing;
use super::{Shared, lock};
use crate::engine::dispatch::{Outcome, Stream};
use crate::engine::print::Rows;
use crate::engine::tasks::{Progress, ScriptRun};
use crate::wire::Replies;

/// Rows rendered at a time: the router is free for others in between.
const PORTION: usize = 256;
/// Statements of a script run at a time.
const SCRIPT_PORTION: usize = 16;
/// How often a script that waits looks at the router's clock.
const LOOK_AGAIN: Duration = Duration::from_millis(5);

#[derive(Debug)]
struct Job {
    tag: Option<Bytes>,
    abort: Option<AbortHandle>,
}

/// The commands of one connection that still go on.
#[derive(Debug, Default)]
pub(super) struct Jobs {
    running: Mutex<BTreeMap<u64, Job>>,
}

/// What one job needs.
struct Runner {
    id: u64,
    jobs: Arc<Jobs>,
    shared: Arc<Shared>,
    writer: Sender<Outgoing>,
    replies: Replies,
}

impl Jobs {
    /// Starts what a command left to be done.
    pub(super) fn start(
        self: &Arc<Self>,
        outcome: Outcome,
        tag: Option<Bytes>,
        replies: Replies,
        shared: &Arc<Shared>,
        writer: &Sender<Outgoing>,
    ) {
        let id = {
            let mut running = lock(&self.running);
            let id = running.last_key_value().map_or(1, |(id, _)| id + 1);
            running.insert(id, Job { tag, abort: None });
            id
        };
        let runner = Runner { id, jobs: Arc::clone(self), shared: Arc::clone(shared), writer: writer.clone(), replies };
        let task = tokio::spawn(async move {
            match outcome {
                Outcome::Done => {}
                Outcome::Rows(rows) => runner.rows(rows, true).await,
                Outcome::Stream(stream) => runner.stream(*stream).await,
            }
        });
        if let Some(job) = lock(&self.running).get_mut(&id) {
            job.abort = Some(task.abort_handle());
        }
    }

    /// Stops the jobs with that tag, or all; gives their tags.
    pub(super) fn cancel(&self, tag: Option<&Bytes>) -> Vec<Option<Bytes>> {
        let mut running = lock(&self.running);
        let ids: Vec<u64> =
            running.iter().filter(|(_, job)| tag.is_none() || job.tag.as_ref() == tag).map(|(id, _)| *id).collect();
        let mut tags = Vec::new();
        for id in ids {
            if let Some(job) = running.remove(&id) {
                if let Some(abort) = job.abort {
                    abort.abort();
                }
                tags.push(job.tag);
            }
        }
        tags
    }
}

impl Runner {
    /// Sends replies, unless the job was cancelled; the check and the sending are
    /// one step, so that nothing follows the `interrupted` of a cancel.
    async fn send(&self, at: Instant, replies: Replies, last: bool) -> bool {
        let Ok(permit) = self.writer.reserve().await else { return false };
        let mut running = lock(&self.jobs.running);
        if !running.contains_key(&self.id) {
            return false;
        }
        if last {
            running.remove(&self.id);
        }
        if !replies.is_empty() {
            permit.send(Outgoing::replies(at, replies));
        }
        true
    }

    async fn rows(&self, mut rows: Rows, done: bool) {
        loop {
            let mut out = self.replies.fresh();
            let (count, finished) = self.shared.router().next_rows(&mut rows, PORTION, done, &mut out);
            let cost = u64::try_from(count).unwrap_or(0) * self.shared.rates.row_us;
            let ready = self.shared.work(cost);
            if ready > Instant::now() + Duration::from_millis(2) {
                tokio::time::sleep_until(ready.into()).await;
            }
            let at = ready + self.shared.one_way();
            if !self.send(at, out, finished && done).await || finished {
                return;
            }
        }
    }

    async fn stream(&self, stream: Stream) {
        match stream {
            Stream::Listen { selection, first, mut feed } => {
                if let Some(rows) = first {
                    self.rows(rows, false).await;
                }
                while let Some(change) = feed.recv().await {
                    let mut out = self.replies.fresh();
                    {
                        let router = self.shared.router();
                        router.emit_change(&selection, change, &mut out);
                        while out.len() < PORTION
                            && let Ok(change) = feed.try_recv()
                        {
                            router.emit_change(&selection, change, &mut out);
                        }
                    }
                    let at = Instant::now() + self.shared.one_way();
                    if !self.send(at, out, false).await {
                        return;
                    }
                }
            }
            Stream::Repeat { selection, interval } => {
                let mut section = 0;
                self.every(interval, |shared, out| {
                    let mut router = shared.router();
                    router.advance();
                    router.repeat(&selection, section, out);
                    section += 1;
                    false
                })
                .await;
            }
            Stream::Traffic(mut traffic) => {
                self.every(traffic.interval, |shared, out| shared.router().next_traffic(&mut traffic, out)).await;
            }
            Stream::Torch(mut torch) => {
                self.every(crate::value::time::SECOND, |shared, out| shared.router().next_torch(&mut torch, out)).await;
            }
            Stream::Script(run) => self.script(*run).await,
            Stream::Ping(mut ping) => {
                self.every(ping.interval, |shared, out| shared.router().next_ping(&mut ping, out)).await;
            }
        }
    }

    /// Runs a script in portions, so that it can be cancelled between two of them.
    async fn script(&self, mut run: ScriptRun) {
        loop {
            let mut out = self.replies.fresh();
            let (progress, wait) = {
                let mut router = self.shared.router();
                router.advance();
                let progress = router.next_script(&mut run, SCRIPT_PORTION, &mut out);
                let wait = match progress {
                    Progress::Until(at) => at.saturating_sub(router.clock.now()),
                    _ => 0,
                };
                (progress, wait)
            };
            match progress {
                Progress::Until(_) => {
                    // Virtual time may be made to jump meanwhile.
                    tokio::time::sleep(Duration::from_micros(wait).min(LOOK_AGAIN)).await;
                }
                Progress::More(written) => {
                    let ready = self.shared.work(self.shared.write_cost(written));
                    if ready > Instant::now() {
                        tokio::time::sleep_until(ready.into()).await;
                    } else {
                        tokio::task::yield_now().await;
                    }
                }
                Progress::Done(written) => {
                    let at = self.shared.work(self.shared.write_cost(written)) + self.shared.one_way();
                    self.send(at, out, true).await;
                    return;
                }
            }
        }
    }

    async fn every(&self, micros: u64, mut report: impl FnMut(&Shared, &mut Replies) -> bool) {
        let mut timer = tokio::time::interval(Duration::from_micros(micros));
        timer.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            timer.tick().await;
            let mut out = self.replies.fresh();
            let last = report(&self.shared, &mut out);
            let at = Instant::now() + self.shared.one_way();
            if !self.send(at, out, last).await || last {
                return;
            }
        }
    }
}
