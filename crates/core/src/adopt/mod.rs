//! What exists on a router becomes ours: profiles become plans, users become
//! vouchers of a batch. Nothing on the router is changed unless a person asks for
//! our comment on the rows; then nothing but the comment.
//!
//! - **Tables owned**: none; plans, vouchers and copies are made by their areas.
//! - **Invariants**: the same call twice takes over once; what is not taken over is
//!   counted with its reason; rows of the router itself, trial users and what is
//!   ours already are passed over.
//! - **Stands above** plans, vouchers and provisioning.
//! - **Permissions**: `router.edit`.

mod error;
mod mikhmon;
pub mod ops;
mod rules;
mod types;

pub use error::AdoptSkip;
pub use types::*;
