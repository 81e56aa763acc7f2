//! Tools that are fetched once into the cache, by the ordinary client of each
//! kind: cargo, pip, npm, and `simpul-pg` for PostgreSQL.

use std::path::{Path, PathBuf};

use crate::cargo::{cargo, programs};
use crate::hash::Fingerprint;
use crate::place::Place;
use crate::shell::Shell;
use crate::{Fallible, apt, console, ui};

/// Checks licences; without default features it needs no C library.
const CARGO_DENY: &str = "0.20.2";
/// Runs the tests.
const CARGO_NEXTEST: &str = "0.9.143";
/// Where the clients for Node.js are kept, in the tool cache.
const NODE_CLIENTS: &str = "node-clients";

/// A Python environment of its own.
pub struct PythonKit {
    folder: &'static str,
    what: &'static str,
    packages: &'static [&'static str],
}

/// Independent RouterOS clients that the simulator must satisfy.
pub const CLIENTS: PythonKit = PythonKit {
    folder: "python",
    what: "RouterOS clients",
    packages: &["librouteros==4.2.2", "RouterOS-api==0.21.0", "mktxp==2.1.0"],
};

/// What the program is measured against.
pub const BENCH_PYTHON: PythonKit = PythonKit {
    folder: "python-bench",
    what: "what we are measured against",
    packages: &["librouteros==4.2.2", "reportlab==5.1.0", "qrcode==8.2"],
};

/// Fetches everything, so that a machine may go offline afterwards.
pub fn all(place: &Place) -> Fallible {
    ui::packages(place)?;
    python(place, &CLIENTS)?;
    node_clients(place)?;
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

/// Stops the server that test processes left to those after them.
pub fn stop_test_server(place: &Place) -> Fallible {
    let data = place.tools.parent().unwrap_or(&place.tools).join("test-server");
    Shell::new(place.built("simpul-pg"))
        .args(["stop", "--tools"])
        .args([&place.tools])
        .args(["--data"])
        .args([&data])
        .quiet_or_fail(&place.logs, "postgres-stop")
        .map(drop)
}

/// Builds the program that fetches and starts PostgreSQL; cargo knows whether it is fresh.
pub fn simpul_pg(place: &Place) -> Fallible<PathBuf> {
    programs(place, &["simpul-pg"]).quiet_or_fail(&place.logs, "simpul-pg-build")?;
    Ok(place.built("simpul-pg"))
}

/// Where the Python of an environment is.
pub fn python_program(place: &Place, kit: &PythonKit) -> PathBuf {
    let inside = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    place.tools.join(kit.folder).join(inside)
}

/// Makes a Python environment when it is not there or other versions are asked for.
pub fn python(place: &Place, kit: &PythonKit) -> Fallible<PathBuf> {
    let program = python_program(place, kit);
    let folder = place.tools.join(kit.folder);
    let stamp = folder.join(".simpul-packages");
    let wanted = kit.packages.join("\n");
    if program.exists() && std::fs::read_to_string(&stamp).is_ok_and(|have| have == wanted) {
        return Ok(program);
    }
    console::line(&format!("   making a Python environment with {}", kit.what));
    let python = system_python(place)?;
    Shell::new(python).args(["-m", "venv", "--clear"]).args([&folder]).quiet_or_fail(&place.logs, "python-venv")?;
    Shell::new(&program)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
        .args(kit.packages)
        .quiet_or_fail(&place.logs, "python-packages")?;
    std::fs::write(&stamp, wanted).map_err(|cause| cause.to_string())?;
    Ok(program)
}

/// Installs the queues for Node.js that ours is measured against; answers their `node_modules`.
pub fn bench_queues(place: &Place) -> Fallible<PathBuf> {
    node_packages(place, "benches/peers", "node-bench", "the queues we are measured against")
}

/// Installs the RouterOS clients for Node.js that the simulator must satisfy.
pub fn node_clients(place: &Place) -> Fallible<PathBuf> {
    node_packages(place, "crates/routeros-sim/tests/conformance/node", NODE_CLIENTS, "RouterOS clients for Node.js")
}

/// Where those clients are.
pub fn node_clients_folder(place: &Place) -> PathBuf {
    place.tools.join(NODE_CLIENTS).join("node_modules")
}

/// Installs what a locked list names into a folder of the tool cache; answers its `node_modules`.
fn node_packages(place: &Place, from: &str, folder: &str, what: &str) -> Fallible<PathBuf> {
    const LISTS: [&str; 2] = ["package.json", "package-lock.json"];
    ui::node()?;
    let (from, folder) = (place.root.join(from), place.tools.join(folder));
    std::fs::create_dir_all(&folder).map_err(|cause| format!("cannot make {}: {cause}", folder.display()))?;
    let mut print = Fingerprint::new();
    print.add_tree(&from, &LISTS);
    ui::when_changed(folder.join(".simpul-packages"), &print.hex(), || {
        console::line(&format!("   installing {what}"));
        for list in LISTS {
            std::fs::copy(from.join(list), folder.join(list)).map_err(|cause| format!("{list}: {cause}"))?;
        }
        Shell::new("npm")
            .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
            .within(&folder)
            .env("NO_UPDATE_NOTIFIER", "1")
            .quiet_or_fail(&place.logs, "node-packages")
            .map(drop)
    })?;
    Ok(folder.join("node_modules"))
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
