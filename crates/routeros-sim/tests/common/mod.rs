//! A bare client for the tests: words out, words in, nothing interpreted.
#![allow(dead_code, reason = "every test file uses its own part of this")]

use std::time::Duration;

use bytes::BytesMut;
use routeros_api::protocol::{Decoder, Limits, Sentence, encode_sentence};
use routeros_sim::{Sim, SimHandle};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// Long enough for a busy machine; only a broken simulator makes a test wait it out.
const PATIENCE: Duration = Duration::from_secs(20);

/// A connection that speaks in words.
pub struct Raw {
    pub stream: TcpStream,
    decoder: Decoder,
}

impl Raw {
    /// Connects without logging in.
    pub async fn connect(sim: &SimHandle) -> Self {
        Self::connect_to(&sim.addr().to_string()).await
    }

    /// Connects to `host:port` without logging in.
    pub async fn connect_to(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.expect("a connection");
        Self { stream, decoder: Decoder::new(Limits::default()) }
    }

    /// Connects and logs in as `admin` with the password `secret`.
    pub async fn login(sim: &SimHandle) -> Self {
        Self::login_as(sim, "admin", "secret").await
    }

    /// Connects and logs in.
    pub async fn login_as(sim: &SimHandle, name: &str, password: &str) -> Self {
        let mut raw = Self::connect(sim).await;
        let (name, password) = (format!("=name={name}"), format!("=password={password}"));
        assert_eq!(raw.ask(&["/login", &name, &password]).await, [["!done"]]);
        raw
    }

    /// Sends one sentence.
    pub async fn send(&mut self, words: &[&str]) {
        let sentence = Sentence::new(words.iter().map(|w| w.as_bytes().to_vec()));
        let mut bytes = BytesMut::new();
        encode_sentence(&sentence, &mut bytes);
        self.stream.write_all(&bytes).await.expect("sending");
    }

    /// The next sentence; `None` when the connection ended.
    pub async fn next(&mut self) -> Option<Vec<String>> {
        loop {
            if let Some(sentence) = self.decoder.next_sentence().expect("sentences") {
                let text = |word: &bytes::Bytes| String::from_utf8_lossy(word).into_owned();
                return Some(sentence.words().iter().map(text).collect());
            }
            let read = self.stream.read_buf(self.decoder.buffer_mut());
            match tokio::time::timeout(PATIENCE, read).await.expect("an answer in time") {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Whether the stream ended inside a sentence.
    pub fn broken_inside(&self) -> bool {
        !self.decoder.is_between_sentences()
    }

    /// Sends a sentence and gives all replies up to its `!done` or `!fatal`.
    pub async fn ask(&mut self, words: &[&str]) -> Vec<Vec<String>> {
        self.send(words).await;
        let mut replies = Vec::new();
        while let Some(reply) = self.next().await {
            let last = matches!(reply[0].as_str(), "!done" | "!fatal");
            replies.push(reply);
            if last {
                break;
            }
        }
        replies
    }

    /// Sends one sentence; that the connection is gone shows when reading.
    pub async fn send_lossy(&mut self, words: &[&str]) {
        let sentence = Sentence::new(words.iter().map(|w| w.as_bytes().to_vec()));
        let mut bytes = BytesMut::new();
        encode_sentence(&sentence, &mut bytes);
        let _gone = self.stream.write_all(&bytes).await;
    }

    /// All replies up to a `!done`; `None` when the connection ended or broke.
    pub async fn until_done(&mut self) -> Option<Vec<Vec<String>>> {
        let mut replies = Vec::new();
        loop {
            if let Some(sentence) = self.decoder.next_sentence().ok()? {
                let text = |word: &bytes::Bytes| String::from_utf8_lossy(word).into_owned();
                replies.push(sentence.words().iter().map(text).collect::<Vec<_>>());
                if replies.last().is_some_and(|r| r[0] == "!done") {
                    return Some(replies);
                }
                continue;
            }
            let read = self.stream.read_buf(self.decoder.buffer_mut());
            match tokio::time::timeout(PATIENCE, read).await.expect("an answer in time") {
                Ok(0) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// The message of the trap a sentence is answered with.
    pub async fn refusal(&mut self, words: &[&str]) -> String {
        let replies = self.ask(words).await;
        let trap = replies.iter().find(|r| r[0] == "!trap");
        let trap = trap.unwrap_or_else(|| panic!("{words:?} was not refused: {replies:?}"));
        let message = trap.iter().find_map(|w| w.strip_prefix("=message="));
        message.expect("a message").to_owned()
    }

    /// The `=ret=` a sentence is answered with.
    pub async fn ret(&mut self, words: &[&str]) -> String {
        let replies = self.ask(words).await;
        let done = replies.last().expect("a reply");
        let ret = done.iter().find_map(|w| w.strip_prefix("=ret="));
        ret.unwrap_or_else(|| panic!("{words:?} gave no ret: {replies:?}")).to_owned()
    }
}

/// The value of a word `=name=value` of a reply.
pub fn value<'a>(reply: &'a [String], name: &str) -> Option<&'a str> {
    let prefix = format!("={name}=");
    reply.iter().find_map(|w| w.strip_prefix(prefix.as_str()))
}

/// A router with the user `admin`, password `secret`.
pub async fn router(persona: &str) -> SimHandle {
    Sim::builder().persona(persona).user("admin", "secret").start().await.expect("a simulator")
}
