//! Many commands at once: as many on the wire as the router can use, no more.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::ops::ControlFlow;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::Instant;

use super::pending::Sink;
use super::{Abandon, Client, Response};
use crate::error::{Error, Result, Sent};
use crate::protocol::Command;
use crate::trap::Trap;

/// One command of a bulk run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkItem {
    /// Commands of one lane run one after the other, in the order given; lanes
    /// run beside each other. One lane per account keeps an account's steps in
    /// order.
    pub lane: u64,
    /// What to run.
    pub command: Command,
}

/// How a bulk run behaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BulkOptions {
    /// Commands on the wire at once when the router is slow. 8.
    pub window_min: usize,
    /// Commands on the wire at once when the way is long and the router fast.
    /// 512.
    pub window_max: usize,
    /// Whether a refused command ends its lane; the rest of the lane is
    /// [`BulkOutcome::Skipped`]. No.
    pub stop_lane_on_trap: bool,
    /// The longest silence of one command; the client's own when `None`.
    pub timeout: Option<Duration>,
}

impl Default for BulkOptions {
    fn default() -> Self {
        Self { window_min: 8, window_max: 512, stop_lane_on_trap: false, timeout: None }
    }
}

/// What became of one command.
#[derive(Debug, Clone)]
pub enum BulkOutcome {
    /// Done; the id of a new row is in [`Response::ret`].
    Done(Response),
    /// Refused by the router.
    Trap(Trap),
    /// It never left, for this reason. Repeating it is safe.
    NotSent(Error),
    /// It never left: the run was stopped, or its lane was.
    Skipped,
    /// It left and no answer came: look at the router before repeating it.
    Unknown(Error),
}

impl BulkOutcome {
    fn from_result(result: Result<Response>) -> Self {
        match result {
            Ok(response) => Self::Done(response),
            Err(Error::Trap(trap)) => Self::Trap(trap),
            Err(error) if error.sent() == Sent::No => Self::NotSent(error),
            Err(error) => Self::Unknown(error),
        }
    }
}

/// A running bulk; see [`Client::bulk_run`]. Dropping it takes back what was
/// not sent; writes on the wire go on, their answers are lost.
pub struct BulkRun {
    client: Client,
    items: Vec<Option<BulkItem>>,
    lanes: Vec<u64>,
    /// Items whose turn has come.
    ready: VecDeque<usize>,
    /// Items behind another one of their lane.
    behind: HashMap<u64, VecDeque<usize>>,
    in_flight: HashMap<usize, (Abandon, Instant)>,
    outcomes: VecDeque<(usize, BulkOutcome)>,
    sender: mpsc::UnboundedSender<(usize, Result<Response>)>,
    receiver: mpsc::UnboundedReceiver<(usize, Result<Response>)>,
    window: Window,
    /// Whether the window was what held the last items back.
    held_back: bool,
    timeout: Duration,
    stop_lane_on_trap: bool,
    stopped: bool,
}

impl Client {
    /// Runs many commands and returns their outcomes in the order of the items.
    /// `progress` is called for each one as it ends; it can stop the run, which
    /// then waits for what is on the wire and skips the rest.
    ///
    /// After a lost link nothing more is sent, even when the link comes back:
    /// first look what the router holds.
    pub async fn bulk(
        &self,
        items: Vec<BulkItem>,
        options: BulkOptions,
        mut progress: impl FnMut(usize, &BulkOutcome) -> ControlFlow<()>,
    ) -> Vec<BulkOutcome> {
        let mut outcomes = vec![BulkOutcome::Skipped; items.len()];
        let mut run = self.bulk_run(items, options);
        while let Some((index, outcome)) = run.next().await {
            if progress(index, &outcome).is_break() {
                run.stop();
            }
            outcomes[index] = outcome;
        }
        outcomes
    }

    /// As [`bulk`](Client::bulk), for a caller that takes the outcomes one by
    /// one. Commands are sent while [`BulkRun::next`] is awaited.
    #[must_use]
    pub fn bulk_run(&self, items: Vec<BulkItem>, options: BulkOptions) -> BulkRun {
        let mut ready = VecDeque::new();
        let mut behind: HashMap<u64, VecDeque<usize>> = HashMap::new();
        for (index, item) in items.iter().enumerate() {
            match behind.get_mut(&item.lane) {
                Some(lane) => lane.push_back(index),
                None => {
                    behind.insert(item.lane, VecDeque::new());
                    ready.push_back(index);
                }
            }
        }
        let (sender, receiver) = mpsc::unbounded_channel();
        let round_trip = self.capabilities().map(|capabilities| capabilities.round_trip);
        BulkRun {
            client: self.clone(),
            lanes: items.iter().map(|item| item.lane).collect(),
            items: items.into_iter().map(Some).collect(),
            ready,
            behind,
            in_flight: HashMap::new(),
            outcomes: VecDeque::new(),
            sender,
            receiver,
            window: Window::new(&options, round_trip.unwrap_or_default(), Instant::now()),
            held_back: false,
            timeout: options.timeout.unwrap_or(self.config().command_timeout),
            stop_lane_on_trap: options.stop_lane_on_trap,
            stopped: false,
        }
    }
}

impl BulkRun {
    /// The next outcome with its item's number, in the order they come; `None`
    /// when every item has had its outcome. May be dropped without losing one.
    pub async fn next(&mut self) -> Option<(usize, BulkOutcome)> {
        loop {
            self.fill();
            if let Some(outcome) = self.outcomes.pop_front() {
                return Some(outcome);
            }
            if self.in_flight.is_empty() {
                return None;
            }
            let (index, result) = self.receiver.recv().await?;
            self.on_answer(index, result);
            // What has come meanwhile frees the window at once.
            while let Ok((index, result)) = self.receiver.try_recv() {
                self.on_answer(index, result);
            }
        }
    }

    /// Sends nothing more. What is on the wire still has its outcome; the rest
    /// is [`BulkOutcome::Skipped`].
    pub fn stop(&mut self) {
        if !self.stopped {
            self.stopped = true;
            self.give_up(|| BulkOutcome::Skipped);
        }
    }

    /// Commands that may be on the wire at once, at the moment.
    #[must_use]
    pub fn window(&self) -> usize {
        self.window.size()
    }

    fn fill(&mut self) {
        while self.in_flight.len() < self.window.size() {
            let Some(index) = self.ready.pop_front() else { break };
            let Some(item) = self.items[index].take() else { continue };
            let sink = Sink::Bulk(self.sender.clone(), index);
            match self.client.run(item.command, sink, Some(self.timeout), None) {
                Ok(abandon) => {
                    self.in_flight.insert(index, (abandon, Instant::now()));
                }
                Err(error) => {
                    self.outcomes.push_back((index, BulkOutcome::NotSent(error)));
                    self.lost_link();
                }
            }
        }
        self.held_back = !self.ready.is_empty();
    }

    fn on_answer(&mut self, index: usize, result: Result<Response>) {
        let Some((abandon, sent_at)) = self.in_flight.remove(&index) else { return };
        abandon.disarm();
        self.window.on_answer(sent_at, Instant::now(), self.held_back);
        let outcome = BulkOutcome::from_result(result);
        let lost = matches!(outcome, BulkOutcome::NotSent(_) | BulkOutcome::Unknown(Error::Disconnected { .. }));
        // Without an answer to one step it is unknown what the next would meet.
        let ends_lane = matches!(outcome, BulkOutcome::Unknown(_))
            || self.stop_lane_on_trap && matches!(outcome, BulkOutcome::Trap(_));
        self.outcomes.push_back((index, outcome));
        if lost {
            self.lost_link();
        } else if let Some(lane) = self.behind.get_mut(&self.lanes[index]) {
            if ends_lane {
                let skipped = lane.drain(..).map(|index| (index, BulkOutcome::Skipped));
                self.outcomes.extend(skipped);
            } else if let Some(next) = lane.pop_front() {
                // Lanes that were begun come first.
                self.ready.push_front(next);
            }
        }
    }

    fn lost_link(&mut self) {
        if !self.stopped {
            self.stopped = true;
            self.give_up(|| BulkOutcome::NotSent(Error::NotConnected));
        }
    }

    /// Gives every item that has not been sent the same outcome.
    fn give_up(&mut self, outcome: impl Fn() -> BulkOutcome) {
        let mut rest: Vec<usize> = self.ready.drain(..).collect();
        rest.extend(self.behind.values_mut().flat_map(|lane| lane.drain(..)));
        rest.sort_unstable();
        self.outcomes.extend(rest.into_iter().map(|index| (index, outcome())));
    }
}

impl fmt::Debug for BulkRun {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkRun")
            .field("items", &self.items.len())
            .field("in_flight", &self.in_flight.len())
            .field("window", &self.window)
            .field("stopped", &self.stopped)
            .finish_non_exhaustive()
    }
}

/// How many commands may be on the wire. It starts at what a fast router could
/// have on its way at this distance, doubles per round trip, and is halved
/// when answers take four times (and 20 ms) longer than the fastest: then they
/// stand in line at the router, and a longer line helps nobody.
#[derive(Debug)]
struct Window {
    size: f64,
    min: f64,
    max: f64,
    /// The fastest answer.
    base: Duration,
    doubling: bool,
    last_cut: Instant,
}

/// The least that one command costs a fast router.
const FASTEST: Duration = Duration::from_micros(500);
/// The most commands to begin with.
const FIRST_MOST: f64 = 256.0;

impl Window {
    fn new(options: &BulkOptions, round_trip: Duration, now: Instant) -> Self {
        let min = options.window_min.max(1) as f64;
        let max = (options.window_max as f64).max(min);
        let first = round_trip.as_secs_f64() / FASTEST.as_secs_f64();
        let base = if round_trip.is_zero() { Duration::MAX } else { round_trip };
        let size = first.min(FIRST_MOST).clamp(min, max);
        Self { size, min, max, base, doubling: true, last_cut: now }
    }

    fn size(&self) -> usize {
        self.size as usize
    }

    fn on_answer(&mut self, sent_at: Instant, now: Instant, held_back: bool) {
        let latency = now - sent_at;
        self.base = self.base.min(latency);
        let slow = (self.base * 4).max(self.base + Duration::from_millis(20));
        if latency > slow {
            // One cut per round: what was sent before the last cut tells
            // nothing about its effect.
            if sent_at >= self.last_cut {
                self.size = (self.size / 2.0).max(self.min);
                self.doubling = false;
                self.last_cut = now;
            }
        } else if held_back {
            self.size += if self.doubling { 1.0 } else { 4.0 / self.size };
            self.size = self.size.min(self.max);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Plays a router that needs `cost` per command at the end of a way of
    /// `round_trip`; returns the whole time over the least possible one.
    fn play(round_trip: Duration, cost: Duration, count: u32) -> f64 {
        let start = Instant::now();
        let mut now = start;
        let mut window = Window::new(&BulkOptions::default(), round_trip, start);
        let mut free_at = start;
        let mut waiting: VecDeque<(Instant, Instant)> = VecDeque::new();
        let mut sent = 0;
        while sent < count || !waiting.is_empty() {
            while sent < count && waiting.len() < window.size() {
                free_at = free_at.max(now + round_trip / 2) + cost;
                waiting.push_back((now, free_at + round_trip / 2));
                sent += 1;
            }
            let held_back = sent < count;
            let Some((sent_at, back)) = waiting.pop_front() else { break };
            now = back;
            window.on_answer(sent_at, now, held_back);
        }
        let least = round_trip + cost * count;
        (now - start).as_secs_f64() / least.as_secs_f64()
    }

    #[test]
    fn the_way_is_kept_full_at_every_distance() {
        for round_trip in [0, 5, 20, 80] {
            for cost in [300, 1000, 3000, 20_000] {
                let (way, work) = (Duration::from_millis(round_trip), Duration::from_micros(cost));
                let ratio = play(way, work, 1000);
                assert!(ratio < 1.3, "{round_trip} ms, {cost} µs: {ratio:.2} times the least");
            }
        }
    }

    #[test]
    fn a_slow_router_gets_a_short_line() {
        let start = Instant::now();
        let mut window = Window::new(&BulkOptions::default(), Duration::from_millis(80), start);
        assert_eq!(window.size(), 160);
        let mut now = start;
        for _ in 0..10 {
            let sent_at = now;
            now += Duration::from_secs(7);
            window.on_answer(sent_at, now, true);
        }
        assert_eq!(window.size(), 8);
    }

    #[test]
    fn a_quick_round_doubles_even_when_its_answers_come_in_one_piece() {
        let start = Instant::now();
        let mut window = Window::new(&BulkOptions::default(), Duration::from_millis(5), start);
        assert_eq!(window.size(), 10);
        let later = start + Duration::from_millis(6);
        for _ in 0..10 {
            window.on_answer(start, later, true);
        }
        assert_eq!(window.size(), 20);
        window.on_answer(start, later, false);
        assert_eq!(window.size(), 20);
    }

    #[test]
    fn one_slow_round_cuts_once() {
        let start = Instant::now();
        let mut window = Window::new(&BulkOptions::default(), Duration::from_millis(80), start);
        let later = start + Duration::from_secs(1);
        for _ in 0..100 {
            window.on_answer(start, later, true);
        }
        assert_eq!(window.size(), 80);
    }
}
