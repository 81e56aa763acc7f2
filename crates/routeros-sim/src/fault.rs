//! What goes wrong on purpose, as data.

use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use crate::random::Random;
use crate::wire::Style;

/// Faults of the link and the router. Everything is off by default; counters run
/// over all connections, because a client reconnects and goes on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Faults {
    /// Round-trip time added to every reply, milliseconds.
    pub latency_ms: u64,
    /// Replies are written in pieces of this many bytes.
    pub split_bytes: Option<usize>,
    /// Once: after this many applied writes the connection closes without the
    /// last one's answer.
    pub drop_after_writes: Option<u64>,
    /// Again and again: every this many writes the last is applied (of a list of
    /// items only the first half), its answer is not sent, what is still in the
    /// pipe is thrown away and the connection is reset.
    pub reset_every_writes: Option<u64>,
    /// Once: after this many replies a sentence is cut in the middle and the
    /// connection closes.
    pub drop_mid_sentence_after: Option<u64>,
    /// Once: after this many commands nothing is answered for `stall_s`.
    pub stall_after_commands: Option<u64>,
    /// How long that lasts, seconds.
    pub stall_s: u64,
    /// Every this many finished commands the final reply is sent twice.
    pub duplicate_every: Option<u64>,
    /// Every this many finished commands the final reply comes late.
    pub late_every: Option<u64>,
    /// How late, milliseconds.
    pub late_ms: u64,
    /// `.tag` comes last in every sentence, as older releases send it.
    pub tag_last: bool,
    /// Connections are accepted and closed at once.
    pub refuse: bool,
    /// Once: after this many commands a byte no sentence can begin with is sent.
    pub garbage_after_commands: Option<u64>,
    /// The router's calendar is off by this many seconds.
    pub clock_offset_s: i64,
    /// Up to this much is added to the round-trip time, by chance, milliseconds.
    pub jitter_ms: u64,
    /// Decides what is left to chance: the same seed goes wrong in the same way.
    pub seed: u64,
    /// So many commands, over all connections, are answered at once; the following
    /// take [`Faults::clamp_ms`] each, until the router was idle for a while (as
    /// measured on CHR: 150 and 20 ms).
    pub clamp_burst: Option<u64>,
    /// What a command takes beyond the burst, milliseconds.
    pub clamp_ms: u64,
    /// Replies are held back this long and leave in one segment, milliseconds.
    pub merge_ms: u64,
    /// Every refusal comes as two traps.
    pub multi_trap: bool,
    /// Comments end in a byte of a Windows code page, which is no UTF-8.
    pub wrong_encoding: bool,
    /// Once: after this many commands a reply comes that no client knows.
    pub unknown_reply_after: Option<u64>,
    /// Once: after this many commands the calendar jumps by `clock_jump_s`.
    pub clock_jump_after: Option<u64>,
    /// How far it jumps, seconds.
    pub clock_jump_s: i64,
    /// Once: after this many commands `api-ssl` gets another certificate.
    pub certificate_after: Option<u64>,
    /// Once: after this many commands the password of the user who sent the last
    /// one becomes [`NEW_PASSWORD`], which ends the user's sessions.
    pub password_after: Option<u64>,
    /// Once: after this many commands the router restarts.
    pub reboot_after: Option<u64>,
    /// How long it then lets nobody in, milliseconds.
    pub reboot_ms: u64,
}

/// What the fault `password-after` changes a password to.
pub const NEW_PASSWORD: &str = "changed-by-fault";

/// Every fault once, as a flag that sets it: what tests multiply actions with.
pub const ALL: [&str; 21] = [
    "latency=30",
    "jitter=30",
    "clamp=20:5",
    "split=3",
    "merge=15",
    "stall=5:1",
    "drop-after-writes=1",
    "reset-every-writes=7",
    "drop-mid-sentence-after=5",
    "duplicate-every=3",
    "late-every=3:40",
    "tag-last",
    "multi-trap",
    "wrong-encoding",
    "garbage-after=6",
    "unknown-reply-after=6",
    "clock-jump=4:-31536000",
    "clock-offset=86400",
    "certificate-after=4",
    "password-after=8",
    "reboot-after=6:100",
];

impl Faults {
    /// No faults.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// A round-trip time on every reply.
    #[must_use]
    pub fn latency(mut self, round_trip: Duration) -> Self {
        self.latency_ms = u64::try_from(round_trip.as_millis()).unwrap_or(u64::MAX);
        self
    }

    /// Reads flags of the program: `latency=20`, `drop-after-writes=100`,
    /// `reset-every-writes=50`, `drop-mid-sentence-after=10`, `stall=100:5` (after
    /// 100 commands, 5 seconds), `split=7`, `duplicate-every=10`,
    /// `late-every=10:500`, `tag-last`, `refuse`, `garbage-after=10`,
    /// `clock-offset=-3600`, `jitter=30`, `seed=7`, `clamp=150:20`, `merge=15`,
    /// `multi-trap`, `wrong-encoding`, `unknown-reply-after=10`, `clock-jump=4:3600`,
    /// `certificate-after=4`, `password-after=8`, `reboot-after=6:100`. [`ALL`] has
    /// each of them that can break an action.
    ///
    /// # Errors
    /// A sentence that names the flag that was not understood.
    pub fn apply(&mut self, flag: &str) -> Result<(), String> {
        let (name, value) = flag.split_once('=').unwrap_or((flag, ""));
        let bad = || format!("fault `{flag}` is not understood");
        let number = |text: &str| text.parse::<u64>().map_err(|_| bad());
        let pair = |text: &str| {
            let (a, b) = text.split_once(':').ok_or_else(bad)?;
            Ok::<_, String>((number(a)?, number(b)?))
        };
        match name {
            "latency" => self.latency_ms = number(value)?,
            "split" => {
                let size = usize::try_from(number(value)?).map_err(|_| bad())?;
                self.split_bytes = Some(size.max(1));
            }
            "drop-after-writes" => self.drop_after_writes = Some(number(value)?),
            "reset-every-writes" => self.reset_every_writes = Some(number(value)?.max(1)),
            "drop-mid-sentence-after" => self.drop_mid_sentence_after = Some(number(value)?),
            "stall" => {
                let (after, seconds) = pair(value)?;
                (self.stall_after_commands, self.stall_s) = (Some(after), seconds);
            }
            "jitter" => self.jitter_ms = number(value)?,
            "seed" => self.seed = number(value)?,
            "clamp" => {
                let (burst, ms) = pair(value)?;
                (self.clamp_burst, self.clamp_ms) = (Some(burst), ms);
            }
            "merge" => self.merge_ms = number(value)?,
            "multi-trap" => self.multi_trap = true,
            "wrong-encoding" => self.wrong_encoding = true,
            "unknown-reply-after" => self.unknown_reply_after = Some(number(value)?),
            "clock-jump" => {
                let (after, seconds) = value.split_once(':').ok_or_else(bad)?;
                self.clock_jump_after = Some(number(after)?);
                self.clock_jump_s = seconds.parse().map_err(|_| bad())?;
            }
            "certificate-after" => self.certificate_after = Some(number(value)?),
            "password-after" => self.password_after = Some(number(value)?),
            "reboot-after" => {
                let (after, ms) = pair(value)?;
                (self.reboot_after, self.reboot_ms) = (Some(after), ms);
            }
            "duplicate-every" => self.duplicate_every = Some(number(value)?.max(1)),
            "late-every" => {
                let (every, ms) = pair(value)?;
                (self.late_every, self.late_ms) = (Some(every.max(1)), ms);
            }
            "tag-last" => self.tag_last = true,
            "refuse" => self.refuse = true,
            "garbage-after" => self.garbage_after_commands = Some(number(value)?),
            "clock-offset" => self.clock_offset_s = value.parse().map_err(|_| bad())?,
            _ => return Err(bad()),
        }
        Ok(())
    }
}

/// How often something happened since the simulator started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    /// Connections accepted.
    pub connections: u64,
    /// Logins that succeeded.
    pub logins: u64,
    /// Commands executed, logins not counted.
    pub commands: u64,
    /// Writing commands executed.
    pub writes: u64,
    /// Replies sent.
    pub replies: u64,
    /// Connections broken by a fault.
    pub broken: u64,
    /// Commands that took longer because many came before them.
    pub clamped: u64,
}

/// What a fault does to the command at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blow {
    /// Close without an answer.
    Drop,
    /// Reset without an answer.
    Reset,
}

/// What falls due with a command.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// Nothing is answered for so long.
    pub stall: Duration,
    /// A byte no sentence can begin with.
    pub garbage: bool,
    /// A reply no client knows.
    pub unknown_reply: bool,
    /// The calendar jumps by so many seconds.
    pub clock_jump: Option<i64>,
    /// Another certificate.
    pub certificate: bool,
    /// Another password for who asks.
    pub password: bool,
    /// A restart, with nobody let in for so long.
    pub reboot: Option<Duration>,
}

/// How long the router must be idle until a burst is whole again; a part of that
/// time gives back that part.
const BURST_BACK: Duration = Duration::from_secs(2);

/// Faults with the counters that trigger them.
#[derive(Debug)]
pub struct FaultState {
    /// What is to go wrong.
    pub faults: Faults,
    /// What happened so far.
    pub stats: Stats,
    writes_since: u64,
    commands_since: u64,
    replies_since: u64,
    finals_since: u64,
    /// Commands that may still be answered at once, and when that was reckoned.
    burst_left: f64,
    reckoned: Instant,
    random: Random,
}

impl Default for FaultState {
    fn default() -> Self {
        Self {
            faults: Faults::none(),
            stats: Stats::default(),
            writes_since: 0,
            commands_since: 0,
            replies_since: 0,
            finals_since: 0,
            burst_left: 0.0,
            reckoned: Instant::now(),
            random: Random::new(0),
        }
    }
}

impl FaultState {
    /// New faults; their counters begin again, the statistics go on.
    pub fn set(&mut self, faults: Faults) {
        let burst = u32::try_from(faults.clamp_burst.unwrap_or(0)).unwrap_or(u32::MAX);
        let random = Random::new(faults.seed);
        *self = Self { faults, stats: self.stats, burst_left: f64::from(burst), random, ..Self::default() };
    }

    /// Whether the write that comes next must not be answered.
    pub fn before_write(&mut self) -> Option<Blow> {
        self.writes_since += 1;
        if self.faults.drop_after_writes.is_some_and(|n| self.writes_since >= n) {
            self.faults.drop_after_writes = None;
            self.stats.broken += 1;
            return Some(Blow::Drop);
        }
        if self.faults.reset_every_writes.is_some_and(|n| self.writes_since >= n) {
            self.writes_since = 0;
            self.stats.broken += 1;
            return Some(Blow::Reset);
        }
        None
    }

    /// Counts a command; what falls due with it.
    pub fn before_command(&mut self) -> Due {
        self.stats.commands += 1;
        self.commands_since += 1;
        let count = self.commands_since;
        let due = |at: &mut Option<u64>| {
            let due = at.is_some_and(|n| count >= n);
            if due {
                *at = None;
            }
            due
        };
        let faults = &mut self.faults;
        let stall = if due(&mut faults.stall_after_commands) { faults.stall_s } else { 0 };
        Due {
            stall: Duration::from_secs(stall),
            garbage: due(&mut faults.garbage_after_commands),
            unknown_reply: due(&mut faults.unknown_reply_after),
            clock_jump: due(&mut faults.clock_jump_after).then_some(faults.clock_jump_s),
            certificate: due(&mut faults.certificate_after),
            password: due(&mut faults.password_after),
            reboot: due(&mut faults.reboot_after).then(|| Duration::from_millis(faults.reboot_ms)),
        }
    }

    /// What a command takes longer because many came before it.
    pub fn clamped(&mut self) -> Duration {
        let Some(burst) = self.faults.clamp_burst else { return Duration::ZERO };
        let burst = f64::from(u32::try_from(burst).unwrap_or(u32::MAX));
        let back = self.reckoned.elapsed().as_secs_f64() / BURST_BACK.as_secs_f64() * burst;
        self.reckoned = Instant::now();
        // Time that passes between two commands of a stream is no rest.
        if back >= 1.0 || self.burst_left >= 1.0 {
            self.burst_left = (self.burst_left + back).min(burst);
        }
        if self.burst_left >= 1.0 {
            self.burst_left -= 1.0;
            return Duration::ZERO;
        }
        self.stats.clamped += 1;
        Duration::from_millis(self.faults.clamp_ms)
    }

    /// Half of the round-trip time of the next packet.
    pub fn one_way(&mut self) -> Duration {
        let jitter = if self.faults.jitter_ms == 0 { 0 } else { self.random.below(self.faults.jitter_ms + 1) };
        Duration::from_micros((self.faults.latency_ms + jitter) * 500)
    }

    /// How replies are written.
    #[must_use]
    pub fn style(&self) -> Style {
        let faults = &self.faults;
        Style { tag_last: faults.tag_last, multi_trap: faults.multi_trap, wrong_encoding: faults.wrong_encoding }
    }

    /// Counts replies; whether the last of them is to be cut.
    pub fn before_replies(&mut self, count: u64) -> bool {
        self.stats.replies += count;
        self.replies_since += count;
        if self.faults.drop_mid_sentence_after.is_some_and(|n| self.replies_since >= n) {
            self.faults.drop_mid_sentence_after = None;
            self.stats.broken += 1;
            return true;
        }
        false
    }

    /// Counts a final reply; whether to send it twice, and how late.
    pub fn before_final(&mut self) -> (bool, Duration) {
        self.finals_since += 1;
        let every = |n: Option<u64>| n.is_some_and(|n| self.finals_since.is_multiple_of(n));
        let late =
            if every(self.faults.late_every) { Duration::from_millis(self.faults.late_ms) } else { Duration::ZERO };
        (every(self.faults.duplicate_every), late)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_read() {
        let mut faults = Faults::none();
        for flag in ["latency=20", "reset-every-writes=50", "stall=100:5", "tag-last", "clock-offset=-3600"] {
            faults.apply(flag).unwrap();
        }
        assert_eq!(faults.latency_ms, 20);
        assert_eq!(faults.reset_every_writes, Some(50));
        assert_eq!((faults.stall_after_commands, faults.stall_s), (Some(100), 5));
        assert!(faults.tag_last);
        assert_eq!(faults.clock_offset_s, -3600);
        assert!(faults.apply("latency=soon").is_err());
        assert!(faults.apply("nonsense").is_err());
    }

    #[test]
    fn every_fault_of_the_list_is_one() {
        let mut all = Faults::none();
        for flag in ALL {
            let mut one = Faults::none();
            one.apply(flag).unwrap();
            assert_ne!(one, Faults::none(), "{flag}");
            all.apply(flag).unwrap();
        }
        // They can all be set at once, and every field but the seed and `refuse`,
        // which lets nothing happen at all, is set by one of them.
        let set = serde_json::to_value(&all).unwrap();
        let unset = serde_json::to_value(Faults::none()).unwrap();
        let same: Vec<&String> = set
            .as_object()
            .unwrap()
            .iter()
            .filter(|(name, v)| unset[name.as_str()] == **v)
            .map(|(name, _)| name)
            .collect();
        assert_eq!(same, ["refuse", "seed"]);
    }

    #[test]
    fn chance_is_the_same_for_the_same_seed() {
        let delays = |seed| {
            let mut state = FaultState::default();
            state.set(Faults { jitter_ms: 50, seed, ..Faults::none() });
            (0..20).map(|_| state.one_way()).collect::<Vec<_>>()
        };
        assert_eq!(delays(1), delays(1));
        assert_ne!(delays(1), delays(2));
    }

    #[test]
    fn a_burst_is_free_and_the_rest_is_not() {
        let mut state = FaultState::default();
        state.set(Faults { clamp_burst: Some(1), clamp_ms: 20, ..Faults::none() });
        assert_eq!(state.clamped(), Duration::ZERO);
        assert_eq!(state.clamped(), Duration::from_millis(20));
        state.reckoned -= BURST_BACK;
        assert_eq!(state.clamped(), Duration::ZERO, "after a rest");
    }

    #[test]
    fn a_drop_happens_once_and_a_reset_again_and_again() {
        let mut state = FaultState::default();
        state.set(Faults { drop_after_writes: Some(2), ..Faults::none() });
        let blows: Vec<_> = (0..4).map(|_| state.before_write()).collect();
        assert_eq!(blows, [None, Some(Blow::Drop), None, None]);
        state.set(Faults { reset_every_writes: Some(2), ..Faults::none() });
        let blows: Vec<_> = (0..4).map(|_| state.before_write()).collect();
        assert_eq!(blows, [None, Some(Blow::Reset), None, Some(Blow::Reset)]);
        assert_eq!(state.stats.broken, 3);
    }
}
