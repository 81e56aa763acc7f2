//! Vendors: shops and people who sell our codes, what they hold, and what they owe.
//!
//! - **Tables owned**: `vendors`, `vendor_prices`, `reseller_accounts`,
//!   `vendor_transfers`, `vendor_settlements`, `vendor_codes`. Codes themselves are
//!   changed through `voucher::handed`, money through `ledger`.
//! - **Invariants**: a vendor's balance is the sum of the rows of its account, nothing
//!   else: above zero the shop holds their money, below zero they owe; a code is in one
//!   vendor's hands at a time (`vendor_codes_voucher_id_key`) and then not the counter's;
//!   the terms of a code are those of the day it was handed over; a prepaid hand-over
//!   takes its price at once and is refused where the balance does not suffice, a code
//!   on consignment is owed when it is settled, and nobody settles it twice; what was
//!   used or settled does not come back; numbers have no gaps; a key does its deed once.
//! - **Lock order**: key, shift, vendor, codes, numbers, ledger.
//! - **Permissions**: `vendor.view`, `vendor.edit`, `vendor.settle`; `vendor.own` is a
//!   reseller's, and shows the vendor that person is bound to and nothing else.
//! - **Tags**: `vendor`; also `voucher`, `cash_session`, `ledger`.

mod error;
pub mod input;
pub mod ops;
mod paper;
pub mod rules;
mod store;
pub mod view;

pub use error::VendorError;
pub use input::*;
pub use view::*;
