//! The rows of one menu: in order, found by id and by name.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::value::Value;

/// One row: what is set, by the position of the property in its menu.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its id; `*1A` on the wire.
    pub id: u32,
    values: Vec<(u16, Value)>,
}

impl Row {
    /// What is stored for a property.
    #[must_use]
    pub fn get(&self, field: usize) -> Option<&Value> {
        self.values.binary_search_by_key(&field, |(f, _)| usize::from(*f)).ok().map(|i| &self.values[i].1)
    }

    /// Stores or clears a property.
    pub fn put(&mut self, field: usize, value: Option<Value>) {
        let found = self.values.binary_search_by_key(&field, |(f, _)| usize::from(*f));
        match (found, value) {
            (Ok(i), Some(value)) => self.values[i].1 = value,
            (Ok(i), None) => {
                self.values.remove(i);
            }
            (Err(i), Some(value)) => {
                let field = u16::try_from(field).unwrap_or(u16::MAX);
                self.values.insert(i, (field, value));
            }
            (Err(_), None) => {}
        }
    }

    /// What is set, in the order of the menu's properties.
    pub fn values(&self) -> impl Iterator<Item = (usize, &Value)> {
        self.values.iter().map(|(f, v)| (usize::from(*f), v))
    }
}

/// `*1A`.
#[must_use]
pub fn id_text(id: u32) -> String {
    format!("*{id:X}")
}

/// Reads `*1A`.
#[must_use]
pub fn parse_id(text: &[u8]) -> Option<u32> {
    let hex = std::str::from_utf8(text.strip_prefix(b"*")?).ok()?;
    if hex.is_empty() || hex.starts_with('+') {
        return None;
    }
    u32::from_str_radix(hex, 16).ok()
}

/// Ids from here on belong to built-in rows (`*FFFFFFFA`).
const BUILT_IN: u32 = 0x8000_0000;

/// Room left between two neighbours, so that a moved row fits in between.
const GAP: u64 = 1 << 20;

/// Rows by what they hold in one property.
#[derive(Clone, Debug, Default)]
struct Lookup {
    field: usize,
    ids: HashMap<Value, BTreeSet<u32>>,
}

impl Lookup {
    fn add(&mut self, row: &Row) {
        if let Some(value) = row.get(self.field) {
            self.ids.entry(value.clone()).or_default().insert(row.id);
        }
    }

    fn take(&mut self, row: &Row) {
        let Some(value) = row.get(self.field) else { return };
        if let Some(ids) = self.ids.get_mut(value) {
            ids.remove(&row.id);
            if ids.is_empty() {
                self.ids.remove(value);
            }
        }
    }
}

/// The rows of one menu.
///
/// Rows are shared, so that a snapshot of a large table is cheap.
#[derive(Clone, Debug)]
pub struct Table {
    rows: BTreeMap<u64, Arc<Row>>,
    order: HashMap<u32, u64>,
    names: HashMap<Value, Vec<u32>>,
    lookups: Vec<Lookup>,
    key: Option<usize>,
    next_id: u32,
}

impl Table {
    /// An empty table; `key` is the property rows are found by, `lookups` are
    /// others that rows are often asked for by.
    #[must_use]
    pub fn new(key: Option<usize>, lookups: &[usize]) -> Self {
        let lookups = lookups.iter().map(|field| Lookup { field: *field, ids: HashMap::new() }).collect();
        Self { rows: BTreeMap::new(), order: HashMap::new(), names: HashMap::new(), lookups, key, next_id: 1 }
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// The id the next row gets.
    #[must_use]
    pub fn next_id(&self) -> u32 {
        self.next_id
    }

    /// Sets the id the next row gets (restoring a saved state).
    pub fn set_next_id(&mut self, id: u32) {
        self.next_id = self.next_id.max(id);
    }

    /// The rows in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Arc<Row>> {
        self.rows.values()
    }

    /// The row with that id.
    #[must_use]
    pub fn get(&self, id: u32) -> Option<&Arc<Row>> {
        self.rows.get(self.order.get(&id)?)
    }

    /// The ids of the rows with that name.
    #[must_use]
    pub fn named(&self, name: &[u8]) -> &[u32] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    /// Whether rows can be looked up by that property, without looking at each.
    #[must_use]
    pub fn looks_up(&self, field: usize) -> bool {
        self.key == Some(field) || self.lookups.iter().any(|l| l.field == field)
    }

    /// The rows that hold exactly this in a property that is looked up, in order.
    #[must_use]
    pub fn holding(&self, field: usize, value: &[u8]) -> Vec<&Arc<Row>> {
        let found: Vec<u32> = if self.key == Some(field) {
            self.named(value).to_vec()
        } else {
            let ids = self.lookups.iter().find(|l| l.field == field).and_then(|l| l.ids.get(value));
            ids.map(|ids| ids.iter().copied().collect()).unwrap_or_default()
        };
        let mut orders: Vec<u64> = found.iter().filter_map(|id| self.order.get(id)).copied().collect();
        orders.sort_unstable();
        orders.iter().filter_map(|order| self.rows.get(order)).collect()
    }

    /// The first row.
    #[must_use]
    pub fn first(&self) -> Option<&Arc<Row>> {
        self.rows.values().next()
    }

    /// Appends a row under a new id, or under `id` when one is given and free.
    pub fn insert(&mut self, mut row: Row, id: Option<u32>) -> u32 {
        let id = match id {
            Some(id) if !self.order.contains_key(&id) => id,
            _ => self.next_id,
        };
        // Built-in rows sit at the top of the range and do not push the counter there.
        if id < BUILT_IN {
            self.next_id = self.next_id.max(id + 1);
        }
        row.id = id;
        let order = self.rows.last_key_value().map_or(GAP, |(k, _)| k + GAP);
        self.order.insert(id, order);
        self.index(&row);
        self.rows.insert(order, Arc::new(row));
        id
    }

    /// Changes a row.
    pub fn update(&mut self, id: u32, change: impl FnOnce(&mut Row)) -> bool {
        let Some(order) = self.order.get(&id).copied() else { return false };
        let Some(mut row) = self.rows.remove(&order) else { return false };
        self.unindex(&row);
        change(Arc::make_mut(&mut row));
        self.index(&row);
        self.rows.insert(order, row);
        true
    }

    /// Changes properties that rows are not looked up by: no index is touched.
    pub fn touch(&mut self, id: u32, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.order.get(&id).and_then(|o| self.rows.get_mut(o)) {
            change(Arc::make_mut(row));
        }
    }

    /// Takes a row out.
    pub fn remove(&mut self, id: u32) -> Option<Arc<Row>> {
        let order = self.order.remove(&id)?;
        let row = self.rows.remove(&order)?;
        self.unindex(&row);
        Some(row)
    }

    /// Takes all rows out.
    pub fn clear(&mut self) {
        self.rows.clear();
        self.order.clear();
        self.names.clear();
        for lookup in &mut self.lookups {
            lookup.ids.clear();
        }
    }

    /// Puts a row before another, or last.
    pub fn move_before(&mut self, id: u32, before: Option<u32>) -> bool {
        if before == Some(id) || !self.order.contains_key(&id) {
            return self.order.contains_key(&id);
        }
        let target = match before {
            Some(other) => match self.order.get(&other) {
                Some(order) => *order,
                None => return false,
            },
            None => self.rows.last_key_value().map_or(GAP, |(k, _)| k + 2 * GAP),
        };
        let below = self.rows.range(..target).next_back().map_or(0, |(k, _)| *k);
        if target - below < 2 {
            self.renumber();
            return self.move_before(id, before);
        }
        let Some(old) = self.order.insert(id, below + (target - below) / 2) else { return false };
        if let Some(row) = self.rows.remove(&old) {
            self.rows.insert(below + (target - below) / 2, row);
        }
        true
    }

    fn renumber(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        for (order, row) in (1..).map(|n| n * GAP).zip(rows.into_values()) {
            self.order.insert(row.id, order);
            self.rows.insert(order, row);
        }
    }

    fn index(&mut self, row: &Row) {
        if let Some(name) = self.key.and_then(|k| row.get(k)) {
            self.names.entry(name.clone()).or_default().push(row.id);
        }
        for lookup in &mut self.lookups {
            lookup.add(row);
        }
    }

    fn unindex(&mut self, row: &Row) {
        for lookup in &mut self.lookups {
            lookup.take(row);
        }
        let Some(name) = self.key.and_then(|k| row.get(k)) else { return };
        if let Some(ids) = self.names.get_mut(name) {
            ids.retain(|id| *id != row.id);
            if ids.is_empty() {
                self.names.remove(name);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &'static str) -> Row {
        let mut row = Row::default();
        row.put(0, Some(Value::from_static(name.as_bytes())));
        row
    }

    fn names(table: &Table) -> Vec<String> {
        table.iter().map(|r| String::from_utf8_lossy(r.get(0).unwrap()).into_owned()).collect()
    }

    #[test]
    fn ids_are_upper_hex_with_a_star() {
        assert_eq!(id_text(0x1A), "*1A");
        assert_eq!(parse_id(b"*1a"), Some(0x1A));
        assert_eq!(parse_id(b"*FFFFFFFA"), Some(0xFFFF_FFFA));
        assert_eq!(parse_id(b"1A"), None);
        assert_eq!(parse_id(b"*"), None);
        assert_eq!(parse_id(b"*+1"), None);
    }

    #[test]
    fn rows_are_found_by_name_after_rename_and_removal() {
        let mut table = Table::new(Some(0), &[1]);
        let a = table.insert(named("a"), None);
        let b = table.insert(named("b"), None);
        assert_eq!(table.named(b"b"), [b]);
        table.update(b, |row| row.put(0, Some(Value::from_static(b"c"))));
        assert!(table.named(b"b").is_empty());
        assert_eq!(table.named(b"c"), [b]);
        table.remove(a);
        assert!(table.named(b"a").is_empty());
        assert_eq!(table.insert(named("d"), None), 3, "ids are not handed out twice");
    }

    #[test]
    fn rows_are_looked_up_in_their_order() {
        let mut table = Table::new(Some(0), &[1]);
        let comment = |table: &mut Table, id: u32, text: &'static str| {
            table.update(id, |row| row.put(1, Some(Value::from_static(text.as_bytes()))));
        };
        let ids: Vec<u32> = ["a", "b", "c"].map(|n| table.insert(named(n), None)).into();
        for id in &ids {
            comment(&mut table, *id, "x");
        }
        table.move_before(ids[2], Some(ids[0]));
        comment(&mut table, ids[1], "y");
        let found = |table: &Table| table.holding(1, b"x").iter().map(|r| r.id).collect::<Vec<_>>();
        assert_eq!(found(&table), [ids[2], ids[0]]);
        table.remove(ids[2]);
        assert_eq!(found(&table), [ids[0]]);
        assert!(table.holding(1, b"z").is_empty());
        assert!(table.looks_up(0) && table.looks_up(1) && !table.looks_up(2));
    }

    #[test]
    fn rows_move_and_stay_in_place() {
        let mut table = Table::new(Some(0), &[1]);
        let ids: Vec<u32> = ["a", "b", "c", "d"].map(|n| table.insert(named(n), None)).into();
        assert!(table.move_before(ids[3], Some(ids[1])));
        assert_eq!(names(&table), ["a", "d", "b", "c"]);
        assert!(table.move_before(ids[0], None));
        assert_eq!(names(&table), ["d", "b", "c", "a"]);
        for _ in 0..100 {
            table.move_before(ids[0], Some(ids[2]));
            table.move_before(ids[1], Some(ids[2]));
        }
        assert_eq!(names(&table), ["d", "a", "b", "c"]);
        assert!(!table.move_before(ids[0], Some(99)));
    }
}
