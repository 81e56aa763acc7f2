//! What comes in and goes out about the ledger.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use simpul_kernel::ids::{CashDrawerId, CashSessionId, LedgerAccountId, LedgerEntryId, LocationId, UserId, VendorId};
use simpul_kernel::{Money, Page};
use ts_rs::TS;

/// What kind of thing an account is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum AccountKind {
    /// The cash in a drawer.
    Drawer,
    /// What a vendor holds or owes.
    Vendor,
    /// What vouchers brought in at a place.
    VoucherRevenue,
}

/// Why money moved: the kinds that are posted so far (domain §7 names them all).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum EntryKind {
    /// A voucher was sold.
    VoucherSale,
    /// A voucher was paid back.
    VoucherRefund,
    /// What a shift begins with.
    Float,
    /// Put into the drawer.
    PayIn,
    /// Taken out of the drawer.
    PayOut,
    /// Counted otherwise than the books say.
    DrawerDifference,
    /// Paid in by a vendor; below zero given back.
    VendorTopUp,
    /// Codes a vendor pays for, before the commission; on their account below zero.
    VendorSettlement,
    /// A vendor's part of it.
    Commission,
}

impl EntryKind {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VoucherSale => "voucher_sale",
            Self::VoucherRefund => "voucher_refund",
            Self::Float => "float",
            Self::PayIn => "pay_in",
            Self::PayOut => "pay_out",
            Self::DrawerDifference => "drawer_difference",
            Self::VendorTopUp => "vendor_top_up",
            Self::VendorSettlement => "vendor_settlement",
            Self::Commission => "commission",
        }
    }
}

/// Lists accounts.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct LedgerAccountList {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Page.
    #[ts(optional)]
    pub page: Option<Page>,
}

/// An account and what it holds.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LedgerAccountRow {
    /// Which.
    pub ledger_account_id: LedgerAccountId,
    /// Place.
    pub location_id: LocationId,
    /// Of what.
    pub kind: AccountKind,
    /// The drawer, of a drawer.
    pub cash_drawer_id: Option<CashDrawerId>,
    /// The vendor, of a vendor.
    pub vendor_id: Option<VendorId>,
    /// Name of the drawer, the vendor or the place.
    pub name: String,
    /// What it holds.
    pub balance: Money,
    /// Rows in it.
    pub entries: i64,
}

/// Lists rows of the ledger, the newest first.
#[derive(Debug, Default, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct LedgerEntryList {
    /// Only of this place.
    #[ts(optional)]
    pub location_id: Option<LocationId>,
    /// Only of this account.
    #[ts(optional)]
    pub ledger_account_id: Option<LedgerAccountId>,
    /// Only of this shift.
    #[ts(optional)]
    pub cash_session_id: Option<CashSessionId>,
    /// Only what this person did.
    #[ts(optional)]
    pub user_id: Option<UserId>,
    /// Only of this kind.
    #[ts(optional)]
    pub kind: Option<EntryKind>,
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

/// An account in which the same deed wrote as well.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LedgerCounterAccount {
    /// Which.
    pub ledger_account_id: LedgerAccountId,
    /// Of what it is.
    pub kind: AccountKind,
    /// Name of the drawer, the vendor or the place.
    pub name: String,
}

/// A row of the ledger.
#[derive(Debug, Clone, Serialize, TS)]
pub struct LedgerEntryRow {
    /// Which.
    pub ledger_entry_id: LedgerEntryId,
    /// Account.
    pub ledger_account_id: LedgerAccountId,
    /// Of what the account is.
    pub account_kind: AccountKind,
    /// Name of the drawer, the vendor or the place it is of.
    pub account_name: String,
    /// Place.
    pub location_id: LocationId,
    /// 1, 2, 3, … in its account.
    pub number: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Why, e.g. `voucher_sale`.
    pub kind: String,
    /// Above zero: the account holds more afterwards.
    pub amount: Money,
    /// What it held before.
    pub balance_before: Money,
    /// What it held afterwards.
    pub balance_after: Money,
    /// Shift.
    pub cash_session_id: Option<CashSessionId>,
    /// Its number at its place.
    pub session_number: Option<i64>,
    /// What it was for, e.g. `sale`.
    pub subject_kind: Option<String>,
    /// Which.
    pub subject_id: Option<i64>,
    /// Number of the document it comes from, of a sale or a vendor's.
    pub document_number: Option<String>,
    /// The vendor, where one is in it.
    pub vendor_id: Option<VendorId>,
    /// Where the same deed wrote as well.
    pub counter_accounts: Vec<LedgerCounterAccount>,
    /// Who; absent = the program itself.
    pub user_id: Option<UserId>,
    /// Their name.
    pub user_name: Option<String>,
    /// Reason or note.
    pub note: String,
}
