//! The table of operations: each once, with name, input, output and permission.
//! Every door (window, HTTP, command line) is made from it, and so is the
//! TypeScript contract.

pub mod contract;
pub mod operation;
mod table;

pub use operation::{Kind, Operation};
pub use table::table;
