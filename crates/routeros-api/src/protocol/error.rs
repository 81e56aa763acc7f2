use thiserror::Error;

/// The peer's bytes do not follow the protocol. There is no way to find the
/// next sentence after one of these: the connection must be dropped.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ProtoError {
    /// A length prefix starts with a reserved control byte (`0xF1`–`0xFF`).
    #[error("reserved control byte 0x{0:02x} where a word length was expected")]
    ControlByte(u8),
    /// A word is longer than [`Limits::max_word`](super::Limits::max_word).
    #[error("a word of {len} bytes exceeds the limit of {limit}")]
    WordTooLong {
        /// Announced length in bytes.
        len: u32,
        /// The limit in bytes.
        limit: usize,
    },
    /// A sentence is longer than
    /// [`Limits::max_sentence`](super::Limits::max_sentence) bytes.
    #[error("a sentence exceeds the limit of {limit} bytes")]
    SentenceTooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// A sentence has more words than
    /// [`Limits::max_words`](super::Limits::max_words).
    #[error("a sentence exceeds the limit of {limit} words")]
    TooManyWords {
        /// The limit in words.
        limit: usize,
    },
    /// A reply sentence does not start with a word such as `!re`.
    #[error("a reply starts with {0:?} instead of a reply word")]
    NotAReply(String),
    /// A sentence that should be a command does not start with `/`.
    #[error("a command starts with {0:?} instead of a path")]
    NotACommand(String),
}
