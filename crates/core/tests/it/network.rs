//! Routers as people add, test and change them.

use routeros_sim::{Faults, Sim, SimHandle};
use serde_json::{Value, json};
use simpul_core::network;
use simpul_kernel::ids::RouterId;
use simpul_testkit::TestApp;

use crate::shop::router;

fn address(sim: &SimHandle, username: &str, password: &str) -> Value {
    json!({ "host": "127.0.0.1", "port": sim.addr().port(), "transport": "plain", "username": username, "password": password })
}

async fn tested(test: &TestApp, address: Value) -> Value {
    test.owner_call("router_test", json!({ "address": address })).await
}

/// `step: status code` of every step.
fn outline(report: &Value) -> Vec<String> {
    let step = |s: &Value| {
        let code = s["code"].as_str().map(|code| format!(" {code}")).unwrap_or_default();
        format!("{}: {}{code}", s["step"].as_str().unwrap(), s["status"].as_str().unwrap())
    };
    report["steps"].as_array().unwrap().iter().map(step).collect()
}

#[tokio::test]
async fn a_connection_is_tested_step_by_step() {
    let (test, sim) = (TestApp::new().await, router().await);
    let report = tested(&test, address(&sim, "admin", "secret")).await;
    let all_well = [
        "address: passed",
        "port: passed",
        "certificate: skipped",
        "sign_in: passed",
        "permissions: passed",
        "clock: passed",
        "hotspot: passed",
        "licence: passed",
        "expiry: skipped",
    ];
    assert_eq!(outline(&report), all_well);
    assert_eq!(report["passed"], true);
    assert_eq!(report["steps"][3]["found"].as_str().unwrap().split(' ').next(), Some("RouterOS"));

    let wrong = tested(&test, address(&sim, "admin", "guess")).await;
    assert_eq!(
        outline(&wrong)[3..],
        [
            "sign_in: failed router_sign_in_failed",
            "permissions: skipped",
            "clock: skipped",
            "hotspot: skipped",
            "licence: skipped",
            "expiry: skipped"
        ]
    );
    assert_eq!(wrong["passed"], false);
    assert!(!wrong.to_string().contains("guess"), "the password is in no report");

    let closed = json!({ "host": "127.0.0.1", "port": 1, "transport": "plain", "username": "a", "password": "b" });
    let report = tested(&test, closed).await;
    assert_eq!(outline(&report)[1], "port: failed router_refused");
    assert_eq!(report["steps"][1]["params"]["port"], 1);
    let nowhere =
        json!({ "host": "no.such.host.invalid", "port": 1, "transport": "plain", "username": "a", "password": "b" });
    assert_eq!(outline(&tested(&test, nowhere).await)[0], "address: failed router_unresolved");
}

#[tokio::test]
async fn shortcomings_are_named_with_what_mends_them() {
    let test = TestApp::new().await;
    let sim = Sim::builder().user("admin", "secret").user_in_group("kasir", "x", "read").start().await.unwrap();
    let report = tested(&test, address(&sim, "kasir", "x")).await;
    assert_eq!(outline(&report)[4], "permissions: failed router_policy_missing");
    assert_eq!(report["steps"][4]["params"]["policies"], json!(["write"]));
    let remedy = report["steps"][4]["remedy"].as_str().unwrap();
    assert!(remedy.starts_with("/user group set read policy=") && remedy.contains("write"), "{remedy}");

    sim.set("/ip/hotspot/profile", "hsprof1", &[("login-by", "cookie,http-chap")]).unwrap();
    sim.set_clock_offset(-7200);
    let report = tested(&test, address(&sim, "admin", "secret")).await;
    assert_eq!(outline(&report)[5..7], ["clock: warned router_clock_off", "hotspot: warned router_http_pap_missing"]);
    assert_eq!(report["passed"], true, "a shortcoming is no failure");
    let remedy = report["steps"][6]["remedy"].as_str().unwrap();
    assert_eq!(remedy, "/ip hotspot profile set hsprof1 login-by=cookie,http-chap,http-pap");
}

#[tokio::test]
async fn a_router_without_the_hotspot_that_is_meant_says_so() {
    let (test, sim) = (TestApp::new().await, router().await);
    let id = test.router("hEX", &sim).await;
    let version = test.owner_call("router_get", json!({ "router_id": id })).await["version"].clone();
    let stored = |server: Value| {
        json!({ "router_id": id, "version": version, "name": "hEX", "address": address(&sim, "admin", "secret"),
                "hotspot_server": server, "forget_pin": false })
    };
    test.owner_call("router_update", stored(json!("lantai2"))).await;
    let ask = json!({ "router_id": id, "address": address(&sim, "admin", "secret") });
    let report = test.owner_call("router_test", ask.clone()).await;
    assert_eq!(outline(&report)[6], "hotspot: warned router_hotspot_server_missing");
    assert_eq!(report["steps"][6]["params"], json!({ "server": "lantai2" }));
    for server in sim.rows("/ip/hotspot") {
        sim.remove("/ip/hotspot", &server["name"]).unwrap();
    }
    let report = test.owner_call("router_test", ask).await;
    assert_eq!(outline(&report)[6], "hotspot: warned router_hotspot_missing");
    assert_eq!(report["steps"][6]["remedy"], "/ip hotspot setup");
    assert_eq!(report["passed"], true);
}

#[tokio::test]
async fn a_licence_that_is_nearly_full_and_an_api_for_one_are_told() {
    let test = TestApp::new().await;
    let sim = Sim::builder().board("hex").user("admin", "secret").frozen().start().await.unwrap();
    let level = sim.rows("/system/license")[0].get("nlevel").or(sim.rows("/system/license")[0].get("level")).cloned();
    assert_eq!(level.as_deref(), Some("4"), "the board this is about");
    for number in 0..180 {
        let name = format!("tamu{number}");
        sim.add("/ip/hotspot/user", &[("name", &name), ("password", &name)]).unwrap();
        sim.login_user(&name, &name).unwrap();
        if number == 178 {
            let report = tested(&test, address(&sim, "admin", "secret")).await;
            assert_eq!(outline(&report)[7], "licence: passed");
            assert_eq!(report["steps"][7]["found"], "L4, hotspot 179/200, pppoe 0/200");
        }
    }
    sim.set("/ip/service", "api", &[("max-sessions", "2")]).unwrap();
    let report = tested(&test, address(&sim, "admin", "secret")).await;
    assert_eq!(outline(&report)[4], "permissions: warned router_api_sessions_few");
    assert_eq!(report["steps"][4]["remedy"], "/ip service set api max-sessions=20");
    assert_eq!(outline(&report)[7], "licence: warned router_licence_near");
    assert_eq!(report["steps"][7]["params"], json!({ "level": "4", "kind": "hotspot", "active": 180, "most": 200 }));
    assert_eq!(report["passed"], true);
}

#[tokio::test]
async fn a_password_is_stored_sealed_and_sent_only_where_it_was_meant_for() {
    let (test, sim) = (TestApp::new().await, router().await);
    let id = test.router("hEX", &sim).await;
    let mut conn = test.db.owner().await;
    let sealed: Vec<u8> = sqlx::query_scalar("SELECT password_sealed FROM routers").fetch_one(&mut conn).await.unwrap();
    assert!(sealed.len() > 24 && !sealed.windows(6).any(|part| part == b"secret"));
    let trail: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM audit_logs WHERE new_values::TEXT LIKE '%secret%' AND new_values::TEXT LIKE '%\\\\x%'",
    )
    .fetch_one(&mut conn)
    .await
    .unwrap();
    assert_eq!(trail, 0, "the trail says only that it changed");
    let view = test.owner_call("router_get", json!({ "router_id": id })).await;
    assert!(view.get("password").is_none() && !view.to_string().contains("secret"));

    let mut stored = address(&sim, "admin", "");
    stored.as_object_mut().unwrap().remove("password");
    let report = test.owner_call("router_test", json!({ "router_id": id, "address": stored })).await;
    assert_eq!(report["passed"], true, "the stored password serves the stored address");
    let mut other_port = stored.clone();
    other_port["port"] = json!(sim.addr().port() ^ 1);
    let input = json!({ "router_id": id, "address": other_port });
    let refused = test.call(&test.owner_ctx(), "router_test", input).await;
    assert_eq!(refused.unwrap_err().code(), "input_invalid", "another port is another machine's door");
    let update = json!({ "router_id": id, "version": view["version"], "name": "hEX", "address": other_port, "forget_pin": false });
    let refused = test.call(&test.owner_ctx(), "router_update", update).await;
    assert_eq!(refused.unwrap_err().code(), "input_invalid");
    stored["host"] = json!("localhost");
    let refused = test.call(&test.owner_ctx(), "router_test", json!({ "router_id": id, "address": stored })).await;
    assert_eq!(refused.unwrap_err().code(), "input_invalid", "another host needs it typed again");
    let update =
        json!({ "router_id": id, "version": view["version"], "name": "hEX", "address": stored, "forget_pin": false });
    let refused = test.call(&test.owner_ctx(), "router_update", update).await;
    assert_eq!(refused.unwrap_err().code(), "input_invalid");
}

#[tokio::test]
async fn names_and_addresses_are_unique_and_forms_do_not_overwrite_each_other() {
    let (test, sim) = (TestApp::new().await, router().await);
    let id = test.router("hEX", &sim).await;
    let location = test.location().await;
    let create = async |name: &str, address: Value| {
        let input = json!({ "location_id": location, "name": name, "address": address });
        test.call(&test.owner_ctx(), "router_create", input).await
    };
    let other = json!({ "host": "10.0.0.9", "port": 8728, "transport": "plain", "username": "a", "password": "b" });
    assert_eq!(create("hEX", other.clone()).await.unwrap_err().code(), "router_name_in_use");
    assert_eq!(create("two", address(&sim, "a", "b")).await.unwrap_err().code(), "router_address_in_use");
    assert_eq!(create("", other).await.unwrap_err().code(), "input_invalid");

    let version = test.owner_call("router_get", json!({ "router_id": id })).await["version"].clone();
    let update = |name: &str| {
        json!({ "router_id": id, "version": version, "name": name,
                                      "address": address(&sim, "admin", "secret"), "forget_pin": false })
    };
    let changed = test.owner_call("router_update", update("Menara")).await;
    assert_eq!(changed["name"], "Menara");
    let late = test.call(&test.owner_ctx(), "router_update", update("Late")).await;
    assert_eq!(late.unwrap_err().code(), "row_changed_meanwhile");

    let retired = test.owner_call("router_deactivate", json!({ "router_id": id })).await;
    assert_eq!(retired["is_active"], false);
    assert_eq!(test.owner_call("router_list", json!({})).await["rows"].as_array().unwrap().len(), 0);
    let all = test.owner_call("router_list", json!({ "include_inactive": true })).await;
    assert_eq!(all["rows"].as_array().unwrap().len(), 1);
    let sync = test.call(&test.owner_ctx(), "router_sync", json!({ "router_id": id })).await;
    assert_eq!(sync.unwrap_err().code(), "router_inactive");
}

#[tokio::test]
async fn a_place_out_of_sight_has_no_routers() {
    let (test, sim) = (TestApp::new().await, router().await);
    let id = test.router("hEX", &sim).await;
    let elsewhere = test.location_new("Cabang").await;
    let ctx = test.user_ctx("admin", Some(&[elsewhere])).await;
    for name in ["router_get", "router_deactivate", "router_sync", "router_session_list"] {
        let answer = test.call(&ctx, name, json!({ "router_id": id })).await;
        assert_eq!(answer.unwrap_err().code(), "router_not_found", "{name}");
    }
    assert_eq!(test.call(&ctx, "router_list", json!({})).await.unwrap()["rows"], json!([]));
    let there = json!({ "location_id": test.location().await, "name": "two", "address":
                        { "host": "10.0.0.9", "port": 8728, "transport": "plain", "username": "a", "password": "b" } });
    assert_eq!(test.call(&ctx, "router_create", there).await.unwrap_err().code(), "location_not_found");
}

#[tokio::test]
async fn sessions_are_seen_and_ended() {
    let (test, sim) = (TestApp::new().await, router().await);
    let id = test.router("hEX", &sim).await;
    sim.add("/ip/hotspot/user", &[("name", "ani"), ("password", "x")]).unwrap();
    sim.login_user("ani", "x").unwrap();
    let sessions = test.owner_call("router_session_list", json!({ "router_id": id })).await;
    assert_eq!(sessions[0]["username"], "ani");
    let kick = json!({ "router_id": id, "session_id": sessions[0]["session_id"], "username": "budi" });
    test.owner_call("router_session_kick", kick).await;
    assert_eq!(sim.count("/ip/hotspot/active"), 1, "the id of somebody else's session ends nothing");
    let kick = json!({ "router_id": id, "session_id": sessions[0]["session_id"], "username": "ani" });
    test.owner_call("router_session_kick", kick.clone()).await;
    assert_eq!((sim.count("/ip/hotspot/active"), sim.count("/ip/hotspot/cookie")), (0, 0));
    test.owner_call("router_session_kick", kick).await;

    sim.set_faults(Faults { refuse: true, ..Faults::none() });
    sim.kill_connections();
    let gone = test.call(&test.owner_ctx(), "router_session_list", json!({ "router_id": id })).await;
    assert!(gone.unwrap_err().code().starts_with("router_"));
}

#[tokio::test]
async fn the_setup_script_makes_a_user_with_a_new_password() {
    let test = TestApp::new().await;
    let ask = json!({ "username": "simpul", "transport": "tls" });
    let (one, two) =
        (test.owner_call("router_setup_script", ask.clone()).await, test.owner_call("router_setup_script", ask).await);
    assert_ne!(one["password"], two["password"]);
    assert!(one["script"].as_str().unwrap().contains(one["password"].as_str().unwrap()));
    let bad = json!({ "username": "a; /system reset", "transport": "tls" });
    assert_eq!(test.call(&test.owner_ctx(), "router_setup_script", bad).await.unwrap_err().code(), "input_invalid");
}

#[tokio::test]
async fn the_key_of_the_first_connection_is_kept_and_another_refused() {
    let test = TestApp::new().await;
    let sim = Sim::builder().user("admin", "secret").tls_listen("127.0.0.1:0").start().await.unwrap();
    let port = sim.tls_addr().unwrap().port();
    let tls =
        json!({ "host": "127.0.0.1", "port": port, "transport": "tls", "username": "admin", "password": "secret" });
    let report = tested(&test, tls.clone()).await;
    assert_eq!(outline(&report)[2], "certificate: passed");
    let pin = report["tls_pin"].as_str().unwrap().to_owned();

    let location = test.location().await;
    let stored =
        test.owner_call("router_create", json!({ "location_id": location, "name": "hEX", "address": tls })).await;
    let id = RouterId(stored["router_id"].as_i64().unwrap());
    let access = network::router_access(&test.app, id).await.unwrap();
    network::router_line(&test.app, &access).await.unwrap();
    let view = test.owner_call("router_get", json!({ "router_id": id })).await;
    assert_eq!(view["tls_pin"], json!(pin));

    sqlx::query("UPDATE routers SET tls_pin = decode(repeat('ab', 32), 'hex')")
        .execute(&mut test.db.owner().await)
        .await
        .unwrap();
    let access = network::router_access(&test.app, id).await.unwrap();
    let refused = network::router_line(&test.app, &access).await.unwrap_err();
    assert_eq!(refused.code(), "router_tls_pin_changed");
    let report = test.owner_call("router_test", json!({ "router_id": id, "address": tls })).await;
    assert_eq!(outline(&report)[2], "certificate: failed router_tls_pin_changed");
    assert_eq!(outline(&report)[3], "sign_in: skipped", "no password goes to a stranger");
}
