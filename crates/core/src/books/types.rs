//! What goes out about the books.

use serde::Serialize;
use simpul_kernel::Money;
use simpul_kernel::ids::LocationId;
use ts_rs::TS;

/// What is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum BooksFault {
    /// A row's number is not the one after the row before it: one is missing.
    EntryMissing,
    /// A row does not say what it said when it was written.
    EntryChanged,
    /// A row does not follow the one before it.
    ChainBroken,
    /// A row's balances do not follow from its amount and the row before it.
    BalanceWrong,
    /// An account holds something else than its rows say, or its last rows are gone.
    AccountWrong,
    /// A shift's float, count or difference is not what its drawer's rows say.
    SessionWrong,
    /// A drawer without an open shift holds money.
    DrawerNotEmpty,
    /// A document's total is not the sum of its lines.
    SaleTotalWrong,
    /// A document's rows of the ledger are not its total.
    SaleLedgerWrong,
    /// A row of the ledger names a document that is not there.
    EntryWithoutSale,
    /// A code is marked as sold and no line sold it.
    VoucherSoldWithoutLine,
    /// A line sold a code that is not marked as sold, or for another price.
    VoucherNotSold,
    /// A number of the series of documents is missing.
    DocumentMissing,
    /// A hand-over or return is not what its codes and its rows of the ledger say.
    VendorTransferWrong,
    /// A settlement or payment is not what its codes and its rows of the ledger say.
    VendorSettlementWrong,
    /// A row about a vendor's money names a document that is not there.
    EntryWithoutDocument,
    /// A code is marked as with a vendor, and nothing says it was handed over.
    VoucherHandedWithoutCode,
    /// A code was handed over and is not marked so, or its being paid for is not.
    VoucherNotHanded,
    /// A sum that stock, reports and the dashboard read is not what the codes or sales themselves say.
    StockWrong,
}

/// Something that does not agree.
#[derive(Debug, Clone, PartialEq, Serialize, TS)]
pub struct BooksFinding {
    /// What is wrong.
    pub fault: BooksFault,
    /// What it is about: `account`, `cash_session`, `sale`, `voucher`, `vendor_transfer`,
    /// `vendor_settlement`, `voucher_batch`, `plan`.
    pub subject_kind: String,
    /// Which.
    pub subject_id: i64,
    /// Its name, number or code.
    pub subject: String,
    /// Place.
    pub location_id: LocationId,
    /// The row's number in its account, of a row.
    pub number: Option<i64>,
    /// What it should be, of an amount.
    pub expected: Option<Money>,
    /// What it is.
    pub found: Option<Money>,
}

/// The books, computed anew.
#[derive(Debug, Clone, Serialize, TS)]
pub struct BooksReport {
    /// Everything agrees.
    pub is_clean: bool,
    /// Accounts that were looked at.
    pub accounts: i64,
    /// Rows of the ledger.
    pub entries: i64,
    /// Shifts.
    pub sessions: i64,
    /// Sales, refunds and voids.
    pub sales: i64,
    /// Codes that are sold.
    pub vouchers: i64,
    /// What does not agree; of each kind the first hundred.
    pub findings: Vec<BooksFinding>,
}
