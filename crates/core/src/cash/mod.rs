//! The cash desk: drawers, and the shifts that answer for what lies in them.
//!
//! - **Tables owned**: `cash_drawers`, `cash_sessions`.
//! - **Invariants**: a drawer has one shift at a time, and between two shifts it holds
//!   nothing in the books: a shift begins with its float and ends by handing over all
//!   that was counted; every movement is a row of the ledger in the drawer's account;
//!   a count is blind: until it is written, only who manages the desk is told what
//!   should be there; a difference is posted and stays visible until it is explained.
//! - **Who**: at an open shift everybody may sell who may sell there (colleagues share a
//!   counter), and every row says who did; one person answers for the count, and only
//!   they or a manager close it. A manager takes a forgotten shift over.
//! - **Locks**: whatever moves money in a shift holds its row shared, its end holds it
//!   alone, so nothing lands in a shift that was counted.
//! - **Permissions**: `cash.view`, `cash.operate`, `cash.move`, `cash.manage`.
//! - **Tags**: `cash_drawer`, `cash_session`.

mod error;
pub mod facade;
pub mod input;
pub mod ops;
mod paper;
pub mod rules;
mod store;
pub mod view;

pub use error::CashError;
pub use input::*;
pub use view::*;
