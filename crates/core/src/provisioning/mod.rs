//! What the routers should hold, and the to-do lists that bring them there.
//!
//! - **Tables owned**: `voucher_routers`, `plan_routers`, `provisioning_tasks`
//!   (and `router_sync_runs` with `network`).
//! - **Invariants**: a wish is written in the transaction of the business change;
//!   a task says what to look at, never what to write; a row on a router is
//!   changed or removed only if its comment carries an installation of this
//!   database and name and id agree; what was sent without an answer stays
//!   pending and is asked again; a router that is not reached costs no attempt
//!   and keeps nobody else waiting.
//! - **Stands below** plans and vouchers: they call [`plan_changed`],
//!   [`batch_created`], [`vouchers_changed`] and the others; what their rows
//!   should say it asks of [`Books`].
//! - **Tags**: `provisioning`.
//! - **Jobs**: `router_drain`, `router_sync` (serial key `router:<id>`).

mod books;
mod drain;
pub mod error;
mod jobs;
mod kick;
mod look;
pub mod model;
mod reconcile;
pub mod rules;
mod settle;
mod store;
mod wish;

pub use books::Books;
pub use error::CopyError;
pub use jobs::RouterDrain;
pub use kick::kick_names;
pub use model::{ProfileWish, Truth, UsageSeen, UserWish, Wish};
pub use store::installation_codes;
pub use wish::{
    batch_created, batch_hold, batch_release, plan_changed, router_wake, vouchers_changed, vouchers_elsewhere_disabled,
};
