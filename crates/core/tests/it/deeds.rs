//! What happened to codes: who may look at it, and of how many days its sums are told.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use simpul_kernel::{Error, Permission};

use crate::counter::Counter;
use crate::till::{Till, key};

pub const DEEDS: [&str; 13] = [
    "made",
    "printed",
    "handed",
    "sold",
    "taken_back",
    "turnover",
    "activated",
    "ended",
    "unsold",
    "void",
    "charged",
    "copy_pending",
    "copy_trouble",
];
const OF_SALES: [&str; 3] = ["sold", "taken_back", "turnover"];
const OF_VENDORS: [&str; 2] = ["handed", "charged"];
/// What comes to money that reports tell, and a drawer holds.
const OF_MONEY: [&str; 4] = ["sold", "taken_back", "turnover", "charged"];

fn code<T>(result: &Result<T, Error>) -> &'static str {
    result.as_ref().err().map_or("ok", |error| error.code())
}

fn on(what: &str, from: &Value, to: &Value) -> Value {
    json!({ "filter": { "happened": { "what": what, "from_on": from, "to_on": to } } })
}

#[tokio::test]
async fn what_a_deed_tells_needs_what_its_documents_need() {
    let shop = Counter::new().await;
    let today = json!(shop.test.owner_ctx().today());
    for role in ["admin", "operator", "sales", "finance", "noc"] {
        let who = shop.test.user_ctx(role, None).await;
        let may = |permission| who.require(permission).is_ok();
        let mut seen = BTreeSet::new();
        for what in DEEDS {
            let rows = may(Permission::VoucherView)
                && (may(Permission::SaleView) || !OF_SALES.contains(&what))
                && (may(Permission::VendorView) || !OF_VENDORS.contains(&what));
            let sums = rows && (may(Permission::ReportView) || !OF_MONEY.contains(&what));
            for (operation, is_told) in [("voucher_list", rows), ("voucher_totals", sums)] {
                let answer = shop.test.call(&who, operation, on(what, &today, &today)).await;
                let wanted = if is_told { "ok" } else { "permission_denied" };
                assert_eq!(code(&answer), wanted, "{operation} of {what} by {role}");
                seen.insert(is_told);
            }
        }
        assert_eq!(seen.len() == 1, ["admin", "finance"].contains(&role), "{role} has nothing to be refused or told");
    }
}

#[tokio::test]
async fn who_counts_a_drawer_is_told_no_sums_of_it_and_takes_the_rows_along_all_the_same() {
    let till = Till::new().await;
    let shift = till.shift("Depan").await;
    till.sell(shift, 2).await;
    let cashier = till.shop.test.user_ctx("operator", None).await;
    let today = cashier.today();
    let mut mine = on("turnover", &json!(today), &json!(today));
    mine["filter"]["happened"]["method"] = json!("cash");
    let told = till.shop.test.call(&cashier, "voucher_totals", mine.clone()).await;
    assert_eq!(code(&told), "permission_denied");
    // Codes that are made as they are sold are made by who sells them.
    for (narrow, value) in [("user_id", json!(cashier.user_id().unwrap().0)), ("hour", json!(9))] {
        let mut made = on("made", &json!(today), &json!(today));
        assert_eq!(code(&till.shop.test.call(&cashier, "voucher_totals", made.clone()).await), "ok");
        made["filter"]["happened"][narrow] = value;
        let told = till.shop.test.call(&cashier, "voucher_totals", made).await;
        assert_eq!(code(&told), "permission_denied", "made by {narrow}");
    }
    let rows = till.shop.test.call(&cashier, "voucher_list", mine.clone()).await.unwrap();
    assert_eq!(rows["rows"].as_array().unwrap().len(), 2);
    let file = json!({ "list": "voucher_list", "input": mine, "format": "csv" });
    let asked = till.shop.test.call(&cashier, "export_create", file).await.unwrap();
    simpul_jobs::drain(till.shop.test.app.db.pool(), simpul_core::worker::registry(&till.shop.test.app)).await.unwrap();
    let files = till.shop.test.call(&cashier, "export_list", json!({})).await.unwrap();
    let file = files.as_array().unwrap().iter().find(|file| file["export_id"] == asked["export_id"]).unwrap();
    assert_eq!((&file["state"], &file["rows_total"]), (&json!("ready"), &json!(2)), "{file}");
}

#[tokio::test]
async fn sums_of_what_happened_are_of_no_more_days_than_a_reports() {
    let till = Till::new().await;
    let batch = till.shop.test.batch(till.plan, 2).await["row"].clone();
    let shop = &till.shop;
    let owner = shop.test.owner_ctx();
    let asked = async |input: &Value| code(&shop.test.call(&owner, "voucher_totals", input.clone()).await);
    for what in ["made", "turnover", "activated", "charged"] {
        let days = |from: &str, to: &str| on(what, &json!(from), &json!(to));
        assert_eq!(asked(&days("2026-01-01", "2027-01-02")).await, "ok", "{what} of 367 days");
        assert_eq!(asked(&days("2026-01-01", "2027-01-03")).await, "input_invalid", "{what} of 368 days");
        assert_eq!(asked(&days("2026-02-02", "2026-02-01")).await, "input_invalid", "{what} backwards");
        let mut open = json!({ "filter": { "happened": { "what": what } } });
        assert_eq!(asked(&open).await, "input_invalid", "{what} of all days");
        // The rows themselves are read a page at a time.
        shop.call("voucher_list", open.clone()).await;
        open["filter"]["happened"]["from_on"] = json!("2026-02-01");
        assert_eq!(asked(&open).await, "input_invalid", "{what} since a day");
        open["filter"]["search"] = json!("  ");
        assert_eq!(asked(&open).await, "input_invalid", "{what} of what was not typed");
        open["filter"]["search"] = batch["batch_code"].clone();
        assert_eq!(asked(&open).await, "ok", "{what} of what was typed");
        let of_batch = json!({ "filter": { "batch_id": batch["batch_id"], "happened": { "what": what } } });
        assert_eq!(asked(&of_batch).await, "ok", "{what} of a batch");
    }
    for what in ["copy_pending", "copy_trouble"] {
        assert_eq!(asked(&json!({ "filter": { "happened": { "what": what } } })).await, "ok", "{what} have no days");
    }
}

#[tokio::test]
async fn rows_and_sums_of_a_batch_or_a_search_are_those_of_all_narrowed() {
    let till = Till::new().await;
    let shop = &till.shop;
    let other = shop.test.plan("Lain", &[]).await;
    shop.test.batch(other, 3).await;
    let batch = shop.test.batch(till.plan, 4).await["row"].clone();
    let shift = till.shift("Depan").await;
    let first = till.sell(shift, 3).await;
    let back = json!({ "sale_id": first["row"]["sale_id"], "codes": "restock", "reason": "salah paket", "idempotency_key": key() });
    shop.call("sale_void", back).await;
    till.sell(shift, 2).await;
    shop.run("UPDATE vouchers SET status = 'active', first_login_at = now() - number * INTERVAL '1 minute' WHERE sold_at IS NOT NULL").await;
    let today = json!(shop.test.owner_ctx().today());
    let code = shop.text("SELECT code FROM vouchers WHERE sold_at IS NOT NULL ORDER BY id LIMIT 1").await;
    for (what, rows, of_code) in
        [("made", 7, 1), ("turnover", 8, 3), ("sold", 5, 2), ("taken_back", 3, 1), ("activated", 2, 1)]
    {
        let whole = on(what, &today, &today);
        for (narrow, value, wanted) in [
            ("plan_id", json!(till.plan), if what == "made" { 4 } else { rows }),
            ("batch_id", batch["batch_id"].clone(), if what == "made" { 4 } else { rows }),
            ("search", batch["batch_code"].clone(), if what == "made" { 4 } else { rows }),
            ("search", json!(code), of_code),
            ("plan_id", json!(other), if what == "made" { 3 } else { 0 }),
        ] {
            let mut ask = whole.clone();
            ask["filter"][narrow] = value;
            let told = shop.call("voucher_totals", ask.clone()).await["count"].clone();
            assert_eq!(told, json!(wanted), "{what} by {narrow}: {ask}");
            for sort in ["id", "code", "expires_at"] {
                for descending in [false, true] {
                    let (mut after, mut found) = (Value::Null, Vec::new());
                    loop {
                        let mut page = ask.clone();
                        page["sort"] = json!(sort);
                        page["descending"] = json!(descending);
                        page["page"] = json!({ "limit": 2, "after": after });
                        let answer = shop.call("voucher_list", page).await;
                        found.extend(
                            answer["rows"].as_array().unwrap().iter().map(|row| row["row_id"].as_i64().unwrap()),
                        );
                        after = answer["next"].clone();
                        if after.is_null() {
                            break;
                        }
                    }
                    let each: BTreeSet<_> = found.iter().collect();
                    assert_eq!((found.len(), each.len()), (wanted, wanted), "{what} by {narrow}, {sort} {descending}");
                }
            }
        }
    }
}
