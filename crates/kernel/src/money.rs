//! Money: exact decimals, text on the wire, `NUMERIC(15,2)` in the database.

use std::ops::{Add, Mul, Sub};

use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use ts_rs::TS;

/// An amount of the database's currency (rupiah by default).
///
/// On the wire it is text with two decimals (`"5000.00"`), because JavaScript's
/// numbers are floats. It never rounds by itself: see [`Money::round_whole`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, sqlx::Type, TS)]
#[sqlx(transparent, no_pg_array)]
#[ts(type = "string")]
pub struct Money(Decimal);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(Decimal::ZERO);

    /// The largest amount a `NUMERIC(15,2)` column holds.
    pub const MAX: Self = Self(Decimal::from_parts(0xA4C6_7FFF, 0x0003_8D7E, 0, false, 2));

    /// Whole units, e.g. rupiah.
    #[must_use]
    pub fn whole(units: i64) -> Self {
        Self(Decimal::from(units))
    }

    /// The amount as a decimal number.
    #[must_use]
    pub fn decimal(self) -> Decimal {
        self.0
    }

    /// From a decimal as the database returned it.
    #[must_use]
    pub fn from_decimal(amount: Decimal) -> Self {
        Self(amount)
    }

    /// Rounded half away from zero to whole units: the rule for every printed
    /// line (domain: "whole rupiah per line").
    #[must_use]
    pub fn round_whole(self) -> Self {
        Self(self.0.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero))
    }

    /// Below zero.
    #[must_use]
    pub fn is_negative(self) -> bool {
        self.0.is_sign_negative() && !self.0.is_zero()
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Mul<i64> for Money {
    type Output = Self;
    fn mul(self, count: i64) -> Self {
        Self(self.0 * Decimal::from(count))
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(&format_args!("{:.2}", self.0))
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(from)?;
        let amount: Decimal = text.parse().map_err(|_| D::Error::custom("not an amount of money"))?;
        if amount.scale() > 2 && amount.normalize().scale() > 2 {
            return Err(D::Error::custom("more than two decimals"));
        }
        if amount.abs() > Self::MAX.0 {
            return Err(D::Error::custom("amount too large"));
        }
        Ok(Self(amount))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn max_is_what_the_column_holds() {
        assert_eq!(Money::MAX.decimal().to_string(), "9999999999999.99");
    }

    #[test]
    fn travels_as_text_with_two_decimals() {
        assert_eq!(serde_json::to_string(&Money::whole(5000)).unwrap(), "\"5000.00\"");
        let back: Money = serde_json::from_str("\"1500000\"").unwrap();
        assert_eq!(back, Money::whole(1_500_000));
    }

    #[test]
    fn refuses_floats_thirds_of_a_cent_and_overflow() {
        assert!(serde_json::from_str::<Money>("5000.0").is_err());
        assert!(serde_json::from_str::<Money>("\"0.001\"").is_err());
        assert!(serde_json::from_str::<Money>("\"10000000000000\"").is_err());
        assert!(serde_json::from_str::<Money>("\"abc\"").is_err());
    }

    #[test]
    fn rounds_half_away_from_zero() {
        let half: Money = serde_json::from_str("\"66451.50\"").unwrap();
        assert_eq!(half.round_whole(), Money::whole(66_452));
    }
}
