//! The rows a fresh router has, and those of a demo.

use super::Router;
use super::policy::{Caller, POLICIES};
use super::request::Request;
use crate::table::id_text;
use crate::value::Value;

fn text(value: &str) -> Value {
    Value::copy_from_slice(value.as_bytes())
}

impl Router {
    pub(super) fn seed(&mut self) {
        self.seed_users();
        let address = self.seed_interfaces();
        self.seed_hotspot(address);
        self.seed_ppp();
        self.seed_services();
        self.seed_system();
    }

    fn seed_users(&mut self) {
        let group = self.at.group;
        let all: Vec<&str> =
            POLICIES.into_iter().filter(|p| *p != "romon" || self.persona.release >= (6, 40)).collect();
        let read = [
            "local",
            "telnet",
            "ssh",
            "reboot",
            "read",
            "test",
            "winbox",
            "password",
            "web",
            "sniff",
            "sensitive",
            "api",
            "romon",
            "rest-api",
        ];
        let write: Vec<&str> = POLICIES.into_iter().filter(|p| !["ftp", "policy"].contains(p)).collect();
        for (name, policy) in [("read", read.join(",")), ("write", write.join(",")), ("full", all.join(","))] {
            self.insert(group, &[("name", text(name)), ("policy", policy.into())]);
        }
    }

    /// Sets or makes an API user of a group.
    ///
    /// # Errors
    /// The refusal, when the group is not there.
    pub fn put_user(&mut self, name: &str, password: &str, group: &str) -> Result<(), crate::error::Trap> {
        let caller = Caller::internal();
        let menu = self.at.user;
        let existing = self.table(menu).named(name.as_bytes()).first().copied();
        match existing {
            Some(id) => {
                let id = id_text(id);
                let args = [(".id", id.as_str()), ("password", password), ("group", group)];
                self.set(menu, &Request::new("/user/set", &args), &caller)
            }
            None => {
                let args = [("name", name), ("password", password), ("group", group)];
                self.add(menu, &Request::new("/user/add", &args), &caller).map(|_| ())
            }
        }
    }

    fn seed_interfaces(&mut self) -> u32 {
        let menu = self.at.interface;
        let up = self.clock.utc().to_string();
        let ports = self.board.ports;
        for n in 1..=ports {
            let name = format!("ether{n}");
            let mac = format!("48:A9:8A:10:20:{n:02X}");
            let mut values: Vec<(&str, Value)> = vec![
                ("name", text(&name)),
                ("default-name", text(&name)),
                ("actual-mtu", text("1500")),
                ("mac-address", text(&mac)),
                ("running", Self::yes(n <= 2)),
            ];
            if n <= 2 {
                values.push(("last-link-up-time", text(&up)));
            }
            self.insert(menu, &values);
        }
        self.insert(
            menu,
            &[
                ("name", text("bridge-hotspot")),
                ("type", text("bridge")),
                ("mtu", text("auto")),
                ("actual-mtu", text("1500")),
                ("mac-address", text("48:A9:8A:10:20:F0")),
                ("running", Self::yes(true)),
                ("last-link-up-time", text(&up)),
            ],
        )
    }

    fn seed_hotspot(&mut self, bridge: u32) {
        let at = self.at;
        let interface: Value = id_text(bridge).into();
        self.insert(
            at.ip_address,
            &[
                ("address", text("10.5.50.1/24")),
                ("network", text("10.5.50.0")),
                ("interface", interface.clone()),
                ("actual-interface", text("bridge-hotspot")),
            ],
        );
        let pool = self.insert(at.pool, &[("name", text("hs-pool-1")), ("ranges", text("10.5.50.2-10.5.50.254"))]);
        self.insert_at(at.hotspot_profile, 0, &[("name", text("default")), ("default", Self::yes(true))]);
        let profile = self.insert(
            at.hotspot_profile,
            &[
                ("name", text("hsprof1")),
                ("hotspot-address", text("10.5.50.1")),
                ("dns-name", text("hotspot.lan")),
                ("login-by", text("cookie,http-chap,http-pap")),
            ],
        );
        let defaults = [("name", text("default")), ("default", Self::yes(true)), ("queue-type", text("default-small"))];
        self.insert_at(at.user_profile, 0, &defaults[..2]);
        self.insert_at(
            at.hotspot_user,
            0,
            &[
                ("name", text("default-trial")),
                ("default", Self::yes(true)),
                ("profile", text("*0")),
                ("comment", text("counters and limits for trial users")),
            ],
        );
        self.insert(
            at.hotspot,
            &[
                ("name", text("hotspot1")),
                ("interface", interface),
                ("address-pool", id_text(pool).into()),
                ("profile", id_text(profile).into()),
                ("disabled", Self::yes(false)),
                ("ip-of-dns-name", text("10.5.50.1")),
                ("proxy-status", text("running")),
            ],
        );
    }

    fn seed_ppp(&mut self) {
        let Some(menu) = self.menu_at("/ppp/profile") else { return };
        self.insert_at(
            menu,
            0,
            &[("name", text("default")), ("default", Self::yes(true)), ("change-tcp-mss", text("yes"))],
        );
        let encrypted =
            [("name", text("default-encryption")), ("default", Self::yes(true)), ("use-encryption", text("yes"))];
        self.insert_at(menu, 0xFFFF_FFFE, &encrypted);
        let Some(types) = self.menu_at("/queue/type") else { return };
        for (id, name, kind) in [
            (0xFFFF_FFF5, "only-hardware-queue", "none"),
            (0xFFFF_FFF6, "multi-queue-ethernet-default", "mq-pfifo"),
            (0xFFFF_FFF7, "synchronous-default", "red"),
            (0xFFFF_FFF8, "default", "pfifo"),
            (0xFFFF_FFF9, "ethernet-default", "pfifo"),
            (0xFFFF_FFFA, "pcq-upload-default", "pcq"),
            (0xFFFF_FFFB, "pcq-download-default", "pcq"),
            (0xFFFF_FFFC, "hotspot-default", "sfq"),
            (0xFFFF_FFFD, "wireless-default", "sfq"),
            (0xFFFF_FFFE, "default-small", "pfifo"),
        ] {
            self.insert_at(types, id, &[("name", text(name)), ("kind", text(kind)), ("default", Self::yes(true))]);
        }
    }

    fn seed_services(&mut self) {
        let menu = self.at.service;
        for (name, port, off) in [
            ("telnet", "23", true),
            ("ftp", "21", false),
            ("www", "80", false),
            ("ssh", "22", false),
            ("www-ssl", "443", true),
            ("api", "8728", false),
            ("winbox", "8291", false),
            ("api-ssl", "8729", true),
        ] {
            let mut values = vec![("name", text(name)), ("port", text(port)), ("disabled", Self::yes(off))];
            if name.ends_with("ssl") {
                values.push(("certificate", text("none")));
                values.push(("tls-version", text("any")));
                values.push(("certificate", text("none")));
            }
            self.insert(menu, &values);
        }
    }

    fn seed_system(&mut self) {
        let board = self.board;
        let at = self.at;
        for menu in [at.identity, at.clock] {
            self.insert(menu, &[]);
        }
        let settings = [
            "/ip/dns",
            "/system/ntp/client",
            "/radius/incoming",
            "/snmp",
            "/ip/accounting",
            "/user-manager",
            "/system/device-mode",
        ];
        for path in settings {
            if let Some(menu) = self.menu_at(path) {
                self.insert(menu, &[]);
            }
        }
        match (board.licence, board.model) {
            (Some(level), _) => {
                let values =
                    [("software-id", text("9X4C-7QKM")), ("nlevel", level.to_string().into()), ("features", text(""))];
                self.insert(at.license, &values);
            }
            (None, _) => {
                self.insert(at.license, &[("system-id", text("kLm0pQ3rStU")), ("level", text("p1"))]);
            }
        }
        if self.persona.health_rows {
            for (name, value, unit) in board.sensors {
                self.insert(at.health, &[("name", text(name)), ("value", text(value)), ("type", text(unit))]);
            }
        } else if !board.sensors.is_empty() {
            let row: Vec<(&str, Value)> = board.sensors.iter().map(|(name, value, _)| (*name, text(value))).collect();
            self.insert(at.health, &row);
        }
        if let Some(model) = board.model {
            self.insert(
                at.routerboard,
                &[
                    ("routerboard", Self::yes(true)),
                    ("board-name", text(board.board_name)),
                    ("model", text(model)),
                    ("serial-number", text(board.serial)),
                    ("firmware-type", text(board.architecture)),
                    ("factory-firmware", text("6.47.10")),
                    ("current-firmware", text(self.persona.version.split(' ').next().unwrap_or_default())),
                    ("upgrade-firmware", text(self.persona.version.split(' ').next().unwrap_or_default())),
                ],
            );
        }
        self.refresh(at.resource);
        self.log("system,info", "router rebooted");
    }

    /// Adds generated hotspot users `u000001`, … with the default profile.
    pub fn add_hotspot_users(&mut self, count: usize) {
        let menu = self.at.hotspot_user;
        let start = self.table(menu).len();
        for n in start..start + count {
            let name = format!("u{n:06}");
            let values = [
                ("name", name.clone().into()),
                ("password", name.into()),
                ("profile", text("*0")),
                ("limit-uptime", text("3h")),
            ];
            self.insert(menu, &values);
        }
    }
}
