//! What goes out about batches and vouchers.

use chrono::{DateTime, Utc};
use serde::Serialize;
use simpul_kernel::Money;
use simpul_kernel::ids::{JobId, LocationId, PlanId, PrintId, RouterId, VoucherBatchId, VoucherId};
use ts_rs::TS;

use super::input::{CodeSpec, SheetSpec};
use super::model::{BatchStatus, VoucherStatus};
use crate::network::RouterTruthCounts;
use crate::provisioning::Truth;
use crate::settings::Printing;

/// What will happen, said before Enter.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VoucherBatchPreview {
    /// Number the batch will probably get.
    pub batch_code: String,
    /// An example of a code.
    pub example_code: String,
    /// Codes to make.
    pub quantity: i32,
    /// Pages of the sheet.
    pub sheets: i32,
    /// Cards on the last page.
    pub last_sheet_cards: i32,
    /// Cards per page.
    pub cards_per_sheet: i32,
    /// If all sell.
    pub value_sell: Money,
    /// If all sell, at cost.
    pub value_cost: Money,
    /// Codes possible with this spec.
    #[ts(type = "number")]
    pub code_space: u64,
    /// Already taken of it, in percent.
    pub code_space_used_percent: f64,
    /// Seconds to have it on every router, if they answer.
    pub provisioning_seconds: i32,
    /// The routers.
    pub routers: Vec<BatchRouter>,
    /// What to know before; codes have texts under `warning.`.
    pub warnings: Vec<PreviewWarning>,
}

/// Something to know before a batch is made.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PreviewWarning {
    /// `router_down`, `router_clock_wrong`, `qr_login_off`, `last_sheet_short`, `no_router`,
    /// `no_dns_name`.
    pub code: String,
    /// What the text needs.
    #[ts(type = "Record<string, unknown>")]
    pub params: serde_json::Value,
}

/// How a batch stands on one router.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BatchRouter {
    /// Which.
    pub router_id: RouterId,
    /// Its name.
    pub router_name: String,
    /// Whether a worker reaches it.
    pub link: crate::network::RouterLink,
    /// Last seen.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// The copies there.
    pub truth: RouterTruthCounts,
}

/// A batch in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VoucherBatchRow {
    /// Which.
    pub batch_id: VoucherBatchId,
    /// `VB-2611-019`.
    pub batch_code: String,
    /// Place.
    pub location_id: LocationId,
    /// Plan.
    pub plan_id: PlanId,
    /// Its name when the batch was made.
    pub plan_name: String,
    /// Codes made.
    pub quantity: i32,
    /// State.
    pub status: BatchStatus,
    /// Each code's price.
    pub price_sell: Money,
    /// If all sell.
    pub total_revenue: Money,
    /// Codes not yet logged in and not void.
    pub available: i64,
    /// Copies on routers.
    pub truth: RouterTruthCounts,
    /// First print.
    pub printed_at: Option<DateTime<Utc>>,
    /// Who made it.
    pub created_by_name: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// A batch.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VoucherBatchView {
    /// As in the list.
    pub row: VoucherBatchRow,
    /// How codes look.
    pub code: CodeSpec,
    /// How the sheet looks.
    pub sheet: SheetSpec,
    /// Note.
    pub notes: Option<String>,
    /// Each code's cost.
    pub price_cost: Money,
    /// Codes by state.
    pub counts: VoucherCounts,
    /// On each router.
    pub routers: Vec<BatchRouter>,
    /// Running job that brings it to the routers.
    pub job_id: Option<JobId>,
}

/// Codes by state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct VoucherCounts {
    /// Never logged in.
    pub available: i64,
    /// In use.
    pub active: i64,
    /// Used up.
    pub used: i64,
    /// Over.
    pub expired: i64,
    /// Withdrawn.
    pub void: i64,
}

/// A voucher in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VoucherRow {
    /// Tells the rows of one list apart: a code has one each time what was asked for happened to it.
    pub row_id: i64,
    /// Which.
    pub voucher_id: VoucherId,
    /// Its code, ungrouped.
    pub code: String,
    /// Number in its batch.
    pub number: i32,
    /// Batch.
    pub batch_id: VoucherBatchId,
    /// Batch code.
    pub batch_code: String,
    /// Plan.
    pub plan_name: String,
    /// Place.
    pub location_id: LocationId,
    /// State.
    pub status: VoucherStatus,
    /// The worst of its copies.
    pub truth: Truth,
    /// Why, when failed or drifted.
    pub truth_reason: Option<String>,
    /// When the copy was last seen there.
    pub seen_at: Option<DateTime<Utc>>,
    /// First login.
    pub first_login_at: Option<DateTime<Utc>>,
    /// Whether that moment is exact or the first we saw.
    pub first_login_exact: bool,
    /// End of life.
    pub expires_at: Option<DateTime<Utc>>,
    /// First print.
    pub printed_at: Option<DateTime<Utc>>,
    /// Sold.
    pub sold_at: Option<DateTime<Utc>>,
    /// Price; of a deed with a price of its own that one.
    pub price_sell: Money,
    /// Made.
    pub created_at: DateTime<Utc>,
    /// When what was asked for happened.
    pub happened_at: Option<DateTime<Utc>>,
    /// Whose deed it was; of what was used, who had sold it.
    pub happened_by: Option<String>,
    /// The document it stands in.
    pub happened_in: Option<String>,
    /// It took back, came back: it counts as one less.
    pub is_back: bool,
}

/// A voucher.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VoucherView {
    /// As in the list.
    pub row: VoucherRow,
    /// As it was read.
    pub version: i32,
    /// The one device it may be used on; absent: any, or the next.
    pub locked_mac: Option<String>,
    /// Password, when it is not the code.
    pub password: Option<String>,
    /// Online time allowed, seconds.
    pub usage_limit_s: Option<i64>,
    /// Bytes allowed.
    pub data_limit_bytes: Option<i64>,
    /// Life after first login, seconds.
    pub validity_s: Option<i64>,
    /// Online time used, seconds.
    pub uptime_s: i64,
    /// Bytes used.
    pub bytes_used: i64,
    /// Last seen online.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Copies.
    pub copies: Vec<VoucherCopy>,
    /// What happened to it, newest first.
    pub events: Vec<VoucherEvent>,
    /// Why it was voided.
    pub void_reason: Option<String>,
    /// With whom it is: their own to sell, not the counter's.
    pub vendor_name: Option<String>,
}

/// A voucher's copy on one router.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VoucherCopy {
    /// Which.
    pub router_id: RouterId,
    /// Its name.
    pub router_name: String,
    /// How it stands.
    pub truth: Truth,
    /// Why, when failed or drifted.
    pub reason: Option<String>,
    /// Written.
    pub applied_at: Option<DateTime<Utc>>,
    /// Seen.
    pub seen_at: Option<DateTime<Utc>>,
}

/// Something that happened to a voucher.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VoucherEvent {
    /// When.
    pub at: DateTime<Utc>,
    /// What, e.g. `created`, `printed`, `first_login`, `expired`, `void`.
    pub kind: String,
    /// Who.
    pub user_name: Option<String>,
    /// Facts.
    #[ts(type = "Record<string, unknown>")]
    pub details: serde_json::Value,
}

/// Sums over a filter.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VoucherTotals {
    /// Rows.
    pub count: i64,
    /// Of those, what took back or came back: each counts as one less.
    pub back: i64,
    /// By state.
    pub counts: VoucherCounts,
    /// At selling price, less what came back.
    pub value_sell: Money,
    /// At cost, less what came back.
    pub value_cost: Money,
}

/// Result of voiding.
#[derive(Debug, Clone, Copy, Serialize, TS)]
pub struct VoucherVoided {
    /// Withdrawn now.
    pub voided: i64,
    /// Left alone: sold, used, expired or void already.
    pub skipped: i64,
}

/// A sheet layout that can be chosen.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SheetPreset {
    /// Key, e.g. `a4-24`.
    pub preset: String,
    /// `A4`.
    pub paper: String,
    /// Cards across.
    pub columns: i32,
    /// Cards down.
    pub rows: i32,
    /// Design, e.g. `tenang`.
    pub design: String,
    /// Whether there is room for a QR.
    pub has_qr: bool,
    /// Card width, mm.
    pub card_width_mm: f64,
    /// Card height, mm.
    pub card_height_mm: f64,
}

/// A print: one sheet run of a batch, or one slip.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VoucherPrintRow {
    /// Which.
    pub print_id: PrintId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub user_name: Option<String>,
    /// Place.
    pub location_id: LocationId,
    /// Batch.
    pub batch_id: VoucherBatchId,
    /// Its number.
    pub batch_code: String,
    /// Of a slip: which voucher.
    pub voucher_id: Option<VoucherId>,
    /// Its code.
    pub code: Option<String>,
    /// `a4-24`, `slip-58`.
    pub preset: String,
    /// Cards on it.
    pub cards: i32,
    /// Whether one of them was printed before.
    pub is_reprint: bool,
    /// Why it was printed again.
    pub reason: Option<String>,
    /// The printer that was told; absent = a file that was opened.
    pub printer_name: Option<String>,
}

/// What is printed at a place that has its own, or in the company.
#[derive(Debug, Clone, Serialize, TS)]
pub struct PrintingRow {
    /// The place; absent = the company.
    pub location_id: Option<LocationId>,
    /// What.
    pub printing: Printing,
}
