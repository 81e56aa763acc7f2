//! Everyday commands on menus, typed or not.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::{ChangeStream, Client, Overflow, RowStream};
use crate::error::{Error, Result};
use crate::protocol::{Command, Query, Row};
use crate::resource::{HealthReading, Id, Resource};
use crate::trap::TrapKind;
use crate::value;

/// Ids in one comma list: enough to save round trips, short enough for the
/// router's command line.
const IDS_AT_ONCE: usize = 50;

/// A `print` in the making; see [`Client::print`].
#[derive(Debug, Clone)]
#[must_use = "a print does nothing until `rows`, `count`, `first` or `typed` is awaited"]
pub struct Print {
    client: Client,
    command: Command,
}

impl Client {
    /// Begins a `print` of a menu.
    pub fn print(&self, menu: &str) -> Print {
        Print { client: self.clone(), command: Command::in_menu(menu, "print") }
    }

    /// The rows of a resource's menu that match, with the properties the type
    /// knows.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn list<T: Resource>(&self, query: Query) -> Result<Vec<T>> {
        self.print(T::MENU).proplist(T::PROPERTIES).query(query).typed().await
    }

    /// The row with this id, or `None` if there is none.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn find<T: Resource>(&self, id: &Id) -> Result<Option<T>> {
        Ok(self.list(Query::eq(".id", id.as_str())).await?.pop())
    }

    /// The id of the row with exactly this name, or `None`. References in
    /// other menus (a user's profile, say) are resolved by unique *beginning*,
    /// so that a name that is missing may hit another row: ask here first, then
    /// write the name. An exact name always wins.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn find_named<T: Resource>(&self, name: &str) -> Result<Option<Id>> {
        let response = self.call(exactly::<T>(name)).await?;
        let same = |row: &&Row| row.get("name").is_some_and(|found| *response.encoding.decode(found) == *name);
        Ok(response.rows.iter().find(same).and_then(Row::id).map(Id::from))
    }

    /// What the board measures about itself, in either shape; nothing where the
    /// menu is missing (virtual routers).
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn health(&self) -> Result<Vec<HealthReading>> {
        match self.call(Command::new("/system/health/print")).await {
            Ok(response) => Ok(HealthReading::from_rows(&response.rows, response.encoding)),
            Err(Error::Trap(trap)) if trap.kind == TrapKind::NoSuchCommand => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Adds a row and returns its id.
    ///
    /// # Errors
    /// As [`Client::call`]; [`Error::Decode`] if the router names no id.
    pub async fn add<T: Resource>(&self, row: &T) -> Result<Id> {
        let response = self.call(row.to_add()).await?;
        response.ret().map(Id::from).ok_or(Error::Decode { field: "ret" })
    }

    /// Writes the properties that are `Some`; the others stay as they are.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn set<T: Resource>(&self, id: &Id, row: &T) -> Result<()> {
        self.call(row.to_set(id)).await.map(drop)
    }

    /// Writes the properties that are `Some` in a menu with a single row, such
    /// as `/system/identity`.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn set_single<T: Resource>(&self, row: &T) -> Result<()> {
        self.call(row.to_set_single()).await.map(drop)
    }

    /// The row of a menu with a single row; `None` where the menu shows none.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn single<T: Resource>(&self) -> Result<Option<T>> {
        Ok(self.print(T::MENU).typed().await?.into_iter().next())
    }

    /// Clears a property (`unset`); not every menu has the command.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn unset<T: Resource>(&self, id: &Id, property: &str) -> Result<()> {
        self.call(unset_command::<T>(id, property)).await.map(drop)
    }

    /// Moves a row before another one, or to the end, where order matters
    /// (`/queue/simple`, `/ip/hotspot/ip-binding`).
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn move_before<T: Resource>(&self, id: &Id, before: Option<&Id>) -> Result<()> {
        self.call(move_command::<T>(id, before)).await.map(drop)
    }

    /// Removes rows. If one of a list does not exist, the router may have
    /// removed those before it.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn remove<T: Resource>(&self, ids: &[Id]) -> Result<()> {
        self.each_list::<T>("remove", ids).await
    }

    /// Enables rows.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn enable<T: Resource>(&self, ids: &[Id]) -> Result<()> {
        self.each_list::<T>("enable", ids).await
    }

    /// Disables rows.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn disable<T: Resource>(&self, ids: &[Id]) -> Result<()> {
        self.each_list::<T>("disable", ids).await
    }

    async fn each_list<T: Resource>(&self, verb: &str, ids: &[Id]) -> Result<()> {
        for chunk in ids.chunks(IDS_AT_ONCE) {
            self.call(T::on_rows(verb, chunk)).await?;
        }
        Ok(())
    }
}

/// The command behind [`Client::find_named`].
pub(crate) fn exactly<T: Resource>(name: &str) -> Command {
    Command::in_menu(T::MENU, "print").proplist([".id", "name"]).query(Query::eq("name", name))
}

/// The command behind [`Client::unset`].
pub(crate) fn unset_command<T: Resource>(id: &Id, property: &str) -> Command {
    Command::in_menu(T::MENU, "unset").arg(".id", id.as_str()).arg("value-name", property)
}

/// The command behind [`Client::move_before`].
pub(crate) fn move_command<T: Resource>(id: &Id, before: Option<&Id>) -> Command {
    Command::in_menu(T::MENU, "move").arg(".id", id.as_str()).arg_opt("destination", before.map(Id::as_str))
}

impl Print {
    /// The rows there are, then the changes to them (`follow`). Started anew
    /// after a lost link: [`Change::Resync`](super::Change::Resync), then all
    /// rows again.
    ///
    /// # Errors
    /// [`Error::NotConnected`].
    pub async fn follow(self) -> Result<ChangeStream> {
        ChangeStream::open(self.client, self.command.arg("follow", "")).await
    }

    /// Only what comes from now on (`follow-only`): for the log. Started anew
    /// after a lost link; [`Change::Resync`](super::Change::Resync) says that
    /// something may have been missed.
    ///
    /// # Errors
    /// [`Error::NotConnected`].
    pub async fn follow_only(self) -> Result<ChangeStream> {
        ChangeStream::open(self.client, self.command.arg("follow-only", "")).await
    }

    /// All rows again and again, this far apart. When more than 256 rows wait
    /// to be read, the oldest are dropped. Ends with the link.
    ///
    /// # Errors
    /// [`Error::NotConnected`].
    pub async fn every(self, interval: Duration) -> Result<RowStream> {
        let command = self.command.arg("interval", value::format_duration(interval));
        self.client.stream(command, Overflow::DropOldest).await
    }

    /// Asks for these properties only.
    pub fn proplist<P: AsRef<str>>(mut self, properties: impl IntoIterator<Item = P>) -> Self {
        self.command = self.command.proplist(properties);
        self
    }

    /// Narrows to matching rows.
    pub fn query(mut self, query: Query) -> Self {
        self.command = self.command.query(query);
        self
    }

    /// Adds a bare flag, such as `detail`.
    pub fn flag(mut self, name: &'static str) -> Self {
        self.command = self.command.flag(name);
        self
    }

    /// The rows as they came.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn rows(self) -> Result<Vec<Row>> {
        Ok(self.client.call(self.command).await?.rows)
    }

    /// The first row, for menus that have only one.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn first(self) -> Result<Option<Row>> {
        Ok(self.rows().await?.into_iter().next())
    }

    /// Gives each row to a function as it comes and keeps none; see
    /// [`Client::call_each`]. Returns how many there were.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn each(self, mut each: impl FnMut(Row) + Send + 'static) -> Result<u64> {
        let count = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&count);
        let row = move |row| {
            counted.fetch_add(1, Ordering::Relaxed);
            each(row);
        };
        self.client.call_each(self.command, row).await?;
        Ok(count.load(Ordering::Relaxed))
    }

    /// How many rows match; none of them travels.
    ///
    /// # Errors
    /// As [`Client::call`]; [`Error::Decode`] if no number comes.
    pub async fn count(self) -> Result<u64> {
        let response = self.client.call(self.command.flag("count-only")).await?;
        let count = response.ret().and_then(|count| count.parse().ok());
        count.ok_or(Error::Decode { field: "ret" })
    }

    /// The rows as a type.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn typed<T: Resource>(self) -> Result<Vec<T>> {
        let response = self.client.call(self.command).await?;
        let encoding = response.encoding;
        Ok(response.rows.iter().map(|row| T::from_row(row, encoding)).collect())
    }
}
