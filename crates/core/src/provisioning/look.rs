//! Looks which rows a router has for some names.

use std::collections::HashMap;

use routeros_api::resource::HotspotUser;
use routeros_api::{Client, Error, Query, Resource as _, TrapKind};
use simpul_kernel::Result;

use super::drain::Account;
use crate::network::RouterError;

/// Rows by name; one name may have several, one per hotspot server.
pub type Rows = HashMap<String, Vec<HotspotUser>>;

/// Names asked for in one command: the router goes through its table once for
/// each command.
const NAMES_AT_ONCE: usize = 40;
/// From this many names on, reading the whole table once is cheaper.
const NAMES_MOST: usize = 400;

/// What is read of a row. Passwords come only to a user with `sensitive`.
const PROPERTIES: &[&str] = &[
    ".id",
    "name",
    "password",
    "comment",
    "disabled",
    "profile",
    "server",
    "limit-uptime",
    "limit-bytes-total",
    "mac-address",
    "email",
];

/// The rows of these accounts' names; `None` when the line broke.
pub async fn rows_of(client: &Client, accounts: &[&Account]) -> Result<Option<Rows>> {
    let names: Vec<&str> = accounts.iter().map(|account| account.user.name.as_str()).collect();
    read(rows_named(client, &names).await)
}

/// What was read; `None` when the line broke. A router that does not let our user
/// read is no lost line: over a new one it would say the same.
pub fn read<T>(answer: routeros_api::Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(read) => Ok(Some(read)),
        Err(Error::Trap(trap)) if trap.kind == TrapKind::Permission => {
            Err(RouterError::CommandRefused { message: trap.message }.into())
        }
        Err(error) => {
            tracing::info!(%error, "rows could not be read");
            Ok(None)
        }
    }
}

/// The rows with these names.
pub async fn rows_named(client: &Client, names: &[&str]) -> routeros_api::Result<Rows> {
    let mut rows = Vec::new();
    if names.len() > NAMES_MOST {
        rows = client.print(HotspotUser::MENU).proplist(PROPERTIES).typed::<HotspotUser>().await?;
    } else {
        let prints = names.chunks(NAMES_AT_ONCE).map(|chunk| {
            let query = Query::any_of("name", chunk.iter().copied());
            client.print(HotspotUser::MENU).proplist(PROPERTIES).query(query).typed::<HotspotUser>()
        });
        for part in futures::future::try_join_all(prints).await? {
            rows.extend(part);
        }
    }
    let mut by_name = Rows::new();
    for row in rows {
        if let Some(name) = row.name.clone() {
            by_name.entry(name).or_default().push(row);
        }
    }
    Ok(by_name)
}
