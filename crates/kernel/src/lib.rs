//! The words every other crate of Simpul speaks: ids, money, time, errors,
//! permissions, who is asking, and pages of a list.
//!
//! **Invariant:** nothing in here does IO. Time and randomness are handed in.

pub mod access;
pub mod ctx;
pub mod empty;
pub mod error;
pub mod ids;
pub mod money;
pub mod page;
pub mod permission;
pub mod secret;
pub mod time;
pub mod validate;

pub use access::Access;
pub use ctx::{Actor, Ctx, Hold, Locale, Locations, Source};
pub use empty::{Done, Nothing};
pub use error::{CodedError, Error, OnConstraint, Result, WireError};
pub use money::Money;
pub use page::{Page, Paged};
pub use permission::{Permission, PermissionSet};
pub use secret::Secret;
pub use time::Clock;
