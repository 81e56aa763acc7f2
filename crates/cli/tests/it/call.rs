//! `simpul call`, `simpul voucher`, `simpul doctor`: one folder, the whole command
//! line.

use routeros_sim::Sim;
use serde_json::json;

use crate::program::{PASSWORD, folder, owner, run, simpul, terms};

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_is_run_from_the_command_line() {
    let sim = Sim::builder().user("admin", "secret").start().await.unwrap();
    let home = folder();
    let on = |args: &[&str]| run(simpul().arg("--data-dir").arg(home.path()).args(args));
    let call = |name: &str, input: serde_json::Value| on(&["call", name, &input.to_string()]);

    let made = call("owner_create", owner()).ok().json();
    assert!(made["recovery_code"].as_str().unwrap().len() > 20);
    let location = &made["signed_in"]["me"]["locations"][0]["location_id"];
    let address = json!({ "host": "127.0.0.1", "port": sim.addr().port(), "transport": "plain",
                          "username": "admin", "password": "secret" });
    let router = json!({ "location_id": location, "name": "Pasar", "address": address });
    let router = call("router_create", router).ok().json()["router_id"].clone();
    call("plan_create", json!({ "location_id": location, "terms": terms("1 Hari"), "router_ids": [router] })).ok();

    // Errors by code: exit 1 for what is refused, 2 for what cannot be meant.
    assert_eq!(call("voucher_find", json!({ "code": "zzzzzz" })).failure(), "voucher_not_found");
    assert_eq!(call("router_flip", json!({})).failure(), "operation_unknown");
    assert_eq!(call("router_get", json!({ "router_id": "one" })).failure(), "input_malformed");
    assert_eq!(on(&["call", "router_get", "{"]).failure(), "input_malformed");
    assert_eq!(call("me_get", json!({})).failure(), "sign_in_required");
    assert_eq!(on(&["call", "me_get", "--as"]).code, 2);
    assert_eq!(on(&["--json", "call", "router_get", r#"{"router_id":99}"#]).code, 1);

    let as_owner = |password: &str| {
        let mut command = simpul();
        command.arg("--data-dir").arg(home.path()).args(["call", "me_get", "--as", "hendra"]);
        run(command.env("SIMPUL_PASSWORD", password))
    };
    assert_eq!(as_owner(PASSWORD).ok().json()["username"], "hendra");
    let refused = as_owner("kuda-terbang-8");
    assert_eq!(refused.failure(), "sign_in_failed");
    assert!(!refused.err.contains("kuda-terbang-8"), "the password is not repeated");

    let pdf = home.path().join("sheet.pdf");
    let generate = ["--json", "voucher", "generate", "--plan", "1 hari", "--count", "30", "--wait", "--pdf"];
    let batch = on(&[&generate[..], &[pdf.to_str().unwrap()]].concat()).ok().json();
    assert_eq!((&batch["applied"], &batch["pending"], &batch["failed"]), (&json!(30), &json!(0), &json!(0)));
    assert!(std::fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    for code in batch["codes"].as_array().unwrap() {
        assert!(sim.find("/ip/hotspot/user", "name", code.as_str().unwrap()).is_some(), "{code} is not on the router");
    }
    assert_eq!(on(&["voucher", "generate", "--plan", "Dua Hari", "--count", "1"]).failure(), "plan_not_found");

    assert_eq!(
        on(&["voucher", "generate", "--plan", "1 Hari", "--router", "99", "--count", "1"]).failure(),
        "router_not_found"
    );
    let by_id = router.to_string();
    on(&["voucher", "generate", "--plan", "1 Hari", "--router", &by_id, "--count", "1"]).ok();

    // A router that does not answer keeps nobody waiting for ever.
    let away = json!({ "location_id": location, "name": "Gudang", "address": { "host": "127.0.0.1", "port": 1, "transport": "plain",
                       "username": "admin", "password": "secret" } });
    let away = call("router_create", away).ok().json()["router_id"].clone();
    let mut plan = json!({ "location_id": location, "terms": terms("Gudang"), "router_ids": [away] });
    plan["terms"]["profile_name"] = json!("gudang");
    call("plan_create", plan).ok();
    let late = on(&["--json", "voucher", "generate", "--plan", "Gudang", "--count", "2", "--wait", "--timeout", "1"]);
    assert_eq!(late.code, 1, "a script sees that it is not all there");
    assert_eq!((&late.json()["pending"], late.json()["codes"].as_array().unwrap().len()), (&json!(2), 2));
    assert_eq!(on(&["voucher", "generate", "--plan", "Gudang", "--count", "1", "--timeout", "5"]).code, 2);

    let new_password = on(&["--json", "owner", "reset-password"]).ok().json();
    assert_eq!(new_password["username"], "hendra");
    assert_eq!(as_owner(PASSWORD).failure(), "sign_in_failed");
    assert_eq!(as_owner(new_password["password"].as_str().unwrap()).ok().json()["username"], "hendra");
    let mut typed = simpul();
    typed.arg("--data-dir").arg(home.path()).args([
        "--json",
        "owner",
        "reset-password",
        "--prompt",
        "--user",
        "hendra",
    ]);
    let typed = run(typed.env("SIMPUL_NEW_PASSWORD", "teh poci sore")).ok();
    assert_eq!(typed.json()["password"], serde_json::Value::Null, "what was typed is not repeated");
    assert_eq!(as_owner("teh poci sore").ok().json()["username"], "hendra");
    let outside = run(simpul().args(["--database-url", "postgresql://x:y@127.0.0.1:1/z", "owner", "reset-password"]));
    assert_eq!(outside.failure(), "owner_url_missing");

    let doctor = on(&["--json", "doctor"]).json();
    let found = |code: &str| doctor["checks"].as_array().unwrap().iter().any(|check| check["code"] == code);
    assert!(["postgres_programs_run", "schema", "key", "router"].iter().all(|code| found(code)), "{doctor}");
    // Those of the calls above have ended, a moment ago or longer.
    assert!(found("workers") || found("no_worker"), "{doctor}");
    for name in std::fs::read_dir(home.path().join("logs")).unwrap().flatten() {
        let log = std::fs::read_to_string(name.path()).unwrap();
        let drawn = new_password["password"].as_str().unwrap();
        assert!(!log.contains(PASSWORD) && !log.contains("\"secret\"") && !log.contains(drawn), "a secret in the log");
    }
}

#[test]
fn the_doctor_names_what_is_wrong_and_makes_nothing() {
    let home = folder();
    let nowhere = home.path().join("not-there");
    let doctor = run(simpul().args(["--json", "--data-dir"]).arg(&nowhere).arg("doctor")).ok().json();
    assert_eq!(doctor["is_well"], true);
    assert!(!nowhere.exists(), "looking makes no folder");

    let file = home.path().join("postgres");
    std::fs::create_dir(&file).unwrap();
    std::fs::write(file.join("PG_VERSION"), "9.6").unwrap();
    std::fs::write(home.path().join("holiday.jpg"), "x").unwrap();
    let doctor = run(simpul().args(["--lang", "id", "--data-dir"]).arg(home.path()).arg("doctor"));
    assert_eq!(doctor.code, 1, "{doctor:?}");
    assert!(doctor.out.contains("SALAH") && doctor.out.contains("postgres_foreign_folder"), "{}", doctor.out);
    assert!(doctor.out.contains("pilih folder data lain"), "{}", doctor.out);
}
