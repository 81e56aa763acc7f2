//! Commands that wait for the end of their answer.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, mpsc, oneshot};
use tokio::time::Instant;

use super::Response;
use super::queue::Queue;
use crate::encoding::Encoding;
use crate::error::{Cause, Error, Result, Sent};
use crate::protocol::{Command, CommandKind, Row};
use crate::trap::Trap;

/// Who gets the answer.
pub(crate) enum Sink {
    Call(oneshot::Sender<Result<Response>>),
    /// One of many: the answer goes with the command's number.
    Bulk(mpsc::UnboundedSender<(usize, Result<Response>)>, usize),
    Stream(Arc<Queue>),
    /// Rows go to the function as they come; the rest of the answer is sent.
    Each(Box<dyn FnMut(Row) + Send>, oneshot::Sender<Result<Response>>),
    /// A sign of life.
    Ping,
    /// Nobody any more, or nobody ever.
    Nobody,
}

/// A command on its way to the link.
pub(crate) struct Job {
    pub tag: u64,
    pub command: Command,
    pub sink: Sink,
    /// The longest silence; `None` for streams.
    pub timeout: Option<Duration>,
    /// Held until the router has ended the command, so that commands nobody
    /// waits for still count.
    pub permit: Option<OwnedSemaphorePermit>,
}

impl Sink {
    /// Gives the answer; `false` if nobody took it.
    pub fn give(self, result: Result<Response>) -> bool {
        match self {
            Self::Call(sender) | Self::Each(_, sender) => sender.send(result).is_ok(),
            Self::Bulk(sender, number) => sender.send((number, result)).is_ok(),
            Self::Stream(queue) => {
                queue.finish(result.map(|_| ()));
                true
            }
            Self::Ping | Self::Nobody => false,
        }
    }

    fn is_gone(&self) -> bool {
        match self {
            Self::Call(sender) | Self::Each(_, sender) => sender.is_closed(),
            Self::Bulk(sender, _) => sender.is_closed(),
            // The other one is the reader's.
            Self::Stream(queue) => Arc::strong_count(queue) == 1,
            Self::Ping | Self::Nobody => false,
        }
    }
}

impl Job {
    /// Refuses a command that was never sent.
    pub fn refuse(self, error: Error) {
        self.sink.give(Err(error));
    }

    /// Whether nobody waits any more, so that there is no point in sending.
    pub fn is_gone(&self) -> bool {
        self.sink.is_gone()
    }
}

/// A command that was written, or waits in the output buffer.
pub(crate) struct Pending {
    pub path: String,
    pub kind: CommandKind,
    pub sink: Sink,
    pub rows: Vec<Row>,
    pub traps: Vec<Row>,
    pub timeout: Option<Duration>,
    pub deadline: Option<Instant>,
    /// Position of the command's last byte in all bytes of this link.
    pub end: u64,
    /// Cancelled or timed out: only its end is awaited, so that the tag is
    /// free of meaning before the link goes on.
    pub zombie: bool,
    pub _permit: Option<OwnedSemaphorePermit>,
}

impl Pending {
    /// Starts the silence anew.
    pub fn heard(&mut self, now: Instant) {
        if let (Some(timeout), false) = (self.timeout, self.zombie) {
            self.deadline = Some(now + timeout);
        }
    }

    /// The end of the answer.
    pub fn finish(self, done: Row, encoding: Encoding) {
        let result = match Trap::from_rows(&self.traps, encoding) {
            None => Ok(Response { rows: self.rows, done, encoding }),
            Some(trap) => Err(Error::Trap(trap)),
        };
        let trap = result.as_ref().err().map(ToString::to_string);
        if !self.sink.give(result)
            && let (Some(trap), CommandKind::Write) = (trap, self.kind)
        {
            tracing::warn!(path = self.path, trap, "an abandoned command was refused");
        }
    }
}

/// All commands of one link by their tag.
#[derive(Default)]
pub(crate) struct Table {
    pub entries: HashMap<u64, Pending>,
}

impl Table {
    /// Fails everything, each with what is known about it: `written` bytes
    /// have left.
    pub fn fail_all(&mut self, cause: &Cause, written: u64) {
        for (_, pending) in self.entries.drain() {
            // A sentence that did not leave whole is not run.
            let sent = if pending.end <= written { Sent::Maybe } else { Sent::No };
            pending.sink.give(Err(Error::Disconnected { sent, cause: cause.clone() }));
        }
    }

    /// The earliest deadline.
    pub fn next_deadline(&self) -> Option<Instant> {
        self.entries.values().filter_map(|pending| pending.deadline).min()
    }

    /// The tags whose time is over.
    pub fn expired(&self, now: Instant) -> Vec<u64> {
        let over = |pending: &Pending| pending.deadline.is_some_and(|deadline| deadline <= now);
        self.entries.iter().filter(|(_, pending)| over(pending)).map(|(&tag, _)| tag).collect()
    }

    /// Whether a write is still unanswered.
    pub fn has_writes(&self) -> bool {
        self.entries.values().any(|pending| pending.kind == CommandKind::Write && !pending.zombie)
    }
}
