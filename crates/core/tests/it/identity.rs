//! People, sessions, the data key.

use serde_json::json;
use simpul_core::identity::{self, InstallationJoin, SessionSignIn, installation};
use simpul_kernel::{Ctx, Error, Nothing, Secret, Source};
use simpul_testkit::{OWNER_PASSWORD, TestApp};

fn sign_in(username: &str, password: &str) -> SessionSignIn {
    SessionSignIn { username: username.into(), password: Secret::new(password), device_name: None }
}

fn code<T>(result: Result<T, Error>) -> &'static str {
    result.err().map_or("ok", |e| e.code())
}

#[tokio::test]
async fn the_first_owner_is_made_once_and_may_do_everything() {
    let shop = TestApp::new().await;
    let me = shop.owner_call("me_get", json!({})).await;
    assert_eq!((me["role_code"].as_str(), me["username"].as_str()), (Some("super_admin"), Some("hendra")));
    assert_eq!(me["permissions"].as_array().unwrap().len(), simpul_kernel::Permission::ALL.len());
    let again = json!({ "company_name": "X", "time_zone": "Asia/Jakarta", "locale": "id", "name": "Y", "username": "budi",
                        "password": "kuda-terbang-8" });
    assert_eq!(code(shop.call(&shop.nobody_ctx(), "owner_create", again).await), "owner_already_exists");
}

#[tokio::test]
async fn two_first_owners_at_once_become_one() {
    let shop = TestApp::bare().await;
    let owner = |name: &str| {
        json!({ "company_name": "Net", "time_zone": "Asia/Jakarta", "locale": "id", "name": name, "username": name,
                "password": "kuda-terbang-7" })
    };
    let nobody = shop.nobody_ctx();
    let (a, b) = tokio::join!(
        shop.call(&nobody, "owner_create", owner("rina")),
        shop.call(&nobody, "owner_create", owner("joko"))
    );
    let codes = [code(a), code(b)];
    assert!(codes.contains(&"ok") && codes.contains(&"owner_already_exists"), "{codes:?}");
    let wraps: i64 =
        sqlx::query_scalar("SELECT count(*) FROM key_wraps").fetch_one(&mut shop.db.owner().await).await.unwrap();
    assert_eq!(wraps, 2, "one wrap for the installation, one for the recovery code");
}

#[tokio::test]
async fn weak_or_incomplete_owners_are_refused_field_by_field() {
    let shop = TestApp::bare().await;
    let bad = json!({ "company_name": " ", "time_zone": "Mars/Olympus", "locale": "id", "name": "", "username": "X!",
                      "password": "password" });
    let error = shop.call(&shop.nobody_ctx(), "owner_create", bad).await.unwrap_err().wire("i");
    assert_eq!(error.code, "input_invalid");
    let fields: Vec<&str> =
        error.params["fields"].as_array().unwrap().iter().map(|f| f["field"].as_str().unwrap()).collect();
    for field in ["company_name", "time_zone", "name", "username", "password"] {
        assert!(fields.contains(&field), "{field} in {fields:?}");
    }
}

#[tokio::test]
async fn sign_in_tells_nothing_and_locks_after_failures() {
    let shop = TestApp::new().await;
    let nobody = shop.nobody_ctx();
    let wrong_user = identity::ops::session_sign_in(&shop.app, &nobody, sign_in("nobody", OWNER_PASSWORD)).await;
    assert_eq!(code(wrong_user), "sign_in_failed");
    for _ in 0..5 {
        let wrong = identity::ops::session_sign_in(&shop.app, &nobody, sign_in("hendra", "not-the-password")).await;
        assert_eq!(code(wrong), "sign_in_failed");
    }
    let locked = identity::ops::session_sign_in(&shop.app, &shop.nobody_ctx(), sign_in("hendra", OWNER_PASSWORD)).await;
    assert_eq!(code(locked), "sign_in_locked", "the right password does not help while locked");
    let later = Ctx::nobody(Source::Lan, shop.clock.now() + chrono::TimeDelta::minutes(2));
    let signed_in =
        identity::ops::session_sign_in(&shop.app, &later, sign_in(" HENDRA ", OWNER_PASSWORD)).await.unwrap();
    assert_eq!(signed_in.me.username, "hendra");
}

#[tokio::test]
async fn a_session_ends_by_sign_out_and_by_time() {
    let shop = TestApp::new().await;
    let signed_in =
        identity::ops::session_sign_in(&shop.app, &shop.nobody_ctx(), sign_in("hendra", OWNER_PASSWORD)).await.unwrap();
    let token = Secret::new(signed_in.token.unwrap());
    let ctx = || identity::session::session_ctx(&shop.app.db, &shop.clock, Source::Lan, Some(&token));
    let own = ctx().await.unwrap();
    assert!(own.user_id().is_some());
    identity::ops::session_sign_out(&shop.app, &own, Nothing {}).await.unwrap();
    assert!(ctx().await.unwrap().user_id().is_none());

    let signed_in =
        identity::ops::session_sign_in(&shop.app, &shop.nobody_ctx(), sign_in("hendra", OWNER_PASSWORD)).await.unwrap();
    let token = Secret::new(signed_in.token.unwrap());
    let ctx = || identity::session::session_ctx(&shop.app.db, &shop.clock, Source::Lan, Some(&token));
    shop.clock.set_fixed(shop.clock.now() + chrono::TimeDelta::hours(13));
    assert!(ctx().await.unwrap().user_id().is_none(), "twelve idle hours end a session");
}

#[tokio::test]
async fn people_are_made_changed_and_closed() {
    let shop = TestApp::new().await;
    let roles = shop.owner_call("role_list", json!({})).await;
    let role = |code: &str| roles.as_array().unwrap().iter().find(|r| r["code"] == code).unwrap()["role_id"].clone();
    let location = shop.location().await;
    let rina = shop
        .owner_call("user_create", json!({ "name": "Rina", "username": "Rina", "password": "kopi tubruk pagi",
            "role_id": role("operator"), "all_locations": false, "location_ids": [location], "phone": "0812-3456-7890" }))
        .await;
    assert_eq!((rina["username"].as_str(), rina["phone"].as_str()), (Some("rina"), Some("+6281234567890")));
    let twice = json!({ "name": "R", "username": "rina", "password": "kopi tubruk pagi", "role_id": role("operator"),
                        "all_locations": true, "location_ids": [] });
    assert_eq!(code(shop.call(&shop.owner_ctx(), "user_create", twice).await), "username_taken");

    let signed_in = identity::ops::session_sign_in(&shop.app, &shop.nobody_ctx(), sign_in("rina", "kopi tubruk pagi"))
        .await
        .unwrap();
    let token = Secret::new(signed_in.token.unwrap());
    let close = json!({ "user_id": rina["user_id"], "version": rina["version"], "name": "Rina", "role_id": role("operator"),
                        "is_active": false, "all_locations": false, "location_ids": [location] });
    shop.owner_call("user_update", close.clone()).await;
    let gone = identity::session::session_ctx(&shop.app.db, &shop.clock, Source::Lan, Some(&token)).await.unwrap();
    assert!(gone.user_id().is_none(), "closing an account ends its sessions");
    assert_eq!(code(shop.call(&shop.owner_ctx(), "user_update", close).await), "row_changed_meanwhile");
}

#[tokio::test]
async fn people_are_listed_in_the_order_that_is_asked_page_by_page() {
    let shop = TestApp::new().await;
    let roles = shop.owner_call("role_list", json!({})).await;
    let role = &roles.as_array().unwrap().iter().find(|r| r["code"] == "operator").unwrap()["role_id"];
    for (name, username) in [("adi", "zaki"), ("Bagus", "yoga"), ("Citra", "xena")] {
        let person = json!({ "name": name, "username": username, "password": "kopi tubruk pagi", "role_id": role,
                             "all_locations": true, "location_ids": [] });
        shop.owner_call("user_create", person).await;
    }
    for username in ["xena", "zaki"] {
        let nobody = shop.nobody_ctx();
        identity::ops::session_sign_in(&shop.app, &nobody, sign_in(username, "kopi tubruk pagi")).await.unwrap();
    }
    let listed = async |sort: &str, descending: bool| {
        let (mut found, mut page) = (Vec::new(), json!({ "limit": 2 }));
        loop {
            let asked = json!({ "sort": sort, "descending": descending, "page": page });
            let answer = shop.owner_call("user_list", asked).await;
            let names =
                answer["rows"].as_array().unwrap().iter().map(|row| row["username"].as_str().unwrap().to_owned());
            found.extend(names.filter(|name| ["xena", "yoga", "zaki"].contains(&name.as_str())));
            if answer["next"].is_null() {
                return found;
            }
            page["after"] = answer["next"].clone();
        }
    };
    assert_eq!(listed("name", false).await, ["zaki", "yoga", "xena"]);
    assert_eq!(listed("name", true).await, ["xena", "yoga", "zaki"]);
    assert_eq!(listed("username", false).await, ["xena", "yoga", "zaki"]);
    let seen = listed("last_sign_in_at", true).await;
    assert_eq!(seen.last().unwrap(), "yoga", "who never signed in is the last of the latest");
    let mut turned = listed("last_sign_in_at", false).await;
    turned.reverse();
    assert_eq!(turned, seen);
}

#[tokio::test]
async fn the_last_super_admin_stays_and_nobody_rises_above_their_role() {
    let shop = TestApp::new().await;
    let roles = shop.owner_call("role_list", json!({})).await;
    let role = |code: &str| roles.as_array().unwrap().iter().find(|r| r["code"] == code).unwrap()["role_id"].clone();
    let owner = &shop.owner_call("user_list", json!({})).await["rows"][0];
    let demote = json!({ "user_id": owner["user_id"], "version": owner["version"], "name": "Hendra", "role_id": role("operator"),
                         "is_active": true, "all_locations": true, "location_ids": [] });
    assert_eq!(code(shop.call(&shop.owner_ctx(), "user_update", demote.clone()).await), "last_super_admin");
    let admin = shop.user_ctx("admin", None).await;
    let rise = json!({ "name": "Z", "username": "zaki", "password": "kopi tubruk pagi", "role_id": role("super_admin"),
                       "all_locations": true, "location_ids": [] });
    assert_eq!(code(shop.call(&admin, "user_create", rise).await), "above_own_role");
    assert_eq!(code(shop.call(&admin, "user_update", demote).await), "above_own_role");
}

#[tokio::test]
async fn who_sees_one_place_does_not_take_over_who_sees_more() {
    let shop = TestApp::new().await;
    let roles = shop.owner_call("role_list", json!({})).await;
    let operator = roles.as_array().unwrap().iter().find(|r| r["code"] == "operator").unwrap()["role_id"].clone();
    let location = shop.location().await;
    let everywhere = shop
        .owner_call(
            "user_create",
            json!({ "name": "Rina", "username": "rina", "password": "kopi tubruk pagi",
            "role_id": operator, "all_locations": true, "location_ids": [] }),
        )
        .await;
    let update = json!({ "user_id": everywhere["user_id"], "version": everywhere["version"], "name": "Rina",
        "role_id": operator, "is_active": true, "all_locations": false, "location_ids": [location],
        "new_password": "teh poci sore hari" });
    let here = shop.user_ctx("admin", Some(&[location])).await;
    assert_eq!(code(shop.call(&here, "user_update", update.clone()).await), "user_not_found");
    shop.owner_call("user_update", update).await;
}

#[tokio::test]
async fn a_second_installation_joins_by_the_recovery_code() {
    let shop = TestApp::new().await;
    let sealed = shop.app.keys.seal(&Secret::new("t7Kp-vx2n"), "routers.password:1").unwrap();
    let (second, _folder) = shop.second("beefcafe").await;
    let ctx = Ctx::nobody(Source::Lan, second.clock.now());
    assert!(installation::key_is_missing(&second, &ctx).await.unwrap());
    assert!(second.keys.open(&sealed, "routers.password:1").is_err());

    let join = |text: &str| InstallationJoin { recovery_code: Secret::new(text) };
    let wrong = identity::ops::installation_join(&second, &ctx, join("2222-3333-4444-5555-6666-7777")).await;
    assert_eq!(code(wrong), "recovery_code_wrong");
    let typed = shop.recovery_code.expose().to_lowercase().replace('-', " ");
    identity::ops::installation_join(&second, &ctx, join(&typed)).await.unwrap();
    assert_eq!(second.keys.open(&sealed, "routers.password:1").unwrap().expose(), "t7Kp-vx2n");

    let again = installation::keys_load(&second.db, second.installation.id, &second.info.key_file).await.unwrap();
    assert!(again.is_available(), "the next start finds the key without the code");
}

#[tokio::test]
async fn a_new_recovery_code_takes_the_place_of_the_old_one() {
    let shop = TestApp::new().await;
    let (owner, old) = (shop.owner_ctx(), shop.recovery_code.expose().to_owned());
    let renew = |password: &str| json!({ "password": password });
    assert_eq!(code(shop.call(&owner, "installation_recovery_renew", renew("bukan ini")).await), "password_wrong");
    let wraps = "SELECT octet_length(wrapped_sealed) FROM key_wraps WHERE kind = 'recovery' ORDER BY id";
    let mut conn = shop.db.owner().await;
    let before: Vec<i32> = sqlx::query_scalar(wraps).fetch_all(&mut conn).await.unwrap();
    assert!(before.len() == 1 && before[0] > 0, "{before:?}");

    let made = shop.owner_call("installation_recovery_renew", renew(OWNER_PASSWORD)).await;
    let new = made["recovery_code"].as_str().unwrap().to_owned();
    assert_ne!(new, old);
    let after: Vec<i32> = sqlx::query_scalar(wraps).fetch_all(&mut conn).await.unwrap();
    assert_eq!((after[0], after.len()), (0, 2), "the old wrap is emptied, not only revoked: {after:?}");

    let (second, _folder) = shop.second("beefcafe").await;
    let ctx = Ctx::nobody(Source::Lan, second.clock.now());
    let join = |text: &str| InstallationJoin { recovery_code: Secret::new(text) };
    let refused = identity::ops::installation_join(&second, &ctx, join(&old)).await;
    assert_eq!(code(refused), "recovery_code_wrong");
    identity::ops::installation_join(&second, &ctx, join(&new)).await.unwrap();
    let sealed = shop.app.keys.seal(&Secret::new("t7Kp-vx2n"), "routers.password:1").unwrap();
    assert_eq!(second.keys.open(&sealed, "routers.password:1").unwrap().expose(), "t7Kp-vx2n");
}

#[tokio::test]
async fn two_who_renew_the_recovery_code_at_once_leave_one_that_opens() {
    let shop = TestApp::new().await;
    let owner = shop.owner_ctx();
    let renew = || shop.call(&owner, "installation_recovery_renew", json!({ "password": OWNER_PASSWORD }));
    let (one, other) = tokio::join!(renew(), renew());
    assert!(one.is_ok() && other.is_ok(), "{one:?} {other:?}");
    let valid = "SELECT count(*) FROM key_wraps WHERE kind = 'recovery' AND revoked_at IS NULL";
    let valid: i64 = sqlx::query_scalar(valid).fetch_one(&mut shop.db.owner().await).await.unwrap();
    assert_eq!(valid, 1);
}

#[tokio::test]
async fn nothing_secret_stands_in_the_log_of_acts_or_the_audit_trail() {
    let shop = TestApp::new().await;
    let change = json!({ "old_password": OWNER_PASSWORD, "new_password": "Sinar desa net 2026" });
    shop.owner_call("me_password_change", change).await;
    let mut conn = shop.db.owner().await;
    let audit: Vec<String> = sqlx::query_scalar("SELECT old_values::TEXT || new_values::TEXT FROM audit_logs")
        .fetch_all(&mut conn)
        .await
        .unwrap();
    assert!(audit.iter().any(|row| row.contains("\"password_hash\": \"changed\"")), "{audit:?}");
    let acts: Vec<String> =
        sqlx::query_scalar("SELECT details::TEXT FROM activity_logs").fetch_all(&mut conn).await.unwrap();
    for text in audit.iter().chain(&acts) {
        assert!(!text.contains("argon2id") && !text.contains("Sinar desa") && !text.contains(OWNER_PASSWORD), "{text}");
    }
    let listed = shop.owner_call("activity_list", json!({})).await;
    assert_eq!(listed["rows"][0]["action"], "me_password_change");
    assert_eq!(listed["rows"][0]["user_name"], "Hendra Saputra");
}
