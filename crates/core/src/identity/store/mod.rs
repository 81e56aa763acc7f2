//! Every query of this area.

mod activity;
mod key;
mod place;
mod session;
mod user;

pub(super) use activity::*;
pub(super) use key::*;
pub(super) use place::*;
pub(super) use session::*;
pub(super) use user::*;
