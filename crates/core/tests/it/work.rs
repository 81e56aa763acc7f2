//! Background work and the dashboard as screens see them.

use chrono::TimeDelta;
use serde_json::json;
use simpul_jobs::NewJob;

use crate::counter::{Counter, usage};

#[tokio::test]
async fn jobs_are_listed_by_group_and_page() {
    let shop = Counter::new().await;
    let router = shop.router(shop.location, "kios").await;
    let mut conn = shop.owner().await;
    for _ in 0..5 {
        let job = NewJob::new("router_sync", &json!({ "router_id": router }));
        simpul_jobs::enqueue(&mut conn, &job).await.unwrap();
    }
    shop.run(
        "UPDATE jobs SET state = 'discarded', finished_at = now(), last_error_code = 'job_timeout' WHERE id % 2 = 0",
    )
    .await;
    let mut ids = Vec::new();
    let mut input = json!({ "page": { "limit": 2 } });
    loop {
        let page = shop.call("job_list", input.clone()).await;
        ids.extend(page["rows"].as_array().unwrap().iter().map(|j| j["job_id"].as_i64().unwrap()));
        let Some(next) = page["next"].as_str() else { break };
        input["page"]["after"] = json!(next);
    }
    assert_eq!(ids.len(), 5);
    assert!(ids.windows(2).all(|w| w[0] > w[1]), "newest first, each once: {ids:?}");
    let failed = shop.call("job_list", json!({ "group": "failed" })).await;
    let rows = failed["rows"].as_array().unwrap();
    assert!(!rows.is_empty() && rows.iter().all(|j| j["group"] == "failed" && j["subject"] == "kios"));
    assert_eq!(rows[0]["error_code"], "job_timeout");
    for (kind, found) in [("router_sync", 5), ("router_drain", 0)] {
        let listed = shop.call("job_list", json!({ "kind": kind })).await;
        assert_eq!(listed["rows"].as_array().unwrap().len(), found, "{kind}");
    }
    assert_eq!(shop.refused("job_list", json!({ "page": { "after": "x" } })).await.code(), "input_malformed");
    assert_eq!(shop.refused("job_list", json!({ "kind": "x".repeat(101) })).await.code(), "input_invalid");
    // A job about a router elsewhere is nobody else's business.
    let elsewhere = shop.test.location_new("Cabang").await;
    let stranger = shop.test.user_ctx("admin", Some(&[elsewhere])).await;
    assert_eq!(shop.test.call(&stranger, "job_list", json!({})).await.unwrap()["rows"], json!([]));
    let cancel = shop.test.call(&stranger, "job_cancel", json!({ "job_id": ids[0] })).await.unwrap_err();
    assert_eq!(cancel.code(), "job_not_found");
}

#[tokio::test]
async fn why_a_job_failed_is_said_in_full_where_its_router_still_says_it() {
    let shop = Counter::new().await;
    let router = shop.router(shop.location, "kios").await;
    let mut conn = shop.owner().await;
    simpul_jobs::enqueue(&mut conn, &NewJob::new("router_sync", &json!({ "router_id": router }))).await.unwrap();
    shop.run("UPDATE jobs SET last_error_code = 'router_timeout'").await;
    shop.run(
        "UPDATE router_state SET link = 'down', error_code = 'router_timeout',
                error_params = '{\"host\": \"10.10.5.1\", \"port\": 8729}'",
    )
    .await;
    let params = || async { shop.call("job_list", json!({})).await["rows"][0]["error_params"].clone() };
    assert_eq!(params().await, json!({ "host": "10.10.5.1", "port": 8729 }));
    shop.run("UPDATE router_state SET error_code = 'router_sign_in_failed', error_params = '{\"username\": \"x\"}'")
        .await;
    assert_eq!(params().await, json!(null), "another fault's words are not this one's");
}

#[tokio::test]
async fn who_sees_one_place_counts_its_work_only() {
    let shop = Counter::new().await;
    let elsewhere = shop.test.location_new("Cabang").await;
    let (here, there) = (shop.router(shop.location, "kios").await, shop.router(elsewhere, "gudang").await);
    let mut conn = shop.owner().await;
    for router in [here, there, there] {
        let job = NewJob::new("router_sync", &json!({ "router_id": router }));
        simpul_jobs::enqueue(&mut conn, &job).await.unwrap();
    }
    shop.run(
        "UPDATE jobs SET state = 'discarded', finished_at = now(), last_error_code = 'job_timeout'
          WHERE id = (SELECT max(id) FROM jobs)",
    )
    .await;
    shop.run("INSERT INTO workers (host, pid, version, queues, lease_until) VALUES ('kantor-pc', 1, '1', '{}', now()), ('gudang-pc', 2, '1', '{}', now())").await;
    shop.run("UPDATE installations SET name = 'gudang-pc'").await;
    sqlx::query(
        "INSERT INTO router_leases (router_id, location_id, installation_id, holder, leased_until)
         SELECT $1, $2, min(id), 'x', now() FROM installations",
    )
    .bind(there)
    .bind(elsewhere.0)
    .execute(&mut conn)
    .await
    .unwrap();
    let hosts = |summary: &serde_json::Value| {
        let mut all: Vec<_> = summary["workers"].as_array().unwrap().iter().map(|w| w["host"].to_string()).collect();
        all.sort_unstable();
        all
    };
    let (local, stranger) = (
        shop.test.user_ctx("admin", Some(&[shop.location])).await,
        shop.test.user_ctx("admin", Some(&[elsewhere])).await,
    );
    for (ctx, waiting, failed, known) in [
        (shop.test.owner_ctx(), 2, 1, ["\"gudang-pc\"", "\"kantor-pc\""]),
        (local, 1, 0, ["null", "null"]),
        (stranger, 1, 1, ["\"gudang-pc\"", "null"]),
    ] {
        let summary = shop.test.call(&ctx, "job_summary", json!({})).await.unwrap();
        assert_eq!((&summary["waiting"], &summary["failed"]), (&json!(waiting), &json!(failed)), "{ctx:?}");
        assert_eq!(hosts(&summary), known);
        let listed = shop.test.call(&ctx, "job_list", json!({})).await.unwrap();
        assert_eq!(listed["rows"].as_array().unwrap().len(), waiting + failed);
        let actions = shop.test.call(&ctx, "dashboard_get", json!({})).await.unwrap()["actions"].clone();
        let dead = actions.as_array().unwrap().iter().find(|a| a["code"] == "job_failed");
        assert_eq!(dead.map(|a| a["params"]["count"].as_i64().unwrap()), (failed > 0).then_some(1));
    }
    let reseller = shop.test.user_ctx("reseller", None).await;
    let theirs = shop.test.call(&reseller, "job_summary", json!({})).await.unwrap();
    assert_eq!(hosts(&theirs), ["null", "null"], "no name of a computer is a reseller's business");
}

#[tokio::test]
async fn what_schedules_make_is_shown_when_asked_for_or_when_it_fails() {
    let shop = Counter::new().await;
    let mut conn = shop.owner().await;
    for slot in 0..3 {
        let job = NewJob::new("voucher_expire", &json!({ "number": slot }));
        simpul_jobs::enqueue(&mut conn, &job).await.unwrap();
    }
    shop.run("UPDATE jobs SET slot_at = now()").await;
    simpul_jobs::enqueue(&mut conn, &NewJob::new("router_sync", &json!({}))).await.unwrap();
    let seen = async |input: serde_json::Value| {
        let rows = shop.call("job_list", input.clone()).await["rows"].as_array().unwrap().len();
        (rows, shop.call("job_summary", input).await["waiting"].as_i64().unwrap())
    };
    assert_eq!(seen(json!({})).await, (1, 1));
    assert_eq!(seen(json!({ "include_routine": true })).await, (4, 4));
    shop.run("UPDATE jobs SET last_error_code = 'job_timeout' WHERE id = 1").await;
    assert_eq!(seen(json!({})).await, (2, 2), "one that has trouble");
    shop.run("UPDATE jobs SET state = 'discarded', finished_at = now() WHERE id IN (1, 2)").await;
    assert_eq!(seen(json!({})).await, (3, 1), "those given up need a person");
    shop.run("UPDATE jobs SET state = 'completed' WHERE id = 1").await;
    assert_eq!(seen(json!({})).await, (2, 1), "trouble that is over is none");
}

#[tokio::test]
async fn a_job_is_retried_and_cancelled_in_the_states_that_allow_it() {
    let shop = Counter::new().await;
    let enqueued =
        simpul_jobs::enqueue(&mut shop.owner().await, &NewJob::new("voucher_expire", &json!({}))).await.unwrap();
    let job = json!({ "job_id": enqueued.id });
    assert_eq!(shop.call("job_cancel", job.clone()).await["state"], "cancelled");
    let twice = shop.refused("job_cancel", job.clone()).await.wire("");
    assert_eq!((twice.code.as_str(), &twice.params["state"]), ("job_wrong_state", &json!("cancelled")));
    assert_eq!(shop.call("job_retry", job.clone()).await["group"], "waiting");
    assert_eq!(shop.refused("job_retry", json!({ "job_id": 999 })).await.code(), "job_not_found");
    assert_eq!(shop.number("SELECT count(*) FROM activity_logs WHERE action IN ('job_retry', 'job_cancel')").await, 2);
}

#[tokio::test]
async fn the_summary_shows_batches_on_their_way() {
    let shop = Counter::new().await;
    let routers = [shop.router(shop.location, "a").await, shop.router(shop.location, "b").await];
    let plan = shop.test.plan("Harian", &routers).await;
    let batch = shop.test.batch(plan, 30).await;
    shop.run("UPDATE router_state SET link = 'down' WHERE router_id = (SELECT max(id) FROM routers)").await;
    shop.run("UPDATE voucher_routers SET state = 'applied' WHERE router_id = (SELECT min(id) FROM routers)").await;
    let summary = shop.call("job_summary", json!({})).await;
    let card = &summary["cards"][0];
    assert_eq!(card["batch_code"], batch["row"]["batch_code"]);
    assert_eq!((&card["done"], &card["total"], &card["failed"]), (&json!(30), &json!(60), &json!(0)));
    assert_eq!((&card["waiting_for"], &card["per_second"]), (&json!(["b"]), &json!(1.0)));
    assert_eq!(summary["waiting"], 2, "one drain per router");
    shop.run("UPDATE voucher_routers SET state = 'applied' WHERE state = 'pending'").await;
    assert_eq!(shop.call("job_summary", json!({})).await["cards"], json!([]));
    let nobody = shop.test.call(&shop.test.nobody_ctx(), "job_summary", json!({})).await.unwrap_err();
    assert_eq!(nobody.code(), "sign_in_required");
}

#[tokio::test]
async fn the_dashboard_counts_what_there_is() {
    let shop = Counter::new().await;
    let router = shop.router(shop.location, "kios").await;
    let plan = shop.test.plan("Harian", &[router]).await;
    let batch = shop.test.batch(plan, 20).await;
    let vouchers = shop.vouchers(&batch).await;
    let now = shop.test.clock.now();
    for (i, days) in [0, 0, 0, 7, 7, 14, 40].into_iter().enumerate() {
        shop.seen(router, now - TimeDelta::days(days), &[usage(vouchers[i].0, 60, None, 0)]).await;
    }
    shop.run("UPDATE router_state SET link = 'down', clock_offset_s = 4000, hotspot_active = 7").await;
    let figures = shop.call("dashboard_get", json!({})).await;
    let expect = [
        ("activated_today", json!(3)),
        ("activated_week_ago", json!(2)),
        ("activated_value_today", json!("15000.00")),
        ("created_today", json!(20)),
        ("stock", json!(13)),
        ("stock_value", json!("65000.00")),
        ("online", json!(0)),
        ("pending_copies", json!(20)),
        ("trouble_copies", json!(0)),
    ];
    for (name, value) in expect {
        assert_eq!(figures[name], value, "{name}");
    }
    let days = figures["activated_days"].as_array().unwrap();
    assert_eq!((days.len(), &days[13]["count"], &days[13]["count_before"]), (14, &json!(3), &json!(1)));
    assert_eq!((&days[6]["count"], &days[6]["value"]), (&json!(2), &json!("10000.00")));
    assert_eq!((&figures["plans"][0]["stock"], &figures["plans"][0]["activated_7_days"]), (&json!(13), &json!(3)));
    let needs: Vec<_> = figures["actions"].as_array().unwrap().iter().map(|a| a["code"].as_str().unwrap()).collect();
    assert_eq!(needs, ["router_down", "router_clock_wrong"]);
    shop.run("UPDATE router_state SET link = 'up', clock_offset_s = 0, license_level = '4', hotspot_active = 180")
        .await;
    let near = shop.call("dashboard_get", json!({})).await["actions"][0].clone();
    assert_eq!((&near["code"], &near["params"]["most"]), (&json!("licence_near"), &json!(200)));
    let elsewhere = shop.test.location_new("Cabang").await;
    let stranger = shop.test.user_ctx("admin", Some(&[elsewhere])).await;
    let theirs = shop.test.call(&stranger, "dashboard_get", json!({})).await.unwrap();
    assert_eq!((&theirs["stock"], &theirs["routers"]), (&json!(0), &json!([])));
}
