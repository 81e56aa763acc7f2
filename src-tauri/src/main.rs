//! The window's program.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    simpul_desktop_lib::run(simpul_desktop_lib::Launch::from_command_line())
}
