//! Migrations over a shop that lived: nothing of it is lost on the way down and up again but what the
//! older schema cannot hold.

use serde_json::{Value, json};

use crate::counter::Counter;
use crate::report::{assert_sums_true, lived, report};
use crate::till::{Till, key};

/// The schema goes down to before this one: to programs of the second stop.
const FIRST: &str = "0029";

/// Every migration from there on, the first one first.
fn steps(suffix: &str) -> Vec<String> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.file_name().unwrap().to_str().is_some_and(|name| name >= FIRST && name.ends_with(suffix)));
    files.sort();
    files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

async fn go(shop: &Counter, steps: Vec<String>) {
    for step in steps {
        sqlx::raw_sql(sqlx::AssertSqlSafe(step)).execute(&mut shop.owner().await).await.unwrap();
    }
}

/// A printer of everything at a drawer, or of the place.
async fn printer(till: &Till, name: &str, drawer: Option<i64>) {
    let spec = json!({ "name": name, "kind": "network", "target": "10.0.0.9", "paper": "mm58", "code_page": "pc437", "has_cutter": true,
                       "opens_drawer": true, "draws_qr": true, "offset_x_mm": 0.0, "offset_y_mm": 0.0,
                       "prints": ["slip", "receipt", "report"], "cash_drawer_id": drawer });
    till.shop.call("printer_create", json!({ "location_id": till.shop.location, "printer": spec })).await;
}

/// What screens say of the shop.
async fn told(till: &Till) -> Vec<Value> {
    let shop = &till.shop;
    let today = shop.test.owner_ctx().today();
    let settings = shop.call("settings_get", json!({})).await;
    let code = shop.text("SELECT code FROM vouchers ORDER BY id LIMIT 1").await;
    let sought = json!({ "filter": { "status": [], "search": &code[1..5] } });
    let found = shop.call("voucher_list", sought).await["rows"].as_array().unwrap().clone();
    assert!(!found.is_empty(), "{code}");
    vec![
        json!([settings["company_name"], settings["locale"], settings["usage_retention_days"]]),
        found.iter().map(|row| row["code"].clone()).collect(),
        shop.call("stock_list", json!({})).await,
        shop.call("plan_list", json!({})).await,
        shop.call("sale_stock_get", json!({ "location_id": shop.location })).await,
        shop.call("voucher_batch_list", json!({})).await["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["quantity"].clone())
            .collect(),
        report(shop, "sales", "method", (today, today)).await["table"].clone(),
        json!(shop.number("SELECT sum(n)::BIGINT FROM voucher_truths WHERE kind = 'printed'").await),
        json!(shop.number("SELECT voucher_codes_taken('', 6, ARRAY['lower'])").await),
    ]
}

#[tokio::test]
async fn drawers_and_stock_go_down_and_up_over_a_shop_that_lived() {
    let (till, ..) = lived().await;
    let shop = &till.shop;
    let (front, rear) = (till.shift("Depan").await, till.shift("Belakang").await);
    // Three from stock, and then codes the counter makes; one comes back after its slip was printed.
    till.sell(front, 3).await;
    let made = till.sell(rear, 2).await;
    till.sell(front, 4).await;
    assert_eq!(shop.number("SELECT count(*) FROM voucher_batches WHERE counter_day IS NOT NULL").await, 1);
    shop.call("voucher_slip_render", json!({ "voucher_id": made["lines"][0]["voucher_id"] })).await;
    let back = json!({ "sale_id": made["row"]["sale_id"], "codes": "restock", "reason": "salah paket", "idempotency_key": key() });
    shop.call("sale_void", back).await;
    for (name, at) in [("Kasir Depan", Some("Depan")), ("Kasir Belakang", Some("Belakang")), ("Lokasi", None)] {
        let drawer = match at {
            Some(drawer) => shop.call("cash_drawer_list", json!({})).await["rows"]
                .as_array()
                .unwrap()
                .iter()
                .find(|row| row["name"] == drawer)
                .unwrap()["cash_drawer_id"]
                .as_i64(),
            None => None,
        };
        printer(&till, name, drawer).await;
    }
    shop.run("INSERT INTO notices (kind, event_key, severity, params, link) VALUES ('shift_open', 'shift_open:1', 'warn', '{}', '/cash')").await;
    let mut chosen = shop.call("settings_get", json!({})).await;
    for (field, days) in [("usage_retention_days", 400), ("job_retention_days", 60)] {
        chosen[field] = json!(days);
    }
    shop.call("settings_update", chosen).await;
    let before = told(&till).await;

    go(shop, steps(".down.sql").into_iter().rev().collect()).await;
    let prints = "SELECT count(*) * 100 + count(*) FILTER (WHERE prints_slips AND prints_receipts AND prints_reports AND name = 'Lokasi')
                    FROM printers WHERE prints_slips OR prints_receipts OR prints_reports";
    assert_eq!(shop.number(prints).await, 101, "without drawers the place's own printer prints everything");
    assert_eq!(shop.number("SELECT count(*) FROM notices").await, 0);
    go(shop, steps(".up.sql")).await;

    assert_eq!(told(&till).await, before);
    // The older schema has no such row: it begins anew with what every shop begins with.
    assert_eq!(shop.call("settings_get", json!({})).await["job_retention_days"], 30);
    assert_sums_true(shop).await;
    till.assert_clean().await;
    // It goes on: at a drawer there may be a printer again, what came back is sold, and codes are made.
    printer(
        &till,
        "Kasir Baru",
        Some(shop.call("cash_drawer_list", json!({})).await["rows"][0]["cash_drawer_id"].as_i64().unwrap()),
    )
    .await;
    let sold = till.sell(front, 5).await;
    assert_eq!(sold["lines"].as_array().unwrap().iter().filter(|line| line["is_made_now"] == true).count(), 3);
    assert_sums_true(shop).await;
    till.assert_clean().await;
}
