//! Made-up traffic on the interfaces: seeded, busier in the evening.

use std::collections::HashMap;

use super::Router;
use crate::value::Value;
use crate::value::time::SECOND;

/// The traffic of the interfaces.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    /// Steady rates of an interface, bits per second: received, sent.
    base: HashMap<u32, (u64, u64)>,
    last: u64,
}

impl Router {
    /// Gives an interface a steady traffic, bits per second.
    pub(crate) fn set_interface_rate(&mut self, id: u32, rx: u64, tx: u64) {
        self.traffic.base.insert(id, (rx, tx));
    }

    /// Share of the day's peak at the present hour, in percent: low at four in the
    /// morning, high at eight in the evening.
    fn daily_percent(&self) -> u64 {
        const HOURS: [u64; 24] =
            [55, 40, 28, 20, 16, 18, 25, 35, 42, 48, 52, 55, 58, 56, 55, 58, 64, 72, 84, 96, 100, 95, 85, 70];
        let local = self.clock.utc() + i64::from(self.zone_minutes()) * 60;
        let hour = usize::try_from(local.rem_euclid(86_400) / 3600).unwrap_or(0);
        HOURS[hour.min(23)]
    }

    /// What an interface carries now, bits per second: received, sent. The hotspot's
    /// interface carries its sessions' traffic on top.
    pub(crate) fn interface_rate(&self, id: u32) -> (u64, u64) {
        let row = self.table(self.at.interface).get(id);
        if row.is_none_or(|row| self.flag(self.at.interface, row, "disabled")) {
            return (0, 0);
        }
        let (rx, tx) = self.traffic.base.get(&id).copied().unwrap_or((0, 0));
        let second = self.clock.now() / SECOND;
        let wobble = 80 + crate::random::Random::new(second ^ (u64::from(id) << 32)).below(41);
        let share = self.daily_percent() * wobble;
        let (up, down) = self.hotspot_rate_on(id);
        (rx * share / 10_000 + up, tx * share / 10_000 + down)
    }

    pub(crate) fn advance_traffic(&mut self, now: u64) {
        let passed = now.saturating_sub(self.traffic.last);
        if passed < SECOND {
            return;
        }
        self.traffic.last = now;
        let menu = self.at.interface;
        let ids: Vec<u32> = self.table(menu).iter().map(|row| row.id).collect();
        for id in ids {
            let (rx, tx) = self.interface_rate(id);
            if rx + tx == 0 {
                continue;
            }
            let add = |name: &str, amount: u64| -> Value {
                let old = self.table(menu).get(id).map_or(0, |row| self.number(menu, row, name));
                (old + amount).to_string().into()
            };
            let bytes = |rate: u64| u64::try_from(u128::from(rate) * u128::from(passed) / 8_000_000).unwrap_or(0);
            let values = [
                ("rx-byte", add("rx-byte", bytes(rx))),
                ("tx-byte", add("tx-byte", bytes(tx))),
                ("rx-packet", add("rx-packet", bytes(rx) / 900)),
                ("tx-packet", add("tx-packet", bytes(tx) / 900)),
            ];
            self.count(menu, id, &values);
            self.counted();
        }
    }
}
