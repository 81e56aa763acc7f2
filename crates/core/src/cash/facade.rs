//! What sales ask of the cash desk.

use simpul_kernel::Result;
use simpul_kernel::ids::{CashDrawerId, CashSessionId, LocationId};

use super::error::CashError;
use super::store;
use crate::db::Tx;

/// A shift that is open and stays so to the end of the transaction.
#[derive(Debug, Clone, Copy)]
pub struct OpenSession {
    /// Which.
    pub cash_session_id: CashSessionId,
    /// Its drawer.
    pub cash_drawer_id: CashDrawerId,
    /// Place.
    pub location_id: LocationId,
}

/// The shift, held open.
///
/// # Errors
/// `cash_session_not_found`, `cash_session_closed`.
pub async fn session_held(tx: &mut Tx, id: CashSessionId) -> Result<OpenSession> {
    let row = store::session_shared(tx, id).await?.ok_or(CashError::SessionNotFound)?;
    if row.is_closed {
        return Err(CashError::SessionClosed.into());
    }
    Ok(OpenSession { cash_session_id: id, cash_drawer_id: row.drawer_id, location_id: row.location_id })
}

/// The place of a shift, open or not.
///
/// # Errors
/// `cash_session_not_found`.
pub async fn session_location(tx: &mut Tx, id: CashSessionId) -> Result<LocationId> {
    Ok(store::session_shared(tx, id).await?.ok_or(CashError::SessionNotFound)?.location_id)
}
