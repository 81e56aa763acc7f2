//! Every query of this area.

mod activity;
mod audit;
mod key;
mod pin;
mod place;
mod quick;
mod role;
mod session;
mod user;

pub(super) use activity::*;
pub(super) use audit::*;
pub(super) use key::*;
pub(super) use pin::*;
pub(super) use place::*;
pub(super) use quick::*;
pub(super) use role::*;
pub(super) use session::*;
pub(super) use user::*;
