//! What is read: lists, look-ups and what is done over and over touch what they answer, and not what ever was.
//! Counted are the rows PostgreSQL itself says it fetched, not time.

use serde_json::json;
use simpul_core::voucher::facade;
use simpul_kernel::Source;
use sqlx::{Connection as _, PgConnection};

use crate::counter::Counter;
use crate::report::report;
use crate::till::Till;

/// What is far more than any of these may read, and far less than there is.
const FEW: i64 = 1500;
const MANY: i64 = 5000;

async fn superuser(shop: &Counter) -> PgConnection {
    PgConnection::connect_with(&shop.test.db.superuser_options()).await.unwrap()
}

/// Everybody else hangs up: only then is what they read told.
async fn all_gone(shop: &Counter) -> PgConnection {
    let mut conn = superuser(shop).await;
    for _ in 0..1000 {
        let left: i64 = sqlx::query_scalar(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .fetch_one(&mut conn)
        .await
        .unwrap();
        if left == 0 {
            return conn;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("somebody never hung up");
}

/// Forgets what was read so far, of a database with the statistics of its rows.
async fn count_from_here(shop: &Counter) {
    let mut conn = superuser(shop).await;
    sqlx::query("ANALYZE").execute(&mut conn).await.unwrap();
    conn.close().await.unwrap();
    let mut conn = all_gone(shop).await;
    sqlx::query("SELECT pg_stat_reset()").execute(&mut conn).await.unwrap();
}

async fn rows_read(shop: &Counter, table: &str) -> i64 {
    sqlx::query_scalar("SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables WHERE relname = $1")
        .bind(table)
        .fetch_one(&mut all_gone(shop).await)
        .await
        .unwrap()
}

/// A till with one sale of today and many of long ago, all older by number too.
async fn sold_for_long() -> Till {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 3).await;
    let shift = till.shift("Depan").await;
    till.sell(shift, 1).await;
    let mut all = superuser(&till.shop).await;
    sqlx::raw_sql("SET session_replication_role = replica").execute(&mut all).await.unwrap();
    sqlx::query(
        "INSERT INTO sales (id, location_id, cash_session_id, document_number, kind, method, total_amount, tendered_amount,
                change_amount, user_id, at) OVERRIDING SYSTEM VALUE
         SELECT -n, s.location_id, s.cash_session_id, 'LAMA-' || n, s.kind, s.method, s.total_amount, s.tendered_amount,
                s.change_amount, s.user_id, s.at - INTERVAL '30 days' - n * INTERVAL '1 minute'
           FROM (SELECT * FROM sales LIMIT 1) AS s, generate_series(1, $1) AS n",
    )
    .bind(MANY)
    .execute(&mut all)
    .await
    .unwrap();
    till
}

#[tokio::test]
async fn a_days_sales_are_found_without_all_that_ever_were() {
    let till = sold_for_long().await;
    let today = till.shop.test.owner_ctx().today();
    count_from_here(&till.shop).await;
    let list = till.shop.call("sale_list", json!({ "from_on": today, "to_on": today })).await;
    assert_eq!(list["rows"].as_array().unwrap().len(), 1);
    let read = rows_read(&till.shop, "sales").await;
    assert!(read < FEW, "one sale was found over {read}");
}

#[tokio::test]
async fn what_is_rare_among_sales_is_found_without_all_that_ever_were() {
    let till = sold_for_long().await;
    count_from_here(&till.shop).await;
    for rare in [json!({ "kind": "void" }), json!({ "kind": "refund" }), json!({ "method": "transfer" })] {
        assert_eq!(till.shop.call("sale_list", rare).await["rows"], json!([]));
    }
    let read = rows_read(&till.shop, "sales").await;
    assert!(read < FEW, "none was found over {read}");
}

#[tokio::test]
async fn a_slip_is_taken_without_walking_over_codes_a_router_had_by_itself() {
    let till = Till::new().await;
    let adopted = till.shop.test.batch(till.plan, 1).await;
    let mut all = superuser(&till.shop).await;
    sqlx::query("UPDATE voucher_batches SET idempotency_key = 'adopt-lama', quantity = $1 + 1")
        .bind(i32::try_from(MANY).unwrap())
        .execute(&mut all)
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO vouchers (location_id, batch_id, plan_id, number, code, price_sell, price_cost)
         SELECT location_id, batch_id, plan_id, 1 + n, 'lama' || n, price_sell, price_cost FROM vouchers, generate_series(1, $1) AS n",
    )
    .bind(MANY)
    .execute(&mut all)
    .await
    .unwrap();
    let ours = till.shop.test.batch(till.plan, 2).await;
    let shift = till.shift("Depan").await;
    count_from_here(&till.shop).await;
    let sale = till.sell(shift, 1).await;
    let line = &sale["lines"][0];
    assert_eq!((&line["batch_id"], &line["number"]), (&ours["row"]["batch_id"], &json!(1)), "{adopted}");
    let read = rows_read(&till.shop, "vouchers").await;
    assert!(read < FEW, "one code was taken over {read}");
}

#[tokio::test]
async fn sums_are_folded_where_something_was_added() {
    let till = Till::new().await;
    let batch = till.shop.test.batch(till.plan, 3).await;
    let mut all = superuser(&till.shop).await;
    let more = "INSERT INTO voucher_batches (location_id, batch_code, plan_id, plan_name, quantity, code_mode, code_alphabet, code_length,
                       sheet_preset, price_sell, price_cost, total_cost, total_revenue, idempotency_key)
                SELECT location_id, 'LAMA-' || n, plan_id, plan_name, 1, code_mode, code_alphabet, code_length, sheet_preset, price_sell,
                       price_cost, price_cost, price_sell, 'lama-' || n FROM voucher_batches, generate_series(1, $1) AS n";
    sqlx::query(more).bind(MANY).execute(&mut all).await.unwrap();
    sqlx::raw_sql(
        "INSERT INTO voucher_counts (batch_id, location_id, status, is_sold, n)
         SELECT id, location_id, 'expired', true, 1 FROM voucher_batches WHERE batch_code LIKE 'LAMA-%';
         INSERT INTO voucher_router_counts (batch_id, router_id, location_id, state, n, at)
         SELECT b.id, r.id, b.location_id, 'gone', 1, now() - INTERVAL '1 day' FROM voucher_batches b, routers r WHERE batch_code LIKE 'LAMA-%';
         INSERT INTO sale_sums (location_id, plan_id, user_id, at, n, amount, cost, method, is_back)
         SELECT b.location_id, b.plan_id, u.id, now() - INTERVAL '9 days' - b.id * INTERVAL '1 hour', 1, 5000, 0, 'cash', false
           FROM voucher_batches b, (SELECT min(id) AS id FROM users) AS u WHERE batch_code LIKE 'LAMA-%';
         SELECT voucher_counts_fold()",
    )
    .execute(&mut all)
    .await
    .unwrap();
    let shift = till.shift("Depan").await;
    let sale = till.sell(shift, 1).await;
    assert_eq!(sale["lines"][0]["batch_id"], batch["row"]["batch_id"]);
    count_from_here(&till.shop).await;
    let app = &till.shop.test.app;
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await.unwrap();
    facade::sums_fold(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    for table in ["voucher_counts", "voucher_router_counts", "sale_sums"] {
        let read = rows_read(&till.shop, table).await;
        assert!(read < FEW, "{table} of one sale was folded over {read}");
    }
    let kinds = "SELECT count(*) FROM voucher_counts c JOIN voucher_batches b ON b.id = c.batch_id WHERE b.batch_code NOT LIKE 'LAMA-%'";
    assert_eq!(till.shop.number(kinds).await, 2, "one is sold and two are not");
    // A program of before calls it by its old name.
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await.unwrap();
    let gone: i64 = sqlx::query_scalar("SELECT voucher_counts_fold(24)").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(gone, 0);
}

/// A till whose only batch has many codes, half of them sold one by one in the last weeks.
async fn sold_much() -> Till {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 1).await;
    let shift = till.shift("Depan").await;
    till.sell(shift, 1).await;
    let mut all = superuser(&till.shop).await;
    sqlx::raw_sql("SET session_replication_role = replica").execute(&mut all).await.unwrap();
    for step in [
        "UPDATE voucher_batches SET quantity = $1 + 1",
        "INSERT INTO vouchers (location_id, batch_id, plan_id, number, code, price_sell, price_cost, created_at, sold_at, status, first_login_at)
         SELECT location_id, batch_id, plan_id, 1 + n, 'lama' || n, price_sell, price_cost, created_at, sold_at, 'active',
                now() - n * INTERVAL '1 minute'
           FROM vouchers, generate_series(1, $1) AS n",
        "INSERT INTO sales (id, location_id, cash_session_id, document_number, kind, method, total_amount, tendered_amount,
                change_amount, user_id, at) OVERRIDING SYSTEM VALUE
         SELECT -n, s.location_id, s.cash_session_id, 'LAMA-' || n, s.kind, s.method, s.total_amount, s.tendered_amount,
                s.change_amount, s.user_id, s.at - n * INTERVAL '5 minutes'
           FROM (SELECT * FROM sales LIMIT 1) AS s, generate_series(1, $1) AS n",
        "INSERT INTO sale_lines (location_id, sale_id, number, voucher_id, plan_id, plan_name, price, price_cost, is_made_now, is_card)
         SELECT l.location_id, -v.number + 1, 1, v.id, v.plan_id, l.plan_name, l.price, l.price_cost, false, false
           FROM (SELECT * FROM sale_lines LIMIT 1) AS l, vouchers v WHERE v.number BETWEEN 2 AND $1 + 1",
    ] {
        sqlx::query(step).bind(i32::try_from(MANY).unwrap()).execute(&mut all).await.unwrap();
    }
    till
}

#[tokio::test]
async fn what_was_sold_of_a_plan_is_found_without_the_codes_of_others() {
    let till = sold_much().await;
    let rare = till.shop.test.plan("Jarang", &[]).await;
    let today = till.shop.test.owner_ctx().today();
    let month = today - chrono::TimeDelta::days(30);
    for what in ["sold", "turnover", "taken_back"] {
        let happened = json!({ "what": what, "from_on": month, "to_on": today });
        count_from_here(&till.shop).await;
        let ask = json!({ "filter": { "plan_id": rare, "happened": happened }, "descending": true });
        assert_eq!(till.shop.call("voucher_list", ask).await["rows"], json!([]), "{what}");
        let read = rows_read(&till.shop, "vouchers").await;
        assert!(read < FEW, "none was {what} over {read} codes");
    }
}

#[tokio::test]
async fn a_page_of_what_was_made_reads_a_page_of_the_largest_batch() {
    let till = sold_much().await;
    let today = till.shop.test.owner_ctx().today();
    for happened in [json!({ "what": "made" }), json!({ "what": "made", "from_on": today, "to_on": today })] {
        for descending in [false, true] {
            let mut ask = json!({ "filter": { "happened": happened }, "descending": descending });
            for page in 0..2 {
                count_from_here(&till.shop).await;
                let answer = till.shop.call("voucher_list", ask.clone()).await;
                let read = rows_read(&till.shop, "vouchers").await;
                assert!(read < FEW, "page {page} was found over {read} codes: {ask}");
                ask["page"] = json!({ "after": answer["next"] });
            }
        }
    }
}

#[tokio::test]
async fn what_was_used_is_told_by_cashier_without_its_codes() {
    let till = Till::new().await;
    till.shop.test.batch(till.plan, 1).await;
    let shift = till.shift("Depan").await;
    till.sell(shift, 1).await;
    let mut all = superuser(&till.shop).await;
    // Nothing is known to be seen by all before its commit is on disk.
    sqlx::raw_sql("SET session_replication_role = replica; SET synchronous_commit = on")
        .execute(&mut all)
        .await
        .unwrap();
    sqlx::query(
        "INSERT INTO vouchers (location_id, batch_id, plan_id, number, code, price_sell, price_cost, status, sold_at, sold_by,
                sold_price, first_login_at, ended_at)
         SELECT v.location_id, v.batch_id, v.plan_id, 1 + n, 'lama' || n, v.price_sell, v.price_cost, 'expired', v.sold_at, v.sold_by,
                v.sold_price, now() - m.days * INTERVAL '1 day' - INTERVAL '2 hours', now() - m.days * INTERVAL '1 day' - INTERVAL '1 hour'
           FROM (SELECT * FROM vouchers WHERE sold_at IS NOT NULL LIMIT 1) AS v, generate_series(1, 5 * $1) AS n,
                LATERAL (SELECT CASE WHEN n <= $1 THEN 0 ELSE 90 END AS days) AS m",
    )
    .bind(MANY + 7)
    .execute(&mut all)
    .await
    .unwrap();
    sqlx::query("VACUUM (ANALYZE) vouchers").execute(&mut all).await.unwrap();
    let today = till.shop.test.owner_ctx().today();
    let yesterday = today.pred_opt().unwrap();
    count_from_here(&till.shop).await;
    let told = report(&till.shop, "truths", "cashier", (yesterday, today)).await["table"].to_string();
    assert!(told.contains("5007"), "{told}");
    let read = rows_read(&till.shop, "vouchers").await;
    assert!(read < FEW, "what a cashier's codes came to was told over {read}");
}
