//! A simulated MikroTik router: the RouterOS API without the hardware.
//!
//! [`Sim::builder`] describes and starts a router on a loopback port; the
//! [`SimHandle`] it gives looks into its tables, lets phones log in at its hotspot,
//! lets its time jump and makes things go wrong ([`Faults`]).
//!
//! ```
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use routeros_sim::Sim;
//! let router = Sim::builder().persona("7.16").user("admin", "secret").start().await?;
//! router.add("/ip/hotspot/user", &[("name", "v1"), ("profile", "default")])?;
//! assert_eq!(router.count("/ip/hotspot/user"), 2); // and `default-trial`
//! # Ok(()) }
//! # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
//! ```
//!
//! Inside, [`engine`] is the router without any network: tables ([`table`]) shaped by
//! [`schema`], values by [`value`], what differs between releases in [`persona`].

pub mod board;
mod builder;
pub mod clock;
pub mod engine;
pub mod error;
pub mod fault;
mod people;
pub mod persona;
pub mod query;
mod random;
mod rest;
pub mod schema;
mod server;
mod sim;
mod state;
pub mod table;
mod tls;
pub mod value;
pub mod wire;

pub use builder::{Sim, SimBuilder, SimError};
pub use engine::hotspot::Session;
pub use engine::ppp::{Ending, Modem};
pub use error::Trap;
pub use fault::{Faults, Stats};
pub use persona::Persona;
pub use sim::SimHandle;
