//! Every query of this area.

mod activity;
mod key;
mod session;
mod user;

pub(super) use activity::*;
pub(super) use key::*;
pub(super) use session::*;
pub(super) use user::*;
