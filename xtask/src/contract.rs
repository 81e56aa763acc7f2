//! The TypeScript contract, written by a program of the api crate.

use crate::Fallible;
use crate::cargo::programs;
use crate::console;
use crate::place::Place;
use crate::shell::Shell;

/// The committed file.
const FILE: &str = "ui/src/ipc/contract.gen.ts";

/// The command.
pub fn contract(place: &Place, check: bool) -> Fallible {
    programs(place, &["contract"]).quiet_or_fail(&place.logs, "contract-build")?;
    if check {
        return check_built(place);
    }
    let fresh = fresh(place)?;
    let path = place.root.join(FILE);
    if std::fs::read(&path).is_ok_and(|committed| committed == fresh) {
        console::line(&format!("{FILE} is up to date"));
        return Ok(());
    }
    std::fs::write(&path, fresh).map_err(|cause| format!("cannot write {FILE}: {cause}"))?;
    console::line(&format!("{FILE} was written"));
    Ok(())
}

/// The step of `cargo xtask test`; the program has been built.
pub fn check_built(place: &Place) -> Fallible {
    let committed = std::fs::read(place.root.join(FILE)).unwrap_or_default();
    if fresh(place)? == committed {
        return Ok(());
    }
    Err(format!("{FILE} is stale, run `cargo xtask contract`"))
}

/// What the program writes now.
fn fresh(place: &Place) -> Fallible<Vec<u8>> {
    let path = place.target.join("contract.gen.ts");
    Shell::new(place.built("contract")).args([&path]).quiet_or_fail(&place.logs, "contract")?;
    std::fs::read(&path).map_err(|cause| format!("cannot read {}: {cause}", path.display()))
}
