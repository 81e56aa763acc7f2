//! Made-up traffic: seeded, low in the morning and high in the evening.
//!
//! Every interface has a steady rate of its own, sessions have theirs; both follow
//! the hour of the day. Counters and `monitor-traffic` show the same numbers.

use std::collections::HashMap;

use super::Router;
use super::ppp::bytes_in;
use crate::value::Value;
use crate::value::time::SECOND;

/// Share of the day's peak by the hour, in percent.
const HOURS: [u64; 24] =
    [55, 40, 28, 20, 16, 18, 25, 35, 42, 48, 52, 55, 58, 56, 55, 58, 64, 72, 84, 96, 100, 95, 85, 70];
/// The mean of [`HOURS`]; what a jump over more than an hour counts with.
const MEAN: u64 = 55;

/// The traffic of the interfaces.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    /// Steady rates of an interface, bits per second: received, sent.
    base: HashMap<u32, (u64, u64)>,
    /// Parts of a byte not yet counted.
    rest: HashMap<u32, (u64, u64)>,
    last: u64,
}

impl Router {
    /// Gives an interface a steady traffic, bits per second.
    pub fn set_interface_rate(&mut self, id: u32, rx: u64, tx: u64) {
        self.traffic.base.insert(id, (rx, tx));
    }

    /// Share of the day's peak at the present hour, in percent: low at four in the
    /// morning, high at eight in the evening.
    fn daily_percent(&self) -> u64 {
        let local = self.clock.utc() + i64::from(self.zone_minutes()) * 60;
        let hour = usize::try_from(local.rem_euclid(86_400) / 3600).unwrap_or(0);
        HOURS[hour.min(23)]
    }

    /// Share of the day's peak over the last `passed` microseconds, in percent, with
    /// the wobble of the moment.
    pub(in crate::engine) fn traffic_percent(&self, passed: u64) -> u64 {
        if passed > 3600 * SECOND {
            return MEAN;
        }
        let second = self.clock.now() / SECOND;
        let wobble = 80 + crate::random::Random::new(second).below(41);
        self.daily_percent() * wobble / 100
    }

    /// What an interface carries now, bits per second: received, sent. The interfaces
    /// of hotspot and PPPoE servers carry their sessions' traffic on top.
    pub(crate) fn interface_rate(&self, id: u32) -> (u64, u64) {
        self.rate_over(id, SECOND)
    }

    fn rate_over(&self, id: u32, passed: u64) -> (u64, u64) {
        let row = self.table(self.at.interface).get(id);
        if row.is_none_or(|row| self.flag(self.at.interface, row, "disabled")) {
            return (0, 0);
        }
        let (rx, tx) = self.traffic.base.get(&id).copied().unwrap_or((0, 0));
        let share = self.traffic_percent(passed);
        let (up, down) = self.hotspot_rate_on(id);
        let (more_up, more_down) = self.ppp_rate_on(id);
        (rx * share / 100 + up + more_up, tx * share / 100 + down + more_down)
    }

    pub(crate) fn advance_traffic(&mut self, now: u64) {
        let passed = now.saturating_sub(self.traffic.last) / SECOND * SECOND;
        if passed == 0 {
            return;
        }
        self.traffic.last += passed;
        let menu = self.at.interface;
        // A subscriber's own interface is counted with its session.
        let fixed = self.table(menu).iter().filter(|row| !self.flag(menu, row, "dynamic"));
        let ids: Vec<u32> = fixed.map(|row| row.id).collect();
        for id in ids {
            let (rx, tx) = self.rate_over(id, passed);
            if rx + tx == 0 {
                continue;
            }
            let mut rest = self.traffic.rest.get(&id).copied().unwrap_or_default();
            let (rx, tx) = (bytes_in(rx, passed, &mut rest.0), bytes_in(tx, passed, &mut rest.1));
            self.traffic.rest.insert(id, rest);
            let add = |name: &str, amount: u64| -> Value {
                let old = self.table(menu).get(id).map_or(0, |row| self.number(menu, row, name));
                (old + amount).to_string().into()
            };
            let values = [
                ("rx-byte", add("rx-byte", rx)),
                ("tx-byte", add("tx-byte", tx)),
                ("rx-packet", add("rx-packet", rx / 900)),
                ("tx-packet", add("tx-packet", tx / 900)),
            ];
            self.count(menu, id, &values);
            self.counted();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{HOURS, MEAN};

    #[test]
    fn the_mean_is_the_hours_mean() {
        assert_eq!(HOURS.iter().sum::<u64>() / 24, MEAN);
    }
}
