//! Every query of this area.

pub(super) mod adopted;
pub(super) mod batch;
pub(super) mod handed;
mod happened;
pub(super) mod help;
pub(super) mod life;
pub(super) mod make;
pub(super) mod print;
pub(super) mod prints;
mod search;
pub(super) mod stock;
pub(super) mod taken;
pub(super) mod totals;
pub(super) mod void;
pub(super) mod voucher;
