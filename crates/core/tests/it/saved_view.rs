//! Saved views: one's own by name, shared by who may, refused by code.

use serde_json::{Value, json};
use simpul_kernel::Error;
use simpul_testkit::TestApp;

fn code<T>(result: Result<T, Error>) -> &'static str {
    result.err().map_or("ok", |e| e.code())
}

fn view(name: &str, search: &Value) -> Value {
    json!({ "screen": "vouchers", "name": name, "search": search })
}

#[tokio::test]
async fn a_view_comes_back_as_it_was_kept_and_only_to_its_person() {
    let shop = TestApp::new().await;
    let sales = shop.user_ctx("sales", None).await;
    let search = json!({ "plan": 3, "status": "active", "sort": "code", "desc": false });
    let kept = shop.call(&sales, "saved_view_create", view("  Harian dipakai ", &search)).await.unwrap();
    assert_eq!((&kept["name"], &kept["search"], &kept["is_own"]), (&json!("Harian dipakai"), &search, &json!(true)));
    let mine = shop.call(&sales, "saved_view_list", json!({ "screen": "vouchers" })).await.unwrap();
    assert_eq!(mine.as_array().unwrap().len(), 1);
    assert_eq!(mine[0]["problem"], Value::Null);
    assert_eq!(shop.owner_call("saved_view_list", json!({ "screen": "vouchers" })).await, json!([]));
    let id = json!({ "saved_view_id": kept["saved_view_id"] });
    assert_eq!(code(shop.call(&shop.owner_ctx(), "saved_view_remove", id.clone()).await), "saved_view_not_found");
    // Of another person or another list the name is free; of this one it is not.
    assert_eq!(
        code(shop.call(&sales, "saved_view_create", view("Harian dipakai", &json!({}))).await),
        "saved_view_name_taken"
    );
    shop.owner_call("saved_view_create", view("Harian dipakai", &json!({}))).await;
    shop.call(&sales, "saved_view_remove", id).await.unwrap();
    let told = "SELECT count(*) FROM activity_logs WHERE action IN ('saved_view_create', 'saved_view_remove')";
    let told: i64 = sqlx::query_scalar(told).fetch_one(&mut shop.db.owner().await).await.unwrap();
    assert_eq!(told, 3);
}

#[tokio::test]
async fn sharing_needs_its_permission_and_the_list_its_own() {
    let shop = TestApp::new().await;
    let (sales, technician) = (shop.user_ctx("sales", None).await, shop.user_ctx("technician", None).await);
    let mut shared = view("Kosong", &json!({ "status": "available" }));
    shared["is_shared"] = json!(true);
    assert_eq!(code(shop.call(&sales, "saved_view_create", shared.clone()).await), "permission_denied");
    let kept = shop.owner_call("saved_view_create", shared).await;
    let seen = shop.call(&sales, "saved_view_list", json!({ "screen": "vouchers" })).await.unwrap();
    assert_eq!(
        (&seen[0]["name"], &seen[0]["is_own"], &seen[0]["owner_name"]),
        (&json!("Kosong"), &json!(false), &json!("Hendra Saputra"))
    );
    let id = &kept["saved_view_id"];
    assert_eq!(
        code(shop.call(&sales, "saved_view_remove", json!({ "saved_view_id": id })).await),
        "saved_view_not_found"
    );
    let list = json!({ "screen": "vouchers" });
    assert_eq!(code(shop.call(&technician, "saved_view_list", list.clone()).await), "permission_denied");
    // Kept to oneself again it is nobody else's; who may share may also clear up after others.
    shop.owner_call("saved_view_share", json!({ "saved_view_id": id, "is_shared": false })).await;
    assert_eq!(shop.call(&sales, "saved_view_list", list.clone()).await.unwrap(), json!([]));
    shop.owner_call("saved_view_share", json!({ "saved_view_id": id, "is_shared": true })).await;
    let admin = shop.user_ctx("admin", None).await;
    shop.call(&admin, "saved_view_remove", json!({ "saved_view_id": id })).await.unwrap();
    assert_eq!(shop.call(&sales, "saved_view_list", list).await.unwrap(), json!([]));
}

#[tokio::test]
async fn a_view_is_kept_by_whoever_may_read_its_list() {
    let shop = TestApp::new().await;
    let (technician, finance) = (shop.user_ctx("technician", None).await, shop.user_ctx("finance", None).await);
    // A technician sees routers and no codes; finance sees codes and money, and no routers.
    for (screen, search, of_technician, of_finance) in [
        ("provisioning", json!({ "trouble": true }), "ok", "permission_denied"),
        ("drift", json!({ "state": "ignored" }), "ok", "permission_denied"),
        ("stock", json!({ "by": "vendor" }), "permission_denied", "ok"),
        ("reports", json!({ "range": "week" }), "permission_denied", "ok"),
    ] {
        let input = json!({ "screen": screen, "name": "Saya", "search": search });
        for (ctx, expected) in [(&technician, of_technician), (&finance, of_finance)] {
            assert_eq!(code(shop.call(ctx, "saved_view_create", input.clone()).await), expected, "{screen}");
            assert_eq!(
                code(shop.call(ctx, "saved_view_list", json!({ "screen": screen })).await),
                expected,
                "{screen}"
            );
        }
    }
}

#[tokio::test]
async fn what_a_list_does_not_understand_is_refused_by_code_and_an_old_one_is_named() {
    let shop = TestApp::new().await;
    let owner = shop.owner_ctx();
    for (input, refusal) in [
        (view("A", &json!({ "kuda": 1 })), "saved_view_filter_unknown"),
        (view("A", &json!({ "status": "kuda" })), "saved_view_filter_bad"),
        (view("A", &json!({ "search": "x".repeat(5000) })), "saved_view_filter_bad"),
        (view(" ", &json!({})), "input_invalid"),
        (view(&"x".repeat(41), &json!({})), "input_invalid"),
        (json!({ "screen": "kuda", "name": "A", "search": {} }), "saved_view_screen_unknown"),
    ] {
        assert_eq!(code(shop.call(&owner, "saved_view_create", input.clone()).await), refusal, "{input}");
    }
    for n in 0..8 {
        shop.owner_call("saved_view_create", view(&format!("Tampilan {n}"), &json!({ "plan": n + 1 }))).await;
    }
    let many = shop.call(&owner, "saved_view_create", view("Kesembilan", &json!({}))).await.unwrap_err().wire("");
    assert_eq!((many.code.as_str(), &many.params["max"]), ("saved_view_too_many", &json!(8)));
    let aged = "UPDATE saved_views SET definition = '{\"warna\": \"biru\"}' WHERE name = 'Tampilan 0'";
    sqlx::query(aged).execute(&mut shop.db.owner().await).await.unwrap();
    let views = shop.owner_call("saved_view_list", json!({ "screen": "vouchers" })).await;
    assert_eq!((&views[0]["problem"], &views[1]["problem"]), (&json!("saved_view_filter_unknown"), &Value::Null));
}
