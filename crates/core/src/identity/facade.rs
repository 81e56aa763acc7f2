//! What other areas may ask of this one.

use simpul_kernel::Result;
use simpul_kernel::ids::LocationId;

use super::store;
use crate::db::Tx;

/// Whether the caller sees this place. The table of places is not fenced by row
/// security (the fence itself reads it), so a place that comes in is asked for here.
///
/// # Errors
/// When the database refuses.
pub async fn location_seen(tx: &mut Tx, location: LocationId) -> Result<bool> {
    store::location_seen(tx, location).await
}
