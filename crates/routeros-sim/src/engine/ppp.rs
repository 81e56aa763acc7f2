//! PPP sessions: rows of `/ppp/active`, their uptime and their end.

use super::Router;
use crate::error::Trap;
use crate::table::Row;
use crate::value::time::{SECOND, format_duration, parse_duration};

impl Router {
    /// A subscriber dials in with a secret's name.
    ///
    /// # Errors
    /// `no such item` when there is no enabled secret of that name.
    pub fn dial_in(&mut self, name: &str, caller_id: &str, address: &str) -> Result<u32, Trap> {
        let menu = self.at.ppp_secret;
        let secret = self.table(menu).named(name.as_bytes()).first().copied();
        let row = secret.and_then(|id| self.table(menu).get(id)).ok_or_else(Trap::no_such_item)?;
        if self.flag(menu, row, "disabled") {
            return Err(Trap::no_such_item());
        }
        let fixed = self.stored(menu, row, "remote-address").filter(|a| !a.is_empty());
        let address = fixed.unwrap_or_else(|| address.to_owned().into());
        let session = format!("0x81{:06x}", self.random.below(1 << 24));
        let id = self.insert(
            self.at.ppp_active,
            &[
                ("name", name.to_owned().into()),
                ("service", "pppoe".into()),
                ("caller-id", caller_id.to_owned().into()),
                ("address", address),
                ("session-id", session.into()),
            ],
        );
        self.log("pppoe,ppp,info", &format!("<pppoe-{name}>: connected"));
        Ok(id)
    }

    pub(crate) fn end_ppp(&mut self, row: &Row) {
        let active = self.at.ppp_active;
        let name = self.text(active, row, "name");
        let caller = self.stored(active, row, "caller-id");
        let secrets = self.at.ppp_secret;
        if let Some(id) = self.table(secrets).named(name.as_bytes()).first().copied() {
            let now = self.clock.utc().to_string();
            self.write(secrets, id, "last-logged-out", Some(now.into()));
            self.write(secrets, id, "last-caller-id", caller);
            self.write(secrets, id, "last-disconnect-reason", Some("admin-reset".into()));
        }
        self.log("pppoe,ppp,info", &format!("<pppoe-{name}>: disconnected"));
    }

    pub(crate) fn advance_ppp(&mut self, now: u64) {
        let menu = self.at.ppp_active;
        let passed = now.saturating_sub(self.hotspot.ppp_last);
        if passed < SECOND {
            return;
        }
        let passed = passed / SECOND * SECOND;
        self.hotspot.ppp_last += passed;
        let ids: Vec<u32> = self.table(menu).iter().map(|row| row.id).collect();
        for id in ids {
            let old = self.table(menu).get(id).and_then(|row| self.stored(menu, row, "uptime"));
            let old = old.and_then(|v| parse_duration(&v)).unwrap_or(0);
            self.count(menu, id, &[("uptime", format_duration(old + passed).into())]);
        }
    }
}
