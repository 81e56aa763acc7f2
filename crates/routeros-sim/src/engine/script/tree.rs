//! Menus and commands by name: what a word at some place of the menu tree means.

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use crate::schema::Schema;

/// Commands that are no menu's and stand in no harvested tree as one.
const ROOT: [&str; 7] = [
    "/execute",
    "/import",
    "/system/backup/save",
    "/system/reboot",
    "/safe-mode/take",
    "/safe-mode/release",
    "/safe-mode/unroll",
];

/// What a word stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A menu, by its whole path.
    Menu(String),
    /// A command of the menu the word was looked for in.
    Command(String),
}

type Children = HashMap<String, BTreeMap<String, bool>>;

fn children() -> &'static Children {
    static TREE: OnceLock<Children> = OnceLock::new();
    TREE.get_or_init(|| {
        let mut tree = Children::new();
        let mut put = |path: &str, is_command: bool| {
            let mut parent = String::new();
            let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty()).collect();
            for (index, part) in parts.iter().enumerate() {
                let last = index + 1 == parts.len();
                let here = tree.entry(parent.clone()).or_default().entry((*part).to_owned()).or_insert(true);
                // Where a name is both, it is a menu.
                *here = *here && last && is_command;
                parent = format!("{parent}/{part}");
            }
        };
        for menu in &Schema::get().menus {
            put(&menu.path, menu.is_command);
            for command in menu.commands.iter().filter(|_| !menu.is_command) {
                put(&format!("{}/{command}", menu.path), true);
            }
        }
        for path in ROOT {
            put(path, true);
        }
        tree
    })
}

/// What `word`, whole or abbreviated, stands for below `path`.
pub(super) fn resolve(path: &str, word: &str) -> Option<Step> {
    if word == ".." {
        return Some(Step::Menu(path.rsplit_once('/').map_or("", |(up, _)| up).to_owned()));
    }
    let here = children().get(path)?;
    let (name, is_command) = match here.get_key_value(word) {
        Some((name, is_command)) => (name, *is_command),
        None => {
            let mut fitting = here.range(word.to_owned()..).take_while(|(name, _)| name.starts_with(word));
            let (name, is_command) = fitting.next()?;
            if word.is_empty() || fitting.next().is_some() {
                return None;
            }
            (name, *is_command)
        }
    };
    Some(if is_command { Step::Command(name.clone()) } else { Step::Menu(format!("{path}/{name}")) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_whole_or_abbreviated() {
        let menu = |path: &str| Some(Step::Menu(path.to_owned()));
        let command = |name: &str| Some(Step::Command(name.to_owned()));
        assert_eq!(resolve("", "ip"), menu("/ip"));
        assert_eq!(resolve("", "sys"), menu("/system"));
        assert_eq!(resolve("/system", "sch"), menu("/system/scheduler"));
        assert_eq!(resolve("/system", "sc"), None, "script or scheduler");
        assert_eq!(resolve("/ip/hotspot/user", "profile"), menu("/ip/hotspot/user/profile"));
        assert_eq!(resolve("/ip/hotspot/user", "ad"), command("add"));
        assert_eq!(resolve("/ip/hotspot/user", ".."), menu("/ip/hotspot"));
        assert_eq!(resolve("", "import"), command("import"));
        assert_eq!(resolve("/log", "info"), command("info"));
    }
}
