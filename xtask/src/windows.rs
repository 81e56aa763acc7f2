//! What only Windows compiles, checked from Linux: the types and lints of every program for
//! `x86_64-pc-windows-gnu`. Nothing is linked or run; tests lean on the file rights and mounts of Unix.

use crate::cargo::{EMBEDDED_UI, cargo};
use crate::place::Place;
use crate::shell::{Ended, Shell};
use crate::{Fallible, apt};

const TARGET: &str = "x86_64-pc-windows-gnu";

/// For crates that compile C while they are built.
const COMPILER: &[&str] = &["gcc-mingw-w64-x86-64", "g++-mingw-w64-x86-64", "binutils-mingw-w64-x86-64"];

/// Checks every program; `None` where Rust's library for Windows cannot be had.
pub fn check(place: &Place) -> Fallible<Option<Ended>> {
    let added = Shell::new("rustup").args(["target", "add", TARGET]).within(&place.root).quiet(&place.logs, "rustup");
    if !cfg!(target_os = "linux") || !added.is_ok_and(|ended| ended.ok) || apt::ensure(place, COMPILER).is_err() {
        return Ok(None);
    }
    cargo(place)
        .args(["clippy", "--workspace", "--lib", "--bins", "--target", TARGET])
        .args(EMBEDDED_UI)
        .args(["--", "-D", "warnings"])
        .env("SQLX_OFFLINE", "true")
        .quiet(&place.logs, "windows")
        .map(Some)
}
