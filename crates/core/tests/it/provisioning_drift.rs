//! Where a router and the books differ: found, decided by a person, carried out by
//! the to-do list.

use routeros_sim::SimHandle;
use serde_json::{Value, json};
use simpul_core::provisioning::{self, Wish};
use simpul_kernel::ids::{RouterId, VoucherBatchId, VoucherId};

use crate::counter::waiting;
use crate::shop::{Shop, USERS, router, rows_of};

const PROFILES: &str = "/ip/hotspot/user/profile";

/// A shop whose batch stands on its router.
pub struct Stand {
    pub shop: Shop,
    pub sim: SimHandle,
    pub router: RouterId,
    pub batch: VoucherBatchId,
    pub codes: Vec<(VoucherId, String)>,
}

impl Stand {
    pub async fn new(count: i32) -> Self {
        let sim = router().await;
        let shop = Shop::new().await;
        let router = RouterId(shop.test.router("hEX", &sim).await);
        let plan = shop.plan("3jam", &[router]).await;
        let batch = shop.batch(plan, count, &[router]).await;
        shop.drain().await;
        shop.assert_exact(&sim, batch).await;
        let codes = shop.vouchers(batch).await;
        Self { shop, sim, router, batch, codes }
    }

    pub async fn compare(&self) {
        self.shop.test.owner_call("router_compare", json!({ "router_id": self.router })).await;
        self.shop.drain().await;
    }

    pub async fn items(&self) -> Vec<Value> {
        let list = self.shop.test.owner_call("drift_list", json!({ "router_id": self.router })).await;
        list["rows"].as_array().unwrap().clone()
    }

    pub async fn resolve(&self, choice: &str, ids: &[&Value], dry_run: bool) -> Value {
        let ids: Vec<&Value> = ids.iter().map(|item| &item["drift_id"]).collect();
        let input =
            json!({ "router_id": self.router, "choice": choice, "drift_ids": ids, "kinds": [], "dry_run": dry_run });
        self.shop.test.owner_call("drift_resolve", input).await
    }

    pub async fn summary(&self) -> Value {
        self.shop.test.owner_call("drift_summary", json!({})).await["rows"][0].clone()
    }

    async fn changed(&self, voucher: VoucherId, wish: Wish) {
        let mut tx = self.shop.tx().await;
        provisioning::vouchers_changed(&mut tx, &[voucher], wish).await.unwrap();
        tx.commit().await.unwrap();
    }
}

fn of_kind<'a>(items: &'a [Value], kind: &str) -> &'a Value {
    let found: Vec<&Value> = items.iter().filter(|item| item["kind"] == kind).collect();
    assert_eq!(found.len(), 1, "{kind} in {items:#?}");
    found[0]
}

#[tokio::test]
async fn every_kind_of_drift_is_found_shown_three_ways_and_pushed_away() {
    let s = Stand::new(8).await;
    let name = |n: usize| s.codes[n].1.as_str();
    s.changed(s.codes[2].0, Wish::Absent).await;
    s.shop.drain().await;
    let gone = s.sim.find(USERS, "name", name(3)).unwrap();
    s.sim.set(USERS, name(0), &[("limit-uptime", "9h"), ("disabled", "yes")]).unwrap();
    s.sim.remove(USERS, name(1)).unwrap();
    let batch = s.shop.text("SELECT batch_code FROM voucher_batches").await.unwrap();
    let ours = |id: VoucherId| format!("simpul|v1|0a1b2c3d|{batch}|{id}");
    s.sim.add(USERS, &[("name", name(2)), ("comment", &ours(s.codes[2].0))]).unwrap();
    s.sim.add(USERS, &[("name", "sisa"), ("comment", &ours(s.codes[3].0))]).unwrap();
    s.sim.add(USERS, &[("name", "buani"), ("comment", "Bu Ani")]).unwrap();
    s.sim.set(PROFILES, "3jam", &[("rate-limit", "9M/9M")]).unwrap();
    s.sim.add(PROFILES, &[("name", "punya-orang")]).unwrap();
    s.compare().await;

    let items = s.items().await;
    assert_eq!(items.len(), 5, "{items:#?}");
    let differs = of_kind(&items, "differs");
    assert_eq!(differs["fields"], json!(["limit-uptime", "disabled"]));
    assert_eq!((&differs["ours"]["limit-uptime"], &differs["now"]["limit-uptime"]), (&json!("3h"), &json!("9h")));
    assert_eq!(differs["seen"]["limit-uptime"], "3h", "as it stood when it was written");
    assert_eq!(of_kind(&items, "missing")["now"], Value::Null);
    assert_eq!(of_kind(&items, "unwanted")["ours"], Value::Null);
    assert_eq!(of_kind(&items, "stray")["name"], "sisa");
    assert_eq!(of_kind(&items, "profile_differs")["now"]["rate-limit"], "9M/9M");
    let summary = s.summary().await;
    assert_eq!((&summary["foreign_users"], &summary["foreign_profiles"]), (&json!(1), &json!(1)), "{summary}");
    assert_eq!(summary["open"]["differs"], 1);
    assert_eq!(summary["gate"], Value::Null);

    let writes = s.sim.stats().writes;
    let dry = s.resolve("push", &items.iter().collect::<Vec<_>>(), true).await;
    assert_eq!((&dry["count"], &dry["refused"]), (&json!(4), &json!(1)), "{dry:#}");
    let commands: Vec<&str> =
        dry["rows"].as_array().unwrap().iter().filter_map(|row| row["commands"][0].as_str()).collect();
    assert!(commands.iter().any(|c| c.ends_with("limit-uptime=3h disabled=false")), "{commands:?}");
    assert!(commands.iter().any(|c| c.starts_with("/ip/hotspot/user/add") && c.contains(name(1))), "{commands:?}");
    assert!(commands.iter().any(|c| c.starts_with("/ip/hotspot/user/profile/set")), "{commands:?}");
    s.shop.drain().await;
    assert_eq!(s.sim.stats().writes, writes, "a dry run writes nothing");
    assert_eq!(s.items().await.len(), 5);

    s.resolve("push", &items.iter().collect::<Vec<_>>(), false).await;
    s.shop.drain().await;
    s.compare().await;
    let left = s.items().await;
    assert_eq!(left.len(), 1, "{left:#?}");
    let stray = s.resolve("remove", &[of_kind(&left, "stray")], true).await;
    assert!(stray["rows"][0]["commands"][0].as_str().unwrap().starts_with("/ip/hotspot/user/remove *"));
    s.resolve("remove", &[of_kind(&left, "stray")], false).await;
    s.shop.drain().await;
    s.compare().await;
    assert!(s.items().await.is_empty());
    assert!(s.sim.find(USERS, "name", "sisa").is_none());
    assert_eq!(s.sim.find(USERS, "name", name(3)).unwrap(), gone, "the code the stray's comment named stays");
    assert!(s.sim.find(USERS, "name", "buani").is_some() && s.sim.find(PROFILES, "name", "punya-orang").is_some());
    assert_eq!(s.sim.find(PROFILES, "name", "3jam").unwrap()["rate-limit"], "1500k/4M");
    let done = "SELECT count(*) FROM activity_logs WHERE action = 'drift_resolve'";
    assert_eq!(s.shop.number(done).await, 2, "dry runs are no deeds");
}

#[tokio::test]
async fn what_a_person_leaves_stays_left_until_it_changes_again() {
    let s = Stand::new(2).await;
    let name = s.codes[0].1.as_str();
    s.sim.set(USERS, name, &[("limit-uptime", "9h")]).unwrap();
    s.compare().await;
    let items = s.items().await;
    s.resolve("ignore", &[&items[0]], false).await;
    s.compare().await;
    assert_eq!(s.items().await[0]["state"], "ignored");
    s.shop.test.owner_call("router_sync", json!({ "router_id": s.router })).await;
    s.shop.drain().await;
    assert_eq!(s.sim.find(USERS, "name", name).unwrap()["limit-uptime"], "9h", "left is left, for a sync too");
    s.sim.set(USERS, name, &[("limit-uptime", "8h")]).unwrap();
    s.compare().await;
    let again = s.items().await;
    assert_eq!(again[0]["state"], "open");
    assert_eq!((&again[0]["seen"]["limit-uptime"], &again[0]["now"]["limit-uptime"]), (&json!("9h"), &json!("8h")));
}

#[tokio::test]
async fn the_books_take_what_has_a_meaning_and_refuse_the_rest_with_a_reason() {
    let s = Stand::new(4).await;
    let name = |n: usize| s.codes[n].1.as_str();
    s.sim.set(USERS, name(0), &[("limit-uptime", "9h")]).unwrap();
    s.sim.set(USERS, name(1), &[("disabled", "yes")]).unwrap();
    s.sim.remove(USERS, name(2)).unwrap();
    s.sim.set(PROFILES, "3jam", &[("rate-limit", "2M/6M"), ("shared-users", "3")]).unwrap();
    s.compare().await;
    let items = s.items().await;
    let took = s.resolve("take", &items.iter().collect::<Vec<_>>(), false).await;
    assert_eq!((&took["count"], &took["refused"]), (&json!(3), &json!(1)), "{took:#}");
    let refused: Vec<&Value> =
        took["rows"].as_array().unwrap().iter().map(|row| &row["refused"]).filter(|code| !code.is_null()).collect();
    assert_eq!(refused, [&json!("drift_take_missing")]);
    assert_eq!(s.shop.number("SELECT count(*) FROM vouchers WHERE usage_limit_s = 32400").await, 1);
    let plan =
        "SELECT count(*) FROM service_plans WHERE upload_kbps = 2000 AND download_kbps = 6000 AND shared_users = 3";
    assert_eq!(s.shop.number(plan).await, 1);
    s.compare().await;
    let left = s.items().await;
    assert_eq!(left.len(), 1, "{left:#?}");
    assert_eq!(left[0]["kind"], "missing");
    assert_eq!(s.sim.find(USERS, "name", name(1)).unwrap()["disabled"], "true");

    s.sim.set(PROFILES, "3jam", &[("rate-limit", "2M/6M 4M/8M")]).unwrap();
    s.compare().await;
    let burst = s.items().await;
    assert_eq!(of_kind(&burst, "profile_differs")["take_refused"], "drift_take_rate_unreadable");
}

#[tokio::test]
async fn a_code_withdrawn_since_the_comparison_leaves_the_router_whatever_is_taken() {
    let s = Stand::new(2).await;
    let (voucher, name) = s.codes[0].clone();
    s.sim.set(USERS, &name, &[("disabled", "yes")]).unwrap();
    s.compare().await;
    let items = s.items().await;
    s.changed(voucher, Wish::Absent).await;
    s.resolve("take", &[of_kind(&items, "differs")], false).await;
    s.shop.drain().await;
    assert!(s.sim.find(USERS, "name", &name).is_none(), "what was withdrawn is gone");
}

#[tokio::test]
async fn a_stray_that_changed_since_it_was_decided_on_stays() {
    let s = Stand::new(1).await;
    let comment = format!("simpul|v1|0a1b2c3d|X|{}", s.codes[0].0);
    s.sim.add(USERS, &[("name", "sisa"), ("comment", &comment)]).unwrap();
    s.compare().await;
    let items = s.items().await;
    s.resolve("remove", &[of_kind(&items, "stray")], false).await;
    s.sim.set(USERS, "sisa", &[("comment", "sekarang milik Bu Ani")]).unwrap();
    s.shop.drain().await;
    assert!(s.sim.find(USERS, "name", "sisa").is_some());
    s.compare().await;
    assert!(s.items().await.is_empty(), "it is somebody else's now");
}

#[tokio::test]
async fn after_an_older_backup_nothing_is_written_until_a_person_confirmed() {
    let s = Stand::new(5).await;
    let highest = s.codes.iter().map(|(id, _)| id.0).max().unwrap();
    // The last two vouchers were made after the backup that is restored now.
    let mut owner = s.shop.test.db.owner().await;
    for sql in [
        "DELETE FROM voucher_routers WHERE voucher_id IN (SELECT id FROM vouchers WHERE number > 3)",
        "DELETE FROM vouchers WHERE number > 3",
        "SELECT setval('vouchers_id_seq', (SELECT max(id) FROM vouchers))",
        "UPDATE router_compares SET database_life = 'another'",
    ] {
        sqlx::query(sql).execute(&mut owner).await.unwrap();
    }
    let writes = s.sim.stats().writes;
    let plan = s.shop.number("SELECT id FROM service_plans").await;
    let new = s.shop.batch(simpul_kernel::ids::PlanId(plan), 3, &[s.router]).await;
    s.shop.drain().await;
    assert_eq!(s.sim.stats().writes, writes, "nothing is written before a person looked");
    let gate = s.summary().await["gate"].clone();
    assert_eq!(gate["highest_seen"], highest, "{gate}");
    let needs = s.shop.test.owner_call("dashboard_get", json!({})).await["actions"].clone();
    assert_eq!(needs[0]["code"], "router_gate", "the first thing a person sees: {needs}");
    assert_eq!(s.shop.copies(new).await.get("pending"), Some(&3));
    // What is made from now on has ids the router has never seen.
    let later = s.shop.batch(simpul_kernel::ids::PlanId(plan), 1, &[]).await;
    assert!(s.shop.vouchers(later).await[0].0.0 > highest);
    // A sync looks and does not write either.
    s.shop.test.owner_call("router_sync", json!({ "router_id": s.router })).await;
    s.shop.drain().await;
    assert_eq!(s.sim.stats().writes, writes);

    let confirm = json!({ "router_id": s.router });
    s.shop.test.owner_call("router_reconcile_confirm", confirm.clone()).await;
    s.shop.drain().await;
    assert_eq!(s.shop.copies(new).await.get("applied"), Some(&3));
    let strays = s.items().await;
    assert_eq!(strays.iter().filter(|item| item["kind"] == "stray").count(), 2, "{strays:#?}");
    s.compare().await;
    assert_eq!(s.summary().await["gate"], Value::Null, "confirmed is confirmed");
    let owner = s.shop.test.owner_ctx();
    let again = s.shop.test.call(&owner, "router_reconcile_confirm", confirm).await.unwrap_err();
    assert_eq!(again.code(), "router_gate_open");
    assert_eq!(rows_of(&s.sim).len(), 8);
}

#[tokio::test]
async fn an_id_somebody_typed_is_a_stray_and_uses_no_ids_up() {
    let s = Stand::new(2).await;
    let batch = s.shop.text("SELECT batch_code FROM voucher_batches").await.unwrap();
    let comment = format!("simpul|v1|0a1b2c3d|{batch}|1000000000000");
    s.sim.add(USERS, &[("name", "tinggi"), ("comment", &comment)]).unwrap();
    s.compare().await;
    assert_eq!(s.summary().await["gate"], Value::Null, "no dump was restored");
    assert_eq!(of_kind(&s.items().await, "stray")["name"], "tinggi");
    let plan = s.shop.number("SELECT id FROM service_plans").await;
    let later = s.shop.batch(simpul_kernel::ids::PlanId(plan), 1, &[]).await;
    let highest = s.codes.iter().map(|(id, _)| id.0).max().unwrap();
    assert_eq!(s.shop.vouchers(later).await[0].0.0, highest + 1);
}

#[tokio::test]
async fn a_large_batch_is_checked_by_count_and_a_lost_row_is_still_found() {
    let s = Stand::new(300).await;
    let replies = s.sim.stats().replies;
    let plan = simpul_kernel::ids::PlanId(s.shop.number("SELECT id FROM service_plans").await);
    let next = s.shop.batch(plan, 300, &[s.router]).await;
    s.shop.drain().await;
    assert_eq!(s.shop.copies(next).await.get("applied"), Some(&300));
    let per_row = (s.sim.stats().replies - replies) as f64 / 300.0;
    assert!(per_row < 1.3, "{per_row} replies for each row: the table is not printed after it was written");

    // Somebody takes rows away while the next batch is written: the count is wrong.
    let third = s.shop.batch(plan, 300, &[s.router]).await;
    let sim = s.sim.clone();
    let victims: Vec<String> = s.shop.vouchers(third).await.into_iter().map(|(_, code)| code).collect();
    let thief = tokio::spawn(async move {
        loop {
            tokio::task::yield_now().await;
            if sim.remove(USERS, &victims[7]).is_ok() {
                break;
            }
        }
    });
    s.shop.drain().await;
    thief.await.unwrap();
    let copies = s.shop.copies(third).await;
    let total: i64 = copies.values().sum();
    assert_eq!(total, 300);
    s.compare().await;
    assert_eq!(s.shop.copies(third).await.get("drifted: router_row_missing"), Some(&1), "{copies:?}");
}

#[tokio::test]
async fn the_daily_comparison_comes_by_itself_a_few_routers_at_a_time() {
    let s = Stand::new(2).await;
    s.sim.remove(USERS, &s.codes[0].1).unwrap();
    let mut owner = s.shop.test.db.owner().await;
    sqlx::query("UPDATE router_compares SET compared_at = now() - interval '25 hours'")
        .execute(&mut owner)
        .await
        .unwrap();
    let due = async |is_on: bool| {
        let mut settings = s.shop.test.owner_call("settings_get", json!({})).await;
        settings["auto_sync_mikrotik"] = json!(is_on);
        s.shop.test.owner_call("settings_update", settings).await;
        let mut owner = s.shop.test.db.owner().await;
        sqlx::query("INSERT INTO jobs (kind) VALUES ('router_compare_due')").execute(&mut owner).await.unwrap();
        let registry = s.shop.registry().with(provisioning::CompareDue::new(s.shop.app().clone()));
        simpul_jobs::drain(s.shop.app().db.pool(), registry).await.unwrap();
    };
    due(false).await;
    assert_eq!(s.items().await.len(), 0, "where the shop compares by hand, nothing comes by itself");
    due(true).await;
    assert_eq!(of_kind(&s.items().await, "missing")["name"], s.codes[0].1.as_str());
    assert!(s.sim.find(USERS, "name", &s.codes[0].1).is_none(), "compared, not changed");
    assert_eq!(s.shop.copies(s.batch).await.get("drifted: router_row_missing"), Some(&1));
}

#[tokio::test]
async fn routers_that_are_away_keep_no_other_from_its_turn() {
    let s = Stand::new(2).await;
    s.sim.remove(USERS, &s.codes[0].1).unwrap();
    let mut owner = s.shop.test.db.owner().await;
    for sql in [
        "UPDATE router_compares SET compared_at = now() - interval '25 hours'",
        "INSERT INTO routers (location_id, name, host, port, transport, username, password_sealed, key_id, hotspot_dns_name)
         SELECT location_id, name || n, '127.0.0.1', n, transport, username, password_sealed, key_id, hotspot_dns_name
           FROM routers CROSS JOIN generate_series(1, 3) AS n",
        "INSERT INTO router_state (router_id, location_id, link) SELECT id, location_id, 'down' FROM routers WHERE port < 4",
        "INSERT INTO jobs (kind) VALUES ('router_compare_due')",
    ] {
        sqlx::query(sql).execute(&mut owner).await.unwrap();
    }
    let registry = s.shop.registry().with(provisioning::CompareDue::new(s.shop.app().clone()));
    simpul_jobs::drain(s.shop.app().db.pool(), registry).await.unwrap();
    assert_eq!(of_kind(&s.items().await, "missing")["name"], s.codes[0].1.as_str());
}

#[tokio::test]
async fn what_somebody_else_decides_meanwhile_is_not_decided_again() {
    let s = Stand::new(2).await;
    s.sim.set(USERS, &s.codes[0].1, &[("limit-uptime", "9h")]).unwrap();
    s.compare().await;
    let (mut first, mut owner) = (s.shop.tx().await, s.shop.test.db.owner().await);
    sqlx::query("UPDATE drift_items SET state = 'ignored'").execute(&mut *first).await.unwrap();
    let first = async {
        waiting(&mut owner, 1).await;
        first.commit().await.unwrap();
    };
    let (second, ()) = tokio::join!(s.resolve("push", &[], false), first);
    assert_eq!(second["count"], 0, "{second:#}");
    assert_eq!(s.items().await[0]["state"], "ignored");
}
