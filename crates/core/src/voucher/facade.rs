//! What the worker asks of vouchers and tells them.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;
use simpul_kernel::Result;
use simpul_kernel::ids::{RouterId, VoucherId};
use sqlx::PgConnection;

use super::model::VoucherStatus;
use super::rules;
use super::store::life::{self, Step};
use crate::db::Tx;
use crate::provisioning::{self, UsageSeen, UserWish, Wish};
use crate::settings;

pub use super::adopted::{AdoptedVoucher, batch_adopted, codes_known};
pub use super::taken::terms_taken;

/// Vouchers as rows of `/ip/hotspot/user` should show them, in any order.
///
/// # Errors
/// When the database refuses.
pub async fn hotspot_users(conn: &mut PgConnection, vouchers: &[VoucherId]) -> Result<Vec<UserWish>> {
    let ids: Vec<i64> = vouchers.iter().map(|id| id.0).collect();
    life::hotspot_users(conn, &ids).await
}

/// Takes over what a router says about vouchers: counters, first logins, what is
/// used up or over, and the device a voucher is bound to. What ended is locked on
/// every router; what began here is locked on all others.
///
/// # Errors
/// When the database refuses.
pub async fn usage_seen(tx: &mut Tx, at: DateTime<Utc>, router: RouterId, seen: &[UsageSeen]) -> Result<()> {
    let seen: Vec<UsageSeen> =
        seen.iter().filter(|s| s.uptime_s > 0 || s.session_uptime_s.is_some()).cloned().collect();
    if seen.is_empty() {
        return Ok(());
    }
    life::usage_keep(tx, router, &seen, at).await?;
    let ids: Vec<i64> = seen.iter().map(|s| s.voucher_id.0).collect();
    let rows: std::collections::HashMap<_, _> =
        life::lives(tx, &ids).await?.into_iter().map(|row| (row.id, row)).collect();
    let (mut steps, mut macs) = (Vec::new(), Vec::new());
    for s in &seen {
        let Some(row) = rows.get(&s.voucher_id) else { continue };
        if let Some(mac) = s.mac_address.as_ref().filter(|_| row.wants_mac && rules::binds(s, row.mac_released_at, at))
        {
            macs.push((row.id.0, mac.clone()));
        }
        if let Some(next) = rules::observe(&row.life, s, at) {
            steps.push(Step { id: row.id, was: row.life.status, next });
        }
    }
    if steps.is_empty() && macs.is_empty() {
        return Ok(());
    }
    tx.touch("voucher");
    let locked = macs_lock(tx, &macs).await?;
    let taken = life::steps_write(tx, &steps, at).await?;
    steps.retain(|step| taken.contains(&step.id));
    steps_tell(tx, router, &steps, at).await?;
    let mut here = first_logins(&steps);
    here.extend(&locked);
    if !here.is_empty() {
        provisioning::vouchers_elsewhere_disabled(tx, &here, router).await?;
    }
    let ended: Vec<VoucherId> = steps.iter().filter(|s| s.next.status.is_over()).map(|s| s.id).collect();
    if !ended.is_empty() {
        provisioning::vouchers_changed(tx, &ended, Wish::Disabled).await?;
    }
    Ok(())
}

/// Writes the devices and has the rows on the routers follow.
async fn macs_lock(tx: &mut Tx, macs: &[(i64, String)]) -> Result<Vec<VoucherId>> {
    if macs.is_empty() {
        return Ok(Vec::new());
    }
    let (ids, macs): (Vec<i64>, Vec<String>) = macs.iter().cloned().unzip();
    let locked = life::macs_lock(tx, &ids, &macs).await?;
    provisioning::vouchers_changed(tx, &locked, Wish::Present).await?;
    Ok(locked)
}

fn first_logins(steps: &[Step]) -> Vec<VoucherId> {
    steps.iter().filter(|s| s.was == VoucherStatus::Available).map(|s| s.id).collect()
}

/// The entries of steps: each kind in one statement.
async fn steps_tell(tx: &mut Tx, router: RouterId, steps: &[Step], at: DateTime<Utc>) -> Result<()> {
    for is_exact in [true, false] {
        let ids: Vec<VoucherId> = steps
            .iter()
            .filter(|s| s.was == VoucherStatus::Available && s.next.first_login_is_exact == is_exact)
            .map(|s| s.id)
            .collect();
        if !ids.is_empty() {
            let details = json!({ "router_id": router, "is_exact": is_exact });
            life::events_write(tx, &ids, "first_login", (None, at), &details).await?;
        }
    }
    for status in [VoucherStatus::Used, VoucherStatus::Expired] {
        let ids: Vec<VoucherId> = steps.iter().filter(|s| s.next.status == status).map(|s| s.id).collect();
        if !ids.is_empty() {
            life::events_write(tx, &ids, status.as_str(), (None, at), &json!({ "router_id": router })).await?;
        }
    }
    Ok(())
}

/// Ends up to `limit` vouchers whose life after the first login is over; returns
/// how many. The worker calls it each minute and at its start.
///
/// # Errors
/// When the database refuses.
pub async fn expire_due(tx: &mut Tx, at: DateTime<Utc>, limit: i64) -> Result<u64> {
    let ended = life::expire_due(tx, at, limit).await?;
    if !ended.is_empty() {
        life::events_write(tx, &ended, "expired", (None, at), &json!({})).await?;
        provisioning::vouchers_changed(tx, &ended, Wish::Disabled).await?;
        tx.touch("voucher");
    }
    Ok(u64::try_from(ended.len()).unwrap_or_default())
}

/// Has up to `limit` codes that ended long enough ago leave the routers, never the
/// database; returns how many.
///
/// # Errors
/// When the database refuses.
pub async fn retire_due(tx: &mut Tx, at: DateTime<Utc>, limit: i64) -> Result<u64> {
    let days = settings::settings_read(tx).await?.voucher_router_retention_days;
    let due = life::retire_due(tx, at - TimeDelta::days(i64::from(days)), limit).await?;
    if !due.is_empty() {
        provisioning::vouchers_changed(tx, &due, Wish::Absent).await?;
    }
    Ok(u64::try_from(due.len()).unwrap_or_default())
}

/// Folds the sums that lists, stock and reports are counted from.
///
/// # Errors
/// When the database refuses.
pub async fn sums_fold(tx: &mut Tx) -> Result<()> {
    life::counts_fold(tx).await?;
    Ok(())
}
