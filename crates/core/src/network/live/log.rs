//! A router's log: its last lines and what follows.

use std::collections::{HashSet, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use routeros_api::{Change, Client, Error, Row};
use tokio::sync::Notify;

use super::locked;
use super::ring::Ring;
use crate::network::live_types::{RouterLogLevel, RouterLogLine};

const MENU: &str = "/log";
const PROPERTIES: &[&str] = &[".id", "time", "topics", "message"];
/// Lines kept: what the router's own memory holds.
const LINES: usize = 1000;

/// One router's log.
#[derive(Debug)]
pub struct LogFeed {
    /// Changes when the feed is begun anew.
    pub id: i64,
    keep: Duration,
    state: Mutex<State>,
    changed: Notify,
}

#[derive(Debug)]
struct State {
    lines: Ring<RouterLogLine>,
    next_seq: i64,
    asked_at: Instant,
    /// The lines of before the feed are in.
    is_filled: bool,
    over: Option<Option<Error>>,
}

/// What a screen gets.
#[derive(Debug)]
pub struct LogPart {
    /// Lines, oldest first.
    pub lines: Vec<RouterLogLine>,
    /// The number of the newest there is.
    pub last_seq: i64,
    /// Lines between what the screen had and the first of these are lost.
    pub is_gap: bool,
}

impl LogFeed {
    pub(super) fn new(id: i64, keep: Duration) -> Self {
        let state =
            State { lines: Ring::new(LINES), next_seq: 1, asked_at: Instant::now(), is_filled: false, over: None };
        Self { id, keep, state: Mutex::new(state), changed: Notify::new() }
    }

    /// It has ended.
    #[must_use]
    pub fn is_over(&self) -> bool {
        locked(&self.state).over.is_some()
    }

    /// Ends it.
    pub fn end(&self, why: Option<Error>) {
        locked(&self.state).over.get_or_insert(why);
        self.changed.notify_waiters();
    }

    /// Says that it is looked at now.
    pub fn ask(&self) {
        locked(&self.state).asked_at = Instant::now();
    }

    /// At most `most` lines after `after`.
    ///
    /// # Errors
    /// What ended the feed.
    pub fn part(&self, after: Option<i64>, most: usize) -> Result<LogPart, Error> {
        let state = locked(&self.state);
        if let Some(Some(error)) = &state.over {
            return Err(error.clone());
        }
        let found = state.lines.since(after, most);
        let is_gap = match (after, found.first()) {
            (Some(after), Some((first, _))) => *first > after + 1,
            _ => false,
        };
        let last_seq = state.lines.last().unwrap_or(0);
        Ok(LogPart { lines: found.into_iter().map(|(_, line)| line).collect(), last_seq, is_gap })
    }

    /// Waits until the lines of before are in, or the feed is over.
    pub async fn filled(&self) {
        loop {
            let changed = self.changed.notified();
            {
                let state = locked(&self.state);
                if state.is_filled || state.over.is_some() {
                    return;
                }
            }
            changed.await;
        }
    }

    /// Follows the router until nobody asks any more.
    pub async fn run(self: Arc<Self>, client: Client) {
        let ended = self.follow(&client).await;
        self.end(ended.err());
    }

    async fn follow(&self, client: &Client) -> Result<(), Error> {
        // First listen, then read: a line in between comes twice and is told by its id.
        let mut changes = client.listen(MENU).await?;
        let mut known = self.fill(client).await?;
        let mut tick = tokio::time::interval(Duration::from_millis(250));
        loop {
            tokio::select! {
                change = changes.next() => match change {
                    Some(Ok(Change::Upsert(row))) => self.take_new(&row, &mut known),
                    // More lines than could be read: what was missed is in its memory.
                    Some(Ok(Change::Resync)) => self.catch_up(client, &mut known).await?,
                    Some(Ok(_)) => {}
                    Some(Err(error)) => return Err(error),
                    None => return Err(Error::NotConnected),
                },
                _ = tick.tick() => if self.is_left() { return Ok(()) },
            }
        }
    }

    /// Whether nobody asks any more; then it is over.
    fn is_left(&self) -> bool {
        let mut state = locked(&self.state);
        let is_left = state.asked_at.elapsed() >= self.keep;
        if is_left {
            state.over.get_or_insert(None);
        }
        is_left
    }

    async fn fill(&self, client: &Client) -> Result<Known, Error> {
        let rows = client.print(MENU).proplist(PROPERTIES).rows().await?;
        let mut known = Known::default();
        for row in &rows {
            self.take_new(row, &mut known);
        }
        locked(&self.state).is_filled = true;
        self.changed.notify_waiters();
        Ok(known)
    }

    async fn catch_up(&self, client: &Client, known: &mut Known) -> Result<(), Error> {
        for row in &client.print(MENU).proplist(PROPERTIES).rows().await? {
            self.take_new(row, known);
        }
        Ok(())
    }

    fn take_new(&self, row: &Row, known: &mut Known) {
        if row.id().is_some_and(|id| known.is_new(&id)) {
            self.take(row);
        }
    }

    fn take(&self, row: &Row) {
        let text = |name| row.get_str(name).map(std::borrow::Cow::into_owned).unwrap_or_default();
        let topics: Vec<String> =
            text("topics").split(',').map(str::trim).filter(|t| !t.is_empty()).map(str::to_owned).collect();
        {
            let mut state = locked(&self.state);
            let seq = state.next_seq;
            state.next_seq += 1;
            let level = RouterLogLevel::of(&topics);
            state.lines.push(seq, RouterLogLine { seq, time: text("time"), topics, level, message: text("message") });
        }
        self.changed.notify_waiters();
    }
}

/// Ids of the lines taken, the latest of them: a router's memory holds fewer.
#[derive(Debug, Default)]
struct Known {
    ids: HashSet<String>,
    in_order: VecDeque<String>,
}

impl Known {
    /// Remembers an id; `false` when it is known already.
    fn is_new(&mut self, id: &str) -> bool {
        if !self.ids.insert(id.to_owned()) {
            return false;
        }
        self.in_order.push_back(id.to_owned());
        if self.in_order.len() > 4 * LINES
            && let Some(oldest) = self.in_order.pop_front()
        {
            self.ids.remove(&oldest);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, LINES};

    #[test]
    fn lines_that_came_are_known_after_any_number_of_others() {
        let mut known = Known::default();
        for line in 0..10 * LINES {
            assert!(known.is_new(&format!("*{line:X}")));
            let back = line.saturating_sub(LINES);
            assert!(!known.is_new(&format!("*{back:X}")), "line {back} after {line}");
        }
        assert!(known.ids.len() <= 4 * LINES);
    }
}
