//! What can go wrong with files of lists.

use simpul_kernel::area_errors;

area_errors! {
    /// What can go wrong with files of lists.
    pub enum ExportError {
        /// No such file, or not the caller's, or no longer kept.
        NotFound => "export_not_found",
        /// The list has no rows now.
        Empty => "export_empty",
        /// So many are on their way already.
        TooMany { max: i64 } => "export_too_many",
        /// It is not whole yet, or never became so.
        NotReady => "export_not_ready",
        /// It would be larger than one file may be.
        TooLarge => "export_too_large",
        /// It has ended already.
        Ended => "export_ended",
        /// It holds rows of places the caller no longer sees.
        PlacesChanged => "export_places_changed",
        /// Whoever asked for it may no longer sign in.
        PersonGone => "export_person_gone",
        /// The list cannot be taken along.
        ListUnknown => "export_list_unknown",
        /// A column is asked for that the list has not.
        ColumnUnknown { column: String } => "export_column_unknown",
    }
}
