//! Every query of this area.

pub(super) mod drawer;
pub(super) mod report;
pub(super) mod session;

use simpul_kernel::ids::UserId;

pub(super) use session::{session_shared, sold_for_cash_by};

/// Who looks at a shift, and whether they are told what should be there before the count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Looker {
    pub(super) user: Option<UserId>,
    pub(super) manages: bool,
}
