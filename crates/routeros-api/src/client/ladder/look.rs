//! What is on the router: the end of every way.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Found, Looked, Slot};
use crate::client::Client;
use crate::encoding::Encoding;
use crate::protocol::{Command, Query, Row};

/// Names asked for in one question. The router scans its table for each
/// question, and answers a word per name.
const NAMES: usize = 50;
/// More rows than these are found by reading the menu once.
const WHOLE: usize = 200;

/// A key's value as it is compared: every server is the same as no server.
pub fn plain<'v>(name: &str, value: &'v str) -> &'v str {
    if name == "server" && value == "all" { "" } else { value }
}

/// The question for the rows of a menu: their ids, keys and comments.
pub fn question(menu: &str, keys: &[&str]) -> Command {
    Command::in_menu(menu, "print").proplist([".id"].iter().chain(keys).chain(&["comment"]))
}

/// Which of these rows are there, by their key. `ours_only`: rows of another
/// comment need not be found.
pub async fn look(
    client: &Client,
    menu: &str,
    keys: &'static [&'static str],
    slots: &[&Slot],
    ours_only: bool,
) -> Looked {
    let Some(first) = keys.first() else { return Ok(HashMap::new()) };
    let comment = slots.first().map(|slot| slot.comment.as_str()).filter(|comment| !comment.is_empty());
    let one_comment =
        comment.filter(|comment| ours_only && slots.len() > 1 && slots.iter().all(|slot| slot.comment == *comment));
    let queries: Vec<Query> = if let Some(comment) = one_comment {
        vec![Query::eq("comment", comment)]
    } else if slots.len() > WHOLE {
        vec![Query::all()]
    } else {
        let names = |chunk: &[&Slot]| Query::any_of(first, chunk.iter().map(|slot| slot.key[0].clone()));
        slots.chunks(NAMES).map(names).collect()
    };
    let wanted: HashSet<Vec<String>> = slots.iter().map(|slot| slot.key.clone()).collect();
    let found = Arc::new(Mutex::new(HashMap::new()));
    let encoding = client.config().encoding;
    for query in queries {
        let (wanted, into) = (wanted.clone(), Arc::clone(&found));
        let each = move |row: Row| {
            if let Some((key, row)) = read(&row, keys, encoding)
                && wanted.contains(&key)
            {
                into.lock().unwrap_or_else(PoisonError::into_inner).insert(key, row);
            }
        };
        client.call_each(question(menu, keys).query(query), each).await?;
    }
    let found = std::mem::take(&mut *found.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(found)
}

fn read(row: &Row, keys: &[&str], encoding: Encoding) -> Option<(Vec<String>, Found)> {
    let text = |name: &str| encoding.decode(row.get(name).unwrap_or_default()).into_owned();
    let key = keys.iter().map(|name| plain(name, &text(name)).to_owned()).collect();
    let id = row.id()?.into_owned().into();
    Some((key, Found { id, comment: text("comment") }))
}
