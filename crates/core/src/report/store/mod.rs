//! Every query of this area.

mod sales;
mod shifts;
mod stock;
mod truths;
mod vendors;

pub(super) use sales::{SalesQuery, sales, sold_on};
pub(super) use shifts::shifts;
pub(super) use stock::{StockQuery, stock};
pub(super) use truths::{TruthFound, truths, used_by_cashier};
pub(super) use vendors::{vendor_codes, vendors};
