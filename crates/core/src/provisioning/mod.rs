//! What the routers should hold, and the to-do lists that bring them there.

pub mod model;

pub use model::Truth;
