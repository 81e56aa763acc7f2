//! A second installation on the same database.

use routeros_sim::Sim;
use serde_json::json;
use simpul_testkit::{OWNER_PASSWORD, TestApp};

use crate::program::{folder, run, simpul, urls};

#[tokio::test(flavor = "multi_thread")]
async fn a_second_installation_joins_by_the_recovery_code() {
    let first = TestApp::new().await;
    let sim = Sim::builder().user("admin", "secret").start().await.unwrap();
    let router = first.router("Pasar", &sim).await;
    let (app_url, _) = urls(&first.db).await;
    let home = folder();
    let second = |code: Option<&str>, args: &[&str]| {
        let mut command = simpul();
        command.args(["--json", "--data-dir"]).arg(home.path()).env("SIMPUL_DATABASE_URL", &app_url);
        run(command.envs(code.map(|code| ("SIMPUL_RECOVERY_CODE", code))).args(args))
    };
    // The stored password, which only the data key opens, signs in to the router.
    let address = json!({ "host": "127.0.0.1", "port": sim.addr().port(), "transport": "plain", "username": "admin" });
    let test = json!({ "router_id": router, "address": address }).to_string();

    let status = second(None, &["key", "status"]);
    assert_eq!((status.code, status.json()["stage"].as_str().unwrap()), (1, "key_unavailable"));
    let locked = second(None, &["call", "router_test", &test]);
    assert!(locked.code == 1 && locked.err.contains("key_unavailable"), "{locked:?}");
    let wrong = second(Some("2222-2222-2222-2222-2222-2222"), &["key", "join"]);
    assert!(wrong.code == 1 && wrong.err.contains("recovery_code_wrong"), "{wrong:?}");

    let joined = second(Some(first.recovery_code.expose()), &["key", "join"]).ok();
    assert_eq!(joined.json()["is_available"], true);
    assert!(!joined.out.contains(first.recovery_code.expose()));
    let status = second(None, &["key", "status"]).ok();
    assert_eq!(status.json()["stage"], "ready");
    assert_eq!(second(None, &["call", "router_test", &test]).ok().json()["passed"], true);

    // A new code from the command line; the old one joins nobody any more.
    let mut command = simpul();
    command.args(["--json", "--data-dir"]).arg(home.path()).env("SIMPUL_DATABASE_URL", &app_url);
    command.env("SIMPUL_PASSWORD", OWNER_PASSWORD).args(["key", "renew", "--as", "hendra"]);
    let renewed = run(&mut command).ok().json()["recovery_code"].as_str().unwrap().to_owned();
    let third = folder();
    let join = |code: &str| {
        let mut command = simpul();
        command.args(["--json", "--data-dir"]).arg(third.path()).env("SIMPUL_DATABASE_URL", &app_url);
        run(command.env("SIMPUL_RECOVERY_CODE", code).args(["key", "join"]))
    };
    assert!(join(first.recovery_code.expose()).err.contains("recovery_code_wrong"));
    assert_eq!(join(&renewed).ok().json()["is_available"], true);
}
