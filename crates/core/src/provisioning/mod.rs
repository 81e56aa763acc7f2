//! What the routers should hold, and the to-do lists that bring them there.
//!
//! - **Tables owned**: `voucher_routers`, `plan_routers`, `provisioning_tasks`,
//!   `drift_items`, `router_compares` (and `router_sync_runs` with `network`).
//! - **Invariants**: a wish is written in the transaction of the business change;
//!   a task says what to look at, never what to write; a row on a router is
//!   changed or removed only if its comment carries an installation of this
//!   database and name and id agree; what was sent without an answer stays
//!   pending and is asked again; a router that is not reached costs no attempt
//!   and keeps nobody else waiting.
//! - **Stands below** plans and vouchers: they call [`plan_changed`],
//!   [`batch_created`], [`vouchers_changed`] and the others; what their rows
//!   should say it asks of [`Books`].
//! - **A router that ends codes by itself** while no program runs: `fallback`, brought
//!   there by the drain.
//! - **Permissions**: `router.view`, `router.sync`.
//! - **Tags**: `provisioning`, `drift`.
//! - **Jobs**: `router_drain`, `router_sync`, `router_compare` (serial key
//!   `router:<id>`), `router_compare_due`.

mod adoption;
mod books;
mod drain;
pub mod error;
mod fallback;
mod jobs;
mod kick;
mod look;
pub mod model;
pub mod ops;
mod props;
mod reconcile;
pub mod rules;
mod settle;
mod store;
pub mod view;
mod wish;

pub use adoption::{AdoptedRow, codes_adopted, comments_take, installations, profile_adopted, users_adopted};
pub use books::Books;
pub use error::{CopyError, DriftError};
pub use fallback::note::{Note, read as note_read};
pub use jobs::{CompareDue, RouterDrain};
pub use kick::kick_names;
pub use model::{ProfileWish, TermsTaken, Truth, UsageSeen, UserWish, Wish};
pub use store::installation_codes;
pub use view::*;
pub use wish::{
    batch_created, batch_grown, batch_hold, batch_release, plan_changed, router_wake, voucher_again, vouchers_changed,
    vouchers_elsewhere_disabled,
};
