//! The screens: their packages, their build, and their checks.

use std::path::PathBuf;

use crate::hash::Fingerprint;
use crate::place::Place;
use crate::shell::Shell;
use crate::{Fallible, console};

/// The oldest Node.js that the build tools support.
const NODE_MAJOR: u32 = 20;

/// What the built screens depend on.
const SOURCES: &[&str] =
    &["src", "public", "index.html", "package.json", "package-lock.json", "vite.config.ts", "tsconfig.json"];

/// An npm script of `ui/package.json`.
pub fn npm(place: &Place, args: &[&str]) -> Shell {
    Shell::new("npm").args(args).within(&place.ui()).env("NO_COLOR", "1").env("NO_UPDATE_NOTIFIER", "1")
}

/// Whether Node.js and npm are here and new enough.
pub fn node() -> Fallible {
    let wanted = format!("Node.js {NODE_MAJOR} or newer, with npm");
    let version = Shell::new("node").args(["--version"]).answer();
    let Some(version) = version else {
        return Err(format!("{wanted} is needed to build the screens and was not found; install it and start again"));
    };
    if major(&version).is_none_or(|major| major < NODE_MAJOR) {
        return Err(format!("{wanted} is needed to build the screens; this is {version}"));
    }
    if Shell::new("npm").args(["--version"]).answer().is_none() {
        return Err(format!("{wanted} is needed to build the screens; Node.js is here, npm is not"));
    }
    Ok(())
}

fn major(version: &str) -> Option<u32> {
    version.trim_start_matches('v').split('.').next()?.parse().ok()
}

/// Installs the packages of the screens when their list has changed.
pub fn packages(place: &Place) -> Fallible {
    node()?;
    let mut print = Fingerprint::new();
    print.add_tree(&place.ui(), &["package-lock.json", "package.json"]);
    print.add(Shell::new("node").args(["--version"]).answer().unwrap_or_default().as_bytes());
    when_changed(place.ui().join("node_modules/.simpul-packages"), &print.hex(), || {
        console::line("   installing the packages of the screens");
        // `npm ci` insists that the lock file names the binaries of every system; not
        // every registry carries all of them. The lock still pins what is installed.
        npm(place, &["install", "--no-save", "--no-audit", "--no-fund"])
            .quiet_or_fail(&place.logs, "npm-install")
            .map(drop)
    })
}

/// Builds the screens when their sources have changed.
pub fn build(place: &Place) -> Fallible {
    packages(place)?;
    let mut print = Fingerprint::new();
    print.add_tree(&place.ui(), SOURCES);
    let stamp = place.ui().join("node_modules/.simpul-build");
    if !place.ui().join("dist/index.html").is_file() {
        std::fs::remove_file(&stamp).ok();
    }
    when_changed(stamp, &print.hex(), || {
        console::line("   building the screens");
        npm(place, &["run", "--silent", "build"]).quiet_or_fail(&place.logs, "ui-build").map(drop)
    })
}

/// Does some work when its inputs are others than those it was last done with.
pub fn when_changed(stamp: PathBuf, now: &str, work: impl FnOnce() -> Fallible) -> Fallible {
    if std::fs::read_to_string(&stamp).is_ok_and(|then| then == now) {
        return Ok(());
    }
    work()?;
    std::fs::write(&stamp, now).map_err(|cause| format!("cannot write {}: {cause}", stamp.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_read() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("24.1.0"), Some(24));
        assert_eq!(major("unknown"), None);
    }

    #[test]
    fn work_is_done_once_per_state() {
        let stamp = std::env::temp_dir().join(format!("simpul-xtask-stamp-{}", std::process::id()));
        let mut times = 0;
        for state in ["one", "one", "two"] {
            when_changed(stamp.clone(), state, || {
                times += 1;
                Ok(())
            })
            .unwrap();
        }
        assert!(when_changed(stamp.clone(), "three", || Err("no".into())).is_err());
        when_changed(stamp.clone(), "three", || {
            times += 1;
            Ok(())
        })
        .unwrap();
        std::fs::remove_file(stamp).unwrap();
        assert_eq!(times, 3, "a failed attempt must not count as done");
    }
}
