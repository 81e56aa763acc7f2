//! What goes out: people, sessions, roles.

use chrono::{DateTime, Utc};
use serde::Serialize;
use simpul_kernel::ids::{ActivityId, LocationId, RoleId, UserId};
use simpul_kernel::{Locale, PermissionSet};
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
    /// May sign in.
    pub is_active: bool,
    /// Sees every place.
    pub all_locations: bool,
    /// Otherwise: these.
    pub location_ids: Vec<LocationId>,
    /// Last sign-in.
    pub last_sign_in_at: Option<DateTime<Utc>>,
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
    /// Name.
    pub name: String,
    /// Came with the program.
    pub is_system: bool,
    /// What it may do.
    pub permissions: PermissionSet,
    /// People who have it.
    pub user_count: i32,
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
