//! The embedded server, an outside server, and everything that happens to
//! them, against real servers.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "in a test a failure is the answer")]

mod bundle;
mod doctor;
mod faults;
mod life;
mod outside;
mod roles;
mod support;
