//! The router's rows as JSON, to go on after a restart of the simulator.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::engine::Router;
use crate::engine::ppp::Modem;
use crate::table::{Row, id_text, parse_id};
use crate::value::Value;

/// Version of the file's shape.
const SHAPE: u32 = 1;

#[derive(Debug, Serialize, Deserialize)]
struct File {
    shape: u32,
    persona: String,
    /// Modems that dial in again by themselves.
    #[serde(default)]
    modems: Vec<Modem>,
    menus: BTreeMap<String, Menu>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Menu {
    next_id: u32,
    rows: Vec<BTreeMap<String, String>>,
}

/// Why a state could not be kept or restored.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The file cannot be read or written.
    #[error("state file: {0}")]
    Io(#[from] std::io::Error),
    /// The file is not a state of the simulator.
    #[error("state file is not understood: {0}")]
    Shape(String),
}

/// Bytes that are no text are kept too: each becomes the character of that number
/// after a mark, which no text value begins with.
fn encode(value: &[u8]) -> String {
    match std::str::from_utf8(value) {
        Ok(text) if !text.starts_with('\u{0}') => text.to_owned(),
        _ => std::iter::once('\u{0}').chain(value.iter().map(|b| char::from(*b))).collect(),
    }
}

fn decode(text: &str) -> Value {
    match text.strip_prefix('\u{0}') {
        Some(bytes) => bytes.chars().filter_map(|c| u8::try_from(u32::from(c)).ok()).collect::<Vec<_>>().into(),
        None => Value::copy_from_slice(text.as_bytes()),
    }
}

/// Tables at one moment; cheap to take, to be written without holding the router.
#[derive(Debug)]
pub struct Snapshot {
    persona: &'static str,
    modems: Vec<Modem>,
    menus: Vec<(usize, u32, Vec<std::sync::Arc<Row>>)>,
}

impl Router {
    /// The rows that outlive a restart. Sessions and dynamic rows do not.
    #[must_use]
    pub fn snapshot(&mut self) -> Snapshot {
        // What counts down is written as it stands now.
        self.refresh_cookies();
        let count = crate::schema::Schema::get().menus.len();
        let skipped = self.volatile_menus();
        let kept = |menu: usize| {
            let table = self.table(menu);
            let dynamic = self.menu(menu).field("dynamic").is_some();
            let rows = table.iter().filter(|row| !dynamic || !self.flag(menu, row, "dynamic"));
            (menu, table.next_id(), rows.cloned().collect())
        };
        let menus =
            (0..count).filter(|menu| !skipped.contains(menu) && !self.menu(*menu).is_command).map(kept).collect();
        Snapshot { persona: self.persona.name, modems: self.ppp.modems(), menus }
    }

    pub(crate) fn volatile_menus(&self) -> [usize; 9] {
        let at = &self.at;
        [
            at.pool_used,
            at.hotspot_active,
            at.hotspot_host,
            at.ppp_active,
            at.user_active,
            at.log,
            at.resource,
            at.routerboard,
            at.health,
        ]
    }

    /// Puts the rows of a saved state in place of the present ones.
    ///
    /// # Errors
    /// [`StateError`] when the text is no state of the simulator.
    pub fn restore(&mut self, json: &[u8]) -> Result<(), StateError> {
        let file: File = serde_json::from_slice(json).map_err(|e| StateError::Shape(e.to_string()))?;
        if file.shape != SHAPE {
            return Err(StateError::Shape(format!("shape {} instead of {SHAPE}", file.shape)));
        }
        for (path, saved) in file.menus {
            let Some(menu) = self.menu_at(&path) else { continue };
            self.table_mut(menu).clear();
            for values in saved.rows {
                let mut row = Row::default();
                for (name, value) in &values {
                    if let Some(field) = self.menu(menu).field(name) {
                        row.put(field, Some(decode(value)));
                    }
                }
                let id = values.get(".id").and_then(|id| parse_id(id.as_bytes()));
                self.table_mut(menu).insert(row, id);
            }
            self.table_mut(menu).set_next_id(saved.next_id);
        }
        self.restore_cookies();
        self.pair_interfaces();
        self.plan_all();
        let hosts: Vec<u32> = self.table(self.at.netwatch).iter().map(|row| row.id).collect();
        for id in hosts {
            self.watch_host(id);
        }
        self.ppp.redial = self.ppp.redial || !file.modems.is_empty();
        for modem in file.modems {
            self.modem_on(modem);
        }
        Ok(())
    }
}

impl Snapshot {
    /// The snapshot as JSON.
    ///
    /// # Errors
    /// [`StateError::Shape`] when it cannot be written as JSON.
    pub fn to_json(&self) -> Result<Vec<u8>, StateError> {
        let schema = crate::schema::Schema::get();
        let menus = self.menus.iter().map(|(menu, next_id, rows)| {
            let fields = &schema.menus[*menu].fields;
            let rows = rows.iter().map(|row| {
                let id = (".id".to_owned(), id_text(row.id));
                let values = row.values().map(|(field, v)| (fields[field].name.clone(), encode(v)));
                std::iter::once(id).chain(values).collect()
            });
            let saved = Menu { next_id: *next_id, rows: rows.collect() };
            (schema.menus[*menu].path.clone(), saved)
        });
        let file = File {
            shape: SHAPE,
            persona: self.persona.to_owned(),
            modems: self.modems.clone(),
            menus: menus.collect(),
        };
        serde_json::to_vec(&file).map_err(|e| StateError::Shape(e.to_string()))
    }

    /// Writes the snapshot; the old file stays whole until the new one is.
    ///
    /// # Errors
    /// [`StateError::Io`] when the file cannot be written.
    pub fn write(&self, path: &Path) -> Result<(), StateError> {
        let mut temporary = path.as_os_str().to_owned();
        temporary.push(".new");
        std::fs::write(&temporary, self.to_json()?)?;
        std::fs::rename(&temporary, path)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::Board;
    use crate::engine::policy::Caller;
    use crate::engine::request::Request;
    use crate::persona::Persona;

    #[test]
    fn a_state_comes_back_with_ids_order_and_bytes() {
        let mut router = Router::new(Persona::standard(), Board::standard(), 1);
        let menu = router.menu_at("/ip/hotspot/user").unwrap();
        let caller = Caller::internal();
        for name in ["a", "b", "c"] {
            let add = Request::new("/ip/hotspot/user/add", &[("name", name), ("comment", "vc-1")]);
            router.add(menu, &add, &caller).unwrap();
        }
        let b = router.item(menu, b"b").unwrap();
        router.delete(menu, b);
        let c = router.item(menu, b"c").unwrap();
        router.write(menu, c, "comment", Some(Value::from_static(b"hap ac\xb2")));
        let json = router.snapshot().to_json().unwrap();
        let mut other = Router::new(Persona::standard(), Board::standard(), 2);
        other.restore(&json).unwrap();
        let rows = |r: &Router| r.table(menu).iter().cloned().collect::<Vec<_>>();
        assert_eq!(rows(&router), rows(&other));
        assert_eq!(router.table(menu).next_id(), other.table(menu).next_id());
        assert!(other.restore(b"{}").is_err());
    }
}
