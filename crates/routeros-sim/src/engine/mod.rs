//! The router itself: tables, rules, clock and sessions, without any network.
//!
//! Everything here is synchronous and deterministic for a given seed and clock;
//! the server around it owns sockets and waiting.

mod demo;
pub mod dispatch;
mod expiry;
mod files;
mod hooks;
pub mod hotspot;
mod interfaces;
mod lease;
mod limit;
mod log;
mod menus;
pub mod monitor;
mod netwatch;
pub mod policy;
pub mod ppp;
pub mod print;
mod refs;
pub mod request;
mod safe;
#[cfg(test)]
mod scale;
mod schedule;
pub mod script;
mod seed;
mod system;
pub mod tasks;
mod traffic;
mod write;

use tokio::sync::mpsc::UnboundedSender;

use menus::Menus;

use crate::board::Board;
use crate::clock::Clock;
use crate::error::Trap;
use crate::persona::Persona;
use crate::random::Random;
use crate::schema::{Menu, Schema};
use crate::table::{Row, Table};
use crate::value::{Value, bool_text};

/// A change of a row, as `listen` reports it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// The row.
    pub id: u32,
    /// It is gone.
    pub dead: bool,
}

#[derive(Debug)]
struct Watcher {
    menu: usize,
    feed: UnboundedSender<Change>,
}

/// How much changed, for the state file: what was configured, and what merely counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// Rises with every row added, changed or removed.
    pub changes: u64,
    /// Rises while counters run.
    pub counters: u64,
}

/// Properties beside the name that rows are often asked for by.
fn lookups(menu: &Menu) -> Vec<usize> {
    let asked: &[&str] = match menu.path.as_str() {
        "/ip/firewall/address-list" => &["comment", "address", "list"],
        "/ppp/active" | "/ip/hotspot/active" | "/ip/hotspot/host" => &["address", "mac-address", "caller-id"],
        _ => &["comment"],
    };
    asked.iter().filter_map(|name| menu.field(name)).collect()
}

/// A simulated router.
#[derive(Debug)]
pub struct Router {
    /// The release it plays.
    pub persona: &'static Persona,
    /// The hardware it plays.
    pub board: &'static Board,
    /// Its clock.
    pub clock: Clock,
    /// Its hotspot's sessions.
    pub hotspot: hotspot::Hotspot,
    /// Its PPPoE subscribers.
    pub ppp: ppp::Ppp,
    pub(crate) leases: lease::Leases,
    pub(crate) expiries: expiry::Expiries,
    pairs: interfaces::Pairs,
    pub(crate) at: Menus,
    pub(crate) random: Random,
    /// API users whose sessions must end (their password changed, say).
    pub(crate) kicked: Vec<String>,
    schema: &'static Schema,
    tables: Vec<Table>,
    watchers: Vec<Watcher>,
    version: Version,
    traffic: traffic::Traffic,
    /// Of a list of rows only the first half is changed (a fault's doing).
    pub(crate) half_only: bool,
    /// `:global` variables.
    pub(crate) globals: std::collections::HashMap<String, script::value::Val>,
    pub(crate) tasks: tasks::Tasks,
    pub(crate) scheduled: schedule::Due,
    pub(crate) watch_state: netwatch::Watch,
    pub(crate) safe: Option<safe::SafeMode>,
    /// Somebody asked for a reboot.
    pub(crate) reboot_wanted: bool,
}

impl Router {
    /// A router fresh from its box, with the few rows every router has.
    #[must_use]
    pub fn new(persona: &'static Persona, board: &'static Board, seed: u64) -> Self {
        let schema = Schema::get();
        let mut router = Self {
            persona,
            board,
            clock: Clock::start(),
            hotspot: hotspot::Hotspot::default(),
            ppp: ppp::Ppp::default(),
            leases: lease::Leases::default(),
            expiries: expiry::Expiries::new(),
            pairs: interfaces::Pairs::new(),
            at: Menus::of(schema, persona.release),
            random: Random::new(seed),
            kicked: Vec::new(),
            schema,
            tables: schema.menus.iter().map(|m| Table::new(m.key, &lookups(m))).collect(),
            watchers: Vec::new(),
            version: Version::default(),
            traffic: traffic::Traffic::default(),
            half_only: false,
            globals: std::collections::HashMap::new(),
            tasks: tasks::Tasks::default(),
            scheduled: schedule::Due::default(),
            watch_state: netwatch::Watch::default(),
            safe: None,
            reboot_wanted: false,
        };
        router.seed();
        router.pair_interfaces();
        router
    }

    /// The menu at a position.
    #[must_use]
    pub fn menu(&self, menu: usize) -> &'static Menu {
        &self.schema.menus[menu]
    }

    /// The position of a menu that this router has.
    #[must_use]
    pub fn menu_at(&self, path: &str) -> Option<usize> {
        let menu = self.schema.menu_in(path, self.persona.release)?;
        // A virtual router has no board, and before 7.0 no sensors either.
        let board_only = menu == self.at.routerboard || (menu == self.at.health && !self.persona.health_rows);
        (!board_only || self.board.model.is_some()).then_some(menu)
    }

    /// The rows of a menu.
    #[must_use]
    pub fn table(&self, menu: usize) -> &Table {
        &self.tables[menu]
    }

    pub(crate) fn table_mut(&mut self, menu: usize) -> &mut Table {
        &mut self.tables[menu]
    }

    /// How much changed so far.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    pub(crate) fn counted(&mut self) {
        self.version.counters += 1;
    }

    /// The position of a property; the schema's own tests see to it that the
    /// names used by the rules exist.
    pub(crate) fn field(&self, menu: usize, name: &str) -> usize {
        self.menu(menu).field(name).unwrap_or(usize::MAX)
    }

    /// What is stored for a property, or its default.
    pub(crate) fn stored(&self, menu: usize, row: &Row, name: &str) -> Option<Value> {
        let field = self.menu(menu).field(name)?;
        let default = &self.menu(menu).fields[field].default;
        row.get(field).cloned().or_else(|| default.as_ref().map(|d| Value::copy_from_slice(d.as_bytes())))
    }

    /// A property of a row as text.
    pub(crate) fn text(&self, menu: usize, row: &Row, name: &str) -> String {
        self.stored(menu, row, name).map(|v| String::from_utf8_lossy(&v).into_owned()).unwrap_or_default()
    }

    /// A property of a row as a number; 0 when unset.
    pub(crate) fn number(&self, menu: usize, row: &Row, name: &str) -> u64 {
        self.text(menu, row, name).parse().unwrap_or(0)
    }

    /// A property of a row as microseconds, when it is a duration.
    pub(crate) fn micros(&self, menu: usize, row: &Row, name: &str) -> Option<u64> {
        crate::value::time::parse_duration(&self.stored(menu, row, name)?)
    }

    /// Whether a boolean property is set.
    pub(crate) fn flag(&self, menu: usize, row: &Row, name: &str) -> bool {
        self.stored(menu, row, name).as_deref() == Some(b"true")
    }

    /// Appends a row that the router itself makes; no rule is asked.
    pub(crate) fn insert(&mut self, menu: usize, values: &[(&str, Value)]) -> u32 {
        self.insert_as(menu, None, values)
    }

    /// Like [`Router::insert`], under a fixed id.
    pub(crate) fn insert_at(&mut self, menu: usize, id: u32, values: &[(&str, Value)]) {
        self.insert_as(menu, Some(id), values);
    }

    fn insert_as(&mut self, menu: usize, id: Option<u32>, values: &[(&str, Value)]) -> u32 {
        let id = self.insert_row(menu, id, values);
        self.notify(menu, id, false);
        id
    }

    /// Appends a row that is no change: it is computed whenever it is read.
    pub(crate) fn insert_quietly(&mut self, menu: usize, values: &[(&str, Value)]) -> u32 {
        self.insert_row(menu, None, values)
    }

    fn insert_row(&mut self, menu: usize, id: Option<u32>, values: &[(&str, Value)]) -> u32 {
        let mut row = Row::default();
        for (name, value) in values {
            if let Some(field) = self.menu(menu).field(name) {
                row.put(field, Some(value.clone()));
            }
        }
        self.tables[menu].insert(row, id)
    }

    /// Changes a property that the router itself keeps, and tells listeners.
    pub(crate) fn write(&mut self, menu: usize, id: u32, name: &str, value: Option<Value>) {
        let field = self.field(menu, name);
        if self.tables[menu].update(id, |row| row.put(field, value)) {
            self.notify(menu, id, false);
        }
    }

    /// Changes counters without telling listeners, as routers do.
    pub(crate) fn count(&mut self, menu: usize, id: u32, values: &[(&str, Value)]) {
        let schema = self.menu(menu);
        self.tables[menu].touch(id, |row| {
            for (name, value) in values {
                if let Some(field) = schema.field(name) {
                    row.put(field, Some(value.clone()));
                }
            }
        });
    }

    /// Takes a row out and tells listeners.
    pub(crate) fn delete(&mut self, menu: usize, id: u32) -> bool {
        let removed = self.tables[menu].remove(id).is_some();
        if removed {
            self.notify(menu, id, true);
        }
        removed
    }

    pub(crate) fn notify(&mut self, menu: usize, id: u32, dead: bool) {
        if menu != self.at.log {
            self.version.changes += 1;
        }
        self.watchers.retain(|w| !w.feed.is_closed() && (w.menu != menu || w.feed.send(Change { id, dead }).is_ok()));
    }

    /// From now on changes of a menu go to `feed`, until its other end is dropped.
    pub fn watch(&mut self, menu: usize, feed: UnboundedSender<Change>) {
        self.watchers.push(Watcher { menu, feed });
    }

    /// Users whose API sessions must end since this was last asked.
    pub fn take_kicked(&mut self) -> Vec<String> {
        std::mem::take(&mut self.kicked)
    }

    /// Minutes the router's zone is east of UTC.
    #[must_use]
    pub fn zone_minutes(&self) -> i32 {
        let row = self.tables[self.at.clock].first();
        let name = row.map(|row| self.text(self.at.clock, row, "time-zone-name"));
        let known = crate::clock::ZONES.iter().find(|(zone, _)| Some(*zone) == name.as_deref());
        known.map_or(0, |(_, minutes)| *minutes)
    }

    /// The router restarts: sessions and dynamic rows are gone, uptime begins again.
    pub fn reboot(&mut self) {
        self.hotspot.clear();
        self.clear_ppp();
        self.leases.clear();
        self.expiries.clear();
        for menu in [self.at.hotspot_active, self.at.hotspot_host, self.at.ppp_active, self.at.user_active, self.at.log]
        {
            self.tables[menu].clear();
        }
        let dynamic: Vec<(usize, u32)> = [self.at.queue, self.at.address_list, self.at.ip_address, self.at.interface]
            .into_iter()
            .flat_map(|menu| {
                let rows = self.tables[menu].iter().filter(|r| self.flag(menu, r, "dynamic"));
                rows.map(|r| (menu, r.id)).collect::<Vec<_>>()
            })
            .collect();
        for (menu, id) in dynamic {
            self.delete(menu, id);
        }
        self.stop_tasks();
        self.globals.clear();
        self.safe = None;
        self.reboot_wanted = false;
        self.clock.boot();
        self.log("system,info", "router rebooted");
        self.run_startup();
    }

    /// Brings everything that runs by itself up to the present.
    pub fn advance(&mut self) {
        let now = self.clock.now();
        self.advance_hotspot(now);
        self.advance_traffic(now);
        self.advance_ppp(now);
        self.advance_expiries(now);
        self.advance_schedule();
        self.advance_netwatch();
        self.run_tasks();
    }

    /// Lets virtual time jump; what happens on the way happens at its time.
    pub fn skip(&mut self, by: std::time::Duration) {
        self.advance();
        let target = self.clock.now() + u64::try_from(by.as_micros()).unwrap_or(0);
        // A bound on how often: a script every second for a year is not waited for.
        for _ in 0..200_000 {
            let now = self.clock.now();
            let next = self.next_event().filter(|at| *at < target).map_or(target, |at| at.max(now + 1));
            self.clock.skip(std::time::Duration::from_micros(next.saturating_sub(now)));
            self.advance();
            if next >= target {
                return;
            }
        }
        let left = target.saturating_sub(self.clock.now());
        self.clock.skip(std::time::Duration::from_micros(left));
        self.advance();
    }

    /// How many menus there are.
    pub(crate) fn menu_count(&self) -> usize {
        self.schema.menus.len()
    }

    /// Whether a menu has a command.
    pub(crate) fn offers(&self, menu: usize, command: &str) -> bool {
        self.menu(menu).offers(command, self.persona.release)
    }

    /// One row as text, as a user with all rights sees it.
    pub(crate) fn as_text(&self, menu: usize, row: &Row) -> std::collections::BTreeMap<String, String> {
        let mut out = std::collections::BTreeMap::new();
        if !self.menu(menu).single {
            out.insert(".id".to_owned(), crate::table::id_text(row.id));
        }
        for (field, spec) in self.menu(menu).fields.iter().enumerate() {
            if let Some(value) = self.shown(menu, row, field, true) {
                out.insert(spec.name.clone(), String::from_utf8_lossy(&value).into_owned());
            }
        }
        out
    }

    /// A bool as a stored value; shorthand of the rules.
    pub(crate) fn yes(value: bool) -> Value {
        bool_text(value)
    }

    pub(crate) fn require(&self, path: &str) -> Result<usize, Trap> {
        self.menu_at(path).ok_or_else(|| Trap::no_such_directory(path.rsplit('/').next().unwrap_or(path)))
    }
}
