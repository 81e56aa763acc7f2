//! `/system/scheduler`: scripts at their time.

use super::Router;
use super::policy::Caller;
use super::request::Request;
use crate::value::time::{SECOND, parse_date, parse_duration};

/// Never.
const NEVER: i64 = i64::MAX;

/// When the scheduler has something to do next, seconds since 1970 UTC.
#[derive(Debug)]
pub(crate) struct Due(i64);

impl Default for Due {
    fn default() -> Self {
        Self(NEVER)
    }
}

impl Router {
    /// A row was written, or the router started: when does it run next?
    pub(crate) fn plan(&mut self, id: u32) {
        let menu = self.at.scheduler;
        let next = self.planned(id).map(|utc| utc.to_string().into());
        let field = self.field(menu, "next-run");
        self.table_mut(menu).touch(id, |row| row.put(field, next));
        self.find_due();
    }

    pub(crate) fn plan_all(&mut self) {
        let ids: Vec<u32> = self.table(self.at.scheduler).iter().map(|row| row.id).collect();
        for id in ids {
            self.plan(id);
        }
    }

    fn planned(&self, id: u32) -> Option<i64> {
        let menu = self.at.scheduler;
        let row = self.table(menu).get(id)?;
        if self.flag(menu, row, "disabled") {
            return None;
        }
        let now = self.clock.utc();
        let interval = i64::try_from(self.micros(menu, row, "interval")? / SECOND).ok()?;
        let time = self.text(menu, row, "start-time");
        if time == "startup" {
            return (interval > 0).then_some(now + interval);
        }
        let days = parse_date(&self.text(menu, row, "start-date"))?;
        let seconds = i64::try_from(parse_duration(time.as_bytes())? / SECOND).ok()?;
        let start = days * 86_400 + seconds - i64::from(self.zone_minutes()) * 60;
        // A time that lies ahead is kept; one that is now counts as past, so that
        // a new entry first runs after one interval.
        if start > now {
            return Some(start);
        }
        (interval > 0).then(|| start + ((now - start) / interval + 1) * interval)
    }

    pub(crate) fn find_due(&mut self) {
        let menu = self.at.scheduler;
        let next = |row: &std::sync::Arc<crate::table::Row>| self.text(menu, row, "next-run").parse::<i64>().ok();
        self.scheduled = Due(self.table(menu).iter().filter_map(next).min().unwrap_or(NEVER));
    }

    /// Runs what is due; after a jump of time everything once.
    pub(crate) fn advance_schedule(&mut self) {
        let now = self.clock.utc();
        if now < self.scheduled.0 {
            return;
        }
        let menu = self.at.scheduler;
        let due: Vec<u32> = self
            .table(menu)
            .iter()
            .filter(|row| self.text(menu, row, "next-run").parse::<i64>().is_ok_and(|at| at <= now))
            .map(|row| row.id)
            .collect();
        for id in due {
            self.run_scheduled(id);
            self.plan(id);
        }
        self.run_tasks();
    }

    fn run_scheduled(&mut self, id: u32) {
        let menu = self.at.scheduler;
        let Some(row) = self.table(menu).get(id).cloned() else { return };
        // An entry that was made before is kept and does nothing.
        if self.is_forbidden("scheduler") {
            return;
        }
        let count = self.number(menu, &row, "run-count") + 1;
        self.count(menu, id, &[("run-count", count.to_string().into())]);
        let source = self.stored(menu, &row, "on-event").unwrap_or_default();
        let policies = self.text(menu, &row, "policy");
        let caller = Caller::with_policies(&self.text(menu, &row, "owner"), &policies);
        let origin = format!("scheduler (name: {})", self.text(menu, &row, "name"));
        self.start_background(&source, &caller, &[], &origin, None);
    }

    /// Runs what is to run when the router has started.
    pub(crate) fn run_startup(&mut self) {
        let menu = self.at.scheduler;
        let at_start = |row: &&std::sync::Arc<crate::table::Row>| {
            self.text(menu, row, "start-time") == "startup" && !self.flag(menu, row, "disabled")
        };
        let ids: Vec<u32> = self.table(menu).iter().filter(at_start).map(|row| row.id).collect();
        for id in ids {
            self.run_scheduled(id);
        }
        self.plan_all();
    }

    /// Whether a written row's time is to be worked out anew.
    pub(crate) fn after_schedule(&mut self, id: u32, request: &Request) {
        let asked = ["start-time", "start-date", "interval", "disabled"]
            .iter()
            .any(|name| request.args.iter().any(|(given, _)| given == name));
        let by_command = request.path.ends_with("able") || request.path.ends_with("add");
        if asked || by_command || !self.table(self.at.scheduler).get(id).is_some_and(|r| self.planned_before(r)) {
            self.plan(id);
        }
    }

    fn planned_before(&self, row: &crate::table::Row) -> bool {
        row.get(self.field(self.at.scheduler, "next-run")).is_some()
    }

    /// Virtual microseconds of the next thing that happens by itself, for jumps of
    /// time: what happens on the way happens at its time.
    pub(crate) fn next_event(&self) -> Option<u64> {
        let now = self.clock.now();
        let scheduled = (self.scheduled.0 != NEVER).then(|| {
            let ahead = u64::try_from(self.scheduled.0 - self.clock.utc()).unwrap_or(0);
            // To the beginning of the second it is due in.
            (now / SECOND + ahead).saturating_mul(SECOND).max(now)
        });
        [scheduled, self.next_task(), self.next_probe()].into_iter().flatten().min()
    }
}
