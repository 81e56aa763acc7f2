//! The hotspot: phones that log in, use time and bytes, and are cut off.

mod cookie;
mod events;
mod host;
mod login;
mod run;

use std::collections::{BTreeMap, HashMap};
use std::net::Ipv4Addr;

use super::Router;
use super::limit::RateLimit;
use super::request::Request;
use crate::error::Trap;
use crate::table::id_text;

/// A session that was just opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its row in `/ip/hotspot/active`.
    pub id: String,
    /// The phone's address.
    pub address: Ipv4Addr,
    /// The phone's hardware address.
    pub mac: String,
}

/// Who wants in.
#[derive(Clone, Debug, Default)]
pub struct Knock {
    /// User name.
    pub user: String,
    /// Password; `None` when a cookie or the operator vouches for it.
    pub password: Option<String>,
    /// Hardware address; made up when missing.
    pub mac: Option<String>,
    /// Address; from the server's pool when missing.
    pub address: Option<Ipv4Addr>,
    /// The server the phone is behind; the first that fits when missing.
    pub server: Option<String>,
    /// How the session came about (`http-pap`, `cookie`).
    pub by: Option<&'static str>,
}

#[derive(Debug)]
pub(super) struct Running {
    pub user: String,
    pub mac: String,
    pub address: Ipv4Addr,
    pub server: String,
    pub interface: Option<u32>,
    pub host: u32,
    /// The host was there before the login and stays after it.
    pub host_stays: bool,
    pub queue: Option<u32>,
    pub limit: Option<RateLimit>,
    pub listed: Vec<u32>,
    /// Microseconds this session lasts.
    pub elapsed: u64,
    pub session_timeout: Option<u64>,
    pub idle_timeout: Option<u64>,
    pub keepalive_timeout: Option<u64>,
    /// Microseconds without traffic.
    pub idle: u64,
    /// Microseconds since the phone went out of reach.
    pub silent: Option<u64>,
    /// Bits per second: from the phone, to the phone.
    pub rate: (u64, u64),
    /// They follow the hour of the day.
    pub daily: bool,
    pub bytes_in: u64,
    pub bytes_out: u64,
    /// Parts of a byte not yet counted, in bit-microseconds.
    pub rest: (u64, u64),
    /// What runs when the session ends.
    pub on_logout: String,
}

impl Running {
    /// What the phone carries when the day is at `percent` of its peak.
    pub(super) fn rate_at(&self, percent: u64) -> (u64, u64) {
        if self.silent.is_some() {
            return (0, 0);
        }
        let share = if self.daily { percent } else { 100 };
        let wanted = (self.rate.0 * share / 100, self.rate.1 * share / 100);
        self.limit.as_ref().map_or(wanted, |limit| limit.cap(wanted))
    }
}

#[derive(Debug)]
struct Return {
    at: u64,
    user: String,
    mac: String,
}

/// The hotspot's sessions and what runs beside them.
#[derive(Debug, Default)]
pub struct Hotspot {
    sessions: BTreeMap<u32, Running>,
    by_mac: HashMap<String, u32>,
    per_user: HashMap<String, usize>,
    rates: HashMap<String, (u64, u64)>,
    cookies: HashMap<u32, u64>,
    returning: Vec<Return>,
    /// Kicked phones that hold a cookie log themselves back in.
    pub devices_return: bool,
    /// Whether the router refuses to end sessions, as some do for a while.
    pub sessions_stuck: bool,
    /// When phones come and go by themselves (the demo).
    pub population: Option<Population>,
    last: u64,
}

/// Phones that come and go by themselves.
#[derive(Debug)]
pub struct Population {
    /// At most this many at a time.
    pub capacity: usize,
    next: u64,
}

impl Population {
    /// Up to `capacity` phones.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self { capacity, next: 0 }
    }
}

impl Hotspot {
    /// How many sessions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sessions.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.sessions.clear();
        self.by_mac.clear();
        self.per_user.clear();
        self.returning.clear();
    }

    fn open(&self, user: &str) -> usize {
        self.per_user.get(user).copied().unwrap_or(0)
    }
}

impl Router {
    /// `/ip/hotspot/active/login`.
    pub(super) fn login_command(&mut self, request: &Request) -> Result<Session, Trap> {
        const ARGUMENTS: [&str; 5] = ["user", "password", "ip", "mac-address", "domain"];
        if let Some((name, _)) = request.args.iter().find(|(n, _)| !ARGUMENTS.contains(&n.as_str())) {
            return Err(Trap::unknown_parameter(name));
        }
        let user = request.text("user").ok_or_else(|| Trap::missing("user"))?.to_owned();
        let address = request.text("ip").ok_or_else(|| Trap::missing("ip"))?;
        let address = crate::value::net::parse_ip(address).ok_or_else(|| Trap::bad_value("ip"))?;
        let mac = match request.text("mac-address") {
            Some(mac) => {
                let mac = crate::value::net::canonical_mac(mac);
                Some(mac.ok_or_else(|| Trap::bad_value("mac-address"))?)
            }
            None => None,
        };
        let password = Some(request.text("password").unwrap_or_default().to_owned());
        self.hotspot_login(Knock { user, password, mac, address: Some(address), ..Knock::default() })
    }

    /// Sets the traffic of a user's sessions, bits per second.
    pub fn set_user_rate(&mut self, user: &str, up: u64, down: u64) {
        self.advance();
        self.hotspot.rates.insert(user.to_owned(), (up, down));
        for session in self.hotspot.sessions.values_mut().filter(|s| s.user == user) {
            (session.rate, session.daily) = ((up, down), false);
        }
    }

    /// The user leaves: all its sessions end. Gives how many.
    pub fn hotspot_logout(&mut self, user: &str) -> usize {
        self.advance();
        let ids: Vec<u32> = self.hotspot.sessions.iter().filter(|(_, s)| s.user == user).map(|(id, _)| *id).collect();
        for id in &ids {
            self.end_session(*id, "user request", false);
        }
        ids.len()
    }

    pub(super) fn end_sessions_of_mac(&mut self, mac: &str, reason: &str) {
        if let Some(id) = self.hotspot.by_mac.get(mac).copied() {
            self.end_session(id, reason, false);
        }
    }

    /// Ends a session; `kicked` when an operator did it, so that a phone with a
    /// cookie may come back.
    pub(super) fn end_session(&mut self, id: u32, reason: &str, kicked: bool) {
        let Some(session) = self.hotspot.sessions.remove(&id) else { return };
        self.leases.free(session.address);
        self.hotspot.by_mac.remove(&session.mac);
        if let Some(open) = self.hotspot.per_user.get_mut(&session.user) {
            *open = open.saturating_sub(1);
            if *open == 0 {
                self.hotspot.per_user.remove(&session.user);
            }
        }
        self.delete(self.at.hotspot_active, id);
        if session.host_stays {
            self.write(self.at.hotspot_host, session.host, "authorized", None);
        } else {
            self.delete(self.at.hotspot_host, session.host);
        }
        if let Some(queue) = session.queue {
            self.delete(self.at.queue, queue);
        }
        for row in &session.listed {
            self.delete(self.at.address_list, *row);
        }
        let line = format!("{} ({}): logged out: {reason}", session.user, session.address);
        self.log("hotspot,account,info,debug", &line);
        self.logout_script(&session, reason);
        if kicked && self.hotspot.devices_return {
            let at = self.clock.now() + 3 * crate::value::time::SECOND;
            self.hotspot.returning.push(Return { at, user: session.user, mac: session.mac });
        }
    }

    /// What the sessions behind an interface carry, bits per second: from the
    /// phones, to the phones.
    pub(super) fn hotspot_rate_on(&self, interface: u32) -> (u64, u64) {
        let percent = self.traffic_percent(crate::value::time::SECOND);
        let here = self.hotspot.sessions.values().filter(|s| s.interface == Some(interface));
        here.map(|s| s.rate_at(percent)).fold((0, 0), |(up, down), (u, d)| (up + u, down + d))
    }

    fn session_of(&self, id: u32) -> Option<Session> {
        let session = self.hotspot.sessions.get(&id)?;
        Some(Session { id: id_text(id), address: session.address, mac: session.mac.clone() })
    }
}
