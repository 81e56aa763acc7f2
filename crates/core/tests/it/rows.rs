//! Every number of a report and of the dashboard leads to rows that come to it, asked as the screens ask.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};
use simpul_kernel::Ctx;

use crate::counter::Counter;
use crate::deeds::DEEDS;
use crate::report::{then, two_weeks};
use crate::till::key;
use crate::vendor::Agency;

/// Fields of sums, each with what the rows that it leads to stand for.
type Leads = &'static [(&'static str, &'static str)];

/// The fields of the sums that lead to rows, and what those rows stand for.
const SALES: [(&str, &str); 7] = [
    ("sold", "sold"),
    ("sold_amount", "sold"),
    ("refunded", "taken_back"),
    ("refunded_amount", "taken_back"),
    ("net_amount", "turnover"),
    ("cost_amount", "turnover"),
    ("margin_amount", "turnover"),
];
const TRUTHS: [(&str, &str); 9] = [
    ("printed", "printed"),
    ("handed", "handed"),
    ("sold", "turnover"),
    ("vendor_sold", "charged"),
    ("activated", "activated"),
    ("ended", "ended"),
    ("void", "void"),
    ("sold_amount", "turnover"),
    ("activated_value", "activated"),
];
const UNSOLD: [(&str, &str); 6] = [
    ("ended", "ended"),
    ("unsold", "unsold"),
    ("unsold_value", "unsold"),
    ("unsold_cost", "unsold"),
    ("void", "void"),
    ("void_cost", "void"),
];
const VENDORS: [(&str, &str); 3] = [("codes", "charged"), ("gross_amount", "charged"), ("cost_amount", "charged")];

/// Sales, voids and refunds at two places two zones apart; cards with vendors, back and settled;
/// codes printed, used, over, withdrawn at all hours; a batch that a router had before.
async fn seeded() -> (Agency, DateTime<Utc>) {
    let agency = Agency::new().await;
    let from: DateTime<Utc> = "2026-10-20T14:30:00Z".parse().unwrap();
    let (_, moved) = two_weeks(&agency.till, from).await;
    let last = moved.last().unwrap().at;
    let shop = &agency.till.shop;
    let shift = agency.till.shift("Samping").await;
    let (prepaid, consigned) =
        (agency.vendor("Warung Bu Tini", "prepaid").await, agency.vendor("Kios Pak Darto", "consignment").await);
    let owner = shop.test.owner_ctx();
    let at = async |hours: i64, name: &str, input: Value| {
        shop.test.call(&then(&owner, from + TimeDelta::hours(hours)), name, input).await.unwrap()
    };
    at(20, "vendor_top_up", Agency::paid(prepaid, "100000.00", None)).await;
    let (_, pick) = agency.batch(6).await;
    at(30, "vendor_hand_over", Agency::moved(prepaid, &pick, 6, "27000.00")).await;
    let mut two = pick.clone();
    two["to_number"] = json!(2);
    at(31, "vendor_return", Agency::moved(prepaid, &two, 2, "9000.00")).await;
    let (batch, pick) = agency.batch(10).await;
    at(74, "vendor_hand_over", Agency::moved(consigned, &pick, 10, "45000.00")).await;
    agency.use_codes(&batch, 3).await;
    let settled = Agency::settled(consigned, 3, "13500.00", "10000.00", shift);
    at(150, "vendor_settlement_create", settled).await;
    let (batch, _) = agency.batch(8).await;
    let codes = shop.vouchers(&batch).await;
    shop.call("voucher_sheet_render", json!({ "batch_id": batch["row"]["batch_id"] })).await;
    let two = json!([codes[0].0, codes[1].0]);
    at(90, "voucher_void", json!({ "voucher_ids": two, "reason": "hilang" })).await;
    agency.batch(9).await;
    shop.run("UPDATE voucher_batches SET idempotency_key = 'adopt-' || batch_code WHERE id = (SELECT max(id) FROM voucher_batches)").await;
    for step in [
        "UPDATE vouchers SET status = 'active', first_login_at = TIMESTAMPTZ '2026-10-21 14:07Z' + (id % 290) * INTERVAL '67 minutes'
          WHERE status = 'available' AND id % 3 <> 0",
        "UPDATE vouchers SET status = CASE WHEN id % 4 = 0 THEN 'used' ELSE 'expired' END, ended_at = first_login_at + INTERVAL '9 hours'
          WHERE status = 'active' AND id % 2 = 0",
        "UPDATE vouchers SET printed_at = TIMESTAMPTZ '2026-10-22 16:59:59Z' + (id % 9) * INTERVAL '8 hours' WHERE id % 4 = 0 OR printed_at IS NOT NULL",
        "UPDATE vouchers SET was_printed_at = printed_at, printed_at = NULL WHERE id % 8 = 0 AND printed_at IS NOT NULL",
        "UPDATE voucher_routers SET state = CASE WHEN voucher_id % 5 = 0 THEN 'failed' WHEN voucher_id % 5 = 1 THEN 'drifted' ELSE 'applied' END
          WHERE voucher_id % 3 = 0",
    ] {
        shop.run(step).await;
    }
    (agency, last)
}

/// What the rows of a filter come to: how many, less what came back; read page by page, and as their sums say.
async fn rows_of(shop: &Counter, who: &Ctx, filter: &Value) -> (i64, Value) {
    let (mut net, mut after, mut seen) = (0, Value::Null, std::collections::BTreeSet::new());
    loop {
        let ask = json!({ "filter": filter, "descending": true, "page": { "limit": 7, "after": after } });
        let page = shop.test.call(who, "voucher_list", ask).await.unwrap();
        for row in page["rows"].as_array().unwrap() {
            assert!(seen.insert(row["row_id"].as_i64().unwrap()), "a row stands twice: {row}");
            net += if row["is_back"] == json!(true) { -1 } else { 1 };
        }
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    let totals = shop.test.call(who, "voucher_totals", json!({ "filter": filter })).await.unwrap();
    let (count, back) = (totals["count"].as_i64().unwrap(), totals["back"].as_i64().unwrap());
    assert_eq!((count, count - 2 * back), (seen.len() as i64, net), "{filter}");
    (net, totals)
}

/// The question of the list that a number leads to, as `rowsOf` of the screen asks it.
fn leading(did: &str, by: &str, row: &Value, (from, to): (NaiveDate, NaiveDate)) -> Value {
    let mut filter = json!({ "happened": { "what": did, "from_on": from, "to_on": to } });
    let key = &row["key"];
    match by {
        _ if row.is_null() => {}
        "day" => {
            (filter["happened"]["from_on"], filter["happened"]["to_on"]) = (row["day"].clone(), row["day"].clone())
        }
        "plan" => filter["plan_id"] = key.clone(),
        "place" => filter["location_id"] = key.clone(),
        "hour" => filter["happened"]["hour"] = key.clone(),
        "method" => filter["happened"]["method"] = row["name"].clone(),
        "vendor" if key != &json!(0) => filter["vendor_id"] = key.clone(),
        "vendor" if ["activated", "ended", "unsold", "void"].contains(&did) => filter["no_vendor"] = json!(true),
        "cashier" if !["sold", "taken_back", "turnover", "activated", "ended"].contains(&did) => {}
        "cashier" if key != &json!(0) => filter["happened"]["user_id"] = key.clone(),
        "cashier" => filter["happened"]["nobody"] = json!(true),
        _ => {}
    }
    filter
}

fn minor(amount: &Value) -> i64 {
    amount.as_str().unwrap().replace('.', "").parse().unwrap()
}

fn assert_comes_to(sums: &Value, field: &str, did: &str, (net, totals): &(i64, Value), of: &str) {
    let (sell, cost) = (minor(&totals["value_sell"]), minor(&totals["value_cost"]));
    let told = match &sums[field] {
        Value::Number(n) => {
            let n = n.as_i64().unwrap();
            return assert_eq!(*net, if did == "taken_back" { -n } else { n }, "{field} of {of}");
        }
        amount => minor(amount),
    };
    let rows = match field {
        "refunded_amount" => -sell,
        "margin_amount" => sell - cost,
        _ if field.contains("cost") => cost,
        _ => sell,
    };
    assert_eq!(rows, told, "{field} of {of}");
}

#[tokio::test]
async fn every_number_of_every_report_leads_to_rows_that_come_to_it() {
    let (agency, _) = seeded().await;
    let shop = &agency.till.shop;
    let owner = shop.test.owner_ctx();
    let span = ("2026-10-19".parse().unwrap(), "2026-11-30".parse().unwrap());
    let kinds: [(&str, Leads, &[&str]); 4] = [
        ("sales", &SALES, &["day", "plan", "cashier", "place", "method", "hour"]),
        ("truths", &TRUTHS, &["day", "plan", "vendor", "cashier", "place"]),
        ("unsold", &UNSOLD, &["day", "plan", "vendor", "place"]),
        ("vendors", &VENDORS, &["vendor", "day", "plan", "place"]),
    ];
    for (kind, fields, ways) in kinds {
        let mut total = Value::Null;
        for by in ways {
            let told = crate::report::report(shop, kind, by, span).await["table"].clone();
            if total.is_null() {
                total = told["total"].clone();
            }
            assert_eq!(told["total"], total, "{kind} by {by}");
            let whole = [(Value::Null, told["total"].clone())];
            let rows = told["rows"].as_array().unwrap().iter().map(|row| (row.clone(), row["sums"].clone()));
            for (row, sums) in rows.chain(whole) {
                for did in fields.iter().map(|(_, did)| *did).collect::<std::collections::BTreeSet<_>>() {
                    let own = fields
                        .iter()
                        .filter(|(field, d)| *d == did && sums[*field] != json!(0) && sums[*field] != json!("0.00"));
                    let own: Vec<_> = own.collect();
                    if own.is_empty() {
                        continue;
                    }
                    let found = rows_of(shop, &owner, &leading(did, by, &row, span)).await;
                    for (field, _) in own {
                        assert_comes_to(&sums, field, did, &found, &format!("{kind} by {by}: {row}"));
                    }
                }
            }
        }
        for (field, _) in fields {
            assert!(total[*field] != json!(0) && total[*field] != json!("0.00"), "{kind} has no {field} to look at");
        }
    }
}

#[tokio::test]
async fn what_happened_batch_by_batch_comes_to_all_of_it() {
    let (agency, _) = seeded().await;
    let shop = &agency.till.shop;
    let owner = shop.test.owner_ctx();
    let batches = shop.call("voucher_batch_list", json!({ "page": { "limit": 200 } })).await["rows"].clone();
    let span = json!({ "from_on": "2026-10-19", "to_on": "2026-11-30" });
    // A copy has no day.
    for what in DEEDS.into_iter().filter(|what| !what.starts_with("copy_")) {
        let mut happened = span.clone();
        happened["what"] = json!(what);
        let (net, totals) = rows_of(shop, &owner, &json!({ "happened": happened })).await;
        let mut sums = (0, 0, 0);
        for batch in batches.as_array().unwrap() {
            let of_batch = json!({ "happened": happened, "batch_id": batch["batch_id"] });
            let (n, t) = rows_of(shop, &owner, &of_batch).await;
            sums = (sums.0 + n, sums.1 + minor(&t["value_sell"]), sums.2 + minor(&t["value_cost"]));
        }
        assert_eq!(sums, (net, minor(&totals["value_sell"]), minor(&totals["value_cost"])), "{what}");
        assert!(net > 0 || what == "taken_back" && net < 0, "nothing was {what}");
    }
}

#[tokio::test]
async fn every_number_of_shifts_leads_to_shifts() {
    let (agency, _) = seeded().await;
    let (till, shop) = (&agency.till, &agency.till.shop);
    let first = till.shift("Loket 7").await;
    till.close(first, "199000.00").await;
    let second = till.shift("Loket 8").await;
    till.close(second, "200000.00").await;
    let today = shop.test.owner_ctx().today();
    for by in ["day", "cashier", "place"] {
        let told = crate::report::report(shop, "shifts", by, (today, today)).await["table"]["rows"].clone();
        for row in told.as_array().unwrap() {
            let mut ask = json!({ "kind": "shifts", "by": "shift", "from_on": today, "to_on": today });
            match by {
                "cashier" => ask["user_id"] = row["key"].clone(),
                "place" => ask["location_id"] = row["key"].clone(),
                _ => {}
            }
            let shifts = shop.call("report_get", ask.clone()).await["table"].clone();
            assert_eq!(json!(shifts["rows"].as_array().unwrap().len()), row["sums"]["shifts"], "by {by}");
            assert_eq!(shifts["total"], row["sums"], "by {by}");
            ask["unexplained_only"] = json!(true);
            let open = shop.call("report_get", ask).await["table"]["rows"].as_array().unwrap().len();
            assert_eq!((json!(open), open), (row["sums"]["unexplained"].clone(), 1), "by {by}");
        }
    }
}

#[tokio::test]
async fn every_number_of_the_dashboard_leads_to_rows_that_come_to_it() {
    let (agency, last) = seeded().await;
    let shop = &agency.till.shop;
    let on = |did: &str, from: &Value, to: &Value| json!({ "happened": { "what": did, "from_on": from, "to_on": to } });
    let (mut sold, mut used, mut made) = (0, 0, 0);
    for evening in 0..8 {
        let who = then(&shop.test.owner_ctx(), last - TimeDelta::hours(21 * evening));
        let told = shop.test.call(&who, "dashboard_get", json!({})).await.unwrap();
        let days: Vec<Value> = told["activated_days"].as_array().unwrap().iter().map(|d| d["day"].clone()).collect();
        let (today, yesterday, week_ago) = (&days[13], &days[12], &days[6]);
        for (number, filter) in [
            (&told["sold"]["today"], on("turnover", today, today)),
            (&told["sold"]["yesterday"], on("turnover", yesterday, yesterday)),
            (&told["sold"]["week_ago"], on("turnover", week_ago, week_ago)),
            (&told["activated_today"], on("activated", today, today)),
            (&told["activated_week_ago"], on("activated", week_ago, week_ago)),
            (&told["created_today"], on("made", today, today)),
            (&told["stock"], json!({ "stock": "on_hand" })),
            (&told["pending_copies"], json!({ "happened": { "what": "copy_pending" } })),
            (&told["trouble_copies"], json!({ "happened": { "what": "copy_trouble" } })),
        ] {
            assert_eq!(number, &json!(rows_of(shop, &who, &filter).await.0), "{filter}");
        }
        for day in told["activated_days"].as_array().unwrap() {
            let found = rows_of(shop, &who, &on("activated", &day["day"], &day["day"])).await;
            assert_eq!(
                (&day["count"], minor(&day["value"])),
                (&json!(found.0), minor(&found.1["value_sell"])),
                "{day}"
            );
        }
        for plan in told["plans"].as_array().unwrap() {
            let mut week = on("activated", &days[7], today);
            week["plan_id"] = plan["plan_id"].clone();
            assert_eq!(plan["activated_7_days"], json!(rows_of(shop, &who, &week).await.0), "{plan}");
            let stock = json!({ "stock": "on_hand", "plan_id": plan["plan_id"] });
            assert_eq!(plan["stock"], json!(rows_of(shop, &who, &stock).await.0), "{plan}");
        }
        for router in told["routers"].as_array().unwrap() {
            let copies = json!({ "happened": { "what": "copy_pending", "router_id": router["router_id"] } });
            assert_eq!(router["pending"], json!(rows_of(shop, &who, &copies).await.0), "{router}");
        }
        sold += told["sold"]["today"].as_i64().unwrap();
        used += told["activated_today"].as_i64().unwrap();
        made += told["created_today"].as_i64().unwrap();
        assert!(told["stock"].as_i64() > Some(0) && told["trouble_copies"].as_i64() > Some(0), "{told}");
    }
    assert!(sold > 0 && used > 0 && made > 0, "nothing was sold, used or made on those evenings");
}

#[tokio::test]
async fn a_code_sold_twice_has_two_rows_and_other_orders_and_filters_hold() {
    let agency = Agency::new().await;
    let (till, shop) = (&agency.till, &agency.till.shop);
    agency.batch(1).await;
    let shift = till.shift("Depan").await;
    let first = till.sell(shift, 1).await;
    let back = json!({ "sale_id": first["row"]["sale_id"], "codes": "restock", "reason": "salah paket", "idempotency_key": key() });
    shop.call("sale_void", back).await;
    let second = till.sell(shift, 1).await;
    assert_eq!(first["lines"][0]["voucher_id"], second["lines"][0]["voucher_id"]);
    let (owner, today) = (shop.test.owner_ctx(), shop.test.owner_ctx().today());
    let on = |what: &str| json!({ "what": what, "from_on": today, "to_on": today });
    assert_eq!(rows_of(shop, &owner, &json!({ "happened": on("sold") })).await.0, 2);
    assert_eq!(rows_of(shop, &owner, &json!({ "happened": on("turnover") })).await.0, 1);
    for sort in ["id", "code", "expires_at"] {
        let ask = json!({ "filter": { "happened": on("turnover") }, "sort": sort });
        let rows = shop.call("voucher_list", ask).await["rows"].clone();
        let documents: Vec<_> =
            rows.as_array().unwrap().iter().map(|row| row["happened_in"].as_str().unwrap()).collect();
        assert_eq!(documents.len(), 3, "by {sort}");
        assert!(documents[0].starts_with("N-") && rows[0]["happened_by"].is_string(), "{rows}");
    }
    let (made, _) = agency.batch(4).await;
    let told = shop.call("dashboard_get", json!({})).await["created_today"].clone();
    assert_eq!((&told, rows_of(shop, &owner, &json!({ "happened": on("made") })).await.0), (&json!(5), 5));
    let code = shop.vouchers(&made).await[0].1.clone();
    let none = json!({ "happened": on("turnover"), "search": code });
    assert_eq!(rows_of(shop, &owner, &none).await.0, 0);
    // What is no sale was paid in no way, and a day nobody means is refused.
    let mut odd = on("activated");
    odd["method"] = json!("cash");
    assert_eq!(rows_of(shop, &owner, &json!({ "happened": odd })).await.0, 0);
    let far = json!({ "filter": { "happened": { "what": "sold", "from_on": "0001-01-01" } } });
    assert_eq!(shop.refused("voucher_list", far).await.code(), "input_invalid");
    // A file of it has the same rows.
    let input = json!({ "filter": { "happened": on("turnover") } });
    let asked = shop.call("export_create", json!({ "list": "voucher_list", "input": input, "format": "csv" })).await;
    assert_eq!(asked["list"], json!("voucher_list"));
    // Elsewhere nothing of it is seen.
    let there = shop.test.location_new("Cabang Utara").await;
    let stranger = shop.test.user_ctx("admin", Some(&[there])).await;
    for what in ["made", "printed", "handed", "sold", "turnover", "charged", "copy_pending"] {
        assert_eq!(rows_of(shop, &stranger, &json!({ "happened": on(what) })).await.0, 0, "{what}");
    }
}

#[tokio::test]
async fn stock_is_paper_too() {
    let agency = Agency::new().await;
    let shop = &agency.till.shop;
    let none = json!({ "by": "batch" });
    assert_eq!(shop.refused("stock_print", none).await.code(), "report_empty");
    agency.batch(12).await;
    for by in ["plan", "batch", "vendor", "place"] {
        let paper = shop.call("stock_print", json!({ "by": by })).await;
        assert_eq!((paper["media_type"].as_str(), paper["pages"].as_i64()), (Some("application/pdf"), Some(1)), "{by}");
    }
    let told = shop.number("SELECT count(*) FROM activity_logs WHERE action = 'stock_print'").await;
    assert_eq!(told, 4);
    let away = json!({ "by": "plan", "location_id": 9_999_999 });
    assert_eq!(shop.refused("stock_print", away).await.code(), "report_location_unusable");
}
