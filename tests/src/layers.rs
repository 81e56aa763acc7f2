//! Which crate may know which, and which area of the core may know which.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::rust_code::{Strings, imports, line_of, strip};
use crate::{Breach, SourceFile};

/// What each crate of ours may depend on, as ARCHITECTURE.md draws it.
/// `None`: anything, because it only tests or measures.
const MAY_KNOW: &[(&str, Option<&[&str]>)] = &[
    ("simpul-kernel", Some(&[])),
    ("routeros-api", Some(&[])),
    ("routeros-sim", Some(&["routeros-api"])),
    ("simpul-jobs", Some(&["simpul-kernel"])),
    ("simpul-documents", Some(&["simpul-kernel"])),
    ("simpul-postgres", Some(&["simpul-kernel"])),
    ("simpul-core", Some(&["simpul-kernel", "simpul-jobs", "simpul-documents", "simpul-postgres", "routeros-api"])),
    ("simpul-api", Some(&["simpul-core", "simpul-kernel"])),
    ("simpul-server", Some(&["simpul-api", "simpul-core", "simpul-kernel"])),
    // `simpul serve` opens the HTTP door; `doctor` speaks to the database server when nothing above it starts.
    (
        "simpul-cli",
        Some(&["simpul-api", "simpul-core", "simpul-kernel", "simpul-server", "simpul-postgres", "routeros-api"]),
    ),
    ("simpul-desktop", Some(&["simpul-api", "simpul-core", "simpul-kernel"])),
    ("simpul-testkit", None),
    ("simpul-tests", None),
    ("simpul-benches", None),
    ("xtask", Some(&[])),
];

/// What tests of any crate may use besides.
const MAY_TEST_WITH: &[&str] = &["simpul-testkit", "simpul-postgres", "routeros-sim", "routeros-api", "simpul-kernel"];

/// Crates from outside that belong to one place each: a door or a simulator.
const AT_HOME: &[(&str, &[&str])] = &[
    ("tauri", &["simpul-desktop"]),
    ("axum", &["simpul-server", "routeros-sim"]),
    ("printpdf", &["simpul-documents"]),
];

/// Edges of `cargo metadata` that the drawing does not have.
pub fn wrong_dependencies(metadata: &Value) -> Vec<Breach> {
    let empty = Vec::new();
    let packages = metadata["packages"].as_array().unwrap_or(&empty);
    let ours: BTreeSet<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut breaches = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let Some((_, may)) = MAY_KNOW.iter().find(|(listed, _)| *listed == name) else {
            breaches.push(format!("{name}: not in the drawing; add it to MAY_KNOW and to ARCHITECTURE.md"));
            continue;
        };
        for dependency in package["dependencies"].as_array().unwrap_or(&empty) {
            let target = dependency["name"].as_str().unwrap_or_default();
            let kind = dependency["kind"].as_str().unwrap_or("normal");
            let allowed =
                may.is_none_or(|may| may.contains(&target) || (kind == "dev" && MAY_TEST_WITH.contains(&target)));
            if ours.contains(target) && !allowed {
                breaches.push(format!("{name} → {target} ({kind}): the arrow points the other way"));
            }
            breaches.extend(homeless(name, target, kind));
        }
    }
    breaches
}

fn homeless(name: &str, target: &str, kind: &str) -> Option<Breach> {
    let family =
        |listed: &str| target == listed || target.strip_prefix(listed).is_some_and(|rest| rest.starts_with('-'));
    let (_, homes) = AT_HOME.iter().find(|(listed, _)| family(listed))?;
    (kind != "dev" && !homes.contains(&name)).then(|| format!("{name} → {target}: only for {}", homes.join(", ")))
}

/// `crates/core/src/<area>/…` → area; the ground every area stands on is not one.
pub fn area_of(path: &str) -> Option<&str> {
    let rest = path.strip_prefix("crates/core/src/")?;
    let (area, _) = rest.split_once('/')?;
    (!["app", "db"].contains(&area)).then_some(area)
}

/// Uses of another area's store, which only its own operations may touch.
pub fn foreign_stores(files: &[SourceFile]) -> Vec<Breach> {
    let areas: BTreeSet<&str> = files.iter().filter_map(|file| area_of(&file.path)).collect();
    let mut breaches = Vec::new();
    for (file, own) in files.iter().filter_map(|file| Some((file, area_of(&file.path)?))) {
        for (line, other, path) in mentions(file, &areas) {
            if other != own && path.split("::").any(|part| part == "store") {
                breaches.push(format!("{}:{line}: {path}: ask the area `{other}` for an operation instead", file.path));
            }
        }
    }
    breaches
}

/// Areas that know each other in a circle; each circle once. Reading through
/// another area's `facade` does not count: it is how an area below answers
/// one above without knowing it.
pub fn circles(files: &[SourceFile]) -> Vec<Breach> {
    let areas: BTreeSet<&str> = files.iter().filter_map(|file| area_of(&file.path)).collect();
    let mut edges: BTreeMap<&str, BTreeMap<String, String>> = BTreeMap::new();
    for (file, own) in files.iter().filter_map(|file| Some((file, area_of(&file.path)?))) {
        for (line, other, path) in mentions(file, &areas) {
            if other == own || path.split("::").any(|part| part == "facade") {
                continue;
            }
            let place = format!("{}:{line} ({path})", file.path);
            edges.entry(own).or_default().entry(other).or_insert(place);
        }
    }
    let mut breaches = Vec::new();
    for area in &areas {
        if let Some(circle) = way_back(area, &edges)
            // The same circle is found from each of its areas.
            && circle.iter().min() == circle.first()
        {
            let places: Vec<&str> = circle
                .iter()
                .zip(circle.iter().cycle().skip(1))
                .filter_map(|(from, to)| edges.get(from.as_str())?.get(to).map(String::as_str))
                .collect();
            breaches.push(format!("{}: {}", circle.join(" → "), places.join(", ")));
        }
    }
    breaches
}

/// The shortest way from an area back to itself.
fn way_back(area: &str, edges: &BTreeMap<&str, BTreeMap<String, String>>) -> Option<Vec<String>> {
    let mut ways = std::collections::VecDeque::from([vec![area.to_owned()]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = ways.pop_front() {
        for next in edges.get(way.last()?.as_str()).into_iter().flat_map(BTreeMap::keys) {
            if next == area {
                return Some(way);
            }
            if seen.insert(next.clone()) {
                ways.push_back(way.iter().cloned().chain([next.clone()]).collect());
            }
        }
    }
    None
}

/// Every path in a file that names an area: line, area, path.
fn mentions(file: &SourceFile, areas: &BTreeSet<&str>) -> Vec<(usize, String, String)> {
    let code = strip(&file.text, Strings::Blank);
    let mut found = Vec::new();
    for (line, path) in imports(&code) {
        let parts: Vec<&str> = path.split("::").collect();
        if parts.first() == Some(&"crate")
            && let Some(area) = parts.get(1).filter(|part| areas.contains(**part))
        {
            found.push((line, (*area).to_owned(), path.clone()));
        }
    }
    for (at, _) in code.match_indices("crate::") {
        let path: String = code[at..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect();
        if let Some(area) = path.split("::").nth(1).filter(|part| areas.contains(*part)) {
            found.push((line_of(&code, at), area.to_owned(), path.clone()));
        }
    }
    // After `use crate::voucher`, `voucher::store` is the same path.
    for area in areas {
        let start = format!("{area}::store");
        for (at, _) in code.match_indices(&start) {
            let own_word =
                code[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '_' | ':'));
            if own_word {
                found.push((line_of(&code, at), (*area).to_owned(), start.clone()));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn metadata(name: &str, dependency: &str, kind: Option<&str>) -> Value {
        let known = |name: &str| json!({ "name": name, "dependencies": [] });
        json!({ "packages": [
            { "name": name, "dependencies": [{ "name": dependency, "kind": kind }] },
            known("simpul-core"), known("simpul-kernel"), known("simpul-testkit"),
        ]})
    }

    #[test]
    fn an_arrow_upwards_is_seen() {
        assert_eq!(wrong_dependencies(&metadata("simpul-jobs", "simpul-core", None)).len(), 1);
        assert_eq!(wrong_dependencies(&metadata("simpul-jobs", "simpul-core", Some("dev"))).len(), 1);
        assert!(wrong_dependencies(&metadata("simpul-jobs", "simpul-kernel", None)).is_empty());
        assert!(wrong_dependencies(&metadata("simpul-jobs", "simpul-testkit", Some("dev"))).is_empty());
        assert_eq!(wrong_dependencies(&metadata("simpul-api", "simpul-testkit", None)).len(), 1);
    }

    #[test]
    fn a_crate_nobody_drew_is_seen() {
        assert_eq!(wrong_dependencies(&metadata("simpul-new", "serde", None)).len(), 1);
    }

    #[test]
    fn a_door_stays_in_its_wall() {
        assert_eq!(wrong_dependencies(&metadata("simpul-api", "tauri-plugin-log", None)).len(), 1);
        assert_eq!(wrong_dependencies(&metadata("simpul-api", "axum", None)).len(), 1);
        assert!(wrong_dependencies(&metadata("simpul-desktop", "tauri", None)).is_empty());
        assert!(wrong_dependencies(&metadata("simpul-server", "axum", None)).is_empty());
    }

    fn areas(of_voucher: &str, of_network: &str) -> Vec<SourceFile> {
        vec![
            SourceFile::sample("crates/core/src/voucher/ops.rs", of_voucher),
            SourceFile::sample("crates/core/src/network/ops.rs", of_network),
        ]
    }

    #[test]
    fn another_areas_store_is_out_of_reach() {
        for code in [
            "use crate::network::store;",
            "use crate::{network::{store::router_find, Router}};",
            "use crate::network;\nfn f() { network::store::router_find() }",
            "fn f() { crate::network::store::router_find() }",
        ] {
            assert!(!foreign_stores(&areas(code, "")).is_empty(), "{code}");
        }
        for code in [
            "use crate::voucher::store;",
            "use super::store;",
            "// crate::network::store\nuse crate::network::router_find;",
            "use crate::db::store;",
        ] {
            assert!(foreign_stores(&areas(code, "")).is_empty(), "{code}");
        }
    }

    #[test]
    fn a_circle_of_areas_is_seen_once() {
        let circle = circles(&areas("use crate::network::Router;", "use crate::voucher::Voucher;"));
        assert_eq!(circle.len(), 1, "{circle:?}");
        assert!(circle[0].starts_with("network → voucher: "), "{circle:?}");
        assert!(circles(&areas("use crate::network::Router;", "use crate::app::App;")).is_empty());
        assert!(circles(&areas("use crate::network::Router;", "use crate::voucher::facade::Wish;")).is_empty());
    }
}
