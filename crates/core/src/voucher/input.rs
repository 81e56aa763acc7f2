//! What comes in about batches and vouchers.

use serde::{Deserialize, Serialize};
use simpul_kernel::Page;
use simpul_kernel::ids::{CashSessionId, LocationId, PlanId, PrinterId, RouterId, VendorId, VoucherBatchId, VoucherId};
use ts_rs::TS;

use super::deed::VoucherHappened;
use super::model::{CodeMode, VoucherStatus};
use crate::settings::Printing;

/// Signs a code is made of; none looks like another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CodeAlphabet {
    /// `23456789`.
    Digits,
    /// `abcdefghjkmnpqrstuvwxyz`: the default, as phones capitalise the first letter.
    Lower,
    /// Both.
    LowerDigits,
    /// Capitals.
    Upper,
    /// Capitals and digits.
    UpperDigits,
}

/// How codes look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CodeSpec {
    /// Code alone, or user and password.
    pub mode: CodeMode,
    /// Signs.
    pub alphabet: CodeAlphabet,
    /// Signs in all without the prefix, 4 to 16.
    pub length: u8,
    /// Up to 6 lower-case letters or digits before the random part.
    pub prefix: String,
}

/// How the sheet looks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SheetSpec {
    /// Preset, e.g. `a4-24`; see `voucher_sheet_presets`.
    pub preset: String,
    /// Whether cards carry a QR (where the preset has room).
    pub qr: bool,
}

/// What is printed at a place.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PrintingGet {
    /// Which place; absent = the company.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
}

/// Changes what is printed.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PrintingSet {
    /// Which place; absent = the company.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// What; absent = the place goes by the company's.
    #[ts(optional)]
    pub printing: Option<Printing>,
}

/// A batch to be made, or looked at before.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherBatchDraft {
    /// What is sold.
    pub plan_id: PlanId,
    /// Codes, 1 to 10,000 at the screen, to 100,000 by command line.
    pub quantity: i32,
    /// Routers that get the codes; empty = all of the plan's.
    pub router_ids: Vec<RouterId>,
    /// How codes look.
    pub code: CodeSpec,
    /// How the sheet looks.
    pub sheet: SheetSpec,
    /// Note for people.
    #[ts(optional)]
    pub notes: Option<String>,
}

/// Makes a batch. The same key twice makes it once.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherBatchCreate {
    /// What to make.
    pub draft: VoucherBatchDraft,
    /// Random text the form drew when it was opened.
    pub idempotency_key: String,
}

/// Names one batch.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherBatchRef {
    /// Which.
    pub batch_id: VoucherBatchId,
}

/// Voids what is unsold and unused of a batch.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherBatchVoid {
    /// Which.
    pub batch_id: VoucherBatchId,
    /// Why; kept.
    pub reason: String,
}

/// Lists batches, newest first.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct VoucherBatchList {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only of this plan.
    #[ts(optional)]
    pub plan_id: Option<PlanId>,
    /// Start of a batch code.
    #[ts(optional)]
    pub search: Option<String>,
    /// Newest first; absent = yes.
    #[ts(optional)]
    pub descending: Option<bool>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Columns vouchers can be sorted by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VoucherSort {
    /// As made.
    #[default]
    Id,
    /// By code.
    Code,
    /// By end of life; those without one last.
    ExpiresAt,
}

/// A column of the stock page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum StockPart {
    /// On paper, whatever became of it.
    Printed,
    /// On hand: unsold, unused, in the shop, without paper.
    Plain,
    /// On hand on a printed card.
    Card,
    /// On hand, on paper or not.
    OnHand,
    /// With a vendor, unsold and unused.
    Handed,
    /// Sold at the counter.
    Sold,
    /// Logged in at least once.
    Activated,
    /// Used up or over.
    Ended,
}

/// Which vouchers.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct VoucherFilter {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only of this batch.
    #[ts(optional)]
    pub batch_id: Option<VoucherBatchId>,
    /// Only of this plan.
    #[ts(optional)]
    pub plan_id: Option<PlanId>,
    /// Only with this vendor, or sold by it.
    #[ts(optional)]
    pub vendor_id: Option<VendorId>,
    /// Only the shop's own: with no vendor and sold by none.
    #[ts(as = "Option<bool>", optional)]
    pub no_vendor: bool,
    /// Only what a column of the stock page counts.
    #[ts(optional)]
    pub stock: Option<StockPart>,
    /// A row each time this happened instead of one for each code.
    #[ts(optional)]
    pub happened: Option<VoucherHappened>,
    /// Only these states; empty = all.
    pub status: Vec<VoucherStatus>,
    /// Only with a copy that is pending, failed or drifted.
    pub router_trouble: bool,
    /// Start or fragment of a code, or a batch code.
    #[ts(optional)]
    pub search: Option<String>,
}

/// Lists vouchers.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct VoucherList {
    /// Which.
    pub filter: VoucherFilter,
    /// Order.
    pub sort: VoucherSort,
    /// Downwards.
    pub descending: bool,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Sums over vouchers.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct VoucherTotalsQuery {
    /// Which.
    pub filter: VoucherFilter,
}

/// Names one voucher.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherRef {
    /// Which.
    pub voucher_id: VoucherId,
}

/// Finds a voucher by what is on the slip.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherFind {
    /// The code, as typed: spaces and case do not matter.
    pub code: String,
}

/// Voids vouchers.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherVoid {
    /// Which, up to 500.
    pub voucher_ids: Vec<VoucherId>,
    /// Why; kept.
    pub reason: String,
}

/// Gives a code more than it was sold with; at least one of the three.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherExtend {
    /// Which.
    pub voucher_id: VoucherId,
    /// As it was read: the same form sent twice gives once.
    pub version: i32,
    /// More online time, seconds.
    #[ts(optional)]
    pub usage_s: Option<i64>,
    /// More data, bytes.
    #[ts(optional)]
    pub data_bytes: Option<i64>,
    /// A later end, seconds; counted from now where it is over already.
    #[ts(optional)]
    pub validity_s: Option<i64>,
    /// Why; kept.
    pub reason: String,
}

/// Lets a code go of its device.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherUnlock {
    /// Which.
    pub voucher_id: VoucherId,
    /// Why; kept.
    pub reason: String,
}

/// Ends the sessions of a code.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherKick {
    /// Which.
    pub voucher_id: VoucherId,
}

/// Draws the sheet of a batch.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherSheetRender {
    /// Which.
    pub batch_id: VoucherBatchId,
    /// How; absent = as the batch was made.
    #[ts(optional)]
    pub sheet: Option<SheetSpec>,
    /// Why it is printed again, when it was printed before.
    #[ts(optional)]
    pub reprint_reason: Option<String>,
}

/// Draws one voucher as a slip.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherSlipRender {
    /// Which.
    pub voucher_id: VoucherId,
    /// Why it is printed again, when it was printed before.
    #[ts(optional)]
    pub reprint_reason: Option<String>,
}

/// Prints slips without a dialogue.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherSlipsPrint {
    /// Which, up to 200.
    pub voucher_ids: Vec<VoucherId>,
    /// On which printer; absent = the one the shift's drawer has for slips, else the place.
    #[ts(optional)]
    pub printer_id: Option<PrinterId>,
    /// At which shift they are printed.
    #[ts(optional)]
    pub cash_session_id: Option<CashSessionId>,
    /// Open the drawer that hangs on it: cash changes hands. One that stands at another drawer than the shift's opens none.
    #[serde(default)]
    pub opens_drawer: bool,
    /// Why, when one of them was printed before.
    #[ts(optional)]
    pub reprint_reason: Option<String>,
}

/// Prints a batch without a dialogue.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherSheetPrint {
    /// Which.
    pub batch_id: VoucherBatchId,
    /// Another look than the batch's own.
    #[ts(optional)]
    pub sheet: Option<SheetSpec>,
    /// On which printer; absent = the one the place has for sheets.
    #[ts(optional)]
    pub printer_id: Option<PrinterId>,
    /// Why it is printed again, when it was printed before.
    #[ts(optional)]
    pub reprint_reason: Option<String>,
}

/// Lists what was printed.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct VoucherPrintList {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only of this batch, its slips included.
    #[ts(optional)]
    pub batch_id: Option<VoucherBatchId>,
    /// Only what was printed again.
    pub reprints_only: bool,
    /// Newest first; absent = yes.
    #[ts(optional)]
    pub descending: Option<bool>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Draws several vouchers as slips, one a page.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherSlipsRender {
    /// Which, up to 200.
    pub voucher_ids: Vec<VoucherId>,
    /// Why, when one of them was printed before.
    #[ts(optional)]
    pub reprint_reason: Option<String>,
}
