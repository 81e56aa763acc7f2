//! Settings.

use serde_json::json;
use simpul_testkit::TestApp;

#[tokio::test]
async fn settings_are_read_changed_and_audited() {
    let shop = TestApp::new().await;
    let mut settings = shop.owner_call("settings_get", json!({})).await;
    assert_eq!(settings["company_name"], "Sinar Desa Net");
    settings["company_phone"] = json!("0812-3456-7890");
    settings["voucher_router_retention_days"] = json!(14);
    let changed = shop.owner_call("settings_update", settings).await;
    assert_eq!(changed["company_phone"], "+6281234567890");
    let trail: Vec<(String, i64)> =
        sqlx::query_as("SELECT new_values ->> 'value', user_id FROM audit_logs WHERE table_name = 'settings' AND user_id IS NOT NULL ORDER BY id")
            .fetch_all(&mut shop.db.owner().await)
            .await
            .unwrap();
    assert!(trail.iter().any(|(value, _)| value.contains("+6281234567890")), "{trail:?}");
}

#[tokio::test]
async fn nonsense_is_refused() {
    let shop = TestApp::new().await;
    let mut settings = shop.owner_call("settings_get", json!({})).await;
    settings["company_email"] = json!("a@b@c");
    settings["voucher_router_retention_days"] = json!(-1);
    let error = shop.call(&shop.owner_ctx(), "settings_update", settings).await.unwrap_err().wire("i");
    assert_eq!(error.params["fields"].as_array().unwrap().len(), 2);
}
