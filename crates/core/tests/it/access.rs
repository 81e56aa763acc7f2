//! Who gets in, who may still manage the program, and what somebody of one place
//! knows of the others.

use serde_json::{Value, json};
use simpul_core::identity::ops::{OwnerPasswordReset, owner_password_reset, session_sign_in};
use simpul_core::identity::{SessionSignIn, installation};
use simpul_kernel::ids::LocationId;
use simpul_kernel::{Ctx, Error, Secret, Source};
use simpul_testkit::{OWNER_PASSWORD, TestApp};

use crate::counter::waiting;

fn sign_in(username: &str, password: &str) -> SessionSignIn {
    SessionSignIn { username: username.into(), password: Secret::new(password), device_name: None }
}

fn code<T>(result: Result<T, Error>) -> &'static str {
    result.err().map_or("ok", |e| e.code())
}

async fn number(shop: &TestApp, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&mut shop.db.owner().await).await.unwrap()
}

async fn role(shop: &TestApp, code: &str) -> Value {
    let roles = shop.owner_call("role_list", json!({})).await;
    roles.as_array().unwrap().iter().find(|r| r["code"] == code).unwrap()["role_id"].clone()
}

async fn person(shop: &TestApp, name: &str, role_code: &str, places: &[LocationId]) -> Value {
    let input = json!({ "name": name, "username": name, "password": "kopi tubruk pagi", "role_id": role(shop, role_code).await,
                        "all_locations": places.is_empty(), "location_ids": places });
    shop.owner_call("user_create", input).await
}

#[tokio::test]
async fn guesses_made_at_once_are_counted_one_by_one() {
    let shop = TestApp::new().await;
    let nobody = shop.nobody_ctx();
    let guesses = (0..10).map(|i| {
        let (app, ctx) = (shop.app.clone(), nobody.clone());
        tokio::spawn(async move { session_sign_in(&app, &ctx, sign_in("hendra", &format!("tebakan-{i}"))).await })
    });
    for guess in guesses.collect::<Vec<_>>() {
        assert_ne!(code(guess.await.unwrap()), "ok");
    }
    let counted = number(&shop, "SELECT failures::BIGINT FROM user_sign_ins").await;
    assert!(counted >= 5, "only {counted} of ten guesses were counted");
    let told = "SELECT count(*) FROM activity_logs WHERE action = 'session_sign_in_fail'";
    assert_eq!(number(&shop, told).await, 10, "each is told");
    let looked_at =
        "SELECT count(*) FROM activity_logs WHERE action = 'session_sign_in_fail' AND NOT details ? 'locked'";
    assert_eq!(counted, number(&shop, looked_at).await, "each that was answered as wrong counts");
    assert_eq!(code(session_sign_in(&shop.app, &nobody, sign_in("hendra", OWNER_PASSWORD)).await), "sign_in_locked");
}

#[tokio::test]
async fn a_right_guess_among_many_wrong_ones_does_not_slip_through_the_lock() {
    let shop = TestApp::new().await;
    let mut conn = shop.db.owner().await;
    sqlx::query("INSERT INTO user_sign_ins (user_id) SELECT id FROM users ON CONFLICT DO NOTHING")
        .execute(&mut conn)
        .await
        .unwrap();
    // Its password was read and fits; before it may say so, others lock the account.
    sqlx::query("BEGIN").execute(&mut conn).await.unwrap();
    sqlx::query("UPDATE user_sign_ins SET failures = 5, locked_until = now() + interval '1 minute'")
        .execute(&mut conn)
        .await
        .unwrap();
    let (app, ctx) = (shop.app.clone(), shop.nobody_ctx());
    let right = tokio::spawn(async move { session_sign_in(&app, &ctx, sign_in("hendra", OWNER_PASSWORD)).await });
    waiting(&mut shop.db.owner().await, 1).await;
    sqlx::query("COMMIT").execute(&mut conn).await.unwrap();
    assert_eq!(code(right.await.unwrap()), "sign_in_locked");
}

#[tokio::test]
async fn two_owners_who_demote_each_other_at_once_leave_one() {
    let shop = TestApp::new().await;
    person(&shop, "rina", "super_admin", &[]).await;
    let operator = role(&shop, "operator").await;
    let people = shop.owner_call("user_list", json!({})).await["rows"].clone();
    let mut gate = shop.db.owner().await;
    sqlx::query("BEGIN").execute(&mut gate).await.unwrap();
    // Nobody can write a person until the gate opens: both have counted by then.
    sqlx::query("LOCK TABLE users IN SHARE MODE").execute(&mut gate).await.unwrap();
    let ctx = shop.owner_ctx();
    let demotions = people.as_array().unwrap().iter().map(|p| {
        let input = json!({ "user_id": p["user_id"], "version": p["version"], "name": p["name"], "role_id": operator,
                            "is_active": true, "all_locations": true, "location_ids": [] });
        shop.call(&ctx, "user_update", input)
    });
    let open = async {
        waiting(&mut shop.db.owner().await, 2).await;
        sqlx::query("COMMIT").execute(&mut gate).await.unwrap();
    };
    let (answers, ()) = tokio::join!(futures::future::join_all(demotions), open);
    let mut codes: Vec<_> = answers.into_iter().map(code).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["last_super_admin", "ok"]);
}

#[tokio::test]
async fn who_sees_one_place_knows_its_people_and_its_deeds_only() {
    let shop = TestApp::new().await;
    let (here, there) = (shop.location().await, shop.location_new("Cabang Wetan").await);
    person(&shop, "rina", "operator", &[here]).await;
    let joko = person(&shop, "joko", "operator", &[there]).await;
    person(&shop, "wati", "operator", &[here, there]).await;
    let local = shop.user_ctx("admin", Some(&[here])).await;
    let people = shop.call(&local, "user_list", json!({})).await.unwrap();
    let names: Vec<_> = people["rows"].as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["admin", "rina", "wati"]);
    let found = shop.call(&local, "user_list", json!({ "search": "joko" })).await.unwrap();
    assert_eq!(found["rows"], json!([]));
    let close = json!({ "user_id": joko["user_id"], "version": joko["version"], "name": "Joko", "is_active": false,
                        "role_id": role(&shop, "operator").await, "all_locations": false, "location_ids": [here] });
    assert_eq!(code(shop.call(&local, "user_update", close).await), "user_not_found");
    let roles = shop.call(&local, "role_list", json!({})).await.unwrap();
    let count = |code: &str| {
        let roles = roles.as_array().unwrap();
        roles.iter().find(|r| r["code"] == code).unwrap()["user_count"].as_i64().unwrap()
    };
    assert_eq!((count("operator"), count("super_admin"), count("admin")), (2, 0, 1));

    for place in [here, there] {
        let mut input = json!({ "location_id": place, "router_ids": [] });
        input["terms"] = json!({ "name": format!("Paket {}", place.0), "shortcut_key": null, "usage_limit_s": 3600, "data_limit_bytes": null,
            "validity_s": null, "shared_users": 1, "lock_mac": false, "upload_kbps": null, "download_kbps": null,
            "price_sell": "5000.00", "price_cost": "0.00", "profile_name": format!("p{}", place.0) });
        shop.owner_call("plan_create", input).await;
    }
    let own = json!({ "name": "Sari", "username": "sari", "password": "kopi tubruk pagi", "all_locations": false,
                      "role_id": role(&shop, "operator").await, "location_ids": [here] });
    shop.call(&local, "user_create", own).await.unwrap();
    let deeds = shop.call(&local, "activity_list", json!({})).await.unwrap();
    let actions: Vec<_> = deeds["rows"].as_array().unwrap().iter().map(|d| d["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["user_create", "plan_create"], "their own deed without a place, and what was done here");
    let all = shop.owner_call("activity_list", json!({})).await;
    assert!(all["rows"].as_array().unwrap().len() > 5, "who sees every place reads everything");
}

#[tokio::test]
async fn permissions_of_a_later_version_reach_roles_once() {
    let shop = TestApp::new().await;
    let mut conn = shop.db.owner().await;
    // As a database stands that was made before `job.view` and `user.edit` came, and
    // whose owner took `plan.edit` from the admins.
    sqlx::query(
        "UPDATE roles SET permissions_given = array_remove(array_remove(permissions_given, 'job.view'), 'user.edit'),
                permissions = array_remove(array_remove(array_remove(permissions, 'job.view'), 'user.edit'), 'plan.edit')
          WHERE code = 'admin'",
    )
    .execute(&mut conn)
    .await
    .unwrap();
    let held = async || -> Vec<String> {
        let sql = "SELECT unnest(permissions) FROM roles WHERE code = 'admin'";
        sqlx::query_scalar(sql).fetch_all(&mut shop.db.owner().await).await.unwrap()
    };
    let has = |held: &[String], name: &str| held.iter().filter(|p| *p == name).count();
    installation::installation_register(&shop.app.db, "0a1b2c3d").await.unwrap();
    let after = held().await;
    assert_eq!((has(&after, "job.view"), has(&after, "user.edit"), has(&after, "plan.edit")), (1, 1, 0));
    // The owner takes the new one away as well; the next start does not bring it back.
    sqlx::query("UPDATE roles SET permissions = array_remove(permissions, 'job.view') WHERE code = 'admin'")
        .execute(&mut conn)
        .await
        .unwrap();
    installation::installation_register(&shop.app.db, "0a1b2c3d").await.unwrap();
    assert_eq!(has(&held().await, "job.view"), 0);
    let super_admin =
        number(&shop, "SELECT count(*) FROM roles WHERE code = 'super_admin' AND permissions IS NULL").await;
    assert_eq!(super_admin, 1, "everything stays everything");
}

#[tokio::test]
async fn a_locked_out_owner_gets_a_new_password_from_the_installation_only() {
    let shop = TestApp::new().await;
    for _ in 0..5 {
        let _ = session_sign_in(&shop.app, &shop.nobody_ctx(), sign_in("hendra", "salah-terus")).await;
    }
    let sessions = "SELECT count(*) FROM sessions WHERE ended_at IS NULL";
    assert_eq!(number(&shop, sessions).await, 1);
    let reset = |ctx: Ctx, user: Option<&str>, password: &str| {
        let input = OwnerPasswordReset { username: user.map(str::to_owned), password: Secret::new(password) };
        let app = shop.app.clone();
        async move { owner_password_reset(&app, &ctx, input).await }
    };
    let machine = || shop.app.machine_ctx(Source::Cli);
    assert_eq!(code(reset(shop.owner_ctx(), None, "teh poci sore").await), "permission_denied");
    assert_eq!(code(reset(shop.nobody_ctx(), None, "teh poci sore").await), "permission_denied");
    assert_eq!(code(reset(machine(), None, "pendek").await), "input_invalid");
    assert_eq!(code(reset(machine(), Some("siapa"), "teh poci sore").await), "user_not_found");
    assert_eq!(reset(machine(), None, "teh poci sore").await.unwrap(), "hendra");
    assert_eq!(number(&shop, sessions).await, 0, "whoever was in is out");
    let old = session_sign_in(&shop.app, &shop.nobody_ctx(), sign_in("hendra", OWNER_PASSWORD)).await;
    assert_eq!(code(old), "sign_in_failed");
    session_sign_in(&shop.app, &shop.nobody_ctx(), sign_in("hendra", "teh poci sore")).await.unwrap();
    assert_eq!(number(&shop, "SELECT count(*) FROM activity_logs WHERE action = 'owner_password_reset'").await, 1);

    person(&shop, "rina", "super_admin", &[]).await;
    let unclear = reset(machine(), None, "kopi pahit malam").await.unwrap_err().wire("");
    assert_eq!((unclear.code.as_str(), &unclear.params["usernames"]), ("owner_ambiguous", &json!("hendra, rina")));
    assert_eq!(reset(machine(), Some(" RINA "), "kopi pahit malam").await.unwrap(), "rina");
}
