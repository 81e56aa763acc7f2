//! What the dashboard asks of the reports.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use simpul_kernel::{Money, Result};

use super::store;
use crate::db::Tx;

/// Codes and money of one day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sold {
    /// Codes sold, less those taken back.
    pub count: i64,
    /// What was taken for them, less what was given back.
    pub amount: Money,
}

/// What the caller's places sold at their counters on each of the days, by the places' own business day.
///
/// # Errors
/// Of the database alone.
pub async fn sold_on(tx: &mut Tx, days: &[NaiveDate]) -> Result<BTreeMap<NaiveDate, Sold>> {
    let found = store::sold_on(tx, days).await?;
    Ok(found.into_iter().map(|d| (d.day, Sold { count: d.count, amount: Money::from_decimal(d.amount) })).collect())
}
