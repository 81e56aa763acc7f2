//! PPPoE subscribers: modems that dial in, their sessions, and how these end.
//!
//! A session is a row of `/ppp/active`, a dynamic interface `<pppoe-NAME>` that
//! counts its bytes, a dynamic address, and what the profile adds: a queue for its
//! rate limit, rows of address-lists. What a profile or a secret says counts at the
//! moment of dialling; a change reaches a subscriber at the next one, and disabling
//! a secret ends no session.

mod dial;
mod run;

pub(in crate::engine) use run::bytes_in;

use std::collections::{BTreeMap, HashMap};
use std::net::Ipv4Addr;

use super::Router;
use super::limit::RateLimit;
use crate::table::Row;
use crate::value::time::SECOND;

/// How long a modem waits before it dials again: after a loss, after a refusal.
const REDIAL: (u64, u64) = (5 * SECOND, 30 * SECOND);

/// A subscriber's modem and what it dials with.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Modem {
    /// The secret's name.
    pub name: String,
    /// The password; `None` when the test does not care.
    pub password: Option<String>,
    /// Its hardware address, `caller-id`.
    pub caller_id: String,
    /// Asks for this address when neither secret nor profile gives one.
    pub address: Option<Ipv4Addr>,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// The subscriber switched the modem off in an orderly way.
    PeerRequest,
    /// The line broke: nothing was heard any more.
    HungUp,
    /// Nothing was sent for the profile's idle-timeout.
    IdleTimeout,
    /// The profile's session-timeout, or a byte limit of the secret.
    SessionTimeout,
    /// An operator removed the row of `/ppp/active`.
    Removed,
}

impl Ending {
    /// `last-disconnect-reason`. Which word a removed session leaves is not
    /// published; `nas-request` is the one of RouterOS' list that describes it.
    fn reason(self) -> &'static str {
        match self {
            Self::PeerRequest => "peer-request",
            Self::HungUp => "hung-up",
            Self::IdleTimeout => "idle-timeout",
            Self::SessionTimeout => "session-timeout",
            Self::Removed => "nas-request",
        }
    }

    /// What follows `terminating...` in the log.
    fn told(self) -> &'static str {
        match self {
            Self::PeerRequest => "",
            Self::HungUp => " - hungup",
            Self::IdleTimeout => " - idle timeout",
            Self::SessionTimeout => " - session timeout",
            Self::Removed => " - administrator request",
        }
    }
}

#[derive(Debug)]
struct Line {
    name: String,
    caller_id: String,
    address: Ipv4Addr,
    interface: u32,
    ip_row: u32,
    queue: Option<u32>,
    limit: Option<RateLimit>,
    listed: Vec<u32>,
    /// Steady rates, bits per second: from the subscriber, to the subscriber.
    rate: (u64, u64),
    /// They follow the hour of the day.
    daily: bool,
    elapsed: u64,
    idle: u64,
    session_timeout: Option<u64>,
    idle_timeout: Option<u64>,
    limit_bytes: (u64, u64),
    bytes: (u64, u64),
    rest: (u64, u64),
}

/// The subscribers' sessions and modems.
#[derive(Debug, Default)]
pub struct Ppp {
    lines: BTreeMap<u32, Line>,
    modems: BTreeMap<String, Modem>,
    rates: HashMap<String, (u64, u64)>,
    /// Modems dial again by themselves when a session ended or was refused.
    pub redial: bool,
    /// When the next line breaks by itself (the demo), virtual microseconds.
    pub(super) breaks_at: Option<u64>,
    due: Vec<(u64, Modem)>,
    next_session: u32,
    last: u64,
}

impl Ppp {
    /// How many sessions there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The modems that are switched on, for the saved state.
    #[must_use]
    pub(crate) fn modems(&self) -> Vec<Modem> {
        if self.redial { self.modems.values().cloned().collect() } else { Vec::new() }
    }
}

impl Router {
    /// Switches a modem on: it dials now, and again whenever it is cut off while
    /// [`Ppp::redial`] is set.
    pub(crate) fn modem_on(&mut self, modem: Modem) {
        let at = self.clock.now() + SECOND;
        self.ppp.modems.insert(modem.name.clone(), modem.clone());
        self.ppp.due.retain(|(_, waiting)| waiting.name != modem.name);
        self.ppp.due.push((at, modem));
    }

    /// All sessions are gone at once: the router restarts. Modems dial again.
    pub(crate) fn clear_ppp(&mut self) {
        let lines = std::mem::take(&mut self.ppp.lines);
        let at = self.clock.now() + REDIAL.0;
        if self.ppp.redial {
            let again = lines.values().filter_map(|line| self.ppp.modems.get(&line.name)).cloned();
            let again: Vec<_> = again.map(|modem| (at, modem)).collect();
            self.ppp.due.extend(again);
        }
    }

    /// The subscriber's sessions end; gives how many.
    pub fn hang_up(&mut self, name: &str, ending: Ending) -> usize {
        self.advance();
        let ids: Vec<u32> = self.ppp.lines.iter().filter(|(_, l)| l.name == name).map(|(id, _)| *id).collect();
        if ending == Ending::PeerRequest {
            self.ppp.modems.remove(name);
        }
        for id in &ids {
            self.end_line(*id, ending);
        }
        ids.len()
    }

    /// Sets the traffic of a subscriber, bits per second; it then no longer follows
    /// the hour of the day.
    pub fn set_subscriber_rate(&mut self, name: &str, up: u64, down: u64) {
        self.advance();
        self.ppp.rates.insert(name.to_owned(), (up, down));
        for line in self.ppp.lines.values_mut().filter(|l| l.name == name) {
            (line.rate, line.daily) = ((up, down), false);
        }
    }

    /// Ends one session and tells the log, the secret and the tables.
    fn end_line(&mut self, id: u32, ending: Ending) {
        let Some(line) = self.ppp.lines.remove(&id) else { return };
        let active = self.at.ppp_active;
        self.delete(active, id);
        if let Some(queue) = line.queue {
            self.delete(self.at.queue, queue);
        }
        for row in &line.listed {
            self.delete(self.at.address_list, *row);
        }
        self.delete(self.at.ip_address, line.ip_row);
        let shown = self.interface_name(line.interface);
        self.delete(self.at.interface, line.interface);
        self.leases.free(line.address);
        let secrets = self.at.ppp_secret;
        if let Some(secret) = self.table(secrets).named(line.name.as_bytes()).first().copied() {
            let now = self.clock.utc().to_string();
            self.write(secrets, secret, "last-logged-out", Some(now.into()));
            self.write(secrets, secret, "last-caller-id", Some(line.caller_id.clone().into()));
            self.write(secrets, secret, "last-disconnect-reason", Some(ending.reason().into()));
        }
        self.log("pppoe,ppp,info", &format!("{shown}: terminating...{}", ending.told()));
        let told = format!(
            "{} logged out, {} {} {} {} {} from {}",
            line.name,
            line.elapsed / SECOND,
            line.bytes.0,
            line.bytes.1,
            line.bytes.0.div_ceil(300),
            line.bytes.1.div_ceil(900),
            line.caller_id
        );
        self.log("pppoe,ppp,info,account", &told);
        self.log("pppoe,ppp,info", &format!("{shown}: disconnected"));
        if self.ppp.redial
            && ending != Ending::PeerRequest
            && let Some(modem) = self.ppp.modems.get(&line.name).cloned()
        {
            self.ppp.due.push((self.clock.now() + REDIAL.0, modem));
        }
    }

    fn interface_name(&self, id: u32) -> String {
        let menu = self.at.interface;
        self.table(menu).get(id).map(|row| self.text(menu, row, "name")).unwrap_or_default()
    }

    /// An operator removed the row of `/ppp/active`.
    pub(crate) fn end_ppp(&mut self, row: &Row) {
        self.end_line(row.id, Ending::Removed);
    }
}
