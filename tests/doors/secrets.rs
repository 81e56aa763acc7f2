//! What is secret stays so: in the log at its most talkative, in what goes out,
//! in the audit trail and the log of acts.

use std::io::Write;
use std::sync::{Arc, Mutex};

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305, XNonce};
use serde_json::{Value, json};
use simpul_kernel::Source;
use simpul_testkit::TestApp;
use sqlx::Row as _;
use tracing_subscriber::fmt::MakeWriter;

use crate::client::{Browser, serve};

const OWNER: &str = "pw-pemilik-7QxZk2";
const FIRST: &str = "pw-rina-lama-3VbNt9";
const SECOND: &str = "pw-rina-baru-8HjWc4";
const THIRD: &str = "pw-rina-sendiri-6KpTz9";
const PIN: &str = "40719386";
const WRONG_PIN: &str = "83917402";
const WRONG: &str = "pw-tebakan-5RfLp1";
const ROUTER: &str = "pw-router-6YgMd0";
const ROUTER_WRONG: &str = "pw-router-salah-2TcKs8";

/// Everything the program says to its log.
#[derive(Debug, Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Log {
    type Writer = Self;
    fn make_writer(&self) -> Self {
        self.clone()
    }
}

/// A journey that keeps what went over the wire, and what nobody else may read.
struct Journey {
    browser: Browser,
    wire: String,
    secrets: Vec<(&'static str, String)>,
}

impl Journey {
    /// Calls; fields shown once are secrets from here on.
    async fn call(&mut self, operation: &str, input: Value, once: &[(&'static str, &str)]) -> Value {
        let reply = self.browser.call(operation, &input).await;
        if let Some(cookie) = reply.cookie()
            && let Some((_, token)) = cookie.split_once('=')
            && !token.is_empty()
        {
            self.secrets.push(("a session token", token.to_owned()));
        }
        let mut answer = reply.json();
        let whole = answer.clone();
        for (what, field) in once {
            if let Some(shown) = answer.as_object_mut().and_then(|fields| fields.remove(*field)) {
                self.secrets.push((what, shown.as_str().unwrap_or_default().to_owned()));
            }
        }
        self.wire.push_str(&format!("{operation} {} {answer}\n", reply.status));
        whole
    }
}

fn address(router: &routeros_sim::SimHandle, password: &str) -> Value {
    json!({ "host": "127.0.0.1", "port": router.addr().port(), "transport": "plain", "username": "admin", "password": password })
}

#[tokio::test]
async fn nothing_secret_is_said_or_written_where_others_read() {
    let log = Log::default();
    let talkative = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    tracing::subscriber::set_global_default(talkative).unwrap();
    let test = TestApp::bare().await;
    let router = routeros_sim::Sim::builder().user("admin", ROUTER).start().await.unwrap();
    let server = serve(&test, None).await;
    let secrets = [OWNER, FIRST, SECOND, THIRD, PIN, WRONG_PIN, WRONG, ROUTER, ROUTER_WRONG]
        .map(|text| ("a password", text.to_owned()));
    let mut journey = Journey { browser: Browser::new(server.addr()), wire: String::new(), secrets: secrets.into() };
    people(&mut journey).await;
    routers(&mut journey, &router).await;
    let code = journey.secrets.iter().find(|(what, _)| *what == "the recovery code").unwrap().1.clone();
    let (second, _folder) = test.second("4e5f6a7b").await;
    let join = json!({ "recovery_code": code });
    simpul_api::Door::new(second, Source::Lan).call(None, "installation_join", join).await.result.unwrap();
    work(&test, &router).await;

    journey.secrets.push(("the recovery code without dashes", code.replace('-', "")));
    journey.secrets.extend(keys(&test).await);
    let log = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(log.len() > 10_000 && log.contains("TRACE"), "the log is not talkative: {} bytes", log.len());
    assert!(journey.wire.len() > 2_000 && journey.secrets.len() > 12, "the journey is short");
    let mut breaches = Vec::new();
    for (place, text) in [("the log", log), ("the wire", journey.wire.clone()), ("the tables", tables(&test).await)] {
        for (what, secret) in &journey.secrets {
            assert!(secret.len() >= 8, "{what} is too short to be looked for");
            if let Some(at) = text.find(secret.as_str()) {
                let start = (0..=at.saturating_sub(120)).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
                breaches.push(format!("{what} stands in {place}: …{}", &text[start..at]));
            }
        }
    }
    simpul_tests::assert_kept("secrets", &breaches);
    server.stop().await;
}

/// Accounts, with every mistake a password is part of.
async fn people(journey: &mut Journey) {
    let owner = |password: Value| {
        json!({ "company_name": "Net", "time_zone": "Asia/Jakarta", "locale": "id", "name": "Hendra", "username": "hendra",
                "password": password })
    };
    journey.call("owner_create", json!({ "password": OWNER, "locale": OWNER }), &[]).await;
    journey.call("owner_create", owner(json!([OWNER])), &[]).await;
    let once = [("the recovery code", "recovery_code")];
    let made = journey.call("owner_create", owner(json!(OWNER)), &once).await;
    assert!(made["recovery_code"].is_string(), "{made}");
    journey.call("owner_create", owner(json!(OWNER)), &[]).await;
    journey.call("session_sign_in", json!({ "username": "hendra", "password": WRONG }), &[]).await;
    journey.call("session_sign_in", json!({ "username": { "p": OWNER }, "password": OWNER }), &[]).await;
    journey.call("session_sign_in", json!({ "username": "hendra", "password": OWNER }), &[]).await;
    let roles = journey.call("role_list", json!({}), &[]).await;
    let operator = roles.as_array().unwrap().iter().find(|role| role["code"] == "operator").unwrap()["role_id"].clone();
    let rina = json!({ "name": "Rina", "username": "rina", "password": FIRST, "role_id": operator, "all_locations": true,
                       "location_ids": [] });
    let made = journey.call("user_create", rina.clone(), &[]).await;
    journey.call("user_create", rina, &[]).await;
    let change = json!({ "user_id": made["user_id"], "version": made["version"], "name": "Rina", "role_id": operator,
                         "is_active": true, "all_locations": true, "location_ids": [], "new_password": SECOND });
    let changed = journey.call("user_update", change.clone(), &[]).await;
    assert_eq!(changed["username"], "rina", "{changed}");
    journey.call("user_update", change, &[]).await;
    let listed = journey.call("user_list", json!({ "search": "rina" }), &[]).await;
    own_ways_in(journey, &listed["rows"][0]).await;
}

/// A one-time password, one of their own, a PIN, and the lock, with mistakes.
async fn own_ways_in(journey: &mut Journey, rina: &Value) {
    let reset = json!({ "user_id": rina["user_id"], "version": rina["version"] });
    let drawn = journey.call("user_password_reset", reset, &[("a one-time password", "password")]).await;
    let once = drawn["password"].as_str().expect("a one-time password").to_owned();
    let owner = journey.browser.cookie.take();
    journey.call("session_sign_in", json!({ "username": "rina", "password": once }), &[]).await;
    journey.call("me_password_change", json!({ "old_password": WRONG, "new_password": THIRD }), &[]).await;
    journey.call("me_password_change", json!({ "old_password": { "p": THIRD }, "new_password": THIRD }), &[]).await;
    let changed = journey.call("me_password_change", json!({ "old_password": once, "new_password": THIRD }), &[]).await;
    assert_eq!(changed["count"], 0, "{changed}");
    journey.call("me_pin_set", json!({ "password": WRONG, "pin": PIN }), &[]).await;
    let set = journey.call("me_pin_set", json!({ "password": THIRD, "pin": PIN }), &[]).await;
    assert_eq!(set["has_pin"], true, "{set}");
    journey.call("session_lock", json!({}), &[]).await;
    journey.call("session_unlock", json!({ "pin": WRONG_PIN }), &[]).await;
    journey.call("session_unlock", json!({ "pin": [PIN] }), &[]).await;
    let open = journey.call("session_unlock", json!({ "pin": PIN }), &[]).await;
    assert_eq!(open["username"], "rina", "{open}");
    journey.call("session_list", json!({}), &[]).await;
    journey.call("session_sign_out", json!({}), &[]).await;
    journey.browser.cookie = owner;
    for operation in ["audit_list", "activity_list"] {
        journey.call(operation, json!({}), &[]).await;
    }
}

/// A router with its password, right and wrong, stored and changed.
async fn routers(journey: &mut Journey, router: &routeros_sim::SimHandle) {
    journey.call("router_test", json!({ "address": address(router, ROUTER_WRONG) }), &[]).await;
    let tested = journey.call("router_test", json!({ "address": address(router, ROUTER) }), &[]).await;
    assert!(tested["steps"].is_array(), "{tested}");
    let once = [("a router's new password", "password"), ("a router's script", "script")];
    journey.call("router_setup_script", json!({ "username": "simpul", "transport": "tls" }), &once).await;
    let stored = json!({ "location_id": 1, "name": "hEX", "address": address(router, ROUTER_WRONG) });
    let stored = journey.call("router_create", stored, &[]).await;
    let mut change = json!({ "router_id": stored["router_id"], "version": stored["version"], "name": "hEX",
                             "address": address(router, ROUTER), "forget_pin": false });
    let changed = journey.call("router_update", change.clone(), &[]).await;
    assert_eq!(changed["name"], "hEX", "{changed}");
    change["address"]["port"] = json!(ROUTER);
    journey.call("router_update", change, &[]).await;
    let own = json!({ "router_id": stored["router_id"] });
    for operation in ["router_get", "router_sync", "router_session_list"] {
        journey.call(operation, own.clone(), &[]).await;
    }
    let terms = json!({ "name": "Harian", "shortcut_key": null, "usage_limit_s": 3_600, "data_limit_bytes": null,
                        "validity_s": null, "shared_users": 1, "lock_mac": false, "upload_kbps": null, "download_kbps": null,
                        "price_sell": "5000.00", "price_cost": "0.00", "profile_name": "harian" });
    let plan = json!({ "location_id": 1, "terms": terms, "router_ids": [stored["router_id"]] });
    let plan = journey.call("plan_create", plan, &[]).await;
    let draft = TestApp::batch_draft(plan["plan_id"].as_i64().unwrap_or_default(), 5);
    journey.call("voucher_batch_create", json!({ "draft": draft, "idempotency_key": "borang-satu" }), &[]).await;
    for operation in ["activity_list", "settings_get", "system_status", "dashboard_get", "job_list"] {
        journey.call(operation, json!({}), &[]).await;
    }
}

/// The worker signs in to the router with the stored password.
async fn work(test: &TestApp, router: &routeros_sim::SimHandle) {
    let before = router.count("/ip/hotspot/user");
    let registry = simpul_core::worker::registry(&test.app);
    simpul_jobs::drain(test.app.db.pool(), registry).await.unwrap();
    assert_eq!(router.count("/ip/hotspot/user"), before + 5, "the worker did not reach the router");
}

/// The data key and the wrapping key, in the spellings a log would have.
async fn keys(test: &TestApp) -> Vec<(&'static str, String)> {
    let wrapping = std::fs::read(test.folder().join("wrapping.key")).unwrap();
    let sql = "SELECT key_id::text, wrapped_sealed FROM key_wraps";
    let rows = sqlx::query(sql).fetch_all(&mut test.db.owner().await).await.unwrap();
    let cipher = XChaCha20Poly1305::new_from_slice(&wrapping).unwrap();
    let data = rows.iter().find_map(|row| {
        let (id, wrapped) = (row.get::<String, _>(0), row.get::<Vec<u8>, _>(1));
        let (nonce, body) = wrapped.split_at_checked(24)?;
        let aad = format!("key_wraps:{id}");
        cipher.decrypt(XNonce::from_slice(nonce), Payload { msg: body, aad: aad.as_bytes() }).ok()
    });
    let data = data.expect("the wrapping key opens the data key");
    let mut spellings = Vec::new();
    for (what, key) in [("the data key", data), ("the wrapping key", wrapping)] {
        let part = &key[..8];
        spellings.push((what, part.iter().map(|b| format!("{b:02x}")).collect::<String>()));
        spellings.push((what, part.iter().map(|b| format!("{b:02X}")).collect::<String>()));
        spellings.push((what, part.iter().map(u8::to_string).collect::<Vec<_>>().join(", ")));
    }
    spellings
}

/// Everything that is kept and shown to others, as text.
async fn tables(test: &TestApp) -> String {
    let mut conn = test.db.owner().await;
    let mut text = String::new();
    for table in ["audit_logs", "activity_logs", "system_logs", "jobs", "job_attempts", "outbox_events", "router_state"]
    {
        let sql = format!("SELECT t::text FROM {table} t");
        let rows: Vec<String> = sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_all(&mut conn).await.unwrap();
        text.push_str(&rows.join("\n"));
    }
    assert!(text.contains("router_create") && text.contains("changed"), "the tables say nothing");
    text
}
