//! Operations of this area.

mod batch;
mod create;
mod help;
mod print;
mod printing;
mod prints;
mod slip;
mod voucher;

pub use batch::{voucher_batch_get, voucher_batch_list, voucher_batch_pause, voucher_batch_resume, voucher_batch_void};
pub(super) use create::{counter_make, draw};
pub use create::{voucher_batch_create, voucher_batch_preview};
pub use help::{voucher_extend, voucher_kick, voucher_unlock};
pub use print::{voucher_sheet_presets, voucher_sheet_preview, voucher_sheet_print, voucher_sheet_render};
pub use printing::{voucher_printing_get, voucher_printing_list, voucher_printing_set};
pub use prints::voucher_print_list;
pub use slip::{voucher_slip_render, voucher_slips_print, voucher_slips_render};
pub(super) use voucher::void_all;
pub use voucher::{voucher_find, voucher_get, voucher_list, voucher_rows_count, voucher_totals, voucher_void};
