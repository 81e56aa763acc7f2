//! What comes in and goes out of the live view of a router.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use simpul_kernel::ids::RouterId;
use ts_rs::TS;

/// Lists a router's interfaces.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RouterInterfaceList {
    /// Which.
    pub router_id: RouterId,
    /// Also those a session made, such as `<pppoe-ani>`.
    #[serde(default)]
    pub include_dynamic: bool,
}

/// An interface of a router, live.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RouterInterface {
    /// Its exact name.
    pub name: String,
    /// `ether`, `vlan`, `bridge`, `wlan`, `pppoe-in`, …
    pub kind: String,
    /// Its address.
    pub mac_address: Option<String>,
    /// Free text of the owner.
    pub comment: Option<String>,
    /// Something is at the other end.
    pub is_running: bool,
    /// Switched off.
    pub is_disabled: bool,
    /// Made by the router for a session.
    pub is_dynamic: bool,
    /// Bytes into the router since it came up.
    pub rx_bytes: i64,
    /// Bytes out of the router since it came up.
    pub tx_bytes: i64,
    /// How often it went down.
    pub link_downs: i64,
    /// When it last did, as the router writes it.
    pub last_link_down: Option<String>,
}

/// Asks for the traffic of interfaces; asking keeps the router's stream going for
/// another 15 seconds.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RouterTrafficGet {
    /// Which.
    pub router_id: RouterId,
    /// Exact names, one to eight.
    pub interfaces: Vec<String>,
    /// The highest `seq` held already; absent = all there is.
    #[ts(optional)]
    pub after: Option<i64>,
}

/// The traffic of some interfaces.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RouterTraffic {
    /// Another one than before: what was held is of an earlier stream.
    pub feed_id: i64,
    /// In the order asked.
    pub interfaces: Vec<InterfaceTraffic>,
}

/// The traffic of one interface.
#[derive(Debug, Clone, Serialize, TS)]
pub struct InterfaceTraffic {
    /// Its name.
    pub name: String,
    /// Oldest first; one a second, the last 120 are kept.
    pub samples: Vec<TrafficSample>,
}

/// What an interface carries in one second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct TrafficSample {
    /// Number within the feed.
    pub seq: i64,
    /// When it came.
    pub at: DateTime<Utc>,
    /// Bits per second into the router.
    pub rx_bps: i64,
    /// Bits per second out of the router.
    pub tx_bps: i64,
}

/// Asks for a router's log; asking keeps it followed for another 15 seconds.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RouterLogList {
    /// Which.
    pub router_id: RouterId,
    /// The highest `seq` held already; absent = the last 200 lines.
    #[ts(optional)]
    pub after: Option<i64>,
}

/// Lines of a router's log.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RouterLog {
    /// Another one than before: what was held has other numbers.
    pub feed_id: i64,
    /// The number of the newest line.
    pub last_seq: i64,
    /// Lines between what was held and the first of these are lost.
    pub is_gap: bool,
    /// Oldest first.
    pub lines: Vec<RouterLogLine>,
}

/// One line of a router's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RouterLogLine {
    /// Number within the feed.
    pub seq: i64,
    /// As the router writes it.
    pub time: String,
    /// `hotspot`, `info`, `account`, …
    pub topics: Vec<String>,
    /// The gravest of the topics.
    pub level: RouterLogLevel,
    /// What it says.
    pub message: String,
}

/// How grave a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum RouterLogLevel {
    /// For whoever searches a fault.
    Debug,
    /// Ordinary.
    Info,
    /// Not as it should be.
    Warning,
    /// Went wrong.
    Error,
    /// Went badly wrong.
    Critical,
}

impl RouterLogLevel {
    /// The gravest of a line's topics; `debug` beside another is a detail of it.
    #[must_use]
    pub fn of(topics: &[String]) -> Self {
        let level = |topic: &String| match topic.as_str() {
            "critical" => Some(Self::Critical),
            "error" => Some(Self::Error),
            "warning" => Some(Self::Warning),
            "info" => Some(Self::Info),
            "debug" => Some(Self::Debug),
            _ => None,
        };
        topics.iter().filter_map(level).max().unwrap_or(Self::Info)
    }
}

/// Has a router ping an address.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RouterPing {
    /// Which.
    pub router_id: RouterId,
    /// Address or name.
    pub address: String,
    /// How often, 1 to 10, once a second.
    pub count: u8,
    /// Bytes of each packet, 28 to 1500.
    #[ts(optional)]
    pub size: Option<u16>,
    /// Exact name of the interface to send by.
    #[ts(optional)]
    pub interface: Option<String>,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct RouterPinged {
    /// Packets sent.
    pub sent: i32,
    /// Packets answered.
    pub received: i32,
    /// Percent not answered.
    pub loss_percent: i32,
    /// Shortest round trip, microseconds.
    pub min_us: Option<i64>,
    /// Mean round trip, microseconds.
    pub avg_us: Option<i64>,
    /// Longest round trip, microseconds.
    pub max_us: Option<i64>,
    /// One by one.
    pub replies: Vec<PingReply>,
}

/// One packet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, TS)]
pub struct PingReply {
    /// From 0.
    pub seq: i32,
    /// Who answered.
    pub host: Option<String>,
    /// Why not, in the router's word: `timeout`, `no route to host`; absent = answered.
    pub status: Option<String>,
    /// Round trip, microseconds.
    pub time_us: Option<i64>,
    /// Hops left.
    pub ttl: Option<i32>,
    /// Bytes.
    pub size: Option<i32>,
}

/// How a customer came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize, sqlx::Type, TS)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SessionKind {
    /// By the hotspot's login page.
    #[default]
    Hotspot,
    /// By a dial-in: PPPoE, L2TP, …
    Ppp,
}

impl SessionKind {
    /// Its name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hotspot => "hotspot",
            Self::Ppp => "ppp",
        }
    }
}

/// A session on the router, live.
#[derive(Debug, Clone, Serialize, TS)]
pub struct RouterSession {
    /// How.
    pub kind: SessionKind,
    /// Id on the router.
    pub session_id: String,
    /// Who.
    pub username: String,
    /// Plan, when the code is ours.
    pub plan_name: Option<String>,
    /// Address.
    pub address: Option<String>,
    /// The device: its MAC, or what a dial-in calls itself.
    pub mac_address: Option<String>,
    /// The hotspot's server, or `pppoe`, `l2tp`, …
    pub service: Option<String>,
    /// Seconds online.
    pub uptime_s: i64,
    /// Bytes up, from the customer.
    pub bytes_in: i64,
    /// Bytes down.
    pub bytes_out: i64,
}

/// Ends a session.
#[derive(Debug, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct RouterSessionKick {
    /// Where.
    pub router_id: RouterId,
    /// How they came in; absent = by the hotspot.
    #[ts(optional)]
    pub kind: Option<SessionKind>,
    /// The session's id on the router, e.g. `*1A`.
    pub session_id: String,
    /// Who, so that the cookie goes too.
    pub username: String,
}

/// What became of a session that was to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, TS)]
pub struct SessionKicked {
    /// The router still had it.
    pub was_there: bool,
    /// The router has it no more: it was looked again.
    pub is_gone: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gravest_topic_is_the_level() {
        let level =
            |topics: &[&str]| RouterLogLevel::of(&topics.iter().map(|topic| (*topic).to_owned()).collect::<Vec<_>>());
        assert_eq!(level(&["hotspot", "info", "debug"]), RouterLogLevel::Info);
        assert_eq!(level(&["system", "error", "critical"]), RouterLogLevel::Critical);
        assert_eq!(level(&["pppoe", "ppp"]), RouterLogLevel::Info);
    }
}
