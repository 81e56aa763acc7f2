//! Vouchers through the front door: their life, lists and sums, paper.

use chrono::TimeDelta;
use serde_json::{Value, json};
use simpul_core::voucher::facade;
use simpul_kernel::Source;
use simpul_testkit::TestApp;

use crate::counter::{Counter, usage};

const DAY: i64 = 86_400;

async fn shop_with_batch(quantity: i32) -> (Counter, [i64; 2], Vec<(i64, String)>, Value) {
    let shop = Counter::new().await;
    let routers = [shop.router(shop.location, "a").await, shop.router(shop.location, "b").await];
    let plan = shop.test.plan("Harian", &routers).await;
    let batch = shop.test.batch(plan, quantity).await;
    let vouchers = shop.vouchers(&batch).await;
    (shop, routers, vouchers, batch)
}

#[tokio::test]
async fn a_first_login_starts_the_clock_and_locks_the_code_elsewhere() {
    let (shop, [a, b], vouchers, _) = shop_with_batch(3).await;
    let now = shop.test.clock.now();
    let (watched, unwatched) = (vouchers[0].0, vouchers[1].0);
    shop.seen(
        a,
        now,
        &[usage(watched, 300, Some(300), 10), usage(unwatched, 900, None, 20), usage(vouchers[2].0, 0, None, 0)],
    )
    .await;
    let first = shop.voucher(watched).await;
    assert_eq!((&first["row"]["status"], &first["row"]["first_login_exact"]), (&json!("active"), &json!(true)));
    let at = |v: &Value| v.as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let tolerance = TimeDelta::milliseconds(1);
    assert!((at(&first["row"]["first_login_at"]) - (now - TimeDelta::seconds(300))).abs() < tolerance);
    assert!((at(&first["row"]["expires_at"]) - (now - TimeDelta::seconds(300) + TimeDelta::days(1))).abs() < tolerance);
    let second = shop.voucher(unwatched).await;
    assert_eq!(second["row"]["first_login_exact"], false);
    assert!((at(&second["row"]["first_login_at"]) - now).abs() < tolerance, "nobody loses time unwatched");
    assert_eq!((&second["uptime_s"], &second["bytes_used"]), (&json!(900), &json!(20)));
    assert_eq!(shop.voucher(vouchers[2].0).await["row"]["status"], "available");

    assert_eq!((shop.wish(watched, a).await, shop.wish(watched, b).await), ("present".into(), "disabled".into()));
    assert_eq!(shop.wish(vouchers[2].0, b).await, "present");
    let kinds: Vec<_> = first["events"].as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["first_login", "created"]);

    // The same report again changes nothing, and counters never go down.
    shop.seen(a, now, &[usage(watched, 300, Some(300), 10), usage(unwatched, 100, None, 5)]).await;
    assert_eq!(shop.number("SELECT count(*) FROM voucher_events").await, 2);
    assert_eq!(shop.voucher(unwatched).await["uptime_s"], 900);
    shop.assert_sums_true().await;
}

#[tokio::test]
async fn codes_end_by_use_and_by_time_and_leave_the_router_later() {
    let (shop, [a, b], vouchers, _) = shop_with_batch(3).await;
    let now = shop.test.clock.now();
    let [used, expired, left] = [vouchers[0].0, vouchers[1].0, vouchers[2].0];
    shop.seen(a, now, &[usage(used, DAY, None, 0), usage(expired, 60, Some(60), 0), usage(left, 60, Some(60), 0)])
        .await;
    assert_eq!(shop.voucher(used).await["row"]["status"], "used");
    assert_eq!(shop.wish(used, a).await, "disabled");

    let app = &shop.test.app;
    let begin = || async { app.db.begin(&app.machine_ctx(Source::Job)).await.unwrap() };
    let mut tx = begin().await;
    assert_eq!(facade::expire_due(&mut tx, now + TimeDelta::hours(23), 100).await.unwrap(), 0);
    assert_eq!(facade::expire_due(&mut tx, now + TimeDelta::hours(24), 1).await.unwrap(), 1);
    assert_eq!(facade::expire_due(&mut tx, now + TimeDelta::hours(24), 100).await.unwrap(), 1);
    assert_eq!(facade::expire_due(&mut tx, now + TimeDelta::hours(24), 100).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!(shop.voucher(expired).await["row"]["status"], "expired");
    assert_eq!(shop.wish(left, a).await, "disabled");

    let mut tx = begin().await;
    assert_eq!(facade::retire_due(&mut tx, now + TimeDelta::days(6), 100).await.unwrap(), 0);
    assert_eq!(facade::retire_due(&mut tx, now + TimeDelta::days(9), 100).await.unwrap(), 3);
    assert_eq!(facade::retire_due(&mut tx, now + TimeDelta::days(9), 100).await.unwrap(), 0);
    tx.commit().await.unwrap();
    assert_eq!((shop.wish(used, a).await, shop.wish(used, b).await), ("absent".into(), "absent".into()));
    assert_eq!(shop.number("SELECT count(*) FROM vouchers").await, 3, "they never leave the database");
    shop.assert_sums_true().await;
}

#[tokio::test]
async fn a_plan_that_locks_binds_the_code_to_its_first_device() {
    let (shop, [a, b], vouchers, _) = shop_with_batch(2).await;
    shop.run("UPDATE service_plans SET has_mac_lock = true").await;
    shop.seen(a, shop.test.clock.now(), &[usage(vouchers[0].0, 5, Some(5), 0)]).await;
    let app = &shop.test.app;
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await.unwrap();
    let ids = [simpul_kernel::ids::VoucherId(vouchers[0].0), simpul_kernel::ids::VoucherId(vouchers[1].0)];
    let mut wishes = facade::hotspot_users(&mut tx, &ids).await.unwrap();
    wishes.sort_by_key(|w| w.voucher_id);
    assert_eq!(wishes[0].mac_address.as_deref(), Some("AA:BB:CC:00:00:01"));
    assert_eq!(wishes[1].mac_address, None);
    assert_eq!((wishes[1].name.clone(), wishes[1].limit_uptime_s), (wishes[1].password.clone(), Some(DAY)));
    assert_eq!(
        (shop.wish(vouchers[0].0, a).await, shop.wish(vouchers[0].0, b).await),
        ("present".into(), "disabled".into())
    );
}

#[tokio::test]
async fn folding_the_sums_changes_none() {
    let (shop, [a, _], vouchers, _) = shop_with_batch(40).await;
    let now = shop.test.clock.now();
    for (id, _) in &vouchers {
        shop.seen(a, now, &[usage(*id, 60, Some(60), 0)]).await;
    }
    let before = shop.number("SELECT count(*) FROM voucher_counts").await;
    let app = &shop.test.app;
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await.unwrap();
    facade::sums_fold(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    let after = shop.number("SELECT count(*) FROM voucher_counts").await;
    assert!(before > 40 && after == 1, "{before} rows folded to {after}");
    shop.assert_sums_true().await;
}

#[tokio::test]
async fn a_code_is_found_however_it_is_typed_and_withdrawn_once() {
    let (shop, [a, _], vouchers, _) = shop_with_batch(4).await;
    let (id, code) = &vouchers[0];
    for typed in [code.clone(), code.to_uppercase(), format!(" {}-{} ", &code[..3], &code[3..])] {
        let found = shop.call("voucher_find", json!({ "code": typed })).await;
        assert_eq!(found["row"]["voucher_id"], *id, "{typed}");
    }
    for nothing in ["zzzz", "", "'; --"] {
        assert_eq!(shop.refused("voucher_find", json!({ "code": nothing })).await.code(), "voucher_not_found");
    }
    shop.seen(a, shop.test.clock.now(), &[usage(vouchers[1].0, 5, Some(5), 0)]).await;
    let void = json!({ "voucher_ids": [id, vouchers[1].0, id], "reason": "hilang" });
    assert_eq!(shop.call("voucher_void", void.clone()).await, json!({ "voided": 1, "skipped": 1 }));
    assert_eq!(shop.call("voucher_void", void).await, json!({ "voided": 0, "skipped": 2 }));
    let view = shop.voucher(*id).await;
    assert_eq!((&view["row"]["status"], &view["void_reason"]), (&json!("void"), &json!("hilang")));
    assert_eq!(shop.wish(*id, a).await, "absent");
    let unknown = json!({ "voucher_ids": [vouchers[2].0, 999_999], "reason": "hilang" });
    assert_eq!(shop.refused("voucher_void", unknown).await.code(), "voucher_not_found");
    assert_eq!(shop.voucher(vouchers[2].0).await["row"]["status"], "available");
    let silent = json!({ "voucher_ids": [vouchers[2].0], "reason": " " });
    assert_eq!(shop.refused("voucher_void", silent).await.code(), "input_invalid");
}

/// Every row of a list, page by page.
async fn pages(shop: &Counter, input: Value) -> Vec<i64> {
    let (mut input, mut ids) = (input, Vec::new());
    loop {
        let page = shop.call("voucher_list", input.clone()).await;
        ids.extend(page["rows"].as_array().unwrap().iter().map(|r| r["voucher_id"].as_i64().unwrap()));
        match page["next"].as_str() {
            Some(next) => input["page"]["after"] = json!(next),
            None => return ids,
        }
    }
}

#[tokio::test]
async fn every_order_has_every_voucher_once() {
    let (shop, [a, _], vouchers, batch) = shop_with_batch(25).await;
    let now = shop.test.clock.now();
    for (i, (id, _)) in vouchers.iter().enumerate().take(10) {
        shop.seen(a, now + TimeDelta::minutes(i64::try_from(i).unwrap()), &[usage(*id, 60, None, 0)]).await;
    }
    let made: Vec<i64> = vouchers.iter().map(|(id, _)| *id).collect();
    let mut by_code = vouchers.clone();
    by_code.sort_by(|x, y| x.1.cmp(&y.1));
    let by_code: Vec<i64> = by_code.into_iter().map(|(id, _)| id).collect();
    // By end of life: those without one last, whichever the direction.
    let by_end = |descending: bool| {
        let (mut with, mut without) = (made[..10].to_vec(), made[10..].to_vec());
        if descending {
            with.reverse();
            without.reverse();
        }
        [with, without].concat()
    };
    for (sort, wanted) in [("id", &made), ("code", &by_code), ("expires_at", &made)] {
        for descending in [false, true] {
            for filter in [json!({ "status": [] }), json!({ "batch_id": batch["row"]["batch_id"], "status": [] })] {
                for limit in [5, 7, 100] {
                    let page = json!({ "limit": limit });
                    let input = json!({ "filter": filter, "sort": sort, "descending": descending, "page": page });
                    let mut wanted = wanted.clone();
                    if descending {
                        wanted.reverse();
                    }
                    if sort == "expires_at" {
                        wanted = by_end(descending);
                    }
                    assert_eq!(pages(&shop, input.clone()).await, wanted, "{input}");
                }
            }
        }
    }
    let bad = json!({ "sort": "code", "page": { "after": "!!" } });
    assert_eq!(shop.refused("voucher_list", bad).await.code(), "input_malformed");
}

#[tokio::test]
async fn lists_and_sums_agree_for_every_filter() {
    let (shop, [a, _], vouchers, batch) = shop_with_batch(30).await;
    shop.run("UPDATE voucher_routers SET state = 'applied'").await;
    let now = shop.test.clock.now();
    shop.seen(a, now, &[usage(vouchers[0].0, 60, None, 0), usage(vouchers[1].0, DAY, None, 0)]).await;
    shop.call("voucher_void", json!({ "voucher_ids": [vouchers[2].0], "reason": "hilang" })).await;
    let (code, batch_code) = (&vouchers[5].1, batch["row"]["batch_code"].as_str().unwrap());
    let filters = [
        (json!({ "status": [] }), 30),
        (json!({ "status": ["available"] }), 27),
        (json!({ "status": ["used", "void"] }), 2),
        (json!({ "status": [], "plan_id": batch["row"]["plan_id"] }), 30),
        (json!({ "status": [], "plan_id": 999 }), 0),
        (json!({ "status": [], "location_id": shop.location }), 30),
        (json!({ "status": [], "search": code.to_uppercase() }), 1),
        (json!({ "status": [], "search": &code[1..6] }), 1),
        (json!({ "status": ["void"], "search": code }), 0),
        (json!({ "status": [], "search": batch_code.to_lowercase() }), 30),
        (json!({ "status": [], "search": "VB-0000" }), 0),
        (json!({ "status": [], "search": "%_é" }), 0),
        (json!({ "status": [], "router_trouble": true }), 3),
        (json!({ "status": ["void"], "router_trouble": true, "search": batch_code }), 1),
    ];
    for (filter, wanted) in filters {
        let ids = pages(&shop, json!({ "filter": filter, "page": { "limit": 9 } })).await;
        let sums = shop.call("voucher_totals", json!({ "filter": filter })).await;
        assert_eq!((ids.len(), &sums["count"]), (wanted, &json!(wanted)), "{filter}");
        let worth = format!("{}.00", wanted * 5_000);
        assert_eq!(sums["value_sell"], if wanted == 0 { "0.00".to_owned() } else { worth }, "{filter}");
    }
    let start = &vouchers[5].1[..1];
    let short = pages(&shop, json!({ "filter": { "status": [], "search": start } })).await;
    assert_eq!(short.len(), vouchers.iter().filter(|(_, code)| code.starts_with(start)).count());
}

fn pdf(document: &Value) -> Vec<u8> {
    use base64::Engine as _;
    let bytes = base64::engine::general_purpose::STANDARD.decode(document["content_base64"].as_str().unwrap()).unwrap();
    assert_eq!(&bytes[..5], b"%PDF-");
    bytes
}

#[tokio::test]
async fn only_unused_codes_are_printed_and_a_reprint_says_why() {
    let (shop, [a, _], vouchers, batch) = shop_with_batch(26).await;
    shop.seen(a, shop.test.clock.now(), &[usage(vouchers[0].0, 60, Some(60), 0)]).await;
    let id = &batch["row"]["batch_id"];
    let sheet = shop.call("voucher_sheet_render", json!({ "batch_id": id })).await;
    assert_eq!((&sheet["pages"], &sheet["media_type"]), (&json!(2), &json!("application/pdf")));
    assert_eq!(sheet["file_name"], format!("{}-a4-24.pdf", batch["row"]["batch_code"].as_str().unwrap()));
    pdf(&sheet);
    assert_eq!(shop.number("SELECT count(*) FROM vouchers WHERE printed_at IS NOT NULL").await, 25);
    assert_eq!(shop.number("SELECT cards::BIGINT FROM print_log WHERE NOT is_reprint").await, 25);
    assert_eq!(shop.number("SELECT count(*) FROM audit_logs WHERE table_name = 'vouchers'").await, 0);

    let again = json!({ "batch_id": id, "sheet": { "preset": "a4-40", "qr": false } });
    assert_eq!(shop.refused("voucher_sheet_render", again.clone()).await.code(), "voucher_reprint_reason_missing");
    let mut why = again;
    why["reprint_reason"] = json!("kertas macet");
    assert_eq!(shop.call("voucher_sheet_render", why).await["pages"], 1);
    assert_eq!(shop.text("SELECT reason FROM print_log WHERE is_reprint").await, "kertas macet");

    let slip = json!({ "voucher_id": vouchers[1].0 });
    assert_eq!(shop.refused("voucher_slip_render", slip.clone()).await.code(), "voucher_reprint_reason_missing");
    let mut why = slip;
    why["reprint_reason"] = json!("pelanggan minta");
    pdf(&shop.call("voucher_slip_render", why).await);
    let used = shop.refused("voucher_slip_render", json!({ "voucher_id": vouchers[0].0 })).await.wire("");
    assert_eq!((used.code.as_str(), &used.params["status"]), ("voucher_not_printable", &json!("active")));
    let events = shop.voucher(vouchers[1].0).await["events"].clone();
    let kinds: Vec<_> = events.as_array().unwrap().iter().map(|e| e["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["printed", "printed", "printed", "created"]);

    shop.call("voucher_batch_void", json!({ "batch_id": id, "reason": "salah harga" })).await;
    assert_eq!(
        shop.refused("voucher_sheet_render", json!({ "batch_id": id })).await.code(),
        "voucher_reprint_reason_missing"
    );
    let empty = json!({ "batch_id": id, "reprint_reason": "coba lagi" });
    assert_eq!(shop.refused("voucher_sheet_render", empty).await.code(), "voucher_nothing_to_print");
}

#[tokio::test]
async fn a_code_printed_as_a_slip_is_not_printed_on_a_sheet_without_a_reason() {
    let (shop, _, vouchers, batch) = shop_with_batch(2).await;
    pdf(&shop.call("voucher_slip_render", json!({ "voucher_id": vouchers[0].0 })).await);
    let sheet = json!({ "batch_id": batch["row"]["batch_id"] });
    assert_eq!(shop.refused("voucher_sheet_render", sheet.clone()).await.code(), "voucher_reprint_reason_missing");
    let mut why = sheet;
    why["reprint_reason"] = json!("slip rusak");
    pdf(&shop.call("voucher_sheet_render", why).await);
}

#[tokio::test]
async fn a_cursor_of_another_order_is_refused_by_name() {
    let (shop, _, _, _) = shop_with_batch(3).await;
    let by_code = shop.call("voucher_list", json!({ "sort": "code", "page": { "limit": 1 } })).await;
    let strange = json!({ "sort": "id", "page": { "after": by_code["next"] } });
    assert_eq!(shop.refused("voucher_list", strange).await.code(), "input_malformed");
}

#[tokio::test]
async fn a_preview_is_the_first_page_and_logs_nothing() {
    let (shop, _, _, batch) = shop_with_batch(1).await;
    let plan = batch["row"]["plan_id"].as_i64().unwrap();
    let mut draft = simpul_testkit::TestApp::batch_draft(plan, 100);
    draft["code"]["mode"] = json!("user_password");
    let sheet = shop.call("voucher_sheet_preview", draft).await;
    assert_eq!(sheet["pages"], 5);
    pdf(&sheet);
    assert_eq!(shop.number("SELECT count(*) FROM print_log").await, 0);
    let presets = shop.call("voucher_sheet_presets", json!({})).await;
    let ids: Vec<_> = presets.as_array().unwrap().iter().map(|p| p["preset"].as_str().unwrap()).collect();
    assert!(ids.contains(&"a4-24") && ids.contains(&"a4-40"));
}

/// Rows of `vouchers` read so far, by index and by whole scans.
async fn rows_read(shop: &Counter) -> (i64, i64) {
    let pool = shop.test.app.db.pool();
    let mut held = Vec::new();
    for _ in 0..pool.size() {
        let mut conn = pool.acquire().await.unwrap();
        sqlx::query("SELECT pg_stat_force_next_flush()").execute(&mut *conn).await.unwrap();
        held.push(conn);
    }
    let sql = "SELECT coalesce(idx_tup_fetch, 0) + seq_tup_read, seq_scan FROM pg_stat_user_tables WHERE relname = 'vouchers'";
    sqlx::query_as(sql).fetch_one(&mut shop.owner().await).await.unwrap()
}

#[tokio::test]
async fn what_whole_batches_begin_with_brings_the_newest_by_either_way() {
    let (shop, _, vouchers, _) = shop_with_batch(30).await;
    let plan = shop.number("SELECT min(id) FROM service_plans").await;
    let mut draft = TestApp::batch_draft(plan, 45);
    draft["code"] = json!({ "mode": "code", "alphabet": "digits", "length": 6, "prefix": "wifi" });
    shop.call("voucher_batch_create", json!({ "draft": draft, "idempotency_key": "begins-alike" })).await;
    let mut owner = shop.owner().await;
    sqlx::query("SELECT set_config('app.location_ids', '*', false)").execute(&mut owner).await.unwrap();
    let mut found = async |fragment: &str, most: i32| -> Vec<i64> {
        let ids = sqlx::query_scalar("SELECT voucher_ids_like($1, $2)").bind(fragment).bind(most);
        ids.fetch_all(&mut owner).await.unwrap()
    };
    // Two are met among the newest forty: walked from the newest on. A thousand are not.
    let all = found("ifi", 1_000).await;
    assert_eq!(all.len(), 45);
    assert!(all.is_sorted_by(|a, b| a > b), "{all:?}");
    assert_eq!(found("ifi", 2).await, all[..2]);
    assert_eq!(found(&vouchers[5].1, 2).await, [vouchers[5].0]);
}

#[tokio::test]
async fn what_batches_began_with_once_or_elsewhere_is_found_without_a_walk_over_all() {
    let shop = Counter::new().await;
    let there = shop.test.location_new("Cabang Utara").await;
    shop.run(
        "INSERT INTO service_plans (location_id, name, profile_name, price_sell, price_cost)
         SELECT id, 'Harian ' || id, 'harian', 5000, 3500 FROM locations",
    )
    .await;
    // The oldest thirty thousand codes begin so, of one place; the hundred thousand of the other are newer.
    for step in [
        "INSERT INTO voucher_batches (location_id, batch_code, plan_id, plan_name, quantity, code_mode, code_alphabet, code_length,
                code_prefix, sheet_preset, price_sell, price_cost, total_cost, total_revenue, idempotency_key)
         SELECT p.location_id, 'VB-2601-' || n, p.id, p.name, 1000, 'code', 'lower', 12, CASE WHEN n <= 30 THEN 'wifi' ELSE '' END,
                'a4-24', p.price_sell, p.price_cost, 0, 0, 'fill-' || n
           FROM generate_series(1, 130) AS n
           JOIN service_plans p ON p.location_id = CASE WHEN n <= 30 THEN (SELECT min(id) FROM locations) ELSE (SELECT max(id) FROM locations) END
          ORDER BY n",
        "INSERT INTO vouchers (location_id, batch_id, plan_id, number, code, price_sell, price_cost)
         SELECT b.location_id, b.id, b.plan_id, n, b.code_prefix || substr(md5(b.id || '/' || n), 1, 12), b.price_sell, b.price_cost
           FROM voucher_batches b CROSS JOIN generate_series(1, 1000) AS n ORDER BY b.id, n",
        "VACUUM ANALYZE vouchers",
        "ANALYZE",
    ] {
        shop.run(step).await;
    }
    let elsewhere = shop.test.user_ctx("operator", Some(&[there])).await;
    let here = shop.test.user_ctx("operator", Some(&[shop.location])).await;
    for (who, is_found) in [(&elsewhere, false), (&here, true), (&shop.test.owner_ctx(), true)] {
        let before = rows_read(&shop).await;
        let found = shop.test.call(who, "voucher_list", json!({ "filter": { "search": "wifi" } })).await.unwrap();
        let read = rows_read(&shop).await.0 - before.0;
        // Those that begin so, once for each of the two spellings.
        assert!(read < 80_000, "it was looked for over {read} codes");
        assert_eq!(found["rows"].as_array().unwrap().is_empty(), !is_found);
    }
}

/// A hundred thousand vouchers in a hundred batches of four plans, one in five used.
async fn fill(shop: &Counter) {
    for i in 0..4 {
        shop.test.plan(&format!("Paket {i}"), &[]).await;
    }
    shop.run(
        "INSERT INTO voucher_batches (location_id, batch_code, plan_id, plan_name, quantity, code_mode, code_alphabet, code_length, \
                sheet_preset, price_sell, price_cost, total_cost, total_revenue, idempotency_key) \
         SELECT p.location_id, 'VB-2601-' || n, p.id, p.name, 1000, 'code', 'lower_digits', 8, 'a4-24', p.price_sell, p.price_cost, \
                0, 0, 'fill-' || n FROM generate_series(1, 100) AS n JOIN service_plans p ON p.name = 'Paket ' || n % 4",
    )
    .await;
    shop.run(
        "INSERT INTO vouchers (location_id, batch_id, plan_id, number, code, price_sell, price_cost, status, first_login_at, \
                expires_at, created_at) \
         SELECT b.location_id, b.id, b.plan_id, n, substr(md5(b.id || '/' || n), 1, 12), b.price_sell, b.price_cost, \
                CASE WHEN n % 5 = 0 THEN 'active' ELSE 'available' END, \
                CASE WHEN n % 5 = 0 THEN now() - n * interval '40 minutes' END, \
                CASE WHEN n % 5 = 0 THEN now() - n * interval '40 minutes' + interval '30 days' END, now() \
           FROM voucher_batches b CROSS JOIN generate_series(1, 1000) AS n ORDER BY b.id, n",
    )
    .await;
    shop.run("VACUUM ANALYZE vouchers").await;
    shop.run("ANALYZE").await;
}

#[tokio::test]
async fn a_page_reads_a_page_whatever_the_order_and_the_size() {
    let shop = Counter::new().await;
    fill(&shop).await;
    let clerk = shop.test.user_ctx("operator", Some(&[shop.location])).await;
    let batch = shop.number("SELECT max(id) FROM voucher_batches").await;
    // What is asked of one batch happened long ago, what is asked of all of them lately.
    shop.run("UPDATE vouchers SET first_login_at = first_login_at - INTERVAL '200 days' WHERE first_login_at IS NOT NULL AND batch_id = (SELECT max(id) FROM voucher_batches)").await;
    let filters = [
        json!({ "status": [] }),
        json!({ "status": [], "batch_id": batch }),
        json!({ "status": ["active"] }),
        json!({ "status": ["active", "expired"] }),
        json!({ "status": [], "plan_id": 1 }),
        json!({ "status": [], "search": "VB-2601-77" }),
        json!({ "status": [], "search": "VB-2601-7" }),
        json!({ "status": [], "search": "abcde" }),
        json!({ "status": [], "search": "abcd" }),
        json!({ "status": [], "search": "abc" }),
        json!({ "happened": { "what": "activated" } }),
        json!({ "happened": { "what": "activated" }, "batch_id": batch }),
        json!({ "happened": { "what": "activated" }, "search": "VB-2601-77" }),
        json!({ "happened": { "what": "made" } }),
        json!({ "happened": { "what": "made" }, "batch_id": batch }),
    ];
    let mut greedy = Vec::new();
    for filter in filters {
        // Inside a few batches the planner may read them whole or walk the order.
        let most = if filter.get("batch_id").is_some() || filter.get("search").is_some() { 12_000 } else { 3_000 };
        for sort in ["id", "code", "expires_at"] {
            for descending in [false, true] {
                let mut input = json!({ "filter": filter, "sort": sort, "descending": descending });
                for page in 0..2 {
                    let before = rows_read(&shop).await;
                    let answer = shop.test.call(&clerk, "voucher_list", input.clone()).await.unwrap();
                    let after = rows_read(&shop).await;
                    let read = after.0 - before.0;
                    if read > most || after.1 != before.1 {
                        greedy.push(format!(
                            "page {page} reads {read} rows, {} whole scans: {input}",
                            after.1 - before.1
                        ));
                    }
                    match answer["next"].as_str() {
                        Some(next) => input["page"]["after"] = json!(next),
                        None => break,
                    }
                }
            }
        }
    }
    assert!(greedy.is_empty(), "{}", greedy.join("\n"));
    // Sums over all of them touch none of them.
    let before = rows_read(&shop).await;
    let sums = shop.test.call(&clerk, "voucher_totals", json!({})).await.unwrap();
    assert_eq!((&sums["count"], &sums["counts"]["active"]), (&json!(100_000), &json!(20_000)));
    assert_eq!(rows_read(&shop).await, before);
}
