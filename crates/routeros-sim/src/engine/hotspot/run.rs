//! Time passing: uptime, bytes, limits, cookies, phones that come and go.

use super::Knock;
use crate::engine::Router;
use crate::engine::ppp::bytes_in;
use crate::value::Value;
use crate::value::time::{SECOND, format_duration};

/// Why a session ended that used up its bytes.
const TRAFFIC: &str = "traffic limit reached";

/// What a session may still use before a limit ends it.
struct Limits {
    /// Microseconds, and what to say when they are over.
    time: Option<(u64, &'static str)>,
    /// The same for a phone that sends nothing, or does not answer.
    quiet: Option<(u64, &'static str)>,
    /// Bytes from the phone, to the phone, together.
    bytes: [Option<u64>; 3],
}

/// Microseconds in which `rate` bits per second use up `bytes`.
fn time_for(bytes: u64, rate: u64) -> Option<u64> {
    let micros = u128::from(bytes) * 8_000_000 / u128::from(rate.max(1));
    u64::try_from(micros).ok().filter(|_| rate > 0)
}

impl Limits {
    /// How much of `passed` a session lives through at `rate`, and what ends it then.
    fn step(&self, passed: u64, rate: (u64, u64)) -> (u64, Option<&'static str>) {
        let rates = [rate.0, rate.1, rate.0 + rate.1];
        let by_bytes = self.bytes.iter().zip(rates).filter_map(|(left, rate)| time_for((*left)?, rate)).min();
        let ends = [self.time, self.quiet, by_bytes.map(|left| (left, TRAFFIC))];
        // Of ends at the same moment the traffic limit is told, then the first.
        let first = ends.into_iter().rev().flatten().filter(|(left, _)| *left <= passed).min_by_key(|(left, _)| *left);
        first.map_or((passed, None), |(left, why)| (left, Some(why)))
    }

    /// Cut off at the limit itself, not a rounding below it.
    fn round_up(&self, (mut more_in, mut more_out): (u64, u64)) -> (u64, u64) {
        let [most_in, most_out, most] = self.bytes;
        more_in += u64::from(most_in.is_some_and(|m| more_in < m && m - more_in < 8));
        more_out = most_out.filter(|m| more_out < *m && *m - more_out < 8).unwrap_or(more_out);
        more_out =
            most.filter(|m| more_in + more_out < *m && *m - more_in - more_out < 8).map_or(more_out, |m| m - more_in);
        (more_in, more_out)
    }
}

impl Router {
    pub(in crate::engine) fn advance_hotspot(&mut self, now: u64) {
        let passed = now.saturating_sub(self.hotspot.last) / SECOND * SECOND;
        if passed == 0 {
            return;
        }
        self.hotspot.last += passed;
        let ids: Vec<u32> = self.hotspot.sessions.keys().copied().collect();
        let percent = self.traffic_percent(passed);
        for id in &ids {
            self.advance_session(*id, passed, percent);
        }
        if !ids.is_empty() {
            self.counted();
        }
        self.expire_cookies(now);
        self.return_phones(now);
        self.move_population(now);
    }

    fn limits_of(&self, id: u32, is_idle: bool) -> Option<(Option<u32>, Limits)> {
        let session = self.hotspot.sessions.get(&id)?;
        let users = self.at.hotspot_user;
        let row_id = self.table(users).named(session.user.as_bytes()).first().copied();
        let by_session =
            session.session_timeout.map(|limit| (limit.saturating_sub(session.elapsed), "session timeout"));
        let by_idle =
            session.idle_timeout.filter(|_| is_idle).map(|limit| (limit.saturating_sub(session.idle), "idle timeout"));
        let by_silence = session
            .silent
            .zip(session.keepalive_timeout)
            .map(|(silent, limit)| (limit.saturating_sub(silent), "keepalive timeout"));
        let quiet = by_idle.into_iter().chain(by_silence).min();
        // A session whose user was removed goes on without its limits.
        let Some(row) = row_id.and_then(|id| self.table(users).get(id)) else {
            return Some((None, Limits { time: by_session, quiet, bytes: [None; 3] }));
        };
        let used = self.micros(users, row, "uptime").unwrap_or(0);
        let by_uptime = self
            .micros(users, row, "limit-uptime")
            .filter(|limit| *limit > 0)
            .map(|limit| (limit.saturating_sub(used), "uptime limit reached"));
        let (bytes_in, bytes_out) = (self.number(users, row, "bytes-in"), self.number(users, row, "bytes-out"));
        let left = |name: &str, used: u64| {
            let limit = self.number(users, row, name);
            (limit > 0).then(|| limit.saturating_sub(used))
        };
        let bytes = [
            left("limit-bytes-in", bytes_in),
            left("limit-bytes-out", bytes_out),
            left("limit-bytes-total", bytes_in + bytes_out),
        ];
        let time = by_session.into_iter().chain(by_uptime).min();
        Some((row_id, Limits { time, quiet, bytes }))
    }

    fn advance_session(&mut self, id: u32, passed: u64, percent: u64) {
        let Some(rate) = self.hotspot.sessions.get(&id).map(|s| s.rate_at(percent)) else { return };
        let Some((user, limits)) = self.limits_of(id, rate == (0, 0)) else { return };
        let Some(session) = self.hotspot.sessions.get_mut(&id) else { return };
        let (step, reason) = limits.step(passed, rate);
        session.elapsed += step;
        session.idle = if rate == (0, 0) { session.idle + step } else { 0 };
        session.silent = session.silent.map(|silent| silent + step);
        let taken = (bytes_in(rate.0, step, &mut session.rest.0), bytes_in(rate.1, step, &mut session.rest.1));
        let more = if reason == Some(TRAFFIC) { limits.round_up(taken) } else { taken };
        session.bytes_in += more.0;
        session.bytes_out += more.1;
        let shown = [
            ("uptime", format_duration(session.elapsed / SECOND * SECOND)),
            ("idle-time", format_duration(session.idle / SECOND * SECOND)),
            ("bytes-in", session.bytes_in.to_string()),
            ("bytes-out", session.bytes_out.to_string()),
            ("packets-in", (session.bytes_in / 300).to_string()),
            ("packets-out", (session.bytes_out / 900).to_string()),
        ];
        let (host, queue) = (session.host, session.queue);
        let mut values: Vec<(&str, Value)> = shown.iter().map(|(n, v)| (*n, v.clone().into())).collect();
        self.count(self.at.hotspot_host, host, &values);
        if let Some((left, _)) = limits.time {
            values.push(("session-time-left", format_duration(left.saturating_sub(step)).into()));
        }
        self.count(self.at.hotspot_active, id, &values);
        if let Some(queue) = queue {
            self.count_queue(queue, more, rate);
        }
        if let Some(user) = user {
            self.count_user(user, step, more.0, more.1);
        }
        if let Some(reason) = reason {
            self.end_session(id, reason, false);
        }
    }

    fn count_user(&mut self, user: u32, step: u64, more_in: u64, more_out: u64) {
        let menu = self.at.hotspot_user;
        let Some(row) = self.table(menu).get(user) else { return };
        let number = |name: &str, more: u64| -> Value { (self.number(menu, row, name) + more).to_string().into() };
        let uptime = self.micros(menu, row, "uptime").unwrap_or(0) + step;
        let values = [
            ("uptime", format_duration(uptime).into()),
            ("bytes-in", number("bytes-in", more_in)),
            ("bytes-out", number("bytes-out", more_out)),
            ("packets-in", number("packets-in", more_in / 300)),
            ("packets-out", number("packets-out", more_out / 900)),
        ];
        self.count(menu, user, &values);
    }

    /// Kicked phones that still hold a cookie log themselves back in.
    fn return_phones(&mut self, now: u64) {
        if !self.hotspot.returning.iter().any(|r| r.at <= now) {
            return;
        }
        let (due, later) = std::mem::take(&mut self.hotspot.returning).into_iter().partition(|r| r.at <= now);
        self.hotspot.returning = later;
        let due: Vec<super::Return> = due;
        for phone in due {
            let held = self.cookie_of(&phone.mac).filter(|(user, _)| *user == phone.user);
            if let Some((user, by)) = held {
                let knock = Knock { user, mac: Some(phone.mac), by: Some(by), ..Knock::default() };
                // A refusal is logged; the phone stays out.
                let _refused = self.hotspot_login(knock);
            }
        }
    }

    /// The demo's phones: every few virtual seconds one comes or goes.
    fn move_population(&mut self, now: u64) {
        let Some(population) = &mut self.hotspot.population else { return };
        if now < population.next {
            return;
        }
        let capacity = population.capacity;
        population.next = now + (4 + self.random.below(12)) * SECOND;
        let users = self.at.hotspot_user;
        let open = self.hotspot.len();
        let leaving = open > 0
            && self.random.below(100) < 10 + 60 * u64::try_from(open * 100 / capacity.max(1)).unwrap_or(0) / 100;
        if leaving {
            let nth = usize::try_from(self.random.below(u64::try_from(open).unwrap_or(1))).unwrap_or(0);
            if let Some(id) = self.hotspot.sessions.keys().nth(nth).copied() {
                self.end_session(id, "user request", false);
            }
            return;
        }
        let total = u64::try_from(self.table(users).len()).unwrap_or(0);
        let nth = usize::try_from(self.random.below(total)).unwrap_or(0);
        let Some(row) = self.table(users).iter().nth(nth).cloned() else { return };
        let name = self.text(users, &row, "name");
        let known = self.table(users).named(name.as_bytes()).len() == 1;
        let barred = self.flag(users, &row, "disabled") || self.flag(users, &row, "default");
        if open < capacity && known && !barred && self.hotspot.open(&name) == 0 {
            let mac = self.text(users, &row, "mac-address");
            let knock = Knock { user: name, mac: (!mac.is_empty()).then_some(mac), ..Knock::default() };
            // A voucher that is used up is refused and logged, as in life.
            let _refused = self.hotspot_login(knock);
        }
    }
}
