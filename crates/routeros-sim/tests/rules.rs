//! What the router takes and what it refuses, in its own words.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod common;

use common::{Raw, router, value};
use routeros_sim::Sim;

const USER: &str = "/ip/hotspot/user";

#[tokio::test]
async fn a_row_lives_its_life() {
    let sim = router("7.22").await;
    let mut raw = Raw::login(&sim).await;
    let id = raw
        .ret(&["/ip/hotspot/user/add", "=name=anna", "=password=pw", "=limit-uptime=24:00:00", "=limit-bytes-total=1G"])
        .await;
    let query = format!("?.id={id}");
    let rows = raw.ask(&["/ip/hotspot/user/print", &query]).await;
    let row = &rows[0];
    for (name, want) in [
        ("name", "anna"),
        ("profile", "default"),
        ("limit-uptime", "1d"),
        ("limit-bytes-total", "1073741824"),
        ("uptime", "0s"),
        ("bytes-in", "0"),
        ("disabled", "false"),
        ("dynamic", "false"),
        ("password", "pw"),
    ] {
        assert_eq!(value(row, name), Some(want), "{name}");
    }
    for absent in ["server", "comment", "email", "mac-address", "limit-bytes-in", "default"] {
        assert_eq!(value(row, absent), None, "{absent}");
    }
    let set_id = format!("=.id={id}");
    assert_eq!(raw.ask(&["/ip/hotspot/user/set", &set_id, "=comment=hi", "=limit-uptime=0"]).await, [["!done"]]);
    assert_eq!(raw.ask(&["/ip/hotspot/user/disable", "=numbers=anna"]).await, [["!done"]]);
    let row = sim.find(USER, "name", "anna").unwrap();
    assert_eq!((row["comment"].as_str(), row["disabled"].as_str()), ("hi", "true"));
    assert!(!row.contains_key("limit-uptime"));
    assert_eq!(raw.ret(&["/ip/hotspot/user/get", &set_id, "=value-name=comment"]).await, "hi");
    assert_eq!(raw.ret(&["/ip/hotspot/user/find", "?name=anna"]).await, id);
    assert_eq!(raw.ask(&["/ip/hotspot/user/remove", &set_id]).await, [["!done"]]);
    assert_eq!(raw.refusal(&["/ip/hotspot/user/remove", &set_id]).await, "no such item");
}

#[tokio::test]
async fn refusals() {
    let sim = router("7.22").await;
    sim.add("/ip/hotspot/user/profile", &[("name", "harian")]).unwrap();
    sim.add("/ip/hotspot/user/profile", &[("name", "harian-vip")]).unwrap();
    sim.add("/ip/hotspot/user/profile", &[("name", "mingguan")]).unwrap();
    sim.add(USER, &[("name", "x")]).unwrap();
    let mut raw = Raw::login(&sim).await;
    for (words, message) in [
        (&["/ip/hotspot/user/add", "=name=x"][..], "failure: already have user with this name for this server"),
        (
            &["/ip/hotspot/user/add", "=name=x", "=server=hotspot1"],
            "failure: already have user with this name for this server",
        ),
        (&["/ip/hotspot/user/add", "=name=y", "=profile=bulanan"], "input does not match any value of profile"),
        (
            &["/ip/hotspot/user/add", "=name=y", "=profile=har"],
            "ambiguous value of profile, more than one possible value matches input",
        ),
        (
            &["/ip/hotspot/user/add", "=name=y", "=profile="],
            "ambiguous value of profile, more than one possible value matches input",
        ),
        (&["/ip/hotspot/user/add", "=name=y", "=colour=red"], "unknown parameter colour"),
        (&["/ip/hotspot/user/add", "=name=y", "=uptime=1h"], "unknown parameter uptime"),
        (&["/ip/hotspot/user/add", "=password=y"], "missing =name="),
        (&["/ip/hotspot/user/add", "=name=y", "=limit-uptime=soon"], "invalid value for argument limit-uptime"),
        (&["/ip/hotspot/user/print", "=colour=red"], "unknown parameter colour"),
        (&["/ip/hotspot/user/set", "=.id=*FFF", "=comment=z"], "no such item"),
        (&["/ip/hotspot/user/set", "=comment=z"], "missing =.id="),
        (&["/ip/hotspot/user/remove", "=.id=nobody"], "no such item"),
        (&["/ip/hotspot/user/remove", "=.id=default-trial"], "failure: can not remove default entry"),
        (&["/ip/hotspot/user/profile/remove", "=.id=default"], "failure: can not remove default entry"),
        (&["/ip/hotspot/user/explode"], "no such command"),
        (&["/ip/hotspot/users/print"], "no such command or directory (users)"),
        (&["/system/routerboard/print"], "no such command or directory (routerboard)"),
        (&["/ip/pool/add", "=name=p", "=ranges=10.0.0.1-banana"], "invalid value for argument ranges"),
        (
            &["/ip/pool/add", "=name=p", "=ranges=10.0.0.1", "=next-pool="],
            "ambiguous value of next-pool, more than one possible value matches input",
        ),
        (&["/ping", "=count=1"], "missing =address="),
    ] {
        assert_eq!(raw.refusal(words).await, message, "{words:?}");
    }
    assert_eq!(sim.count(USER), 2, "nothing was left behind");
    // A unique abbreviation is taken, as real routers take it.
    raw.ret(&["/ip/hotspot/user/add", "=name=y", "=profile=ming"]).await;
    assert_eq!(sim.find(USER, "name", "y").unwrap()["profile"], "mingguan");
}

#[tokio::test]
async fn a_name_is_free_on_another_server() {
    let sim = router("7.22").await;
    sim.add("/ip/hotspot", &[("name", "hotspot2"), ("interface", "ether2")]).unwrap();
    sim.add(USER, &[("name", "x"), ("server", "hotspot1")]).unwrap();
    sim.add(USER, &[("name", "x"), ("server", "hotspot2")]).unwrap();
    let refused = sim.add(USER, &[("name", "x"), ("server", "all")]).unwrap_err();
    assert!(refused.message.contains("already have"), "{refused}");
}

#[tokio::test]
async fn references_follow_a_rename_and_dangle_after_removal() {
    let sim = router("7.22").await;
    let id = sim.add("/ip/hotspot/user/profile", &[("name", "harian")]).unwrap();
    sim.add(USER, &[("name", "x"), ("profile", "harian")]).unwrap();
    sim.set("/ip/hotspot/user/profile", "harian", &[("name", "daily")]).unwrap();
    assert_eq!(sim.find(USER, "name", "x").unwrap()["profile"], "daily");
    sim.remove("/ip/hotspot/user/profile", "daily").unwrap();
    assert_eq!(sim.find(USER, "name", "x").unwrap()["profile"], id);
}

#[tokio::test]
async fn lists_counts_and_queries() {
    let sim = router("7.22").await;
    for (name, comment) in [("a", "vc-1"), ("b", "vc-1"), ("c", "vc-2")] {
        sim.add(USER, &[("name", name), ("comment", comment), ("disabled", if name == "b" { "yes" } else { "no" })])
            .unwrap();
    }
    let mut raw = Raw::login(&sim).await;
    assert_eq!(raw.ret(&["/ip/hotspot/user/print", "=count-only=", "?comment=vc-1"]).await, "2");
    assert_eq!(raw.ret(&["/ip/hotspot/user/print", "=count-only"]).await, "4");
    assert_eq!(raw.ret(&["/ip/hotspot/user/print", "=count-only=", "?=disabled=yes"]).await, "1");
    assert_eq!(raw.ret(&["/ip/hotspot/user/getall", "=count-only=", "?name=a", "?name=c", "?#|"]).await, "2");
    let rows = raw.ask(&["/ip/hotspot/user/print", "=.proplist=name,email", "?comment=vc-1"]).await;
    assert_eq!(rows, [vec!["!re", "=name=a"], vec!["!re", "=name=b"], vec!["!done"]]);
    let bare = raw.ask(&["/ip/hotspot/user/print", "=.proplist=email", "?name=a"]).await;
    assert_eq!(bare, [["!re"], ["!done"]]);
    assert_eq!(raw.ask(&["/ip/hotspot/user/remove", "=.id=a,b"]).await, [["!done"]]);
    assert_eq!(sim.count(USER), 2);
}

#[tokio::test]
async fn groups_bound_what_users_may() {
    let sim = Sim::builder().user("admin", "secret").user_in_group("kasir", "k", "read").start().await.unwrap();
    sim.add(USER, &[("name", "x"), ("password", "hidden")]).unwrap();
    let blind = "read,api";
    sim.add("/user/group", &[("name", "blind"), ("policy", blind)]).unwrap();
    sim.add("/user", &[("name", "b"), ("password", "b"), ("group", "blind")]).unwrap();
    let mut raw = Raw::login_as(&sim, "kasir", "k").await;
    assert_eq!(raw.refusal(&["/ip/hotspot/user/add", "=name=y"]).await, "not enough permissions (9)");
    let rows = raw.ask(&["/ip/hotspot/user/print", "=.proplist=password", "?name=x"]).await;
    assert_eq!(value(&rows[0], "password"), Some("hidden"));
    let mut raw = Raw::login_as(&sim, "b", "b").await;
    let rows = raw.ask(&["/ip/hotspot/user/print", "=.proplist=password", "?name=x"]).await;
    assert_eq!(value(&rows[0], "password"), Some(""), "without `sensitive`");
    assert_eq!(raw.refusal(&["/ping", "=address=10.0.0.1"]).await, "not enough permissions (9)");
    let group = sim.find("/user/group", "name", "blind").unwrap();
    assert!(group["policy"].contains("read") && group["policy"].contains("!write"), "{group:?}");
}

#[tokio::test]
async fn rows_move_and_counters_reset() {
    let sim = router("7.22").await;
    let queue = "/queue/simple";
    for name in ["a", "b", "c"] {
        sim.add(queue, &[("name", name), ("max-limit", "1M/2M"), ("target", "10.0.0.1/32")]).unwrap();
    }
    let mut raw = Raw::login(&sim).await;
    raw.ask(&["/queue/simple/move", "=numbers=c", "=destination=a"]).await;
    raw.ret(&["/queue/simple/add", "=name=d", "=place-before=b", "=target=10.0.0.2/32"]).await;
    let names: Vec<String> = sim.rows(queue).into_iter().map(|r| r["name"].clone()).collect();
    assert_eq!(names, ["c", "a", "d", "b"]);
    assert_eq!(sim.rows(queue)[0]["max-limit"], "1000000/2000000");
    assert_eq!(raw.ask(&["/queue/simple/reset-counters-all"]).await, [["!done"]]);
}

#[tokio::test]
async fn a_port_without_a_cable_stays_down() {
    let sim = router("7.22").await;
    let running = |name: &str| sim.find("/interface", "name", name).unwrap()["running"].clone();
    sim.set("/interface", "ether4", &[("comment", "spare")]).unwrap();
    assert_eq!((running("ether1"), running("ether4")), ("true".to_owned(), "false".to_owned()));
    sim.set("/interface", "ether1", &[("disabled", "yes")]).unwrap();
    assert_eq!(running("ether1"), "false");
    sim.set("/interface", "ether1", &[("disabled", "no")]).unwrap();
    assert_eq!(running("ether1"), "true");
    assert_eq!(sim.count("/interface/ethernet"), 4);
}

#[tokio::test]
async fn boards_and_releases_show_themselves() {
    let sim = Sim::builder().persona("7.9").board("hex").user("admin", "secret").start().await.unwrap();
    let resource = &sim.rows("/system/resource")[0];
    assert_eq!(resource["version"], "7.9.2 (stable)");
    assert_eq!(resource["board-name"], "hEX");
    assert!(resource["build-time"].contains('/'), "{}", resource["build-time"]);
    assert_eq!(sim.rows("/system/routerboard")[0]["model"], "RB750Gr3");
    assert_eq!(sim.count("/system/health"), 2);
    let sim = router("7.22").await;
    assert!(sim.rows("/system/clock")[0]["date"].contains('-'));
    assert!(!sim.rows("/system/resource")[0].contains_key(".id"));
    let sim = router("6.49").await;
    let mut old = Raw::login(&sim).await;
    assert_eq!(old.refusal(&["/ip/hotspot/user/explode"]).await, "no such command prefix");
    assert_eq!(old.refusal(&["/ip/hotspot/user/add", "=name=x", "=colour=red"]).await, "unknown parameter");
    for gone in ["/safe-mode/take", "/user-manager/user/print", "/system/health/print", "/file/add"] {
        assert!(old.refusal(&[gone]).await.starts_with("no such command"), "{gone}");
    }
    let customer = ["/tool/user-manager/user/add", "=customer=admin", "=username=u1", "=password=p"];
    old.ret(&customer).await;
    assert_eq!(old.refusal(&["/ip/hotspot/user/add", "=name=x", "=otp-secret=1"]).await, "unknown parameter");
    let hex = Sim::builder().persona("6.42").board("hex").user("admin", "secret").start().await.unwrap();
    let health = hex.rows("/system/health");
    assert_eq!((health.len(), health[0]["voltage"].as_str(), health[0]["temperature"].as_str()), (1, "24.1", "42"));
    assert!(!health[0].contains_key(".id"));
    let new = router("7.24").await;
    assert_eq!((new.count("/system/health"), new.count("/user-manager")), (0, 1));
    let mut raw = Raw::login(&new).await;
    assert!(raw.refusal(&["/tool/user-manager/user/print"]).await.starts_with("no such command"));
}
