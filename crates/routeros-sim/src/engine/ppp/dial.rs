//! Letting a subscriber in, or saying why not.

use std::net::Ipv4Addr;
use std::sync::Arc;

use super::{Ending, Line, Modem};
use crate::engine::Router;
use crate::error::Trap;
use crate::table::{Row, id_text};
use crate::value::Value;

/// First of the addresses a router makes up for a subscriber nobody gave one.
const MADE_UP: u32 = 0x0A70_7001;

impl Router {
    /// A modem dials in.
    ///
    /// # Errors
    /// `failure: …` with what the log says. Modems themselves only learn that they
    /// were refused.
    pub fn dial(&mut self, modem: Modem) -> Result<u32, Trap> {
        self.advance();
        self.dial_now(modem)
    }

    pub(super) fn dial_now(&mut self, modem: Modem) -> Result<u32, Trap> {
        let name = modem.name.clone();
        self.log("pppoe,info", &format!("PPPoE connection established from {}", modem.caller_id));
        let secret = match self.check_secret(&modem) {
            Ok(secret) => secret,
            Err(why) => return Err(self.turn_away(modem, &why)),
        };
        let profile = self.profile_of(&secret);
        if let Err(why) = self.check_lines(&modem, profile.as_deref()) {
            return Err(self.turn_away(modem, &why));
        }
        let address = match self.remote_address(&modem, &secret, profile.as_deref()) {
            Ok(address) => address,
            Err(why) => return Err(self.turn_away(modem, &why)),
        };
        let id = self.open_line(&modem, &secret, profile.as_deref(), address);
        let shown = self.ppp.lines.get(&id).map(|l| self.interface_name(l.interface)).unwrap_or_default();
        self.log("pppoe,ppp,info", &format!("{shown}: authenticated"));
        self.log("pppoe,ppp,info", &format!("{shown}: connected"));
        self.log("pppoe,ppp,info,account", &format!("{name} logged in, {address} from {}", modem.caller_id));
        self.ppp.modems.insert(name, modem);
        Ok(id)
    }

    /// Notes a refusal; the modem tries again later when it is one of those.
    fn turn_away(&mut self, modem: Modem, why: &str) -> Trap {
        self.ppp.next_session += 1;
        let mark = 0x0A00 + self.ppp.next_session % 0x5000;
        self.log("pppoe,ppp,error", &format!("<{mark:04x}>: user {} {why}", modem.name));
        let trap = Trap::failure(&format!("user {} {why}", modem.name));
        if self.ppp.redial && self.ppp.modems.contains_key(&modem.name) {
            self.ppp.due.push((self.clock.now() + super::REDIAL.1, modem));
        }
        trap
    }

    fn check_secret(&self, modem: &Modem) -> Result<Arc<Row>, String> {
        let menu = self.at.ppp_secret;
        let failed = || "authentication failed".to_owned();
        let id = self.table(menu).named(modem.name.as_bytes()).first().copied().ok_or_else(failed)?;
        let row = self.table(menu).get(id).ok_or_else(failed)?;
        let service = self.text(menu, row, "service");
        let caller = self.text(menu, row, "caller-id");
        let wrong = modem.password.as_ref().is_some_and(|p| *p != self.text(menu, row, "password"));
        let elsewhere = !caller.is_empty() && !caller.eq_ignore_ascii_case(&modem.caller_id);
        if self.flag(menu, row, "disabled") || !["any", "pppoe"].contains(&service.as_str()) || wrong || elsewhere {
            return Err(failed());
        }
        Ok(Arc::clone(row))
    }

    fn profile_of(&self, secret: &Row) -> Option<Arc<Row>> {
        let profiles = self.at.ppp_profile;
        let id = self.referred(self.at.ppp_secret, secret, "profile", profiles)?;
        self.table(profiles).get(id).cloned()
    }

    /// Whether one more session may be: the servers' ceilings, one session per
    /// subscriber, one per modem. A router without a row in
    /// `/interface/pppoe-server/server` answers too, so that tests need not describe
    /// the network behind it.
    fn check_lines(&mut self, modem: &Modem, profile: Option<&Row>) -> Result<(), String> {
        let menu = self.at.pppoe_server;
        let server = self.table(menu).iter().find(|row| !self.flag(menu, row, "disabled")).cloned();
        if server.is_none() && !self.table(menu).is_empty() {
            return Err("found no PPPoE server".to_owned());
        }
        let only_one = profile.is_some_and(|row| self.text(self.at.ppp_profile, row, "only-one") == "yes");
        if only_one && self.ppp.lines.values().any(|line| line.name == modem.name) {
            return Err("is already active".to_owned());
        }
        let Some(server) = server else { return Ok(()) };
        if self.flag(menu, &server, "one-session-per-host") {
            let same = |line: &Line| line.caller_id.eq_ignore_ascii_case(&modem.caller_id);
            let old: Vec<u32> = self.ppp.lines.iter().filter(|(_, l)| same(l)).map(|(id, _)| *id).collect();
            for id in old {
                self.end_line(id, Ending::HungUp);
            }
        }
        let most = self.text(menu, &server, "max-sessions").parse::<usize>().unwrap_or(usize::MAX);
        if self.ppp.lines.len() >= most {
            return Err("exceeds the sessions of the PPPoE server".to_owned());
        }
        Ok(())
    }

    fn remote_address(&mut self, modem: &Modem, secret: &Row, profile: Option<&Row>) -> Result<Ipv4Addr, String> {
        let fixed = self.stored(self.at.ppp_secret, secret, "remote-address");
        let given = profile.and_then(|row| self.stored(self.at.ppp_profile, row, "remote-address"));
        if let Some(stored) = fixed.or(given).filter(|v| !v.is_empty()) {
            return self.address_from(&stored).ok_or_else(|| "gets no address: the pool is empty".to_owned());
        }
        if let Some(address) = modem.address {
            return Ok(address);
        }
        let made_up = (MADE_UP..MADE_UP + 0xFFFF).map(Ipv4Addr::from).find(|a| !self.leases.holds(*a));
        let address = made_up.ok_or_else(|| "gets no address".to_owned())?;
        let text = format!("<pppoe-{}>: could not determine remote address, using {address}", modem.name);
        self.log("pppoe,ppp,error", &text);
        Ok(address)
    }

    fn local_address(&mut self, secret: &Row, profile: Option<&Row>) -> Ipv4Addr {
        let fixed = self.stored(self.at.ppp_secret, secret, "local-address");
        let given = profile.and_then(|row| self.stored(self.at.ppp_profile, row, "local-address"));
        let stored = fixed.or(given).filter(|v| !v.is_empty());
        stored.and_then(|v| self.address_from(&v)).unwrap_or(Ipv4Addr::new(10, 112, 112, 0))
    }

    fn open_line(&mut self, modem: &Modem, secret: &Row, profile: Option<&Row>, address: Ipv4Addr) -> u32 {
        let at = self.at;
        self.leases.take(address, "PPP", &modem.name);
        let local = self.local_address(secret, profile);
        let interface = self.open_interface(&modem.name);
        let shown = self.interface_name(interface);
        let ip_values: [(&str, Value); 5] = [
            ("address", format!("{local}/32").into()),
            ("network", address.to_string().into()),
            ("interface", id_text(interface).into()),
            ("actual-interface", shown.clone().into()),
            ("dynamic", Self::yes(true)),
        ];
        let ip_row = self.insert(at.ip_address, &ip_values);
        let limit = profile.and_then(|row| self.rate_limit(at.ppp_profile, row));
        let queue = match (&limit, profile) {
            (Some(limit), Some(row)) => Some(self.dynamic_queue(&shown, shown.clone(), limit, (at.ppp_profile, row))),
            _ => None,
        };
        let lists = profile.map(|row| self.text(at.ppp_profile, row, "address-list")).unwrap_or_default();
        let listed = self.list_address(&lists, &address.to_string());
        let values = self.active_values(modem, secret, address);
        let id = self.insert(at.ppp_active, &values);
        let explicit = self.ppp.rates.get(&modem.name).copied();
        let down = 300_000 + self.random.below(6_000_000);
        let micros =
            |name: &str| profile.and_then(|row| self.micros(at.ppp_profile, row, name)).filter(|limit| *limit > 0);
        let line = Line {
            name: modem.name.clone(),
            caller_id: modem.caller_id.clone(),
            address,
            interface,
            ip_row,
            queue,
            limit,
            listed,
            rate: explicit.unwrap_or((down / 9, down)),
            daily: explicit.is_none(),
            elapsed: 0,
            idle: 0,
            session_timeout: micros("session-timeout"),
            idle_timeout: micros("idle-timeout"),
            limit_bytes: (
                self.number(at.ppp_secret, secret, "limit-bytes-in"),
                self.number(at.ppp_secret, secret, "limit-bytes-out"),
            ),
            bytes: (0, 0),
            rest: (0, 0),
        };
        self.ppp.lines.insert(id, line);
        id
    }

    fn active_values(&mut self, modem: &Modem, secret: &Row, address: Ipv4Addr) -> Vec<(&'static str, Value)> {
        self.ppp.next_session += 1;
        let menu = self.at.ppp_secret;
        let number = 0x8110_0000_u32.wrapping_add(self.ppp.next_session);
        let mut values: Vec<(&'static str, Value)> = vec![
            ("name", modem.name.clone().into()),
            ("service", "pppoe".into()),
            ("caller-id", modem.caller_id.clone().into()),
            ("address", address.to_string().into()),
            ("session-id", format!("0x{number:08x}").into()),
        ];
        for name in ["limit-bytes-in", "limit-bytes-out", "comment"] {
            values.extend(self.stored(menu, secret, name).map(|v| (name, v)));
        }
        values
    }

    /// `<pppoe-NAME>`; a second session of the same name gets a number.
    fn open_interface(&mut self, name: &str) -> u32 {
        let menu = self.at.interface;
        let mut shown = format!("<pppoe-{name}>");
        let mut number = 0;
        while !self.table(menu).named(shown.as_bytes()).is_empty() {
            number += 1;
            shown = format!("<pppoe-{name}-{number}>");
        }
        let up = self.clock.utc().to_string();
        let values: [(&str, Value); 7] = [
            ("name", shown.into()),
            ("type", "pppoe-in".into()),
            ("mtu", "1480".into()),
            ("actual-mtu", "1480".into()),
            ("running", Self::yes(true)),
            ("dynamic", Self::yes(true)),
            ("last-link-up-time", up.into()),
        ];
        self.insert(menu, &values)
    }

    /// Modems whose time has come dial again.
    pub(super) fn redial_due(&mut self, now: u64) {
        if !self.ppp.due.iter().any(|(at, _)| *at <= now) {
            return;
        }
        let (due, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.ppp.due).into_iter().partition(|(at, _)| *at <= now);
        self.ppp.due = later;
        for (_, modem) in due {
            let online = self.ppp.lines.values().any(|line| line.name == modem.name);
            if !online && self.ppp.modems.contains_key(&modem.name) {
                // A refusal is logged and makes the modem wait longer.
                let _refused = self.dial_now(modem);
            }
        }
    }
}
