//! What can go wrong with a report.

use simpul_kernel::area_errors;

area_errors! {
    /// What can go wrong with a report.
    pub enum ReportError {
        /// No such place, or not one the caller sees.
        LocationUnusable => "report_location_unusable",
        /// This report is not told apart that way.
        ByUnusable => "report_by_unusable",
        /// There is nothing in the period to put on paper.
        Empty => "report_empty",
    }
}
