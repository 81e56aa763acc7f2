//! Letting a phone in, or saying why not.

use std::net::Ipv4Addr;
use std::sync::Arc;

use super::host::Treatment;
use super::{Knock, Running, Session};
use crate::engine::Router;
use crate::error::Trap;
use crate::table::Row;
use crate::value::Value;

impl Router {
    /// A phone logs in.
    ///
    /// # Errors
    /// `failure: …` with the text the login page would show.
    pub fn hotspot_login(&mut self, mut knock: Knock) -> Result<Session, Trap> {
        self.advance();
        if knock.address.is_none() {
            let menu = self.at.hotspot_host;
            let host = knock.mac.as_deref().and_then(|mac| self.host_of(mac));
            let known = host.and_then(|id| self.table(menu).get(id)).map(|row| self.text(menu, row, "address"));
            knock.address = known.and_then(|a| a.parse().ok());
        }
        let shown = knock.address.map_or_else(|| "0.0.0.0".to_owned(), |a| a.to_string());
        let name = knock.user.clone();
        let result = self.let_in(knock);
        if let Err(trap) = &result {
            let why = trap.message.trim_start_matches("failure: ");
            self.log("hotspot,info,debug", &format!("{name} ({shown}): login failed: {why}"));
        }
        result
    }

    fn let_in(&mut self, knock: Knock) -> Result<Session, Trap> {
        let refused = || Trap::failure("invalid username or password");
        let servers = self.at.hotspot;
        let user = self.hotspot_user(&knock).ok_or_else(refused)?;
        let server = self.server_for(&user, knock.server.as_deref())?;
        self.check_user(&user, &knock)?;
        let profile = self
            .referred(self.at.hotspot_user, &user, "profile", self.at.user_profile)
            .and_then(|id| self.table(self.at.user_profile).get(id))
            .cloned();
        let mac = match knock.mac {
            Some(mac) => mac,
            None => self.made_up_mac(),
        };
        match self.treatment(&mac, knock.address) {
            Treatment::Regular => {}
            Treatment::Bypassed => return Err(Trap::failure("the host is bypassed by an ip-binding")),
            Treatment::Blocked => return Err(Trap::failure("the host is blocked by an ip-binding")),
        }
        // A phone that logs in anew leaves its earlier session.
        if self.same_user_again(&knock.user, &mac) {
            self.end_sessions_of_mac(&mac, "user request");
        }
        self.check_sessions(&knock.user, profile.as_deref())?;
        self.end_sessions_of_mac(&mac, "user request");
        let address = match (self.fixed_address(&user), knock.address) {
            (Some(address), _) | (None, Some(address)) => address,
            (None, None) => self.free_address(&server, profile.as_deref())?,
        };
        let server_profile = self
            .referred(servers, &server, "profile", self.at.hotspot_profile)
            .and_then(|id| self.table(self.at.hotspot_profile).get(id))
            .cloned();
        let ways =
            server_profile.as_ref().map(|row| self.text(self.at.hotspot_profile, row, "login-by")).unwrap_or_default();
        let by = knock.by.unwrap_or(if ways.contains("http-pap") { "http-pap" } else { "http-chap" });
        self.log("hotspot,info,debug", &format!("{} ({address}): trying to log in by {by}", knock.user));
        let opened = Opened {
            user: &user,
            server: &server,
            profile: profile.as_deref(),
            server_profile: server_profile.as_deref(),
            mac,
            address,
            by,
        };
        let id = self.open_session(&opened);
        self.bake_cookies(&opened, &ways);
        self.log("hotspot,account,info,debug", &format!("{} ({address}): logged in", knock.user));
        self.login_script(id, profile.as_deref());
        self.session_of(id).ok_or_else(Trap::no_such_item)
    }

    fn same_user_again(&self, user: &str, mac: &str) -> bool {
        let session = self.hotspot.by_mac.get(mac).and_then(|id| self.hotspot.sessions.get(id));
        session.is_some_and(|s| s.user == user)
    }

    /// The address a user always gets.
    fn fixed_address(&self, user: &Row) -> Option<Ipv4Addr> {
        self.stored(self.at.hotspot_user, user, "address").and_then(|v| std::str::from_utf8(&v).ok()?.parse().ok())
    }

    /// The user of that name; of several (one per server) the one that fits.
    fn hotspot_user(&self, knock: &Knock) -> Option<Arc<Row>> {
        let menu = self.at.hotspot_user;
        let table = self.table(menu);
        let mut rows = table.named(knock.user.as_bytes()).iter().filter_map(|id| table.get(*id));
        let Some(server) = &knock.server else { return rows.next().cloned() };
        let here = self.table(self.at.hotspot).named(server.as_bytes()).first().copied();
        let fits = |row: &&Arc<Row>| {
            let fixed = self.referred(menu, row, "server", self.at.hotspot);
            fixed.is_none() || fixed == here
        };
        rows.find(fits).cloned()
    }

    /// The server a login goes to: where the phone is, and the user may.
    fn server_for(&self, user: &Row, at: Option<&str>) -> Result<Arc<Row>, Trap> {
        let servers = self.at.hotspot;
        let fixed = self.referred(self.at.hotspot_user, user, "server", servers);
        let here = at.map(|name| self.table(servers).named(name.as_bytes()).first().copied());
        let fits = |row: &&Arc<Row>| {
            fixed.is_none_or(|id| row.id == id)
                && here.is_none_or(|id| id == Some(row.id))
                && !self.flag(servers, row, "disabled")
        };
        self.table(servers).iter().find(fits).cloned().ok_or_else(|| Trap::failure("no hotspot server"))
    }

    fn check_user(&self, user: &Row, knock: &Knock) -> Result<(), Trap> {
        let users = self.at.hotspot_user;
        let name = &knock.user;
        let password = self.text(users, user, "password");
        let wrong = knock.password.as_ref().is_some_and(|p| *p != password);
        if wrong || self.flag(users, user, "disabled") || self.flag(users, user, "default") {
            return Err(Trap::failure("invalid username or password"));
        }
        let locked = self.text(users, user, "mac-address");
        let any = locked.is_empty() || locked == "00:00:00:00:00:00";
        if !any && knock.mac.as_ref().is_some_and(|mac| *mac != locked) {
            let text = format!("user {name} is not allowed to log in from this MAC address");
            return Err(Trap::failure(&text));
        }
        let used = self.micros(users, user, "uptime").unwrap_or(0);
        if self.micros(users, user, "limit-uptime").is_some_and(|limit| limit > 0 && used >= limit) {
            return Err(Trap::failure(&format!("user {name} has reached uptime limit")));
        }
        let (bytes_in, bytes_out) = (self.number(users, user, "bytes-in"), self.number(users, user, "bytes-out"));
        let over = |limit: &str, used: u64| {
            let limit = self.number(users, user, limit);
            limit > 0 && used >= limit
        };
        if over("limit-bytes-in", bytes_in)
            || over("limit-bytes-out", bytes_out)
            || over("limit-bytes-total", bytes_in + bytes_out)
        {
            return Err(Trap::failure(&format!("user {name} has reached traffic limit")));
        }
        Ok(())
    }

    fn check_sessions(&self, name: &str, profile: Option<&Row>) -> Result<(), Trap> {
        let shared = profile.map_or_else(|| "1".to_owned(), |row| self.text(self.at.user_profile, row, "shared-users"));
        let most = shared.parse::<usize>().unwrap_or(usize::MAX);
        if self.hotspot.open(name) >= most {
            return Err(Trap::failure(&format!("no more sessions are allowed for user {name}")));
        }
        if self.board.hotspot_sessions.is_some_and(|most| self.hotspot.len() >= most) {
            return Err(Trap::failure("session limit reached (license)"));
        }
        Ok(())
    }

    fn made_up_mac(&mut self) -> String {
        let n = self.random.next();
        let byte = |shift: u32| (n >> shift) & 0xFF;
        // The second digit 2 marks an address a phone made up, as phones do.
        format!(
            "{:02X}:{:02X}:{:02X}:{:02X}:{:02X}:{:02X}",
            (byte(0) & 0xF0) | 2,
            byte(8),
            byte(16),
            byte(24),
            byte(32),
            byte(40)
        )
    }

    pub(super) fn free_address(&mut self, server: &Row, profile: Option<&Row>) -> Result<Ipv4Addr, Trap> {
        let empty = || Trap::failure("cannot assign ip address - no more free addresses from pool");
        let from_profile =
            profile.and_then(|row| self.referred(self.at.user_profile, row, "address-pool", self.at.pool));
        let pool = from_profile.or_else(|| self.referred(self.at.hotspot, server, "address-pool", self.at.pool));
        match pool {
            Some(pool) => self.free_in_pool(pool).ok_or_else(empty),
            // Without a pool phones keep the addresses they came with.
            None => {
                let mut any = (0x0A05_3202..0x0A05_FFFF_u32).map(Ipv4Addr::from);
                any.find(|ip| !self.leases.holds(*ip)).ok_or_else(empty)
            }
        }
    }

    fn open_session(&mut self, new: &Opened<'_>) -> u32 {
        let (users, at) = (self.at.hotspot_user, self.at);
        let name = self.text(users, new.user, "name");
        self.leases.take(new.address, "hotspot", &new.mac);
        let id = self.insert(at.hotspot_active, &self.session_values(new, &name));
        let (host, host_stays) = self.login_host(&new.mac, new.address, new.server);
        let limit = new.profile.and_then(|row| self.rate_limit(at.user_profile, row));
        let queue = match (&limit, new.profile) {
            (Some(limit), Some(row)) => {
                let target = format!("{}/32", new.address);
                Some(self.dynamic_queue(&format!("<hotspot-{name}>"), target, limit, (at.user_profile, row)))
            }
            _ => None,
        };
        let lists = new.profile.map(|row| self.text(at.user_profile, row, "address-list")).unwrap_or_default();
        let listed = self.list_address(&lists, &new.address.to_string());
        let explicit = self.hotspot.rates.get(&name).copied();
        let down = 200_000 + self.random.below(2_800_000);
        let micros = |row: &Row, name: &str| self.micros(at.user_profile, row, name).filter(|limit| *limit > 0);
        let timeout = |name: &str| new.profile.and_then(|row| micros(row, name));
        let running = Running {
            user: name.clone(),
            mac: new.mac.clone(),
            address: new.address,
            server: self.text(at.hotspot, new.server, "name"),
            interface: self.referred(at.hotspot, new.server, "interface", at.interface),
            host,
            host_stays,
            queue,
            limit,
            listed,
            elapsed: 0,
            session_timeout: timeout("session-timeout"),
            idle_timeout: timeout("idle-timeout"),
            keepalive_timeout: timeout("keepalive-timeout"),
            idle: 0,
            silent: None,
            rate: explicit.unwrap_or((down / 8, down)),
            daily: explicit.is_none(),
            bytes_in: 0,
            bytes_out: 0,
            rest: (0, 0),
            on_logout: new.profile.map(|row| self.text(at.user_profile, row, "on-logout")).unwrap_or_default(),
        };
        self.hotspot.by_mac.insert(new.mac.clone(), id);
        *self.hotspot.per_user.entry(name).or_default() += 1;
        self.hotspot.sessions.insert(id, running);
        id
    }

    fn session_values(&self, new: &Opened<'_>, name: &str) -> Vec<(&'static str, Value)> {
        let at = self.at;
        let mut values: Vec<(&'static str, Value)> = vec![
            ("server", self.text(at.hotspot, new.server, "name").into()),
            ("user", name.to_owned().into()),
            ("address", new.address.to_string().into()),
            ("mac-address", new.mac.clone().into()),
            ("login-by", new.by.into()),
        ];
        for timeout in ["idle-timeout", "keepalive-timeout"] {
            let set = new.profile.and_then(|row| self.stored(at.user_profile, row, timeout));
            values.extend(set.filter(|v| v.as_ref() != b"none").map(|v| (timeout, v)));
        }
        for limit in ["limit-bytes-in", "limit-bytes-out", "limit-bytes-total", "comment"] {
            values.extend(self.stored(at.hotspot_user, new.user, limit).map(|v| (limit, v)));
        }
        values
    }
}

/// A session that is being opened.
pub(super) struct Opened<'a> {
    pub(super) user: &'a Row,
    pub(super) server: &'a Row,
    pub(super) profile: Option<&'a Row>,
    pub(super) server_profile: Option<&'a Row>,
    pub(super) mac: String,
    pub(super) address: Ipv4Addr,
    pub(super) by: &'static str,
}
