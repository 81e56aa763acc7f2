//! The states of a voucher and of a batch.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Code alone, or user and password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum CodeMode {
    /// The code is user name and password.
    Code,
    /// User name and a password of their own.
    UserPassword,
}

impl CodeMode {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::UserPassword => "user_password",
        }
    }

    /// From its name in the database.
    #[must_use]
    pub fn parse(name: &str) -> Self {
        if name == "user_password" { Self::UserPassword } else { Self::Code }
    }
}

/// Life of a voucher: `available → active → used | expired`, or `void`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum VoucherStatus {
    /// Never logged in. Nothing decays before the first login.
    Available,
    /// Logged in, with time and data left.
    Active,
    /// Online time or data used up.
    Used,
    /// Its life after first login is over.
    Expired,
    /// Withdrawn by a person.
    Void,
}

impl VoucherStatus {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Active => "active",
            Self::Used => "used",
            Self::Expired => "expired",
            Self::Void => "void",
        }
    }
}

/// State of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum BatchStatus {
    /// In use.
    Active,
    /// Its provisioning is held by a person.
    Paused,
    /// Withdrawn; what was sold or used stays as it is.
    Void,
}
