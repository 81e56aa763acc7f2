//! The to-do list against a router on a real socket and a real database.

use std::time::Duration;

use routeros_sim::{Faults, Sim};
use serde_json::json;
use simpul_core::network;
use simpul_core::provisioning::{self, Wish};
use simpul_core::usage::{Looked, Watch};
use simpul_core::worker;
use simpul_kernel::Source;
use simpul_kernel::ids::{RouterId, VoucherBatchId, VoucherId};
use simpul_testkit::TestApp;

use crate::shop::{Shop, USERS, router, rows_of};

const PROFILES: &str = "/ip/hotspot/user/profile";

/// A shop with one router, a plan on it and a batch that waits.
async fn with_batch(sim: &routeros_sim::SimHandle, count: i32) -> (Shop, RouterId, VoucherBatchId) {
    let shop = Shop::new().await;
    let router = RouterId(shop.test.router("hEX", sim).await);
    let plan = shop.plan("3jam", &[router]).await;
    let batch = shop.batch(plan, count, &[router]).await;
    (shop, router, batch)
}

async fn changed(shop: &Shop, vouchers: &[VoucherId], wish: Wish) {
    let mut tx = shop.tx().await;
    provisioning::vouchers_changed(&mut tx, vouchers, wish).await.unwrap();
    tx.commit().await.unwrap();
}

fn all(state: &str, count: i64) -> std::collections::BTreeMap<String, i64> {
    [(state.to_owned(), count)].into()
}

#[tokio::test]
async fn a_batch_stands_exactly_on_both_sides() {
    let sim = router().await;
    let (shop, _, batch) = with_batch(&sim, 300).await;
    shop.drain().await;
    shop.assert_exact(&sim, batch).await;
    assert_eq!(shop.copies(batch).await, all("applied", 300));
    assert_eq!(shop.number("SELECT count(*) FROM provisioning_tasks").await, 0);

    let (id, code) = shop.vouchers(batch).await.remove(0);
    let row = sim.find(USERS, "name", &code).unwrap();
    let batch_code = shop.text("SELECT batch_code FROM voucher_batches").await.unwrap();
    assert_eq!(row["comment"], format!("simpul|v1|0a1b2c3d|{batch_code}|{id}"));
    assert_eq!((row["profile"].as_str(), row["limit-uptime"].as_str()), ("3jam", "3h"));
    assert_eq!(row["limit-bytes-total"], "1000000000");
    let profile = sim.find(PROFILES, "name", "3jam").unwrap();
    assert_eq!((profile["rate-limit"].as_str(), profile["shared-users"].as_str()), ("1500k/4M", "1"));
}

#[tokio::test]
async fn a_router_that_breaks_off_again_and_again_ends_with_each_code_once() {
    let sim = router().await;
    sim.set_faults(Faults { reset_every_writes: Some(150), ..Faults::none() });
    let (shop, _, batch) = with_batch(&sim, 2000).await;
    for _ in 0..20 {
        shop.drain().await;
        if shop.copies(batch).await == all("applied", 2000) {
            break;
        }
        shop.hurry().await;
    }
    assert!(sim.stats().broken >= 10, "the line must have broken often: {:?}", sim.stats());
    assert_eq!(shop.copies(batch).await, all("applied", 2000));
    shop.assert_exact(&sim, batch).await;
    assert_eq!(shop.number("SELECT count(*) FROM provisioning_tasks").await, 0);
    assert_eq!(shop.number("SELECT coalesce(max(attempts), 0)::BIGINT FROM jobs WHERE state <> 'completed'").await, 0);
}

#[tokio::test]
async fn a_router_that_is_off_keeps_the_list_and_costs_no_attempt() {
    let sim = router().await;
    let address = sim.addr().to_string();
    let shop = Shop::new().await;
    let router = RouterId(shop.test.router("hEX", &sim).await);
    sim.stop().await;
    let plan = shop.plan("3jam", &[router]).await;
    let batch = shop.batch(plan, 20, &[router]).await;
    shop.drain().await;
    assert_eq!(shop.copies(batch).await, all("pending", 20));
    assert_eq!(
        shop.number("SELECT count(*) FROM router_state WHERE link = 'down' AND error_code = 'router_refused'").await,
        1
    );
    assert_eq!(
        shop.number("SELECT count(*) FROM jobs WHERE kind = 'router_drain' AND state = 'available' AND attempts = 0")
            .await,
        1
    );
    assert_eq!(shop.number("SELECT count(*) FROM router_leases").await, 0, "who does not reach it gives it up");

    let sim = Sim::builder().user("admin", "secret").listen(&address).start().await.unwrap();
    shop.hurry().await;
    shop.drain().await;
    shop.assert_exact(&sim, batch).await;
    assert_eq!(shop.number("SELECT count(*) FROM router_state WHERE link = 'up' AND error_code IS NULL").await, 1);
}

#[tokio::test]
async fn a_router_that_lets_us_read_nothing_is_refusing_and_not_lost() {
    let sim = Sim::builder().user("admin", "secret").start().await.unwrap();
    let shop = Shop::new().await;
    let router = RouterId(shop.test.router("hEX", &sim).await);
    let plan = shop.plan("3jam", &[router]).await;
    let batch = shop.batch(plan, 2, &[router]).await;
    sim.set("/user/group", "full", &[("policy", "api,write,policy")]).unwrap();
    sim.kill_connections();
    shop.drain().await;
    assert_eq!(shop.copies(batch).await, all("pending", 2));
    let refused =
        "SELECT count(*) FROM jobs WHERE kind = 'router_drain' AND last_error_code = 'router_command_refused'";
    assert_eq!(shop.number(refused).await, 1);
    assert_eq!(shop.number("SELECT count(*) FROM router_state WHERE link = 'down'").await, 0);

    sim.set("/user/group", "full", &[("policy", "api,read,write,policy,test,sensitive")]).unwrap();
    sim.kill_connections();
    shop.hurry().await;
    shop.drain().await;
    shop.assert_exact(&sim, batch).await;
}

#[tokio::test]
async fn a_slow_router_keeps_no_other_waiting() {
    let (quick, slow) = (router().await, router().await);
    slow.set_faults(Faults { stall_after_commands: Some(1), stall_s: 20, ..Faults::none() });
    let shop = Shop::new().await;
    let routers = [RouterId(shop.test.router("quick", &quick).await), RouterId(shop.test.router("slow", &slow).await)];
    let plan = shop.plan("3jam", &routers).await;
    shop.batch(plan, 50, &routers).await;
    let handlers =
        simpul_jobs::Worker::start(shop.app().db.pool(), shop.registry(), simpul_jobs::WorkerConfig::default());
    let worker = handlers.await.unwrap();
    while rows_of(&quick).len() < 50 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(rows_of(&slow).len(), 0, "the slow one has not answered yet");
    drop(worker);
}

#[tokio::test]
async fn no_sale_and_no_screen_waits_for_a_router_that_hangs() {
    let (quick, slow) = (router().await, router().await);
    let test = TestApp::new().await;
    let (first, second) = (test.router("quick", &quick).await, test.router("slow", &slow).await);
    let plan = test.plan("Harian", &[first, second]).await;
    simpul_jobs::drain(test.app.db.pool(), worker::registry(&test.app)).await.unwrap();
    // Every further command of the slow one hangs, the drain's and the watch's too.
    slow.set_faults(Faults { stall_after_commands: Some(1), stall_s: 600, ..Faults::none() });
    let worker = worker::Worker::start(&test.app).await.unwrap();
    for _ in 0..3 {
        let made = test.batch(plan, 20).await;
        let batch = json!({ "batch_id": made["row"]["batch_id"] });
        for (name, input) in [
            ("voucher_batch_get", batch),
            ("router_list", json!({})),
            ("router_get", json!({ "router_id": second })),
            ("router_session_list", json!({ "router_id": first })),
            ("drift_summary", json!({})),
            ("job_list", json!({})),
            ("dashboard_get", json!({})),
        ] {
            test.owner_call(name, input).await;
        }
    }
    while rows_of(&quick).len() < 60 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(rows_of(&slow).len(), 0, "all that while the slow one has not answered");
    drop(worker);
}

#[tokio::test]
async fn somebody_elses_user_is_never_touched() {
    let sim = router().await;
    let (shop, _, batch) = with_batch(&sim, 3).await;
    let codes = shop.vouchers(batch).await;
    sim.add(USERS, &[("name", &codes[0].1), ("password", "theirs"), ("comment", "Bu Ani")]).unwrap();
    // Looks like ours, but name and id do not agree.
    let forged = format!("simpul|v1|0a1b2c3d|X|{}", codes[2].0);
    sim.add(USERS, &[("name", &codes[1].1), ("comment", &forged)]).unwrap();
    shop.drain().await;
    let copies = shop.copies(batch).await;
    assert_eq!(copies.get("failed: router_name_taken"), Some(&2), "{copies:?}");
    assert_eq!(copies.get("applied"), Some(&1));
    let ids: Vec<VoucherId> = codes.iter().map(|(id, _)| *id).collect();
    changed(&shop, &ids, Wish::Absent).await;
    shop.drain().await;
    assert_eq!(shop.copies(batch).await, all("applied absent", 3));
    let rows = rows_of(&sim);
    assert_eq!(rows.len(), 2, "theirs stay");
    assert_eq!(sim.find(USERS, "name", &codes[0].1).unwrap()["comment"], "Bu Ani");
}

#[tokio::test]
async fn a_profile_is_never_taken_for_one_that_begins_alike() {
    let sim = router().await;
    sim.add(PROFILES, &[("name", "3jam-vip")]).unwrap();
    let shop = Shop::new().await;
    let router = RouterId(shop.test.router("hEX", &sim).await);
    let plan = shop.plan("3jam", &[]).await;
    let batch = shop.batch(plan, 5, &[router]).await;
    shop.drain().await;
    assert_eq!(shop.copies(batch).await, all("failed: router_profile_missing", 5));
    assert_eq!(rows_of(&sim).len(), 0);
    // As soon as the plan has its profile there, what waited goes on.
    let mut tx = shop.tx().await;
    provisioning::plan_changed(&mut tx, plan, shop.location, &[router]).await.unwrap();
    tx.commit().await.unwrap();
    shop.drain().await;
    shop.assert_exact(&sim, batch).await;
    assert!(rows_of(&sim).iter().all(|row| row["profile"] == "3jam"));
}

#[tokio::test]
async fn a_profile_somebody_else_made_stays_as_it_is() {
    let sim = router().await;
    sim.add(PROFILES, &[("name", "3jam"), ("rate-limit", "9M/9M")]).unwrap();
    let (shop, _, _) = with_batch(&sim, 1).await;
    shop.drain().await;
    assert_eq!(shop.text("SELECT reason FROM plan_routers").await.as_deref(), Some("router_profile_taken"));
    assert_eq!(sim.find(PROFILES, "name", "3jam").unwrap()["rate-limit"], "9M/9M");
}

#[tokio::test]
async fn two_workers_share_one_lease() {
    let sim = router().await;
    let (shop, router, batch) = with_batch(&sim, 10).await;
    let (other, _folder) = shop.test.second("ffff0000").await;
    let access = network::router_access(&other, router).await.unwrap();
    assert!(network::lease_take(&other, &access).await.unwrap());
    assert!(!network::lease_take(shop.app(), &access).await.unwrap());
    let mut hears = sqlx::postgres::PgListener::connect_with(shop.app().db.pool()).await.unwrap();
    hears.listen("simpul_jobs").await.unwrap();
    shop.drain().await;
    assert_eq!(shop.copies(batch).await, all("pending", 10));
    assert_eq!(rows_of(&sim).len(), 0, "who has no lease writes nothing");
    let told = format!("for:{}:", other.installation.holder);
    while !hears.recv().await.unwrap().payload().starts_with(&told) {}
    assert_eq!(shop.number("SELECT max(attempts)::BIGINT FROM jobs WHERE kind = 'router_drain'").await, 0);
    network::lease_release(&other, router).await.unwrap();
    shop.hurry().await;
    shop.drain().await;
    shop.assert_exact(&sim, batch).await;
}

#[tokio::test]
async fn a_batch_that_is_held_waits_until_it_is_let_go() {
    let sim = router().await;
    let (shop, _, batch) = with_batch(&sim, 10).await;
    let mut tx = shop.tx().await;
    assert_eq!(provisioning::batch_hold(&mut tx, batch).await.unwrap(), 10);
    tx.commit().await.unwrap();
    shop.drain().await;
    assert_eq!(rows_of(&sim).len(), 0);
    let mut tx = shop.tx().await;
    assert_eq!(provisioning::batch_release(&mut tx, batch).await.unwrap(), 10);
    tx.commit().await.unwrap();
    shop.drain().await;
    shop.assert_exact(&sim, batch).await;
}

#[tokio::test]
async fn locking_and_withdrawing_bite_at_once() {
    let sim = router().await;
    let (shop, _, batch) = with_batch(&sim, 5).await;
    shop.drain().await;
    let codes = shop.vouchers(batch).await;
    for (_, code) in &codes[..2] {
        sim.login_user(code, code).unwrap();
    }
    assert_eq!(sim.count("/ip/hotspot/active"), 2);
    changed(&shop, &[codes[0].0], Wish::Disabled).await;
    changed(&shop, &[codes[1].0], Wish::Absent).await;
    shop.drain().await;
    assert_eq!((sim.count("/ip/hotspot/active"), sim.count("/ip/hotspot/cookie")), (0, 0));
    assert_eq!(sim.find(USERS, "name", &codes[0].1).unwrap()["disabled"], "true");
    assert!(sim.find(USERS, "name", &codes[1].1).is_none());
    assert!(sim.login_user(&codes[0].1, &codes[0].1).is_err());
    shop.assert_exact(&sim, batch).await;
    // Twice is once.
    changed(&shop, &[codes[1].0], Wish::Absent).await;
    shop.drain().await;
    assert_eq!(shop.copies(batch).await.get("applied absent"), Some(&1));
}

#[tokio::test]
async fn a_row_somebody_wrote_another_comment_on_is_not_said_to_be_gone() {
    let sim = router().await;
    let (shop, router, batch) = with_batch(&sim, 2).await;
    shop.drain().await;
    let codes = shop.vouchers(batch).await;
    sim.set(USERS, &codes[0].1, &[("comment", "untuk Bu Ani")]).unwrap();
    changed(&shop, &[codes[0].0, codes[1].0], Wish::Absent).await;
    shop.drain().await;
    let copies = shop.copies(batch).await;
    assert_eq!(copies.get("failed absent: router_row_differs"), Some(&1), "it still opens the door: {copies:?}");
    assert_eq!(copies.get("applied absent"), Some(&1), "{copies:?}");
    assert!(sim.find(USERS, "name", &codes[0].1).is_some(), "whoever wrote it keeps it");
    // Taken away by hand it is gone, and a sync says so.
    sim.remove(USERS, &codes[0].1).unwrap();
    shop.test.owner_call("router_sync", serde_json::json!({ "router_id": router })).await;
    shop.drain().await;
    assert_eq!(shop.copies(batch).await.get("applied absent"), Some(&2));
}

#[tokio::test]
async fn a_router_without_empty_answers_is_served_alike() {
    let sim = Sim::builder().persona("7.16").user("admin", "secret").start().await.unwrap();
    let (shop, _, batch) = with_batch(&sim, 40).await;
    shop.drain().await;
    shop.assert_exact(&sim, batch).await;
    let codes = shop.vouchers(batch).await;
    changed(&shop, &[codes[0].0], Wish::Absent).await;
    shop.drain().await;
    shop.assert_exact(&sim, batch).await;
}

#[tokio::test]
async fn what_was_changed_on_the_router_is_found_and_on_asking_mended() {
    let sim = router().await;
    let (shop, router, batch) = with_batch(&sim, 6).await;
    shop.drain().await;
    let codes = shop.vouchers(batch).await;
    sim.set(USERS, &codes[0].1, &[("limit-uptime", "9h")]).unwrap();
    sim.remove(USERS, &codes[1].1).unwrap();
    sim.add(USERS, &[("name", "ani"), ("comment", "by hand")]).unwrap();
    let sync = async || {
        let router_id = serde_json::json!({ "router_id": router });
        shop.test.owner_call("router_sync", router_id).await;
        shop.drain().await;
    };
    sync().await;
    let copies = shop.copies(batch).await;
    assert_eq!(copies.get("drifted: router_row_differs"), Some(&1), "{copies:?}");
    assert_eq!(copies.get("drifted: router_row_missing"), Some(&1), "{copies:?}");
    assert_eq!(sim.find(USERS, "name", &codes[0].1).unwrap()["limit-uptime"], "9h", "found, not changed");
    sync().await;
    assert_eq!(shop.copies(batch).await, all("applied", 6));
    assert_eq!(sim.find(USERS, "name", &codes[0].1).unwrap()["limit-uptime"], "3h");
    assert!(sim.find(USERS, "name", "ani").is_some());
}

#[tokio::test]
async fn first_login_use_and_end_are_read_back() {
    let sim = Sim::builder().user("admin", "secret").frozen().start().await.unwrap();
    let (shop, router, batch) = with_batch(&sim, 3).await;
    shop.drain().await;
    let codes = shop.vouchers(batch).await;
    let watch = Watch::new(shop.app().clone(), worker::books());
    assert_eq!(watch.look(router).await.unwrap(), Looked::Up { in_use: 0 });
    assert_eq!(shop.number("SELECT count(*) FROM vouchers WHERE status = 'available'").await, 3);

    sim.login_user(&codes[0].1, &codes[0].1).unwrap();
    sim.advance(Duration::from_secs(60));
    assert_eq!(watch.look(router).await.unwrap(), Looked::Up { in_use: 1 });
    let active = "SELECT count(*) FROM vouchers WHERE status = 'active' AND first_login_is_exact \
                  AND expires_at = first_login_at + interval '1 day'";
    assert_eq!(shop.number(active).await, 1);
    assert_eq!(shop.number("SELECT uptime_s FROM voucher_usage_state").await, 60);
    assert_eq!(shop.number("SELECT hotspot_active::BIGINT FROM router_state").await, 1);

    // Online time used up: the router puts it out, the books close it, the row is locked.
    sim.set_user_rate(&codes[0].1, 0, 0);
    sim.advance(Duration::from_secs(3 * 3600));
    assert_eq!(sim.count("/ip/hotspot/active"), 0);
    watch.look(router).await.unwrap();
    assert_eq!(shop.number("SELECT count(*) FROM vouchers WHERE status = 'used'").await, 1);
    shop.drain().await;
    assert_eq!(sim.find(USERS, "name", &codes[0].1).unwrap()["disabled"], "true");

    // Life after the first login over, by our clock: the router's plays no part.
    sim.set_clock_offset(-86_400 * 30);
    sim.login_user(&codes[1].1, &codes[1].1).unwrap();
    sim.advance(Duration::from_secs(5));
    watch.look(router).await.unwrap();
    assert_eq!(shop.number("SELECT count(*) FROM vouchers WHERE status = 'active'").await, 1);
    let day_later = shop.test.clock.now() + chrono::TimeDelta::hours(25);
    let mut tx = shop.app().db.begin(&shop.app().machine_ctx(Source::Job)).await.unwrap();
    assert_eq!(simpul_core::voucher::facade::expire_due(&mut tx, day_later, 100).await.unwrap(), 1);
    tx.commit().await.unwrap();
    shop.drain().await;
    assert_eq!(shop.number("SELECT count(*) FROM vouchers WHERE status = 'expired'").await, 1);
    assert_eq!(sim.find(USERS, "name", &codes[1].1).unwrap()["disabled"], "true");
    assert_eq!(sim.count("/ip/hotspot/active"), 0);
    assert_eq!(shop.number("SELECT count(*) FROM vouchers WHERE status = 'available'").await, 1);
}

#[tokio::test]
async fn a_router_whose_clock_jumps_ends_nothing() {
    let sim = Sim::builder().user("admin", "secret").frozen().start().await.unwrap();
    let (shop, router, _batch) = with_batch(&sim, 2).await;
    shop.drain().await;
    let code: String = sqlx::query_scalar("SELECT code FROM vouchers ORDER BY id LIMIT 1")
        .fetch_one(&mut shop.test.db.owner().await)
        .await
        .unwrap();
    let watch = Watch::new(shop.app().clone(), worker::books());
    sim.login_user(&code, &code).unwrap();
    sim.advance(Duration::from_secs(60));
    watch.look(router).await.unwrap();
    let ends = "SELECT extract(epoch FROM expires_at)::BIGINT FROM vouchers WHERE status = 'active'";
    let before = shop.number(ends).await;
    for days in [40, -40] {
        // Forty days ahead every code would be long over; forty behind none would ever end.
        sim.set_clock_offset(86_400 * days);
        sim.kill_connections();
        watch.look(router).await.unwrap();
        let mut tx = shop.app().db.begin(&shop.app().machine_ctx(Source::Job)).await.unwrap();
        assert_eq!(simpul_core::voucher::facade::expire_due(&mut tx, shop.test.clock.now(), 100).await.unwrap(), 0);
        tx.commit().await.unwrap();
        assert_eq!(shop.number(ends).await, before, "the end moves with no clock of a router");
        assert_eq!(sim.count("/ip/hotspot/active"), 1, "whoever is online stays");
    }
}

#[tokio::test]
async fn a_worker_starts_watches_and_gives_its_routers_back() {
    let sim = router().await;
    let (shop, _, batch) = with_batch(&sim, 20).await;
    let worker = worker::Worker::start(shop.app()).await.unwrap();
    while shop.copies(batch).await != all("applied", 20) {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    while shop.number("SELECT count(*) FROM router_state WHERE link = 'up' AND ros_version IS NOT NULL").await == 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    worker.shutdown().await.unwrap();
    assert_eq!(shop.number("SELECT count(*) FROM router_leases").await, 0);
    shop.assert_exact(&sim, batch).await;
}
