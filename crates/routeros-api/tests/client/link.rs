use std::time::Duration;

use routeros_api::{AuthError, Backoff, Cause, Client, Command, Error, LinkState};
use tokio::sync::watch;

use super::peer::{LONG, connected};

const QUICK: Backoff = Backoff { first: Duration::from_millis(10), most: Duration::from_millis(50) };

async fn until(state: &mut watch::Receiver<LinkState>, wanted: impl Fn(&LinkState) -> bool) -> LinkState {
    let found = tokio::time::timeout(LONG, state.wait_for(wanted)).await;
    found.expect("the state never came").unwrap().clone()
}

#[tokio::test]
async fn a_lost_link_comes_back_in_a_new_epoch_with_new_tags() {
    let (client, mut session, peer) = connected(|config| config.reconnect(Some(QUICK))).await;
    let mut state = client.state();
    assert!(matches!(&*state.borrow(), LinkState::Up { epoch: 1, .. }));
    let waiting = client.clone();
    let call = tokio::spawn(async move { waiting.call(Command::new("/a/print")).await });
    let before: u64 = session.read().await.tag.parse().unwrap();
    drop(session);
    assert!(matches!(call.await.unwrap(), Err(Error::Disconnected { .. })));
    let mut session = peer.accept().await;
    session.greet_as("7.24 (stable)").await;
    until(&mut state, |state| matches!(state, LinkState::Up { epoch: 2, .. })).await;
    // What was read of the router is read anew: it may be another release now.
    assert!(client.capabilities().unwrap().version.at_least(7, 24));
    let call = tokio::spawn(async move { client.call(Command::new("/b/print")).await });
    let seen = session.read().await;
    assert!(seen.tag.parse::<u64>().unwrap() > before);
    session.reply(&seen, &["!done"]).await;
    call.await.unwrap().unwrap();
}

#[tokio::test]
async fn a_refused_login_ends_the_attempts() {
    let (client, session, peer) = connected(|config| config.reconnect(Some(QUICK))).await;
    drop(session);
    let mut session = peer.accept().await;
    session.read().await;
    session.say(&["!trap", "=message=invalid user name or password (6)"]).await;
    session.say(&["!done"]).await;
    let down = until(&mut client.state(), |state| matches!(state, LinkState::Down { retrying: false, .. })).await;
    assert!(matches!(down, LinkState::Down { error: Error::Auth(AuthError::BadCredentials), .. }), "{down:?}");
    assert!(matches!(client.call(Command::new("/a/print")).await, Err(Error::NotConnected)));
}

#[tokio::test]
async fn silence_is_broken_by_a_sign_of_life_and_ends_the_link_without_one() {
    let short = Duration::from_millis(60);
    let (client, mut session, _peer) = connected(|mut config| {
        config.keepalive = short;
        config.command_timeout = short;
        config
    })
    .await;
    let ping = session.read().await;
    assert_eq!(ping.path(), "/system/identity/print");
    session.reply(&ping, &["!re", "=name=tower"]).await;
    session.reply(&ping, &["!done"]).await;
    let again = session.read().await;
    assert_eq!(again.path(), "/system/identity/print");
    assert_ne!(again.tag, ping.tag);
    let down = until(&mut client.state(), |state| !state.is_up()).await;
    assert!(
        matches!(down, LinkState::Down { error: Error::Disconnected { cause: Cause::Silent, .. }, .. }),
        "{down:?}"
    );
}

#[tokio::test]
async fn a_cancelled_command_that_never_ends_costs_the_link() {
    let short = Duration::from_millis(50);
    let (client, mut session, _peer) = connected(|mut config| {
        config.cancel_timeout = short;
        config
    })
    .await;
    let waiting = client.clone();
    let call = tokio::spawn(async move { waiting.call(Command::new("/a/print")).await });
    session.read().await;
    call.abort();
    assert_eq!(session.read().await.path(), "/cancel");
    let down = until(&mut client.state(), |state| !state.is_up()).await;
    assert!(matches!(down, LinkState::Down { error: Error::Disconnected { cause: Cause::Stuck, .. }, .. }), "{down:?}");
}

#[tokio::test]
async fn the_last_handle_says_goodbye_after_running_writes() {
    let (client, mut session, _peer) = connected(|config| config).await;
    let write = {
        let client = client.clone();
        tokio::spawn(async move { client.call(Command::new("/a/add")).await })
    };
    let wrote = session.read().await;
    write.abort();
    drop(client);
    session.reply(&wrote, &["!done"]).await;
    assert_eq!(session.read().await.path(), "/quit");
    session.say(&["!fatal", "session terminated on request"]).await;
    assert!(session.try_read().await.is_none());
}

#[tokio::test]
async fn closing_waits_for_the_end() {
    let (client, mut session, _peer) = connected(|config| config.reconnect(Some(QUICK))).await;
    let closing = client.clone();
    let close = tokio::spawn(async move { closing.close().await });
    assert_eq!(session.read().await.path(), "/quit");
    drop(session);
    tokio::time::timeout(LONG, close).await.unwrap().unwrap();
    assert!(matches!(client.call(Command::new("/a/print")).await, Err(Error::NotConnected)));
    // Closing twice is no harm.
    Client::close(&client).await;
}
