//! What a user's group lets the user do.

use std::collections::BTreeSet;

use super::Router;
use crate::error::Trap;

/// All policies, in the order groups print them.
pub const POLICIES: [&str; 17] = [
    "local",
    "telnet",
    "ssh",
    "ftp",
    "reboot",
    "read",
    "write",
    "policy",
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

/// Who sends a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The user's name.
    pub user: String,
    /// The connection, where there is one.
    pub session: u64,
    policies: BTreeSet<String>,
}

impl Caller {
    /// The simulator itself: everything is allowed.
    #[must_use]
    pub fn internal() -> Self {
        Self { user: "system".to_owned(), session: 0, policies: POLICIES.iter().map(|p| (*p).to_owned()).collect() }
    }

    /// A script's owner, with the policies the script was given.
    #[must_use]
    pub fn with_policies(user: &str, policies: &str) -> Self {
        let policies = policies.split(',').filter(|p| !p.is_empty()).map(str::to_owned).collect();
        Self { user: user.to_owned(), session: 0, policies }
    }

    /// Whether the group has a policy.
    #[must_use]
    pub fn may(&self, policy: &str) -> bool {
        self.policies.contains(policy)
    }

    /// Refuses a command the group has no policy for.
    ///
    /// # Errors
    /// `not enough permissions (9)`.
    pub fn check(&self, menu: &str, command: &str) -> Result<(), Trap> {
        let needed: &[&str] = match command {
            "print" | "getall" | "get" | "find" | "listen" => &["read"],
            "monitor-traffic" | "monitor" => &["read"],
            "ping" | "torch" => &["test"],
            "run" | "execute" => &["read", "write"],
            "reboot" => &["reboot"],
            // Files are read, written and run with the right to transfer them.
            "import" => &["ftp", "write"],
            "save" => &["write", "policy", "sensitive"],
            _ if menu == "/file" => &["ftp", "write"],
            "info" | "warning" | "error" | "debug" => &["write"],
            _ if menu.starts_with("/user") => &["write", "policy"],
            _ => &["write"],
        };
        if needed.iter().all(|p| self.may(p)) { Ok(()) } else { Err(Trap::not_permitted()) }
    }
}

/// Why a login failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginError {
    /// Unknown user, wrong password, disabled, or not from this address.
    Refused,
    /// The group may not come in this way.
    NotApi,
}

impl Router {
    /// The caller a name stands for; `door` is the policy to come in by (`api`,
    /// `rest-api`), `verify` says whether the password is right.
    ///
    /// # Errors
    /// See [`LoginError`].
    pub fn authenticate(
        &self,
        name: &str,
        peer: Option<std::net::Ipv4Addr>,
        door: &str,
        verify: impl Fn(&[u8]) -> bool,
    ) -> Result<Caller, LoginError> {
        let users = self.at.user;
        let row = self
            .table(users)
            .named(name.as_bytes())
            .first()
            .and_then(|id| self.table(users).get(*id))
            .ok_or(LoginError::Refused)?;
        let password = self.stored(users, row, "password").unwrap_or_default();
        let from = self.text(users, row, "address");
        if !verify(&password) || self.flag(users, row, "disabled") || !allowed_from(&from, peer) {
            return Err(LoginError::Refused);
        }
        let caller = Caller { user: name.to_owned(), session: 0, policies: self.policies_of(users, row) };
        if caller.may(door) { Ok(caller) } else { Err(LoginError::NotApi) }
    }

    fn policies_of(&self, users: usize, row: &crate::table::Row) -> BTreeSet<String> {
        let group = self.stored(users, row, "group").unwrap_or_default();
        let groups = self.at.group;
        let policy = crate::table::parse_id(&group)
            .and_then(|id| self.table(groups).get(id))
            .map(|row| self.text(groups, row, "policy"))
            .unwrap_or_default();
        policy.split(',').map(str::to_owned).collect()
    }
}

/// Whether an address is in a comma list of prefixes; an empty list allows all.
#[must_use]
pub fn allowed_from(list: &str, peer: Option<std::net::Ipv4Addr>) -> bool {
    let Some(peer) = peer.filter(|_| !list.is_empty()) else { return true };
    list.split(',').any(|part| {
        crate::value::net::parse_range(part.trim()).is_some_and(|(low, high)| (low..=high).contains(&u32::from(peer)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_matched_by_prefix() {
        let peer = Some(std::net::Ipv4Addr::new(10, 0, 0, 5));
        assert!(allowed_from("", peer));
        assert!(allowed_from("192.168.0.0/16,10.0.0.0/24", peer));
        assert!(!allowed_from("192.168.0.0/16", peer));
    }
}
