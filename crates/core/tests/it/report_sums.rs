//! The sums that reports and the dashboard are counted from: at the edges of days, made of
//! what was there before them, and folded.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use serde_json::{Value, json};
use simpul_kernel::Ctx;
use sqlx::{Connection as _, PgConnection};

use crate::report::{lived, report, rupiah, then};
use crate::till::{Till, key};

/// Days begin on a quarter of an hour and so do the sums: what was sold a second before
/// midnight, at it, and taken back later stays apart.
#[tokio::test]
async fn the_edge_of_a_day_is_the_places_own_also_where_it_is_off_by_three_quarters() {
    let till = Till::new().await;
    let shop = &till.shop;
    shop.run("UPDATE locations SET time_zone = 'Asia/Kathmandu'").await;
    let zone = Tz::Asia__Kathmandu;
    let owner = Ctx { zone, ..shop.test.owner_ctx() };
    let midnight: DateTime<Utc> = "2026-10-20T18:15:00Z".parse().unwrap();
    let (eve, day) = ("2026-10-20".parse::<NaiveDate>().unwrap(), "2026-10-21".parse::<NaiveDate>().unwrap());
    assert_eq!(midnight.with_timezone(&zone).to_rfc3339(), "2026-10-21T00:00:00+05:45");
    let drawer = shop.call("cash_drawer_create", json!({ "location_id": shop.location, "name": "Loket" })).await;
    let open = json!({ "cash_drawer_id": drawer["cash_drawer_id"], "float_amount": "100000.00" });
    let opened = then(&owner, midnight - TimeDelta::hours(2));
    let shift = shop.test.call(&opened, "cash_session_open", open).await.unwrap()["cash_session_id"].clone();
    let sell = async |at: DateTime<Utc>, quantity: i64| {
        let input = json!({ "cash_session_id": shift, "lines": [{ "plan_id": till.plan, "quantity": quantity, "from": "slip" }],
            "codes": [], "method": "qris", "expected_total": format!("{}.00", quantity * 5000), "idempotency_key": key() });
        shop.test.call(&then(&owner, at), "sale_create", input).await.unwrap()
    };
    let before = sell(midnight - TimeDelta::seconds(1), 1).await;
    let two = sell(midnight, 2).await;
    let back = async |at: DateTime<Utc>, sale: &Value, codes: Value| {
        let input = json!({ "sale_id": sale["row"]["sale_id"], "voucher_ids": codes, "cash_session_id": shift, "codes": "restock",
            "reason": "salah paket", "idempotency_key": key() });
        shop.test.call(&then(&owner, at), "sale_refund", input).await.unwrap()
    };
    // Of the evening before, on the new day; half a sale, in the last second of it.
    back(midnight + TimeDelta::minutes(1), &before, json!([before["lines"][0]["voucher_id"]])).await;
    let last = midnight + TimeDelta::hours(24) - TimeDelta::seconds(1);
    back(last, &two, json!([two["lines"][1]["voucher_id"]])).await;
    let told = |sums: &Value| [&sums["sold"], &sums["refunded"]].map(|n| n.as_i64().unwrap());
    let assert_told = async || {
        let days = report(shop, "sales", "day", (eve, day)).await["table"]["rows"].clone();
        assert_eq!([told(&days[0]["sums"]), told(&days[1]["sums"])], [[1, 0], [2, 2]]);
        assert_eq!(rupiah(&days[1]["sums"]["net_amount"]), 0);
        let hours = report(shop, "sales", "hour", (eve, day)).await["table"]["rows"].clone();
        assert_eq!([told(&hours[23]["sums"]), told(&hours[0]["sums"])], [[1, 1], [2, 1]]);
        let seen = shop.test.call(&then(&owner, last), "dashboard_get", json!({})).await.unwrap()["sold"].clone();
        assert_eq!((&seen["today"], rupiah(&seen["amount_today"]), &seen["yesterday"]), (&json!(0), 0, &json!(1)));
        till.assert_clean().await;
    };
    assert_told().await;
    // The same where the sums are made of what was there before them.
    for step in [
        include_str!("../../../../migrations/0028_figures.down.sql"),
        include_str!("../../../../migrations/0028_figures.up.sql"),
    ] {
        sqlx::raw_sql(step).execute(&mut shop.owner().await).await.unwrap();
    }
    assert_told().await;
}

#[tokio::test]
async fn sums_of_the_same_quarter_are_folded_and_say_the_same() {
    let (till, ..) = lived().await;
    let shop = &till.shop;
    let shift = till.shift("Loket 2").await;
    for _ in 0..4 {
        let sold = till.sell(shift, 2).await;
        let back = json!({ "sale_id": sold["row"]["sale_id"], "codes": "restock", "reason": "salah paket", "idempotency_key": key() });
        shop.call("sale_void", back).await;
    }
    // As if all of it had been in one quarter, whenever this runs.
    let quarter = "date_bin('15 minutes', now(), 'epoch')";
    let mut all = PgConnection::connect_with(&shop.test.db.superuser_options()).await.unwrap();
    let one_moment = format!(
        "SET session_replication_role = replica; UPDATE sales SET at = {quarter}; UPDATE sale_sums SET at = {quarter};
         UPDATE financial_transactions SET at = {quarter} WHERE subject_kind = 'sale'"
    );
    sqlx::raw_sql(sqlx::AssertSqlSafe(one_moment)).execute(&mut all).await.unwrap();
    let today = shop.test.owner_ctx().today();
    let before = report(shop, "sales", "method", (today, today)).await["table"].clone();
    assert_eq!(shop.number("SELECT sale_sums_fold()").await, 7);
    assert_eq!(shop.number("SELECT count(*) FROM sale_sums").await, 2, "what was sold, and what was taken back");
    assert_eq!(shop.number("SELECT sale_sums_fold()").await, 0);
    assert_eq!(report(shop, "sales", "method", (today, today)).await["table"], before);
    let faults = till.faults().await;
    assert!(!faults.iter().any(|fault| fault == "stock_wrong"), "{faults:?}");
}
