//! The money ledger and the books: nothing in it changes, and what was tampered
//! with is found.

use chrono::TimeDelta;
use serde_json::{Value, json};
use simpul_kernel::Ctx;
use sqlx::{Connection as _, PgConnection};

use crate::till::{Till, key};

/// A day with sales, a refund, a void, movements, and a shift that was counted short.
async fn day(till: &Till) -> i64 {
    till.shop.test.batch(till.plan, 20).await;
    let (shift, other) = (till.shift("Depan").await, till.shift("Belakang").await);
    let first = till.sell(shift, 3).await;
    let second = till.sell(other, 2).await;
    till.sell(shift, 1).await;
    let movement = |amount: &str| {
        json!({ "cash_session_id": shift, "amount": amount, "reason": "uang kecil",
                                          "idempotency_key": key() })
    };
    till.shop.call("cash_pay_in", movement("50000.00")).await;
    till.shop.call("cash_pay_out", movement("20000.00")).await;
    let void = json!({ "sale_id": second["row"]["sale_id"], "codes": "restock", "reason": "salah paket", "idempotency_key": key() });
    till.shop.call("sale_void", void).await;
    let refund = json!({ "sale_id": first["row"]["sale_id"], "voucher_ids": [first["lines"][0]["voucher_id"]],
                         "cash_session_id": shift, "codes": "withdraw", "reason": "salah beli", "idempotency_key": key() });
    till.shop.call("sale_refund", refund).await;
    till.close(other, "199000.00").await;
    till.assert_clean().await;
    shift
}

#[tokio::test]
async fn a_day_agrees_to_the_last_rupiah() {
    let till = Till::new().await;
    let shift = day(&till).await;
    let report = till.shop.call("books_verify", json!({})).await;
    assert_eq!((&report["is_clean"], &report["sessions"], &report["sales"]), (&json!(true), &json!(2), &json!(5)));
    assert_eq!(report["vouchers"], json!(3), "three codes are sold and not taken back");
    // 200,000 + 15,000 + 5,000 + 50,000 − 20,000 − 5,000.
    let seen = till.shop.call("cash_session_get", json!({ "cash_session_id": shift })).await;
    assert_eq!(seen["expected_amount"], json!("245000.00"));
    let accounts = till.shop.call("ledger_account_list", json!({})).await;
    let balance = |kind: &str| -> Vec<Value> {
        accounts["rows"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|a| a["kind"] == kind)
            .map(|a| a["balance"].clone())
            .collect()
    };
    assert_eq!(balance("voucher_revenue"), ["15000.00"]);
    assert_eq!(balance("drawer"), ["245000.00", "0.00"]);
    till.close(shift, "245000.00").await;
    till.assert_clean().await;
}

#[tokio::test]
async fn a_clock_that_was_set_back_while_a_shift_was_open_is_no_fault() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    let now = till.shop.test.owner_ctx();
    let earlier = Ctx { now: now.now - TimeDelta::minutes(5), ..now };
    let close = json!({ "cash_session_id": shift, "counted_amount": "200000.00", "idempotency_key": key() });
    till.shop.test.call(&earlier, "cash_session_close", close).await.unwrap();
    till.assert_clean().await;
}

#[tokio::test]
async fn the_program_may_neither_change_nor_remove_a_row() {
    let till = Till::new().await;
    day(&till).await;
    let mut app = PgConnection::connect_with(&till.shop.test.db.app_options()).await.unwrap();
    sqlx::query("SELECT set_config('app.location_ids', '*', false)").execute(&mut app).await.unwrap();
    for sql in [
        "UPDATE financial_transactions SET amount = amount + 1",
        "DELETE FROM financial_transactions",
        "TRUNCATE financial_transactions",
        "UPDATE ledger_accounts SET balance = 0",
        "DELETE FROM ledger_accounts",
        "INSERT INTO ledger_accounts (location_id, kind, balance) SELECT id, 'voucher_revenue', 9 FROM locations",
        "INSERT INTO financial_transactions (location_id, account_id, at, kind, amount, number, hash) \
         SELECT location_id, id, now(), 'pay_in', 1, 99, '\\x00' FROM ledger_accounts LIMIT 1",
        "UPDATE sales SET total_amount = 0",
        "DELETE FROM sales",
        "DELETE FROM sale_lines",
        "UPDATE sale_lines SET price = 0",
        "UPDATE sale_sums SET n = 0",
        "UPDATE idempotency_keys SET request_hash = '\\x00'",
    ] {
        let refused = sqlx::query(sql).execute(&mut app).await.unwrap_err();
        let code = refused.as_database_error().and_then(|e| e.code().map(|c| c.into_owned()));
        assert_eq!(code.as_deref(), Some("42501"), "{sql}: {refused}");
    }
    // Nor the owner of the tables, without taking the triggers away first.
    let mut owner = till.shop.owner().await;
    for sql in [
        "UPDATE financial_transactions SET amount = amount + 1",
        "DELETE FROM financial_transactions",
        "TRUNCATE financial_transactions",
        "DELETE FROM ledger_accounts",
        "UPDATE sales SET total_amount = 0",
        "DELETE FROM sale_lines",
        "UPDATE sale_lines SET price = 0",
        "UPDATE sale_lines SET refund_id = NULL WHERE refund_id IS NOT NULL",
    ] {
        let refused = sqlx::query(sql).execute(&mut owner).await.unwrap_err();
        let code = refused.as_database_error().and_then(|e| e.code().map(|c| c.into_owned()));
        assert_eq!(code.as_deref(), Some("23001"), "{sql}: {refused}");
    }
    till.assert_clean().await;
}

/// As somebody who owns the computer: triggers and checks do not hold them.
async fn tamper(till: &Till, sql: &'static str) {
    let mut all = PgConnection::connect_with(&till.shop.test.db.superuser_options()).await.unwrap();
    sqlx::raw_sql("SET session_replication_role = replica").execute(&mut all).await.unwrap();
    let done = sqlx::query(sql).execute(&mut all).await.unwrap();
    assert!(done.rows_affected() > 0, "{sql} touched nothing");
}

#[tokio::test]
async fn whatever_is_tampered_with_is_found() {
    let till = Till::new().await;
    day(&till).await;
    // What is done, what must be found, and how it is put right again.
    let cases: &[(&str, &[&str], &str)] = &[
        (
            "UPDATE financial_transactions SET note = 'x' WHERE id = (SELECT min(id) FROM financial_transactions)",
            &["entry_changed"],
            "UPDATE financial_transactions SET note = '' WHERE id = (SELECT min(id) FROM financial_transactions)",
        ),
        (
            "UPDATE financial_transactions SET user_id = NULL WHERE id = (SELECT max(id) FROM financial_transactions)",
            &["entry_changed"],
            "UPDATE financial_transactions t SET user_id = (SELECT min(id) FROM users) WHERE user_id IS NULL",
        ),
        (
            "UPDATE ledger_accounts SET balance = balance + 1000 WHERE kind = 'voucher_revenue'",
            &["account_wrong"],
            "UPDATE ledger_accounts SET balance = balance - 1000 WHERE kind = 'voucher_revenue'",
        ),
        (
            "UPDATE cash_sessions SET float_amount = float_amount - 1000 WHERE closed_at IS NULL",
            &["session_wrong"],
            "UPDATE cash_sessions SET float_amount = float_amount + 1000 WHERE closed_at IS NULL",
        ),
        (
            "UPDATE cash_sessions SET counted_amount = counted_amount + 1, difference_amount = difference_amount + 1 \
             WHERE closed_at IS NOT NULL",
            &["session_wrong"],
            "UPDATE cash_sessions SET counted_amount = counted_amount - 1, difference_amount = difference_amount - 1 \
             WHERE closed_at IS NOT NULL",
        ),
        (
            "UPDATE sale_lines SET price = price - 1000 WHERE id = (SELECT max(id) FROM sale_lines)",
            &["sale_total_wrong", "stock_wrong", "voucher_not_sold"],
            "UPDATE sale_lines SET price = price + 1000 WHERE id = (SELECT max(id) FROM sale_lines)",
        ),
        (
            "UPDATE sales SET total_amount = total_amount + 500, tendered_amount = tendered_amount + 500 \
             WHERE id = (SELECT min(id) FROM sales)",
            &["sale_ledger_wrong", "sale_total_wrong"],
            "UPDATE sales SET total_amount = total_amount - 500, tendered_amount = tendered_amount - 500 \
             WHERE id = (SELECT min(id) FROM sales)",
        ),
        (
            "UPDATE sales SET method = 'qris', tendered_amount = NULL, change_amount = NULL WHERE id = (SELECT min(id) FROM sales)",
            &["sale_ledger_wrong", "stock_wrong"],
            "UPDATE sales SET method = 'cash', tendered_amount = 15000, change_amount = 0 WHERE id = (SELECT min(id) FROM sales)",
        ),
        (
            "UPDATE vouchers SET sold_at = now(), sold_price = 5000 WHERE id = (SELECT max(id) FROM vouchers)",
            &["stock_wrong", "voucher_sold_without_line"],
            "UPDATE vouchers SET sold_at = NULL, sold_price = NULL WHERE id = (SELECT max(id) FROM vouchers)",
        ),
        (
            "UPDATE vouchers SET sold_price = 1 WHERE id = (SELECT max(voucher_id) FROM sale_lines WHERE refund_id IS NULL)",
            &["voucher_not_sold"],
            "UPDATE vouchers SET sold_price = 5000 WHERE sold_price = 1",
        ),
        (
            "UPDATE vouchers SET settled_at = now() WHERE id = (SELECT max(id) FROM vouchers)",
            &["voucher_handed_without_code"],
            "UPDATE vouchers SET settled_at = NULL",
        ),
        (
            "UPDATE voucher_counts SET n = n + 1 WHERE batch_id = (SELECT min(batch_id) FROM voucher_counts)",
            &["stock_wrong"],
            "UPDATE voucher_counts SET n = n - 1 WHERE batch_id = (SELECT min(batch_id) FROM voucher_counts)",
        ),
        (
            "UPDATE voucher_truths SET value = value + 5000",
            &["stock_wrong"],
            "UPDATE voucher_truths SET value = value - 5000",
        ),
        (
            "UPDATE sale_sums SET amount = amount + 5000 WHERE is_back",
            &["stock_wrong"],
            "UPDATE sale_sums SET amount = amount - 5000 WHERE is_back",
        ),
        (
            "UPDATE voucher_code_sums SET n = n + 1 WHERE id = (SELECT min(id) FROM voucher_code_sums)",
            &["stock_wrong"],
            "UPDATE voucher_code_sums SET n = n - 1 WHERE id = (SELECT min(id) FROM voucher_code_sums)",
        ),
        (
            "UPDATE sale_sums SET at = at + INTERVAL '15 minutes' WHERE id = (SELECT min(id) FROM sale_sums)",
            &["stock_wrong"],
            "UPDATE sale_sums SET at = at - INTERVAL '15 minutes' WHERE id = (SELECT min(id) FROM sale_sums)",
        ),
        (
            "UPDATE sales SET at = at + INTERVAL '1 day' WHERE id = (SELECT min(id) FROM sales)",
            &["sale_ledger_wrong", "stock_wrong"],
            "UPDATE sales SET at = at - INTERVAL '1 day' WHERE id = (SELECT min(id) FROM sales)",
        ),
        (
            "UPDATE sales SET user_id = user_id + 1000 WHERE id = (SELECT min(id) FROM sales)",
            &["sale_ledger_wrong", "stock_wrong"],
            "UPDATE sales SET user_id = user_id - 1000 WHERE id = (SELECT min(id) FROM sales)",
        ),
        (
            "UPDATE sales SET refund_of_id = refund_of_id + 1 WHERE kind = 'refund'",
            &["sale_total_wrong"],
            "UPDATE sales SET refund_of_id = refund_of_id - 1 WHERE kind = 'refund'",
        ),
        (
            "UPDATE cash_sessions SET closed_at = closed_at + INTERVAL '1 day' WHERE closed_at IS NOT NULL",
            &["session_wrong"],
            "UPDATE cash_sessions SET closed_at = closed_at - INTERVAL '1 day' WHERE closed_at IS NOT NULL",
        ),
        (
            "UPDATE cash_sessions SET opened_at = opened_at - INTERVAL '1 day' WHERE closed_at IS NULL",
            &["session_wrong"],
            "UPDATE cash_sessions SET opened_at = opened_at + INTERVAL '1 day' WHERE closed_at IS NULL",
        ),
        (
            "UPDATE cash_sessions SET drawer_id = (SELECT min(id) FROM cash_drawers) WHERE closed_at IS NOT NULL",
            &["session_wrong"],
            "UPDATE cash_sessions SET drawer_id = (SELECT max(id) FROM cash_drawers) WHERE closed_at IS NOT NULL",
        ),
    ];
    for (tampering, found, righting) in cases {
        tamper(&till, tampering).await;
        assert_eq!(till.faults().await, *found, "{tampering}");
        tamper(&till, righting).await;
        assert_eq!(till.faults().await, Vec::<String>::new(), "{righting}");
    }
}

#[tokio::test]
async fn money_that_is_wrong_is_told_as_money() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    till.sell(shift, 1).await;
    let told = async || {
        let found = till.shop.call("books_verify", json!({})).await["findings"].clone();
        assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
        (found[0]["expected"].clone(), found[0]["found"].clone())
    };
    tamper(&till, "UPDATE sale_sums SET amount = 1").await;
    assert_eq!(told().await, (json!("5000.00"), json!("1.00")));
    // Codes go before their money.
    tamper(&till, "UPDATE sale_sums SET n = n + 7").await;
    assert_eq!(told().await, (json!("1.00"), json!("8.00")));
}

#[tokio::test]
async fn rows_that_are_gone_leave_a_hole() {
    let till = Till::new().await;
    day(&till).await;
    // One from the middle, with everything after it made to look right but the hashes.
    tamper(
        &till,
        "DELETE FROM financial_transactions t USING ledger_accounts a WHERE a.id = t.account_id AND a.kind = 'voucher_revenue' \
         AND t.number = 2",
    )
    .await;
    let faults = till.faults().await;
    for fault in ["entry_missing", "chain_broken", "balance_wrong", "account_wrong", "sale_ledger_wrong"] {
        assert!(faults.iter().any(|f| f == fault), "{fault} is not among {faults:?}");
    }
    // The newest of an account, which no later row betrays: its head does.
    let till = Till::new().await;
    day(&till).await;
    tamper(
        &till,
        "DELETE FROM financial_transactions t USING ledger_accounts a WHERE a.id = t.account_id AND a.kind = 'drawer' \
         AND t.number = a.last_number AND a.balance > 0",
    )
    .await;
    let faults = till.faults().await;
    assert!(faults.iter().any(|f| f == "account_wrong"), "{faults:?}");
    // A whole sale: its number is missing.
    tamper(&till, "DELETE FROM sales WHERE id = (SELECT max(id) FROM sales WHERE kind = 'sale')").await;
    let faults = till.faults().await;
    for fault in ["document_missing", "entry_without_sale"] {
        assert!(faults.iter().any(|f| f == fault), "{fault} is not among {faults:?}");
    }
}

#[tokio::test]
async fn who_sees_one_place_checks_that_place() {
    let till = Till::new().await;
    day(&till).await;
    let there = till.shop.test.location_new("Cabang Utara").await;
    let stranger = till.shop.test.user_ctx("finance", Some(&[there])).await;
    let report = till.shop.test.call(&stranger, "books_verify", json!({})).await.unwrap();
    assert_eq!((&report["entries"], &report["sales"], &report["is_clean"]), (&json!(0), &json!(0), &json!(true)));
}
