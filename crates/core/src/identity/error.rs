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
        /// What concerns every place is decided by who sees every place.
        AllLocationsNeeded => "all_locations_needed",
        /// Another place has this name.
        LocationNameTaken => "location_name_taken",
        /// Without this place there would be none.
        LocationLast => "location_last",
        /// Routers in use stand there.
        LocationInUse { router_count: i64 } => "location_in_use",
        /// Shifts are open there, or its vendors have codes or money of ours.
        LocationHasMoney { shift_count: i64, vendor_count: i64 } => "location_has_money",
        /// Its days were told in its zone: another would move what was sold into other days.
        LocationZoneFixed => "location_zone_fixed",
        /// No such session, or not the caller's.
        SessionNotFound => "session_not_found",
        /// Not the password of whoever is signed in.
        PasswordWrong => "password_wrong",
        /// The one-time password was not used in time.
        OneTimeExpired => "one_time_password_expired",
        /// A password of one's own is changed with the old one, not drawn anew.
        PasswordResetOwn => "password_reset_own",
        /// One's own lock-out is waited for, or lifted by somebody else.
        UnlockOwn => "user_unlock_own",
        /// Not the PIN; so many tries are left.
        PinWrong { tries_left: i32 } => "pin_wrong",
        /// Every try with the PIN is used up: the password opens.
        PinSpent => "pin_spent",
        /// This person has no PIN.
        PinNotSet => "pin_not_set",
        /// Another role has this name.
        RoleNameTaken => "role_name_taken",
        /// It came with the program and stays.
        RoleBuiltIn => "role_built_in",
        /// People have it.
        RoleInUse { user_count: i64 } => "role_in_use",
    }
}
