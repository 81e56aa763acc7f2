//! Queries of PINs and of passwords that people change.

use chrono::{DateTime, Utc};
use simpul_kernel::Result;
use simpul_kernel::ids::UserId;
use sqlx::PgConnection;

/// Takes one of the tries before the PIN is looked at, so that guesses made at once
/// are counted one by one. `None`: no PIN, or no try left; else the hash and how
/// many failures there would be.
pub(in crate::identity) async fn pin_try_take(
    conn: &mut PgConnection,
    user: UserId,
    tries: i32,
) -> Result<Option<(String, i32)>> {
    let row = sqlx::query!(
        r#"UPDATE user_sign_ins SET pin_failures = pin_failures + 1
            WHERE user_id = $1 AND pin_hash IS NOT NULL AND pin_failures < $2
            RETURNING pin_hash AS "pin_hash!", pin_failures"#,
        user.0,
        tries
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|r| (r.pin_hash, r.pin_failures)))
}

/// Gives one try back that was taken and not used, while this is still the PIN.
pub(in crate::identity) async fn pin_try_return(conn: &mut PgConnection, user: UserId, hash: &str) -> Result<()> {
    sqlx::query!(
        "UPDATE user_sign_ins SET pin_failures = pin_failures - 1 WHERE user_id = $1 AND pin_hash = $2 AND pin_failures > 0",
        user.0,
        hash
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives the tries back; `hash`: only while this is still the PIN.
pub(in crate::identity) async fn pin_worked(conn: &mut PgConnection, user: UserId, hash: &str) -> Result<bool> {
    let done =
        sqlx::query!("UPDATE user_sign_ins SET pin_failures = 0 WHERE user_id = $1 AND pin_hash = $2", user.0, hash)
            .execute(conn)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Forgets wrong PINs.
pub(in crate::identity) async fn pin_forgive(conn: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("UPDATE user_sign_ins SET pin_failures = 0 WHERE user_id = $1 AND pin_failures > 0", user.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes somebody's PIN: whoever was given a new password may have lost more than that.
pub(in crate::identity) async fn pin_drop(conn: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!(
        "UPDATE user_sign_ins SET pin_hash = NULL, pin_failures = 0 WHERE user_id = $1 AND pin_hash IS NOT NULL",
        user.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Sets a PIN, or takes it away.
pub(in crate::identity) async fn pin_set(conn: &mut PgConnection, user: UserId, hash: Option<&str>) -> Result<()> {
    sqlx::query!(
        "INSERT INTO user_sign_ins (user_id, pin_hash) VALUES ($1, $2)
         ON CONFLICT (user_id) DO UPDATE SET pin_hash = excluded.pin_hash, pin_failures = 0",
        user.0,
        hash
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives somebody a new password; `until`: for one sign-in, and no longer than that.
pub(in crate::identity) async fn password_set(
    conn: &mut PgConnection,
    user: UserId,
    hash: &str,
    until: Option<DateTime<Utc>>,
) -> Result<()> {
    sqlx::query!("UPDATE users SET password_hash = $2, one_time_until = $3 WHERE id = $1", user.0, hash, until)
        .execute(conn)
        .await?;
    Ok(())
}
