//! The cash desk: shifts, movements, blind counts, hand-overs.

use serde_json::{Value, json};

use crate::counter::waiting;
use crate::till::{Till, key};

fn movement(shift: i64, amount: &str) -> Value {
    json!({ "cash_session_id": shift, "amount": amount, "reason": "beli galon", "idempotency_key": key() })
}

#[tokio::test]
async fn two_counters_have_two_drawers_and_a_drawer_one_shift() {
    let till = Till::new().await;
    let (front, back) = (till.shift("Depan").await, till.shift("Belakang").await);
    let shift = till.shop.call("cash_session_get", json!({ "cash_session_id": front })).await;
    let again = json!({ "cash_drawer_id": shift["cash_drawer_id"], "float_amount": "0.00" });
    let refused = till.shop.refused("cash_session_open", again.clone()).await.wire("");
    assert_eq!((refused.code.as_str(), &refused.params["user"]), ("cash_session_already_open", &shift["user_name"]));
    till.shop.test.batch(till.plan, 5).await;
    till.sell(front, 2).await;
    till.sell(back, 1).await;
    for (shift, expected) in [(front, "210000.00"), (back, "205000.00")] {
        let seen = till.shop.call("cash_session_get", json!({ "cash_session_id": shift })).await;
        assert_eq!(seen["expected_amount"], expected);
    }
    till.close(front, "210000.00").await;
    let next = till.shop.call("cash_session_open", again).await;
    assert_eq!(
        (&next["number"], &next["expected_amount"]),
        (&json!(3), &json!("0.00")),
        "a drawer begins with its float alone"
    );
    till.assert_clean().await;
}

#[tokio::test]
async fn a_drawer_opened_twice_at_once_has_one_shift() {
    let till = Till::new().await;
    let input = json!({ "cash_drawer_id": till.drawer("Depan").await, "float_amount": "100000.00" });
    let ctx = till.shop.test.owner_ctx();
    let open = || till.shop.test.call(&ctx, "cash_session_open", input.clone());
    let all = futures::future::join_all((0..4).map(|_| open())).await;
    assert_eq!(all.iter().filter(|answer| answer.is_ok()).count(), 1);
    assert!(all.iter().flat_map(|a| a.as_ref().err()).all(|e| e.code() == "cash_session_already_open"), "{all:?}");
    till.assert_clean().await;
}

#[tokio::test]
async fn a_count_is_blind_and_a_difference_stays_until_it_is_explained() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 5).await;
    let cashier = till.shop.test.user_ctx("operator", None).await;
    let open = json!({ "cash_drawer_id": till.drawer("Depan").await, "float_amount": "100000.00" });
    let shift = till.shop.test.call(&cashier, "cash_session_open", open).await.unwrap();
    let named = json!({ "cash_session_id": shift["cash_session_id"] });
    let id = shift["cash_session_id"].as_i64().unwrap();
    till.shop.test.call(&cashier, "sale_create", till.sale(id, 2)).await.unwrap();
    let seen = till.shop.test.call(&cashier, "cash_session_get", named.clone()).await.unwrap();
    assert_eq!(
        (&seen["expected_amount"], &seen["sale_count"], &seen["is_mine"]),
        (&Value::Null, &json!(1), &json!(true))
    );
    assert_eq!(
        till.refused_as(&cashier, "cash_session_report", named.clone()).await.code(),
        "cash_session_count_first"
    );
    let managed = till.shop.call("cash_session_report", named.clone()).await;
    assert_eq!(managed["expected_amount"], "110000.00");

    let count = json!({ "cash_session_id": id, "counted_amount": "108000.00", "idempotency_key": key() });
    let closed = till.shop.test.call(&cashier, "cash_session_close", count).await.unwrap();
    assert_eq!((&closed["expected_amount"], &closed["difference_amount"]), (&json!("110000.00"), &json!("-2000.00")));
    assert_eq!(closed["difference_reason"], Value::Null);
    let open_ones = till.shop.call("cash_session_list", json!({ "unexplained_only": true })).await;
    assert_eq!(open_ones["rows"].as_array().unwrap().len(), 1);
    let explain = json!({ "cash_session_id": id, "reason": "salah kembalian" });
    let explained = till.shop.test.call(&cashier, "cash_session_explain", explain.clone()).await.unwrap();
    assert_eq!(explained["difference_reason"], "salah kembalian");
    let twice = till.refused_as(&cashier, "cash_session_explain", explain).await;
    assert_eq!(twice.code(), "cash_session_nothing_to_explain");
    till.assert_clean().await;
}

#[tokio::test]
async fn the_report_of_a_shift_says_all_of_it() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 9).await;
    let shift = till.shift("Depan").await;
    let sold = till.sell(shift, 3).await;
    let qris = json!({ "cash_session_id": shift, "lines": [{ "plan_id": till.plan, "quantity": 2, "from": "slip" }], "codes": [],
                       "method": "qris", "expected_total": "10000.00", "reference": "QR-77", "idempotency_key": key() });
    till.shop.call("sale_create", qris).await;
    till.shop.call("cash_pay_in", movement(shift, "30000.00")).await;
    till.shop.call("cash_pay_out", movement(shift, "18000.00")).await;
    let refund = json!({ "sale_id": sold["row"]["sale_id"], "voucher_ids": [sold["lines"][2]["voucher_id"]],
                         "cash_session_id": shift, "codes": "withdraw", "reason": "salah beli", "idempotency_key": key() });
    till.shop.call("sale_refund", refund).await;
    till.close(shift, "222500.00").await;
    let z = till.shop.call("cash_session_report", json!({ "cash_session_id": shift })).await;
    let sums = ["cash_sales", "cash_refunds", "pay_ins", "pay_outs", "expected_amount", "handed_over"];
    let found: Vec<&str> = sums.iter().map(|name| z[name].as_str().unwrap()).collect();
    assert_eq!(found, ["15000.00", "5000.00", "30000.00", "18000.00", "222000.00", "222500.00"]);
    assert_eq!(z["session"]["difference_amount"], "500.00");
    assert_eq!(z["by_method"][1]["sale_amount"], "10000.00", "{z}");
    assert_eq!((&z["by_plan"][0]["quantity"], &z["by_plan"][0]["amount"]), (&json!(4), &json!("20000.00")));
    assert_eq!(z["movements"].as_array().unwrap().len(), 2);
    let documents = (z["first_document"].as_str().unwrap(), z["last_document"].as_str().unwrap());
    assert!(documents.0.ends_with("-0001") && documents.1.ends_with("-0003"), "{documents:?}");
    till.assert_clean().await;
}

#[tokio::test]
async fn the_report_of_a_closed_shift_never_changes() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 10).await;
    let first = till.shift("Depan").await;
    let sold = till.sell(first, 10).await;
    till.close(first, "250000.00").await;
    let ask = |shift: i64| json!({ "cash_session_id": shift });
    let printed = till.shop.call("cash_session_report", ask(first)).await;
    let second = till.shift("Belakang").await;
    let refund = json!({ "sale_id": sold["row"]["sale_id"], "voucher_ids": [sold["lines"][2]["voucher_id"]],
                         "cash_session_id": second, "codes": "withdraw", "reason": "salah beli", "idempotency_key": key() });
    till.shop.call("sale_refund", refund).await;
    assert_eq!(till.shop.call("cash_session_report", ask(first)).await, printed);
    let later = till.shop.call("cash_session_report", ask(second)).await;
    assert_eq!((&later["by_plan"][0]["quantity"], &later["by_plan"][0]["amount"]), (&json!(-1), &json!("-5000.00")));
    till.assert_clean().await;
}

#[tokio::test]
async fn an_amount_that_no_account_holds_is_told_as_such() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 2).await;
    till.shop.run("UPDATE vouchers SET price_sell = 9999999999999").await;
    let shift = till.shift("Depan").await;
    let sale = || {
        json!({ "cash_session_id": shift, "lines": [{ "plan_id": till.plan, "quantity": 1, "from": "slip" }], "codes": [],
                "method": "qris", "expected_total": "9999999999999.00", "idempotency_key": key() })
    };
    till.shop.call("sale_create", sale()).await;
    assert_eq!(till.shop.refused("sale_create", sale()).await.code(), "amount_too_large");
    till.assert_clean().await;
}

#[tokio::test]
async fn a_place_with_an_open_shift_stays_in_use() {
    let till = Till::new().await;
    let there = till.shop.test.location_new("Cabang Utara").await;
    let drawer = till.shop.call("cash_drawer_create", json!({ "location_id": there, "name": "Depan" })).await;
    let open = json!({ "cash_drawer_id": drawer["cash_drawer_id"], "float_amount": "1000.00" });
    let shift = till.shop.call("cash_session_open", open).await["cash_session_id"].as_i64().unwrap();
    let away = json!({ "location_id": there, "version": 1, "name": "Cabang Utara", "time_zone": "Asia/Jakarta", "is_active": false });
    let refused = till.shop.refused("location_update", away.clone()).await.wire("");
    assert_eq!((refused.code.as_str(), &refused.params["shift_count"]), ("location_has_money", &json!(1)));
    till.close(shift, "1000.00").await;
    till.shop.call("location_update", away).await;
}

#[tokio::test]
async fn only_who_answers_closes_and_a_manager_takes_over() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    let other = till.shop.test.user_ctx("operator", None).await;
    let count = json!({ "cash_session_id": shift, "counted_amount": "200000.00", "idempotency_key": key() });
    assert_eq!(till.refused_as(&other, "cash_session_close", count.clone()).await.code(), "cash_session_not_yours");
    let over = json!({ "cash_session_id": shift, "reason": "lupa ditutup" });
    assert_eq!(till.refused_as(&other, "cash_session_take_over", over.clone()).await.code(), "permission_denied");
    let manager = till.shop.test.user_ctx("admin", None).await;
    let taken = till.shop.test.call(&manager, "cash_session_take_over", over.clone()).await.unwrap();
    assert_eq!((&taken["is_mine"], &taken["user_name"]), (&json!(true), &json!("admin")));
    assert_eq!(till.refused_as(&manager, "cash_session_take_over", over).await.code(), "cash_session_yours");
    till.shop.test.call(&manager, "cash_session_close", count.clone()).await.unwrap();
    let anew = json!({ "cash_session_id": shift, "counted_amount": "200000.00", "idempotency_key": key() });
    assert_eq!(till.shop.refused("cash_session_close", anew).await.code(), "cash_session_closed");
    let trail = till.shop.call("audit_list", json!({ "kind": "cash_session" })).await;
    assert!(trail["rows"].to_string().contains("user_id"), "who answered before stays in the trail: {trail}");
}

#[tokio::test]
async fn a_drawer_never_gives_more_than_it_holds() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    assert_eq!(till.shop.refused("cash_pay_out", movement(shift, "200001.00")).await.code(), "ledger_balance_short");
    let told = till.shop.call("activity_list", json!({})).await;
    assert!(told["rows"].to_string().contains("cash_pay_out_refuse"), "who asks for more than there is leaves a trace");
    till.shop.call("cash_pay_out", movement(shift, "200000.00")).await;
    assert_eq!(till.shop.refused("cash_pay_out", movement(shift, "1.00")).await.code(), "ledger_balance_short");
    for amount in ["0.00", "-5.00", "10.50"] {
        assert_eq!(till.shop.refused("cash_pay_in", movement(shift, amount)).await.code(), "input_invalid", "{amount}");
    }
    till.assert_clean().await;
}

#[tokio::test]
async fn a_movement_that_arrives_twice_moves_once() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    let input = movement(shift, "10000.00");
    let ctx = till.shop.test.owner_ctx();
    let call = || till.shop.test.call(&ctx, "cash_pay_in", input.clone());
    let all = futures::future::join_all((0..4).map(|_| call())).await;
    let ids: Vec<Value> = all.into_iter().map(|answer| answer.unwrap()["ledger_entry_id"].clone()).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    let seen = till.shop.call("cash_session_get", json!({ "cash_session_id": shift })).await;
    assert_eq!(seen["expected_amount"], "210000.00");
    let mut otherwise = input.clone();
    otherwise["amount"] = json!("20000.00");
    assert_eq!(till.shop.refused("cash_pay_in", otherwise).await.code(), "ledger_key_reused");
    assert_eq!(till.shop.refused("cash_pay_out", input).await.code(), "ledger_key_reused");
}

#[tokio::test]
async fn nothing_lands_in_a_shift_that_was_counted() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 30).await;
    let shift = till.shift("Depan").await;
    let ctx = till.shop.test.owner_ctx();
    let count = json!({ "cash_session_id": shift, "counted_amount": "200000.00", "idempotency_key": key() });
    let sales =
        futures::future::join_all((0..12).map(|_| till.shop.test.call(&ctx, "sale_create", till.sale(shift, 1))));
    let (sold, closed) = futures::future::join(sales, till.shop.test.call(&ctx, "cash_session_close", count)).await;
    let late = sold.iter().filter(|s| s.as_ref().is_err_and(|e| e.code() == "cash_session_closed")).count();
    let done = sold.iter().filter(|s| s.is_ok()).count();
    assert_eq!(late + done, 12, "{sold:?}");
    let expected = closed.unwrap()["expected_amount"].as_str().unwrap().to_owned();
    assert_eq!(expected, format!("{}.00", 200_000 + 5000 * done), "every sale that was made is in the count");
    till.assert_clean().await;
}

#[tokio::test]
async fn a_drawer_in_use_is_not_put_away_and_names_are_one_per_place() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    let seen = till.shop.call("cash_session_get", json!({ "cash_session_id": shift })).await;
    let update = json!({ "cash_drawer_id": seen["cash_drawer_id"], "version": 1, "name": "Depan", "is_active": false });
    assert_eq!(till.shop.refused("cash_drawer_update", update.clone()).await.code(), "cash_drawer_in_use");
    let same = json!({ "location_id": till.shop.location, "name": "depan" });
    assert_eq!(till.shop.refused("cash_drawer_create", same).await.code(), "cash_drawer_name_taken");
    till.close(shift, "200000.00").await;
    till.shop.call("cash_drawer_update", update.clone()).await;
    assert_eq!(till.shop.refused("cash_drawer_update", update).await.code(), "row_changed_meanwhile");
    let open = json!({ "cash_drawer_id": seen["cash_drawer_id"], "float_amount": "0.00" });
    assert_eq!(till.shop.refused("cash_session_open", open).await.code(), "cash_drawer_inactive");
}

#[tokio::test]
async fn a_count_whose_answer_was_lost_is_told_again_and_done_once() {
    let till = Till::new().await;
    let cashier = till.shop.test.user_ctx("sales", None).await;
    let drawer = json!({ "cash_drawer_id": till.drawer("Depan").await, "float_amount": "100000.00" });
    let shift = till.shop.test.call(&cashier, "cash_session_open", drawer).await.unwrap()["cash_session_id"].clone();
    let count = json!({ "cash_session_id": shift, "counted_amount": "99000.00", "idempotency_key": key() });
    let (a, b) = futures::future::join(
        till.shop.test.call(&cashier, "cash_session_close", count.clone()),
        till.shop.test.call(&cashier, "cash_session_close", count.clone()),
    )
    .await;
    let (first, twin) = (a.unwrap(), b.unwrap());
    let again = till.shop.test.call(&cashier, "cash_session_close", count.clone()).await.unwrap();
    assert_eq!((&first, &first), (&twin, &again), "the same facts, whoever was first");
    assert_eq!((&again["expected_amount"], &again["difference_amount"]), (&json!("100000.00"), &json!("-1000.00")));
    let rows = "SELECT count(*) FROM financial_transactions WHERE kind IN ('drawer_difference', 'pay_out')";
    assert_eq!(till.shop.number(rows).await, 2, "one difference, one hand-over");
    let deeds = "SELECT count(*) FROM activity_logs WHERE action = 'cash_session_close'";
    assert_eq!(till.shop.number(deeds).await, 1);
    let other = till.shop.test.user_ctx("sales", None).await;
    let refused = till.refused_as(&other, "cash_session_close", count.clone()).await;
    assert_eq!(refused.code(), "cash_session_not_yours", "the key alone tells nobody");
    let mut counted_anew = count.clone();
    counted_anew["counted_amount"] = json!("100000.00");
    assert_eq!(till.refused_as(&cashier, "cash_session_close", counted_anew).await.code(), "ledger_key_reused");
    let mut another = count;
    another["idempotency_key"] = json!(key());
    assert_eq!(till.refused_as(&cashier, "cash_session_close", another).await.code(), "cash_session_closed");
    till.assert_clean().await;
}

#[tokio::test]
async fn who_waits_for_a_take_over_finds_the_shift() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    let colleague = till.shop.test.user_ctx("admin", None).await;
    let mut other = till.shop.owner().await;
    let taken = format!("BEGIN; UPDATE cash_sessions SET user_id = {}", colleague.user_id().unwrap());
    sqlx::raw_sql(sqlx::AssertSqlSafe(taken)).execute(&mut other).await.unwrap();
    let done = async {
        waiting(&mut till.shop.owner().await, 2).await;
        sqlx::raw_sql("COMMIT").execute(&mut other).await.unwrap();
    };
    let pay_out = till.shop.test.call(&colleague, "cash_pay_out", movement(shift, "5000.00"));
    let (sale, paid, ()) = tokio::join!(till.sell(shift, 1), pay_out, done);
    assert_eq!((&sale["row"]["total_amount"], paid.is_ok()), (&json!("5000.00"), true));
    let seen = till.shop.call("cash_session_get", json!({ "cash_session_id": shift })).await;
    assert_eq!(seen["user_id"], json!(colleague.user_id()), "and in whose hands it is now");
}
