//! What exists on a router is taken over: profiles as plans, users as vouchers.

use std::time::Duration;

use routeros_sim::{Sim, SimHandle};
use serde_json::{Value, json};
use simpul_core::worker;
use simpul_testkit::TestApp;

const USERS: &str = "/ip/hotspot/user";
const PROFILES: &str = "/ip/hotspot/user/profile";

/// A router that Mikhmon ran for a while.
async fn mikhmon() -> SimHandle {
    let sim = Sim::builder().user("admin", "secret").frozen().start().await.unwrap();
    let script = ":put (\",rem,3000,1d,5000,,Disable,\"); {:local x 1}";
    sim.add(PROFILES, &[("name", "5rb"), ("rate-limit", "1M/2M"), ("shared-users", "2"), ("on-login", script)])
        .unwrap();
    sim.add(PROFILES, &[("name", "burst"), ("rate-limit", "1M/2M 2M/4M 1M/1M 8/8")]).unwrap();
    sim.add(PROFILES, &[("name", "tanpa-batas"), ("rate-limit", "5M/5M")]).unwrap();
    let user = |name: &str, comment: &str, more: &[(&str, &str)]| {
        let mut values = vec![("name", name), ("password", name), ("profile", "5rb"), ("comment", comment)];
        values.extend_from_slice(more);
        sim.add(USERS, &values).unwrap();
    };
    for n in 0..5 {
        user(&format!("baru{n}"), "vc-412-11.20.26-toko", &[("limit-uptime", "3h")]);
    }
    user("pakai1", "2099-01-02 03:04:05", &[("limit-uptime", "3h")]);
    user("pakai2", "jan/02/2099 03:04:05", &[("limit-uptime", "3h")]);
    user("lewat1", "2020-01-02 03:04:05", &[("limit-uptime", "1s")]);
    user("mati12", "vc-1", &[("disabled", "yes")]);
    user("bu ani", "tetangga", &[]);
    sim.add(USERS, &[("name", "burst1"), ("password", "burst1"), ("profile", "burst")]).unwrap();
    sim.add(USERS, &[("name", "tamu99"), ("password", "lain99"), ("profile", "tanpa-batas")]).unwrap();
    sim
}

fn counts(report: &Value) -> Vec<(String, i64)> {
    let rows = report["skipped"].as_array().unwrap();
    rows.iter().map(|row| (row["reason"].as_str().unwrap().to_owned(), row["count"].as_i64().unwrap())).collect()
}

fn profile<'a>(report: &'a Value, name: &str) -> &'a Value {
    report["profiles"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap()
}

async fn number(test: &TestApp, sql: &'static str) -> i64 {
    sqlx::query_scalar(sql).fetch_one(&mut test.db.owner().await).await.unwrap()
}

#[tokio::test]
async fn a_router_mikhmon_ran_is_taken_over_once_and_untouched() {
    let (sim, test) = (mikhmon().await, TestApp::new().await);
    let router = test.router("lama", &sim).await;
    let before = (sim.rows(USERS), sim.rows(PROFILES));
    let preview = test.owner_call("router_adopt_preview", json!({ "router_id": router })).await;
    assert_eq!((&preview["done"], &preview["users_adoptable"]), (&json!(false), &json!(9)), "{preview:#}");
    let five = profile(&preview, "5rb");
    assert_eq!((&five["price_sell"], &five["price_cost"]), (&json!("5000.00"), &json!("3000.00")));
    assert_eq!(
        (&five["validity_s"], &five["usage_limit_s"], &five["users"]),
        (&json!(86_400), &json!(10_800), &json!(8))
    );
    assert_eq!((&five["outcome"], &five["has_script"]), (&json!("new"), &json!(true)));
    assert_eq!(profile(&preview, "burst")["reason"], "adopt_rate_unreadable");
    assert_eq!(profile(&preview, "default")["reason"], "adopt_built_in");
    let expected =
        [("adopt_disabled", 1), ("adopt_name_unusable", 1), ("adopt_profile_skipped", 1), ("adopt_trial", 1)];
    assert_eq!(counts(&preview), expected.map(|(reason, n)| (reason.to_owned(), n)));
    assert_eq!(number(&test, "SELECT count(*) FROM service_plans").await, 0, "a look takes nothing");

    let all = json!({ "router_id": router, "profile_names": [], "with_users": true, "take_comments": false });
    let done = test.owner_call("router_adopt", all.clone()).await;
    assert_eq!((&done["done"], &done["users_adopted"]), (&json!(true), &json!(9)), "{done:#}");
    assert_eq!(number(&test, "SELECT count(*) FROM service_plans").await, 2);
    assert_eq!(number(&test, "SELECT count(*) FROM vouchers WHERE status = 'available'").await, 6);
    assert_eq!(
        number(&test, "SELECT count(*) FROM vouchers WHERE status = 'active' AND NOT first_login_is_exact").await,
        2
    );
    assert_eq!(number(&test, "SELECT count(*) FROM vouchers WHERE status = 'expired' AND ended_at < now()").await, 1);
    assert_eq!(number(&test, "SELECT count(*) FROM vouchers WHERE password IS NOT NULL").await, 1);
    let ends = "SELECT count(DISTINCT expires_at) FROM vouchers WHERE status = 'active'";
    assert_eq!(number(&test, ends).await, 1, "both shapes of the date say the same");
    simpul_jobs::drain(test.app.db.pool(), worker::registry(&test.app)).await.unwrap();
    assert_eq!((sim.rows(USERS), sim.rows(PROFILES)), before, "nothing on the router was changed");

    let again = test.owner_call("router_adopt", all).await;
    assert_eq!(
        (&again["users_adopted"], &profile(&again, "5rb")["outcome"]),
        (&json!(0), &json!("known")),
        "{again:#}"
    );
    assert!(counts(&again).contains(&("adopt_known".to_owned(), 9)));
    assert_eq!(number(&test, "SELECT count(*) FROM service_plans").await, 2);
    assert_eq!(number(&test, "SELECT sum(quantity)::BIGINT FROM voucher_batches").await, 9);
}

#[tokio::test]
async fn with_our_comment_the_adopted_are_looked_after_like_all_others() {
    let (sim, test) = (mikhmon().await, TestApp::new().await);
    let router = test.router("lama", &sim).await;
    let chosen = json!({ "router_id": router, "profile_names": ["5rb"], "with_users": true, "take_comments": false });
    let done = test.owner_call("router_adopt", chosen).await;
    assert_eq!(done["users_adopted"], 8);
    // The comment is asked for later: it reaches those of before.
    let before = sim.find(USERS, "name", "baru3").unwrap();
    sim.set(USERS, "baru4", &[("comment", "diubah orang sementara")]).unwrap();
    let take = json!({ "router_id": router, "profile_names": ["5rb"], "with_users": true, "take_comments": true });
    test.owner_call("router_adopt", take).await;
    simpul_jobs::drain(test.app.db.pool(), worker::registry(&test.app)).await.unwrap();
    let mut after = sim.find(USERS, "name", "baru3").unwrap();
    let comment = after.insert("comment".to_owned(), before["comment"].clone()).unwrap();
    assert_eq!(after, before, "the comment and nothing else");
    assert!(comment.starts_with("simpul|v1|"), "{comment}");
    assert_eq!(sim.find(USERS, "name", "lewat1").unwrap()["disabled"], "true", "what is over is locked");
    assert_eq!(
        sim.find(USERS, "name", "baru4").unwrap()["comment"],
        "diubah orang sementara",
        "changed meanwhile: left"
    );
    assert_eq!(number(&test, "SELECT count(*) FROM voucher_routers WHERE state = 'applied'").await, 7);
    assert_eq!(
        number(&test, "SELECT count(*) FROM voucher_routers WHERE state = 'failed' AND reason = 'router_row_differs'")
            .await,
        1
    );
    let report = test.owner_call("router_adopt_preview", json!({ "router_id": router })).await;
    assert_eq!(report["users_ours"], 7);

    // From now on its life is read like any other's.
    sim.login_user("baru0", "baru0").unwrap();
    sim.advance(Duration::from_secs(60));
    let watch = simpul_core::usage::Watch::new(test.app.clone(), worker::books());
    watch.look(simpul_kernel::ids::RouterId(router)).await.unwrap();
    let begun = "SELECT count(*) FROM vouchers WHERE code = 'baru0' AND status = 'active' AND first_login_is_exact";
    assert_eq!(number(&test, begun).await, 1);
}

#[tokio::test]
async fn a_code_that_came_to_be_meanwhile_is_told_by_code() {
    let (sim, test) = (mikhmon().await, TestApp::new().await);
    let router = test.router("lama", &sim).await;
    let all = json!({ "router_id": router, "profile_names": ["5rb"], "with_users": true, "take_comments": false });
    test.owner_call("router_adopt", all).await;
    let ctx = test.owner_ctx();
    let mut tx = test.app.db.begin(&ctx).await.unwrap();
    let location = test.location().await;
    let plan = simpul_core::plan::facade::plan_of_profile(&mut tx, location, "5rb").await.unwrap().unwrap();
    let again = simpul_core::voucher::facade::AdoptedVoucher {
        code: "baru1".to_owned(),
        password: None,
        usage_limit_s: None,
        data_limit_bytes: None,
        validity_s: None,
        status: simpul_core::voucher::VoucherStatus::Available,
        first_login_at: None,
        expires_at: None,
        ended_at: None,
        locked_mac: None,
    };
    let refused = simpul_core::voucher::facade::batch_adopted(&mut tx, &ctx, &plan, "lama", &[again]).await;
    assert_eq!(refused.unwrap_err().code(), "row_changed_meanwhile");
}

#[tokio::test]
async fn a_profile_named_like_a_plan_gets_a_name_of_its_own_however_long() {
    let (sim, test) = (mikhmon().await, TestApp::new().await);
    let router = test.router("lama", &sim).await;
    let long = "n".repeat(60);
    sim.add(PROFILES, &[("name", &long), ("rate-limit", "1M/2M")]).unwrap();
    test.plan("lain", &[router]).await;
    let mut owner = test.db.owner().await;
    sqlx::query("UPDATE service_plans SET name = $1").bind(&long).execute(&mut owner).await.unwrap();
    let all = json!({ "router_id": router, "profile_names": [long], "with_users": false, "take_comments": false });
    let done = test.owner_call("router_adopt", all).await;
    assert_eq!(profile(&done, &long)["outcome"], "new", "{done:#}");
    let name: String =
        sqlx::query_scalar("SELECT name FROM service_plans ORDER BY id DESC").fetch_one(&mut owner).await.unwrap();
    assert_eq!(name, format!("{} (2)", "n".repeat(56)));
}
