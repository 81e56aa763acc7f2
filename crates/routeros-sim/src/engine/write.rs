//! Changing rows: add, set, unset, remove, enable, disable, comment, move.

use super::Router;
use super::policy::Caller;
use super::request::Request;
use crate::error::Trap;
use crate::schema::{Access, Field, Kind};
use crate::table::Row;
use crate::value::Value;

/// Arguments that name rows instead of properties.
const SELECTORS: [&str; 3] = [".id", "numbers", "number"];

impl Router {
    /// Adds a row and gives its id.
    ///
    /// # Errors
    /// A [`Trap`] with RouterOS' words; nothing is changed then.
    pub(crate) fn add(&mut self, menu: usize, request: &Request, caller: &Caller) -> Result<u32, Trap> {
        let mut row = self.copied(menu, request)?;
        let mut before = None;
        for (name, value) in &request.args {
            let raw = value.as_deref().unwrap_or_default();
            match name.as_str() {
                "copy-from" => {}
                "place-before" => {
                    before = Some(self.item(menu, raw).ok_or_else(Trap::no_such_item)?);
                }
                _ => {
                    let field = self.writable(menu, name, Access::SetOnly)?;
                    let accepted = self.accept(&self.menu(menu).fields[field], raw)?;
                    row.put(field, accepted);
                }
            }
        }
        for (index, field) in self.menu(menu).fields.iter().enumerate() {
            if field.required && row.get(index).is_none_or(|v| v.is_empty()) {
                return Err(Trap::missing(&field.name));
            }
        }
        self.before_save(menu, &mut row, None, request, caller)?;
        let id = self.table_mut(menu).insert(row, None);
        if before.is_some() {
            self.table_mut(menu).move_before(id, before);
        }
        self.notify(menu, id, false);
        self.after_save(menu, id, request);
        Ok(id)
    }

    /// The row a `copy-from` names, without its name and counters.
    fn copied(&self, menu: usize, request: &Request) -> Result<Row, Trap> {
        let mut row = Row::default();
        let Some(from) = request.arg("copy-from") else { return Ok(row) };
        let source = self.item(menu, from).ok_or_else(Trap::no_such_item)?;
        let Some(source) = self.table(menu).get(source) else { return Ok(row) };
        for (index, value) in source.values() {
            let field = &self.menu(menu).fields[index];
            if field.access != Access::Read && !field.key {
                row.put(index, Some(value.clone()));
            }
        }
        Ok(row)
    }

    /// The property an argument names, when the command may write it.
    fn writable(&self, menu: usize, name: &str, not: Access) -> Result<usize, Trap> {
        let found = self.menu(menu).field(name).filter(|index| {
            let field = &self.menu(menu).fields[*index];
            field.access != Access::Read && field.access != not && field.exists_in(self.persona.release)
        });
        found.ok_or_else(|| Trap::unknown_parameter(name))
    }

    /// Changes properties of the named rows.
    ///
    /// # Errors
    /// A [`Trap`]; when one row is refused the rows before it stay changed.
    pub(crate) fn set(&mut self, menu: usize, request: &Request, caller: &Caller) -> Result<(), Trap> {
        let mut accepted: Vec<(usize, Option<Value>)> = Vec::new();
        for (name, value) in &request.args {
            if SELECTORS.contains(&name.as_str()) && !self.menu(menu).single {
                continue;
            }
            let field = self.writable(menu, name, Access::AddOnly)?;
            let spec: &Field = &self.menu(menu).fields[field];
            let value = self.accept(spec, value.as_deref().unwrap_or_default())?;
            if spec.required && value.as_ref().is_none_or(|v| v.is_empty()) {
                return Err(Trap::bad_value(name));
            }
            accepted.push((field, value));
        }
        for id in self.chosen(menu, request)? {
            let Some(old) = self.table(menu).get(id) else { return Err(Trap::no_such_item()) };
            let mut row = old.as_ref().clone();
            for (field, value) in &accepted {
                row.put(*field, value.clone());
            }
            self.before_save(menu, &mut row, Some(id), request, caller)?;
            self.table_mut(menu).update(id, |old| *old = row);
            self.notify(menu, id, false);
            self.after_save(menu, id, request);
        }
        Ok(())
    }

    /// The named rows, or the first half of them when a fault says so.
    fn chosen(&self, menu: usize, request: &Request) -> Result<Vec<u32>, Trap> {
        let mut ids = self.items(menu, request)?;
        if self.half_only && ids.len() > 1 {
            ids.truncate(ids.len().div_ceil(2));
        }
        Ok(ids)
    }

    /// Clears one property of the named rows.
    ///
    /// # Errors
    /// A [`Trap`] with RouterOS' words.
    pub(crate) fn unset(&mut self, menu: usize, request: &Request) -> Result<(), Trap> {
        let name = request.text("value-name").ok_or_else(|| Trap::missing("value-name"))?;
        let field = self.writable(menu, name, Access::AddOnly).map_err(|_| Trap::no_match("value-name"))?;
        if self.menu(menu).fields[field].required {
            return Err(Trap::no_match("value-name"));
        }
        for id in self.chosen(menu, request)? {
            self.table_mut(menu).update(id, |row| row.put(field, None));
            self.notify(menu, id, false);
            self.after_save(menu, id, request);
        }
        Ok(())
    }

    /// Sets one property of the named rows to the same value.
    ///
    /// # Errors
    /// A [`Trap`] with RouterOS' words.
    pub(crate) fn set_one(&mut self, menu: usize, request: &Request, name: &str, raw: &[u8]) -> Result<(), Trap> {
        let field = self.writable(menu, name, Access::AddOnly)?;
        let value = self.accept(&self.menu(menu).fields[field], raw)?;
        for id in self.chosen(menu, request)? {
            self.table_mut(menu).update(id, |row| row.put(field, value.clone()));
            self.notify(menu, id, false);
            self.after_save(menu, id, request);
        }
        Ok(())
    }

    /// Removes the named rows.
    ///
    /// # Errors
    /// A [`Trap`]; default rows stay.
    pub(crate) fn remove(&mut self, menu: usize, request: &Request) -> Result<(), Trap> {
        for id in self.chosen(menu, request)? {
            self.before_remove(menu, id)?;
            let gone = self.table(menu).get(id).cloned();
            self.delete(menu, id);
            if let Some(row) = gone {
                self.after_remove(menu, &row);
            }
        }
        Ok(())
    }

    /// Moves the named rows before `destination`, or to the end.
    ///
    /// # Errors
    /// `no such item`.
    pub(crate) fn move_rows(&mut self, menu: usize, request: &Request) -> Result<(), Trap> {
        let before = match request.arg("destination") {
            Some(text) => Some(self.item(menu, text).ok_or_else(Trap::no_such_item)?),
            None => None,
        };
        for id in self.chosen(menu, request)? {
            self.table_mut(menu).move_before(id, before);
            self.notify(menu, id, false);
        }
        Ok(())
    }

    /// One property of a row, or all of them as `name=value;…`.
    ///
    /// # Errors
    /// `no such item`, or `unknown parameter`-like refusals for a wrong name.
    pub(crate) fn get_value(&self, menu: usize, request: &Request, caller: &Caller) -> Result<Value, Trap> {
        let id = self.items(menu, request)?.first().copied().ok_or_else(Trap::no_such_item)?;
        let row = self.table(menu).get(id).ok_or_else(Trap::no_such_item)?;
        let sensitive = caller.may("sensitive");
        if let Some(name) = request.text("value-name") {
            if name == ".id" {
                return Ok(self.id_of(menu, id).into());
            }
            let field = self.menu(menu).field(name).ok_or_else(|| Trap::no_match("value-name"))?;
            return Ok(self.shown(menu, row, field, sensitive).unwrap_or_default());
        }
        let mut out = format!(".id={}", self.id_of(menu, id)).into_bytes();
        for (index, field) in self.menu(menu).fields.iter().enumerate() {
            if let Some(value) = self.shown(menu, row, index, sensitive) {
                out.push(b';');
                out.extend_from_slice(field.name.as_bytes());
                out.push(b'=');
                out.extend_from_slice(&value);
            }
        }
        Ok(out.into())
    }

    /// Sets counters of the named rows back to zero.
    ///
    /// # Errors
    /// `no such item`.
    pub(crate) fn reset_counters(&mut self, menu: usize, ids: &[u32]) {
        let fields = &self.menu(menu).fields;
        for id in ids {
            let clear = |field: &Field| {
                field.access == Access::Read
                    && !matches!(field.kind, Kind::Bool | Kind::Date)
                    && field.default.as_deref().is_some_and(|d| matches!(d, "0" | "0s" | "0/0"))
            };
            self.table_mut(menu).touch(*id, |row| {
                for (index, field) in fields.iter().enumerate() {
                    if clear(field) {
                        row.put(index, None);
                    }
                }
            });
            self.notify(menu, *id, false);
        }
    }
}
