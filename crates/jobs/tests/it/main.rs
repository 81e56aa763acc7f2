//! The queue on a real PostgreSQL.

mod db;
mod keys;
mod kill;
mod outbox;
mod run;
mod schedule;
mod steer;
