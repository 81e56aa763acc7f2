//! People: who they are, how they sign in, what they may do and where, and the key
//! that seals the database's secrets.
//!
//! **Tables:** `users`, `user_sign_ins`, `user_permissions`, `user_preferences`,
//! `roles`, `locations`, `location_users`, `sessions`, `installations`, `key_wraps`, and the
//! reading side of `activity_logs` and `audit_logs`.
//!
//! **Invariants:** no account comes with the program; a password exists only as an
//! Argon2id hash, a session token only as a SHA-256; the data key is never stored
//! bare and never made a second time; the last active super admin stays one; nobody
//! gives, takes or takes over a right they have not; a session that is locked, or
//! that began with a one-time password, does nothing else first; a refused sign-in tells
//! nobody whether there is such a name, and leaves an entry; a few passwords are hashed at once.
//!
//! **Permissions:** `user.view`, `user.edit`, `audit.view`; places by `settings.view`,
//! `settings.edit`.

pub mod error;
pub mod facade;
pub mod input;
pub mod installation;
pub mod keys;
pub mod ops;
pub mod rules;
pub mod session;
mod slowly;
mod store;
pub mod strangers;
pub mod trail;
mod tries;
pub mod view;

pub use error::IdentityError;
pub use input::*;
pub use trail::{AuditAct, AuditChange, AuditList, AuditRow};
pub use view::*;
