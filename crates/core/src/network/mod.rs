//! The network area.

pub mod input;
pub mod links;
pub mod ops;
pub mod view;

pub use input::*;
pub use view::*;
