//! What can go wrong with background work.

use simpul_kernel::area_errors;

area_errors! {
    /// What can go wrong with background work.
    pub enum WorkError {
        /// No such job any more.
        NotFound => "job_not_found",
        /// In this state that cannot be done to it.
        WrongState { state: String } => "job_wrong_state",
    }
}
