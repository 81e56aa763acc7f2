//! Licences, banned crates and sources, by cargo-deny.

use crate::cargo::cargo;
use crate::place::Place;
use crate::shell::Ended;
use crate::{Fallible, tools};

/// Checks what needs no network.
pub fn check(place: &Place) -> Fallible<Ended> {
    tools::cargo_deny(place)?;
    cargo(place).args(["deny", "--color", "never", "check", "bans", "licenses", "sources"]).quiet(&place.logs, "deny")
}

/// Looks for known vulnerabilities; `None` where their list cannot be fetched.
pub fn vulnerabilities(place: &Place) -> Fallible<Option<Ended>> {
    tools::cargo_deny(place)?;
    let ended =
        cargo(place).args(["deny", "--color", "never", "check", "advisories"]).quiet(&place.logs, "advisories")?;
    let is_unreachable = !ended.ok && ended.text.contains("failed to fetch advisory database");
    Ok((!is_unreachable).then_some(ended))
}
