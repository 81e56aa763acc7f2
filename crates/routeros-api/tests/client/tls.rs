use std::sync::Arc;
use std::time::Duration;

use rcgen::{CertificateParams, KeyPair};
use routeros_api::{Client, Error, SpkiPin, Tls, TlsError, learn_pin};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use tokio_rustls::TlsAcceptor;

use super::peer::{LONG, Peer, Session};

struct Identity {
    acceptor: TlsAcceptor,
    pem: String,
    pin: SpkiPin,
}

/// A certificate a router would make for itself: no name that fits.
fn identity(name: &str) -> Identity {
    let key = KeyPair::generate().unwrap();
    let certificate = CertificateParams::new([name.to_owned()]).unwrap().self_signed(&key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let secret = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], secret)
        .unwrap();
    Identity {
        acceptor: TlsAcceptor::from(Arc::new(config)),
        pem: certificate.pem(),
        pin: SpkiPin::of_certificate(certificate.der()).unwrap(),
    }
}

/// Connects with these settings to a router with this identity; the router
/// reports whether the client has sent anything after the handshake.
async fn connect(identity: &Identity, tls: Tls) -> (Result<Client, Error>, bool) {
    let peer = Peer::bind().await;
    let connecting = tokio::spawn(Client::connect(peer.config().tls(tls)));
    let tcp = peer.accept_tcp().await;
    let greeted = match tokio::time::timeout(LONG, identity.acceptor.accept(tcp)).await.unwrap() {
        Ok(stream) => {
            let mut session = Session::new(stream);
            let greeting = async move {
                session.greet().await;
                session
            };
            let greeting = tokio::spawn(greeting);
            let result = connecting.await.unwrap();
            let greeted = result.is_ok();
            if greeted {
                greeting.await.unwrap();
            } else {
                greeting.abort();
            }
            return (result, greeted);
        }
        Err(_) => false,
    };
    (connecting.await.unwrap(), greeted)
}

#[tokio::test]
async fn the_pinned_key_is_enough_and_another_is_refused() {
    let router = identity("router.lan");
    let (client, _) = connect(&router, Tls::PinSpki(router.pin)).await;
    assert_eq!(client.unwrap().seen_pin(), Some(router.pin));

    let stranger = identity("router.lan");
    let (result, greeted) = connect(&stranger, Tls::PinSpki(router.pin)).await;
    let error = result.unwrap_err();
    let Error::Tls(TlsError::PinMismatch { pinned, seen }) = error else { panic!("{error:?}") };
    assert_eq!((pinned, seen), (router.pin, stranger.pin));
    assert!(!greeted, "a password was sent to a stranger");
    assert!(!Error::Tls(TlsError::PinMismatch { pinned, seen }).is_transient());
}

#[tokio::test]
async fn the_first_use_reports_the_key_to_store() {
    let router = identity("anything");
    let (client, _) = connect(&router, Tls::TrustOnFirstUse).await;
    assert_eq!(client.unwrap().seen_pin(), Some(router.pin));
}

#[tokio::test]
async fn a_key_is_learned_without_a_login() {
    let router = identity("anything");
    let peer = Peer::bind().await;
    let learning = tokio::spawn(learn_pin_of(peer.port()));
    let tcp = peer.accept_tcp().await;
    let mut session = Session::new(router.acceptor.accept(tcp).await.unwrap());
    assert_eq!(learning.await.unwrap().unwrap(), router.pin);
    assert!(session.try_read().await.is_none(), "something was sent");
}

async fn learn_pin_of(port: u16) -> Result<SpkiPin, Error> {
    learn_pin("127.0.0.1", port, Duration::from_secs(5)).await
}

#[tokio::test]
async fn the_first_key_is_the_only_one_after_a_lost_link() {
    let (router, stranger) = (identity("a"), identity("a"));
    let peer = Peer::bind().await;
    let config = peer
        .config()
        .tls(Tls::TrustOnFirstUse)
        .reconnect(Some(routeros_api::Backoff { first: Duration::from_millis(10), most: Duration::from_millis(10) }));
    let connecting = tokio::spawn(Client::connect(config));
    let mut session = Session::new(router.acceptor.accept(peer.accept_tcp().await).await.unwrap());
    session.greet().await;
    let client = connecting.await.unwrap().unwrap();
    drop(session);
    let refused = stranger.acceptor.accept(peer.accept_tcp().await).await;
    assert!(refused.is_err());
    let mut state = client.state();
    let down = state.wait_for(|state| matches!(state, routeros_api::LinkState::Down { retrying: false, .. }));
    let down = tokio::time::timeout(LONG, down).await.unwrap().unwrap().clone();
    assert!(
        matches!(down, routeros_api::LinkState::Down { error: Error::Tls(TlsError::PinMismatch { .. }), .. }),
        "{down:?}"
    );
}

#[tokio::test]
async fn an_authority_must_have_signed_for_the_name() {
    let router = identity("router.lan");
    let right = Tls::ca_pem(router.pem.as_bytes(), "router.lan").unwrap();
    assert!(connect(&router, right).await.0.is_ok());

    let wrong_name = Tls::ca_pem(router.pem.as_bytes(), "other.lan").unwrap();
    let error = connect(&router, wrong_name).await.0.unwrap_err();
    assert!(matches!(error, Error::Tls(TlsError::Certificate(_))), "{error:?}");

    let stranger = identity("router.lan");
    let wrong_key = Tls::ca_pem(router.pem.as_bytes(), "router.lan").unwrap();
    let error = connect(&stranger, wrong_key).await.0.unwrap_err();
    assert!(matches!(error, Error::Tls(TlsError::Certificate(_))), "{error:?}");
}

#[tokio::test]
async fn any_key_is_taken_only_where_that_was_asked_for() {
    let router = identity("anything");
    let (client, _) = connect(&router, Tls::InsecureAcceptAny).await;
    assert_eq!(client.unwrap().seen_pin(), Some(router.pin));
}

#[tokio::test]
async fn a_plain_service_is_not_fallen_back_to() {
    let peer = Peer::bind().await;
    let connecting = tokio::spawn(Client::connect(peer.config().tls(Tls::TrustOnFirstUse)));
    let mut tcp = peer.accept_tcp().await;
    // What a plain router says to a TLS greeting, more or less.
    tokio::io::AsyncWriteExt::write_all(&mut tcp, b"\x06!fatal\x0dnot logged in\x00").await.unwrap();
    let error = connecting.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Tls(TlsError::Handshake(_))), "{error:?}");
}

#[tokio::test]
async fn a_service_without_a_certificate_is_named() {
    let peer = Peer::bind().await;
    let connecting = tokio::spawn(Client::connect(peer.config().tls(Tls::TrustOnFirstUse)));
    let mut tcp = peer.accept_tcp().await;
    let mut greeting = [0; 5];
    tokio::io::AsyncReadExt::read_exact(&mut tcp, &mut greeting).await.unwrap();
    assert_eq!(greeting[0], 0x16);
    // Alert: handshake failure, fatal.
    tokio::io::AsyncWriteExt::write_all(&mut tcp, &[0x15, 3, 3, 0, 2, 2, 40]).await.unwrap();
    let error = connecting.await.unwrap().unwrap_err();
    assert!(matches!(error, Error::Tls(TlsError::NoCertificate)), "{error:?}");
}
