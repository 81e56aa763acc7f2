//! What comes in about sales.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use simpul_kernel::ids::{CashSessionId, LocationId, PlanId, PrinterId, SaleId, UserId, VoucherId};
use simpul_kernel::{Money, Page};
use ts_rs::TS;

use super::view::SaleKind;
use crate::printing::PaperWidth;

/// How it is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SaleMethod {
    /// Cash, into the drawer.
    Cash,
    /// A QRIS payment the customer showed.
    Qris,
    /// A bank transfer the customer showed.
    Transfer,
}

impl SaleMethod {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Qris => "qris",
            Self::Transfer => "transfer",
        }
    }
}

/// Where the codes of a line come from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SaleFrom {
    /// Codes without paper, the oldest batch first; what is missing is made now. A slip
    /// is printed for each.
    #[default]
    Slip,
    /// Cards of printed sheets, the oldest batch first; the answer says which.
    Card,
}

/// Some codes of one plan.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleLineDraft {
    /// Plan.
    pub plan_id: PlanId,
    /// Codes, 1 to 100.
    pub quantity: i32,
    /// Where they come from.
    #[serde(default)]
    pub from: SaleFrom,
}

/// Sells. The same key twice sells once.
#[derive(Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleCreate {
    /// Into which open shift.
    pub cash_session_id: CashSessionId,
    /// What, by plan.
    pub lines: Vec<SaleLineDraft>,
    /// What, by the very code (a card that was scanned or typed).
    #[serde(default)]
    pub codes: Vec<String>,
    /// How it is paid.
    pub method: SaleMethod,
    /// The sum the screen showed; another one is refused.
    pub expected_total: Money,
    /// What was given; of cash only.
    #[ts(optional)]
    pub tendered_amount: Option<Money>,
    /// What a transfer or QRIS payment shows.
    #[ts(optional)]
    pub reference: Option<String>,
    /// Random text the form drew when it was opened.
    pub idempotency_key: String,
}

/// Names one sale.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleRef {
    /// Which.
    pub sale_id: SaleId,
}

/// What becomes of the codes that are taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SaleCodes {
    /// They are withdrawn and leave the routers: the customer may know them.
    #[default]
    Withdraw,
    /// They are stock again: their paper is back at the counter.
    Restock,
}

/// Undoes a whole sale while its shift is open.
#[derive(Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleVoid {
    /// Which.
    pub sale_id: SaleId,
    /// What becomes of the codes.
    #[serde(default)]
    pub codes: SaleCodes,
    /// Why; kept.
    pub reason: String,
    /// Random text the form drew when it was opened.
    pub idempotency_key: String,
}

/// Gives money back for codes of a sale, out of an open shift.
#[derive(Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleRefund {
    /// Which.
    pub sale_id: SaleId,
    /// Which of its codes; empty = all that were not taken back yet.
    #[serde(default)]
    pub voucher_ids: Vec<VoucherId>,
    /// Out of which open shift.
    pub cash_session_id: CashSessionId,
    /// What becomes of the codes.
    #[serde(default)]
    pub codes: SaleCodes,
    /// Why; kept.
    pub reason: String,
    /// Random text the form drew when it was opened.
    pub idempotency_key: String,
}

/// What the counter of a place sells from stock.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleStockGet {
    /// Where.
    pub location_id: LocationId,
}

/// Lists sales, refunds and voids.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct SaleList {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only of this shift.
    #[ts(optional)]
    pub cash_session_id: Option<CashSessionId>,
    /// Only the sale of this code, and what took it back.
    #[ts(optional)]
    pub voucher_id: Option<VoucherId>,
    /// A document's number.
    #[ts(optional)]
    pub document_number: Option<String>,
    /// A document's number or its beginning, its digits without the month, or a code.
    #[ts(optional)]
    pub search: Option<String>,
    /// Only what this person did.
    #[ts(optional)]
    pub user_id: Option<UserId>,
    /// Only documents with a code of this plan.
    #[ts(optional)]
    pub plan_id: Option<PlanId>,
    /// Only what was paid this way.
    #[ts(optional)]
    pub method: Option<SaleMethod>,
    /// Only documents of this kind.
    #[ts(optional)]
    pub kind: Option<SaleKind>,
    /// From this business day of its place.
    #[ts(optional)]
    pub from_on: Option<NaiveDate>,
    /// To this business day of its place, it included.
    #[ts(optional)]
    pub to_on: Option<NaiveDate>,
    /// Newest first; absent = yes.
    #[ts(optional)]
    pub descending: Option<bool>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Draws the receipt of a document.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleReceiptRender {
    /// Which.
    pub sale_id: SaleId,
    /// On what.
    pub paper: PaperWidth,
}

/// Prints the receipt of a document without a dialogue.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SaleReceiptPrint {
    /// Which.
    pub sale_id: SaleId,
    /// On which printer; absent = the one its drawer has for receipts, else the place.
    #[ts(optional)]
    pub printer_id: Option<PrinterId>,
}
