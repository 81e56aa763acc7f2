//! Who is acting, and the fence by place.

use simpul_core::db::{Db, Fact};
use simpul_kernel::ids::{LocationId, UserId};
use simpul_kernel::{Actor, Clock, Ctx, Locations, PermissionSet, Source};
use simpul_testkit::{TestApp, TestDb};

fn user(id: i64, locations: Locations) -> Ctx {
    let actor = Actor::User { id: UserId(id), permissions: PermissionSet::all(), locations };
    Ctx { actor, ..Ctx::nobody(Source::Lan, simpul_kernel::time::desk_now()) }
}

/// What the database believes of who is acting.
async fn acting(tx: &mut simpul_core::db::Tx) -> (Option<i64>, Vec<i64>) {
    sqlx::query_as("SELECT app_user_id(), app_location_ids()").fetch_one(&mut **tx).await.unwrap()
}

#[tokio::test]
async fn two_people_over_one_connection_never_see_each_others_settings() {
    let db = TestDb::new().await;
    let pool = Db::connect(db.app_options(), 1, Clock::default()).await.unwrap();
    let (rina, joko) = (
        user(1, Locations::Only(vec![LocationId(11)])),
        user(2, Locations::Only(vec![LocationId(22), LocationId(23)])),
    );
    for _ in 0..3 {
        let mut tx = pool.begin(&rina).await.unwrap();
        assert_eq!(acting(&mut tx).await, (Some(1), vec![11]));
        tx.commit().await.unwrap();
        let mut tx = pool.begin(&joko).await.unwrap();
        assert_eq!(acting(&mut tx).await, (Some(2), vec![22, 23]));
        drop(tx);
        let mut tx = pool.begin(&Ctx::nobody(Source::Lan, rina.now)).await.unwrap();
        assert_eq!(acting(&mut tx).await, (None, vec![]));
    }
}

#[tokio::test]
async fn rows_of_another_place_are_not_there() {
    let shop = TestApp::new().await;
    let (here, there) = (shop.location().await, shop.location_new("Cabang Wetan").await);
    let mut conn = shop.db.owner().await;
    for place in [here, there] {
        sqlx::query("INSERT INTO vendors (location_id, name) VALUES ($1, 'Warung Bu Tini')")
            .bind(place.0)
            .execute(&mut conn)
            .await
            .unwrap();
    }
    let count = async |ctx: &Ctx| -> i64 {
        let mut tx = shop.app.db.begin(ctx).await.unwrap();
        sqlx::query_scalar("SELECT count(*) FROM vendors").fetch_one(&mut *tx).await.unwrap()
    };
    assert_eq!(count(&user(1, Locations::Only(vec![here]))).await, 1);
    assert_eq!(count(&user(1, Locations::Only(vec![]))).await, 0);
    assert_eq!(count(&user(1, Locations::All)).await, 2);
    assert_eq!(count(&Ctx::nobody(Source::Lan, shop.clock.now())).await, 0);

    let mut tx = shop.app.db.begin(&user(1, Locations::Only(vec![here]))).await.unwrap();
    let smuggled =
        sqlx::query("INSERT INTO vendors (location_id, name) VALUES ($1, 'X')").bind(there.0).execute(&mut *tx).await;
    assert!(smuggled.unwrap_err().to_string().contains("row-level security"));
}

#[tokio::test]
async fn the_application_cannot_rewrite_history_or_the_schema() {
    let shop = TestApp::new().await;
    let ctx = shop.owner_ctx();
    for sql in [
        "DELETE FROM activity_logs",
        "UPDATE activity_logs SET action = 'x'",
        "DELETE FROM audit_logs",
        "TRUNCATE activity_logs",
        "DROP TABLE vendors",
        "CREATE TABLE mine (id INT)",
        "DELETE FROM users",
        "ALTER TABLE vendors DISABLE ROW LEVEL SECURITY",
    ] {
        let mut tx = shop.app.db.begin(&ctx).await.unwrap();
        let refused = sqlx::query(sql).execute(&mut *tx).await;
        assert!(refused.is_err(), "{sql} went through");
    }
    let owner = sqlx::query("DELETE FROM activity_logs").execute(&mut shop.db.owner().await).await;
    assert!(owner.unwrap_err().to_string().contains("append-only"), "not even the owner role");
}

#[tokio::test]
async fn changes_to_and_from_null_are_in_the_audit_trail() {
    let shop = TestApp::new().await;
    let ctx = shop.owner_ctx();
    let here = shop.location().await;
    for phone in [Some("+62812345678"), None] {
        let mut tx = shop.app.db.begin(&ctx).await.unwrap();
        sqlx::query("UPDATE locations SET phone = $2 WHERE id = $1")
            .bind(here.0)
            .bind(phone)
            .execute(&mut *tx)
            .await
            .unwrap();
        tx.commit().await.unwrap();
    }
    let trail: Vec<(serde_json::Value, serde_json::Value, Option<i64>, String)> = sqlx::query_as(
        "SELECT old_values, new_values, user_id, source FROM audit_logs WHERE table_name = 'locations' AND new_values ? 'phone' ORDER BY id",
    )
    .fetch_all(&mut shop.db.owner().await)
    .await
    .unwrap();
    assert_eq!(trail.len(), 2);
    assert_eq!(trail[0].0["phone"], serde_json::Value::Null);
    assert_eq!(trail[1].1["phone"], serde_json::Value::Null);
    assert_eq!((trail[0].2, trail[0].3.as_str()), (ctx.user_id().map(|u| u.0), "lan"));
}

#[tokio::test]
async fn a_commit_tells_every_desk_and_a_rollback_tells_nobody() {
    let shop = TestApp::new().await;
    let (other, _folder) = shop.second("beefcafe").await;
    let hub = simpul_core::events::EventHub::start(other.db.pool()).await.unwrap();
    let mut changes = hub.subscribe();
    let ctx = shop.owner_ctx();
    let mut lost = shop.app.db.begin(&ctx).await.unwrap();
    lost.record(Fact::new("settings_update").tag("lost")).await.unwrap();
    drop(lost);
    let mut tx = shop.app.db.begin(&ctx).await.unwrap();
    tx.record(Fact::new("settings_update").tag("settings")).await.unwrap();
    tx.commit().await.unwrap();
    let deadline = std::time::Duration::from_secs(20);
    loop {
        let change = tokio::time::timeout(deadline, changes.recv()).await.expect("the other desk hears of it").unwrap();
        let tags = change.unwrap_or_default();
        assert!(!tags.contains(&"lost".to_owned()));
        if tags.contains(&"settings".to_owned()) {
            break;
        }
    }
}
