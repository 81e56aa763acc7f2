//! A shop that already lives: plans, subscribers, traffic, people that come and go.

use super::Router;
use super::hotspot::Population;
use super::policy::Caller;
use super::ppp::Modem;
use super::request::Request;
use crate::value::time::SECOND;

/// Hotspot plans: name and rate limit.
const PLANS: [(&str, &str); 3] = [("3jam", "2M/5M"), ("harian", "2M/8M"), ("mingguan", "3M/10M")];
/// PPPoE packages: name, rate limit, address-list.
const PACKAGES: [(&str, &str, &str); 4] = [
    ("10M", "3M/10M", "pelanggan"),
    ("20M", "5M/20M 7M/25M 4M/18M 8/8", "pelanggan"),
    ("50M", "15M/50M", "pelanggan"),
    ("ISOLIR", "64k/64k", "isolir"),
];
/// Subscribers: name, package, where they live.
const SUBSCRIBERS: [(&str, &str, &str); 18] = [
    ("budi-rt01", "10M", "Budi Santoso, RT 01"),
    ("siti-rt01", "10M", "Siti Aminah, RT 01"),
    ("agus-rt01", "20M", "Agus Wijaya, RT 01"),
    ("warung-bu-tini", "20M", "Warung Bu Tini, RT 01"),
    ("dewi-rt02", "10M", "Dewi Lestari, RT 02"),
    ("eko-rt02", "10M", "Eko Prasetyo, RT 02"),
    ("fitri-rt02", "10M", "Fitri Handayani, RT 02"),
    ("masjid-al-ikhlas", "20M", "Masjid Al-Ikhlas, RT 02"),
    ("hendra-rt03", "10M", "Hendra Gunawan, RT 03"),
    ("indah-rt03", "20M", "Indah Permata, RT 03"),
    ("joko-rt03", "10M", "Joko Susilo, RT 03"),
    ("sd-negeri-2", "50M", "SD Negeri 2"),
    ("kartini-rt04", "10M", "Kartini, RT 04"),
    ("lukman-rt04", "10M", "Lukman Hakim, RT 04"),
    ("maya-rt04", "20M", "Maya Sari, RT 04"),
    ("nur-rt05", "10M", "Nur Hidayah, RT 05"),
    ("balai-desa", "50M", "Balai Desa"),
    ("oki-rt05", "ISOLIR", "Oki Saputra, RT 05, menunggak"),
];
/// Steady traffic of interfaces: received, sent, bits per second.
const UPLINKS: [(&str, u64, u64); 2] = [("ether1", 42_000_000, 6_500_000), ("ether2", 5_200_000, 31_000_000)];

/// When the first line breaks, virtual microseconds after the start.
const BREAK: u64 = 180 * SECOND;

impl Router {
    /// Adds a row that may be there already, in a restored router: then it stays.
    fn furnish(&mut self, path: &str, args: &[(&str, &str)]) {
        let Some(menu) = self.menu_at(path) else { return };
        let there = args.iter().find(|(name, _)| *name == "name" || *name == "service-name");
        if there.is_some_and(|(_, name)| self.item(menu, name.as_bytes()).is_some()) {
            return;
        }
        let _kept = self.add(menu, &Request::new(&format!("{path}/add"), args), &Caller::internal());
    }

    /// A shop that already lives: plans, subscribers, traffic, people that come and
    /// go.
    pub fn make_demo(&mut self) {
        let named = Request::new("/system/identity/set", &[("name", "Demo Hotspot")]);
        let _kept = self.set(self.at.identity, &named, &Caller::internal());
        for (name, rate) in PLANS {
            let args = [("name", name), ("rate-limit", rate), ("shared-users", "1")];
            self.furnish("/ip/hotspot/user/profile", &args);
        }
        self.furnish("/ip/pool", &[("name", "pppoe-pool"), ("ranges", "10.20.0.2-10.20.3.254")]);
        for (name, rate, list) in PACKAGES {
            let args = [
                ("name", name),
                ("local-address", "10.20.0.1"),
                ("remote-address", "pppoe-pool"),
                ("rate-limit", rate),
                ("address-list", list),
                ("only-one", "yes"),
            ];
            self.furnish("/ppp/profile", &args);
        }
        let server = [
            ("service-name", "internet-desa"),
            ("interface", "ether3"),
            ("default-profile", "10M"),
            ("one-session-per-host", "yes"),
            ("disabled", "no"),
        ];
        self.furnish("/interface/pppoe-server/server", &server);
        for (number, (name, package, comment)) in SUBSCRIBERS.into_iter().enumerate() {
            let password = format!("{:06}", 314_159 + number * 27_183);
            let args = [
                ("name", name),
                ("password", password.as_str()),
                ("service", "pppoe"),
                ("profile", package),
                ("comment", comment),
            ];
            self.furnish("/ppp/secret", &args);
            // Its password may have been changed since; then the modem is refused, as
            // in life.
            self.modem_on(Modem {
                name: name.to_owned(),
                password: Some(password),
                caller_id: format!("D4:CA:6D:50:20:{number:02X}"),
                address: None,
            });
        }
        self.ppp.redial = true;
        self.ppp.breaks_at = Some(self.clock.now() + BREAK);
        let menu = self.at.interface;
        for (name, rx, tx) in UPLINKS {
            if let Some(id) = self.table(menu).named(name.as_bytes()).first().copied() {
                self.set_interface_rate(id, rx, tx);
            }
        }
        self.hotspot.population = Some(Population::new(24));
        self.hotspot.devices_return = true;
    }
}
