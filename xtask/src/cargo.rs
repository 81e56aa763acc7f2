//! How cargo is called: always in the same build folder, and always with the
//! same features, so that no dependency is compiled twice.

use crate::apt;
use crate::place::Place;
use crate::shell::Shell;

/// The window loads its screens from inside the program instead of from Vite.
pub const EMBEDDED_UI: &[&str] = &["--features", "tauri/custom-protocol"];

/// Cargo with our build folder and tools.
pub fn cargo(place: &Place) -> Shell {
    cargo_environment(place, Shell::new("cargo").within(&place.root))
}

/// Gives a program that calls cargo our build folder and tools.
pub fn cargo_environment(place: &Place, shell: Shell) -> Shell {
    let mut shell = shell
        .path_first(&place.tools.join("bin"))
        .env("CARGO_TARGET_DIR", &place.target)
        .env("CARGO_TERM_PROGRESS_WHEN", "never");
    if building_machine() {
        // Nobody will build a second time in this folder.
        shell = shell.env("CARGO_INCREMENTAL", "0");
    }
    shell
}

/// Which packages the commands over the whole workspace take: all of them, or
/// all but the window where its system libraries are missing.
pub fn workspace(with_window: bool) -> Vec<&'static str> {
    let mut args = vec!["--workspace"];
    if with_window {
        args.extend(EMBEDDED_UI);
    } else {
        args.extend(["--exclude", "simpul-desktop"]);
    }
    args
}

/// Builds some of our programs with the features of the whole workspace: whatever is built next
/// then finds every dependency compiled as it needs it.
pub fn programs(place: &Place, names: &[&str]) -> Shell {
    let mut shell = cargo(place).args(["build"]);
    for name in names {
        shell = shell.args(["--bin", name]);
    }
    shell.args(workspace(apt::window_libraries()))
}

/// Whether this is a build machine, by the variable all of them set.
pub fn building_machine() -> bool {
    std::env::var_os("CI").is_some_and(|value| !value.is_empty() && value != "false")
}
