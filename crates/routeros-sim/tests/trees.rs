//! The schema agrees with the command trees harvested from real releases.
//!
//! The trees are not part of the crate; where they lie beside the repository they
//! are compared, elsewhere the test says that they were not.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::collections::BTreeSet;
use std::path::Path;

use routeros_sim::schema::{Access, Schema};
use serde_json::Value;

/// Arguments that select rows or say where a row goes; no properties.
const NO_PROPERTIES: [&str; 5] = ["numbers", "copy-from", "place-before", "value-name", "number"];

fn keys(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Object(map) => map.keys().cloned().collect(),
        Value::Array(list) => list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
        _ => BTreeSet::new(),
    }
}

#[test]
fn writable_properties_are_those_of_the_release() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/routeros");
    if !folder.exists() {
        println!("not compared: no command trees at {}", folder.display());
        return;
    }
    let schema = Schema::get();
    let mut compared = 0;
    for (file, release) in [("menus-7.22.3.json", (7, 22)), ("menus-7.24.json", (7, 24))] {
        let text = std::fs::read_to_string(folder.join(file)).expect("a tree");
        let tree: Value = serde_json::from_str(&text).expect("JSON");
        for menu in schema.menus.iter().filter(|m| !m.is_command) {
            let commands = &tree[&menu.path]["commands"];
            if commands.is_null() {
                continue;
            }
            for (command, not) in [("add", Access::SetOnly), ("set", Access::AddOnly)] {
                if !menu.commands.iter().any(|c| c == command) || menu.path == "/user/active" {
                    continue;
                }
                let mut real = keys(&commands[command]);
                real.retain(|name| !NO_PROPERTIES.contains(&name.as_str()));
                let ours: BTreeSet<String> = menu
                    .fields
                    .iter()
                    .filter(|f| f.access != Access::Read && f.access != not && f.exists_in(release))
                    .map(|f| f.name.clone())
                    .collect();
                let missing: Vec<_> = real.difference(&ours).collect();
                assert!(missing.is_empty(), "{} {command} in {file} also takes {missing:?}", menu.path);
                if release == (7, 22) {
                    let extra: Vec<_> = ours.difference(&real).collect();
                    assert!(extra.is_empty(), "{} {command} in {file} does not take {extra:?}", menu.path);
                }
                compared += 1;
            }
        }
    }
    assert!(compared > 30, "only {compared} commands were compared");
}
