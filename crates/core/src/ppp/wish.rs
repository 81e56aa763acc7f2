//! What is wished of rows, typed.

use simpul_kernel::Secret;

use super::rules::{Property, Sort};

/// Menus of dial-ins.
pub(super) const SECRETS: &str = "/ppp/secret";
pub(super) const PROFILES: &str = "/ppp/profile";
pub(super) const POOLS: &str = "/ip/pool";
pub(super) const ADDRESS_LISTS: &str = "/ip/firewall/address-list";
pub(super) const QUEUES: &str = "/queue/simple";

/// A row as it should stand.
pub trait Wish: Sync {
    /// Where.
    const MENU: &'static str;

    /// The properties that find it: its exact name, or what makes it this row.
    fn key(&self) -> Vec<(&'static str, String)>;

    /// What it should say, its key included. What is not named stays as it is.
    fn properties(&self) -> Vec<Property>;

    /// What it says besides when it is made; left alone afterwards.
    fn at_first(&self) -> Vec<Property> {
        Vec::new()
    }

    /// Its name, for people.
    fn name(&self) -> &str;
}

/// A rate pair, kbit/s.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// From the customer.
    pub up_kbps: u32,
    /// To the customer.
    pub down_kbps: u32,
}

impl Rate {
    /// As RouterOS takes it: what the router receives comes first.
    #[must_use]
    pub fn text(rate: Option<Self>) -> String {
        let one = |kbps: u32| {
            if kbps > 0 && kbps.is_multiple_of(1000) { format!("{}M", kbps / 1000) } else { format!("{kbps}k") }
        };
        rate.map_or_else(String::new, |rate| format!("{}/{}", one(rate.up_kbps), one(rate.down_kbps)))
    }
}

/// A subscriber's account: a row of `/ppp/secret`. Its comment is the owner's.
#[derive(Debug, Clone)]
pub struct SecretWish {
    /// What the modem calls itself.
    pub name: String,
    /// Its password.
    pub password: Secret,
    /// `pppoe`, `any`, …
    pub service: String,
    /// Exact name of the profile.
    pub profile: String,
    /// The customer's own address: it goes before the profile's pool.
    pub remote_address: Option<String>,
    /// The only device that may dial in.
    pub caller_id: Option<String>,
    /// Locked. A session that runs goes on until it is kicked.
    pub is_disabled: bool,
}

impl Wish for SecretWish {
    const MENU: &'static str = SECRETS;

    fn key(&self) -> Vec<(&'static str, String)> {
        vec![("name", self.name.clone())]
    }

    fn properties(&self) -> Vec<Property> {
        vec![
            Property::text("name", &self.name),
            Property::text("password", self.password.expose()).sorted(Sort::Secret),
            Property::text("service", &self.service),
            Property::text("profile", &self.profile).sorted(Sort::Reference { menu: PROFILES }),
            Property::text_or_unset("remote-address", self.remote_address.as_deref()).sorted(Sort::Address),
            Property::text("caller-id", self.caller_id.as_deref().unwrap_or_default()),
            Property::flag("disabled", self.is_disabled),
        ]
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// Where customers of a profile get their addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RemoteAddress {
    /// From a pool, by its exact name.
    Pool(String),
    /// Each secret has its own.
    PerSecret,
}

/// What the subscribers of a plan share: a row of `/ppp/profile`.
#[derive(Debug, Clone)]
pub struct ProfileWish {
    /// Its name.
    pub name: String,
    /// The router's end of the lines.
    pub local_address: Option<String>,
    /// The customers' ends.
    pub remote_address: RemoteAddress,
    /// `None` = no limit. It counts from the next dial-in on.
    pub rate: Option<Rate>,
    /// One session for each account.
    pub is_only_one: bool,
    /// Address list the customers are put on.
    pub address_list: Option<String>,
}

impl Wish for ProfileWish {
    const MENU: &'static str = PROFILES;

    fn key(&self) -> Vec<(&'static str, String)> {
        vec![("name", self.name.clone())]
    }

    fn properties(&self) -> Vec<Property> {
        let remote = match &self.remote_address {
            RemoteAddress::Pool(name) => Property::text("remote-address", name).sorted(Sort::Reference { menu: POOLS }),
            RemoteAddress::PerSecret => Property::text_or_unset("remote-address", None),
        };
        vec![
            Property::text("name", &self.name),
            Property::text_or_unset("local-address", self.local_address.as_deref()).sorted(Sort::Address),
            remote,
            Property::text("rate-limit", Rate::text(self.rate)).sorted(Sort::Rates),
            Property::text("only-one", if self.is_only_one { "yes" } else { "default" }),
            Property::text("address-list", self.address_list.as_deref().unwrap_or_default()),
        ]
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// Addresses to give out: a row of `/ip/pool`.
#[derive(Debug, Clone)]
pub struct PoolWish {
    /// Its name.
    pub name: String,
    /// `10.9.0.10-10.9.0.250`, several with commas.
    pub ranges: String,
}

impl Wish for PoolWish {
    const MENU: &'static str = POOLS;

    fn key(&self) -> Vec<(&'static str, String)> {
        vec![("name", self.name.clone())]
    }

    fn properties(&self) -> Vec<Property> {
        vec![Property::text("name", &self.name), Property::text("ranges", &self.ranges)]
    }

    fn name(&self) -> &str {
        &self.name
    }
}

/// An address on a list: a row of `/ip/firewall/address-list`.
#[derive(Debug, Clone)]
pub struct AddressListWish {
    /// Which list.
    pub list: String,
    /// Which address.
    pub address: String,
    /// Who it is, for people who look at the router; written when the row is made.
    pub comment: String,
}

impl Wish for AddressListWish {
    const MENU: &'static str = ADDRESS_LISTS;

    fn key(&self) -> Vec<(&'static str, String)> {
        vec![("list", self.list.clone()), ("address", self.address.clone())]
    }

    fn properties(&self) -> Vec<Property> {
        vec![
            Property::text("list", &self.list),
            Property::text("address", &self.address).sorted(Sort::Address),
            Property::flag("disabled", false),
        ]
    }

    fn at_first(&self) -> Vec<Property> {
        vec![Property::text("comment", &self.comment)]
    }

    fn name(&self) -> &str {
        &self.address
    }
}

/// A customer's limit: a row of `/queue/simple`.
#[derive(Debug, Clone)]
pub struct QueueWish {
    /// Its name.
    pub name: String,
    /// The customer's address.
    pub target: String,
    /// `None` = no limit.
    pub rate: Option<Rate>,
    /// Exact name of the queue it hangs under.
    pub parent: Option<String>,
}

impl Wish for QueueWish {
    const MENU: &'static str = QUEUES;

    fn key(&self) -> Vec<(&'static str, String)> {
        vec![("name", self.name.clone())]
    }

    fn properties(&self) -> Vec<Property> {
        let limit = if self.rate.is_some() { Rate::text(self.rate) } else { "0/0".to_owned() };
        let parent = match &self.parent {
            Some(parent) => Property::text("parent", parent).sorted(Sort::Reference { menu: QUEUES }),
            None => Property::text("parent", "none"),
        };
        vec![
            Property::text("name", &self.name),
            Property::text("target", &self.target).sorted(Sort::Address),
            Property::text("max-limit", limit).sorted(Sort::Rates),
            parent,
            Property::flag("disabled", false),
        ]
    }

    fn name(&self) -> &str {
        &self.name
    }
}
