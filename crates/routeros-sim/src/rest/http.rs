//! As much HTTP as the REST interface needs: one request after the other, with a
//! length, and answers of JSON.

use base64::Engine;
use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Requests may be this long, head and body each.
const MOST: usize = 4 << 20;

/// One request.
#[derive(Debug, Default)]
pub(super) struct Asked {
    pub method: String,
    /// The path below `/rest`, decoded, without a slash at its end.
    pub path: String,
    /// What follows `?`, decoded.
    pub parameters: Vec<(String, String)>,
    /// Name and password, when they were given.
    pub login: Option<(String, String)>,
    pub body: Vec<u8>,
}

/// One answer.
#[derive(Debug)]
pub(super) struct Answer {
    pub status: u16,
    pub body: Option<Value>,
}

impl Answer {
    pub(super) fn good(body: Value) -> Self {
        Self { status: 200, body: Some(body) }
    }

    /// A refusal in the shape routers give it.
    pub(super) fn error(status: u16, detail: Option<&str>) -> Self {
        let mut body = serde_json::json!({ "error": status, "message": reason(status) });
        if let Some(detail) = detail {
            body["detail"] = detail.into();
        }
        Self { status, body: Some(body) }
    }

    /// What a command says that ran into the limit of time: no `message`.
    pub(super) fn closed() -> Self {
        Self { status: 400, body: Some(serde_json::json!({ "detail": "Session closed", "error": 400 })) }
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        204 => "No Content",
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Not Found",
        406 => "Not Acceptable",
        _ => "Internal Server Error",
    }
}

/// Reads the next request; `None` at the end of the connection, or when what comes
/// is no request.
pub(super) async fn read<R: AsyncRead + Unpin>(stream: &mut R, buffer: &mut Vec<u8>) -> Option<Asked> {
    let head = loop {
        if let Some(end) = buffer.windows(4).position(|w| w == b"\r\n\r\n") {
            break end + 4;
        }
        if buffer.len() > MOST || stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    };
    let text = String::from_utf8_lossy(&buffer[..head]).into_owned();
    let mut lines = text.lines();
    let mut words = lines.next()?.split(' ');
    let mut asked = Asked { method: words.next()?.to_owned(), ..Asked::default() };
    let target = words.next()?;
    let mut length = 0;
    for line in lines {
        let Some((name, value)) = line.split_once(':') else { continue };
        match name.trim().to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok().filter(|n| *n <= MOST)?,
            "authorization" => asked.login = basic(value.trim()),
            _ => {}
        }
    }
    while buffer.len() < head + length {
        if stream.read_buf(buffer).await.ok()? == 0 {
            return None;
        }
    }
    asked.body = buffer[head..head + length].to_vec();
    buffer.drain(..head + length);
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    asked.path = decoded(path).trim_end_matches('/').to_owned();
    let pairs = query.split('&').filter(|p| !p.is_empty());
    asked.parameters = pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect();
    Some(asked)
}

fn basic(value: &str) -> Option<(String, String)> {
    let coded = value.strip_prefix("Basic ")?;
    let plain = base64::engine::general_purpose::STANDARD.decode(coded).ok()?;
    let plain = String::from_utf8_lossy(&plain).into_owned();
    let (name, password) = plain.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|h| std::str::from_utf8(h).ok());
        match (bytes[at], hex.and_then(|h| u8::from_str_radix(h, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (b'+', _) => {
                out.push(b' ');
                at += 1;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Writes an answer; `false` when the connection is over.
pub(super) async fn write<W: AsyncWrite + Unpin>(stream: &mut W, answer: Answer) -> bool {
    let body = answer.body.map(|body| body.to_string()).unwrap_or_default();
    let status = answer.status;
    let challenge = if status == 401 { "WWW-Authenticate: Basic realm=\"RouterOS\"\r\n" } else { "" };
    let head = format!(
        "HTTP/1.1 {status} {}\r\nContent-Type: application/json\r\n{challenge}Content-Length: {}\r\n\r\n",
        reason(status),
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await.is_ok() && stream.flush().await.is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn requests_are_read_one_after_the_other() {
        let text = b"PUT /rest/ip/pool?.proplist=name,a%20b HTTP/1.1\r\nAuthorization: Basic YTpiOmM=\r\n\
            Content-Length: 2\r\n\r\n{}GET /rest/log/ HTTP/1.1\r\n\r\n";
        let (mut stream, mut buffer) = (&text[..], Vec::new());
        let first = read(&mut stream, &mut buffer).await.unwrap();
        assert_eq!((first.method.as_str(), first.path.as_str()), ("PUT", "/rest/ip/pool"));
        assert_eq!(first.parameters, [(".proplist".to_owned(), "name,a b".to_owned())]);
        assert_eq!(first.login, Some(("a".to_owned(), "b:c".to_owned())));
        assert_eq!(first.body, b"{}");
        assert_eq!(read(&mut stream, &mut buffer).await.unwrap().path, "/rest/log");
        assert!(read(&mut stream, &mut buffer).await.is_none());
    }
}
