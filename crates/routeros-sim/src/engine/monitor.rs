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

/// A running `/ping`.
#[derive(Debug)]
pub struct Ping {
    host: String,
    reachable: bool,
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

    pub(crate) fn start_ping(&mut self, caller: &Caller, request: &Request) -> Result<Outcome, Trap> {
        check_arguments(self, "/ping", request)?;
        caller.check("/ping", "ping")?;
        let host = request.text("address").ok_or_else(|| Trap::missing("address"))?;
        let Some(ip) = net::parse_ip(host) else {
            return Err(Trap::failure("resolve failed"));
        };
        // Documentation networks answer never; everything else answers.
        let octets = ip.octets();
        let reachable = !matches!(octets, [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _]);
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
            reachable,
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
        if ping.reachable {
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
