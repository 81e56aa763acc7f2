//! Batches through the front door: whole or not at all, numbered without gaps.

use std::collections::HashSet;

use serde_json::{Value, json};
use simpul_testkit::TestApp;

use crate::counter::Counter;

fn create(draft: &Value, key: &str) -> Value {
    json!({ "draft": draft, "idempotency_key": key })
}

fn digits(plan: i64, quantity: i32, prefix: &str) -> Value {
    let mut draft = TestApp::batch_draft(plan, quantity);
    draft["code"] = json!({ "mode": "code", "alphabet": "digits", "length": 4, "prefix": prefix });
    draft
}

#[tokio::test]
async fn a_batch_is_exact_and_asked_of_every_router() {
    let shop = Counter::new().await;
    let routers = [shop.router(shop.location, "a").await, shop.router(shop.location, "b").await];
    let plan = shop.test.plan("Harian", &routers).await;
    let batch = shop.test.batch(plan, 120).await;
    let period = shop.text("SELECT to_char(now() AT TIME ZONE 'Asia/Jakarta', 'YYMM')").await;
    assert_eq!(batch["row"]["batch_code"], format!("VB-{period}-001"));
    assert_eq!((&batch["counts"]["available"], &batch["row"]["available"]), (&json!(120), &json!(120)));
    assert_eq!(batch["row"]["truth"]["pending"], 240);
    assert_eq!(batch["routers"].as_array().unwrap().len(), 2);
    assert!(batch["job_id"].is_i64(), "the drain that brings it: {}", batch["job_id"]);
    assert_eq!(batch["row"]["total_revenue"], "600000.00");

    let vouchers = shop.vouchers(&batch).await;
    let codes: HashSet<&String> = vouchers.iter().map(|(_, code)| code).collect();
    assert_eq!(codes.len(), 120);
    assert!(codes.iter().all(|c| c.len() == 8 && c.bytes().all(|b| b"23456789abcdefghjkmnpqrstuvwxyz".contains(&b))));
    assert_eq!(shop.number("SELECT count(*) FROM voucher_routers").await, 240);
    assert_eq!(shop.number("SELECT count(*) FROM provisioning_tasks WHERE kind = 'user'").await, 240);
    assert_eq!(
        shop.number("SELECT count(*) FROM vouchers WHERE usage_limit_s = 86400 AND price_sell = 5000").await,
        120
    );
    assert_eq!(shop.number("SELECT sum(number)::BIGINT FROM vouchers").await, 120 * 121 / 2);
    assert_eq!(shop.number("SELECT count(*) FROM activity_logs WHERE action = 'voucher_batch_create'").await, 1);
    assert_eq!(shop.number("SELECT count(*) FROM audit_logs WHERE table_name = 'vouchers'").await, 0);
    shop.assert_sums_true().await;

    let plan = shop.call("plan_get", json!({ "plan_id": plan })).await;
    assert_eq!(plan["stock"], 120);
    let list = shop.call("voucher_batch_list", json!({ "search": "vb-" })).await;
    assert_eq!(list["rows"][0], batch["row"]);
}

#[tokio::test]
async fn codes_that_are_used_do_not_take_a_batch_back() {
    let shop = Counter::new().await;
    let routers = [shop.router(shop.location, "a").await, shop.router(shop.location, "b").await];
    let plan = shop.test.plan("Harian", &routers).await;
    let batch = shop.test.batch(plan, 10).await;
    let id = json!({ "batch_id": batch["row"]["batch_id"] });
    shop.run("UPDATE voucher_routers SET state = 'applied', applied_at = now()").await;
    // Three were used elsewhere: their other copies wait to be shut off on a router that is away.
    shop.run(
        "UPDATE voucher_routers SET wish = 'disabled', state = 'pending'
          WHERE router_id = (SELECT max(id) FROM routers) AND voucher_id IN (SELECT id FROM vouchers ORDER BY id LIMIT 3)",
    )
    .await;
    let seen = shop.call("voucher_batch_get", id.clone()).await;
    assert_eq!((&seen["row"]["truth"]["applied"], &seen["row"]["truth"]["pending"]), (&json!(20), &json!(0)));
    assert!(seen["routers"].as_array().unwrap().iter().all(|router| router["truth"]["applied"] == 10), "{seen}");
    assert_eq!(shop.call("job_summary", json!({})).await["cards"], json!([]));
    // One that was never brought is still to do.
    shop.run("UPDATE voucher_routers SET applied_at = NULL WHERE state = 'pending' AND voucher_id = (SELECT min(id) FROM vouchers)")
        .await;
    let seen = shop.call("voucher_batch_get", id).await;
    assert_eq!((&seen["row"]["truth"]["applied"], &seen["row"]["truth"]["pending"]), (&json!(19), &json!(1)));
    assert_eq!(shop.call("job_summary", json!({})).await["cards"][0]["done"], 19);
    shop.assert_sums_true().await;
}

#[tokio::test]
async fn the_same_form_makes_one_batch_however_often_it_arrives() {
    let shop = Counter::new().await;
    let plan = shop.test.plan("Harian", &[]).await;
    let (draft, ctx) = (TestApp::batch_draft(plan, 50), shop.test.owner_ctx());
    let calls = (0..6).map(|_| shop.test.call(&ctx, "voucher_batch_create", create(&draft, "form-number-one")));
    let made: Vec<Value> = futures::future::join_all(calls).await.into_iter().map(Result::unwrap).collect();
    assert!(made.iter().all(|m| m["row"]["batch_id"] == made[0]["row"]["batch_id"]));
    assert_eq!(shop.number("SELECT count(*) FROM vouchers").await, 50);
    // The numbers of the ones that came too late went back.
    let next = shop.test.batch(plan, 1).await;
    assert!(next["row"]["batch_code"].as_str().unwrap().ends_with("-002"), "{}", next["row"]["batch_code"]);
    let other = shop.refused("voucher_batch_create", create(&TestApp::batch_draft(plan, 51), "form-number-one")).await;
    assert_eq!(other.code(), "voucher_batch_key_reused");
    // Whatever else differs is another wish too; what only looks different is the same.
    for (field, value) in [
        ("/notes", json!("untuk pasar")),
        ("/sheet/qr", json!(false)),
        ("/sheet/preset", json!("a4-40")),
        ("/code/mode", json!("user_password")),
        ("/plan_id", json!(shop.test.plan("Mingguan", &[]).await)),
    ] {
        let mut other = draft.clone();
        match other.pointer_mut(field) {
            Some(place) => *place = value,
            None => other[&field[1..]] = value,
        }
        let refused = shop.refused("voucher_batch_create", create(&other, "form-number-one")).await;
        assert_eq!(refused.code(), "voucher_batch_key_reused", "{field}");
    }
    let mut same = draft.clone();
    same["notes"] = json!("  ");
    assert_eq!(
        shop.call("voucher_batch_create", create(&same, "form-number-one")).await["row"]["batch_id"],
        made[0]["row"]["batch_id"]
    );
}

#[tokio::test]
async fn a_code_space_is_filled_to_one_percent_and_no_number_is_lost() {
    let shop = Counter::new().await;
    let plan = shop.test.plan("Harian", &[]).await;
    shop.call("voucher_batch_create", create(&digits(plan, 30, "a"), "batch-one")).await;
    for name in ["voucher_batch_create", "voucher_batch_preview"] {
        let draft = digits(plan, 11, "a");
        let input = if name == "voucher_batch_create" { create(&draft, "batch-two") } else { draft };
        let full = shop.refused(name, input).await.wire("");
        assert_eq!(
            (full.code.as_str(), &full.params),
            ("voucher_code_space_full", &json!({ "codes": 41, "space": 4096 }))
        );
    }
    // Another prefix is another space.
    let next = shop.call("voucher_batch_create", create(&digits(plan, 40, "b"), "batch-three")).await;
    assert!(next["row"]["batch_code"].as_str().unwrap().ends_with("-002"));
}

#[tokio::test]
async fn collisions_are_topped_up_until_the_batch_is_exact() {
    let shop = Counter::new().await;
    let plan = shop.test.plan("Harian", &[]).await;
    // Forty of 4,096 collide about every fifth time; thirty batches never have none.
    for i in 0..30 {
        let prefix = format!("p{i}");
        shop.call("voucher_batch_create", create(&digits(plan, 40, &prefix), &format!("collide-{i}"))).await;
    }
    assert_eq!(shop.number("SELECT count(*) FROM vouchers").await, 1_200);
    let exact = "SELECT count(*) FROM (SELECT batch_id FROM vouchers GROUP BY 1 \
                 HAVING count(*) = 40 AND min(number) = 1 AND max(number) = 40) AS b";
    assert_eq!(shop.number(exact).await, 30);
}

#[tokio::test]
async fn a_preview_says_what_will_happen_and_what_is_wrong() {
    let shop = Counter::new().await;
    let router = shop.router(shop.location, "kios").await;
    let plan = shop.test.plan("Harian", &[router]).await;
    let preview = shop.call("voucher_batch_preview", TestApp::batch_draft(plan, 48)).await;
    assert_eq!((&preview["sheets"], &preview["last_sheet_cards"]), (&json!(2), &json!(24)));
    assert_eq!((&preview["value_sell"], &preview["warnings"]), (&json!("240000.00"), &json!([])));
    shop.run("UPDATE router_state SET link = 'down', clock_offset_s = -4000, has_http_pap = false").await;
    shop.run("UPDATE routers SET hotspot_dns_name = NULL").await;
    let preview = shop.call("voucher_batch_preview", TestApp::batch_draft(plan, 25)).await;
    let codes: Vec<_> = preview["warnings"].as_array().unwrap().iter().map(|w| w["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["router_down", "router_clock_wrong", "qr_login_off", "no_dns_name", "last_sheet_short"]);
    let batch = shop.test.batch(plan, 1).await;
    assert_eq!(batch["row"]["batch_code"], preview["batch_code"]);
    let bare = shop.test.plan("Tanpa", &[]).await;
    let preview = shop.call("voucher_batch_preview", TestApp::batch_draft(bare, 24)).await;
    assert_eq!(preview["warnings"][0]["code"], "no_router");
}

#[tokio::test]
async fn drafts_that_cannot_be_are_refused_by_name() {
    let shop = Counter::new().await;
    let (mine, other) = (shop.router(shop.location, "a").await, shop.router(shop.location, "b").await);
    let plan = shop.test.plan("Harian", &[mine]).await;
    let mut strange = TestApp::batch_draft(plan, 5);
    strange["router_ids"] = json!([other]);
    let mut sheet = TestApp::batch_draft(plan, 5);
    sheet["sheet"]["preset"] = json!("a4_24");
    let cases = [
        (create(&TestApp::batch_draft(999, 5), "long enough"), "plan_not_found"),
        (create(&strange, "long enough"), "voucher_router_not_of_plan"),
        (create(&sheet, "long enough"), "input_invalid"),
        (create(&TestApp::batch_draft(plan, 10_001), "long enough"), "input_invalid"),
        (create(&TestApp::batch_draft(plan, 5), "short"), "input_invalid"),
    ];
    for (input, code) in cases {
        assert_eq!(shop.refused("voucher_batch_create", input.clone()).await.code(), code, "{input}");
    }
    shop.run("UPDATE service_plans SET is_active = false").await;
    let sold_out = shop.refused("voucher_batch_create", create(&TestApp::batch_draft(plan, 5), "long enough")).await;
    assert_eq!(sold_out.code(), "voucher_plan_not_sold");
    assert_eq!(shop.number("SELECT count(*) FROM voucher_batches").await, 0);
}

#[tokio::test]
async fn a_batch_is_held_let_go_and_withdrawn() {
    let shop = Counter::new().await;
    let router = shop.router(shop.location, "a").await;
    let plan = shop.test.plan("Harian", &[router]).await;
    let batch = shop.test.batch(plan, 10).await;
    let id = json!({ "batch_id": batch["row"]["batch_id"] });
    assert_eq!(shop.call("voucher_batch_pause", id.clone()).await["row"]["status"], "paused");
    assert_eq!(shop.number("SELECT count(*) FROM provisioning_tasks WHERE state = 'held'").await, 10);
    assert_eq!(shop.call("voucher_batch_resume", id.clone()).await["row"]["status"], "active");
    assert_eq!(shop.number("SELECT count(*) FROM provisioning_tasks WHERE state = 'held'").await, 0);

    let vouchers = shop.vouchers(&batch).await;
    shop.seen(router, shop.test.clock.now(), &[crate::counter::usage(vouchers[0].0, 60, Some(60), 0)]).await;
    let void = json!({ "batch_id": batch["row"]["batch_id"], "reason": "salah harga" });
    assert_eq!(shop.call("voucher_batch_void", void.clone()).await, json!({ "voided": 9, "skipped": 1 }));
    assert_eq!(shop.refused("voucher_batch_void", void).await.code(), "voucher_batch_is_void");
    assert_eq!(shop.refused("voucher_batch_pause", id.clone()).await.code(), "voucher_batch_is_void");
    let after = shop.call("voucher_batch_get", id).await;
    assert_eq!((&after["counts"]["void"], &after["counts"]["active"]), (&json!(9), &json!(1)));
    assert_eq!(shop.wish(vouchers[0].0, router).await, "present");
    assert_eq!(shop.wish(vouchers[1].0, router).await, "absent");
    assert_eq!(shop.number("SELECT count(*) FROM audit_logs WHERE table_name = 'vouchers'").await, 9);
    shop.assert_sums_true().await;
}

#[tokio::test]
async fn places_count_for_themselves_and_see_their_own() {
    let shop = Counter::new().await;
    let elsewhere = shop.test.location_new("Cabang").await;
    let plan = shop.test.plan("Harian", &[]).await;
    let far = shop
        .call(
            "plan_create",
            json!({ "location_id": elsewhere, "router_ids": [], "terms": {
                "name": "Jauh", "shortcut_key": null, "usage_limit_s": null, "data_limit_bytes": null, "validity_s": null,
                "shared_users": 1, "lock_mac": false, "upload_kbps": null, "download_kbps": null, "price_sell": "2000.00",
                "price_cost": "0.00", "profile_name": "jauh" } }),
        )
        .await["plan_id"]
        .as_i64()
        .unwrap();
    shop.test.batch(plan, 3).await;
    let away = shop.test.batch(far, 4).await;
    assert!(away["row"]["batch_code"].as_str().unwrap().starts_with(&format!("VB{elsewhere}-")));
    let clerk = shop.test.user_ctx("operator", Some(&[shop.location])).await;
    let list = shop.test.call(&clerk, "voucher_list", json!({})).await.unwrap();
    assert_eq!(list["rows"].as_array().unwrap().len(), 3);
    let sums = shop.test.call(&clerk, "voucher_totals", json!({})).await.unwrap();
    assert_eq!((&sums["count"], &sums["value_sell"]), (&json!(3), &json!("15000.00")));
    let (hidden, code) = shop.vouchers(&away).await.remove(0);
    for (name, input) in [
        ("voucher_get", json!({ "voucher_id": hidden })),
        ("voucher_find", json!({ "code": code })),
        ("voucher_slip_render", json!({ "voucher_id": hidden })),
    ] {
        let refused = shop.test.call(&clerk, name, input).await.unwrap_err();
        assert_eq!(refused.code(), "voucher_not_found", "{name}");
    }
    let get = json!({ "batch_id": away["row"]["batch_id"] });
    assert_eq!(shop.test.call(&clerk, "voucher_batch_get", get).await.unwrap_err().code(), "voucher_batch_not_found");
}
