//! `simpul migrate`.

use simpul_testkit::TestDb;

use crate::program::{folder, owner, run, simpul, urls};

#[tokio::test]
async fn up_down_and_up_by_the_owner_of_an_outside_server() {
    let db = TestDb::empty().await;
    let (_, owner_url) = urls(&db).await;
    let home = folder();
    let migrate = |action: &str| {
        run(simpul()
            .args(["--json", "--data-dir"])
            .arg(home.path())
            .env("SIMPUL_OWNER_URL", &owner_url)
            .args(["migrate", action]))
    };
    let applied = || {
        let status = migrate("status").ok().json();
        let steps = status["migrations"].as_array().unwrap().clone();
        (steps.iter().filter(|step| step["is_applied"] == true).count(), steps.len())
    };
    let (none, all) = applied();
    assert!(none == 0 && all > 5);
    assert_eq!(migrate("run").ok().json()["ran"], all);
    assert_eq!(migrate("run").ok().json()["ran"], 0);
    assert_eq!(migrate("validate").ok().json()["valid"], true);
    assert!(migrate("revert").ok().json()["reverted"].is_number());
    assert_eq!(applied(), (all - 1, all));
    let older = migrate("validate");
    assert!(older.code == 1 && older.err.contains("schema_older_than_program"), "{older:?}");
    assert_eq!(migrate("run").ok().json()["ran"], 1);
    assert_eq!(migrate("fresh").ok().json()["dump"], serde_json::Value::Null);

    // The owner of an outside server is no superuser, and row security is forced.
    sqlx::query("INSERT INTO vendors (location_id, name) SELECT min(id), 'Warung Bu Tini' FROM locations")
        .execute(&mut db.owner().await)
        .await
        .unwrap();
    let refused = migrate("fresh");
    assert!(refused.err.contains("schema_has_business_data"), "{refused:?}");
    let all_the_same = run(simpul()
        .args(["--json", "--data-dir"])
        .arg(home.path())
        .env("SIMPUL_OWNER_URL", &owner_url)
        .args(["migrate", "fresh", "--yes-delete-all-data"]));
    let dump = all_the_same.ok().json()["dump"].as_str().unwrap().to_owned();
    assert!(std::fs::read(dump).unwrap().starts_with(b"PGDMP"));
    assert_eq!(migrate("reset").ok().json()["ran"], 0);
    assert_eq!(applied(), (0, all));
    assert_eq!(run(simpul().args(["migrate", "sideways"])).code, 2);
}

#[test]
fn what_people_entered_goes_only_when_said_so_and_after_a_dump() {
    let home = folder();
    let on = |args: &[&str]| run(simpul().arg("--data-dir").arg(home.path()).args(args));
    on(&["call", "owner_create", &owner().to_string()]).ok();
    for action in ["fresh", "reset"] {
        assert_eq!(on(&["migrate", action]).failure(), "schema_has_business_data");
    }
    assert_eq!(on(&["call", "system_status"]).ok().json()["stage"], "ready", "nothing was lost by asking");
    let done = on(&["--json", "migrate", "fresh", "--yes-delete-all-data"]).ok().json();
    let dump = std::fs::read(done["dump"].as_str().unwrap()).unwrap();
    assert!(dump.starts_with(b"PGDMP"), "a dump of pg_dump's own format");
    assert_eq!(on(&["call", "system_status"]).ok().json()["stage"], "first_owner");
}
