//! Many rows of one menu in little memory: names of properties are kept once,
//! values lie in one block per row.

use std::collections::HashMap;

use crate::protocol::Row;

/// Rows by their id. Only the properties of the list are kept.
#[derive(Debug)]
pub(crate) struct CompactTable {
    properties: &'static [&'static str],
    rows: HashMap<Box<str>, Box<[u8]>>,
}

impl CompactTable {
    pub fn new(properties: &'static [&'static str]) -> Self {
        Self { properties, rows: HashMap::new() }
    }

    /// Takes a row; one without an id is not kept.
    pub fn insert(&mut self, row: &Row) {
        if let Some(id) = row.id() {
            self.rows.insert(id.into(), pack(self.properties, row));
        }
    }

    pub fn remove(&mut self, id: &str) {
        self.rows.remove(id);
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn get(&self, id: &str) -> Option<Row> {
        self.rows.get_key_value(id).map(|(id, packed)| unpack(self.properties, id, packed))
    }

    pub fn iter(&self) -> impl Iterator<Item = Row> {
        self.rows.iter().map(|(id, packed)| unpack(self.properties, id, packed))
    }

    /// Gives back what the growing left over.
    pub fn shrink(&mut self) {
        self.rows.shrink_to_fit();
    }
}

/// For each property: its number, the length in groups of seven bits with the
/// high bit on all but the last, the value.
fn pack(properties: &[&str], row: &Row) -> Box<[u8]> {
    let mut packed = Vec::new();
    for (name, value) in row.iter() {
        let number = properties.iter().position(|property| property.as_bytes() == name && *property != ".id");
        let Some(number) = number.and_then(|number| u8::try_from(number).ok()) else { continue };
        packed.push(number);
        let mut length = value.len();
        while length > 0x7F {
            packed.push(length as u8 | 0x80);
            length >>= 7;
        }
        packed.push(length as u8);
        packed.extend_from_slice(value);
    }
    packed.into_boxed_slice()
}

fn unpack(properties: &[&str], id: &str, mut packed: &[u8]) -> Row {
    let mut row = Row::new();
    row.push(".id", id);
    while let Some((&number, rest)) = packed.split_first() {
        let mut length = 0;
        let mut used = 0;
        for &byte in rest {
            length |= usize::from(byte & 0x7F) << (7 * used);
            used += 1;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let (value, rest) = rest[used..].split_at(length);
        row.push(properties[usize::from(number)], value);
        packed = rest;
    }
    row
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PROPERTIES: &[&str] = &[".id", "name", "comment"];

    #[test]
    fn what_is_not_on_the_list_is_not_kept() {
        let mut table = CompactTable::new(PROPERTIES);
        let fields = [(".id", "*1"), ("name", "anna"), ("uptime", "1s"), ("comment", "")];
        table.insert(&fields.into_iter().collect());
        table.insert(&[("name", "nobody")].into_iter().collect());
        assert_eq!(table.len(), 1);
        let kept = [(".id", "*1"), ("name", "anna"), ("comment", "")];
        assert_eq!(table.get("*1"), Some(kept.into_iter().collect()));
        table.remove("*1");
        assert_eq!((table.len(), table.get("*1")), (0, None));
    }

    proptest! {
        #[test]
        fn any_values_come_back(name in prop::collection::vec(any::<u8>(), 0..300), long in 0_usize..70_000) {
            let mut row = Row::new();
            row.push(".id", "*1");
            row.push("comment", vec![b'x'; long]);
            row.push("name", &name);
            prop_assert_eq!(unpack(PROPERTIES, "*1", &pack(PROPERTIES, &row)), row);
        }
    }
}
