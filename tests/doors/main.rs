//! What holds for every operation of the table, whichever door it came through:
//! who may call it, what it answers to nonsense, what it leaves behind, what it
//! keeps to itself.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on says so by a panic")]

mod client;
mod codes;
mod contract;
mod counter;
mod export;
mod http;
mod malformed;
mod permissions;
mod printers;
mod secrets;
mod shop;
mod trail;
mod vendor;
