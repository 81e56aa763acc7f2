//! Phones behind the hotspot, logged in or not, and what ip-bindings make of them.

use std::net::Ipv4Addr;
use std::sync::Arc;

use super::{Knock, Session};
use crate::engine::Router;
use crate::engine::policy::Caller;
use crate::engine::request::Request;
use crate::error::Trap;
use crate::table::{Row, id_text};
use crate::value::net::parse_range;

/// What an ip-binding makes of a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::engine) enum Treatment {
    /// It must log in.
    Regular,
    /// It needs no login.
    Bypassed,
    /// It is not let near.
    Blocked,
}

impl Router {
    /// A phone joins the network. It becomes a host, a session when it holds a
    /// cookie, and nothing when an ip-binding blocks it.
    ///
    /// # Errors
    /// `failure: …` for a blocked phone, or when no address is free.
    pub fn phone_arrives(&mut self, mac: &str) -> Result<Option<Session>, Trap> {
        self.advance();
        let server = self.first_server().ok_or_else(|| Trap::failure("no hotspot server"))?;
        if self.treatment(mac, None) == Treatment::Blocked {
            return Err(Trap::failure("the host is blocked by an ip-binding"));
        }
        if let Some(session) = self.hotspot.by_mac.get(mac).copied() {
            if let Some(running) = self.hotspot.sessions.get_mut(&session) {
                running.silent = None;
            }
            return Ok(self.session_of(session));
        }
        if self.host_of(mac).is_none() {
            let address = self.free_address(&server, None)?;
            self.add_host(mac, address, &server);
        }
        Ok(self.cookie_login(mac))
    }

    /// A phone goes out of reach without logging out: it answers no more, and a
    /// keepalive-timeout ends its session in time.
    pub fn phone_leaves(&mut self, mac: &str) {
        self.advance();
        if let Some(session) = self.hotspot.by_mac.get(mac).copied() {
            if let Some(running) = self.hotspot.sessions.get_mut(&session) {
                running.silent = Some(0);
            }
        } else if let Some(host) = self.host_of(mac) {
            self.drop_host(host);
        }
    }

    pub(super) fn host_of(&self, mac: &str) -> Option<u32> {
        let menu = self.at.hotspot_host;
        let field = self.field(menu, "mac-address");
        self.table(menu).holding(field, mac.as_bytes()).first().map(|row| row.id)
    }

    /// The host's row: the one that is there, or a new one; `true` when it was there.
    pub(super) fn login_host(&mut self, mac: &str, address: Ipv4Addr, server: &Row) -> (u32, bool) {
        let menu = self.at.hotspot_host;
        let (host, was_there) = match self.host_of(mac) {
            Some(host) => (host, true),
            None => (self.add_host(mac, address, server), false),
        };
        self.write(menu, host, "authorized", Some(Self::yes(true)));
        self.write(menu, host, "to-address", Some(address.to_string().into()));
        (host, was_there)
    }

    fn add_host(&mut self, mac: &str, address: Ipv4Addr, server: &Row) -> u32 {
        let treated = self.treatment(mac, Some(address));
        let server = self.text(self.at.hotspot, server, "name");
        self.insert(
            self.at.hotspot_host,
            &[
                ("mac-address", mac.to_owned().into()),
                ("address", address.to_string().into()),
                ("to-address", address.to_string().into()),
                ("server", server.into()),
                ("bypassed", Self::yes(treated == Treatment::Bypassed)),
                ("DHCP", Self::yes(true)),
                ("found-by", "DHCP".into()),
            ],
        )
    }

    fn drop_host(&mut self, host: u32) {
        self.delete(self.at.hotspot_host, host);
    }

    pub(super) fn first_server(&self) -> Option<Arc<Row>> {
        let menu = self.at.hotspot;
        self.table(menu).iter().find(|row| !self.flag(menu, row, "disabled")).cloned()
    }

    /// What the first ip-binding that fits says of a phone.
    pub(super) fn treatment(&self, mac: &str, address: Option<Ipv4Addr>) -> Treatment {
        let menu = self.at.ip_binding;
        let fits = |row: &&Arc<Row>| {
            let (macs, addresses) = (self.text(menu, row, "mac-address"), self.text(menu, row, "address"));
            let same_mac = macs.is_empty() || macs.eq_ignore_ascii_case(mac);
            let inside =
                |ip: Ipv4Addr| parse_range(&addresses).is_some_and(|(low, high)| (low..=high).contains(&u32::from(ip)));
            // A binding made from a host holds both; the hardware address decides.
            let same_address = addresses.is_empty() || !macs.is_empty() || address.is_some_and(inside);
            let says_something = !macs.is_empty() || !addresses.is_empty();
            says_something && same_mac && same_address && !self.flag(menu, row, "disabled")
        };
        match self.table(menu).iter().find(fits).map(|row| self.text(menu, row, "type")).as_deref() {
            Some("bypassed") => Treatment::Bypassed,
            Some("blocked") => Treatment::Blocked,
            _ => Treatment::Regular,
        }
    }

    /// Bindings changed: sessions of phones that are now blocked or bypassed end,
    /// hosts show what they are. (That a session ends at once is how the manual's
    /// words are read here; no capture shows it.)
    pub(in crate::engine) fn apply_bindings(&mut self) {
        let running: Vec<(u32, String, Ipv4Addr)> =
            self.hotspot.sessions.iter().map(|(id, s)| (*id, s.mac.clone(), s.address)).collect();
        for (id, mac, address) in running {
            if self.treatment(&mac, Some(address)) != Treatment::Regular {
                self.end_session(id, "host removed", false);
            }
        }
        let menu = self.at.hotspot_host;
        let hosts: Vec<(u32, String, String, bool)> = self
            .table(menu)
            .iter()
            .map(|row| {
                let text = |name: &str| self.text(menu, row, name);
                (row.id, text("mac-address"), text("address"), self.flag(menu, row, "bypassed"))
            })
            .collect();
        for (id, mac, address, was) in hosts {
            let treated = self.treatment(&mac, address.parse().ok());
            if treated == Treatment::Blocked {
                self.drop_host(id);
            } else if was != (treated == Treatment::Bypassed) {
                self.write(menu, id, "bypassed", Some(Self::yes(!was)));
            }
        }
    }

    /// `/ip/hotspot/host/make-binding`: the host's addresses become an ip-binding.
    pub(in crate::engine) fn make_binding(&mut self, menu: usize, request: &Request) -> Result<(), Trap> {
        let bindings = self.require("/ip/hotspot/ip-binding")?;
        for id in self.items(menu, request)? {
            let Some(row) = self.table(menu).get(id).cloned() else { return Err(Trap::no_such_item()) };
            let mut args = vec![
                ("mac-address", self.text(menu, &row, "mac-address")),
                ("address", self.text(menu, &row, "address")),
            ];
            args.extend(request.text("type").map(|t| ("type", t.to_owned())));
            args.extend(request.text("comment").map(|c| ("comment", c.to_owned())));
            let args: Vec<(&str, &str)> = args.iter().map(|(n, v)| (*n, v.as_str())).collect();
            let add = Request::new("/ip/hotspot/ip-binding/add", &args);
            self.add(bindings, &add, &Caller::internal())?;
        }
        Ok(())
    }

    /// A phone that holds a cookie logs itself in with it.
    fn cookie_login(&mut self, mac: &str) -> Option<Session> {
        let (user, by) = self.cookie_of(mac)?;
        let knock = Knock { user, mac: Some(mac.to_owned()), by: Some(by), ..Knock::default() };
        // A refusal is logged; the phone stays a host.
        self.hotspot_login(knock).ok()
    }

    /// The id of a phone's row in the host table.
    #[must_use]
    pub fn host_id(&self, mac: &str) -> Option<String> {
        self.host_of(mac).map(id_text)
    }
}
