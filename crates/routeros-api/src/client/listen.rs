//! Changes of a menu, as the router reports them.

use std::fmt;
use std::marker::PhantomData;

use futures::Stream;

use super::{Client, Overflow, RowStream};
use crate::error::{Error, Result};
use crate::protocol::{Command, Row};
use crate::resource::{Id, LogEntry, Resource};

/// One change in a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change<T = Row> {
    /// A row is new or has changed; this is the whole row.
    Upsert(T),
    /// A row is gone.
    Dead(Id),
    /// Changes may have been missed (the link broke or the reader was slow):
    /// take a new snapshot. There is no way to ask for what was missed.
    Resync,
}

/// The changes of a menu; see [`Client::listen`].
///
/// At most 256 changes wait to be read. A reader that is slower loses the
/// rest: the listening starts anew and [`Change::Resync`] says so.
#[derive(Debug)]
pub struct ChangeStream {
    client: Client,
    command: Command,
    rows: Option<RowStream>,
}

/// The changes of a menu, each row as a type; see [`ChangeStream::typed`].
pub struct TypedChanges<T> {
    changes: ChangeStream,
    kind: PhantomData<fn() -> T>,
}

impl Client {
    /// Follows the changes of a menu, such as `/ip/hotspot/active`. Only
    /// changes come, so take a snapshot *after* the listen was started. After a
    /// lost link the listening starts anew with the next link, and
    /// [`Change::Resync`] says so.
    ///
    /// Neither a query nor a property list goes with it: the router filters
    /// the notices of deleted rows as well, so that they would get lost.
    ///
    /// # Errors
    /// [`Error::NotConnected`].
    pub async fn listen(&self, menu: &str) -> Result<ChangeStream> {
        ChangeStream::open(self.clone(), listen_command(menu)).await
    }

    /// Follows the log from now on: what is called after this goes out after
    /// it. [`Change::Resync`] means that lines may have been missed, while the
    /// link was down or because the reader was slow; the stream goes on by
    /// itself and ends with the client.
    ///
    /// ```no_run
    /// # use routeros_api::{Change, Client};
    /// # async fn example(client: Client) -> Result<(), routeros_api::Error> {
    /// let mut log = client.follow_log().await?;
    /// while let Some(change) = log.next().await {
    ///     match change? {
    ///         Change::Upsert(line) => println!("{}", line.message.unwrap_or_default()),
    ///         Change::Resync => println!("(some lines may be missing here)"),
    ///         _ => {}
    ///     }
    /// }
    /// println!("no more lines: {:?}", client.link_state());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// [`Error::NotConnected`].
    pub async fn follow_log(&self) -> Result<TypedChanges<LogEntry>> {
        Ok(self.print(LogEntry::MENU).follow_only().await?.typed())
    }
}

pub(crate) fn listen_command(menu: &str) -> Command {
    Command::in_menu(menu, "listen")
}

impl ChangeStream {
    /// Starts a command that reports changes.
    pub(super) async fn open(client: Client, command: Command) -> Result<Self> {
        let rows = Some(client.stream(command.clone(), Overflow::Fail).await?);
        Ok(Self { client, command, rows })
    }

    /// The next change; `None` once the client is closed or will not come back
    /// ([`Client::link_state`] says why). A link that is lost and found again is
    /// no end but a [`Change::Resync`]. May be dropped without losing a change,
    /// so that it can stand in `tokio::select!` or under a timeout.
    ///
    /// # Errors
    /// [`Error::Trap`] if the router refuses to listen here.
    pub async fn next(&mut self) -> Option<Result<Change>> {
        loop {
            let Some(rows) = &mut self.rows else {
                if !self.client.wait_until_up().await {
                    return None;
                }
                match self.client.stream(self.command.clone(), Overflow::Fail).await {
                    Ok(rows) => self.rows = Some(rows),
                    Err(Error::NotConnected) => continue,
                    Err(error) => return Some(Err(error)),
                }
                return Some(Ok(Change::Resync));
            };
            match rows.next().await {
                Some(Ok(row)) => return Some(Ok(change(row))),
                Some(Err(error @ Error::Trap(_))) => return Some(Err(error)),
                Some(Err(Error::Disconnected { .. } | Error::NotConnected | Error::Overflow)) => {
                    self.rows = None;
                }
                Some(Err(error)) => return Some(Err(error)),
                None => return None,
            }
        }
    }

    /// Reads each row as a type.
    #[must_use]
    pub fn typed<T: Resource>(self) -> TypedChanges<T> {
        TypedChanges { changes: self, kind: PhantomData }
    }

    /// The same changes as a [`Stream`].
    pub fn into_stream(self) -> impl Stream<Item = Result<Change>> {
        futures::stream::unfold(self, |mut changes| async move { Some((changes.next().await?, changes)) })
    }
}

impl<T: Resource> TypedChanges<T> {
    /// The next change; see [`ChangeStream::next`].
    ///
    /// # Errors
    /// As [`ChangeStream::next`].
    pub async fn next(&mut self) -> Option<Result<Change<T>>> {
        let encoding = self.changes.client.config().encoding;
        let change = match self.changes.next().await? {
            Ok(change) => change,
            Err(error) => return Some(Err(error)),
        };
        Some(Ok(match change {
            Change::Upsert(row) => Change::Upsert(T::from_row(&row, encoding)),
            Change::Dead(id) => Change::Dead(id),
            Change::Resync => Change::Resync,
        }))
    }

    /// The same changes as a [`Stream`].
    pub fn into_stream(self) -> impl Stream<Item = Result<Change<T>>> {
        futures::stream::unfold(self, |mut changes| async move { Some((changes.next().await?, changes)) })
    }
}

impl<T> fmt::Debug for TypedChanges<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.changes.fmt(f)
    }
}

fn change(row: Row) -> Change {
    // `.dead=true` in captures, `yes` in the vendor's text.
    let dead = matches!(row.get(".dead"), Some(b"true" | b"yes"));
    match row.id() {
        Some(id) if dead => Change::Dead(Id::from(id.into_owned())),
        _ => Change::Upsert(row),
    }
}
