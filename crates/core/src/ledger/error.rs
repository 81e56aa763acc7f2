//! What can go wrong with the ledger.

use simpul_kernel::area_errors;

area_errors! {
    /// What can go wrong with the ledger.
    pub enum LedgerError {
        /// The account would hold less than nothing.
        BalanceShort => "ledger_balance_short",
        /// The form's key already did something else.
        KeyReused => "ledger_key_reused",
    }
}
