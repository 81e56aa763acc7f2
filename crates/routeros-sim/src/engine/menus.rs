//! Where the menus that rules speak of stand in the schema.

use crate::schema::{Release, Schema};

/// Positions of the menus the rules speak of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Menus {
    pub interface: usize,
    pub ip_address: usize,
    pub address_list: usize,
    pub hotspot: usize,
    pub hotspot_active: usize,
    pub hotspot_cookie: usize,
    pub hotspot_host: usize,
    pub hotspot_profile: usize,
    pub hotspot_user: usize,
    pub user_profile: usize,
    pub pool: usize,
    pub pool_used: usize,
    pub ip_binding: usize,
    pub ppp_profile: usize,
    pub pppoe_server: usize,
    pub service: usize,
    pub log: usize,
    pub ppp_active: usize,
    pub ppp_secret: usize,
    pub queue: usize,
    pub clock: usize,
    pub health: usize,
    pub identity: usize,
    pub resource: usize,
    pub routerboard: usize,
    pub license: usize,
    pub user: usize,
    pub user_active: usize,
    pub group: usize,
    pub script: usize,
    pub scheduler: usize,
    pub file: usize,
    pub netwatch: usize,
}

impl Menus {
    pub(super) fn of(schema: &Schema, release: Release) -> Self {
        // A missing menu would be a defect of the schema file, which its own tests
        // rule out; the first menu stands in so that nothing can panic.
        let at = |path: &str| schema.menu_in(path, release).unwrap_or_default();
        Self {
            interface: at("/interface"),
            ip_address: at("/ip/address"),
            address_list: at("/ip/firewall/address-list"),
            hotspot: at("/ip/hotspot"),
            hotspot_active: at("/ip/hotspot/active"),
            hotspot_cookie: at("/ip/hotspot/cookie"),
            hotspot_host: at("/ip/hotspot/host"),
            hotspot_profile: at("/ip/hotspot/profile"),
            hotspot_user: at("/ip/hotspot/user"),
            user_profile: at("/ip/hotspot/user/profile"),
            pool: at("/ip/pool"),
            pool_used: at("/ip/pool/used"),
            ip_binding: at("/ip/hotspot/ip-binding"),
            ppp_profile: at("/ppp/profile"),
            pppoe_server: at("/interface/pppoe-server/server"),
            service: at("/ip/service"),
            log: at("/log"),
            ppp_active: at("/ppp/active"),
            ppp_secret: at("/ppp/secret"),
            queue: at("/queue/simple"),
            clock: at("/system/clock"),
            health: at("/system/health"),
            identity: at("/system/identity"),
            resource: at("/system/resource"),
            routerboard: at("/system/routerboard"),
            license: at("/system/license"),
            user: at("/user"),
            user_active: at("/user/active"),
            group: at("/user/group"),
            script: at("/system/script"),
            scheduler: at("/system/scheduler"),
            file: at("/file"),
            netwatch: at("/tool/netwatch"),
        }
    }
}
