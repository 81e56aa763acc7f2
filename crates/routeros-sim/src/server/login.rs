//! Letting API users in.

use std::net::SocketAddr;

use bytes::Bytes;
use md5::{Digest, Md5};

use super::Shared;
use crate::engine::policy::{Caller, LoginError};
use crate::engine::request::Request;
use crate::error::Trap;
use crate::persona::Login;
use crate::wire::Replies;

/// One user's login on one connection.
#[derive(Debug)]
pub(super) struct LoggedIn {
    pub caller: Caller,
    active: u32,
    peer: SocketAddr,
    via: &'static str,
}

/// Handles `/login`; a challenge that was handed out stays in `challenge`.
pub(super) fn login(
    shared: &Shared,
    request: &Request,
    (peer, via): (SocketAddr, &'static str),
    challenge: &mut Option<[u8; 16]>,
    out: &mut Replies,
) -> Option<LoggedIn> {
    let mut router = shared.router();
    let name = request.text("name").unwrap_or_default();
    let response = request.arg("response");
    let kind = router.persona.login;
    let wants_challenge = match kind {
        Login::Plain => false,
        Login::PlainWithDeadChallenge => request.arg("name").is_none(),
        Login::Challenge => response.is_none(),
    };
    if wants_challenge {
        let (a, b) = (router.random.next(), router.random.next());
        let mut bytes = [0; 16];
        bytes[..8].copy_from_slice(&a.to_be_bytes());
        bytes[8..].copy_from_slice(&b.to_be_bytes());
        *challenge = Some(bytes);
        out.ret(hex(&bytes).as_bytes());
        return None;
    }
    let given = challenge.take();
    let password = request.arg("password").cloned().unwrap_or_default();
    let verify = |stored: &[u8]| match (kind, response) {
        (Login::Challenge, Some(response)) => given.is_some_and(|c| answer(stored, &c).as_bytes() == response.as_ref()),
        (Login::Challenge, None) | (_, Some(_)) => false,
        _ => stored == password.as_ref(),
    };
    let ip = match peer.ip() {
        std::net::IpAddr::V4(ip) => Some(ip),
        std::net::IpAddr::V6(_) => None,
    };
    match router.authenticate(name, ip, "api", verify) {
        Ok(caller) => {
            let active = router.api_session_opened(&caller, &peer.ip().to_string(), via);
            shared.faults().stats.logins += 1;
            out.done();
            Some(LoggedIn { caller, active, peer, via })
        }
        Err(error) => {
            let from = peer.ip();
            router.log("system,error,critical", &format!("login failure for user {name} from {from} via {via}"));
            let text = match (error, kind) {
                (LoginError::NotApi, _) => "not allowed (9)",
                (_, Login::Challenge) => "cannot log in",
                _ => "invalid user name or password (6)",
            };
            out.trap(&Trap::plain(text));
            out.done();
            None
        }
    }
}

/// Notes that a session ended.
pub(super) fn logout(shared: &Shared, session: &LoggedIn) {
    shared.router().api_session_closed(&session.caller, session.active, &session.peer.ip().to_string(), session.via);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// What a client answers to a challenge: `00` and the MD5 of a zero byte, the
/// password and the challenge.
fn answer(password: &[u8], challenge: &[u8]) -> String {
    let digest = Md5::new().chain_update([0]).chain_update(password).chain_update(challenge).finalize();
    format!("00{}", hex(&digest))
}

impl crate::engine::Router {
    fn api_session_opened(&mut self, caller: &Caller, from: &str, via: &'static str) -> u32 {
        let now = self.clock.utc().to_string();
        let users = self.at.user;
        let row = self.table(users).named(caller.user.as_bytes()).first().copied();
        let mut group = String::new();
        if let Some(row) = row.and_then(|id| self.table(users).get(id)).cloned() {
            let stored = self.stored(users, &row, "group").unwrap_or_default();
            group = String::from_utf8_lossy(&self.resolve("/user/group", &stored)).into_owned();
            // Counted, not written: a login is no change of the configuration.
            self.count(users, row.id, &[("last-logged-in", now.clone().into())]);
        }
        self.log("system,info,account", &format!("user {} logged in from {from} via {via}", caller.user));
        self.insert(
            self.at.user_active,
            &[
                ("when", now.into()),
                ("name", caller.user.clone().into()),
                ("address", Bytes::copy_from_slice(from.as_bytes())),
                ("via", via.into()),
                ("group", group.into()),
            ],
        )
    }

    fn api_session_closed(&mut self, caller: &Caller, active: u32, from: &str, via: &str) {
        self.delete(self.at.user_active, active);
        self.log("system,info,account", &format!("user {} logged out from {from} via {via}", caller.user));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vector() {
        assert_eq!(answer(b"passTest", b"\xab\xc1\x23"), answer(b"passTest", &[0xab, 0xc1, 0x23]));
        assert!(answer(b"passTest", b"abc123").starts_with("00"));
        assert_eq!(answer(b"passTest", &[0xab, 0xc1, 0x23]), "0021277bff9ac7caf06aa608e46616d47f");
    }
}
