//! Changes of a menu, as the router reports them.

use super::{Client, LinkState, Overflow, RowStream};
use crate::error::{Error, Result};
use crate::protocol::{Command, Row};
use crate::resource::Id;

/// One change in a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change {
    /// A row is new or has changed; this is the whole row.
    Upsert(Row),
    /// A row is gone.
    Dead(Id),
    /// Changes may have been missed (the link broke or the reader was slow):
    /// take a new snapshot. There is no way to ask for what was missed.
    Resync,
}

/// The changes of a menu; see [`Client::listen`].
#[derive(Debug)]
pub struct ChangeStream {
    client: Client,
    command: Command,
    rows: Option<RowStream>,
}

impl Client {
    /// Follows the changes of a menu, such as `/ip/hotspot/active`. Only
    /// changes come, so take a snapshot *after* the listen was started. After a
    /// lost link the listening starts anew with the next link, and
    /// [`Change::Resync`] says so.
    ///
    /// # Errors
    /// [`Error::NotConnected`].
    pub async fn listen(&self, menu: &str) -> Result<ChangeStream> {
        let command = Command::in_menu(menu, "listen");
        let rows = Some(self.stream(command.clone(), Overflow::Fail).await?);
        Ok(ChangeStream { client: self.clone(), command, rows })
    }
}

impl ChangeStream {
    /// The next change; `None` once the client is closed or will not come back.
    /// May be dropped without losing one.
    ///
    /// # Errors
    /// [`Error::Trap`] if the router refuses to listen here.
    pub async fn next(&mut self) -> Option<Result<Change>> {
        loop {
            let Some(rows) = &mut self.rows else {
                if !self.up_again().await {
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

    /// Waits for a link. `false`: there will be none.
    async fn up_again(&self) -> bool {
        let mut state = self.client.state();
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
}

fn change(row: Row) -> Change {
    // `.dead=true` in captures, `yes` in the vendor's text.
    let dead = matches!(row.get(".dead"), Some(b"true" | b"yes"));
    match row.id() {
        Some(id) if dead => Change::Dead(Id::from(id.into_owned())),
        _ => Change::Upsert(row),
    }
}
