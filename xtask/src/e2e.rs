//! End-to-end tests: the real program, seen through Chromium and through its
//! own window.

use crate::place::Place;
use crate::shell::{Ended, Shell};
use crate::{Fallible, apt, cargo, console, run, tools, ui};

/// Pictures taken in a daily run, of some four hundred and fifty.
const SAMPLE: &str = "30";
/// Where they are.
const FOLDER: &str = "tests/e2e";

/// The command: builds first, then runs all files or those whose names contain one of `names`.
pub fn command(place: &Place, names: &[String]) -> Fallible {
    apt::ensure(place, apt::TESTS)?;
    run::desktop(place)?;
    cargo::programs(place, &["simpul"]).quiet_or_fail(&place.logs, "e2e-build")?;
    tools::postgres(place, &place.built("simpul-pg"))?;
    let ended = built(place, names, false)?;
    console::tail(&ended.log);
    if ended.ok { Ok(()) } else { Err(format!("end-to-end tests failed; the whole log is {}", ended.log.display())) }
}

/// The step of `cargo xtask test`; everything has been built. With `all` the long days of the shop, not their samples.
pub fn built(place: &Place, names: &[String], all: bool) -> Fallible<Ended> {
    ui::node()?;
    let files = files(place, names)?;
    // One file at a time: each starts a database, a program and a browser.
    let mut shell = Shell::new("node")
        .args(["--test", "--test-reporter=spec", "--test-concurrency=1"])
        .args(files)
        .within(&place.root)
        .env("NO_COLOR", "1")
        .env("SIMPUL_TOOLS", &place.tools)
        .env("SIMPUL_BUILT", place.target.join("debug"));
    if all {
        shell = shell.env("SIMPUL_TEST_ALL", "1");
    }
    shell.quiet(&place.logs, "e2e")
}

/// Every screen in every look, or a sample of them: drawn whole, within its window, and readable.
pub fn pictures(place: &Place, all: bool) -> Fallible<Ended> {
    ui::node()?;
    let mut shell =
        Shell::new("node").args([format!("{FOLDER}/pictures.mjs")]).within(&place.root).env("NO_COLOR", "1");
    if !all {
        shell = shell.args(["--sample", SAMPLE]);
    }
    shell.quiet(&place.logs, "pictures")
}

fn files(place: &Place, names: &[String]) -> Fallible<Vec<String>> {
    let entries =
        std::fs::read_dir(place.root.join(FOLDER)).map_err(|cause| format!("cannot read {FOLDER}: {cause}"))?;
    let mut files: Vec<String> = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".test.mjs"))
        .filter(|name| names.is_empty() || names.iter().any(|wanted| name.contains(wanted.as_str())))
        .map(|name| format!("{FOLDER}/{name}"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err(format!("there is no such test in {FOLDER}"));
    }
    Ok(files)
}
