//! What other areas and the doors may ask of this one.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use simpul_kernel::ids::LocationId;
use simpul_kernel::time::{DEFAULT_ZONE, business_day};
use simpul_kernel::{Ctx, Permission, Result};

use super::ops::seen;
use super::store;
use crate::app::App;
use crate::db::Tx;

/// People named at most when somebody is told who may do what they may not.
const PEOPLE_NAMED: i64 = 5;

/// Whether the caller sees this place. The table of places is not fenced by row
/// security (the fence itself reads it), so a place that comes in is asked for here.
///
/// # Errors
/// When the database refuses.
pub async fn location_seen(tx: &mut Tx, location: LocationId) -> Result<bool> {
    store::location_seen(tx, location).await
}

/// The zone of a place: its business days and the months of its documents' numbers are
/// told by it, whoever asks and from wherever.
///
/// # Errors
/// When the database refuses.
pub async fn location_zone(tx: &mut Tx, location: LocationId) -> Result<Tz> {
    let name = store::location_zone(tx, location).await?;
    Ok(name.and_then(|name| name.parse().ok()).unwrap_or(DEFAULT_ZONE))
}

/// Today at a place.
///
/// # Errors
/// When the database refuses.
pub async fn location_today(tx: &mut Tx, ctx: &Ctx, location: LocationId) -> Result<NaiveDate> {
    Ok(business_day(ctx.now, location_zone(tx, location).await?))
}

/// What stands of a place on paper.
#[derive(Debug, Clone)]
pub struct LocationPaper {
    /// The zone its times are told in.
    pub zone: Tz,
    /// Postal address, or empty.
    pub address: String,
    /// Phone in `+62…` form.
    pub phone: Option<String>,
}

/// What stands of a place on paper.
///
/// # Errors
/// When the database refuses.
pub async fn location_paper(tx: &mut Tx, location: LocationId) -> Result<LocationPaper> {
    let row = store::location_paper(tx, location).await?;
    let (zone, address, phone) = row.unwrap_or_default();
    Ok(LocationPaper { zone: zone.parse().unwrap_or(DEFAULT_ZONE), address, phone })
}

/// Whether a place is in use, and stays so until the caller has committed: whoever would take it out of use waits.
///
/// # Errors
/// When the database refuses.
pub async fn location_held(tx: &mut Tx, location: LocationId) -> Result<bool> {
    store::location_held(tx, location).await
}

/// Lets go of sign-ins that were over before then, at most so many; answers how many went.
///
/// # Errors
/// When the database refuses.
pub async fn sessions_trim(tx: &mut Tx, before: DateTime<Utc>, most: i64) -> Result<u64> {
    store::sessions_trim(tx, before, most).await
}

/// Names of the places the caller sees.
///
/// # Errors
/// When the database refuses.
pub async fn location_names(tx: &mut Tx) -> Result<HashMap<LocationId, String>> {
    let places = store::location_list(tx, None).await?;
    Ok(places.into_iter().map(|place| (place.location_id, place.name)).collect())
}

/// Who may do what somebody may not.
#[derive(Debug, Clone, Serialize)]
pub struct WhoMay {
    /// Roles in use that allow it.
    pub roles: Vec<RoleName>,
    /// A few people who may; none for a caller who may not see people.
    pub people: Vec<String>,
}

/// A role by code and name.
#[derive(Debug, Clone, Serialize)]
pub struct RoleName {
    /// Code, e.g. `admin`; the screens have a text for those that came with the program.
    pub code: String,
    /// Its own name.
    pub name: String,
}

/// Who may do a thing, as far as the caller may know.
///
/// # Errors
/// When the database refuses.
pub async fn who_may(app: &App, ctx: &Ctx, permission: Permission) -> Result<WhoMay> {
    let mut tx = app.db.begin(ctx).await?;
    let roles = store::roles_that_may(&mut tx, permission).await?;
    let people = if ctx.require(Permission::UserView).is_ok() {
        store::people_who_may(&mut tx, permission, &seen(ctx), PEOPLE_NAMED).await?
    } else {
        Vec::new()
    };
    Ok(WhoMay { roles: roles.into_iter().map(|(code, name)| RoleName { code, name }).collect(), people })
}
