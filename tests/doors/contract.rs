//! The TypeScript contract is what the table says.

use simpul_api::{Kind, contract::typescript, table};
use simpul_tests::Repository;

#[test]
fn the_contract_in_the_tree_is_fresh() {
    let path = Repository::open().root.join("ui/src/ipc/contract.gen.ts");
    let committed = std::fs::read_to_string(path).unwrap();
    let written = typescript(&table());
    let differs = committed.lines().zip(written.lines()).position(|(old, new)| old != new);
    assert!(committed == written, "run `cargo xtask contract`: line {:?} differs first", differs.map(|line| line + 1));
}

#[test]
fn numbers_stay_numbers() {
    assert!(!typescript(&table()).contains("bigint"), "JSON has no bigint: an id or a sum became one");
}

#[test]
fn operations_are_named_once_and_reads_say_what_they_are_made_of() {
    let table = table();
    let names: std::collections::BTreeSet<&str> = table.iter().map(|operation| operation.name).collect();
    assert_eq!(names.len(), table.len(), "an operation is twice in the table");
    for operation in &table {
        let snake = operation.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
        assert!(snake, "{} is not snake_case", operation.name);
        assert!(operation.kind == Kind::Read || operation.tags.is_empty(), "{} writes and has tags", operation.name);
    }
}
