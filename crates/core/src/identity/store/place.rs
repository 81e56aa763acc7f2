//! Places, of which `locations` itself is not fenced.

use simpul_kernel::Result;
use simpul_kernel::ids::LocationId;
use sqlx::PgConnection;

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
