//! The queue on a real PostgreSQL.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod db;
mod keys;
mod kill;
mod outbox;
mod run;
mod schedule;
mod steer;
