//! What is done for a customer at the counter: more of a code, another device, a fresh start; against the books and
//! against a router on a real socket.

use std::time::Duration;

use chrono::TimeDelta;
use routeros_sim::{Sim, SimHandle};
use serde_json::{Value, json};
use simpul_core::provisioning::RouterDrain;
use simpul_core::usage::Watch;
use simpul_core::worker;
use simpul_jobs::Registry;
use simpul_kernel::ids::{RouterId, VoucherId};

use crate::counter::{Counter, usage};
use crate::shop::{Shop, USERS};

const DAY: i64 = 86_400;

async fn stocked() -> (Counter, [i64; 2], Vec<(i64, String)>) {
    let shop = Counter::new().await;
    let routers = [shop.router(shop.location, "RB-Pasar").await, shop.router(shop.location, "RB-Masjid").await];
    let plan = shop.test.plan("Harian", &routers).await;
    let batch = shop.test.batch(plan, 4).await;
    let vouchers = shop.vouchers(&batch).await;
    (shop, routers, vouchers)
}

fn more(voucher: &Value, field: &str, amount: i64) -> Value {
    json!({ "voucher_id": voucher["row"]["voucher_id"], "version": voucher["version"], field: amount, "reason": "router mati" })
}

#[tokio::test]
async fn a_code_that_is_over_goes_on_where_it_was_used_and_the_same_form_gives_once() {
    let (shop, [a, b], vouchers) = stocked().await;
    let now = shop.test.clock.now();
    let id = vouchers[0].0;
    shop.seen(a, now, &[usage(id, 60, Some(60), 0)]).await;
    shop.seen(a, now, &[usage(id, DAY, Some(DAY), 0)]).await;
    let used = shop.voucher(id).await;
    assert_eq!((&used["row"]["status"], shop.wish(id, a).await.as_str()), (&json!("used"), "disabled"));

    let given = more(&used, "usage_s", 3_600);
    let extended = shop.call("voucher_extend", given.clone()).await;
    assert_eq!((&extended["row"]["status"], &extended["usage_limit_s"]), (&json!("active"), &json!(DAY + 3_600)));
    assert_eq!((shop.wish(id, a).await.as_str(), shop.wish(id, b).await.as_str()), ("present", "disabled"));
    assert_eq!(
        (&extended["events"][0]["kind"], &extended["events"][0]["details"]["reason"]),
        (&json!("extended"), &json!("router mati"))
    );
    assert_eq!(shop.refused("voucher_extend", given).await.code(), "row_changed_meanwhile");
    shop.seen(a, now, &[usage(id, DAY + 3_600, None, 0)]).await;
    assert_eq!(shop.voucher(id).await["row"]["status"], "used", "what was given is used up too");
    shop.assert_sums_true().await;
    let deeds = shop.call("activity_list", json!({ "action": "voucher_extend" })).await;
    assert_eq!(deeds["rows"][0]["details"]["reason"], "router mati");
}

#[tokio::test]
async fn days_are_counted_from_now_where_the_end_has_passed() {
    let (shop, [a, _], vouchers) = stocked().await;
    let begun = shop.test.clock.now();
    let id = vouchers[0].0;
    shop.seen(a, begun, &[usage(id, 60, Some(60), 0)]).await;
    let active = shop.voucher(id).await;
    let later = shop.call("voucher_extend", more(&active, "validity_s", DAY)).await;
    let end =
        |view: &Value| view["row"]["expires_at"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    assert_eq!(end(&later) - end(&active), TimeDelta::seconds(DAY), "a code that lives gets them at its end");

    shop.run("UPDATE vouchers SET status = 'expired', ended_at = now(), expires_at = now() - interval '3 days' WHERE status = 'active'").await;
    let over = shop.voucher(id).await;
    let too_little = shop.refused("voucher_extend", more(&over, "usage_s", 60)).await;
    assert_eq!(too_little.code(), "voucher_extend_too_little");
    let again = shop.call("voucher_extend", more(&over, "validity_s", 3_600)).await;
    assert_eq!(again["row"]["status"], "active");
    assert!(end(&again) > shop.test.clock.now() + TimeDelta::minutes(50), "{}", again["row"]);
}

#[tokio::test]
async fn nonsense_is_refused_and_a_withdrawn_code_stays_withdrawn() {
    let (shop, _, vouchers) = stocked().await;
    let code = shop.voucher(vouchers[0].0).await;
    for wrong in [more(&code, "usage_s", 0), more(&code, "usage_s", 400 * DAY)] {
        assert_eq!(shop.refused("voucher_extend", wrong).await.code(), "input_invalid");
    }
    let mut silent = more(&code, "usage_s", 60);
    silent["reason"] = json!(" ");
    assert_eq!(shop.refused("voucher_extend", silent).await.code(), "input_invalid");
    let mut nothing = more(&code, "usage_s", 60);
    nothing["usage_s"] = json!(null);
    assert_eq!(shop.refused("voucher_extend", nothing).await.code(), "input_invalid");
    let unlimited = more(&code, "data_bytes", 1_000);
    assert_eq!(shop.refused("voucher_extend", unlimited).await.code(), "voucher_extend_unlimited");
    let bound = json!({ "voucher_id": vouchers[0].0, "reason": "ganti ponsel" });
    assert_eq!(shop.refused("voucher_unlock", bound).await.code(), "voucher_not_bound");
    let fresh = shop.call("voucher_extend", more(&code, "validity_s", DAY)).await;
    assert_eq!((&fresh["row"]["status"], &fresh["validity_s"]), (&json!("available"), &json!(2 * DAY)));
    assert_eq!(shop.refused("voucher_kick", json!({ "voucher_id": vouchers[0].0 })).await.code(), "voucher_not_online");
    shop.call("voucher_void", json!({ "voucher_ids": [vouchers[1].0], "reason": "hilang" })).await;
    let void = shop.voucher(vouchers[1].0).await;
    assert_eq!(shop.refused("voucher_extend", more(&void, "usage_s", 60)).await.code(), "voucher_not_extendable");
}

/// A shop whose one router holds a batch, worked by the product's own books.
struct Live {
    shop: Shop,
    sim: SimHandle,
    router: RouterId,
    codes: Vec<(VoucherId, String)>,
    watch: Watch,
}

impl Live {
    async fn new() -> Self {
        let sim = Sim::builder().user("admin", "secret").frozen().start().await.unwrap();
        let shop = Shop::new().await;
        let router = RouterId(shop.test.router("hEX", &sim).await);
        let plan = shop.plan("3jam", &[router]).await;
        sqlx::query("UPDATE service_plans SET has_mac_lock = true")
            .execute(&mut shop.test.db.owner().await)
            .await
            .unwrap();
        let batch = shop.batch(plan, 2, &[router]).await;
        let codes = shop.vouchers(batch).await;
        let watch = Watch::new(shop.app().clone(), worker::books());
        let live = Self { shop, sim, router, codes, watch };
        live.drain().await;
        live
    }

    async fn drain(&self) {
        let registry = Registry::new().with(RouterDrain::new(self.shop.app().clone(), worker::books()));
        simpul_jobs::drain(self.shop.app().db.pool(), registry).await.unwrap();
    }

    async fn look(&self) {
        self.watch.look(self.router).await.unwrap();
    }

    fn row(&self, field: &str) -> Option<String> {
        let code = &self.codes[0].1;
        self.sim.rows(USERS).into_iter().find(|row| row["name"] == *code).and_then(|row| row.get(field).cloned())
    }

    async fn voucher(&self) -> Value {
        self.shop.test.owner_call("voucher_get", json!({ "voucher_id": self.codes[0].0 })).await
    }
}

#[tokio::test]
async fn another_phone_signs_in_after_the_code_was_let_go_of_the_first() {
    const OLD: &str = "AA:AA:AA:00:00:01";
    const NEW: &str = "BB:BB:BB:00:00:02";
    let live = Live::new().await;
    let code = live.codes[0].1.clone();
    live.sim.login_user_from(&code, &code, OLD).unwrap();
    live.sim.advance(Duration::from_secs(30));
    live.look().await;
    live.drain().await;
    assert_eq!(
        (live.voucher().await["locked_mac"].as_str(), live.row("mac-address").as_deref()),
        (Some(OLD), Some(OLD))
    );
    live.sim.logout_user(&code);
    assert!(live.sim.login_user_from(&code, &code, NEW).is_err(), "bound to the first");
    live.sim.login_user_from(&code, &code, OLD).unwrap();
    live.sim.advance(Duration::from_secs(30));

    let free = json!({ "voucher_id": live.codes[0].0, "reason": "ganti ponsel" });
    let view = live.shop.test.owner_call("voucher_unlock", free).await;
    assert_eq!((&view["locked_mac"], &view["events"][0]["kind"]), (&Value::Null, &json!("unlocked")));
    // A look between the word and the deed: the first phone is still online, and is not bound again.
    live.look().await;
    assert_eq!(live.voucher().await["locked_mac"], Value::Null);
    live.drain().await;
    assert_eq!(live.sim.rows("/ip/hotspot/active").len(), 0, "its session is ended");
    live.sim.login_user_from(&code, &code, NEW).expect("the next phone may");
    live.look().await;
    live.drain().await;
    let bound = live.voucher().await;
    assert_eq!((bound["locked_mac"].as_str(), live.row("mac-address").as_deref()), (Some(NEW), Some(NEW)), "{bound}");
}

#[tokio::test]
async fn what_is_given_reaches_the_router_and_a_kick_ends_what_runs() {
    let live = Live::new().await;
    let code = live.codes[0].1.clone();
    live.sim.login_user(&code, &code).unwrap();
    live.sim.advance(Duration::from_secs(30));
    live.look().await;
    let before = live.voucher().await;
    live.shop.test.owner_call("voucher_extend", more(&before, "usage_s", 7_200)).await;
    live.drain().await;
    assert_eq!(live.row("limit-uptime").as_deref(), Some("5h"), "three hours were sold, two given");
    assert_eq!(live.sim.rows("/ip/hotspot/active").len(), 1, "who is online stays online");
    live.shop.test.owner_call("voucher_kick", json!({ "voucher_id": live.codes[0].0 })).await;
    live.drain().await;
    assert_eq!(live.sim.rows("/ip/hotspot/active").len(), 0);
    live.sim.login_user(&code, &code).expect("it may sign in again");
    assert_eq!(live.voucher().await["copies"][0]["truth"], "applied");
}

#[tokio::test]
async fn the_counter_counts_what_it_can_sell_without_paper() {
    let (shop, _, vouchers) = stocked().await;
    let stock = || async {
        shop.call("sale_stock_get", json!({ "location_id": shop.location })).await["rows"][0]["codes"].clone()
    };
    assert_eq!(stock().await, 4);
    shop.call("voucher_slip_render", json!({ "voucher_id": vouchers[0].0 })).await;
    assert_eq!(stock().await, 3, "a printed card is sold as that card");
    shop.call("voucher_void", json!({ "voucher_ids": [vouchers[1].0], "reason": "hilang" })).await;
    assert_eq!(stock().await, 2);
}
