//! What tests stand on: a real PostgreSQL with a database per test, an app with a
//! signed-in owner, people of every role, and simulated routers.
//!
//! A dev-dependency only. It panics where a test could not go on.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "test support: a panic is how a test ends")]

mod app;
mod database;
mod server;

pub use app::{OWNER_PASSWORD, TestApp};
pub use database::TestDb;
pub use server::TestServer;
/// The door and its table, for tests of crates below them.
pub use simpul_api::{Door, SessionChange, table};
