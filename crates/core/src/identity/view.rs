//! What goes out: people, sessions, roles.

use chrono::{DateTime, Utc};
use serde::Serialize;
use simpul_kernel::ids::{ActivityId, LocationId, RoleId, SessionId, UserId};
use simpul_kernel::{Locale, Permission, PermissionSet};
use ts_rs::TS;

/// The signed-in person.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Me {
    /// Who.
    pub user_id: UserId,
    /// Full name.
    pub name: String,
    /// Username.
    pub username: String,
    /// Code of the role, e.g. `super_admin`.
    pub role_code: String,
    /// The role's own name.
    pub role_name: String,
    /// Everything they may do.
    pub permissions: PermissionSet,
    /// Language.
    pub locale: Locale,
    /// `light`, `dark` or `auto`.
    pub color_scheme: String,
    /// The places they see.
    pub locations: Vec<LocationBrief>,
    /// Has a PIN that opens a locked session.
    pub has_pin: bool,
    /// Signed in with a one-time password: must change it before anything else.
    pub must_change_password: bool,
    /// Minutes without input after which the screen is locked; 0 = never.
    pub idle_lock_minutes: i32,
}

/// Somebody who may take a desk over by PIN.
#[derive(Debug, Clone, Serialize, TS)]
pub struct QuickPerson {
    /// Who.
    pub user_id: UserId,
    /// Full name.
    pub name: String,
    /// Code of the role.
    pub role_code: String,
    /// The role's own name.
    pub role_name: String,
}

/// Where the caller's session stands; told even while it is locked.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SessionState {
    /// Which; absent for calls without one.
    pub session_id: Option<SessionId>,
    /// Who.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// Their username.
    pub username: String,
    /// Locked: PIN or password first.
    pub is_locked: bool,
    /// At a desk somebody else signed in at, by PIN.
    pub is_quick: bool,
    /// A colleague may take this desk over by PIN.
    pub may_switch: bool,
    /// A one-time password must be changed first.
    pub must_change_password: bool,
    /// Has a PIN.
    pub has_pin: bool,
    /// Tries the PIN has left; 0 = only the password opens.
    pub pin_tries_left: i32,
    /// Minutes without input after which the screen is locked; 0 = never.
    pub idle_lock_minutes: i32,
}

/// A session in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SessionRow {
    /// Which.
    pub session_id: SessionId,
    /// `window`, `lan` (a browser) or `cli`.
    pub source: String,
    /// Name of the desk or browser.
    pub device_name: Option<String>,
    /// Signed in at.
    pub created_at: DateTime<Utc>,
    /// Last used; up to five minutes late.
    pub seen_at: DateTime<Utc>,
    /// Ends then, unless it is used.
    pub expires_at: DateTime<Utc>,
    /// The one the call came with.
    pub is_current: bool,
    /// Locked.
    pub is_locked: bool,
}

/// How many sessions ended.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub struct SessionsEnded {
    /// Sessions.
    pub count: i64,
}

/// A password for one sign-in, shown this once.
#[derive(Debug, Clone, Serialize, TS)]
pub struct OneTimePassword {
    /// Whose.
    pub username: String,
    /// The password.
    pub password: String,
    /// It holds until then.
    pub until: DateTime<Utc>,
}

/// A place, briefly.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LocationBrief {
    /// Which.
    pub location_id: LocationId,
    /// Name.
    pub name: String,
    /// IANA zone.
    pub time_zone: String,
}

/// Somebody has just signed in. Doors keep the token to themselves: the HTTP
/// door in a cookie scripts cannot read, the window in the program's memory.
#[derive(Debug, Serialize, TS)]
pub struct SignedIn {
    /// Session token; never sent to a page.
    #[ts(optional)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// Who.
    pub me: Me,
}

/// The first owner exists.
#[derive(Debug, Serialize, TS)]
pub struct OwnerCreated {
    /// Session of the owner, as after a sign-in.
    pub signed_in: SignedIn,
    /// The recovery code, shown this once: whoever has it and the database can
    /// read its secrets.
    pub recovery_code: String,
}

/// A recovery code, shown this once.
#[derive(Debug, Serialize, TS)]
pub struct RecoveryCode {
    /// The code; the one before it opens nothing any more.
    pub recovery_code: String,
}

/// A person in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct UserRow {
    /// Who.
    pub user_id: UserId,
    /// Version for the edit form.
    pub version: i32,
    /// Full name.
    pub name: String,
    /// Username.
    pub username: String,
    /// Phone in `+62…` form.
    pub phone: Option<String>,
    /// Role.
    pub role_id: RoleId,
    /// Code of the role.
    pub role_code: String,
    /// The role's own name.
    pub role_name: String,
    /// What they may do beyond their role.
    pub grants: PermissionSet,
    /// May sign in.
    pub is_active: bool,
    /// Sees every place.
    pub all_locations: bool,
    /// Otherwise: these.
    pub location_ids: Vec<LocationId>,
    /// Last sign-in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// Wrong passwords in a row.
    pub failures: i32,
    /// Signing in is refused until then, for wrong passwords; may be past.
    pub locked_until: Option<DateTime<Utc>>,
    /// Their password is for one sign-in.
    pub must_change_password: bool,
    /// Has a PIN.
    pub has_pin: bool,
    /// Sessions open now.
    pub session_count: i32,
    /// Made at.
    pub created_at: DateTime<Utc>,
}

/// A role.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RoleRow {
    /// Which.
    pub role_id: RoleId,
    /// Code, e.g. `operator`.
    pub code: String,
    /// Version for the edit form.
    pub version: i32,
    /// Name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Came with the program.
    pub is_system: bool,
    /// May do everything, now and in later versions; never changed.
    pub is_super: bool,
    /// May be given to people.
    pub is_active: bool,
    /// What it may do.
    pub permissions: PermissionSet,
    /// People who have it.
    pub user_count: i32,
}

/// One thing a person may be allowed to do.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub struct PermissionRow {
    /// Its name, `area.action`.
    pub permission: Permission,
    /// The area, e.g. `voucher`.
    pub area: &'static str,
    /// What it allows there, e.g. `view`.
    pub action: &'static str,
    /// The caller may: only such can be given to others.
    pub is_held: bool,
}

/// A place in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LocationRow {
    /// Which.
    pub location_id: LocationId,
    /// Version for the edit form.
    pub version: i32,
    /// Name.
    pub name: String,
    /// Postal address.
    pub address: String,
    /// Phone in `+62…` form.
    pub phone: Option<String>,
    /// IANA zone.
    pub time_zone: String,
    /// A shift, a sale, a batch or a vendor's document was numbered there: its days are told, and its zone stays.
    pub is_zone_fixed: bool,
    /// In use.
    pub is_active: bool,
    /// Routers in use there.
    pub router_count: i64,
    /// People who work there and may sign in.
    pub user_count: i64,
    /// Made at.
    pub created_at: DateTime<Utc>,
}

/// Something somebody did.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ActivityRow {
    /// Which.
    pub activity_id: ActivityId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who; absent = the program itself.
    pub user_id: Option<UserId>,
    /// Their name.
    pub user_name: Option<String>,
    /// What: the operation's name, e.g. `voucher_batch_create`.
    pub action: String,
    /// Kind of the thing, e.g. `voucher_batch`.
    pub subject_kind: Option<String>,
    /// Which thing.
    pub subject_id: Option<i64>,
    /// Where it came through.
    pub source: String,
    /// Facts for the sentence.
    #[ts(type = "Record<string, unknown>")]
    pub details: serde_json::Value,
}
