//! Plans as they come in and go out.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use simpul_kernel::ids::{LocationId, PlanId, RouterId};
use simpul_kernel::{Money, Page};
use ts_rs::TS;

/// What a hotspot plan sets. An absent limit = unlimited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PlanTerms {
    /// Name, unique in its place.
    pub name: String,
    /// Key at the counter, 1 to 9.
    pub shortcut_key: Option<i16>,
    /// Online time, seconds.
    pub usage_limit_s: Option<i64>,
    /// Bytes up and down together.
    pub data_limit_bytes: Option<i64>,
    /// Life after first login, seconds; absent = never expires.
    pub validity_s: Option<i64>,
    /// Devices at once.
    pub shared_users: i32,
    /// Bound to the first device.
    pub lock_mac: bool,
    /// kbit/s from the customer.
    pub upload_kbps: Option<i32>,
    /// kbit/s to the customer.
    pub download_kbps: Option<i32>,
    /// What the customer pays.
    pub price_sell: Money,
    /// What an agent hands over, or the plan costs.
    pub price_cost: Money,
    /// Profile on the router; made by us, letters, digits, `-`, `_`.
    pub profile_name: String,
    /// Fewer codes on hand call for more; absent = by what was used of late.
    pub low_stock_at: Option<i32>,
}

/// Makes a plan.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PlanCreate {
    /// Place.
    pub location_id: LocationId,
    /// What it sets.
    pub terms: PlanTerms,
    /// Routers that get its profile.
    pub router_ids: Vec<RouterId>,
}

/// Changes a plan. Codes already made keep the terms they were made with; the
/// profile on the routers follows.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PlanUpdate {
    /// Which.
    pub plan_id: PlanId,
    /// Version the form was filled from.
    pub version: i32,
    /// What it sets.
    pub terms: PlanTerms,
    /// Routers that get its profile.
    pub router_ids: Vec<RouterId>,
    /// Still sold.
    pub is_active: bool,
}

/// Names one plan.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PlanRef {
    /// Which.
    pub plan_id: PlanId,
}

/// Columns plans can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PlanSort {
    /// By name.
    #[default]
    Name,
    /// By the price it is sold at.
    PriceSell,
    /// By codes on hand.
    Stock,
}

/// Lists plans.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct PlanList {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only what has exactly this name, in any case.
    #[ts(optional)]
    pub name: Option<String>,
    /// Those no longer sold too.
    pub include_inactive: bool,
    /// Order; absent = by name.
    #[ts(optional)]
    pub sort: Option<PlanSort>,
    /// Downwards; absent = no.
    #[ts(optional)]
    pub descending: Option<bool>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// A plan.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PlanView {
    /// Which.
    pub plan_id: PlanId,
    /// Version for the edit form.
    pub version: i32,
    /// Place.
    pub location_id: LocationId,
    /// What it sets.
    pub terms: PlanTerms,
    /// Still sold.
    pub is_active: bool,
    /// Its profile on each router.
    pub routers: Vec<PlanRouter>,
    /// Codes made, unsold and not void.
    pub stock: i64,
    /// Made at.
    pub created_at: DateTime<Utc>,
}

/// A plan's profile on one router.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PlanRouter {
    /// Which.
    pub router_id: RouterId,
    /// Its name.
    pub router_name: String,
    /// How the profile stands there.
    pub truth: crate::provisioning::Truth,
    /// Why it failed or drifted.
    pub reason: Option<String>,
    /// Whether the router is reached: where it is not, a code that is made now opens later.
    pub link: crate::network::RouterLink,
}
