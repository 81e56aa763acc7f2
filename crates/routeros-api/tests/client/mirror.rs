use std::time::Duration;

use routeros_api::resource::HotspotUser;
use routeros_api::{Backoff, Client, Mirror, MirrorOptions, MirrorState};
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::peer::{LONG, Seen, Session, connected};

const QUICK: Backoff = Backoff { first: Duration::from_millis(10), most: Duration::from_millis(50) };

fn open(client: &Client, options: MirrorOptions) -> JoinHandle<Result<Mirror<HotspotUser>, routeros_api::Error>> {
    let client = client.clone();
    tokio::spawn(async move { client.mirror(options).await })
}

async fn expect(session: &mut Session, path: &str) -> Seen {
    let seen = session.read().await;
    assert_eq!(seen.path(), path);
    seen
}

async fn say_rows(session: &mut Session, to: &Seen, rows: &[(&str, &str)]) {
    for (id, name) in rows {
        session.reply(to, &["!re", &format!("=.id={id}"), &format!("=name={name}"), "=uptime=1s"]).await;
    }
}

fn names(mirror: &Mirror<HotspotUser>) -> Vec<String> {
    let mut names: Vec<_> = mirror.rows().into_iter().map(|row| row.name.unwrap()).collect();
    names.sort();
    names
}

async fn changed(version: &mut watch::Receiver<u64>) {
    tokio::time::timeout(LONG, version.changed()).await.expect("no change came").unwrap();
}

#[tokio::test]
async fn a_snapshot_then_changes_then_a_lost_link_and_a_new_snapshot() {
    let (client, mut session, peer) = connected(|config| config.reconnect(Some(QUICK))).await;
    let opening = open(&client, MirrorOptions::default());
    let listen = expect(&mut session, "/ip/hotspot/user/listen").await;
    // The router would filter the notices of deleted rows as well.
    assert_eq!(listen.words.len(), 1, "{listen:?}");
    let print = expect(&mut session, "/ip/hotspot/user/print").await;
    say_rows(&mut session, &print, &[("*1", "anna"), ("*2", "budi")]).await;
    // A change that comes while the snapshot is read wins over it.
    session.reply(&listen, &["!re", "=.id=*2", "=.dead=true"]).await;
    say_rows(&mut session, &listen, &[("*3", "cici")]).await;
    session.reply(&print, &["!done"]).await;
    let mirror = opening.await.unwrap().unwrap();
    let mut version = mirror.version();
    while names(&mirror) != ["anna", "cici"] {
        changed(&mut version).await;
    }
    assert_eq!(mirror.get(&"*1".into()).unwrap().uptime, Some(Duration::from_secs(1)));
    assert!(mirror.get(&"*2".into()).is_none());

    say_rows(&mut session, &listen, &[("*1", "anna2")]).await;
    changed(&mut version).await;
    assert_eq!(names(&mirror), ["anna2", "cici"]);

    drop(session);
    let mut session = peer.accept().await;
    session.greet().await;
    let listen = expect(&mut session, "/ip/hotspot/user/listen").await;
    let print = expect(&mut session, "/ip/hotspot/user/print").await;
    say_rows(&mut session, &print, &[("*9", "dodi")]).await;
    session.reply(&print, &["!done"]).await;
    changed(&mut version).await;
    assert_eq!(names(&mirror), ["dodi"]);
    assert!(matches!(&*mirror.state().borrow(), MirrorState::Current));

    drop(mirror);
    let cancel = expect(&mut session, "/cancel").await;
    assert!(cancel.has(&format!("=tag={}", listen.tag)), "{cancel:?}");
}

#[tokio::test]
async fn where_nothing_is_reported_snapshots_have_to_do() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let opening = open(&client, MirrorOptions::default());
    let listen = expect(&mut session, "/ip/hotspot/user/listen").await;
    session.reply(&listen, &["!trap", "=message=no such command"]).await;
    session.reply(&listen, &["!done"]).await;
    let print = expect(&mut session, "/ip/hotspot/user/print").await;
    say_rows(&mut session, &print, &[("*1", "anna")]).await;
    session.reply(&print, &["!done"]).await;
    let mirror = opening.await.unwrap().unwrap();
    let mut version = mirror.version();
    mirror.refresh();
    let print = expect(&mut session, "/ip/hotspot/user/print").await;
    session.reply(&print, &["!done"]).await;
    changed(&mut version).await;
    assert!(mirror.is_empty());
    // One that fails leaves what is held and says so.
    mirror.refresh();
    let print = expect(&mut session, "/ip/hotspot/user/print").await;
    session.reply(&print, &["!trap", "=message=not enough permissions (9)"]).await;
    session.reply(&print, &["!done"]).await;
    let mut state = mirror.state();
    let stale = state.wait_for(|state| matches!(state, MirrorState::Stale(_)));
    tokio::time::timeout(LONG, stale).await.unwrap().unwrap();
}

#[tokio::test]
async fn the_first_snapshot_that_fails_is_an_error() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let mut options = MirrorOptions::default();
    options.listen = false;
    options.properties = Some(&["name", "comment"]);
    let opening = open(&client, options);
    let print = expect(&mut session, "/ip/hotspot/user/print").await;
    assert!(print.has("=.proplist=.id,name,comment"), "{print:?}");
    session.reply(&print, &["!trap", "=message=not enough permissions (9)"]).await;
    session.reply(&print, &["!done"]).await;
    assert!(opening.await.unwrap().is_err());
}
