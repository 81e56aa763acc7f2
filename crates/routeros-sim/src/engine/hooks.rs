//! What particular menus demand before, and do after, a row changes.

use super::Router;
use super::policy::Caller;
use super::request::Request;
use crate::error::Trap;
use crate::table::{Row, parse_id};
use crate::value::{Value, net, time};

impl Router {
    /// Refuses rows a menu does not take, and fills in what it derives.
    pub(crate) fn before_save(
        &self,
        menu: usize,
        row: &mut Row,
        id: Option<u32>,
        request: &Request,
        caller: &Caller,
    ) -> Result<(), Trap> {
        let at = &self.at;
        if menu == at.scheduler && self.is_forbidden("scheduler") {
            return Err(Trap::failure("not allowed by device-mode"));
        }
        self.refuse_duplicate(menu, row, id)?;
        if menu == at.address_list {
            let timeout = self.field(menu, "timeout");
            if row.get(timeout).is_some() {
                row.put(self.field(menu, "dynamic"), Some(Self::yes(true)));
            }
            if id.is_none() {
                let now = self.clock.utc().to_string();
                row.put(self.field(menu, "creation-time"), Some(now.into()));
            }
        } else if menu == at.ip_address {
            let address = self.text(menu, row, "address");
            if let Some((ip, bits)) = net::parse_net(&address) {
                let network = net::network(ip, bits).to_string();
                row.put(self.field(menu, "network"), Some(network.into()));
            }
            let name = self.resolve("/interface", &self.stored(menu, row, "interface").unwrap_or_default());
            row.put(self.field(menu, "actual-interface"), Some(name));
        } else if menu == at.script || menu == at.scheduler {
            self.fill_script(menu, row, id, request, caller);
        } else if menu == at.queue && id.is_none() && row.get(self.field(menu, "name")).is_none() {
            let name = format!("queue{}", self.table(menu).next_id());
            row.put(self.field(menu, "name"), Some(name.into()));
        } else if menu == at.service && self.text(menu, row, "name").ends_with("ssl") {
            // Services that could have a certificate say that they have none.
            let field = self.field(menu, "certificate");
            if row.get(field).is_none() {
                row.put(field, Some("none".into()));
            }
        } else if menu == at.file {
            self.before_file(row, request)?;
        } else if menu == at.clock {
            self.check_clock(request)?;
        } else if let Some(kind) = self.kind_of(menu) {
            self.check_kind(menu, row, id, kind)?;
        }
        Ok(())
    }

    /// Whether the device-mode of this release and board forbids a feature.
    pub(crate) fn is_forbidden(&self, feature: &str) -> bool {
        let menu = self.menu_at("/system/device-mode");
        let row = menu.and_then(|menu| Some((menu, self.table(menu).first()?)));
        row.is_some_and(|(menu, row)| !self.flag(menu, row, feature))
    }

    fn fill_script(&self, menu: usize, row: &mut Row, id: Option<u32>, request: &Request, caller: &Caller) {
        let put = |row: &mut Row, name: &str, value: Value| {
            let field = self.field(menu, name);
            if row.get(field).is_none() {
                row.put(field, Some(value));
            }
        };
        if id.is_none() {
            put(row, "owner", caller.user.clone().into());
            let all = super::policy::POLICIES
                .iter()
                .filter(|p| {
                    ["ftp", "reboot", "read", "write", "policy", "test", "password", "sniff", "sensitive", "romon"]
                        .contains(p)
                })
                .copied()
                .collect::<Vec<_>>();
            put(row, "policy", all.join(",").into());
        }
        if menu == self.at.scheduler && (id.is_none() || request.has("start-time")) {
            let local = self.clock.utc() + i64::from(self.zone_minutes()) * 60;
            if request.text("start-time") == Some("startup") {
                row.put(self.field(menu, "start-date"), None);
            } else {
                put(row, "start-date", time::format_date(local, self.persona.dates).into());
                put(row, "start-time", time::format_time(local).into());
            }
        }
    }

    fn check_clock(&self, request: &Request) -> Result<(), Trap> {
        if let Some(zone) = request.text("time-zone-name")
            && !crate::clock::ZONES.iter().any(|(name, _)| *name == zone)
        {
            return Err(Trap::no_match("time-zone-name"));
        }
        if request.text("date").is_some_and(|d| time::parse_date(d).is_none()) {
            return Err(Trap::bad_value("date"));
        }
        if request.text("time").is_some_and(|t| time::parse_duration(t.as_bytes()).is_none()) {
            return Err(Trap::bad_value("time"));
        }
        Ok(())
    }

    /// Names are unique per menu; hotspot users per server, where no server means all.
    fn refuse_duplicate(&self, menu: usize, row: &Row, id: Option<u32>) -> Result<(), Trap> {
        let at = &self.at;
        let others = |name: &[u8]| -> Vec<u32> {
            self.table(menu).named(name).iter().copied().filter(|other| Some(*other) != id).collect()
        };
        if menu == at.address_list || menu == at.ip_address {
            return self.refuse_same_entry(menu, row, id);
        }
        let Some(key) = self.menu(menu).key else { return Ok(()) };
        let Some(name) = row.get(key) else { return Ok(()) };
        let others = others(name);
        if others.is_empty() {
            return Ok(());
        }
        if menu == at.hotspot_user {
            let server = self.field(menu, "server");
            let mine = row.get(server);
            let clash = others.iter().filter_map(|other| self.table(menu).get(*other)).any(|other| {
                let theirs = other.get(server);
                mine.is_none() || theirs.is_none() || mine == theirs
            });
            return if clash { Err(Trap::failure("already have user with this name for this server")) } else { Ok(()) };
        }
        let name = String::from_utf8_lossy(name);
        Err(match self.menu(menu).path.as_str() {
            "/ppp/secret" => Trap::failure("secret with the same name already exists"),
            "/interface" => Trap::plain(&format!("already have interface with name {name}")),
            "/ip/pool" => Trap::failure("pool with such name exists"),
            "/user" => Trap::failure("user with the same name already exists"),
            "/user/group" => Trap::failure("group with the same name already exists"),
            "/queue/simple" => Trap::failure("already have such name"),
            "/system/script" | "/system/scheduler" => Trap::failure("item with this name already exists"),
            "/ip/hotspot" => Trap::failure("server with the same name already exists"),
            _ => Trap::failure("profile with the same name already exists"),
        })
    }

    fn refuse_same_entry(&self, menu: usize, row: &Row, id: Option<u32>) -> Result<(), Trap> {
        let second = if menu == self.at.address_list { "list" } else { "interface" };
        let (address, second) = (self.field(menu, "address"), self.field(menu, second));
        let table = self.table(menu);
        let is_same = |other: &std::sync::Arc<Row>| {
            Some(other.id) != id && other.get(address) == row.get(address) && other.get(second) == row.get(second)
        };
        let same = match row.get(address).filter(|_| table.looks_up(address)) {
            Some(value) => table.holding(address, value).into_iter().any(is_same),
            None => table.iter().any(is_same),
        };
        let what = if menu == self.at.address_list { "already have such entry" } else { "already have such address" };
        if same { Err(Trap::failure(what)) } else { Ok(()) }
    }

    /// Acts on a row that was just written.
    pub(crate) fn after_save(&mut self, menu: usize, id: u32, request: &Request) {
        if menu == self.at.user && (request.has("password") || request.has("disabled") || request.has("group")) {
            self.kick_user(id);
        } else if menu == self.at.clock {
            self.set_clock(request);
            self.plan_all();
        } else if menu == self.at.pool {
            self.leases.forget_hints();
        } else if menu == self.at.address_list && (request.has("timeout") || request.has("list")) {
            self.start_timeout(id);
        } else if menu == self.at.service && self.persona.release >= (7, 24) {
            self.move_restriction(id);
        } else if menu == self.at.ip_binding {
            self.apply_bindings();
        } else if menu == self.at.scheduler {
            self.after_schedule(id, request);
        } else if menu == self.at.netwatch {
            self.watch_host(id);
        } else if menu == self.at.interface {
            let Some(row) = self.table(menu).get(id) else { return };
            // A port without a cable stays down, whatever is written.
            let linked = row.get(self.field(menu, "last-link-up-time")).is_some();
            let up = linked && !self.flag(menu, row, "disabled");
            if self.flag(menu, row, "running") != up {
                self.write(menu, id, "running", Some(Self::yes(up)));
            }
            self.show_kind(id);
        } else if let Some(kind) = self.kind_of(menu) {
            self.show_interface(menu, id, kind);
        }
    }

    /// 7.24 renamed `address` of services to `available-from`; the old word is still
    /// taken.
    fn move_restriction(&mut self, id: u32) {
        let menu = self.at.service;
        let Some(old) = self.table(menu).get(id).and_then(|row| row.get(self.field(menu, "address"))).cloned() else {
            return;
        };
        self.write(menu, id, "available-from", Some(old));
        self.write(menu, id, "address", None);
    }

    fn kick_user(&mut self, id: u32) {
        if let Some(row) = self.table(self.at.user).get(id) {
            let name = self.text(self.at.user, row, "name");
            self.kicked.push(name);
        }
    }

    fn set_clock(&mut self, request: &Request) {
        let zone = i64::from(self.zone_minutes()) * 60;
        let local = self.clock.utc() + zone;
        let days = request.text("date").and_then(time::parse_date);
        let seconds = request
            .text("time")
            .and_then(|t| time::parse_duration(t.as_bytes()))
            .and_then(|us| i64::try_from(us / time::SECOND).ok());
        if days.is_some() || seconds.is_some() {
            let days = days.unwrap_or(local.div_euclid(86_400));
            let seconds = seconds.unwrap_or(local.rem_euclid(86_400));
            self.clock.set_utc(days * 86_400 + seconds - zone);
        }
    }

    /// Refuses to remove what must stay.
    pub(crate) fn before_remove(&self, menu: usize, id: u32) -> Result<(), Trap> {
        let Some(row) = self.table(menu).get(id) else { return Err(Trap::no_such_item()) };
        let has = |name: &str| self.menu(menu).field(name).is_some() && self.flag(menu, row, name);
        if menu == self.at.hotspot_active && self.hotspot.sessions_stuck {
            return Err(Trap::plain("action failed (6)"));
        }
        if has("default") {
            return Err(Trap::failure("can not remove default entry"));
        }
        if has("dynamic") && menu == self.at.queue {
            return Err(Trap::failure("can not remove dynamic simple queue"));
        }
        if has("dynamic") && menu == self.at.ip_address {
            return Err(Trap::failure("can not remove dynamic address"));
        }
        let built_in = ["full", "read", "write"].contains(&self.text(menu, row, "name").as_str());
        if menu == self.at.group && built_in {
            return Err(Trap::failure("can not remove default group"));
        }
        Ok(())
    }

    /// Acts on a row that was just removed.
    pub(crate) fn after_remove(&mut self, menu: usize, row: &Row) {
        if menu == self.at.scheduler {
            self.find_due();
        } else if menu == self.at.hotspot_active {
            self.end_session(row.id, "admin reset", true);
        } else if menu == self.at.hotspot_host {
            let mac = self.text(menu, row, "mac-address");
            self.end_sessions_of_mac(&mac, "host removed");
        } else if menu == self.at.user {
            let name = self.text(menu, row, "name");
            self.kicked.push(name);
        } else if menu == self.at.ppp_active {
            self.end_ppp(row);
        } else if menu == self.at.ip_binding {
            self.apply_bindings();
        } else if self.kind_of(menu).is_some() {
            self.hide_interface(menu, row.id);
        } else if menu == self.at.user_active {
            let name = self.text(menu, row, "name");
            self.kicked.push(name);
        }
    }

    /// The row of another menu that a stored reference means.
    pub(crate) fn referred(&self, menu: usize, row: &Row, name: &str, target: usize) -> Option<u32> {
        let id = parse_id(&self.stored(menu, row, name)?)
            .or_else(|| self.stored(menu, row, name).and_then(|n| self.table(target).named(&n).first().copied()))?;
        self.table(target).get(id).map(|row| row.id)
    }
}
