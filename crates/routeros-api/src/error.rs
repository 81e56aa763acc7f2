//! What can go wrong, named so that a caller can react.

use std::io;
use std::time::Duration;

use thiserror::Error as ThisError;

use crate::protocol::ProtoError;
use crate::tls::SpkiPin;
use crate::trap::Trap;

/// A result with this crate's [`Error`].
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Whether the router may have carried a command out although no answer came.
/// Repeat by yourself only after `No`, or when the command is a read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// The command did not leave whole: the router cannot have run it.
    No,
    /// It left; whether it was run is unknown. Look before you repeat.
    Maybe,
}

/// Why a command, or the link, failed.
#[derive(Debug, Clone, ThisError)]
#[non_exhaustive]
pub enum Error {
    /// The router could not be reached.
    #[error("cannot reach the router: {0}")]
    Io(IoError),
    /// The router could not be reached within this time.
    #[error("the router did not answer within {0:?}")]
    ConnectTimeout(Duration),
    /// The encrypted link could not be made.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// The router refused the login.
    #[error(transparent)]
    Auth(#[from] AuthError),
    /// No answer to this command for its whole time limit. The link may live.
    #[error("no answer to {path} in time")]
    Timeout {
        /// The command's path.
        path: String,
        /// Whether it may have been carried out.
        sent: Sent,
    },
    /// The link broke before the answer was complete.
    #[error("the link to the router broke: {cause}")]
    Disconnected {
        /// Whether the command may have been carried out.
        sent: Sent,
        /// Why the link broke.
        cause: Cause,
    },
    /// There is no link at the moment; nothing was sent.
    #[error("not connected to the router")]
    NotConnected,
    /// What came is not the RouterOS API.
    #[error("not the RouterOS API: {0}")]
    Protocol(#[from] ProtoError),
    /// The router refused the command.
    #[error(transparent)]
    Trap(#[from] Trap),
    /// A stream's reader was too slow; the stream has ended. Take a new
    /// snapshot and start again.
    #[error("rows came faster than they were read")]
    Overflow,
    /// The router ended the connection with a reason, before login.
    #[error("the router closed the connection: {0}")]
    Fatal(String),
    /// An answer lacks what it must have.
    #[error("{field} is missing or malformed in the answer")]
    Decode {
        /// The property.
        field: &'static str,
    },
}

impl Error {
    /// Whether the command may have been carried out. A trap counts as `No`:
    /// the router said that it did not do it (an `/import` or a script may
    /// still have done a part). So do errors of connecting and logging in, and
    /// [`Error::NotConnected`]: nothing was sent. [`Error::Decode`] is `Maybe`:
    /// an answer came, so that a write was most likely carried out.
    #[must_use]
    pub fn sent(&self) -> Sent {
        match self {
            Self::Timeout { sent, .. } | Self::Disconnected { sent, .. } => *sent,
            Self::Overflow | Self::Decode { .. } => Sent::Maybe,
            _ => Sent::No,
        }
    }

    /// The trap, when the router refused the command.
    #[must_use]
    pub fn trap(&self) -> Option<&Trap> {
        match self {
            Self::Trap(trap) => Some(trap),
            _ => None,
        }
    }

    /// Whether trying again later can help without a person changing anything:
    /// true for links, false for logins, keys and refusals.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Auth(AuthError::RadiusTimeout(_))
            | Self::Io(_)
            | Self::ConnectTimeout(_)
            | Self::Timeout { .. }
            | Self::Disconnected { .. }
            | Self::NotConnected
            | Self::Overflow
            | Self::Fatal(_) => true,
            Self::Tls(error) => matches!(error, TlsError::Handshake(_)),
            _ => false,
        }
    }
}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Io(error.into())
    }
}

/// An input or output error that can be given to many waiting commands.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
#[error("{message}")]
pub struct IoError {
    /// The operating system's kind.
    pub kind: io::ErrorKind,
    /// Its text.
    pub message: String,
}

impl From<io::Error> for IoError {
    fn from(error: io::Error) -> Self {
        Self { kind: error.kind(), message: error.to_string() }
    }
}

/// Why a link broke.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
#[non_exhaustive]
pub enum Cause {
    /// The router closed the connection between two sentences.
    #[error("closed by the router")]
    Closed,
    /// The connection ended in the middle of a sentence.
    #[error("cut in the middle of an answer")]
    Cut,
    /// The operating system reported an error.
    #[error(transparent)]
    Io(IoError),
    /// The router said why it closes, for example after `/quit` or a change of
    /// the user.
    #[error("{0}")]
    Fatal(String),
    /// The bytes made no sense.
    #[error(transparent)]
    Protocol(#[from] ProtoError),
    /// No sign of life although one was asked for.
    #[error("no sign of life")]
    Silent,
    /// A cancelled command did not end; its tag could not be freed otherwise.
    #[error("a cancelled command did not end")]
    Stuck,
    /// This side closed the link.
    #[error("closed here")]
    Quit,
}

/// Why the encrypted link could not be made.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
#[non_exhaustive]
pub enum TlsError {
    /// The router shows another key than the one that was pinned: it was
    /// reset, its certificate was replaced, or somebody stands in between.
    #[error("the router shows another key ({seen}) than the pinned one ({pinned})")]
    PinMismatch {
        /// The key that was expected.
        pinned: SpkiPin,
        /// The key that was shown.
        seen: SpkiPin,
    },
    /// The service has nothing in common with what is spoken here. Almost
    /// always it has no certificate (`certificate=none` leaves anonymous key
    /// exchange only, which protects against nobody); releases of 6 may also
    /// insist on finite-field Diffie-Hellman.
    #[error("the router's api-ssl has no certificate (or no cipher) that can be used")]
    NoCertificate,
    /// The certificate is not signed by the given authority, is not for this
    /// name, or is out of date.
    #[error("the router's certificate is not valid: {0}")]
    Certificate(String),
    /// Anything else in the handshake.
    #[error("the encrypted link could not be made: {0}")]
    Handshake(String),
    /// The authority's certificates or the name given to us cannot be used.
    #[error("unusable authority or name: {0}")]
    Settings(String),
}

/// Why a login failed.
#[derive(Debug, Clone, PartialEq, Eq, ThisError)]
#[non_exhaustive]
pub enum AuthError {
    /// Wrong user name or password.
    #[error("invalid user name or password")]
    BadCredentials,
    /// The router asks RADIUS about its users and got no answer.
    #[error("{0}")]
    RadiusTimeout(String),
    /// Refused for another reason, in the router's words.
    #[error("login refused: {0}")]
    Refused(String),
}
