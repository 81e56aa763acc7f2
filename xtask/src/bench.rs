//! `cargo xtask bench`: fetches what we are measured against, builds optimised, runs.

use std::ffi::OsString;

use crate::cargo::cargo;
use crate::place::Place;
use crate::shell::Shell;
use crate::{Fallible, console, tools};

/// Runs the benchmarks; the arguments go on to their program.
pub fn bench(place: &Place, args: &[String]) -> Fallible {
    tools::postgres(place, &tools::simpul_pg(place)?)?;
    let python = or_not_run(tools::python(place, &tools::BENCH_PYTHON).map(Into::into));
    let modules = or_not_run(tools::bench_queues(place).map(Into::into));
    console::line("   building optimised (the first time takes minutes)");
    cargo(place)
        .args(["build", "--profile", "bench", "--package", "simpul-benches", "--package", "simpul-cli", "--bins"])
        .quiet_or_fail(&place.logs, "bench-build")?;
    Shell::new(place.optimised("simpul-benches"))
        .args(args)
        .within(&place.root)
        .env("SIMPUL_TOOLS", &place.tools)
        .env("SIMPUL_BENCH_PYTHON", python)
        .env("SIMPUL_BENCH_NODE_MODULES", modules)
        .live()
}

/// A peer that cannot be had is left out: its lines of the table say so.
fn or_not_run(peer: Fallible<OsString>) -> OsString {
    peer.unwrap_or_else(|complaint| {
        console::line(&format!("   left out: {complaint}"));
        OsString::new()
    })
}
