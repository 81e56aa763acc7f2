//! The program as people start it: processes, exit codes, files and signals.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod call;
mod choice;
mod join;
mod kill;
mod migrate;
mod program;
mod selftest;
mod serve;
