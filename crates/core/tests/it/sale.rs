//! Sales: from stock or made now, once, and taken back.

use serde_json::{Value, json};

use crate::counter::usage;
use crate::till::{Till, key};

fn codes(sale: &Value) -> Vec<(i64, String)> {
    let lines = sale["lines"].as_array().unwrap();
    lines.iter().map(|l| (l["voucher_id"].as_i64().unwrap(), l["code"].as_str().unwrap().to_owned())).collect()
}

fn back(sale: &Value, codes: &str) -> Value {
    json!({ "sale_id": sale["row"]["sale_id"], "codes": codes, "reason": "salah paket", "idempotency_key": key() })
}

fn refund(sale: &Value, shift: i64, vouchers: &[i64]) -> Value {
    let mut input = back(sale, "withdraw");
    input["cash_session_id"] = json!(shift);
    input["voucher_ids"] = json!(vouchers);
    input
}

#[tokio::test]
async fn the_oldest_batch_is_sold_first_and_what_is_missing_is_made() {
    let till = Till::new().await;
    let (old, young) = (till.shop.test.batch(till.plan, 2).await, till.shop.test.batch(till.plan, 2).await);
    let shift = till.shift("Depan").await;
    let sold = till.sell(shift, 3).await;
    let expected = [till.shop.vouchers(&old).await, till.shop.vouchers(&young).await[..1].to_vec()].concat();
    assert_eq!(codes(&sold), expected);
    assert_eq!(sold["row"]["document_number"].as_str().unwrap().rsplit('-').next(), Some("0001"));
    let more = till.sell(shift, 3).await;
    let made: Vec<&Value> = more["lines"].as_array().unwrap().iter().map(|line| &line["is_made_now"]).collect();
    assert_eq!(made, [&json!(false), &json!(true), &json!(true)]);
    // The codes made for it wait on the router's to-do list, in the same commit.
    let waiting = till
        .shop
        .number(
            "SELECT count(*) FROM voucher_routers c JOIN sale_lines l ON l.voucher_id = c.voucher_id \
                                    WHERE l.is_made_now AND c.state = 'pending'",
        )
        .await;
    assert_eq!(waiting, 2);
    assert_eq!((&more["row"]["pending"], &more["lines"][2]["truth"]), (&json!(3), &json!("pending")));
    assert_eq!(more["lines"][2]["router_name"], "hEX", "the answer says which router is waited for");
    till.shop.assert_sums_true().await;
    till.assert_clean().await;
}

#[tokio::test]
async fn a_sale_is_told_on_its_codes_and_in_the_drawer() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 2).await;
    let shift = till.shift("Depan").await;
    let mut input = till.sale(shift, 1);
    input["tendered_amount"] = json!("20000.00");
    let sold = till.shop.call("sale_create", input).await;
    assert_eq!((&sold["tendered_amount"], &sold["change_amount"]), (&json!("20000.00"), &json!("15000.00")));
    let voucher = till.shop.voucher(codes(&sold)[0].0).await;
    assert!(voucher["row"]["sold_at"].is_string());
    assert_eq!(voucher["events"][0]["kind"], "sold");
    assert_eq!(voucher["events"][0]["details"]["document_number"], sold["row"]["document_number"]);
    let row = till
        .shop
        .text("SELECT sold_price || ' ' || (sold_by IS NOT NULL) FROM vouchers WHERE sold_at IS NOT NULL")
        .await;
    assert_eq!(row, "5000.00 true");
    let entries = till.shop.call("ledger_entry_list", json!({ "cash_session_id": shift })).await;
    let mut kinds: Vec<String> = entries["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| {
            format!(
                "{} {} {}",
                e["account_kind"].as_str().unwrap(),
                e["kind"].as_str().unwrap(),
                e["amount"].as_str().unwrap()
            )
        })
        .collect();
    kinds.sort();
    assert_eq!(
        kinds,
        ["drawer float 200000.00", "drawer voucher_sale 5000.00", "voucher_revenue voucher_sale 5000.00"]
    );
}

#[tokio::test]
async fn without_an_open_shift_nothing_is_sold() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 2).await;
    let shift = till.shift("Depan").await;
    till.close(shift, "200000.00").await;
    assert_eq!(till.shop.refused("sale_create", till.sale(shift, 1)).await.code(), "cash_session_closed");
    assert_eq!(till.shop.refused("sale_create", till.sale(9999, 1)).await.code(), "cash_session_not_found");
    assert_eq!(till.shop.number("SELECT count(*) FROM vouchers WHERE sold_at IS NOT NULL").await, 0);
}

#[tokio::test]
async fn enter_twice_sells_once() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 10).await;
    let shift = till.shift("Depan").await;
    let input = till.sale(shift, 2);
    let ctx = till.shop.test.owner_ctx();
    let all = futures::future::join_all((0..5).map(|_| till.shop.test.call(&ctx, "sale_create", input.clone()))).await;
    let numbers: Vec<Value> = all.into_iter().map(|a| a.unwrap()["row"]["document_number"].clone()).collect();
    assert!(numbers.iter().all(|n| *n == numbers[0]), "{numbers:?}");
    assert_eq!(till.shop.number("SELECT count(*) FROM vouchers WHERE sold_at IS NOT NULL").await, 2);
    // Also after the shift was closed: the same question has the same answer.
    till.close(shift, "210000.00").await;
    assert_eq!(till.shop.call("sale_create", input.clone()).await["row"]["document_number"], numbers[0]);
    let mut otherwise = input;
    otherwise["lines"][0]["quantity"] = json!(3);
    assert_eq!(till.shop.refused("sale_create", otherwise).await.code(), "ledger_key_reused");
    till.assert_clean().await;
}

#[tokio::test]
async fn many_at_once_never_get_the_same_code() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 30).await;
    let (front, back) = (till.shift("Depan").await, till.shift("Belakang").await);
    let ctx = till.shop.test.owner_ctx();
    let sales =
        (0..20).map(|i| till.shop.test.call(&ctx, "sale_create", till.sale(if i % 2 == 0 { front } else { back }, 2)));
    let all = futures::future::join_all(sales).await;
    let mut sold: Vec<(i64, String)> = all.into_iter().flat_map(|sale| codes(&sale.unwrap())).collect();
    assert_eq!(sold.len(), 40);
    sold.sort();
    sold.dedup();
    assert_eq!(sold.len(), 40, "a code was sold twice");
    till.assert_clean().await;
}

#[tokio::test]
async fn the_sum_and_the_money_given_are_checked() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 5).await;
    let shift = till.shift("Depan").await;
    let mut input = till.sale(shift, 2);
    input["expected_total"] = json!("9000.00");
    let refused = till.shop.refused("sale_create", input.clone()).await.wire("");
    assert_eq!((refused.code.as_str(), &refused.params["total"]), ("sale_total_changed", &json!("10000.00")));
    input["expected_total"] = json!("10000.00");
    input["tendered_amount"] = json!("9000.00");
    assert_eq!(till.shop.refused("sale_create", input).await.code(), "sale_tendered_short");
    assert_eq!(till.shop.number("SELECT count(*) FROM sales").await, 0);
    // What was refused took nothing: the next sale is number one.
    let sold = till.sell(shift, 1).await;
    assert!(sold["row"]["document_number"].as_str().unwrap().ends_with("-0001"));
}

#[tokio::test]
async fn who_may_not_make_codes_sells_what_is_there() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 1).await;
    let seller = till.shop.test.user_ctx("sales", None).await;
    let shift = till.shift("Depan").await;
    let refused = till.refused_as(&seller, "sale_create", till.sale(shift, 2)).await.wire("");
    assert_eq!((refused.code.as_str(), &refused.params["available"]), ("sale_stock_short", &json!(1)));
    till.shop.test.call(&seller, "sale_create", till.sale(shift, 1)).await.unwrap();
}

#[tokio::test]
async fn cards_of_a_sheet_are_sold_as_cards() {
    let till = Till::new().await;
    let batch = till.shop.test.batch(till.plan, 4).await;
    till.shop.call("voucher_sheet_render", json!({ "batch_id": batch["row"]["batch_id"] })).await;
    let cards = till.shop.vouchers(&batch).await;
    let shift = till.shift("Depan").await;
    let mut input = till.sale(shift, 1);
    input["lines"][0]["from"] = json!("card");
    let sold = till.shop.call("sale_create", input).await;
    assert_eq!((codes(&sold), &sold["lines"][0]["is_card"]), (vec![cards[0].clone()], &json!(true)));
    // A slip is never printed of a code whose card lies in the shop: one is made.
    let slip = till.sell(shift, 1).await;
    assert_eq!(slip["lines"][0]["is_made_now"], json!(true));
    // The card itself, as it is typed.
    let mut typed = till.sale(shift, 1);
    typed["lines"] = json!([]);
    typed["codes"] = json!([format!(" {} ", cards[2].1.to_uppercase())]);
    let sold = till.shop.call("sale_create", typed.clone()).await;
    assert_eq!(codes(&sold), vec![cards[2].clone()]);
    typed["idempotency_key"] = json!(key());
    assert_eq!(till.shop.refused("sale_create", typed).await.code(), "sale_code_not_for_sale");
    // A sheet printed now leaves out what was sold.
    let again = json!({ "batch_id": batch["row"]["batch_id"], "reprint_reason": "basah" });
    till.shop.call("voucher_sheet_render", again).await;
    let printed = till.shop.number("SELECT cards::BIGINT FROM print_log ORDER BY id DESC LIMIT 1").await;
    assert_eq!(printed, 2);
    till.assert_clean().await;
}

#[tokio::test]
async fn codes_in_other_hands_are_not_stock() {
    let till = Till::new().await;
    let batch = till.shop.test.batch(till.plan, 4).await;
    till.shop.run("UPDATE vouchers SET handed_at = now() WHERE number = 1").await;
    till.shop
        .run("UPDATE voucher_batches SET idempotency_key = 'adopt-VB' WHERE id = (SELECT min(id) FROM voucher_batches)")
        .await;
    let shift = till.shift("Depan").await;
    let sold = till.sell(shift, 1).await;
    assert_eq!(sold["lines"][0]["is_made_now"], json!(true), "codes a router had by itself may be in anybody's pocket");
    till.shop.run("UPDATE voucher_batches SET idempotency_key = 'borang-1' WHERE idempotency_key = 'adopt-VB'").await;
    let sold = till.sell(shift, 1).await;
    assert_eq!(codes(&sold)[0], till.shop.vouchers(&batch).await[1], "the first is with a vendor");
    till.shop.call("voucher_batch_pause", json!({ "batch_id": batch["row"]["batch_id"] })).await;
    let sold = till.sell(shift, 1).await;
    assert_ne!(sold["lines"][0]["batch_id"], batch["row"]["batch_id"], "a batch that is held is not sold");
}

#[tokio::test]
async fn the_month_of_a_number_is_the_place_s() {
    let till = Till::new().await;
    till.shop.run("UPDATE locations SET time_zone = 'Asia/Jayapura'").await;
    let shift = till.shift("Depan").await;
    // Half past midnight of the first of December there, half past ten of the day before for who sells.
    let at = "2026-11-30T15:30:00Z".parse().unwrap();
    let owner = till.shop.test.owner_ctx();
    assert_eq!(owner.zone, simpul_kernel::time::DEFAULT_ZONE);
    let ctx = simpul_kernel::Ctx { now: at, ..owner };
    let sold = till.shop.test.call(&ctx, "sale_create", till.sale(shift, 1)).await.unwrap();
    assert!(sold["row"]["document_number"].as_str().unwrap().contains("-2612-"), "{sold}");
    let made = till.shop.text("SELECT batch_code FROM voucher_batches ORDER BY id DESC LIMIT 1").await;
    assert!(made.contains("-2612-"), "{made}");
}

#[tokio::test]
async fn a_void_puts_back_money_and_paper() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 3).await;
    let shift = till.shift("Depan").await;
    let sold = till.sell(shift, 2).await;
    let input = back(&sold, "restock");
    let void = till.shop.call("sale_void", input.clone()).await;
    assert_eq!((&void["row"]["kind"], &void["row"]["total_amount"]), (&json!("void"), &json!("-10000.00")));
    assert_eq!(void["row"]["refund_of_number"], sold["row"]["document_number"]);
    assert_eq!(void["row"]["items"][0]["quantity"], 2);
    assert_eq!(
        till.shop.call("sale_void", input).await["row"]["sale_id"],
        void["row"]["sale_id"],
        "the same key, the same answer"
    );
    assert_eq!(till.shop.refused("sale_void", back(&sold, "restock")).await.code(), "sale_taken_back");
    assert_eq!(till.shop.refused("sale_void", back(&void, "restock")).await.code(), "sale_is_no_sale");
    let seen = till.shop.call("cash_session_get", json!({ "cash_session_id": shift })).await;
    assert_eq!((&seen["expected_amount"], &seen["sale_count"]), (&json!("200000.00"), &json!(0)));
    // The same codes are sold again, and the books know both sales.
    let again = till.sell(shift, 2).await;
    assert_eq!(codes(&again), codes(&sold));
    let listed = till.shop.call("sale_list", json!({ "voucher_id": codes(&sold)[0].0 })).await;
    assert_eq!(listed["rows"].as_array().unwrap().len(), 3);
    till.assert_clean().await;
}

#[tokio::test]
async fn a_void_after_its_shift_is_a_refund() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 3).await;
    let shift = till.shift("Depan").await;
    let sold = till.sell(shift, 2).await;
    till.close(shift, "210000.00").await;
    assert_eq!(till.shop.refused("sale_void", back(&sold, "withdraw")).await.code(), "sale_void_too_late");
    let next = till.shift("Belakang").await;
    let first = codes(&sold)[0].0;
    let part = till.shop.call("sale_refund", refund(&sold, next, &[first])).await;
    assert_eq!((&part["row"]["total_amount"], &part["lines"][0]["status"]), (&json!("-5000.00"), &json!("void")));
    assert_eq!(till.shop.wish(first, till.router).await, "absent", "a code that was paid back leaves the router");
    assert_eq!(till.shop.refused("sale_refund", refund(&sold, next, &[first])).await.code(), "sale_taken_back");
    till.shop.call("sale_refund", refund(&sold, next, &[])).await;
    let seen = till.shop.call("sale_get", json!({ "sale_id": sold["row"]["sale_id"] })).await;
    assert_eq!(seen["row"]["taken_back"], 2);
    assert_eq!(till.shop.refused("sale_refund", refund(&sold, next, &[])).await.code(), "sale_taken_back");
    till.shop.assert_sums_true().await;
    till.assert_clean().await;
}

#[tokio::test]
async fn a_code_that_was_used_is_not_taken_back() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 3).await;
    let shift = till.shift("Depan").await;
    let sold = till.sell(shift, 2).await;
    let ids = codes(&sold);
    till.shop.seen(till.router, till.shop.test.clock.now(), &[usage(ids[0].0, 60, Some(60), 1000)]).await;
    assert_eq!(till.shop.refused("sale_void", back(&sold, "restock")).await.code(), "sale_code_used");
    assert_eq!(till.shop.refused("sale_refund", refund(&sold, shift, &[])).await.code(), "sale_code_used");
    till.shop.call("sale_refund", refund(&sold, shift, &[ids[1].0])).await;
    till.assert_clean().await;
}

#[tokio::test]
async fn sales_of_a_place_are_seen_there_only() {
    let till = Till::new().await;
    let there = till.shop.test.location_new("Cabang Utara").await;
    till.shop.test.batch(till.plan, 3).await;
    let shift = till.shift("Depan").await;
    let input = till.sale(shift, 1);
    let sold = till.shop.call("sale_create", input.clone()).await;
    let stranger = till.shop.test.user_ctx("admin", Some(&[there])).await;
    let named = json!({ "sale_id": sold["row"]["sale_id"] });
    assert_eq!(till.refused_as(&stranger, "sale_get", named).await.code(), "sale_not_found");
    assert_eq!(till.refused_as(&stranger, "sale_create", till.sale(shift, 1)).await.code(), "cash_session_not_found");
    // Nor does a key of elsewhere betray what it made.
    let drawer = json!({ "location_id": there, "name": "Laci" });
    let drawer = till.shop.test.call(&stranger, "cash_drawer_create", drawer).await.unwrap();
    let open = json!({ "cash_drawer_id": drawer["cash_drawer_id"], "float_amount": "0.00" });
    let theirs = till.shop.test.call(&stranger, "cash_session_open", open).await.unwrap();
    let mut same_key = input;
    same_key["cash_session_id"] = theirs["cash_session_id"].clone();
    assert_eq!(till.refused_as(&stranger, "sale_create", same_key.clone()).await.code(), "ledger_key_reused");
    same_key["idempotency_key"] = json!(key());
    assert_eq!(till.refused_as(&stranger, "sale_create", same_key).await.code(), "plan_not_found");
}
