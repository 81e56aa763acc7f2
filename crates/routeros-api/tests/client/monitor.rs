use std::time::Duration;

use routeros_api::{Backoff, Change, Error, Id, Ping};

use super::peer::connected;

const QUICK: Backoff = Backoff { first: Duration::from_millis(10), most: Duration::from_millis(50) };

#[tokio::test]
async fn traffic_goes_on_after_a_lost_link() {
    let (client, mut session, peer) = connected(|config| config.reconnect(Some(QUICK))).await;
    let mut traffic = client.monitor_traffic(&["ether1", "ether2"]).await.unwrap();
    let seen = session.read().await;
    assert_eq!(seen.words, ["/interface/monitor-traffic", "=interface=ether1,ether2"]);
    session.reply(&seen, &["!re", "=.section=0", "=name=ether1", "=rx-bits-per-second=2000"]).await;
    let sample = traffic.next().await.unwrap().unwrap();
    assert_eq!((sample.section, sample.rx_bits_per_second), (Some(0), Some(2000)));
    drop(session);
    let router = tokio::spawn(async move {
        let mut session = peer.accept().await;
        session.greet().await;
        let seen = session.read().await;
        assert_eq!(seen.path(), "/interface/monitor-traffic");
        session.reply(&seen, &["!re", "=.section=0", "=name=ether1", "=rx-bits-per-second=5"]).await;
        session
    });
    assert_eq!(traffic.next().await.unwrap().unwrap().rx_bits_per_second, Some(5));
    drop(traffic);
    let cancel = router.await.unwrap().read().await;
    assert_eq!(cancel.path(), "/cancel");
}

#[tokio::test]
async fn a_ping_with_a_count_ends_and_one_without_a_link_fails() {
    let (client, mut session, _peer) = connected(|config| config.reconnect(Some(QUICK))).await;
    let mut ping = client.ping(Ping::new("198.51.100.1").count(2).interval(Duration::from_millis(500))).await.unwrap();
    let seen = session.read().await;
    assert_eq!(seen.words, ["/tool/ping", "=address=198.51.100.1", "=count=2", "=interval=500ms"]);
    session.reply(&seen, &["!re", "=seq=0", "=time=114us", "=host=198.51.100.1", "=ttl=64"]).await;
    session.reply(&seen, &["!re", "=seq=1", "=status=timeout", "=packet-loss=50"]).await;
    session.reply(&seen, &["!done"]).await;
    assert_eq!(ping.next().await.unwrap().unwrap().time, Some(Duration::from_micros(114)));
    let lost = ping.next().await.unwrap().unwrap();
    assert_eq!((lost.time, lost.status.as_deref(), lost.packet_loss), (None, Some("timeout"), Some(50)));
    assert!(ping.next().await.is_none());

    let mut ping = client.ping(Ping::new("10.0.0.1").count(3)).await.unwrap();
    session.read().await;
    drop(session);
    assert!(matches!(ping.next().await, Some(Err(Error::Disconnected { .. }))));
}

#[tokio::test]
async fn the_log_is_followed_and_a_gap_is_said() {
    let (client, mut session, peer) = connected(|config| config.reconnect(Some(QUICK))).await;
    let mut log = client.follow_log().await.unwrap();
    let seen = session.read().await;
    assert_eq!(seen.words, ["/log/print", "=follow-only="]);
    session.reply(&seen, &["!re", "=.id=*3E", "=topics=hotspot,info", "=message=anna (10.0.0.5): logged in"]).await;
    session.reply(&seen, &["!re", "=.id=*1", "=.dead=true"]).await;
    let Some(Ok(Change::Upsert(line))) = log.next().await else { panic!("no line") };
    assert_eq!(line.message.as_deref(), Some("anna (10.0.0.5): logged in"));
    assert!(matches!(log.next().await, Some(Ok(Change::Dead(id))) if id == Id::from("*1")));
    drop(session);
    let router = tokio::spawn(async move {
        let mut session = peer.accept().await;
        session.greet().await;
        session.read().await
    });
    assert!(matches!(log.next().await, Some(Ok(Change::Resync))));
    assert_eq!(router.await.unwrap().words, ["/log/print", "=follow-only="]);
}

#[tokio::test]
async fn prints_that_go_on() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let mut follow = client.print("/queue/simple").proplist([".id", "name", ".dead"]).follow().await.unwrap();
    let seen = session.read().await;
    assert_eq!(seen.words, ["/queue/simple/print", "=.proplist=.id,name,.dead", "=follow="]);
    session.reply(&seen, &["!re", "=.id=*1", "=name=a"]).await;
    assert!(matches!(follow.next().await, Some(Ok(Change::Upsert(_)))));
    drop(follow);
    session.read().await;
    let mut every = client.print("/system/resource").every(Duration::from_secs(1)).await.unwrap();
    let seen = session.read().await;
    assert_eq!(seen.words, ["/system/resource/print", "=interval=1s"]);
    for _ in 0..2 {
        session.reply(&seen, &["!re", "=cpu-load=3"]).await;
        assert_eq!(every.next().await.unwrap().unwrap().get_str("cpu-load").unwrap(), "3");
    }
}
