//! What can go wrong with vendors.

use simpul_kernel::{Money, area_errors};

area_errors! {
    /// What can go wrong with vendors.
    pub enum VendorError {
        /// No such vendor, or not one the caller sees.
        NotFound => "vendor_not_found",
        /// Another vendor of the place has this name.
        NameTaken => "vendor_name_taken",
        /// No such place, or not one the caller sees.
        LocationUnusable => "vendor_location_unusable",
        /// The vendor is not in use any more.
        Inactive => "vendor_inactive",
        /// Codes in their hands or money between us: they cannot be put away.
        NotSettled { codes: i64, balance: Money } => "vendor_not_settled",
        /// The person is no reseller, not in use, or bound to another vendor.
        PersonUnusable { name: String } => "vendor_person_unusable",
        /// A vendor with prices of its own has none for this plan.
        PriceMissing { plan: String } => "vendor_price_missing",
        /// There is no such code to be handed over, or to come back.
        NoCodes => "vendor_no_codes",
        /// This code cannot be handed over, or does not come back.
        CodeUnusable { code: String } => "vendor_code_unusable",
        /// More codes than one document holds.
        TooMany { most: i64 } => "vendor_codes_too_many",
        /// The codes or the sum are others than were shown.
        TransferChanged { quantity: i64, amount: Money } => "vendor_transfer_changed",
        /// The balance does not suffice.
        BalanceShort { balance: Money, needed: Money } => "vendor_balance_short",
        /// Nothing was sold since the last settlement.
        NothingToSettle => "vendor_nothing_to_settle",
        /// More was sold meanwhile, or less, than was shown.
        SettlementChanged { quantity: i64, amount: Money } => "vendor_settlement_changed",
        /// More is paid than is owed.
        PaidTooMuch { owed: Money } => "vendor_paid_too_much",
        /// No such payment, or not one the caller sees.
        SettlementNotFound => "vendor_settlement_not_found",
        /// Nothing was paid by it, it was taken back already, or takes one back itself.
        PaymentNotVoidable { document_number: String } => "vendor_payment_not_voidable",
        /// The caller is bound to no vendor.
        OwnMissing => "vendor_own_missing",
        /// The statement cannot be drawn.
        StatementImpossible { reason: String } => "vendor_statement_impossible",
    }
}
