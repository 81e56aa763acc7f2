use std::time::Duration;

use futures::StreamExt;
use routeros_api::{Backoff, Change, Command, Error, Id, Overflow};

use super::peer::connected;

fn monitor() -> Command {
    Command::new("/interface/monitor-traffic").arg("interface", "ether1")
}

#[tokio::test]
async fn rows_come_until_the_stream_is_dropped() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let mut stream = client.stream(monitor(), Overflow::DropOldest).await.unwrap();
    let seen = session.read().await;
    for section in ["0", "1"] {
        let word = format!("=.section={section}");
        session.reply(&seen, &["!re", &word, "=rx-bits-per-second=5"]).await;
        let row = stream.next().await.unwrap().unwrap();
        assert_eq!(row.get_str(".section").unwrap(), section);
    }
    drop(stream);
    let cancel = session.read().await;
    assert!(cancel.path() == "/cancel" && cancel.has(&format!("=tag={}", seen.tag)), "{cancel:?}");
}

#[tokio::test]
async fn a_stream_that_ends_by_itself_ends() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let stream = client.stream(monitor().arg("duration", "1s"), Overflow::Fail).await.unwrap();
    let seen = session.read().await;
    session.reply(&seen, &["!re", "=a=b"]).await;
    session.reply(&seen, &["!done"]).await;
    assert_eq!(stream.map(Result::unwrap).collect::<Vec<_>>().await.len(), 1);
}

#[tokio::test]
async fn a_slow_reader_of_a_monitor_loses_the_oldest_and_nobody_waits() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let mut stream = client.stream(monitor(), Overflow::DropOldest).await.unwrap();
    let seen = session.read().await;
    for number in 0..1000 {
        session.reply(&seen, &["!re", &format!("=n={number}")]).await;
    }
    // Another command's answer comes after all rows, so they were all taken.
    let call = {
        let client = client.clone();
        tokio::spawn(async move { client.call(Command::new("/a/print")).await })
    };
    let other = session.read().await;
    session.reply(&other, &["!done"]).await;
    call.await.unwrap().unwrap();
    assert_eq!(stream.dropped(), 744);
    assert_eq!(stream.next().await.unwrap().unwrap().get_str("n").unwrap(), "744");
}

#[tokio::test]
async fn a_slow_reader_of_changes_is_told_and_the_router_is_spared() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let mut stream = client.stream(Command::new("/log/listen"), Overflow::Fail).await.unwrap();
    let seen = session.read().await;
    for number in 0..300 {
        session.reply(&seen, &["!re", &format!("=n={number}")]).await;
    }
    let cancel = session.read().await;
    assert_eq!(cancel.path(), "/cancel");
    for _ in 0..256 {
        stream.next().await.unwrap().unwrap();
    }
    assert!(matches!(stream.next().await, Some(Err(Error::Overflow))));
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn changes_deaths_and_a_new_start_after_a_lost_link() {
    let quick = Backoff { first: Duration::from_millis(10), most: Duration::from_millis(50) };
    let (client, mut session, peer) = connected(|config| config.reconnect(Some(quick))).await;
    let mut changes = client.listen("/ip/hotspot/active").await.unwrap();
    let seen = session.read().await;
    assert_eq!(seen.path(), "/ip/hotspot/active/listen");
    session.reply(&seen, &["!re", "=.id=*1", "=user=anna"]).await;
    session.reply(&seen, &["!re", "=.id=*1", "=.dead=true"]).await;
    session.reply(&seen, &["!re", "=.id=*2", "=.dead=yes"]).await;
    assert!(matches!(changes.next().await, Some(Ok(Change::Upsert(row))) if row.id().unwrap() == "*1"));
    assert_eq!(changes.next().await.unwrap().unwrap(), Change::Dead(Id::from("*1")));
    assert_eq!(changes.next().await.unwrap().unwrap(), Change::Dead(Id::from("*2")));
    drop(session);
    let router = tokio::spawn(async move {
        let mut session = peer.accept().await;
        session.greet().await;
        let seen = session.read().await;
        assert_eq!(seen.path(), "/ip/hotspot/active/listen");
        session.reply(&seen, &["!trap", "=message=not enough permissions (9)"]).await;
        session.reply(&seen, &["!done"]).await;
        session
    });
    assert_eq!(changes.next().await.unwrap().unwrap(), Change::Resync);
    assert!(matches!(changes.next().await, Some(Err(Error::Trap(_)))));
    router.await.unwrap();
}
