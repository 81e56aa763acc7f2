//! Sales at the counter: codes for money, and money for codes.
//!
//! - **Tables owned**: `sales`, `sale_lines`.
//! - **Invariants**: a sale is one transaction (the codes marked as sold, the rows of
//!   the ledger, the document's number, the routers' to-do lists of codes made for it);
//!   none without an open shift; a key makes one sale; a code is sold once, unless it
//!   was taken back (`sale_lines_voucher_id_key`); what was sold is never changed, only
//!   taken back by a row of its own; a code that was used is not taken back.
//! - **Lock order**: shift, key, lines of an earlier sale, codes, numbers, ledger.
//! - **Permissions**: `sale.view`, `sale.create`, `sale.void`, `sale.refund`; making
//!   codes for a sale needs `voucher.create` too.
//! - **Tags**: `sale`; also `voucher`, `cash_session`.

mod error;
pub mod input;
pub mod ops;
mod paper;
pub mod rules;
mod store;
pub mod view;

pub use error::SaleError;
pub use input::*;
pub use view::*;
