//! Cookies: of the browser (`cookie`) and of the hardware address (`mac-cookie`).

use super::login::Opened;
use crate::engine::Router;
use crate::value::time::format_duration;

impl Router {
    /// Leaves the phone the cookies that the server's and the user's profile say:
    /// one for its browser, one for its hardware address.
    pub(super) fn bake_cookies(&mut self, new: &Opened<'_>, ways: &str) {
        let ways: Vec<&str> = ways.split(',').collect();
        let user_profile = self.at.user_profile;
        if ways.contains(&"cookie") {
            let servers = self.at.hotspot_profile;
            let lifetime = new
                .server_profile
                .and_then(|row| self.micros(servers, row, "http-cookie-lifetime"))
                .unwrap_or(3 * 86_400_000_000);
            self.bake(new, lifetime, false);
        }
        let by_mac = new.profile.filter(|row| self.flag(user_profile, row, "add-mac-cookie"));
        if let Some(row) = by_mac.filter(|_| ways.contains(&"mac-cookie")) {
            let lifetime = self.micros(user_profile, row, "mac-cookie-timeout").unwrap_or(0);
            self.bake(new, lifetime, true);
        }
    }

    fn bake(&mut self, new: &Opened<'_>, lifetime: u64, by_mac: bool) {
        let menu = self.at.hotspot_cookie;
        let name = self.text(self.at.hotspot_user, new.user, "name");
        for id in self.cookies_of(&name, &new.mac) {
            let same = self.table(menu).get(id).is_some_and(|row| self.flag(menu, row, "mac-cookie") == by_mac);
            if same {
                self.hotspot.cookies.remove(&id);
                self.delete(menu, id);
            }
        }
        let id = self.insert(
            menu,
            &[
                ("user", name.into()),
                ("mac-address", new.mac.clone().into()),
                ("expires-in", format_duration(lifetime).into()),
                ("mac-cookie", Self::yes(by_mac)),
            ],
        );
        self.hotspot.cookies.insert(id, self.clock.now() + lifetime);
    }

    pub(super) fn cookies_of(&self, user: &str, mac: &str) -> Vec<u32> {
        let menu = self.at.hotspot_cookie;
        let table = self.table(menu);
        let rows = table.named(user.as_bytes()).iter().filter_map(|id| table.get(*id));
        rows.filter(|row| self.text(menu, row, "mac-address") == mac).map(|row| row.id).collect()
    }

    /// Whose cookie a phone holds, and which kind: the hardware address' first.
    pub(super) fn cookie_of(&self, mac: &str) -> Option<(String, &'static str)> {
        let menu = self.at.hotspot_cookie;
        let rows = self.table(menu).iter().filter(|row| self.text(menu, row, "mac-address") == mac);
        let best = rows.max_by_key(|row| self.flag(menu, row, "mac-cookie"))?;
        let by = if self.flag(menu, best, "mac-cookie") { "mac-cookie" } else { "cookie" };
        Some((self.text(menu, best, "user"), by))
    }

    pub(super) fn expire_cookies(&mut self, now: u64) {
        let menu = self.at.hotspot_cookie;
        let over: Vec<u32> = self.hotspot.cookies.iter().filter(|(_, at)| **at <= now).map(|(id, _)| *id).collect();
        for id in over {
            self.hotspot.cookies.remove(&id);
            self.delete(menu, id);
        }
    }

    /// `expires-in` counts down; it is computed when it is read.
    pub(crate) fn refresh_cookies(&mut self) {
        let (menu, now) = (self.at.hotspot_cookie, self.clock.now());
        let left: Vec<(u32, u64)> =
            self.hotspot.cookies.iter().map(|(id, at)| (*id, at.saturating_sub(now) / 1_000_000 * 1_000_000)).collect();
        for (id, left) in left {
            self.count(menu, id, &[("expires-in", format_duration(left).into())]);
        }
    }

    /// Cookies of a restored state go on with the time they had left.
    pub(crate) fn restore_cookies(&mut self) {
        let (menu, now) = (self.at.hotspot_cookie, self.clock.now());
        let kept = self.table(menu).iter();
        self.hotspot.cookies =
            kept.map(|row| (row.id, now + self.micros(menu, row, "expires-in").unwrap_or(0))).collect();
    }
}
