//! What can go wrong with people and sessions.

use chrono::{DateTime, Utc};
use simpul_kernel::area_errors;

area_errors! {
    /// What can go wrong with people and sessions.
    pub enum IdentityError {
        /// Username or password is wrong, or the account may not sign in.
        SignInFailed => "sign_in_failed",
        /// Too many failures; again at the time given.
        SignInLocked { until: DateTime<Utc> } => "sign_in_locked",
        /// The first owner exists already.
        OwnerExists => "owner_already_exists",
        /// Another person has this username.
        UsernameTaken => "username_taken",
        /// No such person.
        UserNotFound => "user_not_found",
        /// No such role.
        RoleNotFound => "role_not_found",
        /// Several people may do everything; one of them must be named.
        OwnerAmbiguous { usernames: String } => "owner_ambiguous",
        /// Without this person nobody could manage the program any more.
        LastSuperAdmin => "last_super_admin",
        /// No such place, or not one the caller sees.
        LocationNotFound => "location_not_found",
        /// Only who may do everything can make or change somebody who may.
        AboveOwnRole => "above_own_role",
    }
}
