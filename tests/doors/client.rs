//! HTTP by hand, so that a test may send what no client would.

use serde_json::Value;
use simpul_server::{ServeOptions, Server};
use simpul_testkit::TestApp;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// An answer.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|e| panic!("{e}: {}", self.body))
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// The session's cookie, as a browser would send it back.
    pub fn cookie(&self) -> Option<String> {
        self.header("set-cookie")?.split(';').next().map(str::to_owned)
    }
}

/// A served app on a free port.
pub async fn serve(test: &TestApp, ui: Option<std::path::PathBuf>) -> Server {
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    Server::start(test.app.clone(), ServeOptions { listen, ui }).await.expect("the server starts")
}

/// A browser with its cookie.
#[derive(Debug, Clone)]
pub struct Browser {
    pub addr: SocketAddr,
    pub cookie: Option<String>,
}

impl Browser {
    pub fn new(addr: SocketAddr) -> Self {
        Self { addr, cookie: None }
    }

    /// Calls an operation as a page of this server does, and keeps its cookie.
    pub async fn call(&mut self, operation: &str, input: &Value) -> Reply {
        let own = format!("http://{}", self.addr);
        let headers = [("content-type", "application/json"), ("origin", own.as_str())];
        let reply = self.send("POST", &format!("/rpc/{operation}"), &headers, input.to_string().as_bytes()).await;
        if let Some(cookie) = reply.cookie() {
            self.cookie = Some(cookie);
        }
        reply
    }

    /// One request. A `host` header given replaces the true one; an empty one leaves it out.
    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut stream = self.open(method, path, headers, body).await;
        let mut raw = Vec::new();
        // A server that refuses early may cut the connection after its answer.
        let _ = stream.read_to_end(&mut raw).await;
        parse(&raw)
    }

    /// Sends a request and leaves the answer to be read.
    pub async fn open(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> TcpStream {
        let mut stream = TcpStream::connect(self.addr).await.expect("a connection");
        let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| *name == "host") {
            head.push_str(&format!("host: {}\r\n", self.addr));
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if let Some(cookie) = &self.cookie {
            head.push_str(&format!("cookie: {cookie}\r\n"));
        }
        head.push_str("\r\n");
        stream.write_all(head.as_bytes()).await.expect("the head is sent");
        let _ = stream.write_all(body).await;
        stream
    }
}

fn parse(raw: &[u8]) -> Reply {
    let text = String::from_utf8_lossy(raw);
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|s| s.parse().ok());
    let headers = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
        .collect();
    Reply { status: status.expect("a status"), headers, body: body.to_owned() }
}
