//! Printers that are told without a dialogue, and what every piece of paper shares.
//!
//! - **Tables owned**: `printers`.
//! - **Invariants**: a printer belongs to a place, and may stand at one drawer of it; the
//!   place and each of its drawers have one printer at most for each kind of paper (of
//!   sheets the place alone), and a drawer's goes before the place's; what is sent to a thermal printer is bytes that hold no command
//!   from outside (`simpul_documents`); nothing waits for a printer inside a transaction,
//!   and no sale waits for one at all.
//! - **Where the bytes leave**: in the process that answers the call. In the window that
//!   is this computer; over HTTP it is the one that runs `simpul serve`, so a network
//!   printer is the one that every desk reaches.
//! - **What is sent**: ESC/POS to a roll, a PDF to a printer of sheets; one on a network
//!   must read PDF by itself.
//! - **Unknown is not failed**: a printer is connected to before anything is recorded as
//!   printed. What cannot be reached was not printed; what broke off may lie there half.
//! - **Permissions**: `printer.manage`; printing itself needs that of what is printed.
//! - **Tags**: `printer`.

mod device;
mod error;
pub mod facade;
pub mod line;
pub mod ops;
pub mod paper;
mod rules;
mod store;
mod system;
pub mod texts;
mod types;

pub use error::PrintingError;
pub use types::*;
