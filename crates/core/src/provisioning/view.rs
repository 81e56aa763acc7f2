//! Drift as it comes in and goes out.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use simpul_kernel::Page;
use simpul_kernel::ids::{DriftId, JobId, LocationId, PlanId, RouterId, VoucherId};
use ts_rs::TS;

use crate::network::{RouterLink, RouterTruthCounts};

/// How a row is otherwise than wished.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum DriftKind {
    /// A voucher's row is not there.
    Missing,
    /// It says something else.
    Differs,
    /// It is there, though it was removed.
    Unwanted,
    /// It looks like ours and belongs to no voucher here.
    Stray,
    /// A plan's profile is not there.
    ProfileMissing,
    /// It says something else.
    ProfileDiffers,
}

impl DriftKind {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Differs => "differs",
            Self::Unwanted => "unwanted",
            Self::Stray => "stray",
            Self::ProfileMissing => "profile_missing",
            Self::ProfileDiffers => "profile_differs",
        }
    }
}

/// What is being done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum DriftState {
    /// Nothing yet.
    Open,
    /// A person left it, until it changes again.
    Ignored,
    /// It stands on the router's to-do list.
    Resolving,
}

impl DriftState {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Ignored => "ignored",
            Self::Resolving => "resolving",
        }
    }
}

/// What to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum DriftChoice {
    /// The books take what the router has.
    Take,
    /// The router gets what the books say, once more.
    Push,
    /// Leave it until it changes again.
    Ignore,
    /// A stray leaves the router.
    Remove,
}

/// Asks how routers stand against the books.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct DriftSummaryQuery {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// How many rows are otherwise than wished, by how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct DriftCounts {
    /// Vouchers' rows that are not there.
    pub missing: i64,
    /// That say something else.
    pub differs: i64,
    /// That were removed and are there.
    pub unwanted: i64,
    /// That belong to no voucher here.
    pub stray: i64,
    /// Profiles that are not there.
    pub profile_missing: i64,
    /// Profiles that say something else.
    pub profile_differs: i64,
}

/// A router that waits for a person: it knows vouchers this database never gave out,
/// as after an older backup was restored.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReconcileGate {
    /// Since when.
    pub since: DateTime<Utc>,
    /// Highest voucher id on the router.
    pub highest_seen: i64,
    /// Highest voucher id here when it was seen.
    pub highest_ours: i64,
}

/// How one router stands against the books.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DriftRouter {
    /// Which.
    pub router_id: RouterId,
    /// Its name.
    pub router_name: String,
    /// Place.
    pub location_id: LocationId,
    /// Whether a worker reaches it.
    pub link: RouterLink,
    /// Last whole comparison.
    pub compared_at: Option<DateTime<Utc>>,
    /// Accounts on it by truth.
    pub truth: RouterTruthCounts,
    /// Tasks on its list, refused ones too.
    pub waiting: i64,
    /// Tasks of paused batches.
    pub held: i64,
    /// The oldest of those that wait.
    pub oldest_waiting_at: Option<DateTime<Utc>>,
    /// Open items.
    pub open: DriftCounts,
    /// Items a person left.
    pub ignored: i64,
    /// Items on the list.
    pub resolving: i64,
    /// Users somebody else made.
    pub foreign_users: i32,
    /// Profiles somebody else made.
    pub foreign_profiles: i32,
    /// Set while nothing is written to it.
    pub gate: Option<ReconcileGate>,
}

/// Lists drift, the newest first.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct DriftList {
    /// Only of this router.
    #[ts(optional)]
    pub router_id: Option<RouterId>,
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only of these kinds; empty: all.
    pub kinds: Vec<DriftKind>,
    /// Only in this state.
    #[ts(optional)]
    pub state: Option<DriftState>,
    /// Beginning of the name.
    #[ts(optional)]
    pub search: Option<String>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// A row that is otherwise than wished: ours, as last seen, and now.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DriftItem {
    /// Which.
    pub drift_id: DriftId,
    /// Router.
    pub router_id: RouterId,
    /// Its name.
    pub router_name: String,
    /// Place.
    pub location_id: LocationId,
    /// How.
    pub kind: DriftKind,
    /// What is being done.
    pub state: DriftState,
    /// Name of the user or profile.
    pub name: String,
    /// Voucher, where it is one's.
    pub voucher_id: Option<VoucherId>,
    /// Its batch.
    pub batch_code: Option<String>,
    /// Plan, where it is a profile.
    pub plan_id: Option<PlanId>,
    /// Id on the router, where there is a row.
    pub ros_id: Option<String>,
    /// What we wish, RouterOS property → value; absent: no row.
    pub ours: Option<BTreeMap<String, String>>,
    /// As it was last seen before.
    pub seen: Option<BTreeMap<String, String>>,
    /// As the router has it; absent: no row.
    pub now: Option<BTreeMap<String, String>>,
    /// Properties that differ from what we wish.
    pub fields: Vec<String>,
    /// Code of why; its text says what it means.
    pub reason: String,
    /// Whether the books can take it.
    pub can_take: bool,
    /// Code of why not.
    pub take_refused: Option<String>,
    /// When it was as `seen` says.
    pub seen_at: Option<DateTime<Utc>>,
    /// When it was first found so.
    pub found_at: DateTime<Utc>,
    /// When it was last found so.
    pub looked_at: DateTime<Utc>,
}

/// Decides about rows of one router.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct DriftResolve {
    /// Router.
    pub router_id: RouterId,
    /// What to do.
    pub choice: DriftChoice,
    /// Which; empty: all open ones of `kinds`.
    pub drift_ids: Vec<DriftId>,
    /// Only of these kinds; empty: all.
    pub kinds: Vec<DriftKind>,
    /// Only say what would be done.
    pub dry_run: bool,
}

/// What is done about one row.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DriftStep {
    /// Which.
    pub drift_id: DriftId,
    /// Name of the user or profile.
    pub name: String,
    /// How it is otherwise.
    pub kind: DriftKind,
    /// Commands the router gets, as they would be typed.
    pub commands: Vec<String>,
    /// What the books take over, `property=value`.
    pub book: Option<String>,
    /// Code of why nothing is done.
    pub refused: Option<String>,
    /// Its batch is paused: it waits until that is resumed.
    pub held: bool,
}

/// What is done about rows.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DriftResolved {
    /// Nothing was done yet.
    pub dry_run: bool,
    /// What was asked.
    pub choice: DriftChoice,
    /// Rows it is done to.
    pub count: i64,
    /// Rows it cannot be done to.
    pub refused: i64,
    /// The first of them, refused ones too.
    pub rows: Vec<DriftStep>,
    /// Rows that are not listed.
    pub more: i64,
    /// The job that works the list off.
    pub job_id: Option<JobId>,
}
