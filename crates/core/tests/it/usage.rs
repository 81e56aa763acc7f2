//! Sessions as the worker keeps them, and what they mean for codes, against routers
//! on real sockets.

use std::time::Duration;

use routeros_sim::{Sim, SimHandle};
use serde_json::json;
use simpul_core::App;
use simpul_core::identity::{self, InstallationJoin};
use simpul_core::network;
use simpul_core::usage::{Looked, UsageTidy, Watch};
use simpul_core::worker::{self, Worker};
use simpul_jobs::Registry;
use simpul_kernel::ids::{RouterId, VoucherId};

use crate::shop::{Shop, USERS};

const OPEN: &str = "SELECT count(*) FROM usage_open_sessions";
const ENDED: &str = "SELECT count(*) FROM usage_sessions";

async fn frozen() -> SimHandle {
    Sim::builder().user("admin", "secret").frozen().start().await.unwrap()
}

fn watch(app: &App) -> Watch {
    Watch::new(app.clone(), worker::books())
}

/// A shop with one router that holds a batch of codes.
async fn stocked(sim: &SimHandle, count: i32) -> (Shop, RouterId, Vec<(VoucherId, String)>) {
    let shop = Shop::new().await;
    let router = RouterId(shop.test.router("hEX", sim).await);
    let plan = shop.plan("3jam", &[router]).await;
    let batch = shop.batch(plan, count, &[router]).await;
    shop.drain().await;
    let codes = shop.vouchers(batch).await;
    (shop, router, codes)
}

async fn looked(watch: &Watch, router: RouterId) {
    assert!(matches!(watch.look(router).await.unwrap(), Looked::Up { .. }));
}

#[tokio::test]
async fn a_session_is_kept_once_from_login_to_logout() {
    let sim = frozen().await;
    let (shop, router, codes) = stocked(&sim, 3).await;
    let watch = watch(shop.app());
    looked(&watch, router).await;
    let code = &codes[0].1;
    sim.login_user(code, code).unwrap();
    sim.set_user_rate(code, 8_000, 80_000);
    sim.add(USERS, &[("name", "bu-ani"), ("password", "x")]).unwrap();
    sim.login_user("bu-ani", "x").unwrap();
    for _ in 0..3 {
        sim.advance(Duration::from_secs(20));
        looked(&watch, router).await;
    }
    assert_eq!((shop.number(OPEN).await, shop.number(ENDED).await), (2, 0));
    assert_eq!(
        shop.number(
            "SELECT count(*) FROM usage_open_sessions o JOIN vouchers v ON v.id = o.voucher_id AND v.code = o.username"
        )
        .await,
        1
    );
    sim.advance(Duration::from_secs(40));
    sim.logout_user(code);
    looked(&watch, router).await;
    looked(&watch, router).await;
    assert_eq!((shop.number(OPEN).await, shop.number(ENDED).await), (1, 1));
    assert_eq!(
        shop.number("SELECT uptime_s FROM usage_sessions").await,
        100,
        "what was used after the last look is read from its row"
    );
    assert_eq!(shop.number("SELECT bytes_out FROM usage_sessions").await, 1_000_000);
    assert_eq!(shop.text("SELECT end_cause FROM usage_sessions WHERE is_exact").await.as_deref(), Some("logout"));
    let list = shop.test.owner_call("usage_session_list", json!({ "voucher_id": codes[0].0 })).await;
    assert_eq!((list["rows"][0]["uptime_s"].as_i64(), list["rows"].as_array().unwrap().len()), (Some(100), 1));
    let open = shop.test.owner_call("usage_session_list", json!({ "is_open": true })).await;
    assert_eq!((open["rows"][0]["username"].as_str(), &open["rows"][0]["ended_at"]), (Some("bu-ani"), &json!(null)));
}

#[tokio::test]
async fn workers_that_are_killed_or_take_turns_keep_no_session_twice() {
    let sim = frozen().await;
    let (shop, router, codes) = stocked(&sim, 3).await;
    for (_, code) in &codes {
        sim.login_user(code, code).unwrap();
    }
    let first = watch(shop.app());
    looked(&first, router).await;
    // Killed between two looks: another begins from what is stored.
    let again = watch(shop.app());
    looked(&again, router).await;
    assert_eq!((shop.number(OPEN).await, shop.number(ENDED).await), (3, 0));

    let (other, _folder) = shop.test.second("ffff0000").await;
    let join = InstallationJoin { recovery_code: shop.test.recovery_code.clone() };
    identity::ops::installation_join(&other, &shop.test.nobody_ctx(), join).await.unwrap();
    let theirs = watch(&other);
    assert_eq!(theirs.look(router).await.unwrap(), Looked::NotOurs, "the lease is ours");
    network::lease_release(shop.app(), router).await.unwrap();
    sim.logout_user(&codes[0].1);
    looked(&theirs, router).await;
    assert_eq!((shop.number(OPEN).await, shop.number(ENDED).await), (2, 1));
    assert_eq!(again.look(router).await.unwrap(), Looked::NotOurs);
    network::lease_release(&other, router).await.unwrap();
    sim.logout_user(&codes[1].1);
    // What this one remembers is out of date: two more, one of which ended.
    looked(&first, router).await;
    looked(&again, router).await;
    looked(&first, router).await;
    assert_eq!((shop.number(OPEN).await, shop.number(ENDED).await), (1, 2));
    assert_eq!(shop.number("SELECT count(DISTINCT username) FROM usage_sessions").await, 2);
    assert_eq!(shop.number("SELECT count(*) FROM usage_sessions s JOIN usage_open_sessions o USING (id)").await, 0);
}

#[tokio::test]
async fn a_router_that_starts_anew_gives_ids_again_and_no_session_is_mixed_up() {
    let sim = frozen().await;
    let address = sim.addr().to_string();
    let (shop, router, codes) = stocked(&sim, 1).await;
    let code = &codes[0].1;
    sim.login_user(code, code).unwrap();
    sim.advance(Duration::from_secs(600));
    let watch = watch(shop.app());
    looked(&watch, router).await;
    let before = sim.rows("/ip/hotspot/active")[0][".id"].clone();
    let row = sim.find(USERS, "name", code).unwrap();
    sim.stop().await;
    assert_eq!(watch.look(router).await.unwrap(), Looked::Down);
    assert_eq!(shop.number(OPEN).await, 1, "nobody knows that it ended");

    let sim = Sim::builder().user("admin", "secret").frozen().listen(&address).start().await.unwrap();
    sim.add("/ip/hotspot/user/profile", &[("name", "3jam")]).unwrap();
    sim.add(USERS, &[("name", code), ("password", code), ("profile", "3jam"), ("comment", &row["comment"])]).unwrap();
    sim.login_user(code, code).unwrap();
    assert_eq!(sim.rows("/ip/hotspot/active")[0][".id"], before, "the id was given again");
    looked(&watch, router).await;
    assert_eq!((shop.number(OPEN).await, shop.number(ENDED).await), (1, 1));
    assert_eq!(
        shop.number("SELECT uptime_s FROM usage_sessions WHERE NOT is_exact AND end_cause = 'reboot'").await,
        600
    );
    assert_eq!(shop.number("SELECT uptime_s FROM usage_open_sessions").await, 0);
}

#[tokio::test]
async fn hundreds_who_come_and_go_at_once_are_all_told_of() {
    let sim = frozen().await;
    for pool in sim.rows("/ip/pool") {
        sim.set("/ip/pool", &pool[".id"], &[("ranges", "10.5.0.10-10.5.7.250")]).unwrap();
    }
    let (shop, router, codes) = stocked(&sim, 450).await;
    let watch = watch(shop.app());
    looked(&watch, router).await;
    for (_, code) in &codes {
        sim.login_user(code, code).unwrap();
    }
    for _ in 0..4 {
        looked(&watch, router).await;
    }
    assert_eq!(
        shop.number("SELECT count(*) FROM vouchers WHERE status = 'active' AND first_login_is_exact").await,
        450
    );
    sim.advance(Duration::from_secs(30));
    for (_, code) in &codes {
        sim.logout_user(code);
    }
    for _ in 0..4 {
        looked(&watch, router).await;
    }
    assert_eq!((shop.number(OPEN).await, shop.number(ENDED).await), (0, 450));
    assert_eq!(shop.number("SELECT count(*) FROM voucher_usage_state WHERE uptime_s = 30").await, 450);
}

#[tokio::test]
async fn who_lost_the_lease_writes_nothing() {
    let sim = frozen().await;
    let (shop, router, codes) = stocked(&sim, 1).await;
    let watch = watch(shop.app());
    looked(&watch, router).await;
    let (other, _folder) = shop.test.second("ffff0000").await;
    sqlx::query("UPDATE router_leases SET holder = 'somebody', leased_until = now() + interval '1 minute'")
        .execute(&mut shop.test.db.owner().await)
        .await
        .unwrap();
    sim.login_user(&codes[0].1, &codes[0].1).unwrap();
    assert_eq!(watch.look(router).await.unwrap(), Looked::NotOurs);
    assert_eq!(
        (shop.number(OPEN).await, shop.number("SELECT count(*) FROM vouchers WHERE status = 'active'").await),
        (0, 0)
    );
    drop(other);
}

#[tokio::test]
async fn dial_ins_are_kept_like_logins() {
    let sim = frozen().await;
    let (shop, router, _) = stocked(&sim, 1).await;
    sim.add("/ppp/secret", &[("name", "ani"), ("password", "x"), ("service", "pppoe")]).unwrap();
    let watch = watch(shop.app());
    looked(&watch, router).await;
    let id = sim.dial_in("ani", "AA:BB:CC:00:11:22", "10.9.0.5").unwrap();
    sim.set_subscriber_rate("ani", 8_000, 80_000);
    sim.advance(Duration::from_secs(30));
    looked(&watch, router).await;
    assert_eq!(shop.number("SELECT bytes_out FROM usage_open_sessions WHERE bytes_in = 30000").await, 300_000);
    assert_eq!(
        shop.text("SELECT mac_address FROM usage_open_sessions WHERE kind = 'ppp' AND username = 'ani'")
            .await
            .as_deref(),
        Some("AA:BB:CC:00:11:22")
    );
    sim.remove("/ppp/active", &id).unwrap();
    looked(&watch, router).await;
    assert_eq!((shop.number(OPEN).await, shop.number(ENDED).await), (0, 1));
    assert!(shop.number("SELECT uptime_s FROM usage_sessions").await >= 30);
}

/// Waits until a count is as it should be; the worker is to get there by itself.
async fn until(shop: &Shop, sql: &'static str, count: i64) {
    while shop.number(sql).await != count {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn codes_move_by_themselves_while_a_worker_runs() {
    let (one, two) = (frozen().await, frozen().await);
    let shop = Shop::new().await;
    let routers = [RouterId(shop.test.router("one", &one).await), RouterId(shop.test.router("two", &two).await)];
    let plan = shop.plan("3jam", &routers).await;
    let batch = shop.batch(plan, 2, &routers).await;
    let worker = Worker::start(shop.app()).await.unwrap();
    until(&shop, "SELECT count(*) FROM voucher_routers WHERE state = 'applied'", 4).await;
    until(&shop, "SELECT count(*) FROM usage_watches", 2).await;
    // Every router is looked at each ten seconds, and what is over ends within thirty.
    let due = "SELECT count(*) FROM job_schedules WHERE kind = 'voucher_expire' AND is_enabled \
               AND next_run_at <= now() + interval '20 seconds'";
    assert_eq!(shop.number(due).await, 1);
    let codes = shop.vouchers(batch).await;
    let (first, second) = (&codes[0].1, &codes[1].1);

    // Logged in on one router: active, and locked on the other.
    one.login_user(first, first).unwrap();
    until(&shop, "SELECT count(*) FROM vouchers WHERE status = 'active' AND first_login_is_exact", 1).await;
    while two.find(USERS, "name", first).unwrap()["disabled"] != "true" {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert!(two.login_user(first, first).is_err());
    assert_ne!(one.find(USERS, "name", first).unwrap()["disabled"], "true");

    // Its time online used up.
    one.set_user_rate(first, 0, 0);
    one.advance(Duration::from_secs(3 * 3600));
    until(&shop, "SELECT count(*) FROM vouchers WHERE status = 'used'", 1).await;
    until(&shop, "SELECT count(*) FROM usage_sessions WHERE end_cause = 'uptime_limit'", 1).await;

    // Its life after the first login over.
    two.login_user(second, second).unwrap();
    until(&shop, "SELECT count(*) FROM vouchers WHERE status = 'active'", 1).await;
    sqlx::query("UPDATE vouchers SET expires_at = now() WHERE status = 'active'")
        .execute(&mut shop.test.db.owner().await)
        .await
        .unwrap();
    until(&shop, "SELECT count(*) FROM vouchers WHERE status = 'expired'", 1).await;
    while two.count("/ip/hotspot/active") != 0 {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    until(&shop, OPEN, 0).await;
    worker.shutdown().await.unwrap();
    assert_eq!(shop.number(ENDED).await, 2);
}

#[tokio::test]
async fn months_that_are_too_old_leave_and_others_stay() {
    let shop = Shop::new().await;
    let mut conn = shop.test.db.owner().await;
    sqlx::raw_sql(
        "CREATE TABLE usage_sessions_202301 PARTITION OF usage_sessions FOR VALUES FROM ('2023-01-01Z') TO ('2023-02-01Z');
         INSERT INTO settings (key, value) VALUES ('usage_retention_days', '730')
         ON CONFLICT (key, location_id) DO UPDATE SET value = excluded.value",
    )
    .execute(&mut conn)
    .await
    .unwrap();
    let parts = "SELECT count(*) FROM pg_inherits WHERE inhparent = 'usage_sessions'::regclass";
    let before = shop.number(parts).await;
    sqlx::query("INSERT INTO jobs (kind, payload) VALUES ('usage_tidy', '{}')").execute(&mut conn).await.unwrap();
    let registry = Registry::new().with(UsageTidy::new(shop.app().clone()));
    assert_eq!(simpul_jobs::drain(shop.app().db.pool(), registry).await.unwrap(), 1);
    assert_eq!(shop.number(parts).await, before - 1);
    assert_eq!(shop.text("SELECT to_regclass('usage_sessions_202301')::TEXT").await, None);
    for wrong in ["SELECT partitions_drop('audit_logs', 1000)", "SELECT partitions_drop('usage_sessions', 5)"] {
        assert!(sqlx::query(sqlx::AssertSqlSafe(wrong)).execute(&mut conn).await.is_err(), "{wrong}");
    }
}
