//! What screens follow on a router.

use std::time::Duration;

use routeros_sim::{Faults, Sim};
use serde_json::{Value, json};
use simpul_testkit::TestApp;

use crate::shop::{USERS, router};

async fn refused(test: &TestApp, name: &str, input: Value) -> (String, Value) {
    let error = test.call(&test.owner_ctx(), name, input).await.unwrap_err().wire("");
    (error.code, error.params)
}

fn samples(traffic: &Value, place: usize) -> Vec<i64> {
    let samples = traffic["interfaces"][place]["samples"].as_array().unwrap();
    samples.iter().map(|sample| sample["seq"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn interfaces_and_their_traffic_are_shown_by_one_stream() {
    let (test, sim) = (TestApp::new().await, Sim::builder().user("admin", "secret").demo(true).start().await.unwrap());
    let id = test.router("hEX", &sim).await;
    let interfaces = test.owner_call("router_interface_list", json!({ "router_id": id })).await;
    let ether1 = interfaces.as_array().unwrap().iter().find(|i| i["name"] == "ether1").unwrap().clone();
    assert_eq!((ether1["kind"].as_str(), ether1["is_running"].as_bool()), (Some("ether"), Some(true)));

    test.app.live.set_keep(Duration::from_millis(1500));
    let ask = |names: Value, after: Value| json!({ "router_id": id, "interfaces": names, "after": after });
    let first = test.owner_call("router_traffic_get", ask(json!(["ether1"]), json!(null))).await;
    assert!(!samples(&first, 0).is_empty(), "the first answer waits for a sample");
    let before = sim.stats().commands;
    let second = test.owner_call("router_traffic_get", ask(json!(["ether1"]), json!(samples(&first, 0)[0]))).await;
    assert_eq!(second["feed_id"], first["feed_id"]);
    assert!(samples(&second, 0).iter().all(|seq| *seq > samples(&first, 0)[0]));
    assert_eq!(
        (sim.stats().commands - before, test.app.live.running()),
        (0, 1),
        "asking again asks the router nothing"
    );
    let both = test.owner_call("router_traffic_get", ask(json!(["bridge-hotspot", "ether1"]), json!(null))).await;
    assert!(!samples(&both, 0).is_empty() && !samples(&both, 1).is_empty());
    assert_eq!((both["interfaces"][0]["name"].as_str(), test.app.live.running()), (Some("bridge-hotspot"), 1));
    assert!(both["interfaces"][1]["samples"][0]["rx_bps"].as_i64().unwrap() >= 0);

    let (code, params) = refused(&test, "router_traffic_get", ask(json!(["ether"]), json!(null))).await;
    assert_eq!((code.as_str(), &params["name"]), ("router_interface_missing", &json!("ether")), "no name is completed");
    for bad in [json!([]), json!(["ether1,ether2"]), json!(["a", "b", "c", "d", "e", "f", "g", "h", "i"])] {
        assert_eq!(refused(&test, "router_traffic_get", ask(bad, json!(null))).await.0, "input_invalid");
    }
    // Nobody asks any more: the router is told to stop.
    while test.app.live.running() > 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let again = test.owner_call("router_traffic_get", ask(json!(["ether1"]), json!(null))).await;
    assert_ne!(again["feed_id"], first["feed_id"]);
}

#[tokio::test]
async fn the_log_is_shown_and_followed_by_number() {
    let (test, sim) = (TestApp::new().await, router().await);
    let id = test.router("hEX", &sim).await;
    sim.add(USERS, &[("name", "ani"), ("password", "x")]).unwrap();
    sim.login_user("ani", "x").unwrap();
    let first = test.owner_call("router_log_list", json!({ "router_id": id })).await;
    let lines = first["lines"].as_array().unwrap();
    let login = lines.iter().find(|l| l["message"].as_str().unwrap().ends_with("logged in")).unwrap();
    assert_eq!((login["level"].as_str(), &login["topics"][0]), (Some("info"), &json!("hotspot")));
    assert!(lines.windows(2).all(|w| w[0]["seq"].as_i64() < w[1]["seq"].as_i64()));
    sim.logout_user("ani");
    let after = first["last_seq"].clone();
    let next = loop {
        let next = test.owner_call("router_log_list", json!({ "router_id": id, "after": after })).await;
        if next["lines"] != json!([]) {
            break next;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    assert!(next["lines"][0]["message"].as_str().unwrap().contains("logged out"), "{next}");
    assert_eq!((next["is_gap"].as_bool(), &next["feed_id"]), (Some(false), &first["feed_id"]));
    assert_eq!(next["lines"][0]["seq"].as_i64(), after.as_i64().map(|seq| seq + 1), "each line once");
}

#[tokio::test]
async fn a_router_pings_for_whoever_asks() {
    let (test, sim) = (TestApp::new().await, router().await);
    let id = test.router("hEX", &sim).await;
    let ask = |address: &str, count: u8| json!({ "router_id": id, "address": address, "count": count });
    let found = test.owner_call("router_ping", ask("10.0.0.1", 2)).await;
    assert_eq!(
        (found["sent"].as_i64(), found["received"].as_i64(), found["loss_percent"].as_i64()),
        (Some(2), Some(2), Some(0))
    );
    assert!(found["replies"][1]["time_us"].as_i64().unwrap() > 0 && found["avg_us"].as_i64().unwrap() > 0);
    let lost = test.owner_call("router_ping", ask("192.0.2.7", 1)).await;
    assert_eq!((lost["loss_percent"].as_i64(), lost["replies"][0]["status"].as_str()), (Some(100), Some("timeout")));
    assert_eq!(refused(&test, "router_ping", ask("no-such-host.invalid", 1)).await.0, "router_ping_unresolved");
    for bad in [ask("", 1), ask("10.0.0.1", 0), ask("10.0.0.1", 11), ask("10.0.0.1 count=9", 1)] {
        assert_eq!(refused(&test, "router_ping", bad).await.0, "input_invalid");
    }
}

#[tokio::test]
async fn a_router_that_does_not_answer_blocks_nobody_and_is_told_by_code() {
    let (test, quick, slow) = (TestApp::new().await, router().await, router().await);
    let (quick_id, slow_id) = (test.router("quick", &quick).await, test.router("slow", &slow).await);
    test.owner_call("router_interface_list", json!({ "router_id": slow_id })).await;
    slow.set_faults(Faults { stall_after_commands: Some(1), stall_s: 120, ..Faults::none() });
    let ctx = test.owner_ctx();
    let asks = ["router_interface_list", "router_log_list", "router_session_list"];
    let waiting = futures::future::join_all(asks.map(|name| test.call(&ctx, name, json!({ "router_id": slow_id }))));
    let answered = async {
        for _ in 0..20 {
            test.owner_call("router_interface_list", json!({ "router_id": quick_id })).await;
        }
    };
    let (found, ()) = tokio::join!(waiting, answered);
    for answer in found {
        assert_eq!(answer.unwrap_err().code(), "router_timeout");
    }
    slow.set_faults(Faults { refuse: true, ..Faults::none() });
    slow.kill_connections();
    let (code, _) = refused(&test, "router_log_list", json!({ "router_id": slow_id })).await;
    assert!(code.starts_with("router_"), "{code}");
}

#[tokio::test]
async fn dial_ins_are_seen_beside_logins_and_ended() {
    let (test, sim) = (TestApp::new().await, router().await);
    let id = test.router("hEX", &sim).await;
    sim.add(USERS, &[("name", "tamu"), ("password", "x")]).unwrap();
    sim.login_user("tamu", "x").unwrap();
    sim.add("/ppp/secret", &[("name", "ani"), ("password", "x"), ("service", "pppoe")]).unwrap();
    sim.dial_in("ani", "AA:BB:CC:00:11:22", "10.9.0.5").unwrap();
    let sessions = test.owner_call("router_session_list", json!({ "router_id": id })).await;
    let kinds: Vec<_> = sessions.as_array().unwrap().iter().map(|s| s["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["hotspot", "ppp"]);
    let dial_in = &sessions[1];
    assert_eq!((dial_in["username"].as_str(), dial_in["service"].as_str()), (Some("ani"), Some("pppoe")));
    let kick = |username: &str| json!({ "router_id": id, "kind": "ppp", "session_id": dial_in["session_id"], "username": username });
    let other = test.owner_call("router_session_kick", kick("budi")).await;
    assert_eq!((other["was_there"].as_bool(), sim.count("/ppp/active")), (Some(false), 1));
    let kicked = test.owner_call("router_session_kick", kick("ani")).await;
    assert_eq!(kicked, json!({ "was_there": true, "is_gone": true }));
    assert_eq!((sim.count("/ppp/active"), sim.count("/ip/hotspot/active")), (0, 1));
    assert_eq!(test.owner_call("router_session_kick", kick("ani")).await["is_gone"], true);
}

#[tokio::test]
async fn a_screen_that_hangs_up_before_the_router_answered_silences_nobody() {
    let (test, sim) = (TestApp::new().await, Sim::builder().user("admin", "secret").demo(true).start().await.unwrap());
    let id = test.router("hEX", &sim).await;
    test.owner_call("router_interface_list", json!({ "router_id": id })).await;
    sim.set_faults(Faults { stall_after_commands: Some(1), stall_s: 120, ..Faults::none() });
    let ctx = test.owner_ctx();
    let ask = json!({ "router_id": id, "interfaces": ["ether1"] });
    let begun = async {
        while test.app.live.running() == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        answer = test.call(&ctx, "router_traffic_get", ask) => panic!("it answers {answer:?}"),
        () = begun => {}
    }
    assert_eq!(test.app.live.running(), 0, "a feed that nobody started is over");
}
