//! The hardware the simulated router runs on, as data.
//!
//! The rates are an estimate from published measurements (rows per second of
//! full prints, milliseconds per add); they apply only when asked for, so that
//! tests run at full speed.

use std::time::Instant;

/// What one piece of work costs the router's processor, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// Every command.
    pub command_us: u64,
    /// Every add, set or remove of a row, in addition.
    pub write_us: u64,
    /// Every row sent.
    pub row_us: u64,
    /// Every row looked at but not sent, in nanoseconds.
    pub scan_ns: u64,
    /// What happens to long bursts, where the board slows them down.
    pub clamp: Option<Clamp>,
}

/// How a router slows down whoever asks a lot: so many requests pass at full speed,
/// over all connections together, then each one waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clamp {
    /// Requests that pass at full speed.
    pub burst: u32,
    /// What each request costs after that, microseconds.
    pub slow_us: u64,
    /// Idle time that gives back one of the burst's requests, microseconds.
    pub refill_us: u64,
}

/// What is left of a [`Clamp`]'s burst.
#[derive(Clone, Debug)]
pub struct Budget {
    clamp: Option<Clamp>,
    left: u32,
    last: Option<Instant>,
}

impl Budget {
    /// A full one; without a clamp it never runs out.
    #[must_use]
    pub fn new(clamp: Option<Clamp>) -> Self {
        Self { clamp, left: clamp.map_or(0, |c| c.burst), last: None }
    }

    /// One request comes; gives what it costs in addition, microseconds.
    pub fn take(&mut self, now: Instant) -> u64 {
        let Some(clamp) = self.clamp else { return 0 };
        let idle = self.last.map_or(0, |last| now.saturating_duration_since(last).as_micros());
        let back = idle.checked_div(u128::from(clamp.refill_us)).unwrap_or(0);
        if back > 0 || self.last.is_none() {
            self.last = Some(now);
        }
        self.left = self.left.saturating_add(u32::try_from(back).unwrap_or(u32::MAX)).min(clamp.burst);
        match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                0
            }
            None => clamp.slow_us,
        }
    }
}

/// One model of router.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Board {
    /// Its short name for flags: `chr`, `hex`, `rb5009`.
    pub name: &'static str,
    /// `board-name`.
    pub board_name: &'static str,
    /// `model`, where there is a routerboard.
    pub model: Option<&'static str>,
    /// `serial-number`, where there is a routerboard.
    pub serial: &'static str,
    /// `architecture-name`.
    pub architecture: &'static str,
    /// `cpu`.
    pub cpu: &'static str,
    /// `cpu-count`.
    pub cpu_count: u32,
    /// `cpu-frequency`, MHz.
    pub cpu_mhz: u32,
    /// `total-memory`, bytes.
    pub memory: u64,
    /// `total-hdd-space`, bytes.
    pub disk: u64,
    /// Ethernet ports.
    pub ports: u32,
    /// Licence level, where the board has one.
    pub licence: Option<u32>,
    /// How many hotspot sessions the licence allows.
    pub hotspot_sessions: Option<usize>,
    /// Sensors: name, value, unit.
    pub sensors: &'static [(&'static str, &'static str, &'static str)],
    /// What work costs.
    pub rates: Rates,
}

/// The boards the simulator plays.
pub static BOARDS: [Board; 3] = [
    Board {
        name: "chr",
        board_name: "CHR QEMU Standard PC (Q35 + ICH9, 2009)",
        model: None,
        serial: "",
        architecture: "x86_64",
        cpu: "QEMU Virtual CPU version 2.5+",
        cpu_count: 2,
        cpu_mhz: 2_400,
        memory: 1_073_741_824,
        disk: 134_217_728,
        ports: 4,
        licence: None,
        hotspot_sessions: None,
        sensors: &[],
        rates: Rates {
            command_us: 300,
            write_us: 500,
            row_us: 120,
            scan_ns: 400,
            // Measured on CHR 7.23.2: about a thousand requests a second for the
            // first 120 to 220, then 20 ms each; whole again after some idle seconds.
            clamp: Some(Clamp { burst: 150, slow_us: 20_000, refill_us: 25_000 }),
        },
    },
    Board {
        name: "hex",
        board_name: "hEX",
        model: Some("RB750Gr3"),
        serial: "8AFF09C1A2B3",
        architecture: "mmips",
        cpu: "MIPS 1004Kc V2.15",
        cpu_count: 4,
        cpu_mhz: 880,
        memory: 268_435_456,
        disk: 16_777_216,
        ports: 5,
        licence: Some(4),
        hotspot_sessions: Some(200),
        sensors: &[("voltage", "24.1", "V"), ("temperature", "42", "C")],
        rates: Rates { command_us: 1500, write_us: 3000, row_us: 600, scan_ns: 3000, clamp: None },
    },
    Board {
        name: "rb5009",
        board_name: "RB5009UG+S+",
        model: Some("RB5009UG+S+"),
        serial: "HCQ08D4E5F6A",
        architecture: "arm64",
        cpu: "ARM64",
        cpu_count: 4,
        cpu_mhz: 1_400,
        memory: 1_073_741_824,
        disk: 1_073_741_824,
        ports: 8,
        licence: Some(5),
        hotspot_sessions: Some(500),
        sensors: &[("cpu-temperature", "51", "C"), ("voltage", "23.9", "V")],
        rates: Rates { command_us: 300, write_us: 1500, row_us: 130, scan_ns: 500, clamp: None },
    },
];

impl Board {
    /// The board of that name (`chr`, `hex`, `rb5009`).
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        BOARDS.iter().find(|b| b.name.eq_ignore_ascii_case(name))
    }

    /// The one used when nothing else is asked for: a CHR.
    #[must_use]
    pub fn standard() -> &'static Self {
        &BOARDS[0]
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_burst_passes_and_then_every_request_waits() {
        let clamp = Clamp { burst: 3, slow_us: 20_000, refill_us: 10_000 };
        let mut budget = Budget::new(Some(clamp));
        let start = Instant::now();
        let at = |ms: u64| start + Duration::from_millis(ms);
        let costs: Vec<u64> = (0..5).map(|_| budget.take(at(0))).collect();
        assert_eq!(costs, [0, 0, 0, 20_000, 20_000]);
        assert_eq!(budget.take(at(9)), 20_000, "nothing came back yet");
        assert_eq!((budget.take(at(20)), budget.take(at(20)), budget.take(at(20))), (0, 0, 20_000));
        let mut idle: Vec<u64> = (0..4).map(|_| budget.take(at(60_000))).collect();
        assert_eq!(idle.pop(), Some(20_000), "no more than a burst comes back");
        assert_eq!(idle, [0, 0, 0]);
        assert_eq!(Budget::new(None).take(at(0)), 0);
    }
}
