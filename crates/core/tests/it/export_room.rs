//! Files of lists take room in the shop's own database: so much for each person, so much for all.

use serde_json::{Value, json};
use simpul_core::export::ExportWrite;
use simpul_core::worker::registry;
use simpul_jobs::Registry;

use crate::counter::{Counter, waiting};

async fn shop_with(quantity: i32) -> Counter {
    let shop = Counter::new().await;
    let router = shop.router(shop.location, "kios").await;
    let plan = shop.test.plan("Harian", &[router]).await;
    shop.test.batch(plan, quantity).await;
    shop
}

fn vouchers() -> Value {
    json!({ "list": "voucher_list", "input": { "filter": {} }, "format": "csv" })
}

/// Whatever waits, by one worker.
async fn work(shop: &Counter) {
    simpul_jobs::drain(shop.test.app.db.pool(), registry(&shop.test.app)).await.unwrap();
}

/// A file that is whole, of so many megabytes by its row, made so many hours ago.
async fn file_of(shop: &Counter, user: i64, name: &str, megabytes: i64, hours: i32) {
    sqlx::query(
        "INSERT INTO exports (user_id, list, format, request, file_name, row_count, byte_count, part_count, created_at, ready_at)
         VALUES ($1, 'voucher_list', 'csv', '{}', $2, 1, $3 * 1000000, 1,
                 now() - make_interval(hours => $4), now() - make_interval(hours => $4))",
    )
    .bind(user)
    .bind(name)
    .bind(megabytes)
    .bind(hours)
    .execute(&mut shop.owner().await)
    .await
    .unwrap();
}

/// Names of the files there are, those made just now as `new`.
async fn names(shop: &Counter) -> Vec<String> {
    let sql = "SELECT CASE WHEN file_name LIKE '%.csv' THEN 'new' ELSE file_name END FROM exports ORDER BY id";
    sqlx::query_scalar(sql).fetch_all(&mut shop.owner().await).await.unwrap()
}

#[tokio::test]
async fn a_persons_oldest_files_go_for_new_ones_and_nobody_elses() {
    let shop = shop_with(3).await;
    let owner = shop.test.owner_ctx();
    let me = owner.user_id().unwrap().0;
    let other = shop.test.user_ctx("operator", None).await.user_id().unwrap().0;
    // The one asked for first was made last: what counts is since when it is there.
    file_of(&shop, me, "made second", 250, 2).await;
    file_of(&shop, me, "made first", 240, 3).await;
    file_of(&shop, me, "made third", 249, 1).await;
    file_of(&shop, other, "another's", 400, 9).await;
    let two = tokio::join!(
        shop.test.call(&owner, "export_create", vouchers()),
        shop.test.call(&owner, "export_create", vouchers())
    );
    assert!(two.0.is_ok() && two.1.is_ok(), "{two:?}");
    assert_eq!(names(&shop).await.len(), 6, "nothing goes for what is not there yet");
    work(&shop).await;
    assert_eq!(names(&shop).await, ["made second", "made third", "another's", "new", "new"]);
    let sum =
        "SELECT (sum(byte_count) FILTER (WHERE file_name <> 'another''s') <= 500000000)::INT::BIGINT FROM exports";
    assert_eq!(shop.number(sum).await, 1);
}

#[tokio::test]
async fn the_oldest_of_all_go_where_everybody_together_keeps_too_much() {
    let shop = shop_with(3).await;
    for (hours, role) in (1..).zip(["admin", "operator", "sales", "finance", "noc"]) {
        let user = shop.test.user_ctx(role, None).await.user_id().unwrap().0;
        file_of(&shop, user, role, 450, hours).await;
    }
    shop.call("export_create", vouchers()).await;
    work(&shop).await;
    assert_eq!(names(&shop).await, ["admin", "operator", "sales", "finance", "new"], "of 2.25 GB the oldest went");
}

#[tokio::test]
async fn two_files_asked_for_at_once_are_counted_one_by_one() {
    let shop = shop_with(3).await;
    for _ in 0..4 {
        shop.call("export_create", vouchers()).await;
    }
    let mut gate = shop.owner().await;
    sqlx::raw_sql("BEGIN; SELECT id FROM users FOR UPDATE").execute(&mut gate).await.unwrap();
    let owner = shop.test.owner_ctx();
    let ask = || shop.test.call(&owner, "export_create", vouchers());
    let open = async {
        waiting(&mut shop.owner().await, 2).await;
        sqlx::raw_sql("COMMIT").execute(&mut gate).await.unwrap();
    };
    let (one, other, ()) = tokio::join!(ask(), ask(), open);
    let mut codes = [one, other].map(|answer| answer.err().map_or("ok", |error| error.code()));
    codes.sort_unstable();
    assert_eq!(codes, ["export_too_many", "ok"]);
    assert_eq!(shop.number("SELECT count(*) FROM exports").await, 5);
}

#[tokio::test]
async fn a_file_that_would_be_too_large_is_not_made_and_leaves_nothing() {
    let shop = shop_with(6_000).await;
    let asked = shop.call("export_create", vouchers()).await;
    // Room for the first part and not for the second.
    let small = ExportWrite::with_most(shop.test.app.clone(), 600 * 1024);
    let wrote = "CREATE TABLE wrote (n INTEGER); GRANT INSERT ON wrote TO PUBLIC;
                 CREATE FUNCTION tell() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN INSERT INTO wrote VALUES (NEW.number); RETURN NEW; END $$;
                 CREATE TRIGGER tell AFTER INSERT ON export_parts FOR EACH ROW EXECUTE FUNCTION tell();";
    sqlx::raw_sql(wrote).execute(&mut shop.owner().await).await.unwrap();
    simpul_jobs::drain(shop.test.app.db.pool(), Registry::new().with(small)).await.unwrap();
    let rows = shop.call("export_list", json!({})).await;
    let row = rows.as_array().unwrap().iter().find(|row| row["export_id"] == asked["export_id"]).unwrap();
    assert_eq!((&row["state"], &row["error_code"]), (&json!("failed"), &json!("export_too_large")), "{row}");
    assert_eq!(shop.number("SELECT count(*) FROM wrote").await, 1, "it had begun");
    assert_eq!(shop.number("SELECT count(*) FROM export_parts").await, 0);
}
