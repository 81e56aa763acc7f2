//! Stock and reports: every number is what the rows say, and every way of telling them
//! apart adds up to the ledger.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;
use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use serde_json::{Value, json};
use simpul_kernel::Ctx;
use simpul_kernel::ids::LocationId;

use crate::counter::{Counter, usage};
use crate::till::{Till, key};

const PARTS: [&str; 7] = ["printed", "plain", "card", "handed", "sold", "activated", "ended"];

pub fn rupiah(amount: &Value) -> i64 {
    let text = amount.as_str().unwrap_or_else(|| panic!("{amount} is no amount"));
    text.strip_suffix(".00").unwrap().parse().unwrap()
}

fn sums(rows: &Value, field: &str) -> i64 {
    rows.as_array().unwrap().iter().map(|row| row[field].as_i64().unwrap()).sum()
}

/// What triggers keep must be what the rows say, in every dimension.
pub async fn assert_sums_true(shop: &Counter) {
    shop.assert_sums_true().await;
    let wrong = shop
        .number(
            "SELECT count(*) FROM (
                SELECT batch_id, status, sold_at IS NOT NULL, printed_at IS NOT NULL, vendor_id, count(*)::NUMERIC AS n
                  FROM vouchers GROUP BY 1, 2, 3, 4, 5
                EXCEPT SELECT batch_id, status, is_sold, is_printed, vendor_id, sum(n) FROM voucher_counts GROUP BY 1, 2, 3, 4, 5
             ) AS d",
        )
        .await;
    assert_eq!(wrong, 0, "voucher_counts differ from vouchers");
    let wrong = shop
        .number(
            "WITH truth AS (
                SELECT v.location_id, v.plan_id, t.vendor_id, t.kind, t.is_sold, date_bin('15 minutes', t.at, 'epoch') AS at,
                       count(*)::NUMERIC AS n, sum(v.price_sell) AS value, sum(v.price_cost) AS cost
                  FROM vouchers v JOIN voucher_batches b ON b.id = v.batch_id
                 CROSS JOIN LATERAL (SELECT v.sold_at IS NOT NULL OR v.settled_at IS NOT NULL
                                         OR starts_with(b.idempotency_key, 'adopt-') AS is_sold) AS s
                 CROSS JOIN LATERAL (VALUES ('printed', coalesce(v.was_printed_at, v.printed_at), NULL::BIGINT, false), ('handed', v.handed_at, v.vendor_id, false),
                     ('activated', v.first_login_at, v.vendor_id, s.is_sold),
                     ('ended', CASE WHEN v.status IN ('used', 'expired') THEN v.ended_at END, v.vendor_id,
                      s.is_sold),
                     ('void', v.voided_at, v.vendor_id, false)) AS t (kind, at, vendor_id, is_sold)
                 WHERE t.at IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6),
             kept AS (
                SELECT location_id, plan_id, vendor_id, kind, is_sold, at, sum(n) AS n, sum(value) AS value, sum(cost) AS cost
                  FROM voucher_truths GROUP BY 1, 2, 3, 4, 5, 6 HAVING sum(n) <> 0)
             SELECT count(*) FROM ((SELECT * FROM truth EXCEPT SELECT * FROM kept)
                                   UNION ALL (SELECT * FROM kept EXCEPT SELECT * FROM truth)) AS d",
        )
        .await;
    assert_eq!(wrong, 0, "voucher_truths differ from vouchers");
}

/// A batch of which something happened to some codes: two sold, two used, one void, three
/// with a vendor, the rest on printed cards; a second batch without paper.
pub async fn lived() -> (Till, i64, Value) {
    let till = Till::new().await;
    let shop = &till.shop;
    let printed = shop.test.batch(till.plan, 12).await;
    let codes = shop.vouchers(&printed).await;
    shop.call("voucher_sheet_render", json!({ "batch_id": printed["row"]["batch_id"] })).await;
    shop.test.batch(till.plan, 5).await;
    let shift = till.shift("Loket").await;
    till.sell(shift, 2).await;
    let now = shop.test.clock.now();
    shop.seen(till.router, now, &[usage(codes[0].0, 60, Some(60), 10), usage(codes[1].0, 60, Some(60), 10)]).await;
    shop.call("voucher_void", json!({ "voucher_ids": [codes[2].0], "reason": "hilang" })).await;
    let terms = json!({ "name": "Warung Bu Tini", "mode": "consignment", "pricing": "commission_fixed", "commission_amount": "0.00" });
    let made = shop.call("vendor_create", json!({ "location_id": shop.location, "terms": terms })).await;
    let vendor = made["row"]["vendor_id"].as_i64().unwrap();
    let three = json!({ "codes": [codes[3].1, codes[4].1, codes[5].1] });
    let handed = json!({ "vendor_id": vendor, "pick": three, "expected_quantity": 3, "expected_amount": "15000.00",
                         "idempotency_key": key() });
    shop.call("vendor_hand_over", handed).await;
    shop.run("UPDATE vouchers SET status = 'expired', ended_at = now() WHERE status = 'active' AND number = 1").await;
    (till, vendor, printed)
}

#[tokio::test]
async fn stock_is_what_the_rows_say_and_every_number_opens_its_rows() {
    let (till, vendor, printed) = lived().await;
    let shop = &till.shop;
    assert_sums_true(shop).await;
    let all = shop.call("stock_list", json!({})).await;
    let row = all["rows"].as_array().unwrap().iter().find(|row| row["key"] == json!(till.plan)).unwrap().clone();
    let expected = json!({ "made": 17, "printed": 12, "plain": 3, "card": 6, "handed": 3, "sold": 2, "activated": 2, "ended": 1, "void": 1 });
    for (field, n) in expected.as_object().unwrap() {
        assert_eq!(&row[field], n, "{field} of {row}");
    }
    assert_eq!((rupiah(&row["value_sell"]), rupiah(&row["value_cost"])), (9 * 5000, 9 * 3500));
    for part in PARTS {
        let filter = json!({ "filter": { "stock": part, "plan_id": till.plan } });
        let rows = shop.call("voucher_list", filter.clone()).await["rows"].as_array().unwrap().len();
        let total = shop.call("voucher_totals", filter).await["count"].clone();
        assert_eq!((json!(rows), total), (row[part].clone(), row[part].clone()), "{part}");
        // The same over the rows of a search, which the sums cannot answer.
        let code = &shop.vouchers(&printed).await[1].1;
        let one = json!({ "filter": { "stock": part, "search": code } });
        let found = shop.call("voucher_list", one.clone()).await["rows"].as_array().unwrap().len();
        assert_eq!(shop.call("voucher_totals", one).await["count"], json!(found), "{part}");
    }
    for by in ["plan", "batch", "vendor", "place"] {
        let told = shop.call("stock_list", json!({ "by": by })).await;
        for field in ["made", "printed", "plain", "card", "handed", "sold", "activated", "ended", "void"] {
            assert_eq!(sums(&told["rows"], field), sums(&all["rows"], field), "{field} by {by}");
        }
    }
    let at = shop.call("stock_list", json!({ "by": "vendor", "vendor_id": vendor })).await;
    assert_eq!((at["rows"][0]["name"].as_str(), at["rows"][0]["handed"].as_i64()), (Some("Warung Bu Tini"), Some(3)));
    let filter = json!({ "filter": { "vendor_id": vendor } });
    assert_eq!(shop.call("voucher_totals", filter).await["count"], json!(3));
    let first = shop.call("stock_list", json!({ "by": "batch", "page": { "limit": 1 } })).await;
    let second =
        shop.call("stock_list", json!({ "by": "batch", "page": { "limit": 1, "after": first["next"] } })).await;
    assert!(first["rows"][0]["key"].as_i64() > second["rows"][0]["key"].as_i64());
    assert_eq!(second["next"], Value::Null);
    let page = json!({ "by": "batch", "page": { "after": "kuda" } });
    assert_eq!(shop.refused("stock_list", page).await.code(), "input_malformed");
}

#[tokio::test]
async fn counting_reads_no_voucher_and_what_lies_elsewhere_is_not_seen() {
    let (till, ..) = lived().await;
    let shop = &till.shop;
    let there = shop.test.location_new("Cabang Utara").await;
    let stranger = shop.test.user_ctx("admin", Some(&[there])).await;
    for by in ["plan", "batch", "vendor", "place"] {
        let seen = shop.test.call(&stranger, "stock_list", json!({ "by": by })).await.unwrap();
        assert_eq!(seen["rows"], json!([]), "by {by}");
    }
    let ask = |location: LocationId| json!({ "kind": "truths", "from_on": "2020-01-01", "to_on": "2020-01-02", "location_id": location });
    let refused = shop.test.call(&stranger, "report_get", ask(shop.location)).await.unwrap_err();
    assert_eq!(refused.code(), "report_location_unusable");
    shop.test.call(&stranger, "report_get", ask(there)).await.unwrap();
    let today = shop.test.owner_ctx().today();
    let input = json!({ "kind": "sales", "by": "plan", "from_on": today, "to_on": today });
    let seen = shop.test.call(&stranger, "report_get", input).await.unwrap();
    assert_eq!(seen["table"]["rows"], json!([]));
    // At a million vouchers nobody waits for a count: without the right to read a voucher or
    // a sale the application still counts them.
    shop.run("REVOKE SELECT ON vouchers, sales, sale_lines FROM simpul_app").await;
    assert_eq!(shop.refused("voucher_list", json!({})).await.code(), "internal");
    for by in ["plan", "batch", "vendor", "place"] {
        shop.call("stock_list", json!({ "by": by })).await;
    }
    for kind in ["truths", "unsold", "sales"] {
        let input = json!({ "kind": kind, "by": "plan", "from_on": today, "to_on": today });
        shop.call("report_get", input).await;
    }
    assert_eq!(shop.call("dashboard_get", json!({})).await["sold"]["today"], json!(2));
}

#[tokio::test]
async fn a_plan_with_fewer_codes_than_it_says_is_low() {
    let till = Till::new().await;
    let shop = &till.shop;
    shop.test.batch(till.plan, 4).await;
    shop.run("UPDATE service_plans SET low_stock_at = 5").await;
    let low = shop.call("stock_list", json!({ "low_only": true })).await;
    assert_eq!((low["rows"][0]["is_low"].as_bool(), low["rows"][0]["low_stock_at"].as_i64()), (Some(true), Some(5)));
    shop.test.batch(till.plan, 1).await;
    assert_eq!(shop.call("stock_list", json!({ "low_only": true })).await["rows"], json!([]));
}

#[tokio::test]
async fn batches_without_codes_on_hand_are_left_out_when_asked() {
    let till = Till::new().await;
    let shop = &till.shop;
    shop.test.batch(till.plan, 2).await;
    let shift = till.shift("Depan").await;
    let batches = async |on_hand_only: bool| {
        let input = json!({ "by": "batch", "on_hand_only": on_hand_only, "page": { "limit": 1 } });
        let found = shop.call("stock_list", input).await;
        (found["rows"].as_array().unwrap().len(), found["next"].is_string())
    };
    assert_eq!(batches(true).await, (1, false));
    // Three codes are made for this sale, in a batch of their own that nothing is left of.
    till.sell(shift, 3).await;
    shop.test.batch(till.plan, 1).await;
    assert_eq!(batches(true).await, (1, false), "the one with a code left");
    assert_eq!(batches(false).await, (1, true), "all of them, page by page");
}

/// Somebody at a moment.
pub fn then(who: &Ctx, at: DateTime<Utc>) -> Ctx {
    Ctx { now: at, ..who.clone() }
}

/// One code that was sold (1) or taken back (−1).
pub struct Moved {
    pub at: DateTime<Utc>,
    place: usize,
    user: i64,
    method: &'static str,
    sign: i64,
}

pub struct Place {
    id: LocationId,
    zone: Tz,
    plan: i64,
    shift: i64,
}

/// Two weeks at two places, two time zones apart, by two people: sales, voids and refunds.
pub async fn two_weeks(till: &Till, from: DateTime<Utc>) -> (Vec<Place>, Vec<Moved>) {
    let shop = &till.shop;
    let people = [shop.test.owner_ctx(), shop.test.user_ctx("admin", None).await];
    let east = shop.test.location_new("Jayapura").await;
    sqlx::query("UPDATE locations SET time_zone = 'Asia/Jayapura' WHERE id = $1")
        .bind(east.0)
        .execute(&mut shop.owner().await)
        .await
        .unwrap();
    let router = shop.router(east, "hAP").await;
    let terms = json!({ "name": "Mingguan", "shortcut_key": null, "usage_limit_s": null, "data_limit_bytes": null, "validity_s": 604_800,
        "shared_users": 1, "lock_mac": false, "upload_kbps": null, "download_kbps": null, "price_sell": "5000.00",
        "price_cost": "3500.00", "profile_name": "mingguan" });
    let plan = shop.call("plan_create", json!({ "location_id": east, "terms": terms, "router_ids": [router] })).await;
    let mut places = Vec::new();
    for (id, zone, plan) in
        [(shop.location, Tz::Asia__Jakarta, till.plan), (east, Tz::Asia__Jayapura, plan["plan_id"].as_i64().unwrap())]
    {
        let drawer = shop.call("cash_drawer_create", json!({ "location_id": id, "name": "Loket" })).await;
        let open = json!({ "cash_drawer_id": drawer["cash_drawer_id"], "float_amount": "100000.00" });
        let shift = shop.test.call(&then(&people[0], from), "cash_session_open", open).await.unwrap();
        places.push(Place { id, zone, plan, shift: shift["cash_session_id"].as_i64().unwrap() });
    }
    let mut rng = StdRng::seed_from_u64(2_611);
    let (mut at, mut moved) = (from, Vec::new());
    let mut open: Vec<(usize, i64, i64, &'static str)> = Vec::new();
    for _ in 0..90 {
        at += TimeDelta::minutes(rng.random_range(20..400));
        let (place, person) = (rng.random_range(0..2), rng.random_range(0..2));
        let (here, who) = (&places[place], then(&people[person], at));
        let user = who.user_id().unwrap().0;
        if rng.random_range(0..4) == 0 && !open.is_empty() {
            let (of, id, quantity, method) = open.swap_remove(rng.random_range(0..open.len()));
            let name = if rng.random() { "sale_void" } else { "sale_refund" };
            let mut input = json!({ "sale_id": id, "codes": if rng.random() { "restock" } else { "withdraw" }, "reason": "salah paket",
                                    "idempotency_key": key() });
            if name == "sale_refund" {
                input["cash_session_id"] = json!(places[of].shift);
            }
            shop.test.call(&who, name, input).await.unwrap();
            moved.extend((0..quantity).map(|_| Moved { at, place: of, user, method, sign: -1 }));
            continue;
        }
        let quantity = rng.random_range(1..=3);
        let method = ["cash", "qris", "transfer"][rng.random_range(0..3)];
        let total = format!("{}.00", quantity * 5000);
        let mut input = json!({ "cash_session_id": here.shift, "lines": [{ "plan_id": here.plan, "quantity": quantity, "from": "slip" }],
            "codes": [], "method": method, "expected_total": total, "idempotency_key": key() });
        if method == "cash" {
            input["tendered_amount"] = json!(total);
        }
        let sold = shop.test.call(&who, "sale_create", input).await.unwrap();
        open.push((place, sold["row"]["sale_id"].as_i64().unwrap(), quantity, method));
        moved.extend((0..quantity).map(|_| Moved { at, place, user, method, sign: 1 }));
    }
    (places, moved)
}

pub async fn report(shop: &Counter, kind: &str, by: &str, (from, to): (NaiveDate, NaiveDate)) -> Value {
    shop.call("report_get", json!({ "kind": kind, "by": by, "from_on": from, "to_on": to })).await
}

/// What is in every row, by what it is of.
fn nets(report: &Value, field: &str) -> BTreeMap<String, i64> {
    let rows = report["table"]["rows"].as_array().unwrap().iter();
    rows.map(|row| (row[field].to_string().replace('"', ""), rupiah(&row["sums"]["net_amount"])))
        .filter(|(_, n)| *n != 0)
        .collect()
}

#[tokio::test]
async fn every_report_of_a_random_history_agrees_with_the_sales_and_the_ledger() {
    let till = Till::new().await;
    let shop = &till.shop;
    // Late in the evening of both zones, so that days differ from the first act on.
    let from: DateTime<Utc> = "2026-10-20T14:30:00Z".parse().unwrap();
    let (places, moved) = two_weeks(&till, from).await;
    let local = |m: &Moved| m.at.with_timezone(&places[m.place].zone);
    let day = |m: &Moved| local(m).date_naive();
    let (first, last) = (moved.iter().map(day).min().unwrap(), moved.iter().map(day).max().unwrap());
    assert!(moved.iter().any(|m| day(m) != m.at.date_naive()), "nothing was sold over midnight");
    assert!(moved.iter().any(|m| m.sign < 0), "nothing was taken back");
    let model = |key: &dyn Fn(&Moved) -> String| {
        let mut sums: BTreeMap<String, i64> = BTreeMap::new();
        for m in &moved {
            *sums.entry(key(m)).or_default() += m.sign * 5000;
        }
        sums.retain(|_, n| *n != 0);
        sums
    };
    let whole = (first, last);
    let by_day = report(shop, "sales", "day", whole).await;
    assert_eq!(nets(&by_day, "day"), model(&|m| day(m).to_string()));
    assert_eq!(
        by_day["table"]["rows"].as_array().unwrap().len() as i64,
        (last - first).num_days() + 1,
        "each day once"
    );
    assert_eq!(nets(&report(shop, "sales", "plan", whole).await, "key"), model(&|m| places[m.place].plan.to_string()));
    assert_eq!(nets(&report(shop, "sales", "place", whole).await, "key"), model(&|m| places[m.place].id.to_string()));
    assert_eq!(nets(&report(shop, "sales", "cashier", whole).await, "key"), model(&|m| m.user.to_string()));
    assert_eq!(nets(&report(shop, "sales", "method", whole).await, "name"), model(&|m| m.method.to_owned()));
    let hours = report(shop, "sales", "hour", whole).await;
    assert_eq!(nets(&hours, "key"), model(&|m| local(m).format("%-H").to_string()));
    let total = by_day["table"]["total"].clone();
    for by in ["plan", "place", "cashier", "method", "hour"] {
        assert_eq!(report(shop, "sales", by, whole).await["table"]["total"], total, "by {by}");
    }
    let sold = moved.iter().filter(|m| m.sign > 0).count() as i64;
    let net: i64 = moved.iter().map(|m| m.sign).sum();
    assert_eq!((total["sold"].as_i64(), rupiah(&total["net_amount"])), (Some(sold), net * 5000));
    assert_eq!((rupiah(&total["cost_amount"]), rupiah(&total["margin_amount"])), (net * 3500, net * 1500));
    // The ledger has the same rupiah, place by place and day by day.
    let ledger: Vec<(i64, NaiveDate, i64)> = sqlx::query_as(
        "SELECT t.location_id, (t.at AT TIME ZONE l.time_zone)::DATE, sum(t.amount)::BIGINT FROM financial_transactions t
           JOIN ledger_accounts a ON a.id = t.account_id AND a.kind = 'voucher_revenue' JOIN locations l ON l.id = t.location_id
          GROUP BY 1, 2 HAVING sum(t.amount) <> 0",
    )
    .fetch_all(&mut shop.owner().await)
    .await
    .unwrap();
    for place in &places {
        let input = json!({ "kind": "sales", "by": "day", "from_on": first, "to_on": last, "location_id": place.id });
        let here = nets(&shop.call("report_get", input).await, "day");
        let there = ledger.iter().filter(|(l, ..)| *l == place.id.0).map(|(_, d, n)| (d.to_string(), *n)).collect();
        assert_eq!(here, there, "place {}", place.id);
    }
    // Each day by itself is the same day of the whole, and what came before is beside it.
    let mut ahead = first;
    while ahead <= last {
        let one = report(shop, "sales", "plan", (ahead, ahead)).await;
        let row =
            by_day["table"]["rows"].as_array().unwrap().iter().find(|r| r["day"] == json!(ahead)).unwrap().clone();
        assert_eq!(one["table"]["total"], row["sums"], "{ahead}");
        ahead += TimeDelta::days(1);
    }
    let (week, before) = ((last - TimeDelta::days(5), last), (last - TimeDelta::days(11), last - TimeDelta::days(6)));
    let told = report(shop, "sales", "day", week).await;
    if told["before_from_on"] == json!(before.0) {
        assert_eq!(told["table"]["before"], report(shop, "sales", "day", before).await["table"]["total"]);
    }
    let truths = report(shop, "truths", "day", whole).await;
    assert_eq!(
        (truths["table"]["total"]["sold"].as_i64(), rupiah(&truths["table"]["total"]["sold_amount"])),
        (Some(net), net * 5000)
    );
    till.assert_clean().await;
    assert_sums_true(shop).await;
}

/// Every evening of a random history, over midnight and two zones.
#[tokio::test]
async fn the_dashboard_tells_what_was_sold_to_who_may_see_reports() {
    let till = Till::new().await;
    let shop = &till.shop;
    let (places, moved) = two_weeks(&till, "2026-10-20T14:30:00Z".parse().unwrap()).await;
    let day = |m: &Moved| m.at.with_timezone(&places[m.place].zone).date_naive();
    let codes = |on: NaiveDate| moved.iter().filter(|m| day(m) == on).map(|m| m.sign).sum::<i64>();
    let (owner, last) = (shop.test.owner_ctx(), moved.last().unwrap().at);
    for evening in 0..10 {
        let now = then(&owner, last - TimeDelta::days(evening));
        let today = now.today();
        let told = shop.test.call(&now, "dashboard_get", json!({})).await.unwrap()["sold"].clone();
        let ago = |days| today - TimeDelta::days(days);
        assert_eq!((told["today"].as_i64(), rupiah(&told["amount_today"])), (Some(codes(today)), codes(today) * 5000));
        assert_eq!((told["yesterday"].as_i64(), told["week_ago"].as_i64()), (Some(codes(ago(1))), Some(codes(ago(7)))));
    }
    let cashier = shop.test.user_ctx("operator", None).await;
    let theirs = shop.test.call(&cashier, "dashboard_get", json!({})).await.unwrap();
    assert_eq!(theirs["sold"], Value::Null, "a count is blind");
}

#[tokio::test]
async fn four_truths_and_what_ended_unsold_are_told_apart() {
    let (till, ..) = lived().await;
    let shop = &till.shop;
    let today = shop.test.owner_ctx().today();
    for by in ["day", "plan", "vendor", "place"] {
        let total = report(shop, "truths", by, (today, today)).await["table"]["total"].clone();
        let told = ["printed", "handed", "sold", "activated", "ended", "void"].map(|f| total[f].as_i64().unwrap());
        assert_eq!(told, [12, 3, 2, 2, 1, 1], "by {by}");
        let lost = report(shop, "unsold", by, (today, today)).await["table"]["total"].clone();
        // The card that was used was in nobody's sale.
        let told = ["ended", "unsold", "void"].map(|f| lost[f].as_i64().unwrap());
        assert_eq!(
            (told, rupiah(&lost["unsold_value"]), rupiah(&lost["void_cost"])),
            ([1, 1, 1], 5000, 3500),
            "by {by}"
        );
    }
}

#[tokio::test]
async fn a_day_once_told_stays_when_codes_come_back() {
    let (till, vendor, printed) = lived().await;
    let shop = &till.shop;
    let today = shop.test.owner_ctx().today();
    let before = report(shop, "truths", "day", (today, today)).await["table"]["total"].clone();
    let codes = shop.vouchers(&printed).await;
    let back = json!({ "vendor_id": vendor, "pick": { "codes": [codes[3].1, codes[4].1] }, "expected_quantity": 2,
                       "expected_amount": "10000.00", "idempotency_key": key() });
    let later = then(&shop.test.owner_ctx(), shop.test.clock.now() + chrono::TimeDelta::days(3));
    shop.test.call(&later, "vendor_return", back).await.unwrap();
    assert_eq!(report(shop, "truths", "day", (today, today)).await["table"]["total"], before);
    let then = later.today();
    for by in ["day", "plan", "vendor", "place"] {
        let told = report(shop, "truths", by, (then, then)).await["table"]["total"].clone();
        assert_eq!(told["handed"], json!(-2), "by {by}");
    }
    assert_sums_true(shop).await;
}

#[tokio::test]
async fn codes_a_router_had_before_are_no_loss() {
    let till = Till::new().await;
    let shop = &till.shop;
    let batch = shop.test.batch(till.plan, 3).await;
    // As adoption makes them: one used up before, two as they are.
    shop.run("UPDATE voucher_batches SET idempotency_key = 'adopt-' || batch_code").await;
    let codes = shop.vouchers(&batch).await;
    shop.seen(till.router, shop.test.clock.now(), &[usage(codes[0].0, 60, Some(60), 10)]).await;
    shop.run("UPDATE vouchers SET status = 'expired', ended_at = now() WHERE status = 'active'").await;
    let today = shop.test.owner_ctx().today();
    let lost = report(shop, "unsold", "day", (today, today)).await["table"]["total"].clone();
    assert_eq!((&lost["ended"], &lost["unsold"]), (&json!(1), &json!(0)));
    assert_sums_true(shop).await;
    till.assert_clean().await;
}

#[tokio::test]
async fn shifts_tell_what_was_counted_and_what_nobody_explained() {
    let till = Till::new().await;
    let shop = &till.shop;
    let first = till.shift("Loket 1").await;
    till.sell(first, 2).await;
    let second = till.shift("Loket 2").await;
    till.sell(second, 1).await;
    till.close(first, "209000.00").await;
    till.close(second, "205000.00").await;
    till.shift("Loket 3").await;
    let today = shop.test.owner_ctx().today();
    let told = report(shop, "shifts", "shift", (today, today)).await["table"].clone();
    let total = &told["total"];
    assert_eq!(
        (total["shifts"].as_i64(), total["unexplained"].as_i64()),
        (Some(2), Some(1)),
        "an open shift is not told"
    );
    assert_eq!((rupiah(&total["sold_amount"]), rupiah(&total["difference_amount"])), (15_000, -1_000));
    assert_eq!(told["rows"][0]["key"], json!(first));
    for by in ["day", "cashier", "place"] {
        assert_eq!(&report(shop, "shifts", by, (today, today)).await["table"]["total"], total, "by {by}");
    }
}

#[tokio::test]
async fn a_report_is_paper_and_a_file_too() {
    let (till, ..) = lived().await;
    let shop = &till.shop;
    let today = shop.test.owner_ctx().today();
    for (kind, by) in [("sales", "day"), ("truths", "plan"), ("unsold", "vendor"), ("vendors", "day")] {
        let input = json!({ "kind": kind, "by": by, "from_on": today, "to_on": today });
        let paper = shop.call("report_print", input.clone()).await;
        assert_eq!(
            (paper["media_type"].as_str(), paper["pages"].as_i64()),
            (Some("application/pdf"), Some(1)),
            "{kind}"
        );
        let list = format!("report_{kind}");
        let asked = shop.call("export_create", json!({ "list": list, "input": input, "format": "csv" })).await;
        assert_eq!(asked["list"], json!(list));
    }
    let nothing = json!({ "kind": "shifts", "by": "shift", "from_on": "2020-01-01", "to_on": "2020-01-01" });
    assert_eq!(shop.refused("report_print", nothing).await.code(), "report_empty");
    let printed = shop.number("SELECT count(*) FROM activity_logs WHERE action = 'report_print'").await;
    assert_eq!(printed, 4);
}
