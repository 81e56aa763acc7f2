//! What other areas may ask about plans.

use simpul_kernel::Result;
use simpul_kernel::ids::{LocationId, PlanId, RouterId};
use sqlx::PgConnection;

use super::types::PlanTerms;
use super::{rules, store};
use crate::provisioning::model::ProfileWish;

/// A plan as a batch is made of it.
#[derive(Debug, Clone)]
pub struct PlanSold {
    /// Which.
    pub plan_id: PlanId,
    /// Place.
    pub location_id: LocationId,
    /// What its codes get.
    pub terms: PlanTerms,
    /// Still sold.
    pub is_active: bool,
    /// Routers in use that have its profile, by name.
    pub router_ids: Vec<RouterId>,
}

/// A plan as a batch is made of it; `None` when there is none the caller sees.
///
/// # Errors
/// When the database refuses.
pub async fn plan_sold(conn: &mut PgConnection, plan_id: PlanId) -> Result<Option<PlanSold>> {
    let Some(row) = store::plan_get(conn, plan_id).await? else { return Ok(None) };
    let routers = store::routers_of(conn, &[plan_id], true).await?;
    Ok(Some(PlanSold {
        plan_id,
        location_id: row.location_id(),
        is_active: row.is_active(),
        terms: row.terms(),
        router_ids: routers.into_iter().map(|(_, router)| router.router_id).collect(),
    }))
}

/// What the profiles of plans on routers should be, in any order.
///
/// # Errors
/// When the database refuses.
pub async fn profiles(conn: &mut PgConnection, plans: &[PlanId]) -> Result<Vec<ProfileWish>> {
    let rows = store::plans_get(conn, plans).await?;
    Ok(rows.into_iter().map(|row| rules::profile_wish(row.plan_id(), &row.terms())).collect())
}
