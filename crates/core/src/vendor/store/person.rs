//! Who looks at a vendor as their own account.

use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::{LocationId, UserId, VendorId};
use sqlx::PgConnection;

use crate::vendor::view::VendorPerson;

pub(in crate::vendor) async fn people(conn: &mut PgConnection, id: VendorId) -> Result<Vec<VendorPerson>> {
    Ok(sqlx::query_as!(
        VendorPerson,
        r#"SELECT u.id AS "user_id: UserId", u.name, u.username, u.is_active
             FROM reseller_accounts x JOIN users u ON u.id = x.user_id WHERE x.vendor_id = $1 ORDER BY u.name, u.id"#,
        id.0
    )
    .fetch_all(conn)
    .await?)
}

/// The vendor a person is bound to.
pub(in crate::vendor) async fn vendor_of(conn: &mut PgConnection, user: UserId) -> Result<Option<VendorId>> {
    Ok(sqlx::query_scalar!(r#"SELECT vendor_id AS "id: VendorId" FROM reseller_accounts WHERE user_id = $1"#, user.0)
        .fetch_optional(conn)
        .await?)
}

/// A person who is to have an account of their own.
pub(in crate::vendor) struct Candidate {
    pub(in crate::vendor) name: String,
    /// In use, of the role reseller, and seeing this place.
    pub(in crate::vendor) is_reseller: bool,
    /// Bound to another vendor.
    pub(in crate::vendor) is_bound: bool,
}

/// These people, in any order; who is not there is missing.
pub(in crate::vendor) async fn candidates(
    conn: &mut PgConnection,
    (vendor, location): (VendorId, LocationId),
    users: &[UserId],
) -> Result<Vec<Candidate>> {
    let ids: Vec<i64> = users.iter().map(|id| id.0).collect();
    Ok(sqlx::query_as!(
        Candidate,
        r#"SELECT u.name,
                  (u.is_active AND r.code = 'reseller' AND (u.has_all_locations
                      OR EXISTS (SELECT FROM location_users l WHERE l.user_id = u.id AND l.location_id = $3))) AS "is_reseller!",
                  EXISTS (SELECT FROM reseller_accounts x WHERE x.user_id = u.id AND x.vendor_id <> $2) AS "is_bound!"
             FROM users u JOIN roles r ON r.id = u.role_id WHERE u.id = ANY ($1)"#,
        &ids,
        vendor.0,
        location.0
    )
    .fetch_all(conn)
    .await?)
}

/// Makes these people, and no others, the vendor's; returns how many are. Who is bound to
/// a vendor of a place the caller does not see stays bound to that one.
pub(in crate::vendor) async fn people_set(
    conn: &mut PgConnection,
    (vendor, location): (VendorId, LocationId),
    users: &[UserId],
    at: DateTime<Utc>,
) -> Result<usize> {
    let ids: Vec<i64> = users.iter().map(|id| id.0).collect();
    sqlx::query!("DELETE FROM reseller_accounts WHERE vendor_id = $1 AND user_id <> ALL ($2)", vendor.0, &ids)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "INSERT INTO reseller_accounts (user_id, vendor_id, location_id, created_at)
         SELECT u, $1, $2, $4 FROM UNNEST($3::BIGINT[]) AS u ON CONFLICT (user_id) DO NOTHING",
        vendor.0,
        location.0,
        &ids,
        at
    )
    .execute(&mut *conn)
    .await?;
    let bound = sqlx::query_scalar!(
        r#"SELECT count(*) AS "n!" FROM reseller_accounts WHERE vendor_id = $1 AND user_id = ANY ($2)"#,
        vendor.0,
        &ids
    )
    .fetch_one(conn)
    .await?;
    Ok(usize::try_from(bound).unwrap_or_default())
}
