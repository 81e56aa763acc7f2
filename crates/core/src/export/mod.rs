//! Lists as files that people take along: CSV or XLSX, of a million rows as of ten.
//!
//! - **Tables owned**: `exports`, `export_parts`.
//! - **A list is one declaration** (`lists/`): its operation and its columns. The job
//!   asks that operation page by page as whoever asked for the file, so permission,
//!   places and row security are those of the screen, at every page anew; no
//!   transaction lasts longer than a page.
//! - **Invariants**: a file is its person's alone (row security); nobody gets a part
//!   of one that is not whole (`ready_at`); an attempt that was overtaken or stopped
//!   writes nothing more (`attempt`); who sees fewer places than when it was made does not
//!   get it. An attempt that was cut off begins anew: a file is made in a minute, and
//!   two halves of a changing list are no whole one.
//! - **In the database, not on a disk**: many desks share one database, and the
//!   worker that takes the job may run on another desk than the asker's. Parts of
//!   512 KiB keep memory flat on both ends.
//! - **Permissions**: the list's own. **Tags**: `export`.
//! - Kept for as many days as the settings say (three, unless somebody chose), then trimmed by a job; beyond [`BYTES_OF_PERSON`] and [`BYTES_OF_ALL`]
//!   the oldest go for a new one: they fill the disk the shop sells on.

mod cell;
mod csv;
pub mod error;
mod file;
mod job;
mod list;
mod lists;
pub mod ops;
mod store;
mod trim;
pub mod types;
mod words;
mod xlsx;

pub use error::ExportError;
pub use job::{ExportWrite, WRITE_JOB};
pub use trim::{ExportTrim, TRIM_JOB};
pub use types::*;

/// Bytes kept for one person, and of one file at most.
pub const BYTES_OF_PERSON: i64 = 500_000_000;
/// Bytes kept for everybody.
pub const BYTES_OF_ALL: i64 = 2_000_000_000;
/// Bytes of one part of a file.
pub const PART_BYTES: usize = 512 * 1024;
