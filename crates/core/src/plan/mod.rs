//! Plans: what is sold, for how much, and which routers know its profile.
//!
//! - **Tables owned**: `service_plans`, `bandwidth_profiles`. How a plan's profile
//!   stands on a router (`plan_routers`) belongs to `provisioning`.
//! - **Invariants**: an absent limit is no limit; `price_sell >= price_cost >= 0`;
//!   both speeds or none; a plan's routers are of its place; codes already made keep
//!   the terms they were made with, while the profile on the routers follows.
//! - **Permissions**: `plan.view`, `plan.edit`.
//! - **Tags**: `plan`.

pub mod error;
pub mod facade;
pub mod ops;
pub mod rules;
mod store;
pub mod types;

pub use error::PlanError;
pub use types::*;
