//! What other areas ask for, inside their own transaction: the to-do list is
//! written in the commit of the business change, and a drain is due right after.

use simpul_kernel::Result;
use simpul_kernel::ids::{JobId, LocationId, PlanId, RouterId, VoucherBatchId, VoucherId};

use super::model::Wish;
use super::store;
use crate::db::Tx;
use crate::network;

/// The screens that show how things stand on routers.
const TAG: &str = "provisioning";

/// A plan was made or changed: its profile is wished on exactly these routers.
/// Where it is no longer wished the row stays; users may still name it.
///
/// # Errors
/// When the database refuses.
pub async fn plan_changed(tx: &mut Tx, plan_id: PlanId, location_id: LocationId, routers: &[RouterId]) -> Result<()> {
    store::plan_routers_set(tx, plan_id, location_id, routers).await?;
    wake(tx, routers).await
}

/// A batch was made: every voucher of it is wished on every one of these routers.
///
/// # Errors
/// When the database refuses.
pub async fn batch_created(
    tx: &mut Tx,
    batch_id: VoucherBatchId,
    _location_id: LocationId,
    routers: &[RouterId],
) -> Result<()> {
    batch_grown(tx, (batch_id, 1), routers).await
}

/// A batch has codes from this number on that no router was told of.
///
/// # Errors
/// When the database refuses.
pub async fn batch_grown(
    tx: &mut Tx,
    (batch_id, from_number): (VoucherBatchId, i32),
    routers: &[RouterId],
) -> Result<()> {
    store::batch_wish(tx, (batch_id, from_number), routers).await?;
    wake(tx, routers).await
}

/// Vouchers were changed, locked or withdrawn: every router that holds a copy is
/// told. Locking and removing is followed by a kick, or it would bite only at the
/// next login.
///
/// # Errors
/// When the database refuses.
pub async fn vouchers_changed(tx: &mut Tx, vouchers: &[VoucherId], wish: Wish) -> Result<()> {
    let routers = store::vouchers_wish(tx, vouchers, wish, None).await?;
    wake(tx, &routers).await
}

/// A voucher is to be used on, with what now holds for it: on the router where it is used, or wherever it lies.
/// With `kick` its sessions are ended once, so that it begins anew.
///
/// # Errors
/// When the database refuses.
pub async fn voucher_again(tx: &mut Tx, voucher: VoucherId, router: Option<RouterId>, kick: bool) -> Result<()> {
    let routers = store::voucher_again(tx, voucher, router, kick).await?;
    wake(tx, &routers).await
}

/// Vouchers logged in on one router: their copies elsewhere are locked.
///
/// # Errors
/// When the database refuses.
pub async fn vouchers_elsewhere_disabled(tx: &mut Tx, vouchers: &[VoucherId], router: RouterId) -> Result<()> {
    let routers = store::vouchers_wish(tx, vouchers, Wish::Disabled, Some(router)).await?;
    wake(tx, &routers).await
}

/// Holds what is still to do for a batch; returns how much.
///
/// # Errors
/// When the database refuses.
pub async fn batch_hold(tx: &mut Tx, batch_id: VoucherBatchId) -> Result<u64> {
    tx.touch(TAG);
    store::batch_hold(tx, batch_id).await
}

/// Lets what was held for a batch go on; returns how much.
///
/// # Errors
/// When the database refuses.
pub async fn batch_release(tx: &mut Tx, batch_id: VoucherBatchId) -> Result<u64> {
    let (count, routers) = store::batch_release(tx, batch_id).await?;
    wake(tx, &routers).await?;
    Ok(count)
}

/// Has a router's to-do list worked off now.
///
/// # Errors
/// When the database refuses.
pub async fn router_wake(tx: &mut Tx, router_id: RouterId) -> Result<JobId> {
    tx.touch(TAG);
    network::drain_enqueue(tx, router_id).await
}

async fn wake(tx: &mut Tx, routers: &[RouterId]) -> Result<()> {
    // In id order: two transactions then lock the routers' jobs alike.
    let mut routers = routers.to_vec();
    routers.sort_unstable();
    routers.dedup();
    for router_id in routers {
        router_wake(tx, router_id).await?;
    }
    Ok(())
}
