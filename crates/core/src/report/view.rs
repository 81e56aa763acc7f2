//! Stock and reports as they are looked at.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use simpul_kernel::Money;
use simpul_kernel::ids::LocationId;
use ts_rs::TS;

use super::types::{ReportBy, ReportKind};

/// A row of the stock page.
#[derive(Debug, Clone, Serialize, TS)]
pub struct StockRow {
    /// The plan, batch, vendor or place; 0 = the shop itself among vendors.
    pub key: i64,
    /// Its name; empty for the shop itself.
    pub name: String,
    /// Of a batch: its plan.
    pub detail: Option<String>,
    /// Place; absent where codes of several lie together.
    pub location_id: Option<LocationId>,
    /// Codes made.
    pub made: i64,
    /// On paper, whatever became of them.
    pub printed: i64,
    /// On hand without paper.
    pub plain: i64,
    /// On hand on printed cards.
    pub card: i64,
    /// With vendors, unsold and unused.
    pub handed: i64,
    /// Sold at the counter.
    pub sold: i64,
    /// Logged in at least once.
    pub activated: i64,
    /// Used up or over.
    pub ended: i64,
    /// Withdrawn.
    pub void: i64,
    /// What is on hand, at its price.
    pub value_sell: Money,
    /// The same at cost.
    pub value_cost: Money,
    /// Of a plan: fewer on hand call for more.
    pub low_stock_at: Option<i32>,
    /// Of a plan: there are fewer.
    pub is_low: bool,
}

/// A report with the period before it.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReportView {
    /// What is reported.
    pub kind: ReportKind,
    /// By what.
    pub by: ReportBy,
    /// First day.
    pub from_on: NaiveDate,
    /// Last day.
    pub to_on: NaiveDate,
    /// First day of the period it is compared with.
    pub before_from_on: NaiveDate,
    /// Last day of it.
    pub before_to_on: NaiveDate,
    /// The rows of its kind.
    pub table: ReportTable,
    /// When this was counted.
    pub at: DateTime<Utc>,
}

/// Rows and sums, by kind.
#[derive(Debug, Clone, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ReportTable {
    /// Sales.
    Sales(ReportRows<SalesSums>),
    /// Four truths.
    Truths(ReportRows<TruthSums>),
    /// Lost stock.
    Unsold(ReportRows<UnsoldSums>),
    /// Shifts.
    Shifts(ReportRows<ShiftSums>),
    /// Vendors.
    Vendors(ReportRows<VendorSums>),
}

/// Rows of one kind.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReportRows<S> {
    /// The rows: days in their order, else the largest first.
    pub rows: Vec<ReportRow<S>>,
    /// Over all rows.
    pub total: S,
    /// Over all rows of the period before.
    pub before: S,
}

/// One row.
#[derive(Debug, Clone, Serialize, TS)]
pub struct ReportRow<S> {
    /// The plan, person, place, vendor or shift (0 = the shop itself, nobody); the hour, 0 to 23; a
    /// way of payment has none and a day is in `day`.
    pub key: i64,
    /// Business day.
    pub day: Option<NaiveDate>,
    /// What it is called; empty for days, hours and the shop among vendors.
    pub name: String,
    /// What it was in the period.
    pub sums: S,
    /// What the same was in the period before; of days the day that stands there.
    pub before: S,
}

/// What was sold and taken back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct SalesSums {
    /// Codes sold.
    pub sold: i64,
    /// For how much.
    pub sold_amount: Money,
    /// Codes taken back.
    pub refunded: i64,
    /// For how much.
    pub refunded_amount: Money,
    /// Sold less taken back.
    pub net_amount: Money,
    /// What that cost.
    pub cost_amount: Money,
    /// What is left.
    pub margin_amount: Money,
}

/// Four truths, and two more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct TruthSums {
    /// Codes that came onto paper.
    pub printed: i64,
    /// Handed to vendors.
    pub handed: i64,
    /// Sold at the counter, less taken back.
    pub sold: i64,
    /// For how much.
    pub sold_amount: Money,
    /// Codes vendors were charged with, less those they no longer are.
    pub vendor_sold: i64,
    /// First logins.
    pub activated: i64,
    /// Their value.
    pub activated_value: Money,
    /// Used up or over.
    pub ended: i64,
    /// Withdrawn.
    pub void: i64,
}

impl TruthSums {
    /// The same, to be taken away.
    #[must_use]
    pub fn negated(&self) -> Self {
        Self {
            printed: -self.printed,
            handed: -self.handed,
            sold: -self.sold,
            sold_amount: Money::ZERO - self.sold_amount,
            vendor_sold: -self.vendor_sold,
            activated: -self.activated,
            activated_value: Money::ZERO - self.activated_value,
            ended: -self.ended,
            void: -self.void,
        }
    }
}

/// Stock that brought nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct UnsoldSums {
    /// Used up or over.
    pub ended: i64,
    /// Of those, nobody's sale: neither the counter's nor a vendor's.
    pub unsold: i64,
    /// At their price.
    pub unsold_value: Money,
    /// At cost.
    pub unsold_cost: Money,
    /// Withdrawn.
    pub void: i64,
    /// At cost.
    pub void_cost: Money,
}

/// Shifts that were counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct ShiftSums {
    /// Shifts.
    pub shifts: i64,
    /// Sold in them, in every way of payment.
    pub sold_amount: Money,
    /// Taken back.
    pub refunded_amount: Money,
    /// What should have been in the drawer.
    pub expected_amount: Money,
    /// What was counted.
    pub counted_amount: Money,
    /// Counted less expected.
    pub difference_amount: Money,
    /// Shifts that differed and that nobody has explained.
    pub unexplained: i64,
}

/// What vendors are charged with: what was settled, and what was paid for when it was
/// handed over, less what of that came back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, TS)]
pub struct VendorSums {
    /// Codes.
    pub codes: i64,
    /// At their prices.
    pub gross_amount: Money,
    /// What the vendors keep of that.
    pub commission_amount: Money,
    /// What is the shop's.
    pub net_amount: Money,
    /// What the codes cost.
    pub cost_amount: Money,
    /// What is left.
    pub margin_amount: Money,
}

/// Sums that can be added.
pub trait Sums: Copy + Default {
    /// Both together.
    #[must_use]
    fn plus(self, other: Self) -> Self;
    /// By what the largest row is found.
    fn weight(&self) -> Money;
}

impl Sums for SalesSums {
    fn plus(self, o: Self) -> Self {
        Self {
            sold: self.sold + o.sold,
            sold_amount: self.sold_amount + o.sold_amount,
            refunded: self.refunded + o.refunded,
            refunded_amount: self.refunded_amount + o.refunded_amount,
            net_amount: self.net_amount + o.net_amount,
            cost_amount: self.cost_amount + o.cost_amount,
            margin_amount: self.margin_amount + o.margin_amount,
        }
    }

    fn weight(&self) -> Money {
        self.net_amount
    }
}

impl Sums for TruthSums {
    fn plus(self, o: Self) -> Self {
        Self {
            printed: self.printed + o.printed,
            handed: self.handed + o.handed,
            sold: self.sold + o.sold,
            sold_amount: self.sold_amount + o.sold_amount,
            vendor_sold: self.vendor_sold + o.vendor_sold,
            activated: self.activated + o.activated,
            activated_value: self.activated_value + o.activated_value,
            ended: self.ended + o.ended,
            void: self.void + o.void,
        }
    }

    fn weight(&self) -> Money {
        Money::whole(self.printed + self.sold + self.vendor_sold + self.activated + self.ended)
    }
}

impl Sums for UnsoldSums {
    fn plus(self, o: Self) -> Self {
        Self {
            ended: self.ended + o.ended,
            unsold: self.unsold + o.unsold,
            unsold_value: self.unsold_value + o.unsold_value,
            unsold_cost: self.unsold_cost + o.unsold_cost,
            void: self.void + o.void,
            void_cost: self.void_cost + o.void_cost,
        }
    }

    fn weight(&self) -> Money {
        self.unsold_value + self.void_cost
    }
}

impl Sums for ShiftSums {
    fn plus(self, o: Self) -> Self {
        Self {
            shifts: self.shifts + o.shifts,
            sold_amount: self.sold_amount + o.sold_amount,
            refunded_amount: self.refunded_amount + o.refunded_amount,
            expected_amount: self.expected_amount + o.expected_amount,
            counted_amount: self.counted_amount + o.counted_amount,
            difference_amount: self.difference_amount + o.difference_amount,
            unexplained: self.unexplained + o.unexplained,
        }
    }

    fn weight(&self) -> Money {
        self.sold_amount
    }
}

impl Sums for VendorSums {
    fn plus(self, o: Self) -> Self {
        Self {
            codes: self.codes + o.codes,
            gross_amount: self.gross_amount + o.gross_amount,
            commission_amount: self.commission_amount + o.commission_amount,
            net_amount: self.net_amount + o.net_amount,
            cost_amount: self.cost_amount + o.cost_amount,
            margin_amount: self.margin_amount + o.margin_amount,
        }
    }

    fn weight(&self) -> Money {
        self.net_amount
    }
}
