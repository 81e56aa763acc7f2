//! What a router is and can do, read right after login.

use std::fmt;
use std::time::{Duration, Instant};

use crate::client::{Response, Wire};
use crate::error::Result;
use crate::policies::Policies;
use crate::protocol::{Command, Query};
use crate::resource::{
    IpService, Resource, SystemClock, SystemIdentity, SystemLicense, SystemResource, SystemRouterboard, User,
    UserActive, UserGroup,
};
use crate::trap::Trap;
use crate::value::{DateStyle, DateTime};

/// A RouterOS release. Compare with tuples: `version.at_least(7, 18)`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Version {
    /// `7` of `7.22.3`.
    pub major: u32,
    /// `22` of `7.22.3`.
    pub minor: u32,
    /// `3` of `7.22.3`.
    pub patch: u32,
    /// `stable`, `long-term`, `testing`, … when given.
    pub channel: Option<String>,
    /// The whole text as the router writes it.
    pub text: String,
}

impl Version {
    /// Reads `7.22.3 (stable)`, `7.1beta4 (development)`, `6.49.19`. Parts that
    /// cannot be read are 0.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut numbers = text.split_whitespace().next().unwrap_or_default().split('.').map(|part| {
            let digits = part.find(|character: char| !character.is_ascii_digit());
            part[..digits.unwrap_or(part.len())].parse().unwrap_or(0)
        });
        let mut next = || numbers.next().unwrap_or(0);
        let (major, minor, patch) = (next(), next(), next());
        let channel =
            text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(channel, _)| channel.to_owned());
        Self { major, minor, patch, channel, text: text.to_owned() }
    }

    /// Whether this is the given release or a later one.
    #[must_use]
    pub fn at_least(&self, major: u32, minor: u32) -> bool {
        (self.major, self.minor) >= (major, minor)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What is known about a router. Everything that a restricted user may not
/// read, or that a board lacks, is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Capabilities {
    /// The release.
    pub version: Version,
    /// `RB5009UG+S+`, `CHR`, …
    pub board: Option<String>,
    /// `arm64`, `x86_64`, …
    pub architecture: Option<String>,
    /// The name the owner gave it.
    pub identity: Option<String>,
    /// The board's model, absent on virtual routers.
    pub model: Option<String>,
    /// The board's serial number, absent on virtual routers.
    pub serial: Option<String>,
    /// The licence's level (`4`, `p1`, `free`): it bounds active users.
    pub license_level: Option<String>,
    /// Whether an empty answer is marked by `!empty` (7.18 and later). Only a
    /// curiosity here: both ways are understood.
    pub has_empty: bool,
    /// Whether files can be made and filled over the API (`/file/add`, known
    /// from 7.10 on): what adding rows by import needs.
    pub has_file_add: bool,
    /// Connections the service in use takes at once; not known of release 6.
    pub max_sessions: Option<u32>,
    /// The group of the user that is signed in.
    pub group: Option<String>,
    /// What that group may do.
    pub policies: Option<Policies>,
    /// How the router writes dates.
    pub date_style: Option<DateStyle>,
    /// The router's wall clock when it was asked.
    pub local_time: Option<DateTime>,
    /// What the router adds to UTC, in seconds.
    pub gmt_offset: Option<i32>,
    /// The name of its time zone.
    pub time_zone: Option<String>,
    /// When the clock was read here.
    pub read_at: Instant,
    /// One round trip, as measured while reading this.
    pub round_trip: Duration,
}

impl Capabilities {
    /// The router's idea of the time when it was asked, in seconds since 1970
    /// UTC.
    #[must_use]
    pub fn unix_time(&self) -> Option<i64> {
        Some(self.local_time?.to_unix() - i64::from(self.gmt_offset?))
    }
}

/// Everything that is asked for after the first sign of life.
pub(crate) fn questions(user: &str) -> [Command; 7] {
    let print = |menu: &str| Command::in_menu(menu, "print");
    [
        print(SystemResource::MENU),
        print(SystemClock::MENU),
        print(SystemLicense::MENU),
        print(SystemRouterboard::MENU),
        print(User::MENU).proplist(["name", "group"]).query(Query::eq("name", user)),
        print(UserGroup::MENU).proplist(["name", "policy"]),
        print(IpService::MENU).proplist(["name", "port", "max-sessions", "dynamic", "connection"]),
    ]
}

/// The group of a user that the router does not know itself, but from RADIUS.
pub(crate) fn group_in_use(user: &str) -> Command {
    Command::in_menu(UserActive::MENU, "print").proplist(["name", "group"]).query(Query::eq("name", user))
}

/// The first sign of life, by which the round trip is measured.
pub(crate) fn sign_of_life() -> Command {
    Command::in_menu(SystemIdentity::MENU, "print")
}

/// Reads everything, in two round trips. `service` is `api` or `api-ssl`.
pub(crate) async fn read(
    wire: &mut Wire,
    user: &str,
    service: &str,
    mut tag: impl FnMut() -> u64,
) -> Result<Capabilities> {
    let start = Instant::now();
    let identity: Option<SystemIdentity> = first(wire.exchange(&[(Some(tag()), sign_of_life())]).await?.pop());
    let round_trip = start.elapsed();

    let commands = questions(user).map(|command| (Some(tag()), command));
    let mut answers = wire.exchange(&commands).await?.into_iter();
    let resource: SystemResource = first(answers.next()).unwrap_or_default();
    let clock: SystemClock = first(answers.next()).unwrap_or_default();
    let license: SystemLicense = first(answers.next()).unwrap_or_default();
    let board: SystemRouterboard = first(answers.next()).unwrap_or_default();
    let users: Vec<User> = all(answers.next());
    let groups: Vec<UserGroup> = all(answers.next());
    let services: Vec<IpService> = all(answers.next());

    let mut group = users.into_iter().find(|row| row.name.as_deref() == Some(user)).and_then(|row| row.group);
    if group.is_none() {
        let active: Vec<UserActive> = all(wire.exchange(&[(Some(tag()), group_in_use(user))]).await?.pop());
        group = active.into_iter().find(|row| row.name.as_deref() == Some(user)).and_then(|row| row.group);
    }
    let policies =
        groups.iter().find(|row| row.name.is_some() && row.name == group).and_then(|row| row.policy.as_deref());
    let is_service = |row: &&IpService| row.name.as_deref() == Some(service) && row.connection != Some(true);
    let version = Version::parse(resource.version.as_deref().unwrap_or_default());
    let date = clock.date.as_deref();
    Ok(Capabilities {
        has_empty: version.at_least(7, 18),
        has_file_add: version.at_least(7, 10),
        version,
        board: resource.board_name,
        architecture: resource.architecture_name,
        identity: identity.and_then(|identity| identity.name),
        model: board.model,
        serial: board.serial_number,
        license_level: license.level.or(license.nlevel),
        max_sessions: services.iter().find(is_service).and_then(|row| row.max_sessions),
        policies: policies.map(Policies::parse),
        group,
        date_style: date.and_then(DateStyle::of),
        local_time: date.and_then(|date| DateTime::parse_pair(date, clock.time.as_deref()?)),
        gmt_offset: clock.gmt_offset.map(|offset| offset.0),
        time_zone: clock.time_zone_name,
        read_at: Instant::now(),
        round_trip,
    })
}

/// The rows of a menu; one that is missing or forbidden is no error.
fn all<T: Resource>(answer: Option<Result<Response, Trap>>) -> Vec<T> {
    let Some(Ok(response)) = answer else { return Vec::new() };
    response.rows.iter().map(|row| T::from_row(row, response.encoding)).collect()
}

/// The single row of a menu; a menu that is missing or forbidden is no error.
fn first<T: Resource>(answer: Option<Result<Response, Trap>>) -> Option<T> {
    all(answer).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions() {
        let parts = |text: &str| {
            let version = Version::parse(text);
            (version.major, version.minor, version.patch, version.channel)
        };
        let channel = |name: &str| Some(name.to_owned());
        assert_eq!(parts("7.24.4 (stable)"), (7, 24, 4, channel("stable")));
        assert_eq!(parts("7.1beta4 (development)"), (7, 1, 0, channel("development")));
        assert_eq!(parts("6.49.19"), (6, 49, 19, None));
        assert_eq!(parts("7.22rc2 (testing)"), (7, 22, 0, channel("testing")));
        assert_eq!(parts(""), (0, 0, 0, None));
        assert!(Version::parse("7.18").at_least(7, 18));
        assert!(!Version::parse("7.9").at_least(7, 18));
        assert!(!Version::parse("6.49").at_least(7, 0));
    }
}
