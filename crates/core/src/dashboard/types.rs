//! Today at a glance.

use chrono::{DateTime, Utc};
use serde::Serialize;
use simpul_kernel::Money;
use simpul_kernel::ids::{PlanId, RouterId};
use ts_rs::TS;

use crate::network::RouterLink;

/// The dashboard's figures.
#[derive(Debug, Clone, Serialize, TS)]
pub struct Dashboard {
    /// What was sold at the counter; absent for who may not see reports.
    pub sold: Option<SoldFigures>,
    /// Codes whose first login was today.
    pub activated_today: i64,
    /// The same day a week ago.
    pub activated_week_ago: i64,
    /// Their value.
    pub activated_value_today: Money,
    /// Codes made today.
    pub created_today: i64,
    /// Unsold codes never logged in.
    pub stock: i64,
    /// Their value.
    pub stock_value: Money,
    /// Hotspot sessions now, over reachable routers.
    pub online: i64,
    /// Copies that wait for a router.
    pub pending_copies: i64,
    /// Copies refused or found otherwise.
    pub trouble_copies: i64,
    /// Activations a day, the last 14 days, oldest first.
    pub activated_days: Vec<DayFigure>,
    /// Stock by plan.
    pub plans: Vec<PlanStock>,
    /// Routers.
    pub routers: Vec<RouterBrief>,
    /// What needs a person, worst first.
    pub actions: Vec<NeedsAction>,
    /// When this was counted.
    pub at: DateTime<Utc>,
}

/// What was sold at the counter, less what was taken back on the same day.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SoldFigures {
    /// Codes, today.
    pub today: i64,
    /// What was taken for them.
    pub amount_today: Money,
    /// Codes, the day before.
    pub yesterday: i64,
    /// Codes, the same day a week ago.
    pub week_ago: i64,
}

/// One day's figure.
#[derive(Debug, Clone, Serialize, TS)]
pub struct DayFigure {
    /// Business day.
    pub day: chrono::NaiveDate,
    /// Codes.
    pub count: i64,
    /// Their value.
    pub value: Money,
    /// Codes on the same day 14 days before.
    pub count_before: i64,
}

/// Stock of one plan.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PlanStock {
    /// Plan.
    pub plan_id: PlanId,
    /// Its name.
    pub name: String,
    /// Unsold codes.
    pub stock: i64,
    /// First logins in the last seven days.
    pub activated_7_days: i64,
}

/// A router, briefly.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RouterBrief {
    /// Which.
    pub router_id: RouterId,
    /// Name.
    pub name: String,
    /// Connection.
    pub link: RouterLink,
    /// Last seen.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Sessions.
    pub online: Option<i32>,
    /// Copies that wait.
    pub pending: i64,
    /// Clock too far off to expire by.
    pub clock_wrong: bool,
}

/// Something that needs a person.
#[derive(Debug, Clone, Serialize, TS)]
pub struct NeedsAction {
    /// `router_gate`, `router_down`, `router_clock_wrong`, `copies_failed`, `copies_drifted`, `job_failed`, `stock_low`,
    /// `licence_near`.
    pub code: String,
    /// What the text needs.
    #[ts(type = "Record<string, unknown>")]
    pub params: serde_json::Value,
    /// Screen to open, e.g. `/routers/3`.
    pub link: String,
}
