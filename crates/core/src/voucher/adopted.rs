//! Users of a router become vouchers of a batch.

use chrono::{DateTime, Utc};
use simpul_kernel::error::InputError;
use simpul_kernel::ids::{VoucherBatchId, VoucherId};
use simpul_kernel::{Ctx, Result};
use sqlx::PgConnection;

use super::model::VoucherStatus;
use super::rules;
use super::store::adopted;
use crate::db::{Fact, Tx};
use crate::identity::facade::location_today;
use crate::plan::facade::PlanSold;
use crate::settings::document_number_take;

/// A user of a router as a voucher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdoptedVoucher {
    /// Its name.
    pub code: String,
    /// Its password; absent: the code.
    pub password: Option<String>,
    /// Seconds online.
    pub usage_limit_s: Option<i64>,
    /// Bytes both ways.
    pub data_limit_bytes: Option<i64>,
    /// Seconds of life after the first login.
    pub validity_s: Option<i64>,
    /// State.
    pub status: VoucherStatus,
    /// First login as far as it can be told; never exact.
    pub first_login_at: Option<DateTime<Utc>>,
    /// End of life.
    pub expires_at: Option<DateTime<Utc>>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The only device it opens for.
    pub locked_mac: Option<String>,
}

/// Those of these codes that exist, over all places.
///
/// # Errors
/// When the database refuses.
pub async fn codes_known(conn: &mut PgConnection, codes: &[String]) -> Result<Vec<String>> {
    adopted::codes_known(conn, codes).await
}

/// Makes a batch of users that are on a router already, in one statement; nothing is
/// told to any router. The codes must be new: ask [`codes_known`] first.
///
/// # Errors
/// `row_changed_meanwhile` when a code came to be meanwhile; when the database refuses.
pub async fn batch_adopted(
    tx: &mut Tx,
    ctx: &Ctx,
    plan: &PlanSold,
    router_name: &str,
    vouchers: &[AdoptedVoucher],
) -> Result<(VoucherBatchId, String, Vec<(VoucherId, String)>)> {
    let period = rules::batch_period(location_today(tx, ctx, plan.location_id).await?);
    let number = document_number_take(tx, plan.location_id, "voucher_batch", &period).await?;
    let batch_code = rules::batch_code(plan.location_id, &period, number);
    let by = (ctx.user_id().map(|id| id.0), ctx.now);
    let batch_id = adopted::batch_insert(tx, &batch_code, plan, router_name, vouchers, by).await?;
    let made = adopted::vouchers_insert(tx, (batch_id, ctx.now), plan, vouchers).await?;
    if made.len() != vouchers.len() {
        return Err(InputError::Stale.into());
    }
    let fact = Fact::new("voucher_batch_adopt").on("voucher_batch", batch_id.0).tag("voucher").at(plan.location_id);
    let fact = fact.detail("batch_code", &batch_code).detail("quantity", vouchers.len());
    tx.record(fact.detail("plan", &plan.terms.name).detail("router", router_name)).await?;
    Ok((batch_id, batch_code, made))
}
