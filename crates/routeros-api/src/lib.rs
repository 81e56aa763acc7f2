//! A RouterOS API client: protocol without IO inside, tokio outside.

mod encoding;
pub mod protocol;

pub use encoding::Encoding;
