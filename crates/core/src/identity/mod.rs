//! The identity area.

pub mod input;
pub mod keys;
pub mod ops;
pub mod view;

pub use input::*;
pub use view::*;
