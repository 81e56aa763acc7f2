//! The RouterOS API wire format, without IO.
//!
//! Everything here turns values into bytes and bytes into values; nothing
//! reads, writes, waits or keeps time. The client of this crate, a simulator
//! and a fuzzer use the same code.
//!
//! * A *word* is a run of bytes with a [length prefix](encode_len); RouterOS
//!   stores bytes, so text encoding is a layer above.
//! * A [`Sentence`] is a list of words, closed by an empty word.
//! * A [`Command`] becomes a sentence; a [`Reply`] is read from one.
//! * A [`Decoder`] is fed whatever pieces the network delivers.
//!
//! ```
//! use bytes::BytesMut;
//! use routeros_api::protocol::{Command, Decoder, Query};
//!
//! let command = Command::new("/ip/hotspot/user/print")
//!     .query(Query::eq("name", "anna"))
//!     .proplist([".id", "name"]);
//! let mut wire = BytesMut::new();
//! command.encode(Some(7), &mut wire);
//!
//! let mut decoder = Decoder::default();
//! decoder.feed(&wire);
//! let sentence = decoder.next_sentence()?.expect("a whole sentence was fed");
//! assert_eq!(&sentence.words()[0][..], b"/ip/hotspot/user/print");
//! # Ok::<(), routeros_api::protocol::ProtoError>(())
//! ```

mod command;
mod decoder;
mod error;
mod length;
mod query;
mod reply;
mod sentence;

pub use command::{Argument, Command, CommandKind, WordValue};
pub use decoder::{Decoder, Limits};
pub use error::ProtoError;
pub use length::{MAX_PREFIX, decode_len, encode_len, prefix_len};
pub use query::Query;
pub use reply::{Reply, Row, TaggedReply};
pub use sentence::{Sentence, Word, encode_sentence, encode_word, is_sensitive};
