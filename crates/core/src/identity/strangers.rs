//! Names nobody has, tried at sign-in: counted and locked as an account's, so that a lock tells nobody which names
//! exist. In this process's memory only: what nobody has needs no row, and goes with the process.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, SubsecRound as _, Utc};
use sha2::{Digest as _, Sha256};

use super::rules;
use super::tries::{Tell, Tries};

/// Names kept; then the one tried longest ago makes room. To have one forgotten takes as many tries, each slow and told.
const MOST: usize = 100_000;

/// The names of one running program.
#[derive(Debug)]
pub struct Strangers {
    /// Drawn anew at each start: nobody works out from a kept name what was typed.
    salt: [u8; 16],
    tried: Mutex<HashMap<u64, Tried>>,
    tries: Mutex<Tries>,
}

#[derive(Debug, Clone, Copy)]
struct Tried {
    failures: i32,
    at: DateTime<Utc>,
    locked_until: Option<DateTime<Utc>>,
}

impl Default for Strangers {
    fn default() -> Self {
        Self { salt: rand::random(), tried: Mutex::default(), tries: Mutex::default() }
    }
}

impl Strangers {
    /// Until when a name that nobody has is locked.
    pub(super) fn locked_until(&self, name: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.tried().get(&self.key(name))?.locked_until.filter(|until| *until > now)
    }

    /// Counts a try with a name that nobody has.
    pub(super) fn failed(&self, name: &str, now: DateTime<Utc>) {
        let key = self.key(name);
        let mut tried = self.tried();
        if tried.len() >= MOST
            && !tried.contains_key(&key)
            && let Some(oldest) = tried.iter().min_by_key(|(_, one)| one.at).map(|(key, _)| *key)
        {
            tried.remove(&oldest);
        }
        let failures = tried.get(&key).map_or(0, |one| one.failures).saturating_add(1);
        // As exact as the database keeps an account's.
        let locked_until = rules::locked_until(failures, now.trunc_subsecs(6));
        tried.insert(key, Tried { failures, at: now, locked_until });
    }

    /// What the trail is told of a try that let nobody in; `is_known`: somebody has the name.
    pub(super) fn tell(&self, name: &str, is_known: bool, now: DateTime<Utc>) -> Tell {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner).tell(self.key(name), is_known, now)
    }

    /// What the trail says of a name that nobody has: somebody may have typed a password where the name goes.
    pub(super) fn kept(&self, name: &str) -> String {
        format!("{:016x}", self.key(name))
    }

    fn key(&self, name: &str) -> u64 {
        let digest = Sha256::new().chain_update(self.salt).chain_update(name.as_bytes()).finalize();
        digest.iter().take(8).fold(0, |key, byte| key << 8 | u64::from(*byte))
    }

    // Whole between any two of its calls: a panic elsewhere cannot break it.
    fn tried(&self) -> MutexGuard<'_, HashMap<u64, Tried>> {
        self.tried.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn a_name_nobody_has_locks_as_an_account_does() {
        let (strangers, now) = (Strangers::default(), DateTime::UNIX_EPOCH);
        for _ in 0..rules::FAILURES_BEFORE_LOCK {
            assert_eq!(strangers.locked_until("budi", now), None);
            strangers.failed("budi", now);
        }
        assert_eq!(strangers.locked_until("budi", now), rules::locked_until(rules::FAILURES_BEFORE_LOCK, now));
        assert_eq!(strangers.locked_until("budi", now + TimeDelta::minutes(2)), None);
        assert_eq!(strangers.locked_until("wati", now), None);
        // The next failure locks twice as long, and no finer than a database keeps it.
        strangers.failed("budi", now + TimeDelta::nanoseconds(1_234_567));
        let until = now + TimeDelta::minutes(2) + TimeDelta::microseconds(1_234);
        assert_eq!(strangers.locked_until("budi", now), Some(until));
    }

    #[test]
    fn many_names_take_no_more_room_than_a_few() {
        let (strangers, now) = (Strangers::default(), DateTime::UNIX_EPOCH);
        for n in 0..=MOST {
            strangers.failed(&n.to_string(), now + TimeDelta::seconds(i64::try_from(n).unwrap()));
        }
        let gone = strangers.key("0");
        let tried = strangers.tried();
        assert_eq!((tried.len(), tried.contains_key(&gone)), (MOST, false));
    }

    #[test]
    fn what_is_kept_of_a_name_differs_from_program_to_program() {
        let (one, other) = (Strangers::default(), Strangers::default());
        assert_eq!(one.kept("budi"), one.kept("budi"));
        assert_ne!(one.kept("budi"), other.kept("budi"));
        assert_eq!(one.kept("budi").len(), 16);
    }
}
