//! Sessions and devices, passwords of one's own, one-time passwords, PIN and lock.

use chrono::TimeDelta;
use serde_json::{Value, json};
use simpul_core::identity::session::session_ctx;
use simpul_kernel::{Ctx, Error, Secret, Source};
use simpul_testkit::{Door, OWNER_PASSWORD, SessionChange, TestApp, table};

const RINA: &str = "kopi tubruk pagi";

fn code<T>(result: Result<T, Error>) -> &'static str {
    result.err().map_or("ok", |e| e.code())
}

async fn role(shop: &TestApp, code: &str) -> Value {
    let roles = shop.owner_call("role_list", json!({})).await;
    roles.as_array().unwrap().iter().find(|r| r["code"] == code).unwrap()["role_id"].clone()
}

async fn rina(shop: &TestApp) -> Value {
    let input = json!({ "name": "Rina", "username": "rina", "password": RINA, "role_id": role(shop, "operator").await,
                        "all_locations": true, "location_ids": [] });
    shop.owner_call("user_create", input).await
}

/// Signs in as a door does.
async fn sign_in(shop: &TestApp, username: &str, password: &str, device: &str) -> Result<Secret, String> {
    let input = json!({ "username": username, "password": password, "device_name": device });
    let answer = Door::new(shop.app.clone(), Source::Lan).call(None, "session_sign_in", input).await;
    match (answer.result, answer.session) {
        (Ok(_), SessionChange::Begin(token)) => Ok(token),
        (Err(error), _) => Err(error.code),
        other => panic!("{other:?}"),
    }
}

async fn ctx(shop: &TestApp, token: &Secret) -> Ctx {
    session_ctx(&shop.app.db, &shop.clock, Source::Lan, Some(token)).await.unwrap()
}

#[tokio::test]
async fn people_see_their_devices_and_end_them() {
    let shop = TestApp::new().await;
    rina(&shop).await;
    let desk = sign_in(&shop, "rina", RINA, "  Kasir\u{7} 1 ").await.unwrap();
    let phone = sign_in(&shop, "rina", RINA, "HP").await.unwrap();
    let own = ctx(&shop, &desk).await;
    let list = shop.call(&own, "session_list", json!({})).await.unwrap();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), 2);
    let current = list.iter().find(|s| s["is_current"] == true).unwrap();
    assert_eq!((current["device_name"].as_str(), current["source"].as_str()), (Some("Kasir 1"), Some("lan")));
    assert!(!list[0].to_string().contains("token"), "{list:?}");
    let other = list.iter().find(|s| s["is_current"] == false).unwrap()["session_id"].clone();
    shop.call(&own, "session_revoke", json!({ "session_id": other })).await.unwrap();
    assert!(ctx(&shop, &phone).await.user_id().is_none(), "an ended session opens nothing");
    assert_eq!(code(shop.call(&own, "session_revoke", json!({ "session_id": other })).await), "session_not_found");
    let owners = shop.owner_call("session_list", json!({})).await[0]["session_id"].clone();
    assert_eq!(code(shop.call(&own, "session_revoke", json!({ "session_id": owners })).await), "session_not_found");
    let deeds = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM activity_logs WHERE action = 'session_revoke'");
    assert_eq!(deeds.fetch_one(&mut shop.db.owner().await).await.unwrap(), 1);

    sign_in(&shop, "rina", RINA, "HP").await.unwrap();
    sign_in(&shop, "rina", RINA, "Laptop").await.unwrap();
    let ended = shop.call(&own, "session_revoke_others", json!({})).await.unwrap();
    assert_eq!(ended["count"], 2);
    assert!(ctx(&shop, &desk).await.user_id().is_some(), "this one goes on");
}

#[tokio::test]
async fn an_admin_sees_and_ends_sessions_of_people_beneath_only() {
    let shop = TestApp::new().await;
    let rina = rina(&shop).await;
    let token = sign_in(&shop, "rina", RINA, "Kasir").await.unwrap();
    let admin = shop.user_ctx("admin", None).await;
    let of_rina = json!({ "user_id": rina["user_id"] });
    assert_eq!(shop.call(&admin, "user_session_list", of_rina.clone()).await.unwrap().as_array().unwrap().len(), 1);
    assert_eq!(shop.call(&admin, "user_session_revoke", of_rina).await.unwrap()["count"], 1);
    assert!(ctx(&shop, &token).await.user_id().is_none());
    let owner = shop.owner_ctx().user_id();
    for operation in ["user_session_revoke", "user_unlock"] {
        assert_eq!(
            code(shop.call(&admin, operation, json!({ "user_id": owner })).await),
            "above_own_role",
            "{operation}"
        );
    }
    let reset = json!({ "user_id": owner, "version": 1 });
    assert_eq!(code(shop.call(&admin, "user_password_reset", reset).await), "above_own_role");
}

#[tokio::test]
async fn a_password_changes_by_the_old_one_and_ends_the_other_sessions() {
    let shop = TestApp::new().await;
    rina(&shop).await;
    let desk = sign_in(&shop, "rina", RINA, "Kasir").await.unwrap();
    let phone = sign_in(&shop, "rina", RINA, "HP").await.unwrap();
    let own = ctx(&shop, &desk).await;
    let change = |old: &str, new: &str| json!({ "old_password": old, "new_password": new });
    let weak = shop.call(&own, "me_password_change", change(RINA, "rina")).await.unwrap_err().wire("");
    assert_eq!(weak.code, "input_invalid");
    let same = shop.call(&own, "me_password_change", change(RINA, RINA)).await.unwrap_err().wire("");
    assert_eq!(same.params["fields"][0]["rule"], "unchanged");
    for _ in 0..5 {
        assert_eq!(
            code(shop.call(&own, "me_password_change", change("salah sekali", "teh poci sore")).await),
            "password_wrong"
        );
    }
    let locked = shop.call(&own, "me_password_change", change(RINA, "teh poci sore")).await;
    assert_eq!(code(locked), "sign_in_locked", "a session left open is no way to guess without end");
    let rows = shop.owner_call("user_list", json!({ "search": "rina" })).await["rows"][0].clone();
    assert_eq!((rows["failures"].as_i64(), rows["locked_until"].is_string()), (Some(5), true), "the lock-out is shown");
    let lifted = shop.owner_call("user_unlock", json!({ "user_id": rows["user_id"] })).await;
    assert_eq!((lifted["failures"].as_i64(), lifted["locked_until"].is_null()), (Some(0), true));
    let ended = shop.call(&own, "me_password_change", change(RINA, "teh poci sore")).await.unwrap();
    assert_eq!(ended["count"], 1);
    assert!(ctx(&shop, &desk).await.user_id().is_some() && ctx(&shop, &phone).await.user_id().is_none());
    assert_eq!(sign_in(&shop, "rina", RINA, "x").await.unwrap_err(), "sign_in_failed");
    sign_in(&shop, "rina", "teh poci sore", "x").await.unwrap();
}

#[tokio::test]
async fn a_one_time_password_must_be_changed_and_runs_out() {
    let shop = TestApp::new().await;
    let rina = rina(&shop).await;
    let before = sign_in(&shop, "rina", RINA, "Kasir").await.unwrap();
    let reset = json!({ "user_id": rina["user_id"], "version": rina["version"] });
    let drawn = shop.owner_call("user_password_reset", reset.clone()).await;
    assert_eq!(code(shop.call(&shop.owner_ctx(), "user_password_reset", reset).await), "row_changed_meanwhile");
    let password = drawn["password"].as_str().unwrap().to_owned();
    assert!(ctx(&shop, &before).await.user_id().is_none(), "their sessions end");
    let token = sign_in(&shop, "rina", &password, "Kasir").await.unwrap();
    let held = ctx(&shop, &token).await;
    for operation in ["voucher_list", "settings_get", "session_list", "me_pin_set", "session_lock"] {
        assert_eq!(code(shop.call(&held, operation, json!({})).await), "password_change_required", "{operation}");
    }
    let state = shop.call(&held, "session_get", json!({})).await.unwrap();
    assert_eq!((state["must_change_password"].as_bool(), state["is_locked"].as_bool()), (Some(true), Some(false)));
    let change = json!({ "old_password": password, "new_password": "teh poci sore" });
    shop.call(&held, "me_password_change", change).await.unwrap();
    let free = ctx(&shop, &token).await;
    shop.call(&free, "voucher_list", json!({ "filter": {} })).await.unwrap();

    let people = shop.owner_call("user_list", json!({ "search": "rina" })).await["rows"][0].clone();
    let again = json!({ "user_id": people["user_id"], "version": people["version"] });
    let drawn = shop.owner_call("user_password_reset", again).await;
    shop.clock.set_fixed(shop.clock.now() + TimeDelta::days(3) + TimeDelta::minutes(1));
    let late = sign_in(&shop, "rina", drawn["password"].as_str().unwrap(), "x").await;
    assert_eq!(late.unwrap_err(), "one_time_password_expired");
    let own = shop.owner_call("user_list", json!({ "search": "hendra" })).await["rows"][0].clone();
    let reset = json!({ "user_id": own["user_id"], "version": own["version"] });
    assert_eq!(code(shop.call(&shop.owner_ctx(), "user_password_reset", reset).await), "password_reset_own");
    let around = json!({ "user_id": own["user_id"], "version": own["version"], "name": "Hendra", "role_id": own["role_id"],
                         "is_active": true, "all_locations": true, "location_ids": [], "new_password": "teh poci sore" });
    assert_eq!(code(shop.call(&shop.owner_ctx(), "user_update", around).await), "password_reset_own", "nor that way");
}

#[tokio::test]
async fn a_locked_session_does_nothing_until_it_is_opened() {
    let shop = TestApp::new().await;
    rina(&shop).await;
    let token = sign_in(&shop, "rina", RINA, "Kasir").await.unwrap();
    let own = ctx(&shop, &token).await;
    let pin = |pin: Value| json!({ "password": RINA, "pin": pin });
    assert_eq!(code(shop.call(&own, "me_pin_set", pin(json!("1234"))).await), "input_invalid");
    assert_eq!(shop.call(&own, "me_pin_set", pin(json!("407193"))).await.unwrap()["has_pin"], true);
    shop.call(&own, "session_lock", json!({})).await.unwrap();
    let locked = ctx(&shop, &token).await;
    let mut tried = 0;
    for operation in table().iter().filter(|op| op.access != simpul_kernel::Access::Public) {
        // Opening it, leaving it, or a colleague's taking it over by a PIN of their own.
        let may = operation.name.starts_with("session_quick_")
            || ["session_get", "session_unlock", "session_sign_out"].contains(&operation.name);
        if !may {
            tried += 1;
            assert_eq!(
                code(shop.call(&locked, operation.name, json!({})).await),
                "session_locked",
                "{}",
                operation.name
            );
        }
    }
    assert!(tried > 60, "only {tried} operations were tried");
    let state = shop.call(&locked, "session_get", json!({})).await.unwrap();
    assert_eq!((state["is_locked"].as_bool(), state["pin_tries_left"].as_i64()), (Some(true), Some(5)));
    assert_eq!(code(shop.call(&locked, "session_unlock", json!({})).await), "input_invalid");
    let wrong = shop.call(&locked, "session_unlock", json!({ "pin": "111222" })).await.unwrap_err().wire("");
    assert_eq!((wrong.code.as_str(), wrong.params["tries_left"].as_i64()), ("pin_wrong", Some(4)));
    shop.call(&locked, "session_unlock", json!({ "pin": "407193" })).await.unwrap();
    let open = ctx(&shop, &token).await;
    assert!(open.hold.is_none());
    shop.call(&open, "voucher_list", json!({ "filter": {} })).await.unwrap();
}

#[tokio::test]
async fn five_wrong_pins_at_once_and_only_the_password_opens() {
    let shop = TestApp::new().await;
    let owner = shop.owner_ctx();
    shop.call(&owner, "me_pin_set", json!({ "password": OWNER_PASSWORD, "pin": "407193" })).await.unwrap();
    shop.call(&owner, "session_lock", json!({})).await.unwrap();
    let guesses = (0..8).map(|i| shop.call(&owner, "session_unlock", json!({ "pin": format!("99112{i}") })));
    let mut codes: Vec<_> = futures::future::join_all(guesses).await.into_iter().map(code).collect();
    codes.sort_unstable();
    let wrong = codes.iter().filter(|code| **code == "pin_wrong").count();
    assert_eq!((wrong, codes.iter().filter(|code| **code == "pin_spent").count()), (5, 3), "{codes:?}");
    assert_eq!(code(shop.call(&owner, "session_unlock", json!({ "pin": "407193" })).await), "pin_spent");
    assert_eq!(
        code(shop.call(&owner, "session_unlock", json!({ "password": "salah sekali" })).await),
        "password_wrong"
    );
    shop.call(&owner, "session_unlock", json!({ "password": OWNER_PASSWORD })).await.unwrap();
    shop.call(&owner, "session_unlock", json!({ "pin": "407193" })).await.expect("the tries are given back");
    shop.call(&owner, "me_pin_set", json!({ "password": OWNER_PASSWORD })).await.unwrap();
    assert_eq!(code(shop.call(&owner, "session_unlock", json!({ "pin": "407193" })).await), "pin_not_set");
}

#[tokio::test]
async fn a_session_nobody_used_for_long_is_found_locked() {
    let shop = TestApp::new().await;
    rina(&shop).await;
    let token = sign_in(&shop, "rina", RINA, "Kasir").await.unwrap();
    let at = shop.clock.now();
    shop.clock.set_fixed(at + TimeDelta::minutes(20));
    assert!(ctx(&shop, &token).await.hold.is_none(), "used again in time");
    shop.clock.set_fixed(at + TimeDelta::minutes(60));
    assert_eq!(ctx(&shop, &token).await.hold, Some(simpul_kernel::Hold::Locked));
    let mut settings = shop.owner_call("settings_get", json!({})).await;
    settings["idle_lock_minutes"] = json!(0);
    shop.owner_call("settings_update", settings).await;
    let token = sign_in(&shop, "rina", RINA, "Kasir").await.unwrap();
    shop.clock.set_fixed(at + TimeDelta::hours(9));
    assert!(ctx(&shop, &token).await.hold.is_none(), "0 = never");
}

/// A person with a PIN; answers their id.
async fn with_pin(shop: &TestApp, username: &str, pin: &str) -> Value {
    let input = json!({ "name": username, "username": username, "password": RINA, "role_id": role(shop, "operator").await,
                        "all_locations": true, "location_ids": [] });
    let id = shop.owner_call("user_create", input).await["user_id"].clone();
    let token = sign_in(shop, username, RINA, "HP").await.unwrap();
    let own = ctx(shop, &token).await;
    shop.call(&own, "me_pin_set", json!({ "pin": pin, "password": RINA })).await.unwrap();
    id
}

#[tokio::test]
async fn a_colleague_takes_a_desk_over_by_pin_and_leaves_it_locked() {
    let shop = TestApp::new().await;
    let sari = with_pin(&shop, "sari", "258036").await;
    let tuti = with_pin(&shop, "tuti", "741852").await;
    rina(&shop).await;
    let desk = sign_in(&shop, "rina", RINA, "Loket").await.unwrap();
    let rina_ctx = ctx(&shop, &desk).await;
    let people = shop.call(&rina_ctx, "session_quick_list", json!({})).await.unwrap();
    let names: Vec<&str> = people.as_array().unwrap().iter().map(|p| p["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["sari", "tuti"], "who has a PIN");

    let wrong = shop.call(&rina_ctx, "session_quick_begin", json!({ "user_id": sari, "pin": "000000" })).await;
    assert_eq!(code(wrong), "pin_wrong");
    let me = shop.call(&rina_ctx, "session_quick_begin", json!({ "user_id": sari, "pin": "258036" })).await.unwrap();
    assert_eq!(me["username"], "sari");
    let acting = ctx(&shop, &desk).await;
    assert_eq!((json!(acting.user_id()), acting.hold), (sari.clone(), None), "the desk's own token is sari now");
    assert_ne!(acting.session, rina_ctx.session, "with a session of her own");
    assert_eq!(shop.call(&acting, "session_get", json!({})).await.unwrap()["is_quick"], true);

    shop.call(&acting, "session_quick_begin", json!({ "user_id": tuti, "pin": "741852" })).await.unwrap();
    let second = ctx(&shop, &desk).await;
    assert_eq!(json!(second.user_id()), tuti);
    shop.call(&second, "session_quick_end", json!({})).await.unwrap();
    let left = ctx(&shop, &desk).await;
    assert_eq!(left.user_id(), rina_ctx.user_id());
    assert_eq!(left.hold, Some(simpul_kernel::Hold::Locked), "nobody gets more by leaving than they had");
    let deeds = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM activity_logs WHERE action LIKE 'session_quick_%'");
    assert_eq!(deeds.fetch_one(&mut shop.db.owner().await).await.unwrap(), 3);

    // From the locked desk too; unused, it ends by itself.
    shop.call(&left, "session_quick_begin", json!({ "user_id": sari, "pin": "258036" })).await.unwrap();
    let at = shop.clock.now();
    shop.clock.set_fixed(at + TimeDelta::minutes(10));
    assert_eq!(json!(ctx(&shop, &desk).await.user_id()), sari);
    shop.clock.set_fixed(at + TimeDelta::minutes(24));
    assert_eq!(json!(ctx(&shop, &desk).await.user_id()), sari, "used meanwhile");
    shop.clock.set_fixed(at + TimeDelta::minutes(40));
    assert_eq!(ctx(&shop, &desk).await.hold, Some(simpul_kernel::Hold::Locked));
}

#[tokio::test]
async fn a_pin_is_not_guessed_at_a_colleagues_desk_and_signing_out_there_leaves_nothing_open() {
    let shop = TestApp::new().await;
    let sari = with_pin(&shop, "sari", "258036").await;
    rina(&shop).await;
    let desk = sign_in(&shop, "rina", RINA, "Loket").await.unwrap();
    let own = ctx(&shop, &desk).await;
    shop.call(&own, "session_quick_begin", json!({ "user_id": sari, "pin": "258036" })).await.unwrap();
    let acting = ctx(&shop, &desk).await;
    shop.call(&acting, "session_sign_out", json!({})).await.unwrap();
    assert!(ctx(&shop, &desk).await.user_id().is_none());
    for left in (0..5).rev() {
        let refused =
            shop.call(&own, "session_quick_begin", json!({ "user_id": sari, "pin": "111111" })).await.unwrap_err();
        assert_eq!(refused.wire("i").params["tries_left"], left);
    }
    let spent = shop.call(&own, "session_quick_begin", json!({ "user_id": sari, "pin": "258036" })).await;
    assert_eq!(code(spent), "pin_spent");
    let elsewhere = shop.location_new("Cabang").await;
    let stranger = shop.user_ctx("operator", Some(&[elsewhere])).await;
    assert_eq!(
        shop.call(&stranger, "session_quick_list", json!({})).await.unwrap().as_array().unwrap().len(),
        1,
        "who works everywhere"
    );
}
