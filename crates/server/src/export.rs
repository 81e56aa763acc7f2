//! `GET /export/<id>`: a file of a list, part by part, straight to the browser's disk.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use futures::stream;
use serde_json::{Value, json};
use simpul_kernel::{Secret, WireError};

use crate::rpc::{error_response, session_token};
use crate::{Live, Shared};

/// Where a download is.
struct Download {
    live: Arc<Live>,
    token: Option<Secret>,
    id: i64,
    next: i64,
    parts: i64,
}

/// Sends a file of whoever the session is. Each part is asked for by its operation, so
/// every check of the operation is made for each.
pub(crate) async fn download(State(shared): State<Arc<Shared>>, Path(id): Path<i64>, headers: HeaderMap) -> Response {
    let Some(live) = shared.live_now() else { return crate::rpc::stopping() };
    let token = session_token(&live, &headers);
    let answer = live.door.call(token.as_ref(), "export_open", json!({ "export_id": id })).await;
    let file = match answer.result {
        Ok(file) => file,
        Err(error) => return error_response(&error),
    };
    let text = |field: &str| file[field].as_str().unwrap_or_default().to_owned();
    let head = [
        (header::CONTENT_TYPE, text("media_type")),
        (header::CONTENT_LENGTH, file["bytes"].as_i64().unwrap_or_default().to_string()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{}\"", text("file_name"))),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    let parts = file["parts"].as_i64().unwrap_or_default();
    let body = Body::from_stream(stream::try_unfold(Download { live, token, id, next: 0, parts }, part));
    let mut response = (StatusCode::OK, body).into_response();
    for (name, value) in head {
        put(&mut response, name, &value);
    }
    response
}

fn put(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

/// The next part; a refusal in between cuts the line, and the browser says that the
/// file is not whole.
async fn part(mut at: Download) -> std::io::Result<Option<(Bytes, Download)>> {
    if at.next >= at.parts {
        return Ok(None);
    }
    let input = json!({ "export_id": at.id, "number": at.next });
    let part = at.live.door.call(at.token.as_ref(), "export_part_get", input).await.result.map_err(cut)?;
    let bytes = decode(&part).ok_or_else(|| std::io::Error::other("a part that is none"))?;
    at.next += 1;
    Ok(Some((Bytes::from(bytes), at)))
}

fn decode(part: &Value) -> Option<Vec<u8>> {
    STANDARD.decode(part["content_base64"].as_str()?).ok()
}

fn cut(error: WireError) -> std::io::Error {
    std::io::Error::other(error.code)
}
