use std::time::Duration;

use routeros_api::value::DateStyle;
use routeros_api::{AuthError, Cause, Client, Error};

use super::peer::{Peer, connected};

/// What the client says about a router that answers the login so.
async fn refused(answer: &'static [&'static [&'static str]]) -> Error {
    let peer = Peer::bind().await;
    let connecting = tokio::spawn(Client::connect(peer.config()));
    let mut session = peer.accept().await;
    session.read().await;
    for words in answer {
        session.say(words).await;
    }
    drop(session);
    connecting.await.unwrap().unwrap_err()
}

#[tokio::test]
async fn the_password_is_sent_once_and_the_router_is_read() {
    let (client, _session, _peer) = connected(|config| config).await;
    let known = client.capabilities().unwrap();
    assert_eq!(known.version.to_string(), "7.22.3 (stable)");
    assert!(known.version.at_least(7, 22) && known.has_empty);
    assert_eq!(known.board.as_deref(), Some("CHR"));
    assert_eq!(known.architecture.as_deref(), Some("x86_64"));
    assert_eq!(known.identity.as_deref(), Some("tower"));
    assert_eq!(known.license_level.as_deref(), Some("p1"));
    assert_eq!(known.model, None);
    assert_eq!(known.date_style, Some(DateStyle::Iso));
    assert_eq!(known.unix_time(), Some(1_767_225_600));
    assert_eq!(client.seen_pin(), None);
    assert_eq!((known.max_sessions, known.has_file_add), (Some(20), true));
    assert_eq!(known.group.as_deref(), Some("shop"));
    let policies = known.policies.as_ref().unwrap();
    assert!(policies.allow("write") && !policies.allow("reboot"));
}

#[tokio::test]
async fn the_plain_login_comes_first_and_the_challenge_only_when_offered() {
    let peer = Peer::bind().await;
    let mut config = peer.config();
    config.password = "passTest".into();
    let connecting = tokio::spawn(Client::connect(config));
    let mut session = peer.accept().await;
    let plain = session.read().await;
    assert_eq!(plain.words, ["/login", "=name=admin", "=password=passTest"]);
    session.say(&["!done", "=ret=abc123"]).await;
    // Answered as if it were a login, then read like any router.
    let answer = tokio::spawn(async move {
        session.greet().await;
        session
    });
    connecting.await.unwrap().unwrap();
    answer.await.unwrap();
}

#[tokio::test]
async fn the_challenge_is_answered_with_its_hash() {
    let peer = Peer::bind().await;
    let mut config = peer.config();
    config.password = "passTest".into();
    let connecting = tokio::spawn(Client::connect(config));
    let mut session = peer.accept().await;
    session.read().await;
    session.say(&["!done", "=ret=abc123"]).await;
    let hashed = session.read().await;
    assert_eq!(hashed.words, ["/login", "=name=admin", "=response=0021277bff9ac7caf06aa608e46616d47f"]);
    session.say(&["!trap", "=message=invalid user name or password (6)"]).await;
    session.say(&["!done"]).await;
    let error = connecting.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Auth(AuthError::BadCredentials)), "{error:?}");
}

#[tokio::test]
async fn refusals_are_named() {
    let error = refused(&[&["!trap", "=category=0", "=message=invalid user name or password (6)"], &["!done"]]).await;
    assert!(matches!(error, Error::Auth(AuthError::BadCredentials)), "{error:?}");
    assert!(!error.is_transient());

    let error = refused(&[&["!trap", "=message=cannot log in"], &["!done"]]).await;
    assert!(matches!(error, Error::Auth(AuthError::BadCredentials)), "{error:?}");

    let error = refused(&[&["!trap", "=message=could not authenticate - radius timeout"], &["!done"]]).await;
    assert!(matches!(error, Error::Auth(AuthError::RadiusTimeout(_))), "{error:?}");
    assert!(error.is_transient());

    let error = refused(&[&["!fatal", "too many sessions"]]).await;
    assert!(matches!(&error, Error::Fatal(reason) if reason == "too many sessions"), "{error:?}");

    let error = refused(&[&["!done", "=ret=not hex"]]).await;
    assert!(matches!(error, Error::Auth(AuthError::Refused(_))), "{error:?}");
}

#[tokio::test]
async fn a_peer_that_closes_or_speaks_something_else() {
    let error = refused(&[]).await;
    assert!(matches!(error, Error::Disconnected { cause: Cause::Closed | Cause::Io(_), .. }), "{error:?}");

    let peer = Peer::bind().await;
    let connecting = tokio::spawn(Client::connect(peer.config()));
    let mut session = peer.accept().await;
    session.raw(b"\x07HTTP/1.\x00").await;
    let error = connecting.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Protocol(_)), "{error:?}");
    assert!(!error.is_transient());
}

#[tokio::test]
async fn nobody_listens_or_nobody_answers() {
    let peer = Peer::bind().await;
    let config = peer.config();
    drop(peer);
    let error = Client::connect(config).await.unwrap_err();
    assert!(matches!(error, Error::Io(_)), "{error:?}");

    let peer = Peer::bind().await;
    let short = Duration::from_millis(50);
    let connecting = tokio::spawn(Client::connect(peer.config().timeouts(short, short)));
    let _silent = peer.accept().await;
    let error = connecting.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::ConnectTimeout(_)), "{error:?}");
}
