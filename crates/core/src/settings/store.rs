//! Every query of this area.

pub(super) mod view;

use serde_json::{Map, Value};
use simpul_kernel::ids::LocationId;
use simpul_kernel::{Error, Result};
use sqlx::PgConnection;

use super::logo::Kept as LogoKept;
use super::retention::Kept;
use super::types::Settings;

pub(super) async fn value_get(conn: &mut PgConnection, key: &str) -> Result<Option<Value>> {
    Ok(sqlx::query_scalar!("SELECT value FROM settings WHERE key = $1 AND location_id IS NULL", key)
        .fetch_optional(conn)
        .await?)
}

pub(super) async fn value_set(conn: &mut PgConnection, key: &str, value: &Value) -> Result<()> {
    sqlx::query!(
        "INSERT INTO settings (key, value) VALUES ($1, $2)
         ON CONFLICT (key, location_id) DO UPDATE SET value = excluded.value WHERE settings.value <> excluded.value",
        key,
        value
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What all keys together are in [`Settings`], and no key of its own.
const VERSION: &str = "version";

/// The keys that make up [`Settings`], as one object. Their versions only grow and no key goes, so that their sum
/// is another after every change.
pub(super) async fn read(conn: &mut PgConnection) -> Result<Settings> {
    let rows =
        sqlx::query!("SELECT key, value, version FROM settings WHERE location_id IS NULL AND key = ANY ($1)", &keys()?)
            .fetch_all(conn)
            .await?;
    let version: i32 = rows.iter().map(|row| row.version).sum();
    let mut object: Map<String, Value> = rows.into_iter().map(|row| (row.key, row.value)).collect();
    object.insert(VERSION.to_owned(), version.into());
    days_stand_in(&mut object);
    serde_json::from_value(Value::Object(object)).map_err(Error::internal)
}

/// Gives the days of a new shop to what is kept for a number of days that is none: receipts, reports and the page that
/// mends it read these settings too.
fn days_stand_in(object: &mut Map<String, Value>) {
    for kept in Kept::ALL {
        let set = object.get(kept.field());
        if set.and_then(Value::as_i64).is_some_and(|days| i32::try_from(days).is_ok()) {
            continue;
        }
        tracing::warn!(setting = kept.field(), value = ?set, "no number of days; {} stand in", kept.seeded());
        object.insert(kept.field().to_owned(), kept.seeded().into());
    }
}

/// The version of [`Settings`]; whoever would change them waits until the caller has committed.
pub(super) async fn version_hold(conn: &mut PgConnection) -> Result<i32> {
    let versions = sqlx::query_scalar!(
        "SELECT version FROM settings WHERE location_id IS NULL AND key = ANY ($1) ORDER BY key FOR UPDATE",
        &keys()?
    )
    .fetch_all(conn)
    .await?;
    Ok(versions.into_iter().sum())
}

pub(super) async fn write(conn: &mut PgConnection, settings: &Settings) -> Result<()> {
    if let Value::Object(object) = serde_json::to_value(settings).map_err(Error::internal)? {
        for (key, value) in object.iter().filter(|(key, _)| *key != VERSION) {
            value_set(conn, key, value).await?;
        }
    }
    Ok(())
}

fn keys() -> Result<Vec<String>> {
    match serde_json::to_value(Settings::default()).map_err(Error::internal)? {
        Value::Object(object) => Ok(object.keys().filter(|key| *key != VERSION).cloned().collect()),
        _ => Ok(Vec::new()),
    }
}

/// Gives a zone to every place that has numbered nothing.
pub(super) async fn locations_zone_set(conn: &mut PgConnection, time_zone: &str) -> Result<()> {
    sqlx::query!(
        "UPDATE locations SET time_zone = $1 WHERE time_zone <> $1
            AND NOT EXISTS (SELECT FROM document_sequences d WHERE d.location_id = locations.id)",
        time_zone
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The next number of a series; its row stays locked until the commit.
pub(super) async fn document_number_take(
    conn: &mut PgConnection,
    location: LocationId,
    kind: &str,
    period: &str,
) -> Result<i64> {
    Ok(sqlx::query_scalar!(
        "INSERT INTO document_sequences (location_id, kind, period, last_value) VALUES ($1, $2, $3, 1)
         ON CONFLICT (location_id, kind, period) DO UPDATE SET last_value = document_sequences.last_value + 1
         RETURNING last_value",
        location.0,
        kind,
        period
    )
    .fetch_one(conn)
    .await?)
}

pub(super) async fn logo_get(conn: &mut PgConnection) -> Result<Option<LogoKept>> {
    Ok(sqlx::query_as!(LogoKept, "SELECT png, width, height FROM company_logos").fetch_optional(conn).await?)
}

pub(super) async fn logo_set(conn: &mut PgConnection, logo: &LogoKept) -> Result<()> {
    sqlx::query!(
        "INSERT INTO company_logos (png, width, height) VALUES ($1, $2, $3)
         ON CONFLICT (is_only) DO UPDATE
            SET png = excluded.png, width = excluded.width, height = excluded.height, updated_at = now()",
        logo.png,
        logo.width,
        logo.height
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn logo_remove(conn: &mut PgConnection) -> Result<()> {
    sqlx::query!("DELETE FROM company_logos").execute(conn).await?;
    Ok(())
}

pub(super) async fn printing_all(conn: &mut PgConnection) -> Result<Vec<(Option<LocationId>, Value)>> {
    let rows = sqlx::query!(
        r#"SELECT location_id AS "location_id: LocationId", value FROM settings
            WHERE key = 'printing' ORDER BY location_id NULLS FIRST"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.location_id, row.value)).collect())
}

pub(super) async fn printing_set(conn: &mut PgConnection, location: Option<LocationId>, value: &Value) -> Result<()> {
    sqlx::query!(
        "INSERT INTO settings (key, location_id, value) VALUES ('printing', $1, $2)
         ON CONFLICT (key, location_id) DO UPDATE SET value = excluded.value WHERE settings.value <> excluded.value",
        location.map(|location| location.0),
        value
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn printing_forget(conn: &mut PgConnection, location: Option<LocationId>) -> Result<()> {
    sqlx::query!(
        "DELETE FROM settings WHERE key = 'printing' AND location_id = $1",
        location.map(|location| location.0)
    )
    .execute(conn)
    .await?;
    Ok(())
}
