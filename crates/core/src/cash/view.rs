//! What goes out about drawers and shifts.

use chrono::{DateTime, Utc};
use serde::Serialize;
use simpul_kernel::Money;
use simpul_kernel::ids::{CashDrawerId, CashSessionId, LedgerEntryId, LocationId, PlanId, UserId};
use ts_rs::TS;

/// A drawer.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CashDrawerView {
    /// Which.
    pub cash_drawer_id: CashDrawerId,
    /// Version.
    pub version: i32,
    /// Place.
    pub location_id: LocationId,
    /// Name.
    pub name: String,
    /// In use.
    pub is_active: bool,
    /// Its open shift.
    pub cash_session_id: Option<CashSessionId>,
    /// Who answers for it.
    pub session_user_name: Option<String>,
}

/// A drawer that was opened.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CashDrawerOpened {
    /// By which printer; absent where none opens it.
    pub printer_name: Option<String>,
}

/// A shift.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CashSessionView {
    /// Which.
    pub cash_session_id: CashSessionId,
    /// Its number in its place.
    pub number: i64,
    /// Place.
    pub location_id: LocationId,
    /// Drawer.
    pub cash_drawer_id: CashDrawerId,
    /// Its name.
    pub drawer_name: String,
    /// Who answers for the count.
    pub user_id: UserId,
    /// Their name.
    pub user_name: String,
    /// Whether that is the caller.
    pub is_mine: bool,
    /// Who opened it.
    pub opened_by_name: String,
    /// When.
    pub opened_at: DateTime<Utc>,
    /// What it began with.
    pub float_amount: Money,
    /// Sales so far, what was taken back not counted.
    pub sale_count: i64,
    /// What should be in the drawer; of an open shift only for who manages the desk.
    pub expected_amount: Option<Money>,
    /// When it was counted.
    pub closed_at: Option<DateTime<Utc>>,
    /// By whom.
    pub closed_by_name: Option<String>,
    /// What was there.
    pub counted_amount: Option<Money>,
    /// Counted less expected.
    pub difference_amount: Option<Money>,
    /// Why it differs.
    pub difference_reason: Option<String>,
    /// Note.
    pub note: String,
}

/// Money that was put in or taken out.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CashMoved {
    /// Row of the ledger.
    pub ledger_entry_id: LedgerEntryId,
    /// The shift now.
    pub session: CashSessionView,
}

/// What a shift did: the Z-report, or how it stands.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CashSessionReport {
    /// The shift.
    pub session: CashSessionView,
    /// Numbers of the first and the last document.
    pub first_document: Option<String>,
    /// See `first_document`.
    pub last_document: Option<String>,
    /// Sold and taken back, by way of payment.
    pub by_method: Vec<CashReportMethod>,
    /// Sold and not taken back, by plan.
    pub by_plan: Vec<CashReportPlan>,
    /// Cash of sales.
    pub cash_sales: Money,
    /// Cash that went back, above zero.
    pub cash_refunds: Money,
    /// Put in.
    pub pay_ins: Money,
    /// Taken out, above zero; without what was handed over at the end.
    pub pay_outs: Money,
    /// What was put in and taken out, in order.
    pub movements: Vec<CashMovement>,
    /// What should be in the drawer.
    pub expected_amount: Money,
    /// Handed over at the end.
    pub handed_over: Money,
}

/// Sales of a shift by a way of payment.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CashReportMethod {
    /// `cash`, `qris`, `transfer`.
    pub method: String,
    /// Sales.
    pub sale_count: i64,
    /// Their sum.
    pub sale_amount: Money,
    /// Refunds and voids.
    pub refund_count: i64,
    /// Their sum, above zero.
    pub refund_amount: Money,
}

/// Sales of a shift by plan.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CashReportPlan {
    /// Plan.
    pub plan_id: PlanId,
    /// Its name as it was sold.
    pub plan_name: String,
    /// Codes.
    pub quantity: i64,
    /// Their sum.
    pub amount: Money,
}

/// Money that was put into a drawer or taken out.
#[derive(Debug, Clone, Serialize, TS)]
pub struct CashMovement {
    /// When.
    pub at: DateTime<Utc>,
    /// `pay_in` or `pay_out`.
    pub kind: String,
    /// Above zero where it was put in.
    pub amount: Money,
    /// What for.
    pub reason: String,
    /// Who.
    pub user_name: Option<String>,
}
