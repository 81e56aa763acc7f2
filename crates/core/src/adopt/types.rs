//! Adoption as it comes in and goes out.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use simpul_kernel::Money;
use simpul_kernel::ids::{PlanId, RouterId, VoucherBatchId};
use ts_rs::TS;

use crate::voucher::VoucherStatus;

/// Takes over what exists on a router.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RouterAdopt {
    /// Router.
    pub router_id: RouterId,
    /// Profiles to take over; empty: all that can be.
    pub profile_names: Vec<String>,
    /// Their users too.
    pub with_users: bool,
    /// Write our comment onto the users' rows, so that Simpul looks after them from now
    /// on. Without it they are known here and stay as they are there.
    pub take_comments: bool,
}

/// What becomes of a profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum AdoptOutcome {
    /// A plan is made of it.
    New,
    /// A plan has it already.
    Known,
    /// It stays what it is.
    Skipped,
}

/// A profile of the router.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AdoptProfile {
    /// Its name.
    pub name: String,
    /// What becomes of it.
    pub outcome: AdoptOutcome,
    /// Code of why it is skipped.
    pub reason: Option<String>,
    /// The plan, once there is one.
    pub plan_id: Option<PlanId>,
    /// The batch of its users, once there is one.
    pub batch_id: Option<VoucherBatchId>,
    /// Its code.
    pub batch_code: Option<String>,
    /// Price, as Mikhmon wrote it; zero where nothing is written.
    pub price_sell: Money,
    /// Cost, likewise.
    pub price_cost: Money,
    /// Life after the first login, seconds.
    pub validity_s: Option<i64>,
    /// Online time most of its users have, seconds.
    pub usage_limit_s: Option<i64>,
    /// Data most of its users have, bytes.
    pub data_limit_bytes: Option<i64>,
    /// Devices at once.
    pub shared_users: i32,
    /// kbit/s from the customer.
    pub upload_kbps: Option<i32>,
    /// kbit/s to the customer.
    pub download_kbps: Option<i32>,
    /// Users that can be taken over with it.
    pub users: i64,
    /// It runs a script at login, such as Mikhmon's expiry; that goes on.
    pub has_script: bool,
}

/// Users that are not taken over, by reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct AdoptSkipped {
    /// Code.
    pub reason: String,
    /// How many.
    pub count: i64,
}

/// A user of the router.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AdoptUser {
    /// Its name.
    pub name: String,
    /// Its profile.
    pub profile: String,
    /// Its comment.
    pub comment: Option<String>,
    /// What it becomes; absent: it is skipped.
    pub status: Option<VoucherStatus>,
    /// End of its life, where that is known.
    pub expires_at: Option<DateTime<Utc>>,
    /// Seconds online so far.
    pub uptime_s: i64,
    /// Code of why it is skipped.
    pub reason: Option<String>,
}

/// What can be taken over, or was.
#[derive(Debug, Clone, Serialize, TS)]
pub struct AdoptReport {
    /// Router.
    pub router_id: RouterId,
    /// Taken over; otherwise a look only.
    pub done: bool,
    /// Profiles by name.
    pub profiles: Vec<AdoptProfile>,
    /// Users on the router.
    pub users_total: i64,
    /// Ours already.
    pub users_ours: i64,
    /// That can be taken over.
    pub users_adoptable: i64,
    /// Taken over now.
    pub users_adopted: i64,
    /// Not taken over, by reason.
    pub skipped: Vec<AdoptSkipped>,
    /// The first of them that are not ours.
    pub rows: Vec<AdoptUser>,
    /// Not listed.
    pub more: i64,
}
