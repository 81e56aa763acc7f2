//! Letting a phone in, or saying why not.

use std::net::Ipv4Addr;
use std::sync::Arc;

use super::{Knock, Running, Session};
use crate::engine::Router;
use crate::error::Trap;
use crate::table::Row;
use crate::value::Value;
use crate::value::net::parse_ranges;
use crate::value::time::{format_duration, parse_duration};

impl Router {
    /// A phone logs in.
    ///
    /// # Errors
    /// `failure: …` with the text the login page would show.
    pub fn hotspot_login(&mut self, knock: Knock) -> Result<Session, Trap> {
        self.advance();
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
        let user = self.hotspot_user(&knock.user).ok_or_else(refused)?;
        let server = self.server_for(&user).ok_or_else(|| Trap::failure("no hotspot server"))?;
        self.check_user(&user, &knock)?;
        let profile = self
            .referred(self.at.hotspot_user, &user, "profile", self.at.user_profile)
            .and_then(|id| self.table(self.at.user_profile).get(id))
            .cloned();
        self.check_sessions(&knock.user, profile.as_deref())?;
        let mac = match knock.mac {
            Some(mac) => mac,
            None => self.made_up_mac(),
        };
        let address = match knock.address {
            Some(address) => address,
            None => self.free_address(&server, profile.as_deref())?,
        };
        // A phone that logs in anew leaves its earlier session.
        self.end_sessions_of_mac(&mac);
        let ways = self
            .referred(servers, &server, "profile", self.at.hotspot_profile)
            .and_then(|id| self.table(self.at.hotspot_profile).get(id))
            .map(|row| self.text(self.at.hotspot_profile, row, "login-by"))
            .unwrap_or_default();
        let by = knock.by.unwrap_or(if ways.contains("http-pap") { "http-pap" } else { "http-chap" });
        let opened = Opened { user: &user, server: &server, profile: profile.as_deref(), mac, address, by };
        let id = self.open_session(&opened);
        self.bake_cookie(&opened, &ways);
        self.log("hotspot,info,debug", &format!("{} ({address}): logged in", knock.user));
        self.session_of(id).ok_or_else(Trap::no_such_item)
    }

    fn hotspot_user(&self, name: &str) -> Option<Arc<Row>> {
        let table = self.table(self.at.hotspot_user);
        table.named(name.as_bytes()).first().and_then(|id| table.get(*id)).cloned()
    }

    fn server_for(&self, user: &Row) -> Option<Arc<Row>> {
        let servers = self.at.hotspot;
        let fixed = self.referred(self.at.hotspot_user, user, "server", servers);
        let fits = |row: &&Arc<Row>| fixed.is_none_or(|id| row.id == id) && !self.flag(servers, row, "disabled");
        self.table(servers).iter().find(fits).cloned()
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
        if !locked.is_empty() && knock.mac.as_ref().is_some_and(|mac| *mac != locked) {
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

    fn free_address(&self, server: &Row, profile: Option<&Row>) -> Result<Ipv4Addr, Trap> {
        let empty = || Trap::failure("cannot assign ip address - no more free addresses from pool");
        let from_profile =
            profile.and_then(|row| self.referred(self.at.user_profile, row, "address-pool", self.at.pool));
        let pool = from_profile
            .or_else(|| self.referred(self.at.hotspot, server, "address-pool", self.at.pool))
            .and_then(|id| self.table(self.at.pool).get(id));
        let Some(pool) = pool else {
            // Without a pool phones keep the addresses they came with.
            let any = (0x0A05_3202..0x0A05_FFFF_u32).map(Ipv4Addr::from);
            return any.into_iter().find(|ip| !self.hotspot.addresses.contains(ip)).ok_or_else(empty);
        };
        let ranges = parse_ranges(&self.text(self.at.pool, pool, "ranges")).unwrap_or_default();
        ranges
            .into_iter()
            .flat_map(|(low, high)| (low..=high).map(Ipv4Addr::from))
            .find(|ip| !self.hotspot.addresses.contains(ip))
            .ok_or_else(empty)
    }

    fn open_session(&mut self, new: &Opened<'_>) -> u32 {
        let (users, at) = (self.at.hotspot_user, self.at);
        let name = self.text(users, new.user, "name");
        let server: Value = self.text(at.hotspot, new.server, "name").into();
        let address: Value = new.address.to_string().into();
        let keepalive = new
            .profile
            .and_then(|row| self.stored(at.user_profile, row, "keepalive-timeout"))
            .unwrap_or_else(|| Value::from_static(b"2m"));
        let session_timeout = new.profile.and_then(|row| self.micros(at.user_profile, row, "session-timeout"));
        let mut values: Vec<(&str, Value)> = vec![
            ("server", server.clone()),
            ("user", name.clone().into()),
            ("address", address.clone()),
            ("mac-address", new.mac.clone().into()),
            ("login-by", new.by.into()),
            ("keepalive-timeout", keepalive),
        ];
        for limit in ["limit-bytes-in", "limit-bytes-out", "limit-bytes-total", "comment"] {
            values.extend(self.stored(users, new.user, limit).map(|v| (limit, v)));
        }
        let id = self.insert(at.hotspot_active, &values);
        let host = self.insert(
            at.hotspot_host,
            &[
                ("mac-address", new.mac.clone().into()),
                ("address", address.clone()),
                ("to-address", address),
                ("server", server),
                ("authorized", Self::yes(true)),
                ("DHCP", Self::yes(true)),
                ("found-by", "DHCP".into()),
            ],
        );
        let queue = self.session_queue(&name, new);
        let rate = self.hotspot.rates.get(&name).copied();
        let down = 200_000 + self.random.below(2_800_000);
        let (up, down) = rate.unwrap_or((down / 8, down));
        let interface = self.referred(at.hotspot, new.server, "interface", at.interface);
        self.hotspot.addresses.insert(new.address);
        *self.hotspot.per_user.entry(name.clone()).or_default() += 1;
        let running = Running {
            user: name,
            mac: new.mac.clone(),
            address: new.address,
            interface,
            host,
            queue,
            elapsed: 0,
            session_timeout,
            up,
            down,
            bytes_in: 0,
            bytes_out: 0,
            rest: (0, 0),
        };
        self.hotspot.sessions.insert(id, running);
        id
    }

    /// The dynamic queue that carries a profile's rate limit.
    fn session_queue(&mut self, name: &str, new: &Opened<'_>) -> Option<u32> {
        let limit = new.profile.map(|row| self.text(self.at.user_profile, row, "rate-limit"))?;
        let pair = limit.split(' ').next().filter(|p| !p.is_empty())?;
        let (rx, tx) = pair.split_once('/').unwrap_or((pair, pair));
        let bits = |text: &str| crate::value::parse_number(text.as_bytes(), 1000).unwrap_or(0);
        let queue = self.at.queue;
        let id = self.insert(
            queue,
            &[
                ("name", format!("<hotspot-{name}>").into()),
                ("target", format!("{}/32", new.address).into()),
                ("max-limit", format!("{}/{}", bits(rx), bits(tx)).into()),
                ("dynamic", Self::yes(true)),
            ],
        );
        // Dynamic queues come before the others, or they would never match.
        let first = self.table(queue).first().map(|row| row.id);
        self.table_mut(queue).move_before(id, first.filter(|f| *f != id));
        Some(id)
    }

    /// Leaves a cookie with the phone where the server's profile says so.
    fn bake_cookie(&mut self, new: &Opened<'_>, ways: &str) {
        let cookies = self.at.hotspot_cookie;
        let ways: Vec<&str> = ways.split(',').collect();
        let by_mac = ways.contains(&"mac-cookie")
            && new.profile.is_some_and(|row| self.flag(self.at.user_profile, row, "add-mac-cookie"));
        if !by_mac && !ways.contains(&"cookie") {
            return;
        }
        let lifetime = new
            .profile
            .filter(|_| by_mac)
            .and_then(|row| self.stored(self.at.user_profile, row, "mac-cookie-timeout"))
            .and_then(|v| parse_duration(&v))
            .unwrap_or(3 * 86_400_000_000);
        let name = self.text(self.at.hotspot_user, new.user, "name");
        let old: Vec<u32> = self.cookies_of(&name, &new.mac);
        for id in old {
            self.delete(cookies, id);
        }
        let id = self.insert(
            cookies,
            &[
                ("user", name.into()),
                ("mac-address", new.mac.clone().into()),
                ("expires-in", format_duration(lifetime).into()),
                ("mac-cookie", Self::yes(by_mac)),
            ],
        );
        let at = self.clock.now() + lifetime;
        self.hotspot.cookies.insert(id, at);
    }

    pub(super) fn cookies_of(&self, user: &str, mac: &str) -> Vec<u32> {
        let menu = self.at.hotspot_cookie;
        let table = self.table(menu);
        let rows = table.named(user.as_bytes()).iter().filter_map(|id| table.get(*id));
        rows.filter(|row| self.text(menu, row, "mac-address") == mac).map(|row| row.id).collect()
    }
}

struct Opened<'a> {
    user: &'a Row,
    server: &'a Row,
    profile: Option<&'a Row>,
    mac: String,
    address: Ipv4Addr,
    by: &'static str,
}
