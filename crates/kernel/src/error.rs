//! Errors people can react to: a code and its parameters, never a text.
//!
//! The text belongs to the screen (both languages hold one for every code); the
//! cause belongs to the log, under the incident id the person sees.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::permission::Permission;

/// An error with a code. Made with [`area_errors!`](crate::area_errors).
pub trait CodedError: std::error::Error + Send + Sync + 'static {
    /// Stable snake_case code, e.g. `voucher_not_found`.
    fn code(&self) -> &'static str;
    /// What the text needs: an object, or null.
    fn params(&self) -> Value;
}

/// An error as it leaves through a door.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WireError {
    /// Which error.
    pub code: String,
    /// Parameters for the text, an object or null.
    #[ts(type = "Record<string, unknown> | null")]
    pub params: Value,
    /// Id under which the log holds the cause.
    pub incident: String,
}

/// Declares an area's errors: an enum whose every variant has a code.
///
/// ```
/// simpul_kernel::area_errors! {
///     /// What can go wrong with vouchers.
///     pub enum VoucherError {
///         /// No such voucher, or not where the caller may look.
///         NotFound => "voucher_not_found",
///         /// The code space is more than 1 % full.
///         CodeSpaceFull { codes: u64, space: u64 } => "voucher_code_space_full",
///     }
/// }
/// use simpul_kernel::CodedError;
/// let e = VoucherError::CodeSpaceFull { codes: 5, space: 100 };
/// assert_eq!((e.code(), e.params()["space"].as_u64()), ("voucher_code_space_full", Some(100)));
/// ```
#[macro_export]
macro_rules! area_errors {
    ($(#[$enum_doc:meta])* pub enum $name:ident {
        $($(#[$doc:meta])* $variant:ident $({ $($field:ident : $ty:ty),+ $(,)? })? => $code:literal),+ $(,)?
    }) => {
        $(#[$enum_doc])*
        #[derive(Debug, Clone, PartialEq)]
        #[allow(missing_docs, reason = "the fields of an error are its parameters; the variant says what they are")]
        pub enum $name {
            $($(#[$doc])* $variant $({ $($field: $ty),+ })?,)+
        }

        impl $name {
            /// Every code of this area.
            pub const CODES: &'static [&'static str] = &[$($code),+];
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                use $crate::error::CodedError as _;
                match self.params() {
                    $crate::error::NO_PARAMS => f.write_str(self.code()),
                    params => write!(f, "{} {params}", self.code()),
                }
            }
        }

        impl std::error::Error for $name {}

        impl $crate::error::CodedError for $name {
            fn code(&self) -> &'static str {
                match self { $(Self::$variant $({ $($field: _),+ })? => $code,)+ }
            }
            fn params(&self) -> $crate::error::Params {
                match self {
                    $(Self::$variant $({ $($field),+ })? =>
                        $crate::error::params_object(&[$($((stringify!($field), $crate::error::param($field))),+)?]),)+
                }
            }
        }
    };
}

/// Parameters of an error.
pub type Params = Value;

/// The parameters of an error that has none.
pub const NO_PARAMS: Value = Value::Null;

/// One parameter as JSON; used by [`area_errors!`](crate::area_errors).
pub fn param<T: Serialize>(value: &T) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}

/// Parameters as an object, or null when there are none; used by
/// [`area_errors!`](crate::area_errors).
#[must_use]
pub fn params_object(fields: &[(&str, Value)]) -> Value {
    if fields.is_empty() {
        return NO_PARAMS;
    }
    Value::Object(fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
}

area_errors! {
    /// The caller may not.
    pub enum AccessError {
        /// Nobody is signed in, or the session has ended.
        SignInRequired => "sign_in_required",
        /// The caller lacks this permission.
        PermissionDenied { permission: Permission } => "permission_denied",
        /// The session is locked: first PIN or password.
        SessionLocked => "session_locked",
        /// The password was given by somebody else, for once: first one of their own.
        PasswordChangeRequired => "password_change_required",
    }
}

area_errors! {
    /// What was sent cannot be understood or accepted.
    pub enum InputError {
        /// Not the JSON the operation takes; the message is for developers.
        Malformed { message: String } => "input_malformed",
        /// No operation has this name.
        UnknownOperation { name: String } => "operation_unknown",
        /// Fields that do not pass, each with its own code.
        Invalid { fields: Vec<crate::validate::FieldError> } => "input_invalid",
        /// Somebody else changed the row since it was read.
        Stale => "row_changed_meanwhile",
    }
}

area_errors! {
    /// The database cannot serve just now.
    pub enum DatabaseError {
        /// No connection: the server is down or the network is.
        Unavailable => "database_unavailable",
        /// Too busy: a lock or a connection was not had in time.
        Busy => "database_busy",
        /// Its disk is full; nothing was stored.
        DiskFull => "database_disk_full",
        /// It takes no writes (a replica, or a disk gone read-only).
        ReadOnly => "database_read_only",
        /// A number is larger than what holds it; nothing was stored.
        TooLarge => "amount_too_large",
    }
}

area_errors! {
    /// The program itself cannot answer just now.
    pub enum ProgramError {
        /// It is being ended; nothing was begun.
        Stopping => "program_stopping",
        /// Too much is asked of it at once; nothing was begun.
        Busy => "program_busy",
    }
}

/// Code of an error whose cause only the log knows.
pub const INTERNAL: &str = "internal";

/// What an operation returns when it does not succeed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Something a person can react to.
    #[error("{0}")]
    Coded(Box<dyn CodedError>),
    /// A defect or a broken machine; the cause is logged, never shown.
    #[error("internal: {0}")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Result of an operation.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Wraps a cause nobody can react to.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Coded(e) => e.code(),
            Self::Internal(_) => INTERNAL,
        }
    }

    /// As it leaves through a door; the cause stays behind.
    #[must_use]
    pub fn wire(&self, incident: impl Into<String>) -> WireError {
        let params = match self {
            Self::Coded(e) => e.params(),
            Self::Internal(_) => NO_PARAMS,
        };
        WireError { code: self.code().to_owned(), params, incident: incident.into() }
    }
}

impl<E: CodedError> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Coded(Box::new(error))
    }
}

impl From<sqlx::Error> for Error {
    fn from(cause: sqlx::Error) -> Self {
        let known = match &cause {
            sqlx::Error::PoolTimedOut => Some(DatabaseError::Busy),
            sqlx::Error::Io(_) | sqlx::Error::PoolClosed | sqlx::Error::WorkerCrashed => {
                Some(DatabaseError::Unavailable)
            }
            sqlx::Error::Database(db) => match db.code().as_deref() {
                Some("55P03" | "57014" | "40001" | "40P01") => Some(DatabaseError::Busy),
                Some("53100") => Some(DatabaseError::DiskFull),
                Some("22003") => Some(DatabaseError::TooLarge),
                Some("25006") => Some(DatabaseError::ReadOnly),
                Some("57P01" | "57P02" | "57P03" | "53300" | "08006" | "08001") => Some(DatabaseError::Unavailable),
                _ => None,
            },
            _ => None,
        };
        known.map_or_else(|| Self::Internal(Box::new(cause)), Self::from)
    }
}

/// Turns a refusal of the database into an area's error, by the constraint's name.
pub trait OnConstraint<T> {
    /// If `constraint` was violated, the error is `to()`; else it stays as it is.
    ///
    /// # Errors
    /// The one given, or the database's.
    fn on_constraint<E: CodedError>(self, constraint: &str, to: impl FnOnce() -> E) -> Result<T>;
}

impl<T> OnConstraint<T> for std::result::Result<T, sqlx::Error> {
    fn on_constraint<E: CodedError>(self, constraint: &str, to: impl FnOnce() -> E) -> Result<T> {
        self.map_err(|e| match &e {
            sqlx::Error::Database(db) if db.constraint() == Some(constraint) => Error::from(to()),
            _ => Error::from(e),
        })
    }
}

/// Codes every area can answer with.
#[must_use]
pub fn common_codes() -> Vec<&'static str> {
    [AccessError::CODES, InputError::CODES, DatabaseError::CODES, ProgramError::CODES, &[INTERNAL]].concat()
}
