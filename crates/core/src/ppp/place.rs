//! Brings a row to where it should stand, and takes it away.

use routeros_api::{Client, Command, Error, Id, Query, Row};

use super::error::{Failure, PppError};
use super::rules::{self, Change, Property, Sort};
use super::wish::Wish;

/// What a row became; its id is kept by whoever asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The row's id on the router.
    pub id: Id,
    /// Whether anything was written.
    pub has_changed: bool,
}

/// What is to happen to a row of the same name that we do not know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takeover {
    /// It is somebody else's, unless it stands exactly as wished: then it may be what
    /// a lost answer was about.
    Refused,
    /// A person said that it is ours from now on.
    Allowed,
}

/// Brings a row to where it should stand. `known` is the id kept of it; an id that
/// was given to another row meanwhile is noticed by the name.
///
/// # Errors
/// [`Failure`].
pub async fn place<W: Wish>(
    client: &Client,
    wish: &W,
    known: Option<&Id>,
    takeover: Takeover,
) -> Result<Placed, Failure> {
    let wanted = wish.properties();
    let names = names_of(&wanted);
    let found = find(client, W::MENU, &wish.key(), &names).await?;
    let found = match (found, known) {
        (None, Some(id)) => by_id(client, W::MENU, id, &names).await?.filter(|row| may_be_renamed(row, wish)),
        (found, _) => found,
    };
    let Some(row) = found else {
        references_exist(client, &wanted).await?;
        return add(client, wish, &wanted).await;
    };
    let id = id_of(&row)?;
    let change = rules::change(&row, &wanted);
    if change.is_empty() {
        return Ok(Placed { id, has_changed: false });
    }
    if known != Some(&id) && takeover == Takeover::Refused {
        return Err(PppError::NameTaken { name: wish.name().to_owned() }.into());
    }
    references_exist(client, &wanted).await?;
    write(client, W::MENU, &id, &change).await?;
    read_back(client, W::MENU, &id, &wanted).await?;
    Ok(Placed { id, has_changed: true })
}

/// Takes a row away: the one we know, and only while it has this name. `false`: it
/// was gone.
///
/// # Errors
/// [`Failure`].
pub async fn remove<W: Wish>(client: &Client, wish: &W, known: &Id) -> Result<bool, Failure> {
    let Some(row) = find(client, W::MENU, &wish.key(), &[".id"]).await? else { return Ok(false) };
    if id_of(&row)? != *known {
        return Err(PppError::NameTaken { name: wish.name().to_owned() }.into());
    }
    remove_id(client, W::MENU, known).await?;
    Ok(true)
}

/// Removes a row by its id; one that is gone is gone.
pub(super) async fn remove_id(client: &Client, menu: &str, id: &Id) -> Result<(), Failure> {
    match client.call(Command::in_menu(menu, "remove").arg(".id", id.as_str())).await {
        Err(Error::Trap(trap)) if trap.is_no_such_item() => Ok(()),
        other => Ok(other.map(drop)?),
    }
}

fn names_of(wanted: &[Property]) -> Vec<&'static str> {
    [".id"].into_iter().chain(wanted.iter().map(|property| property.name)).collect()
}

/// A known id under another name is ours only where the name may change: a row that
/// has no name of its own is another row.
fn may_be_renamed<W: Wish>(row: &Row, wish: &W) -> bool {
    wish.key().first().is_some_and(|(name, _)| *name == "name") && rules::shown(row, "name").is_some()
}

pub(super) fn id_of(row: &Row) -> Result<Id, Failure> {
    Ok(row.id().map(Id::from).ok_or(Error::Decode { field: ".id" })?)
}

/// The row with exactly these values. Rows the router made itself do not count.
pub(super) async fn find(
    client: &Client,
    menu: &str,
    key: &[(&'static str, String)],
    names: &[&str],
) -> Result<Option<Row>, Error> {
    let query = key.iter().fold(Query::all(), |query, (name, value)| query.and(Query::eq(name, value.as_str())));
    let names = names.iter().copied().chain(["dynamic"]);
    let rows = client.print(menu).proplist(names).query(query).rows().await?;
    Ok(rows.into_iter().find(|row| rules::shown(row, "dynamic").is_none_or(|text| text != "true")))
}

pub(super) async fn by_id(client: &Client, menu: &str, id: &Id, names: &[&str]) -> Result<Option<Row>, Error> {
    Ok(client.print(menu).proplist(names).query(Query::eq(".id", id.as_str())).rows().await?.pop())
}

/// Whether everything the row refers to is there by exactly that name: an
/// abbreviation would be taken for whatever begins with it.
async fn references_exist(client: &Client, wanted: &[Property]) -> Result<(), Failure> {
    for property in wanted {
        if let (Sort::Reference { menu }, Some(name)) = (property.sort, &property.value) {
            reference_exists(client, menu, name).await?;
        }
    }
    Ok(())
}

pub(super) async fn reference_exists(client: &Client, menu: &'static str, name: &str) -> Result<(), Failure> {
    let rows = client.print(menu).proplist(["name"]).query(Query::eq("name", name)).rows().await?;
    if rows.iter().any(|row| rules::shown(row, "name").as_deref() == Some(name)) {
        return Ok(());
    }
    Err(PppError::ReferenceMissing { menu: menu.to_owned(), name: name.to_owned() }.into())
}

async fn add<W: Wish>(client: &Client, wish: &W, wanted: &[Property]) -> Result<Placed, Failure> {
    let mut command = Command::in_menu(W::MENU, "add");
    for property in wanted.iter().chain(&wish.at_first()) {
        if let Some(value) = property.value.as_ref().filter(|value| !value.is_empty()) {
            command = command.arg(property.name, value.as_str());
        }
    }
    let id = match client.call(command).await {
        Ok(response) => response.ret().map(Id::from).ok_or(Error::Decode { field: "ret" })?,
        // It came to be meanwhile: somebody else's, or ours over a line that broke.
        Err(Error::Trap(trap)) if trap.is_duplicate() => {
            let row = find(client, W::MENU, &wish.key(), &names_of(wanted)).await?;
            match row.filter(|row| rules::change(row, wanted).is_empty()) {
                Some(row) => id_of(&row)?,
                None => return Err(PppError::NameTaken { name: wish.name().to_owned() }.into()),
            }
        }
        Err(error) => return Err(error.into()),
    };
    read_back(client, W::MENU, &id, wanted).await?;
    Ok(Placed { id, has_changed: true })
}

/// Writes a change: values in one command, then what is to be unset.
pub(super) async fn write(client: &Client, menu: &str, id: &Id, change: &Change) -> Result<(), Failure> {
    if !change.set.is_empty() {
        let command = Command::in_menu(menu, "set").arg(".id", id.as_str());
        let command = change.set.iter().fold(command, |command, (name, value)| command.arg(*name, value.as_str()));
        client.call(command).await?;
    }
    for name in &change.unset {
        let command = Command::in_menu(menu, "unset").arg(".id", id.as_str()).arg("value-name", *name);
        client.call(command).await?;
    }
    Ok(())
}

/// Whether the router keeps what was written.
pub(super) async fn read_back(client: &Client, menu: &str, id: &Id, wanted: &[Property]) -> Result<(), Failure> {
    let Some(row) = by_id(client, menu, id, &names_of(wanted)).await? else {
        return Err(PppError::RowRefused { message: "the row is gone".to_owned() }.into());
    };
    match wanted.iter().find(|property| !rules::is_as_wished(&row, property)) {
        None => Ok(()),
        Some(property) => {
            let message = format!("{} reads {:?}", property.name, rules::shown(&row, property.name));
            Err(PppError::RowRefused { message }.into())
        }
    }
}
