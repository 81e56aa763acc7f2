//! Everything this crate can send, and everything it asks for, against the
//! command trees of real releases.
//!
//! `tests/facts/menus.txt` holds what the trees say (public domain, harvested
//! from RouterOS by tikoci/restraml), so that this test always runs. Where the
//! trees themselves lie beside the repository, or where `ROUTEROS_TREES` says,
//! they are compared with it; `UPDATE_FACTS=1` writes it anew.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::caps;
use crate::client::schema_commands;
use crate::protocol::Command;
use crate::resource::*;

const FACTS: &str = include_str!("../tests/facts/menus.txt");
const TREES: &str = "../../../shared/data/routeros";
/// What can be read, as if it were a command.
const READ: &str = "(read)";

/// For each menu and command its arguments, each with the releases that have
/// it, by a bit for each.
type Facts = BTreeMap<(String, String), BTreeMap<String, u32>>;

fn parse(text: &str) -> (Vec<String>, Facts) {
    let mut releases = Vec::new();
    let mut facts = Facts::new();
    for line in text.lines() {
        let mut words = line.split(' ');
        let first = words.next().unwrap();
        match first {
            "#" => {}
            "releases" => releases = words.map(str::to_owned).collect(),
            _ => {
                let command = words.next().unwrap().to_owned();
                let argument = |word: &str| {
                    let (name, bits) = word.split_once('=').unwrap();
                    (name.to_owned(), u32::from_str_radix(bits, 16).unwrap())
                };
                facts.insert((first.to_owned(), command), words.map(argument).collect());
            }
        }
    }
    (releases, facts)
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Object(map) => map.keys().cloned().collect(),
        Value::Array(list) => list.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// The facts as the trees have them; `None` where there are no trees.
fn from_trees() -> Option<String> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join(TREES);
    let folder = std::env::var_os("ROUTEROS_TREES").map_or(beside, PathBuf::from);
    let mut files: Vec<_> = std::fs::read_dir(folder).ok()?.map(|entry| entry.unwrap().path()).collect();
    let number = |path: &Path| -> Option<Vec<u32>> {
        let name = path.file_name()?.to_str()?.strip_prefix("menus-")?.strip_suffix(".json")?;
        name.split('.').map(|part| part.parse().ok()).collect()
    };
    files.retain(|path| number(path).is_some());
    files.sort_by_key(|path| number(path));
    let mut facts = Facts::new();
    let mut releases = Vec::new();
    for (bit, path) in files.iter().enumerate() {
        let release = number(path)?.iter().map(u32::to_string).collect::<Vec<_>>().join(".");
        releases.push(release);
        let tree: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let mut note = |menu: &str, command: &str, arguments: Vec<String>| {
            let known = facts.entry((menu.to_owned(), command.to_owned())).or_default();
            known.entry("*".to_owned()).and_modify(|bits| *bits |= 1 << bit).or_insert(1 << bit);
            for argument in arguments {
                *known.entry(argument).or_default() |= 1 << bit;
            }
        };
        for (menu, about) in tree.as_object().unwrap() {
            if let Some(command) = about.get("command") {
                note(menu, "()", names(command));
            }
            for command in about.get("commands").and_then(Value::as_object).into_iter().flatten() {
                if !matches!(command.0.as_str(), "find" | "get" | "export" | "reset") {
                    note(menu, command.0, names(command.1));
                }
            }
            if let Some(readable) = about.get("readable") {
                note(menu, READ, names(readable));
            }
        }
    }
    let mut text =
        "# What releases of RouterOS take and show: menu, command, arguments with their releases.\n".to_owned();
    text += &format!("releases {}\n", releases.join(" "));
    for ((menu, command), arguments) in facts {
        let arguments: Vec<String> = arguments.iter().map(|(name, bits)| format!("{name}={bits:x}")).collect();
        text += &format!("{menu} {command} {}\n", arguments.join(" "));
    }
    Some(text)
}

#[test]
#[allow(clippy::print_stdout, reason = "says what was not compared")]
fn the_facts_are_what_the_trees_say() {
    let Some(text) = from_trees() else {
        println!("not compared: there are no command trees at {TREES}");
        return;
    };
    if std::env::var_os("UPDATE_FACTS").is_some() {
        std::fs::write(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/facts/menus.txt"), &text).unwrap();
        return;
    }
    assert!(text == FACTS, "run this test with UPDATE_FACTS=1 and look at the difference");
}

/// Words of the API that no command tree holds.
const OF_THE_API: [&str; 4] = ["/login", "/cancel", "/quit", "listen"];

/// What is wrong with a command, if anything.
fn judge(facts: &Facts, command: &Command) -> Option<String> {
    if OF_THE_API.contains(&command.path()) || OF_THE_API.contains(&command.verb()) {
        return None;
    }
    let menu = command.path().strip_suffix(&format!("/{}", command.verb())).unwrap_or_default();
    let known = facts
        .get(&(command.path().to_owned(), "()".to_owned()))
        .or_else(|| facts.get(&(menu.to_owned(), command.verb().to_owned())));
    let Some(known) = known else { return Some(format!("{command:?}: no such command")) };
    for argument in command.arguments() {
        // `.id` is the API's word for `numbers` and `number`.
        let taken = match argument.name.as_ref() {
            ".id" => known.contains_key("numbers"),
            ".proplist" => known.contains_key("proplist"),
            name => known.contains_key(name),
        };
        if !taken {
            return Some(format!("{command:?}: unknown parameter {}", argument.name));
        }
    }
    None
}

/// Properties that no tree has, and why they are here.
const NOT_IN_THE_TREES: &[(&str, &str)] = &[
    // Trees list what 7.22.3 shows; captures of older releases have it.
    ("/file", "creation-time"),
];

fn check<T: Resource>(facts: &Facts, writes: &T, wrong: &mut BTreeSet<String>) {
    let find = |command: &str| facts.get(&(T::MENU.to_owned(), command.to_owned()));
    let mut known: BTreeSet<&str> = BTreeSet::new();
    for command in ["add", "set", READ, "()"] {
        known.extend(find(command).into_iter().flatten().map(|(name, _)| name.as_str()));
    }
    let excused = |property: &str| NOT_IN_THE_TREES.contains(&(T::MENU, property));
    // Menus with a single row, and commands, have no list of what they show.
    let shows = find(READ).is_some();
    for property in T::PROPERTIES.iter().filter(|property| **property != ".id") {
        if shows && !known.contains(property) && !excused(property) {
            wrong.insert(format!("{} does not show {property}", T::MENU));
        }
    }
    let mut commands = Vec::new();
    if find("add").is_some() && T::MENU != "/user/active" {
        commands.push(writes.to_add());
    }
    if !writes.arguments().is_empty() {
        let has_rows = find("set").is_some_and(|set| set.contains_key("numbers"));
        commands.push(if has_rows { writes.to_set(&"*1".into()) } else { writes.to_set_single() });
    }
    for verb in ["remove", "enable", "disable"] {
        if find(verb).is_some() {
            commands.push(T::on_rows(verb, &["*1".into()]));
        }
    }
    wrong.extend(commands.iter().filter_map(|command| judge(facts, command)));
}

/// A row in which every writable property is set, so that each is judged.
macro_rules! every {
    ($facts:expr, $wrong:expr, $($name:ident),+ $(,)?) => {$(
        check($facts, &$name::filled(), $wrong);
    )+};
}

#[test]
fn every_resource_is_known_to_the_releases() {
    let (releases, facts) = parse(FACTS);
    assert!(releases.len() >= 6, "{releases:?}");
    let mut wrong = BTreeSet::new();
    every!(
        &facts,
        &mut wrong,
        HotspotUser,
        HotspotUserProfile,
        HotspotActive,
        HotspotServer,
        HotspotServerProfile,
        HotspotCookie,
        HotspotHost,
        HotspotIpBinding,
        PppSecret,
        PppProfile,
        PppActive,
        IpAddress,
        IpPool,
        IpPoolUsed,
        AddressListEntry,
        DhcpLease,
        IpService,
        SimpleQueue,
        Scheduler,
        Script,
        LogEntry,
        File,
        Netwatch,
        User,
        UserGroup,
        UserActive,
        Interface,
        TrafficSample,
        PingReply,
        SystemIdentity,
        SystemResource,
        SystemClock,
        SystemLicense,
        SystemRouterboard,
    );
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_command_of_its_own_is_known_to_the_releases() {
    let (_, facts) = parse(FACTS);
    let mut commands = schema_commands();
    commands.extend(caps::questions("admin"));
    commands.extend([caps::sign_of_life(), caps::group_in_use("admin")]);
    // Boards only: the trees come from a virtual router.
    commands.retain(|command| command.path() != "/system/routerboard/print");
    assert!(commands.len() >= 20, "only {} commands", commands.len());
    let wrong: Vec<String> = commands.iter().filter_map(|command| judge(&facts, command)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    // The judge is awake.
    assert!(judge(&facts, &Command::new("/ip/hotspot/user/ad")).is_some());
    assert!(judge(&facts, &Command::new("/ip/hotspot/user/add").arg("nam", "x")).is_some());
}

/// Menus that boards have and the virtual routers the trees were harvested from lack;
/// they stand in MikroTik's documentation ("Device-mode").
const OF_BOARDS: &[&str] = &["/system/device-mode"];

#[test]
#[allow(clippy::print_stdout, reason = "says what was not compared")]
fn the_menus_its_users_spell_out_exist() {
    let (_, facts) = parse(FACTS);
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut spelled = BTreeSet::new();
    for name in ["core", "cli"] {
        collect(&crates.join(name).join("src"), &mut spelled);
    }
    if spelled.is_empty() {
        println!("not compared: the program that uses this crate is not beside it");
        return;
    }
    for path in spelled {
        let (menu, verb) = path.rsplit_once('/').unwrap();
        let is_menu = facts.keys().any(|(menu, _)| *menu == path);
        let is_command = facts.contains_key(&(menu.to_owned(), verb.to_owned()));
        let is_known = OF_THE_API.contains(&verb) || OF_BOARDS.contains(&path.as_str());
        assert!(is_menu || is_command || is_known, "no release has {path}");
    }
}

/// Paths that a program's sources hand to this crate.
fn collect(folder: &Path, into: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, into);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            for call in [".print(\"/", "Command::new(\"/", "in_menu(\"/", ".listen(\"/"] {
                for (at, _) in text.match_indices(call) {
                    let start = at + call.len() - 1;
                    into.extend(text[start..].split_once('"').map(|(path, _)| path.to_owned()));
                }
            }
        }
    }
}
