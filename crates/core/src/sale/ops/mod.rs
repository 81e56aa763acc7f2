//! Operations of this area.

mod back;
mod create;
mod receipt;

pub use back::{sale_refund, sale_void};
pub(super) use create::Sold;
pub use create::sale_create;
pub use receipt::{sale_receipt_print, sale_receipt_render};

use simpul_kernel::error::AccessError;
use simpul_kernel::ids::{SaleId, UserId};
use simpul_kernel::time::business_day;
use simpul_kernel::{Ctx, Paged, Permission, Result};

use super::error::SaleError;
use super::input::{SaleList, SaleRef, SaleStockGet};
use super::rules;
use super::store::view;
use super::view::{SaleRow, SaleStock, SaleStockRow, SaleView};
use crate::app::App;
use crate::db::Tx;
use crate::db::list::DaySpan;
use crate::identity::facade::location_names;
use crate::voucher::stock;

/// Codes that are counted of one plan: beyond them nobody needs the number at the counter.
const STOCK_COUNTED: i64 = 1_000;

/// Lists sales, refunds and voids, the newest first.
///
/// # Errors
/// `input_invalid` for a day nobody means, `input_malformed` for a cursor that is none of ours.
pub async fn sale_list(app: &App, ctx: &Ctx, input: SaleList) -> Result<Paged<SaleRow>> {
    ctx.require(Permission::SaleView)?;
    let days = DaySpan::new(input.from_on, input.to_on)?;
    let mut tx = app.db.begin(ctx).await?;
    let text = input.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let sought = match text {
        Some(text) => {
            let places: Vec<_> = location_names(&mut tx).await?.into_keys().collect();
            Some(rules::sought(text, &places, business_day(ctx.now, ctx.zone)))
        }
        None => None,
    };
    view::sale_list(&mut tx, &input, (days, sought.as_ref())).await
}

/// One document, its codes and how they stand on the routers.
///
/// # Errors
/// `sale_not_found`.
pub async fn sale_get(app: &App, ctx: &Ctx, input: SaleRef) -> Result<SaleView> {
    ctx.require(Permission::SaleView)?;
    let mut tx = app.db.begin(ctx).await?;
    view_of(&mut tx, input.sale_id).await
}

/// What the counter sells from stock: codes without paper, for a card is sold as that card.
///
/// # Errors
/// `permission_denied`.
pub async fn sale_stock_get(app: &App, ctx: &Ctx, input: SaleStockGet) -> Result<SaleStock> {
    ctx.require(Permission::SaleCreate)?;
    let mut tx = app.db.begin(ctx).await?;
    let counts = stock::counter_stock(&mut tx, input.location_id, STOCK_COUNTED).await?;
    Ok(SaleStock { rows: counts.into_iter().map(|(plan_id, codes)| SaleStockRow { plan_id, codes }).collect() })
}

async fn view_of(tx: &mut Tx, id: SaleId) -> Result<SaleView> {
    Ok(view::sale_view(tx, id).await?.ok_or(SaleError::NotFound)?)
}

/// Whoever sells is a person.
fn person(ctx: &Ctx) -> Result<UserId> {
    Ok(ctx.user_id().ok_or(AccessError::SignInRequired)?)
}
