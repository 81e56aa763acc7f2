//! Operations of this area.

use super::{PlanCreate, PlanList, PlanRef, PlanUpdate, PlanView};
use crate::app::App;
use simpul_kernel::Paged;
use simpul_kernel::{Ctx, Error, Result};

/// `plan_list`.
///
/// # Errors
/// Not built yet.
pub async fn plan_list(_app: &App, _ctx: &Ctx, _input: PlanList) -> Result<Paged<PlanView>> {
    Err(Error::internal("plan_list is not built yet"))
}

/// `plan_get`.
///
/// # Errors
/// Not built yet.
pub async fn plan_get(_app: &App, _ctx: &Ctx, _input: PlanRef) -> Result<PlanView> {
    Err(Error::internal("plan_get is not built yet"))
}

/// `plan_create`.
///
/// # Errors
/// Not built yet.
pub async fn plan_create(_app: &App, _ctx: &Ctx, _input: PlanCreate) -> Result<PlanView> {
    Err(Error::internal("plan_create is not built yet"))
}

/// `plan_update`.
///
/// # Errors
/// Not built yet.
pub async fn plan_update(_app: &App, _ctx: &Ctx, _input: PlanUpdate) -> Result<PlanView> {
    Err(Error::internal("plan_update is not built yet"))
}
