//! A peer that says exactly what a test tells it to say.

use std::time::Duration;

use bytes::BytesMut;
use routeros_api::protocol::{Command, Decoder, Sentence, encode_sentence};
use routeros_api::{Client, Config};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Ends a test that would hang.
pub const LONG: Duration = Duration::from_secs(20);

pub struct Peer {
    listener: TcpListener,
}

pub trait Io: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Io for T {}

/// One connection, seen from the router's side.
pub struct Session {
    io: Box<dyn Io>,
    decoder: Decoder,
}

/// A command as it arrived.
#[derive(Debug)]
pub struct Seen {
    pub words: Vec<String>,
    pub tag: String,
}

impl Seen {
    pub fn path(&self) -> &str {
        &self.words[0]
    }

    pub fn has(&self, word: &str) -> bool {
        self.words.iter().any(|own| own == word)
    }
}

impl Peer {
    pub async fn bind() -> Self {
        Self { listener: TcpListener::bind("127.0.0.1:0").await.unwrap() }
    }

    pub fn port(&self) -> u16 {
        self.listener.local_addr().unwrap().port()
    }

    /// Settings for this peer, without coming back by itself.
    pub fn config(&self) -> Config {
        Config::new("127.0.0.1", "admin", "hunter2").port(self.port()).reconnect(None)
    }

    pub async fn accept_tcp(&self) -> TcpStream {
        tokio::time::timeout(LONG, self.listener.accept()).await.unwrap().unwrap().0
    }

    pub async fn accept(&self) -> Session {
        Session::new(self.accept_tcp().await)
    }
}

/// A client that is logged in, and its peer.
pub async fn connected(change: impl FnOnce(Config) -> Config) -> (Client, Session, Peer) {
    let peer = Peer::bind().await;
    let config = change(peer.config());
    let connecting: JoinHandle<_> = tokio::spawn(Client::connect(config));
    let mut session = peer.accept().await;
    session.greet().await;
    (connecting.await.unwrap().unwrap(), session, peer)
}

impl Session {
    pub fn new(io: impl Io + 'static) -> Self {
        Self { io: Box::new(io), decoder: Decoder::default() }
    }

    /// Answers the login and everything the client reads at the start.
    pub async fn greet(&mut self) {
        self.greet_as("7.22.3 (stable)").await;
    }

    /// The same as another release.
    pub async fn greet_as(&mut self, version: &str) {
        let version = format!("=version={version}");
        let login = self.read().await;
        assert_eq!(login.path(), "/login");
        self.say(&["!done"]).await;
        for _ in 0..8 {
            let seen = self.read().await;
            let row: &[&str] = match seen.path() {
                "/system/identity/print" => &["=name=tower"],
                "/system/resource/print" => &[&version, "=board-name=CHR", "=architecture-name=x86_64"],
                "/system/clock/print" => {
                    &["=date=2026-01-01", "=time=07:00:00", "=gmt-offset=+07:00", "=time-zone-name=Asia/Jakarta"]
                }
                "/system/license/print" => &["=level=p1", "=system-id=abc"],
                "/system/routerboard/print" => {
                    self.reply(&seen, &["!trap", "=category=0", "=message=no such command or directory (routerboard)"])
                        .await;
                    self.reply(&seen, &["!trap", "=message=no such command prefix"]).await;
                    &[]
                }
                "/user/print" => {
                    assert!(seen.has("?name=admin"), "{seen:?}");
                    &["=name=admin", "=group=shop"]
                }
                "/user/group/print" => &["=name=shop", "=policy=read,write,test,ftp,api,!reboot"],
                "/ip/service/print" => &["=name=api", "=port=8728", "=max-sessions=20", "=dynamic=false"],
                other => panic!("unexpected {other}"),
            };
            if !row.is_empty() {
                let words: Vec<&str> = ["!re"].iter().chain(row).copied().collect();
                self.reply(&seen, &words).await;
            }
            self.reply(&seen, &["!done"]).await;
        }
    }

    /// The next command; panics at the end of the connection.
    pub async fn read(&mut self) -> Seen {
        self.try_read().await.expect("a command, not the end of the connection")
    }

    /// The next command, or `None` when the client has closed.
    pub async fn try_read(&mut self) -> Option<Seen> {
        loop {
            if let Some(sentence) = self.decoder.next_sentence().unwrap() {
                let (command, tag) = Command::parse(&sentence).unwrap();
                let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
                let words = command.to_sentence(None).words().iter().map(|word| text(word)).collect();
                return Some(Seen { words, tag: tag.map(|tag| text(&tag)).unwrap_or_default() });
            }
            let read = self.io.read_buf(self.decoder.buffer_mut());
            match tokio::time::timeout(LONG, read).await.expect("the client is silent") {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Answers a command, the tag right after the reply word.
    pub async fn reply(&mut self, to: &Seen, words: &[&str]) {
        let tag = format!(".tag={}", to.tag);
        let mut all = words.to_vec();
        if !to.tag.is_empty() {
            all.insert(1, &tag);
        }
        self.say(&all).await;
    }

    /// Sends a sentence as it is.
    pub async fn say(&mut self, words: &[&str]) {
        let mut out = BytesMut::new();
        let words = words.iter().map(|word| word.as_bytes().to_vec());
        encode_sentence(&Sentence::new(words), &mut out);
        self.raw(&out).await;
    }

    /// Sends bytes as they are.
    pub async fn raw(&mut self, bytes: &[u8]) {
        self.io.write_all(bytes).await.unwrap();
        self.io.flush().await.unwrap();
    }
}
