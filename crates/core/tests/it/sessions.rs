//! Sessions and devices, passwords of one's own, one-time passwords, PIN and lock.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use simpul_core::identity::session::{session_ctx, session_used};
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

/// As [`ctx`], of a call that somebody made who sits there.
async fn used(shop: &TestApp, token: &Secret) -> Ctx {
    session_used(&shop.app.db, &shop.clock, Source::Lan, Some(token)).await.unwrap()
}

/// A page that asks each minute from one minute to another.
async fn polled(shop: &TestApp, token: &Secret, at: DateTime<Utc>, minutes: std::ops::Range<i64>) {
    for minute in minutes {
        shop.clock.set_fixed(at + TimeDelta::minutes(minute));
        ctx(shop, token).await;
    }
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
    assert!(used(&shop, &token).await.hold.is_none(), "used again in time");
    polled(&shop, &token, at, 21..54).await;
    assert!(ctx(&shop, &token).await.hold.is_none());
    shop.clock.set_fixed(at + TimeDelta::minutes(56));
    assert_eq!(ctx(&shop, &token).await.hold, Some(simpul_kernel::Hold::Locked));
    let mut settings = shop.owner_call("settings_get", json!({})).await;
    settings["idle_lock_minutes"] = json!(0);
    shop.owner_call("settings_update", settings).await;
    let token = sign_in(&shop, "rina", RINA, "Kasir").await.unwrap();
    shop.clock.set_fixed(at + TimeDelta::hours(9));
    assert!(ctx(&shop, &token).await.hold.is_none(), "0 = never");
}

#[tokio::test]
async fn what_somebody_does_keeps_a_session_and_what_a_page_asks_does_not() {
    let shop = TestApp::new().await;
    rina(&shop).await;
    let token = sign_in(&shop, "rina", RINA, "Kasir").await.unwrap();
    let door = Door::new(shop.app.clone(), Source::Lan);
    let seen = async || {
        let sql = "SELECT seen_at FROM sessions ORDER BY id DESC LIMIT 1";
        sqlx::query_scalar::<_, DateTime<Utc>>(sql).fetch_one(&mut shop.db.owner().await).await.unwrap()
    };
    let (at, before) = (shop.clock.now(), seen().await);
    shop.clock.set_fixed(at + TimeDelta::minutes(10));
    for asked in ["me_get", "session_get", "notice_take"] {
        door.call(Some(&token), asked, json!({})).await.result.unwrap();
        assert_eq!(seen().await, before, "{asked}");
    }
    door.call(Some(&token), "session_touch", json!({})).await.result.unwrap();
    assert!(seen().await > before);
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
    assert_eq!(json!(used(&shop, &desk).await.user_id()), sari);
    polled(&shop, &desk, at, 11..24).await;
    assert_eq!(json!(ctx(&shop, &desk).await.user_id()), sari, "used meanwhile");
    polled(&shop, &desk, at, 24..27).await;
    assert_eq!(ctx(&shop, &desk).await.hold, Some(simpul_kernel::Hold::Locked), "a page that asks is no person");
}

#[tokio::test]
async fn a_colleagues_session_opened_by_pin_lives_no_longer_than_before() {
    let shop = TestApp::new().await;
    let sari = with_pin(&shop, "sari", "258036").await;
    rina(&shop).await;
    let desk = sign_in(&shop, "rina", RINA, "Loket").await.unwrap();
    let own = ctx(&shop, &desk).await;
    shop.call(&own, "session_quick_begin", json!({ "user_id": sari, "pin": "258036" })).await.unwrap();
    let acting = ctx(&shop, &desk).await;
    shop.call(&acting, "session_lock", json!({})).await.unwrap();
    shop.call(&acting, "session_unlock", json!({ "pin": "258036" })).await.unwrap();
    assert_eq!(json!(ctx(&shop, &desk).await.user_id()), sari);
    shop.clock.set_fixed(shop.clock.now() + TimeDelta::minutes(16));
    let left = ctx(&shop, &desk).await;
    assert_eq!((left.user_id(), left.hold), (own.user_id(), Some(simpul_kernel::Hold::Locked)));
    shop.call(&left, "session_unlock", json!({ "password": RINA })).await.unwrap();
    shop.clock.set_fixed(shop.clock.now() + TimeDelta::minutes(30));
    assert!(ctx(&shop, &desk).await.hold.is_none(), "one's own lives on");
}

#[tokio::test]
async fn nobody_lifts_their_own_lock_out_and_tries_with_a_pin_come_back_by_the_password_only() {
    let shop = TestApp::new().await;
    let own = shop.owner_ctx();
    shop.call(&own, "me_pin_set", json!({ "password": OWNER_PASSWORD, "pin": "407193" })).await.unwrap();
    let guess = json!({ "old_password": "salah sekali", "new_password": "teh poci sore" });
    for _ in 0..5 {
        assert_eq!(code(shop.call(&own, "me_password_change", guess.clone()).await), "password_wrong");
    }
    let lift = json!({ "user_id": own.user_id() });
    assert_eq!(code(shop.call(&own, "user_unlock", lift).await), "user_unlock_own");
    assert_eq!(code(shop.call(&own, "me_password_change", guess).await), "sign_in_locked");

    let sari = with_pin(&shop, "sari", "258036").await;
    let begin = |pin: &str| json!({ "user_id": sari, "pin": pin });
    for _ in 0..5 {
        assert_eq!(code(shop.call(&own, "session_quick_begin", begin("111111")).await), "pin_wrong");
    }
    shop.owner_call("user_unlock", json!({ "user_id": sari })).await;
    assert_eq!(code(shop.call(&own, "session_quick_begin", begin("258036")).await), "pin_spent");
    sign_in(&shop, "sari", RINA, "HP").await.unwrap();
    shop.call(&own, "session_quick_begin", begin("258036")).await.expect("the password gave the tries back");
}

#[tokio::test]
async fn a_password_given_by_others_takes_the_pin() {
    let shop = TestApp::new().await;
    let sari = with_pin(&shop, "sari", "258036").await;
    let tuti = with_pin(&shop, "tuti", "741852").await;
    let row = |who: &Value| {
        let who = who.clone();
        let rows = shop.owner_call("user_list", json!({}));
        async move { rows.await["rows"].as_array().unwrap().iter().find(|row| row["user_id"] == who).unwrap().clone() }
    };
    let before = row(&sari).await;
    let update = json!({ "user_id": sari, "version": before["version"], "name": "Sari", "role_id": before["role_id"],
                         "is_active": true, "all_locations": true, "location_ids": [], "new_password": "teh poci sore" });
    shop.owner_call("user_update", update).await;
    let reset = json!({ "user_id": tuti, "version": row(&tuti).await["version"] });
    shop.owner_call("user_password_reset", reset).await;
    let people = shop.owner_call("session_quick_list", json!({})).await;
    assert_eq!(people.as_array().unwrap().len(), 0, "{people}");
    let begin = json!({ "user_id": sari, "pin": "258036" });
    assert_eq!(code(shop.call(&shop.owner_ctx(), "session_quick_begin", begin).await), "pin_not_set");
}

#[tokio::test]
async fn a_desk_is_switched_where_it_may_be_and_a_pin_opens_neither_accounts_nor_the_database() {
    let shop = TestApp::new().await;
    let owner = shop.owner_ctx();
    shop.call(&owner, "me_pin_set", json!({ "password": OWNER_PASSWORD, "pin": "407193" })).await.unwrap();
    let begin = json!({ "user_id": owner.user_id(), "pin": "407193" });
    for code_of in ["reseller", "customer"] {
        let outsider = shop.user_ctx(code_of, None).await;
        assert_eq!(code(shop.call(&outsider, "session_quick_list", json!({})).await), "permission_denied");
        assert_eq!(code(shop.call(&outsider, "session_quick_begin", begin.clone()).await), "permission_denied");
    }
    rina(&shop).await;
    let desk = sign_in(&shop, "rina", RINA, "Loket").await.unwrap();
    let me = shop.call(&ctx(&shop, &desk).await, "session_quick_begin", begin.clone()).await.unwrap();
    let acting = ctx(&shop, &desk).await;
    assert_eq!(acting.user_id(), owner.user_id());
    for denied in ["user.edit", "database.manage"] {
        assert!(!me["permissions"].as_array().unwrap().contains(&json!(denied)), "{denied}");
    }
    assert_eq!(
        code(shop.call(&acting, "role_create", json!({ "name": "x", "permissions": [] })).await),
        "permission_denied"
    );
    shop.call(&acting, "settings_get", json!({})).await.expect("all else is theirs");

    // A desk whose session ended meanwhile is nobody's to take over.
    shop.owner_call("user_session_revoke", json!({ "user_id": me_id(&shop, "rina").await })).await;
    assert_eq!(code(shop.call(&acting, "session_quick_begin", begin).await), "sign_in_required");
}

async fn me_id(shop: &TestApp, username: &str) -> Value {
    shop.owner_call("user_list", json!({ "search": username })).await["rows"][0]["user_id"].clone()
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

#[tokio::test]
async fn a_role_people_made_needs_no_permission_to_be_switched_to() {
    let shop = TestApp::new().await;
    let sari = with_pin(&shop, "sari", "258036").await;
    let sells = json!({ "name": "Kasir Malam", "permissions": ["cash.operate", "sale.create"] });
    let made = shop.owner_call("role_create", sells).await["role_id"].clone();
    sqlx::query("UPDATE users SET role_id = $1 WHERE username = 'sari'")
        .bind(made.as_i64())
        .execute(&mut shop.db.owner().await)
        .await
        .unwrap();
    rina(&shop).await;
    let desk = sign_in(&shop, "rina", RINA, "Loket").await.unwrap();
    let own = ctx(&shop, &desk).await;
    let offered = shop.call(&own, "session_quick_list", json!({})).await.unwrap();
    assert_eq!(offered[0]["user_id"], sari);
    shop.call(&own, "session_quick_begin", json!({ "user_id": sari, "pin": "258036" })).await.unwrap();
    let acting = ctx(&shop, &desk).await;
    assert_eq!(acting.user_id().map(|id| id.0), sari.as_i64());
    // To offer their own desk to others is for whoever makes the role to give.
    assert_eq!(code(shop.call(&acting, "session_quick_list", json!({})).await), "permission_denied");
}
