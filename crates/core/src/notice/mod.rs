//! Notices: what calls for a person, brought to whom it concerns.
//!
//! **Tables:** `notices`, `notice_deliveries`, `notice_preferences`, and the quiet
//! hours in `user_preferences`.
//!
//! **Invariants:** an event raises one notice, however often and by however many
//! workers it is seen (`notices_event_key_open_key`); a notice and the job that
//! brings it to people commit together, so none is lost; to a person it is brought
//! once per channel; what is over is cleared by whoever watches it. What is told to one
//! person alone is brought as it is written, and over when they have read it.
//!
//! **Permissions:** none of its own; each kind is for who may look at what it is
//! about (`NoticeKind::permission`), at the places they see, or to one person alone. **Tags:** `notice`,
//! `notice_preferences`.

mod deliver;
pub mod facade;
pub mod ops;
pub mod rules;
mod store;
pub mod types;
mod watch;

pub use deliver::{DELIVER_JOB, NoticeDeliver};
pub use types::*;
pub use watch::{NoticeWatch, WATCH_JOB};
