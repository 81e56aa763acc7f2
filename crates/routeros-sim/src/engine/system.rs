//! Rows whose values are computed when they are read.

use super::Router;
use super::dispatch::Outcome;
use super::policy::Caller;
use super::request::Request;
use super::tasks::only;
use crate::error::Trap;
use crate::value::Value;
use crate::value::time::{SECOND, format_date, format_duration, format_time};
use crate::wire::Replies;

impl Router {
    /// `/system/reboot` and `/system/backup/save`.
    pub(super) fn system_command(
        &mut self,
        caller: &Caller,
        request: &Request,
        out: &mut Replies,
    ) -> Result<Outcome, Trap> {
        let (path, command) = request.split();
        caller.check(path, command)?;
        if command == "reboot" {
            only(request, &[])?;
            // The server acts on it once the answer is on its way.
            self.reboot_wanted = true;
        } else {
            only(request, &["name", "password", "dont-encrypt", "encryption"])?;
            self.save_backup(request.text("name").unwrap_or_default());
        }
        out.done();
        Ok(Outcome::Done)
    }

    /// Brings the computed rows of a menu up to date.
    pub(crate) fn refresh(&mut self, menu: usize) {
        let at = &self.at;
        if menu == at.resource {
            self.refresh_resource();
        } else if menu == at.clock {
            self.refresh_clock();
        } else if menu == at.pool {
            self.refresh_pools();
        } else if menu == at.pool_used {
            self.refresh_used();
        } else if menu == at.address_list {
            self.refresh_timeouts();
        } else if menu == at.hotspot_cookie {
            self.refresh_cookies();
        }
    }

    fn refresh_single(&mut self, menu: usize, values: Vec<(&str, Value)>) {
        let id = self.table(menu).first().map(|row| row.id);
        match id {
            Some(id) => self.count(menu, id, &values),
            None => {
                self.insert(menu, &values);
            }
        }
    }

    fn refresh_resource(&mut self) {
        let board = self.board;
        let uptime = self.clock.uptime() / SECOND * SECOND;
        let zone = i64::from(self.zone_minutes()) * 60;
        let built = self.persona.build_time + zone;
        let rows: usize = [self.at.hotspot_user, self.at.hotspot_active, self.at.ppp_secret]
            .iter()
            .map(|menu| self.table(*menu).len())
            .sum();
        let used = board.memory / 4 + u64::try_from(rows).unwrap_or(0) * 600;
        let load = 2 + self.random.below(6) + u64::try_from(self.hotspot.len()).unwrap_or(0) / 40;
        let mut values: Vec<(&str, Value)> = vec![
            ("uptime", format_duration(uptime).into()),
            ("version", self.persona.version.into()),
            ("build-time", format!("{} {}", format_date(built, self.persona.dates), format_time(built)).into()),
            ("free-memory", board.memory.saturating_sub(used).to_string().into()),
            ("total-memory", board.memory.to_string().into()),
            ("cpu", board.cpu.into()),
            ("cpu-count", board.cpu_count.to_string().into()),
            ("cpu-frequency", board.cpu_mhz.to_string().into()),
            ("cpu-load", load.min(100).to_string().into()),
            ("free-hdd-space", (board.disk / 5 * 3).to_string().into()),
            ("total-hdd-space", board.disk.to_string().into()),
            ("architecture-name", board.architecture.into()),
            ("board-name", board.board_name.into()),
            ("platform", "MikroTik".into()),
        ];
        if board.model.is_some() {
            values.push(("factory-software", "6.47.10".into()));
            values.push(("write-sect-since-reboot", "1204".into()));
            values.push(("write-sect-total", "184220".into()));
            values.push(("bad-blocks", "0".into()));
        }
        self.refresh_single(self.at.resource, values);
    }

    fn refresh_clock(&mut self) {
        let minutes = self.zone_minutes();
        let local = self.clock.utc() + i64::from(minutes) * 60;
        let sign = if minutes < 0 { '-' } else { '+' };
        let offset = format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
        let values = vec![
            ("time", format_time(local).into()),
            ("date", format_date(local, self.persona.dates).into()),
            ("gmt-offset", offset.into()),
        ];
        self.refresh_single(self.at.clock, values);
    }
}
