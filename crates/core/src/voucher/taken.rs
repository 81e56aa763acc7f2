//! Vouchers take over what a person found right on a router.

use simpul_kernel::Result;

use super::store::taken;
use crate::db::Tx;
use crate::provisioning::TermsTaken;

/// Vouchers take terms over; the audit trail keeps what they were. The caller has
/// the routers follow.
///
/// # Errors
/// When the database refuses.
pub async fn terms_taken(tx: &mut Tx, all: &[TermsTaken]) -> Result<()> {
    if all.is_empty() {
        return Ok(());
    }
    tx.touch("voucher");
    taken::terms_write(tx, all).await
}
