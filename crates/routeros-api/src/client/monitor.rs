//! Commands that measure: traffic, ping.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use futures::Stream;

use super::{Client, Overflow, RowStream};
use crate::error::{Error, Result};
use crate::protocol::Command;
use crate::resource::{PingReply, Resource, TrafficSample};
use crate::value;

/// Measurements as they come. At most 256 wait to be read; a slower reader
/// loses the oldest, which the next ones replace anyway. Dropping it ends the
/// command on the router.
///
/// One that goes on by itself (traffic, a ping without a count) is started
/// anew after a lost link. A finite one ends with the link.
pub struct Monitor<T> {
    client: Client,
    command: Command,
    rows: Option<RowStream>,
    dropped_before: u64,
    kind: PhantomData<fn() -> T>,
}

/// What to ping, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ping {
    address: String,
    count: Option<u32>,
    interval: Option<Duration>,
    size: Option<u32>,
    interface: Option<String>,
}

impl Ping {
    /// A ping of an address or name, until it is dropped.
    pub fn new(address: impl Into<String>) -> Self {
        Self { address: address.into(), count: None, interval: None, size: None, interface: None }
    }

    /// Ends after so many packets.
    #[must_use]
    pub fn count(mut self, count: u32) -> Self {
        self.count = Some(count);
        self
    }

    /// Between packets: 10 ms to 5 s. A second unless set.
    #[must_use]
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = Some(interval);
        self
    }

    /// Bytes of each packet.
    #[must_use]
    pub fn size(mut self, size: u32) -> Self {
        self.size = Some(size);
        self
    }

    /// The interface to send from.
    #[must_use]
    pub fn interface(mut self, interface: impl Into<String>) -> Self {
        self.interface = Some(interface.into());
        self
    }

    pub(crate) fn command(&self) -> Command {
        Command::new("/tool/ping")
            .arg("address", &self.address)
            .arg_opt("count", self.count)
            .arg_opt("interval", self.interval.map(value::format_duration))
            .arg_opt("size", self.size)
            .arg_opt("interface", self.interface.as_ref())
    }
}

/// The command behind [`Client::monitor_traffic`].
pub(crate) fn traffic_command(interfaces: &[&str]) -> Command {
    Command::new(TrafficSample::MENU).arg("interface", interfaces.join(","))
}

impl Client {
    /// What goes through some interfaces, a row for each about once a second.
    /// Ask for all that are looked at in one monitor.
    ///
    /// # Errors
    /// [`Error::NotConnected`]; later ones come from the monitor.
    pub async fn monitor_traffic(&self, interfaces: &[&str]) -> Result<Monitor<TrafficSample>> {
        self.monitor(traffic_command(interfaces)).await
    }

    /// Pings from the router. A packet that is lost is a row with a `status`;
    /// a name that cannot be resolved is a trap.
    ///
    /// # Errors
    /// [`Error::NotConnected`]; later ones come from the monitor.
    pub async fn ping(&self, ping: Ping) -> Result<Monitor<PingReply>> {
        self.monitor(ping.command()).await
    }

    /// Any command that measures.
    ///
    /// # Errors
    /// [`Error::NotConnected`]; later ones come from the monitor.
    pub async fn monitor<T: Resource>(&self, command: Command) -> Result<Monitor<T>> {
        let rows = Some(self.stream(command.clone(), Overflow::DropOldest).await?);
        Ok(Monitor { client: self.clone(), command, rows, dropped_before: 0, kind: PhantomData })
    }
}

impl<T: Resource> Monitor<T> {
    /// The next measurement; `None` at the end of the command, and when there
    /// will be no link any more. May be dropped without losing one.
    ///
    /// # Errors
    /// [`Error::Trap`], and for a finite command those of the link.
    pub async fn next(&mut self) -> Option<Result<T>> {
        loop {
            let Some(rows) = &mut self.rows else {
                if !self.client.wait_until_up().await {
                    return None;
                }
                match self.client.stream(self.command.clone(), Overflow::DropOldest).await {
                    Ok(rows) => self.rows = Some(rows),
                    Err(Error::NotConnected) => {}
                    Err(error) => return Some(Err(error)),
                }
                continue;
            };
            match rows.next().await? {
                Ok(row) => return Some(Ok(T::from_row(&row, self.client.config().encoding))),
                Err(Error::Disconnected { .. } | Error::NotConnected) if self.command.is_endless() => {
                    self.dropped_before += rows.dropped();
                    self.rows = None;
                }
                Err(error) => return Some(Err(error)),
            }
        }
    }

    /// The same measurements as a [`Stream`].
    pub fn into_stream(self) -> impl Stream<Item = Result<T>> {
        futures::stream::unfold(self, |mut monitor| async move { Some((monitor.next().await?, monitor)) })
    }
}

impl<T> Monitor<T> {
    /// Measurements lost because they were read too slowly.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped_before + self.rows.as_ref().map_or(0, RowStream::dropped)
    }
}

impl<T> fmt::Debug for Monitor<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Monitor")
            .field("command", &self.command)
            .field("dropped", &self.dropped())
            .finish_non_exhaustive()
    }
}
