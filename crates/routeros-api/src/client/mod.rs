//! The client: handles to a link that one task owns.

mod actor;
mod bulk;
mod compact;
mod ladder;
mod link;
mod listen;
mod mirror;
mod monitor;
mod pending;
mod queue;
mod stream;
mod typed;
mod wire;

use std::borrow::Cow;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot, watch};

pub use bulk::{BulkItem, BulkOptions, BulkOutcome, BulkRun};
pub use ladder::{AddOptions, AddOutcome, AddReport, AddStrategy};
pub use link::LinkState;
pub use listen::{Change, ChangeStream, TypedChanges};
pub use mirror::{Mirror, MirrorOptions, MirrorState};
pub use monitor::{Monitor, Ping};
pub use queue::Overflow;
pub use stream::RowStream;
pub use typed::Print;

use crate::caps::Capabilities;
use crate::config::Config;
use crate::encoding::Encoding;
use crate::error::{Error, Result, Sent};
use crate::protocol::{Command, CommandKind, Row};
use crate::tls::SpkiPin;
pub(crate) use wire::Wire;

use actor::Message;
use pending::{Job, Sink};
use queue::Queue;

/// The whole answer to a finite command.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Response {
    /// The rows in the order they came.
    pub rows: Vec<Row>,
    /// What came with `!done`.
    pub done: Row,
    pub(crate) encoding: Encoding,
}

impl Response {
    /// The value of `=ret=`: the id after `add`, the number after
    /// `count-only`.
    #[must_use]
    pub fn ret(&self) -> Option<Cow<'_, str>> {
        self.done.get("ret").map(|ret| self.encoding.decode(ret))
    }
}

/// What all handles and the link's task share.
pub(crate) struct Shared {
    pub config: Config,
    tags: AtomicU64,
    pub unknown_replies: AtomicU64,
    /// The key the router showed.
    pub pin: Mutex<Option<SpkiPin>>,
}

impl Shared {
    /// Tags go up and are never given twice, also over reconnects.
    pub fn next_tag(&self) -> u64 {
        self.tags.fetch_add(1, Ordering::Relaxed)
    }
}

/// A router. Cheap to clone; all clones use one connection. When the last
/// handle (streams included) is dropped, the link says `/quit` and ends.
///
/// Every call is safe to drop: before it was sent it is taken back; afterwards
/// a read is cancelled on the router, a write goes on to its end and only its
/// answer is lost.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    shared: Arc<Shared>,
    messages: mpsc::UnboundedSender<Message>,
    state: watch::Receiver<LinkState>,
    credit: Arc<Semaphore>,
    stream_credit: Arc<Semaphore>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = &self.inner.shared.config;
        write!(f, "Client({}:{}, {:?})", config.host, config.effective_port(), self.link_state())
    }
}

impl Client {
    /// Connects, logs in and reads the router's capabilities. The first
    /// failure is returned; later ones lead to reconnecting as the
    /// configuration says.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::ConnectTimeout`], [`Error::Tls`],
    /// [`Error::Auth`], [`Error::Fatal`], [`Error::Protocol`] and
    /// [`Error::Disconnected`].
    pub async fn connect(config: Config) -> Result<Self> {
        let (credit, streams) = (config.max_in_flight.max(1), config.max_streams.max(1));
        let shared = Arc::new(Shared {
            config,
            tags: AtomicU64::new(1),
            unknown_replies: AtomicU64::new(0),
            pin: Mutex::new(None),
        });
        let established = link::establish(&shared).await?;
        let (messages, inbox) = mpsc::unbounded_channel();
        let state = link::spawn(Arc::clone(&shared), established, inbox);
        let credit = Arc::new(Semaphore::new(credit));
        let stream_credit = Arc::new(Semaphore::new(streams));
        Ok(Self { inner: Arc::new(Inner { shared, messages, state, credit, stream_credit }) })
    }

    /// Follows the state of the link.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<LinkState> {
        self.inner.state.clone()
    }

    /// The state of the link now.
    #[must_use]
    pub fn link_state(&self) -> LinkState {
        self.inner.state.borrow().clone()
    }

    /// What is known about the router at the other end; `None` while there is
    /// no link.
    #[must_use]
    pub fn capabilities(&self) -> Option<Arc<Capabilities>> {
        match &*self.inner.state.borrow() {
            LinkState::Up { capabilities, .. } => Some(Arc::clone(capabilities)),
            _ => None,
        }
    }

    /// The key the router showed at the last encrypted connect: what to store
    /// after the first use.
    #[must_use]
    pub fn seen_pin(&self) -> Option<SpkiPin> {
        *self.inner.shared.pin.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers that belonged to no command, since the client was made. They
    /// are ignored; a number that grows points to a broken peer.
    #[must_use]
    pub fn unknown_replies(&self) -> u64 {
        self.inner.shared.unknown_replies.load(Ordering::Relaxed)
    }

    /// The configuration in use.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.inner.shared.config
    }

    /// Runs a finite command and waits for its whole answer.
    ///
    /// # Errors
    /// [`Error::Trap`] if the router refuses; [`Error::Timeout`],
    /// [`Error::Disconnected`] and [`Error::NotConnected`] for the link, see
    /// [`Error::sent`].
    pub async fn call(&self, command: Command) -> Result<Response> {
        self.call_within(command, self.inner.shared.config.command_timeout).await
    }

    /// As [`call`](Client::call), with another limit on silence.
    ///
    /// # Errors
    /// As [`call`](Client::call).
    pub async fn call_within(&self, command: Command, silence: Duration) -> Result<Response> {
        self.ask(command, silence, Sink::Call).await
    }

    /// As [`call`](Client::call), but every row goes to `each` as it comes and
    /// none is kept: for tables too large to hold twice. `each` runs in the
    /// task of the link and must be quick; it must not wait or panic. Rows may
    /// have come although the call fails.
    ///
    /// # Errors
    /// As [`call`](Client::call).
    pub async fn call_each(&self, command: Command, each: impl FnMut(Row) + Send + 'static) -> Result<Response> {
        let silence = self.inner.shared.config.command_timeout;
        self.ask(command, silence, |sender| Sink::Each(Box::new(each), sender)).await
    }

    async fn ask(
        &self,
        command: Command,
        silence: Duration,
        sink: impl FnOnce(oneshot::Sender<Result<Response>>) -> Sink,
    ) -> Result<Response> {
        let late = |path: &str| Error::Timeout { path: path.to_owned(), sent: Sent::No };
        let permit =
            tokio::time::timeout(silence, permit(&self.inner.credit)).await.map_err(|_| late(command.path()))??;
        let (sender, receiver) = oneshot::channel();
        let abandon = self.run(command, sink(sender), Some(silence), Some(permit))?;
        let answer = receiver.await;
        abandon.disarm();
        answer.unwrap_or(Err(Error::NotConnected))
    }

    /// Starts a command that answers row by row, such as a monitor. At most
    /// 256 rows wait to be read; `overflow` says what happens to more. The
    /// command is cancelled when the stream is dropped.
    ///
    /// # Errors
    /// [`Error::NotConnected`]; everything later comes from the stream.
    pub async fn stream(&self, command: Command, overflow: Overflow) -> Result<RowStream> {
        let permit = permit(&self.inner.stream_credit).await?;
        let queue = Arc::new(Queue::new(overflow));
        let sink = Sink::Stream(Arc::clone(&queue));
        let command = command.with_kind(CommandKind::Read);
        let abandon = self.run(command, sink, None, Some(permit))?;
        Ok(RowStream::new(queue, abandon))
    }

    /// Waits until there is a link. `false`: there will be none any more.
    pub async fn wait_until_up(&self) -> bool {
        let mut state = self.state();
        loop {
            match &*state.borrow_and_update() {
                LinkState::Up { .. } => return true,
                LinkState::Down { retrying: false, .. } => return false,
                _ => {}
            }
            if state.changed().await.is_err() {
                return false;
            }
        }
    }

    /// Says `/quit`, after the answers of running writes, and waits until the
    /// link has ended, for all clones. The last thing before a program ends:
    /// the link's task dies with the runtime.
    pub async fn close(&self) {
        let mut state = self.state();
        if self.inner.messages.send(Message::Close).is_ok() {
            while state.changed().await.is_ok() {}
        }
    }

    fn run(
        &self,
        command: Command,
        sink: Sink,
        timeout: Option<Duration>,
        permit: Option<OwnedSemaphorePermit>,
    ) -> Result<Abandon> {
        let tag = self.inner.shared.next_tag();
        let job = Job { tag, command, sink, timeout, permit };
        self.inner.messages.send(Message::Run(job)).map_err(|_| Error::NotConnected)?;
        Ok(Abandon { client: Some(self.clone()), tag })
    }
}

async fn permit(credit: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit> {
    Arc::clone(credit).acquire_owned().await.map_err(|_| Error::NotConnected)
}

/// Tells the link, when dropped, that nobody waits for a tag any more.
pub(crate) struct Abandon {
    client: Option<Client>,
    tag: u64,
}

impl Abandon {
    /// The answer came: nothing to abandon.
    pub fn disarm(mut self) {
        self.client = None;
    }
}

impl Drop for Abandon {
    fn drop(&mut self) {
        if let Some(client) = &self.client {
            // A link that has ended needs no telling.
            let _ = client.inner.messages.send(Message::Abandon(self.tag));
        }
    }
}

/// The commands the client makes by itself, one of each kind.
#[cfg(test)]
pub(crate) fn schema_commands() -> Vec<Command> {
    use crate::resource::{HotspotUser, PppSecret, SimpleQueue};

    let id = "*1".into();
    let mut commands = ladder::commands();
    commands.extend([
        listen::listen_command("/ip/hotspot/active"),
        monitor::traffic_command(&["ether1"]),
        Ping::new("10.0.0.1").count(1).interval(Duration::from_secs(1)).size(56).interface("ether1").command(),
        typed::exactly::<HotspotUser>("x"),
        typed::unset_command::<PppSecret>(&id, "comment"),
        typed::move_command::<SimpleQueue>(&id, Some(&id)),
        Command::new("/system/health/print"),
        Command::new("/log/print").arg("follow", "").arg("follow-only", "").arg("interval", "1s").flag("count-only"),
    ]);
    commands
}
