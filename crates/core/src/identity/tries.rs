//! How much of tries that let nobody in goes into the trail. Whoever reaches the door may try as often as it answers,
//! and the trail keeps what it is told for ever: the first tries of a while are told one by one, then counted, and told of
//! each time they are twice as many.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

/// A while.
const WINDOW: TimeDelta = TimeDelta::minutes(10);
/// Tries with one name that are told one by one: an account is locked long before.
const OF_A_NAME: u32 = 20;
/// Tries with any name that nobody has that are told one by one. Those with somebody's name are not among them: whoever
/// tries some hundred names that nobody has would else hide at whom the next are aimed.
const OF_STRANGERS: u32 = 300;

/// What the trail is told of a try.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tell {
    /// The try itself.
    pub(super) it: bool,
    /// That so many tries of a while were left out.
    pub(super) left_out: Option<u64>,
}

/// The tries of a while.
#[derive(Debug, Default)]
pub(super) struct Tries {
    since: Option<DateTime<Utc>>,
    of_strangers: u32,
    left_out: u64,
    /// How many of them the trail was told of.
    counted: u64,
    /// No more than are told of.
    of_name: HashMap<u64, u32>,
}

impl Tries {
    /// Counts a try with a name and says what to tell of it, and what is still untold of the while before.
    pub(super) fn tell(&mut self, name: u64, is_known: bool, now: DateTime<Utc>) -> Tell {
        let mut untold = None;
        // A clock that was set back begins anew too.
        if self.since.is_none_or(|since| now < since || now - since >= WINDOW) {
            untold = (self.left_out > self.counted).then_some(self.left_out);
            *self = Self { since: Some(now), ..Self::default() };
        }
        let of_name = self.of_name.get(&name).copied().unwrap_or(0);
        if of_name < OF_A_NAME && (is_known || self.of_strangers < OF_STRANGERS) {
            self.of_strangers += u32::from(!is_known);
            self.of_name.insert(name, of_name + 1);
            return Tell { it: true, left_out: untold };
        }
        self.left_out += 1;
        if self.left_out.is_power_of_two() {
            self.counted = self.left_out;
            return Tell { it: false, left_out: Some(self.left_out) };
        }
        Tell::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const IT: Tell = Tell { it: true, left_out: None };
    const NOTHING: Tell = Tell { it: false, left_out: None };

    fn left_out(count: u64) -> Tell {
        Tell { it: false, left_out: Some(count) }
    }

    #[test]
    fn a_name_is_told_of_as_often_as_anybody_reads_and_then_counted() {
        let (mut tries, now) = (Tries::default(), DateTime::UNIX_EPOCH);
        let told: Vec<Tell> = (0..OF_A_NAME + 5).map(|_| tries.tell(1, true, now)).collect();
        assert!(told[..20].iter().all(|tell| *tell == IT));
        assert_eq!(told[20..], [left_out(1), left_out(2), NOTHING, left_out(4), NOTHING]);
        assert_eq!(tries.tell(2, true, now), IT, "another is told of");
        // The same after a while, and what was left out of the one before.
        assert_eq!(tries.tell(1, true, now + WINDOW), Tell { it: true, left_out: Some(5) });
        assert_eq!(tries.tell(1, true, now + WINDOW), IT, "once");
        assert_eq!(tries.tell(1, true, now + WINDOW * 2), IT, "where all was told there is nothing to add");
    }

    #[test]
    fn names_nobody_has_hide_no_account() {
        let (mut tries, now) = (Tries::default(), DateTime::UNIX_EPOCH);
        for name in 0..1_000 {
            tries.tell(name, false, now);
        }
        assert_eq!(tries.tell(5_000, false, now), NOTHING);
        let told: Vec<Tell> = (0..OF_A_NAME + 1).map(|_| tries.tell(7_000, true, now)).collect();
        assert!(told[..20].iter().all(|tell| *tell == IT), "{told:?}");
        assert!(!told[20].it);
    }

    #[test]
    fn a_million_tries_with_a_million_names_are_some_hundred_entries_a_while() {
        let (mut tries, now) = (Tries::default(), DateTime::UNIX_EPOCH);
        let told = (0..1_000_000).filter(|name| tries.tell(*name, false, now) != NOTHING).count();
        assert_eq!(told, 300 + 20);
        assert_eq!(tries.of_name.len(), 300, "and take no more room");
        let back = now - TimeDelta::hours(1);
        assert_eq!(tries.tell(1, false, back), Tell { it: true, left_out: Some(1_000_000 - 300) });
    }
}
