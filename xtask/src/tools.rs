//! Tools that are fetched once into the cache, by the ordinary client of each
//! kind: cargo, pip, npm, and `simpul-pg` for PostgreSQL.

use std::path::{Path, PathBuf};

use crate::cargo::cargo;
use crate::place::Place;
use crate::shell::Shell;
use crate::{Fallible, apt, console, ui};

/// Checks licences; without default features it needs no C library.
const CARGO_DENY: &str = "0.20.2";
/// Runs the tests.
const CARGO_NEXTEST: &str = "0.9.143";
/// Independent RouterOS clients that the simulator must satisfy.
const PYTHON_PACKAGES: &[&str] = &["librouteros==4.2.2", "RouterOS-api==0.21.0"];

/// Fetches everything, so that a machine may go offline afterwards.
pub fn all(place: &Place) -> Fallible {
    ui::packages(place)?;
    python(place)?;
    cargo_nextest(place)?;
    cargo_deny(place)?;
    let version = postgres(place, &simpul_pg(place)?)?;
    cargo(place).args(["fetch", "--locked"]).quiet_or_fail(&place.logs, "cargo-fetch")?;
    console::line(&format!("{version} and the other tools are in {}", place.tools.display()));
    Ok(())
}

/// Fetches PostgreSQL's programs by `simpul-pg`, once; every program of ours finds them in `SIMPUL_TOOLS`.
pub fn postgres(place: &Place, simpul_pg: &Path) -> Fallible<String> {
    let text = Shell::new(simpul_pg)
        .args(["ensure", "--tools"])
        .args([&place.tools])
        .quiet_or_fail(&place.logs, "postgres")?;
    Ok(text.lines().last().unwrap_or_default().to_owned())
}

/// Builds the program that fetches and starts PostgreSQL; cargo knows whether it is fresh.
pub fn simpul_pg(place: &Place) -> Fallible<PathBuf> {
    cargo(place)
        .args(["build", "--quiet", "--package", "simpul-postgres", "--bin", "simpul-pg"])
        .quiet_or_fail(&place.logs, "simpul-pg-build")?;
    Ok(place.built("simpul-pg"))
}

/// Where the Python with the independent clients is.
pub fn python_program(place: &Place) -> PathBuf {
    let inside = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    place.tools.join("python").join(inside)
}

/// Makes the Python environment when it is not there or another version is asked for.
pub fn python(place: &Place) -> Fallible<PathBuf> {
    let program = python_program(place);
    let stamp = place.tools.join("python/.simpul-packages");
    let wanted = PYTHON_PACKAGES.join("\n");
    if program.exists() && std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(program);
    }
    console::line("   making a Python environment with RouterOS clients");
    let python = system_python(place)?;
    Shell::new(python)
        .args(["-m", "venv", "--clear"])
        .args([place.tools.join("python")])
        .quiet_or_fail(&place.logs, "python-venv")?;
    Shell::new(&program)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(PYTHON_PACKAGES)
        .quiet_or_fail(&place.logs, "python-packages")?;
    std::fs::write(&stamp, wanted).map_err(|cause| cause.to_string())?;
    Ok(program)
}

fn system_python(place: &Place) -> Fallible<&'static str> {
    let usable = || {
        ["python3", "python"].into_iter().find(|name| {
            // Debian ships Python without the module that makes environments.
            Shell::new(name)
                .args(["-c", "import ensurepip, venv, sys; assert sys.version_info >= (3, 9)"])
                .answer()
                .is_some()
        })
    };
    if let Some(name) = usable() {
        return Ok(name);
    }
    apt::ensure(place, apt::PYTHON)?;
    usable().ok_or_else(|| "Python 3.9 or newer with the modules venv and ensurepip is needed by the tests".into())
}

/// Finds or installs cargo-nextest.
pub fn cargo_nextest(place: &Place) -> Fallible {
    // Whichever version is here already will do: its closing line is all that is read.
    cargo_tool(place, "nextest", "cargo-nextest", CARGO_NEXTEST, &[])
}

/// Finds or installs cargo-deny.
pub fn cargo_deny(place: &Place) -> Fallible {
    cargo_tool(place, "deny", "cargo-deny", CARGO_DENY, &["--no-default-features"])
}

fn cargo_tool(place: &Place, command: &str, package: &str, version: &str, flags: &[&str]) -> Fallible {
    if cargo(place).args([command, "--version"]).answer().is_some() {
        return Ok(());
    }
    console::line(&format!("   installing {package} {version}"));
    // Unoptimised: it runs for seconds, and optimising it would take minutes.
    cargo(place)
        .args(["install", package, "--version", version, "--locked", "--debug", "--root"])
        .args([&place.tools])
        .args(flags)
        .env("CARGO_TARGET_DIR", place.target.join("tools"))
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .quiet_or_fail(&place.logs, package)
        .map(drop)
}
