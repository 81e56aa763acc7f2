//! Everyday commands on menus, typed or not.

use super::Client;
use crate::error::{Error, Result};
use crate::protocol::{Command, Query, Row};
use crate::resource::{Id, Resource};

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

    /// Clears a property (`unset`); not every menu has the command.
    ///
    /// # Errors
    /// As [`Client::call`].
    pub async fn unset<T: Resource>(&self, id: &Id, property: &str) -> Result<()> {
        let command = Command::in_menu(T::MENU, "unset").arg(".id", id.as_str()).arg("value-name", property);
        self.call(command).await.map(drop)
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

impl Print {
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
