//! Notices: raised once, brought to whom they concern, lost never, over when it is over.

use chrono::TimeDelta;
use serde_json::{Value, json};
use simpul_core::notice::{NoticeWatch, facade};
use simpul_core::worker::registry;
use simpul_jobs::Registry;
use simpul_kernel::ids::LocationId;
use simpul_kernel::{Ctx, Source};

use crate::counter::Counter;
use crate::till::Till;

/// A look, and whatever it asks for; by one worker.
async fn watch(shop: &Counter) {
    shop.run("INSERT INTO jobs (kind) VALUES ('notice_watch')").await;
    simpul_jobs::drain(shop.test.app.db.pool(), registry(&shop.test.app)).await.unwrap();
}

async fn down_for(shop: &Counter, router: i64, minutes: i32) {
    sqlx::query(
        "UPDATE router_state SET link = 'down', last_seen_at = $2 - make_interval(mins => $3) WHERE router_id = $1",
    )
    .bind(router)
    .bind(shop.test.clock.now())
    .bind(minutes)
    .execute(&mut shop.owner().await)
    .await
    .unwrap();
}

async fn list(shop: &Counter, ctx: &Ctx) -> Vec<Value> {
    shop.test.call(ctx, "notice_list", json!({})).await.unwrap()["rows"].as_array().unwrap().clone()
}

async fn taken(shop: &Counter, ctx: &Ctx) -> usize {
    shop.test.call(ctx, "notice_take", json!({})).await.unwrap().as_array().unwrap().len()
}

const OPEN: &str = "SELECT count(*) FROM notices WHERE cleared_at IS NULL";
const ALL: &str = "SELECT count(*) FROM notices";
const DELIVERIES: &str = "SELECT count(*) FROM notice_deliveries";

#[tokio::test]
async fn an_event_seen_often_raises_once_and_is_brought_once() {
    let shop = Counter::new().await;
    let router = shop.router(shop.location, "RB-Pasar").await;
    down_for(&shop, router, 5).await;
    for _ in 0..3 {
        watch(&shop).await;
    }
    assert_eq!((shop.number(ALL).await, shop.number(DELIVERIES).await), (1, 2), "in the program and on the desk");
    let owner = shop.test.owner_ctx();
    let rows = list(&shop, &owner).await;
    assert_eq!((rows[0]["kind"].as_str(), rows[0]["severity"].as_str()), (Some("router_down"), Some("bad")));
    assert_eq!(
        (rows[0]["params"]["router"].as_str(), rows[0]["link"].as_str()),
        (Some("RB-Pasar"), Some(&*format!("/routers/{router}")))
    );
    let summary = shop.call("notice_summary", json!({})).await;
    assert_eq!((summary["unread"].as_i64(), summary["open"].as_i64()), (Some(1), Some(1)));
    assert_eq!((taken(&shop, &owner).await, taken(&shop, &owner).await), (1, 0), "one desk shows it, once");
    let read = shop.call("notice_read", json!({ "up_to": rows[0]["notice_id"] })).await;
    assert_eq!((read["unread"].as_i64(), read["open"].as_i64()), (Some(0), Some(1)), "read is not over");
    assert_eq!(shop.call("notice_list", json!({ "unread_only": true })).await["rows"], json!([]));
}

#[tokio::test]
async fn a_hiccup_raises_nothing_and_a_flicker_clears_nothing() {
    let shop = Counter::new().await;
    let start = shop.test.clock.now();
    shop.test.clock.set_fixed(start);
    let router = shop.router(shop.location, "RB-Pasar").await;
    down_for(&shop, router, 1).await;
    watch(&shop).await;
    assert_eq!(shop.number(ALL).await, 0, "one minute is a hiccup");
    down_for(&shop, router, 4).await;
    watch(&shop).await;
    assert_eq!(shop.number(OPEN).await, 1);
    shop.run("UPDATE router_state SET link = 'up', last_seen_at = now()").await;
    watch(&shop).await;
    shop.test.clock.set_fixed(start + TimeDelta::seconds(30));
    watch(&shop).await;
    assert_eq!(shop.number(OPEN).await, 1, "not over yet");
    down_for(&shop, router, 0).await;
    watch(&shop).await;
    shop.test.clock.set_fixed(start + TimeDelta::minutes(3));
    watch(&shop).await;
    assert_eq!((shop.number(ALL).await, shop.number(OPEN).await), (1, 1), "down again: the same notice goes on");
    shop.run("UPDATE router_state SET link = 'up', last_seen_at = now()").await;
    watch(&shop).await;
    shop.test.clock.set_fixed(start + TimeDelta::minutes(5));
    watch(&shop).await;
    assert_eq!(shop.number(OPEN).await, 0);
    assert!(list(&shop, &shop.test.owner_ctx()).await[0]["cleared_at"].is_string(), "and it says so");
}

#[tokio::test]
async fn a_worker_that_dies_between_raising_and_bringing_loses_nothing() {
    let shop = Counter::new().await;
    let router = shop.router(shop.location, "RB-Pasar").await;
    down_for(&shop, router, 5).await;
    shop.run("INSERT INTO jobs (kind) VALUES ('notice_watch')").await;
    // It knows how to raise and not how to bring: as if it were gone right after the commit.
    let half = Registry::new().with(NoticeWatch::new(shop.test.app.clone()));
    simpul_jobs::drain(shop.test.app.db.pool(), half).await.unwrap();
    assert_eq!((shop.number(OPEN).await, shop.number(DELIVERIES).await), (1, 0));
    let (second, _folder) = shop.test.second("beefcafe").await;
    simpul_jobs::drain(second.db.pool(), registry(&second)).await.unwrap();
    assert_eq!(shop.number(DELIVERIES).await, 2);
    // Killed after it brought it and before it could say so: the job runs again.
    shop.run("UPDATE jobs SET state = 'available', finished_at = NULL WHERE kind = 'notice_deliver'").await;
    simpul_jobs::drain(second.db.pool(), registry(&second)).await.unwrap();
    assert_eq!(shop.number(DELIVERIES).await, 2, "twice is once");
}

#[tokio::test]
async fn two_workers_that_look_at_once_raise_one() {
    let shop = Counter::new().await;
    for name in ["RB-Pasar", "RB-Masjid", "RB-Krajan"] {
        let router = shop.router(shop.location, name).await;
        down_for(&shop, router, 5).await;
    }
    let (second, _folder) = shop.test.second("beefcafe").await;
    shop.run("INSERT INTO jobs (kind) SELECT 'notice_watch' FROM generate_series(1, 8)").await;
    let (a, b) = tokio::join!(
        simpul_jobs::drain(shop.test.app.db.pool(), registry(&shop.test.app)),
        simpul_jobs::drain(second.db.pool(), registry(&second))
    );
    a.unwrap();
    b.unwrap();
    let dead = shop.number("SELECT count(*) FROM jobs WHERE state = 'discarded'").await;
    assert_eq!((shop.number(ALL).await, shop.number(DELIVERIES).await, dead), (3, 6, 0));
}

#[tokio::test]
async fn it_is_brought_to_whom_it_concerns_as_they_want_it() {
    let shop = Counter::new().await;
    let there = shop.test.location_new("Cabang Wetan").await;
    let here: &[LocationId] = &[shop.location];
    let noc = shop.test.user_ctx("noc", Some(here)).await;
    let elsewhere = shop.test.user_ctx("noc", Some(&[there])).await;
    let sales = shop.test.user_ctx("sales", Some(here)).await;
    let quiet = shop.test.user_ctx("technician", None).await;
    let kinds = shop.test.call(&sales, "notice_preferences_get", json!({})).await.unwrap();
    let names: Vec<_> = kinds["kinds"].as_array().unwrap().iter().map(|k| k["kind"].as_str().unwrap()).collect();
    assert_eq!(names, ["stock_low", "shift_open"], "sales hear of stock and of shifts only");
    let off = json!({ "kinds": [{ "kind": "router_down", "program": false, "system": false }], "quiet_from": null, "quiet_until": null });
    shop.test.call(&quiet, "notice_preferences_set", off).await.unwrap();
    let half = json!({ "kinds": [], "quiet_from": "21:00", "quiet_until": null });
    assert_eq!(shop.test.call(&noc, "notice_preferences_set", half).await.unwrap_err().code(), "input_invalid");

    let router = shop.router(shop.location, "RB-Pasar").await;
    down_for(&shop, router, 5).await;
    watch(&shop).await;
    assert_eq!(list(&shop, &noc).await.len(), 1);
    for (who, ctx) in [("another place", &elsewhere), ("another task", &sales), ("who wants none", &quiet)] {
        assert_eq!(list(&shop, ctx).await.len(), 0, "{who}");
        assert_eq!(taken(&shop, ctx).await, 0, "{who}");
    }
    // In quiet hours the desk keeps still; afterwards it tells.
    let local = noc.now.with_timezone(&noc.zone);
    let clock = |hours: i64| (local + TimeDelta::hours(hours)).format("%H:%M").to_string();
    let hours = json!({ "kinds": [], "quiet_from": clock(-1), "quiet_until": clock(1) });
    let set = shop.test.call(&noc, "notice_preferences_set", hours).await.unwrap();
    assert_eq!(set["quiet_from"], json!(clock(-1)));
    assert_eq!(taken(&shop, &noc).await, 0);
    let later = Ctx { now: noc.now + TimeDelta::hours(2), ..noc.clone() };
    assert_eq!((taken(&shop, &later).await, taken(&shop, &later).await), (1, 0));
}

#[tokio::test]
async fn work_given_up_is_told_each_time_and_over_when_it_is_retried() {
    let shop = Counter::new().await;
    let router = shop.router(shop.location, "RB-Pasar").await;
    let insert = "INSERT INTO jobs (kind, state, attempts, finished_at, last_error_code, payload) VALUES \
                  ('router_drain', 'discarded', 1, now(), 'router_sign_in_failed', jsonb_build_object('router_id', $1::BIGINT)), \
                  ('partition_maintain', 'discarded', 1, now(), 'internal', '{\"router_id\": \"x\"}')";
    sqlx::query(insert).bind(router).execute(&mut shop.owner().await).await.unwrap();
    let start = shop.test.clock.now();
    watch(&shop).await;
    watch(&shop).await;
    assert_eq!(shop.number(OPEN).await, 2);
    let local = shop.test.user_ctx("admin", Some(&[shop.location])).await;
    assert_eq!(list(&shop, &local).await.len(), 0, "told are those who were there");
    let rows = list(&shop, &shop.test.owner_ctx()).await;
    assert_eq!(
        rows[1]["params"],
        json!({ "kind": "router_drain", "error_code": "router_sign_in_failed", "router": "RB-Pasar" })
    );
    shop.run("UPDATE jobs SET state = 'paused', finished_at = NULL WHERE state = 'discarded'").await;
    shop.test.clock.set_fixed(start);
    watch(&shop).await;
    shop.test.clock.set_fixed(start + TimeDelta::minutes(2));
    watch(&shop).await;
    assert_eq!(shop.number(OPEN).await, 0);
    shop.run("UPDATE jobs SET state = 'discarded', finished_at = now() WHERE kind = 'router_drain'").await;
    watch(&shop).await;
    assert_eq!((shop.number(ALL).await, shop.number(OPEN).await), (3, 1), "given up again is told again");
}

#[tokio::test]
async fn what_is_given_up_is_told_however_much_lies_there_already() {
    let shop = Counter::new().await;
    let given_up = async |count: i32, ago: &str| {
        let insert = "INSERT INTO jobs (kind, state, attempts, finished_at) SELECT 'router_drain', 'discarded', 1, now() - $2::INTERVAL \
                      FROM generate_series(1, $1)";
        sqlx::query(sqlx::AssertSqlSafe(insert.replace("$2", &format!("'{ago}'"))))
            .bind(count)
            .execute(&mut shop.owner().await)
            .await
            .unwrap();
    };
    // More than is told of at once: those given up first are told of by none.
    given_up(5, "3 days").await;
    given_up(200, "2 days").await;
    watch(&shop).await;
    assert_eq!(shop.number(OPEN).await, 200);
    given_up(2, "1 hour").await;
    let start = shop.test.clock.now();
    for minutes in [0, 2, 4] {
        shop.test.clock.set_fixed(start + TimeDelta::minutes(minutes));
        watch(&shop).await;
    }
    assert_eq!(
        (shop.number(ALL).await, shop.number(OPEN).await),
        (202, 202),
        "new ones are told, and none goes from view"
    );
    // The last given up stands first.
    let newest = shop.number("SELECT max(id) FROM jobs WHERE state = 'discarded'").await;
    let first = shop.text("SELECT event_key FROM notices ORDER BY id DESC LIMIT 1").await;
    assert!(first.starts_with(&format!("job_dead:{newest}:")), "{first}");
}

#[tokio::test]
async fn low_stock_and_a_near_ceiling_are_told_and_backups_when_somebody_says_so() {
    let shop = Counter::new().await;
    let router = shop.router(shop.location, "RB-Pasar").await;
    let plan = shop.test.plan("Harian", &[]).await;
    shop.test.batch(plan, 20).await;
    let used = "INSERT INTO voucher_activations (location_id, plan_id, at, n, value) VALUES ($1, $2, now() - interval '1 hour', 70, 0)";
    sqlx::query(used).bind(shop.location.0).bind(plan).execute(&mut shop.owner().await).await.unwrap();
    shop.run("UPDATE router_state SET license_level = '4', hotspot_active = 185").await;
    watch(&shop).await;
    let rows = list(&shop, &shop.test.owner_ctx()).await;
    let of = |kind: &str| rows.iter().find(|row| row["kind"] == kind).unwrap()["params"].clone();
    assert_eq!(of("stock_low"), json!({ "plan": "Harian", "left": 20, "days": 2 }));
    assert_eq!(of("license_near"), json!({ "router": "RB-Pasar", "active": 185, "limit": 200 }));
    assert_eq!(taken(&shop, &shop.test.owner_ctx()).await, 0, "a warning is for the bell unless somebody wants more");
    assert!(router > 0);

    let app = &shop.test.app;
    let say = async |works: bool| {
        let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await.unwrap();
        if works {
            facade::backup_worked(&mut tx, app.clock.now()).await.unwrap();
        } else {
            facade::backup_failed(&mut tx, "database_disk_full").await.unwrap();
        }
        tx.commit().await.unwrap();
    };
    say(false).await;
    say(false).await;
    watch(&shop).await;
    let backup = "SELECT count(*) FROM notices WHERE kind = 'backup_failed' AND cleared_at IS NULL";
    assert_eq!(shop.number(backup).await, 1, "the watch leaves alone what it does not watch");
    assert_eq!(taken(&shop, &shop.test.owner_ctx()).await, 1);
    say(true).await;
    assert_eq!(shop.number(backup).await, 0);
}

#[tokio::test]
async fn what_is_of_no_place_is_for_who_sees_every_place() {
    let shop = Counter::new().await;
    let local = shop.test.user_ctx("super_admin", Some(&[shop.location])).await;
    let app = &shop.test.app;
    let mut tx = app.db.begin(&app.machine_ctx(Source::Job)).await.unwrap();
    facade::backup_failed(&mut tx, "database_disk_full").await.unwrap();
    tx.commit().await.unwrap();
    simpul_jobs::drain(app.db.pool(), registry(app)).await.unwrap();
    assert_eq!((list(&shop, &shop.test.owner_ctx()).await.len(), list(&shop, &local).await.len()), (1, 0));
    // Nor by the back door: row security itself does not show it.
    let mut tx = app.db.begin(&local).await.unwrap();
    let seen: i64 = sqlx::query_scalar("SELECT count(*) FROM notices").fetch_one(&mut *tx).await.unwrap();
    assert_eq!(seen, 0);
}

#[tokio::test]
async fn stock_below_what_its_plan_says_is_told_once_until_there_is_more() {
    let shop = Counter::new().await;
    let plan = shop.test.plan("Harian", &[]).await;
    shop.test.batch(plan, 8).await;
    shop.run("UPDATE service_plans SET low_stock_at = 8").await;
    watch(&shop).await;
    assert_eq!(shop.number(OPEN).await, 0, "as many as it says are enough");
    shop.run("UPDATE vouchers SET sold_at = now(), sold_price = price_sell WHERE number = 1").await;
    watch(&shop).await;
    watch(&shop).await;
    let rows = list(&shop, &shop.test.owner_ctx()).await;
    assert_eq!((rows.len(), &rows[0]["params"]), (1, &json!({ "plan": "Harian", "left": 7, "days": null })));
    assert_eq!(rows[0]["link"], json!(format!("/stock?plan={plan}")));
    // One more is not enough to be over, a quarter more is.
    shop.test.batch(plan, 1).await;
    watch(&shop).await;
    assert_eq!(shop.number("SELECT count(*) FROM notices WHERE calm_since IS NOT NULL").await, 0);
    shop.test.batch(plan, 2).await;
    watch(&shop).await;
    assert_eq!(shop.number("SELECT count(*) FROM notices WHERE calm_since IS NOT NULL").await, 1);
}

#[tokio::test]
async fn a_shift_that_stays_open_is_told_once_and_is_over_when_it_is_closed() {
    let till = Till::new().await;
    let shop = &till.shop;
    let start = shop.test.clock.now();
    shop.test.clock.set_fixed(start);
    let shift = till.shift("Depan").await;
    watch(shop).await;
    assert_eq!(shop.number(ALL).await, 0);
    shop.run("UPDATE cash_sessions SET opened_at = now() - interval '9 hours'").await;
    watch(shop).await;
    assert_eq!(shop.number(ALL).await, 0, "nine hours are a day's work, also at night");
    shop.run("UPDATE cash_sessions SET opened_at = now() - interval '14 hours 1 minute'").await;
    let there = shop.test.location_new("Cabang Wetan").await;
    let here: &[LocationId] = &[shop.location];
    let sales = shop.test.user_ctx("sales", Some(here)).await;
    let elsewhere = shop.test.user_ctx("sales", Some(&[there])).await;
    let noc = shop.test.user_ctx("noc", Some(here)).await;
    let quiet = shop.test.user_ctx("finance", None).await;
    let off = json!({ "kinds": [{ "kind": "shift_open", "program": false, "system": false }], "quiet_from": null, "quiet_until": null });
    shop.test.call(&quiet, "notice_preferences_set", off).await.unwrap();
    watch(shop).await;
    watch(shop).await;
    assert_eq!(shop.number(ALL).await, 1, "told once");
    let rows = list(shop, &sales).await;
    assert_eq!(
        (rows[0]["kind"].as_str(), rows[0]["link"].as_str()),
        (Some("shift_open"), Some(&*format!("/cash?open={shift}")))
    );
    assert_eq!((&rows[0]["params"]["drawer"], rows[0]["params"]["user"].is_string()), (&json!("Depan"), true));
    for (who, ctx) in [("another place", &elsewhere), ("another task", &noc), ("who wants none", &quiet)] {
        assert_eq!(list(shop, ctx).await.len(), 0, "{who}");
    }
    till.close(shift, "200000.00").await;
    watch(shop).await;
    shop.test.clock.set_fixed(start + TimeDelta::minutes(2));
    watch(shop).await;
    assert_eq!((shop.number(ALL).await, shop.number(OPEN).await), (1, 0));
}

#[tokio::test]
async fn nobody_is_offered_what_nothing_tells_of() {
    let shop = Counter::new().await;
    let offered = shop.call("notice_preferences_get", json!({})).await;
    assert!(!offered.to_string().contains("backup_failed") && offered.to_string().contains("shift_open"), "{offered}");
    let on = json!({ "kinds": [{ "kind": "backup_failed", "program": true, "system": true }], "quiet_from": null, "quiet_until": null });
    assert_eq!(shop.refused("notice_preferences_set", on).await.code(), "input_invalid");
}

#[tokio::test]
async fn what_was_given_up_and_told_of_is_watched_up_to_a_number() {
    let shop = Counter::new().await;
    shop.run(
        "INSERT INTO jobs (kind, state, attempts, finished_at)
         SELECT 'router_drain', 'discarded', 1, now() - INTERVAL '2 days' FROM generate_series(1, 2300)",
    )
    .await;
    shop.run(
        "INSERT INTO notices (kind, event_key, severity, params, link, delivered_at)
         SELECT 'job_dead', 'job_dead:' || id || ':' || (extract(epoch FROM finished_at) * 1000000)::BIGINT, 'bad', '{}', '/jobs', now()
           FROM jobs WHERE state = 'discarded' ORDER BY id",
    )
    .await;
    let start = shop.test.clock.now();
    for minutes in [0, 2, 4] {
        shop.test.clock.set_fixed(start + TimeDelta::minutes(minutes));
        watch(&shop).await;
    }
    assert_eq!((shop.number(ALL).await, shop.number(OPEN).await), (2300, 2000));
    let oldest = "SELECT (min(id) FILTER (WHERE cleared_at IS NULL)) - (max(id) FILTER (WHERE cleared_at IS NOT NULL)) FROM notices";
    assert_eq!(shop.number(oldest).await, 1, "those told of last stay");
}

#[tokio::test]
async fn ones_own_are_turned_page_by_page_and_the_newest_is_known() {
    let shop = Counter::new().await;
    assert_eq!(shop.call("notice_summary", json!({})).await["newest"], Value::Null);
    for name in ["RB-Pasar", "RB-Masjid", "RB-Krajan"] {
        let router = shop.router(shop.location, name).await;
        down_for(&shop, router, 5).await;
        watch(&shop).await;
    }
    let pages = async |mut input: Value| {
        let mut ids = Vec::new();
        input["page"] = json!({ "limit": 1 });
        loop {
            let page = shop.call("notice_list", input.clone()).await;
            ids.extend(page["rows"].as_array().unwrap().iter().map(|row| row["notice_id"].as_i64().unwrap()));
            if page["next"].is_null() {
                return ids;
            }
            input["page"]["after"] = page["next"].clone();
        }
    };
    let newest = pages(json!({})).await;
    assert!(newest.len() == 3 && newest.is_sorted_by(|one, next| one > next), "{newest:?}");
    assert_eq!(pages(json!({ "descending": true })).await, newest);
    let mut oldest = pages(json!({ "descending": false })).await;
    oldest.reverse();
    assert_eq!(oldest, newest);
    assert_eq!(shop.call("notice_summary", json!({})).await["newest"], newest[0]);
}
