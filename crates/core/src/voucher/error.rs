//! What can go wrong with batches, vouchers and their paper.

use simpul_kernel::area_errors;

use super::model::VoucherStatus;

area_errors! {
    /// What can go wrong with batches, vouchers and their paper.
    pub enum VoucherError {
        /// No such voucher, or not one the caller sees.
        NotFound => "voucher_not_found",
        /// No such batch, or not one the caller sees.
        BatchNotFound => "voucher_batch_not_found",
        /// The plan is no longer sold.
        PlanNotSold { plan: String } => "voucher_plan_not_sold",
        /// A router is not one of the plan's that are in use.
        RouterNotOfPlan => "voucher_router_not_of_plan",
        /// The code space would be more than 1 % full: codes could be guessed.
        CodeSpaceFull { codes: u64, space: u64 } => "voucher_code_space_full",
        /// The form's key already made another batch.
        BatchKeyReused => "voucher_batch_key_reused",
        /// The batch is void.
        BatchVoid => "voucher_batch_is_void",
        /// No code of the batch is unused.
        NothingToPrint => "voucher_nothing_to_print",
        /// It was printed before; a reason is asked for.
        ReprintReasonMissing => "voucher_reprint_reason_missing",
        /// Only an unused code is printed.
        NotPrintable { status: VoucherStatus } => "voucher_not_printable",
        /// A code was used or withdrawn while its paper was drawn.
        ChangedWhileDrawn { codes: u64 } => "voucher_changed_while_drawn",
        /// A withdrawn code stays withdrawn.
        NotExtendable { status: VoucherStatus } => "voucher_not_extendable",
        /// There is no limit of this kind that more could be added to.
        ExtendUnlimited { field: String } => "voucher_extend_unlimited",
        /// It would still be over.
        ExtendTooLittle { status: VoucherStatus } => "voucher_extend_too_little",
        /// It is bound to no device.
        NotBound => "voucher_not_bound",
        /// It is in nobody's use.
        NotOnline => "voucher_not_online",
        /// The sheet cannot be drawn like this; the reason is the drawing crate's code.
        SheetImpossible { reason: String } => "voucher_sheet_impossible",
    }
}
