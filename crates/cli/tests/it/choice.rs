//! Where the data are to be, asked by `simpul serve` on the screen of its first start.

use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};
use simpul_postgres::outside::Outside;
use simpul_testkit::TestDb;

use crate::program::{PATIENCE, Serve, folder, owner, run, simpul, urls};

const JSON: (&str, &str) = ("Content-Type", "application/json");

/// `simpul serve` with a page of screens, as it is started by hand.
fn serve(home: &Path, ui: &Path) -> Serve {
    std::fs::write(ui.join("index.html"), "<title>Simpul</title>").unwrap();
    let mut command = simpul();
    command.arg("--data-dir").arg(home).args(["serve", "--listen", "127.0.0.1:0", "--ui"]).arg(ui);
    Serve::spawn(&mut command)
}

fn boot(serve: &Serve) -> Value {
    serde_json::from_str(&serve.request("GET", "/boot", &[], "").2).unwrap()
}

fn first(serve: &Serve, name: &str, input: &Value) -> (u16, Value) {
    let (status, _, body) = serve.request("POST", &format!("/first/{name}"), &[JSON], &input.to_string());
    (status, serde_json::from_str(&body).unwrap_or(Value::Null))
}

fn until_ready(serve: &Serve) {
    let begun = Instant::now();
    while boot(serve)["stage"] != "ready" {
        assert!(begun.elapsed() < PATIENCE, "{}", boot(serve));
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

/// The test database as the screen sends it, with or without the owner's login.
async fn server(db: &TestDb, with_owner: bool) -> Value {
    let (app, owner) = urls(db).await;
    let (app, owner) = (Outside::from_url(&app).unwrap(), Outside::from_url(&owner).unwrap());
    let mut logins = json!({ "by": "password", "user": app.user, "password": app.password.as_str() });
    if with_owner {
        logins["owner_user"] = json!(owner.user);
        logins["owner_password"] = json!(owner.password.as_str());
    }
    json!({ "host": app.host, "port": app.port, "database": app.database, "tls": "verify-full", "logins": logins })
}

fn codes(test: &Value, status: &str) -> Vec<String> {
    let steps = test["steps"].as_array().unwrap().iter();
    steps.filter(|step| step["status"] == status).map(|step| step["code"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_first_start_asks_and_keeps_the_data_here_when_told_so() {
    let (home, ui) = (folder(), tempfile::tempdir().unwrap());
    let data = home.path().join("data");
    let mut serving = serve(&data, ui.path());
    assert_eq!(boot(&serving), json!({ "stage": "choosing", "error": null }));
    assert!(!data.join("postgres").exists(), "nothing is made before it was asked");
    let foreign = [JSON, ("Origin", "http://evil.example")];
    assert_eq!(serving.request("POST", "/first/database_choose", &foreign, "{}").0, 403);
    assert_eq!(serving.request("POST", "/first/database_choose", &[], "{}").0, 400, "only JSON chooses");
    assert_eq!(first(&serving, "database_get", &json!({})).1["next"], Value::Null);
    assert_eq!(first(&serving, "owner_create", &owner()).1["code"], "operation_unknown");
    assert_eq!(boot(&serving)["stage"], "choosing");

    assert_eq!(first(&serving, "database_choose", &json!({})).0, 200);
    until_ready(&serving);
    assert_eq!(first(&serving, "database_choose", &json!({})).1["code"], "operation_unknown", "it was asked once");
    serving.owner_create();
    assert_eq!(serving.call("system_status", json!({}))["database_kind"], "embedded");
    let state = serving.call("database_get", json!({}));
    assert_eq!(
        (&state["now"], &state["next"], &state["is_fixed"]),
        (&json!("embedded"), &json!("embedded"), &json!(false))
    );
    assert_eq!(serving.terminate(), 0);
    // The next start does not ask again.
    let serving = serve(&data, ui.path());
    assert_eq!(boot(&serving)["stage"], "ready");
}

#[test]
fn the_question_can_be_left_unanswered() {
    let (home, ui) = (folder(), tempfile::tempdir().unwrap());
    let serving = serve(&home.path().join("data"), ui.path());
    assert_eq!(serving.terminate(), 0);
    assert!(!home.path().join("data/postgres").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_is_tried_chosen_kept_and_joined() {
    let db = TestDb::empty().await;
    let (home, ui) = (folder(), tempfile::tempdir().unwrap());
    let data = home.path().join("data");
    let mut serving = serve(&data, ui.path());
    let whole = server(&db, true).await;
    let password = whole["logins"]["password"].as_str().unwrap().to_owned();

    // What is wrong is named by step, and nothing is chosen by it.
    let mut wrong = whole.clone();
    wrong["logins"]["password"] = json!("bukan ini");
    let (_, test) = first(&serving, "database_test", &wrong);
    assert_eq!((codes(&test, "bad"), &test["is_usable"]), (vec!["auth_failed".to_owned()], &json!(false)));
    let mut absent = whole.clone();
    absent["database"] = json!("tidak_ada");
    assert_eq!(codes(&first(&serving, "database_test", &absent).1, "bad"), ["database_missing"]);
    let (_, test) = first(&serving, "database_test", &server(&db, false).await);
    assert_eq!(codes(&test, "bad"), ["owner_needed"], "an empty database needs somebody to make its tables: {test}");
    let mut same = whole.clone();
    same["logins"]["user"] = whole["logins"]["owner_user"].clone();
    same["logins"]["password"] = whole["logins"]["owner_password"].clone();
    assert!(codes(&first(&serving, "database_test", &same).1, "bad").contains(&"login_is_owner".to_owned()));
    let refused = first(&serving, "database_choose", &json!({ "outside": wrong })).1;
    assert_eq!((&refused["code"], &refused["params"]["step"]), (&json!("database_unusable"), &json!("auth_failed")));
    let malformed = json!({ "host": "", "port": 0, "database": "", "tls": "prefer", "certificate": "x",
                            "logins": { "by": "password", "user": "", "password": "" } });
    let fields = first(&serving, "database_test", &malformed).1["params"]["fields"].clone();
    assert_eq!(fields.as_array().unwrap().len(), 6, "{fields}");
    assert_eq!(boot(&serving)["stage"], "choosing");

    let (_, test) = first(&serving, "database_test", &whole);
    assert_eq!((&test["is_usable"], &test["contents"]), (&json!(true), &json!("empty")), "{test}");
    assert_eq!(first(&serving, "database_choose", &json!({ "outside": whole })).0, 200);
    until_ready(&serving);
    let made = serving.call("owner_create", owner());
    let recovery_code = made["recovery_code"].as_str().unwrap().to_owned();
    assert_eq!(serving.call("system_status", json!({}))["database_kind"], "outside");
    assert!(!serving.call("database_get", json!({})).to_string().contains(&password));
    assert_eq!(serving.terminate(), 0);
    assert!(!data.join("postgres").exists(), "no server of its own was made");

    // The choice survives, on every way in.
    let serving = serve(&data, ui.path());
    assert_eq!(boot(&serving)["stage"], "ready");
    let status = run(simpul().arg("--data-dir").arg(&data).args(["call", "system_status"])).ok();
    assert_eq!((&status.json()["database_kind"], &status.json()["stage"]), (&json!("outside"), &json!("ready")));
    drop(serving);
    secret_is_kept(&data, &password);

    // A second computer finds the database, needs no owner, and joins by the code.
    let second = home.path().join("second");
    let mut serving = serve(&second, ui.path());
    let joins = server(&db, false).await;
    let (_, test) = first(&serving, "database_test", &joins);
    assert_eq!(
        (&test["contents"], codes(&test, "warning")),
        (&json!("ours"), vec!["owner_absent".to_owned()]),
        "{test}"
    );
    assert_eq!(first(&serving, "database_choose", &json!({ "outside": joins })).0, 200);
    until_ready(&serving);
    assert_eq!(serving.call("system_status", json!({}))["stage"], "key_unavailable");
    serving.call("installation_join", json!({ "recovery_code": recovery_code }));
    assert_eq!(serving.call("system_status", json!({}))["stage"], "ready");
}

/// The password lies in one file that only its owner reads, and in no log.
fn secret_is_kept(data: &Path, password: &str) {
    let mut pending = vec![data.to_path_buf()];
    let mut holders = Vec::new();
    while let Some(path) = pending.pop() {
        if path.is_dir() {
            pending.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if String::from_utf8_lossy(&std::fs::read(&path).unwrap()).contains(password) {
            holders.push(path);
        }
    }
    assert_eq!(holders, [data.join("database.json")]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(std::fs::metadata(&holders[0]).unwrap().permissions().mode() & 0o777, 0o600);
    }
}
