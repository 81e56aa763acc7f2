//! A reseller's own account, and nothing else.

use serde_json::{Value, json};
use simpul_kernel::Ctx;

use crate::vendor::Agency;

/// A reseller of the shop's place, bound to this vendor.
async fn reseller(agency: &Agency, vendor: i64) -> Ctx {
    let shop = &agency.till.shop;
    let ctx = shop.test.user_ctx("reseller", Some(&[shop.location])).await;
    let user = ctx.user_id().unwrap();
    shop.call("vendor_people_set", json!({ "vendor_id": vendor, "user_ids": [user] })).await;
    ctx
}

async fn rows(agency: &Agency, ctx: &Ctx, list: &str) -> Vec<Value> {
    let page = agency.till.shop.test.call(ctx, list, json!({})).await.unwrap();
    page["rows"].as_array().unwrap().clone()
}

/// Two vendors of one place, each with a hand-over and a settlement.
async fn two() -> (Agency, i64, i64) {
    let agency = Agency::new().await;
    let (mine, other) =
        (agency.vendor("Warung Bu Tini", "consignment").await, agency.vendor("Kios Pak Darto", "consignment").await);
    let shift = agency.till.shift("Depan").await;
    for (vendor, count) in [(mine, 3), (other, 4)] {
        let (batch, pick) = agency.batch(count).await;
        let value = format!("{}.00", 4_500 * count);
        agency.hand_over(vendor, &pick, i64::from(count), &value).await;
        agency.use_codes(&batch, 1).await;
        let settle = Agency::settled(vendor, 1, "4500.00", "4000.00", shift);
        agency.till.shop.call("vendor_settlement_create", settle).await;
    }
    (agency, mine, other)
}

#[tokio::test]
async fn who_is_bound_elsewhere_is_not_bound_again_by_somebody_who_cannot_see_it() {
    let agency = Agency::new().await;
    let shop = &agency.till.shop;
    let here = agency.vendor("Warung Bu Tini", "consignment").await;
    let there = shop.test.location_new("Cabang Utara").await;
    let far = json!({ "location_id": there, "terms": { "name": "Kios Pak Darto", "mode": "consignment", "pricing": "commission_fixed",
                      "commission_amount": "0.00" } });
    let far = shop.call("vendor_create", far).await["row"]["vendor_id"].clone();
    let person = shop.test.user_ctx("reseller", Some(&[shop.location, there])).await.user_id().unwrap();
    shop.call("vendor_people_set", json!({ "vendor_id": far, "user_ids": [person] })).await;
    let near = shop.test.user_ctx("admin", Some(&[shop.location])).await;
    let bind = json!({ "vendor_id": here, "user_ids": [person] });
    assert_eq!(agency.till.refused_as(&near, "vendor_people_set", bind).await.code(), "vendor_person_unusable");
}

#[tokio::test]
async fn a_reseller_sees_their_own_and_not_the_neighbours() {
    let (agency, mine, _) = two().await;
    let ctx = reseller(&agency, mine).await;
    let account = agency.till.shop.test.call(&ctx, "reseller_account_get", json!({})).await.unwrap();
    assert_eq!(account["name"], json!("Warung Bu Tini"));
    assert_eq!((&account["balance"], &account["in_hand"]), (&json!("-500.00"), &json!(2)));
    let stock = rows(&agency, &ctx, "reseller_stock_list").await;
    assert_eq!(stock.len(), 1);
    assert_eq!((&stock[0]["handed"], &stock[0]["in_hand"], &stock[0]["paid"]), (&json!(3), &json!(2), &json!(1)));
    for list in ["reseller_transfer_list", "reseller_settlement_list"] {
        let rows = rows(&agency, &ctx, list).await;
        assert_eq!(rows.len(), 1, "{list}");
        assert_eq!(rows[0]["vendor_id"], json!(mine), "{list}");
    }
    let today = simpul_kernel::time::business_day(agency.till.shop.test.clock.now(), simpul_kernel::time::DEFAULT_ZONE);
    let ask = json!({ "from_on": today, "to_on": today });
    let paper = agency.till.shop.test.call(&ctx, "reseller_statement_render", ask).await.unwrap();
    assert!(paper["file_name"].as_str().unwrap().starts_with("Warung-Bu-Tini-"));
    let deed = "SELECT count(*) FROM activity_logs WHERE action = 'reseller_statement_render'";
    assert_eq!(agency.till.shop.number(deed).await, 1);
}

#[tokio::test]
async fn who_is_bound_to_no_vendor_has_no_account() {
    let (agency, mine, other) = two().await;
    let shop = &agency.till.shop;
    let stray = shop.test.user_ctx("reseller", Some(&[shop.location])).await;
    assert_eq!(agency.till.refused_as(&stray, "reseller_account_get", json!({})).await.code(), "vendor_own_missing");
    assert_eq!(rows(&agency, &stray, "reseller_stock_list").await, Vec::<Value>::new());
    // Bound once, to one vendor; an operator never.
    let bound = reseller(&agency, mine).await.user_id().unwrap();
    let both = json!({ "vendor_id": other, "user_ids": [bound] });
    assert_eq!(shop.refused("vendor_people_set", both).await.code(), "vendor_person_unusable");
    let operator = shop.test.user_ctx("operator", Some(&[shop.location])).await.user_id().unwrap();
    let wrong = json!({ "vendor_id": other, "user_ids": [operator] });
    assert_eq!(shop.refused("vendor_people_set", wrong).await.code(), "vendor_person_unusable");
    let none = shop.call("vendor_people_set", json!({ "vendor_id": mine, "user_ids": [] })).await;
    assert_eq!(none["people"], json!([]));
    let freed = shop.call("vendor_people_set", json!({ "vendor_id": other, "user_ids": [bound] })).await;
    assert_eq!(freed["people"][0]["user_id"], json!(bound));
}
