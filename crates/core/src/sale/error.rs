//! What can go wrong with a sale.

use simpul_kernel::{Money, area_errors};

area_errors! {
    /// What can go wrong with a sale.
    pub enum SaleError {
        /// No such sale, or not one the caller sees.
        NotFound => "sale_not_found",
        /// There are not that many codes, and none may be made.
        StockShort { plan: String, available: i64 } => "sale_stock_short",
        /// This code cannot be sold: unknown here, sold, used, handed to a vendor or withdrawn.
        CodeNotForSale { code: String } => "sale_code_not_for_sale",
        /// The sum is another one than was shown: a price has changed.
        TotalChanged { total: Money } => "sale_total_changed",
        /// Less was given than it costs.
        TenderedShort { total: Money } => "sale_tendered_short",
        /// It is no sale, but something taken back.
        NotASale => "sale_is_no_sale",
        /// All of it, or a part that was named, was taken back before.
        TakenBack => "sale_taken_back",
        /// One of the codes was used.
        CodeUsed => "sale_code_used",
        /// Its shift is closed: give the money back instead.
        VoidTooLate => "sale_void_too_late",
    }
}
