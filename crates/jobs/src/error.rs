use thiserror::Error;

/// What can go wrong in the queue itself (never in a handler: that is an
/// [`crate::Outcome`]).
#[derive(Debug, Error)]
pub enum Error {
    /// The database refused or could not be reached.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A payload that cannot be written as JSON.
    #[error("payload of {kind} cannot be written as JSON: {cause}")]
    Payload {
        /// The job's kind.
        kind: String,
        /// Why.
        cause: String,
    },
    /// A schedule that cannot be read, or names an unknown time zone.
    #[error("schedule {0:?} is not understood")]
    Spec(String),
}

/// A result of the queue.
pub type Result<T> = std::result::Result<T, Error>;
