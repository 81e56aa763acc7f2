//! Lists as files: every list there is, and the way of a file to a browser's disk.

use serde_json::json;
use simpul_testkit::{OWNER_PASSWORD, TestApp};

use crate::client::{Browser, serve};
use crate::shop::Shop;

/// Lists that answer by pages and cannot be taken along, and why.
const NOT_TAKEN: &[(&str, &str)] = &[];

#[tokio::test]
async fn every_list_by_pages_can_be_taken_along() {
    let test = TestApp::new().await;
    let contract = simpul_api::contract::typescript(&simpul_api::table());
    let mut lists = 0;
    let mut breaches = Vec::new();
    for line in contract.lines().filter(|line| line.contains("output: Paged<")) {
        let name = line.trim().split(':').next().unwrap_or_default();
        lists += 1;
        let found = test.call(&test.owner_ctx(), "export_columns_get", json!({ "list": name })).await;
        let excused = NOT_TAKEN.iter().any(|(listed, _)| *listed == name);
        if found.is_ok() == excused {
            breaches.push(format!("{name}: declare it in core/src/export/lists, or say in NOT_TAKEN why not"));
        }
    }
    assert!(lists >= 10, "only {lists} lists were found");
    simpul_tests::assert_kept("lists as files", &breaches);
}

#[tokio::test]
async fn a_browser_gets_its_own_file_whole_and_nobody_elses() {
    let shop = Shop::new().await;
    shop.test.batch(shop.plan, 9_000).await;
    let server = serve(&shop.test, None).await;
    let mut browser = Browser::new(server.addr());
    browser.call("session_sign_in", &json!({ "username": "hendra", "password": OWNER_PASSWORD })).await;
    let input = json!({ "list": "voucher_list", "input": { "filter": {} }, "format": "csv", "with_mark": false });
    let asked = browser.call("export_create", &input).await.json();
    let path = format!("/export/{}", asked["export_id"]);
    let early = browser.send("GET", &path, &[], b"").await;
    assert_eq!((early.status, early.code().as_str()), (422, "export_not_ready"));
    simpul_jobs::drain(shop.test.app.db.pool(), simpul_core::worker::registry(&shop.test.app)).await.unwrap();
    let file = browser.send("GET", &path, &[], b"").await;
    assert_eq!(file.status, 200, "{}", file.body);
    assert_eq!(file.header("content-type"), Some("text/csv; charset=utf-8"));
    let name = asked["file_name"].as_str().unwrap();
    assert_eq!(file.header("content-disposition"), Some(&*format!("attachment; filename=\"{name}\"")));
    assert_eq!(
        (file.header("cache-control"), file.header("x-content-type-options")),
        (Some("no-store"), Some("nosniff"))
    );
    assert_eq!(file.header("content-length"), Some(&*file.body.len().to_string()));
    assert!(file.body.len() > simpul_core::export::PART_BYTES, "of several parts: {}", file.body.len());
    assert_eq!(file.body.lines().count(), 9_001);

    let nobody = Browser::new(server.addr()).send("GET", &path, &[], b"").await;
    assert_eq!((nobody.status, nobody.code().as_str()), (401, "sign_in_required"));
    let admin = shop.test.user_ctx("admin", None).await;
    let username: String = sqlx::query_scalar("SELECT username FROM users WHERE id = $1")
        .bind(admin.user_id().unwrap().0)
        .fetch_one(&mut shop.test.db.owner().await)
        .await
        .unwrap();
    let mut other = Browser::new(server.addr());
    other.call("session_sign_in", &json!({ "username": username, "password": OWNER_PASSWORD })).await;
    let foreign = other.send("GET", &path, &[], b"").await;
    assert_eq!((foreign.status, foreign.code().as_str()), (404, "export_not_found"));
    let evil = browser.send("GET", &path, &[("origin", "http://evil.example")], b"").await;
    assert_eq!(evil.status, 403);
    browser.call("session_lock", &json!({})).await;
    assert_eq!(browser.send("GET", &path, &[], b"").await.status, 423);
    server.stop().await;
}
