//! A plan's profile in step on many routers; kicks that are refused; batches that
//! are held.

use routeros_sim::SimHandle;
use serde_json::{Value, json};
use simpul_core::provisioning::{self, Wish};
use simpul_kernel::ids::RouterId;

use crate::shop::{Shop, USERS, router, rows_of};

const PROFILES: &str = "/ip/hotspot/user/profile";

async fn edit(shop: &Shop, plan: i64, change: impl FnOnce(&mut Value)) {
    let view = shop.test.owner_call("plan_get", json!({ "plan_id": plan })).await;
    let routers: Vec<Value> =
        view["routers"].as_array().unwrap().iter().map(|router| router["router_id"].clone()).collect();
    let mut terms = view["terms"].clone();
    change(&mut terms);
    let input = json!({ "plan_id": plan, "version": view["version"], "terms": terms, "router_ids": routers, "is_active": true });
    shop.test.owner_call("plan_update", input).await;
}

#[tokio::test]
async fn a_change_reaches_every_router_of_the_plan_and_each_shows_how_it_stands() {
    let sims: Vec<SimHandle> = vec![router().await, router().await, router().await];
    let shop = Shop::new().await;
    let mut routers = Vec::new();
    for (n, sim) in sims.iter().enumerate() {
        routers.push(RouterId(shop.test.router(&format!("hEX {n}"), sim).await));
    }
    let plan = shop.plan("3jam", &routers).await;
    let batch = shop.batch(plan, 5, &routers).await;
    shop.drain().await;
    let ids: Vec<String> = sims.iter().map(|sim| sim.find(PROFILES, "name", "3jam").unwrap()[".id"].clone()).collect();
    sims[2].stop().await;
    edit(&shop, plan.0, |terms| {
        terms["profile_name"] = json!("tiga-jam");
        terms["download_kbps"] = json!(8_000);
    })
    .await;
    shop.drain().await;
    let view = shop.test.owner_call("plan_get", json!({ "plan_id": plan })).await;
    let states: Vec<&str> = view["routers"].as_array().unwrap().iter().map(|r| r["truth"].as_str().unwrap()).collect();
    assert_eq!(states, ["applied", "applied", "pending"]);
    sims[2].restart().await.unwrap();
    shop.hurry().await;
    shop.drain().await;
    for (sim, id) in sims.iter().zip(&ids) {
        let profile = sim.find(PROFILES, "name", "tiga-jam").unwrap();
        assert_eq!((&profile[".id"], profile["rate-limit"].as_str()), (id, "1500k/8M"), "renamed, not made anew");
        assert!(sim.find(PROFILES, "name", "3jam").is_none());
        let rows = rows_of(sim);
        assert_eq!(rows.len(), 5);
        assert!(rows.iter().all(|row| row["profile"] == "tiga-jam"), "a rename keeps its users");
    }
    assert_eq!(shop.copies(batch).await.get("applied"), Some(&15));
}

#[tokio::test]
async fn a_profile_the_router_lost_is_made_again_before_the_users_that_need_it() {
    let sim = router().await;
    let shop = Shop::new().await;
    let router = RouterId(shop.test.router("hEX", &sim).await);
    let plan = shop.plan("3jam", &[router]).await;
    shop.drain().await;
    sim.remove(PROFILES, "3jam").unwrap();
    let batch = shop.batch(plan, 5, &[router]).await;
    shop.drain().await;
    shop.assert_exact(&sim, batch).await;
    assert_eq!(sim.find(PROFILES, "name", "3jam").unwrap()["rate-limit"], "1500k/4M");
}

#[tokio::test]
async fn a_plan_is_not_renamed_onto_somebody_elses_profile() {
    let sim = router().await;
    sim.add(PROFILES, &[("name", "vip"), ("rate-limit", "1500k/4M")]).unwrap();
    let shop = Shop::new().await;
    let router = RouterId(shop.test.router("hEX", &sim).await);
    let plan = shop.plan("3jam", &[router]).await;
    let batch = shop.batch(plan, 2, &[router]).await;
    shop.drain().await;
    edit(&shop, plan.0, |terms| terms["profile_name"] = json!("vip")).await;
    shop.drain().await;
    assert_eq!(shop.text("SELECT reason FROM plan_routers").await.as_deref(), Some("router_profile_taken"));
    assert!(rows_of(&sim).iter().all(|row| row["profile"] == "3jam"));
    assert_eq!(shop.copies(batch).await.get("applied"), Some(&2));
}

#[tokio::test]
async fn what_waited_for_a_profile_stays_held_while_its_batch_is_paused() {
    let sim = router().await;
    let shop = Shop::new().await;
    let router = RouterId(shop.test.router("hEX", &sim).await);
    let plan = shop.plan("3jam", &[]).await;
    let batch = shop.batch(plan, 4, &[router]).await;
    shop.drain().await;
    assert_eq!(shop.copies(batch).await.get("failed: router_profile_missing"), Some(&4));
    shop.test.owner_call("voucher_batch_pause", json!({ "batch_id": batch })).await;
    let mut tx = shop.tx().await;
    provisioning::plan_changed(&mut tx, plan, shop.location, &[router]).await.unwrap();
    tx.commit().await.unwrap();
    shop.drain().await;
    shop.test.owner_call("router_sync", json!({ "router_id": router })).await;
    shop.drain().await;
    assert_eq!(rows_of(&sim).len(), 0, "a paused batch waits");
    assert_eq!(shop.number("SELECT count(*) FROM provisioning_tasks WHERE state = 'held'").await, 4);
    shop.test.owner_call("voucher_batch_resume", json!({ "batch_id": batch })).await;
    shop.drain().await;
    shop.assert_exact(&sim, batch).await;
}

#[tokio::test]
async fn a_kick_the_router_refuses_is_shown_and_keeps_the_rest_going() {
    let sim = router().await;
    let shop = Shop::new().await;
    let router = RouterId(shop.test.router("hEX", &sim).await);
    let plan = shop.plan("3jam", &[router]).await;
    let batch = shop.batch(plan, 30, &[router]).await;
    shop.drain().await;
    let codes = shop.vouchers(batch).await;
    for (_, code) in &codes {
        sim.login_user(code, code).unwrap();
    }
    let mut tx = shop.tx().await;
    provisioning::vouchers_changed(&mut tx, &[codes[0].0], Wish::Disabled).await.unwrap();
    tx.commit().await.unwrap();
    sim.set_sessions_stuck(true);
    let next = shop.batch(plan, 1, &[router]).await;
    shop.drain().await;
    let copies = shop.copies(batch).await;
    assert_eq!(copies.get("failed disabled: router_kick_refused"), Some(&1), "{copies:?}");
    assert_eq!(sim.find(USERS, "name", &codes[0].1).unwrap()["disabled"], "true");
    assert_eq!(sim.count("/ip/hotspot/active"), 30, "still online, and said so");
    assert_eq!(shop.copies(next).await.get("applied"), Some(&1), "the rest goes on");
    assert_eq!(shop.number("SELECT count(*) FROM router_state WHERE link = 'up'").await, 1, "no line was lost");
    assert_eq!(shop.number("SELECT count(*) FROM jobs WHERE state = 'available'").await, 0, "nor is it tried for ever");

    sim.set_sessions_stuck(false);
    let mut tx = shop.tx().await;
    let all: Vec<_> = codes.iter().map(|(id, _)| *id).collect();
    provisioning::vouchers_changed(&mut tx, &all, Wish::Disabled).await.unwrap();
    tx.commit().await.unwrap();
    shop.test.owner_call("router_sync", json!({ "router_id": router })).await;
    shop.drain().await;
    assert_eq!(shop.copies(batch).await.get("applied disabled"), Some(&30));
    assert_eq!((sim.count("/ip/hotspot/active"), sim.count("/ip/hotspot/cookie")), (0, 0));
}
