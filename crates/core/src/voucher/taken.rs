//! Vouchers take over what a person found right on a router.

use simpul_kernel::Result;
use simpul_kernel::ids::VoucherId;

use super::store::taken;
use crate::db::Tx;

/// What one voucher takes over. An outer `None` leaves the value as it is; an inner
/// one means unlimited, or any device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsTaken {
    /// Which.
    pub voucher_id: VoucherId,
    /// Seconds online.
    pub usage_limit_s: Option<Option<i64>>,
    /// Bytes both ways.
    pub data_limit_bytes: Option<Option<i64>>,
    /// The device it is bound to.
    pub locked_mac: Option<Option<String>>,
}

impl TermsTaken {
    /// Nothing yet.
    #[must_use]
    pub fn of(voucher_id: VoucherId) -> Self {
        Self { voucher_id, usage_limit_s: None, data_limit_bytes: None, locked_mac: None }
    }

    /// Whether it takes anything.
    #[must_use]
    pub fn is_some(&self) -> bool {
        self.usage_limit_s.is_some() || self.data_limit_bytes.is_some() || self.locked_mac.is_some()
    }
}

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
