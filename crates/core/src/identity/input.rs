//! What comes in: people, sessions, roles.

use chrono::NaiveDate;
use serde::Deserialize;
use simpul_kernel::ids::{LocationId, RoleId, SessionId, UserId};
use simpul_kernel::{Locale, Page, PermissionSet, Secret};
use ts_rs::TS;

/// Makes the first owner account of an empty database.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OwnerCreate {
    /// Name of the business, printed on every sheet.
    pub company_name: String,
    /// IANA zone business days are counted in, e.g. `Asia/Jakarta`.
    pub time_zone: String,
    /// Language of the program.
    pub locale: Locale,
    /// The person's name.
    pub name: String,
    /// What they sign in with.
    pub username: String,
    /// At least twelve characters.
    pub password: Secret,
}

/// Signs somebody in.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionSignIn {
    /// Username, any case.
    pub username: String,
    /// Password.
    pub password: Secret,
    /// Name of the desk or browser, for the list of sessions.
    #[ts(optional)]
    pub device_name: Option<String>,
}

/// Joins this installation to a database whose data key it lacks.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct InstallationJoin {
    /// The code printed at first start; spaces, dashes and case do not matter.
    pub recovery_code: Secret,
}

/// Makes a new recovery code in the place of the old one.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct InstallationRecoveryRenew {
    /// Password of whoever asks.
    pub password: Secret,
}

/// A person's own preferences. Absent fields stay as they are.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MePreferencesSet {
    /// Language.
    #[ts(optional)]
    pub locale: Option<Locale>,
    /// `light`, `dark` or `auto`.
    #[ts(optional)]
    pub color_scheme: Option<String>,
}

/// Makes a person.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UserCreate {
    /// Full name.
    pub name: String,
    /// What they sign in with: letters, digits, `.`, `_`, `-`; 3 to 32.
    pub username: String,
    /// First password, at least twelve characters.
    pub password: Secret,
    /// Role.
    pub role_id: RoleId,
    /// Sees every place, now and later.
    pub all_locations: bool,
    /// Otherwise: these.
    pub location_ids: Vec<LocationId>,
    /// Phone, any of the three spellings.
    #[ts(optional)]
    pub phone: Option<String>,
    /// What they may do beyond their role.
    #[ts(optional)]
    pub grants: Option<PermissionSet>,
    /// The first password is for one sign-in, within three days; absent = it stays.
    #[ts(optional)]
    pub must_change_password: Option<bool>,
}

/// Changes a person.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UserUpdate {
    /// Who.
    pub user_id: UserId,
    /// Version the form was filled from.
    pub version: i32,
    /// Full name.
    pub name: String,
    /// Role.
    pub role_id: RoleId,
    /// May sign in.
    pub is_active: bool,
    /// Sees every place.
    pub all_locations: bool,
    /// Otherwise: these.
    pub location_ids: Vec<LocationId>,
    /// Phone.
    #[ts(optional)]
    pub phone: Option<String>,
    /// A new password, when it is to change; ends the person's sessions.
    #[ts(optional)]
    pub new_password: Option<Secret>,
    /// The new password is for one sign-in, within three days; absent = it stays.
    #[ts(optional)]
    pub must_change_password: Option<bool>,
    /// What they may do beyond their role; absent = as it is.
    #[ts(optional)]
    pub grants: Option<PermissionSet>,
}

/// Names one person.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UserRef {
    /// Who.
    pub user_id: UserId,
}

/// Gives somebody a one-time password.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UserPasswordReset {
    /// Who.
    pub user_id: UserId,
    /// Version the screen shows.
    pub version: i32,
}

/// Ends sessions of somebody.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct UserSessionRevoke {
    /// Whose.
    pub user_id: UserId,
    /// Which; absent = all of them.
    #[ts(optional)]
    pub session_id: Option<SessionId>,
}

/// Names one session.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionRef {
    /// Which.
    pub session_id: SessionId,
}

/// Opens a locked session: by the PIN or by the password.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionUnlock {
    /// PIN.
    #[ts(optional)]
    pub pin: Option<Secret>,
    /// Password.
    #[ts(optional)]
    pub password: Option<Secret>,
}

/// Takes a desk over by PIN.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SessionQuickBegin {
    /// Who.
    pub user_id: UserId,
    /// Their PIN.
    pub pin: Secret,
}

/// Changes one's own password.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MePasswordChange {
    /// The one that holds now.
    pub old_password: Secret,
    /// At least twelve characters, and another one.
    pub new_password: Secret,
}

/// Sets or takes away one's own PIN.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct MePinSet {
    /// The password that holds now.
    pub password: Secret,
    /// Four to eight digits; absent = no PIN any more.
    #[ts(optional)]
    pub pin: Option<Secret>,
}

/// Makes a role.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RoleCreate {
    /// Its name.
    pub name: String,
    /// What it is for.
    #[ts(optional)]
    pub description: Option<String>,
    /// What it may do: nothing the caller may not.
    pub permissions: PermissionSet,
}

/// Changes a role.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RoleUpdate {
    /// Which.
    pub role_id: RoleId,
    /// Version the form was filled from.
    pub version: i32,
    /// Its name; that of a role that came with the program stays.
    pub name: String,
    /// What it is for.
    #[ts(optional)]
    pub description: Option<String>,
    /// What it may do.
    pub permissions: PermissionSet,
    /// May be given to people.
    pub is_active: bool,
}

/// Puts a role away.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RoleDeactivate {
    /// Which.
    pub role_id: RoleId,
    /// Version the screen shows.
    pub version: i32,
}

/// Makes a place.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LocationCreate {
    /// Its name.
    pub name: String,
    /// Postal address.
    #[ts(optional)]
    pub address: Option<String>,
    /// Phone, any of the three spellings.
    #[ts(optional)]
    pub phone: Option<String>,
    /// IANA zone its business days are counted in.
    pub time_zone: String,
}

/// Changes a place.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LocationUpdate {
    /// Which.
    pub location_id: LocationId,
    /// Version the form was filled from.
    pub version: i32,
    /// Its name.
    pub name: String,
    /// Postal address.
    #[ts(optional)]
    pub address: Option<String>,
    /// Phone.
    #[ts(optional)]
    pub phone: Option<String>,
    /// IANA zone.
    pub time_zone: String,
    /// In use.
    pub is_active: bool,
}

/// Columns people can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum UserSort {
    /// By name.
    #[default]
    Name,
    /// By username.
    Username,
    /// By when they last signed in; who never did comes before everybody.
    LastSignInAt,
}

/// Lists people.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct UserList {
    /// Fragment of name or username.
    #[ts(optional)]
    pub search: Option<String>,
    /// Order; absent = by name.
    #[ts(optional)]
    pub sort: Option<UserSort>,
    /// Downwards; absent = no.
    #[ts(optional)]
    pub descending: Option<bool>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Lists what was done, newest first.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ActivityList {
    /// Only about things of this kind, e.g. `voucher_batch`.
    #[ts(optional)]
    pub subject_kind: Option<String>,
    /// Only about this thing.
    #[ts(optional)]
    pub subject_id: Option<i64>,
    /// Only what this person did.
    #[ts(optional)]
    pub user_id: Option<UserId>,
    /// Only this deed, e.g. `voucher_void`.
    #[ts(optional)]
    pub action: Option<String>,
    /// From this business day on.
    #[ts(optional)]
    pub from_on: Option<NaiveDate>,
    /// Up to this business day, itself included.
    #[ts(optional)]
    pub to_on: Option<NaiveDate>,
    /// Newest first; absent = yes.
    #[ts(optional)]
    pub descending: Option<bool>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}
