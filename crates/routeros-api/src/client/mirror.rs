//! A menu's rows kept here, up to date.

use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until};

use super::compact::CompactTable;
use super::listen::listen_command;
use super::{Change, ChangeStream, Client};
use crate::encoding::Encoding;
use crate::error::{Error, Result};
use crate::resource::{Id, Resource};

/// Changes that may come while a snapshot is read; more than these make the
/// snapshot worthless.
const CHANGES_AT_ONCE: usize = 65_536;

/// How a [`Mirror`] keeps up.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct MirrorOptions {
    /// How often the whole menu is read again, since counters change without a
    /// notice. 5 minutes.
    pub refresh: Duration,
    /// The properties to keep, `.id` always among them; all the type knows
    /// when `None`. What is not kept costs neither memory nor the router's
    /// time.
    pub properties: Option<&'static [&'static str]>,
    /// Whether to listen for changes between snapshots. Yes.
    pub listen: bool,
}

impl Default for MirrorOptions {
    fn default() -> Self {
        Self { refresh: Duration::from_secs(300), properties: None, listen: true }
    }
}

/// How much a [`Mirror`] can be relied on.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum MirrorState {
    /// A snapshot was read, and changes since then were taken over.
    Current,
    /// What is held may be old: this went wrong. It is tried again.
    Stale(Error),
    /// The client was closed or gave up; nothing will change any more.
    Ended,
}

/// The rows of a menu, kept up to date by a snapshot, the router's notices of
/// changes, and further snapshots now and then and after every lost link.
///
/// Rows are kept in about the bytes of their values: 50,000 accounts take some
/// ten megabytes. They are read into their type when they are asked for. There
/// is no order among them. Dropping the mirror ends it.
#[derive(Debug)]
pub struct Mirror<T> {
    shared: Arc<Shared>,
    task: AbortHandle,
    kind: PhantomData<fn() -> T>,
}

#[derive(Debug)]
struct Shared {
    table: Mutex<CompactTable>,
    version: watch::Sender<u64>,
    state: watch::Sender<MirrorState>,
    refresh: Notify,
    encoding: Encoding,
}

impl Client {
    /// Keeps the rows of a menu here; returns when the first snapshot is read.
    ///
    /// # Errors
    /// As [`Client::call`], for the first snapshot.
    pub async fn mirror<T: Resource>(&self, options: MirrorOptions) -> Result<Mirror<T>> {
        let properties = options.properties.unwrap_or(T::PROPERTIES);
        let shared = Arc::new(Shared {
            table: Mutex::new(CompactTable::new(properties)),
            version: watch::Sender::new(0),
            state: watch::Sender::new(MirrorState::Current),
            refresh: Notify::new(),
            encoding: self.config().encoding,
        });
        let changes = match options.listen {
            true => Some(ChangeStream::open(self.clone(), listen_command(T::MENU)).await?),
            false => None,
        };
        let mut keeper = Keeper {
            client: self.clone(),
            menu: T::MENU,
            properties,
            refresh: options.refresh,
            changes,
            shared: Arc::clone(&shared),
        };
        keeper.snapshot().await?;
        let task = tokio::spawn(keeper.keep()).abort_handle();
        Ok(Mirror { shared, task, kind: PhantomData })
    }
}

impl<T: Resource> Mirror<T> {
    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shared.table().len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The row with this id.
    #[must_use]
    pub fn get(&self, id: &Id) -> Option<T> {
        let row = self.shared.table().get(id.as_str())?;
        Some(T::from_row(&row, self.shared.encoding))
    }

    /// The rows that pass, in no order. Every row is read for it.
    pub fn filter(&self, mut passes: impl FnMut(&T) -> bool) -> Vec<T> {
        let table = self.shared.table();
        table.iter().map(|row| T::from_row(&row, self.shared.encoding)).filter(|row| passes(row)).collect()
    }

    /// All rows, in no order.
    #[must_use]
    pub fn rows(&self) -> Vec<T> {
        self.filter(|_| true)
    }

    /// A number that goes up with every change of what is held: to wait for
    /// the next one.
    #[must_use]
    pub fn version(&self) -> watch::Receiver<u64> {
        self.shared.version.subscribe()
    }

    /// Whether what is held is up to date, followed.
    #[must_use]
    pub fn state(&self) -> watch::Receiver<MirrorState> {
        self.shared.state.subscribe()
    }

    /// Asks for a new snapshot soon; see [`version`](Mirror::version) for its
    /// coming.
    pub fn refresh(&self) {
        self.shared.refresh.notify_one();
    }
}

impl<T> Drop for Mirror<T> {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn table(&self) -> MutexGuard<'_, CompactTable> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn apply(&self, change: &Change) {
        match change {
            Change::Upsert(row) => self.table().insert(row),
            Change::Dead(id) => self.table().remove(id.as_str()),
            Change::Resync => {}
        }
    }

    fn changed(&self) {
        self.version.send_modify(|version| *version += 1);
    }
}

/// What the mirror's task works with.
struct Keeper {
    client: Client,
    menu: &'static str,
    properties: &'static [&'static str],
    refresh: Duration,
    /// `None` when the router does not report changes here.
    changes: Option<ChangeStream>,
    shared: Arc<Shared>,
}

/// What ended a time of following.
enum Next {
    Snapshot,
    End,
}

impl Keeper {
    async fn keep(mut self) {
        loop {
            if matches!(self.follow().await, Next::End) {
                self.shared.state.send_replace(MirrorState::Ended);
                return;
            }
            if let Err(error) = self.snapshot().await {
                tracing::debug!(menu = self.menu, %error, "a mirror is stale");
                self.shared.state.send_replace(MirrorState::Stale(error));
            }
        }
    }

    /// Takes over changes until it is time for a snapshot.
    async fn follow(&mut self) -> Next {
        let stale = matches!(&*self.shared.state.borrow(), MirrorState::Stale(_));
        // A menu that cannot be read now may be readable soon.
        let wait = if stale { self.refresh.min(Duration::from_secs(5)) } else { self.refresh };
        let until = Instant::now() + wait;
        if stale && !self.client.wait_until_up().await {
            return Next::End;
        }
        loop {
            tokio::select! {
                change = next_change(&mut self.changes) => match change {
                    Some(Ok(Change::Resync)) => return Next::Snapshot,
                    Some(Ok(change)) => {
                        self.shared.apply(&change);
                        self.shared.changed();
                    }
                    // No notices here: snapshots alone have to do.
                    Some(Err(_)) => self.changes = None,
                    None => return Next::End,
                },
                () = sleep_until(until) => return Next::Snapshot,
                () = self.shared.refresh.notified() => return Next::Snapshot,
            }
        }
    }

    /// Reads the whole menu into a new table. Changes that come meanwhile are
    /// taken over at its end: the row may have been read before its change.
    async fn snapshot(&mut self) -> Result<()> {
        let table = Arc::new(Mutex::new(CompactTable::new(self.properties)));
        let filling = Arc::clone(&table);
        let fill = move |row| filling.lock().unwrap_or_else(PoisonError::into_inner).insert(&row);
        let reading = self.client.print(self.menu).proplist(with_id(self.properties)).each(fill);
        tokio::pin!(reading);
        let mut meanwhile = Vec::new();
        let mut missed = false;
        loop {
            tokio::select! {
                read = &mut reading => {
                    read?;
                    break;
                }
                change = next_change(&mut self.changes) => match change {
                    Some(Ok(Change::Resync)) => missed = true,
                    Some(Ok(change)) if meanwhile.len() < CHANGES_AT_ONCE => meanwhile.push(change),
                    Some(Ok(_)) => missed = true,
                    Some(Err(_)) => self.changes = None,
                    None => return Err(Error::NotConnected),
                },
            }
        }
        let empty = CompactTable::new(self.properties);
        let mut table = std::mem::replace(&mut *table.lock().unwrap_or_else(PoisonError::into_inner), empty);
        table.shrink();
        *self.shared.table() = table;
        meanwhile.iter().for_each(|change| self.shared.apply(change));
        if missed {
            // Read again at once: what was missed is in the next snapshot.
            self.shared.refresh.notify_one();
        }
        self.shared.state.send_replace(MirrorState::Current);
        self.shared.changed();
        Ok(())
    }
}

fn with_id(properties: &[&'static str]) -> Vec<&'static str> {
    let others = properties.iter().copied().filter(|property| *property != ".id");
    std::iter::once(".id").chain(others).collect()
}

async fn next_change(changes: &mut Option<ChangeStream>) -> Option<Result<Change>> {
    match changes {
        Some(changes) => changes.next().await,
        None => std::future::pending().await,
    }
}
