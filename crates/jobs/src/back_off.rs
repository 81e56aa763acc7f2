use std::time::Duration;

/// How long to wait before the next attempt: doubles each time up to a ceiling,
/// spread by jitter so that a thousand jobs that failed together do not return
/// together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BackOff {
    /// The wait after the first failed attempt.
    pub base: Duration,
    /// The longest wait, before jitter.
    pub cap: Duration,
    /// Percent of the wait by which it may be shorter or longer (0–100).
    pub jitter_percent: u8,
}

impl Default for BackOff {
    /// 5 s, doubling, to at most an hour, ±20 %.
    fn default() -> Self {
        Self { base: Duration::from_secs(5), cap: Duration::from_secs(3600), jitter_percent: 20 }
    }
}

impl BackOff {
    /// The wait after `attempt` attempts (1 = the first has just failed);
    /// `random` is any number, equally likely over the whole range.
    #[must_use]
    pub fn wait(&self, attempt: u16, random: u32) -> Duration {
        // 2^32 times any base is beyond every sensible cap.
        let doublings = u32::from(attempt.saturating_sub(1)).min(32);
        let factor = 1_u64.checked_shl(doublings).unwrap_or(u64::MAX);
        let millis = millis(self.base).saturating_mul(factor).min(millis(self.cap));
        let spread = u128::from(millis) * u128::from(self.jitter_percent.min(100)) / 100;
        // Uniform in millis − spread ..= millis + spread.
        let offset = (2 * spread + 1) * u128::from(random) / (u128::from(u32::MAX) + 1);
        let spread = u64::try_from(spread).unwrap_or(u64::MAX);
        let offset = u64::try_from(offset).unwrap_or(u64::MAX);
        Duration::from_millis((millis - spread).saturating_add(offset))
    }
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn doubles_to_the_cap() {
        let plain = BackOff { jitter_percent: 0, ..BackOff::default() };
        let seconds: Vec<u64> = (1..=12).map(|n| plain.wait(n, 7).as_secs()).collect();
        assert_eq!(seconds, [5, 10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]);
    }

    proptest! {
        #[test]
        fn stays_within_jitter_and_never_panics(
            attempt: u16, random: u32, base in 0_u64..100_000, cap in 0_u64..10_000_000, jitter in 0_u8..=100,
        ) {
            let back_off = BackOff {
                base: Duration::from_millis(base),
                cap: Duration::from_millis(cap),
                jitter_percent: jitter,
            };
            let middle = back_off_without_jitter(&back_off, attempt);
            let spread = middle * u64::from(jitter) / 100;
            let wait = millis(back_off.wait(attempt, random));
            prop_assert!(wait >= middle - spread && wait <= middle + spread, "{wait} around {middle} ± {spread}");
        }

        #[test]
        fn grows_with_each_attempt(attempt in 1_u16..1000, random: u32) {
            let back_off = BackOff { jitter_percent: 0, ..BackOff::default() };
            prop_assert!(back_off.wait(attempt + 1, random) >= back_off.wait(attempt, random));
        }

        #[test]
        fn the_random_number_spreads_over_both_sides(attempt in 1_u16..20) {
            let back_off = BackOff::default();
            prop_assert!(back_off.wait(attempt, 0) < back_off.wait(attempt, u32::MAX / 2));
            prop_assert!(back_off.wait(attempt, u32::MAX / 2) < back_off.wait(attempt, u32::MAX));
        }
    }

    /// The rule said differently: double by hand, stop at the cap.
    fn back_off_without_jitter(back_off: &BackOff, attempt: u16) -> u64 {
        let (mut wait, cap) = (millis(back_off.base), millis(back_off.cap));
        for _ in 1..attempt.min(40) {
            wait = (wait * 2).min(cap);
        }
        wait.min(cap)
    }
}
