//! `POST /rpc/<name>`: JSON in, JSON out.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use simpul_api::{Answer, SessionChange};
use simpul_kernel::error::{InputError, ProgramError};
use simpul_kernel::{CodedError as _, Secret, WireError};

use crate::{Live, Shared};

/// The cookie that holds the session token. Cookies know no port, so it bears the installation's name: two programs
/// on one computer (a shop and its demo) would else end each other's sessions.
fn cookie_name(live: &Live) -> String {
    format!("simpul_{}", live.door.app().installation.code)
}

/// Calls one operation.
pub(crate) async fn call(
    State(shared): State<Arc<Shared>>,
    Path(name): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let input = match parse(&headers, &body) {
        Ok(input) => input,
        Err(error) => return error_response(&error),
    };
    let Some(live) = shared.live().await else { return stopping() };
    let token = session_token(&live, &headers);
    let answer = match carried_through(Arc::clone(&live), token, name, input).await {
        Ok(answer) => answer,
        Err(error) => return error_response(&error),
    };
    let mut response = match &answer.result {
        Ok(output) => (StatusCode::OK, axum::Json(output)).into_response(),
        Err(error) => error_response(error),
    };
    let cookie = match answer.session {
        SessionChange::Keep => None,
        SessionChange::Begin(token) => Some((token.expose().to_owned(), "")),
        SessionChange::End => Some((String::new(), "; Max-Age=0")),
    };
    let cookie =
        cookie.map(|(value, end)| format!("{}={value}; Path=/; HttpOnly; SameSite=Strict{end}", cookie_name(&live)));
    if let Some(value) = cookie.and_then(|c| HeaderValue::from_str(&c).ok()) {
        response.headers_mut().insert(header::SET_COOKIE, value);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Calls an operation in a task of its own: what was begun is ended and recorded even
/// if the caller hangs up, which drops the future of the request.
async fn carried_through(
    live: Arc<Live>,
    token: Option<Secret>,
    name: String,
    input: Value,
) -> Result<Answer, WireError> {
    let call = tokio::spawn(async move { live.door.call(token.as_ref(), &name, input).await });
    call.await.map_err(|cause| {
        let incident = simpul_kernel::ctx::request_id();
        tracing::error!(%incident, %cause, "an operation came to no end");
        simpul_kernel::Error::internal(cause).wire(incident)
    })
}

/// Takes JSON only: a form of another site cannot send this content type.
pub(crate) fn parse(headers: &HeaderMap, body: &[u8]) -> Result<Value, WireError> {
    let malformed = |message: &str| {
        let error = InputError::Malformed { message: message.to_owned() };
        WireError { code: error.code().to_owned(), params: error.params(), incident: simpul_kernel::ctx::request_id() }
    };
    let is_json = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|t| t.split(';').next().unwrap_or_default().trim() == "application/json");
    if !is_json {
        return Err(malformed("the content type must be application/json"));
    }
    if body.is_empty() {
        return Ok(Value::Null);
    }
    serde_json::from_slice(body).map_err(|e| malformed(&e.to_string()))
}

/// The session token of a request, if it brings one.
pub(crate) fn session_token(live: &Live, headers: &HeaderMap) -> Option<Secret> {
    let own = cookie_name(live);
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == own && !value.is_empty())
        .map(|(_, value)| Secret::new(value))
}

/// What is said while the program is being ended.
pub(crate) fn stopping() -> Response {
    error_response(&simpul_kernel::Error::from(ProgramError::Stopping).wire(simpul_kernel::ctx::request_id()))
}

/// An error with its status.
pub(crate) fn error_response(error: &WireError) -> Response {
    (status(&error.code), axum::Json(error)).into_response()
}

/// The HTTP status that goes with a code; pages read the code.
fn status(code: &str) -> StatusCode {
    match code {
        "sign_in_required" | "sign_in_failed" => StatusCode::UNAUTHORIZED,
        "permission_denied"
        | "above_own_role"
        | "all_locations_needed"
        | "password_change_required"
        | "password_wrong"
        | "pin_wrong" => StatusCode::FORBIDDEN,
        "session_locked" => StatusCode::LOCKED,
        "sign_in_locked" | "pin_spent" => StatusCode::TOO_MANY_REQUESTS,
        "operation_unknown" => StatusCode::NOT_FOUND,
        "input_malformed" => StatusCode::BAD_REQUEST,
        "database_unavailable" | "database_busy" | "program_stopping" | "program_busy" => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        "internal" => StatusCode::INTERNAL_SERVER_ERROR,
        code if code.ends_with("_not_found") => StatusCode::NOT_FOUND,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
