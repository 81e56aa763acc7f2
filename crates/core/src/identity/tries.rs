//! How much of tries that let nobody in goes into the trail. Whoever reaches the door may try as often as it answers,
//! and the trail keeps what it is told for ever: the first tries of a while are told one by one, then counted, and told of
//! each time they are twice as many.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

/// A while.
const WINDOW: TimeDelta = TimeDelta::minutes(10);
/// Tries with one name that are told one by one: an account is locked long before.
const OF_A_NAME: u32 = 20;
/// Tries with any name that are told one by one.
const OF_ALL: u32 = 300;

/// What the trail is told of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tell {
    /// The try itself.
    It,
    /// That so many tries of this while were left out.
    LeftOut(u64),
    /// Nothing.
    Nothing,
}

/// The tries of a while.
#[derive(Debug, Default)]
pub(super) struct Tries {
    since: Option<DateTime<Utc>>,
    told: u32,
    left_out: u64,
    /// No more than are told of.
    of_name: HashMap<u64, u32>,
}

impl Tries {
    /// Counts a try with a name and says what to tell of it.
    pub(super) fn tell(&mut self, name: u64, now: DateTime<Utc>) -> Tell {
        // A clock that was set back begins anew too.
        if self.since.is_none_or(|since| now < since || now - since >= WINDOW) {
            *self = Self { since: Some(now), ..Self::default() };
        }
        let of_name = self.of_name.get(&name).copied().unwrap_or(0);
        if self.told < OF_ALL && of_name < OF_A_NAME {
            self.told += 1;
            self.of_name.insert(name, of_name + 1);
            return Tell::It;
        }
        self.left_out += 1;
        if self.left_out.is_power_of_two() { Tell::LeftOut(self.left_out) } else { Tell::Nothing }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_of_as_often_as_anybody_reads_and_then_counted() {
        let (mut tries, now) = (Tries::default(), DateTime::UNIX_EPOCH);
        let told: Vec<Tell> = (0..OF_A_NAME + 5).map(|_| tries.tell(1, now)).collect();
        assert!(told[..20].iter().all(|tell| *tell == Tell::It));
        assert_eq!(told[20..], [Tell::LeftOut(1), Tell::LeftOut(2), Tell::Nothing, Tell::LeftOut(4), Tell::Nothing]);
        assert_eq!(tries.tell(2, now), Tell::It, "another is told of");
        assert_eq!(tries.tell(1, now + WINDOW), Tell::It, "and the same after a while");
    }

    #[test]
    fn a_million_tries_with_a_million_names_are_some_hundred_entries_a_while() {
        let (mut tries, now) = (Tries::default(), DateTime::UNIX_EPOCH);
        let told = (0..1_000_000).filter(|name| tries.tell(*name, now) != Tell::Nothing).count();
        assert_eq!(told, 300 + 20);
        assert_eq!(tries.of_name.len(), 300, "and take no more room");
        let back = now - TimeDelta::hours(1);
        assert_eq!(tries.tell(1, back), Tell::It);
    }
}
