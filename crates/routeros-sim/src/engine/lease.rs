//! Which addresses are taken, and by whom: `/ip/pool` and `/ip/pool/used`.

use std::collections::{BTreeMap, HashMap};
use std::net::Ipv4Addr;

use super::Router;
use crate::table::parse_id;
use crate::value::Value;
use crate::value::net::{parse_ip, parse_ranges};

/// How far a chain of `next-pool` is followed; a ring ends there.
const CHAIN: usize = 16;

/// Who holds an address.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Lease {
    owner: &'static str,
    info: String,
}

/// The addresses sessions hold.
#[derive(Debug, Default)]
pub(crate) struct Leases {
    held: BTreeMap<u32, Lease>,
    /// Of a pool: below this address nothing is free.
    hints: HashMap<u32, u32>,
}

impl Leases {
    /// Whether a session holds the address.
    pub(crate) fn holds(&self, address: Ipv4Addr) -> bool {
        self.held.contains_key(&u32::from(address))
    }

    /// Gives an address to a session; `owner` and `info` as `/ip/pool/used` shows them.
    pub(crate) fn take(&mut self, address: Ipv4Addr, owner: &'static str, info: &str) {
        self.held.insert(u32::from(address), Lease { owner, info: info.to_owned() });
    }

    /// The session is over.
    pub(crate) fn free(&mut self, address: Ipv4Addr) {
        let address = u32::from(address);
        self.held.remove(&address);
        for hint in self.hints.values_mut() {
            *hint = (*hint).min(address);
        }
    }

    /// All sessions are over, or a pool changed.
    pub(crate) fn forget_hints(&mut self) {
        self.hints.clear();
    }

    /// All sessions are over.
    pub(crate) fn clear(&mut self) {
        self.held.clear();
        self.hints.clear();
    }

    fn count_in(&self, ranges: &[(u32, u32)]) -> usize {
        ranges.iter().map(|(low, high)| self.held.range(low..=high).count()).sum()
    }
}

impl Router {
    /// A free address of a pool, or of the pools that follow it.
    pub(crate) fn free_in_pool(&mut self, pool: u32) -> Option<Ipv4Addr> {
        let menu = self.at.pool;
        let mut next = Some(pool);
        for _ in 0..CHAIN {
            let id = next?;
            let row = self.table(menu).get(id)?.clone();
            let mut ranges = parse_ranges(&self.text(menu, &row, "ranges")).unwrap_or_default();
            ranges.sort_unstable();
            let from = self.leases.hints.get(&id).copied().unwrap_or(0);
            let mut candidates = ranges.into_iter().flat_map(|(low, high)| low.max(from)..=high);
            if let Some(free) = candidates.find(|a| !self.leases.held.contains_key(a)) {
                self.leases.hints.insert(id, free);
                return Some(Ipv4Addr::from(free));
            }
            next = self.stored(menu, &row, "next-pool").and_then(|v| parse_id(&v));
        }
        None
    }

    /// What an "address or pool" property gives: the address, or a free one of the pool.
    pub(crate) fn address_from(&mut self, stored: &[u8]) -> Option<Ipv4Addr> {
        match parse_id(stored) {
            Some(pool) => self.free_in_pool(pool),
            None => parse_ip(std::str::from_utf8(stored).ok()?),
        }
    }

    pub(crate) fn refresh_pools(&mut self) {
        let menu = self.at.pool;
        let rows: Vec<_> = self.table(menu).iter().cloned().collect();
        for row in rows {
            let ranges = parse_ranges(&self.text(menu, &row, "ranges")).unwrap_or_default();
            let total: u64 = ranges.iter().map(|(low, high)| u64::from(high - low) + 1).sum();
            let used = u64::try_from(self.leases.count_in(&ranges)).unwrap_or(u64::MAX);
            let values = [
                ("total", total.to_string().into()),
                ("used", used.to_string().into()),
                ("available", total.saturating_sub(used).to_string().into()),
            ];
            self.count(menu, row.id, &values);
        }
    }

    /// `/ip/pool/used` is made anew whenever it is read.
    pub(crate) fn refresh_used(&mut self) {
        let (used, pools) = (self.at.pool_used, self.at.pool);
        let mut rows: Vec<[(&str, Value); 4]> = Vec::new();
        for pool in self.table(pools).iter() {
            let name = self.text(pools, pool, "name");
            for (low, high) in parse_ranges(&self.text(pools, pool, "ranges")).unwrap_or_default() {
                for (address, lease) in self.leases.held.range(low..=high) {
                    rows.push([
                        ("pool", name.clone().into()),
                        ("address", Ipv4Addr::from(*address).to_string().into()),
                        ("owner", lease.owner.into()),
                        ("info", lease.info.clone().into()),
                    ]);
                }
            }
        }
        self.table_mut(used).clear();
        for row in rows {
            self.insert_quietly(used, &row);
        }
    }
}
