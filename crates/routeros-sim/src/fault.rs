//! What goes wrong on purpose, as data.

use std::time::Duration;

use serde::{Deserialize, Serialize};

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
}

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
    /// `clock-offset=-3600`.
    ///
    /// # Errors
    /// A sentence that names the flag that was not understood.
    pub fn apply(&mut self, flag: &str) -> Result<(), String> {
        let (name, value) = flag.split_once('=').unwrap_or((flag, ""));
        let bad = || format!("fault `{flag}` is not understood");
        let number = |text: &str| text.parse::<u64>().map_err(|_| bad());
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
                let (after, seconds) = value.split_once(':').ok_or_else(bad)?;
                self.stall_after_commands = Some(number(after)?);
                self.stall_s = number(seconds)?;
            }
            "duplicate-every" => self.duplicate_every = Some(number(value)?.max(1)),
            "late-every" => {
                let (every, ms) = value.split_once(':').ok_or_else(bad)?;
                self.late_every = Some(number(every)?.max(1));
                self.late_ms = number(ms)?;
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
}

/// What a fault does to the command at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blow {
    /// Close without an answer.
    Drop,
    /// Reset without an answer.
    Reset,
}

/// Faults with the counters that trigger them.
#[derive(Debug, Default)]
pub struct FaultState {
    /// What is to go wrong.
    pub faults: Faults,
    /// What happened so far.
    pub stats: Stats,
    writes_since: u64,
    commands_since: u64,
    replies_since: u64,
    finals_since: u64,
}

impl FaultState {
    /// New faults; their counters begin again, the statistics go on.
    pub fn set(&mut self, faults: Faults) {
        *self = Self { faults, stats: self.stats, ..Self::default() };
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

    /// Counts a command; how long to stall and whether to send garbage first.
    pub fn before_command(&mut self) -> (Duration, bool) {
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
        let stall = due(&mut self.faults.stall_after_commands);
        let garbage = due(&mut self.faults.garbage_after_commands);
        let stall = if stall { Duration::from_secs(self.faults.stall_s) } else { Duration::ZERO };
        (stall, garbage)
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
