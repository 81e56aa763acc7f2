//! Address-list entries that leave by themselves: `timeout` counts down.

use std::collections::BTreeMap;

use super::Router;
use crate::value::time::{SECOND, format_duration};

/// When dynamic rows of `/ip/firewall/address-list` end, by their ids: virtual
/// microseconds.
pub(crate) type Expiries = BTreeMap<u32, u64>;

impl Router {
    /// A row was written with a timeout: from now on it counts.
    pub(crate) fn start_timeout(&mut self, id: u32) {
        let menu = self.at.address_list;
        let timeout = self.table(menu).get(id).and_then(|row| self.micros(menu, row, "timeout"));
        match timeout.filter(|t| *t > 0) {
            Some(timeout) => self.expiries.insert(id, self.clock.now() + timeout),
            None => self.expiries.remove(&id),
        };
    }

    /// Rows whose time is over are gone.
    pub(crate) fn advance_expiries(&mut self, now: u64) {
        let over: Vec<u32> = self.expiries.iter().filter(|(_, at)| **at <= now).map(|(id, _)| *id).collect();
        for id in over {
            self.expiries.remove(&id);
            self.delete(self.at.address_list, id);
        }
    }

    /// `timeout` shows what is left; it is computed when it is read.
    pub(crate) fn refresh_timeouts(&mut self) {
        let now = self.clock.now();
        let left: Vec<(u32, u64)> =
            self.expiries.iter().map(|(id, at)| (*id, at.saturating_sub(now).div_ceil(SECOND) * SECOND)).collect();
        for (id, left) in left {
            self.count(self.at.address_list, id, &[("timeout", format_duration(left).into())]);
        }
    }
}
