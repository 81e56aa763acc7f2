//! `simpul serve` as a process.

use serde_json::json;

use crate::program::{Serve, folder, run, simpul};

const JSON: (&str, &str) = ("Content-Type", "application/json");

#[test]
fn serves_its_own_pages_and_ends_cleanly() {
    let home = folder();
    let mut serve = Serve::start(home.path());
    assert_eq!(serve.request("GET", "/healthz", &[], "").2, "ok");
    serve.owner_create();
    assert_eq!(serve.call("me_get", json!({}))["username"], "hendra");
    serve.call("session_sign_out", json!({}));
    serve.sign_in();
    assert_eq!(serve.call("me_get", json!({}))["username"], "hendra");

    let rpc = "/rpc/system_status";
    let foreign = [JSON, ("Origin", "http://evil.example")];
    assert_eq!(serve.request("POST", rpc, &foreign, "{}").0, 403);
    let own = format!("http://{}", serve.addr());
    assert_eq!(serve.request("POST", rpc, &[JSON, ("Origin", &own)], "{}").0, 200);
    assert_eq!(serve.request("POST", "/rpc/me_get", &[JSON], "{}").0, 401, "no cookie, nobody");
    assert_eq!(serve.request("POST", rpc, &[("Content-Type", "text/plain")], "{}").0, 400);

    // A second one on the same address says so before it starts anything.
    let second = run(simpul().arg("--data-dir").arg(home.path()).args(["serve", "--listen", serve.addr()]));
    assert_eq!(second.failure(), "listen_address_unusable");

    // Commands join the running server, and leave it running.
    let status = run(simpul().arg("--data-dir").arg(home.path()).args(["call", "system_status"])).ok();
    assert_eq!(status.json()["stage"], "ready");
    assert_eq!(serve.call("me_get", json!({}))["username"], "hendra");

    assert!(postmaster_is_there(home.path()));
    assert_eq!(serve.terminate(), 0);
    assert!(!postmaster_is_there(home.path()), "the last to leave stops PostgreSQL");
}

fn postmaster_is_there(home: &std::path::Path) -> bool {
    let clusters = std::fs::read_dir(home.join("postgres")).unwrap();
    clusters.flatten().any(|cluster| cluster.path().join("postmaster.pid").exists())
}

/// The number of the process that is the server of this folder.
#[cfg(unix)]
fn postmaster(home: &std::path::Path) -> Option<u32> {
    let clusters = std::fs::read_dir(home.join("postgres")).unwrap();
    let mut files = clusters.flatten().map(|cluster| cluster.path().join("postmaster.pid"));
    files.find_map(|file| std::fs::read_to_string(file).ok()?.lines().next()?.trim().parse().ok())
}

#[cfg(unix)]
#[test]
fn a_killed_database_server_is_started_again_while_the_program_runs() {
    let home = folder();
    let mut serve = Serve::start(home.path());
    serve.owner_create();
    let killed = postmaster(home.path()).expect("the server runs");
    let status = std::process::Command::new("kill").args(["-9", &killed.to_string()]).status().unwrap();
    assert!(status.success());
    let begun = std::time::Instant::now();
    let answers = |serve: &Serve| serve.request("POST", "/rpc/system_status", &[JSON], "{}").0 == 200;
    while postmaster(home.path()).is_none_or(|now| now == killed) || !answers(&serve) {
        assert!(begun.elapsed() < crate::program::PATIENCE, "the server is not back");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert_eq!(serve.call("me_get", json!({}))["username"], "hendra", "the session and what was stored are there");
    assert_eq!(serve.terminate(), 0);
    assert!(!postmaster_is_there(home.path()), "what was started again is stopped too");
}

#[test]
fn a_demo_shop_lives_and_its_password_is_its_own() {
    let place = folder();
    let home = place.path().join("shop");
    let serve = ["serve", "--demo", "--listen", "127.0.0.1:0"];
    let serve = Serve::spawn(simpul().arg("--data-dir").arg(&home).args(serve));
    let demo = place.path().join("shop-demo");
    assert!(!home.exists(), "the shop's own folder is left alone");
    let on = |args: &[&str]| run(simpul().arg("--data-dir").arg(&demo).args(args)).ok().json();
    let totals = on(&["call", "voucher_totals"]);
    assert!(totals["count"].as_i64().unwrap() > 200);
    for status in ["available", "active", "used", "expired"] {
        assert!(totals["counts"][status].as_i64().unwrap() > 0, "{totals}");
    }
    assert_eq!(on(&["call", "plan_list"])["rows"].as_array().unwrap().len(), 6);
    let sign_in = std::fs::read_to_string(demo.join("demo-sign-in.txt")).unwrap();
    let password = sign_in.lines().nth(1).unwrap().to_owned();
    let mut command = simpul();
    command.arg("--data-dir").arg(&demo).args(["call", "me_get", "--as", "demo"]).env("SIMPUL_PASSWORD", password);
    assert_eq!(run(&mut command).ok().json()["username"], "demo");
    assert_eq!(serve.terminate(), 0);
    let router: serde_json::Value =
        serde_json::from_slice(&std::fs::read(demo.join("demo-router/router.json")).unwrap()).unwrap();
    let port = u16::try_from(router["port"].as_u64().unwrap()).unwrap();
    assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err(), "the demo router ends with the program");
}
