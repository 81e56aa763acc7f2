//! The hardware the simulated router runs on, as data.
//!
//! The rates are an estimate from published measurements (rows per second of
//! full prints, milliseconds per add); they apply only when asked for, so that
//! tests run at full speed.

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
    pub burst: u64,
    /// What each request costs after that, milliseconds.
    pub slow_ms: u64,
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
            // first 120 to 220, then 20 ms each.
            clamp: Some(Clamp { burst: 150, slow_ms: 20 }),
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
