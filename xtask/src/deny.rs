//! Licences, banned crates and sources, by cargo-deny.

use crate::cargo::cargo;
use crate::place::Place;
use crate::shell::Ended;
use crate::{Fallible, tools};

/// Checks what needs no network, and with `online` known vulnerabilities too.
pub fn check(place: &Place, online: bool) -> Fallible<Ended> {
    tools::cargo_deny(place)?;
    let mut args = vec!["deny", "--color", "never", "check", "bans", "licenses", "sources"];
    if online {
        args.push("advisories");
    }
    cargo(place).args(args).quiet(&place.logs, "deny")
}
