//! The people behind a simulated router: phones at its hotspot, modems of its
//! subscribers.

use std::net::Ipv4Addr;

use crate::engine::hotspot::{Knock, Session};
use crate::engine::ppp::{Ending, Modem};
use crate::error::Trap;
use crate::sim::SimHandle;
use crate::table::id_text;

fn mac_of(text: &str) -> Result<String, Trap> {
    crate::value::net::canonical_mac(text).ok_or_else(|| Trap::bad_value("mac-address"))
}

/// Phones at the hotspot.
impl SimHandle {
    /// A phone logs in at the hotspot, with made-up addresses.
    ///
    /// # Errors
    /// What the login page would show, as `failure: …`.
    pub fn login_user(&self, user: &str, password: &str) -> Result<Session, Trap> {
        self.knock(user, password, Knock::default())
    }

    /// A phone of that hardware address logs in at the hotspot.
    ///
    /// # Errors
    /// What the login page would show, as `failure: …`.
    pub fn login_user_from(&self, user: &str, password: &str, mac: &str) -> Result<Session, Trap> {
        self.knock(user, password, Knock { mac: Some(mac_of(mac)?), ..Knock::default() })
    }

    /// A phone behind a certain hotspot server logs in.
    ///
    /// # Errors
    /// What the login page would show, as `failure: …`.
    pub fn login_user_at(&self, user: &str, password: &str, server: &str) -> Result<Session, Trap> {
        self.knock(user, password, Knock { server: Some(server.to_owned()), ..Knock::default() })
    }

    fn knock(&self, user: &str, password: &str, knock: Knock) -> Result<Session, Trap> {
        let knock = Knock { user: user.to_owned(), password: Some(password.to_owned()), ..knock };
        self.router(|router| router.hotspot_login(knock))
    }

    /// The user leaves the hotspot; gives how many sessions ended.
    pub fn logout_user(&self, user: &str) -> usize {
        self.router(|router| router.hotspot_logout(user))
    }

    /// A phone joins the network: it becomes a host, or a session at once when it
    /// holds a cookie.
    ///
    /// # Errors
    /// `failure: …` when an ip-binding blocks it or no address is free.
    pub fn phone_arrives(&self, mac: &str) -> Result<Option<Session>, Trap> {
        let mac = mac_of(mac)?;
        self.router(|router| router.phone_arrives(&mac))
    }

    /// A phone goes out of reach without logging out; a keepalive-timeout ends its
    /// session in time.
    ///
    /// # Errors
    /// `invalid value …` for a text that is no hardware address.
    pub fn phone_leaves(&self, mac: &str) -> Result<(), Trap> {
        let mac = mac_of(mac)?;
        self.router(|router| router.phone_leaves(&mac));
        Ok(())
    }

    /// The traffic of a user's sessions, bits per second.
    pub fn set_user_rate(&self, user: &str, up: u64, down: u64) {
        self.router(|router| router.set_user_rate(user, up, down));
    }

    /// Whether kicked phones that hold a cookie log themselves back in after three
    /// seconds.
    pub fn set_devices_return(&self, on: bool) {
        self.router(|router| router.hotspot.devices_return = on);
    }

    /// Whether removing a session is refused with `action failed (6)`, as routers
    /// have been seen to do.
    pub fn set_sessions_stuck(&self, on: bool) {
        self.router(|router| router.hotspot.sessions_stuck = on);
    }
}

/// Modems of subscribers.
impl SimHandle {
    /// A PPPoE subscriber dials in; `address` counts when neither secret nor profile
    /// gives one. Gives the id of the row in `/ppp/active`.
    ///
    /// # Errors
    /// `failure: …` with what the log says (`user budi authentication failed`).
    pub fn dial_in(&self, name: &str, caller_id: &str, address: &str) -> Result<String, Trap> {
        let address: Option<Ipv4Addr> = address.parse().ok();
        self.dial(Modem { name: name.to_owned(), caller_id: caller_id.to_owned(), address, password: None })
    }

    /// A modem dials in with all it has. Gives the id of the row in `/ppp/active`.
    ///
    /// # Errors
    /// `failure: …` with what the log says.
    pub fn dial(&self, modem: Modem) -> Result<String, Trap> {
        self.router(|router| router.dial(modem)).map(id_text)
    }

    /// A subscriber's sessions end: the modem is switched off
    /// ([`Ending::PeerRequest`]), or the line breaks ([`Ending::HungUp`]). Gives how
    /// many sessions ended.
    pub fn hang_up(&self, name: &str, ending: Ending) -> usize {
        self.router(|router| router.hang_up(name, ending))
    }

    /// Whether modems dial again by themselves: five seconds after a session ended,
    /// thirty after a refusal.
    pub fn set_modems_redial(&self, on: bool) {
        self.router(|router| router.ppp.redial = on);
    }

    /// The traffic of a subscriber, bits per second.
    pub fn set_subscriber_rate(&self, name: &str, up: u64, down: u64) {
        self.router(|router| router.set_subscriber_rate(name, up, down));
    }
}
