//! The books as a whole: everything about money is computed anew from what was
//! written, and compared.
//!
//! - **Tables owned**: none; it reads `financial_transactions`, `ledger_accounts`,
//!   `cash_sessions`, `sales`, `sale_lines`, `vouchers`, their sums and the documents of vendors.
//! - **What agrees, always**: each account's chain (numbers without a gap, hashes,
//!   balances) and its head; each shift's count with its drawer's rows; each document's
//!   total with its lines, its change, and its rows of the ledger; each code that is
//!   marked as sold with the line that sold it; each hand-over, return, settlement and
//!   payment of a vendor with its codes and its rows of the ledger; each code in a vendor's
//!   hands with the row that says so; the days of documents and shifts with those of their
//!   rows of the ledger; what stock, reports and the dashboard count with the codes and the
//!   sales themselves; the numbers of sales and of vendors' documents.
//! - **Permissions**: `ledger.view`.

pub mod ops;
mod stock;
mod store;
pub mod types;
mod vendors;

pub use types::*;
