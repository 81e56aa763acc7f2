//! The embedded server, an outside server, and everything that happens to
//! them, against real servers.

mod bundle;
mod faults;
mod life;
mod roles;
mod support;
