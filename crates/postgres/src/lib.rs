//! Finds, starts, stops and upgrades the embedded PostgreSQL; connects to an outside one.
//!
//! * [`bundle`]: where PostgreSQL's programs come from (pinned, hash-checked).
//! * [`cluster`]: the server of a data folder, shared by all processes that
//!   use the folder.
//! * [`roles`]: the three database roles and the database, also as a script.
//! * [`outside`]: a server the owner brings, and a test that names what is wrong.
//! * [`choice`]: which of the two a data folder uses.
//! * [`doctor`]: everything above looked at, as data.
//! * [`dump`]: pg_dump, pg_restore and psql of the server's own version.

pub mod bundle;
pub mod choice;
pub mod cluster;
pub mod doctor;
pub mod dump;
mod error;
mod os;
pub mod outside;
pub mod roles;
mod scram;
mod text;

pub use bundle::Programs;
pub use cluster::{Cluster, DataDir, Lease, OpenOptions};
pub use error::Error;
