//! What published rows look like: the properties they have, and no others.
//!
//! Facts from captures of SecOps-7/MikroDash (MIT; CHR 7.24.3) and from the rows
//! quoted by terraform-routeros/terraform-provider-routeros (MPL-2.0).

use std::collections::BTreeSet;

use routeros_api::protocol::encode_len;
use routeros_sim::SimHandle;

/// Lengths and their bytes, as tikoci/centrs (MIT) tests them.
pub fn length_vectors() {
    for (length, bytes) in [
        (0, &[0][..]),
        (1, &[1]),
        (0x7F, &[0x7F]),
        (0x80, &[0x80, 0x80]),
        (0x100, &[0x81, 0]),
        (0x3FFF, &[0xBF, 0xFF]),
        (0x4000, &[0xC0, 0x40, 0]),
        (0x1F_FFFF, &[0xDF, 0xFF, 0xFF]),
        (0x20_0000, &[0xE0, 0x20, 0, 0]),
        (0xFFF_FFFF, &[0xEF, 0xFF, 0xFF, 0xFF]),
        (0x1000_0000, &[0xF0, 0x10, 0, 0, 0]),
        (0x1000_0080, &[0xF0, 0x10, 0, 0, 0x80]),
        (u32::MAX, &[0xF0, 0xFF, 0xFF, 0xFF, 0xFF]),
    ] {
        let mut out = bytes::BytesMut::new();
        encode_len(length, &mut out);
        assert_eq!(out, bytes, "{length:#x}");
    }
}

fn same(sim: &SimHandle, menu: &str, name: &str, properties: &str) {
    let row = sim.find(menu, "name", name).unwrap_or_else(|| panic!("{menu} {name}"));
    let have: BTreeSet<&str> = row.keys().map(String::as_str).collect();
    assert_eq!(have, properties.split(' ').collect(), "{menu} {name}");
}

/// Rows of the system, as 7.24.3 prints them.
pub fn system_rows(sim: &SimHandle) {
    sim.add("/ip/pool", &[("name", "p"), ("ranges", "198.51.100.50-198.51.100.254"), ("comment", "c")]).unwrap();
    same(sim, "/ip/pool", "p", ".id name ranges total used available comment");
    assert_eq!(sim.find("/ip/pool", "name", "p").unwrap()["total"], "205");
    let daily = [("name", "d"), ("interval", "1d"), ("start-time", "03:00:00"), ("on-event", "x"), ("disabled", "yes")];
    sim.add("/system/scheduler", &[&daily[..], &[("comment", "c")]].concat()).unwrap();
    let common = ".id name interval on-event owner policy run-count disabled start-time";
    same(sim, "/system/scheduler", "d", &format!("{common} start-date comment"));
    let startup = [("name", "s"), ("start-time", "startup"), ("on-event", "x"), ("disabled", "yes")];
    sim.add("/system/scheduler", &startup).unwrap();
    same(sim, "/system/scheduler", "s", common);
    let policy = &sim.find("/system/scheduler", "name", "s").unwrap()["policy"];
    assert_eq!(policy, "ftp,reboot,read,write,policy,test,password,sniff,sensitive,romon");
    sim.add("/system/script", &[("name", "s"), ("source", ":put done"), ("comment", "c")]).unwrap();
    let script = ".id name source owner policy run-count invalid dont-require-permissions comment";
    same(sim, "/system/script", "s", script);
    let service = ".id name port proto available-from vrf max-sessions disabled dynamic invalid";
    same(sim, "/ip/service", "api", service);
    same(sim, "/ip/service", "api-ssl", &format!("{service} certificate tls-version"));
    sim.add("/file", &[("name", "f.txt"), ("contents", "x")]).unwrap();
    same(sim, "/file", "f.txt", ".id name type size last-modified contents");
}

/// Rows of customers.
pub fn customer_rows(sim: &SimHandle) {
    sim.add("/queue/simple", &[("name", "queue1"), ("target", "1.0.1.0/24")]).unwrap();
    let row = sim.find("/queue/simple", "name", "queue1").unwrap();
    for (name, value) in [
        ("max-limit", "0/0"),
        ("burst-time", "0s/0s"),
        ("bucket-size", "0.1/0.1"),
        ("priority", "8/8"),
        ("queue", "default-small/default-small"),
        ("bytes", "0/0"),
        ("parent", "none"),
        ("packet-marks", ""),
        ("dynamic", "false"),
    ] {
        assert_eq!(row.get(name).map(String::as_str), Some(value), "{name}");
    }
    assert!(!row.contains_key("comment"), "what is unset is absent");
    sim.add("/ip/hotspot/user", &[("name", "u"), ("password", "p")]).unwrap();
    let row = sim.find("/ip/hotspot/user", "name", "u").unwrap();
    assert!(!row.contains_key("server") && !row.contains_key("comment") && row["profile"] == "default");
    sim.add("/ppp/secret", &[("name", "s"), ("password", "p"), ("service", "pppoe")]).unwrap();
    let row = sim.find("/ppp/secret", "name", "s").unwrap();
    for (name, value) in [("caller-id", ""), ("limit-bytes-in", "0"), ("routes", ""), ("disabled", "false")] {
        assert_eq!(row.get(name).map(String::as_str), Some(value), "{name}");
    }
}
