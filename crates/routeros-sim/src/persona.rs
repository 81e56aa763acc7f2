//! What differs between RouterOS releases, as data.

use crate::error::Trap;
use crate::schema::Release;
use crate::value::time::DateShape;

/// How a release lets a user in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Login {
    /// `=name=` and `=password=` are enough; a challenge is not known.
    Plain,
    /// Plain works; a bare `/login` still gets a challenge whose answer is refused
    /// (6.45.1 and later 6.x).
    PlainWithDeadChallenge,
    /// Every `/login` without `=response=` gets a challenge (before 6.43).
    Challenge,
}

/// One release of RouterOS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Persona {
    /// Its short name: `7.22`.
    pub name: &'static str,
    /// What `/system/resource` says.
    pub version: &'static str,
    /// For comparisons.
    pub release: Release,
    /// Build time in UTC seconds.
    pub build_time: i64,
    /// How it lets users in.
    pub login: Login,
    /// It answers an empty print with `!empty` (7.18 and later).
    pub has_empty: bool,
    /// How it writes dates.
    pub dates: DateShape,
    /// A missing command is `no such command prefix`.
    pub command_prefix_text: bool,
    /// An unknown parameter is named in the refusal (7.x).
    pub names_parameters: bool,
    /// `/system/health` has a row per sensor (7.x), not one row (6.x).
    pub health_rows: bool,
    /// `/ip/service` limits sessions.
    pub has_max_sessions: bool,
}

const fn v7(name: &'static str, version: &'static str, minor: u32, build_time: i64) -> Persona {
    Persona {
        name,
        version,
        release: (7, minor),
        build_time,
        login: Login::Plain,
        has_empty: minor >= 18,
        dates: if minor >= 10 { DateShape::Iso } else { DateShape::MonthName },
        command_prefix_text: false,
        names_parameters: true,
        health_rows: true,
        has_max_sessions: minor >= 16,
    }
}

const fn v6(name: &'static str, version: &'static str, minor: u32, build_time: i64) -> Persona {
    Persona {
        release: (6, minor),
        login: if minor >= 43 { Login::PlainWithDeadChallenge } else { Login::Challenge },
        command_prefix_text: true,
        names_parameters: false,
        health_rows: false,
        ..v7(name, version, 0, build_time)
    }
}

/// The releases the simulator plays.
pub static PERSONAS: [Persona; 6] = [
    v6("6.42", "6.42.12 (long-term)", 42, 1_550_000_000),
    v6("6.49", "6.49.19 (stable)", 49, 1_745_000_000),
    v7("7.9", "7.9.2 (stable)", 9, 1_685_000_000),
    v7("7.16", "7.16.2 (stable)", 16, 1_732_600_000),
    v7("7.22", "7.22.3 (stable)", 22, 1_778_000_000),
    v7("7.24", "7.24.4 (stable)", 24, 1_788_000_000),
];

impl Persona {
    /// The persona of that name (`7.22`).
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        PERSONAS.iter().find(|p| p.name == name)
    }

    /// A refusal in the words of this release: before 7.0 an unknown parameter was
    /// not named.
    #[must_use]
    pub fn word(&self, mut trap: Trap) -> Trap {
        if !self.names_parameters && trap.message.starts_with("unknown parameter ") {
            trap.message.truncate("unknown parameter".len());
        }
        trap
    }

    /// The one used when nothing else is asked for: 7.22.
    #[must_use]
    pub fn standard() -> &'static Self {
        &PERSONAS[4]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_differ_where_the_field_says_they_do() {
        let get = |name| Persona::named(name).unwrap();
        assert!(!get("7.16").has_empty && get("7.22").has_empty);
        assert_eq!(get("7.9").dates, DateShape::MonthName);
        assert_eq!(get("7.16").dates, DateShape::Iso);
        assert_eq!(get("6.42").login, Login::Challenge);
        assert_eq!(get("6.49").login, Login::PlainWithDeadChallenge);
        assert!(!get("6.49").has_max_sessions && get("7.22").has_max_sessions);
        assert_eq!(get("6.49").word(Trap::unknown_parameter("x")).message, "unknown parameter");
        assert_eq!(get("7.9").word(Trap::unknown_parameter("x")).message, "unknown parameter x");
        assert_eq!(Persona::standard().name, "7.22");
    }
}
