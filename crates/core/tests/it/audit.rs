//! The audit trail as people read it.

use serde_json::{Value, json};
use simpul_core::identity::trail::AUDIT_KINDS;
use simpul_kernel::Error;
use simpul_testkit::{TestApp, TestDb};

fn code<T>(result: Result<T, Error>) -> &'static str {
    result.err().map_or("ok", |e| e.code())
}

async fn plan(shop: &TestApp, place: simpul_kernel::ids::LocationId, name: &str) -> Value {
    let terms = json!({ "name": name, "shortcut_key": null, "usage_limit_s": 3600, "data_limit_bytes": null, "validity_s": null,
        "shared_users": 1, "lock_mac": false, "upload_kbps": null, "download_kbps": null, "price_sell": "5000.00",
        "price_cost": "0.00", "profile_name": format!("p{}", place.0) });
    let made = shop.owner_call("plan_create", json!({ "location_id": place, "router_ids": [], "terms": terms })).await;
    let mut dearer = terms.clone();
    dearer["price_sell"] = json!("6000.00");
    let change = json!({ "plan_id": made["plan_id"], "version": made["version"], "terms": dearer, "router_ids": [], "is_active": true });
    shop.owner_call("plan_update", change).await
}

#[tokio::test]
async fn every_table_with_a_history_has_a_noun() {
    let db = TestDb::new().await;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT DISTINCT split_part(encode(tgargs, 'escape'), '\\000', 1) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid
          WHERE p.proname = 'audit_row' AND NOT t.tgisinternal ORDER BY 1",
    )
    .fetch_all(&mut db.owner().await)
    .await
    .unwrap();
    let known: Vec<&str> = AUDIT_KINDS.iter().map(|(table, _)| *table).collect();
    assert_eq!(tables, known, "AUDIT_KINDS (identity/trail.rs) and the name in AUDIT_SELECT (identity/store/audit.rs)");
}

#[tokio::test]
async fn changes_are_read_with_old_and_new_and_fenced_by_place() {
    let shop = TestApp::new().await;
    let (here, there) = (shop.location().await, shop.location_new("Cabang Wetan").await);
    plan(&shop, here, "Harian").await;
    plan(&shop, there, "=Mingguan").await;
    let all = shop.owner_call("audit_list", json!({ "kind": "plan" })).await;
    let rows = all["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!((rows[1]["subject"].as_str(), rows[1]["user_name"].as_str()), (Some("Harian"), Some("Hendra Saputra")));
    let price = rows[1]["changes"].as_array().unwrap().iter().find(|c| c["field"] == "price_sell").unwrap().clone();
    assert_eq!((price["old"].as_str(), price["new"].as_str()), (Some("5000.00"), Some("6000.00")));
    let local = shop.user_ctx("admin", Some(&[here])).await;
    let seen = shop.call(&local, "audit_list", json!({})).await.unwrap();
    let places: Vec<_> = seen["rows"].as_array().unwrap().iter().map(|r| r["location_id"].clone()).collect();
    assert_eq!(places, [json!(here)], "only what was changed there");
    let today = shop.owner_ctx().today();
    let tomorrow = today.succ_opt().unwrap();
    let on = |from: chrono::NaiveDate, to: chrono::NaiveDate| json!({ "kind": "plan", "from_on": from, "to_on": to });
    assert_eq!(shop.owner_call("audit_list", on(today, today)).await["rows"].as_array().unwrap().len(), 2);
    assert_eq!(shop.owner_call("audit_list", on(tomorrow, tomorrow)).await["rows"], json!([]));
    let far = json!({ "from_on": "+262142-01-01" });
    assert_eq!(code(shop.call(&shop.owner_ctx(), "audit_list", far).await), "input_invalid");
    let first = shop.owner_call("audit_list", json!({ "kind": "plan", "page": { "limit": 1 } })).await;
    let second = json!({ "kind": "plan", "page": { "limit": 1, "after": first["next"] } });
    assert_eq!(shop.owner_call("audit_list", second).await["rows"][0]["row_id"], rows[1]["row_id"]);
}

#[tokio::test]
async fn secrets_and_stock_stay_unread() {
    let shop = TestApp::new().await;
    let rina = shop.user_ctx("operator", None).await.user_id().unwrap();
    let people = shop.owner_call("user_list", json!({ "search": "operator" })).await["rows"][0].clone();
    shop.owner_call("user_password_reset", json!({ "user_id": rina, "version": people["version"] })).await;
    let rows = shop.owner_call("audit_list", json!({ "kind": "user", "row_id": rina })).await;
    let change = rows["rows"][0]["changes"].as_array().unwrap().iter().find(|c| c["field"] == "password_hash").cloned();
    assert_eq!(change, Some(json!({ "field": "password_hash", "old": null, "new": null, "is_secret": true })));
}
