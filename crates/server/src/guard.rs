//! Keeps other sites' pages out: a page of another origin, or a name somebody
//! pointed at 127.0.0.1, gets nothing.

use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Refuses what does not come from this server's own pages.
pub(crate) async fn own_pages_only(request: Request, next: Next) -> Response {
    match check(request.headers()) {
        Ok(()) => next.run(request).await,
        Err(reason) => (StatusCode::FORBIDDEN, reason).into_response(),
    }
}

fn check(headers: &HeaderMap) -> Result<(), &'static str> {
    let text = |name| headers.get(name).and_then(|v: &axum::http::HeaderValue| v.to_str().ok());
    let host = text(header::HOST).ok_or("host missing")?;
    if !is_loopback(host) {
        return Err("host not served here");
    }
    match text(header::ORIGIN) {
        None => Ok(()),
        Some(origin) => {
            let uri: Uri = origin.parse().map_err(|_| "origin malformed")?;
            let same = uri.authority().is_some_and(|a| a.as_str() == host);
            if same { Ok(()) } else { Err("another origin") }
        }
    }
}

/// Whether a Host header names this machine itself. A name that merely resolves
/// here (DNS rebinding) does not.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    matches!(name, "127.0.0.1" | "localhost" | "::1")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(host: &str, origin: Option<&str>) -> HeaderMap {
        let mut map = HeaderMap::new();
        map.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            map.insert(header::ORIGIN, origin.parse().unwrap());
        }
        map
    }

    #[test]
    fn own_pages_pass() {
        assert!(check(&headers("127.0.0.1:4170", None)).is_ok());
        assert!(check(&headers("localhost:4170", Some("http://localhost:4170"))).is_ok());
        assert!(check(&headers("[::1]:4170", Some("http://[::1]:4170"))).is_ok());
    }

    #[test]
    fn strangers_do_not() {
        assert!(check(&HeaderMap::new()).is_err());
        assert!(check(&headers("evil.example:4170", None)).is_err(), "a rebound name");
        assert!(check(&headers("127.0.0.1.evil.example", None)).is_err());
        assert!(check(&headers("127.0.0.1:4170", Some("http://evil.example"))).is_err());
        assert!(
            check(&headers("127.0.0.1:4170", Some("http://127.0.0.1:9999"))).is_err(),
            "another port is another origin"
        );
        assert!(check(&headers("127.0.0.1:4170", Some("null"))).is_err());
    }
}
