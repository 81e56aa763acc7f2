//! What a refused sign-in tells whoever tries, and what the trail tells afterwards.

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use simpul_core::App;
use simpul_kernel::Source;
use simpul_testkit::{Door, OWNER_PASSWORD, TestApp};

/// Signs in as a door does; the answer as it goes out.
async fn sign_in(app: &App, username: &str, password: &str) -> (String, Value) {
    let input = json!({ "username": username, "password": password });
    match Door::new(app.clone(), Source::Lan).call(None, "session_sign_in", input).await.result {
        Ok(_) => ("ok".to_owned(), Value::Null),
        Err(error) => (error.code, error.params),
    }
}

async fn number(shop: &TestApp, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&mut shop.db.owner().await).await.unwrap()
}

#[tokio::test]
async fn a_name_nobody_has_is_answered_as_one_that_somebody_has() {
    let shop = TestApp::new().await;
    // Finer than the database keeps a time: the answers must not differ by that either.
    let begin: DateTime<Utc> = "2026-11-22T03:04:05.123456789Z".parse().unwrap();
    let mut codes = Vec::new();
    for minute in [0, 0, 0, 0, 0, 0, 0, 2, 2, 3, 5, 5] {
        shop.clock.set_fixed(begin + TimeDelta::minutes(minute));
        let known = sign_in(&shop.app, "hendra", "bukan-sandinya").await;
        let unknown = sign_in(&shop.app, " Siapa-Saja ", "bukan-sandinya").await;
        assert_eq!(known, unknown, "at minute {minute}");
        assert_eq!(known.0 == "sign_in_locked", known.1["until"].is_string(), "{known:?}");
        codes.push(known.0);
    }
    let locked = |codes: &[String]| codes.iter().map(|code| code == "sign_in_locked").collect::<Vec<_>>();
    assert_eq!(locked(&codes[..7]), [false, false, false, false, false, true, true]);
    // After its minute once more, then two, then four.
    assert_eq!(locked(&codes[7..]), [false, true, true, false, true]);
    // The right password does not tell either while it is locked.
    assert_eq!(sign_in(&shop.app, "hendra", OWNER_PASSWORD).await.0, "sign_in_locked");

    let told = "SELECT count(*) FROM activity_logs WHERE action = 'session_sign_in_fail' AND";
    let count = async |of: &str| -> i64 {
        let sql = sqlx::AssertSqlSafe(format!("{told} {of}"));
        sqlx::query_scalar(sql).fetch_one(&mut shop.db.owner().await).await.unwrap()
    };
    assert_eq!((count("subject_kind = 'user'").await, count("subject_id IS NULL").await), (13, 12), "each is told");
    assert_eq!(count("subject_kind = 'user' AND details ->> 'locked' = 'true'").await, 6);
    assert_eq!(count("subject_id IS NULL AND details ->> 'locked' = 'true'").await, 5);
    // Which are the same is told, what was typed is not.
    assert_eq!(count("details ->> 'name_hash' ~ '^[0-9a-f]{16}$'").await, 12);
    assert_eq!(number(&shop, "SELECT count(DISTINCT details ->> 'name_hash') FROM activity_logs").await, 1);
    assert_eq!(count("details::TEXT ~* 'siapa|bukan'").await, 0);
}

#[tokio::test]
async fn guesses_at_once_with_a_name_nobody_has_are_counted_one_by_one() {
    let shop = TestApp::new().await;
    let guesses = (0..10).map(|_| {
        let app = shop.app.clone();
        tokio::spawn(async move { sign_in(&app, "siapa", "bukan-sandinya").await.0 })
    });
    for guess in guesses.collect::<Vec<_>>() {
        assert_ne!(guess.await.unwrap(), "ok");
    }
    assert_eq!(sign_in(&shop.app, "siapa", "bukan-sandinya").await.0, "sign_in_locked");
    assert_eq!(number(&shop, "SELECT count(*) FROM activity_logs WHERE action = 'session_sign_in_fail'").await, 11);
    // Each program keeps its own: what nobody has is in no database.
    let (second, _folder) = shop.second("beefcafe").await;
    assert_eq!(sign_in(&second, "siapa", "bukan-sandinya").await.0, "sign_in_failed");
}

#[tokio::test]
async fn tries_without_end_are_counted_and_do_not_fill_the_trail() {
    let shop = TestApp::new().await;
    shop.clock.set_fixed("2026-11-22T03:04:05Z".parse().unwrap());
    for _ in 0..30 {
        assert_ne!(sign_in(&shop.app, "hendra", "bukan-sandinya").await.0, "ok");
    }
    let all = "SELECT count(*) FROM activity_logs WHERE action = 'session_sign_in_fail'";
    let most = "SELECT max((details ->> 'left_out')::BIGINT) FROM activity_logs";
    assert_eq!((number(&shop, all).await, number(&shop, most).await), (24, 8), "twenty, and 1, 2, 4, 8 left out");
    // Somebody else is told of, and whoever tries goes on being counted.
    assert_eq!(sign_in(&shop.app, "siapa", "bukan-sandinya").await.0, "sign_in_failed");
    assert_eq!(
        (number(&shop, all).await, sign_in(&shop.app, "hendra", OWNER_PASSWORD).await.0),
        (25, "sign_in_locked".into())
    );
    // With the next while it is said what was left out of this one, and the try itself is told.
    shop.clock.set_fixed("2026-11-22T03:14:05Z".parse().unwrap());
    assert_ne!(sign_in(&shop.app, "hendra", "bukan-sandinya").await.0, "ok");
    assert_eq!((number(&shop, all).await, number(&shop, most).await), (27, 11));
}

#[tokio::test]
async fn whoever_is_let_in_no_more_with_the_right_password_leaves_an_entry() {
    let shop = TestApp::new().await;
    let roles = shop.owner_call("role_list", json!({})).await;
    let operator = roles.as_array().unwrap().iter().find(|r| r["code"] == "operator").unwrap()["role_id"].clone();
    let rina = json!({ "name": "Rina", "username": "rina", "password": "kopi tubruk pagi", "role_id": operator,
                       "all_locations": true, "location_ids": [] });
    let rina = shop.owner_call("user_create", rina).await;
    let reset = json!({ "user_id": rina["user_id"], "version": rina["version"] });
    let drawn = shop.owner_call("user_password_reset", reset).await["password"].as_str().unwrap().to_owned();
    shop.clock.set_fixed(shop.clock.now() + TimeDelta::days(4));
    assert_eq!(sign_in(&shop.app, "rina", &drawn).await.0, "one_time_password_expired");
    assert_eq!(number(&shop, "SELECT count(*) FROM activity_logs WHERE action = 'session_sign_in_fail'").await, 1);
}

#[tokio::test]
async fn tries_with_a_spent_pin_a_locked_password_or_a_wrong_recovery_code_leave_an_entry_too() {
    let shop = TestApp::new().await;
    let owner = shop.owner_ctx();
    let code = |result: Result<Value, simpul_kernel::Error>| result.err().map_or("ok", |error| error.code());
    shop.owner_call("me_pin_set", json!({ "password": OWNER_PASSWORD, "pin": "407193" })).await;
    let mut codes = Vec::new();
    for _ in 0..7 {
        codes.push(code(shop.call(&owner, "session_unlock", json!({ "pin": "111111" })).await));
    }
    assert_eq!((codes[4], codes[5], codes[6]), ("pin_wrong", "pin_spent", "pin_spent"));
    let pins = "SELECT count(*) FROM activity_logs WHERE action = 'pin_check_fail'";
    let spent = "SELECT count(*) FROM activity_logs WHERE action = 'pin_check_fail' AND details ->> 'spent' = 'true'";
    assert_eq!((number(&shop, pins).await, number(&shop, spent).await), (7, 2));

    let mut codes = Vec::new();
    for _ in 0..7 {
        codes.push(code(shop.call(&owner, "session_unlock", json!({ "password": "bukan-sandinya" })).await));
    }
    assert_eq!((codes[4], codes[5], codes[6]), ("password_wrong", "sign_in_locked", "sign_in_locked"));
    let passwords = "SELECT count(*) FROM activity_logs WHERE action = 'password_check_fail'";
    let locked =
        "SELECT count(*) FROM activity_logs WHERE action = 'password_check_fail' AND details ->> 'locked' = 'true'";
    assert_eq!((number(&shop, passwords).await, number(&shop, locked).await), (7, 2));

    let (second, _folder) = shop.second("beefcafe").await;
    let wrong = json!({ "recovery_code": "2222-3333-4444-5555-6666-7777" });
    let answer = Door::new(second, Source::Window).call(None, "installation_join", wrong).await;
    assert_eq!(answer.result.unwrap_err().code, "recovery_code_wrong");
    let joins = "SELECT count(*) FROM activity_logs WHERE action = 'installation_join_fail'
                    AND details ->> 'installation' = 'beefcafe' AND details::TEXT !~ '2222'";
    assert_eq!(number(&shop, joins).await, 1);
}
