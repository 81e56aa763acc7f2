//! Isolir: a customer who has not paid is let see only the page that says so.
//!
//! In two steps, so that a power cut between them loses nothing: [`snapshot`] says
//! how the account stands; once that is in the database, [`isolate`] changes it.
//! [`restore`] brings back exactly what the snapshot holds, and leaves what a person
//! changed meanwhile. The comment is read, never written.

use routeros_api::{Client, Id, Query, Row, value};
use serde::{Deserialize, Serialize};

use super::error::{Failure, PppError};
use super::place::{self, Takeover};
use super::rules::{self, Property, Sort};
use super::wish::{ADDRESS_LISTS, AddressListWish, PROFILES, SECRETS, Wish as _};

const READ: &[&str] = &[".id", "name", "profile", "remote-address", "disabled", "comment"];

/// How a place isolates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IsolirStyle {
    /// By another profile, from the next dial-in on: kick afterwards.
    Profile {
        /// Its exact name.
        profile: String,
    },
    /// By an address list the firewall knows, at once.
    AddressList {
        /// Its name.
        list: String,
    },
    /// By locking the account: kick afterwards.
    Disable,
}

/// How an account stood before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The row.
    pub ros_id: String,
    /// Its name.
    pub name: String,
    /// Its profile.
    pub profile: Option<String>,
    /// The customer's own address.
    pub remote_address: Option<String>,
    /// Locked already.
    pub is_disabled: bool,
    /// The owner's words; kept to be shown, never written back.
    pub comment: Option<String>,
    /// The address to put on a list: the customer's own, or that of the session.
    pub listed_address: Option<String>,
}

/// What a restore found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Restored {
    /// Whether anything was written.
    pub has_changed: bool,
    /// Properties a person changed meanwhile: they stay as they are. `comment`, of an
    /// address list: the row there is not ours, and keeps the customer on it.
    pub kept: Vec<&'static str>,
}

/// How an account stands now; nothing is changed. To be stored before [`isolate`].
///
/// # Errors
/// `ppp_row_missing`, and the line's.
pub async fn snapshot(client: &Client, name: &str, known: Option<&Id>) -> Result<Snapshot, Failure> {
    let row = secret(client, name, known).await?;
    let remote_address = rules::shown(&row, "remote-address");
    let listed_address = match &remote_address {
        // A pool's name is no address.
        Some(address) if address.parse::<std::net::IpAddr>().is_ok() => Some(address.clone()),
        _ => session_address(client, name).await?,
    };
    Ok(Snapshot {
        ros_id: place::id_of(&row)?.to_string(),
        name: name.to_owned(),
        profile: rules::shown(&row, "profile"),
        remote_address,
        is_disabled: is_disabled(&row),
        comment: rules::shown(&row, "comment"),
        listed_address,
    })
}

/// Isolates an account of which `before` is stored. A second time changes nothing.
/// Whether anything was written.
///
/// # Errors
/// `ppp_row_missing`, `ppp_reference_missing` when there is no such profile,
/// `ppp_address_unknown`, and the line's.
pub async fn isolate(client: &Client, before: &Snapshot, style: &IsolirStyle) -> Result<bool, Failure> {
    let id = Id::from(before.ros_id.as_str());
    let row = secret(client, &before.name, Some(&id)).await?;
    if let IsolirStyle::AddressList { list } = style {
        let address = before.listed_address.clone();
        let address = address.ok_or_else(|| PppError::AddressUnknown { name: before.name.clone() })?;
        let wish = AddressListWish { list: list.clone(), address, comment: mark(&before.name) };
        if place::find(client, ADDRESS_LISTS, &wish.key(), &[".id"]).await?.is_some() {
            return Ok(false);
        }
        return Ok(place::place(client, &wish, None, Takeover::Refused).await?.has_changed);
    }
    if let IsolirStyle::Profile { profile } = style {
        place::reference_exists(client, PROFILES, profile).await?;
    }
    let wanted = isolated(style);
    let change = rules::change(&row, &wanted);
    if change.is_empty() {
        return Ok(false);
    }
    place::write(client, SECRETS, &id, &change).await?;
    place::read_back(client, SECRETS, &id, &wanted).await?;
    Ok(true)
}

/// Brings an account back to how it stood.
///
/// # Errors
/// `ppp_row_missing`, `ppp_reference_missing` when its profile is gone, and the line's.
pub async fn restore(client: &Client, before: &Snapshot, style: &IsolirStyle) -> Result<Restored, Failure> {
    if let IsolirStyle::AddressList { list } = style {
        return unlist(client, list, before).await;
    }
    let id = Id::from(before.ros_id.as_str());
    let row = secret(client, &before.name, Some(&id)).await?;
    let mut restored = Restored::default();
    let mut wanted = Vec::new();
    for (as_isolated, as_before) in isolated(style).into_iter().zip(originals(before, style)) {
        if rules::is_as_wished(&row, &as_isolated) {
            wanted.push(as_before);
        } else if !rules::is_as_wished(&row, &as_before) {
            restored.kept.push(as_before.name);
        }
    }
    let change = rules::change(&row, &wanted);
    if change.is_empty() {
        return Ok(restored);
    }
    if let Some(profile) = wanted.iter().find(|p| p.name == "profile").and_then(|p| p.value.as_deref()) {
        place::reference_exists(client, PROFILES, profile).await?;
    }
    place::write(client, SECRETS, &id, &change).await?;
    place::read_back(client, SECRETS, &id, &wanted).await?;
    restored.has_changed = true;
    Ok(restored)
}

/// What an isolated account's row says. Its own address would go before the pool of
/// the isolir profile, so it is taken away.
fn isolated(style: &IsolirStyle) -> Vec<Property> {
    match style {
        IsolirStyle::Profile { profile } => vec![
            Property::text("profile", profile).sorted(Sort::Reference { menu: PROFILES }),
            Property::text_or_unset("remote-address", None).sorted(Sort::Address),
        ],
        IsolirStyle::Disable => vec![Property::flag("disabled", true)],
        IsolirStyle::AddressList { .. } => Vec::new(),
    }
}

/// The same properties as they were.
fn originals(before: &Snapshot, style: &IsolirStyle) -> Vec<Property> {
    match style {
        IsolirStyle::Profile { .. } => vec![
            Property::text_or_unset("profile", before.profile.as_deref()).sorted(Sort::Reference { menu: PROFILES }),
            Property::text_or_unset("remote-address", before.remote_address.as_deref()).sorted(Sort::Address),
        ],
        IsolirStyle::Disable => vec![Property::flag("disabled", before.is_disabled)],
        IsolirStyle::AddressList { .. } => Vec::new(),
    }
}

/// The secret of this name; with `known`, only if it is still that row.
async fn secret(client: &Client, name: &str, known: Option<&Id>) -> Result<Row, Failure> {
    let row = place::find(client, SECRETS, &[("name", name.to_owned())], READ).await?;
    let missing = || Failure::from(PppError::RowMissing { name: name.to_owned() });
    let row = row.ok_or_else(missing)?;
    match known {
        Some(id) if place::id_of(&row)? != *id => Err(missing()),
        _ => Ok(row),
    }
}

fn is_disabled(row: &Row) -> bool {
    rules::shown(row, "disabled").and_then(|text| value::parse_bool(&text)).unwrap_or(false)
}

async fn session_address(client: &Client, name: &str) -> Result<Option<String>, Failure> {
    let rows = client.print("/ppp/active").proplist(["name", "address"]).query(Query::eq("name", name)).rows().await?;
    Ok(rows.iter().find_map(|row| rules::shown(row, "address")))
}

/// What we write at a row of a list: a row without it was there before us.
fn mark(name: &str) -> String {
    format!("simpul|isolir|{name}")
}

async fn unlist(client: &Client, list: &str, before: &Snapshot) -> Result<Restored, Failure> {
    let Some(address) = before.listed_address.clone() else { return Ok(Restored::default()) };
    let key = [("list", list.to_owned()), ("address", address)];
    let row = place::find(client, ADDRESS_LISTS, &key, &[".id", "comment"]).await?;
    let ours = mark(&before.name);
    let Some(row) = row else { return Ok(Restored::default()) };
    if rules::shown(&row, "comment").as_deref() != Some(&ours) {
        // Somebody else's, before us or since: it stays, and the customer with it.
        return Ok(Restored { has_changed: false, kept: vec!["comment"] });
    }
    place::remove_id(client, ADDRESS_LISTS, &place::id_of(&row)?).await?;
    Ok(Restored { has_changed: true, kept: Vec::new() })
}
