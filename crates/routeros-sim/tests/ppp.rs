//! The PPPoE engine: dialling, addresses, queues, counters, how sessions end.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod common;

use std::time::Duration;

use routeros_sim::{Ending, Modem, Sim, SimHandle};

const SECRET: &str = "/ppp/secret";
const PROFILE: &str = "/ppp/profile";
const ACTIVE: &str = "/ppp/active";
const IFACE: &str = "/interface";
const QUEUE: &str = "/queue/simple";
const MAC: &str = "B0:A7:B9:9E:E2:E3";

async fn frozen() -> SimHandle {
    Sim::builder().user("admin", "secret").frozen().start().await.expect("a simulator")
}

/// A router with a pool, the profile `10M` on it and the secret `budi`.
async fn with_budi() -> SimHandle {
    let sim = frozen().await;
    sim.add("/ip/pool", &[("name", "pppoe-pool"), ("ranges", "10.20.0.2-10.20.0.4")]).unwrap();
    let profile = [
        ("name", "10M"),
        ("local-address", "10.20.0.1"),
        ("remote-address", "pppoe-pool"),
        ("rate-limit", "2M/10M 3M/12M 1M/8M 8/8 5"),
        ("only-one", "yes"),
        ("address-list", "pelanggan"),
    ];
    sim.add(PROFILE, &profile).unwrap();
    sim.add(SECRET, &[("name", "budi"), ("password", "p"), ("profile", "10M"), ("service", "pppoe")]).unwrap();
    sim
}

fn modem(name: &str, password: &str) -> Modem {
    Modem { name: name.into(), password: Some(password.into()), caller_id: MAC.into(), address: None }
}

fn messages(sim: &SimHandle) -> Vec<String> {
    sim.rows("/log").into_iter().map(|r| r["message"].clone()).collect()
}

#[tokio::test]
async fn a_subscriber_dials_in_and_everything_appears() {
    let sim = with_budi().await;
    let id = sim.dial(modem("budi", "p")).unwrap();
    let active = sim.find(ACTIVE, "name", "budi").unwrap();
    assert_eq!((active[".id"].as_str(), active["service"].as_str()), (id.as_str(), "pppoe"));
    assert_eq!((active["address"].as_str(), active["caller-id"].as_str()), ("10.20.0.2", MAC));
    assert!(active["session-id"].starts_with("0x811"), "{active:?}");
    let iface = sim.find(IFACE, "name", "<pppoe-budi>").unwrap();
    assert_eq!((iface["type"].as_str(), iface["dynamic"].as_str()), ("pppoe-in", "true"));
    let address = sim.find("/ip/address", "network", "10.20.0.2").unwrap();
    assert_eq!((address["address"].as_str(), address["interface"].as_str()), ("10.20.0.1/32", "<pppoe-budi>"));
    let queue = sim.find(QUEUE, "name", "<pppoe-budi>").unwrap();
    for (name, want) in [
        ("target", "<pppoe-budi>"),
        ("max-limit", "2000000/10000000"),
        ("burst-limit", "3000000/12000000"),
        ("burst-threshold", "1000000/8000000"),
        ("burst-time", "8s/8s"),
        ("priority", "5/5"),
        ("dynamic", "true"),
    ] {
        assert_eq!(queue[name], want, "{name}");
    }
    let listed = sim.find("/ip/firewall/address-list", "list", "pelanggan").unwrap();
    assert_eq!((listed["address"].as_str(), listed["dynamic"].as_str()), ("10.20.0.2", "true"));
    let used = sim.find("/ip/pool/used", "address", "10.20.0.2").unwrap();
    assert_eq!((used["pool"].as_str(), used["info"].as_str()), ("pppoe-pool", "budi"));
    let log = messages(&sim);
    for line in [
        "PPPoE connection established from B0:A7:B9:9E:E2:E3",
        "<pppoe-budi>: authenticated",
        "<pppoe-budi>: connected",
        "budi logged in, 10.20.0.2 from B0:A7:B9:9E:E2:E3",
    ] {
        assert!(log.iter().any(|m| m == line), "{line} in {log:?}");
    }
}

#[tokio::test]
async fn a_session_leaves_nothing_but_its_last_words() {
    let sim = with_budi().await;
    let before: Vec<usize> = [IFACE, QUEUE, "/ip/address", "/ip/firewall/address-list"].map(|m| sim.count(m)).to_vec();
    for (ending, reason, told) in [
        (Ending::HungUp, "hung-up", "<pppoe-budi>: terminating... - hungup"),
        (Ending::PeerRequest, "peer-request", "<pppoe-budi>: terminating..."),
    ] {
        sim.dial(modem("budi", "p")).unwrap();
        sim.set_subscriber_rate("budi", 80_000, 800_000);
        sim.advance(Duration::from_secs(143));
        assert_eq!(sim.hang_up("budi", ending), 1);
        let secret = sim.find(SECRET, "name", "budi").unwrap();
        assert_eq!(secret["last-disconnect-reason"], reason);
        assert_eq!(secret["last-caller-id"], MAC);
        assert!(!secret["last-logged-out"].is_empty());
        assert!(messages(&sim).iter().any(|m| m == told), "{told}");
    }
    let log = messages(&sim);
    let out = "budi logged out, 143 1430000 14300000 4767 15889 from B0:A7:B9:9E:E2:E3";
    assert!(log.iter().any(|m| m == out), "{log:?}");
    let after: Vec<usize> = [IFACE, QUEUE, "/ip/address", "/ip/firewall/address-list"].map(|m| sim.count(m)).to_vec();
    assert_eq!((before, sim.count(ACTIVE), sim.count("/ip/pool/used")), (after, 0, 0));
}

#[tokio::test]
async fn bytes_stand_on_the_interface_and_in_the_queue() {
    let sim = with_budi().await;
    sim.dial(modem("budi", "p")).unwrap();
    sim.set_subscriber_rate("budi", 1_000_000, 50_000_000);
    sim.advance(Duration::from_secs(60));
    let iface = sim.find(IFACE, "name", "<pppoe-budi>").unwrap();
    // 1 Mbit/s up; down no more than the ten of the limit.
    assert_eq!((iface["rx-byte"].as_str(), iface["tx-byte"].as_str()), ("7500000", "75000000"));
    let queue = sim.find(QUEUE, "name", "<pppoe-budi>").unwrap();
    assert_eq!((queue["bytes"].as_str(), queue["rate"].as_str()), ("7500000/75000000", "1000000/10000000"));
    assert_eq!(sim.find(ACTIVE, "name", "budi").unwrap()["uptime"], "1m");
}

#[tokio::test]
async fn refusals_of_a_modem() {
    let sim = with_budi().await;
    let refuse = |modem: Modem| sim.dial(modem).unwrap_err().message;
    let failed = "failure: user budi authentication failed";
    assert_eq!(refuse(modem("budi", "wrong")), failed);
    assert_eq!(refuse(modem("nobody", "p")), "failure: user nobody authentication failed");
    assert!(messages(&sim).iter().any(|m| m.ends_with(">: user budi authentication failed")));
    sim.set(SECRET, "budi", &[("caller-id", "00:00:00:00:00:01")]).unwrap();
    assert_eq!(refuse(modem("budi", "p")), failed);
    sim.set(SECRET, "budi", &[("caller-id", ""), ("service", "l2tp")]).unwrap();
    assert_eq!(refuse(modem("budi", "p")), failed);
    sim.set(SECRET, "budi", &[("service", "any"), ("disabled", "yes")]).unwrap();
    assert_eq!(refuse(modem("budi", "p")), failed);
    sim.set(SECRET, "budi", &[("disabled", "no")]).unwrap();
    sim.dial(modem("budi", "p")).unwrap();
    assert_eq!(refuse(modem("budi", "p")), "failure: user budi is already active");
    for name in ["b", "c", "d"] {
        sim.add(SECRET, &[("name", name), ("profile", "10M")]).unwrap();
    }
    sim.dial(modem("b", "")).unwrap();
    sim.dial(modem("c", "")).unwrap();
    assert_eq!(refuse(modem("d", "")), "failure: user d gets no address: the pool is empty");
    let pool = sim.find("/ip/pool", "name", "pppoe-pool").unwrap();
    assert_eq!((pool["total"].as_str(), pool["used"].as_str(), pool["available"].as_str()), ("3", "3", "0"));
    sim.add("/ip/pool", &[("name", "more"), ("ranges", "10.21.0.0/24")]).unwrap();
    sim.set("/ip/pool", "pppoe-pool", &[("next-pool", "more")]).unwrap();
    sim.dial(modem("d", "")).unwrap();
    assert_eq!(sim.find(ACTIVE, "name", "d").unwrap()["address"], "10.21.0.0");
}

#[tokio::test]
async fn disabling_a_secret_and_changing_its_profile_wait_for_the_next_dial() {
    let sim = with_budi().await;
    sim.set_modems_redial(true);
    sim.add(PROFILE, &[("name", "ISOLIR"), ("rate-limit", "64k/64k"), ("address-list", "isolir")]).unwrap();
    sim.dial(modem("budi", "p")).unwrap();
    sim.set(SECRET, "budi", &[("profile", "ISOLIR")]).unwrap();
    sim.advance(Duration::from_secs(3600));
    assert_eq!(sim.find(QUEUE, "name", "<pppoe-budi>").unwrap()["max-limit"], "2000000/10000000");
    assert!(sim.find("/ip/firewall/address-list", "list", "isolir").is_none());
    let active = sim.find(ACTIVE, "name", "budi").unwrap();
    sim.remove(ACTIVE, &active[".id"]).unwrap();
    assert_eq!(sim.count(ACTIVE), 0);
    assert_eq!(sim.find(SECRET, "name", "budi").unwrap()["last-disconnect-reason"], "nas-request");
    sim.advance(Duration::from_secs(10));
    let again = sim.find(ACTIVE, "name", "budi").unwrap();
    assert_ne!(again[".id"], active[".id"]);
    assert_eq!(sim.find(QUEUE, "name", "<pppoe-budi>").unwrap()["max-limit"], "64000/64000");
    assert!(sim.find("/ip/firewall/address-list", "list", "isolir").is_some());

    sim.set(SECRET, "budi", &[("disabled", "yes")]).unwrap();
    sim.advance(Duration::from_secs(3600));
    assert_eq!(sim.count(ACTIVE), 1, "a session outlives the disabling of its secret");
    let active = sim.find(ACTIVE, "name", "budi").unwrap();
    sim.remove(ACTIVE, &active[".id"]).unwrap();
    sim.advance(Duration::from_secs(10));
    assert_eq!(sim.count(ACTIVE), 0, "the modem is refused now");
    sim.set(SECRET, "budi", &[("disabled", "no"), ("profile", "10M")]).unwrap();
    sim.advance(Duration::from_secs(40));
    assert_eq!(sim.count(ACTIVE), 1, "and let in when it tries again");
}

#[tokio::test]
async fn fixed_addresses_timeouts_and_byte_limits() {
    let sim = with_budi().await;
    sim.set(SECRET, "budi", &[("remote-address", "10.9.9.9"), ("local-address", "10.9.9.1")]).unwrap();
    sim.set(PROFILE, "10M", &[("session-timeout", "1h"), ("idle-timeout", "5m")]).unwrap();
    sim.dial(modem("budi", "p")).unwrap();
    assert_eq!(sim.find(ACTIVE, "name", "budi").unwrap()["address"], "10.9.9.9");
    assert_eq!(sim.find("/ip/address", "network", "10.9.9.9").unwrap()["address"], "10.9.9.1/32");
    let reason = || sim.find(SECRET, "name", "budi").unwrap()["last-disconnect-reason"].clone();
    sim.advance(Duration::from_secs(3599));
    assert_eq!(sim.count(ACTIVE), 1);
    sim.advance(Duration::from_secs(1));
    assert_eq!((sim.count(ACTIVE), reason()), (0, "session-timeout".to_owned()));
    sim.dial(modem("budi", "p")).unwrap();
    sim.set_subscriber_rate("budi", 0, 0);
    sim.advance(Duration::from_secs(301));
    assert_eq!((sim.count(ACTIVE), reason()), (0, "idle-timeout".to_owned()));
    sim.set(SECRET, "budi", &[("limit-bytes-out", "1000000")]).unwrap();
    sim.set_subscriber_rate("budi", 8_000, 80_000);
    sim.dial(modem("budi", "p")).unwrap();
    sim.advance(Duration::from_secs(99));
    assert_eq!(sim.count(ACTIVE), 1);
    sim.advance(Duration::from_secs(2));
    assert_eq!(sim.count(ACTIVE), 0);
}

#[tokio::test]
async fn a_deleted_pool_leaves_its_number_behind() {
    let sim = with_budi().await;
    let pool = sim.find("/ip/pool", "name", "pppoe-pool").unwrap()[".id"].clone();
    assert_eq!(sim.find(PROFILE, "name", "10M").unwrap()["remote-address"], "pppoe-pool");
    sim.set("/ip/pool", "pppoe-pool", &[("name", "renamed")]).unwrap();
    assert_eq!(sim.find(PROFILE, "name", "10M").unwrap()["remote-address"], "renamed");
    sim.remove("/ip/pool", "renamed").unwrap();
    assert_eq!(sim.find(PROFILE, "name", "10M").unwrap()["remote-address"], pool);
    let refused = sim.add(PROFILE, &[("name", "x"), ("remote-address", "nowhere")]).unwrap_err();
    assert_eq!(refused.message, "invalid value for argument remote-address");
}

#[tokio::test]
async fn servers_bound_their_sessions() {
    let sim = with_budi().await;
    sim.add(SECRET, &[("name", "second"), ("profile", "default")]).unwrap();
    let server = [("service-name", "isp"), ("interface", "ether2"), ("max-sessions", "1"), ("disabled", "no")];
    let id = sim.add("/interface/pppoe-server/server", &server).unwrap();
    sim.dial(modem("budi", "p")).unwrap();
    assert!(sim.dial(modem("second", "")).is_err());
    sim.set("/interface/pppoe-server/server", &id, &[("one-session-per-host", "yes")]).unwrap();
    sim.dial(modem("second", "")).unwrap();
    assert_eq!((sim.count(ACTIVE), sim.rows(ACTIVE)[0]["name"].as_str()), (1, "second"), "the same modem dialled");
    sim.set("/interface/pppoe-server/server", &id, &[("disabled", "yes")]).unwrap();
    assert!(sim.dial(modem("budi", "p")).is_err());
}

#[tokio::test]
async fn a_reboot_ends_all_and_modems_come_back() {
    let sim = with_budi().await;
    sim.set_modems_redial(true);
    sim.dial(modem("budi", "p")).unwrap();
    sim.restart().await.unwrap();
    assert_eq!((sim.count(ACTIVE), sim.find(IFACE, "name", "<pppoe-budi>")), (0, None));
    sim.advance(Duration::from_secs(30));
    assert_eq!(sim.find(ACTIVE, "name", "budi").unwrap()["address"], "10.20.0.2");
}

#[tokio::test]
async fn a_saved_router_knows_its_modems_and_cookies() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let start = || Sim::builder().user("admin", "secret").frozen().state_file(&file).start();
    let sim = start().await.unwrap();
    sim.set_modems_redial(true);
    sim.add(SECRET, &[("name", "budi"), ("remote-address", "10.7.7.7")]).unwrap();
    sim.dial(modem("budi", "")).unwrap();
    sim.hang_up("budi", Ending::HungUp);
    sim.advance(Duration::from_secs(10));
    sim.add("/ip/hotspot/user", &[("name", "v")]).unwrap();
    sim.login_user_from("v", "", MAC).unwrap();
    sim.advance(Duration::from_secs(86_400));
    assert_eq!(sim.find("/ip/hotspot/cookie", "user", "v").unwrap()["expires-in"], "2d");
    sim.stop().await;
    let sim = start().await.unwrap();
    assert_eq!(sim.count(ACTIVE), 0);
    sim.advance(Duration::from_secs(5));
    assert_eq!(sim.find(ACTIVE, "name", "budi").unwrap()["address"], "10.7.7.7");
    assert_eq!(sim.find(SECRET, "name", "budi").unwrap()["last-disconnect-reason"], "hung-up");
    assert_eq!(sim.find("/ip/hotspot/cookie", "user", "v").unwrap()["expires-in"], "1d23h59m55s");
    sim.advance(Duration::from_secs(2 * 86_400));
    assert_eq!(sim.count("/ip/hotspot/cookie"), 0, "the restored cookie expires");
}
