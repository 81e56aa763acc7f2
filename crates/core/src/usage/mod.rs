//! Who is online, how long and how much; and what that means for vouchers.
//!
//! - **Tables owned**: `usage_open_sessions`, `usage_sessions` (by month),
//!   `usage_watches`.
//! - **Invariants**: a session is kept once, whichever worker saw it and however
//!   often one was killed: what runs is keyed by the router's own id of it, what
//!   ended left that table in the statement that wrote its end. Only the holder of
//!   a router's lease writes. Memory is a copy of the table, thrown away when
//!   somebody else wrote or a write failed. A session that ended while nobody
//!   looked ends when it was last seen: nobody is charged for what was not seen.
//! - **How a router is watched**: one snapshot per line, then what its `listen`
//!   tells; counters every ten seconds with few properties; a whole snapshot now
//!   and then, and whenever changes may have been missed.
//! - **Permissions**: `voucher.view`. **Tags**: `usage`.
//! - **Jobs**: `usage_tidy` drops months that are too old.

mod book;
mod follow;
mod inbox;
mod keep;
mod names;
pub mod ops;
mod rows;
mod state;
mod store;
mod tidy;
mod types;
mod vouchers;
mod watch;

pub use tidy::{TIDY_JOB, UsageTidy};
pub use types::*;
pub use watch::{Looked, Watch};
