//! Dial-in accounts on a router: what is wished of a row, and bringing it there.
//!
//! Building blocks for subscriptions; no table is owned here. Whoever calls keeps
//! what comes back ([`Placed`], [`Snapshot`]) in the database, before the next step.
//!
//! - **Idempotent**: everything may be asked again after a lost answer and then finds
//!   what it did. A row that stands as wished is not written.
//! - **Whose a row is** is known by the id we keep, never by its comment: comments on
//!   secrets are the owner's, are never written and never changed. A row of the same
//!   name that we did not make is left alone, unless a person took it over.
//! - **Exact names**: RouterOS takes a reference for the one name that begins with it,
//!   so what is referred to is looked up first and every write is read back.
//! - **A change of profile reaches a customer at the next dial-in**, disabling at
//!   none: what must bite now is followed by [`kick`].

mod error;
mod isolir;
mod kick;
mod place;
mod rules;
mod wish;

pub use error::{Failure, PppError};
pub use isolir::{IsolirStyle, Restored, Snapshot, isolate, restore, snapshot};
pub use kick::{Kicked, kick};
pub use place::{Placed, Takeover, place, remove};
pub use wish::{AddressListWish, PoolWish, ProfileWish, QueueWish, Rate, RemoteAddress, SecretWish, Wish};
