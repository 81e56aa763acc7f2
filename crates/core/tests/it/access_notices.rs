//! Whose way in was changed is told, whoever changed it (OWASP ASVS 2.2.3, 2.5.5).

use serde_json::{Value, json};
use simpul_core::identity::ops::{OwnerPasswordReset, owner_password_reset};
use simpul_kernel::{Ctx, Secret, Source};
use simpul_testkit::{OWNER_PASSWORD, TestApp};

/// What somebody's bell holds: `what`, by whom, and whether it counts as their own doing.
async fn told(shop: &TestApp, ctx: &Ctx) -> Vec<(String, Option<String>, bool)> {
    let rows = shop.call(ctx, "notice_list", json!({})).await.unwrap()["rows"].as_array().unwrap().clone();
    let words = |row: &Value| {
        assert_eq!((row["kind"].as_str(), row["severity"].as_str()), (Some("access_changed"), Some("warn")));
        let params = &row["params"];
        let text = |name: &str| params[name].as_str().map(str::to_owned);
        (text("what").unwrap(), text("by"), params["is_own"].as_bool().unwrap())
    };
    rows.iter().map(words).collect()
}

/// How many notices a desk of theirs would show by itself.
async fn on_desk(shop: &TestApp, ctx: &Ctx) -> usize {
    shop.call(ctx, "notice_take", json!({})).await.unwrap().as_array().unwrap().len()
}

fn one(what: &str, by: Option<&str>, is_own: bool) -> (String, Option<String>, bool) {
    (what.to_owned(), by.map(str::to_owned), is_own)
}

#[tokio::test]
async fn ones_own_changes_are_told_in_the_program() {
    let shop = TestApp::new().await;
    let owner = shop.owner_ctx();
    let change = json!({ "old_password": OWNER_PASSWORD, "new_password": "teh poci sore" });
    shop.owner_call("me_password_change", change).await;
    shop.owner_call("me_pin_set", json!({ "pin": "482913", "password": "teh poci sore" })).await;
    shop.owner_call("me_pin_set", json!({ "pin": null, "password": "teh poci sore" })).await;
    let mine = |what| one(what, Some("Hendra Saputra"), true);
    assert_eq!(told(&shop, &owner).await, [mine("pin_removed"), mine("pin"), mine("password")]);
    assert_eq!(on_desk(&shop, &owner).await, 0, "whoever did it sits there");

    let summary = shop.owner_call("notice_summary", json!({})).await;
    assert_eq!((summary["unread"].as_i64(), summary["open"].as_i64()), (Some(3), Some(3)));
    let read = shop.owner_call("notice_read", json!({ "up_to": summary["newest"] })).await;
    assert_eq!((read["unread"].as_i64(), read["open"].as_i64()), (Some(0), Some(0)), "over once it is known");
}

#[tokio::test]
async fn what_somebody_else_changes_is_told_on_the_desk_too_and_to_nobody_else() {
    let shop = TestApp::new().await;
    let place = shop.owner_call("location_list", json!({})).await[0]["location_id"].as_i64().unwrap();
    // Neither sees every place: who writes the notice may see less than who is told.
    let admin = shop.user_ctx("admin", Some(&[simpul_kernel::ids::LocationId(place)])).await;
    let cashier = shop.user_ctx("operator", Some(&[simpul_kernel::ids::LocationId(place)])).await;
    let user_id = cashier.user_id().unwrap();
    let row = shop.owner_call("user_list", json!({ "search": "operator" })).await["rows"][0].clone();
    let reset = json!({ "user_id": user_id, "version": row["version"] });
    shop.call(&admin, "user_password_reset", reset).await.unwrap();
    let all = told(&shop, &cashier).await;
    assert_eq!((all.len(), all[0].0.as_str(), all[0].2), (1, "password_reset", false));
    assert!(all[0].1.is_some(), "{all:?}");
    assert_eq!((on_desk(&shop, &cashier).await, on_desk(&shop, &cashier).await), (1, 0));
    assert_eq!((told(&shop, &admin).await, told(&shop, &shop.owner_ctx()).await), (vec![], vec![]));
    // Nor by the back door: row security itself shows it to its person alone.
    for (ctx, seen) in [(&admin, 0), (&cashier, 1)] {
        let mut tx = shop.app.db.begin(ctx).await.unwrap();
        let rows: i64 = sqlx::query_scalar("SELECT count(*) FROM notices").fetch_one(&mut *tx).await.unwrap();
        assert_eq!(rows, seen);
    }
}

#[tokio::test]
async fn the_command_and_a_new_recovery_code_are_told_to_owners() {
    let shop = TestApp::new().await;
    let owner = shop.owner_ctx();
    shop.owner_call("installation_recovery_renew", json!({ "password": OWNER_PASSWORD })).await;
    let input = OwnerPasswordReset { username: None, password: Secret::new("kopi pahit malam") };
    owner_password_reset(&shop.app, &shop.app.machine_ctx(Source::Cli), input).await.unwrap();
    let expected = [one("password_reset", None, false), one("recovery_code", Some("Hendra Saputra"), true)];
    assert_eq!(told(&shop, &owner).await, expected);
    assert_eq!(on_desk(&shop, &owner).await, 1);
}

#[tokio::test]
async fn nobody_can_switch_it_off() {
    let shop = TestApp::new().await;
    let offered = shop.owner_call("notice_preferences_get", json!({})).await;
    assert!(!offered.to_string().contains("access_changed"), "{offered}");
    let off = json!({ "kinds": [{ "kind": "access_changed", "program": false, "system": false }], "quiet_from": null, "quiet_until": null });
    let refused = shop.call(&shop.owner_ctx(), "notice_preferences_set", off).await.unwrap_err();
    assert_eq!(refused.code(), "input_invalid");
}
