//! Batches and vouchers.

pub mod input;
pub mod model;
pub mod ops;
pub mod view;

pub use input::*;
pub use model::{BatchStatus, CodeMode, VoucherStatus};
pub use view::*;
