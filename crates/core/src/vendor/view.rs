//! What goes out about vendors.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use simpul_kernel::Money;
use simpul_kernel::ids::{
    CashSessionId, LocationId, PlanId, UserId, VendorId, VendorSettlementId, VendorTransferId, VoucherBatchId,
};
use ts_rs::TS;

use super::input::{VendorMethod, VendorMode, VendorPricing, VendorTransferKind};

/// A vendor in a list.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VendorRow {
    /// Which.
    pub vendor_id: VendorId,
    /// Version for the edit form.
    pub version: i32,
    /// Place.
    pub location_id: LocationId,
    /// Name.
    pub name: String,
    /// Whom to ask for.
    pub contact_person: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// In use.
    pub is_active: bool,
    /// How they pay.
    pub mode: VendorMode,
    /// What a code costs them.
    pub pricing: VendorPricing,
    /// Their share, in hundredths of a percent.
    pub commission_bp: i32,
    /// Their amount for each code.
    pub commission_amount: Money,
    /// Above zero: the shop holds their money; below: they owe.
    pub balance: Money,
    /// Codes in their hands: neither used, settled nor given back.
    pub in_hand: i64,
    /// Codes on consignment that were used and are not settled.
    pub to_settle: i64,
    /// What they owe for those, commission taken off.
    pub to_settle_amount: Money,
}

/// A vendor.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VendorView {
    /// As in the list.
    pub row: VendorRow,
    /// E-mail.
    pub email: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// Note.
    pub description: Option<String>,
    /// Their own prices, by plan.
    pub prices: Vec<VendorPriceRow>,
    /// Who looks at it as their own account.
    pub people: Vec<VendorPerson>,
}

/// A price of a vendor's own.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VendorPriceRow {
    /// Plan.
    pub plan_id: PlanId,
    /// Its name.
    pub plan_name: String,
    /// What the customer pays.
    pub price_sell: Money,
    /// What the vendor pays.
    pub price: Money,
}

/// A person with an account of their own.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VendorPerson {
    /// Who.
    pub user_id: UserId,
    /// Name.
    pub name: String,
    /// Username.
    pub username: String,
    /// May sign in.
    pub is_active: bool,
}

/// Codes of one plan on one set of terms: `quantity × (price − commission)`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VendorLine {
    /// Plan.
    pub plan_id: PlanId,
    /// Its name.
    pub plan_name: String,
    /// Codes.
    pub quantity: i64,
    /// What each costs before the commission.
    pub price: Money,
    /// The vendor's part of it.
    pub commission: Money,
    /// What all of them come to.
    pub amount: Money,
}

/// Numbers of a batch that follow each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct VendorRange {
    /// Batch.
    pub batch_id: VoucherBatchId,
    /// Its number.
    pub batch_code: String,
    /// Plan.
    pub plan_name: String,
    /// First.
    pub from_number: i32,
    /// Last.
    pub to_number: i32,
    /// Codes.
    pub quantity: i64,
}

/// What a hand-over or return would be.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VendorTransferPreview {
    /// Codes.
    pub quantity: i64,
    /// What they cost before the commission.
    pub gross_amount: Money,
    /// Commission.
    pub commission_amount: Money,
    /// What they cost the vendor.
    pub amount: Money,
    /// By plan.
    pub lines: Vec<VendorLine>,
    /// Which numbers.
    pub ranges: Vec<VendorRange>,
    /// What moves on the account: nothing for codes on consignment.
    pub charged_amount: Money,
    /// Balance before.
    pub balance_before: Money,
    /// Balance afterwards.
    pub balance_after: Money,
    /// The balance does not suffice: it would be refused.
    pub is_short: bool,
}

/// A hand-over or a return.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VendorTransferRow {
    /// Which.
    pub vendor_transfer_id: VendorTransferId,
    /// `ST-2611-0007`.
    pub document_number: String,
    /// Which way.
    pub kind: VendorTransferKind,
    /// Vendor.
    pub vendor_id: VendorId,
    /// Its name.
    pub vendor_name: String,
    /// Place.
    pub location_id: LocationId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub user_name: String,
    /// Codes.
    pub quantity: i64,
    /// What they cost before the commission.
    pub gross_amount: Money,
    /// Commission.
    pub commission_amount: Money,
    /// What moved on the account.
    pub charged_amount: Money,
    /// Note.
    pub note: String,
    /// Codes by batch; the numbers are the first and the last of them.
    pub ranges: Vec<VendorRange>,
}

/// What a settlement would be.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VendorSettlementPreview {
    /// Codes.
    pub quantity: i64,
    /// Of them: used. The others the vendor says are sold.
    pub used: i64,
    /// By plan and terms.
    pub lines: Vec<VendorLine>,
    /// What they cost before the commission.
    pub gross_amount: Money,
    /// Commission.
    pub commission_amount: Money,
    /// What is owed for them.
    pub amount: Money,
    /// Balance before.
    pub balance_before: Money,
    /// What is owed in all: for them and from before, less what was paid in.
    pub owed: Money,
    /// When was settled last.
    pub settled_at: Option<DateTime<Utc>>,
}

/// What a document about money is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum VendorSettlementKind {
    /// What was sold, and what was paid for it.
    Settlement,
    /// Paid in.
    TopUp,
    /// Given back.
    PayOut,
}

impl VendorSettlementKind {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Settlement => "settlement",
            Self::TopUp => "top_up",
            Self::PayOut => "pay_out",
        }
    }
}

/// A settlement, or money that was paid in or given back.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VendorSettlementRow {
    /// Which.
    pub vendor_settlement_id: VendorSettlementId,
    /// `SV-2611-0003`.
    pub document_number: String,
    /// What it is.
    pub kind: VendorSettlementKind,
    /// Vendor.
    pub vendor_id: VendorId,
    /// Its name.
    pub vendor_name: String,
    /// Place.
    pub location_id: LocationId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did it.
    pub user_name: String,
    /// Codes that were settled.
    pub quantity: i64,
    /// What they cost before the commission.
    pub gross_amount: Money,
    /// Commission.
    pub commission_amount: Money,
    /// What was paid; which way, the kind says.
    pub paid_amount: Money,
    /// Balance before.
    pub balance_before: Money,
    /// Balance afterwards.
    pub balance_after: Money,
    /// How.
    pub method: VendorMethod,
    /// The shift the cash is in.
    pub cash_session_id: Option<CashSessionId>,
    /// What the transfer showed.
    pub reference: String,
    /// Note.
    pub note: String,
    /// The document whose payment it takes back.
    pub reverses_number: Option<String>,
    /// The document that took its payment back.
    pub reversed_by_number: Option<String>,
    /// By plan and terms.
    pub lines: Vec<VendorLine>,
}

/// A batch a vendor has codes of, and how they stand.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VendorStockRow {
    /// Batch.
    pub batch_id: VoucherBatchId,
    /// Its number.
    pub batch_code: String,
    /// Plan.
    pub plan_name: String,
    /// Codes that were handed over and did not come back.
    pub handed: i64,
    /// Of them: neither used nor settled.
    pub in_hand: i64,
    /// First number in their hands.
    pub from_number: Option<i32>,
    /// Last number in their hands.
    pub to_number: Option<i32>,
    /// Used and running.
    pub active: i64,
    /// Used up or over.
    pub ended: i64,
    /// Paid for: settled, or prepaid.
    pub paid: i64,
    /// Used, and still to be settled.
    pub to_settle: i64,
    /// Came back.
    pub returned: i64,
    /// What those in their hands cost them.
    pub value: Money,
    /// Last handed over.
    pub handed_at: DateTime<Utc>,
}

/// What a line of a statement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VendorStatementKind {
    /// Codes handed over.
    HandOver,
    /// Codes that came back.
    Return,
    /// What was sold.
    Settlement,
    /// The vendor's part.
    Commission,
    /// Paid in.
    PaidIn,
    /// Given back.
    PaidOut,
}

/// A line of a statement.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VendorStatementLine {
    /// When.
    pub at: DateTime<Utc>,
    /// Document.
    pub document_number: String,
    /// What.
    pub kind: VendorStatementKind,
    /// Codes, where it is about codes.
    pub quantity: i64,
    /// What it moved; nothing for codes on consignment that changed hands.
    pub amount: Money,
    /// What codes on consignment that changed hands cost the vendor.
    pub value: Option<Money>,
    /// Balance afterwards.
    pub balance: Money,
}

/// What happened between a vendor and the shop.
#[derive(Debug, Clone, Serialize, TS)]
pub struct VendorStatement {
    /// Vendor.
    pub vendor_id: VendorId,
    /// Its name.
    pub vendor_name: String,
    /// From this day on.
    pub from_on: NaiveDate,
    /// Up to this day.
    pub to_on: NaiveDate,
    /// Balance before.
    pub opening_balance: Money,
    /// Balance afterwards.
    pub closing_balance: Money,
    /// Lines, the oldest first.
    pub lines: Vec<VendorStatementLine>,
}

/// The caller's own account.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ResellerAccount {
    /// Name of the shop.
    pub name: String,
    /// How it pays.
    pub mode: VendorMode,
    /// What a code costs.
    pub pricing: VendorPricing,
    /// Share, in hundredths of a percent.
    pub commission_bp: i32,
    /// Amount for each code.
    pub commission_amount: Money,
    /// Above zero: paid in and not used yet; below: owed.
    pub balance: Money,
    /// Codes in hand.
    pub in_hand: i64,
    /// Codes used and not settled.
    pub to_settle: i64,
    /// What is owed for those.
    pub to_settle_amount: Money,
    /// Own prices, by plan.
    pub prices: Vec<VendorPriceRow>,
}
