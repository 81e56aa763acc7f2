//! `/tool/netwatch`: hosts that are looked at, and scripts when they come and go.

use std::collections::{BTreeSet, HashMap};

use super::Router;
use super::policy::Caller;
use crate::value::net;
use crate::value::time::SECOND;

/// Hosts that do not answer, and when hosts are looked at next.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    down: BTreeSet<String>,
    /// By row: virtual microseconds of the next look.
    next: HashMap<u32, u64>,
}

impl Router {
    /// Whether a host answers: documentation networks never do, and what
    /// [`Router::set_host`] put out of reach does not.
    #[must_use]
    pub fn reachable(&self, host: &str) -> bool {
        let Some(ip) = net::parse_ip(host) else { return false };
        let documentation = matches!(ip.octets(), [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _]);
        !documentation && !self.watch_state.down.contains(host)
    }

    /// Puts a host out of reach, or back within it.
    pub fn set_host(&mut self, host: &str, up: bool) {
        if up {
            self.watch_state.down.remove(host);
        } else {
            self.watch_state.down.insert(host.to_owned());
        }
    }

    /// A row was written: its host is looked at soon.
    pub(crate) fn watch_host(&mut self, id: u32) {
        let at = self.clock.now();
        self.watch_state.next.insert(id, at);
    }

    pub(crate) fn next_probe(&self) -> Option<u64> {
        self.watch_state.next.values().copied().min()
    }

    pub(crate) fn advance_netwatch(&mut self) {
        let now = self.clock.now();
        if self.next_probe().is_none_or(|at| at > now) {
            return;
        }
        let mut due: Vec<u32> = self.watch_state.next.iter().filter(|(_, at)| **at <= now).map(|(id, _)| *id).collect();
        due.sort_unstable();
        for id in due {
            self.probe(id, now);
        }
        self.run_tasks();
    }

    fn probe(&mut self, id: u32, now: u64) {
        let menu = self.at.netwatch;
        let Some(row) = self.table(menu).get(id).cloned() else {
            self.watch_state.next.remove(&id);
            return;
        };
        if self.flag(menu, &row, "disabled") {
            self.watch_state.next.remove(&id);
            return;
        }
        let interval = self.micros(menu, &row, "interval").unwrap_or(10 * SECOND).max(SECOND);
        self.watch_state.next.insert(id, now + interval);
        let host = self.text(menu, &row, "host");
        let up = self.reachable(&host);
        let status = if up { "up" } else { "down" };
        let done = self.number(menu, &row, "done-tests") + 1;
        let failed = self.number(menu, &row, "failed-tests") + u64::from(!up);
        let counts = [("done-tests", done.to_string().into()), ("failed-tests", failed.to_string().into())];
        self.count(menu, id, &counts);
        if self.text(menu, &row, "status") == status {
            return;
        }
        let since = self.clock.utc().to_string();
        self.count(menu, id, &[("since", since.into())]);
        self.write(menu, id, "status", Some(status.into()));
        let kind = self.text(menu, &row, "type");
        self.log("netwatch,info", &format!("event {status} [ type: {kind}, host: {host} ]"));
        let source = self.stored(menu, &row, if up { "up-script" } else { "down-script" }).unwrap_or_default();
        if !source.is_empty() {
            // Netwatch scripts run with these rights, whoever wrote them.
            let caller = Caller::with_policies("*sys", "read,write,test,reboot");
            self.start_background(&source, &caller, &[("host", host)], "netwatch", None);
        }
    }
}
