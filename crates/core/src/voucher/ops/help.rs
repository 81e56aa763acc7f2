//! What is done for a customer at the counter: more time, another device, a fresh start.

use serde_json::{Value, json};
use simpul_kernel::error::InputError;
use simpul_kernel::ids::VoucherId;
use simpul_kernel::validate::Validator;
use simpul_kernel::{Ctx, Permission, Result};

use super::super::error::VoucherError;
use super::super::input::{VoucherExtend, VoucherKick, VoucherUnlock};
use super::super::model::VoucherStatus;
use super::super::rules::{self, More, Used};
use super::super::store::{help, life, voucher};
use super::super::view::VoucherView;
use crate::app::App;
use crate::db::{Fact, Tx};
use crate::provisioning;

/// The most that is given at once: a year, and ten terabytes.
const SPAN_MAX_S: i64 = 365 * 24 * 60 * 60;
const BYTES_MAX: i64 = 10_000_000_000_000;

/// Gives a code more time, data or days than it was sold with. One that had ended goes on.
///
/// # Errors
/// `input_invalid`, `voucher_not_found`, `row_changed_meanwhile`, `voucher_not_extendable`,
/// `voucher_extend_unlimited`, `voucher_extend_too_little`.
pub async fn voucher_extend(app: &App, ctx: &Ctx, input: VoucherExtend) -> Result<VoucherView> {
    ctx.require(Permission::VoucherExtend)?;
    let reason = input.reason.trim();
    let more = More { usage_s: input.usage_s, data_bytes: input.data_bytes, validity_s: input.validity_s };
    let mut v = Validator::new();
    v.length(reason, 3, 300, "reason");
    let all = [("usage_s", more.usage_s, SPAN_MAX_S), ("data_bytes", more.data_bytes, BYTES_MAX)];
    for (field, value, most) in all.into_iter().chain([("validity_s", more.validity_s, SPAN_MAX_S)]) {
        let fits = value.is_none_or(|value| (1..=most).contains(&value));
        v.check_with(fits, field, "out_of_range", &[("min", 1.into()), ("max", most.into())]);
    }
    v.check(more != More::default(), "usage_s", "required");
    v.finish()?;
    let mut tx = app.db.begin(ctx).await?;
    let held = hold(&mut tx, input.voucher_id).await?;
    if held.version != input.version {
        return Err(InputError::Stale.into());
    }
    let used = Used { uptime_s: held.uptime_s, bytes: held.bytes_used };
    let next = rules::extended(&held.life, used, more, ctx.now)?;
    help::life_write(&mut tx, input.voucher_id, &next).await?;
    let given = json!({
        "usage_s": more.usage_s, "data_bytes": more.data_bytes, "validity_s": more.validity_s,
        "was": held.life.status, "reason": reason,
    });
    tell(&mut tx, ctx, &held, ("voucher_extend", "extended", given)).await?;
    provisioning::voucher_again(&mut tx, input.voucher_id, held.router_id, false).await?;
    seen(tx, input.voucher_id).await
}

/// Lets a code go of the device it is bound to and ends its sessions: the next device that signs in is its device.
///
/// # Errors
/// `input_invalid`, `voucher_not_found`, `voucher_not_bound`.
pub async fn voucher_unlock(app: &App, ctx: &Ctx, input: VoucherUnlock) -> Result<VoucherView> {
    ctx.require(Permission::VoucherUnlock)?;
    let reason = input.reason.trim();
    let mut v = Validator::new();
    v.length(reason, 3, 300, "reason");
    v.finish()?;
    let mut tx = app.db.begin(ctx).await?;
    let held = hold(&mut tx, input.voucher_id).await?;
    let Some(mac) = held.locked_mac.clone().filter(|_| !held.life.status.is_over()) else {
        return Err(VoucherError::NotBound.into());
    };
    help::mac_release(&mut tx, input.voucher_id, ctx.now).await?;
    tell(&mut tx, ctx, &held, ("voucher_unlock", "unlocked", json!({ "mac": mac, "reason": reason }))).await?;
    provisioning::voucher_again(&mut tx, input.voucher_id, held.router_id, true).await?;
    seen(tx, input.voucher_id).await
}

/// Ends the sessions of a code and takes its cookies; it may sign in again at once.
///
/// # Errors
/// `voucher_not_found`, `voucher_not_online` when it was never used or has ended.
pub async fn voucher_kick(app: &App, ctx: &Ctx, input: VoucherKick) -> Result<VoucherView> {
    ctx.require(Permission::VoucherUnlock)?;
    let mut tx = app.db.begin(ctx).await?;
    let held = hold(&mut tx, input.voucher_id).await?;
    if held.life.status != VoucherStatus::Active {
        return Err(VoucherError::NotOnline.into());
    }
    tell(&mut tx, ctx, &held, ("voucher_kick", "kicked", json!({}))).await?;
    provisioning::voucher_again(&mut tx, input.voucher_id, held.router_id, true).await?;
    seen(tx, input.voucher_id).await
}

async fn hold(tx: &mut Tx, id: VoucherId) -> Result<help::Held> {
    Ok(help::held(tx, id).await?.ok_or(VoucherError::NotFound)?)
}

/// The deed in the log of acts and in the code's own history.
async fn tell(tx: &mut Tx, ctx: &Ctx, held: &help::Held, deed: (&'static str, &str, Value)) -> Result<()> {
    let (action, kind, details) = deed;
    life::events_write(tx, &[held.id], kind, (ctx.user_id().map(|id| id.0), ctx.now), &details).await?;
    let mut fact = Fact::new(action).on("voucher", held.id.0).at(held.location_id);
    for (key, value) in details.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null()) {
        fact = fact.detail(key, value.clone());
    }
    tx.record(fact).await
}

async fn seen(mut tx: Tx, id: VoucherId) -> Result<VoucherView> {
    let view = voucher::voucher_view(&mut tx, id).await?.ok_or(VoucherError::NotFound)?;
    tx.commit().await?;
    Ok(view)
}
