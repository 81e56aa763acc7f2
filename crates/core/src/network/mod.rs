//! Routers: where they are, how to sign in, what is known of them, and who holds
//! the line to each.
//!
//! - **Tables owned**: `routers`, `router_state`, `router_leases`,
//!   `router_sync_runs`, `router_fallbacks`.
//! - **Invariants**: a router's password is stored sealed for its own row
//!   (`routers.password:<id>`) and leaves only towards the router; the key of a
//!   router's certificate is taken at the first connection and another one is
//!   refused until a person says so; a worker changes a router's rows only with a
//!   live line to it and its lease.
//! - **Permissions**: `router.view`, `router.edit`, `router.sync`.
//! - **Tags**: `router`. What machines see often (state, leases) is not audited.
//! - **Jobs**: enqueues `router_drain`, which the area `provisioning` runs.

pub mod error;
mod facade;
mod fallback;
pub mod input;
pub mod links;
pub mod live;
mod live_types;
pub mod ops;
mod rules;
mod store;
mod tester;
pub mod view;

pub use error::RouterError;
pub use facade::*;
pub use fallback::*;
pub use input::*;
pub use links::RouterAccess;
pub use live_types::*;
pub use view::*;

/// The kind of job that works a router's to-do list off.
pub const DRAIN_JOB: &str = "router_drain";
/// The kind of job that tries what failed or drifted again, works the list off
/// and compares both sides.
pub const SYNC_JOB: &str = "router_sync";
/// The kind of job that compares both sides and changes nothing.
pub const COMPARE_JOB: &str = "router_compare";
/// The kind of job that has routers compared that were not for a day.
pub const COMPARE_DUE_JOB: &str = "router_compare_due";
