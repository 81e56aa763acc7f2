//! What happens to codes, as lists of it are asked.

use chrono::NaiveDate;
use serde::Deserialize;
use simpul_kernel::ids::{RouterId, UserId};
use simpul_kernel::validate::Validator;
use simpul_kernel::{Permission, Result};
use ts_rs::TS;

use crate::db::list::DAYS_MAX;

/// What a row of the list stands for where it is not a code as such: each time this happened
/// to one, or each copy of one. A number of a report or of the dashboard opens its rows so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum VoucherDeed {
    /// Made, on the day its batch was.
    Made,
    /// Came onto paper.
    Printed,
    /// Was handed to a vendor, or came back.
    Handed,
    /// Was sold at the counter.
    Sold,
    /// Was taken back there.
    TakenBack,
    /// Either of these two.
    Turnover,
    /// Logged in for the first time.
    Activated,
    /// Was used up or over.
    Ended,
    /// Ended in nobody's sale.
    Unsold,
    /// Was withdrawn.
    Void,
    /// A vendor was charged with it, or no longer.
    Charged,
    /// A copy waits for its router.
    CopyPending,
    /// A copy was refused or found otherwise.
    CopyTrouble,
}

impl VoucherDeed {
    /// What looking at its rows needs besides the codes themselves: a sale's rows are sales, a vendor's are its account.
    #[must_use]
    pub const fn permission(self) -> Option<Permission> {
        match self {
            Self::Sold | Self::TakenBack | Self::Turnover => Some(Permission::SaleView),
            Self::Handed | Self::Charged => Some(Permission::VendorView),
            Self::Made
            | Self::Printed
            | Self::Activated
            | Self::Ended
            | Self::Unsold
            | Self::Void
            | Self::CopyPending
            | Self::CopyTrouble => None,
        }
    }

    /// Whether its sums are turnover, which reports tell: of one cashier's cash today they are what should be in
    /// the drawer that is about to be counted.
    #[must_use]
    pub const fn is_turnover(self) -> bool {
        matches!(self, Self::Sold | Self::TakenBack | Self::Turnover | Self::Charged)
    }

    /// Whether it happened on a day; a copy stands as it stands.
    #[must_use]
    pub const fn has_days(self) -> bool {
        !matches!(self, Self::CopyPending | Self::CopyTrouble)
    }
}

/// A way of payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PaidBy {
    /// Cash.
    Cash,
    /// A QRIS payment.
    Qris,
    /// A bank transfer.
    Transfer,
}

impl PaidBy {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cash => "cash",
            Self::Qris => "qris",
            Self::Transfer => "transfer",
        }
    }
}

/// Each time something happened to a code.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct VoucherHappened {
    /// What.
    pub what: VoucherDeed,
    /// From this business day of its place; not asked of copies.
    #[serde(default)]
    #[ts(optional)]
    pub from_on: Option<NaiveDate>,
    /// To this business day of its place, it included.
    #[serde(default)]
    #[ts(optional)]
    pub to_on: Option<NaiveDate>,
    /// Only in this hour of the day, 0 to 23.
    #[serde(default)]
    #[ts(optional)]
    pub hour: Option<u8>,
    /// Only what this person did; of what was used, the codes they sold.
    #[serde(default)]
    #[ts(optional)]
    pub user_id: Option<UserId>,
    /// Only where there is no such person.
    #[serde(default)]
    #[ts(as = "Option<bool>", optional)]
    pub nobody: bool,
    /// Only what was paid this way; of sales.
    #[serde(default)]
    #[ts(optional)]
    pub method: Option<PaidBy>,
    /// Only on this router; of copies.
    #[serde(default)]
    #[ts(optional)]
    pub router_id: Option<RouterId>,
}

impl VoucherHappened {
    /// Whether its sums are turnover. Codes that are made as they are sold are made by who sells them: by name or
    /// hour these are sales too.
    #[must_use]
    pub const fn is_turnover(&self) -> bool {
        let is_narrow = self.user_id.is_some() || self.hour.is_some();
        self.what.is_turnover() || (is_narrow && matches!(self.what, VoucherDeed::Made))
    }

    /// Judges whether it is of days that can be added up: each time it happened is read for that.
    ///
    /// # Errors
    /// `input_invalid`.
    pub fn days_valid(&self) -> Result<()> {
        let mut v = Validator::new();
        v.check(self.from_on.is_some(), "from_on", "required").check(self.to_on.is_some(), "to_on", "required");
        if let (Some(from), Some(to)) = (self.from_on, self.to_on) {
            let bounds = [("min", 1.into()), ("max", DAYS_MAX.into())];
            v.check_with((1..=DAYS_MAX).contains(&((to - from).num_days() + 1)), "to_on", "out_of_range", &bounds);
        }
        Ok(v.finish()?)
    }
}
