//! Codes the counter makes: one batch per plan and day of the place; what they leave in the sums,
//! what is stock, and what becomes of a slip that came back.

use futures::future::join_all;
use serde_json::{Value, json};
use simpul_kernel::Ctx;
use simpul_testkit::TestApp;

use crate::counter::waiting;
use crate::report::then;
use crate::till::{Till, key};

fn numbers(sale: &Value) -> Vec<i64> {
    sale["lines"].as_array().unwrap().iter().map(|line| line["voucher_id"].as_i64().unwrap()).collect()
}

fn back(sale: &Value) -> Value {
    json!({ "sale_id": sale["row"]["sale_id"], "codes": "restock", "reason": "salah paket", "idempotency_key": key() })
}

/// The batches there are: how many codes each says it has, has, and what they bring in.
async fn batches(till: &Till) -> String {
    till.shop
        .text(
            "SELECT coalesce(string_agg(quantity || '/' || (SELECT count(*) FROM vouchers v WHERE v.batch_id = b.id AND number <= quantity) \
             || '/' || total_revenue::INTEGER, ' ' ORDER BY id), '') FROM voucher_batches b",
        )
        .await
}

#[tokio::test]
async fn codes_made_for_the_sales_of_a_day_are_one_batch_of_their_plan() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    let first = till.sale(shift, 1);
    let one = till.shop.call("sale_create", first.clone()).await;
    let two = till.sell(shift, 2).await;
    assert_eq!(batches(&till).await, "3/3/15000");
    assert_eq!(one["lines"][0]["batch_code"], two["lines"][1]["batch_code"]);
    // Asked again, it was made already.
    assert_eq!(till.shop.call("sale_create", first).await["row"]["sale_id"], one["row"]["sale_id"]);
    assert_eq!(batches(&till).await, "3/3/15000");
    let tasks = "SELECT count(*) * 100 + count(DISTINCT subject_id) FROM provisioning_tasks WHERE kind = 'user'";
    assert_eq!(till.shop.number(tasks).await, 303, "every code is brought once");
    // Whoever sold made the code, not who sold first that day.
    let colleague = till.shop.test.user_ctx("admin", None).await;
    let theirs = till.shop.test.call(&colleague, "sale_create", till.sale(shift, 1)).await.unwrap();
    let events = till.shop.voucher(numbers(&theirs)[0]).await["events"].clone();
    let made = events.as_array().unwrap().iter().find(|e| e["kind"] == "created").unwrap().clone();
    let sold = events.as_array().unwrap().iter().find(|e| e["kind"] == "sold").unwrap().clone();
    assert!(sold["user_name"].is_string());
    assert_eq!(made["user_name"], sold["user_name"]);
    // So say the rows of what was made, each with its own hour.
    let rows = async |who: Option<&Ctx>| {
        let today = colleague.today();
        let mut happened = json!({ "what": "made", "from_on": today, "to_on": today });
        if let Some(who) = who {
            happened["user_id"] = json!(who.user_id());
        }
        till.shop.call("voucher_list", json!({ "filter": { "happened": happened } })).await["rows"].clone()
    };
    let of_theirs = rows(Some(&colleague)).await;
    assert_eq!((of_theirs.as_array().unwrap().len(), &of_theirs[0]["voucher_id"]), (1, &json!(numbers(&theirs)[0])));
    assert_eq!(
        (&of_theirs[0]["happened_by"], &of_theirs[0]["happened_at"]),
        (&sold["user_name"], &of_theirs[0]["created_at"])
    );
    assert_eq!(rows(Some(&till.shop.test.owner_ctx())).await.as_array().unwrap().len(), 3);
    assert_eq!(rows(None).await.as_array().unwrap().len(), 4);
    // A batch made by hand is whole, and no sale adds to it.
    let by_hand = till.shop.test.batch(till.plan, 1).await;
    let last = till.sell(shift, 3).await;
    assert_eq!(last["lines"][0]["batch_id"], by_hand["row"]["batch_id"]);
    // Codes look like those of the newest batch from then on, so they are another batch of the day.
    assert_eq!(batches(&till).await, "4/4/20000 1/1/5000 2/2/10000");
    till.sell(shift, 1).await;
    assert_eq!(batches(&till).await, "4/4/20000 1/1/5000 3/3/15000");
    let taken = "SELECT voucher_codes_taken('', 6, ARRAY['lower']) - (SELECT sum(quantity) FROM voucher_batches
                   WHERE code_length = 6 AND code_alphabet = 'lower')::BIGINT";
    assert_eq!(till.shop.number(taken).await, 0);
    till.shop.number("SELECT voucher_counts_fold()").await;
    assert_eq!(till.shop.number(taken).await, 0);
    till.shop.assert_sums_true().await;
    till.assert_clean().await;
}

#[tokio::test]
async fn another_day_price_or_held_batch_is_another_batch() {
    let till = Till::new().await;
    till.shop.run("UPDATE locations SET time_zone = 'Asia/Jayapura'").await;
    let shift = till.shift("Depan").await;
    let owner = till.shop.test.owner_ctx();
    let mut sold = Vec::new();
    // Two minutes around midnight of the place, which is none of who sells.
    for at in ["2026-10-20T14:59:00Z", "2026-10-20T15:01:00Z", "2026-10-20T15:02:00Z"] {
        let at = then(&owner, at.parse().unwrap());
        sold.push(till.shop.test.call(&at, "sale_create", till.sale(shift, 1)).await.unwrap());
    }
    assert_eq!(batches(&till).await, "1/1/5000 2/2/10000");
    let today = then(&owner, "2026-10-20T15:03:00Z".parse().unwrap());
    till.shop.call("voucher_batch_pause", json!({ "batch_id": sold[2]["lines"][0]["batch_id"] })).await;
    till.shop.test.call(&today, "sale_create", till.sale(shift, 1)).await.unwrap();
    assert_eq!(batches(&till).await, "1/1/5000 2/2/10000 1/1/5000", "a batch that is held does not grow");
    till.shop.run("UPDATE service_plans SET price_sell = 6000").await;
    let mut dearer = till.sale(shift, 1);
    (dearer["expected_total"], dearer["tendered_amount"]) = (json!("6000.00"), json!("6000.00"));
    till.shop.test.call(&today, "sale_create", dearer).await.unwrap();
    assert_eq!(batches(&till).await, "1/1/5000 2/2/10000 1/1/5000 1/1/6000");
    let reason = json!({ "batch_id": sold[2]["lines"][0]["batch_id"], "reason": "salah cetak" });
    assert_eq!(till.shop.call("voucher_batch_void", reason).await["skipped"], 2, "what was sold stays sold");
    till.shop.assert_sums_true().await;
    till.assert_clean().await;
}

#[tokio::test]
async fn two_desks_at_once_make_one_batch() {
    let till = Till::new().await;
    let (front, rear) = (till.shift("Depan").await, till.shift("Belakang").await);
    let ctx = till.shop.test.owner_ctx();
    let sales =
        (0..12).map(|i| till.shop.test.call(&ctx, "sale_create", till.sale(if i % 2 == 0 { front } else { rear }, 2)));
    let mut all: Vec<i64> = join_all(sales).await.into_iter().flat_map(|sale| numbers(&sale.unwrap())).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!((all.len(), batches(&till).await.as_str()), (24, "24/24/120000"));
    till.shop.assert_sums_true().await;
    till.assert_clean().await;
}

#[tokio::test]
async fn a_batch_somebody_holds_just_now_is_waited_for() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    till.sell(shift, 1).await;
    // As a void with restock holds it to its end.
    let mut other = till.shop.owner().await;
    sqlx::raw_sql("BEGIN; SELECT FROM voucher_batches FOR SHARE").execute(&mut other).await.unwrap();
    let let_go = async {
        waiting(&mut till.shop.owner().await, 1).await;
        sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
    };
    tokio::join!(till.sell(shift, 1), let_go);
    assert_eq!(batches(&till).await, "2/2/10000");
    // Withdrawn meanwhile, it does not grow.
    sqlx::raw_sql("BEGIN; UPDATE voucher_batches SET status = 'void', void_reason = 'x'")
        .execute(&mut other)
        .await
        .unwrap();
    let let_go = async {
        waiting(&mut till.shop.owner().await, 1).await;
        sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
    };
    tokio::join!(till.sell(shift, 1), let_go);
    assert_eq!(batches(&till).await, "2/2/10000 1/1/5000");
}

#[tokio::test]
async fn a_batch_that_grows_is_no_edit_of_it() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    for _ in 0..3 {
        till.sell(shift, 1).await;
    }
    let trail = "SELECT count(*) FROM audit_logs WHERE table_name = 'voucher_batches'";
    let version = "SELECT version::BIGINT FROM voucher_batches";
    assert_eq!((till.shop.number(trail).await, till.shop.number(version).await), (0, 1));
    let id = till.shop.number("SELECT id FROM voucher_batches").await;
    till.shop.call("voucher_batch_pause", json!({ "batch_id": id })).await;
    assert_eq!((till.shop.number(trail).await, till.shop.number(version).await), (1, 2), "what people decide is");
}

#[tokio::test]
async fn made_today_is_what_was_made_on_the_day_of_who_looks_as_the_places_have_it() {
    let till = Till::new().await;
    till.shop.run("UPDATE locations SET time_zone = 'Asia/Jayapura'").await;
    let shift = till.shift("Depan").await;
    let owner = till.shop.test.owner_ctx();
    let at = |text: &str| then(&owner, text.parse().unwrap());
    let told = async |text: &str| {
        till.shop.test.call(&at(text), "dashboard_get", json!({})).await.unwrap()["created_today"].clone()
    };
    let rows = async |text: &str| {
        let today = at(text).today();
        let made = json!({ "filter": { "happened": { "what": "made", "from_on": today, "to_on": today } } });
        till.shop.call("voucher_totals", made).await["count"].clone()
    };
    // Half past midnight there, the evening before where who looks is.
    till.shop.test.call(&at("2026-10-20T15:30:00Z"), "sale_create", till.sale(shift, 1)).await.unwrap();
    let by_hand = json!({ "draft": TestApp::batch_draft(till.plan, 4), "idempotency_key": "dini-hari" });
    till.shop.test.call(&at("2026-10-20T15:30:00Z"), "voucher_batch_create", by_hand).await.unwrap();
    assert_eq!(told("2026-10-20T15:31:00Z").await, 0, "there it is tomorrow already");
    // Taken from what lies there, it makes none.
    till.shop.test.call(&at("2026-10-20T18:00:00Z"), "sale_create", till.sale(shift, 2)).await.unwrap();
    for (when, made) in [
        ("2026-10-20T15:31:00Z", 0),
        ("2026-10-20T16:59:00Z", 0),
        ("2026-10-20T18:01:00Z", 5),
        ("2026-10-21T14:59:00Z", 5),
        ("2026-10-21T15:01:00Z", 5),
        ("2026-10-21T16:59:00Z", 5),
        ("2026-10-21T17:01:00Z", 0),
    ] {
        assert_eq!((told(when).await, rows(when).await), (json!(made), json!(made)), "at {when}");
    }
}

#[tokio::test]
async fn what_cancels_is_folded_however_few_rows_it_is() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    till.sell(shift, 1).await;
    till.shop.run("UPDATE voucher_routers SET state = 'applied', applied_at = now()").await;
    till.shop.number("SELECT voucher_counts_fold()").await;
    assert_eq!(till.shop.number("SELECT count(*) FROM voucher_counts").await, 1);
    assert_eq!(till.shop.number("SELECT count(*) FROM voucher_router_counts").await, 1);
    assert_eq!(till.shop.number("SELECT count(*) FROM voucher_router_counts WHERE state = 'pending'").await, 0);
    assert_eq!(till.shop.number("SELECT voucher_counts_fold()").await, 0);
    till.shop.assert_sums_true().await;
}

#[tokio::test]
async fn a_slip_that_came_back_is_the_counters_again_and_no_vendors_card() {
    let till = Till::new().await;
    let batch = till.shop.test.batch(till.plan, 2).await;
    let shift = till.shift("Depan").await;
    let sold = till.sell(shift, 1).await;
    let slip = json!({ "voucher_id": numbers(&sold)[0] });
    till.shop.call("voucher_slip_render", slip.clone()).await;
    till.shop.call("sale_void", back(&sold)).await;
    let in_stock = json!({ "location_id": till.shop.location });
    assert_eq!(till.shop.call("sale_stock_get", in_stock).await["rows"][0]["codes"], 2);
    assert_eq!(till.shop.number("SELECT count(*) FROM vouchers WHERE printed_at IS NOT NULL").await, 0);
    // It was printed all the same: what was told of that day stays told, and the next paper of it is its second.
    let printed = "SELECT coalesce(sum(n), 0)::BIGINT FROM voucher_truths WHERE kind = 'printed'";
    assert_eq!(till.shop.number(printed).await, 1);
    let again = till.sell(shift, 1).await;
    assert_eq!(numbers(&again), numbers(&sold));
    till.shop.call("voucher_slip_render", slip.clone()).await;
    let logged = "SELECT string_agg(is_reprint::TEXT, ' ' ORDER BY id) FROM print_log";
    assert_eq!(till.shop.text(logged).await, "false true");
    assert_eq!(till.shop.number(printed).await, 1);
    assert_eq!(till.shop.refused("voucher_slip_render", slip).await.code(), "voucher_reprint_reason_missing");
    // A card of a sheet that came back is a card still.
    till.shop.call("voucher_sheet_render", json!({ "batch_id": batch["row"]["batch_id"] })).await;
    let mut card = till.sale(shift, 1);
    card["lines"][0]["from"] = json!("card");
    let card = till.shop.call("sale_create", card).await;
    till.shop.call("sale_void", back(&card)).await;
    let cards = "SELECT count(*) FROM vouchers WHERE printed_at IS NOT NULL AND sold_at IS NULL";
    assert_eq!(till.shop.number(cards).await, 1);
    till.shop.assert_sums_true().await;
    till.assert_clean().await;
}

#[tokio::test]
async fn every_screen_means_the_same_by_stock() {
    let till = Till::new().await;
    let shop = &till.shop;
    let batch = shop.test.batch(till.plan, 4).await;
    let shift = till.shift("Depan").await;
    shop.run("UPDATE service_plans SET low_stock_at = 1").await;
    let told = async || {
        let plans = shop.call("plan_list", json!({})).await["rows"][0]["stock"].clone();
        let figures = shop.call("dashboard_get", json!({})).await;
        let dashboard = figures["stock"].as_i64().unwrap();
        assert_eq!(figures["plans"][0]["stock"], figures["stock"]);
        let is_low = figures["actions"].as_array().unwrap().iter().any(|action| action["code"] == "stock_low");
        assert_eq!(is_low, dashboard < 1, "the plan wants one at least");
        let page = shop.call("stock_list", json!({ "by": "plan" })).await["rows"][0].clone();
        let counter =
            shop.call("sale_stock_get", json!({ "location_id": shop.location })).await["rows"][0]["codes"].clone();
        let page = page["plain"].as_i64().unwrap() + page["card"].as_i64().unwrap();
        [plans.as_i64().unwrap(), dashboard, page, counter.as_i64().unwrap()]
    };
    assert_eq!(told().await, [4; 4]);
    shop.call("voucher_batch_pause", json!({ "batch_id": batch["row"]["batch_id"] })).await;
    assert_eq!(told().await, [0; 4], "what is held is not stock");
    shop.call("voucher_batch_resume", json!({ "batch_id": batch["row"]["batch_id"] })).await;
    shop.run("UPDATE voucher_batches SET idempotency_key = 'adopt-VB'").await;
    assert_eq!(told().await, [0; 4], "codes a router had by itself are nobody's stock");
    let mut typed = till.sale(shift, 1);
    typed["lines"] = json!([]);
    typed["codes"] = json!([shop.vouchers(&batch).await[0].1]);
    assert_eq!(shop.refused("sale_create", typed).await.code(), "sale_code_not_for_sale");
}

#[tokio::test]
async fn a_sheet_is_printed_for_the_first_time_also_where_a_slip_of_its_codes_came_back() {
    let till = Till::new().await;
    let batch = till.shop.test.batch(till.plan, 3).await;
    let shift = till.shift("Depan").await;
    let sold = till.sell(shift, 1).await;
    till.shop.call("voucher_slip_render", json!({ "voucher_id": numbers(&sold)[0] })).await;
    till.shop.call("sale_void", back(&sold)).await;
    till.shop.call("voucher_sheet_render", json!({ "batch_id": batch["row"]["batch_id"] })).await;
    let logged = "SELECT string_agg(cards || ' ' || is_reprint, ', ' ORDER BY id) FROM print_log";
    assert_eq!(till.shop.text(logged).await, "1 false, 3 false");
}
