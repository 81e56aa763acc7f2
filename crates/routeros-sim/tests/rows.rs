//! What rows show: the same properties, no more and no fewer, as rows of real
//! routers that others published.
//!
//! The sets are facts taken from the heads of Terraform's RouterOS provider (MPL-2.0)
//! and from MikroDash's captures of a CHR 7.24.3 (MIT).
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod common;

use std::collections::BTreeSet;
use std::time::Duration;

use routeros_sim::{Ending, Sim, SimHandle};

async fn router() -> SimHandle {
    Sim::builder().persona("7.24").user("admin", "secret").frozen().start().await.expect("a simulator")
}

/// The row of that name shows exactly these properties.
fn shows(sim: &SimHandle, menu: &str, name: (&str, &str), properties: &str) {
    let row = sim.find(menu, name.0, name.1).unwrap_or_else(|| panic!("{menu} {name:?}"));
    let have: BTreeSet<&str> = row.keys().map(String::as_str).collect();
    let want: BTreeSet<&str> = properties.split_whitespace().collect();
    assert_eq!(have, want, "{menu} {name:?}: {row:?}");
}

#[tokio::test]
async fn hotspot_users_and_profiles() {
    let sim = router().await;
    let user = [
        ("name", "user1"),
        ("address", "0.0.0.1"),
        ("email", "mail@g.com"),
        ("limit-bytes-in", "100"),
        ("limit-bytes-total", "500"),
        ("limit-uptime", "1m"),
        ("mac-address", "11:00:00:00:00:00"),
        ("password", "123"),
        ("routes", "10.0.0.0/24"),
    ];
    sim.add("/ip/hotspot/user", &user).unwrap();
    let set = ".id address bytes-in bytes-out disabled dynamic email limit-bytes-in limit-bytes-total limit-uptime \
               mac-address name packets-in packets-out password profile routes uptime";
    shows(&sim, "/ip/hotspot/user", ("name", "user1"), set);
    let profile = [
        ("name", "uprof1"),
        ("address-list", "aaa"),
        ("advertise", "yes"),
        ("advertise-interval", "30m,10m"),
        ("advertise-timeout", "immediately"),
        ("advertise-url", "https://www.mikrotik.com/"),
        ("incoming-filter", "bbb"),
        ("incoming-packet-mark", "ddd"),
        ("insert-queue-before", "first"),
        ("on-login", "s1"),
        ("on-logout", "s2"),
        ("open-status-page", "always"),
        ("outgoing-filter", "ccc"),
        ("outgoing-packet-mark", "eee"),
        ("parent-queue", "none"),
        ("queue-type", "default-small"),
        ("rate-limit", "1"),
        ("session-timeout", "1s"),
        ("transparent-proxy", "yes"),
    ];
    sim.add("/ip/hotspot/user/profile", &profile).unwrap();
    let set = ".id add-mac-cookie address-list advertise advertise-interval advertise-timeout advertise-url idle-timeout \
               incoming-filter incoming-packet-mark insert-queue-before keepalive-timeout mac-cookie-timeout name on-login \
               on-logout open-status-page outgoing-filter outgoing-packet-mark parent-queue queue-type rate-limit \
               session-timeout shared-users status-autorefresh transparent-proxy";
    shows(&sim, "/ip/hotspot/user/profile", ("name", "uprof1"), set);
    let server = [
        ("name", "hsprof2"),
        ("hotspot-address", "192.168.11.1"),
        ("login-by", "cookie,http-chap,https"),
        ("ssl-certificate", "tls"),
    ];
    sim.add("/ip/hotspot/profile", &server).unwrap();
    let set = ".id dns-name hotspot-address html-directory html-directory-override http-cookie-lifetime http-proxy \
               install-hotspot-queue login-by name smtp-server split-user-domain ssl-certificate use-radius";
    shows(&sim, "/ip/hotspot/profile", ("name", "hsprof2"), set);
    assert_eq!(sim.find("/ip/hotspot/profile", "name", "hsprof2").unwrap()["use-radius"], "false");
}

#[tokio::test]
async fn ppp_profiles_and_secrets() {
    let sim = router().await;
    sim.add("/ip/pool", &[("name", "gone"), ("ranges", "10.0.0.2-10.0.0.9")]).unwrap();
    let profile = [
        ("name", "ovpn"),
        ("insert-queue-before", "first"),
        ("local-address", "192.168.77.1"),
        ("parent-queue", "none"),
        ("queue-type", "default-small"),
        ("remote-address", "gone"),
    ];
    sim.add("/ppp/profile", &profile).unwrap();
    sim.remove("/ip/pool", "gone").unwrap();
    let set = ".id address-list bridge-learning change-tcp-mss default insert-queue-before local-address name on-down on-up \
               only-one parent-queue queue-type remote-address use-compression use-encryption use-ipv6 use-mpls use-upnp";
    shows(&sim, "/ppp/profile", ("name", "ovpn"), set);
    assert_eq!(sim.find("/ppp/profile", "name", "ovpn").unwrap()["remote-address"], "*2");
    let secret = [("name", "user1"), ("local-address", "172.18.0.2"), ("password", "1"), ("profile", "ovpn")];
    sim.add("/ppp/secret", &secret).unwrap();
    sim.set("/ppp/profile", "ovpn", &[("remote-address", "172.18.0.3")]).unwrap();
    sim.dial_in("user1", "172.18.0.2", "").unwrap();
    sim.hang_up("user1", Ending::HungUp);
    let set = ".id caller-id disabled ipv6-routes last-caller-id last-disconnect-reason last-logged-out limit-bytes-in \
               limit-bytes-out local-address name password profile routes service";
    shows(&sim, "/ppp/secret", ("name", "user1"), set);
    sim.dial_in("user1", "172.18.0.2", "").unwrap();
    let set = ".id name service caller-id address uptime encoding session-id limit-bytes-in limit-bytes-out radius";
    shows(&sim, "/ppp/active", ("name", "user1"), set);
}

#[tokio::test]
async fn queues() {
    let sim = router().await;
    sim.add("/queue/simple", &[("name", "queue1"), ("target", "1.0.1.0/24")]).unwrap();
    let row = sim.find("/queue/simple", "name", "queue1").unwrap();
    for (name, want) in [
        ("target", "1.0.1.0/24"),
        ("max-limit", "0/0"),
        ("limit-at", "0/0"),
        ("burst-limit", "0/0"),
        ("burst-threshold", "0/0"),
        ("burst-time", "0s/0s"),
        ("bucket-size", "0.1/0.1"),
        ("priority", "8/8"),
        ("queue", "default-small/default-small"),
        ("bytes", "0/0"),
        ("packets", "0/0"),
        ("dropped", "0/0"),
        ("rate", "0/0"),
        ("packet-rate", "0/0"),
        ("queued-bytes", "0/0"),
        ("total-bytes", "0"),
        ("parent", "none"),
        ("packet-marks", ""),
        ("dynamic", "false"),
        ("invalid", "false"),
        ("disabled", "false"),
    ] {
        assert_eq!(row.get(name).map(String::as_str), Some(want), "{name}");
    }
    let kinds = sim.find("/queue/type", "name", "pcq-upload-default").unwrap();
    assert_eq!(kinds[".id"], "*FFFFFFFA");
}

#[tokio::test]
async fn pools_lists_addresses_and_services() {
    let sim = router().await;
    sim.add("/ip/pool", &[("name", "dhcp-pool"), ("ranges", "198.51.100.50-198.51.100.254"), ("comment", "c")])
        .unwrap();
    shows(&sim, "/ip/pool", ("name", "dhcp-pool"), ".id name ranges total used available comment");
    assert_eq!(sim.find("/ip/pool", "name", "dhcp-pool").unwrap()["total"], "205");
    let guest = [("name", "guest-pool"), ("ranges", "198.51.100.10-198.51.100.49"), ("next-pool", "dhcp-pool")];
    sim.add("/ip/pool", &guest).unwrap();
    shows(&sim, "/ip/pool", ("name", "guest-pool"), ".id name ranges next-pool total used available");

    let list = "/ip/firewall/address-list";
    for (address, more) in [("198.51.100.23", ("comment", "c")), ("198.51.100.0/28", ("disabled", "yes"))] {
        sim.add(list, &[("list", "blocklist"), ("address", address), more]).unwrap();
    }
    shows(&sim, list, ("address", "198.51.100.23"), ".id address comment creation-time disabled dynamic list");
    shows(&sim, list, ("address", "198.51.100.0/28"), ".id address creation-time disabled dynamic list");
    sim.add(list, &[("list", "blocklist"), ("address", "198.51.100.99"), ("timeout", "1d")]).unwrap();
    shows(&sim, list, ("address", "198.51.100.99"), ".id address creation-time disabled dynamic list timeout");
    let left =
        || sim.find(list, "address", "198.51.100.99").map(|row| (row["dynamic"].clone(), row["timeout"].clone()));
    assert_eq!(left(), Some(("true".to_owned(), "1d".to_owned())));
    sim.advance(Duration::from_secs(3600));
    assert_eq!(left(), Some(("true".to_owned(), "23h".to_owned())));
    sim.advance(Duration::from_secs(86_400));
    assert_eq!((left(), sim.count(list)), (None, 2), "its time is over");

    sim.add("/ip/address", &[("address", "198.51.100.200/24"), ("interface", "ether2"), ("disabled", "yes")]).unwrap();
    let set = ".id actual-interface address disabled dynamic interface invalid network slave vrf";
    shows(&sim, "/ip/address", ("address", "198.51.100.200/24"), set);

    let plain = ".id available-from disabled dynamic invalid max-sessions name port proto vrf";
    shows(&sim, "/ip/service", ("name", "api"), plain);
    shows(&sim, "/ip/service", ("name", "www-ssl"), &format!("{plain} certificate tls-version"));
    let older = common::router("7.22").await;
    shows(&older, "/ip/service", ("name", "api"), &plain.replace("available-from", "address"));
    let oldest = common::router("6.49").await;
    shows(&oldest, "/ip/service", ("name", "api"), ".id address disabled invalid name port dynamic");
}

#[tokio::test]
async fn a_restriction_keeps_its_old_word_on_the_newest_release() {
    let sim = router().await;
    sim.set("/ip/service", "ftp", &[("address", "10.0.0.0/8")]).unwrap();
    let row = sim.find("/ip/service", "name", "ftp").unwrap();
    assert_eq!((row.get("address"), row["available-from"].as_str()), (None, "10.0.0.0/8"));
}

#[tokio::test]
async fn scripts_and_dhcp_servers() {
    let sim = router().await;
    let script = [("name", "md-fixture"), ("source", ":put done"), ("policy", "read,write,test"), ("comment", "c")];
    sim.add("/system/script", &script).unwrap();
    let set = ".id comment dont-require-permissions invalid name owner policy run-count source";
    shows(&sim, "/system/script", ("name", "md-fixture"), set);
    assert_eq!(sim.find("/system/script", "name", "md-fixture").unwrap()["policy"], "read,write,test");
    sim.add("/ip/pool", &[("name", "p"), ("ranges", "10.1.0.2-10.1.0.9")]).unwrap();
    let server = [("name", "d"), ("interface", "ether3"), ("address-pool", "p"), ("lease-time", "1h")];
    sim.add("/ip/dhcp-server", &server).unwrap();
    let set = ".id address-lists address-pool disabled dynamic dynamic-lease-identifiers interface invalid lease-time name \
               support-broadband-tr101 use-radius use-reconfigure";
    shows(&sim, "/ip/dhcp-server", ("name", "d"), set);
}

#[tokio::test]
async fn sessions_of_the_hotspot() {
    let sim = router().await;
    sim.add("/ip/hotspot/user", &[("name", "u"), ("limit-uptime", "1h")]).unwrap();
    sim.login_user("u", "").unwrap();
    sim.advance(Duration::from_secs(2));
    let set = ".id server user address mac-address login-by uptime session-time-left idle-time keepalive-timeout bytes-in \
               bytes-out packets-in packets-out radius";
    shows(&sim, "/ip/hotspot/active", ("user", "u"), set);
    let set = ".id mac-address address to-address server uptime idle-time bytes-in bytes-out packets-in packets-out \
               authorized bypassed dynamic DHCP static found-by";
    shows(&sim, "/ip/hotspot/host", ("authorized", "true"), set);
}
