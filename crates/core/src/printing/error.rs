//! What can go wrong with printers.

use simpul_kernel::area_errors;

use super::types::PrintTemplate;

area_errors! {
    /// What can go wrong with printers.
    pub enum PrintingError {
        /// No such printer, or not one the caller sees.
        NotFound => "printer_not_found",
        /// No such place, or not one the caller sees.
        LocationUnusable => "printer_location_unusable",
        /// No such drawer at the printer's place.
        DrawerUnusable => "printer_drawer_unusable",
        /// Another printer of the place has this name.
        NameTaken => "printer_name_taken",
        /// The place has no printer for this.
        NoneChosen { template: PrintTemplate } => "printer_none",
        /// It is not in use any more.
        Inactive { printer: String } => "printer_inactive",
        /// A roll cannot take a sheet.
        WrongPaper { printer: String } => "printer_wrong_paper",
        /// Nothing answers at its address.
        Unreachable { printer: String } => "printer_unreachable",
        /// Its address answers, but takes no connection: it is off or serves another.
        Refused { printer: String } => "printer_refused",
        /// It takes no more bytes: out of paper, open, or busy.
        Busy { printer: String } => "printer_busy",
        /// The line broke while it was printing.
        BrokeOff { printer: String } => "printer_broke_off",
        /// The path is a file or a folder and no device.
        NotADevice { printer: String } => "printer_not_a_device",
        /// A queue of Windows takes pages, not the bytes of a roll.
        QueueNotRaw { printer: String } => "printer_queue_not_raw",
        /// The queue of this computer does not take it.
        QueueFailed { printer: String, said: String } => "printer_queue_failed",
    }
}
