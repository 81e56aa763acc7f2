//! A router that ends codes by itself: one script and one scheduler on it, for nights
//! with every program off (domain §5, the third layer).
//!
//! **Time is counted, not read.** The script adds up how long the router has been up
//! and keeps the sum in its own comment; a code's end is a point on that sum. Dates
//! are written in two shapes and come from a clock that may be years off after a power
//! cut, and nothing expires by a router's clock; `run-count` and global variables are
//! lost at a restart. What is counted never runs fast: an hour the router was without
//! power is not counted, so that a code may end late and never early. The program,
//! once it is back, ends by its own clock what is over.
//!
//! **What a code has left stands in its own row**, in `email`, which nothing on a
//! router reads ([`note`]): the comment says whose the row is and stays as it is.
//! The program writes how long the code lives after its first login; the script turns
//! that into the end when it first sees the code in use, and locks it when the end has
//! come. It touches rows that carry both our comment and such a note, and no others.
//! It locks and does not remove: what a row has used is read from it in the morning,
//! and rows leave by the program's own rule.

mod install;
pub mod note;
mod script;

pub use install::check;
