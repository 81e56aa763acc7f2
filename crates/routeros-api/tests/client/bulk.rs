use std::collections::HashMap;
use std::ops::ControlFlow;

use routeros_api::{BulkItem, BulkOptions, BulkOutcome, Client, Command, Error};
use tokio::task::JoinHandle;

use super::peer::{Seen, Session, connected};

fn item(lane: u64, name: impl Into<String>) -> BulkItem {
    BulkItem { lane, command: Command::new("/ip/hotspot/user/add").arg("name", name.into()) }
}

fn name(seen: &Seen) -> String {
    seen.words.iter().find_map(|word| word.strip_prefix("=name=")).unwrap().to_owned()
}

fn start(client: &Client, items: Vec<BulkItem>, options: BulkOptions) -> JoinHandle<Vec<BulkOutcome>> {
    let client = client.clone();
    tokio::spawn(async move { client.bulk(items, options, |_, _| ControlFlow::Continue(())).await })
}

async fn done(session: &mut Session, seen: &Seen) {
    let ret = format!("=ret=*{}", name(seen));
    session.reply(seen, &["!done", &ret]).await;
}

fn shown(outcome: &BulkOutcome) -> String {
    match outcome {
        BulkOutcome::Done(response) => response.ret().unwrap_or_default().into_owned(),
        BulkOutcome::Trap(trap) => trap.message.clone(),
        BulkOutcome::NotSent(_) => "not sent".to_owned(),
        BulkOutcome::Skipped => "skipped".to_owned(),
        BulkOutcome::Unknown(_) => "unknown".to_owned(),
    }
}

#[tokio::test]
async fn every_item_has_its_outcome_in_its_place() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let items = (0..100).map(|number| item(number, number.to_string())).collect();
    let run = start(&client, items, BulkOptions::default());
    for number in 0..100 {
        let seen = session.read().await;
        if number % 10 == 3 {
            session
                .reply(&seen, &["!trap", "=message=failure: already have user with this name for this server"])
                .await;
            session.reply(&seen, &["!done"]).await;
        } else {
            done(&mut session, &seen).await;
        }
    }
    for (number, outcome) in run.await.unwrap().iter().enumerate() {
        match outcome {
            BulkOutcome::Trap(trap) if number % 10 == 3 => assert!(trap.is_duplicate()),
            outcome => assert_eq!(shown(outcome), format!("*{number}")),
        }
    }
}

#[tokio::test]
async fn the_window_opens_past_what_single_calls_may_use() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let options = BulkOptions { window_min: 64, ..BulkOptions::default() };
    let run = start(&client, (0..64).map(|number| item(number, "x")).collect(), options);
    let mut waiting = Vec::new();
    for _ in 0..64 {
        waiting.push(session.read().await);
    }
    for seen in waiting.iter().rev() {
        done(&mut session, seen).await;
    }
    assert_eq!(run.await.unwrap().len(), 64);
}

#[tokio::test]
async fn a_lane_is_one_after_the_other_and_lanes_are_beside_each_other() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let items = vec![item(1, "a1"), item(1, "a2"), item(2, "b1"), item(1, "a3"), item(2, "b2")];
    let run = start(&client, items, BulkOptions::default());
    let mut first: HashMap<String, Seen> = HashMap::new();
    for _ in 0..2 {
        let seen = session.read().await;
        first.insert(name(&seen), seen);
    }
    done(&mut session, &first["a1"]).await;
    let a2 = session.read().await;
    assert_eq!(name(&a2), "a2");
    session.reply(&a2, &["!trap", "=message=no such item"]).await;
    session.reply(&a2, &["!done"]).await;
    let a3 = session.read().await;
    assert_eq!(name(&a3), "a3");
    done(&mut session, &a3).await;
    done(&mut session, &first["b1"]).await;
    let b2 = session.read().await;
    assert_eq!(name(&b2), "b2");
    done(&mut session, &b2).await;
    let shown: Vec<_> = run.await.unwrap().iter().map(shown).collect();
    assert_eq!(shown, ["*a1", "no such item", "*b1", "*a3", "*b2"]);
}

#[tokio::test]
async fn a_refusal_can_end_its_lane() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let options = BulkOptions { stop_lane_on_trap: true, ..BulkOptions::default() };
    let items = vec![item(1, "a1"), item(1, "a2"), item(2, "b1")];
    let run = start(&client, items, options);
    for _ in 0..2 {
        let seen = session.read().await;
        match name(&seen).as_str() {
            "a1" => {
                session.reply(&seen, &["!trap", "=message=failure: no"]).await;
                session.reply(&seen, &["!done"]).await;
            }
            _ => done(&mut session, &seen).await,
        }
    }
    let shown: Vec<_> = run.await.unwrap().iter().map(shown).collect();
    assert_eq!(shown, ["failure: no", "skipped", "*b1"]);
}

#[tokio::test]
async fn a_lost_link_says_what_is_unknown_and_what_never_left() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let options = BulkOptions { window_min: 2, window_max: 2, ..BulkOptions::default() };
    let run = start(&client, (0..6).map(|number| item(number, number.to_string())).collect(), options);
    let first = session.read().await;
    let _second = session.read().await;
    done(&mut session, &first).await;
    let _third = session.read().await;
    drop(session);
    let outcomes = run.await.unwrap();
    let shown: Vec<_> = outcomes.iter().map(shown).collect();
    assert_eq!(shown, ["*0", "unknown", "unknown", "not sent", "not sent", "not sent"]);
    assert!(matches!(&outcomes[5], BulkOutcome::NotSent(Error::NotConnected)));
}

#[tokio::test]
async fn progress_can_stop_the_run() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let options = BulkOptions { window_min: 1, window_max: 1, ..BulkOptions::default() };
    let items = (0..6).map(|number| item(number, number.to_string())).collect();
    let run = tokio::spawn(async move {
        let mut seen = Vec::new();
        let outcomes = client
            .bulk(items, options, |index, outcome| {
                if matches!(outcome, BulkOutcome::Done(_)) {
                    seen.push(index);
                }
                ControlFlow::Break(())
            })
            .await;
        (outcomes, seen)
    });
    // The second one leaves as soon as the first is answered.
    for _ in 0..2 {
        let seen = session.read().await;
        done(&mut session, &seen).await;
    }
    let (outcomes, seen) = run.await.unwrap();
    assert_eq!(seen, [0, 1]);
    let shown: Vec<_> = outcomes.iter().map(shown).collect();
    assert_eq!(shown, ["*0", "*1", "skipped", "skipped", "skipped", "skipped"]);
}

#[tokio::test]
async fn nothing_to_do_is_done() {
    let (client, _session, _peer) = connected(|config| config).await;
    assert!(start(&client, Vec::new(), BulkOptions::default()).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_dropped_run_sends_nothing_more() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let options = BulkOptions { window_min: 1, window_max: 1, ..BulkOptions::default() };
    let run = start(&client, vec![item(1, "a"), item(2, "b")], options);
    let first = session.read().await;
    run.abort();
    assert!(run.await.unwrap_err().is_cancelled());
    done(&mut session, &first).await;
    drop(client);
    assert_eq!(session.read().await.path(), "/quit");
}
