//! Batches and vouchers: codes as stock, their life after the first login, and the
//! paper they are sold on.
//!
//! - **Tables owned**: `voucher_batches`, `vouchers`, `voucher_events`,
//!   `voucher_usage_state`, `print_log`, `voucher_counts`, `voucher_activations`,
//!   `voucher_templates`. Copies on routers (`voucher_routers`) belong to
//!   `provisioning`.
//! - **Invariants**: a batch exists whole or not at all; a code is unique in the
//!   database and drawn from the operating system's randomness; nothing decays
//!   before the first login; `available → active → used | expired`, or `void`;
//!   printed, sold, activated and expired are four different truths; what is in a
//!   vendor's hands is neither sold at the counter nor withdrawn before it came back; only unused
//!   codes are printed, and a reprint is logged with its reason; batch numbers have
//!   no gaps.
//! - **Permissions**: `voucher.view`, `voucher.create`, `voucher.void`, `voucher.extend`, `voucher.unlock`, `voucher.print`;
//!   rows of what was sold `sale.view`, of what vendors have `vendor.view`, sums of either's money `report.view`.
//! - **Tags**: `voucher`.

mod adopted;
pub mod codes;
mod deed;
pub mod error;
pub mod facade;
pub mod handed;
pub mod input;
pub mod model;
pub mod ops;
mod paper;
pub mod rules;
pub mod stock;
mod store;
mod taken;
pub mod texts;
pub mod view;

pub use crate::printing::Document;
pub use deed::{PaidBy, VoucherDeed, VoucherHappened};
pub use error::VoucherError;
pub use input::*;
pub use model::{BatchStatus, CodeMode, VoucherStatus};
pub use view::*;
