//! The shop to look around in: made by the operations, so its books agree.

use chrono::TimeDelta;
use serde_json::json;
use simpul_core::demo;
use simpul_core::system::DemoRouter;
use simpul_kernel::Source;
use simpul_testkit::TestApp;

#[tokio::test]
async fn the_demo_has_sold_for_two_weeks_and_its_books_agree() {
    let test = TestApp::bare().await;
    let sim = routeros_sim::Sim::builder().user("admin", "secret").start().await.unwrap();
    let router = DemoRouter {
        host: sim.addr().ip().to_string(),
        port: sim.addr().port(),
        username: "admin".into(),
        password: "secret".into(),
    };
    demo::furnish(&test.app, test.folder(), &router).await.unwrap();
    let ctx = test.app.machine_ctx(Source::Cli);
    let books = test.call(&ctx, "books_verify", json!({})).await.unwrap();
    assert_eq!(books["findings"], json!([]), "the demo's books do not agree");
    assert!(books["sales"].as_i64() > Some(80), "{books}");
    let today = ctx.today();
    let ask = json!({ "kind": "sales", "by": "day", "from_on": today - TimeDelta::days(14), "to_on": today });
    let told = test.call(&ctx, "report_get", ask.clone()).await.unwrap();
    let days = told["table"]["rows"].as_array().unwrap();
    assert!(days.iter().filter(|day| day["sums"]["sold"].as_i64() > Some(0)).count() >= 10, "{told}");
    let shifts = json!({ "kind": "shifts", "by": "shift", "from_on": ask["from_on"], "to_on": ask["to_on"] });
    let total = test.call(&ctx, "report_get", shifts).await.unwrap()["table"]["total"].clone();
    assert_eq!(
        total["sold_amount"], told["table"]["total"]["sold_amount"],
        "every sale is in a shift that was counted"
    );
    // Nothing is left open: the first who comes to the counter opens it.
    let open = test.call(&ctx, "cash_session_list", json!({ "open_only": true })).await.unwrap();
    assert_eq!(open["rows"], json!([]));
    let stock = test.call(&ctx, "stock_list", json!({})).await.unwrap();
    assert_eq!(stock["rows"].as_array().unwrap().len(), 6);
    sim.stop().await;
}
