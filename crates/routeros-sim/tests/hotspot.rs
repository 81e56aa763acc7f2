//! The hotspot engine: limits, counters, sessions, cookies, log.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod common;

use std::time::Duration;

use routeros_sim::{Sim, SimHandle};

const USER: &str = "/ip/hotspot/user";
const ACTIVE: &str = "/ip/hotspot/active";

async fn frozen() -> SimHandle {
    Sim::builder().user("admin", "secret").frozen().start().await.expect("a simulator")
}

fn messages(sim: &SimHandle) -> Vec<String> {
    sim.rows("/log").into_iter().map(|r| r["message"].clone()).collect()
}

#[tokio::test]
async fn uptime_runs_and_its_limit_cuts_off_to_the_second() {
    let sim = frozen().await;
    sim.add(USER, &[("name", "v1"), ("limit-uptime", "1h")]).unwrap();
    sim.login_user("v1", "").unwrap();
    sim.advance(Duration::from_secs(600));
    let active = sim.find(ACTIVE, "user", "v1").unwrap();
    assert_eq!(active["uptime"], "10m");
    assert_eq!(active["session-time-left"], "50m");
    assert_eq!(active["login-by"], "http-pap");
    assert_eq!(sim.find(USER, "name", "v1").unwrap()["uptime"], "10m");
    sim.advance(Duration::from_secs(86_400));
    assert_eq!(sim.count(ACTIVE), 0);
    assert_eq!(sim.find(USER, "name", "v1").unwrap()["uptime"], "1h");
    let refused = sim.login_user("v1", "").unwrap_err();
    assert_eq!(refused.message, "failure: user v1 has reached uptime limit");
    assert!(messages(&sim).iter().any(|m| m.ends_with("logged out: uptime limit reached")));
}

#[tokio::test]
async fn bytes_run_and_their_limit_cuts_off() {
    let sim = frozen().await;
    sim.add(USER, &[("name", "v1"), ("limit-bytes-total", "1000000")]).unwrap();
    sim.set_user_rate("v1", 80_000, 720_000);
    sim.login_user("v1", "").unwrap();
    sim.advance(Duration::from_secs(5));
    let row = sim.find(USER, "name", "v1").unwrap();
    assert_eq!((row["bytes-in"].as_str(), row["bytes-out"].as_str()), ("50000", "450000"));
    sim.advance(Duration::from_secs(60));
    let row = sim.find(USER, "name", "v1").unwrap();
    let total: u64 = row["bytes-in"].parse::<u64>().unwrap() + row["bytes-out"].parse::<u64>().unwrap();
    assert_eq!(total, 1_000_000);
    assert_eq!(row["uptime"], "10s");
    assert_eq!(sim.count(ACTIVE), 0);
    assert_eq!(sim.login_user("v1", "").unwrap_err().message, "failure: user v1 has reached traffic limit");
}

#[tokio::test]
async fn as_many_phones_as_the_profile_shares() {
    let sim = frozen().await;
    sim.add("/ip/hotspot/user/profile", &[("name", "family"), ("shared-users", "2"), ("rate-limit", "1M/2M")]).unwrap();
    sim.add(USER, &[("name", "f"), ("password", "p"), ("profile", "family")]).unwrap();
    assert_eq!(sim.login_user("f", "wrong").unwrap_err().message, "failure: invalid username or password");
    let first = sim.login_user("f", "p").unwrap();
    let second = sim.login_user("f", "p").unwrap();
    assert_ne!(first.address, second.address);
    assert_eq!(sim.login_user("f", "p").unwrap_err().message, "failure: no more sessions are allowed for user f");
    let queue = sim.find("/queue/simple", "target", &format!("{}/32", first.address)).unwrap();
    assert_eq!((queue["name"].as_str(), queue["max-limit"].as_str()), ("<hotspot-f>", "1000000/2000000"));
    assert_eq!(sim.find("/ip/pool", "name", "hs-pool-1").unwrap()["used"], "2");
    assert_eq!(sim.logout_user("f"), 2);
    assert_eq!((sim.count(ACTIVE), sim.count("/ip/hotspot/host"), sim.count("/queue/simple")), (0, 0, 0));
}

#[tokio::test]
async fn a_locked_user_needs_its_phone() {
    let sim = frozen().await;
    sim.add(USER, &[("name", "m"), ("mac-address", "aa-bb-cc-00-11-22")]).unwrap();
    let refused = sim.login_user_from("m", "", "AA:BB:CC:00:11:33").unwrap_err();
    assert_eq!(refused.message, "failure: user m is not allowed to log in from this MAC address");
    sim.login_user_from("m", "", "AA:BB:CC:00:11:22").unwrap();
}

#[tokio::test]
async fn disabling_keeps_the_session_and_a_cookie_brings_the_phone_back() {
    let sim = frozen().await;
    sim.set_devices_return(true);
    sim.add(USER, &[("name", "c")]).unwrap();
    let session = sim.login_user("c", "").unwrap();
    sim.set(USER, "c", &[("disabled", "yes")]).unwrap();
    sim.advance(Duration::from_secs(5));
    assert_eq!(sim.count(ACTIVE), 1, "a session outlives the disabling of its user");
    sim.set(USER, "c", &[("disabled", "no")]).unwrap();
    sim.remove(ACTIVE, &session.id).unwrap();
    assert_eq!(sim.count(ACTIVE), 0);
    sim.advance(Duration::from_secs(5));
    assert_eq!(sim.find(ACTIVE, "user", "c").unwrap()["login-by"], "cookie");
    let cookie = sim.find("/ip/hotspot/cookie", "user", "c").unwrap();
    sim.remove("/ip/hotspot/cookie", &cookie[".id"]).unwrap();
    let active = sim.find(ACTIVE, "user", "c").unwrap();
    sim.remove(ACTIVE, &active[".id"]).unwrap();
    sim.advance(Duration::from_secs(60));
    assert_eq!(sim.count(ACTIVE), 0, "without its cookie the phone stays out");
}

#[tokio::test]
async fn cookies_expire() {
    let sim = frozen().await;
    sim.add(USER, &[("name", "c")]).unwrap();
    sim.login_user("c", "").unwrap();
    assert_eq!(sim.count("/ip/hotspot/cookie"), 1);
    sim.advance(Duration::from_secs(3 * 86_400 + 5));
    assert_eq!(sim.count("/ip/hotspot/cookie"), 0);
}

#[tokio::test]
async fn the_active_menu_logs_in_and_out_over_the_wire() {
    let sim = Sim::builder().user("admin", "secret").start().await.unwrap();
    sim.add(USER, &[("name", "w"), ("password", "p")]).unwrap();
    let mut raw = common::Raw::login(&sim).await;
    let login =
        ["/ip/hotspot/active/login", "=user=w", "=password=p", "=ip=10.5.50.77", "=mac-address=aa:bb:cc:dd:ee:01"];
    assert_eq!(raw.ask(&login).await, [["!done"]]);
    let active = sim.find(ACTIVE, "address", "10.5.50.77").unwrap();
    assert_eq!(active["mac-address"], "AA:BB:CC:DD:EE:01");
    let id = format!("=.id={}", active[".id"]);
    assert_eq!(raw.ask(&["/ip/hotspot/active/remove", &id]).await, [["!done"]]);
    assert_eq!(sim.count(ACTIVE), 0);
    assert!(messages(&sim).iter().any(|m| m == "w (10.5.50.77): logged in"));
    assert_eq!(raw.refusal(&["/ip/hotspot/active/login", "=user=w"]).await, "missing =ip=");
}

#[tokio::test]
async fn the_calendar_is_off_while_sessions_run_on() {
    let sim = frozen().await;
    let before = sim.rows("/system/clock")[0].clone();
    sim.set_clock_offset(-86_400 * 365);
    let after = sim.rows("/system/clock")[0].clone();
    assert_ne!(before["date"], after["date"]);
    assert_eq!(before["time"], after["time"]);
    sim.add(USER, &[("name", "t")]).unwrap();
    sim.login_user("t", "").unwrap();
    sim.advance(Duration::from_secs(60));
    assert_eq!(sim.find(ACTIVE, "user", "t").unwrap()["uptime"], "1m");
}

#[tokio::test]
async fn a_demo_comes_to_life_by_itself() {
    let sim =
        Sim::builder().user("admin", "secret").frozen().demo(true).hotspot_users(40).seed(3).start().await.unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..200 {
        sim.advance(Duration::from_secs(10));
        seen.extend(sim.rows(ACTIVE).into_iter().map(|r| r["user"].clone()));
    }
    assert!(seen.len() > 5, "{seen:?}");
    assert!(!seen.contains("default-trial"));
    let ether1 = sim.find("/interface", "name", "ether1").unwrap();
    assert!(ether1["rx-byte"].parse::<u64>().unwrap() > 1_000_000);
    assert!(sim.find("/ip/hotspot/user/profile", "name", "harian").is_some());
    assert!(messages(&sim).iter().any(|m| m.ends_with("terminating... - hungup")), "a line breaks now and then");
    sim.advance(Duration::from_secs(6));
    sim.advance(Duration::from_secs(6));
    assert_eq!((sim.count("/ppp/secret"), sim.count("/ppp/active")), (18, 18), "every subscriber is online");
    let budi = sim.find("/interface", "name", "<pppoe-budi-rt01>").unwrap();
    assert!(budi["tx-byte"].parse::<u64>().unwrap() > 1_000_000);
    assert!(sim.find("/ip/firewall/address-list", "list", "isolir").is_some());
    // The server's port carries all of them.
    let port = sim.find("/interface", "name", "ether3").unwrap();
    assert!(port["tx-byte"].parse::<u64>().unwrap() > budi["tx-byte"].parse::<u64>().unwrap());
}

/// The script a widespread voucher program puts into its profiles: at the first
/// login it writes the expiry into the comment, notes the sale as a script, and
/// locks the voucher to the phone.
const ON_LOGIN: &str = r#":put (",remc,5000,1d,7000,,Enable,"); {:local date [ /system clock get date ];:local year [ :pick $date 7 11 ];:local month [ :pick $date 0 3 ];:local comment [ /ip hotspot user get [/ip hotspot user find where name="$user"] comment]; :local ucode [:pic $comment 0 2]; :if ($ucode = "vc" or $ucode = "up" or $comment = "") do={ /sys sch add name="$user" disable=no start-date=$date interval="1d"; :delay 2s; :local exp [ /sys sch get [ /sys sch find where name="$user" ] next-run]; :local getxp [len $exp]; :if ($getxp = 15) do={ :local d [:pic $exp 0 6]; :local t [:pic $exp 7 16]; :local s ("/"); :local exp ("$d$s$year $t"); /ip hotspot user set comment=$exp [find where name="$user"];}; :if ($getxp = 8) do={ /ip hotspot user set comment="$date $exp" [find where name="$user"];}; :if ($getxp > 15) do={ /ip hotspot user set comment=$exp [find where name="$user"];}; /sys sch remove [find where name="$user"]; [:local mac $"mac-address"; :local time [/system clock get time ]; /system script add name="$date-|-$time-|-$user-|-5000-|-$address-|-$mac-|-1d-|-harian-|-$comment" owner="$month$year" source=$date comment=mikhmon]; [:local mac $"mac-address"; /ip hotspot user set mac-address=$mac [find where name=$user]]}}"#;

#[tokio::test]
async fn a_voucher_programs_script_runs_at_the_first_login() {
    let sim = frozen().await;
    sim.add("/ip/hotspot/user/profile", &[("name", "harian"), ("on-login", ON_LOGIN)]).unwrap();
    sim.add(USER, &[("name", "k7x2"), ("profile", "harian"), ("comment", "vc-123-11.21.26-")]).unwrap();
    sim.login_user_from("k7x2", "", MAC).unwrap();
    sim.advance(Duration::from_secs(1));
    sim.advance(Duration::from_secs(5));
    let failed: Vec<String> = messages(&sim).into_iter().filter(|m| m.contains("failed")).collect();
    assert_eq!(failed, Vec::<String>::new());
    let user = sim.find(USER, "name", "k7x2").unwrap();
    assert_eq!(user["mac-address"], MAC);
    assert!(user["comment"].len() == 19 && user["comment"].starts_with("20"), "an expiry: {}", user["comment"]);
    let sales: Vec<String> = sim.rows("/system/script").into_iter().map(|r| r["name"].clone()).collect();
    assert_eq!(sales.len(), 1);
    assert!(sales[0].contains("-|-k7x2-|-5000-|-10.5.50.2-|-AA:BB:CC:00:11:22-|-1d-|-harian-|-vc-123"), "{sales:?}");
    assert_eq!(sim.count("/system/scheduler"), 0);
}

#[tokio::test]
async fn a_script_of_a_profile_tells_who_left() {
    let sim = frozen().await;
    let logout = [("name", "p"), ("on-logout", ":log info (\"bye \" . $user . \" \" . $cause)")];
    sim.add("/ip/hotspot/user/profile", &logout).unwrap();
    sim.add(USER, &[("name", "z"), ("profile", "p")]).unwrap();
    sim.login_user("z", "").unwrap();
    sim.logout_user("z");
    sim.advance(Duration::from_secs(1));
    assert!(messages(&sim).iter().any(|m| m == "bye z user request"), "{:?}", messages(&sim));
}

const MAC: &str = "AA:BB:CC:00:11:22";
const HOST: &str = "/ip/hotspot/host";
const BINDING: &str = "/ip/hotspot/ip-binding";

#[tokio::test]
async fn a_phone_out_of_reach_is_cut_off_by_its_keepalive() {
    let sim = frozen().await;
    sim.add(USER, &[("name", "k")]).unwrap();
    sim.login_user_from("k", "", MAC).unwrap();
    assert_eq!(sim.find(ACTIVE, "user", "k").unwrap()["keepalive-timeout"], "2m");
    sim.advance(Duration::from_secs(600));
    sim.phone_leaves(MAC).unwrap();
    let before = sim.find(USER, "name", "k").unwrap()["bytes-out"].clone();
    sim.advance(Duration::from_secs(119));
    assert_eq!(sim.find(ACTIVE, "user", "k").unwrap()["idle-time"], "1m59s");
    sim.advance(Duration::from_secs(5));
    assert_eq!(sim.count(ACTIVE), 0);
    let user = sim.find(USER, "name", "k").unwrap();
    assert_eq!(
        (user["uptime"].as_str(), &user["bytes-out"]),
        ("12m", &before),
        "the time counts, bytes there are none"
    );
    assert!(messages(&sim).iter().any(|m| m.ends_with("logged out: keepalive timeout")));
}

#[tokio::test]
async fn an_idle_phone_is_cut_off_by_the_idle_timeout_alone() {
    let sim = frozen().await;
    sim.add("/ip/hotspot/user/profile", &[("name", "short"), ("idle-timeout", "3m"), ("session-timeout", "1h")])
        .unwrap();
    sim.add(USER, &[("name", "i"), ("profile", "short")]).unwrap();
    sim.set_user_rate("i", 8_000, 8_000);
    sim.login_user("i", "").unwrap();
    assert_eq!(sim.find(ACTIVE, "user", "i").unwrap()["idle-timeout"], "3m");
    sim.advance(Duration::from_secs(600));
    assert_eq!(sim.find(ACTIVE, "user", "i").unwrap()["session-time-left"], "50m");
    sim.set_user_rate("i", 0, 0);
    sim.advance(Duration::from_secs(240));
    assert_eq!(sim.count(ACTIVE), 0);
    assert_eq!(sim.find(USER, "name", "i").unwrap()["uptime"], "13m");
    assert!(messages(&sim).iter().any(|m| m.ends_with("logged out: idle timeout")));
    sim.set_user_rate("i", 8_000, 8_000);
    sim.login_user("i", "").unwrap();
    sim.advance(Duration::from_secs(2 * 3600));
    assert!(messages(&sim).iter().any(|m| m.ends_with("logged out: session timeout")));
}

#[tokio::test]
async fn the_log_tells_a_login_as_routers_do() {
    let sim = frozen().await;
    sim.add(USER, &[("name", "alice"), ("password", "p")]).unwrap();
    let session = sim.login_user("alice", "p").unwrap();
    sim.remove(ACTIVE, &session.id).unwrap();
    let at = session.address;
    let told: Vec<(String, String)> = sim
        .rows("/log")
        .into_iter()
        .filter(|r| r["message"].starts_with("alice"))
        .map(|r| (r["topics"].clone(), r["message"].clone()))
        .collect();
    let line = |topics: &str, rest: &str| (topics.to_owned(), format!("alice ({at}): {rest}"));
    assert_eq!(
        told,
        [
            line("hotspot,info,debug", "trying to log in by http-pap"),
            line("hotspot,account,info,debug", "logged in"),
            line("hotspot,account,info,debug", "logged out: admin reset"),
        ]
    );
}

#[tokio::test]
async fn bindings_bypass_and_block() {
    let sim = frozen().await;
    sim.add(USER, &[("name", "b")]).unwrap();
    assert_eq!(sim.phone_arrives(MAC), Ok(None));
    let host = sim.find(HOST, "mac-address", MAC).unwrap();
    assert_eq!((host["authorized"].as_str(), host["bypassed"].as_str()), ("false", "false"));
    let session = sim.login_user_from("b", "", MAC).unwrap();
    let host = sim.find(HOST, "mac-address", MAC).unwrap();
    assert_eq!((host["authorized"].as_str(), host["address"].as_str()), ("true", session.address.to_string().as_str()));
    sim.add(BINDING, &[("mac-address", MAC), ("type", "blocked")]).unwrap();
    assert_eq!((sim.count(ACTIVE), sim.count(HOST)), (0, 0));
    assert!(sim.phone_arrives(MAC).is_err());
    assert_eq!(sim.login_user_from("b", "", MAC).unwrap_err().message, "failure: the host is blocked by an ip-binding");
    let id = sim.find(BINDING, "mac-address", MAC).unwrap()[".id"].clone();
    sim.set(BINDING, &id, &[("type", "bypassed")]).unwrap();
    assert_eq!(sim.phone_arrives(MAC), Ok(None));
    assert_eq!(sim.find(HOST, "mac-address", MAC).unwrap()["bypassed"], "true");
    assert!(sim.login_user_from("b", "", MAC).is_err());
    sim.set(BINDING, &id, &[("disabled", "yes")]).unwrap();
    assert_eq!(sim.find(HOST, "mac-address", MAC).unwrap()["bypassed"], "false");
    sim.login_user_from("b", "", MAC).unwrap();
    sim.logout_user("b");
    assert_eq!(sim.find(HOST, "mac-address", MAC).unwrap()["authorized"], "false", "the phone is still there");
    sim.add(BINDING, &[("address", "10.5.50.0/24"), ("type", "blocked")]).unwrap();
    assert_eq!(sim.count(HOST), 0);
}

#[tokio::test]
async fn cookies_of_both_kinds_let_a_phone_in_until_they_expire() {
    let sim = frozen().await;
    sim.set(
        "/ip/hotspot/profile",
        "hsprof1",
        &[("login-by", "cookie,http-pap,mac-cookie"), ("http-cookie-lifetime", "1h")],
    )
    .unwrap();
    sim.set("/ip/hotspot/user/profile", "default", &[("mac-cookie-timeout", "5h")]).unwrap();
    sim.add(USER, &[("name", "c")]).unwrap();
    sim.login_user_from("c", "", MAC).unwrap();
    assert_eq!(sim.count("/ip/hotspot/cookie"), 2);
    sim.logout_user("c");
    let session = sim.phone_arrives(MAC).unwrap().expect("a session by cookie");
    assert_eq!(sim.find(ACTIVE, ".id", &session.id).unwrap()["login-by"], "mac-cookie");
    sim.logout_user("c");
    sim.set(USER, "c", &[("disabled", "yes")]).unwrap();
    assert_eq!(sim.phone_arrives(MAC), Ok(None), "a cookie does not outweigh a disabled user");
    sim.set(USER, "c", &[("disabled", "no")]).unwrap();
    sim.advance(Duration::from_secs(2 * 3600));
    let left = sim.rows("/ip/hotspot/cookie");
    assert_eq!((left.len(), left[0]["expires-in"].as_str()), (1, "3h"));
    sim.advance(Duration::from_secs(3 * 3600));
    assert_eq!(sim.phone_arrives(MAC), Ok(None));
}

#[tokio::test]
async fn a_user_of_one_server_and_a_fixed_address() {
    let sim = frozen().await;
    sim.add("/ip/hotspot", &[("name", "hotspot2"), ("interface", "ether2"), ("disabled", "no")]).unwrap();
    sim.add(USER, &[("name", "s"), ("server", "hotspot2"), ("address", "10.5.50.200")]).unwrap();
    let refused = sim.login_user_at("s", "", "hotspot1").unwrap_err().message;
    assert_eq!(refused, "failure: invalid username or password");
    let session = sim.login_user_at("s", "", "hotspot2").unwrap();
    assert_eq!(session.address.to_string(), "10.5.50.200");
    assert_eq!(sim.find(ACTIVE, "user", "s").unwrap()["server"], "hotspot2");
}

#[tokio::test]
async fn a_profile_gives_queue_and_lists_and_is_followed_by_id() {
    let sim = frozen().await;
    let profile = "/ip/hotspot/user/profile";
    sim.add(profile, &[("name", "p"), ("rate-limit", "1M/4M 2M/8M 1M/4M 10/10"), ("address-list", "tamu,promo")])
        .unwrap();
    sim.add(USER, &[("name", "q"), ("profile", "p")]).unwrap();
    sim.set(profile, "p", &[("name", "renamed")]).unwrap();
    sim.set_user_rate("q", 500_000, 40_000_000);
    let session = sim.login_user("q", "").unwrap();
    sim.advance(Duration::from_secs(8));
    let queue = sim.find("/queue/simple", "name", "<hotspot-q>").unwrap();
    assert_eq!((queue["max-limit"].as_str(), queue["burst-limit"].as_str()), ("1000000/4000000", "2000000/8000000"));
    assert_eq!((queue["bytes"].as_str(), queue["rate"].as_str()), ("500000/4000000", "500000/4000000"));
    let active = sim.find(ACTIVE, "user", "q").unwrap();
    assert_eq!((active["bytes-in"].as_str(), active["bytes-out"].as_str()), ("500000", "4000000"));
    let lists: Vec<_> =
        sim.rows("/ip/firewall/address-list").into_iter().map(|r| (r["list"].clone(), r["address"].clone())).collect();
    let at = session.address.to_string();
    assert_eq!(lists, [("tamu".to_owned(), at.clone()), ("promo".to_owned(), at)]);
    sim.logout_user("q");
    assert_eq!((sim.count("/queue/simple"), sim.count("/ip/firewall/address-list")), (0, 0));
}
