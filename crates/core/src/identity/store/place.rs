//! Places, of which `locations` itself is not fenced: who sees which is said here.

use simpul_kernel::ids::LocationId;
use simpul_kernel::{OnConstraint as _, Result};
use sqlx::PgConnection;

use crate::identity::error::IdentityError;
use crate::identity::view::LocationRow;

/// Whether the caller sees this place.
pub(in crate::identity) async fn location_seen(conn: &mut PgConnection, location: LocationId) -> Result<bool> {
    Ok(sqlx::query_scalar!(
        r#"SELECT EXISTS (SELECT FROM locations WHERE id = $1 AND id = ANY ((SELECT app_location_ids())::BIGINT[]))
               AS "seen!""#,
        location.0
    )
    .fetch_one(conn)
    .await?)
}

/// The zone of a place, as it is written.
pub(in crate::identity) async fn location_zone(
    conn: &mut PgConnection,
    location: LocationId,
) -> Result<Option<String>> {
    Ok(sqlx::query_scalar!("SELECT time_zone FROM locations WHERE id = $1", location.0).fetch_optional(conn).await?)
}

/// Zone, address and phone of a place.
pub(in crate::identity) async fn location_paper(
    conn: &mut PgConnection,
    location: LocationId,
) -> Result<Option<(String, String, Option<String>)>> {
    let row = sqlx::query!("SELECT time_zone, address, phone FROM locations WHERE id = $1", location.0);
    Ok(row.fetch_optional(conn).await?.map(|row| (row.time_zone, row.address, row.phone)))
}

/// Whether a place is in use. Who changes it waits for the caller, and the caller for them.
pub(in crate::identity) async fn location_held(conn: &mut PgConnection, location: LocationId) -> Result<bool> {
    let is_active = sqlx::query_scalar!("SELECT is_active FROM locations WHERE id = $1 FOR KEY SHARE", location.0);
    Ok(is_active.fetch_optional(conn).await?.unwrap_or(false))
}

/// Takes a place against everything that is being written there; whether the caller sees it.
pub(in crate::identity) async fn location_take(conn: &mut PgConnection, location: LocationId) -> Result<bool> {
    let row = sqlx::query_scalar!(
        "SELECT id FROM locations WHERE id = $1 AND id = ANY ((SELECT app_location_ids())::BIGINT[]) FOR UPDATE",
        location.0
    );
    Ok(row.fetch_optional(conn).await?.is_some())
}

/// The places the caller sees; `only`: one of them.
pub(in crate::identity) async fn location_list(
    conn: &mut PgConnection,
    only: Option<LocationId>,
) -> Result<Vec<LocationRow>> {
    Ok(sqlx::query_as!(
        LocationRow,
        r#"SELECT l.id AS "location_id: LocationId", l.version, l.name, l.address, l.phone, l.time_zone, l.is_active, l.created_at,
                  EXISTS (SELECT FROM document_sequences d WHERE d.location_id = l.id) AS "is_zone_fixed!",
                  (SELECT count(*) FROM routers r WHERE r.location_id = l.id AND r.is_active) AS "router_count!",
                  (SELECT count(*) FROM location_users x JOIN users u ON u.id = x.user_id
                    WHERE x.location_id = l.id AND u.is_active AND NOT u.has_all_locations) AS "user_count!"
             FROM locations l
            WHERE l.id = ANY ((SELECT app_location_ids())::BIGINT[]) AND ($1::BIGINT IS NULL OR l.id = $1)
            ORDER BY l.id"#,
        only.map(|id| id.0)
    )
    .fetch_all(conn)
    .await?)
}

/// A place to be written.
pub(in crate::identity) struct LocationWrite<'a> {
    pub(in crate::identity) name: &'a str,
    pub(in crate::identity) address: &'a str,
    pub(in crate::identity) phone: Option<&'a str>,
    pub(in crate::identity) time_zone: &'a str,
    pub(in crate::identity) is_active: bool,
}

pub(in crate::identity) async fn location_insert(
    conn: &mut PgConnection,
    location: &LocationWrite<'_>,
) -> Result<LocationId> {
    sqlx::query_scalar!(
        r#"INSERT INTO locations (name, address, phone, time_zone) VALUES ($1, $2, $3, $4) RETURNING id AS "id: LocationId""#,
        location.name,
        location.address,
        location.phone,
        location.time_zone
    )
    .fetch_one(conn)
    .await
    .on_constraint("locations_name_key", || IdentityError::LocationNameTaken)
}

/// Whether the row was still at this version.
pub(in crate::identity) async fn location_update(
    conn: &mut PgConnection,
    id: LocationId,
    version: i32,
    location: &LocationWrite<'_>,
) -> Result<bool> {
    let done = sqlx::query!(
        "UPDATE locations SET name = $3, address = $4, phone = $5, time_zone = $6, is_active = $7
          WHERE id = $1 AND version = $2",
        id.0,
        version,
        location.name,
        location.address,
        location.phone,
        location.time_zone,
        location.is_active
    )
    .execute(conn)
    .await
    .on_constraint("locations_name_key", || IdentityError::LocationNameTaken)?;
    Ok(done.rows_affected() == 1)
}

/// Shifts that are open at a place, and vendors there with codes in their hands or a
/// balance.
pub(in crate::identity) async fn location_money(conn: &mut PgConnection, id: LocationId) -> Result<(i64, i64)> {
    let row = sqlx::query!(
        r#"SELECT (SELECT count(*) FROM cash_sessions WHERE location_id = $1 AND closed_at IS NULL) AS "shifts!",
                  (SELECT count(*) FROM vendors d WHERE d.location_id = $1
                      AND (EXISTS (SELECT FROM ledger_accounts a WHERE a.location_id = $1 AND a.vendor_id = d.id AND a.balance <> 0)
                        OR EXISTS (SELECT FROM vouchers v JOIN vendor_codes c ON c.voucher_id = v.id AND c.returned_id IS NULL
                                    WHERE v.vendor_id = d.id AND v.status = 'available' AND c.settlement_id IS NULL))) AS "vendors!""#,
        id.0
    )
    .fetch_one(conn)
    .await?;
    Ok((row.shifts, row.vendors))
}

/// Takes the places against every other change, and says how many others are in use.
pub(in crate::identity) async fn other_locations(conn: &mut PgConnection, id: LocationId) -> Result<i64> {
    sqlx::query!("LOCK TABLE locations IN SHARE ROW EXCLUSIVE MODE").execute(&mut *conn).await?;
    Ok(sqlx::query_scalar!(r#"SELECT count(*) AS "n!" FROM locations WHERE is_active AND id <> $1"#, id.0)
        .fetch_one(conn)
        .await?)
}
