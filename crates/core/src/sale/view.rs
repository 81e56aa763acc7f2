//! What goes out about sales.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use simpul_kernel::Money;
use simpul_kernel::ids::{CashDrawerId, CashSessionId, LocationId, PlanId, SaleId, UserId, VoucherBatchId, VoucherId};
use ts_rs::TS;

use super::input::SaleMethod;
use crate::network::RouterLink;
use crate::provisioning::Truth;
use crate::voucher::VoucherStatus;

/// What a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SaleKind {
    /// A sale.
    Sale,
    /// Money given back later.
    Refund,
    /// A sale undone within its own shift.
    Void,
}

impl SaleKind {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sale => "sale",
            Self::Refund => "refund",
            Self::Void => "void",
        }
    }
}

/// Codes of one plan in a document.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SaleItem {
    /// The plan's name as it was sold.
    pub plan_name: String,
    /// Codes.
    pub quantity: i64,
}

/// A document in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SaleRow {
    /// Which.
    pub sale_id: SaleId,
    /// `N-2611-0187`.
    pub document_number: String,
    /// What it is.
    pub kind: SaleKind,
    /// Of a refund or void: which sale.
    pub refund_of_id: Option<SaleId>,
    /// Its number.
    pub refund_of_number: Option<String>,
    /// Place.
    pub location_id: LocationId,
    /// Shift.
    pub cash_session_id: CashSessionId,
    /// Its number at its place.
    pub session_number: i64,
    /// The drawer it was at.
    pub cash_drawer_id: CashDrawerId,
    /// The drawer's name.
    pub drawer_name: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub user_id: UserId,
    /// Their name.
    pub user_name: String,
    /// How it was paid.
    pub method: SaleMethod,
    /// Below zero where money went back.
    pub total_amount: Money,
    /// What was given; of cash only.
    pub tendered_amount: Option<Money>,
    /// What went back.
    pub change_amount: Option<Money>,
    /// What, by plan.
    pub items: Vec<SaleItem>,
    /// Its first three codes.
    pub codes: Vec<String>,
    /// Codes in it.
    pub quantity: i64,
    /// Of a sale: codes that were taken back since.
    pub taken_back: i64,
    /// Codes that are not on every router yet.
    pub pending: i64,
}

/// A document.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SaleView {
    /// As in the list.
    pub row: SaleRow,
    /// What was given.
    pub tendered_amount: Option<Money>,
    /// What went back.
    pub change_amount: Option<Money>,
    /// What a transfer or QRIS payment showed.
    pub reference: String,
    /// Why it was taken back.
    pub reason: Option<String>,
    /// The codes.
    pub lines: Vec<SaleLineView>,
}

/// A code of a document.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SaleLineView {
    /// Which.
    pub voucher_id: VoucherId,
    /// Its code.
    pub code: String,
    /// Password, when it is not the code.
    pub password: Option<String>,
    /// Plan.
    pub plan_id: PlanId,
    /// Its name as it was sold.
    pub plan_name: String,
    /// Batch.
    pub batch_id: VoucherBatchId,
    /// Its number.
    pub batch_code: String,
    /// Number in the batch, as printed on its card.
    pub number: i32,
    /// What was paid for it.
    pub price: Money,
    /// Made for this sale.
    pub is_made_now: bool,
    /// On paper before: the card itself is handed over.
    pub is_card: bool,
    /// State.
    pub status: VoucherStatus,
    /// The worst of its copies on routers; `pending` means it does not open yet.
    pub truth: Truth,
    /// Why, when failed or drifted.
    pub truth_reason: Option<String>,
    /// Which router that is.
    pub router_name: Option<String>,
    /// Whether a worker reaches it.
    pub router_link: Option<RouterLink>,
    /// When that router was last seen.
    pub router_seen_at: Option<DateTime<Utc>>,
    /// The document that took it back.
    pub refund_id: Option<SaleId>,
}

/// What the counter sells from stock.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SaleStock {
    /// One row for each plan that is sold there.
    pub rows: Vec<SaleStockRow>,
}

/// What the counter sells of one plan.
#[derive(Debug, Clone, Serialize, TS)]
pub struct SaleStockRow {
    /// Which.
    pub plan_id: PlanId,
    /// Codes without paper; 1,000 where there are more.
    pub codes: i64,
}
