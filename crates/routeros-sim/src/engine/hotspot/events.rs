//! Scripts of profiles: `on-login` and `on-logout`.

use super::Running;
use crate::engine::Router;
use crate::engine::policy::Caller;
use crate::table::Row;
use crate::value::time::{SECOND, format_duration};

impl Router {
    /// A session was opened: what its profile's `on-login` says.
    pub(super) fn login_script(&mut self, id: u32, profile: Option<&Row>) {
        let script = profile.map(|row| self.text(self.at.user_profile, row, "on-login")).unwrap_or_default();
        let Some(session) = self.hotspot.sessions.get(&id) else { return };
        let told = told(session, "");
        self.profile_script(&script, &told);
    }

    /// A session ended: what its profile's `on-logout` says.
    pub(super) fn logout_script(&mut self, session: &Running, cause: &str) {
        let told = told(session, cause);
        self.profile_script(&session.on_logout, &told);
    }

    fn profile_script(&mut self, script: &str, told: &[(&'static str, String)]) {
        if script.trim().is_empty() {
            return;
        }
        // Such scripts run with every right, whoever wrote the profile.
        let caller = Caller::internal();
        self.start_background(script.as_bytes(), &caller, told, "hotspot", None);
    }
}

/// The variables such a script finds.
fn told(session: &Running, cause: &str) -> Vec<(&'static str, String)> {
    vec![
        ("user", session.user.clone()),
        ("username", session.user.clone()),
        ("address", session.address.to_string()),
        ("ip-address", session.address.to_string()),
        ("mac-address", session.mac.clone()),
        ("server", session.server.clone()),
        ("uptime", format_duration(session.elapsed / SECOND * SECOND)),
        ("bytes-in", session.bytes_in.to_string()),
        ("bytes-out", session.bytes_out.to_string()),
        ("cause", cause.to_owned()),
    ]
}
