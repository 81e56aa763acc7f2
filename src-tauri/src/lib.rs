//! The desktop door: a window over the table of operations.
//!
//! * [`launch`]: what may be typed at start.
//! * [`desk`]: what the window's commands share; the program behind it, as far as it has come.
//! * [`boot`]: from nothing to a running program while the window is already open, and back.
//! * [`session`]: who is signed in at which window; tokens never reach a page.
//! * [`door`]: the command `call`.
//! * [`events`]: what changed, told to the page.
//! * [`paper`]: PDF files written and opened for the page.
//! * [`files`]: other files saved where a person chooses.
//! * [`choices`]: what was chosen for this computer.
//! * [`background`]: closing without quitting; the commands about this computer.
//! * [`systray`]: the icon in the tray.
//! * [`autostart`]: starting with the system.
//! * [`caller`]: notices as the system's own.
//! * [`words`]: what is said outside the page.

pub mod autostart;
pub mod background;
pub mod boot;
pub mod caller;
pub mod choices;
pub mod desk;
pub mod door;
pub mod events;
pub mod failure;
pub mod files;
pub mod launch;
mod logging;
pub mod paper;
pub mod session;
pub mod systray;
#[cfg(test)]
mod tests;
mod window;
pub mod words;

use std::process::ExitCode;

pub use desk::Desk;
pub use launch::Launch;

/// Opens the window and works until it is closed.
#[must_use]
pub fn run(launch: Launch) -> ExitCode {
    let _log = logging::start(&launch.data_dir());
    match window::open(launch) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not be opened");
            ExitCode::FAILURE
        }
    }
}
