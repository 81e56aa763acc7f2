//! The system side: services, groups, TLS, safe mode, reboot, log, state.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod common;

use std::time::Duration;

use common::{Raw, router, value};
use routeros_sim::{Sim, SimHandle};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const USER: &str = "/ip/hotspot/user";

#[tokio::test]
async fn safe_mode_takes_back_what_was_not_released() {
    let sim = router("7.22").await;
    sim.add(USER, &[("name", "kept"), ("comment", "before")]).unwrap();
    let mut raw = Raw::login(&sim).await;
    assert_eq!(raw.ask(&["/safe-mode/take"]).await, [["!done"]]);
    let mut other = Raw::login(&sim).await;
    assert_eq!(other.refusal(&["/safe-mode/take"]).await, "failure: safe mode is held by admin");
    raw.ret(&[&format!("{USER}/add"), "=name=new"]).await;
    raw.ask(&[&format!("{USER}/set"), "=.id=kept", "=comment=after"]).await;
    assert_eq!(raw.ask(&["/safe-mode/unroll"]).await, [["!done"]]);
    assert_eq!(sim.count(USER), 2);
    assert_eq!(sim.find(USER, "name", "kept").unwrap()["comment"], "before");
    // Released changes stay.
    raw.ask(&["/safe-mode/take"]).await;
    raw.ret(&[&format!("{USER}/add"), "=name=released"]).await;
    raw.ask(&["/safe-mode/release"]).await;
    // A connection that ends without a word takes its changes with it.
    raw.ask(&["/safe-mode/take"]).await;
    raw.ask(&[&format!("{USER}/remove"), "=.id=kept"]).await;
    drop(raw);
    for attempt in 0.. {
        if sim.find(USER, "name", "kept").is_some() {
            break;
        }
        assert!(attempt < 1000, "the removal was never taken back");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert!(sim.find(USER, "name", "released").is_some());
    let old = router("7.16").await;
    assert!(Raw::login(&old).await.refusal(&["/safe-mode/take"]).await.starts_with("no such command"));
}

#[tokio::test]
async fn a_reboot_ends_everything_but_the_rows() {
    let sim = router("7.22").await;
    sim.add(USER, &[("name", "x")]).unwrap();
    let before = sim.login_user("x", "").unwrap();
    let mut other = Raw::login(&sim).await;
    let mut raw = Raw::login(&sim).await;
    assert_eq!(raw.ask(&["/system/reboot"]).await, [["!done"]]);
    assert_eq!(raw.next().await, None);
    assert_eq!(other.next().await, None);
    assert_eq!((sim.count(USER), sim.count("/ip/hotspot/active")), (2, 0));
    assert_ne!(sim.login_user("x", "").unwrap().id, before.id, "sessions get other ids");
    let uptime = sim.rows("/system/resource")[0]["uptime"].clone();
    assert!(uptime.ends_with('s') && !uptime.contains('m'), "{uptime}");
    let mut raw = Raw::login(&sim).await;
    assert_eq!(raw.ask(&["/system/backup/save", "=name=b1"]).await, [["!done"]]);
    assert_eq!(sim.find("/file", "name", "b1.backup").unwrap()["type"], "backup");
}

/// What each group may, on a real port.
#[tokio::test]
async fn groups_may_what_their_policies_say() {
    let sim = Sim::builder()
        .user("admin", "secret")
        .user_in_group("reader", "secret", "read")
        .user_in_group("writer", "secret", "write")
        .start()
        .await
        .unwrap();
    sim.add("/user/group", &[("name", "blind"), ("policy", "api,read")]).unwrap();
    sim.add("/user/group", &[("name", "shut"), ("policy", "read,write")]).unwrap();
    sim.add("/user", &[("name", "blind"), ("password", "secret"), ("group", "blind")]).unwrap();
    sim.add("/user", &[("name", "shut"), ("password", "secret"), ("group", "shut")]).unwrap();
    sim.add(USER, &[("name", "v"), ("password", "pw")]).unwrap();
    let add_user = format!("{USER}/add");
    let cases: [(&[&str], &str); 9] = [
        (&["/ip/hotspot/user/print"], "reader writer admin blind"),
        (&[&add_user, "=name=n"], "writer admin"),
        (&["/ping", "=address=10.0.0.1", "=count=1"], "reader writer admin"),
        (&["/user/print"], "reader writer admin blind"),
        (&["/user/group/add", "=name=g"], "admin"),
        (&["/file/add", "=name=f.rsc"], "admin"),
        (&["/import", "=file-name=f.rsc"], "admin"),
        (&["/system/backup/save", "=name=b"], "admin"),
        (&["/system/reboot"], "admin reader writer"),
    ];
    for (words, allowed) in cases {
        for user in ["reader", "writer", "admin", "blind"] {
            let mut raw = Raw::login_as(&sim, user, "secret").await;
            let tagged = words.iter().map(|w| w.replace("=name=n", &format!("=name={user}"))).collect::<Vec<_>>();
            let tagged: Vec<&str> = tagged.iter().map(String::as_str).collect();
            let replies = raw.ask(&tagged).await;
            let refused = replies.iter().flatten().any(|w| w == "=message=not enough permissions (9)");
            assert_eq!(!refused, allowed.split(' ').any(|a| a == user), "{user}: {words:?}: {replies:?}");
        }
    }
    let mut raw = Raw::login_as(&sim, "blind", "secret").await;
    let rows = raw.ask(&["/ip/hotspot/user/print", "?name=v"]).await;
    assert_eq!(value(&rows[0], "password"), Some(""), "without `sensitive` passwords are not shown");
    let mut raw = Raw::connect(&sim).await;
    raw.refusal(&["/login", "=name=shut", "=password=secret"]).await;
}

#[tokio::test]
async fn services_are_switched_off_and_restricted() {
    for (persona, property) in [("7.22", "address"), ("7.24", "available-from")] {
        let sim = router(persona).await;
        sim.set("/ip/service", "api", &[(property, "192.168.88.0/24")]).unwrap();
        assert_eq!(Raw::connect(&sim).await.next().await, None, "{persona}");
        sim.set("/ip/service", "api", &[(property, "127.0.0.0/8")]).unwrap();
        Raw::login(&sim).await;
        sim.set("/ip/service", "api", &[("disabled", "yes")]).unwrap();
        assert_eq!(Raw::connect(&sim).await.next().await, None, "{persona}");
    }
    let sim = router("7.22").await;
    sim.set("/ip/service", "api", &[("max-sessions", "1")]).unwrap();
    let _one = Raw::login(&sim).await;
    assert_eq!(Raw::connect(&sim).await.next().await, None);
}

/// What a TLS client is told that says hello.
async fn hello(sim: &SimHandle) -> Vec<u8> {
    let mut stream = tokio::net::TcpStream::connect(sim.tls_addr().unwrap()).await.unwrap();
    stream.write_all(&[22, 3, 1, 0, 4, 1, 0, 0, 0]).await.unwrap();
    let mut heard = Vec::new();
    // The other side may reset; what was said before counts.
    let _ended = stream.read_to_end(&mut heard).await;
    heard
}

#[tokio::test]
async fn without_a_certificate_no_handshake_succeeds() {
    let sim = Sim::builder().user("admin", "secret").tls_listen("127.0.0.1:0").start().await.unwrap();
    let first = sim.tls_certificate().unwrap();
    sim.set_certificate(true).unwrap();
    assert_ne!(sim.tls_certificate().unwrap(), first);
    sim.set("/ip/service", "api-ssl", &[("certificate", "none")]).unwrap();
    assert_eq!(hello(&sim).await, [21, 3, 3, 0, 2, 2, 40], "a fatal alert: handshake_failure");
    sim.set("/ip/service", "api-ssl", &[("certificate", "router")]).unwrap();
    sim.set_certificate(false).unwrap();
    assert_eq!(hello(&sim).await, [21, 3, 3, 0, 2, 2, 40]);
}

#[tokio::test]
async fn the_log_keeps_a_thousand_lines_and_writes_times_by_release() {
    for (persona, today, long_ago) in [
        ("6.49", "10:00:00", "dec/31/2025 10:00:00"),
        ("7.9", "10:00:00", "dec/31/2025 10:00:00"),
        ("7.22", "2026-01-02 10:00:00", "2025-12-31 10:00:00"),
    ] {
        let sim = Sim::builder().persona(persona).user("admin", "secret").frozen().start().await.unwrap();
        let mut raw = Raw::login(&sim).await;
        for (day, message) in [("dec/31/2025", "old"), ("jan/02/2026", "new")] {
            sim.set("/system/clock", "", &[("date", day), ("time", "10:00:00")]).unwrap();
            let message = format!("=message={message}");
            raw.ask(&["/log/info", &message]).await;
        }
        assert_eq!(sim.find("/log", "message", "old").unwrap()["time"], long_ago, "{persona}");
        assert_eq!(sim.find("/log", "message", "new").unwrap()["time"], today, "{persona}");
        for n in 0..1100 {
            let message = format!("=message=line {n}");
            raw.ask(&["/log/warning", &message]).await;
        }
        assert_eq!(sim.count("/log"), 1000);
        assert!(sim.find("/log", "message", "line 100").is_some() && sim.find("/log", "message", "line 99").is_none());
    }
}

#[tokio::test]
async fn torch_reports_each_second_but_the_first() {
    let sim = router("7.22").await;
    let mut raw = Raw::login(&sim).await;
    let rows = raw.ask(&["/tool/torch", "=interface=ether1", "=duration=2s"]).await;
    let sections: Vec<_> = rows.iter().filter_map(|r| value(r, ".section")).collect();
    assert_eq!(sections, ["1"]);
    assert!(value(&rows[0], "rx").is_some() && value(&rows[0], "src-address").is_some());
    let refused = raw.refusal(&["/tool/torch", "=interface=nope"]).await;
    assert_eq!(refused, "input does not match any value of interface");
    assert_eq!(raw.refusal(&["/ping", "=address=no.such.name", "=count=1"]).await, "resolve failed");
    sim.set_host("10.9.9.9", false);
    let rows = raw.ask(&["/ping", "=address=10.9.9.9", "=count=1"]).await;
    assert_eq!(value(&rows[0], "status"), Some("timeout"));
}

#[tokio::test]
async fn the_state_carries_files_scripts_schedules_and_users() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let start = || Sim::builder().persona("7.24").user("admin", "secret").frozen().state_file(&file).start();
    let sim = start().await.unwrap();
    sim.add("/file", &[("name", "a.rsc"), ("contents", "/log info message=imported")]).unwrap();
    sim.add("/system/script", &[("name", "s"), ("source", "/log info message=ran")]).unwrap();
    let event = [("name", "t"), ("interval", "1m"), ("on-event", "s")];
    sim.add("/system/scheduler", &event).unwrap();
    sim.add("/tool/netwatch", &[("host", "10.1.1.1"), ("interval", "10s")]).unwrap();
    sim.stop().await;
    drop(sim);
    let sim = start().await.unwrap();
    let mut raw = Raw::login(&sim).await;
    assert_eq!(raw.ret(&["/import", "=file-name=a.rsc"]).await, "true");
    sim.advance(Duration::from_secs(61));
    for message in ["imported", "ran"] {
        assert!(sim.find("/log", "message", message).is_some(), "{message}");
    }
    assert_eq!(sim.rows("/tool/netwatch")[0]["status"], "up");
}

#[tokio::test]
async fn a_service_moves_to_another_port() {
    let sim = router("7.22").await;
    let mut raw = Raw::login(&sim).await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    raw.ask(&["/ip/service/set", "=.id=api", &format!("=port={}", free.port())]).await;
    for attempt in 0.. {
        if tokio::net::TcpStream::connect(free).await.is_ok() {
            break;
        }
        assert!(attempt < 500, "nobody listens on the new port");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Raw::connect_to(&free.to_string()).await.ask(&["/login", "=name=admin", "=password=secret"]).await;
    assert!(tokio::net::TcpStream::connect(sim.addr()).await.is_err(), "the old port is closed");
    assert_eq!(raw.ask(&["/system/identity/print"]).await.len(), 2, "sessions go on");
}

#[tokio::test]
async fn prints_repeat_at_an_interval() {
    let sim = router("7.22").await;
    let mut raw = Raw::login(&sim).await;
    raw.send(&["/ip/hotspot/user/print", "=interval=20ms", "=.proplist=name", ".tag=1"]).await;
    for section in ["0", "1", "2"] {
        let row = raw.next().await.unwrap();
        assert_eq!((value(&row, ".section"), value(&row, "name")), (Some(section), Some("default-trial")));
    }
    raw.send(&["/cancel", ".tag=2"]).await;
    while raw.next().await.unwrap() != ["!done", ".tag=1"] {}
}
