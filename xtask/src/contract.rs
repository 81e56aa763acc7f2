//! The TypeScript contract, written by a program of the api crate.

use crate::Fallible;
use crate::cargo::cargo;
use crate::console;
use crate::place::Place;
use crate::shell::Shell;

/// The committed file.
const FILE: &str = "ui/src/ipc/contract.gen.ts";

/// The command.
pub fn contract(place: &Place, check: bool) -> Fallible {
    cargo(place)
        .args(["build", "--quiet", "--package", "simpul-api", "--bin", "contract"])
        .quiet_or_fail(&place.logs, "contract-build")?;
    if check {
        return check_built(place);
    }
    let changed = write(place)?.is_some();
    console::line(&format!("{FILE} {}", if changed { "was written" } else { "was up to date" }));
    Ok(())
}

/// The step of `cargo xtask test`; the program has been built. Leaves the file as it was.
pub fn check_built(place: &Place) -> Fallible {
    let Some(before) = write(place)? else {
        return Ok(());
    };
    let path = place.root.join(FILE);
    let restored = if before.is_empty() { std::fs::remove_file(&path) } else { std::fs::write(&path, before) };
    restored.map_err(|cause| format!("cannot restore {FILE}: {cause}"))?;
    Err(format!("{FILE} is stale, run `cargo xtask contract`"))
}

/// Lets the program write the file; answers what it held before when that was something else.
fn write(place: &Place) -> Fallible<Option<Vec<u8>>> {
    let path = place.root.join(FILE);
    let before = std::fs::read(&path).unwrap_or_default();
    Shell::new(place.built("contract")).within(&place.root).quiet_or_fail(&place.logs, "contract")?;
    let after = std::fs::read(&path).map_err(|cause| format!("cannot read {FILE}: {cause}"))?;
    Ok((before != after).then_some(before))
}
