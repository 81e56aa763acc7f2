//! The table of operations: each once, with name, input, output and permission.
//! Every door (window, HTTP, command line) is made from it, and so is the
//! TypeScript contract.

pub mod contract;
pub mod door;
pub mod first;
pub mod operation;
mod table;

pub use door::{Answer, Door, SessionChange};
pub use operation::{Kind, Operation};
pub use simpul_core::error_codes;
pub use table::table;
