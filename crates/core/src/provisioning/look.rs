//! Looks which rows a router has for some names.

use std::collections::HashMap;

use routeros_api::resource::HotspotUser;
use routeros_api::{Client, Query, Resource as _};

use super::drain::Account;

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
pub async fn rows_of(client: &Client, accounts: &[&Account]) -> Option<Rows> {
    let names: Vec<&str> = accounts.iter().map(|account| account.user.name.as_str()).collect();
    rows_named(client, &names).await.map_err(|error| tracing::info!(%error, "rows could not be read")).ok()
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
