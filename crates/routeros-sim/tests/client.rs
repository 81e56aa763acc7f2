//! The client of this workspace against the simulator: both sides agree afterwards.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test fails by panicking, its helpers too")]

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use routeros_api::resource::HotspotUser;
use routeros_api::{BulkItem, BulkOptions, BulkOutcome, Client, Command, Config, Query, SpkiPin, Tls};
use routeros_sim::{Faults, Sim, SimHandle};

const USER: &str = "/ip/hotspot/user";

fn config(sim: &SimHandle) -> Config {
    Config::new("127.0.0.1", "admin", "secret").port(sim.addr().port()).reconnect(None)
}

fn additions(names: &[String]) -> Vec<BulkItem> {
    let add = |(lane, name): (usize, &String)| BulkItem {
        lane: lane as u64,
        command: Command::in_menu(USER, "add").arg("name", name.as_str()).arg("comment", "batch-1"),
    };
    names.iter().enumerate().map(add).collect()
}

#[tokio::test]
async fn typed_rows_come_and_go() {
    for persona in ["7.22", "7.16", "6.49", "6.42"] {
        let sim = Sim::builder().persona(persona).user("admin", "secret").start().await.unwrap();
        let client = Client::connect(config(&sim)).await.expect(persona);
        let user = HotspotUser { name: Some("anna".into()), profile: Some("default".into()), ..HotspotUser::default() };
        let id = client.add(&user).await.unwrap();
        let found = client.list::<HotspotUser>(Query::eq("name", "anna")).await.unwrap();
        assert_eq!(found.len(), 1, "{persona}");
        assert_eq!(found[0].id.as_ref(), Some(&id));
        client.remove::<HotspotUser>(&[id]).await.unwrap();
        assert!(client.list::<HotspotUser>(Query::eq("name", "anna")).await.unwrap().is_empty());
    }
}

/// A batch over a link that breaks again and again: after each break the client looks
/// what the router holds and goes on with the rest.
#[tokio::test]
async fn a_batch_survives_half_applied_writes() {
    let sim = Sim::builder().user("admin", "secret").start().await.unwrap();
    sim.set_faults(Faults { reset_every_writes: Some(70), ..Faults::none() });
    let all: BTreeSet<String> = (0..500).map(|n| format!("code{n:04}")).collect();
    let mut breaks = 0;
    loop {
        let client = Client::connect(config(&sim)).await.unwrap();
        let held = client.print(USER).proplist(["name"]).query(Query::eq("comment", "batch-1")).rows().await.unwrap();
        let held: BTreeSet<String> =
            held.iter().filter_map(|row| row.get_str("name")).map(|name| name.to_string()).collect();
        let missing: Vec<String> = all.difference(&held).cloned().collect();
        if missing.is_empty() {
            break;
        }
        let outcomes = client.bulk(additions(&missing), BulkOptions::default(), |_, _| ControlFlow::Continue(())).await;
        assert!(!outcomes.iter().any(|o| matches!(o, BulkOutcome::Trap(_))), "nothing is added twice");
        breaks += usize::from(outcomes.iter().any(|o| !matches!(o, BulkOutcome::Done(_))));
    }
    assert!(breaks >= 7, "only {breaks} breaks");
    let names: Vec<String> =
        sim.rows(USER).into_iter().filter(|r| r.contains_key("comment")).map(|r| r["name"].clone()).collect();
    let batch: Vec<&String> = names.iter().filter(|n| n.starts_with("code")).collect();
    assert_eq!(batch.len(), 500);
    assert_eq!(batch.into_iter().collect::<BTreeSet<_>>().len(), 500);
}

#[tokio::test]
async fn an_encrypted_session_with_a_pinned_key() {
    let sim = Sim::builder().user("admin", "secret").tls_listen("127.0.0.1:0").start().await.unwrap();
    let port = sim.tls_addr().unwrap().port();
    let pin = SpkiPin::of_certificate(&sim.tls_certificate().unwrap()).unwrap();
    let client = Client::connect(config(&sim).port(port).tls(Tls::PinSpki(pin))).await.unwrap();
    assert_eq!(client.print(USER).count().await.unwrap(), 1);
    assert_eq!(sim.rows("/user/active")[0]["via"], "api-ssl");
    let other = Sim::builder().user("admin", "secret").tls_listen("127.0.0.1:0").start().await.unwrap();
    let port = other.tls_addr().unwrap().port();
    let refused = Client::connect(config(&other).port(port).tls(Tls::PinSpki(pin))).await;
    assert!(refused.is_err(), "another router's key is not taken");
    sim.restart().await.unwrap();
    assert_eq!(SpkiPin::of_certificate(&sim.tls_certificate().unwrap()).unwrap(), pin);
}
