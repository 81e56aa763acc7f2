//! The schema agrees with the command trees harvested from real releases, and the
//! router with its schema: every argument and every word is taken, others are not.
//!
//! The trees are not part of the crate; where they lie beside the repository they
//! (or where `ROUTEROS_TREES` says) are compared, elsewhere the tests say that they
//! were not and go by the compact data made from them.
#![allow(clippy::print_stdout, reason = "a comparison that was not made is said")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use routeros_sim::schema::{Access, Field, Kind, Menu, Schema};
use routeros_sim::{Sim, SimHandle};
use serde_json::Value;

/// Arguments that select rows or say where a row goes; no properties.
const NO_PROPERTIES: [&str; 5] = ["numbers", "copy-from", "place-before", "value-name", "number"];
/// Words of a harvest that name a row of the harvested router, or are signs of a
/// grammar the simulator does not model (`!` before a firewall matcher).
const NO_WORDS: [&str; 12] =
    ["!", ",", "!,", "", "ether1", "lo", "skins/", "admin", "all-vlan", "<l2tp>", "public", "main"];

/// The folder of trees; `None`, and a word about it, where it is not.
fn trees() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/routeros");
    let named = std::env::var_os("ROUTEROS_TREES").map(PathBuf::from);
    let found = named.into_iter().chain([beside]).find(|folder| folder.is_dir());
    if found.is_none() {
        println!("not compared: no command trees beside the repository");
    }
    found
}

fn tree(folder: &Path, file: &str) -> Value {
    let text = std::fs::read_to_string(folder.join(file)).expect("a tree");
    serde_json::from_str(&text).expect("JSON")
}

fn keys(value: &Value) -> BTreeSet<String> {
    match value {
        Value::Object(map) => map.keys().cloned().collect(),
        Value::Array(list) => list.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
        _ => BTreeSet::new(),
    }
}

#[test]
fn writable_properties_are_those_of_the_release() {
    let Some(folder) = trees() else { return };
    let schema = Schema::get();
    let mut compared = 0;
    for (file, release) in [("menus-7.22.3.json", (7, 22)), ("menus-7.24.json", (7, 24))] {
        let tree = tree(&folder, file);
        for menu in schema.menus.iter().filter(|m| !m.is_command && m.exists_in(release)) {
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
    assert!(compared > 80, "only {compared} commands were compared");
}

/// A value the kind of a property takes.
fn sample(sim: &SimHandle, kind: &Kind) -> String {
    let plain = match kind {
        Kind::Bool => "yes",
        Kind::Int { range: Some((low, _)), .. } => return low.to_string(),
        Kind::Int { .. } | Kind::Bytes | Kind::Rate => "1",
        Kind::Pair => "1/1",
        Kind::Time { range: Some((_, high)), .. } => return format!("{}s", (high / 1_000_000).min(20)),
        Kind::Time { .. } => "10s",
        Kind::Ip | Kind::AddrPool | Kind::IpSet | Kind::Host => "10.77.0.1",
        Kind::Mac => "AA:BB:CC:00:11:22",
        Kind::Net => "10.77.0.0/24",
        Kind::Ranges => "10.77.0.1-10.77.0.9",
        Kind::Enum(words) | Kind::Set(words) => return words[0].clone(),
        Kind::Ref { menu, words } => return referred(sim, menu, words),
        _ => "x1",
    };
    plain.to_owned()
}

/// A name the other menu has, made when it has none.
fn referred(sim: &SimHandle, menu: &str, words: &[String]) -> String {
    let at = Schema::get().menu(menu).expect("a menu");
    let other = &Schema::get().menus[at];
    let key = &other.fields[other.key.expect("a name")].name;
    if sim.count(menu) == 0 {
        if let Some(word) = words.first() {
            return word.clone();
        }
        let row = required(sim, other, &[]);
        sim.add(menu, &borrow(&row)).unwrap_or_else(|trap| panic!("{menu} {row:?}: {trap}"));
    }
    sim.rows(menu)[0][key].clone()
}

/// What an `add` must give, except for these.
fn required(sim: &SimHandle, menu: &Menu, but: &[&str]) -> Vec<(String, String)> {
    let needed = menu.fields.iter().filter(|f| f.required && !but.contains(&f.name.as_str()));
    needed.map(|f| (f.name.clone(), sample(sim, &f.kind))).collect()
}

fn borrow(row: &[(String, String)]) -> Vec<(&str, &str)> {
    row.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect()
}

/// Writes one value by `add` or `set`; gives the refusal when it is about the value.
fn written(sim: &SimHandle, menu: &Menu, command: &str, name: &str, value: &str) -> Result<(), String> {
    let result = if command == "add" {
        let mut row = required(sim, menu, &[name]);
        row.push((name.to_owned(), value.to_owned()));
        sim.add(&menu.path, &borrow(&row)).map(Some)
    } else {
        if !menu.single && sim.count(&menu.path) == 0 {
            return Ok(());
        }
        let id = if menu.single { String::new() } else { sim.rows(&menu.path)[0][".id"].clone() };
        sim.set(&menu.path, &id, &[(name, value)]).map(|()| None)
    };
    match result {
        Ok(Some(id)) => {
            sim.remove(&menu.path, &id).expect("the row goes again");
            Ok(())
        }
        Ok(None) => Ok(()),
        Err(trap) => {
            let about =
                ["unknown parameter", "input does not match", "invalid value", "ambiguous value", "out of range"];
            let named = trap.message.contains(name) && about.iter().any(|text| trap.message.contains(text));
            if named { Err(trap.message) } else { Ok(()) }
        }
    }
}

fn takes(field: &Field, command: &str) -> bool {
    let not = if command == "add" { Access::SetOnly } else { Access::AddOnly };
    field.access != Access::Read && field.access != not && field.exists_in((7, 24))
}

#[tokio::test]
async fn every_property_and_word_is_taken_and_no_other() {
    let sim = Sim::builder().persona("7.24").board("rb5009").user("admin", "secret").frozen().start().await.unwrap();
    let (mut properties, mut refused) = (0, 0);
    let menus = Schema::get().menus.iter().filter(|m| !m.is_command && m.exists_in((7, 24)));
    // An API user's group and password are not for this test to change.
    for menu in menus.filter(|m| !m.path.starts_with("/user")) {
        for command in ["add", "set"].into_iter().filter(|c| menu.offers(c, (7, 24))) {
            for field in menu.fields.iter().filter(|f| takes(f, command)) {
                let mut values = vec![match (menu.path.as_str(), field.name.as_str()) {
                    ("/system/clock", "time") => "12:00:00".to_owned(),
                    ("/system/clock", "date") => "2026-01-01".to_owned(),
                    ("/system/clock", "time-zone-name") => "Asia/Makassar".to_owned(),
                    _ => sample(&sim, &field.kind),
                }];
                match &field.kind {
                    Kind::Enum(words) | Kind::Set(words) => values.extend(words.iter().cloned()),
                    Kind::Int { words, .. } | Kind::Time { words, .. } => values.extend(words.iter().cloned()),
                    _ => {}
                }
                for value in values {
                    let result = written(&sim, menu, command, &field.name, &value);
                    assert_eq!(result, Ok(()), "{} {command} {}={value}", menu.path, field.name);
                    properties += 1;
                }
                if matches!(field.kind, Kind::Enum(_) | Kind::Bool | Kind::Mac | Kind::Ip | Kind::Ref { .. }) {
                    let result = written(&sim, menu, command, &field.name, "no such word");
                    let nothing_to_set = command == "set" && !menu.single && sim.count(&menu.path) == 0;
                    assert!(result.is_err() || nothing_to_set, "{} {command} {}", menu.path, field.name);
                    refused += 1;
                }
            }
            for field in menu.fields.iter().filter(|f| !takes(f, command)) {
                let result = written(&sim, menu, command, &field.name, "1");
                let nothing_to_set = command == "set" && !menu.single && sim.count(&menu.path) == 0;
                assert!(result.is_err() || nothing_to_set, "{} {command} {} is read only", menu.path, field.name);
            }
            let result = written(&sim, menu, command, "colour", "red");
            let nothing_to_set = command == "set" && !menu.single && sim.count(&menu.path) == 0;
            assert!(
                result == Err("unknown parameter colour".to_owned()) || nothing_to_set,
                "{}: {result:?}",
                menu.path
            );
        }
    }
    assert!(properties > 1000 && refused > 200, "{properties} written, {refused} refused");
}

#[tokio::test]
async fn every_word_of_the_trees_is_taken() {
    let Some(folder) = trees() else { return };
    let tree = tree(&folder, "menus-7.22.3.json");
    let sim = Sim::builder().persona("7.22").user("admin", "secret").frozen().start().await.unwrap();
    let mut taken = 0;
    let menus = Schema::get().menus.iter().filter(|m| !m.is_command && m.exists_in((7, 22)));
    for menu in menus.filter(|m| !m.path.starts_with("/user")) {
        for command in ["add", "set"].into_iter().filter(|c| menu.offers(c, (7, 22))) {
            // Of the zones only those without a summer time are played.
            if menu.path == "/system/clock" {
                continue;
            }
            let Value::Object(arguments) = &tree[&menu.path]["commands"][command] else { continue };
            for (name, spec) in arguments.iter().filter(|(name, _)| !NO_PROPERTIES.contains(&name.as_str())) {
                let words = spec["values"].as_array().into_iter().flatten().filter_map(Value::as_str);
                for word in words.filter(|w| !NO_WORDS.contains(w)) {
                    let result = written(&sim, menu, command, name, word);
                    assert_eq!(result, Ok(()), "{} {command} {name}={word}", menu.path);
                    taken += 1;
                }
            }
        }
    }
    assert!(taken > 500, "only {taken} words were tried");
}
