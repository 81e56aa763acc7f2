//! `cargo xtask test` and `cargo xtask lint`: every check there is, in the
//! order that finds the cheap mistakes first and compiles everything once.

use std::path::Path;

use crate::cargo::{building_machine, cargo, cargo_environment, workspace};
use crate::place::Place;
use crate::shell::{Ended, Shell};
use crate::steps::Steps;
use crate::{Fallible, apt, console, contract, deny, e2e, quality, sqlx, tools, ui, windows};

/// Installs what the tests need and runs all of them.
pub fn test(place: &Place, all: bool) -> Fallible {
    let mut steps = Steps::default();
    let window = steps.plain("system packages", || {
        apt::ensure(place, apt::TESTS)?;
        apt::outside_server(place)?;
        apt::window_can_be_built(place)
    });
    let screens = steps.plain("packages of the screens", || ui::packages(place));
    steps.plain("cargo tools", || tools::cargo_nextest(place).and_then(|()| tools::cargo_deny(place)));
    steps.plain("Python clients", || tools::python(place, &tools::CLIENTS).map(drop));
    steps.plain("clients for Node.js", || tools::node_clients(place).map(drop));

    source_checks(place, &mut steps);
    if all {
        let why = "the list of them cannot be fetched here";
        steps.where_possible("known vulnerabilities", why, || deny::vulnerabilities(place));
    }
    if screens {
        screen_checks(place, &mut steps);
        steps.tests("screens: tests", || ui::npm(place, &["test", "--silent"]).quiet(&place.logs, "ui-test"));
        steps.plain("screens: build", || ui::build(place));
    }

    // Programs and tests together: cargo then settles on one set of features.
    let built = steps.program("build", || {
        cargo(place).args(["build", "--tests", "--bins"]).args(workspace(window)).quiet(&place.logs, "build")
    });
    let simpul_pg = place.built("simpul-pg");
    let postgres = steps.plain("PostgreSQL", || tools::postgres(place, &simpul_pg).map(drop));
    if postgres {
        let args = clippy_args(window);
        if steps.program("clippy, queries against a database", || sqlx::clippy(place, &simpul_pg, &args)) {
            steps.plain("committed queries", || sqlx::compare_committed(place));
        }
    } else {
        steps.program("clippy", || clippy(place, window));
    }
    if all {
        let why = "Rust's library or the C compiler for Windows cannot be had here";
        steps.where_possible("clippy for Windows", why, || windows::check(place));
    }
    if built {
        steps.plain("contract", || contract::check_built(place));
        steps.tests("tests", || nextest(place, &simpul_pg, window, all));
        steps.tests("examples in documentation", || {
            cargo(place).args(["test", "--doc", "--package", "routeros-api"]).quiet(&place.logs, "doc")
        });
        steps.tests("end to end", || e2e::built(place, &[], all));
        steps.plain("stop the server of the tests", || tools::stop_test_server(place));
    }
    if screens {
        steps.tests("pictures of the screens", || e2e::pictures(place, all));
    }
    if all {
        let (rows, counted) = steps.report();
        quality::write(place, &rows, counted)?;
    } else {
        console::line("");
        console::line(
            "Not run without --all: known vulnerabilities (needs the network), clippy for Windows, the full matrices.",
        );
    }
    steps.finish()
}

/// Everything that needs no test to run.
pub fn lint(place: &Place) -> Fallible {
    let mut steps = Steps::default();
    let window = steps.plain("system packages", || apt::window_can_be_built(place));
    let screens = steps.plain("packages of the screens", || ui::packages(place));
    source_checks(place, &mut steps);
    if screens {
        screen_checks(place, &mut steps);
        // The window takes the built screens in when it is compiled.
        steps.plain("screens: build", || ui::build(place));
    }
    steps.program("clippy", || clippy(place, window));
    steps.finish()
}

fn source_checks(place: &Place, steps: &mut Steps) {
    steps.program("format", || cargo(place).args(["fmt", "--all", "--check", "--", "-l"]).quiet(&place.logs, "fmt"));
    steps.program("licences and sources", || deny::check(place));
}

fn screen_checks(place: &Place, steps: &mut Steps) {
    steps.program("screens: oxlint", || ui::npm(place, &["run", "--silent", "lint"]).quiet(&place.logs, "oxlint"));
    steps.program("screens: types", || ui::npm(place, &["run", "--silent", "typecheck"]).quiet(&place.logs, "tsc"));
}

fn clippy_args(window: bool) -> Vec<&'static str> {
    let mut args = vec!["--all-targets"];
    args.extend(workspace(window));
    args.extend(["--", "-D", "warnings"]);
    args
}

fn clippy(place: &Place, window: bool) -> Fallible<Ended> {
    cargo(place).args(["clippy"]).args(clippy_args(window)).quiet(&place.logs, "clippy")
}

/// Runs the Rust tests, beside a throw-away server for those that bring no server of their own.
fn nextest(place: &Place, simpul_pg: &Path, window: bool, all: bool) -> Fallible<Ended> {
    let mut shell = cargo_environment(place, Shell::new(simpul_pg).within(&place.root))
        .args(["scratch", "--tools"])
        .args([&place.tools])
        .args(["--", "cargo", "nextest", "run", "--no-fail-fast"])
        .args(workspace(window))
        // Everything is compiled already; the throw-away database holds none of our tables.
        .env("SQLX_OFFLINE", "true");
    shell = test_environment(place, shell);
    if all {
        // What tests say of how much they tried goes into docs/quality.md.
        shell = shell.env("SIMPUL_TEST_ALL", "1").args(["--success-output", "final"]);
    }
    if building_machine() {
        shell = shell.env("NEXTEST_COLOR", "never");
    }
    shell.quiet(&place.logs, "nextest")
}

/// What a test may count on; a test that misses one says that this command provides it.
fn test_environment(place: &Place, shell: Shell) -> Shell {
    shell
        .env("SIMPUL_TOOLS", &place.tools)
        .env("SIMPUL_PYTHON", tools::python_program(place, &tools::CLIENTS))
        .env("SIMPUL_NODE_CLIENTS", tools::node_clients_folder(place))
}
