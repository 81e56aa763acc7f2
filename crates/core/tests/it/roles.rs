//! Roles, grants, places, who may give what, and the trail of it.

use serde_json::{Value, json};
use simpul_kernel::ids::LocationId;
use simpul_kernel::{Ctx, Error, Source};
use simpul_testkit::{Door, SessionChange, TestApp};

fn code<T>(result: Result<T, Error>) -> &'static str {
    result.err().map_or("ok", |e| e.code())
}

async fn role(shop: &TestApp, code: &str) -> Value {
    let roles = shop.owner_call("role_list", json!({})).await;
    roles.as_array().unwrap().iter().find(|r| r["code"] == code).unwrap().clone()
}

async fn person(shop: &TestApp, by: &Ctx, name: &str, more: Value) -> Result<Value, Error> {
    let mut input = json!({ "name": name, "username": name, "password": "kopi tubruk pagi", "all_locations": true,
                            "role_id": role(shop, "operator").await["role_id"], "location_ids": [] });
    for (field, value) in more.as_object().unwrap() {
        input[field] = value.clone();
    }
    shop.call(by, "user_create", input).await
}

#[tokio::test]
async fn a_role_is_made_given_changed_and_put_away() {
    let shop = TestApp::new().await;
    let made = shop.owner_call("role_create", json!({ "name": "Kasir Malam", "permissions": ["plan.view"] })).await;
    assert_eq!((made["code"].as_str(), made["is_system"].as_bool()), (Some("kasir_malam"), Some(false)));
    let owner = shop.owner_ctx();
    let twice = json!({ "name": "kasir malam", "permissions": [] });
    assert_eq!(code(shop.call(&owner, "role_create", twice).await), "role_name_taken");
    let rina = person(&shop, &owner, "rina", json!({ "role_id": made["role_id"] })).await.unwrap();
    assert_eq!(rina["role_name"], "Kasir Malam");
    let away = json!({ "role_id": made["role_id"], "version": made["version"] });
    let refused = shop.call(&owner, "role_deactivate", away.clone()).await.unwrap_err().wire("");
    assert_eq!((refused.code.as_str(), refused.params["user_count"].as_i64()), ("role_in_use", Some(1)));
    let mut change = away.clone();
    change["name"] = json!("Kasir Pagi");
    change["permissions"] = json!(["plan.view", "voucher.view"]);
    change["is_active"] = json!(true);
    let changed = shop.call(&owner, "role_update", change.clone()).await.unwrap();
    assert_eq!((changed["name"].as_str(), changed["code"].as_str()), (Some("Kasir Pagi"), Some("kasir_malam")));
    assert_eq!(code(shop.call(&owner, "role_update", change).await), "row_changed_meanwhile");
    let mut move_on = json!({ "user_id": rina["user_id"], "version": rina["version"], "name": "Rina", "is_active": true,
                              "role_id": role(&shop, "operator").await["role_id"], "all_locations": true, "location_ids": [] });
    let rina = shop.call(&owner, "user_update", move_on.clone()).await.unwrap();
    let away = json!({ "role_id": made["role_id"], "version": changed["version"] });
    assert_eq!(shop.call(&owner, "role_deactivate", away).await.unwrap()["is_active"], false);
    move_on["version"] = rina["version"].clone();
    move_on["role_id"] = made["role_id"].clone();
    assert_eq!(code(shop.call(&owner, "user_update", move_on).await), "role_not_found", "put away is not given");
}

#[tokio::test]
async fn what_came_with_the_program_stays_and_the_owners_role_is_never_changed() {
    let shop = TestApp::new().await;
    let owner = shop.owner_ctx();
    let input = |role: &Value, active: bool| {
        json!({ "role_id": role["role_id"], "version": role["version"], "name": "Lain", "permissions": ["plan.view"],
                "is_active": active })
    };
    let (everything, operator) = (role(&shop, "super_admin").await, role(&shop, "operator").await);
    assert_eq!(code(shop.call(&owner, "role_update", input(&everything, true)).await), "role_built_in");
    assert_eq!(code(shop.call(&owner, "role_update", input(&operator, false)).await), "role_built_in");
    let changed = shop.call(&owner, "role_update", input(&operator, true)).await.unwrap();
    assert_eq!((changed["name"].as_str(), &changed["permissions"]), (Some("operator"), &json!(["plan.view"])));
    // Not even by hand: the database itself refuses.
    let sql = "UPDATE roles SET permissions = '{}' WHERE code = 'super_admin'";
    let by_hand = sqlx::query(sql).execute(&mut shop.db.owner().await).await.unwrap_err();
    assert_eq!(by_hand.as_database_error().unwrap().constraint(), Some("roles_super_admin_whole"));
}

#[tokio::test]
async fn nobody_gives_takes_or_takes_over_a_right_they_have_not() {
    let shop = TestApp::new().await;
    let admin = shop.user_ctx("admin", None).await;
    let above = json!({ "name": "Hebat", "permissions": ["plan.view", "database.manage"] });
    assert_eq!(code(shop.call(&admin, "role_create", above.clone()).await), "above_own_role");
    let above = shop.owner_call("role_create", above).await;
    let weaker = json!({ "role_id": above["role_id"], "version": above["version"], "name": "Hebat", "is_active": true,
                         "permissions": ["plan.view"] });
    assert_eq!(code(shop.call(&admin, "role_update", weaker).await), "above_own_role", "nor taken away");
    let grants = json!({ "grants": ["database.manage"] });
    assert_eq!(code(person(&shop, &admin, "joko", grants.clone()).await), "above_own_role");
    let joko = person(&shop, &shop.owner_ctx(), "joko", grants).await.unwrap();
    assert_eq!(joko["grants"], json!(["database.manage"]));
    let takeover = json!({ "user_id": joko["user_id"], "version": joko["version"] });
    assert_eq!(code(shop.call(&admin, "user_password_reset", takeover).await), "above_own_role");
    // A role with every permission of today is still not the owners' role.
    let list = shop.owner_call("permission_list", json!({})).await;
    assert!(list.as_array().unwrap().iter().all(|p| p["is_held"] == true));
    let all: Vec<&Value> = list.as_array().unwrap().iter().map(|p| &p["permission"]).collect();
    let full = shop.owner_call("role_create", json!({ "name": "Semua", "permissions": all })).await;
    let second = person(&shop, &shop.owner_ctx(), "wati", json!({ "role_id": full["role_id"] })).await.unwrap();
    let second = signed_in(&shop, &second).await;
    let rise = json!({ "role_id": role(&shop, "super_admin").await["role_id"] });
    assert_eq!(code(person(&shop, &second, "zaki", rise).await), "above_own_role");
}

/// A session of somebody made with the usual password.
async fn signed_in(shop: &TestApp, user: &Value) -> Ctx {
    let input = json!({ "username": user["username"], "password": "kopi tubruk pagi" });
    let answer = Door::new(shop.app.clone(), Source::Lan).call(None, "session_sign_in", input).await;
    let SessionChange::Begin(token) = answer.session else { panic!("{answer:?}") };
    simpul_core::identity::session::session_ctx(&shop.app.db, &shop.clock, Source::Lan, Some(&token)).await.unwrap()
}

#[tokio::test]
async fn a_grant_adds_to_the_role_and_goes_again() {
    let shop = TestApp::new().await;
    let owner = shop.owner_ctx();
    let rina = person(&shop, &owner, "rina", json!({ "grants": ["voucher.void"] })).await.unwrap();
    let own = signed_in(&shop, &rina).await;
    assert!(own.require(simpul_kernel::Permission::VoucherVoid).is_ok());
    let mut change = json!({ "user_id": rina["user_id"], "version": rina["version"], "name": "Rina", "is_active": true,
                             "role_id": rina["role_id"], "all_locations": true, "location_ids": [] });
    let kept = shop.call(&owner, "user_update", change.clone()).await.unwrap();
    assert_eq!(kept["grants"], json!(["voucher.void"]), "not named, not touched");
    change["version"] = kept["version"].clone();
    change["grants"] = json!([]);
    assert_eq!(shop.call(&owner, "user_update", change).await.unwrap()["grants"], json!([]));
    let trail = shop.owner_call("audit_list", json!({ "kind": "user_grant" })).await;
    assert_eq!(
        (trail["rows"][0]["act"].as_str(), trail["rows"][0]["subject"].as_str()),
        (Some("delete"), Some("Rina"))
    );
}

#[tokio::test]
async fn places_are_made_by_who_sees_all_and_changed_by_who_sees_them() {
    let shop = TestApp::new().await;
    let first = shop.location().await;
    let owner = shop.owner_ctx();
    let made = json!({ "name": "Cabang Wetan", "phone": "0812-3456-7890", "time_zone": "Asia/Makassar" });
    let place = shop.owner_call("location_create", made.clone()).await;
    assert_eq!(place["phone"], "+6281234567890");
    assert_eq!(code(shop.call(&owner, "location_create", made.clone()).await), "location_name_taken");
    let bad = json!({ "name": " ", "time_zone": "Mars/Olympus" });
    assert_eq!(code(shop.call(&owner, "location_create", bad).await), "input_invalid");
    let there = LocationId(place["location_id"].as_i64().unwrap());
    let local = shop.user_ctx("admin", Some(&[there])).await;
    assert_eq!(code(shop.call(&local, "location_create", made).await), "all_locations_needed");
    let roles = json!({ "name": "Lokal", "permissions": [] });
    assert_eq!(code(shop.call(&local, "role_create", roles).await), "all_locations_needed");
    let seen = shop.call(&local, "location_list", json!({})).await.unwrap();
    assert_eq!(seen.as_array().unwrap().len(), 1);
    let change = |id: LocationId, version: &Value, active: bool| json!({ "location_id": id, "version": version, "name": format!("Tempat {id}"), "time_zone": "Asia/Jakarta", "is_active": active });
    let foreign = change(first, &json!(1), true);
    assert_eq!(code(shop.call(&local, "location_update", foreign).await), "location_not_found");
    let closed = shop.call(&local, "location_update", change(there, &place["version"], false)).await.unwrap();
    assert_eq!(closed["is_active"], false);
    let all = shop.owner_call("location_list", json!({})).await;
    let version = &all.as_array().unwrap().iter().find(|l| l["location_id"] == json!(first)).unwrap()["version"];
    assert_eq!(code(shop.call(&owner, "location_update", change(first, version, false)).await), "location_last");
    shop.call(&owner, "location_update", change(there, &closed["version"], true)).await.unwrap();
    let insert = "INSERT INTO routers (location_id, name, host, port, transport, username, password_sealed, key_id)
                  VALUES ($1, 'hEX', 'hex', 8728, 'plain', 'admin', '', gen_random_uuid())";
    sqlx::query(insert).bind(first.0).execute(&mut shop.db.owner().await).await.unwrap();
    assert_eq!(code(shop.call(&owner, "location_update", change(first, version, false)).await), "location_in_use");
}

#[tokio::test]
async fn who_is_denied_learns_who_could_allow_it() {
    let shop = TestApp::new().await;
    let door = Door::new(shop.app.clone(), Source::Lan);
    let hr = shop.user_ctx("hr", None).await;
    let refused = door.call_as(&hr, "settings_update", json!({})).await.unwrap_err();
    assert_eq!(refused.params["permission"], "settings.edit");
    let codes: Vec<_> =
        refused.params["roles"].as_array().unwrap().iter().map(|r| r["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["super_admin", "admin"]);
    assert_eq!(refused.params["people"], json!(["Hendra Saputra"]), "who may see people is told who");
    let operator = shop.user_ctx("operator", None).await;
    let refused = door.call_as(&operator, "settings_update", json!({})).await.unwrap_err();
    assert_eq!(refused.params["people"], json!([]), "who may not is told roles only");
    assert_eq!(refused.params["roles"].as_array().unwrap().len(), 2);
}
