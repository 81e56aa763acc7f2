//! Who asks, when, from where: the second argument of every operation.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::AccessError;
use crate::ids::{InstallationId, LocationId, SessionId, UserId};
use crate::permission::{Permission, PermissionSet};
use crate::time;

/// The language a person reads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Locale {
    /// Bahasa Indonesia, the default.
    #[default]
    Id,
    /// English.
    En,
}

impl Locale {
    /// `id` or `en`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// Reads `id` or `en`; anything else is the default.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        if text == "en" { Self::En } else { Self::Id }
    }
}

/// Which door a call came through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// The desktop window.
    Window,
    /// The loopback or LAN HTTP door.
    Lan,
    /// The command line.
    Cli,
    /// Background work.
    Job,
}

impl Source {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::Lan => "lan",
            Self::Cli => "cli",
            Self::Job => "job",
        }
    }
}

/// The places whose rows somebody sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Locations {
    /// All, now and later.
    All,
    /// Only these.
    Only(Vec<LocationId>),
}

/// Who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// Not signed in.
    Nobody,
    /// A signed-in person.
    User {
        /// Who.
        id: UserId,
        /// Role and personal grants together.
        permissions: PermissionSet,
        /// Where.
        locations: Locations,
    },
    /// This installation itself: background work, and the command line of
    /// somebody who can read the data folder anyway.
    Machine {
        /// Which; absent before the installation is registered.
        installation: Option<InstallationId>,
    },
}

/// Why a session may do almost nothing just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Hold {
    /// Locked, by the person or for idleness: first PIN or password.
    Locked,
    /// Signed in with a one-time password: first one of their own.
    OneTimePassword,
}

/// The context of one call.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// Who asks.
    pub actor: Actor,
    /// The session the call came with.
    pub session: Option<SessionId>,
    /// What the session must do before anything else.
    pub hold: Option<Hold>,
    /// When: the database server's time as the call began.
    pub now: DateTime<Utc>,
    /// The zone business days are counted in.
    pub zone: Tz,
    /// The caller's language.
    pub locale: Locale,
    /// Short random text that ties log lines together.
    pub request_id: String,
    /// The door.
    pub source: Source,
}

impl Ctx {
    /// Nobody, through a door, now.
    #[must_use]
    pub fn nobody(source: Source, now: DateTime<Utc>) -> Self {
        Self {
            actor: Actor::Nobody,
            session: None,
            hold: None,
            now,
            zone: time::DEFAULT_ZONE,
            locale: Locale::default(),
            request_id: request_id(),
            source,
        }
    }

    /// The installation itself.
    #[must_use]
    pub fn machine(source: Source, installation: Option<InstallationId>, now: DateTime<Utc>) -> Self {
        Self { actor: Actor::Machine { installation }, ..Self::nobody(source, now) }
    }

    /// Refuses who lacks the permission: the first line of every operation.
    ///
    /// # Errors
    /// `sign_in_required` for nobody, `permission_denied` naming what is missing.
    pub fn require(&self, permission: Permission) -> Result<(), AccessError> {
        match &self.actor {
            Actor::Nobody => Err(AccessError::SignInRequired),
            Actor::Machine { .. } => Ok(()),
            Actor::User { permissions, .. } if permissions.has(permission) => Ok(()),
            Actor::User { .. } => Err(AccessError::PermissionDenied { permission }),
        }
    }

    /// Refuses who is not signed in.
    ///
    /// # Errors
    /// `sign_in_required`.
    pub fn require_user(&self) -> Result<UserId, AccessError> {
        self.user_id().ok_or(AccessError::SignInRequired)
    }

    /// The signed-in person, if it is a person.
    #[must_use]
    pub fn user_id(&self) -> Option<UserId> {
        match self.actor {
            Actor::User { id, .. } => Some(id),
            _ => None,
        }
    }

    /// The places the caller sees.
    #[must_use]
    pub fn locations(&self) -> Locations {
        match &self.actor {
            Actor::Nobody => Locations::Only(Vec::new()),
            Actor::Machine { .. } => Locations::All,
            Actor::User { locations, .. } => locations.clone(),
        }
    }

    /// Today in the caller's business zone.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        time::business_day(self.now, self.zone)
    }
}

/// Eight random letters that tie the log lines of one call together.
#[must_use]
pub fn request_id() -> String {
    use rand::Rng;
    const SIGNS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut rng = rand::rng();
    (0..8).map(|_| char::from(SIGNS[rng.random_range(0..SIGNS.len())])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::CodedError;

    fn ctx(actor: Actor) -> Ctx {
        Ctx { actor, ..Ctx::nobody(Source::Cli, DateTime::UNIX_EPOCH) }
    }

    #[test]
    fn nobody_and_the_unauthorised_are_refused_by_code() {
        let nobody = ctx(Actor::Nobody).require(Permission::VoucherView).unwrap_err();
        assert_eq!(nobody.code(), "sign_in_required");
        let user = |set| ctx(Actor::User { id: UserId(1), permissions: set, locations: Locations::All });
        let refused = user(PermissionSet::default()).require(Permission::VoucherView).unwrap_err();
        assert_eq!(refused.code(), "permission_denied");
        assert_eq!(refused.params()["permission"], "voucher.view");
        assert!(user(PermissionSet::all()).require(Permission::VoucherView).is_ok());
    }

    #[test]
    fn nobody_sees_no_place() {
        assert_eq!(ctx(Actor::Nobody).locations(), Locations::Only(vec![]));
    }
}
