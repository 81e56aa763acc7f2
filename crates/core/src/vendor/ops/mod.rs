//! Operations of this area.

mod own;
mod pay;
mod settle;
mod statement;
mod transfer;
mod vendor;
mod void;

pub use own::{
    reseller_account_get, reseller_settlement_list, reseller_statement_render, reseller_stock_list,
    reseller_transfer_list,
};
pub use pay::{vendor_pay_out, vendor_top_up};
pub use settle::{vendor_settlement_create, vendor_settlement_list, vendor_settlement_preview};
pub use statement::{vendor_statement_get, vendor_statement_render};
pub use transfer::{vendor_hand_over, vendor_return, vendor_stock_list, vendor_transfer_list, vendor_transfer_preview};
pub use vendor::{vendor_create, vendor_get, vendor_list, vendor_people_set, vendor_update};
pub use void::vendor_payment_void;

use simpul_kernel::error::AccessError;
use simpul_kernel::ids::{LocationId, UserId, VendorId};
use simpul_kernel::{Ctx, Money, Result};

use super::error::VendorError;
use super::rules;
use super::store::vendor::{self as rows, VendorHeld};
use crate::db::Tx;
use crate::identity::facade::location_today;
use crate::ledger::{self, Account};
use crate::settings;
use crate::voucher::rules::batch_period;

/// Hand-overs and returns, as their series is called; and their prefix.
const TRANSFER: (&str, &str) = ("vendor_transfer", "ST");
/// Settlements and payments.
const SETTLEMENT: (&str, &str) = ("vendor_settlement", "SV");

/// Whoever deals with a vendor is a person.
fn person(ctx: &Ctx) -> Result<UserId> {
    Ok(ctx.user_id().ok_or(AccessError::SignInRequired)?)
}

/// The place of a vendor the caller sees.
async fn place_of(tx: &mut Tx, id: VendorId) -> Result<LocationId> {
    Ok(rows::vendor_seen(tx, id).await?.ok_or(VendorError::NotFound)?.location_id)
}

async fn held(tx: &mut Tx, id: VendorId) -> Result<VendorHeld> {
    Ok(rows::vendor_held(tx, id).await?.ok_or(VendorError::NotFound)?)
}

/// What the vendor has with us; it stays so while their row is locked.
async fn balance(tx: &mut Tx, held: &VendorHeld) -> Result<Money> {
    ledger::balance(tx, held.location_id, Account::Vendor(held.id)).await
}

/// The next number of a series; it stays locked until the commit.
async fn number(tx: &mut Tx, ctx: &Ctx, place: LocationId, (kind, prefix): (&str, &str)) -> Result<String> {
    let period = batch_period(location_today(tx, ctx, place).await?);
    let n = settings::document_number_take(tx, place, kind, &period).await?;
    Ok(rules::document_number(prefix, place, &period, n))
}
