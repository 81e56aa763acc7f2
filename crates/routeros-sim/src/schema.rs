//! The menus the simulator knows, read once from `data/menus.schema`.
//!
//! The file says which menus, commands and properties exist and since which
//! release; see `data/README.md` for its grammar.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::value::time::parse_duration;

/// A release as `(major, minor)`, comparable.
pub type Release = (u32, u32);

/// What a property's value is; decides how it is read, stored and compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Any bytes.
    Str,
    /// Any bytes, at least one.
    Str1,
    /// Shown only to users whose group has the policy `sensitive`.
    Secret,
    /// Kept, never shown.
    Hidden,
    /// `yes`/`no` written, `true`/`false` shown.
    Bool,
    /// A whole number, optionally one of some words or within a range.
    Int {
        /// Words accepted beside numbers.
        words: Vec<String>,
        /// Lowest and highest number.
        range: Option<(u64, u64)>,
    },
    /// A count of bytes; `k` is 1024.
    Bytes,
    /// Bits per second; `k` is 1000.
    Rate,
    /// `up/down`, two rates.
    Pair,
    /// A duration, or one of some words.
    Time {
        /// Words accepted beside durations.
        words: Vec<String>,
        /// Shortest and longest duration, microseconds.
        range: Option<(u64, u64)>,
    },
    /// Seconds since 1970 (UTC), shown in the release's date shape and zone.
    Date,
    /// An IPv4 address.
    Ip,
    /// A hardware address.
    Mac,
    /// `A.B.C.D/M`.
    Net,
    /// An address, range or prefix.
    IpSet,
    /// An address, range, prefix or the name of a host.
    Host,
    /// A comma list of ranges.
    Ranges,
    /// An address, or the name of a pool.
    AddrPool,
    /// One of these words.
    Enum(Vec<String>),
    /// A comma list of these words.
    Set(Vec<String>),
    /// A row of another menu, stored by id so that it survives a rename.
    Ref {
        /// The other menu's path.
        menu: String,
        /// Words accepted beside names.
        words: Vec<String>,
    },
    /// Accepted and not kept.
    Drop,
}

/// Who may write a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// `add` and `set`.
    Write,
    /// `add` only.
    AddOnly,
    /// `set` only.
    SetOnly,
    /// Neither.
    Read,
}

/// One property of a menu.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name on the wire.
    pub name: String,
    /// What its value is.
    pub kind: Kind,
    /// Who may write it.
    pub access: Access,
    /// `add` must give it.
    pub required: bool,
    /// Rows are found by it.
    pub key: bool,
    /// Shown when nothing is set; without one an unset property is absent.
    pub default: Option<String>,
    /// The value that means "unset".
    pub unset: Option<String>,
    /// First release that has it.
    pub since: Option<Release>,
    /// First release that has it no more.
    pub until: Option<Release>,
    /// First release that takes it and does not show it any more.
    pub hidden: Option<Release>,
}

impl Field {
    /// Whether writing `raw` clears the property.
    #[must_use]
    pub fn is_unset(&self, raw: &[u8]) -> bool {
        self.unset.as_ref().is_some_and(|u| u.as_bytes() == raw)
    }

    /// Whether `release` has the property.
    #[must_use]
    pub fn exists_in(&self, release: Release) -> bool {
        within(release, self.since, self.until)
    }

    /// Whether rows of `release` show the property.
    #[must_use]
    pub fn shows_in(&self, release: Release) -> bool {
        self.exists_in(release) && self.hidden.is_none_or(|h| release < h)
    }

    /// Reads one property line of the schema file.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let access = match words.next()? {
            "w" => Access::Write,
            "a" => Access::AddOnly,
            "s" => Access::SetOnly,
            "r" => Access::Read,
            _ => return None,
        };
        let mut field = Self {
            name: words.next()?.to_owned(),
            kind: parse_kind(words.next()?)?,
            access,
            required: false,
            key: false,
            default: None,
            unset: None,
            since: None,
            until: None,
            hidden: None,
        };
        for word in words {
            if word == "!" {
                field.required = true;
            } else if word == "key" {
                field.key = true;
            } else if let Some(value) = word.strip_prefix('=') {
                field.default = Some(value.to_owned());
            } else if let Some(value) = word.strip_prefix('~') {
                field.unset = Some(value.to_owned());
            } else if let Some(value) = word.strip_prefix("since=") {
                field.since = parse_release(value);
            } else if let Some(value) = word.strip_prefix("until=") {
                field.until = parse_release(value);
            } else if let Some(value) = word.strip_prefix("hidden=") {
                field.hidden = parse_release(value);
            } else {
                return None;
            }
        }
        Some(field)
    }
}

fn within(release: Release, since: Option<Release>, until: Option<Release>) -> bool {
    since.is_none_or(|s| release >= s) && until.is_none_or(|u| release < u)
}

/// Reads `7.22` (a patch number is ignored).
#[must_use]
pub fn parse_release(text: &str) -> Option<Release> {
    let mut parts = text.split('.');
    Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
}

fn list(text: &str) -> Vec<String> {
    text.split('|').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

fn parse_kind(text: &str) -> Option<Kind> {
    let inner = |open: char, close: char| {
        let start = text.find(open)? + 1;
        Some(&text[start..text.rfind(close)?])
    };
    let name = text.split(['(', '{']).next()?;
    Some(match name {
        "str" => Kind::Str,
        "str1" => Kind::Str1,
        "secret" => Kind::Secret,
        "hidden" => Kind::Hidden,
        "bool" => Kind::Bool,
        "int" => Kind::Int {
            words: inner('(', ')').map(list).unwrap_or_default(),
            range: match inner('{', '}') {
                Some(range) => {
                    let (low, high) = range.split_once("..")?;
                    Some((low.parse().ok()?, high.parse().ok()?))
                }
                None => None,
            },
        },
        "bytes" => Kind::Bytes,
        "rate" => Kind::Rate,
        "pair" => Kind::Pair,
        "time" => Kind::Time {
            words: inner('(', ')').map(list).unwrap_or_default(),
            range: match inner('{', '}') {
                Some(range) => {
                    let (low, high) = range.split_once("..")?;
                    Some((parse_duration(low.as_bytes())?, parse_duration(high.as_bytes())?))
                }
                None => None,
            },
        },
        "date" => Kind::Date,
        "ip" => Kind::Ip,
        "mac" => Kind::Mac,
        "net" => Kind::Net,
        "ipset" => Kind::IpSet,
        "host" => Kind::Host,
        "ranges" => Kind::Ranges,
        "addrpool" => Kind::AddrPool,
        "enum" => Kind::Enum(list(inner('(', ')')?)),
        "set" => Kind::Set(list(inner('(', ')')?)),
        "ref" => {
            let mut words = list(inner('(', ')')?);
            Kind::Ref { menu: words.remove(0), words }
        }
        "drop" => Kind::Drop,
        _ => return None,
    })
}

/// One menu: its commands and properties.
#[derive(Clone, Debug)]
pub struct Menu {
    /// `/ip/hotspot/user`.
    pub path: String,
    /// One unnamed row (`/system/identity`).
    pub single: bool,
    /// The menu is itself a command (`/ping`).
    pub is_command: bool,
    /// First release that has the menu in this shape.
    pub since: Option<Release>,
    /// First release that has it no more.
    pub until: Option<Release>,
    /// Its commands, or its arguments when it is a command.
    pub commands: Vec<String>,
    newer: HashMap<String, Release>,
    /// Its properties in the order rows show them.
    pub fields: Vec<Field>,
    by_name: HashMap<String, usize>,
    /// The property that names a row.
    pub key: Option<usize>,
}

impl Menu {
    /// The position of a property.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    /// Whether `release` has the menu in this shape.
    #[must_use]
    pub fn exists_in(&self, release: Release) -> bool {
        within(release, self.since, self.until)
    }

    /// Whether the menu of `release` has a command.
    #[must_use]
    pub fn offers(&self, command: &str, release: Release) -> bool {
        self.commands.iter().any(|c| c == command) && self.newer.get(command).is_none_or(|since| release >= *since)
    }
}

/// All menus.
#[derive(Debug)]
pub struct Schema {
    /// The menus, by position.
    pub menus: Vec<Menu>,
    by_path: HashMap<String, Vec<usize>>,
}

impl Schema {
    /// The compiled-in schema.
    #[must_use]
    pub fn get() -> &'static Self {
        static SCHEMA: OnceLock<Schema> = OnceLock::new();
        SCHEMA.get_or_init(|| Self::parse(include_str!("../data/menus.schema")))
    }

    /// The position of a menu, in the shape newer releases give it.
    #[must_use]
    pub fn menu(&self, path: &str) -> Option<usize> {
        self.by_path.get(path).and_then(|shapes| shapes.last()).copied()
    }

    /// The position of a menu in the shape a release gives it, where it has it.
    #[must_use]
    pub fn menu_in(&self, path: &str, release: Release) -> Option<usize> {
        self.by_path.get(path)?.iter().copied().find(|menu| self.menus[*menu].exists_in(release))
    }

    fn parse(text: &str) -> Self {
        let mut menus: Vec<Menu> = Vec::new();
        for line in text.lines() {
            match line.get(..1) {
                Some("@" | "!") => menus.extend(parse_menu(line)),
                Some("w" | "a" | "s" | "r") => {
                    if let (Some(menu), Some(field)) = (menus.last_mut(), Field::parse(line)) {
                        let index = menu.fields.len();
                        menu.by_name.insert(field.name.clone(), index);
                        if field.key {
                            menu.key = Some(index);
                        }
                        menu.fields.push(field);
                    }
                }
                _ => {}
            }
        }
        let mut by_path: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, menu) in menus.iter().enumerate() {
            by_path.entry(menu.path.clone()).or_default().push(index);
        }
        Self { menus, by_path }
    }
}

fn parse_menu(line: &str) -> Option<Menu> {
    let (head, commands) = line.split_once(" :")?;
    let mut head = head.split(' ');
    let is_command = head.next()? == "!";
    let mut menu = Menu {
        path: head.next()?.to_owned(),
        single: false,
        is_command,
        since: None,
        until: None,
        commands: Vec::new(),
        newer: HashMap::new(),
        fields: Vec::new(),
        by_name: HashMap::new(),
        key: None,
    };
    for word in head {
        match word.split_once('=') {
            None if word == "single" => menu.single = true,
            Some(("since", release)) => menu.since = Some(parse_release(release)?),
            Some(("until", release)) => menu.until = Some(parse_release(release)?),
            _ => return None,
        }
    }
    for command in commands.split(' ').filter(|c| !c.is_empty()) {
        let (name, since) = command.split_once(">=").unwrap_or((command, ""));
        menu.newer.extend(parse_release(since).map(|release| (name.to_owned(), release)));
        menu.commands.push(name.to_owned());
    }
    Some(menu)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_file_is_understood() {
        for line in include_str!("../data/menus.schema").lines() {
            match line.get(..1) {
                Some("#") | None => {}
                Some("@" | "!") => assert!(parse_menu(line).is_some(), "{line}"),
                _ => assert!(Field::parse(line).is_some(), "{line}"),
            }
        }
    }

    #[test]
    fn every_reference_names_a_known_menu() {
        let schema = Schema::get();
        for menu in &schema.menus {
            for field in &menu.fields {
                if let Kind::Ref { menu: target, .. } = &field.kind {
                    assert!(schema.menu(target).is_some(), "{} {}", menu.path, field.name);
                }
            }
        }
    }

    #[test]
    fn releases_bound_fields() {
        let schema = Schema::get();
        let service = &schema.menus[schema.menu("/ip/service").unwrap()];
        let renamed = &service.fields[service.field("available-from").unwrap()];
        assert!(renamed.exists_in((7, 24)) && !renamed.exists_in((7, 22)));
        let old = &service.fields[service.field("address").unwrap()];
        assert!(old.exists_in((7, 24)) && !old.shows_in((7, 24)) && old.shows_in((7, 22)));
    }

    #[test]
    fn menus_and_commands_come_and_go_with_releases() {
        let schema = Schema::get();
        assert!(schema.menu_in("/tool/user-manager/user", (6, 49)).is_some());
        assert!(schema.menu_in("/tool/user-manager/user", (7, 9)).is_none());
        assert!(schema.menu_in("/user-manager/user", (7, 9)).is_some());
        assert!(schema.menu_in("/ip/accounting", (7, 9)).is_none());
        let single = |release| schema.menus[schema.menu_in("/system/health", release).unwrap()].single;
        assert!(single((6, 49)) && !single((7, 22)));
        let file = &schema.menus[schema.menu("/file").unwrap()];
        assert!(!file.offers("add", (6, 49)) && file.offers("add", (7, 22)) && file.offers("print", (6, 42)));
    }
}
