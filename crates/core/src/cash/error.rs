//! What can go wrong at the cash desk.

use simpul_kernel::area_errors;

area_errors! {
    /// What can go wrong at the cash desk.
    pub enum CashError {
        /// No such drawer, or not one the caller sees.
        DrawerNotFound => "cash_drawer_not_found",
        /// Another drawer of the place has this name.
        DrawerNameTaken => "cash_drawer_name_taken",
        /// The drawer is not in use any more.
        DrawerInactive => "cash_drawer_inactive",
        /// Its shift is open: it cannot be put away.
        DrawerInUse => "cash_drawer_in_use",
        /// No such place, or not one the caller sees.
        LocationUnusable => "cash_location_unusable",
        /// No such shift, or not one the caller sees.
        SessionNotFound => "cash_session_not_found",
        /// Somebody's shift is open at this drawer.
        SessionOpen { user: String } => "cash_session_already_open",
        /// The shift is closed.
        SessionClosed => "cash_session_closed",
        /// Somebody else answers for this shift.
        SessionNotYours { user: String } => "cash_session_not_yours",
        /// The caller answers for it already.
        SessionYours => "cash_session_yours",
        /// No cash of this document moved in this shift.
        DocumentNotFound => "cash_document_not_found",
        /// There is nothing to explain, or it was explained.
        NothingToExplain => "cash_session_nothing_to_explain",
        /// What should be there is told after the count.
        CountFirst => "cash_session_count_first",
    }
}
