//! What comes in: people, sessions, roles.

use serde::Deserialize;
use simpul_kernel::ids::{LocationId, RoleId, UserId};
use simpul_kernel::{Locale, Page, Secret};
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
    /// At least ten characters.
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
    /// First password, at least ten characters.
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
}

/// Lists people.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct UserList {
    /// Fragment of name or username.
    #[ts(optional)]
    pub search: Option<String>,
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
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}
