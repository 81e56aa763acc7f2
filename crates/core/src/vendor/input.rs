//! What comes in about vendors.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use simpul_kernel::ids::{CashSessionId, LocationId, PlanId, UserId, VendorId, VendorSettlementId, VoucherBatchId};
use simpul_kernel::{Money, Page};
use ts_rs::TS;

/// How a vendor pays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum VendorMode {
    /// Pays in before; each hand-over takes from the balance.
    Prepaid,
    /// Owes what was sold when it is settled.
    #[default]
    Consignment,
}

impl VendorMode {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prepaid => "prepaid",
            Self::Consignment => "consignment",
        }
    }
}

/// What a code costs a vendor.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum VendorPricing {
    /// Its price less a share of it.
    #[default]
    CommissionPercent,
    /// Its price less an amount.
    CommissionFixed,
    /// A price of the vendor's own for each plan.
    OwnPrice,
}

impl VendorPricing {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CommissionPercent => "commission_percent",
            Self::CommissionFixed => "commission_fixed",
            Self::OwnPrice => "own_price",
        }
    }
}

/// What a vendor pays for a code of a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorPrice {
    /// Plan.
    pub plan_id: PlanId,
    /// What each of its codes costs the vendor.
    pub price: Money,
}

/// Who a vendor is, and on what terms.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorTerms {
    /// Name, unique in its place.
    pub name: String,
    /// Whom to ask for.
    #[ts(optional)]
    pub contact_person: Option<String>,
    /// Phone, as people write it; kept as `+62…`.
    #[ts(optional)]
    pub phone: Option<String>,
    /// E-mail.
    #[ts(optional)]
    pub email: Option<String>,
    /// Address.
    #[ts(optional)]
    pub address: Option<String>,
    /// Note for people.
    #[ts(optional)]
    pub description: Option<String>,
    /// How they pay.
    pub mode: VendorMode,
    /// What a code costs them.
    pub pricing: VendorPricing,
    /// Their share, in hundredths of a percent: 1000 is 10 %.
    #[serde(default)]
    pub commission_bp: i32,
    /// Their amount for each code.
    #[serde(default)]
    pub commission_amount: Money,
    /// Their own prices.
    #[serde(default)]
    pub prices: Vec<VendorPrice>,
}

/// Makes a vendor.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorCreate {
    /// Place.
    pub location_id: LocationId,
    /// Who, and on what terms.
    pub terms: VendorTerms,
}

/// Changes a vendor. What is in their hands keeps the terms it was handed over with.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorUpdate {
    /// Which.
    pub vendor_id: VendorId,
    /// As it was read.
    pub version: i32,
    /// Who, and on what terms.
    pub terms: VendorTerms,
    /// In use.
    pub is_active: bool,
}

/// Names one vendor.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorRef {
    /// Which.
    pub vendor_id: VendorId,
}

/// Lists vendors, by name.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct VendorList {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// A part of the name.
    #[ts(optional)]
    pub search: Option<String>,
    /// Those that were put away too.
    pub include_inactive: bool,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Says who may look at a vendor as their own account.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorPeopleSet {
    /// Which.
    pub vendor_id: VendorId,
    /// People of the role reseller; all others lose it.
    pub user_ids: Vec<UserId>,
}

/// Which codes: exactly one of a batch, a plan, or codes as they are typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct VendorPick {
    /// Of this batch, all that can be.
    #[ts(optional)]
    pub batch_id: Option<VoucherBatchId>,
    /// From this number of the batch on.
    #[ts(optional)]
    pub from_number: Option<i32>,
    /// Up to this number, itself included.
    #[ts(optional)]
    pub to_number: Option<i32>,
    /// Printed cards of this plan, the oldest batch first; only to be handed over.
    #[ts(optional)]
    pub plan_id: Option<PlanId>,
    /// How many of them.
    #[ts(optional)]
    pub quantity: Option<i32>,
    /// These very codes.
    pub codes: Vec<String>,
}

/// Which way codes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum VendorTransferKind {
    /// To the vendor.
    HandOver,
    /// Back from them.
    Return,
}

impl VendorTransferKind {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::HandOver => "hand_over",
            Self::Return => "return",
        }
    }
}

/// What a hand-over or a return would be; nothing is changed.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorTransferQuery {
    /// To or from whom.
    pub vendor_id: VendorId,
    /// Which way.
    pub kind: VendorTransferKind,
    /// Which codes.
    pub pick: VendorPick,
}

/// Hands codes over, or takes them back. The same key does it once.
#[derive(Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorTransferCreate {
    /// To or from whom.
    pub vendor_id: VendorId,
    /// Which codes.
    pub pick: VendorPick,
    /// How many the preview showed.
    pub expected_quantity: i64,
    /// What the preview showed they cost the vendor, commission taken off.
    pub expected_amount: Money,
    /// Note for people.
    #[ts(optional)]
    pub note: Option<String>,
    /// Random text the form drew when it was opened.
    pub idempotency_key: String,
}

/// Lists hand-overs and returns, the newest first.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct VendorTransferList {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only with this vendor.
    #[ts(optional)]
    pub vendor_id: Option<VendorId>,
    /// Only this way.
    #[ts(optional)]
    pub kind: Option<VendorTransferKind>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// How money came or went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum VendorMethod {
    /// Cash, in the drawer of an open shift.
    Cash,
    /// A bank transfer.
    Transfer,
}

impl VendorMethod {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Transfer => "transfer",
        }
    }
}

/// Money a vendor pays in, or gets back. The same key does it once.
#[derive(Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorPay {
    /// Who.
    pub vendor_id: VendorId,
    /// How much, above zero.
    pub amount: Money,
    /// How.
    pub method: VendorMethod,
    /// In which open shift; of cash only.
    #[ts(optional)]
    pub cash_session_id: Option<CashSessionId>,
    /// What the transfer shows.
    #[ts(optional)]
    pub reference: Option<String>,
    /// Note for people.
    #[ts(optional)]
    pub note: Option<String>,
    /// Random text the form drew when it was opened.
    pub idempotency_key: String,
}

/// What was paid once is taken back. The same key does it once.
#[derive(Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorPaymentVoid {
    /// The payment, or the settlement with one.
    pub vendor_settlement_id: VendorSettlementId,
    /// Why.
    pub reason: String,
    /// The open shift whose drawer gives or takes it; of cash only.
    #[ts(optional)]
    pub cash_session_id: Option<CashSessionId>,
    /// Random text the form drew when it was opened.
    pub idempotency_key: String,
}

/// Numbers of a batch that a vendor says are sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorSold {
    /// Batch.
    pub batch_id: VoucherBatchId,
    /// From this number on.
    pub from_number: i32,
    /// Up to this one, itself included.
    pub to_number: i32,
}

/// What a settlement would be; nothing is changed.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorSettlementQuery {
    /// With whom.
    pub vendor_id: VendorId,
    /// Sold and not used yet, as the vendor says; what was used is in by itself.
    #[serde(default)]
    pub sold: Vec<VendorSold>,
}

/// Settles what was sold. The same key does it once.
#[derive(Debug, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorSettlementCreate {
    /// With whom.
    pub vendor_id: VendorId,
    /// Sold and not used yet, as the vendor says.
    #[serde(default)]
    pub sold: Vec<VendorSold>,
    /// How many codes the preview showed.
    pub expected_quantity: i64,
    /// What the preview showed is owed for them, commission taken off.
    pub expected_amount: Money,
    /// What is paid now; the rest stays owed.
    pub paid_amount: Money,
    /// How.
    pub method: VendorMethod,
    /// In which open shift; of cash only.
    #[ts(optional)]
    pub cash_session_id: Option<CashSessionId>,
    /// What the transfer shows.
    #[ts(optional)]
    pub reference: Option<String>,
    /// Note for people.
    #[ts(optional)]
    pub note: Option<String>,
    /// Random text the form drew when it was opened.
    pub idempotency_key: String,
}

/// Lists settlements and payments, the newest first.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct VendorSettlementList {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only with this vendor.
    #[ts(optional)]
    pub vendor_id: Option<VendorId>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Lists the batches a vendor has codes of, the newest first.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorStockList {
    /// Whose.
    pub vendor_id: VendorId,
    /// Only where codes are in their hands.
    #[serde(default)]
    pub in_hand_only: bool,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Asks for a vendor's statement.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VendorStatementGet {
    /// Whose.
    pub vendor_id: VendorId,
    /// From this business day on.
    pub from_on: NaiveDate,
    /// Up to this business day, itself included.
    pub to_on: NaiveDate,
}

/// A page of the caller's own list.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct ResellerList {
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// Asks for the caller's own statement.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ResellerStatementGet {
    /// From this business day on.
    pub from_on: NaiveDate,
    /// Up to this business day, itself included.
    pub to_on: NaiveDate,
}
