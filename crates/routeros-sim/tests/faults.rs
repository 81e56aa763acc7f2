//! What goes wrong on purpose goes wrong as described.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

mod common;

use std::time::{Duration, Instant};

use common::{Raw, router};
use routeros_sim::{Faults, Sim};

const USER: &str = "/ip/hotspot/user";

/// Adds users over fresh connections until `count` were tried; gives how many were
/// acknowledged.
async fn add_users(sim: &routeros_sim::SimHandle, count: usize) -> usize {
    let mut acknowledged = 0;
    let mut raw = Raw::login(sim).await;
    for n in 0..count {
        let name = format!("=name=u{n}");
        let replies = raw.ask(&["/ip/hotspot/user/add", &name]).await;
        if replies.last().is_some_and(|r| r[0] == "!done") {
            acknowledged += 1;
        } else {
            raw = Raw::login(sim).await;
        }
    }
    acknowledged
}

#[tokio::test]
async fn a_dropped_write_is_applied_but_not_acknowledged() {
    let sim = router("7.22").await;
    sim.set_faults(Faults { drop_after_writes: Some(3), ..Faults::none() });
    assert_eq!(add_users(&sim, 5).await, 4);
    assert_eq!(sim.count(USER), 6, "all five, and default-trial");
    assert_eq!(sim.stats().broken, 1);
}

#[tokio::test]
async fn each_command_of_a_long_burst_is_slowed_once() {
    let sim = router("7.22").await;
    let mut raw = Raw::login(&sim).await;
    sim.set_faults(Faults { clamp_burst: Some(1), clamp_ms: 0, ..Faults::none() });
    for _ in 0..20 {
        assert_eq!(raw.ask(&["/system/identity/print"]).await.last().unwrap()[0], "!done");
    }
    assert!(sim.stats().clamped < 20, "{} of 20, the first of which is free", sim.stats().clamped);
}

#[tokio::test]
async fn resets_come_again_and_again_and_discard_the_pipe() {
    let sim = router("7.22").await;
    sim.set_faults(Faults { reset_every_writes: Some(4), ..Faults::none() });
    assert_eq!(add_users(&sim, 10).await, 8);
    assert_eq!(sim.count(USER), 11);
    // Pipelined: what follows the fatal write is thrown away.
    sim.set_faults(Faults { reset_every_writes: Some(4), ..Faults::none() });
    let mut raw = Raw::login(&sim).await;
    for n in 0..20 {
        let (name, tag) = (format!("=name=p{n}"), format!(".tag={n}"));
        raw.send(&["/ip/hotspot/user/add", &name, &tag]).await;
    }
    while raw.next().await.is_some() {}
    assert_eq!(sim.count(USER), 15);
}

#[tokio::test]
async fn a_reset_leaves_a_list_half_done() {
    let sim = router("7.22").await;
    for name in ["a", "b", "c", "d"] {
        sim.add(USER, &[("name", name)]).unwrap();
    }
    sim.set_faults(Faults { reset_every_writes: Some(1), ..Faults::none() });
    let mut raw = Raw::login(&sim).await;
    raw.send(&["/ip/hotspot/user/remove", "=.id=a,b,c,d"]).await;
    assert_eq!(raw.next().await, None);
    assert_eq!(sim.count(USER), 3, "c, d and default-trial");
}

#[tokio::test]
async fn a_sentence_is_cut_in_the_middle() {
    let sim = router("7.22").await;
    let mut raw = Raw::login(&sim).await;
    sim.set_faults(Faults { drop_mid_sentence_after: Some(2), ..Faults::none() });
    raw.send(&["/interface/print"]).await;
    while raw.next().await.is_some() {}
    assert!(raw.broken_inside());
}

#[tokio::test]
async fn latency_is_paid_once_by_a_pipeline() {
    let sim = router("7.22").await;
    let mut raw = Raw::login(&sim).await;
    sim.set_faults(Faults::none().latency(Duration::from_millis(200)));
    let start = Instant::now();
    for n in 0..20 {
        let tag = format!(".tag={n}");
        raw.send(&["/system/identity/print", &tag]).await;
    }
    let mut done = 0;
    while done < 20 {
        done += usize::from(raw.next().await.unwrap()[0] == "!done");
    }
    assert!(start.elapsed() >= Duration::from_millis(200));
}

#[tokio::test]
async fn a_stall_holds_all_connections() {
    let sim = router("7.22").await;
    let (mut one, mut other) = (Raw::login(&sim).await, Raw::login(&sim).await);
    sim.set_faults(Faults { stall_after_commands: Some(1), stall_s: 1, ..Faults::none() });
    let start = Instant::now();
    one.send(&["/system/identity/print"]).await;
    one.next().await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(900));
    other.ask(&["/system/identity/print"]).await;
}

#[tokio::test]
async fn pieces_tags_and_repetitions() {
    let sim = router("7.22").await;
    let mut raw = Raw::login(&sim).await;
    sim.set_faults(Faults { split_bytes: Some(1), tag_last: true, duplicate_every: Some(1), ..Faults::none() });
    let replies = raw.ask(&["/system/identity/print", ".tag=5"]).await;
    assert_eq!(replies[0], ["!re", "=name=MikroTik", ".tag=5"]);
    assert_eq!(raw.next().await.unwrap(), ["!done", ".tag=5"], "the final reply comes twice");
    sim.set_faults(Faults { late_every: Some(1), late_ms: 50, ..Faults::none() });
    raw.ask(&["/system/identity/print", ".tag=6"]).await;
    sim.set_faults(Faults { garbage_after_commands: Some(1), ..Faults::none() });
    let mut raw = Raw::login(&sim).await;
    raw.send(&["/system/identity/print"]).await;
    let mut byte = [0];
    tokio::io::AsyncReadExt::read_exact(&mut raw.stream, &mut byte).await.unwrap();
    assert_eq!(byte, [0xFF]);
}

#[tokio::test]
async fn a_refusing_router_refuses_until_told_otherwise() {
    let sim = router("7.22").await;
    sim.set_faults(Faults { refuse: true, ..Faults::none() });
    assert_eq!(Raw::connect(&sim).await.next().await, None);
    sim.set_faults(Faults::none());
    Raw::login(&sim).await;
}

#[tokio::test]
async fn restarting_keeps_rows_and_ends_sessions() {
    let sim = router("7.22").await;
    sim.add(USER, &[("name", "x")]).unwrap();
    sim.login_user("x", "").unwrap();
    let mut raw = Raw::login(&sim).await;
    sim.restart().await.unwrap();
    assert_eq!(raw.next().await, None);
    assert_eq!((sim.count(USER), sim.count("/ip/hotspot/active")), (2, 0));
    Raw::login(&sim).await;
    sim.stop().await;
    assert!(tokio::net::TcpStream::connect(sim.addr()).await.is_err());
}

#[tokio::test]
async fn the_state_file_carries_rows_over() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json");
    let start = || Sim::builder().user("admin", "secret").state_file(&file).start();
    let sim = start().await.unwrap();
    let id = sim.add(USER, &[("name", "kept"), ("limit-uptime", "1h")]).unwrap();
    sim.stop().await;
    drop(sim);
    let sim = start().await.unwrap();
    let row = sim.find(USER, "name", "kept").unwrap();
    assert_eq!((row[".id"].as_str(), row["limit-uptime"].as_str()), (id.as_str(), "1h"));
    // Without stopping, too: the file follows within a second.
    sim.add(USER, &[("name", "late")]).unwrap();
    for attempt in 0.. {
        let saved = std::fs::read_to_string(&file).unwrap();
        if saved.contains("\"late\"") {
            break;
        }
        assert!(attempt < 1000, "the change was never saved");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn fifty_thousand_users_are_served() {
    let sim = Sim::builder().user("admin", "secret").hotspot_users(50_000).start().await.unwrap();
    let mut raw = Raw::login(&sim).await;
    assert_eq!(raw.ret(&["/ip/hotspot/user/print", "=count-only="]).await, "50001");
    let row = raw.ask(&["/ip/hotspot/user/print", "=.proplist=name", "?name=u049999"]).await;
    assert_eq!(row, [vec!["!re", "=name=u049999"], vec!["!done"]]);
    let refused = raw.refusal(&["/ip/hotspot/user/add", "=name=u000001"]).await;
    assert!(refused.contains("already have user"), "{refused}");
}

/// Every fault of the list against a simple errand: whatever goes wrong, a client
/// that looks again and goes on reaches its end, and nothing is there twice.
#[tokio::test]
async fn every_fault_lets_an_errand_be_finished() {
    for flag in routeros_sim::fault::ALL {
        let sim = router("7.22").await;
        let mut faults = Faults::none();
        faults.apply(flag).unwrap();
        sim.set_faults(faults);
        let mut password = "secret";
        let mut rounds = 0;
        while sim.count(USER) < 21 {
            rounds += 1;
            assert!(rounds < 2000, "{flag}: {} rows", sim.count(USER));
            let Some(mut raw) = try_login(&sim, &mut password).await else {
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            };
            let held = sim.rows(USER);
            let missing = (0..20).map(|n| format!("e{n}")).filter(|n| !held.iter().any(|r| r["name"] == *n));
            for name in missing {
                let name = format!("=name={name}");
                raw.send_lossy(&["/ip/hotspot/user/add", &name, "=comment=batch", ".tag=1"]).await;
                if raw.until_done().await.is_none() {
                    break;
                }
            }
        }
        assert_eq!(sim.count(USER), 21, "{flag}");
    }
}

async fn try_login(sim: &routeros_sim::SimHandle, password: &mut &str) -> Option<Raw> {
    let mut raw = Raw::connect(sim).await;
    let word = format!("=password={password}");
    raw.send_lossy(&["/login", "=name=admin", &word]).await;
    let replies = raw.until_done().await?;
    if replies.iter().any(|r| r[0] == "!trap") {
        *password = routeros_sim::fault::NEW_PASSWORD;
        return None;
    }
    Some(raw)
}

#[tokio::test]
async fn replies_go_wrong_in_more_ways() {
    let sim = router("7.22").await;
    sim.add(USER, &[("name", "c"), ("comment", "caf")]).unwrap();
    let mut raw = Raw::login(&sim).await;
    sim.set_faults(Faults { multi_trap: true, wrong_encoding: true, merge_ms: 1, ..Faults::none() });
    let replies = raw.ask(&["/ip/hotspot/user/add", "=name=c"]).await;
    assert_eq!(replies.iter().filter(|r| r[0] == "!trap").count(), 2);
    let rows = raw.ask(&["/ip/hotspot/user/print", "?name=c"]).await;
    assert_eq!(common::value(&rows[0], "comment"), Some("caf\u{fffd}"), "a byte that is no text");
    sim.set_faults(Faults { merge_ms: 1000, ..Faults::none() });
    // Held back, the answers to several commands arrive in one piece.
    for n in 0..5 {
        let tag = format!(".tag={n}");
        raw.send(&["/system/identity/print", &tag]).await;
    }
    let mut buffer = [0; 4096];
    let heard = tokio::io::AsyncReadExt::read(&mut raw.stream, &mut buffer).await.unwrap();
    assert_eq!(buffer[..heard].windows(5).filter(|w| w == b"!done").count(), 5);
    sim.set_faults(Faults { unknown_reply_after: Some(1), ..Faults::none() });
    assert_eq!(raw.ask(&["/system/identity/print", ".tag=9"]).await[0][0], "!what");
    sim.set_faults(Faults { clock_jump_after: Some(1), clock_jump_s: -86_400 * 365, ..Faults::none() });
    let before = sim.rows("/system/clock")[0]["date"].clone();
    raw.ask(&["/system/identity/print"]).await;
    assert_ne!(sim.rows("/system/clock")[0]["date"], before);
}
