//! A RouterOS simulator.

pub mod board;
mod builder;
pub mod clock;
pub mod engine;
pub mod error;
pub mod fault;
pub mod persona;
pub mod query;
mod random;
pub mod schema;
mod server;
mod sim;
mod state;
pub mod table;
pub mod value;
pub mod wire;

pub use builder::{Sim, SimBuilder, SimError};
pub use engine::hotspot::Session;
pub use error::Trap;
pub use fault::{Faults, Stats};
pub use persona::Persona;
pub use sim::SimHandle;
