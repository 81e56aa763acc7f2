//! Operations of this area.

mod drawer;
mod movement;
mod paper;
mod pulse;
mod report;
mod session;

pub use drawer::{cash_drawer_create, cash_drawer_list, cash_drawer_update};
pub use movement::{cash_pay_in, cash_pay_out};
pub use paper::{cash_session_print, cash_session_render};
pub use pulse::cash_drawer_open;
pub use report::cash_session_report;
pub(in crate::cash) use session::fact;
pub use session::{
    cash_session_close, cash_session_explain, cash_session_get, cash_session_list, cash_session_open,
    cash_session_take_over,
};

use simpul_kernel::error::AccessError;
use simpul_kernel::ids::UserId;
use simpul_kernel::{Ctx, Permission, Result};

use super::store::Looker;

/// Whoever stands at a desk is a person: the program itself opens no drawer.
fn person(ctx: &Ctx) -> Result<UserId> {
    Ok(ctx.user_id().ok_or(AccessError::SignInRequired)?)
}

/// How much of an open shift the caller is told.
fn looker(ctx: &Ctx) -> Looker {
    Looker { user: ctx.user_id(), manages: ctx.require(Permission::CashManage).is_ok() }
}
