//! Questions about stock and time.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use simpul_kernel::Page;
use simpul_kernel::ids::{LocationId, PlanId, UserId, VendorId};
use ts_rs::TS;

/// What a row of the stock page stands for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StockBy {
    /// A plan.
    #[default]
    Plan,
    /// A batch, the newest first.
    Batch,
    /// A vendor, and the shop itself.
    Vendor,
    /// A place.
    Place,
}

impl StockBy {
    /// Its name in the queries.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Plan => "plan",
            Self::Batch => "batch",
            Self::Vendor => "vendor",
            Self::Place => "place",
        }
    }
}

/// Counts stock. Plans, vendors and places come all at once, batches by pages.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct StockList {
    /// What a row stands for.
    pub by: StockBy,
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only of this plan.
    #[ts(optional)]
    pub plan_id: Option<PlanId>,
    /// Only with this vendor.
    #[ts(optional)]
    pub vendor_id: Option<VendorId>,
    /// Only plans with fewer codes on hand than they say.
    pub low_only: bool,
    /// Only where the shop itself still has codes to hand over or sell.
    pub on_hand_only: bool,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Puts stock on paper.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct StockPrint {
    /// What a row stands for; batches come as the newest ones.
    pub by: StockBy,
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only of this plan.
    #[ts(optional)]
    pub plan_id: Option<PlanId>,
    /// Only with this vendor.
    #[ts(optional)]
    pub vendor_id: Option<VendorId>,
    /// Only plans with fewer codes on hand than they say.
    pub low_only: bool,
}

/// What is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportKind {
    /// Sold, taken back, cost and margin.
    Sales,
    /// Printed, sold, activated, ended: four truths beside each other.
    Truths,
    /// What ended without having been sold, and what was withdrawn.
    Unsold,
    /// Shifts that were counted, and what did not agree.
    Shifts,
    /// What vendors bought or settled, and their commission.
    Vendors,
}

impl ReportKind {
    /// Its name on the wire and in the texts.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sales => "sales",
            Self::Truths => "truths",
            Self::Unsold => "unsold",
            Self::Shifts => "shifts",
            Self::Vendors => "vendors",
        }
    }
}

/// By what a report is told apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum ReportBy {
    /// Business day.
    #[default]
    Day,
    /// Hour of the day.
    Hour,
    /// Plan.
    Plan,
    /// Who sold, or counted.
    Cashier,
    /// Place.
    Place,
    /// Vendor; the shop itself is one row.
    Vendor,
    /// Way of payment.
    Method,
    /// Shift.
    Shift,
}

impl ReportBy {
    /// Its name in the queries.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Hour => "hour",
            Self::Plan => "plan",
            Self::Cashier => "cashier",
            Self::Place => "place",
            Self::Vendor => "vendor",
            Self::Method => "method",
            Self::Shift => "shift",
        }
    }
}

/// Asks for a report over business days, both ends included.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ReportGet {
    /// What is reported.
    pub kind: ReportKind,
    /// By what it is told apart; shifts are told one by one, by `shift`.
    #[serde(default)]
    pub by: ReportBy,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
    /// Only of this place.
    #[serde(default)]
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only of this plan; not asked of shifts.
    #[serde(default)]
    #[ts(optional)]
    pub plan_id: Option<PlanId>,
    /// Only by this person; of sales and shifts.
    #[serde(default)]
    #[ts(optional)]
    pub user_id: Option<UserId>,
    /// Only shifts that differed and that nobody has explained.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub unexplained_only: bool,
}
