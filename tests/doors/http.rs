//! The HTTP door, and that it answers as the door of the window does.

use std::time::Duration;

use serde_json::{Value, json};
use simpul_api::{Answer, Door, SessionChange};
use simpul_kernel::{Secret, Source};
use simpul_testkit::{OWNER_PASSWORD, TestApp};
use tokio::io::AsyncReadExt as _;

use crate::client::{Browser, serve};
use crate::shop::{Shop, sim};

fn owner() -> Value {
    json!({ "company_name": "Sinar Desa Net", "time_zone": "Asia/Jakarta", "locale": "id", "name": "Hendra",
            "username": "hendra", "password": OWNER_PASSWORD })
}

fn sign_in() -> Value {
    json!({ "username": "hendra", "password": OWNER_PASSWORD })
}

#[tokio::test]
async fn the_token_lives_in_a_cookie_no_page_reads() {
    let test = TestApp::bare().await;
    let server = serve(&test, None).await;
    let mut browser = Browser::new(server.addr());
    let made = browser.call("owner_create", &owner()).await;
    assert_eq!(made.status, 200, "{}", made.body);
    let signed_in = browser.call("session_sign_in", &sign_in()).await;
    for reply in [&made, &signed_in] {
        let cookie = reply.header("set-cookie").expect("a cookie");
        for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
            assert!(cookie.contains(part), "{cookie} lacks {part}");
        }
        let token = reply.cookie().unwrap().split_once('=').unwrap().1.to_owned();
        assert!(token.len() >= 32, "a short token");
        assert!(!reply.body.contains(&token), "the token is in the body");
        assert!(!reply.body.contains("\"token\""), "{}", reply.body);
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
    assert_eq!(browser.call("me_get", &json!({})).await.json()["username"], "hendra");
    let before = browser.cookie.clone();
    let out = browser.call("session_sign_out", &json!({})).await;
    assert!(out.header("set-cookie").unwrap().contains("Max-Age=0"));
    browser.cookie = before;
    let late = browser.call("me_get", &json!({})).await;
    assert_eq!((late.status, late.code().as_str()), (401, "sign_in_required"), "the old token still opens");
    server.stop().await;
}

#[tokio::test]
async fn a_locked_page_is_told_so_and_keeps_its_session() {
    let test = TestApp::new().await;
    let server = serve(&test, None).await;
    let mut browser = Browser::new(server.addr());
    browser.call("session_sign_in", &sign_in()).await;
    let cookie = browser.cookie.clone();
    assert_eq!(browser.call("session_lock", &json!({})).await.status, 200);
    let locked = browser.call("voucher_list", &json!({ "filter": {} })).await;
    assert_eq!((locked.status, locked.code().as_str()), (423, "session_locked"));
    assert!(locked.header("set-cookie").is_none(), "the page keeps its session");
    let state = browser.call("session_get", &json!({})).await.json();
    assert_eq!((state["is_locked"].as_bool(), state["name"].as_str()), (Some(true), Some("Hendra Saputra")));
    let wrong = browser.call("session_unlock", &json!({ "password": "bukan-sandinya" })).await;
    assert_eq!((wrong.status, wrong.code().as_str()), (403, "password_wrong"));
    let open = browser.call("session_unlock", &json!({ "password": OWNER_PASSWORD })).await;
    assert_eq!((open.status, browser.cookie.clone()), (200, cookie));
    assert_eq!(browser.call("voucher_list", &json!({ "filter": {} })).await.status, 200);
    server.stop().await;
}

#[tokio::test]
async fn other_pages_forms_and_giants_are_refused() {
    let test = TestApp::new().await;
    let server = serve(&test, None).await;
    let addr = server.addr();
    let browser = Browser::new(addr);
    let host = addr.to_string();
    let json_type = ("content-type", "application/json");
    let path = "/rpc/system_status";
    for (headers, status) in [
        (vec![json_type], 200),
        (vec![json_type, ("origin", "http://evil.example")], 403),
        (vec![json_type, ("origin", "null")], 403),
        (vec![json_type, ("host", "evil.example")], 403),
        (vec![json_type, ("host", "127.0.0.1.evil.example")], 403),
        (vec![json_type, ("host", "")], 400),
        (vec![("content-type", "text/plain")], 400),
        (vec![("content-type", "application/x-www-form-urlencoded")], 400),
        (vec![], 400),
    ] {
        let reply = browser.send("POST", path, &headers, b"{}").await;
        let expected = if headers.contains(&("host", "")) { vec![400, 403] } else { vec![status] };
        assert!(expected.contains(&reply.status), "{headers:?}: {} {}", reply.status, reply.body);
    }
    let form = browser.send("POST", path, &[("content-type", "text/plain")], b"{}").await;
    assert_eq!(form.code(), "input_malformed");
    let broken = browser.send("POST", path, &[json_type], b"{\"a\":").await;
    assert_eq!((broken.status, broken.code().as_str()), (400, "input_malformed"));
    let deep = [b"[".repeat(100_000), b"]".repeat(100_000)].concat();
    assert_eq!(browser.send("POST", path, &[json_type], &deep).await.code(), "input_malformed");
    let giant = browser.send("POST", path, &[json_type], &vec![b' '; 2 * 1024 * 1024]).await;
    assert_eq!(giant.status, 413);
    let unknown = browser.send("POST", "/rpc/moon_land", &[json_type], b"{}").await;
    assert_eq!((unknown.status, unknown.code().as_str()), (404, "operation_unknown"));
    assert_eq!(browser.send("GET", path, &[("host", host.as_str())], b"").await.status, 405);
    server.stop().await;
}

#[tokio::test]
async fn what_a_caller_began_is_ended_and_recorded_though_they_hang_up() {
    let shop = Shop::new().await;
    let (input, _) = shop.valid("router_session_kick").await.expect("somebody is online");
    let server = serve(&shop.test, None).await;
    let mut browser = Browser::new(server.addr());
    browser.call("session_sign_in", &sign_in()).await;
    shop.sim.set_faults(routeros_sim::Faults::none().latency(Duration::from_millis(200)));
    let before = shop.sim.stats().commands;
    let headers = [("content-type", "application/json")];
    let line = browser.open("POST", "/rpc/router_session_kick", &headers, input.to_string().as_bytes()).await;
    while shop.sim.stats().commands == before {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    drop(line);
    let deeds = json!({ "action": "router_session_kick" });
    for _ in 0..100 {
        let found = shop.test.owner_call("activity_list", deeds.clone()).await;
        if !found["rows"].as_array().unwrap().is_empty() {
            return server.stop().await;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the kick was begun and never recorded");
}

#[tokio::test]
async fn pages_come_with_their_policy_and_addresses_begin_with_the_index() {
    let test = TestApp::new().await;
    let ui = tempfile::tempdir().unwrap();
    std::fs::write(ui.path().join("index.html"), "<title>Simpul</title>").unwrap();
    std::fs::write(ui.path().join("app.js"), "export {}").unwrap();
    let server = serve(&test, Some(ui.path().to_path_buf())).await;
    let browser = Browser::new(server.addr());
    for path in ["/", "/vouchers/7", "/app.js", "/healthz"] {
        let reply = browser.send("GET", path, &[], b"").await;
        assert_eq!(reply.status, 200, "{path}");
        let policy = reply.header("content-security-policy").expect("a policy");
        for part in ["default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-eval"), "{policy}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(reply.header("referrer-policy"), Some("no-referrer"), "{path}");
        assert_eq!(reply.header("x-frame-options"), Some("DENY"), "{path}");
    }
    assert!(browser.send("GET", "/vouchers/7", &[], b"").await.body.contains("<title>Simpul"));
    assert_eq!(browser.send("GET", "/app.js", &[], b"").await.body, "export {}");
    assert_eq!(browser.send("GET", "/vouchers/7", &[], b"").await.header("cache-control"), Some("no-cache"));
    let outside = browser.send("GET", "/../../../../etc/hostname", &[], b"").await;
    assert!(outside.status >= 400 || outside.body.contains("<title>Simpul"), "{}", outside.body);
    server.stop().await;
}

#[tokio::test]
async fn assets_are_kept_for_good_and_missing_ones_are_missed() {
    let test = TestApp::new().await;
    let ui = tempfile::tempdir().unwrap();
    std::fs::create_dir(ui.path().join("assets")).unwrap();
    std::fs::write(ui.path().join("index.html"), "<title>Simpul</title>").unwrap();
    std::fs::write(ui.path().join("assets/app-4f1c.js"), "export {}").unwrap();
    let server = serve(&test, Some(ui.path().to_path_buf())).await;
    let browser = Browser::new(server.addr());
    let found = browser.send("GET", "/assets/app-4f1c.js", &[], b"").await;
    assert_eq!((found.status, found.body.as_str()), (200, "export {}"));
    assert_eq!(found.header("cache-control"), Some("public, max-age=31536000, immutable"));
    // Of a version that is gone: a page in its place would be taken for a script.
    let gone = browser.send("GET", "/assets/app-0000.js", &[], b"").await;
    assert_eq!((gone.status, gone.header("cache-control")), (404, None));
    server.stop().await;
}

#[tokio::test]
async fn events_are_for_the_signed_in_and_name_what_changed() {
    let test = TestApp::new().await;
    let server = serve(&test, None).await;
    let mut browser = Browser::new(server.addr());
    assert_eq!(browser.send("GET", "/events", &[], b"").await.status, 401, "nobody listens");
    browser.call("session_sign_in", &sign_in()).await;
    let evil = browser.send("GET", "/events", &[("origin", "http://evil.example")], b"").await;
    assert_eq!(evil.status, 403);
    let mut stream = browser.open("GET", "/events", &[], b"").await;
    let mut heard = String::new();
    read_until(&mut stream, &mut heard, "\r\n\r\n").await;
    assert!(heard.contains("200 OK") && heard.contains("text/event-stream"), "{heard}");
    let changed = browser.call("me_preferences_set", &json!({ "locale": "en" })).await;
    assert_eq!(changed.status, 200, "{}", changed.body);
    let settings = browser.call("settings_get", &json!({})).await.json();
    assert_eq!(browser.call("settings_update", &settings).await.status, 200);
    read_until(&mut stream, &mut heard, "\"settings\"").await;
    assert!(heard.contains("\"tags\""), "{heard}");
    server.stop().await;
}

/// Reads until a text has come; the limit only keeps a failing test from hanging.
async fn read_until(stream: &mut tokio::net::TcpStream, heard: &mut String, text: &str) {
    let mut buffer = [0; 4096];
    while !heard.contains(text) {
        let read = tokio::time::timeout(Duration::from_secs(30), stream.read(&mut buffer)).await;
        let n = read.unwrap_or_else(|_| panic!("{text} never came: {heard}")).expect("the stream lives");
        assert!(n > 0, "the stream ended before {text}: {heard}");
        heard.push_str(&String::from_utf8_lossy(&buffer[..n]));
    }
}

/// A caller through one of the doors.
enum Caller {
    Http(Browser),
    Window(Box<Door>, Option<Secret>),
}

impl Caller {
    async fn call(&mut self, operation: &str, input: Value) -> Value {
        match self {
            Self::Http(browser) => browser.call(operation, &input).await.json(),
            Self::Window(door, token) => {
                let Answer { result, session } = door.call(token.as_ref(), operation, input).await;
                match session {
                    SessionChange::Keep => {}
                    SessionChange::Begin(new) => *token = Some(new),
                    SessionChange::End => *token = None,
                }
                result.unwrap_or_else(|error| serde_json::to_value(error).unwrap())
            }
        }
    }
}

/// From the first owner to a sheet, with mistakes on the way.
async fn journey(caller: &mut Caller, router: &routeros_sim::SimHandle) -> Vec<(String, Value)> {
    let address = json!({ "host": "127.0.0.1", "port": router.addr().port(), "transport": "plain", "username": "admin",
                          "password": "secret" });
    let terms = json!({ "name": "Harian", "shortcut_key": 1, "usage_limit_s": 86_400, "data_limit_bytes": null,
                        "validity_s": 86_400, "shared_users": 1, "lock_mac": false, "upload_kbps": 1_000,
                        "download_kbps": 2_000, "price_sell": "5000.00", "price_cost": "3500.00", "profile_name": "harian" });
    let steps = [
        ("system_status", json!({})),
        ("router_list", json!({})),
        ("owner_create", owner()),
        ("session_sign_in", json!({ "username": "hendra", "password": "bukan-sandinya" })),
        ("session_sign_in", sign_in()),
        ("me_get", json!({})),
        (
            "router_create",
            json!({ "location_id": 1, "name": "hEX", "hotspot_dns_name": "sdn.net", "address": address }),
        ),
        ("router_create", json!({ "location_id": 1, "name": "hEX", "address": address })),
        ("router_get", json!({ "router_id": 999 })),
        ("plan_create", json!({ "location_id": 1, "terms": terms, "router_ids": [1] })),
        ("plan_list", json!({})),
        ("voucher_batch_preview", TestApp::batch_draft(1, 30)),
        ("voucher_batch_create", json!({ "draft": TestApp::batch_draft(1, 30), "idempotency_key": "borang-satu" })),
        ("voucher_batch_list", json!({})),
        ("voucher_list", json!({ "filter": {}, "page": { "limit": 3 } })),
        ("voucher_sheet_render", json!({ "batch_id": 1 })),
        ("settings_get", json!({ "no_such_field": true })),
        ("session_sign_out", json!({})),
        ("voucher_list", json!({})),
    ];
    let mut answers = Vec::new();
    for (operation, input) in steps {
        let mut answer = caller.call(operation, input).await;
        settle(&mut answer);
        answers.push((operation.to_owned(), answer));
    }
    answers
}

/// Takes out what is drawn anew every time: moments, codes, paper, incidents.
fn settle(value: &mut Value) {
    let drawn = |name: &str| {
        name.ends_with("_at")
            || name.ends_with("_ms")
            || ["incident", "code", "recovery_code", "example_code"].contains(&name)
            || ["content_base64", "database_place", "port", "next", "at"].contains(&name)
    };
    match value {
        Value::Object(fields) => {
            let is_error = fields.contains_key("incident");
            for (name, field) in fields.iter_mut() {
                let keep = is_error && name == "code" || field.is_null() || field.is_object();
                if drawn(name) && !keep {
                    *field = json!("…");
                } else {
                    settle(field);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(settle),
        _ => {}
    }
}

#[tokio::test]
async fn both_doors_answer_alike() {
    let (by_http, in_window) = (TestApp::bare().await, TestApp::bare().await);
    let router = sim().await;
    let server = serve(&by_http, None).await;
    let http = journey(&mut Caller::Http(Browser::new(server.addr())), &router).await;
    let door = Box::new(Door::new(in_window.app.clone(), Source::Window));
    let window = journey(&mut Caller::Window(door, None), &router).await;
    for (one, other) in http.iter().zip(&window) {
        assert_eq!(one, other);
    }
    let answer = |at: usize| &http[at].1;
    assert_eq!(answer(1)["code"], "sign_in_required");
    assert_eq!(answer(3)["code"], "sign_in_failed");
    assert_eq!(answer(5)["role_code"], "super_admin");
    assert_eq!(answer(8)["code"], "router_not_found");
    assert_eq!(answer(12)["row"]["quantity"], 30, "{}", answer(12));
    assert_eq!(answer(15)["media_type"], "application/pdf", "{}", answer(15));
    assert_eq!(answer(16)["code"], "input_malformed");
    assert_eq!(answer(18)["code"], "sign_in_required");
    server.stop().await;
}

#[tokio::test]
async fn a_session_of_one_door_is_known_to_the_other() {
    let shop = Shop::new().await;
    let server = serve(&shop.test, None).await;
    let mut browser = Browser::new(server.addr());
    browser.call("session_sign_in", &sign_in()).await;
    let token = browser.cookie.clone().unwrap().split_once('=').unwrap().1.to_owned();
    let door = Door::new(shop.test.app.clone(), Source::Window);
    let by_window = door.call(Some(&Secret::new(token)), "router_get", json!({ "router_id": shop.router })).await;
    let by_http = browser.call("router_get", &json!({ "router_id": shop.router })).await;
    assert_eq!(by_http.status, 200, "{}", by_http.body);
    assert_eq!(by_window.result.unwrap(), by_http.json());
    server.stop().await;
}
