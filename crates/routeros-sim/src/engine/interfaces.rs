//! Interfaces by kind: a row of `/interface/bridge`, `/vlan` or `/ethernet` and its
//! row in `/interface` are one thing, seen from two menus.

use std::collections::BTreeMap;

use super::Router;
use crate::error::Trap;
use crate::table::Row;
use crate::value::Value;

/// The menus of kinds, and what `/interface` calls them.
const KINDS: [(&str, &str); 3] =
    [("/interface/bridge", "bridge"), ("/interface/vlan", "vlan"), ("/interface/ethernet", "ether")];
/// What both rows hold.
const SHARED: [&str; 4] = ["name", "mtu", "disabled", "comment"];

/// Which row of `/interface` belongs to which row of a kind.
pub(crate) type Pairs = BTreeMap<(usize, u32), u32>;

impl Router {
    /// The kind a menu holds, when it is a menu of a kind.
    pub(crate) fn kind_of(&self, menu: usize) -> Option<&'static str> {
        let path = self.menu(menu).path.as_str();
        KINDS.iter().find(|(kind, _)| *kind == path).map(|(_, name)| *name)
    }

    /// Names a new interface of a kind (`bridge1`), and refuses a name that another
    /// interface has.
    pub(crate) fn check_kind(&self, menu: usize, row: &mut Row, id: Option<u32>, kind: &str) -> Result<(), Trap> {
        let field = self.field(menu, "name");
        let interfaces = self.table(self.at.interface);
        if row.get(field).is_none_or(|name| name.is_empty()) {
            let free = (1_u32..).map(|n| format!("{kind}{n}")).find(|n| interfaces.named(n.as_bytes()).is_empty());
            row.put(field, free.map(Value::from));
        }
        let own = id.and_then(|id| self.pairs.get(&(menu, id)));
        let Some(name) = row.get(field) else { return Ok(()) };
        match interfaces.named(name).iter().find(|other| Some(*other) != own) {
            Some(_) => {
                let name = String::from_utf8_lossy(name);
                Err(Trap::plain(&format!("already have interface with name {name}")))
            }
            None => Ok(()),
        }
    }

    /// A row of a kind was written: `/interface` shows it.
    pub(crate) fn show_interface(&mut self, menu: usize, id: u32, kind: &'static str) {
        let interfaces = self.at.interface;
        let shown = match self.pairs.get(&(menu, id)).copied() {
            Some(shown) => shown,
            None => {
                let number = self.table(interfaces).next_id();
                let mac = format!("48:A9:8A:10:{:02X}:{:02X}", 0x21 + (number >> 8) % 0x40, number & 0xFF);
                let values: [(&str, Value); 4] = [
                    ("type", kind.into()),
                    ("mac-address", mac.into()),
                    ("running", Self::yes(true)),
                    ("last-link-up-time", self.clock.utc().to_string().into()),
                ];
                let shown = self.insert(interfaces, &values);
                self.pairs.insert((menu, id), shown);
                shown
            }
        };
        self.copy_shared((menu, id), (interfaces, shown));
    }

    /// A row of `/interface` was written: the row of its kind follows.
    pub(crate) fn show_kind(&mut self, interface: u32) {
        let pair = self.pairs.iter().find(|(_, shown)| **shown == interface).map(|(kind, _)| *kind);
        if let Some(kind) = pair {
            self.copy_shared((self.at.interface, interface), kind);
        }
    }

    fn copy_shared(&mut self, from: (usize, u32), to: (usize, u32)) {
        for name in SHARED {
            let field = self.field(from.0, name);
            let value = self.table(from.0).get(from.1).and_then(|row| row.get(field)).cloned();
            let field = self.field(to.0, name);
            if self.table(to.0).get(to.1).is_some_and(|row| row.get(field) != value.as_ref()) {
                self.write(to.0, to.1, name, value);
            }
        }
    }

    /// A row of a kind is gone, and the interface with it.
    pub(crate) fn hide_interface(&mut self, menu: usize, id: u32) {
        if let Some(shown) = self.pairs.remove(&(menu, id)) {
            self.delete(self.at.interface, shown);
        }
    }

    /// Pairs the rows of a fresh or restored router by their names; a port or bridge
    /// without a row of its kind gets one.
    pub(crate) fn pair_interfaces(&mut self) {
        self.pairs.clear();
        let interfaces = self.at.interface;
        let rows: Vec<_> = self.table(interfaces).iter().cloned().collect();
        for row in rows {
            let row = row.as_ref();
            if self.flag(interfaces, row, "dynamic") {
                continue;
            }
            let kind = self.text(interfaces, row, "type");
            let path = KINDS.iter().find(|(_, name)| *name == kind).map(|(path, _)| *path);
            let Some(menu) = path.and_then(|path| self.menu_at(path)) else { continue };
            let name = self.stored(interfaces, row, "name").unwrap_or_default();
            let there = self.table(menu).named(&name).first().copied();
            let id = match there {
                Some(id) => id,
                None => {
                    let mut values: Vec<(&str, Value)> = vec![("name", name)];
                    values.extend(self.stored(interfaces, row, "mac-address").map(|mac| ("mac-address", mac)));
                    values.push(("running", Self::yes(self.flag(interfaces, row, "running"))));
                    self.insert(menu, &values)
                }
            };
            self.pairs.insert((menu, id), row.id);
        }
    }

    /// The id of the interface that a row of a kind is.
    #[cfg(test)]
    fn interface_of(&self, path: &str, name: &str) -> Option<String> {
        let menu = self.menu_at(path)?;
        let id = self.item(menu, name.as_bytes())?;
        self.pairs.get(&(menu, id)).map(|id| crate::table::id_text(*id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::Board;
    use crate::engine::policy::Caller;
    use crate::engine::request::Request;
    use crate::persona::Persona;

    fn add(router: &mut Router, path: &str, args: &[(&str, &str)]) -> Result<u32, Trap> {
        let menu = router.require(path)?;
        router.add(menu, &Request::new(path, args), &Caller::internal())
    }

    fn set(router: &mut Router, path: &str, args: &[(&str, &str)]) {
        let menu = router.menu_at(path).unwrap();
        router.set(menu, &Request::new(path, args), &Caller::internal()).unwrap();
    }

    #[test]
    fn a_bridge_is_an_interface_seen_from_two_menus() {
        let mut router = Router::new(Persona::standard(), Board::standard(), 1);
        let interfaces = router.at.interface;
        let before = router.table(interfaces).len();
        add(&mut router, "/interface/bridge", &[("name", "br-lan"), ("comment", "rumah")]).unwrap();
        add(&mut router, "/interface/vlan", &[("interface", "br-lan"), ("vlan-id", "20")]).unwrap();
        assert_eq!(router.table(interfaces).len(), before + 2);
        assert!(router.item(interfaces, b"vlan1").is_some());
        let refused = add(&mut router, "/interface/bridge", &[("name", "ether1")]).unwrap_err();
        assert_eq!(refused.message, "already have interface with name ether1");

        let id = router.interface_of("/interface/bridge", "br-lan").unwrap();
        set(&mut router, "/interface/bridge", &[(".id", "br-lan"), ("name", "br-desa")]);
        assert_eq!(router.interface_of("/interface/bridge", "br-desa"), Some(id.clone()));
        set(&mut router, "/interface", &[(".id", "br-desa"), ("name", "br-kota"), ("disabled", "yes")]);
        assert_eq!(router.interface_of("/interface/bridge", "br-kota"), Some(id));
        let bridges = router.menu_at("/interface/bridge").unwrap();
        let row = router.item(bridges, b"br-kota").and_then(|id| router.table(bridges).get(id)).unwrap();
        assert!(router.flag(bridges, row, "disabled"));
        // The VLAN's reference followed both renames.
        let vlans = router.menu_at("/interface/vlan").unwrap();
        let vlan = router.as_text(vlans, router.table(vlans).first().unwrap());
        assert_eq!(vlan["interface"], "br-kota");

        let json = router.snapshot().to_json().unwrap();
        let mut other = Router::new(Persona::standard(), Board::standard(), 2);
        other.restore(&json).unwrap();
        set(&mut other, "/interface/bridge", &[(".id", "br-kota"), ("name", "br-lain")]);
        assert_eq!(other.table(other.at.interface).len(), before + 2, "still the same interface");

        router.remove(bridges, &Request::new("/interface/bridge/remove", &[(".id", "br-kota")])).unwrap();
        assert!(router.item(interfaces, b"br-kota").is_none());
        assert_eq!(router.table(interfaces).len(), before + 1);
    }
}
