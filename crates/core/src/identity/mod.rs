//! People: who they are, how they sign in, what they may do, and the key that
//! seals the database's secrets.
//!
//! **Tables:** `users`, `user_sign_ins`, `user_permissions`, `user_preferences`,
//! `roles`, `location_users`, `sessions`, `installations`, `key_wraps`, and the
//! reading side of `activity_logs`.
//!
//! **Invariants:** no account comes with the program; a password exists only as an
//! Argon2id hash, a session token only as a SHA-256; the data key is never stored
//! bare and never made a second time; the last active super admin stays one.
//!
//! **Permissions:** `user.view`, `user.edit`, `audit.view`.

pub mod error;
pub mod facade;
pub mod input;
pub mod installation;
pub mod keys;
pub mod ops;
pub mod rules;
pub mod session;
mod store;
pub mod view;

pub use error::IdentityError;
pub use input::*;
pub use view::*;
