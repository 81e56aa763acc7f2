//! References between menus, and finding the rows a command means.

use super::Router;
use super::request::Request;
use crate::error::Trap;
use crate::schema::{Field, Kind};
use crate::table::{id_text, parse_id};
use crate::value::net::parse_ip;
use crate::value::{Value, canonical, pick};

impl Router {
    /// What a written value becomes, references included.
    ///
    /// A reference is taken by exact name, by id, or by an abbreviation that only
    /// one name fits; it is stored by id, so that it survives a rename.
    ///
    /// # Errors
    /// A [`Trap`] with RouterOS' words.
    pub(crate) fn accept(&self, field: &Field, raw: &[u8]) -> Result<Option<Value>, Trap> {
        match &field.kind {
            Kind::Ref { menu, words } => self.accept_reference(field, menu, words, raw),
            Kind::AddrPool => self.accept_address(field, raw),
            _ => canonical(field, raw),
        }
    }

    /// An address as it is, or a pool by reference.
    fn accept_address(&self, field: &Field, raw: &[u8]) -> Result<Option<Value>, Trap> {
        let text = std::str::from_utf8(raw).unwrap_or_default();
        if raw.is_empty() || text == "0.0.0.0" {
            return Ok(None);
        }
        if let Some(address) = parse_ip(text) {
            return Ok(Some(address.to_string().into()));
        }
        let pool = self.accept_reference(field, "/ip/pool", &[], raw);
        // What is neither an address nor the beginning of a pool's name is no value.
        pool.map_err(|trap| if trap == Trap::no_match(&field.name) { Trap::bad_value(&field.name) } else { trap })
    }

    /// A row of another menu.
    fn accept_reference(&self, field: &Field, menu: &str, words: &[String], raw: &[u8]) -> Result<Option<Value>, Trap> {
        if field.is_unset(raw) {
            return Ok(None);
        }
        let target = self.require(menu)?;
        let table = self.table(target);
        if let Some(id) = parse_id(raw)
            && table.get(id).is_some()
        {
            return Ok(Some(id_text(id).into()));
        }
        if let Some(id) = table.named(raw).first() {
            return Ok(Some(id_text(*id).into()));
        }
        let key = self.menu(target).key;
        let names = table.iter().filter_map(|row| key.and_then(|k| row.get(k)).cloned());
        let all = words.iter().map(|w| Value::copy_from_slice(w.as_bytes())).chain(names);
        let chosen = pick(&field.name, raw, all)?;
        if field.is_unset(&chosen) {
            return Ok(None);
        }
        Ok(Some(match table.named(&chosen).first() {
            Some(id) => id_text(*id).into(),
            None => chosen,
        }))
    }

    /// The name a stored reference shows; the bare id when its row is gone.
    pub(crate) fn resolve(&self, menu: &str, stored: &Value) -> Value {
        let Some(target) = self.menu_at(menu) else { return stored.clone() };
        parse_id(stored)
            .and_then(|id| self.table(target).get(id))
            .and_then(|row| self.menu(target).key.and_then(|k| row.get(k)))
            .cloned()
            .unwrap_or_else(|| stored.clone())
    }

    /// The rows that `.id=`, `numbers=` or `number=` mean: ids or names, comma-separated.
    ///
    /// # Errors
    /// `missing =.id=`, or `no such item` when one of them is not there.
    pub(crate) fn items(&self, menu: usize, request: &Request) -> Result<Vec<u32>, Trap> {
        let table = self.table(menu);
        if self.menu(menu).single {
            return Ok(table.first().map(|row| row.id).into_iter().collect());
        }
        let list = [".id", "numbers", "number"].into_iter().find_map(|name| request.arg(name));
        let list = list.ok_or_else(|| Trap::missing(".id"))?;
        if let Some(id) = self.item(menu, list) {
            return Ok(vec![id]);
        }
        list.split(|b| *b == b',')
            .filter(|part| !part.is_empty())
            .map(|part| self.item(menu, part).ok_or_else(Trap::no_such_item))
            .collect::<Result<Vec<_>, _>>()
            .and_then(|ids| if ids.is_empty() { Err(Trap::no_such_item()) } else { Ok(ids) })
    }

    /// The row with that id or name.
    pub(crate) fn item(&self, menu: usize, text: &[u8]) -> Option<u32> {
        let table = self.table(menu);
        match self.parse_id_of(menu, text) {
            Some(id) if table.get(id).is_some() => Some(id),
            _ => table.named(text).first().copied(),
        }
    }
}
