//! Time passing for subscribers: uptime, bytes, limits, modems that dial again.

use super::{Ending, Line};
use crate::engine::Router;
use crate::value::Value;
use crate::value::time::{SECOND, format_duration};

/// Bytes that pass in `micros` at `rate` bits per second; what is left of a byte
/// stays in `rest`.
pub(in crate::engine) fn bytes_in(rate: u64, micros: u64, rest: &mut u64) -> u64 {
    let bits = u128::from(rate) * u128::from(micros) + u128::from(*rest);
    *rest = u64::try_from(bits % 8_000_000).unwrap_or(0);
    u64::try_from(bits / 8_000_000).unwrap_or(u64::MAX)
}

impl Router {
    pub(in crate::engine) fn advance_ppp(&mut self, now: u64) {
        let passed = now.saturating_sub(self.ppp.last) / SECOND * SECOND;
        if passed == 0 {
            return;
        }
        self.ppp.last += passed;
        let percent = self.traffic_percent(passed);
        let ids: Vec<u32> = self.ppp.lines.keys().copied().collect();
        for id in &ids {
            self.advance_line(*id, passed, percent);
        }
        if !ids.is_empty() {
            self.counted();
        }
        self.break_a_line(now);
        self.redial_due(now);
    }

    /// In the demo a line breaks every few minutes, as lines do.
    fn break_a_line(&mut self, now: u64) {
        if self.ppp.breaks_at.is_none_or(|at| at > now) {
            return;
        }
        self.ppp.breaks_at = Some(now + (120 + self.random.below(600)) * SECOND);
        let nth = usize::try_from(self.random.below(u64::try_from(self.ppp.len()).unwrap_or(0))).unwrap_or(0);
        if let Some(id) = self.ppp.lines.keys().nth(nth).copied() {
            self.end_line(id, Ending::HungUp);
        }
    }

    fn advance_line(&mut self, id: u32, passed: u64, percent: u64) {
        let Some(line) = self.ppp.lines.get_mut(&id) else { return };
        let rate = line.rate_at(percent);
        let (step, ending) = line.step(passed, rate);
        line.elapsed += step;
        line.idle = if rate == (0, 0) { line.idle + step } else { 0 };
        let more = (bytes_in(rate.0, step, &mut line.rest.0), bytes_in(rate.1, step, &mut line.rest.1));
        line.bytes = (line.bytes.0 + more.0, line.bytes.1 + more.1);
        let (bytes, interface, queue) = (line.bytes, line.interface, line.queue);
        let uptime = format_duration(line.elapsed / SECOND * SECOND);
        self.count(self.at.ppp_active, id, &[("uptime", uptime.into())]);
        let counters: [(&str, Value); 4] = [
            ("rx-byte", bytes.0.to_string().into()),
            ("tx-byte", bytes.1.to_string().into()),
            ("rx-packet", bytes.0.div_ceil(300).to_string().into()),
            ("tx-packet", bytes.1.div_ceil(900).to_string().into()),
        ];
        self.count(self.at.interface, interface, &counters);
        if let Some(queue) = queue {
            self.count_queue(queue, more, rate);
        }
        if let Some(ending) = ending {
            self.end_line(id, ending);
        }
    }

    /// What the sessions behind an interface carry, bits per second: from the
    /// subscribers, to them. Dynamic interfaces carry their own, the PPPoE server's
    /// carries all.
    pub(in crate::engine) fn ppp_rate_on(&self, interface: u32) -> (u64, u64) {
        let percent = self.traffic_percent(SECOND);
        let menu = self.at.pppoe_server;
        let serves = self
            .table(menu)
            .iter()
            .find(|row| !self.flag(menu, row, "disabled"))
            .and_then(|row| self.referred(menu, row, "interface", self.at.interface));
        let here = self.ppp.lines.values().filter(|l| l.interface == interface || serves == Some(interface));
        here.map(|line| line.rate_at(percent)).fold((0, 0), |(up, down), (u, d)| (up + u, down + d))
    }
}

impl Line {
    /// What the line carries when the day is at `percent` of its peak.
    fn rate_at(&self, percent: u64) -> (u64, u64) {
        let share = if self.daily { percent } else { 100 };
        let wanted = (self.rate.0 * share / 100, self.rate.1 * share / 100);
        self.limit.as_ref().map_or(wanted, |limit| limit.cap(wanted))
    }

    /// How much of `passed` the session lives through, and what ends it then.
    fn step(&self, passed: u64, rate: (u64, u64)) -> (u64, Option<Ending>) {
        let by_bytes = |limit: u64, used: u64, rate: u64| {
            let left = u128::from(limit.saturating_sub(used)) * 8_000_000;
            let micros = left.checked_div(u128::from(rate)).and_then(|m| u64::try_from(m).ok());
            micros.filter(|_| limit > 0).map(|m| (m, Ending::SessionTimeout))
        };
        let ends = [
            self.session_timeout.map(|limit| (limit.saturating_sub(self.elapsed), Ending::SessionTimeout)),
            self.idle_timeout
                .filter(|_| rate == (0, 0))
                .map(|limit| (limit.saturating_sub(self.idle), Ending::IdleTimeout)),
            by_bytes(self.limit_bytes.0, self.bytes.0, rate.0),
            by_bytes(self.limit_bytes.1, self.bytes.1, rate.1),
        ];
        match ends.into_iter().flatten().filter(|(left, _)| *left <= passed).min_by_key(|(left, _)| *left) {
            Some((left, ending)) => (left, Some(ending)),
            None => (passed, None),
        }
    }
}
