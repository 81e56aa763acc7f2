//! Commands that report once a second: `monitor-traffic` and `ping`.

use super::Router;
use super::dispatch::{Outcome, Stream};
use super::policy::Caller;
use super::request::Request;
use crate::error::Trap;
use crate::value::{net, time};
use crate::wire::Replies;

/// A running `/interface/monitor-traffic`.
#[derive(Debug)]
pub struct Traffic {
    interfaces: Vec<u32>,
    props: Option<Vec<String>>,
    section: u64,
    left: Option<u64>,
    /// Time between reports, microseconds.
    pub interval: u64,
}

/// A running `/tool/torch`.
#[derive(Debug)]
pub struct Torch {
    interface: u32,
    section: u64,
    left: Option<u64>,
}

/// A running `/ping`.
#[derive(Debug)]
pub struct Ping {
    host: String,
    size: u64,
    sent: u64,
    received: u64,
    left: Option<u64>,
    times: Vec<u64>,
    /// Time between reports, microseconds.
    pub interval: u64,
}

fn duration(request: &Request, name: &str) -> Result<Option<u64>, Trap> {
    match request.arg(name) {
        None => Ok(None),
        Some(raw) => time::parse_duration(raw).map(Some).ok_or_else(|| Trap::bad_value(name)),
    }
}

fn check_arguments(router: &Router, path: &str, request: &Request) -> Result<(), Trap> {
    let menu = router.require(path)?;
    let known = |name: &str| name == ".proplist" || router.menu(menu).commands.iter().any(|c| c == name);
    match request.args.iter().find(|(name, _)| !known(name)) {
        Some((name, _)) => Err(Trap::unknown_parameter(name)),
        None => Ok(()),
    }
}

impl Router {
    pub(crate) fn start_traffic(
        &mut self,
        caller: &Caller,
        request: &Request,
        out: &mut Replies,
    ) -> Result<Outcome, Trap> {
        check_arguments(self, "/interface/monitor-traffic", request)?;
        caller.check("/interface", "monitor-traffic")?;
        let list = request.arg("interface").ok_or_else(|| Trap::missing("interface"))?;
        let mut interfaces = Vec::new();
        for part in list.split(|b| *b == b',') {
            let id = self.item(self.at.interface, part);
            interfaces.push(id.ok_or_else(|| Trap::no_match("interface"))?);
        }
        let interval = duration(request, "interval")?.unwrap_or(time::SECOND).clamp(20_000, 5 * time::SECOND);
        let props = request.text(".proplist").or_else(|| request.text("proplist"));
        let mut traffic = Traffic {
            interfaces,
            props: props.map(|p| p.split(',').map(str::to_owned).collect()),
            section: 0,
            left: duration(request, "duration")?.map(|d| d.div_ceil(interval).max(1)),
            interval,
        };
        // `once` counts by being there, whatever its value.
        if request.args.iter().any(|(name, _)| name == "once") {
            self.traffic_rows(&traffic, None, out);
            out.done();
            return Ok(Outcome::Done);
        }
        traffic.section = 0;
        Ok(Outcome::Stream(Box::new(Stream::Traffic(traffic))))
    }

    fn traffic_rows(&mut self, traffic: &Traffic, section: Option<u64>, out: &mut Replies) {
        self.advance();
        for id in &traffic.interfaces {
            let Some(row) = self.table(self.at.interface).get(*id) else { continue };
            let name = self.text(self.at.interface, row, "name");
            let (rx, tx) = self.interface_rate(*id);
            let packets = |bits: u64| bits / 8 / 900;
            let values = [
                (".section", section.map(|n| n.to_string())),
                ("name", Some(name)),
                ("rx-packets-per-second", Some(packets(rx).to_string())),
                ("rx-bits-per-second", Some(rx.to_string())),
                ("fp-rx-packets-per-second", Some("0".to_owned())),
                ("fp-rx-bits-per-second", Some("0".to_owned())),
                ("rx-drops-per-second", Some("0".to_owned())),
                ("rx-errors-per-second", Some("0".to_owned())),
                ("tx-packets-per-second", Some(packets(tx).to_string())),
                ("tx-bits-per-second", Some(tx.to_string())),
                ("fp-tx-packets-per-second", Some("0".to_owned())),
                ("fp-tx-bits-per-second", Some("0".to_owned())),
                ("tx-drops-per-second", Some("0".to_owned())),
                ("tx-queue-drops-per-second", Some("0".to_owned())),
                ("tx-errors-per-second", Some("0".to_owned())),
            ];
            let wanted =
                |name: &str| name == ".section" || traffic.props.as_ref().is_none_or(|p| p.iter().any(|w| w == name));
            let shown = values.iter().filter(|(name, _)| wanted(name));
            out.sentence("!re", shown.filter_map(|(n, v)| Some((*n, v.as_ref()?.as_bytes()))));
        }
    }

    /// The next report; `true` when it was the last.
    pub fn next_traffic(&mut self, traffic: &mut Traffic, out: &mut Replies) -> bool {
        self.traffic_rows(traffic, Some(traffic.section), out);
        traffic.section += 1;
        count_down(&mut traffic.left, out)
    }

    /// `/tool/torch`: what hotspot phones behind an interface carry, and what the
    /// interface carries beside them.
    pub(crate) fn start_torch(&mut self, caller: &Caller, request: &Request) -> Result<Outcome, Trap> {
        check_arguments(self, "/tool/torch", request)?;
        caller.check("/tool", "torch")?;
        let name = request.arg("interface").ok_or_else(|| Trap::missing("interface"))?;
        let interface = self.item(self.at.interface, name).ok_or_else(|| Trap::no_match("interface"))?;
        let left = duration(request, "duration")?.map(|d| d.div_ceil(time::SECOND).max(1));
        Ok(Outcome::Stream(Box::new(Stream::Torch(Torch { interface, section: 0, left }))))
    }

    /// The next second of a torch; `true` when it was the last. The first has no rows
    /// yet (captured on 7.24.3).
    pub fn next_torch(&mut self, torch: &mut Torch, out: &mut Replies) -> bool {
        self.advance();
        if torch.section > 0 {
            let (rx, tx) = self.interface_rate(torch.interface);
            let section = torch.section.to_string();
            let active = self.at.hotspot_active;
            let phones: Vec<String> =
                self.table(active).iter().take(20).map(|row| self.text(active, row, "address")).collect();
            let flows = u64::try_from(phones.len().max(1)).unwrap_or(1);
            let (up, down) = (rx / flows, tx / flows);
            let none = ["198.51.100.10".to_owned()];
            for source in if phones.is_empty() { none.iter() } else { phones.iter() } {
                let packets = |bits: u64| (bits / 8 / 900).max(1).to_string();
                let (rx, tx, rx_packets, tx_packets) = (up.to_string(), down.to_string(), packets(up), packets(down));
                let values = [
                    (".section", section.as_str()),
                    ("mac-protocol", "ip"),
                    ("ip-protocol", "tcp"),
                    ("src-address", source.as_str()),
                    ("src-port", "40312"),
                    ("dst-address", "198.51.100.11"),
                    ("dst-port", "443"),
                    ("dscp", "0"),
                    ("tx", &tx),
                    ("rx", &rx),
                    ("tx-packets", &tx_packets),
                    ("rx-packets", &rx_packets),
                ];
                out.sentence("!re", values.map(|(n, v)| (n, v.as_bytes())));
            }
        }
        torch.section += 1;
        count_down(&mut torch.left, out)
    }

    pub(crate) fn start_ping(&mut self, caller: &Caller, request: &Request) -> Result<Outcome, Trap> {
        check_arguments(self, "/ping", request)?;
        caller.check("/ping", "ping")?;
        let host = request.text("address").ok_or_else(|| Trap::missing("address"))?;
        // Nothing resolves names here; a name that does not is refused in these words
        // (captured on 7.24.3).
        if net::parse_ip(host).is_none() {
            return Err(Trap::plain("resolve failed"));
        }
        let count = match request.text("count") {
            Some(text) => Some(text.parse().map_err(|_| Trap::bad_value("count"))?),
            None => None,
        };
        let size = match request.text("size") {
            Some(text) => text.parse().map_err(|_| Trap::bad_value("size"))?,
            None => 56,
        };
        let interval = duration(request, "interval")?.unwrap_or(time::SECOND);
        Ok(Outcome::Stream(Box::new(Stream::Ping(Ping {
            host: host.to_owned(),
            size,
            sent: 0,
            received: 0,
            left: count,
            times: Vec::new(),
            interval: interval.clamp(10_000, 5 * time::SECOND),
        }))))
    }

    /// The next report; `true` when it was the last.
    pub fn next_ping(&mut self, ping: &mut Ping, out: &mut Replies) -> bool {
        let seq = ping.sent;
        ping.sent += 1;
        let mut values: Vec<(&str, String)> = vec![("seq", seq.to_string()), ("host", ping.host.clone())];
        if self.reachable(&ping.host) {
            ping.received += 1;
            let micros = 80 + self.random.below(900);
            ping.times.push(micros);
            values.push(("size", ping.size.to_string()));
            values.push(("ttl", "64".to_owned()));
            values.push(("time", time::format_duration(micros)));
        } else {
            values.push(("status", "timeout".to_owned()));
        }
        values.push(("sent", ping.sent.to_string()));
        values.push(("received", ping.received.to_string()));
        let lost = (ping.sent - ping.received) * 100 / ping.sent;
        values.push(("packet-loss", lost.to_string()));
        if let (Some(low), Some(high)) = (ping.times.iter().min(), ping.times.iter().max()) {
            let sum: u64 = ping.times.iter().sum();
            let mean = sum / u64::try_from(ping.times.len()).unwrap_or(1);
            values.push(("min-rtt", time::format_duration(*low)));
            values.push(("avg-rtt", time::format_duration(mean)));
            values.push(("max-rtt", time::format_duration(*high)));
        }
        out.sentence("!re", values.iter().map(|(n, v)| (*n, v.as_bytes())));
        count_down(&mut ping.left, out)
    }
}

fn count_down(left: &mut Option<u64>, out: &mut Replies) -> bool {
    let Some(left) = left else { return false };
    *left = left.saturating_sub(1);
    if *left == 0 {
        out.done();
    }
    *left == 0
}
