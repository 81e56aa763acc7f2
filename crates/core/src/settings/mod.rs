//! The company and the program-wide choices, and the views of lists that people keep.
//!
//! **Tables:** `settings`, `company_logos`, `saved_views`, `document_sequences`.
//! **Permissions:** `settings.view`, `settings.edit` (also to share a view with everybody).
//! **Invariants:** a view holds only what its list's address understands; one that it
//! no longer understands is shown with the code of why. **Events:** tags `settings`,
//! `saved_view`.

pub mod logo;
pub mod ops;
mod retention;
mod store;
pub mod types;
mod view_ops;
pub mod views;

use simpul_kernel::ids::LocationId;
use simpul_kernel::{Locale, Result};

use crate::db::Tx;
pub use retention::Kept;
pub use types::*;
pub use views::*;

/// What the first start decides: name, zone and language.
pub(crate) async fn first_set(tx: &mut Tx, company_name: &str, time_zone: &str, locale: Locale) -> Result<()> {
    store::value_set(tx, "company_name", &company_name.into()).await?;
    store::value_set(tx, "timezone", &time_zone.into()).await?;
    store::value_set(tx, "locale", &locale.as_str().into()).await?;
    store::locations_zone_set(tx, time_zone).await
}

/// The settings, for other areas.
///
/// # Errors
/// When the database does not answer.
pub async fn settings_read(tx: &mut Tx) -> Result<Settings> {
    store::read(tx).await
}

/// Takes the next number of a series of documents. Its row stays locked until the
/// commit, so a number is never skipped and never given twice.
///
/// # Errors
/// When the database refuses.
pub async fn document_number_take(tx: &mut Tx, location: LocationId, kind: &str, period: &str) -> Result<i64> {
    store::document_number_take(tx, location, kind, period).await
}

/// Minutes without input after which a session is locked; 0 = never.
///
/// # Errors
/// When the database does not answer.
pub async fn idle_lock_minutes(tx: &mut Tx) -> Result<i32> {
    let value = store::value_get(tx, "idle_lock_minutes").await?;
    let minutes = value.and_then(|v| v.as_i64()).and_then(|minutes| i32::try_from(minutes).ok());
    Ok(minutes.unwrap_or(0).clamp(0, 240))
}

/// Seconds between clean-ups of files that were kept long enough: an hour unless something else is said, and never so
/// often that it is work of its own.
///
/// # Errors
/// When the database does not answer.
pub(crate) async fn cleanup_seconds(tx: &mut Tx) -> Result<i64> {
    let value = store::value_get(tx, "cleanup_interval").await?;
    Ok(value.and_then(|v| v.as_i64()).unwrap_or(3_600).clamp(600, 86_400))
}

/// Company name and language before anybody is signed in.
///
/// # Errors
/// When the database does not answer.
pub async fn greeting_read(tx: &mut Tx) -> Result<(Option<String>, Locale)> {
    let name = store::value_get(tx, "company_name").await?;
    let locale = store::value_get(tx, "locale").await?;
    let text =
        |v: Option<serde_json::Value>| v.and_then(|v| v.as_str().map(ToOwned::to_owned)).filter(|t| !t.is_empty());
    Ok((text(name), Locale::parse(&text(locale).unwrap_or_default())))
}

/// What is printed at a place: its own, or the company's. A value of another version
/// counts as none.
///
/// # Errors
/// When the database does not answer.
pub async fn printing_read(tx: &mut Tx, location: Option<LocationId>) -> Result<Printing> {
    let mut own = store::printing_all(tx).await?;
    let mut take = |of: Option<LocationId>| {
        let at = own.iter().position(|(place, _)| *place == of)?;
        Some(own.swap_remove(at).1)
    };
    let value = location.and_then(|location| take(Some(location))).or_else(|| take(None));
    Ok(value.and_then(|value| serde_json::from_value(value).ok()).unwrap_or_default())
}

/// The company's, first, and that of every place that has its own.
///
/// # Errors
/// When the database does not answer.
pub async fn printing_own(tx: &mut Tx) -> Result<Vec<(Option<LocationId>, Printing)>> {
    let own = store::printing_all(tx).await?;
    Ok(own.into_iter().map(|(place, value)| (place, serde_json::from_value(value).unwrap_or_default())).collect())
}

/// Keeps what is printed at a place or in the company; `None` lets the place go by the
/// company's.
///
/// # Errors
/// When the database refuses.
pub async fn printing_write(tx: &mut Tx, location: Option<LocationId>, printing: Option<&Printing>) -> Result<()> {
    match printing {
        Some(printing) => {
            let value = serde_json::to_value(printing).map_err(simpul_kernel::Error::internal)?;
            store::printing_set(tx, location, &value).await
        }
        None => store::printing_forget(tx, location).await,
    }
}
