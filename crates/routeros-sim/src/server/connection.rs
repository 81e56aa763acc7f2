//! One connection: sentences in, replies out, several commands at a time.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use routeros_api::protocol::{Decoder, Limits, Sentence};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::net::tcp::OwnedWriteHalf;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio_util::sync::CancellationToken;

use super::jobs::Jobs;
use super::login::{LoggedIn, login, logout};
use super::outgoing::{Outgoing, write_all};
use super::{Shared, lock};
use crate::engine::dispatch::{Outcome, Stream, Work, is_write};
use crate::engine::request::Request;
use crate::error::Trap;
use crate::fault::Blow;
use crate::tls::Certificate;
use crate::wire::{Replies, Style};

/// Prints of up to this many rows are answered at once, longer ones in portions.
const AT_ONCE: usize = 256;

/// Who connected, and how.
#[derive(Debug)]
pub(super) struct Visitor {
    pub id: u64,
    pub peer: SocketAddr,
    /// `api` or `api-ssl`.
    pub via: &'static str,
    pub kill: CancellationToken,
}

/// Serves one plain connection to its end.
pub(super) async fn run(stream: TcpStream, visitor: Visitor, shared: Arc<Shared>) {
    let (read, write) = stream.into_split();
    // Without lingering the peer sees a reset, not an orderly end.
    let reset = |half: &OwnedWriteHalf| {
        let _unsupported = half.as_ref().set_zero_linger();
    };
    talk(read, write, reset, visitor, shared).await;
}

/// Serves one encrypted connection to its end. Without a certificate there is
/// nothing both sides could agree on.
pub(super) async fn run_tls(
    mut stream: TcpStream,
    certificate: Option<Certificate>,
    visitor: Visitor,
    shared: Arc<Shared>,
) {
    let Some(certificate) = certificate else {
        let mut hello = [0; 512];
        let heard = tokio::select! {
            () = visitor.kill.cancelled() => Ok(0),
            heard = stream.read(&mut hello) => heard,
        };
        if heard.is_ok_and(|n| n > 0) {
            // A fatal alert, handshake_failure: no common ciphers.
            let _gone = stream.write_all(&[21, 3, 3, 0, 2, 2, 40]).await;
        }
        return shared.forget(visitor.id);
    };
    let accepted = tokio::select! {
        () = visitor.kill.cancelled() => None,
        accepted = certificate.acceptor.accept(stream) => accepted.ok(),
    };
    match accepted {
        Some(stream) => {
            let (read, write) = tokio::io::split(stream);
            talk(read, write, |_| {}, visitor, shared).await;
        }
        None => shared.forget(visitor.id),
    }
}

async fn talk<R, W>(read: R, write: W, reset: impl Fn(&W), visitor: Visitor, shared: Arc<Shared>)
where
    R: AsyncRead + Unpin + Send + 'static,
    W: AsyncWrite + Unpin,
{
    let Visitor { id, peer, via, kill } = visitor;
    // Room for what a long way holds, or the channels would be slower than it.
    let (writer, outgoing) = channel(1024);
    let (inbox, sentences) = channel(1024);
    let reading = tokio::spawn(read_all(read, inbox));
    let session = Arc::new(Mutex::new(None));
    let jobs = Arc::new(Jobs::default());
    let connection = Connection {
        id,
        peer,
        via,
        shared: Arc::clone(&shared),
        jobs: Arc::clone(&jobs),
        writer,
        session: Arc::clone(&session),
        challenge: None,
    };
    {
        // When the work ends the channel to the writer closes and what is queued
        // is still written; when the writer ends first nobody listens any more.
        let work = connection.work(sentences);
        let write = write_all(write, reset, outgoing, &shared);
        tokio::pin!(work, write);
        let mut working = true;
        loop {
            tokio::select! {
                () = kill.cancelled() => break,
                () = &mut work, if working => {
                    working = false;
                    jobs.cancel(None);
                }
                () = &mut write => break,
            }
        }
    }
    reading.abort();
    jobs.cancel(None);
    let ended = lock(&session).take();
    if let Some(session) = ended {
        logout(&shared, &session);
        shared.router().session_ended(id);
    }
    shared.forget(id);
}

async fn read_all<R: AsyncRead + Unpin>(mut half: R, inbox: Sender<(Instant, Sentence)>) {
    let mut decoder = Decoder::new(Limits::default());
    loop {
        match half.read_buf(decoder.buffer_mut()).await {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let at = Instant::now();
        loop {
            match decoder.next_sentence() {
                Ok(Some(sentence)) => {
                    if inbox.send((at, sentence)).await.is_err() {
                        return;
                    }
                }
                Ok(None) => break,
                // A control byte: the place of the next sentence is lost.
                Err(_) => return,
            }
        }
    }
}

struct Connection {
    id: u64,
    peer: SocketAddr,
    via: &'static str,
    shared: Arc<Shared>,
    jobs: Arc<Jobs>,
    writer: Sender<Outgoing>,
    session: Arc<Mutex<Option<Arc<LoggedIn>>>>,
    challenge: Option<[u8; 16]>,
}

/// Whether the connection goes on.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Next {
    Go,
    End,
}

impl Connection {
    async fn work(mut self, mut sentences: Receiver<(Instant, Sentence)>) {
        while let Some((arrived, sentence)) = sentences.recv().await {
            let due = arrived + self.shared.one_way();
            let due = due.max(self.shared.stalled_until());
            if due > Instant::now() + Duration::from_micros(500) {
                tokio::time::sleep_until(due.into()).await;
            }
            let request = Request::parse(sentence.words());
            if self.handle(&request).await == Next::End {
                // What is still in the pipe is thrown away.
                sentences.close();
                return;
            }
        }
    }

    async fn send(&self, at: Instant, replies: Replies) -> Next {
        let sent = self.writer.send(Outgoing::replies(at, replies)).await;
        if sent.is_ok() { Next::Go } else { Next::End }
    }

    fn later(&self) -> Instant {
        Instant::now() + self.shared.one_way()
    }

    async fn handle(&mut self, request: &Request) -> Next {
        let style = self.shared.faults().style();
        let mut out = Replies::new(request.tag.clone(), style);
        match request.path.as_str() {
            "/login" => {
                let session = login(&self.shared, request, (self.peer, self.via), &mut self.challenge, &mut out);
                if let Some(mut session) = session {
                    session.caller.session = self.id;
                    self.shared.name_session(self.id, &session.caller.user);
                    let old = lock(&self.session).replace(Arc::new(session));
                    if let Some(old) = old {
                        logout(&self.shared, &old);
                    }
                }
                return self.send(self.later(), out).await;
            }
            "/quit" => {
                out.fatal("session terminated on request");
                let _closing = self.send(self.later(), out).await;
                return Next::End;
            }
            _ => {}
        }
        let Some(session) = lock(&self.session).clone() else {
            out.fatal("not logged in");
            let _closing = self.send(self.later(), out).await;
            return Next::End;
        };
        if request.path == "/cancel" {
            return self.cancel(request, out).await;
        }
        self.execute(&session, request, out).await
    }

    /// `/cancel`: the cancelled command is interrupted, the cancel is done, and
    /// only then the cancelled command is done. To cancel what has ended, or never
    /// was, is no error: mikronode-ng does so after every login and would fall over
    /// a trap (seen to work with 6.38; for release 7 a guess).
    async fn cancel(&self, request: &Request, mut out: Replies) -> Next {
        let tag = request.arg("tag").filter(|t| !t.is_empty());
        let tags = self.jobs.cancel(tag);
        let style = self.shared.faults().style();
        for tag in &tags {
            let mut replies = Replies::new(tag.clone(), style);
            replies.trap(&Trap::interrupted());
            if self.send(self.later(), replies).await == Next::End {
                return Next::End;
            }
        }
        out.done();
        let mut next = self.send(self.later(), out).await;
        for tag in tags {
            let mut replies = Replies::new(tag, style);
            replies.done();
            next = self.send(self.later(), replies).await;
        }
        next
    }

    /// What goes wrong with a command before it is executed; whether its answer is
    /// lost.
    async fn mishaps(&self, session: &LoggedIn, request: &Request) -> Option<Blow> {
        let (due, blow) = {
            let mut faults = self.shared.faults();
            let due = faults.before_command();
            let writes = is_write(request.split().1);
            faults.stats.writes += u64::from(writes);
            (due, if writes { faults.before_write() } else { None })
        };
        self.shared.stall(due.stall);
        if let Some(seconds) = due.clock_jump {
            self.shared.jump_clock(seconds);
        }
        if due.certificate {
            self.shared.renew_certificate();
        }
        if due.garbage {
            let bytes = Bytes::from_static(&[0xFF]);
            let _sent = self.writer.send(Outgoing::Data { at: self.later(), bytes, ends: Vec::new() }).await;
        }
        if due.unknown_reply {
            let mut out = Replies::new(request.tag.clone(), Style::default());
            out.sentence("!what", [("message", b"?".as_slice())]);
            let _sent = self.writer.send(Outgoing::replies(self.later(), out)).await;
        }
        if due.password {
            self.shared.change_password(&session.caller.user);
        }
        if let Some(down) = due.reboot {
            self.shared.go_down(down);
        }
        blow
    }

    async fn execute(&self, session: &LoggedIn, request: &Request, mut out: Replies) -> Next {
        let blow = self.mishaps(session, request).await;
        if self.shared.router().is_deadly(request) {
            // Routers end the connection without a word over such a file.
            let _closing = self.writer.send(Outgoing::Close).await;
            return Next::End;
        }
        let mut work = Work::default();
        let (result, kicked) = {
            let mut router = self.shared.router();
            router.half_only = blow == Some(Blow::Reset);
            let result = router.exec(&session.caller, request, &mut work, &mut out);
            router.half_only = false;
            (result, router.take_kicked())
        };
        if let Some(blow) = blow {
            if let Ok(Outcome::Stream(stream)) = result
                && let Stream::Script(run) = *stream
            {
                self.shared.router().abandon_script(*run, blow == Blow::Reset);
            }
            let end = if blow == Blow::Reset { Outgoing::Reset } else { Outgoing::Close };
            let _ending = self.writer.send(end).await;
            return Next::End;
        }
        let outcome = match result {
            Ok(outcome) => outcome,
            Err(trap) => {
                out = out.fresh();
                out.trap(&trap);
                out.done();
                Outcome::Done
            }
        };
        let next = self.answer(outcome, request, work, out).await;
        if request.path.starts_with("/ip/service/") {
            self.shared.services_changed();
        }
        if !kicked.is_empty() {
            self.shared.kick(&kicked);
        }
        if self.shared.reboot_if_wanted(Some(self.id)) {
            return Next::End;
        }
        next
    }

    async fn answer(&self, outcome: Outcome, request: &Request, work: Work, mut out: Replies) -> Next {
        let rates = self.shared.rates;
        let count = |n: usize| u64::try_from(n).unwrap_or(0);
        let mut cost = rates.command_us
            + self.shared.clamped()
            + count(work.written) * rates.write_us
            + count(work.scanned) * rates.scan_ns / 1000;
        let outcome = match outcome {
            Outcome::Rows(mut rows) if rows.left() <= AT_ONCE => {
                let (sent, _) = self.shared.router().next_rows(&mut rows, AT_ONCE, true, &mut out);
                cost += count(sent) * rates.row_us;
                Outcome::Done
            }
            other => other,
        };
        let at = self.shared.work(cost) + self.shared.one_way();
        if !matches!(outcome, Outcome::Done) {
            self.jobs.start(outcome, request.tag.clone(), out.fresh(), &self.shared, &self.writer);
            return Next::Go;
        }
        let (twice, late) = self.shared.faults().before_final();
        let message = Outgoing::replies(at, out);
        let again = twice.then(|| last_sentence(&message)).flatten();
        if late.is_zero() {
            if self.writer.send(message).await.is_err() {
                return Next::End;
            }
        } else {
            let writer = self.writer.clone();
            tokio::spawn(async move {
                tokio::time::sleep(late).await;
                let _gone = writer.send(message).await;
            });
        }
        if let Some(again) = again {
            let _gone = self.writer.send(again).await;
        }
        Next::Go
    }
}

/// The final sentence of a message, to be sent a second time.
fn last_sentence(message: &Outgoing) -> Option<Outgoing> {
    let Outgoing::Data { at, bytes, ends } = message else { return None };
    let end = *ends.last()?;
    let start = ends.iter().rev().nth(1).copied().unwrap_or(0);
    Some(Outgoing::Data { at: *at, bytes: bytes.slice(start..end), ends: vec![end - start] })
}
