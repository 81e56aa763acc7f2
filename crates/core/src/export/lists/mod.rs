//! The lists that can be taken along, a declaration each: the operation, the name
//! of the file, the row's id, and its columns. A column's id is the one it has on the
//! screen; further values of that column follow it after a dot.
//!
//! What is not named here is in no file: sealed and hashed columns are in no row of
//! an operation to begin with, and a voucher's password is in no row of its list.

mod money;
mod network;
mod people;
mod report;
mod stock;
mod vendors;
mod work;

use std::sync::LazyLock;

use super::list::ExportList;

static ALL: LazyLock<Vec<ExportList>> = LazyLock::new(|| {
    [stock::all(), money::all(), vendors::all(), report::all(), network::all(), people::all(), work::all()]
        .into_iter()
        .flatten()
        .collect()
});

/// A list by its operation.
pub(super) fn find(name: &str) -> Option<&'static ExportList> {
    ALL.iter().find(|list| list.name == name)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_list_and_every_column_of_a_list_stands_once() {
        let names: HashSet<_> = ALL.iter().map(|list| list.name).collect();
        assert_eq!(names.len(), ALL.len());
        for list in ALL.iter() {
            let ids: HashSet<_> = list.columns.iter().map(|column| column.id).collect();
            assert_eq!(ids.len(), list.columns.len(), "{}", list.name);
            for title in [0, 1].map(|side| if side == 0 { list.title.0 } else { list.title.1 }) {
                assert!(title.chars().count() <= 27, "{title}: a sheet's name has 31 signs, with its number");
            }
        }
    }

    #[test]
    fn a_value_of_a_column_follows_it() {
        for list in ALL.iter() {
            for column in &list.columns {
                if let Some((first, _)) = column.id.split_once('.') {
                    assert!(list.columns.iter().any(|other| other.id == first), "{}: {}", list.name, column.id);
                }
            }
        }
    }
}
