//! Who may call an operation.

use crate::permission::Permission;

/// What an operation asks of its caller, checked before it runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody who reaches a door (sign-in, first start, status).
    Public,
    /// Any signed-in person, for what is their own.
    SignedIn,
    /// Only who holds the permission.
    Permission(Permission),
}
