//! What a router is and can do, read right after login.

use std::fmt;
use std::time::{Duration, Instant};

use crate::client::{Response, Wire};
use crate::error::Result;
use crate::protocol::{Command, Row};
use crate::resource::{Resource, SystemClock, SystemIdentity, SystemLicense, SystemResource, SystemRouterboard};
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

/// Reads everything in one round trip.
pub(crate) async fn read(wire: &mut Wire, mut tag: impl FnMut() -> u64) -> Result<Capabilities> {
    let print = |menu: &str| Command::in_menu(menu, "print");
    let identity = [(Some(tag()), print(SystemIdentity::MENU))];
    let start = Instant::now();
    let identity: Option<SystemIdentity> = first(wire.exchange(&identity).await?.pop());
    let round_trip = start.elapsed();

    let commands: Vec<_> = [SystemResource::MENU, SystemClock::MENU, SystemLicense::MENU, SystemRouterboard::MENU]
        .into_iter()
        .map(|menu| (Some(tag()), print(menu)))
        .collect();
    let mut answers = wire.exchange(&commands).await?.into_iter();
    let resource: SystemResource = first(answers.next()).unwrap_or_default();
    let clock: SystemClock = first(answers.next()).unwrap_or_default();
    let license: SystemLicense = first(answers.next()).unwrap_or_default();
    let board: SystemRouterboard = first(answers.next()).unwrap_or_default();

    let version = Version::parse(resource.version.as_deref().unwrap_or_default());
    let date = clock.date.as_deref();
    Ok(Capabilities {
        has_empty: version.at_least(7, 18),
        version,
        board: resource.board_name,
        architecture: resource.architecture_name,
        identity: identity.and_then(|identity| identity.name),
        model: board.model,
        serial: board.serial_number,
        license_level: license.level.or(license.nlevel),
        date_style: date.and_then(DateStyle::of),
        local_time: date.and_then(|date| DateTime::parse_pair(date, clock.time.as_deref()?)),
        gmt_offset: clock.gmt_offset.map(|offset| offset.0),
        time_zone: clock.time_zone_name,
        read_at: Instant::now(),
        round_trip,
    })
}

/// The single row of a menu; a menu that is missing or forbidden is no error.
fn first<T: Resource>(answer: Option<Result<Response, Trap>>) -> Option<T> {
    let response = answer?.ok()?;
    let row: &Row = response.rows.first()?;
    Some(T::from_row(row, response.encoding))
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
