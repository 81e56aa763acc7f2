//! REST: the same commands over HTTP.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::time::Duration;

use base64::Engine;
use routeros_sim::{Sim, SimHandle};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn router(persona: &str) -> SimHandle {
    let patience = Duration::from_millis(200);
    let builder = Sim::builder().persona(persona).user("admin", "secret").user_in_group("reader", "secret", "read");
    builder.rest_listen("127.0.0.1:0").rest_patience(patience).start().await.unwrap()
}

async fn ask_as(sim: &SimHandle, login: &str, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let mut stream = TcpStream::connect(sim.rest_addr().unwrap()).await.unwrap();
    let login = base64::engine::general_purpose::STANDARD.encode(login);
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let head = format!(
        "{method} /rest{path} HTTP/1.1\r\nAuthorization: Basic {login}\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    let (head, body) = text.split_once("\r\n\r\n").expect("an answer");
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

async fn ask(sim: &SimHandle, method: &str, path: &str, body: Value) -> (u16, Value) {
    ask_as(sim, "admin:secret", method, path, &body).await
}

#[tokio::test]
async fn rows_are_made_read_changed_and_removed() {
    let sim = router("7.22").await;
    let user = json!({ "name": "r1", "limit-uptime": "24:00:00", "comment": "c", "disabled": true });
    let (status, row) = ask(&sim, "PUT", "/ip/hotspot/user", user.clone()).await;
    assert_eq!((status, row["limit-uptime"].as_str(), row["disabled"].as_str()), (200, Some("1d"), Some("true")));
    let id = row[".id"].as_str().unwrap();
    let path = format!("/ip/hotspot/user/{id}");
    assert_eq!(ask(&sim, "GET", &path, Value::Null).await.1, row);
    assert_eq!(ask(&sim, "GET", "/ip/hotspot/user/r1", Value::Null).await.1, row);
    let (_, rows) = ask(&sim, "GET", "/ip/hotspot/user?name=r1&.proplist=name,comment", Value::Null).await;
    assert_eq!(rows, json!([{ "name": "r1", "comment": "c" }]));
    let (status, row) = ask(&sim, "PATCH", &path, json!({ "comment": null, "disabled": "no" })).await;
    assert_eq!((status, row.get("comment"), row["disabled"].as_str()), (200, None, Some("false")));
    let (status, said) = ask(&sim, "PUT", "/ip/hotspot/user", json!({ "name": "r1" })).await;
    let detail = "failure: already have user with this name for this server";
    assert_eq!((status, said), (400, json!({ "error": 400, "message": "Bad Request", "detail": detail })));
    assert_eq!(ask(&sim, "DELETE", &path, Value::Null).await.0, 204);
    let (status, said) = ask(&sim, "DELETE", &path, Value::Null).await;
    assert_eq!((status, said), (404, json!({ "error": 404, "message": "Not Found" })));
    assert_eq!(ask(&router("7.24").await, "PUT", "/ip/hotspot/user", user).await.0, 201);
    assert_eq!(ask(&sim, "GET", "/system/identity", Value::Null).await.1, json!({ "name": "MikroTik" }));
}

#[tokio::test]
async fn any_command_is_posted() {
    let sim = router("7.22").await;
    for n in 0..3 {
        sim.add("/ip/hotspot/user", &[("name", &format!("q{n}"))]).unwrap();
    }
    let asked = json!({ ".proplist": ["name"], ".query": ["name=q0", "name=q2", "#|"] });
    let (status, rows) = ask(&sim, "POST", "/ip/hotspot/user/print", asked).await;
    assert_eq!((status, rows), (200, json!([{ "name": "q0" }, { "name": "q2" }])));
    let (_, rows) = ask(&sim, "POST", "/interface/monitor-traffic", json!({ "interface": "ether1", "once": "" })).await;
    assert_eq!(rows.as_array().unwrap().len(), 1);
    let (_, rows) = ask(&sim, "POST", "/ping", json!({ "address": "10.0.0.1", "count": 2, "interval": "10ms" })).await;
    assert_eq!(rows.as_array().unwrap().len(), 2);
    let script = json!({ "script": ":put [/system identity get name]", "as-string": "" });
    assert_eq!(ask(&sim, "POST", "/execute", script).await.1, json!({ "ret": "MikroTik\r\n" }));
    assert_eq!(ask(&sim, "POST", "/ip/hotspot/user/unset", json!({ "numbers": "q0" })).await.0, 400);
    assert_eq!(ask(&sim, "HEAD", "/ip/hotspot/user", Value::Null).await.0, 406);
}

#[tokio::test]
async fn what_never_ends_is_ended() {
    let sim = router("7.22").await;
    let closed = json!({ "detail": "Session closed", "error": 400 });
    assert_eq!(ask(&sim, "POST", "/ip/hotspot/user/listen", json!({})).await, (400, closed.clone()));
    assert_eq!(ask(&sim, "POST", "/ping", json!({ "address": "10.0.0.1" })).await, (400, closed));
}

#[tokio::test]
async fn who_may_not_is_told_so() {
    let sim = router("7.22").await;
    let unauthorized = json!({ "error": 401, "message": "Unauthorized" });
    assert_eq!(ask_as(&sim, "admin:wrong", "GET", "/interface", &Value::Null).await, (401, unauthorized));
    let (status, said) = ask_as(&sim, "reader:secret", "PUT", "/ip/hotspot/user", &json!({ "name": "x" })).await;
    assert_eq!((status, said["detail"].as_str()), (400, Some("not enough permissions (9)")));
    assert_eq!(ask(&router("6.49").await, "GET", "/interface", Value::Null).await.0, 404);
}
