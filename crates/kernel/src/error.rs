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
