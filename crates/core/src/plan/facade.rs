//! What other areas may ask about plans.

use simpul_kernel::Result;
use simpul_kernel::ids::{LocationId, PlanId, RouterId};
use sqlx::PgConnection;

use super::types::PlanTerms;
use super::{rules, store};
use crate::db::{Fact, Tx};
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

/// A plan takes the devices and speeds its profile has on a router; `kbps` are from
/// and to the customer, absent = no limit. The caller has the other routers follow.
///
/// # Errors
/// When the database refuses.
pub async fn profile_taken(tx: &mut Tx, plan_id: PlanId, shared_users: i32, kbps: Option<(i32, i32)>) -> Result<()> {
    tx.touch("plan");
    store::profile_taken(tx, plan_id, shared_users, kbps).await
}

/// The plan of a place that is still sold and writes this profile.
///
/// # Errors
/// When the database refuses.
pub async fn plan_of_profile(conn: &mut PgConnection, location: LocationId, profile: &str) -> Result<Option<PlanSold>> {
    match store::plan_of_profile(conn, location, profile).await? {
        Some(id) => plan_sold(conn, id).await,
        None => Ok(None),
    }
}

/// Makes a plan of a profile that is on a router already; where another plan has its
/// name it gets a number behind it. No router is told.
///
/// # Errors
/// `input_invalid` for terms no plan may have.
pub async fn plan_adopted(tx: &mut Tx, location: LocationId, terms: PlanTerms) -> Result<PlanSold> {
    let mut terms = rules::terms_valid(terms)?;
    let name = terms.name.clone();
    let mut number = 1;
    while store::plan_name_taken(tx, location, &terms.name).await? {
        number += 1;
        let suffix = format!(" ({number})");
        terms.name = name.chars().take(rules::NAME_MOST - suffix.len()).chain(suffix.chars()).collect();
    }
    let plan_id = store::plan_insert(tx, location, &terms).await?;
    let fact = Fact::new("plan_adopt").on("plan", plan_id.0).at(location).detail("name", &terms.name);
    tx.record(fact).await?;
    Ok(PlanSold { plan_id, location_id: location, terms, is_active: true, router_ids: Vec::new() })
}
