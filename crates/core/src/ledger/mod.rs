//! The money ledger: every movement of money, in one account each, never changed.
//!
//! - **Tables owned**: `financial_transactions`, `ledger_accounts`, `idempotency_keys`.
//! - **Invariants**: a row belongs to exactly one account (a drawer, a vendor, or the
//!   voucher revenue of a place) and carries that account's balance before and after;
//!   number, balances and hash chain are written by a trigger under the lock of the
//!   account's row, and the application may neither change nor remove a row; a drawer
//!   never holds less than nothing; a key does its deed once.
//! - **Lock order**: postings come last in a transaction, and take the accounts in the
//!   order of their ids.
//! - **Permissions**: `ledger.view`. **Tags**: `ledger`.

mod error;
pub mod ops;
mod post;
mod store;
pub mod types;

pub use error::LedgerError;
pub use post::{Account, Deed, Posting, post, request_hash};
pub(crate) use post::{balance, cash_entry_by, is_short};
pub use types::*;
