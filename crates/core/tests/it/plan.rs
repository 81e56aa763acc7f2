//! Plans through the front door.

use serde_json::{Value, json};
use simpul_kernel::ids::LocationId;

use crate::counter::Counter;

fn terms(name: &str, profile: &str) -> Value {
    json!({
        "name": name, "shortcut_key": null, "usage_limit_s": 86_400, "data_limit_bytes": null, "validity_s": 86_400,
        "shared_users": 1, "lock_mac": false, "upload_kbps": 512, "download_kbps": 1_024, "price_sell": "5000.00",
        "price_cost": "3500.00", "profile_name": profile,
    })
}

fn create(location: LocationId, terms: &Value, routers: &[i64]) -> Value {
    json!({ "location_id": location, "terms": terms, "router_ids": routers })
}

#[tokio::test]
async fn a_plan_and_a_router_are_found_by_name_among_many() {
    let shop = Counter::new().await;
    let router = shop.router(shop.location, "Pasar").await;
    let plan = shop.test.plan("Satu Hari", &[router]).await;
    for (list, id, wanted) in [("plan_list", "plan_id", plan), ("router_list", "router_id", router)] {
        for (name, found) in [(if id == "plan_id" { "satu HARI " } else { " pasar" }, 1), ("satu", 0), ("", 0)] {
            let rows = shop.call(list, json!({ "name": name })).await["rows"].clone();
            assert_eq!(rows.as_array().unwrap().len(), found, "{list} {name}");
            assert!(found == 0 || rows[0][id] == wanted);
        }
    }
}

#[tokio::test]
async fn plans_are_listed_in_the_order_that_is_asked_page_by_page() {
    let shop = Counter::new().await;
    for (name, price) in [("Bulanan", "90000.00"), ("Harian", "5000.00"), ("Mingguan", "25000.00"), ("Uji", "5000.00")]
    {
        let mut terms = terms(name, &name.to_lowercase());
        terms["price_sell"] = json!(price);
        shop.call("plan_create", create(shop.location, &terms, &[])).await;
    }
    for (sort, descending, expected) in [
        (None, None, ["Bulanan", "Harian", "Mingguan", "Uji"]),
        (Some("name"), Some(true), ["Uji", "Mingguan", "Harian", "Bulanan"]),
        (Some("price_sell"), None, ["Harian", "Uji", "Mingguan", "Bulanan"]),
        (Some("price_sell"), Some(true), ["Bulanan", "Mingguan", "Uji", "Harian"]),
        (Some("stock"), None, ["Bulanan", "Harian", "Mingguan", "Uji"]),
    ] {
        let (mut found, mut after) = (Vec::new(), Value::Null);
        loop {
            let mut input = json!({ "page": { "limit": 3, "after": after } });
            for (field, value) in [("sort", json!(sort)), ("descending", json!(descending))] {
                if !value.is_null() {
                    input[field] = value;
                }
            }
            let page = shop.call("plan_list", input).await;
            let rows = page["rows"].as_array().unwrap();
            found.extend(rows.iter().map(|row| row["terms"]["name"].as_str().unwrap().to_owned()));
            after = page["next"].clone();
            if after.is_null() {
                break;
            }
        }
        assert_eq!(found, expected, "{sort:?} {descending:?}");
    }
    let first = shop.call("plan_list", json!({ "page": { "limit": 1 } })).await;
    let strange = json!({ "sort": "price_sell", "page": { "after": first["next"] } });
    assert_eq!(shop.refused("plan_list", strange).await.code(), "input_malformed", "a cursor of another order");
}

#[tokio::test]
async fn a_plan_is_made_changed_and_its_profile_follows() {
    let shop = Counter::new().await;
    let (a, b) = (shop.router(shop.location, "a").await, shop.router(shop.location, "b").await);
    let plan = shop.call("plan_create", create(shop.location, &terms("Harian", "harian"), &[a, a, b])).await;
    let on: Vec<_> = plan["routers"].as_array().unwrap().iter().map(|r| r["router_id"].as_i64().unwrap()).collect();
    assert_eq!((on, &plan["routers"][0]["truth"]), (vec![a, b], &json!("pending")));
    assert_eq!(shop.number("SELECT count(*) FROM provisioning_tasks WHERE kind = 'profile'").await, 2);
    assert_eq!(shop.number("SELECT count(*) FROM jobs WHERE kind = 'router_drain'").await, 2);

    let mut changed = terms("Harian 10 jam", "harian");
    changed["usage_limit_s"] = json!(36_000);
    let update = json!({
        "plan_id": plan["plan_id"], "version": plan["version"], "terms": changed, "router_ids": [b], "is_active": false,
    });
    let after = shop.call("plan_update", update.clone()).await;
    assert_eq!((&after["terms"]["name"], &after["is_active"]), (&json!("Harian 10 jam"), &json!(false)));
    assert_eq!(after["routers"].as_array().unwrap().len(), 1);
    let left =
        "SELECT count(*) FROM provisioning_tasks WHERE kind = 'profile' AND router_id = (SELECT min(id) FROM routers)";
    assert_eq!(shop.number(left).await, 0, "a router that left the plan does nothing more for it");
    assert_eq!(shop.refused("plan_update", update).await.code(), "row_changed_meanwhile");

    assert_eq!(shop.call("plan_list", json!({})).await["rows"], json!([]));
    let all = shop.call("plan_list", json!({ "include_inactive": true })).await;
    assert_eq!(all["rows"][0]["terms"]["usage_limit_s"], 36_000);
    let one = shop.call("plan_get", json!({ "plan_id": plan["plan_id"] })).await;
    assert_eq!(one["terms"], after["terms"]);
    assert_eq!(shop.number("SELECT count(*) FROM activity_logs WHERE action LIKE 'plan\\_%'").await, 2);
    assert_eq!(shop.number("SELECT count(*) FROM audit_logs WHERE table_name = 'service_plans'").await, 1);
}

#[tokio::test]
async fn what_is_taken_or_elsewhere_is_refused_by_name() {
    let shop = Counter::new().await;
    let elsewhere = shop.test.location_new("Cabang").await;
    let far = shop.router(elsewhere, "far").await;
    let mut first = terms("Harian", "harian");
    first["shortcut_key"] = json!(1);
    shop.call("plan_create", create(shop.location, &first, &[])).await;
    let mut key = terms("Lain", "lain");
    key["shortcut_key"] = json!(1);
    let cases = [
        (create(shop.location, &terms("Harian", "lain"), &[]), "plan_name_taken"),
        (create(shop.location, &terms("Lain", "harian"), &[]), "plan_profile_name_taken"),
        (create(shop.location, &key, &[]), "plan_shortcut_key_taken"),
        (create(shop.location, &terms("Lain", "lain"), &[far]), "plan_router_unusable"),
        (create(LocationId(999), &terms("Lain", "lain"), &[]), "plan_location_unusable"),
        (create(shop.location, &terms("Lain", "l ain"), &[]), "input_invalid"),
    ];
    for (input, code) in cases {
        assert_eq!(shop.refused("plan_create", input.clone()).await.code(), code, "{input}");
    }
    // The same names at another place are another matter.
    shop.call("plan_create", create(elsewhere, &first, &[far])).await;
    assert_eq!(shop.refused("plan_get", json!({ "plan_id": 999 })).await.code(), "plan_not_found");
}

#[tokio::test]
async fn a_person_sees_the_plans_of_their_places() {
    let shop = Counter::new().await;
    let elsewhere = shop.test.location_new("Cabang").await;
    let plan = shop.call("plan_create", create(elsewhere, &terms("Harian", "harian"), &[])).await;
    let clerk = shop.test.user_ctx("admin", Some(&[shop.location])).await;
    let list = shop.test.call(&clerk, "plan_list", json!({})).await.unwrap();
    assert_eq!(list["rows"], json!([]));
    let get = shop.test.call(&clerk, "plan_get", json!({ "plan_id": plan["plan_id"] })).await.unwrap_err();
    assert_eq!(get.code(), "plan_not_found");
    let make = shop.test.call(&clerk, "plan_create", create(elsewhere, &terms("B", "b"), &[])).await.unwrap_err();
    assert_eq!(make.code(), "plan_location_unusable");
}
