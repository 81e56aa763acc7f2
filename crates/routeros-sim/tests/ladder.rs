//! Adding many rows by every way the client knows, on every release that has it.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::time::Duration;

use routeros_api::resource::{HotspotUser, PppSecret};
use routeros_api::{
    AddOptions, AddOutcome, AddReport, AddStrategy, Backoff, Change, Client, Config, MirrorOptions, Ping,
};
use routeros_sim::{Faults, Sim, SimHandle};

const USER: &str = "/ip/hotspot/user";

async fn connect(sim: &SimHandle) -> Client {
    let quick = Backoff { first: Duration::from_millis(20), most: Duration::from_millis(100) };
    let config = Config::new("127.0.0.1", "admin", "secret").port(sim.addr().port()).reconnect(Some(quick));
    Client::connect(config).await.unwrap()
}

/// 240 rows with every sort of character, one whose profile is missing and two
/// whose names are taken.
fn rows(comment: Option<&str>) -> Vec<HotspotUser> {
    let odd = ["plain", "a b", "q\"q", "d$d", "w?w", "b\\b", "s;s", "{x}", "[y]", "é-ß", "tab\tx", "#no"];
    let row = |number: usize| HotspotUser {
        name: Some(format!("{}{number}", odd[number % odd.len()])),
        password: Some(format!("p${number}?\"")),
        comment: comment.map(str::to_owned),
        limit_uptime: Some(Duration::from_secs(3600)),
        ..HotspotUser::default()
    };
    let mut rows: Vec<_> = (0..240).map(row).collect();
    rows[7].name = Some("taken1".to_owned());
    rows[123].name = Some("taken2".to_owned());
    rows[200].profile = Some("no-such-profile".to_owned());
    rows
}

fn check(report: &AddReport, rows: &[HotspotUser], sim: &SimHandle, what: &str) {
    for (number, (row, outcome)) in rows.iter().zip(&report.outcomes).enumerate() {
        let name = row.name.as_deref().unwrap();
        let found = sim.find(USER, "name", name);
        match outcome {
            AddOutcome::AlreadyThere { id: Some(_), same_comment: false } if [7, 123].contains(&number) => {}
            AddOutcome::Refused(_) if number == 200 => assert!(found.is_none(), "{what}: {name}"),
            AddOutcome::Applied(id) if ![7, 123, 200].contains(&number) => {
                let found = found.unwrap_or_else(|| panic!("{what}: {name} is not there"));
                assert_eq!(
                    (&*found[".id"], &found["password"]),
                    (id.as_str(), row.password.as_ref().unwrap()),
                    "{what}"
                );
            }
            other => panic!("{what}: {name}: {other:?}"),
        }
    }
    assert!(report.leftovers.is_empty(), "{what}");
    assert!(sim.rows("/system/script").iter().all(|row| !row["name"].starts_with("routeros-api")), "{what}");
    assert!(sim.rows("/file").iter().all(|row| !row["name"].starts_with("routeros-api")), "{what}");
}

#[tokio::test]
async fn every_way_on_every_release_that_has_it() {
    use AddStrategy::{Auto, Execute, Import, Pipeline, Script};
    for (persona, ways) in [("7.24", &[Pipeline, Execute, Import, Script][..]), ("7.16", &[Auto]), ("6.49", &[Auto])] {
        for &way in ways {
            // Without a comment the outcome rests on what was there before.
            for comment in [Some("batch-1"), None].into_iter().take(if persona == "7.16" { 1 } else { 2 }) {
                let what = format!("{persona} {way:?} {comment:?}");
                let sim = Sim::builder().persona(persona).user("admin", "secret").start().await.unwrap();
                for name in ["taken1", "taken2"] {
                    sim.add(USER, &[("name", name), ("comment", "somebody's")]).unwrap();
                }
                let client = connect(&sim).await;
                let rows = rows(comment);
                let report = client.add_all(&rows, AddOptions::by(way)).await;
                assert!(report.fell_back.is_none(), "{what}: {:?}", report.fell_back);
                check(&report, &rows, &sim, &what);
                let taken = match (persona, way) {
                    ("6.49", Auto) => Script,
                    (_, Auto) => Execute,
                    (_, way) => way,
                };
                assert_eq!(report.strategy, taken, "{what}");
            }
        }
    }
}

#[tokio::test]
async fn a_way_the_release_does_not_have_falls_back() {
    for way in [AddStrategy::Execute, AddStrategy::Import] {
        let sim = Sim::builder().persona("6.49").user("admin", "secret").start().await.unwrap();
        for name in ["taken1", "taken2"] {
            sim.add(USER, &[("name", name)]).unwrap();
        }
        let client = connect(&sim).await;
        let rows = rows(Some("b"));
        let report = client.add_all(&rows, AddOptions::by(way)).await;
        let file_add_is_missing = report.fell_back.is_some();
        assert!(file_add_is_missing || way == AddStrategy::Execute, "{report:?}");
        if file_add_is_missing {
            check(&report, &rows, &sim, &format!("6.49 {way:?}"));
        }
    }
}

#[tokio::test]
async fn a_large_batch_is_imported_and_a_second_time_changes_nothing() {
    let sim = Sim::builder().user("admin", "secret").start().await.unwrap();
    let client = connect(&sim).await;
    let secret = |number: usize| PppSecret {
        name: Some(format!("c{number:04}")),
        password: Some("x".to_owned()),
        comment: Some(format!("import|{number}")),
        ..PppSecret::default()
    };
    let rows: Vec<_> = (0..1200).map(secret).collect();
    for _ in 0..2 {
        let report = client.add_all(&rows, AddOptions::default()).await;
        assert_eq!(report.strategy, AddStrategy::Import);
        assert!(
            report.outcomes.iter().all(AddOutcome::is_there),
            "{:?}",
            report.outcomes.iter().find(|o| !o.is_there())
        );
        assert_eq!(sim.rows("/ppp/secret").len(), 1200);
    }
}

#[tokio::test]
async fn a_link_that_breaks_again_and_again_doubles_nothing() {
    for way in [AddStrategy::Pipeline, AddStrategy::Execute] {
        let sim = Sim::builder().user("admin", "secret").start().await.unwrap();
        let client = connect(&sim).await;
        let wish = |number: usize| HotspotUser {
            name: Some(format!("u{number}")),
            comment: Some("batch-7".to_owned()),
            ..HotspotUser::default()
        };
        let mut wished: Vec<_> = (0..200).map(wish).collect();
        sim.set_faults(Faults { reset_every_writes: Some(60), ..Faults::none() });
        let mut breaks = 0;
        while !wished.is_empty() {
            assert!(breaks < 20, "{way:?} does not come to an end");
            assert!(client.wait_until_up().await);
            let report = client.add_all(&wished, AddOptions::by(way)).await;
            for (row, outcome) in wished.iter().zip(&report.outcomes) {
                let there = sim.find(USER, "name", row.name.as_deref().unwrap()).is_some();
                assert!(there || !outcome.is_there(), "{way:?}: {outcome:?}");
                assert!(!matches!(outcome, AddOutcome::Refused(_)), "{way:?}: {outcome:?}");
            }
            let mut outcomes = report.outcomes.iter();
            wished.retain(|_| outcomes.next().is_some_and(|outcome| !outcome.is_there()));
            breaks += usize::from(!wished.is_empty());
        }
        assert!(breaks > 0 || way == AddStrategy::Execute, "nothing went wrong");
        let ours = sim.rows(USER).iter().filter(|row| row.get("comment").is_some_and(|c| c == "batch-7")).count();
        assert_eq!(ours, 200, "{way:?}");
    }
}

#[tokio::test]
async fn mirrors_logs_pings_and_policies() {
    let sim = Sim::builder().user("admin", "secret").hotspot_users(50).start().await.unwrap();
    let client = connect(&sim).await;
    let known = client.capabilities().unwrap();
    assert_eq!((known.group.as_deref(), known.max_sessions), (Some("full"), Some(20)));
    assert!(known.policies.as_ref().unwrap().allow("write"));

    let mirror = client.mirror::<HotspotUser>(MirrorOptions::default()).await.unwrap();
    let before = mirror.len();
    assert!(before >= 50, "{before}");
    let mut version = mirror.version();
    let anna = HotspotUser { name: Some("anna".to_owned()), ..HotspotUser::default() };
    let id = client.add(&anna).await.unwrap();
    tokio::time::timeout(Duration::from_secs(20), async {
        while mirror.get(&id).is_none() {
            version.changed().await.unwrap();
        }
        client.remove::<HotspotUser>(std::slice::from_ref(&id)).await.unwrap();
        while mirror.get(&id).is_some() {
            version.changed().await.unwrap();
        }
    })
    .await
    .expect("the mirror follows");
    assert_eq!(mirror.len(), before);

    let mut log = client.follow_log().await.unwrap();
    client.call(routeros_api::Command::new("/log/info").arg("message", "from a test")).await.unwrap();
    tokio::time::timeout(Duration::from_secs(20), async {
        loop {
            if let Some(Ok(Change::Upsert(line))) = log.next().await
                && line.message.as_deref() == Some("from a test")
            {
                break;
            }
        }
    })
    .await
    .expect("the line comes");

    let mut ping = client.ping(Ping::new("127.0.0.1").count(2).interval(Duration::from_millis(10))).await.unwrap();
    let mut packets = 0;
    while let Some(packet) = ping.next().await {
        packet.unwrap();
        packets += 1;
    }
    assert_eq!(packets, 2);
}
