//! Building and starting the program and its window.

use std::path::PathBuf;

use crate::cargo::programs;
use crate::place::Place;
use crate::shell::Shell;
use crate::{Fallible, apt, console, tools, ui};

/// Builds what is missing and starts the program: the window where there is a
/// display, the same screens on 127.0.0.1 where there is none.
pub fn run(place: &Place, program_args: &[String]) -> Fallible {
    let program = if display() {
        desktop(place)?
    } else {
        console::line("No display here: serving the screens on 127.0.0.1.");
        served(place)?
    };
    // Built with the rest: alone it would be built anew with other features.
    tools::postgres(place, &place.built("simpul-pg"))?;
    let mut args: Vec<String> = Vec::new();
    if !display() {
        args.push("serve".into());
    }
    args.extend(program_args.iter().cloned());
    Shell::new(program).args(args).env("SIMPUL_TOOLS", &place.tools).become_it()
}

/// Builds the window with the screens inside; answers the program.
pub fn desktop(place: &Place) -> Fallible<PathBuf> {
    apt::window_can_be_built(place)?;
    ui::build(place)?;
    console::line("   building the window (the first time takes minutes)");
    programs(place, &["simpul-desktop", "routeros-sim", "simpul-pg"]).live()?;
    Ok(place.built("simpul-desktop"))
}

fn served(place: &Place) -> Fallible<PathBuf> {
    ui::build(place)?;
    console::line("   building the program (the first time takes minutes)");
    programs(place, &["simpul", "routeros-sim", "simpul-pg"]).live()?;
    Ok(place.built("simpul"))
}

fn display() -> bool {
    if cfg!(any(windows, target_os = "macos")) {
        return true;
    }
    ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
