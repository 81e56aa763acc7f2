//! `cargo xtask bench`: fetches what we are measured against, builds optimised, runs.

use std::ffi::OsString;

use crate::cargo::{EMBEDDED_UI, cargo};
use crate::place::Place;
use crate::shell::Shell;
use crate::{Fallible, apt, console, tools, ui};

/// Runs the benchmarks; the arguments go on to their program.
pub fn bench(place: &Place, args: &[String]) -> Fallible {
    tools::postgres(place, &tools::simpul_pg(place)?)?;
    let python = or_not_run(tools::python(place, &tools::BENCH_PYTHON).map(Into::into));
    let modules = or_not_run(tools::bench_queues(place).map(Into::into));
    let window = or_not_run(window_tools(place, args));
    let browser = or_not_run(browser_tools(place, args));
    console::line("   building optimised (the first time takes minutes)");
    cargo(place)
        .args(["build", "--profile", "bench", "--package", "simpul-benches", "--package", "simpul-cli", "--bins"])
        .quiet_or_fail(&place.logs, "bench-build")?;
    let window = if window.is_empty() { window } else { or_not_run(window_built(place)) };
    Shell::new(place.optimised("simpul-benches"))
        .args(args)
        .within(&place.root)
        .env("SIMPUL_TOOLS", &place.tools)
        .env("SIMPUL_BENCH_PYTHON", python)
        .env("SIMPUL_BENCH_NODE_MODULES", modules)
        .env("SIMPUL_BENCH_WINDOW", window)
        .env("SIMPUL_BENCH_BROWSER", browser)
        .live()
}

/// Whether a benchmark is among those asked for.
fn is_asked(args: &[String], wanted: &str) -> bool {
    let mut names = args.iter().filter(|arg| !arg.starts_with("--")).peekable();
    names.peek().is_none() || names.any(|name| name == wanted)
}

/// What the list and the counter are shown with, where they are measured: the screens and a browser.
fn browser_tools(place: &Place, args: &[String]) -> Fallible<OsString> {
    if !is_asked(args, "list") && !is_asked(args, "counter") {
        return Ok(OsString::new());
    }
    apt::ensure(place, apt::TESTS)?;
    ui::build(place)?;
    Ok("wanted".into())
}

/// What the window is built and driven with, where its start is measured.
fn window_tools(place: &Place, args: &[String]) -> Fallible<OsString> {
    if !is_asked(args, "start") {
        return Ok(OsString::new());
    }
    apt::window_can_be_built(place)?;
    apt::ensure(place, apt::TESTS)?;
    ui::build(place)?;
    Ok("wanted".into())
}

/// Builds the window optimised; answers the folder of the programs.
fn window_built(place: &Place) -> Fallible<OsString> {
    cargo(place)
        .args(["build", "--profile", "bench", "--package", "simpul-desktop", "--package", "routeros-sim"])
        .args(EMBEDDED_UI)
        .quiet_or_fail(&place.logs, "bench-window")?;
    let program = place.optimised("simpul-desktop");
    Ok(program.parent().unwrap_or(&program).into())
}

/// A peer that cannot be had is left out: its lines of the table say so.
fn or_not_run(peer: Fallible<OsString>) -> OsString {
    peer.unwrap_or_else(|complaint| {
        console::line(&format!("   left out: {complaint}"));
        OsString::new()
    })
}
