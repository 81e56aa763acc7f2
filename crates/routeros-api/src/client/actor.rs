//! The one task that owns a link: it writes commands, sorts answers by tag,
//! keeps the deadlines and notices when the link dies.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::Shared;
use super::pending::{Job, Pending, Sink, Table};
use super::wire::{Wire, tag_number};
use crate::caps;
use crate::encoding::Encoding;
use crate::error::{Cause, Error, IoError, Sent};
use crate::protocol::{Command, CommandKind, Decoder, Reply, TaggedReply};

/// What the link's task is told.
pub(crate) enum Message {
    Run(Job),
    /// Nobody waits for this tag any more.
    Abandon(u64),
    /// End politely.
    Close,
}

/// Room for one read.
const READ: usize = 64 * 1024;
/// No further commands are taken while this much waits to be written.
const BACKLOG: usize = 256 * 1024;
/// How long unanswered writes may hold up `/quit`, and the router its goodbye.
const GOODBYE: Duration = Duration::from_secs(2);

#[derive(PartialEq)]
enum Quit {
    No,
    /// Asked for; waits for the answers of writes until then.
    Asked(Instant),
    /// `/quit` is written; the router has until then to close.
    Said(Instant),
}

pub(crate) struct Actor {
    shared: Arc<Shared>,
    decoder: Decoder,
    encoding: Encoding,
    table: Table,
    out: BytesMut,
    /// Bytes given to the system, and bytes encoded, since the link began.
    written: u64,
    encoded: u64,
    last_heard: Instant,
    timer: Instant,
    ping: bool,
    quit: Quit,
}

/// Runs a link until it ends. `true`: it was closed from this side.
pub(crate) async fn run(
    shared: Arc<Shared>,
    wire: Wire,
    inbox: &mut mpsc::UnboundedReceiver<Message>,
) -> (Cause, bool) {
    let now = Instant::now();
    let timer = now + shared.config.keepalive;
    let (mut reader, mut writer) = tokio::io::split(wire.io);
    let mut actor = Actor {
        shared,
        decoder: wire.decoder,
        encoding: wire.encoding,
        table: Table::default(),
        out: BytesMut::new(),
        written: 0,
        encoded: 0,
        last_heard: now,
        timer,
        ping: false,
        quit: Quit::No,
    };
    let cause = actor.work(&mut reader, &mut writer, inbox).await;
    actor.table.fail_all(&cause, actor.written);
    // Best effort: the other side may be gone.
    let _ = tokio::time::timeout(Duration::from_millis(100), writer.shutdown()).await;
    (cause, actor.quit != Quit::No)
}

impl Actor {
    async fn work(
        &mut self,
        reader: &mut (impl AsyncReadExt + Unpin),
        writer: &mut (impl AsyncWriteExt + Unpin),
        inbox: &mut mpsc::UnboundedReceiver<Message>,
    ) -> Cause {
        let mut messages = Vec::new();
        let mut unflushed = false;
        // Whatever came with the login's answers is already in the decoder.
        if let ControlFlow::Break(cause) = self.take_replies() {
            return cause;
        }
        loop {
            self.decoder.buffer_mut().reserve(READ);
            let may_take = self.out.len() < BACKLOG && self.quit == Quit::No;
            let step = tokio::select! {
                read = reader.read_buf(self.decoder.buffer_mut()) => self.on_read(read),
                written = push_out(writer, &mut self.out), if unflushed || !self.out.is_empty() => {
                    unflushed = !matches!(written, Ok(None));
                    self.on_written(written)
                }
                taken = inbox.recv_many(&mut messages, 64), if may_take => {
                    if taken == 0 {
                        self.ask_to_quit();
                    }
                    ControlFlow::Continue(())
                }
                () = sleep_until(self.timer) => self.on_timer(),
            };
            for message in messages.drain(..) {
                self.on_message(message);
            }
            let step = match step {
                ControlFlow::Continue(()) => self.go_on_quitting(),
                broken => broken,
            };
            if let ControlFlow::Break(cause) = step {
                return cause;
            }
        }
    }

    fn on_read(&mut self, read: std::io::Result<usize>) -> ControlFlow<Cause> {
        // Routers close encrypted links without saying goodbye.
        let read = match read {
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => Ok(0),
            read => read,
        };
        match read {
            Ok(0) if self.quit != Quit::No => ControlFlow::Break(Cause::Quit),
            Ok(0) if self.decoder.is_between_sentences() => ControlFlow::Break(Cause::Closed),
            Ok(0) => ControlFlow::Break(Cause::Cut),
            Ok(_) => {
                self.last_heard = Instant::now();
                self.take_replies()
            }
            Err(error) => broken(error),
        }
    }

    fn on_written(&mut self, written: std::io::Result<Option<usize>>) -> ControlFlow<Cause> {
        match written {
            Ok(Some(0)) => ControlFlow::Break(Cause::Closed),
            Ok(Some(count)) => {
                self.written += count as u64;
                ControlFlow::Continue(())
            }
            Ok(None) => ControlFlow::Continue(()),
            Err(error) => broken(error),
        }
    }

    fn take_replies(&mut self) -> ControlFlow<Cause> {
        loop {
            let reply = match self.decoder.next_sentence() {
                Ok(None) => return ControlFlow::Continue(()),
                Ok(Some(sentence)) => TaggedReply::parse(sentence),
                Err(error) => Err(error),
            };
            match reply {
                Ok(reply) => self.on_reply(reply)?,
                Err(error) => return ControlFlow::Break(Cause::Protocol(error)),
            }
        }
    }

    fn on_reply(&mut self, reply: TaggedReply) -> ControlFlow<Cause> {
        if let Reply::Fatal(reason) = &reply.reply {
            let cause = match self.quit {
                Quit::No => Cause::Fatal(self.encoding.decode(reason).into_owned()),
                _ => Cause::Quit,
            };
            return ControlFlow::Break(cause);
        }
        let tag = reply.tag.as_deref().and_then(tag_number);
        let Some((tag, pending)) = tag.and_then(|tag| Some((tag, self.table.entries.get_mut(&tag)?))) else {
            self.shared.unknown_replies.fetch_add(1, Ordering::Relaxed);
            return ControlFlow::Continue(());
        };
        pending.heard(self.last_heard);
        match reply.reply {
            Reply::Re(row) => match &mut pending.sink {
                Sink::Stream(queue) => {
                    if !queue.push(row) {
                        self.cancel(tag);
                    }
                }
                Sink::Call(_) | Sink::Bulk(..) => pending.rows.push(row),
                Sink::Each(each, _) => each(row),
                Sink::Ping | Sink::Nobody => {}
            },
            Reply::Trap(row) => pending.traps.push(row),
            Reply::Done(row) => {
                if let Some(pending) = self.table.entries.remove(&tag) {
                    self.ping &= !matches!(pending.sink, Sink::Ping);
                    pending.finish(row, self.encoding);
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    fn on_message(&mut self, message: Message) {
        match message {
            Message::Run(job) if self.quit != Quit::No => job.refuse(Error::NotConnected),
            Message::Run(job) if job.is_gone() => {}
            Message::Run(job) => self.send(job),
            Message::Close => self.ask_to_quit(),
            Message::Abandon(tag) => match self.table.entries.get_mut(&tag) {
                Some(pending) if pending.kind == CommandKind::Read => self.cancel(tag),
                Some(pending) => {
                    tracing::debug!(path = pending.path, "a write goes on without its caller");
                    pending.sink = Sink::Nobody;
                    pending.rows = Vec::new();
                }
                None => {}
            },
        }
    }

    fn send(&mut self, job: Job) {
        let Job { tag, command, sink, timeout, permit } = job;
        tracing::trace!(tag, ?command, "send");
        let before = self.out.len();
        command.encode(Some(tag), &mut self.out);
        self.encoded += (self.out.len() - before) as u64;
        let deadline = timeout.map(|timeout| Instant::now() + timeout);
        self.timer = deadline.map_or(self.timer, |deadline| deadline.min(self.timer));
        let pending = Pending {
            path: command.path().to_owned(),
            kind: command.kind(),
            sink,
            rows: Vec::new(),
            traps: Vec::new(),
            timeout,
            deadline,
            end: self.encoded,
            zombie: false,
            _permit: permit,
        };
        self.table.entries.insert(tag, pending);
    }

    /// A command of the link's own.
    fn send_own(&mut self, command: Command, sink: Sink, timeout: Duration) -> u64 {
        let tag = self.shared.next_tag();
        self.send(Job { tag, command, sink, timeout: Some(timeout), permit: None });
        tag
    }

    /// Asks the router to end a command whose answer nobody wants. Its tag is
    /// kept until the end comes.
    fn cancel(&mut self, tag: u64) {
        let limit = self.shared.config.cancel_timeout;
        let Some(pending) = self.table.entries.get_mut(&tag) else { return };
        if pending.zombie {
            return;
        }
        become_zombie(pending, Instant::now() + limit);
        let command = Command::new("/cancel").arg("tag", tag);
        let own = self.send_own(command, Sink::Nobody, limit);
        if let Some(pending) = self.table.entries.get_mut(&own) {
            pending.zombie = true;
        }
    }

    fn on_timer(&mut self) -> ControlFlow<Cause> {
        let now = Instant::now();
        for tag in self.table.expired(now) {
            self.expire(tag, now)?;
        }
        let keepalive = self.shared.config.keepalive;
        if !self.ping && now >= self.last_heard + keepalive && self.quit == Quit::No {
            self.ping = true;
            self.send_own(caps::sign_of_life(), Sink::Ping, self.shared.config.command_timeout);
        }
        self.timer = match self.ping || self.quit != Quit::No {
            true => now + keepalive,
            false => self.last_heard + keepalive,
        };
        if let Some(deadline) = self.table.next_deadline() {
            self.timer = self.timer.min(deadline);
        }
        if let Quit::Asked(until) | Quit::Said(until) = self.quit {
            self.timer = self.timer.min(until);
        }
        ControlFlow::Continue(())
    }

    /// A command's time is over.
    fn expire(&mut self, tag: u64, now: Instant) -> ControlFlow<Cause> {
        let Some(pending) = self.table.entries.get_mut(&tag) else {
            return ControlFlow::Continue(());
        };
        if pending.zombie {
            return ControlFlow::Break(Cause::Stuck);
        }
        if matches!(pending.sink, Sink::Ping) {
            let alive_until = self.last_heard + self.shared.config.command_timeout;
            if alive_until <= now {
                return ControlFlow::Break(Cause::Silent);
            }
            // Other answers keep coming: the sign of life stands in line.
            pending.deadline = Some(alive_until);
            return ControlFlow::Continue(());
        }
        // What waits in the output buffer may still leave: never `No` here.
        let error = Error::Timeout { path: pending.path.clone(), sent: Sent::Maybe };
        std::mem::replace(&mut pending.sink, Sink::Nobody).give(Err(error));
        match pending.kind {
            CommandKind::Read => self.cancel(tag),
            CommandKind::Write => {
                become_zombie(pending, now + self.shared.config.command_timeout);
            }
        }
        ControlFlow::Continue(())
    }

    fn ask_to_quit(&mut self) {
        if self.quit == Quit::No {
            let until = Instant::now() + GOODBYE;
            self.quit = Quit::Asked(until);
            self.timer = self.timer.min(until);
        }
    }

    /// `/quit` once no write waits for its answer, and an end to waiting.
    fn go_on_quitting(&mut self) -> ControlFlow<Cause> {
        let now = Instant::now();
        match self.quit {
            Quit::Asked(until) if !self.table.has_writes() || now >= until => {
                Command::new("/quit").encode(None, &mut self.out);
                self.quit = Quit::Said(now + GOODBYE);
                self.timer = self.timer.min(now + GOODBYE);
                ControlFlow::Continue(())
            }
            Quit::Said(until) if now >= until => ControlFlow::Break(Cause::Quit),
            _ => ControlFlow::Continue(()),
        }
    }
}

/// Writes a part of what waits, or flushes when nothing does: `None`.
async fn push_out(writer: &mut (impl AsyncWriteExt + Unpin), out: &mut BytesMut) -> std::io::Result<Option<usize>> {
    if out.has_remaining() { writer.write_buf(out).await.map(Some) } else { writer.flush().await.map(|()| None) }
}

fn become_zombie(pending: &mut Pending, deadline: Instant) {
    pending.zombie = true;
    pending.sink = Sink::Nobody;
    pending.rows = Vec::new();
    pending.deadline = Some(deadline);
}

fn broken(error: std::io::Error) -> ControlFlow<Cause> {
    ControlFlow::Break(Cause::Io(IoError::from(error)))
}
